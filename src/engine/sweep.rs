//! The best paths from one state to many goals, read off one sweep (Dijkstra 1959).

use super::graph::NONE;
use super::{Goal, Graph, Metric, Score, Scores};
use crate::cost::CostVector;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The least scores from a state to every other, and what of the paths can be told from them.
pub(crate) struct Sweep<'g, M: Metric> {
    graph: &'g Graph,
    metric: &'g M,
    from: u32,
    scores: Scores<M::Score>,
    /// By state, once paths that score the same have been met.
    least: OnceCell<Vec<Option<Least>>>,
}

/// The least cost vector of the walks that have a state's least score, and the last arc of the shortest of them.
#[derive(Clone, Copy, Debug)]
struct Least {
    cost: CostVector,
    arcs: usize,
    via: u32,
}

/// What a sweep tells of one trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// There is no path.
    Nothing,
    /// The cost of the best path.
    Cost(CostVector),
    /// The best walk visits a place twice: a search of its own has to decide.
    Unclear,
}

impl<'g, M: Metric> Sweep<'g, M> {
    /// Sweeps from a state. O((n + m) log n) for n states and m arcs.
    pub(crate) fn new(graph: &'g Graph, metric: &'g M, from: u32) -> Sweep<'g, M> {
        Sweep { graph, metric, from, scores: Scores::from(graph, metric, from), least: OnceCell::new() }
    }

    /// The best path to the nearest of some goals. O(arcs of the path, and those beside it); where paths score the same, once a sweep of those that do.
    pub(crate) fn told(&self, goals: &[Goal]) -> Told {
        let reached = goals.iter().filter(|goal| self.scores.at(goal.state) != M::Score::UNREACHED);
        let scored = reached.map(|goal| (self.scores.at(goal.state) + self.metric.cost(&goal.cost), goal));
        let Some(best) = scored.clone().map(|(score, _)| score).min() else { return Told::Nothing };
        let ends: Vec<&Goal> = scored.filter(|(score, _)| *score == best).map(|(_, goal)| goal).collect();
        let only = |goal: &Goal| self.walk(goal, |state| self.only_arc_to(state));
        if let [goal] = ends[..]
            && let Some(told) = only(goal)
        {
            return told;
        }
        // Of those that score the same the one of the least cost vector, and then of the fewest arcs.
        let least = self.least.get_or_init(|| self.least());
        let at = |state: u32| least[state as usize];
        let key = |goal: &&Goal| at(goal.state).map(|least| (least.cost + goal.cost, least.arcs));
        let goal = ends.into_iter().filter(|goal| key(goal).is_some()).min_by_key(key);
        goal.and_then(|goal| self.walk(goal, |state| at(state).map(|least| least.via))).unwrap_or(Told::Unclear)
    }

    /// The cost of a walk, given the last arc to each state; `None` where that is not known.
    fn walk(&self, goal: &Goal, via: impl Fn(u32) -> Option<u32>) -> Option<Told> {
        let (mut state, mut cost) = (goal.state, goal.cost);
        let mut places = vec![self.graph.place(state)];
        while state != self.from {
            let arc = via(state)?;
            cost += *self.graph.cost(arc);
            state = self.graph.tail(arc);
            places.push(self.graph.place(state));
        }
        let visited = places.len();
        places.sort_unstable();
        places.dedup();
        Some(if places.len() < visited { Told::Unclear } else { Told::Cost(cost) })
    }

    /// The arc by which a state is reached at its least score, if there is one only.
    fn only_arc_to(&self, state: u32) -> Option<u32> {
        let mut tight = self.graph.arcs_in(state).filter(|arc| self.is_tight(*arc, state));
        let arc = tight.next()?;
        tight.next().is_none().then_some(arc)
    }

    /// The least walks among those of the least scores, by state: cost vectors add up in their own order, so that the least to a state goes on from the least before it.
    fn least(&self) -> Vec<Option<Least>> {
        let mut least: Vec<Option<Least>> = vec![None; self.graph.states()];
        let mut queue = BinaryHeap::from([Reverse((M::Score::default(), CostVector::ZERO, 0, self.from, NONE))]);
        while let Some(Reverse((_, cost, arcs, state, via))) = queue.pop() {
            if least[state as usize].is_some() {
                continue;
            }
            least[state as usize] = Some(Least { cost, arcs, via });
            for arc in self.graph.arcs_out(state) {
                let head = self.graph.head(arc);
                if least[head as usize].is_none() && self.is_tight(arc, head) {
                    queue.push(Reverse((self.scores.at(head), cost + *self.graph.cost(arc), arcs + 1, head, arc)));
                }
            }
        }
        least
    }

    /// Whether a state is reached at its least score by an arc.
    fn is_tight(&self, arc: u32, state: u32) -> bool {
        let (tail, score) = (self.scores.at(self.graph.tail(arc)), self.scores.at(state));
        // Scores only grow along arcs, so that the sum with one that was not reached is never taken.
        tail <= score && tail + self.graph.score(self.metric, arc) == score
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{config, large, small};
    use super::super::{NoBound, Query, best_simple};
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{TestRng, TestRunner};
    use std::cell::Cell;

    #[test]
    fn tells_what_single_searches_find() {
        let [told, tied, unclear, nothing] = [(); 4].map(|()| Cell::new(0));
        let mut runner = TestRunner::new_with_rng(
            config(400),
            TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        runner
            .run(&prop_oneof![small(), large()], |case| {
                let query = Query::new(case.from, &case.goals);
                let best = best_simple(&case.graph, &case.weights, &NoBound, &query, &mut Scores::default());
                let sweep = Sweep::new(&case.graph, &case.weights, case.from);
                match sweep.told(&case.goals) {
                    Told::Nothing => {
                        nothing.set(nothing.get() + 1);
                        prop_assert!(best.is_none());
                    }
                    Told::Unclear => unclear.set(unclear.get() + 1),
                    Told::Cost(cost) => {
                        told.set(told.get() + 1);
                        tied.set(tied.get() + usize::from(sweep.least.get().is_some()));
                        prop_assert_eq!(best.map(|path| *path.cost()), Some(cost));
                    }
                }
                Ok(())
            })
            .unwrap();
        let counts = [&told, &tied, &unclear, &nothing].map(Cell::get);
        assert!(counts.iter().all(|count| *count > 2), "{counts:?}");
    }
}
