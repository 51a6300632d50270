//! Lines on the globe in a compact form: numbers of seven bits a byte, positions as whole parts of a degree, each as the difference from the one
//! before. Made by `cargo run --release --example map_data --features report`.

use std::collections::BTreeMap;

/// Degrees east and north.
pub(crate) type Line = Vec<(f64, f64)>;

/// Reads them one after the other; `None` at the end.
pub(crate) struct Reader<'a> {
    left: &'a [u8],
    parts: f64,
}

impl<'a> Reader<'a> {
    /// `parts` of a degree are one.
    pub(crate) fn new(bytes: &'a [u8], parts: f64) -> Reader<'a> {
        Reader { left: bytes, parts }
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.left.split_first()?;
            self.left = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn text(&mut self, length: usize) -> Option<String> {
        let (text, rest) = self.left.split_at_checked(length)?;
        self.left = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    pub(crate) fn line(&mut self) -> Option<Line> {
        let mut at = (0i64, 0i64);
        (0..self.number()?)
            .map(|_| {
                let mut step = || self.number().map(|bits| (bits >> 1) as i64 ^ -((bits & 1) as i64));
                at = (at.0.checked_add(step()?)?, at.1.checked_add(step()?)?);
                Some((at.0 as f64 / self.parts, at.1 as f64 / self.parts))
            })
            .collect()
    }

    pub(crate) fn lines(&mut self) -> Option<Vec<Line>> {
        (0..self.number()?).map(|_| self.line()).collect()
    }
}

/// Lines by name; `None` if the bytes are no such lines.
pub(crate) fn named(bytes: &[u8], parts: f64) -> Option<BTreeMap<String, Vec<Line>>> {
    let (mut reader, mut lines) = (Reader::new(bytes, parts), BTreeMap::new());
    while !reader.left.is_empty() {
        let length = reader.number()?;
        lines.insert(reader.text(length as usize)?, reader.lines()?);
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_is_no_line() {
        // The name "a", one line of two points: 1.00 east and 2.00 north, then a hundredth less of both.
        let bytes = [1, b'a', 1, 2, 0xc8, 0x01, 0x90, 0x03, 1, 1];
        let read = named(&bytes, 100.0).expect("a line");
        assert_eq!(read["a"], [[(1.0, 2.0), (0.99, 1.99)]]);
        for length in 1..bytes.len() {
            assert!(named(&bytes[..length], 100.0).is_none(), "{length}");
        }
        assert!(named(&[0xff; 12], 100.0).is_none());
    }
}
