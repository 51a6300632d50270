//! A start and an end made ready for any weights.

use super::bounds::{LeastCosts, Weighted};
use super::query::Query;
use super::scores::Scores;
use super::simple::best_simple;
use super::{Goal, Graph, ParetoOptions, Path, pareto};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// Labels that a front may take before it is given up for bounds.
const LABELS: u64 = 50_000;

/// What answers every weighting of one trip.
#[derive(Debug)]
pub(crate) enum Prepared {
    /// The Pareto front of all six criteria. The best path under any weights is on it: a path that beats it would come before it in
    /// the order of answers.
    Front { costs: Vec<CostVector>, paths: Vec<Path> },
    /// Where the front is too long: what is still to come from each state, to bound a search.
    Bounds(LeastCosts),
}

impl Prepared {
    /// One front of at most 50,000 labels; six sweeps if it would take more.
    pub(crate) fn new(graph: &Graph, from: u32, goals: &[Goal]) -> Prepared {
        let front = pareto(graph, from, goals, &Criterion::ALL, &ParetoOptions::default().labels(LABELS));
        if !front.complete() {
            return Prepared::Bounds(LeastCosts::new(graph, goals));
        }
        Prepared::Front { costs: front.paths.iter().map(|path| *path.cost()).collect(), paths: front.paths }
    }

    /// The best path: a look at each vector of the front, or else a search.
    pub(crate) fn best(
        &self,
        graph: &Graph,
        from: u32,
        goals: &[Goal],
        weights: &Weights,
        memory: &mut Scores<u64>,
    ) -> Option<Path> {
        match self {
            Prepared::Front { costs, paths } => {
                // The vectors are in order, so the first of equal score comes first in the order of answers.
                let best = (0..costs.len()).min_by_key(|at| weights.score(&costs[*at]))?;
                Some(paths[best].clone())
            }
            Prepared::Bounds(least) => {
                best_simple(graph, weights, &Weighted { least, weights }, &Query::new(from, goals), memory)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::NoBound;
    use super::super::oracle::{config, small};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(2000))]

        #[test]
        fn a_prepared_trip_has_the_same_best_path(case in small()) {
            let (graph, weights, memory) = (&case.graph, &case.weights, &mut Scores::default());
            let expected = best_simple(graph, weights, &NoBound, &Query::new(case.from, &case.goals), memory);
            let front = Prepared::new(graph, case.from, &case.goals);
            let whole = matches!(front, Prepared::Front { .. });
            prop_assert!(whole);
            prop_assert_eq!(&front.best(graph, case.from, &case.goals, weights, memory), &expected);
            let bounds = Prepared::Bounds(LeastCosts::new(graph, &case.goals));
            prop_assert_eq!(&bounds.best(graph, case.from, &case.goals, weights, memory), &expected);
        }
    }
}
