//! Colours, and how pictures are put together: the same marks for the page and for a file of its own.

use crate::html::escape::text;
use std::fmt::Write;

/// Name, in light, in dark. The colours of corridors are those of Okabe and Ito (2008), which colour-blind people tell apart, some
/// lightened for dark paper; a number stands beside each wherever it is used.
const PALETTE: [(&str, &str, &str); 21] = [
    ("paper", "#ffffff", "#15191e"),
    ("ink", "#1b2026", "#e8ecf0"),
    ("faint", "#59636d", "#a7b1bb"),
    ("rule", "#d9dde1", "#363e47"),
    ("sea", "#e3edf4", "#0f1c27"),
    ("land", "#faf8f4", "#272d34"),
    ("halo", "#faf8f4", "#1b2026"),
    ("coast", "#a9bac7", "#4b5d6c"),
    ("border", "#b5aa99", "#69727c"),
    ("net", "#d8d3c7", "#424a53"),
    ("red", "#b3261e", "#ff8a80"),
    ("tint", "#f3f5f7", "#1e242b"),
    ("c0", "#0072b2", "#56b4e9"),
    ("c1", "#d55e00", "#f5813f"),
    ("c2", "#009e73", "#1fc493"),
    ("c3", "#cc79a7", "#dd95bd"),
    ("c4", "#e69f00", "#f0e442"),
    ("c5", "#56b4e9", "#9db2ff"),
    ("c6", "#882255", "#e8ecf0"),
    ("c7", "#4d4d4d", "#b58863"),
    ("c8", "#8a9199", "#7d868f"),
];

/// How many corridors have a colour of their own; the others share the last one.
pub(crate) const COLOURS: usize = 8;

/// Rules for all pictures.
const RULES: &str = include_str!("svg.css");

/// The rules of all pictures with their colours as variables, for a page.
pub(crate) fn page_rules() -> String {
    let list = |of: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        PALETTE.iter().fold(String::new(), |list, colour| list + "--" + colour.0 + ":" + of(colour) + ";")
    };
    let (light, dark) = (list(|colour| colour.1), list(|colour| colour.2));
    format!(
        ":root{{color-scheme:light;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n{RULES}"
    )
}

/// A picture as a file of its own: with rules in which the colours stand themselves, for programs that know no variables.
pub(crate) fn standalone(picture: &str) -> String {
    let mut rules = String::new();
    for line in RULES.lines().filter(|line| !line.starts_with(".k0{") && !line.starts_with(".route{")) {
        if line.contains("var(--k)") {
            for colour in 0..=COLOURS {
                let own = line.replace("var(--k)", &format!("var(--c{colour})"));
                let (selectors, body) = own.split_once('{').unwrap_or((&own, ""));
                // On the group itself, or below it: `.k3.badge circle`, `.k3 .course`.
                let of_colour = |selector: &str| match selector.strip_prefix(".on ") {
                    Some(rest) => format!(".k{colour}.on {rest}"),
                    None if selector.starts_with(".cell") || selector.starts_with(".badge") => {
                        format!(".k{colour}{selector}")
                    }
                    None => format!(".k{colour} {selector}"),
                };
                let all: Vec<String> = selectors.split(',').map(of_colour).collect();
                _ = writeln!(rules, "{}{{{body}", all.join(","));
            }
        } else {
            _ = writeln!(rules, "{line}");
        }
    }
    for (name, light, _) in PALETTE {
        rules = rules.replace(&format!("var(--{name})"), light);
    }
    let (head, body) = picture.split_once('>').unwrap_or((picture, ""));
    let head = head.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    format!("{head}>\n<style>{rules}</style>\n{body}\n")
}

/// How a picture begins: what it is called and what it says to those who do not see it.
pub(crate) fn opening(id: &str, (width, height): (f64, f64), name: &str, words: &str) -> String {
    format!(
        "<svg id=\"{id}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"group\" aria-labelledby=\"{id}-name {id}-words\">\
         <title id=\"{id}-name\">{}</title><desc id=\"{id}-words\">{}</desc>",
        px(width),
        px(height),
        px(width),
        px(height),
        text(name),
        text(words)
    )
}

/// A length in pixels, to a tenth, as short as it can be written.
pub(crate) fn px(value: f64) -> String {
    let mut text = String::new();
    put(tenths(value), &mut text);
    text
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Writes tenths by hand: a page has a hundred thousand of them.
fn put(tenths: i64, text: &mut String) {
    if tenths < 0 {
        text.push('-');
    }
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if whole > 0 || rest == 0 {
        let digits = whole.checked_ilog10().unwrap_or(0);
        (0..=digits).rev().for_each(|digit| text.push(char::from(b'0' + (whole / 10u64.pow(digit) % 10) as u8)));
    }
    if rest > 0 {
        text.push('.');
        text.push(char::from(b'0' + rest as u8));
    }
}

/// A line as path data: the first point, then steps.
pub(crate) fn path(dots: &[(f64, f64)], data: &mut String) {
    let mut last: Option<(i64, i64)> = None;
    for (x, y) in dots {
        let at = (tenths(*x), tenths(*y));
        match last {
            None => {
                data.push('M');
                put(at.0, data);
                data.push(' ');
                put(at.1, data);
                data.push('l');
            }
            Some(last) if last == at => continue,
            Some(last) => {
                let (dx, dy) = (at.0 - last.0, at.1 - last.1);
                if dx >= 0 && !data.ends_with('l') {
                    data.push(' ');
                }
                put(dx, data);
                if dy >= 0 {
                    data.push(' ');
                }
                put(dy, data);
            }
        }
        last = Some(at);
    }
    if data.ends_with('l') {
        data.push_str("0 0");
    }
}

/// Texts that do not lie on each other.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    taken: Vec<[f64; 4]>,
}

impl Labels {
    /// Keeps a box free: left, top, right, bottom.
    pub(crate) fn keep(&mut self, taken: [f64; 4]) {
        self.taken.push(taken);
    }

    /// Whether a box is free.
    pub(crate) fn free(&self, [left, top, right, bottom]: [f64; 4]) -> bool {
        !self.taken.iter().any(|other| left < other[2] && other[0] < right && top < other[3] && other[1] < bottom)
    }

    /// The first of some places for a text at which it lies on nothing and within `width` and `height`: its anchor and position.
    pub(crate) fn place(
        &mut self,
        (x, y): (f64, f64),
        gap: f64,
        words: &str,
        size: f64,
        (width, height): (f64, f64),
    ) -> Option<(&'static str, f64, f64)> {
        let long = words.chars().count() as f64 * size * 0.55;
        let sides = [
            ("start", x + gap, y + size * 0.35),
            ("end", x - gap, y + size * 0.35),
            ("middle", x, y - gap - size * 0.2),
            ("middle", x, y + gap + size * 0.9),
            ("start", x + gap * 0.8, y - gap * 0.8),
            ("start", x + gap * 0.8, y + gap * 0.8 + size * 0.7),
            ("end", x - gap * 0.8, y - gap * 0.8),
            ("end", x - gap * 0.8, y + gap * 0.8 + size * 0.7),
        ];
        for (anchor, x, y) in sides {
            let left = match anchor {
                "start" => x,
                "end" => x - long,
                _ => x - long / 2.0,
            };
            let all = [left - 1.0, y - size * 0.85, left + long + 1.0, y + size * 0.3];
            if all[0] > 2.0 && all[1] > 2.0 && all[2] < width - 2.0 && all[3] < height - 2.0 && self.free(all) {
                self.keep(all);
                return Some((anchor, x, y));
            }
        }
        None
    }
}

/// Round numbers from 0 to `most`, some five of them, and the last one at or above it.
pub(crate) fn ticks(most: f64, wanted: f64) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let power = 10f64.powf((most / wanted).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|by| by * power).into_iter().find(|step| most / step <= wanted);
    let step = step.unwrap_or(power * 10.0);
    (0..=(most / step).ceil() as usize).map(|tick| tick as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, -0.04, 0.51, -0.5, 12.34, -3.0].map(px), ["0", "0", ".5", "-.5", "12.3", "-3"]);
        let mut data = String::new();
        path(&[(1.0, 2.0), (1.5, 1.0), (1.52, 1.01), (3.0, 1.0)], &mut data);
        assert_eq!(data, "M1 2l.5-1 1.5 0");
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(11.4, 5.0), [0.0, 2.5, 5.0, 7.5, 10.0, 12.5]);
        assert_eq!(ticks(f64::NAN, 5.0).first(), Some(&0.0));
    }

    #[test]
    fn a_file_of_its_own_has_no_variables() {
        let file = standalone(&(opening("map", (10.0, 20.0), "<script>", "words") + "</svg>"));
        assert!(!file.contains("var(") && !file.contains("<script>") && file.contains("xmlns="));
        assert!(
            file.contains(".k3 .course{") && file.contains(".k3.badge circle{") && file.contains(".k3 .leg use{"),
            "{file}"
        );
    }

    #[test]
    fn labels_do_not_lie_on_each_other() {
        let mut labels = Labels::default();
        let placed: Vec<_> =
            (0..9).filter_map(|_| labels.place((50.0, 50.0), 5.0, "Torkham", 11.0, (200.0, 200.0))).collect();
        assert!((2..9).contains(&placed.len()));
    }
}
