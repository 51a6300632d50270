//! A lower bound for one target under one weighting, blended from fixed ones and worked out only where a search asks (lazy RPHAST; Strasser
//! and Zeitz, "A fast and tight heuristic for A* in road networks", SEA 2021).

use super::lanes::{INFINITY, Lanes, per_tick};
use super::topology::NONE;
use crate::engine::Bound;
use crate::weights::Weights;
use std::cell::RefCell;

/// How many vectors a blend has at the most: one for each criterion.
const MOST: usize = 6;
/// Blending in floats loses less of a sum than this leaves.
const SAFE: f64 = 1.0 - 1e-12;

/// More than any way scores: whatever lengths a file may hold, the sum with a score is a number.
const MOST_REST: u64 = 1 << 62;

/// Memory of blends, kept from one question to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Space {
    /// By position, the least lengths to the target under the chosen vectors.
    rest: Vec<[u32; MOST]>,
    /// The question for which they were worked out.
    known: Vec<u32>,
    question: u32,
    /// By depth, the least lengths from the ancestors of the target under all vectors.
    to: Vec<u32>,
    /// By depth, the least lengths from the ancestors of the start.
    from: Vec<u32>,
    above: Vec<u32>,
}

/// The lengths of shortcuts towards the more important end, and back; the other way round where ways are followed backwards.
#[derive(Clone, Copy)]
struct Sides<'a> {
    up: &'a [u32],
    down: &'a [u32],
}

/// The bound.
pub(crate) struct Blend<'a> {
    lanes: &'a Lanes,
    sides: Sides<'a>,
    space: RefCell<&'a mut Space>,
    target: u32,
    /// Vectors, and what a length under each counts.
    chosen: Vec<usize>,
    counts: [f64; MOST],
    /// Where the target's ancestors stand in the memory under the chosen vectors.
    to: Vec<[u32; MOST]>,
}

impl<'a> Blend<'a> {
    /// What comes after each state on ways to `to`; `None` if there is none from `from`.
    pub(crate) fn new(
        lanes: &'a Lanes,
        weights: &Weights,
        from: u32,
        to: u32,
        space: &'a mut Space,
    ) -> Option<Blend<'a>> {
        Blend::of(lanes, Sides { up: &lanes.up, down: &lanes.down }, weights, from, to, space)
    }

    /// What comes before each state on ways from `from`; `None` if none leads to `to`.
    pub(crate) fn before(
        lanes: &'a Lanes,
        weights: &Weights,
        from: u32,
        to: u32,
        space: &'a mut Space,
    ) -> Option<Blend<'a>> {
        Blend::of(lanes, Sides { up: &lanes.down, down: &lanes.up }, weights, to, from, space)
    }

    /// Chooses the vectors that bound the question from below as high as possible; `None` if there is no way.
    fn of(
        lanes: &'a Lanes,
        sides: Sides<'a>,
        weights: &Weights,
        from: u32,
        to: u32,
        space: &'a mut Space,
    ) -> Option<Blend<'a>> {
        let topology = &*lanes.topology;
        let (from, target) = (topology.position[from as usize], topology.position[to as usize]);
        space.begin(topology.states());
        space.climb_target(lanes, sides, target);
        space.climb_start(lanes, sides, from, target);
        let count = lanes.vectors.len();
        let weights = per_tick(weights);
        let deepest = topology.depth[from as usize] as usize;
        let lengths = &space.from[deepest * count..][..count];
        if lengths.contains(&INFINITY) {
            return None;
        }
        let lengths: Vec<f64> =
            lengths.iter().zip(&lanes.units).map(|(length, unit)| f64::from(*length) * unit).collect();
        let mut chosen = multiples(&lanes.vectors, &lengths, &weights);
        chosen.truncate(MOST);
        let mut counts = [0.0; MOST];
        for (count, (lane, multiple)) in counts.iter_mut().zip(&chosen) {
            *count = multiple * lanes.units[*lane] * SAFE;
        }
        let chosen: Vec<usize> = chosen.into_iter().map(|(lane, _)| lane).collect();
        let to = space.to.chunks_exact(count.max(1)).map(|row| pick(row, &chosen)).collect();
        // What was worked out for the start is known.
        let mut p = from;
        while p != NONE {
            let row = &space.from[topology.depth[p as usize] as usize * count..][..count];
            space.rest[p as usize] = pick(row, &chosen);
            space.known[p as usize] = space.question;
            p = topology.parent[p as usize];
        }
        Some(Blend { lanes, sides, space: RefCell::new(space), target, chosen, counts, to })
    }

    /// The lengths under some vectors themselves, for [`Blend::lengths`].
    pub(super) fn unblended(lanes: &'a Lanes, mut chosen: Vec<usize>, to: u32, space: &'a mut Space) -> Blend<'a> {
        let topology = &*lanes.topology;
        let target = topology.position[to as usize];
        space.begin(topology.states());
        let sides = Sides { up: &lanes.up, down: &lanes.down };
        space.climb_target(lanes, sides, target);
        chosen.truncate(MOST);
        let to = space.to.chunks_exact(lanes.vectors.len().max(1)).map(|row| pick(row, &chosen)).collect();
        Blend { lanes, sides, space: RefCell::new(space), target, chosen, counts: [0.0; MOST], to }
    }

    /// The least lengths from a state to the target under each chosen vector; [`INFINITY`] if there is no way.
    #[inline]
    pub(super) fn lengths(&self, state: u32) -> [u32; MOST] {
        let space = &mut **self.space.borrow_mut();
        let p = self.lanes.topology.position[state as usize];
        if space.known[p as usize] != space.question {
            match self.chosen.len() {
                0 => {}
                1 => self.descend::<1>(space, p),
                2 => self.descend::<2>(space, p),
                3 => self.descend::<3>(space, p),
                4 => self.descend::<4>(space, p),
                5 => self.descend::<5>(space, p),
                _ => self.descend::<6>(space, p),
            }
        }
        space.rest[p as usize]
    }

    /// Works the lengths out at a position and its ancestors, the most important first.
    fn descend<const K: usize>(&self, space: &mut Space, mut p: u32) {
        let topology = &*self.lanes.topology;
        let lanes: [usize; K] = std::array::from_fn(|at| self.chosen[at]);
        let count = self.lanes.vectors.len();
        while p != NONE && space.known[p as usize] != space.question {
            space.above.push(p);
            p = topology.parent[p as usize];
        }
        while let Some(p) = space.above.pop() {
            let above_target = p <= self.target && self.target < p + topology.subtree[p as usize];
            let mut least = [INFINITY; K];
            if above_target {
                least.copy_from_slice(&self.to[topology.depth[p as usize] as usize][..K]);
            }
            let row = topology.row(p);
            let lengths = self.sides.up[row.start * count..row.end * count].chunks_exact(count);
            for (head, lengths) in topology.head[row].iter().zip(lengths) {
                let rest = &space.rest[*head as usize];
                for at in 0..K {
                    least[at] = least[at].min(rest[at] + lengths[lanes[at]]);
                }
            }
            space.rest[p as usize][..K].copy_from_slice(&least);
            space.known[p as usize] = space.question;
        }
    }
}

impl Bound<u64> for Blend<'_> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<u64> {
        let rest = self.lengths(state);
        let mut sum = 0.0;
        for (rest, count) in rest.iter().zip(&self.counts).take(self.chosen.len()) {
            if *rest == INFINITY {
                return None;
            }
            sum += f64::from(*rest) * count;
        }
        Some((sum as u64).min(MOST_REST))
    }
}

/// What stands in a row under the chosen vectors.
fn pick(row: &[u32], chosen: &[usize]) -> [u32; MOST] {
    let mut picked = [0; MOST];
    picked.iter_mut().zip(chosen).for_each(|(picked, lane)| *picked = row[*lane]);
    picked
}

impl Space {
    fn begin(&mut self, states: usize) {
        if self.known.len() != states || self.question == u32::MAX {
            (self.known, self.rest) = (vec![0; states], vec![[0; MOST]; states]);
            self.question = 0;
        }
        self.question += 1;
    }

    /// The least lengths from each ancestor of the target down to it, under all vectors.
    fn climb_target(&mut self, lanes: &Lanes, sides: Sides<'_>, target: u32) {
        let (topology, count) = (&*lanes.topology, lanes.vectors.len());
        let depth = |p: u32| topology.depth[p as usize] as usize * count;
        self.to.clear();
        self.to.resize(depth(target) + count, INFINITY);
        self.to[depth(target)..].fill(0);
        let mut p = target;
        while p != NONE {
            let (above, here) = self.to.split_at_mut(depth(p));
            let here = &here[..count];
            let row = topology.row(p);
            let lengths = sides.down[row.start * count..row.end * count].chunks_exact(count.max(1));
            for (head, lengths) in topology.head[row].iter().zip(lengths) {
                let least = &mut above[depth(*head)..][..count];
                for ((least, here), length) in least.iter_mut().zip(here).zip(lengths) {
                    *least = (*least).min(here + length);
                }
            }
            p = topology.parent[p as usize];
        }
    }

    /// The least lengths to the target from each ancestor of the start, under all vectors.
    fn climb_start(&mut self, lanes: &Lanes, sides: Sides<'_>, start: u32, target: u32) {
        let (topology, count) = (&*lanes.topology, lanes.vectors.len());
        let depth = |p: u32| topology.depth[p as usize] as usize * count;
        self.from.clear();
        self.from.resize(depth(start) + count, INFINITY);
        let mut p = start;
        while p != NONE {
            self.above.push(p);
            p = topology.parent[p as usize];
        }
        while let Some(p) = self.above.pop() {
            let (above, here) = self.from.split_at_mut(depth(p));
            let here = &mut here[..count];
            if p <= target && target < p + topology.subtree[p as usize] {
                here.copy_from_slice(&self.to[depth(p)..][..count]);
            }
            let row = topology.row(p);
            let lengths = sides.up[row.start * count..row.end * count].chunks_exact(count.max(1));
            for (head, lengths) in topology.head[row].iter().zip(lengths) {
                let rest = &above[depth(*head)..][..count];
                for ((here, rest), length) in here.iter_mut().zip(rest).zip(lengths) {
                    *here = (*here).min(rest + length);
                }
            }
        }
    }
}

/// Multiples of vectors that add up to no more than the weights of any criterion and bound a question as high as possible, given the least
/// length under each: a linear program, by the simplex method (Dantzig 1947). No more multiples than criteria are above zero.
pub(super) fn multiples(vectors: &[[u64; 6]], lengths: &[f64], weights: &[u64; 6]) -> Vec<(usize, f64)> {
    let fits = |vector: &[u64; 6]| vector.iter().zip(weights).all(|(a, w)| *a == 0 || *w > 0);
    let columns: Vec<usize> = (0..vectors.len()).filter(|at| fits(&vectors[*at])).collect();
    let rows: Vec<usize> = (0..6).filter(|axis| weights[*axis] > 0).collect();
    // Each row is divided by its weight, so that its right side is 1.
    let width = columns.len() + 1;
    let mut table: Vec<Vec<f64>> = rows
        .iter()
        .map(|axis| {
            let entry = |at: &usize| vectors[*at][*axis] as f64 / weights[*axis] as f64;
            columns.iter().map(entry).chain([1.0]).collect()
        })
        .collect();
    let mut gain: Vec<f64> = columns.iter().map(|at| lengths[*at]).chain([0.0]).collect();
    // What each row and column stands for: a vector, or what is left of a row.
    let mut basis: Vec<Option<usize>> = vec![None; rows.len()];
    let mut names: Vec<Option<usize>> = columns.iter().map(|at| Some(*at)).collect();
    for _ in 0..200 {
        let Some(enter) = (0..width - 1).max_by(|a, b| gain[*a].total_cmp(&gain[*b])) else { break };
        let scale = lengths.iter().fold(0.0, |most: f64, length| most.max(*length));
        if gain[enter] <= 1e-12 * scale {
            break;
        }
        let ratio = |row: usize| table[row][width - 1] / table[row][enter];
        let leave =
            (0..rows.len()).filter(|row| table[*row][enter] > 1e-300).min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)));
        let Some(leave) = leave else { break };
        let pivot = table[leave][enter];
        table[leave].iter_mut().for_each(|entry| *entry /= pivot);
        table[leave][enter] = 1.0 / pivot;
        let row = table[leave].clone();
        let clear = |other: &mut Vec<f64>| {
            let by = other[enter];
            for (at, entry) in other.iter_mut().enumerate() {
                if at == enter { *entry = -by * row[at] } else { *entry -= by * row[at] }
            }
        };
        (0..rows.len()).filter(|row| *row != leave).for_each(|row| clear(&mut table[row]));
        clear(&mut gain);
        std::mem::swap(&mut basis[leave], &mut names[enter]);
    }
    let mut found: Vec<(usize, f64)> = Vec::new();
    for (row, name) in basis.iter().enumerate() {
        if let Some(at) = name
            && table[row][width - 1] > 0.0
        {
            found.push((*at, table[row][width - 1]));
        }
    }
    // Whatever was lost in rounding: no criterion may count for more than it weighs.
    let used = |axis: &usize| {
        found.iter().map(|(at, by)| by * vectors[*at][*axis] as f64).sum::<f64>() / weights[*axis] as f64
    };
    let most = rows.iter().map(used).fold(1.0, f64::max);
    found.iter_mut().for_each(|(_, by)| *by /= most);
    found
}
