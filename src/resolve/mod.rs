//! Turns what was declared into a network: looks ids up, orders everything by id, then asks `validate` whether it holds.

mod corridors;
mod crossings;
mod figures;
mod history;
mod ids;
mod indicators;
mod links;
mod places;

use crate::coverage;
use crate::network::{Inner, Network};
use crate::problem::{InvalidNetwork, ProblemKind, nearest};
use crate::records::Records;
use crate::shared::Shared;
use crate::validate;
use ids::{Ids, Resolver};
pub(crate) use links::resolve_link;
use std::sync::Arc;

/// The network of these records.
///
/// # Errors
/// All problems at once.
pub(crate) fn resolve(mut records: Records) -> Result<Network, InvalidNetwork> {
    places::declare_countries_of_code(&mut records);
    let mut resolver = Resolver::new(&mut records);
    let inner = resolver.network(&records);
    let mut problems = resolver.problems;
    // Rules about figures need every id to be known; otherwise they would repeat what is already reported.
    if problems.is_empty() {
        validate::check(&inner, &records, &mut problems);
    }
    match InvalidNetwork::of(problems) {
        Some(invalid) => Err(invalid),
        None => Ok(Network { inner: Arc::new(inner) }),
    }
}

impl Resolver {
    fn network(&mut self, records: &Records) -> Inner {
        if let (Some(first), Some(edition)) = (records.records_from, records.edition)
            && edition < first
        {
            self.subject = "the record".to_owned();
            self.report(ProblemKind::DateOrder { earlier: first, later: edition });
        }
        let mut inner = Inner {
            name: records.name.clone().unwrap_or_else(|| "network".to_owned()),
            edition: records.edition,
            records_from: records.records_from,
            licence: records.licence.clone(),
            attribution: records.attribution.clone(),
            month: records.edition,
            state: None,
            states: records.states.iter().map(|(id, scenario, _)| (id.clone(), scenario.clone())).collect(),
            tariff: Default::default(),
            sources: self.all_sources(&records.sources),
            countries: self.all_countries(&records.countries),
            unions: self.all_unions(&records.unions),
            waters: self.all_waters(&records.waters),
            nodes: self.all_nodes(&records.places),
            links: Shared::default(),
            crossings: Shared::default(),
            corridors: Shared::default(),
            references: Shared::default(),
            indicators: self.all_indicators(&records.indicators),
            defaults: self.all_defaults(&records.defaults),
            scenarios: records.scenarios.iter().cloned().collect(),
            gauge_cleared_at: Vec::new(),
            only_port_of: Vec::new(),
            covered: [true; 6],
        };
        inner.scenarios.sort_by(|a, b| a.0.cmp(&b.0));
        inner.states.sort();
        self.check_states(records);
        inner.crossings = self.all_crossings(&records.crossings, &inner);
        inner.links = self.all_links(&records.links);
        inner.corridors = self.all_corridors(&records.corridors, &inner);
        inner.references = self.all_references(records);
        // Whatever is not declared stands as index 0, which need not exist.
        if self.problems.is_empty() {
            places::add_gauges_of_code(&mut inner, records);
            inner.index_posts();
            inner.covered = coverage::covered(&inner);
        }
        inner
    }

    /// A named state needs the scenario that makes it.
    fn check_states(&mut self, records: &Records) {
        let declared = records.states.iter().map(|(id, _, at)| (id.as_str(), at));
        Ids::new("state", declared, &mut self.problems);
        for (id, scenario, at) in &records.states {
            self.enter("state", id, at);
            if !records.scenarios.iter().any(|(known, _)| known == scenario) {
                let suggestion = nearest(scenario, records.scenarios.iter().map(|(known, _)| known.as_str()));
                self.report(ProblemKind::Dangling { what: "scenario", id: scenario.clone(), suggestion });
            }
        }
    }
}

fn boxed(text: &Option<String>) -> Option<Box<str>> {
    text.as_deref().map(Into::into)
}
