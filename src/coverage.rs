//! Which criteria a network has figures for: everywhere or nowhere.

use crate::cost::Criterion;
use crate::costing::{Cause, Ledger, Standing};
use crate::link::Tariff;
use crate::network::Inner;
use crate::problem::{Problem, ProblemKind};
use crate::provenance::Basis;
use crate::records::{Location, Records};
use std::collections::BTreeSet;

/// Which entries have a figure and which have none.
#[derive(Default)]
struct Coverage {
    found: [bool; 6],
    missing: Vec<(Cause, Criterion)>,
}

impl Ledger<'_> for Coverage {
    fn add(&mut self, _: Cause, criterion: Criterion, _: u32, _: &Basis) {
        self.found[criterion as usize] = true;
    }

    fn missing(&mut self, cause: Cause, criterion: Criterion) {
        self.missing.push((cause, criterion));
    }
}

fn coverage(inner: &Inner) -> Coverage {
    let mut coverage = Coverage::default();
    for link in 0..inner.links.len() as u32 {
        inner.passage(link, true, &mut coverage);
        inner.passage(link, false, &mut coverage);
    }
    coverage
}

/// For which criteria the links have figures at all. Distance and crossings are always counted.
pub(crate) fn covered(inner: &Inner) -> [bool; 6] {
    let mut covered = coverage(inner).found;
    covered[Criterion::Distance as usize] = true;
    covered[Criterion::Crossings as usize] = true;
    covered
}

/// A criterion that a network covers and of which it has no figure for one link.
#[cfg(feature = "base")]
pub(crate) fn lacks(inner: &Inner, link: u32) -> Option<Criterion> {
    let mut coverage = Coverage::default();
    inner.passage(link, true, &mut coverage);
    inner.passage(link, false, &mut coverage);
    coverage.missing.into_iter().map(|missing| missing.1).find(|criterion| inner.covered[*criterion as usize])
}

/// The figures that a network lacks after a scenario added a link.
pub(crate) fn uncovered(inner: &Inner) -> Vec<String> {
    // Both tariffs and many passages lack the same figure.
    let told: BTreeSet<String> = missing_figures(inner, &Records::default()).iter().map(ToString::to_string).collect();
    told.into_iter().collect()
}

/// A criterion is covered everywhere or nowhere: a missing figure is never zero.
pub(crate) fn missing_figures(inner: &Inner, records: &Records) -> Vec<Problem> {
    let mut problems = Vec::new();
    for tariff in [Tariff::Through, Tariff::Wagonload] {
        let at_tariff = inner.at_tariff(tariff);
        let mut coverage = coverage(&at_tariff);
        transfers(&at_tariff, &mut coverage);
        let counts = |(_, criterion): &&(Cause, Criterion)| inner.covered[*criterion as usize];
        problems.extend(
            coverage
                .missing
                .iter()
                .filter(counts)
                .map(|(cause, criterion)| missing_figure(inner, records, *cause, *criterion)),
        );
    }
    problems
}

/// Every change of mode, boarding and landing that the links at each place allow.
fn transfers(inner: &Inner, coverage: &mut Coverage) {
    let mut modes_at = vec![BTreeSet::new(); inner.nodes.len()];
    for link in inner.links.iter() {
        for node in [link.from, link.to] {
            modes_at[node as usize].insert(link.mode);
        }
    }
    for (index, link) in inner.links.iter().enumerate() {
        for node in [link.from, link.to] {
            let landed = modes_at[node as usize].iter().filter(|mode| !mode.is_afloat());
            let standings = landed.map(|mode| Standing::Landed(*mode));
            for standing in standings.chain([Standing::Ground { terminals: false }]) {
                inner.transfer(node, standing, index as u32, coverage);
            }
        }
    }
    // Vessels from every country may land at every port.
    for (node, modes) in (0u32..).zip(&modes_at).filter(|(node, _)| !inner.is_waypoint(*node)) {
        for mode in modes.iter().copied().filter(|mode| mode.is_afloat()) {
            for loaded in 0..inner.countries.len() as u16 {
                inner.arrival(node, Standing::Afloat { mode, loaded }, false, coverage);
            }
        }
    }
}

fn missing_figure(inner: &Inner, records: &Records, cause: Cause, criterion: Criterion) -> Problem {
    let nowhere = Location::default();
    let (what, id, at) = match cause {
        Cause::Running { link, .. } | Cause::Event { link } | Cause::Wait { link, .. } | Cause::Stops { link } => {
            ("link", &inner.links[link as usize].id, records.links.get(link as usize).map(|record| &record.at))
        }
        Cause::Border { crossing, .. } => {
            let at = records.crossings.get(crossing as usize).map(|record| &record.at);
            ("crossing", &inner.crossings[crossing as usize].id, at)
        }
        Cause::Port { country } => {
            ("country", &inner.countries[country as usize].id, records.countries.get(country as usize).map(|r| &r.at))
        }
        Cause::Transfer { node, .. } | Cause::Terminal { node } => {
            ("place", &inner.nodes[node as usize].id, records.places.get(node as usize).map(|record| &record.at))
        }
    };
    let kind = match (cause, criterion) {
        (Cause::Running { country: Some(country), .. }, Criterion::Risk) => {
            let country = &inner.countries[country as usize].id;
            let at =
                records.countries.iter().find(|record| record.id == *country).map_or(&nowhere, |record| &record.at);
            return Problem::of("country", country, at, ProblemKind::NoHazard);
        }
        (Cause::Running { .. }, _) => "give the link one or add a default for its mode and country",
        (Cause::Border { .. } | Cause::Port { .. }, _) => "give its posts one or add a default",
        _ => "give the place one or add a default",
    };
    let kind = ProblemKind::MissingFigure { criterion: criterion.name(), remedy: kind };
    Problem::of(what, id, at.unwrap_or(&nowhere), kind)
}
