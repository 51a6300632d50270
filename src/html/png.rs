//! Pictures as PNG, drawn by resvg with the fonts of the machine.

use resvg::{tiny_skia, usvg};

/// Pixels of a PNG for one of the picture: sharp on paper, too.
const SCALE: f32 = 2.0;

/// Why there is no PNG of a picture.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the picture cannot be drawn as PNG: {why}; take it as SVG")]
#[non_exhaustive]
pub struct PngError {
    /// What the drawing program says.
    why: String,
}

/// A picture of a file of its own as PNG.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let wrong = |why: String| PngError { why };
    let mut options = usvg::Options { font_family: "DejaVu Sans".to_owned(), ..usvg::Options::default() };
    options.fontdb_mut().load_system_fonts();
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| wrong(error.to_string()))?;
    let (width, height) = ((tree.size().width() * SCALE).ceil() as u32, (tree.size().height() * SCALE).ceil() as u32);
    let mut pixels =
        tiny_skia::Pixmap::new(width, height).ok_or_else(|| wrong(format!("{width} x {height} pixels")))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_a_png_or_an_error() {
        let drawn =
            png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\"><path d=\"M0 0h9v9\"/></svg>");
        assert!(drawn.is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
        assert!(png("<svg").is_err_and(|error| error.to_string().ends_with("; take it as SVG")));
    }
}
