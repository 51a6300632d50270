//! Figures: a value under its unit, and the ground on which it stands.

use super::table::Table;
use super::words::CONFIDENCES;
use crate::records::{BasisRecord, FigureRecord, PublishedRecord};

impl Table<'_> {
    /// A figure such as `{ km = 163, source = "osmh", year = 2024 }`; nothing if the key is missing.
    pub(super) fn some_figure(&mut self, key: &'static str, unit: &'static str) -> Option<FigureRecord> {
        self.some_table(key, format_args!("a table such as {{ {unit} = 1, source = \"id\", year = 2026 }}"), |table| {
            FigureRecord {
                value: table.number(unit),
                basis: table.basis(),
                others: table
                    .tables("others", |other| (other.number(unit), other.some_text("source"), other.some_year("year"))),
                note: table.some_text("note"),
            }
        })
    }

    pub(super) fn figure(&mut self, key: &'static str, unit: &'static str) -> FigureRecord {
        self.need(key);
        self.some_figure(key, unit).unwrap_or_default()
    }

    /// Source, year, confidence and estimate of this table.
    pub(super) fn basis(&mut self) -> BasisRecord {
        BasisRecord {
            source: self.some_text("source"),
            year: self.some_year("year"),
            confidence: self.some_word("confidence", CONFIDENCES),
            estimate: self.some_text("estimate"),
            own: false,
            at: self.location(),
        }
    }

    /// A published interval; `keys` are those of its lowest and highest value.
    pub(super) fn published(&mut self, key: &'static str, keys: [&'static str; 2]) -> Option<PublishedRecord> {
        let [lowest, highest] = keys;
        let expected = format!("a table such as {{ {lowest} = 1, {highest} = 2, source = \"id\", year = 2026 }}");
        self.some_table(key, expected, |table| {
            let [min, max] = keys.map(|key| table.number(key));
            if min > max {
                table.wrong(lowest, format_args!("at most `{highest}`"));
            }
            let unit = if key == "cost" { Some(table.text("unit")) } else { None };
            let (source, year) = (Some(table.text("source")), Some(table.year("year")));
            PublishedRecord { min, max, unit, source, year, note: table.some_text("note") }
        })
    }
}
