//! Why the best corridor beats the second: bars for money and time, one for each reason.

use crate::cost::Criterion::{self, Cost, Time};
use crate::html::escape::text;
use crate::html::paint::{self, px};
use crate::html::sheet::Sheet;
use crate::report::grouped;
use crate::why::waterfall::Waterfall;
use std::fmt::Write;

const WIDTH: f64 = 1000.0;
const ROW: f64 = 24.0;
/// Reasons shown for each criterion; the others are summed up.
const REASONS: usize = 9;

/// The waterfall of the first two rows of the ranking; `None` if there is no second.
pub(crate) fn of_best_two(sheet: &Sheet<'_>) -> Option<Waterfall> {
    let rows = sheet.ranking.rows();
    Some(sheet.ranking.why(rows.first()?, rows.get(1)?))
}

/// One reason: what it is called and by how much the second route takes more.
type Bar = (String, f64);

fn bars(why: &Waterfall, criterion: Criterion) -> Vec<Bar> {
    let scale = if criterion == Time { 24.0 } else { 1.0 };
    let steps = why.steps(criterion);
    let mut bars: Vec<Bar> =
        steps.iter().take(REASONS).map(|step| (step.reason().to_string(), step.difference() / scale)).collect();
    let rest: f64 = steps.iter().skip(REASONS).map(|step| step.difference() / scale).sum();
    if steps.len() > REASONS {
        bars.push(("all others".to_owned(), rest));
    }
    if let Some(total) = why.difference(criterion) {
        bars.push(("in all".to_owned(), total / scale));
    }
    bars
}

/// Two columns of bars, money and time: to the right what the second takes more, to the left what it takes less. Each bar starts where the
/// one above it ends.
pub(crate) fn chart(sheet: &Sheet<'_>, why: &Waterfall) -> String {
    let columns = [(Cost, "US$"), (Time, "days")].map(|(criterion, unit)| (bars(why, criterion), unit));
    let rows = columns.iter().map(|(bars, _)| bars.len()).max().unwrap_or(0);
    let height = 64.0 + ROW * rows as f64;
    let words = why.sentence().replace(" B ", " the second ").replace("than A", "than the best");
    let words = words.strip_prefix("B ").map_or(words.clone(), |rest| format!("The second {rest}"));
    let mut svg =
        paint::opening("waterfall", (WIDTH, height), &format!("The second beside the best: {}", sheet.title()), &words);
    _ = write!(svg, "<rect class=\"strip\" width=\"{WIDTH}\" height=\"{}\"/>", px(height));
    for (column, (bars, unit)) in columns.iter().enumerate() {
        let left = 10.0 + column as f64 * WIDTH / 2.0;
        _ = write!(svg, "<text class=\"title\" x=\"{left}\" y=\"20\">{unit}, second less best</text>");
        let mut sum = 0.0;
        let mut range = (0.0f64, 0.0f64);
        let last = bars.len().saturating_sub(1);
        for (_, value) in bars.iter().take(last) {
            sum += value;
            range = (range.0.min(sum), range.1.max(sum));
        }
        let (from, to) = (left + 168.0, left + WIDTH / 2.0 - 92.0);
        let scale = (to - from) / (range.1 - range.0).max(1e-9);
        let x = |value: f64| from + (value - range.0) * scale;
        _ = write!(svg, "<path class=\"axis\" d=\"M{0} 32V{1}\"/>", px(x(0.0)), px(40.0 + ROW * bars.len() as f64));
        let mut start = 0.0;
        for (row, (name, value)) in bars.iter().enumerate() {
            let y = 40.0 + ROW * row as f64;
            if row == last {
                start = 0.0;
            }
            let (a, b) = (x(start).min(x(start + value)), x(start).max(x(start + value)));
            start += value;
            let class = if *value > 0.0 { "more" } else { "less" };
            let shown = match *unit {
                "days" => format!("{value:+.1}"),
                _ => format!("{}{}", if *value > 0.0 { "+" } else { "" }, grouped(*value)),
            };
            let weight = if row == last { " font-weight=\"700\"" } else { "" };
            _ = write!(
                svg,
                "<text class=\"key\"{weight} text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text><rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\
                 <text class=\"key\"{weight} x=\"{}\" y=\"{}\">{shown}</text>",
                px(from - 10.0),
                px(y + 14.0),
                text(name),
                px(a),
                px(y + 3.0),
                px((b - a).max(0.8)),
                ROW - 8.0,
                px(b + 6.0),
                px(y + 14.0)
            );
        }
    }
    svg + "</svg>"
}
