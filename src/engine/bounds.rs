//! Lower bounds on each criterion by itself: they bound every weighting.

use super::metric::Single;
use super::scores::{Bound, Scores};
use super::table::{FromStart, Rates, Table, Towards};
use super::{Goal, Graph};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// What one criterion takes at the least, by itself, on paths from one start to one end.
pub(crate) struct Least<'a> {
    pub(crate) criterion: Criterion,
    graph: &'a Graph,
    table: &'a Table,
    rates: Rates,
    from: FromStart<'a, u32>,
    to: Towards<'a, u32>,
}

impl<'a> Least<'a> {
    /// `None` without goals, or if they are at several places.
    pub(crate) fn new(
        graph: &'a Graph,
        table: &'a Table,
        criterion: Criterion,
        start: u32,
        goals: &[Goal],
    ) -> Option<Least<'a>> {
        let metric = Single(criterion);
        let (from, to) = (table.since(graph, start, &metric), table.towards(graph, goals, &metric)?);
        Some(Least { criterion, graph, table, rates: table.rates(&metric), from, to })
    }

    /// A lower bound for paths that use an arc of each group; `None` if there is none.
    pub(crate) fn bound(&self, groups: &[Vec<u32>]) -> Option<u32> {
        let known = Some((self.table, &self.rates));
        super::via::bound(self.graph, known, &Single(self.criterion), (&self.from, &self.to), groups)
    }
}

/// The least that is still to come from each state on each criterion by itself.
#[derive(Debug)]
pub(crate) struct LeastCosts {
    by_state: Vec<Option<CostVector>>,
}

impl LeastCosts {
    /// One backward sweep for each criterion.
    pub(crate) fn new(graph: &Graph, goals: &[Goal]) -> LeastCosts {
        let mut by_state = vec![Some(CostVector::ZERO); graph.states()];
        for criterion in Criterion::ALL {
            let ticks = Scores::to_goals(graph, &Single(criterion), goals);
            for (state, least) in (0..).zip(&mut by_state) {
                *least = least.and_then(|least| Some(least.with(criterion, ticks.rest(0, state)?)));
            }
        }
        LeastCosts { by_state }
    }
}

/// [`LeastCosts`] under one weighting: the weighted sum of the least costs is no more than the least weighted sum.
pub(crate) struct Weighted<'a> {
    pub(crate) least: &'a LeastCosts,
    pub(crate) weights: &'a Weights,
}

impl Bound<u64> for Weighted<'_> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<u64> {
        self.least.by_state[state as usize].as_ref().map(|least| self.weights.score(least))
    }
}
