//! Countries, their unions, waters, and places.

use super::boxed;
use super::ids::Resolver;
use crate::mode::Mode;
use crate::network::Inner;
use crate::place::{Country, Node, Union, Water};
use crate::problem::ProblemKind;
use crate::records::{CountryRecord, PlaceRecord, Records, UnionRecord, WaterRecord};
use crate::shared::Shared;

impl Resolver {
    pub(super) fn all_countries(&mut self, records: &[CountryRecord]) -> Shared<Country> {
        records
            .iter()
            .map(|record| {
                self.enter("country", &record.id, &record.at);
                let hazard = self.some_figure("hazard", &record.hazard);
                if let Some(hazard) = hazard.as_ref().filter(|hazard| hazard.value > 100.0) {
                    let (what, value) = ("a hazard of".to_owned(), hazard.value);
                    self.report(ProblemKind::OutOfRange { what, value, expected: "0 to 100" });
                }
                Country { id: record.id.clone(), name: record.name.clone(), hazard }
            })
            .collect()
    }

    pub(super) fn all_unions(&mut self, records: &[UnionRecord]) -> Shared<Union> {
        records
            .iter()
            .map(|record| {
                self.enter("union", &record.id, &record.at);
                Union {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    control: record.control,
                    members: record.members.iter().map(|country| self.country(country)).collect(),
                    source: self.source(&record.source),
                }
            })
            .collect()
    }

    pub(super) fn all_waters(&mut self, records: &[WaterRecord]) -> Shared<Water> {
        records
            .iter()
            .map(|record| {
                self.enter("water", &record.id, &record.at);
                let hazard = self.some_figure("hazard", &record.hazard);
                Water { id: record.id.clone(), name: record.name.clone(), hazard }
            })
            .collect()
    }

    pub(super) fn all_nodes(&mut self, records: &[PlaceRecord]) -> Shared<Node> {
        records
            .iter()
            .map(|record| {
                self.enter("place", &record.id, &record.at);
                let degrees = [("a latitude of", record.lat, 90.0), ("a longitude of", record.lon, 180.0)];
                for (what, value, limit) in degrees {
                    if !value.is_finite() || value.abs() > limit {
                        let expected = if limit == 90.0 { "-90 to 90 degrees" } else { "-180 to 180 degrees" };
                        self.report(ProblemKind::OutOfRange { what: what.to_owned(), value, expected });
                    }
                }
                Node {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    aliases: record.aliases.clone(),
                    country: self.country(&record.country),
                    kind: record.kind,
                    lat: record.lat,
                    lon: record.lon,
                    gauges: record.gauges.clone(),
                    planned_gauges: record.planned_gauges.clone(),
                    locode: record.locode.clone(),
                    position: self.basis("position", &record.position),
                    transfers: record.transfers.clone(),
                    own_hours: self.some_figure("transfer hours", &record.own_hours),
                    own_fee: self.some_figure("transfer fee", &record.own_fee),
                    port: record.port.as_ref().map(|port| self.post(port)),
                    capacity: self.capacity(&record.capacity),
                    note: boxed(&record.note),
                    closed: false,
                    delay: 0.0,
                }
            })
            .collect()
    }
}

/// A place written in code brings its country with it.
pub(super) fn declare_countries_of_code(records: &mut Records) {
    for place in &records.places {
        if place.at.file.is_none() && !records.countries.iter().any(|country| country.id == place.country) {
            records.countries.push(CountryRecord {
                id: place.country.clone(),
                name: place.country.clone(),
                ..CountryRecord::default()
            });
        }
    }
}

/// A place written in code has the gauges of its links.
pub(super) fn add_gauges_of_code(inner: &mut Inner, records: &Records) {
    for link in inner.links.iter() {
        let Mode::Rail(gauge) = link.mode else { continue };
        for end in [link.from, link.to] {
            let own = records.places.get(end as usize).is_some_and(|place| place.at.file.is_none());
            let gauges = &mut inner.nodes[end as usize].gauges;
            if own && !gauges.contains(&gauge) {
                gauges.push(gauge);
            }
        }
    }
}
