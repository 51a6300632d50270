//! Links, all of a network or one more that a scenario adds.

use super::boxed;
use super::ids::Resolver;
use crate::link::{Link, Opening};
use crate::network::Inner;
use crate::problem::{InvalidNetwork, ProblemKind};
use crate::provenance::Figure;
use crate::records::{LinkRecord, Location};
use crate::shared::Shared;

impl Resolver {
    pub(super) fn all_links(&mut self, records: &[LinkRecord]) -> Shared<Link> {
        records
            .iter()
            .map(|record| {
                self.enter("link", &record.id(), &record.at);
                self.link(record)
            })
            .collect()
    }

    fn link(&mut self, record: &LinkRecord) -> Link {
        if record.distance.is_none() {
            self.report(ProblemKind::NoLength);
        }
        Link {
            id: record.id(),
            from: self.place(&record.from),
            to: self.place(&record.to),
            mode: record.mode,
            water: record.water.as_ref().and_then(|water| self.find(|r| &r.waters, water)).map(|water| water as u16),
            distance: record.distance.as_ref().map_or(Figure::own(0.0), |distance| self.figure("distance", distance)),
            time: self.some_figure("time", &record.time),
            cost: [self.some_figure("cost", &record.cost[0]), self.some_figure("cost", &record.cost[1])],
            cost_back: self.some_figure("cost_back", &record.cost_back),
            risk: self.some_figure("risk", &record.risk),
            emissions: self.some_figure("emissions", &record.emissions),
            wait: self.some_figure("wait", &record.wait),
            sailings_per_week: self.some_figure("sailings_per_week", &record.sailings_per_week),
            crossing: record.crossing.as_ref().and_then(|id| self.find(|r| &r.crossings, id)).map(|id| id as u16),
            border_km: record.border_km,
            one_way: record.one_way,
            capacity: self.capacity(&record.capacity),
            record: self.history(&record.history),
            opening: record.opening.as_ref().map(|opening| Opening {
                year: opening.year,
                source: self.source(&opening.source),
                note: boxed(&opening.note),
            }),
            corridors: record
                .corridors
                .iter()
                .filter_map(|corridor| self.find(|r| &r.corridors, corridor))
                .map(|corridor| corridor as u16)
                .collect(),
            note: boxed(&record.note),
            delay: 0.0,
            cost_factor: 1.0,
        }
    }
}

/// Resolves one more link against an existing network, as a scenario adds it.
pub(crate) fn resolve_link(inner: &Inner, record: &LinkRecord) -> Result<Link, InvalidNetwork> {
    let mut resolver = Resolver::of(inner);
    resolver.enter("link", &record.id(), &record.at);
    if resolver.links.index.contains_key(&record.id()) {
        resolver.report(ProblemKind::Duplicate { first: Location::default() });
    }
    let link = resolver.link(record);
    match InvalidNetwork::of(resolver.problems) {
        Some(invalid) => Err(invalid),
        None => Ok(link),
    }
}
