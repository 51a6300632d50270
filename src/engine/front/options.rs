//! How near is near enough, and how far a search may go.

use super::Axes;
use crate::cost::Criterion;
use std::time::{Duration, Instant};

/// What a Pareto front may leave out, and what it may take.
///
/// ```
/// use corridor::Criterion::*;
/// use corridor::engine::ParetoOptions;
/// let options = ParetoOptions::default().epsilon(Distance, 0.01).epsilon(Time, 0.05).labels(1_000_000);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParetoOptions {
    epsilon: [f64; 6],
    labels: Option<u64>,
    time: Option<Duration>,
    pub(super) equals: bool,
    pub(super) bundled: bool,
    /// The most ticks that a path may take, by criterion.
    most: [Option<u64>; 6],
}

impl ParetoOptions {
    /// Leaves out what is hardly better: every vector of the front is within the factor 1 + epsilon, on each criterion, of one vector that
    /// is kept. What is kept is on the front. A negative number or none counts as 0, anything from 1 on as 1.
    ///
    /// A path is given up where a path already found is as good as its lower bounds times the factor, and nowhere else, so that tolerances
    /// do not add up along the way.
    pub fn epsilon(mut self, criterion: Criterion, epsilon: f64) -> ParetoOptions {
        self.epsilon[criterion as usize] = epsilon;
        self
    }

    /// Lets one path stand for several within the tolerances wherever they meet, which takes far fewer labels.
    ///
    /// Still every vector of the front is within the factor 1 + epsilon, on each criterion, of one that is kept, and none that is kept beats
    /// another. But what is kept need not be on the front: it may be beaten, by less than the tolerances. Without a tolerance, with limits on
    /// what a path may take, and where such a path would come back to a place, it changes nothing.
    ///
    /// (A*pex: Zhang and others, ICAPS 2022.)
    pub fn bundled(mut self) -> ParetoOptions {
        self.bundled = true;
        self
    }

    /// Stops after so many labels: the same on every machine.
    pub fn labels(mut self, labels: u64) -> ParetoOptions {
        self.labels = Some(labels);
        self
    }

    /// Stops after this time, which no two runs do at the same label.
    pub fn within(mut self, time: Duration) -> ParetoOptions {
        self.time = Some(time);
        self
    }

    /// Every path with each vector of the front, not only the first. There may be exponentially many; limits hold for them too. Tolerances
    /// are ignored.
    pub fn all_routes(mut self) -> ParetoOptions {
        self.equals = true;
        self
    }

    /// Only paths that take no more ticks of a criterion than that.
    pub(crate) fn at_most(mut self, criterion: Criterion, ticks: u64) -> ParetoOptions {
        self.most[criterion as usize] = Some(ticks);
        self
    }

    /// The criteria that have such a limit.
    pub(super) fn limited(&self) -> impl Iterator<Item = (Criterion, u64)> + '_ {
        Criterion::ALL.into_iter().filter_map(|criterion| Some((criterion, self.most[criterion as usize]?)))
    }

    /// The limits of one search, whose time starts now.
    pub(super) fn limits(&self, axes: &Axes) -> Limits {
        let tolerance = axes.order.map(|criterion| {
            let epsilon = if self.equals { 0.0 } else { self.epsilon[criterion as usize] };
            // A cast takes what is too large to the end of the range and what is no number to 0.
            (epsilon * 2f64.powi(32)) as u32
        });
        let most = axes.order.map(|criterion| {
            self.most[criterion as usize].map_or(u32::MAX, |most| u32::try_from(most).unwrap_or(u32::MAX))
        });
        Limits {
            labels: self.labels.unwrap_or(u64::MAX),
            until: self.time.and_then(|time| Instant::now().checked_add(time)),
            taken: 0,
            tolerance,
            exact: tolerance == [0; 6],
            most,
            unlimited: most == [u32::MAX; 6],
        }
    }
}

/// What is left of a search's limits.
pub(super) struct Limits {
    labels: u64,
    until: Option<Instant>,
    taken: u64,
    /// In 2^-32, by axis.
    tolerance: [u32; 6],
    exact: bool,
    /// The most that a total may be, by axis.
    most: [u32; 6],
    unlimited: bool,
}

impl Limits {
    /// Takes a label; `false` if there are no more.
    #[inline]
    pub(super) fn take(&mut self) -> bool {
        if self.taken >= self.labels
            || (self.taken.is_multiple_of(1024) && self.until.is_some_and(|until| Instant::now() >= until))
        {
            return false;
        }
        self.taken += 1;
        true
    }

    /// Whether bounded totals are more than a path may take.
    #[inline]
    pub(super) fn exceeded(&self, totals: &[u32]) -> bool {
        !self.unlimited && totals.iter().zip(&self.most).any(|(total, most)| total > most)
    }

    /// Whether there are no tolerances.
    pub(super) fn is_exact(&self) -> bool {
        self.exact
    }

    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The most that a total may be.
    pub(super) fn most(&self, axis: usize) -> u32 {
        self.most[axis]
    }

    /// The least total to which `ticks` are near enough.
    pub(super) fn first_tolerated(&self, axis: usize, ticks: u32) -> u32 {
        if self.exact {
            return ticks;
        }
        let (mut low, mut high) = (0, ticks);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.tolerate(axis, middle) >= ticks { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The most that a total may be to be near enough to `ticks`, rounded down.
    #[inline]
    pub(super) fn tolerate(&self, axis: usize, ticks: u32) -> u32 {
        if self.exact {
            return ticks;
        }
        let more = (u64::from(ticks) * u64::from(self.tolerance[axis])) >> 32;
        ticks.saturating_add(more as u32)
    }
}
