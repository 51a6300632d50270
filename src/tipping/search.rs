//! Where the best route changes: one figure or one weight moves, everything else stays.
//!
//! Along one figure the score of a route is a straight line but for the rounding of ticks, and the least of straight lines is
//! concave: a route that is best at both ends of a range is best everywhere between. So the first change is found by
//! Newton's method on the least of all routes (Eisner and Severance 1976; Dinkelbach 1967): where some route beats the best one, go back to where
//! these two tie, and ask again just before. Where entries are rounded, what rounding could hide is then ruled out, or looked into step by step.

use crate::engine::{GivenUp, Graph, Path, compare_paths};
use crate::weights::Weights;

/// Searches after which a direction is given up and said to be undecided. Only two routes that tie to the last tick over a whole range
/// of a rounded figure come near it.
const PATIENCE: usize = 20_000;

/// A figure or weight on its way to the end of its range, by steps of its grid; step 0 is where it stands.
pub(crate) trait Line {
    /// The best path at a step.
    fn best(&mut self, step: u32) -> Option<Path>;
    /// Whether a path comes before the winner at a step, in the order of answers.
    fn beats(&mut self, path: &Path, step: u32) -> bool;
    /// By how much a path scores less than the winner at a step.
    fn lead(&mut self, path: &Path, step: u32) -> i64;
    /// Whether the winner stays first at a step if every entry were rounded against it. It stays first between two such steps.
    fn holds(&mut self, step: u32) -> bool;
}

/// The first step at which the winner is no longer best, and the path that is best there.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Never,
    At(u32, Path),
    Undecided,
}

/// Looks for the first change between a step at which the winner is known to be best and a later one.
pub(crate) struct Hunt<'a, L: Line> {
    pub(crate) line: &'a mut L,
    pub(crate) winner: &'a Path,
    /// Whether scores are straight lines to the tick.
    pub(crate) whole: bool,
    pub(crate) patience: usize,
}

impl<'a, L: Line> Hunt<'a, L> {
    pub(crate) fn new(line: &'a mut L, winner: &'a Path, whole: bool) -> Hunt<'a, L> {
        Hunt { line, winner, whole, patience: PATIENCE }
    }

    pub(crate) fn first(&mut self, from: u32, to: u32) -> Change {
        // What holds against any rounding holds.
        if !self.whole && self.line.holds(to) && self.line.holds(from) {
            return Change::Never;
        }
        let found = match self.other_at(to) {
            Ok(Some(other)) => self.back(from, to, other).map(Some),
            Ok(None) if self.whole => Ok(None),
            Ok(None) => self.between(from, to),
            Err(gone) => Err(gone),
        };
        match found {
            Ok(Some((step, path))) => Change::At(step, path),
            Ok(None) => Change::Never,
            Err(GivenUp) => Change::Undecided,
        }
    }

    /// The best path at a step if it is not the winner.
    fn other_at(&mut self, step: u32) -> Result<Option<Path>, GivenUp> {
        self.patience = self.patience.checked_sub(1).ok_or(GivenUp)?;
        Ok(self.line.best(step).filter(|path| path.arcs != self.winner.arcs || path.end != self.winner.end))
    }

    /// The first step at which a path that beats the winner at `to` does so, as far as its scores are straight: first where the line between
    /// the two ends says, then further and further from there.
    fn overtakes(&mut self, path: &Path, from: u32, to: u32) -> u32 {
        let [before, after] = [from, to].map(|step| self.line.lead(path, step) as f64);
        let share = if after > before { (-before / (after - before)).clamp(0.0, 1.0) } else { 0.5 };
        let mut next = from + (f64::from(to - from) * share).ceil() as u32;
        let (mut low, mut high, mut stride) = (from, to, 1);
        while high - low > 1 {
            let at = next.clamp(low + 1, high - 1);
            let beats = self.line.beats(path, at);
            if beats {
                high = at
            } else {
                low = at
            }
            let between = low > from && high < to;
            next = match beats {
                _ if between => low + (high - low) / 2,
                true => high.saturating_sub(stride),
                false => low.saturating_add(stride),
            };
            stride = stride.saturating_mul(2);
        }
        high
    }

    /// From a step at which another path is best back to the first such step.
    fn back(&mut self, from: u32, mut to: u32, mut other: Path) -> Result<(u32, Path), GivenUp> {
        loop {
            let high = self.overtakes(&other, from, to);
            let at_high = if high == to { Some(other) } else { self.other_at(high)? };
            to = high;
            let before = if to - from > 1 { self.other_at(to - 1)? } else { None };
            match (before, at_high) {
                (Some(earlier), _) => (to, other) = (to - 1, earlier),
                (None, Some(first)) if self.whole => return Ok((to, first)),
                (None, Some(first)) => {
                    let earlier = if to - from > 1 { self.between(from, to - 1)? } else { None };
                    return Ok(earlier.unwrap_or((to, first)));
                }
                // It beats the winner there, so that the best there is not the winner.
                (None, None) => return Err(GivenUp),
            }
        }
    }

    /// The first change between two steps at which the winner is best, where rounding may hide one.
    fn between(&mut self, from: u32, to: u32) -> Result<Option<(u32, Path)>, GivenUp> {
        if to - from <= 1 {
            return Ok(None);
        }
        self.patience = self.patience.checked_sub(2).ok_or(GivenUp)?;
        if self.line.holds(from) && self.line.holds(to) {
            return Ok(None);
        }
        let middle = from + (to - from) / 2;
        if let Some(other) = self.other_at(middle)? {
            return self.back(from, middle, other).map(Some);
        }
        match self.between(from, middle)? {
            Some(first) => Ok(Some(first)),
            None => self.between(middle, to),
        }
    }
}

/// By how much `path` scores less than `winner` if they cost this under these weights.
pub(crate) fn lead(weights: &Weights, path: &Path, winner: &Path) -> i64 {
    let [mine, theirs] = [path, winner].map(|path| i128::from(weights.score(&path.cost)));
    (theirs - mine).clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// Whether `path` comes before `winner` if they cost this under these weights.
pub(crate) fn comes_before(graph: &Graph, weights: &Weights, path: &Path, winner: &Path) -> bool {
    let scores = [path, winner].map(|path| weights.score(&path.cost));
    compare_paths(graph, (&scores[0], path), (&scores[1], winner)).is_lt()
}

/// The values of a grid from one to another, this one left out: multiples of a unit's part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    now: f64,
    first: i64,
    up: bool,
    /// How many steps lead to the end of the range.
    pub(crate) steps: u32,
    scale: Scale,
}

/// Steps are either so many to a unit, or so many units each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scale {
    PerUnit(f64),
    Units(f64),
}

impl Scale {
    fn value(self, step: i64) -> f64 {
        match self {
            Scale::PerUnit(count) => step as f64 / count,
            Scale::Units(units) => step as f64 * units,
        }
    }

    fn steps(self, value: f64) -> f64 {
        match self {
            Scale::PerUnit(count) => value * count,
            Scale::Units(units) => value / units,
        }
    }
}

impl Grid {
    /// From `now` to `end`, the last multiple before which is the last step.
    pub(crate) fn new(now: f64, end: f64, scale: Scale) -> Grid {
        let up = end > now;
        let beyond = |step: i64, limit: f64| if up { scale.value(step) > limit } else { scale.value(step) < limit };
        let way = if up { 1 } else { -1 };
        // Floats may be off by one multiple.
        let near = |limit: f64| scale.steps(limit).round() as i64 - 2 * way;
        let first = (0..6).map(|i| near(now) + i * way).find(|step| beyond(*step, now));
        let last = (0..6).rev().map(|i| near(end) + i * way).find(|step| !beyond(*step, end));
        let steps = first.zip(last).map_or(0, |(first, last)| ((last - first) * way + 1).max(0));
        Grid { now, first: first.unwrap_or(0), up, steps: u32::try_from(steps).unwrap_or(0), scale }
    }

    /// The value at a step; at step 0 the one from which it starts.
    pub(crate) fn value(&self, step: u32) -> f64 {
        let offset = i64::from(step) - 1;
        match step {
            0 => self.now,
            _ => self.scale.value(if self.up { self.first + offset } else { self.first - offset }),
        }
    }

    /// The same grid with fewer steps.
    pub(crate) fn up_to(self, steps: u32) -> Grid {
        Grid { steps: self.steps.min(steps), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(now: f64, end: f64, per_unit: f64) -> Vec<f64> {
        let grid = Grid::new(now, end, Scale::PerUnit(per_unit));
        (0..=grid.steps).map(|step| grid.value(step)).collect()
    }

    #[test]
    fn a_grid_leaves_out_where_it_starts_and_keeps_its_end() {
        assert_eq!(values(1.0, 1.3, 10.0), [1.0, 1.1, 1.2, 1.3]);
        assert_eq!(values(1.0, 0.7, 10.0), [1.0, 0.9, 0.8, 0.7]);
        assert_eq!(values(1.05, 1.25, 10.0), [1.05, 1.1, 1.2]);
        assert_eq!(values(1.05, 0.85, 10.0), [1.05, 1.0, 0.9]);
        assert_eq!(values(0.0, 0.2, 10.0), [0.0, 0.1, 0.2]);
        assert_eq!(values(0.04, 0.0, 10.0), [0.04, 0.0]);
        assert_eq!(values(0.04, 0.05, 10.0), [0.04]);
    }
}
