//! Places.

use super::crossings;
use super::history::capacity;
use super::table::Table;
use super::words::{KINDS, TRANSFERS};
use crate::mode::Gauge;
use crate::records::{PlaceRecord, PostRecord};

pub(super) fn place(table: &mut Table<'_>) -> PlaceRecord {
    let id = table.id("place");
    let country = table.text("country");
    PlaceRecord {
        id,
        at: table.location(),
        name: table.text("name"),
        aliases: table.texts("aliases"),
        kind: table.word("kind", KINDS),
        lat: table.number("lat"),
        lon: table.number("lon"),
        gauges: gauges(table, "gauges_mm"),
        planned_gauges: gauges(table, "planned_gauges_mm"),
        locode: table.some_text("locode"),
        position: {
            const KEY: &str = "position";
            table.need(KEY);
            table.some_table(KEY, "a table such as { source = \"id\", year = 2026 }", Table::basis).unwrap_or_default()
        },
        transfers: table.words("transfers", TRANSFERS),
        own_hours: None,
        own_fee: None,
        port: table.some_table("port", "a table with hours and fees, each `inbound` and `outbound`", |port| {
            // The customs of a port stand in the country of the port and clear every ship.
            PostRecord { country: country.clone(), ..crossings::clearance(port) }
        }),
        capacity: capacity(table),
        note: table.some_text("note"),
        country,
    }
}

fn gauges(table: &mut Table<'_>, key: &'static str) -> Vec<Gauge> {
    let gauges: Vec<u16> = table.wholes(key, "a gauge in millimetres such as 1520");
    gauges.into_iter().map(Gauge::new).collect()
}
