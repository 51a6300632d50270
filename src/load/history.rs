//! What is dated: status lists, seasons, events; and capacities.

use super::table::Table;
use super::words::{CAPACITIES, EFFECTS, STATUSES};
use crate::records::{CapacityRecord, EventRecord, HistoryRecord, SeasonRecord, StatusRecord};

/// The dated record of a link or crossing.
pub(super) fn history(table: &mut Table<'_>) -> HistoryRecord {
    HistoryRecord {
        entries: table.tables("status", status),
        season: table.some_table("season", "a table such as { months = [1, 2], effect = \"closed\" }", season),
        events: table.tables("events", event),
    }
}

fn status(table: &mut Table<'_>) -> StatusRecord {
    StatusRecord {
        at: table.location(),
        from: table.month("from"),
        until: table.some_month("until"),
        status: table.word("status", STATUSES),
        source: Some(table.text("source")),
        note: table.some_text("note"),
    }
}

fn season(table: &mut Table<'_>) -> SeasonRecord {
    table.need("months");
    SeasonRecord {
        months: table.wholes("months", "a month of the year from 1 to 12"),
        closed: table.word("effect", EFFECTS),
        from: table.some_month("from"),
        until: table.some_month("until"),
        source: Some(table.text("source")),
        note: table.some_text("note"),
    }
}

fn event(table: &mut Table<'_>) -> EventRecord {
    EventRecord {
        from: table.month("from"),
        until: table.some_month("until"),
        points: table.number("points"),
        what: table.text("what"),
        basis: table.basis(),
        note: table.some_text("note"),
    }
}

pub(super) fn capacity(table: &mut Table<'_>) -> Option<CapacityRecord> {
    table.some_table("capacity", "a table such as { trains_per_day = 12, source = \"id\", year = 2026 }", |table| {
        let unit = table.choose(&CAPACITIES.map(|(key, _)| key));
        let (key, unit) = CAPACITIES.into_iter().find(|(key, _)| Some(*key) == unit).unwrap_or(CAPACITIES[0]);
        let amount = table.some_number(key).unwrap_or_default();
        CapacityRecord { amount, unit, basis: table.basis(), note: table.some_text("note") }
    })
}
