//! Bounds of what is still to come on one trip.

use super::super::graph::NONE;
use super::super::scores::Bound;
use super::super::{Goal, Graph, Metric};
use super::{Rates, Steps, Table};
use crate::cost::CostVector;
use crate::weights::Weights;
use std::borrow::Cow;

/// A [`Table`] for one trip under one weighting.
pub(crate) struct Towards<'a> {
    group: &'a [u32],
    to: Cow<'a, [Steps]>,
    rates: Rates,
    /// What ending the trip scores at the least.
    end: u64,
}

impl Table {
    /// Bounds of what is still to come on the way to goals at one place; `None` without goals, or if they are at several places.
    pub(crate) fn towards(&self, graph: &Graph, goals: &[Goal], weights: &Weights) -> Option<Towards<'_>> {
        let place = graph.place(goals.first()?.state);
        let end = weights.cost(&goals.iter().map(|goal| goal.cost).reduce(CostVector::least)?);
        goals.iter().all(|goal| graph.place(goal.state) == place).then(|| Towards {
            group: &self.group,
            to: self.to_place(place),
            rates: self.rates(weights),
            end,
        })
    }
}

impl Bound<u64> for Towards<'_> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<u64> {
        let group = self.group[state as usize];
        debug_assert_ne!(group, NONE, "only what an arc leads into is asked for");
        Some(self.rates.score(&self.to[group as usize]) + self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::oracle::{Case, config, large, small};
    use super::super::super::{NoBound, Query, Scores, simple::walk};
    use super::*;
    use proptest::prelude::*;

    fn check(case: &Case, table: &Table) -> Result<(), TestCaseError> {
        let (graph, weights, memory) = (&case.graph, &case.weights, &mut Scores::default());
        let query = Query::new(case.from, &case.goals);
        let Some(bound) = table.towards(graph, &case.goals, weights) else {
            prop_assert!(case.goals.is_empty());
            return Ok(());
        };
        let exact = Scores::to_goals(graph, weights, &case.goals);
        for state in (0..graph.states() as u32).filter(|state| graph.is_entered(*state)) {
            if let Some(rest) = exact.rest(0, state) {
                prop_assert!(bound.rest(0, state).is_some_and(|bound| bound <= rest), "state {}", state);
            }
        }
        let expected = walk(graph, weights, &NoBound, &query, memory, u64::MAX);
        prop_assert_eq!(walk(graph, weights, &bound, &query, memory, u64::MAX), expected);
        Ok(())
    }

    proptest! {
        #![proptest_config(config(1000))]

        #[test]
        fn groups_bound_every_way(case in prop_oneof![small(), large()].prop_map(|case| case.at_one_place())) {
            let kinds: [fn(u32) -> u32; 3] = [|state| state, |state| state % 2, |_| 0];
            for kind in kinds {
                check(&case, &Table::new(&case.graph, kind).expect("few groups"))?;
            }
        }
    }
}
