//! The best route of one corridor beside all others: its choices of passages, what may score the least first.

use super::SENSELESS;
use crate::compile::{StateGraph, Way};
use crate::cost::{CostVector, Criterion};
use crate::engine::{self, Answer, Draft, Least, Limited, Metric, Path, Query, Score, Through, Walk};
use crate::parallel;
use crate::planner::Trip;

/// Splits of a question after which the search for a route that visits no place twice is given up, and the corridor said to be undecided.
///
/// Only forced detours come near it: a corridor that leads away from the trip, so that any way back crosses the way there. Whether such a
/// route exists is NP-hard to tell in general (two disjoint paths in a directed graph).
pub(super) const BUDGET: usize = 200;
/// The same where one corridor is asked for.
pub(super) const PATIENCE: usize = 20_000;
/// Labels for each split, where the trip has limits or places to come by and labels take the place of splits.
const LABELS: u64 = 5_000;
/// And no more for any one search, which would be gigabytes.
const MOST_LABELS: u64 = 4_000_000;

/// What became of one corridor.
pub(super) enum Outcome {
    Route(Path),
    /// Every route of it would be far beyond the others.
    Senseless,
    /// No route uses its signature.
    None,
    /// The search for a route that visits no place twice was given up.
    Undecided,
}

/// What is found once and serves all corridors of a trip.
pub(super) struct Contest<'a, M: Metric> {
    graph: &'a StateGraph,
    pub(super) through: Through<'a, M>,
    start: u32,
    /// The cost of the best of all, beside which a corridor may make no sense.
    best: Option<CostVector>,
    /// Of distance, and of time if the network knows it: what counts as making no sense.
    least: Option<Vec<Least<'a>>>,
    /// The search to use where the trip has limits or places to come by.
    pub(super) limited: Option<(Limited<'a, M>, Vec<u64>)>,
}

impl<'a, M: Metric> Contest<'a, M> {
    pub(super) fn new(
        trip: &Trip<'_>,
        graph: &'a StateGraph,
        metric: &'a M,
        best: Option<CostVector>,
    ) -> Contest<'a, M> {
        let start = graph.start(trip.from, trip.terminals);
        let through = Through::new(&graph.graph, graph.table(trip.inner()), metric, start, trip.goals(graph));
        let counts = [Criterion::Distance, Criterion::Time].into_iter();
        let counts = counts.filter(|criterion| trip.inner().covered[*criterion as usize]);
        let least = |criterion| Least::new(&graph.graph, graph.table(trip.inner())?, criterion, start, &through.goals);
        let least = counts.map(least).collect();
        let limited = trip.is_narrow().then(|| trip.limited(graph, metric, &through.goals));
        Contest { graph, through, start, best, least, limited }
    }

    /// The best path that uses one arc of each group, in order, and keeps to the trip's constraints.
    pub(super) fn best_within(
        &self,
        (limited, limits): &(Limited<'a, M>, Vec<u64>),
        groups: &Way,
        budget: usize,
    ) -> Answer {
        let graph = &self.graph.graph;
        let mut query = Query::new(self.start, &self.through.goals).through(graph, groups);
        query.keep_ends_apart(graph);
        limited.best_of_few(&query, limits, LABELS.saturating_mul(budget as u64).min(MOST_LABELS))
    }

    /// The best route of a corridor in either direction, where labels have to tell more than scores.
    fn outcome_within(
        &self,
        within: &(Limited<'a, M>, Vec<u64>),
        corridor: u16,
        trip: &Trip<'_>,
        budget: usize,
    ) -> Outcome {
        let inner = trip.inner();
        let mut known = None;
        for mirrored in [false, true] {
            let groups = self.graph.arcs_of(&inner.corridors[corridor as usize].groups(mirrored), inner);
            if groups.is_empty() || groups.iter().any(Vec::is_empty) {
                continue;
            }
            match self.best_within(within, &groups, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        known.map_or(Outcome::None, |(_, path)| Outcome::Route(path))
    }

    /// What becomes of some corridors, each with its outcome.
    pub(super) fn outcomes(&self, corridors: Vec<u16>, trip: &Trip<'_>) -> Vec<(u16, Outcome)> {
        if self.limited.is_none() {
            self.through.sweep();
        }
        parallel::map(corridors, |corridor| (corridor, self.outcome(corridor, trip, BUDGET)))
    }

    /// The best route of a corridor in either direction.
    pub(super) fn outcome(&self, corridor: u16, trip: &Trip<'_>, budget: usize) -> Outcome {
        if let Some(within) = &self.limited {
            return self.outcome_within(within, corridor, trip, budget);
        }
        let ways = self.graph.ways(trip.inner())[corridor as usize].iter();
        let mut ways: Vec<(M::Score, &Way)> = ways.filter_map(|arcs| Some((self.through.bound(arcs)?, arcs))).collect();
        ways.sort_by_key(|way| way.0);
        let mut ways = ways.into_iter().peekable();
        let mut known: Option<(M::Score, Path)> = None;
        let (mut walks, mut senseless) = (Vec::<Walk<'_, M::Score, _>>::new(), Vec::new());
        loop {
            let most = known.as_ref().map_or(M::Score::UNREACHED, |known| known.0);
            let nearest = (0..walks.len()).min_by_key(|at| walks[*at].score);
            // What may score the least goes first, so that what takes many searches is mostly beaten before.
            if let Some((bound, arcs)) = ways.next_if(|way| nearest.is_none_or(|at| way.0 <= walks[at].score)) {
                if most < bound {
                    break;
                }
                if self.is_senseless(arcs) {
                    senseless.push((bound, arcs));
                    continue;
                }
                match self.through.draft(arcs, most) {
                    Some(Draft::Path(path)) => self.keep_better(&mut known, path),
                    Some(Draft::Walk(walk)) => walks.push(walk),
                    None => {}
                }
                continue;
            }
            let Some(walk) = nearest.map(|at| walks.swap_remove(at)).filter(|walk| walk.score <= most) else { break };
            match self.through.finish(walk, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        // Whether the best route of the corridor is one that makes no sense.
        for (bound, arcs) in &senseless {
            let Some(most) = known.as_ref().map(|known| known.0).filter(|most| bound <= most) else { continue };
            match self.through.best(arcs, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        match known {
            Some((_, path)) => Outcome::Route(path),
            None if senseless.is_empty() => Outcome::None,
            None => Outcome::Senseless,
        }
    }

    /// The best route of a corridor in either direction that scores no more than `most`, where few do.
    #[cfg(feature = "report")]
    pub(super) fn best_within_score(
        &self,
        corridor: u16,
        trip: &Trip<'_>,
        mut most: M::Score,
        budget: usize,
    ) -> Outcome {
        if let Some(within) = &self.limited {
            return self.outcome_within(within, corridor, trip, budget);
        }
        let mut known: Option<(M::Score, Path)> = None;
        let ways = &self.graph.ways(trip.inner())[corridor as usize];
        for (bound, arcs) in self.through.rough_bounds(ways).into_iter().zip(ways) {
            if bound.is_none_or(|bound| bound > most) {
                continue;
            }
            match self.through.search(arcs, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
            most = known.as_ref().map_or(most, |known| known.0);
        }
        known.map_or(Outcome::None, |(_, path)| Outcome::Route(path))
    }

    fn keep_better(&self, known: &mut Option<(M::Score, Path)>, path: Path) {
        let found = (self.through.score(&path), path);
        let first = |known: &(M::Score, Path)| {
            engine::compare_paths(&self.graph.graph, (&found.0, &found.1), (&known.0, &known.1)).is_lt()
        };
        if known.as_ref().is_none_or(first) {
            *known = Some(found);
        }
    }

    /// Whether any path through the groups takes more distance and more time than makes sense beside the best of all.
    fn is_senseless(&self, groups: &Way) -> bool {
        let Some(best) = &self.best else { return false };
        let beyond = |least: &Least<'_>| {
            let most = best[least.criterion].saturating_mul(SENSELESS);
            least.bound(groups).is_none_or(|ticks| ticks > most)
        };
        self.least.as_ref().is_some_and(|least| least.iter().all(beyond))
    }
}
