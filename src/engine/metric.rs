//! How an arc is scored: by weights alone, or first by whether it is closed.

use super::Graph;
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;
use std::fmt::Debug;
use std::ops::{Add, Sub};

/// Ticks of each criterion and two numbers more, infinite where there is no way. Floats because every processor takes the larger of four
/// of them at once, which it cannot do with integers.
pub(crate) type Lanes = [f32; 8];

/// Eight products and their sum lose less of their value than this leaves.
pub(crate) const SAFE: f32 = 0.99999;

/// A sum of scores along a path.
pub(crate) trait Score:
    Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self> + Debug + Send + Sync
{
    /// More than any path scores.
    const UNREACHED: Self;
    /// A score of no more than that.
    fn floor(score: u64) -> Self;
    /// How many bits the score takes.
    fn bits(self) -> u32;
    /// The score divided by 2 to the power of `shift`.
    fn shifted(self, shift: u32) -> u64;
}

macro_rules! score {
    ($($number:ty),*) => {$(
        impl Score for $number {
            const UNREACHED: $number = <$number>::MAX;

            #[inline]
            fn floor(score: u64) -> $number {
                <$number>::try_from(score).unwrap_or(<$number>::MAX / 4)
            }

            #[inline]
            fn bits(self) -> u32 {
                <$number>::BITS - self.leading_zeros()
            }

            #[inline]
            fn shifted(self, shift: u32) -> u64 {
                u64::try_from(self >> shift).unwrap_or(u64::MAX)
            }
        }
    )*};
}

score!(u32, u64, u128);

/// Scores arcs; scores add up along a path and never decrease.
pub(crate) trait Metric: Sync {
    type Score: Score;
    /// The score of a cost vector that belongs to no arc.
    fn cost(&self, cost: &CostVector) -> Self::Score;
    /// What a tick of each criterion scores, a little less, for bounds.
    fn rates(&self) -> Lanes;
    /// The score of an arc; `cost` is its cost, at hand where this is called.
    fn arc(&self, arc: u32, cost: &CostVector) -> Self::Score;
    /// The score by which queues tell what is near, given the mean cost of an arc.
    fn usual(&self, mean: &CostVector) -> Self::Score {
        self.cost(mean)
    }
}

impl Metric for Weights {
    type Score = u64;

    #[inline]
    fn cost(&self, cost: &CostVector) -> u64 {
        self.score(cost)
    }

    fn rates(&self) -> Lanes {
        let mut rates = [0.0; 8];
        for criterion in Criterion::ALL {
            rates[criterion as usize] = self.score(&CostVector::ZERO.with(criterion, 1)) as f32 * SAFE;
        }
        rates
    }

    #[inline]
    fn arc(&self, _: u32, cost: &CostVector) -> u64 {
        self.score(cost)
    }
}

/// One criterion alone, in its ticks.
pub(crate) struct Single(pub(crate) Criterion);

impl Metric for Single {
    type Score = u32;

    #[inline]
    fn cost(&self, cost: &CostVector) -> u32 {
        cost[self.0]
    }

    fn rates(&self) -> Lanes {
        let mut rates = [0.0; 8];
        rates[self.0 as usize] = SAFE;
        rates
    }

    #[inline]
    fn arc(&self, _: u32, cost: &CostVector) -> u32 {
        cost[self.0]
    }
}

/// The least to open first, then the weights: what would have to change for a path to exist.
pub(crate) struct LeastToOpen<'a> {
    pub(crate) weights: &'a Weights,
    /// What opening each arc takes; 0 for an open one.
    pub(crate) closed: &'a [u32],
}

impl Metric for LeastToOpen<'_> {
    /// What has to open, then 64 bits of score.
    type Score = u128;

    #[inline]
    fn cost(&self, cost: &CostVector) -> u128 {
        u128::from(self.weights.score(cost))
    }

    fn rates(&self) -> Lanes {
        self.weights.rates()
    }

    #[inline]
    fn arc(&self, arc: u32, cost: &CostVector) -> u128 {
        u128::from(self.closed[arc as usize]) << 64 | u128::from(self.weights.score(cost))
    }
}

/// A metric with the score of every arc worked out, for many searches under the same weights.
pub(crate) struct Scored<'a, M: Metric> {
    metric: &'a M,
    by_arc: Vec<M::Score>,
}

impl<'a, M: Metric> Scored<'a, M> {
    pub(crate) fn new(graph: &Graph, metric: &'a M) -> Scored<'a, M> {
        Scored { metric, by_arc: (0..graph.arcs() as u32).map(|arc| graph.score(metric, arc)).collect() }
    }

    /// Lets an arc score something else.
    pub(crate) fn set(&mut self, arc: u32, score: M::Score) {
        self.by_arc[arc as usize] = score;
    }
}

impl<M: Metric> Metric for Scored<'_, M> {
    type Score = M::Score;

    #[inline]
    fn cost(&self, cost: &CostVector) -> M::Score {
        self.metric.cost(cost)
    }

    fn rates(&self) -> Lanes {
        self.metric.rates()
    }

    #[inline]
    fn arc(&self, arc: u32, _: &CostVector) -> M::Score {
        self.by_arc[arc as usize]
    }

    fn usual(&self, mean: &CostVector) -> M::Score {
        self.metric.usual(mean)
    }
}

impl Graph {
    /// The score of one arc.
    #[inline]
    pub(crate) fn score<M: Metric>(&self, metric: &M, arc: u32) -> M::Score {
        metric.arc(arc, self.cost(arc))
    }
}
