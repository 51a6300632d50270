//! The best paths from one state to many goals, read off one sweep (Dijkstra 1959).

use super::{Goal, Graph, Metric, Score, Scores};
use crate::cost::CostVector;

/// The least scores from a state to every other, and what of the paths can be told from them.
pub(crate) struct Sweep<'g, M: Metric> {
    graph: &'g Graph,
    metric: &'g M,
    from: u32,
    scores: Scores<M::Score>,
}

/// What a sweep tells of one trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// There is no path.
    Nothing,
    /// The cost of the best path.
    Cost(CostVector),
    /// Several paths score the same, or the best one visits a place twice: a search of its own has to decide.
    Unclear,
}

impl<'g, M: Metric> Sweep<'g, M> {
    /// Sweeps from a state. O((n + m) log n) for n states and m arcs.
    pub(crate) fn new(graph: &'g Graph, metric: &'g M, from: u32) -> Sweep<'g, M> {
        Sweep { graph, metric, from, scores: Scores::from(graph, metric, from) }
    }

    /// The best path to the nearest of some goals. O(arcs of the path, and those beside it).
    pub(crate) fn told(&self, goals: &[Goal]) -> Told {
        let reached = goals.iter().filter(|goal| self.scores.at(goal.state) != M::Score::UNREACHED);
        let scored = reached.map(|goal| (self.scores.at(goal.state) + self.metric.cost(&goal.cost), goal));
        let Some(best) = scored.clone().map(|(score, _)| score).min() else { return Told::Nothing };
        let mut ends = scored.filter(|(score, _)| *score == best).map(|(_, goal)| goal);
        let (Some(goal), None) = (ends.next(), ends.next()) else { return Told::Unclear };
        let (mut state, mut cost) = (goal.state, goal.cost);
        let mut places = vec![self.graph.place(state)];
        while state != self.from {
            let mut tight = self.graph.arcs_in(state).filter(|arc| self.is_tight(*arc, state));
            let (Some(arc), None) = (tight.next(), tight.next()) else { return Told::Unclear };
            cost += *self.graph.cost(arc);
            state = self.graph.tail(arc);
            places.push(self.graph.place(state));
        }
        let visited = places.len();
        places.sort_unstable();
        places.dedup();
        if places.len() < visited { Told::Unclear } else { Told::Cost(cost) }
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
        let (told, unclear, nothing) = (Cell::new(0), Cell::new(0), Cell::new(0));
        let mut runner = TestRunner::new_with_rng(
            config(400),
            TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        runner
            .run(&prop_oneof![small(), large()], |case| {
                let query = Query::new(case.from, &case.goals);
                let best = best_simple(&case.graph, &case.weights, &NoBound, &query, &mut Scores::default());
                match Sweep::new(&case.graph, &case.weights, case.from).told(&case.goals) {
                    Told::Nothing => {
                        nothing.set(nothing.get() + 1);
                        prop_assert!(best.is_none());
                    }
                    Told::Unclear => unclear.set(unclear.get() + 1),
                    Told::Cost(cost) => {
                        told.set(told.get() + 1);
                        prop_assert_eq!(best.map(|path| *path.cost()), Some(cost));
                    }
                }
                Ok(())
            })
            .unwrap();
        assert!([&told, &unclear, &nothing].iter().all(|count| count.get() > 5), "{told:?} {unclear:?} {nothing:?}");
    }
}
