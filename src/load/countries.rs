//! Sources, countries, unions of countries, waters.

use super::table::Table;
use super::words::UNION_CONTROLS;
use crate::records::{CountryRecord, HazardRecord, SourceRecord, UnionRecord, WaterRecord};

pub(super) fn source(table: &mut Table<'_>) -> SourceRecord {
    SourceRecord {
        id: table.id("source"),
        at: table.location(),
        title: table.text("title"),
        publisher: table.some_text("publisher"),
        year: table.some_year("year"),
        url: table.some_text("url"),
    }
}

pub(super) fn country(table: &mut Table<'_>) -> CountryRecord {
    CountryRecord {
        id: table.id("country"),
        at: table.location(),
        name: table.text("name"),
        hazard: hazard(table),
    }
}

/// A country without a hazard is well-formed: a network may do without risk altogether.
fn hazard(table: &mut Table<'_>) -> Option<HazardRecord> {
    let stability = table.some_figure("stability", "wgi");
    let hazard = table.some_figure("hazard", "points_per_1000_km");
    if stability.is_some() {
        table.wrong("hazard", "left out where `stability` is given");
    }
    stability
        .map(HazardRecord::Stability)
        .or(hazard.map(HazardRecord::Points))
}

pub(super) fn union(table: &mut Table<'_>) -> UnionRecord {
    UnionRecord {
        id: table.id("union"),
        at: table.location(),
        name: table.text("name"),
        control: table.word("control", UNION_CONTROLS),
        members: table.texts("members"),
        source: Some(table.text("source")),
    }
}

pub(super) fn water(table: &mut Table<'_>) -> WaterRecord {
    WaterRecord {
        id: table.id("water"),
        at: table.location(),
        name: table.text("name"),
        hazard: table.some_figure("hazard", "points_per_1000_km"),
    }
}
