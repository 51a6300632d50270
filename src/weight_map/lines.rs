//! The routes of a front as linear functions of the free rates, in whole numbers.
//!
//! A rate is a float, so a whole number times a power of two: all rates of a box are whole multiples of one of them, without rounding.
//! A value in units is ticks over ticks per unit; times 18,000, the least common multiple of these, it is whole too. A score is then the
//! whole part that the fixed rates give plus, for each free criterion, a coordinate (rate times 18,000 over ticks per unit) times ticks.
//!
//! Bits: rates have 84 at the most, so that a fixed part fits 124. Coordinates of a corner are ratios of determinants of differences of
//! ticks (33 bits) and of fixed parts: comparing two scores there takes 3 x 33 + 124 + 5 bits.

use super::wide::Wide;
use crate::cost::{CostVector, Criterion};
use crate::weight_box::{FREE, WeightBox, WeightBoxError};
use std::cmp::Ordering;

/// The least common multiple of ticks per unit.
const COMMON: u32 = 18_000;
/// Bits from the highest to the lowest of all rates of a box.
const RATE_BITS: i32 = 84;
/// Scores in floats that are as near as this, relatively, are compared in whole numbers. Rounding takes some 2e-15.
const NEAR: f64 = 1e-13;

/// The routes that may win somewhere in the box, as functions.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    pub(super) free: Vec<Criterion>,
    /// The ends of the box; coordinates that are not in use stay 0.
    pub(super) bounds: [[i128; 2]; FREE],
    /// In the order of answers, should scores be equal.
    pub(super) all: Vec<Line>,
    /// Of the unit of the whole rates.
    exponent: i32,
}

/// One route.
#[derive(Clone, Debug)]
pub(super) struct Line {
    row: usize,
    cost: CostVector,
    /// What the fixed rates give.
    pub(super) fixed: i128,
    /// Ticks by free criterion.
    pub(super) slope: [u32; FREE],
    floats: Floats,
}

/// The same in floats: slopes, then the fixed part.
type Floats = [f64; FREE + 1];

/// A point of the box: coordinates `over` times as large as they are, exactly, and as they are in floats.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) over: i128,
    pub(super) exact: [Wide; FREE],
    pub(super) floats: [f64; FREE],
}

impl Point {
    /// `over` is above 0.
    pub(super) fn new(over: i128, exact: [Wide; FREE]) -> Point {
        Point { over, exact, floats: exact.map(|coordinate| coordinate.to_f64() / over as f64) }
    }
}

/// What a tick weighs more than in its unit.
fn multiplier(criterion: Criterion) -> u32 {
    COMMON / criterion.ticks_per_unit()
}

/// A positive number as an odd whole one times a power of two.
fn taken_apart(value: f64) -> (i128, i32) {
    let (bits, raw) = (value.to_bits() & ((1 << 52) - 1), (value.to_bits() >> 52) as i32 & 0x7ff);
    let (whole, exponent) = if raw == 0 { (bits, -1074) } else { (bits | 1 << 52, raw - 1075) };
    let zeros = whole.trailing_zeros().min(63);
    (i128::from(whole >> zeros), exponent + zeros as i32)
}

/// `value` times a power of two that may leave the range of floats by itself.
fn scaled(value: f64, exponent: i32) -> f64 {
    let half = exponent / 2;
    value * 2f64.powi(half) * 2f64.powi(exponent - half)
}

fn float_score(line: &Floats, at: &[f64; FREE]) -> f64 {
    line[FREE] + line[0] * at[0] + line[1] * at[1] + line[2] * at[2]
}

impl Lines {
    /// The functions of all routes but those that are beaten everywhere in the box.
    ///
    /// O(r log r) for r routes.
    pub(super) fn new(rates: &WeightBox, costs: &[CostVector]) -> Result<Lines, WeightBoxError> {
        let free: Vec<Criterion> = rates.free_criteria().collect();
        let fixed: Vec<Criterion> = rates.fixed().collect();
        let ends = |criterion: Criterion| rates.range_of(criterion).map_or([0.0; 2], |r| [*r.start(), *r.end()]);
        let all_rates = fixed.iter().map(|criterion| (rates.rate(*criterion), *criterion));
        let ends_of = |criterion: &Criterion| ends(*criterion).map(|rate| (rate, *criterion));
        // The rates from which changes are counted count too: those changes are found in the same units.
        let middles = free.iter().map(|criterion| (rates.rate(*criterion), *criterion));
        let all_rates: Vec<(f64, Criterion)> = all_rates.chain(free.iter().flat_map(ends_of)).chain(middles).collect();
        let exponent = all_rates.iter().map(|(rate, _)| taken_apart(*rate).1).min().unwrap_or(0);
        let largest =
            all_rates.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, Criterion::Distance));
        let smallest = all_rates.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(largest);
        let (whole, of_whole) = taken_apart(largest.0);
        if (128 - whole.leading_zeros() as i32) + of_whole - exponent > RATE_BITS {
            return Err(WeightBoxError::TooFarApart { smallest: smallest.1, largest: largest.1 });
        }
        let coordinate = |rate: f64, criterion: Criterion| {
            let (whole, of_whole) = taken_apart(rate);
            (whole << (of_whole - exponent)) * i128::from(multiplier(criterion))
        };
        let mut bounds = [[0; 2]; FREE];
        for (bounds, criterion) in bounds.iter_mut().zip(&free) {
            *bounds = ends(*criterion).map(|rate| coordinate(rate, *criterion));
        }
        let weights: Vec<(Criterion, i128)> =
            fixed.iter().map(|criterion| (*criterion, coordinate(rates.rate(*criterion), *criterion))).collect();
        let float_weights: Vec<(Criterion, f64)> = weights.iter().map(|(c, weight)| (*c, *weight as f64)).collect();
        let floats: Vec<Floats> = costs
            .iter()
            .map(|cost| {
                let mut floats: Floats = [0.0; FREE + 1];
                floats.iter_mut().zip(&free).for_each(|(float, criterion)| *float = f64::from(cost[*criterion]));
                floats[FREE] = float_weights.iter().map(|(c, weight)| weight * f64::from(cost[*c])).sum();
                floats
            })
            .collect();
        let line = |row: usize| {
            let mut slope = [0; FREE];
            slope.iter_mut().zip(&free).for_each(|(slope, criterion)| *slope = costs[row][*criterion]);
            let fixed = weights.iter().map(|(criterion, weight)| weight * i128::from(costs[row][*criterion])).sum();
            Line { row, cost: costs[row], fixed, slope, floats: floats[row] }
        };
        let mut all: Vec<Line> = unbeaten(&floats, &bounds[..free.len()]).into_iter().map(line).collect();
        all.sort_by_key(|line| (line.cost, line.row));
        Ok(Lines { free, bounds, all, exponent })
    }

    /// The point at which the free criteria have these rates, each in its range.
    pub(super) fn at(&self, rates: &[f64]) -> Point {
        // A rate may have finer bits than those of the box; 52 more at the most, since it is not below its range.
        let finer = |rate: &f64| (self.exponent - taken_apart(*rate).1).max(0);
        let shift = rates.iter().map(finer).max().unwrap_or(0).min(60);
        let mut exact = [Wide::ZERO; FREE];
        for ((exact, criterion), rate) in exact.iter_mut().zip(&self.free).zip(rates) {
            let (whole, exponent) = taken_apart(*rate);
            let bits = (exponent - self.exponent + shift).clamp(0, 120);
            *exact = Wide::from(whole * i128::from(multiplier(*criterion))).times(1 << bits);
        }
        Point::new(1 << shift, exact)
    }

    /// The row of a route in the front.
    pub(super) fn row(&self, line: usize) -> usize {
        self.all[line].row
    }

    /// Where two routes score the same, if one weight is free.
    pub(super) fn tie(&self, one: usize, other: usize) -> Option<Point> {
        let (one, other) = (&self.all[one], &self.all[other]);
        let over = i128::from(one.slope[0]) - i128::from(other.slope[0]);
        let difference = (other.fixed - one.fixed) * over.signum();
        (over != 0).then(|| Point::new(over.abs(), [Wide::from(difference), Wide::ZERO, Wide::ZERO]))
    }

    /// The rates at a point, rounded to floats.
    pub(super) fn rates(&self, point: &Point) -> Vec<f64> {
        let rate = |(criterion, coordinate): (&Criterion, &f64)| {
            scaled(*coordinate / f64::from(multiplier(*criterion)), self.exponent)
        };
        self.free.iter().zip(&point.floats).map(rate).collect()
    }

    /// The rate of the first free criterion at a point in lowest terms, if they fit 128 bits.
    pub(super) fn fraction(&self, point: &Point) -> Option<(u128, u128)> {
        let top = point.exact[0].to_u128()?;
        let bottom = point.over.unsigned_abs().checked_mul(u128::from(multiplier(self.free[0])))?;
        let common = gcd(top, bottom);
        let (mut top, mut bottom) = (top / common, bottom / common);
        let halves = if self.exponent < 0 { top.trailing_zeros() } else { bottom.trailing_zeros() };
        let (shared, rest) = (halves.min(self.exponent.unsigned_abs()), self.exponent.unsigned_abs());
        let (shrinks, grows) = if self.exponent < 0 { (&mut top, &mut bottom) } else { (&mut bottom, &mut top) };
        *shrinks >>= shared;
        let rest = rest - shared;
        if rest > grows.leading_zeros() {
            return None;
        }
        *grows <<= rest;
        Some((top, bottom))
    }

    /// How the scores of two routes compare at a point.
    pub(super) fn compare(&self, at: &Point, one: usize, other: usize) -> Ordering {
        let [a, b] = [one, other].map(|line| float_score(&self.all[line].floats, &at.floats));
        if (a - b).abs() > NEAR * a.max(b) {
            return a.total_cmp(&b);
        }
        let (one, other) = (&self.all[one], &self.all[other]);
        let mut difference = Wide::from(one.fixed - other.fixed).times(at.over);
        for i in 0..self.free.len() {
            difference = difference + at.exact[i].times(i128::from(one.slope[i]) - i128::from(other.slope[i]));
        }
        difference.sign()
    }

    /// The route with the least score at a point, the first of them in the order of answers.
    pub(super) fn lowest(&self, at: &Point) -> usize {
        let score = |line: &Line| float_score(&line.floats, &at.floats);
        let least = self.all.iter().map(score).fold(f64::INFINITY, f64::min);
        let near = (0..self.all.len()).filter(|i| score(&self.all[*i]) <= least * (1.0 + NEAR));
        near.reduce(|best, i| if self.compare(at, i, best) == Ordering::Less { i } else { best }).unwrap_or(0)
    }
}

/// The routes that no winner at a corner or in the middle of the box beats at every corner, and so everywhere.
fn unbeaten(lines: &[Floats], bounds: &[[i128; 2]]) -> Vec<usize> {
    let bounds: Vec<[f64; 2]> = bounds.iter().map(|ends| ends.map(|end| end as f64)).collect();
    let point = |coordinate: &dyn Fn(usize) -> f64| {
        let mut point = [0.0; FREE];
        point.iter_mut().zip(0..bounds.len()).for_each(|(at, i)| *at = coordinate(i));
        point
    };
    let corners: Vec<[f64; FREE]> =
        (0..1 << bounds.len()).map(|corner: usize| point(&|i| bounds[i][corner >> i & 1])).collect();
    let middle = point(&|i| (bounds[i][0] * bounds[i][1]).sqrt());
    let lowest = |at: &[f64; FREE]| {
        let score = |row: &usize| float_score(&lines[*row], at);
        (0..lines.len()).min_by(|a, b| score(a).total_cmp(&score(b)))
    };
    let mut champions: Vec<usize> = corners.iter().chain([&middle]).filter_map(lowest).collect();
    champions.sort_unstable();
    champions.dedup();
    let thresholds: Vec<Vec<f64>> = champions
        .iter()
        .map(|champion| corners.iter().map(|at| float_score(&lines[*champion], at) * (1.0 + NEAR)).collect())
        .collect();
    let beaten = |line: &Floats| {
        thresholds.iter().any(|champion| champion.iter().zip(&corners).all(|(its, at)| *its < float_score(line, at)))
    };
    (0..lines.len()).filter(|row| !beaten(&lines[*row])).collect()
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
