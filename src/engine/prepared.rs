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
    Bounds { least: LeastCosts, from: u32, goals: Vec<Goal> },
}

impl Prepared {
    /// One front of at most 50,000 labels, of which the paths are kept whose cost `within` takes; six sweeps if it would take more.
    ///
    /// A path that costs no more on any criterion than one within limits is within them too, so that those on the front are enough.
    pub(crate) fn new(graph: &Graph, from: u32, goals: Vec<Goal>, within: impl Fn(&CostVector) -> bool) -> Prepared {
        let front = pareto(graph, from, &goals, &Criterion::ALL, &ParetoOptions::default().labels(LABELS));
        if !front.complete() {
            return Prepared::bounds(graph, from, goals);
        }
        let paths: Vec<Path> = front.paths.into_iter().filter(|path| within(path.cost())).collect();
        Prepared::Front { costs: paths.iter().map(|path| *path.cost()).collect(), paths }
    }

    /// Whether it answers without a search.
    pub(crate) fn is_front(&self) -> bool {
        matches!(self, Prepared::Front { .. })
    }

    fn bounds(graph: &Graph, from: u32, goals: Vec<Goal>) -> Prepared {
        Prepared::Bounds { least: LeastCosts::new(graph, &goals), from, goals }
    }

    /// The best path: a look at each vector of the front, or else a search.
    pub(crate) fn best(
        &self,
        graph: &Graph,
        weights: &Weights,
        search: impl FnOnce(&dyn Fn(&mut Scores<u64>) -> Option<Path>) -> Option<Path>,
    ) -> Option<Path> {
        match self {
            Prepared::Front { costs, paths } => {
                // The vectors are in order, so the first of equal score comes first in the order of answers.
                let best = (0..costs.len()).min_by_key(|at| weights.score(&costs[*at]))?;
                Some(paths[best].clone())
            }
            Prepared::Bounds { least, from, goals } => search(&|memory| {
                best_simple(graph, weights, &Weighted { least, weights }, &Query::new(*from, goals), memory)
            }),
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
            let front = Prepared::new(graph, case.from, case.goals.clone(), |_| true);
            prop_assert!(front.is_front());
            prop_assert_eq!(&front.best(graph, weights, |search| search(memory)), &expected);
            let bounds = Prepared::bounds(graph, case.from, case.goals.clone());
            prop_assert_eq!(&bounds.best(graph, weights, |search| search(memory)), &expected);
        }
    }
}
