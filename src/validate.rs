//! The rules that a network has to keep, each a small function that reports every breach.

use crate::cost::{CostVector, Criterion};
use crate::costing::Standing;
use crate::coverage;
use crate::defaults::Quantity;
use crate::link::{Link, Tariff};
use crate::mode::Mode;
use crate::network::Inner;
use crate::problem::{Problem, ProblemKind};
use crate::reach;
use crate::records::Records;
use crate::sphere;

/// A link may be this much shorter than the great circle: the Earth is no sphere (WGS84 differs by up to 0.56 %).
const FLATTENING: f64 = 0.006;
/// Twenty-five knots.
const SHIP_LIMIT: f64 = 46.3;

/// Reports every breach of every rule.
pub(crate) fn check(inner: &Inner, records: &Records, problems: &mut Vec<Problem>) {
    for (link, record) in inner.links.iter().zip(&records.links) {
        problems
            .extend(link_problems(inner, link).into_iter().map(|kind| Problem::of("link", &link.id, &record.at, kind)));
    }
    problems.extend(posts(inner, records));
    problems.extend(unreachable(inner, records));
    problems.extend(coverage::missing_figures(inner, records));
    let too_large = |(link, kind): (u32, ProblemKind)| {
        let at = records.links.get(link as usize).map(|record| record.at.clone());
        Problem::of("link", &inner.links[link as usize].id, &at.unwrap_or_default(), kind)
    };
    for tariff in [Tariff::Through, Tariff::Wagonload] {
        problems.extend(totals(&inner.at_tariff(tariff)).into_iter().map(too_large));
    }
}

/// A crossing has a post on each side for every mode that a link goes over it by.
fn posts(inner: &Inner, records: &Records) -> Vec<Problem> {
    let mut found = Vec::new();
    for link in inner.links.iter() {
        let Some(index) = link.crossing.map(usize::from) else { continue };
        let crossing = &inner.crossings[index];
        let lacks = |country: &&u16| crossing.post(**country, link.mode).is_none();
        for country in crossing.countries.iter().filter(lacks).filter(|_| crossing.passes(link.mode)) {
            let country = inner.countries[usize::from(*country)].id.clone();
            let kind = ProblemKind::NoPostForMode { country, mode: link.mode.name(), link: link.id.clone() };
            found.push(Problem::of("crossing", &crossing.id, &records.crossings[index].at, kind));
        }
    }
    found
}

/// Places without any link, and those of files that freight cannot get to. A network written in code may be a part of one, or
/// flow one way.
fn unreachable(inner: &Inner, records: &Records) -> Vec<Problem> {
    let mut linked = vec![false; inner.nodes.len()];
    for link in inner.links.iter().filter(|link| link.from != link.to) {
        linked[link.from as usize] = true;
        linked[link.to as usize] = true;
    }
    let report = |place: u32, kind| {
        let record = &records.places[place as usize];
        Problem::of("place", &record.id, &record.at, kind)
    };
    let alone = (0..inner.nodes.len())
        .filter(|place| !linked[*place])
        .map(|place| report(place as u32, ProblemKind::Unreachable));
    let from_files = records.places.iter().any(|place| place.at.file.is_some());
    let groups = if from_files { reach::cut_off(inner) } else { Vec::new() };
    let groups = groups.iter().filter(|group| linked[group[0] as usize]);
    let cut_off = groups.map(|group| {
        let others = group[1..].iter().map(|place| records.places[*place as usize].id.clone()).collect();
        report(group[0], ProblemKind::CutOff { others })
    });
    alone.chain(cut_off).collect()
}

/// A route leaves each place once, so the dearest step of each place together bound its totals, which must fit their ticks.
/// Where they do not, the link with the dearest step is to blame.
pub(crate) fn totals(inner: &Inner) -> Vec<(u32, ProblemKind)> {
    let (dearest, blame) = dearest_steps(inner);
    let problem = |c: Criterion| (blame[c as usize].1, ProblemKind::TooLarge { criterion: c.name() });
    let ends = dearest_end(inner);
    too_large(dearest.iter().map(|step| (step, 1)).chain([(&ends, 2)])).map(problem).collect()
}

/// The first criterion of which a route could have more ticks than a total holds if it leaves some places `times` more.
pub(crate) fn overflows(inner: &Inner, places: &[u32], times: u64) -> Option<Criterion> {
    let (dearest, _) = dearest_steps(inner);
    let again = places.iter().map(|place| (&dearest[*place as usize], times));
    let ends = dearest_end(inner);
    too_large(dearest.iter().map(|step| (step, 1)).chain(again).chain([(&ends, 2)])).next()
}

/// The most that loading or unloading at an end of a trip takes.
fn dearest_end(inner: &Inner) -> CostVector {
    let mut dearest = CostVector::ZERO;
    for (quantity, figure) in inner.defaults.quantities() {
        let criterion = match quantity {
            Quantity::TerminalHours(..) => Criterion::Time,
            Quantity::TerminalFee(..) => Criterion::Cost,
            _ => continue,
        };
        let ticks = &mut dearest.0[criterion as usize];
        *ticks = (*ticks).max(criterion.ticks(figure.value));
    }
    dearest
}

/// The criteria of which steps, each taken several times, have more ticks than a total holds.
fn too_large<'a>(steps: impl Iterator<Item = (&'a CostVector, u64)>) -> impl Iterator<Item = Criterion> {
    let mut totals = [0u64; 6];
    for (step, times) in steps {
        totals
            .iter_mut()
            .zip(step.0)
            .for_each(|(total, ticks)| *total = total.saturating_add(times * u64::from(ticks)));
    }
    let limit = |criterion| if criterion == Criterion::Crossings { 1 << 20 } else { u64::from(u32::MAX) };
    Criterion::ALL.into_iter().filter(move |criterion| totals[*criterion as usize] >= limit(*criterion))
}

/// The dearest step out of each place, and for each criterion the ticks and the link of the dearest of all.
fn dearest_steps(inner: &Inner) -> (Vec<CostVector>, [(u32, u32); 6]) {
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
    (dearest, blame)
}

/// The problems of one link, as `check` and a scenario that adds one see them.
pub(crate) fn link_problems(inner: &Inner, link: &Link) -> Vec<ProblemKind> {
    let rules: [fn(&Inner, &Link) -> Vec<ProblemKind>; 4] = [length, speed, gauge, crossing];
    rules.iter().flat_map(|rule| rule(inner, link)).collect()
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
            let of_mode = quantity == Quantity::Speed(link.mode.into());
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
            } else if !crossing.passes(link.mode) {
                let (crossing, modes) = (crossing.id.clone(), crossing.modes.join(" and "));
                found.push(ProblemKind::WrongModeOfCrossing { crossing, modes, mode: link.mode.name() });
            }
        }
    }
    found
}
