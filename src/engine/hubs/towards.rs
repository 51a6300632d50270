//! Bounds of what is still to come on one trip.

use super::super::graph::NONE;
use super::super::scores::Bound;
use super::super::{Goal, Metric};
use super::{Aim, Hubs, Rates};
use crate::cost::CostVector;
use crate::weights::Weights;
use std::cell::Cell;

/// [`Hubs`] for one trip under one weighting.
pub(crate) struct Towards<'a> {
    hubs: &'a Hubs,
    aim: Aim<'a>,
    rates: Rates,
    /// What ending the trip scores at the least.
    end: u64,
    /// By group, once it was asked for.
    known: Vec<Cell<u64>>,
}

const UNKNOWN: u64 = u64::MAX;
/// The goals can't be reached.
const NO_WAY: u64 = u64::MAX - 1;

impl Hubs {
    /// Bounds of what is still to come on the way to goals at one place; `None` without goals, or if they are at several places.
    pub(crate) fn towards(&self, goals: &[Goal], weights: &Weights) -> Option<Towards<'_>> {
        let ends: Vec<u32> = goals.iter().filter_map(|goal| self.group(goal.state)).collect();
        let end = weights.cost(&goals.iter().map(|goal| goal.cost).reduce(CostVector::least)?);
        let known = vec![Cell::new(UNKNOWN); self.first.len()];
        Some(Towards { hubs: self, aim: self.aim(&ends)?, rates: self.rates(weights), end, known })
    }
}

impl Bound<u64> for Towards<'_> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<u64> {
        let group = self.hubs.group[state as usize];
        debug_assert_ne!(group, NONE, "only what an arc leads into is asked for");
        let known = &self.known[group as usize];
        if known.get() == UNKNOWN {
            known.set(self.hubs.score(group, &self.aim, &self.rates).map_or(NO_WAY, |score| score + self.end));
        }
        Some(known.get()).filter(|rest| *rest != NO_WAY)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::oracle::{Case, config, large, small};
    use super::super::super::{NoBound, Query, Scores, simple::walk};
    use super::*;
    use proptest::prelude::*;

    fn check(case: &Case, hubs: &Hubs) -> Result<(), TestCaseError> {
        let (graph, weights, memory) = (&case.graph, &case.weights, &mut Scores::default());
        let query = Query::new(case.from, &case.goals);
        let Some(bound) = hubs.towards(&case.goals, weights) else {
            prop_assert!(case.goals.iter().all(|goal| !graph.is_entered(goal.state)));
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
                check(&case, &Hubs::new(&case.graph, kind).expect("few groups"))?;
            }
        }
    }
}
