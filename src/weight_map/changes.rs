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

    /// The route that wins just below, or at the rate itself if that is the lower end of the range, for [`Front::route`](crate::Front::route).
    pub fn below(&self) -> usize {
        self.below
    }

    /// The route that wins just above, or at the rate itself if that is the upper end of the range, for [`Front::route`](crate::Front::route).
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

/// The routes of cells as the one free rate rises: those with more ticks win first.
fn rising(lines: &Lines, mut routes: Vec<usize>) -> Vec<usize> {
    routes.sort_by_key(|line| Reverse(lines.all[*line].slope[0]));
    routes
}

/// The steps from each of them to the next.
fn steps(lines: &Lines, routes: &[usize]) -> Vec<Step> {
    routes.windows(2).filter_map(|pair| Some((lines.tie(pair[0], pair[1])?, [pair[0], pair[1]]))).collect()
}

/// Where a route gives way to another.
type Step = (Point, [usize; 2]);

fn breakpoint(lines: &Lines, (at, [below, above]): &Step) -> Breakpoint {
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
    steps(lines, &rising(lines, routes)).iter().map(|step| breakpoint(lines, step)).collect()
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
    let routes = rising(&lines, Envelope::new(&lines).regions().iter().map(|region| region.line).collect());
    let range = rates.range_of(criterion).map_or((rate, rate), |range| range.into_inner());
    let steps = steps(&lines, &routes);
    // Below a step the route that wins before it scores less.
    let side = |step: &Step| lines.compare(&here, step.1[0], step.1[1]);
    let below = steps.iter().rev().filter(|step| side(step) != Ordering::Less).find(|step| step.1[0] != winner);
    let above = steps.iter().filter(|step| side(step) != Ordering::Greater).find(|step| step.1[1] != winner);
    // At an end of the range the first in the order of answers may be one that wins nowhere else.
    let at_end = |end: f64, route: Option<&usize>| route.copied().filter(|route| rate == end && *route != winner);
    let at_high = at_end(range.1, routes.last()).map(|last| (here.clone(), [last, winner]));
    let at_low = at_end(range.0, routes.first()).map(|first| (here.clone(), [winner, first]));
    let [below, above] = [at_high.as_ref().or(below), at_low.as_ref().or(above)];
    let [below, above] = [below, above].map(|step| step.map(|step| breakpoint(&lines, step)));
    Ok(WeightChange { criterion, rate, range, below, above })
}
