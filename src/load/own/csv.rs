//! Places or links in CSV: which of them, the header tells.

use super::fields::{Fields, report_unknown};
use super::records::{LINK, PLACE, link, place};
use crate::problem::{Problem, ProblemKind};
use crate::records::{Location, Records};
use std::sync::Arc;

/// Reads a file of places, which have a `lat`, or of links, which have a `from`.
pub(super) fn read(file: &str, text: &str, records: &mut Records, problems: &mut Vec<Problem>) {
    let name: Arc<str> = file.into();
    let at = |line: usize| Location { file: Some(Arc::clone(&name)), line };
    let whole = |line, kind| Problem { at: at(line), subject: String::new(), kind };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => return problems.push(whole(1, not_csv(&error))),
    };
    let has = |column: &str| header.iter().any(|name| name == column);
    if !has("lat") && !has("from") {
        let kind = ProblemKind::MissingKey { key: "lat` (for places) or `from".to_owned() };
        return problems.push(whole(1, kind));
    }
    let (what, known): (&str, &[&str]) = if has("lat") { ("place", &PLACE) } else { ("link", &LINK) };
    report_unknown(header.iter().map(String::as_str), known, &at(1), "the header", problems);
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(1, |position| position.line() as usize);
                problems.push(whole(line, not_csv(&error)));
                continue;
            }
        };
        let line = row.position().map_or(1, |position| position.line() as usize);
        let cells = header.iter().cloned().zip(row.iter().map(str::to_owned));
        let mut fields = Fields::new(what, at(line), cells, problems);
        if what == "place" {
            records.places.push(place(&mut fields));
        } else {
            records.links.push(link(&mut fields, None));
        }
    }
}

fn not_csv(error: &csv::Error) -> ProblemKind {
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields under a header of {expected_len}")
        }
        _ => error.to_string(),
    };
    ProblemKind::NotCsv { message }
}
