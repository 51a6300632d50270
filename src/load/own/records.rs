//! What fields make a place or a link.

use super::fields::Fields;
use crate::defaults::ModeKind;
use crate::load::words::{KINDS, MODES, STATUSES};
use crate::mode::{Gauge, Mode};
use crate::month::Month;
use crate::place::NodeKind;
use crate::problem::ProblemKind;
use crate::records::{BasisRecord, FigureRecord, HistoryRecord, LinkRecord, PlaceRecord, StatusRecord};

/// The fields of a place, in the order in which they are written.
pub(super) const PLACE: [&str; 14] = [
    "id",
    "name",
    "country",
    "kind",
    "lat",
    "lon",
    "gauges_mm",
    "planned_gauges_mm",
    "locode",
    "aliases",
    "source",
    "year",
    "estimate",
    "note",
];

/// The fields of a link, in the order in which they are written.
pub(super) const LINK: [&str; 19] = [
    "id",
    "from",
    "to",
    "mode",
    "gauge_mm",
    "distance_km",
    "time_h",
    "cost_usd",
    "crossing",
    "border_km",
    "water",
    "one_way",
    "corridors",
    "status",
    "source",
    "year",
    "estimate",
    "note",
    // What its line shows on a map: the network keeps no lines.
    "line",
];

/// Before anything is on record.
const ALWAYS: Month = Month::new(1900, 1).expect("a month");

pub(super) fn place(fields: &mut Fields<'_>) -> PlaceRecord {
    const GAUGES: &str = "gauges in millimetres such as `1435 1520`";
    let gauge = |text: &str| text.parse().ok().map(Gauge::new);
    let mut gauges =
        |key: &str| fields.some(key, GAUGES, |text| text.split_whitespace().map(gauge).collect()).unwrap_or_default();
    let (gauges, planned_gauges): (Vec<Gauge>, Vec<Gauge>) = (gauges("gauges_mm"), gauges("planned_gauges_mm"));
    let aliases = fields.some_text("aliases").unwrap_or_default();
    PlaceRecord {
        at: fields.at(),
        id: fields.text("id"),
        name: fields.text("name"),
        aliases: aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        country: fields.text("country"),
        kind: {
            fields.text("kind");
            fields.some_word("kind", KINDS).unwrap_or(NodeKind::City)
        },
        lat: fields.number("lat"),
        lon: fields.number("lon"),
        gauges,
        planned_gauges,
        locode: fields.some_text("locode"),
        position: fields.basis(),
        transfers: Vec::new(),
        own_hours: None,
        own_fee: None,
        port: None,
        capacity: None,
        note: fields.some_text("note"),
    }
}

/// A link; `drawn_km` is the length of its line, for want of a better one.
pub(super) fn link(fields: &mut Fields<'_>, drawn_km: Option<f64>) -> LinkRecord {
    let (from, to) = (fields.text("from"), fields.text("to"));
    fields.text("mode");
    let kind = fields.some_word("mode", MODES).unwrap_or(ModeKind::Road);
    let gauge = fields.some("gauge_mm", "a gauge in millimetres such as 1520", |text| text.parse().ok());
    let mode = match kind {
        ModeKind::Road => Mode::Road,
        ModeKind::Rail => {
            if fields.some_text("gauge_mm").is_none() {
                fields.report(ProblemKind::MissingKey { key: "gauge_mm".to_owned() });
            }
            Mode::Rail(gauge.map_or(Gauge::STANDARD, Gauge::new))
        }
        ModeKind::Sea => Mode::Sea,
        ModeKind::Ferry => Mode::Ferry,
    };
    let basis = fields.basis();
    let cost = fields.some_figure("cost_usd", &basis);
    if mode.is_afloat() {
        fields.text("water");
    }
    let corridors = fields.some_text("corridors").unwrap_or_default();
    LinkRecord {
        at: fields.at(),
        id: fields.some_text("id"),
        distance: distance(fields, &basis, drawn_km),
        time: fields.some_figure("time_h", &basis),
        cost: [cost.clone(), cost],
        crossing: fields.some_text("crossing"),
        border_km: fields.some_number("border_km"),
        water: fields.some_text("water").filter(|_| mode.is_afloat()),
        one_way: fields.flag("one_way"),
        history: status(fields, &basis),
        corridors: corridors.split_whitespace().map(str::to_owned).collect(),
        note: fields.some_text("note"),
        ..LinkRecord::new(&from, &to, mode)
    }
}

fn distance(fields: &mut Fields<'_>, basis: &BasisRecord, drawn_km: Option<f64>) -> Option<FigureRecord> {
    if fields.some_text("distance_km").is_some() {
        return fields.some_figure("distance_km", basis);
    }
    if drawn_km.is_none() {
        fields.report(ProblemKind::MissingKey { key: "distance_km".to_owned() });
    }
    let estimate = Some("length of the line as drawn".to_owned());
    let basis = BasisRecord { estimate, at: fields.at(), ..BasisRecord::default() };
    Some(FigureRecord { value: drawn_km?, basis, ..FigureRecord::default() })
}

/// A status without a date holds always.
fn status(fields: &mut Fields<'_>, basis: &BasisRecord) -> HistoryRecord {
    let status = fields.some_word("status", STATUSES);
    let entry = |status| StatusRecord {
        at: fields.at(),
        from: ALWAYS,
        until: None,
        status,
        source: basis.source.clone(),
        note: None,
    };
    HistoryRecord { entries: status.map(entry).into_iter().collect(), ..HistoryRecord::default() }
}
