//! Figures with their ground, the publications they name, and defaults.

use super::boxed;
use super::ids::Resolver;
use crate::capacity::load::Capacity;
use crate::defaults::{Defaults, Place, Quantity};
use crate::problem::ProblemKind;
use crate::provenance::{Basis, Figure, Source};
use crate::records::{BasisRecord, CapacityRecord, DefaultRecord, FigureRecord, Location, SourceRecord};
use crate::shared::Shared;
use std::collections::BTreeMap;

impl Resolver {
    pub(super) fn all_sources(&mut self, records: &[SourceRecord]) -> Shared<Source> {
        records
            .iter()
            .map(|record| {
                self.enter("source", &record.id, &record.at);
                Source {
                    id: record.id.clone(),
                    title: record.title.clone(),
                    publisher: record.publisher.clone(),
                    year: record.year,
                    url: record.url.clone(),
                }
            })
            .collect()
    }

    pub(super) fn basis(&mut self, key: &str, record: &BasisRecord) -> Basis {
        let sourced = record.source.is_some() && record.year.is_some();
        if !record.own && !sourced && record.estimate.is_none() {
            self.report_in(record, ProblemKind::NoSource { key: key.to_owned() });
        }
        Basis {
            source: self.source(&record.source),
            year: record.year,
            confidence: record.confidence,
            estimate: record.estimate.as_deref().map(Into::into),
        }
    }

    pub(super) fn figure(&mut self, key: &str, record: &FigureRecord) -> Figure {
        if !record.value.is_finite() || record.value < 0.0 {
            let kind = ProblemKind::OutOfRange {
                what: format!("`{key}` ="),
                value: record.value,
                expected: "a finite number, 0 or more",
            };
            self.report_in(&record.basis, kind);
        }
        let others = record.others.iter().map(|(value, source, year)| (*value, self.source(source), *year)).collect();
        Figure { value: record.value, basis: self.basis(key, &record.basis), others, note: boxed(&record.note) }
    }

    pub(super) fn some_figure(&mut self, key: &str, record: &Option<FigureRecord>) -> Option<Figure> {
        record.as_ref().map(|record| self.figure(key, record))
    }

    pub(super) fn capacity(&mut self, record: &Option<CapacityRecord>) -> Option<Capacity> {
        let record = record.as_ref()?;
        if !record.amount.is_finite() || record.amount < 0.0 {
            let (what, expected) = ("`capacity` =".to_owned(), "a finite number, 0 or more");
            self.report_in(&record.basis, ProblemKind::OutOfRange { what, value: record.amount, expected });
        }
        let basis = self.basis("capacity", &record.basis);
        Some(Capacity { amount: record.amount, unit: record.unit, basis, note: boxed(&record.note) })
    }

    pub(super) fn all_defaults(&mut self, records: &[DefaultRecord]) -> Defaults {
        let mut first: BTreeMap<(Quantity, Place), Location> = BTreeMap::new();
        let figures: Vec<_> = records
            .iter()
            .map(|record| {
                self.subject = format!("default `{}`", record.name());
                self.at = record.at.clone();
                let place = match &record.place {
                    None => Place::Anywhere,
                    Some(water) if record.is_of_water() => {
                        Place::Water(self.find(|r| &r.waters, water).unwrap_or(0) as u16)
                    }
                    Some(country) => Place::Country(self.country(country)),
                };
                if let Some(first) = first.get(&(record.quantity, place)).cloned() {
                    self.report(ProblemKind::Duplicate { first });
                }
                first.insert((record.quantity, place), record.at.clone());
                ((record.quantity, place), record.name(), self.figure("value", &record.figure))
            })
            .collect();
        Defaults::from(figures)
    }
}
