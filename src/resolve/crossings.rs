//! Border crossings, and posts at borders and in ports.

use super::boxed;
use super::ids::Resolver;
use crate::crossing::{Crossing, Observation, Post};
use crate::network::Inner;
use crate::place::Control;
use crate::problem::ProblemKind;
use crate::records::{CrossingRecord, PostRecord};
use crate::shared::Shared;

impl Resolver {
    pub(super) fn post(&mut self, record: &PostRecord) -> Post {
        if record.at.file.is_some() {
            self.at = record.at.clone();
        }
        Post {
            country: self.country(&record.country),
            place: record.place.as_ref().map(|place| self.place(place)),
            mode: record.mode,
            outbound: self.some_figure("outbound", &record.outbound),
            inbound: self.some_figure("inbound", &record.inbound),
            outbound_fee: self.some_figure("outbound_fee", &record.outbound_fee),
            inbound_fee: self.some_figure("inbound_fee", &record.inbound_fee),
            includes_gauge_change: record.includes_gauge_change,
            history: record
                .history
                .iter()
                .map(|seen| Observation {
                    year: seen.year,
                    direction: seen.direction,
                    hours: seen.hours,
                    source: self.source(&seen.source),
                    note: boxed(&seen.note),
                })
                .collect(),
        }
    }

    pub(super) fn all_crossings(&mut self, records: &[CrossingRecord], inner: &Inner) -> Shared<Crossing> {
        records
            .iter()
            .map(|record| {
                self.enter("crossing", &record.id, &record.at);
                let posts: Vec<Post> = record.posts.iter().map(|post| self.post(post)).collect();
                self.at = record.at.clone();
                let mut countries: Vec<u16> = posts.iter().map(|post| post.country).collect();
                countries.sort_unstable();
                countries.dedup();
                let pair = match countries[..] {
                    [a, b] => [a, b],
                    _ => {
                        let names: Vec<&str> = countries
                            .iter()
                            .filter_map(|c| inner.countries.get(*c as usize))
                            .map(|country| country.id.as_str())
                            .collect();
                        let countries = if names.is_empty() { "no country".to_owned() } else { names.join(", ") };
                        self.report(ProblemKind::PostCountries { countries });
                        [0, 0]
                    }
                };
                Crossing {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    modes: record.modes.clone(),
                    control: record.control.unwrap_or_else(|| inner.control_between(pair[0], pair[1])),
                    countries: pair,
                    posts,
                    gauge_break: record.gauge_break,
                    opening_hours: record.opening_hours.clone(),
                    opening_hours_source: self.source(&record.opening_hours_source),
                    capacity: self.capacity(&record.capacity),
                    record: self.history(&record.history),
                    last_verified: record.last_verified.clone(),
                    note: boxed(&record.note),
                    delay: 0.0,
                    fee_factor: 1.0,
                }
            })
            .collect()
    }
}

impl Inner {
    /// Looks up once what costing asks for at every step.
    pub(crate) fn index_posts(&mut self) {
        let posts = self.crossings.iter().filter(|c| c.control != Control::Open).flat_map(|c| &c.posts);
        let mut cleared: Vec<u32> =
            posts.filter(|post| post.includes_gauge_change).filter_map(|post| post.place).collect();
        cleared.sort_unstable();
        cleared.dedup();
        self.gauge_cleared_at = cleared;
        let mut ports: Vec<Vec<u32>> = vec![Vec::new(); self.countries.len()];
        for link in self.links.iter().filter(|link| link.mode.is_afloat()) {
            for end in [link.from, link.to] {
                let of_country = &mut ports[self.nodes[end as usize].country as usize];
                if !self.is_waypoint(end) && !of_country.contains(&end) {
                    of_country.push(end);
                }
            }
        }
        let only = |ports: Vec<u32>| if let [only] = ports[..] { Some(only) } else { None };
        self.only_port_of = ports.into_iter().map(only).collect();
    }
}
