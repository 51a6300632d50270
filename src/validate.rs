//! The rules that a network has to keep, each a small function that reports every breach.

use crate::cost::{CostVector, Criterion};
use crate::costing::{Cause, Ledger, Standing};
use crate::link::{Link, Tariff};
use crate::mode::Mode;
use crate::network::Inner;
use crate::problem::{Problem, ProblemKind};
use crate::provenance::Basis;
use crate::records::{Location, Records};
use crate::sphere;
use petgraph::unionfind::UnionFind;
use std::collections::BTreeSet;

/// A link may be this much shorter than the great circle: the Earth is no sphere (WGS84 differs by up to 0.56 %).
const FLATTENING: f64 = 0.006;
/// Twenty-five knots.
const SHIP_LIMIT: f64 = 46.3;

/// Reports every breach of every rule, and notes which criteria the network covers.
pub(crate) fn check(inner: &Inner, records: &Records, problems: &mut Vec<Problem>) {
    for (link, record) in inner.links.iter().zip(&records.links) {
        problems.extend(link_problems(inner, link).into_iter().map(|kind| problem("link", &link.id, &record.at, kind)));
    }
    let mut joined = UnionFind::new(inner.nodes.len());
    for link in inner.links.iter() {
        joined.union(link.from as usize, link.to as usize);
    }
    let component = joined.into_labeling();
    for (index, (node, record)) in inner.nodes.iter().zip(&records.places).enumerate() {
        if component.iter().filter(|other| **other == component[index]).count() == 1 {
            problems.push(problem("place", &node.id, &record.at, ProblemKind::Unreachable));
        }
    }
    problems.extend(missing_figures(inner, records));
    let too_large = |(link, kind): (u32, ProblemKind)| {
        let at = records.links.get(link as usize).map(|record| record.at.clone());
        problem("link", &inner.links[link as usize].id, &at.unwrap_or_default(), kind)
    };
    problems.extend(totals(inner).into_iter().map(too_large));
}

/// A route leaves each place once, so the dearest step of each place together bound its totals, which must fit their ticks.
/// Where they do not, the link with the dearest step is to blame.
pub(crate) fn totals(inner: &Inner) -> Vec<(u32, ProblemKind)> {
    let mut dearest = vec![CostVector::ZERO; inner.nodes.len()];
    let mut blame = [(0, 0); 6];
    for (index, link) in inner.links.iter().enumerate() {
        for (node, forward) in [(link.from, true), (link.to, false)] {
            let mut step = CostVector::ZERO;
            inner.passage(index as u32, forward, &mut step);
            let loaded = (inner.nodes[node as usize].country + 1) % inner.countries.len().max(1) as u16;
            let standings = [Standing::Afloat { mode: Mode::Sea, loaded }, Standing::Landed(Mode::Road)];
            for standing in standings {
                inner.transfer(node, standing, index as u32, &mut step);
            }
            for criterion in Criterion::ALL {
                let dearer = &mut blame[criterion as usize];
                *dearer = (*dearer).max((step[criterion], index as u32));
            }
            let known = &mut dearest[node as usize];
            *known = CostVector(std::array::from_fn(|i| known.0[i].max(step.0[i])));
        }
    }
    let total = |criterion: Criterion| dearest.iter().map(|step| u64::from(step[criterion])).sum::<u64>();
    let limit = |criterion| {
        if criterion == Criterion::Crossings { 1 << 20 } else { u64::from(u32::MAX) }
    };
    let too_large = |criterion: &Criterion| total(*criterion) >= limit(*criterion);
    Criterion::ALL
        .into_iter()
        .filter(too_large)
        .map(|c| (blame[c as usize].1, ProblemKind::TooLarge { criterion: c.name() }))
        .collect()
}

/// The problems of one link, as `check` and a scenario that adds one see them.
pub(crate) fn link_problems(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    let rules: [fn(&Inner, &Link) -> Vec<ProblemKind>; 4] = [length, speed, gauge, crossing];
    rules.iter().flat_map(|rule| rule(inner, link)).collect()
}

fn problem(what: &str, id: &str, at: &Location, kind: ProblemKind) -> Problem {
    Problem { at: at.clone(), subject: format!("{what} `{id}`"), kind }
}

fn length(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    if link.from == link.to {
        return vec![ProblemKind::Loop { node: inner.nodes[link.from as usize].id.clone() }];
    }
    let position = |node: u32| inner.nodes[node as usize].position();
    let spherical_km = sphere::distance_km(position(link.from), position(link.to));
    let km = link.distance.value;
    if km < spherical_km * (1.0 - FLATTENING) { vec![ProblemKind::TooShort { km, spherical_km }] } else { Vec::new() }
}

fn speed(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    let limit = match link.mode {
        Mode::Rail(_) => 120.0,
        Mode::Road => 90.0,
        Mode::Sea | Mode::Ferry => SHIP_LIMIT,
    };
    let mode = link.mode.name();
    let mut found = Vec::new();
    if let Some(time) = &link.time {
        let km_per_h = link.distance.value / time.value;
        // Two places at one spot may be 0 km and 0 h apart; the division is then no number and no breach.
        if km_per_h > limit * (1.0 + 1e-9) {
            found.push(ProblemKind::TooFast { km_per_h, limit, mode });
        }
    } else {
        for (quantity, figure) in inner.defaults.quantities() {
            let of_mode = quantity == crate::defaults::Quantity::Speed(link.mode.into());
            if of_mode && (figure.value > limit || figure.value <= 0.0) {
                found.push(ProblemKind::TooFast { km_per_h: figure.value, limit, mode });
            }
        }
    }
    found
}

fn gauge(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    let Mode::Rail(gauge) = link.mode else {
        return Vec::new();
    };
    let lacks = |node: &&crate::place::Node| !node.gauges.contains(&gauge) && !node.planned_gauges.contains(&gauge);
    let ends = [&inner.nodes[link.from as usize], &inner.nodes[link.to as usize]];
    let no_gauge = |node: &crate::place::Node| ProblemKind::NoGauge { gauge: gauge.mm(), node: node.id.clone() };
    ends.into_iter().filter(lacks).map(no_gauge).collect()
}

fn crossing(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    let mut countries = [link.from, link.to].map(|node| inner.nodes[node as usize].country);
    let id = |country: u16| inner.countries[country as usize].id.clone();
    let [from, to] = countries.map(id);
    let km = link.distance.value;
    let beyond = link.border_km.filter(|border| *border < 0.0 || *border > km);
    let mut found: Vec<ProblemKind> =
        beyond.map(|border_km| ProblemKind::BorderBeyondEnd { border_km, km }).into_iter().collect();
    match link.crossing {
        None if from == to || link.mode.is_afloat() => {}
        None => found.push(ProblemKind::NoCrossing { from, to }),
        Some(_) if from == to => found.push(ProblemKind::NeedlessCrossing { country: from }),
        Some(crossing) => {
            let crossing = &inner.crossings[crossing as usize];
            countries.sort_unstable();
            if crossing.countries != countries {
                let posts = crossing.countries.map(id).join(" and ");
                found.push(ProblemKind::WrongCrossing { crossing: crossing.id.clone(), posts, from, to });
            }
        }
    }
    found
}

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

/// The figures that a network lacks after a scenario added a link.
pub(crate) fn uncovered(inner: &Inner) -> Vec<String> {
    missing_figures(inner, &Records::default()).iter().map(ToString::to_string).collect()
}

/// A criterion is covered everywhere or nowhere: a missing figure is never zero.
fn missing_figures(inner: &Inner, records: &Records) -> Vec<Problem> {
    let mut problems = Vec::new();
    for tariff in [Tariff::Through, Tariff::Wagonload] {
        let mut at_tariff = inner.clone();
        at_tariff.tariff = tariff;
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
            return problem("country", country, at, ProblemKind::NoHazard);
        }
        (Cause::Running { .. }, _) => "give the link one or add a default for its mode and country",
        (Cause::Border { .. } | Cause::Port { .. }, _) => "give its posts one or add a default",
        _ => "give the place one or add a default",
    };
    let kind = ProblemKind::MissingFigure { criterion: criterion.name(), remedy: kind };
    problem(what, id, at.unwrap_or(&nowhere), kind)
}
