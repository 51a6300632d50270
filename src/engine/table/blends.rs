//! Lanes beside those of the six criteria, for what often pulls one against the other.
//!
//! The least of a sum is more than the sum of the least of each, so that what can be counted in one lane is bounded better there.

use super::super::Graph;
use super::super::metric::Lanes as OfCriteria;
use super::{Lanes, WIDTH};
use crate::cost::{
    CostVector,
    Criterion::{self, *},
};

/// All pairs with borders or risk, which lie across the other four, and time with money. The first takes what it can of the
/// rates of both, the others what is left.
const BLENDS: [[Criterion; 2]; WIDTH - 6] = [
    [Time, Cost],
    [Emissions, Risk],
    [Cost, Risk],
    [Time, Risk],
    [Distance, Risk],
    [Emissions, Crossings],
    [Risk, Crossings],
    [Cost, Crossings],
    [Time, Crossings],
    [Distance, Crossings],
];

/// What a tick of each criterion counts in the lanes of its blends: so much that each counts about the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blends([f32; 6]);

impl Blends {
    /// Blends for the arcs of a graph.
    pub(super) fn new(graph: &Graph) -> Blends {
        let mut sums = [0.0f32; 6];
        for arc in 0..graph.arcs() as u32 {
            // Not the mean in whole ticks: hardly one arc in five passes a border.
            sums.iter_mut().zip(graph.cost(arc).0).for_each(|(sum, ticks)| *sum += ticks as f32);
        }
        Blends(sums.map(|sum| if sum > 0.0 { graph.arcs() as f32 / sum } else { 0.0 }))
    }

    /// The lanes of six criteria and their blends.
    pub(super) fn lanes(&self, cost: &CostVector) -> Lanes {
        let mut lanes = [0.0; WIDTH];
        for (lane, ticks) in lanes.iter_mut().zip(cost.0) {
            *lane = ticks as f32;
        }
        for (i, blend) in BLENDS.iter().enumerate() {
            let [a, b] = blend.map(|criterion| self.0[criterion as usize] * lanes[criterion as usize]);
            lanes[6 + i] = a + b;
        }
        lanes
    }

    /// Rates of all lanes that score what the rates of six criteria do: as much as there is of each blend, and what is left.
    pub(super) fn rates(&self, of_criteria: OfCriteria) -> Lanes {
        let mut rates = [0.0; WIDTH];
        rates[..6].copy_from_slice(&of_criteria[..6]);
        for (i, [a, b]) in BLENDS.iter().map(|blend| blend.map(|criterion| criterion as usize)).enumerate() {
            let (p, q) = (self.0[a], self.0[b]);
            if p > 0.0 && q > 0.0 {
                let rate = (rates[a] / p).min(rates[b] / q);
                rates[6 + i] = rate;
                rates[a] = (rates[a] - rate * p).max(0.0);
                rates[b] = (rates[b] - rate * q).max(0.0);
            }
        }
        rates
    }
}
