//! Shares of the box: how much of it a region fills if every ratio of rates counts alike (log-uniform).
//!
//! A region has flat sides, but its share is a volume after taking logarithms. By the divergence theorem that is the sum over its
//! upper sides less that over its lower sides of what lies below each; the side between two regions is integrated once for both.
//! Sides are split until rates change by a factor of two at the most within a piece; there the rules below err by some 1e-5 of the piece.

use super::envelope::{Envelope, Meeting, Region};
use super::lines::Lines;
use crate::weight_box::FREE;

type At = [f64; FREE];

/// The share of each region.
pub(super) fn shares(lines: &Lines, envelope: &Envelope<'_>, regions: &[Region], meetings: &[Meeting]) -> Vec<f64> {
    let last = lines.free.len() - 1;
    let floats = lines.bounds.map(|ends| ends.map(|end| end as f64));
    let box_of = Below { axes: lines.free.len(), low: floats.map(|ends| ends[0]), high: floats.map(|ends| ends[1]) };
    let side = |corners: &[usize]| {
        let points = corners.iter().filter_map(|at| envelope.point(*at)).map(|point| point.floats).collect();
        box_of.below(points)
    };
    let mut shares = vec![0.0; regions.len()];
    for (share, region) in shares.iter_mut().zip(regions) {
        let top = region.corners.iter().copied().filter(|at| envelope.at_upper_end(*at, last));
        *share += side(&top.collect::<Vec<usize>>());
    }
    for Meeting { regions: [one, other], corners } in meetings {
        // As the last rate rises, the route with fewer ticks of it wins: it lies above the side.
        let [a, b] = [one, other].map(|region| lines.all[regions[*region].line].slope[last]);
        if a != b {
            let (lower, upper) = if a > b { (*one, *other) } else { (*other, *one) };
            let part = side(corners);
            shares[lower] += part;
            shares[upper] -= part;
        }
    }
    let whole: f64 = (0..=last).map(|axis| (box_of.high[axis] / box_of.low[axis]).ln()).product();
    // Rounding must not make a share of nothing negative.
    shares.into_iter().map(|share| (share / whole).clamp(0.0, 1.0)).collect()
}

/// What lies below a side, down to the lower end of the last axis.
struct Below {
    axes: usize,
    low: At,
    high: At,
}

/// Weights and places of Gauss and Legendre's rule with five points on the way from 0 to 1.
const GAUSS: [(f64, f64); 5] = [
    (0.118_463_442_528_094_54, 0.046_910_077_030_668),
    (0.239_314_335_249_683_23, 0.230_765_344_947_158_45),
    (0.284_444_444_444_444_44, 0.5),
    (0.239_314_335_249_683_23, 0.769_234_655_052_841_5),
    (0.118_463_442_528_094_54, 0.953_089_922_969_332),
];

/// Weights of Radon's (1948) rule on a triangle: the middle, and two times three points with one corner nearer or farther.
const RADON: [(f64, [f64; 3]); 7] = {
    const A: f64 = 0.470_142_064_105_115_1;
    const B: f64 = 0.101_286_507_323_456_34;
    const NEAR: f64 = 0.132_394_152_788_506_2;
    const FAR: f64 = 0.125_939_180_544_827_15;
    const THIRD: f64 = 1.0 / 3.0;
    [
        (0.225, [THIRD, THIRD, THIRD]),
        (NEAR, [A, A, 1.0 - 2.0 * A]),
        (NEAR, [A, 1.0 - 2.0 * A, A]),
        (NEAR, [1.0 - 2.0 * A, A, A]),
        (FAR, [B, B, 1.0 - 2.0 * B]),
        (FAR, [B, 1.0 - 2.0 * B, B]),
        (FAR, [1.0 - 2.0 * B, B, B]),
    ]
};

impl Below {
    /// A side has one corner, two or more, by the axes of the box; fewer if it is the end of a lesser region.
    fn below(&self, mut corners: Vec<At>) -> f64 {
        match (self.axes, &corners[..]) {
            (1, [at]) => self.height(at),
            (2, [one, other]) => self.below_segment(one, other).abs(),
            (3, [first, _, _, ..]) => {
                let first = *first;
                self.sort_around(&mut corners);
                let start = corners.iter().position(|at| *at == first).unwrap_or(0);
                corners.rotate_left(start);
                corners[1..].windows(2).map(|pair| self.below_triangle([first, pair[0], pair[1]]).abs()).sum()
            }
            _ => 0.0,
        }
    }

    fn height(&self, at: &At) -> f64 {
        (at[self.axes - 1] / self.low[self.axes - 1]).ln()
    }

    fn below_segment(&self, one: &At, other: &At) -> f64 {
        if let Some(middle) = self.split(one, other) {
            return self.below_segment(one, &middle) + self.below_segment(&middle, other);
        }
        let at = |part: f64| std::array::from_fn(|axis| one[axis] + part * (other[axis] - one[axis]));
        let term = |(weight, part): &(f64, f64)| {
            let at: At = at(*part);
            weight * self.height(&at) / at[0]
        };
        GAUSS.iter().map(term).sum::<f64>() * (other[0] - one[0])
    }

    fn below_triangle(&self, corners: [At; 3]) -> f64 {
        let ratio = |i: usize| self.ratio(&corners[i], &corners[(i + 1) % 3]).0;
        let longest = (0..3).max_by(|i, j| ratio(*i).total_cmp(&ratio(*j))).unwrap_or(0);
        let [a, b, c] = [0, 1, 2].map(|i| corners[(longest + i) % 3]);
        if let Some(middle) = self.split(&a, &b) {
            return self.below_triangle([a, middle, c]) + self.below_triangle([middle, b, c]);
        }
        let area = ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2.0;
        let term = |(weight, parts): &(f64, [f64; 3])| {
            let at: At = std::array::from_fn(|axis| parts[0] * a[axis] + parts[1] * b[axis] + parts[2] * c[axis]);
            weight * self.height(&at) / (at[0] * at[1])
        };
        RADON.iter().map(term).sum::<f64>() * area
    }

    /// The largest ratio of the rates of two points, and its axis.
    fn ratio(&self, one: &At, other: &At) -> (f64, usize) {
        let ratio = |axis: usize| (one[axis].max(other[axis]) / one[axis].min(other[axis]), axis);
        (0..self.axes).map(ratio).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((1.0, 0))
    }

    /// The point between two others at which the rate that changes most has changed by half, in ratios; `None` if they are near.
    fn split(&self, one: &At, other: &At) -> Option<At> {
        const NEAR: f64 = 2.0;
        let (ratio, axis) = self.ratio(one, other);
        let part = one[axis].sqrt() / (one[axis].sqrt() + other[axis].sqrt());
        (ratio > NEAR).then(|| std::array::from_fn(|axis| one[axis] + part * (other[axis] - one[axis])))
    }

    /// The corners of a convex side in turn, seen from above.
    fn sort_around(&self, corners: &mut [At]) {
        let count = corners.len() as f64;
        let middle = [0, 1].map(|axis| corners.iter().map(|at| at[axis]).sum::<f64>() / count);
        let along = |at: &At, axis: usize| (at[axis] - middle[axis]) / (self.high[axis] - self.low[axis]);
        let angle = |at: &At| along(at, 1).atan2(along(at, 0));
        corners.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
    }
}
