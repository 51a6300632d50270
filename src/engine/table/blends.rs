//! Two lanes beside those of the six criteria, for what often pulls one against the other.
//!
//! The least of a sum is more than the sum of the least of each, so that what can be counted in one lane is bounded better there.

use super::super::metric::Lanes;
use crate::cost::{CostVector, Criterion};

const BLENDS: [[Criterion; 2]; 2] = [[Criterion::Time, Criterion::Cost], [Criterion::Crossings, Criterion::Risk]];

/// What a tick of each criterion counts in the lane of each blend: so much that both count about the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blends([[f32; 2]; 2]);

impl Blends {
    /// Blends for arcs that cost `mean` in the mean.
    pub(super) fn new(mean: &CostVector) -> Blends {
        let share = |criterion: Criterion| if mean[criterion] == 0 { 0.0 } else { 1.0 / mean[criterion] as f32 };
        Blends(BLENDS.map(|blend| blend.map(share)))
    }

    /// The lanes of six criteria and two blends.
    pub(super) fn lanes(&self, cost: &CostVector) -> Lanes {
        let mut lanes = [0.0; 8];
        for (lane, ticks) in lanes.iter_mut().zip(cost.0) {
            *lane = ticks as f32;
        }
        for (i, ([p, q], [a, b])) in self.0.iter().zip(BLENDS).enumerate() {
            lanes[6 + i] = p * lanes[a as usize] + q * lanes[b as usize];
        }
        lanes
    }

    /// Rates of all lanes that score what the rates of six criteria do: as much as there is of each blend, and what is left.
    pub(super) fn rates(&self, mut rates: Lanes) -> Lanes {
        for (i, ([p, q], [a, b])) in self.0.iter().zip(BLENDS).enumerate() {
            let (a, b) = (a as usize, b as usize);
            if *p > 0.0 && *q > 0.0 {
                let rate = (rates[a] / p).min(rates[b] / q);
                rates[6 + i] = rate;
                rates[a] = (rates[a] - rate * p).max(0.0);
                rates[b] = (rates[b] - rate * q).max(0.0);
            }
        }
        rates
    }
}
