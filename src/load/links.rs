//! Links.

use super::history::{capacity, history};
use super::table::Table;
use super::words::MODES;
use crate::defaults::ModeKind;
use crate::mode::{Gauge, Mode};
use crate::records::{LinkRecord, OpeningRecord};

pub(super) fn link(table: &mut Table<'_>) -> LinkRecord {
    let id = table.some_text("id");
    let (from, to) = (table.text("from"), table.text("to"));
    let kind = table.word("mode", MODES);
    // Named before the rest is read, so that every problem in it says which link it is.
    table.call("link", id.as_deref().unwrap_or(&format!("{from}-{to}-{}", kind.name())));
    let mode = match kind {
        ModeKind::Road => Mode::Road,
        ModeKind::Rail => {
            table.need("gauge_mm");
            let gauge = table.some_whole("gauge_mm", "a gauge in millimetres such as 1520");
            Mode::Rail(gauge.map_or(Gauge::STANDARD, Gauge::new))
        }
        ModeKind::Sea => Mode::Sea,
        ModeKind::Ferry => Mode::Ferry,
    };
    let afloat = mode.is_afloat();
    let both = table.some_figure("cost", "usd");
    let [through, wagonload] = if kind == ModeKind::Rail {
        ["cost_through", "cost_wagonload"].map(|key| table.some_figure(key, "usd"))
    } else {
        [None, None]
    };
    LinkRecord {
        at: table.location(),
        id,
        water: if afloat { Some(table.text("water")) } else { None },
        distance: Some(table.figure("distance", "km")),
        time: table.some_figure("time", "h"),
        cost: [through.or(both.clone()), wagonload.or(both)],
        cost_back: table.some_figure("cost_back", "usd"),
        wait: if afloat { table.some_figure("wait", "h") } else { None },
        sailings_per_week: if afloat { table.some_figure("sailings_per_week", "per_week") } else { None },
        crossing: if afloat { None } else { table.some_text("crossing") },
        border_km: if afloat { None } else { table.some_number("border_km") },
        one_way: table.flag("one_way"),
        capacity: capacity(table),
        history: history(table),
        opening: table.some_table("opening", "a table such as { year = 2030, source = \"id\" }", |table| {
            OpeningRecord {
                year: table.year("year"),
                source: Some(table.text("source")),
                note: table.some_text("note"),
            }
        }),
        corridors: table.texts("corridors"),
        note: table.some_text("note"),
        ..LinkRecord::new(&from, &to, mode)
    }
}
