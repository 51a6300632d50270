//! Corridors with their signatures, and the published references behind them.

use super::boxed;
use super::ids::Resolver;
use crate::capacity::load::Volume;
use crate::corridor::{Corridor, Passage, Published, Reference, StateName};
use crate::network::Inner;
use crate::problem::ProblemKind;
use crate::records::{CorridorRecord, PassageRecord, PublishedRecord, Records};
use crate::shared::Shared;

impl Resolver {
    pub(super) fn all_corridors(&mut self, records: &[CorridorRecord], inner: &Inner) -> Shared<Corridor> {
        records
            .iter()
            .map(|record| {
                self.enter("corridor", &record.id, &record.at);
                let signature = record
                    .signature
                    .iter()
                    .map(|group| group.iter().flat_map(|passage| self.passages(passage, inner)).collect())
                    .collect();
                if record.signature.is_empty() {
                    self.report(ProblemKind::MissingKey { key: "signature".to_owned() });
                }
                let volumes = record.volumes.iter().map(|volume| Volume {
                    what: volume.what.clone(),
                    planned: volume.planned,
                    tonnes: self.figure("tonnes_per_year", &volume.tonnes),
                });
                let volumes = volumes.collect();
                Corridor {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    signature,
                    status: record.status,
                    volumes,
                    note: boxed(&record.note),
                }
            })
            .collect()
    }

    /// All links between two places, in the direction asked for.
    fn passages(&mut self, record: &PassageRecord, inner: &Inner) -> Vec<Passage> {
        let (from, to) = (self.place(&record.from), self.place(&record.to));
        let found: Vec<Passage> = inner
            .links
            .iter()
            .enumerate()
            .filter_map(|(index, link)| {
                let forward = (link.from, link.to) == (from, to);
                let joins = forward || (link.to, link.from) == (from, to);
                let wanted = record.mode.as_ref().is_none_or(|mode| mode == link.mode.name());
                (joins && wanted).then_some(Passage { link: index as u32, forward })
            })
            .collect();
        if found.is_empty() {
            let passage = format!("{} > {}", record.from, record.to);
            self.report(ProblemKind::NoPassage { passage, mode: record.mode.clone() });
        }
        found
    }

    pub(super) fn all_references(&mut self, records: &Records) -> Shared<Reference> {
        records
            .references
            .iter()
            .map(|record| {
                self.enter("reference", &record.id, &record.at);
                let state = match record.state.parse() {
                    Ok(month) => StateName::Month(month),
                    Err(_) => StateName::Named(record.state.clone()),
                };
                let known = match &state {
                    StateName::Month(month) => {
                        records.records_from.is_some_and(|first| first <= *month)
                            && records.edition.is_some_and(|last| *month <= last)
                    }
                    StateName::Named(name) => records.states.iter().any(|(id, ..)| id == name),
                };
                if !known {
                    self.report(ProblemKind::UnknownState { state: record.state.clone() });
                }
                Reference {
                    id: record.id.clone(),
                    corridor: self.find(|r| &r.corridors, &record.corridor).unwrap_or(0) as u16,
                    name: record.name.clone(),
                    from: self.place(&record.from),
                    to: self.place(&record.to),
                    via: record.via.iter().map(|place| self.place(place)).collect(),
                    modes: record.modes.clone(),
                    state,
                    length_km: self.published(&record.length),
                    days: self.published(&record.days),
                    cost_usd: self.published(&record.cost),
                    excluded: boxed(&record.excluded),
                    by_construction: record.by_construction,
                    section: record.section,
                    note: boxed(&record.note),
                }
            })
            .collect()
    }

    fn published(&mut self, record: &Option<PublishedRecord>) -> Option<Published> {
        let record = record.as_ref()?;
        Some(Published {
            min: record.min,
            max: record.max,
            unit: record.unit.clone(),
            source: self.source(&record.source),
            year: record.year,
            note: boxed(&record.note),
        })
    }
}
