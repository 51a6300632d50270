//! How an arc is scored: by weights alone, or first by whether it is closed.

use super::Graph;
use crate::weights::Weights;
use std::fmt::Debug;
use std::ops::Add;

/// Scores arcs; scores add up along a path and never decrease.
pub(crate) trait Metric {
    type Score: Copy + Ord + Default + Add<Output = Self::Score> + Debug;
    /// The score of a cost vector that belongs to no arc.
    fn cost(&self, cost: &crate::cost::CostVector) -> Self::Score;
    /// The score of an arc; `cost` is its cost, at hand where this is called.
    fn arc(&self, arc: u32, cost: &crate::cost::CostVector) -> Self::Score;
}

impl Metric for Weights {
    type Score = u64;

    #[inline]
    fn cost(&self, cost: &crate::cost::CostVector) -> u64 {
        self.score(cost)
    }

    #[inline]
    fn arc(&self, _: u32, cost: &crate::cost::CostVector) -> u64 {
        self.score(cost)
    }
}

/// The least to open first, then the weights: what would have to change for a path to exist.
pub(crate) struct LeastToOpen<'a> {
    pub(crate) weights: &'a Weights,
    /// What opening each arc takes; 0 for an open one.
    pub(crate) closed: &'a [u32],
}

/// What has to open, then the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClosedScore {
    pub(crate) closed: u32,
    score: u64,
}

impl Add for ClosedScore {
    type Output = ClosedScore;
    fn add(self, other: ClosedScore) -> ClosedScore {
        ClosedScore { closed: self.closed.saturating_add(other.closed), score: self.score.saturating_add(other.score) }
    }
}

impl Metric for LeastToOpen<'_> {
    type Score = ClosedScore;

    fn cost(&self, cost: &crate::cost::CostVector) -> ClosedScore {
        ClosedScore { closed: 0, score: self.weights.score(cost) }
    }

    fn arc(&self, arc: u32, cost: &crate::cost::CostVector) -> ClosedScore {
        ClosedScore { closed: self.closed[arc as usize], score: self.weights.score(cost) }
    }
}

impl Graph {
    /// The score of one arc.
    #[inline]
    pub(crate) fn score<M: Metric>(&self, metric: &M, arc: u32) -> M::Score {
        metric.arc(arc, self.cost(arc))
    }
}
