//! Least scores to a set of states, without the paths: the bounds of other searches.

use super::heap::Heap;
use super::{Bound, Goal, Graph, Metric};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;

/// The least score from each state to the seeds, each with a score of its own, or if `forward` from the seeds to each state;
/// `None` where there is no path.
///
/// O((n + m) log n) (Dijkstra 1959), without the ties that a search for paths has to break.
pub(crate) fn least_scores<M: Metric>(
    graph: &Graph,
    metric: &M,
    seeds: impl IntoIterator<Item = (u32, M::Score)>,
    forward: bool,
) -> Vec<Option<M::Score>> {
    let mut least: Vec<Option<M::Score>> = vec![None; graph.states()];
    let mut heap = Heap::new();
    let offer = |least: &mut Vec<Option<M::Score>>, heap: &mut Heap<M::Score>, state: u32, score: M::Score| {
        let known = &mut least[state as usize];
        if known.is_none_or(|known| score < known) {
            *known = Some(score);
            heap.push(score, state, |_, _| false);
        }
    };
    for (state, score) in seeds {
        offer(&mut least, &mut heap, state, score);
    }
    while let Some((score, state)) = heap.pop(|_, _| false) {
        if forward {
            for arc in graph.arcs_out(state) {
                offer(&mut least, &mut heap, graph.head(arc), score + graph.score(metric, arc));
            }
        } else {
            for arc in graph.arcs_in(state) {
                offer(&mut least, &mut heap, graph.tail(arc), score + graph.score(metric, arc));
            }
        }
    }
    least
}

/// A lower bound on one criterion of every path that uses an arc of each group.
#[derive(Debug)]
pub(crate) struct LeastVia {
    criterion: Criterion,
    from: Vec<Option<u32>>,
    to: Vec<Option<u32>>,
}

impl LeastVia {
    /// One search each way.
    pub(crate) fn new(graph: &Graph, criterion: Criterion, start: u32, goals: &[Goal]) -> LeastVia {
        let metric = Single(criterion);
        let ends = goals.iter().map(|goal| (goal.state, goal.cost[criterion]));
        let from = least_scores(graph, &metric, [(start, 0)], true);
        LeastVia { criterion, from, to: least_scores(graph, &metric, ends, false) }
    }

    /// The least ticks of a path through the groups: at least what each of them alone takes. `None`: there is no path.
    pub(crate) fn through(&self, graph: &Graph, groups: &[Vec<u32>]) -> Option<u32> {
        let over = |arc: &u32| {
            let (from, to) = (self.from[graph.tail(*arc) as usize]?, self.to[graph.head(*arc) as usize]?);
            Some(from.saturating_add(graph.cost(*arc)[self.criterion]).saturating_add(to))
        };
        groups
            .iter()
            .map(|group| group.iter().filter_map(over).min())
            .try_fold(0, |least, group| Some(least.max(group?)))
    }
}

/// The least that is still to come from each state on each criterion by itself: it bounds every weighting.
#[derive(Debug)]
pub(crate) struct LeastCosts {
    by_state: Vec<Option<CostVector>>,
}

impl LeastCosts {
    /// One backward search for each criterion.
    pub(crate) fn new(graph: &Graph, goals: &[Goal]) -> LeastCosts {
        let mut by_state = vec![Some(CostVector::ZERO); graph.states()];
        for criterion in Criterion::ALL {
            let ticks = least_scores(
                graph,
                &Single(criterion),
                goals.iter().map(|goal| (goal.state, goal.cost[criterion])),
                false,
            );
            for (least, ticks) in by_state.iter_mut().zip(ticks) {
                *least = least.and_then(|least| Some(least.with(criterion, ticks?)));
            }
        }
        LeastCosts { by_state }
    }
}

/// One criterion alone, in its ticks.
struct Single(Criterion);

impl Metric for Single {
    type Score = u32;

    fn cost(&self, cost: &CostVector) -> u32 {
        cost[self.0]
    }

    fn arc(&self, _: u32, cost: &CostVector) -> u32 {
        cost[self.0]
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
