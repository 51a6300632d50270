//! The lower envelope of linear functions over a box: who is lowest where.
//!
//! What lies below all functions over the box is a convex polyhedron with one axis more than the box: the score. It starts with one
//! function alone. At each of its corners the lowest of all functions is looked up; if that is below the corner, it cuts the polyhedron
//! (double description: Motzkin et al. 1953; Fukuda and Prodon 1996). When no corner is cut any more, the envelope is complete, since it
//! is concave: this is the outer approximation by which Benson (1998) and the weight set decomposition of Przybylski, Gandibleux and
//! Ehrgott (2010) work, with the answers at hand instead of an optimiser. Every decision is made in whole numbers.

use super::lines::{Lines, Point};
use super::wide::Wide;
use crate::weight_box::FREE;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Constraints before those of the routes: the lower and the upper end of each axis of the box.
const ENDS: u32 = 2 * FREE as u32;

/// The polyhedron below the functions.
pub(super) struct Envelope<'a> {
    lines: &'a Lines,
    /// The routes that have cut, each a constraint.
    cuts: Vec<usize>,
    corners: Vec<Corner>,
}

/// A corner of the polyhedron.
struct Corner {
    /// The constraints that hold with equality, ascending.
    tight: Vec<u32>,
    /// `None`: where the edges that go straight down meet.
    point: Option<Point>,
    /// Whether no route is known to be below, because it was looked up.
    checked: bool,
}

/// The part of the box in which one route is lowest.
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) corners: Vec<usize>,
}

/// Where two regions meet in more than an edge of theirs.
pub(super) struct Meeting {
    /// Places in the list of regions.
    pub(super) regions: [usize; 2],
    pub(super) corners: Vec<usize>,
}

impl<'a> Envelope<'a> {
    /// O(v r) for r routes and v corners that it has on the way, and looking for edges where it is cut.
    pub(super) fn new(lines: &'a Lines) -> Envelope<'a> {
        let axes = lines.free.len();
        let ends = |corner: usize| (0..axes).map(move |axis| (axis, corner >> axis & 1));
        let corners = (0..1 << axes).map(|corner: usize| {
            let mut exact = [Wide::ZERO; FREE];
            ends(corner).for_each(|(axis, end)| exact[axis] = Wide::from(lines.bounds[axis][end]));
            let tight = ends(corner).map(|(axis, end)| (2 * axis + end) as u32).chain([ENDS]).collect();
            Corner { tight, point: Some(Point::new(1, exact)), checked: false }
        });
        let below = Corner { tight: (0..2 * axes as u32).collect(), point: None, checked: true };
        let corners: Vec<Corner> = corners.chain([below]).collect();
        let first = corners.first().and_then(|corner| corner.point.as_ref()).map_or(0, |point| lines.lowest(point));
        let mut envelope = Envelope { lines, cuts: vec![first], corners };
        while let Some(line) = envelope.next_cut() {
            envelope.cut(line);
        }
        envelope
    }

    /// A route below a corner: the lowest one there.
    fn next_cut(&mut self) -> Option<usize> {
        for corner in self.corners.iter_mut().filter(|corner| !corner.checked) {
            let (Some(point), Some(mine)) = (&corner.point, route_of(&corner.tight)) else { continue };
            let lowest = self.lines.lowest(point);
            if self.lines.compare(point, lowest, self.cuts[mine]) == Ordering::Less {
                return Some(lowest);
            }
            corner.checked = true;
        }
        None
    }

    /// Cuts off the corners above a route.
    fn cut(&mut self, line: usize) {
        let constraint = ENDS + self.cuts.len() as u32;
        let side = |corner: &Corner| match (&corner.point, route_of(&corner.tight)) {
            (Some(point), Some(mine)) => self.lines.compare(point, line, self.cuts[mine]),
            _ => Ordering::Greater,
        };
        let sides: Vec<Ordering> = self.corners.iter().map(side).collect();
        self.cuts.push(line);
        let on = |wanted: Ordering| -> Vec<usize> { (0..sides.len()).filter(|at| sides[*at] == wanted).collect() };
        let (above, below) = (on(Ordering::Less), on(Ordering::Greater));
        let mut new = Vec::new();
        for (gone, kept) in above.iter().flat_map(|gone| below.iter().map(move |kept| (*gone, *kept))) {
            // Two corners end an edge if what holds at both, and a cut, leave one point: else they have more than an edge between them.
            let shared = common(&self.corners[gone].tight, &self.corners[kept].tight);
            if shared.len() >= self.lines.free.len() {
                let tight: Vec<u32> = shared.into_iter().chain([constraint]).collect();
                new.extend(self.meet(&tight).map(|point| Corner { tight, point: Some(point), checked: false }));
            }
        }
        for (corner, side) in self.corners.iter_mut().zip(&sides) {
            match side {
                Ordering::Less => corner.tight.clear(),
                Ordering::Equal => corner.tight.push(constraint),
                Ordering::Greater => {}
            }
        }
        self.corners.retain(|corner| !corner.tight.is_empty());
        self.corners.append(&mut new);
    }

    /// The point at which constraints hold, if they leave only one.
    fn meet(&self, tight: &[u32]) -> Option<Point> {
        let lines = self.lines;
        let base = &lines.all[self.cuts[route_of(tight)?]];
        // Planes of normal and constant: normal times point plus constant is 0. Axes that are not in use first, then ends of the
        // box, which have small numbers.
        let unit = |axis: usize| std::array::from_fn(|i| i128::from(i == axis));
        let unused = (lines.free.len()..FREE).map(|axis| (unit(axis), 0));
        let of_constraint = |constraint: &u32| match constraint.checked_sub(ENDS) {
            None => {
                let (axis, end) = (*constraint as usize / 2, *constraint as usize % 2);
                (unit(axis), -lines.bounds[axis][end])
            }
            Some(route) => {
                let line = &lines.all[self.cuts[route as usize]];
                let slope = |i: usize| i128::from(line.slope[i]) - i128::from(base.slope[i]);
                (std::array::from_fn(slope), line.fixed - base.fixed)
            }
        };
        let mut planes = unused.chain(tight.iter().map(of_constraint));
        // Three planes with independent normals.
        let a = planes.find(|(normal, _)| *normal != [0; 3])?;
        let b = planes.find(|(normal, _)| cross(&a.0, normal) != [0; 3])?;
        let across = cross(&a.0, &b.0);
        let c = planes.find(|(normal, _)| dot(&across, normal) != 0)?;
        let over = dot(&across, &c.0);
        let sign = -over.signum();
        let (to_a, to_b) = (cross(&b.0, &c.0), cross(&c.0, &a.0));
        let coordinate = |i: usize| {
            let sum =
                Wide::from(a.1).times(to_a[i]) + Wide::from(b.1).times(to_b[i]) + Wide::from(c.1).times(across[i]);
            sum.times(sign)
        };
        Some(Point::new(over.abs(), std::array::from_fn(coordinate)))
    }

    /// How many corners it has.
    #[cfg(feature = "report")]
    pub(super) fn corners(&self) -> usize {
        self.corners.len()
    }

    /// The point of a corner.
    pub(super) fn point(&self, corner: usize) -> Option<&Point> {
        self.corners[corner].point.as_ref()
    }

    /// How many constraints meet at a corner.
    #[cfg(test)]
    pub(super) fn tight(&self, corner: usize) -> Option<usize> {
        self.corners.get(corner).map(|corner| if corner.point.is_some() { corner.tight.len() } else { 0 })
    }

    /// How many routes have cut.
    #[cfg(test)]
    pub(super) fn cuts(&self) -> usize {
        self.cuts.len()
    }

    /// Whether a corner lies at the upper end of an axis of the box.
    pub(super) fn at_upper_end(&self, corner: usize, axis: usize) -> bool {
        self.corners[corner].tight.contains(&(2 * axis as u32 + 1))
    }

    /// The routes that are lowest in a part of the box as full as the box itself, in the order of answers. A route that only touches the
    /// envelope has none.
    pub(super) fn regions(&self) -> Vec<Region> {
        let mut regions = Vec::new();
        for (constraint, line) in (ENDS..).zip(&self.cuts) {
            let on = |at: &usize| self.corners[*at].tight.binary_search(&constraint).is_ok();
            let corners: Vec<usize> = (0..self.corners.len()).filter(on).collect();
            // A lesser part lies within those of others, or at an end of the box.
            let shared = corners.iter().map(|at| self.corners[*at].tight.clone()).reduce(|a, b| common(&a, &b));
            if shared.is_some_and(|shared| shared == [constraint]) {
                regions.push((constraint, Region { line: *line, corners }));
            }
        }
        regions.sort_by_key(|(_, region)| region.line);
        regions.into_iter().map(|(_, region)| region).collect()
    }

    /// Where two regions meet.
    pub(super) fn meetings(&self, regions: &[Region]) -> Vec<Meeting> {
        let place: BTreeMap<usize, usize> = regions.iter().enumerate().map(|(at, region)| (region.line, at)).collect();
        // The regions at each corner, ascending, without routes that only touch.
        let regions_at = |corner: &Corner| -> Vec<usize> {
            let cuts = corner.tight.iter().filter_map(|constraint| constraint.checked_sub(ENDS));
            let mut at: Vec<usize> = cuts.filter_map(|cut| place.get(&self.cuts[cut as usize]).copied()).collect();
            at.sort_unstable();
            at
        };
        let regions_at: Vec<Vec<usize>> = self.corners.iter().map(regions_at).collect();
        let mut pairs: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
        for (at, regions) in regions_at.iter().enumerate() {
            for (i, one) in regions.iter().enumerate() {
                regions[i + 1..].iter().for_each(|other| pairs.entry([*one, *other]).or_default().push(at));
            }
        }
        // Where two regions meet in less than a side, a third one fills the gap between them.
        let whole = |corners: &[usize]| {
            let shared = corners.iter().map(|at| regions_at[*at].clone()).reduce(|a, b| common(&a, &b));
            shared.is_some_and(|regions| regions.len() == 2)
        };
        let found = pairs.into_iter().filter(|(_, corners)| whole(corners));
        found.map(|(regions, corners)| Meeting { regions, corners }).collect()
    }
}

/// The last cut of ascending constraints.
fn route_of(tight: &[u32]) -> Option<usize> {
    tight.last()?.checked_sub(ENDS).map(|cut| cut as usize)
}

/// What two ascending lists share.
fn common<T: Ord + Copy>(one: &[T], other: &[T]) -> Vec<T> {
    one.iter().filter(|item| other.binary_search(item).is_ok()).copied().collect()
}

fn cross(a: &[i128; 3], b: &[i128; 3]) -> [i128; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn dot(a: &[i128; 3], b: &[i128; 3]) -> i128 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
