//! Border crossings and their posts.

use super::history::{capacity, history};
use super::table::Table;
use super::words::{CONTROLS, DIRECTIONS, MODE_NAMES, POST_MODES};
use crate::records::{CrossingRecord, ObservationRecord, PostRecord};

pub(super) fn crossing(table: &mut Table<'_>) -> CrossingRecord {
    table.need("modes");
    CrossingRecord {
        id: table.id("crossing"),
        at: table.location(),
        name: table.text("name"),
        modes: table.words("modes", MODE_NAMES).into_iter().map(str::to_owned).collect(),
        control: table.some_word("control", CONTROLS),
        posts: table.tables("post", post),
        gauge_break: gauge_break(table),
        opening_hours: table.some_text("opening_hours"),
        opening_hours_source: table.some_text("opening_hours_source"),
        capacity: capacity(table),
        history: history(table),
        last_verified: table.some_month("last_verified").map(|month| month.to_string()),
        note: table.some_text("note"),
    }
}

fn gauge_break(table: &mut Table<'_>) -> Option<[u16; 2]> {
    let gauges: Vec<u16> = table.wholes("gauge_break", "a gauge in millimetres such as 1520");
    let pair = <[u16; 2]>::try_from(gauges);
    if pair.is_err() {
        table.wrong("gauge_break", "a list of two gauges");
    }
    pair.ok()
}

fn post(table: &mut Table<'_>) -> PostRecord {
    PostRecord {
        country: table.text("country"),
        place: Some(table.text("place")),
        mode: table.some_word("mode", POST_MODES),
        includes_gauge_change: !table.words("includes", &[("gauge_change", ())]).is_empty(),
        ..clearance(table)
    }
}

/// Hours and fees of one post, of a border or of a port.
pub(super) fn clearance(table: &mut Table<'_>) -> PostRecord {
    PostRecord {
        at: table.location(),
        outbound: table.some_figure("outbound", "h"),
        inbound: table.some_figure("inbound", "h"),
        outbound_fee: table.some_figure("outbound_fee", "usd"),
        inbound_fee: table.some_figure("inbound_fee", "usd"),
        history: table.tables("history", observation),
        ..PostRecord::default()
    }
}

fn observation(table: &mut Table<'_>) -> ObservationRecord {
    ObservationRecord {
        year: table.year("year"),
        direction: table.word("direction", DIRECTIONS),
        hours: table.number("h"),
        source: Some(table.text("source")),
        note: table.some_text("note"),
    }
}
