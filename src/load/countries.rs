//! Sources, countries, unions of countries, waters.

use super::table::Table;
use super::words::UNION_CONTROLS;
use crate::records::{CountryRecord, FigureRecord, SourceRecord, UnionRecord, WaterRecord};

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
    CountryRecord { id: table.id("country"), at: table.location(), name: table.text("name"), hazard: hazard(table) }
}

/// A country without a hazard is well-formed: a network may do without risk altogether.
fn hazard(table: &mut Table<'_>) -> Option<FigureRecord> {
    let stability = table.some_figure("stability", "wgi");
    let hazard = table.some_figure("hazard", "points_per_1000_km");
    if stability.is_some() {
        table.wrong("hazard", "left out where `stability` is given");
    }
    stability.map(of_stability).or(hazard)
}

/// Hazard from the World Bank's estimate of political stability, about -2.5 to 2.5.
fn of_stability(mut figure: FigureRecord) -> FigureRecord {
    let hazard = |stability: f64| (100.0 * ((-stability).max(0.0) / 2.5).powi(2)).min(100.0);
    figure.value = hazard(figure.value);
    figure.others.iter_mut().for_each(|other| other.0 = hazard(other.0));
    figure
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
