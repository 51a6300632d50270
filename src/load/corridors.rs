//! Corridors, their signatures, and the published references behind them.

use super::table::Table;
use super::words::{MODE_NAMES, STATUSES, VOLUMES};
use crate::records::{CorridorRecord, FigureRecord, PassageRecord, ReferenceRecord, VolumeRecord};
use toml::de::DeValue;

pub(super) fn corridor(table: &mut Table<'_>) -> CorridorRecord {
    table.need("signature");
    CorridorRecord {
        id: table.id("corridor"),
        at: table.location(),
        name: table.text("name"),
        signature: table.list("signature", "a list of passages such as \"from > to\" or \"from > to by rail\"", group),
        status: table.word("status", STATUSES),
        volumes: table.tables("volumes", volume),
        note: table.some_text("note"),
    }
}

fn volume(table: &mut Table<'_>) -> VolumeRecord {
    VolumeRecord {
        what: table.text("what"),
        planned: table.word("kind", VOLUMES),
        tonnes: FigureRecord {
            value: table.number("tonnes_per_year"),
            basis: table.basis(),
            note: table.some_text("note"),
            ..FigureRecord::default()
        },
    }
}

/// Passages of which a route uses one.
fn group(value: &DeValue<'_>) -> Option<Vec<PassageRecord>> {
    let group: Vec<PassageRecord> =
        value.as_array()?.iter().map(|item| passage(item.get_ref().as_str()?)).collect::<Option<_>>()?;
    (!group.is_empty()).then_some(group)
}

/// `from > to`, or `from > to by rail`.
fn passage(text: &str) -> Option<PassageRecord> {
    let (from, rest) = text.split_once(" > ")?;
    let (to, mode) = rest.split_once(" by ").map_or((rest, None), |(to, mode)| (to, Some(mode)));
    let known = |mode: &str| MODE_NAMES.iter().any(|(name, _)| *name == mode);
    let whole = ![from, to].iter().any(|place| place.is_empty() || place.contains(char::is_whitespace));
    let mode = mode.map(str::to_owned);
    (whole && mode.as_deref().is_none_or(known)).then(|| PassageRecord {
        from: from.to_owned(),
        to: to.to_owned(),
        mode,
    })
}

pub(super) fn reference(table: &mut Table<'_>) -> ReferenceRecord {
    ReferenceRecord {
        id: table.id("reference"),
        at: table.location(),
        corridor: table.text("corridor"),
        name: table.text("name"),
        from: table.text("from"),
        to: table.text("to"),
        via: table.texts("via"),
        modes: table.words("modes", MODE_NAMES).into_iter().map(str::to_owned).collect(),
        state: table.text("state"),
        length: table.published("length", ["min_km", "max_km"]),
        days: table.published("days", ["min", "max"]),
        cost: table.published("cost", ["min_usd", "max_usd"]),
        excluded: table.some_text("excluded"),
        by_construction: table.flag("by_construction"),
        section: table.flag("section"),
        note: table.some_text("note"),
    }
}
