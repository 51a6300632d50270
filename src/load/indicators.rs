//! Published indicators of whole corridors.

use super::table::Table;
use super::words::LAND_MODES;
use crate::records::IndicatorsRecord;

pub(super) fn indicators(table: &mut Table<'_>) -> IndicatorsRecord {
    IndicatorsRecord {
        id: table.id("indicators"),
        at: table.location(),
        programme: table.text("programme"),
        mode: table.word("mode", LAND_MODES).name().to_owned(),
        year: table.year("year"),
        values: ["tfi1_h", "tfi2_usd", "tfi3_usd", "swd_km_per_h", "swod_km_per_h"].map(|key| table.some_number(key)),
        source: Some(table.text("source")),
        note: table.some_text("note"),
    }
}
