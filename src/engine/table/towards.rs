//! Bounds of what is still to come on one trip, and of what comes before.

use super::super::graph::NONE;
use super::super::metric::Score;
use super::super::scores::Bound;
use super::super::{Goal, Graph, Metric};
use super::{Rates, Steps, Table};
use crate::cost::CostVector;
use std::borrow::Cow;

/// Bounds of what is still to come to the end of a trip.
pub(crate) struct Towards<'a, S> {
    group: &'a [u32],
    to: Cow<'a, [Steps]>,
    rates: Rates,
    /// What ending the trip scores at the least.
    end: S,
}

/// Bounds of what comes before a state of a trip.
pub(crate) struct FromStart<'a, S> {
    table: &'a Table,
    graph: &'a Graph,
    start: u32,
    /// The groups next to the start, with what it takes to each.
    next: Vec<(u32, S)>,
    rates: Rates,
}

impl Table {
    /// Bounds of what is still to come on the way to goals at one place; `None` without goals, or if they are at several places.
    pub(crate) fn towards<M: Metric>(
        &self,
        graph: &Graph,
        goals: &[Goal],
        metric: &M,
    ) -> Option<Towards<'_, M::Score>> {
        let place = graph.place(goals.first()?.state);
        let end = metric.cost(&goals.iter().map(|goal| goal.cost).reduce(CostVector::least)?);
        goals.iter().all(|goal| graph.place(goal.state) == place).then(|| Towards {
            group: &self.group,
            to: self.to_place(place),
            rates: self.rates(metric),
            end,
        })
    }
}

impl Table {
    /// Bounds of what is still to come on the way to a place, from which on it is at least `end`.
    pub(crate) fn towards_place<M: Metric>(&self, place: u32, end: M::Score, metric: &M) -> Towards<'_, M::Score> {
        Towards { group: &self.group, to: self.to_place(place), rates: self.rates(metric), end }
    }

    /// Bounds of what comes before each state on ways from a start.
    pub(crate) fn since<'a, M: Metric>(&'a self, graph: &'a Graph, start: u32, metric: &M) -> FromStart<'a, M::Score> {
        let over = |arc| Some((self.group(graph.head(arc))?, graph.score(metric, arc)));
        let next = graph.arcs_out(start).filter_map(over).collect();
        FromStart { table: self, graph, start, next, rates: self.rates(metric) }
    }
}

impl<S: Score> Bound<S> for Towards<'_, S> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<S> {
        let group = self.group[state as usize];
        debug_assert_ne!(group, NONE, "only what an arc leads into is asked for");
        Some(S::floor(self.rates.score(&self.to[group as usize])) + self.end)
    }
}

/// No sweep, but a look at all groups next to the start each time.
impl<S: Score> Bound<S> for FromStart<'_, S> {
    fn rest(&self, _: u32, state: u32) -> Option<S> {
        if state == self.start {
            return Some(S::default());
        }
        let row = self.table.to_place(self.graph.place(state));
        let over = |(group, score): &(u32, S)| *score + S::floor(self.rates.score(&row[*group as usize]));
        self.next.iter().map(over).min()
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
        let (before, exact) = (table.since(graph, case.from, weights), Scores::from(graph, weights, case.from));
        for state in (0..graph.states() as u32).filter(|state| graph.is_entered(*state)) {
            if let Some(score) = exact.rest(0, state) {
                prop_assert!(before.rest(0, state).is_some_and(|bound| bound <= score), "from the start to {}", state);
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
