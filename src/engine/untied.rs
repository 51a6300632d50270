//! One criterion, and distance where that ties: as the order of answers has it.
//!
//! Where a single criterion counts, such as risk, most links add nothing to the score. Then a search by scores alone looks at all that lies
//! within reach for nothing, and nearly every answer is a tie that a second search has to decide. Distance is the first of the six costs by which
//! ties break, so that with it in the score the same answers come out.

use super::Graph;
use super::metric::Metric;
use super::metric::{Lanes, SAFE};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// Ticks of distance fit below.
const SHIFT: u32 = 32;
/// Totals as large leave room for sums of two.
const MOST: u64 = 1 << 29;

/// Ticks of one criterion, then of distance.
pub(crate) struct Untied {
    criterion: Criterion,
}

impl Untied {
    /// Instead of weights of one criterion other than distance; `None` for others, or where a path could score too much.
    pub(crate) fn instead_of(weights: &Weights, graph: &Graph) -> Option<Untied> {
        let mut criteria = weights.criteria();
        let criterion = criteria.next().filter(|criterion| *criterion != Criterion::Distance)?;
        (criteria.next().is_none() && graph.most(criterion) < MOST).then_some(Untied { criterion })
    }
}

impl Metric for Untied {
    type Score = u64;

    #[inline]
    fn cost(&self, cost: &CostVector) -> u64 {
        u64::from(cost[self.criterion]) << SHIFT | u64::from(cost[Criterion::Distance])
    }

    fn rates(&self) -> Lanes {
        let mut rates = [0.0; 8];
        rates[self.criterion as usize] = (1u64 << SHIFT) as f32 * SAFE;
        rates[Criterion::Distance as usize] = SAFE;
        rates
    }

    #[inline]
    fn arc(&self, _: u32, cost: &CostVector) -> u64 {
        self.cost(cost)
    }

    /// Most steps of a search are of distance alone.
    fn usual(&self, mean: &CostVector) -> u64 {
        u64::from(mean[Criterion::Distance])
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{config, large, small};
    use super::super::{NoBound, Query, Scores, best_simple};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_for_one_criterion_that_is_not_distance() {
        let graph = Graph::new(2, [(0, 1, CostVector::new([1, 2, 3, 4, 5, 6]))]).expect("two states");
        let made = |rates: &[(Criterion, f64)]| {
            Untied::instead_of(&Weights::new(rates.iter().copied()).expect("rates"), &graph).is_some()
        };
        assert!(made(&[(Criterion::Risk, 1.0)]) && made(&[(Criterion::Time, 3.0)]));
        assert!(!made(&[(Criterion::Distance, 1.0)]) && !made(&[(Criterion::Risk, 1.0), (Criterion::Time, 1.0)]));
        let heavy = Graph::new(2, [(0, 1, CostVector::new([1, 2, 3, 4, 1 << 30, 6]))]).expect("two states");
        assert!(Untied::instead_of(&Weights::new([(Criterion::Risk, 1.0)]).expect("a rate"), &heavy).is_none());
    }

    proptest! {
        #![proptest_config(config(2000))]

        #[test]
        fn answers_are_those_of_the_weights(case in prop_oneof![small(), large()], criterion in 1usize..6) {
            let weights = Weights::new([(Criterion::ALL[criterion], 1.0)]).expect("a rate");
            let graph = &case.graph;
            let Some(untied) = Untied::instead_of(&weights, graph) else { return Ok(()) };
            let query = Query::new(case.from, &case.goals);
            let expected = best_simple(graph, &weights, &NoBound, &query, &mut Scores::default());
            prop_assert_eq!(best_simple(graph, &untied, &NoBound, &query, &mut Scores::default()), expected);
        }
    }
}
