//! Lower bounds on each criterion by itself: they bound every weighting.

use super::coarse::Coarse;
use super::metric::Single;
use super::query::Query;
use super::scores::{Bound, Scores};
use super::{Goal, Graph, Table};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// What one criterion takes at the least, by itself, on paths from one start to one end.
pub(crate) struct Least<'a> {
    pub(crate) criterion: Criterion,
    graph: &'a Graph,
    table: Option<&'a Table>,
    from: Scores<u32>,
    to: Scores<u32>,
    coarse: Coarse<'a, u32>,
}

impl<'a> Least<'a> {
    /// One sweep each way.
    pub(crate) fn new(
        graph: &'a Graph,
        table: Option<&'a Table>,
        criterion: Criterion,
        start: u32,
        goals: &[Goal],
    ) -> Least<'a> {
        let metric = Single(criterion);
        let (from, to) = (Scores::from(graph, &metric, start), Scores::to_goals(graph, &metric, goals));
        Least { criterion, graph, table, from, to, coarse: Coarse::new(graph, &metric) }
    }

    /// A lower bound for paths that use an arc of each group; `None` if there is none.
    pub(crate) fn bound(&self, groups: &[Vec<u32>]) -> Option<u32> {
        super::via::bound(self.graph, self.table, &Single(self.criterion), (&self.from, &self.to), groups)
    }

    /// Whether some path may answer the question within a limit. One sweep over the places.
    pub(crate) fn may_be_within(&self, query: &Query<'_>, most: u32) -> bool {
        self.coarse.bounds(&Single(self.criterion), query, most).is_some()
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
