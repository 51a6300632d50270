//! Routes enumerated and costed by another hand from the model's definitions, and answers about a trip checked against them.

use super::{Draft, Link, corridor_id, link_id};
use corridor::{CostVector, Criterion, Mode, NodeKind, QueryError, Route, Trip, Weights};
use proptest::prelude::*;

/// How the freight stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    Ground,
    Landed(Mode),
    Aboard { mode: Mode, from_country: usize },
}

/// A route and its place in the order of answers; the last link first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// How many closed links it takes.
    pub closed: usize,
    pub score: u64,
    pub ticks: [u32; 6],
    pub len: usize,
    pub back: Vec<usize>,
    /// Each link and whether it is taken from its first place to its second.
    pub steps: Vec<(usize, bool)>,
}

impl Expected {
    pub fn links(&self) -> Vec<String> {
        self.steps.iter().map(|(link, _)| link_id(*link)).collect()
    }
}

/// All routes of a trip that visit no place twice, but for places to come by, once in each stage.
pub struct Oracle<'a> {
    draft: &'a Draft,
    weights: &'a Weights,
    to: usize,
    terminals: bool,
    via: &'a [usize],
    found: Vec<Expected>,
}

type Ticks = [u32; 6];

fn add(ticks: &mut Ticks, criterion: Criterion, amount: u32) {
    ticks[criterion as usize] += amount;
}

impl Oracle<'_> {
    fn go(
        &mut self,
        at: usize,
        standing: Standing,
        ticks: Ticks,
        stage: usize,
        visited: &mut Vec<(usize, usize)>,
        steps: &mut Vec<(usize, bool)>,
    ) {
        if at == self.to && stage == self.via.len() {
            let mut ticks = ticks;
            if self.end(standing, &mut ticks) {
                let back: Vec<usize> = steps.iter().rev().map(|step| step.0).collect();
                let closed = back.iter().filter(|link| self.draft.is_closed(**link)).count();
                let score = self.weights.score(&CostVector::new(ticks));
                self.found.push(Expected { closed, score, ticks, len: back.len(), back, steps: steps.clone() });
            }
            return;
        }
        let draft = self.draft;
        for (index, link) in draft.links.iter().enumerate() {
            for (tail, head, forward) in [(link.from, link.to, true), (link.to, link.from, false)] {
                let next = self.arrive(stage, head);
                let visit = self.visit(head, next);
                if tail != at || visited.contains(&visit) || (link.one_way && !forward) {
                    continue;
                }
                let mut ticks = ticks;
                let Some(standing) = self.mount(at, standing, link, &mut ticks) else { continue };
                self.run(link, &mut ticks);
                visited.push(visit);
                steps.push((index, forward));
                self.go(head, standing, ticks, next, visited, steps);
                steps.pop();
                visited.pop();
            }
        }
    }

    /// How many of the places to come by are behind after coming to a place.
    fn arrive(&self, stage: usize, place: usize) -> usize {
        stage + self.via[stage..].iter().take_while(|via| **via == place).count()
    }

    /// What may be done once.
    fn visit(&self, place: usize, stage: usize) -> (usize, usize) {
        (place, if self.via.contains(&place) { stage } else { 0 })
    }

    /// One change of mode, gauge or vessel; `false` where there is none.
    fn handle(&self, at: usize, ticks: &mut Ticks) -> bool {
        let place = &self.draft.places[at];
        let (seconds, cents) = place.transfer;
        let none_here = matches!(place.kind, NodeKind::BorderPost | NodeKind::Waypoint);
        if none_here || (self.draft.timed && seconds.is_none()) {
            return false;
        }
        add(ticks, Criterion::Time, seconds.unwrap_or(0));
        add(ticks, Criterion::Cost, if self.draft.priced { cents } else { 0 });
        true
    }

    /// Customs of a passage by sea, charged on landing in another country.
    fn clear(&self, at: usize, from_country: usize, ticks: &mut Ticks) {
        if self.draft.places[at].country != from_country {
            add(ticks, Criterion::Crossings, 1);
            add(ticks, Criterion::Time, self.draft.port.0);
            add(ticks, Criterion::Cost, self.draft.port.1);
        }
    }

    fn terminal(&self, ticks: &mut Ticks) {
        if let Some((seconds, cents)) = self.draft.terminal.filter(|_| self.terminals) {
            add(ticks, Criterion::Time, seconds);
            add(ticks, Criterion::Cost, cents);
        }
    }

    /// From how the freight stands onto a link.
    fn mount(&self, at: usize, standing: Standing, link: &Link, ticks: &mut Ticks) -> Option<Standing> {
        let vessel = link.mode.is_afloat();
        match standing {
            Standing::Aboard { mode, .. } if mode == link.mode => return Some(standing),
            Standing::Landed(mode) if mode == link.mode => return Some(standing),
            Standing::Ground if !vessel => {
                self.terminal(ticks);
                return Some(Standing::Landed(link.mode));
            }
            Standing::Aboard { from_country, .. } => {
                self.handle(at, ticks).then_some(())?;
                self.clear(at, from_country, ticks);
            }
            Standing::Landed(_) if !vessel => self.handle(at, ticks).then_some(())?,
            Standing::Landed(_) | Standing::Ground => {}
        }
        if !vessel {
            return Some(Standing::Landed(link.mode));
        }
        self.handle(at, ticks).then_some(())?;
        add(ticks, Criterion::Time, link.wait.unwrap_or(0));
        Some(Standing::Aboard { mode: link.mode, from_country: self.draft.places[at].country })
    }

    /// Moving along a link and over its border.
    fn run(&self, link: &Link, ticks: &mut Ticks) {
        let draft = self.draft;
        add(ticks, Criterion::Distance, link.metres);
        add(ticks, Criterion::Time, if draft.timed { link.seconds } else { 0 });
        add(ticks, Criterion::Cost, if draft.priced { link.cents } else { 0 });
        add(ticks, Criterion::Emissions, if draft.emitting { link.grams } else { 0 });
        if let Some(hazards) = draft.hazards {
            // Half of a link lies on each side of its border. A metre at hazard 1 is a thousandth of a milli-point.
            let half = |place: usize| link.metres / 2 * hazards[draft.places[place].country] / 1000;
            add(ticks, Criterion::Risk, link.risk.unwrap_or_else(|| half(link.from) + half(link.to)));
        }
        if draft.crossing_id(link).is_some() {
            let (seconds, cents) = link.crossing_figures();
            add(ticks, Criterion::Crossings, 1);
            add(ticks, Criterion::Time, seconds);
            add(ticks, Criterion::Cost, if draft.priced { cents } else { 0 });
        }
    }

    fn end(&self, standing: Standing, ticks: &mut Ticks) -> bool {
        match standing {
            Standing::Ground => false,
            Standing::Landed(_) => {
                self.terminal(ticks);
                true
            }
            Standing::Aboard { from_country, .. } => {
                let landed = self.handle(self.to, ticks);
                self.clear(self.to, from_country, ticks);
                landed
            }
        }
    }

    /// Every route in the order of answers, those with the fewest closed links first.
    pub fn routes(draft: &Draft, weights: &Weights, ends: (usize, usize), terminals: bool) -> Vec<Expected> {
        Oracle::routes_by(draft, weights, ends, terminals, &[])
    }

    /// The same for routes that come by some places in order.
    pub fn routes_by(
        draft: &Draft,
        weights: &Weights,
        (from, to): (usize, usize),
        terminals: bool,
        via: &[usize],
    ) -> Vec<Expected> {
        let mut oracle = Oracle { draft, weights, to, terminals, via, found: Vec::new() };
        let stage = oracle.arrive(0, from);
        let mut visited = vec![oracle.visit(from, stage)];
        oracle.go(from, Standing::Ground, [0; 6], stage, &mut visited, &mut Vec::new());
        oracle.found.sort();
        oracle.found
    }
}

/// Whether a route uses the passages of a signature in order, or all of them back in the opposite order.
pub fn follows(draft: &Draft, route: &Expected, signature: &[(usize, usize)]) -> bool {
    let moves: Vec<(usize, usize)> = route
        .steps
        .iter()
        .map(|(link, forward)| {
            let link = &draft.links[*link];
            if *forward { (link.from, link.to) } else { (link.to, link.from) }
        })
        .collect();
    let uses = |passages: Vec<(usize, usize)>| {
        let mut moves = moves.iter();
        passages.iter().all(|passage| moves.any(|step| step == passage))
    };
    uses(signature.to_vec()) || uses(signature.iter().rev().map(|(from, to)| (*to, *from)).collect())
}

pub fn check(route: &Route, expected: &Expected) -> Result<(), TestCaseError> {
    prop_assert_eq!(route.links(), expected.links());
    prop_assert_eq!(route.cost_vector().ticks(), expected.ticks);
    Ok(())
}

pub fn check_best(trip: &Trip<'_>, weights: &Weights, open: &[Expected]) -> Result<(), TestCaseError> {
    let best = trip.best(weights);
    prop_assert_eq!(best.is_some(), !open.is_empty());
    if let Some(best) = best {
        check(&best, &open[0])?;
        prop_assert_eq!(weights.score(best.cost_vector()), open[0].score);
    }
    Ok(())
}

pub fn check_k_best(trip: &Trip<'_>, weights: &Weights, open: &[Expected]) -> Result<(), TestCaseError> {
    let all = open.len();
    for k in [0, 1, 2, 3, 5, all, all + 1] {
        let found = trip.k_best(weights, k);
        prop_assert_eq!(found.len(), k.min(all));
        found.iter().zip(open).try_for_each(|(route, expected)| check(route, expected))?;
    }
    Ok(())
}

/// A route that makes no sense beside the others: more than three times the least distance and the least time.
fn senseless(draft: &Draft, route: &Expected, found: &[&Expected]) -> bool {
    let beyond = |criterion: Criterion| {
        let least = found.iter().map(|other| other.ticks[criterion as usize]).min();
        least.is_some_and(|least| route.ticks[criterion as usize] > 3 * least)
    };
    beyond(Criterion::Distance) && (!draft.timed || beyond(Criterion::Time))
}

pub fn check_ranking(draft: &Draft, trip: &Trip<'_>, weights: &Weights, all: &[Expected]) -> Result<(), TestCaseError> {
    let open = |route: &&Expected| route.closed == 0;
    let best_of = |signature: &[(usize, usize)]| all.iter().find(|route| follows(draft, route, signature));
    let best: Vec<Option<&Expected>> = draft.signatures.iter().map(|signature| best_of(signature)).collect();
    let overall = all.first().filter(open);
    let found: Vec<&Expected> = best.iter().copied().flatten().filter(open).chain(overall).collect();
    let mut rows: Vec<(&Expected, Vec<String>)> = overall.map(|route| (route, Vec::new())).into_iter().collect();
    let (mut blocked, mut left_out) = (Vec::new(), 0);
    for (corridor, route) in best.iter().enumerate() {
        match route {
            // The best of all is always in the ranking.
            Some(route) if overall != Some(route) && senseless(draft, route, &found) => left_out += 1,
            Some(route) if route.closed > 0 => blocked.push((route.score, corridor_id(corridor), route.links())),
            Some(route) => match rows.iter_mut().find(|row| row.0 == *route) {
                Some(row) => row.1.push(corridor_id(corridor)),
                None => rows.push((route, vec![corridor_id(corridor)])),
            },
            None => left_out += 1,
        }
    }
    rows.sort();
    blocked.sort();
    let ranking = trip.rank_corridors(weights);
    prop_assert_eq!(ranking.rows().len(), rows.len(), "{}", ranking);
    for (row, (expected, corridors)) in ranking.rows().iter().zip(&rows) {
        check(&row.route, expected)?;
        prop_assert_eq!(row.score(), expected.score);
        prop_assert_eq!(&row.corridors().collect::<Vec<&str>>(), corridors);
    }
    let found: Vec<(u64, String, Vec<String>)> = ranking
        .blocked()
        .iter()
        .map(|row| (weights.score(row.route.cost_vector()), row.corridor().to_owned(), row.route.links().to_vec()))
        .collect();
    prop_assert_eq!(found, blocked);
    prop_assert_eq!(ranking.left_out(), left_out);
    for (corridor, best) in best.iter().enumerate() {
        let route = trip.best_on(&corridor_id(corridor), weights).expect("a corridor");
        prop_assert_eq!(route.map(|route| route.links().to_vec()), best.filter(open).map(|best| best.links()));
    }
    Ok(())
}

/// The front of the criteria that weigh something, and of all six.
pub fn check_front(draft: &Draft, trip: &Trip<'_>, weights: &Weights, open: &[Expected]) -> Result<(), TestCaseError> {
    for criteria in [weights.criteria().collect::<Vec<Criterion>>(), Criterion::ALL.to_vec()] {
        let front = trip.pareto(criteria.iter().copied());
        let found = trip.front(criteria.iter().copied()).budget(1_000_000).find();
        let missing = criteria.iter().copied().find(|criterion| !draft.covers(*criterion));
        prop_assert_eq!(front.missing(), missing);
        if let Some(criterion) = missing {
            prop_assert!(front.is_empty() && front.best(Criterion::Distance).is_none());
            prop_assert_eq!(found.err(), Some(QueryError::NoFigures { criterion }));
            continue;
        }
        let chosen = |route: &Expected| criteria.iter().map(|c| route.ticks[*c as usize]).collect::<Vec<u32>>();
        let beaten = |route: &Expected| {
            let mine = chosen(route);
            open.iter().map(chosen).any(|other| other != mine && other.iter().zip(&mine).all(|(a, b)| a <= b))
        };
        let mut all: Vec<&Expected> = open.iter().filter(|route| !beaten(route)).collect();
        all.sort_by_key(|route| (chosen(route), route.ticks, route.len, &route.back));
        let mut firsts = all.clone();
        firsts.dedup_by_key(|route| chosen(route));
        prop_assert_eq!(front.len(), firsts.len(), "{}", front);
        front.routes().zip(&firsts).try_for_each(|(route, expected)| check(route, expected))?;
        let found = found.expect("criteria with figures");
        prop_assert!(found.complete() && front.costs().eq(found.costs()));
        let equals = trip.front(criteria.iter().copied()).all_routes().find().expect("criteria with figures");
        prop_assert_eq!(equals.len(), all.len());
        equals.routes().zip(&all).try_for_each(|(route, expected)| check(route, expected))?;
        for criterion in &criteria {
            let least = open.iter().map(|route| route.ticks[*criterion as usize]).min();
            prop_assert_eq!(front.best(*criterion).map(|route| route.cost_vector()[*criterion]), least);
        }
        for group in front.by_corridor() {
            let signature =
                draft.signatures.iter().enumerate().find(|(i, _)| Some(&corridor_id(*i)[..]) == group.corridor());
            for (row, route) in firsts.iter().enumerate() {
                let expected = match signature {
                    Some((_, signature)) => follows(draft, route, signature),
                    None => !draft.signatures.iter().any(|signature| follows(draft, route, signature)),
                };
                prop_assert_eq!(group.rows().contains(&row), expected, "{} on {}", row, group.name());
            }
        }
        // Whatever weights choose is on the front of what they weigh, and marked.
        if let Some(best) = open.first().filter(|_| criteria.iter().all(|criterion| weights.rate(*criterion) > 0.0)) {
            let row = firsts.iter().position(|route| chosen(route) == chosen(best));
            prop_assert!(row.is_some_and(|row| front.is_supported(row)));
        }
    }
    Ok(())
}
