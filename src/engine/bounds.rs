//! Lower bounds on each criterion by itself: they bound every weighting.

use super::metric::Single;
use super::scores::{Bound, Scores};
use super::{Goal, Graph};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// A lower bound on one criterion of every path that uses an arc of each group.
pub(crate) struct LeastVia {
    criterion: Criterion,
    from: Scores<u32>,
    to: Scores<u32>,
}

impl LeastVia {
    /// One sweep each way.
    pub(crate) fn new(graph: &Graph, criterion: Criterion, start: u32, goals: &[Goal]) -> LeastVia {
        let metric = Single(criterion);
        let (from, to) = (Scores::from(graph, &metric, start), Scores::to_goals(graph, &metric, goals));
        LeastVia { criterion, from, to }
    }

    /// The least ticks of a path through the groups: at least what each of them alone takes. `None`: there is no path.
    pub(crate) fn through(&self, graph: &Graph, groups: &[Vec<u32>]) -> Option<u32> {
        let over = |arc: &u32| {
            let (from, to) = (self.from.rest(graph.tail(*arc))?, self.to.rest(graph.head(*arc))?);
            Some(from.saturating_add(graph.cost(*arc)[self.criterion]).saturating_add(to))
        };
        groups
            .iter()
            .map(|group| group.iter().filter_map(over).min())
            .try_fold(0, |least, group| Some(least.max(group?)))
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
                *least = least.and_then(|least| Some(least.with(criterion, ticks.rest(state)?)));
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
    fn rest(&self, state: u32) -> Option<u64> {
        self.least.by_state[state as usize].as_ref().map(|least| self.weights.score(least))
    }
}
