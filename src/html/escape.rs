//! Text of the data made harmless: nothing that a place is called can become markup or script.

use std::fmt::Write;

/// Text for HTML and SVG, between tags and in quoted attributes.
pub(crate) fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no way to write these.
            c if c.is_control() && !matches!(c, '\n' | '\t') => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A string of JSON that may stand in a script element: `<` can't end it.
pub(crate) fn json(raw: &str) -> String {
    let mut safe = String::from("\"");
    for character in raw.chars() {
        match character {
            '"' | '\\' => safe.extend(['\\', character]),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => _ = write!(safe, "\\u{:04x}", character as u32),
            c if c.is_control() => _ = write!(safe, "\\u{:04x}", c as u32),
            c => safe.push(c),
        }
    }
    safe.push('"');
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        let name = "<script>alert('1 & \"2\"')</script>\u{0}";
        assert_eq!(text(name), "&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt; ");
        assert_eq!(json("</script>\n\"\\"), r#""\u003c/script\u003e\u000a\"\\""#);
    }
}
