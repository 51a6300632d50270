//! One file for each command.

pub mod alternatives;
pub mod atlas;
pub mod corridors;
pub mod crossings;
pub mod front;
pub mod indicators;
pub mod journey;
pub mod links;
pub mod lint;
pub mod matrix;
pub mod places;
pub mod rank;
pub mod reach;
pub mod report;
pub mod sources;
pub mod what_if;
pub mod why;

use crate::answer::Failure;
use corridor::Constraint;

/// The columns that tell what routes keep to.
const ASKED: [&str; 2] = ["constraints", "terminals"];

fn asked_cells(constraints: &[Constraint], terminals: bool) -> [String; 2] {
    let constraints: Vec<String> = constraints.iter().map(ToString::to_string).collect();
    [constraints.join("; "), terminals.to_string()]
}

/// Rows under a header, as CSV.
fn csv_of(header: &[impl AsRef<str>], rows: impl Iterator<Item = Vec<String>>) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.iter().map(AsRef::as_ref))?;
    for row in rows {
        writer.write_record(&row)?;
    }
    Ok(String::from_utf8_lossy(&writer.into_inner()?).into_owned())
}

/// Whether one of some texts holds what is looked for, whatever the case.
fn holds<'a>(query: &Option<String>, texts: impl IntoIterator<Item = &'a str>) -> bool {
    let Some(query) = query else { return true };
    let query = query.to_lowercase();
    texts.into_iter().any(|text| text.to_lowercase().contains(&query))
}

/// A list that may be empty because nothing was found: which is told.
fn listed(text: String, found: usize, what: &str, query: &Option<String>) -> crate::answer::Answer {
    match query {
        Some(query) if found == 0 => {
            crate::answer::Answer::no_route(text, format!("no {what} has `{query}` in its id, name or code"))
        }
        _ => crate::answer::Answer::found(text),
    }
}
