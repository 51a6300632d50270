//! Scenarios: ordered changes.

use super::links;
use super::table::Table;
use super::words::DIRECTIONS;
use crate::scenario::{NewLink, Scenario};
use crate::units::hours;

/// What a change does: exactly one of these keys stands in it.
const CHANGES: [&str; 11] = [
    "close",
    "open",
    "delay",
    "reprice",
    "set_hours",
    "scale",
    "set",
    "add_link",
    "as_of",
    "open_lines_by",
    "open_everything",
];

/// A whole file, or the text of one.
pub(super) fn scenario(table: &mut Table<'_>) -> Scenario {
    let mut scenario = Scenario::new(&table.text("name")).with_note(table.some_text("note"));
    table.tables("change", |table| scenario = change(std::mem::take(&mut scenario), table));
    scenario
}

fn change(scenario: Scenario, table: &mut Table<'_>) -> Scenario {
    match table.choose(&CHANGES) {
        Some("close") => scenario.close(&table.text("close")),
        Some("open") => scenario.open(&table.text("open")),
        Some("delay") => scenario.delay(&table.text("delay"), hours(table.number("h"))),
        Some("reprice") => scenario.reprice(&table.text("reprice"), table.number("factor")),
        Some("set_hours") => {
            let (crossing, country) = (table.text("set_hours"), table.some_text("country"));
            let direction = table.some_word("direction", DIRECTIONS);
            scenario.set_post_hours(&crossing, country.as_deref(), direction, hours(table.number("h")))
        }
        Some("scale") => scenario.scale(&table.text("scale"), table.number("factor")),
        Some("set") => scenario.set(&table.text("set"), table.number("value")),
        Some("add_link") => {
            let added = table.some_table("add_link", "a table with the keys of a link", links::link);
            added.map_or(Scenario::default(), |link| scenario.add_link(NewLink::of_record(link)))
        }
        Some("as_of") => scenario.as_of(table.month("as_of")),
        Some("open_lines_by") => scenario.open_lines_by(table.year("open_lines_by")),
        Some("open_everything") => {
            if !table.flag("open_everything") {
                table.wrong("open_everything", "`true`");
            }
            scenario.open_everything()
        }
        _ => scenario,
    }
}
