//! One weight alone: the rates at which the winner changes.

use super::envelope::Envelope;
use super::lines::{Lines, Point};
use crate::cost::{CostVector, Criterion};
use crate::weight_box::{WeightBox, WeightBoxError};
use std::cmp::{Ordering, Reverse};

/// A rate of one criterion at which the winner changes, everything else as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakpoint {
    criterion: Criterion,
    rate: f64,
    fraction: Option<(u128, u128)>,
    below: usize,
    above: usize,
}

impl Breakpoint {
    /// The criterion whose rate it is.
    pub fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// The rate, in units of the weights, rounded to a float.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The rate exactly: numerator and denominator in lowest terms, where they fit 128 bits. The rates of the box count as the floats that
    /// they are: 0.5 is a half, 0.08 is not 2 in 25.
    pub fn fraction(&self) -> Option<(u128, u128)> {
        self.fraction
    }

    /// The route that wins just below, for [`Front::route`](crate::Front::route).
    pub fn below(&self) -> usize {
        self.below
    }

    /// The route that wins just above, for [`Front::route`](crate::Front::route).
    pub fn above(&self) -> usize {
        self.above
    }
}

/// How far one weight can change alone before another route wins.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightChange {
    criterion: Criterion,
    rate: f64,
    range: (f64, f64),
    below: Option<Breakpoint>,
    above: Option<Breakpoint>,
}

impl WeightChange {
    /// The criterion whose weight changes.
    pub fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// The rate from which the change is counted.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The rates that were looked at: the range of the box, or for a fixed weight from a quarter to four times its rate.
    pub fn range(&self) -> (f64, f64) {
        self.range
    }

    /// Where another route wins first as the weight falls; `None` if none does within the range.
    pub fn below(&self) -> Option<&Breakpoint> {
        self.below.as_ref()
    }

    /// Where another route wins first as the weight rises; `None` if none does within the range.
    pub fn above(&self) -> Option<&Breakpoint> {
        self.above.as_ref()
    }

    /// The nearer of the two, in ratios; `None` if the winner stays within the range.
    pub fn nearest(&self) -> Option<&Breakpoint> {
        let ratio = |breakpoint: &Breakpoint| (breakpoint.rate / self.rate).ln().abs();
        let both = [self.below.as_ref(), self.above.as_ref()].into_iter().flatten();
        both.min_by(|a, b| ratio(a).total_cmp(&ratio(b)))
    }
}

/// The steps from each of the routes to the next as the one free rate rises: those with more ticks win first.
fn steps(lines: &Lines, mut routes: Vec<usize>) -> Vec<(Point, [usize; 2])> {
    routes.sort_by_key(|line| Reverse(lines.all[*line].slope[0]));
    routes.windows(2).filter_map(|pair| Some((lines.tie(pair[0], pair[1])?, [pair[0], pair[1]]))).collect()
}

fn breakpoint(lines: &Lines, (at, [below, above]): &(Point, [usize; 2])) -> Breakpoint {
    Breakpoint {
        criterion: lines.free[0],
        rate: lines.rates(at).first().copied().unwrap_or_default(),
        fraction: lines.fraction(at),
        below: lines.row(*below),
        above: lines.row(*above),
    }
}

/// The rates at which the winner changes, ascending.
pub(super) fn ladder(lines: &Lines, routes: Vec<usize>) -> Vec<Breakpoint> {
    steps(lines, routes).iter().map(|step| breakpoint(lines, step)).collect()
}

/// The smallest change of each weight of the box that changes the winner.
pub(super) fn of_each(rates: &WeightBox, costs: &[CostVector]) -> Result<Vec<WeightChange>, WeightBoxError> {
    rates.criteria().map(|criterion| smallest(&rates.only(criterion), criterion, costs)).collect()
}

fn smallest(rates: &WeightBox, criterion: Criterion, costs: &[CostVector]) -> Result<WeightChange, WeightBoxError> {
    let lines = Lines::new(rates, costs)?;
    let rate = rates.rate(criterion);
    let here = lines.at(&[rate]);
    let winner = lines.lowest(&here);
    let routes = Envelope::new(&lines).regions().iter().map(|region| region.line).collect();
    let steps = steps(&lines, routes);
    // Below a step the route that wins before it scores less.
    let side = |(_, [before, after]): &&(Point, [usize; 2])| lines.compare(&here, *before, *after);
    let below =
        steps.iter().rev().filter(|step| side(step) != Ordering::Less).find(|(_, [before, _])| *before != winner);
    let above = steps.iter().filter(|step| side(step) != Ordering::Greater).find(|(_, [_, after])| *after != winner);
    let [below, above] = [below, above].map(|step| step.map(|step| breakpoint(&lines, step)));
    let range = rates.range_of(criterion).map_or((rate, rate), |range| range.into_inner());
    Ok(WeightChange { criterion, rate, range, below, above })
}
