//! The least that each criterion alone still needs: bounds that hold for every weighting.

use super::{Bound, Goal, Graph, Metric, Tree};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// The least that is still to come from each state on each criterion by itself.
#[derive(Debug)]
pub(crate) struct LeastCosts {
    by_state: Vec<Option<CostVector>>,
}

impl LeastCosts {
    /// One backward search for each criterion.
    pub(crate) fn new(graph: &Graph, goals: &[Goal]) -> LeastCosts {
        let mut by_state = vec![Some(CostVector::ZERO); graph.states()];
        for criterion in Criterion::ALL {
            let tree = Tree::backward(graph, &Single(criterion), goals);
            for (state, least) in by_state.iter_mut().enumerate() {
                let key = tree.key(state as u32);
                *least = least.and_then(|least| key.map(|(ticks, ..)| least.with(criterion, ticks as u32)));
            }
        }
        LeastCosts { by_state }
    }
}

/// One criterion alone, in its ticks.
struct Single(Criterion);

impl Metric for Single {
    type Score = u64;

    fn cost(&self, cost: &CostVector) -> u64 {
        u64::from(cost[self.0])
    }

    fn arc(&self, _: u32, cost: &CostVector) -> u64 {
        u64::from(cost[self.0])
    }
}

/// [`LeastCosts`] under one weighting: the weighted sum of the least costs is no more than the least weighted sum.
pub(crate) struct Weighted<'a> {
    pub(crate) least: &'a LeastCosts,
    pub(crate) weights: &'a Weights,
}

impl Bound<u64> for Weighted<'_> {
    #[inline]
    fn score(&self, state: u32) -> Option<u64> {
        self.least.by_state[state as usize].as_ref().map(|least| self.weights.score(least))
    }

    #[inline]
    fn cost(&self, state: u32) -> CostVector {
        self.least.by_state[state as usize].unwrap_or(CostVector::ZERO)
    }
}
