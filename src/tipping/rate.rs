//! The tipping points of weights: the exchange rate of one criterion moves, the others stay.

use crate::cost::Criterion;
use crate::engine::{Graph, Path};
use crate::planner::Trip;
use crate::tipping::search::{Change, Grid, Hunt, Line, Scale, comes_before, lead};
use crate::weights::Weights;

/// How far a rate is varied: from a quarter to four times.
const RANGE: f64 = 4.0;
/// Digits of a rate that are varied.
const DIGITS: i32 = 4;

/// One rate on its way.
struct RateLine<'a> {
    trip: &'a Trip<'a>,
    weights: &'a Weights,
    winner: &'a Path,
    criterion: Criterion,
    grid: Grid,
}

/// Down and up from a rate, by steps of its fourth digit.
pub(crate) fn ways(rate: f64) -> [Grid; 2] {
    let digit = rate.log10().floor() as i32 + 1 - DIGITS;
    let scale = if digit < 0 { Scale::PerUnit(10f64.powi(-digit)) } else { Scale::Units(10f64.powi(digit)) };
    [rate / RANGE, rate * RANGE].map(|end| Grid::new(rate, end, scale))
}

/// These weights with one rate changed; `None` if they can no longer be kept together.
pub(crate) fn with_rate(weights: &Weights, criterion: Criterion, rate: f64) -> Option<Weights> {
    let rates = weights.criteria().map(|other| (other, if other == criterion { rate } else { weights.rate(other) }));
    Weights::new(rates).ok()
}

/// The first change of the best route as a rate goes one way.
///
/// Weights are whole numbers that share a power of two. As long as those of the other criteria stay the same, scores are straight lines, so that each
/// such part of the way is looked into by itself.
pub(crate) fn change(
    trip: &Trip<'_>,
    weights: &Weights,
    winner: &Path,
    criterion: Criterion,
    grid: Grid,
) -> (Grid, Change) {
    let at = |step: u32| with_rate(weights, criterion, grid.value(step));
    let end = last(0, grid.steps, |step| at(step).is_some());
    let grid = grid.up_to(end);
    let mut line = RateLine { trip, weights, winner, criterion, grid };
    let others = |step: u32| at(step).map(|weights| weights.without(criterion));
    // Step 0 has the weights as they were given, which may be other whole numbers.
    let mut known = 0;
    while known < end {
        let first = known + 1;
        let part = others(first);
        let to = last(first, end, |step| others(step) == part);
        for (from, to) in [(known, first), (first, to)].into_iter().filter(|(from, to)| from < to) {
            match Hunt::new(&mut line, winner, true).first(from, to) {
                Change::Never => {}
                change => return (grid, change),
            }
        }
        known = to;
    }
    (grid, Change::Never)
}

/// The last step for which something holds that holds for the first and from some step on no more.
fn last(first: u32, end: u32, holds: impl Fn(u32) -> bool) -> u32 {
    if holds(end) {
        return end;
    }
    let (mut low, mut high) = (first, end);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle }
    }
    low
}

impl RateLine<'_> {
    fn weights(&self, step: u32) -> Weights {
        match step {
            0 => *self.weights,
            _ => with_rate(self.weights, self.criterion, self.grid.value(step)).unwrap_or(*self.weights),
        }
    }

    fn graph(&self) -> &Graph {
        &self.trip.planner.open.graph
    }
}

impl Line for RateLine<'_> {
    fn best(&mut self, step: u32) -> Option<Path> {
        self.trip.best_path(&self.weights(step))
    }

    fn beats(&mut self, path: &Path, step: u32) -> bool {
        comes_before(self.graph(), &self.weights(step), path, self.winner)
    }

    fn lead(&mut self, path: &Path, step: u32) -> i64 {
        lead(&self.weights(step), path, self.winner)
    }

    fn holds(&mut self, _: u32) -> bool {
        true
    }
}
