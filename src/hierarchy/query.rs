//! Shortest paths between two states by walking up the elimination tree.

use super::customize::Lengths;
use super::ticks::{Block, Sums, Ticks};
use super::topology::{NONE, Topology, WIDTH};

/// Lengths from one end of a query and to the other, by depth of the ancestors of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Space<W> {
    from: Vec<Block<W>>,
    to: Vec<Block<W>>,
}

impl<W: Ticks> Lengths<W> {
    /// The length of a shortest path between two positions; [`Ticks::INFINITY`] if there is none.
    ///
    /// Every common ancestor of the two is tried as the most important state of the path.
    pub(crate) fn distance(&self, topology: &Topology, mut p: u32, mut q: u32, space: &mut Space<W>) -> W {
        let (from, to) = (start(topology, &mut space.from, p), start(topology, &mut space.to, q));
        // The larger position is never an ancestor of the other.
        while p != q {
            if p > q {
                climb(topology, &self.up, from, p, W::INFINITY);
                p = topology.parent[p as usize];
            } else {
                climb(topology, &self.down, to, q, W::INFINITY);
                q = topology.parent[q as usize];
            }
            if p == NONE || q == NONE {
                return W::INFINITY;
            }
        }
        let mut best = W::INFINITY;
        while p != NONE {
            let depth = topology.depth[p as usize];
            best = best.min(at(from, depth).plus(at(to, depth)));
            climb(topology, &self.up, from, p, best);
            climb(topology, &self.down, to, p, best);
            p = topology.parent[p as usize];
        }
        best
    }
}

impl<W: Ticks> Lengths<W> {
    /// Calls `reached` with every ancestor of a position and the length of the way up to it.
    pub(crate) fn climb_all(&self, topology: &Topology, p: u32, space: &mut Space<W>, reached: impl FnMut(u32, W)) {
        climb_by(topology, &self.up, p, space, reached);
    }

    /// The same with the length of the way down from each.
    pub(crate) fn climb_down(&self, topology: &Topology, p: u32, space: &mut Space<W>, reached: impl FnMut(u32, W)) {
        climb_by(topology, &self.down, p, space, reached);
    }

    /// The given arcs of a shortest path; `None` if there is none.
    pub(crate) fn path(&self, topology: &Topology, p: u32, q: u32, space: &mut Space<W>) -> Option<Vec<u32>> {
        let best = self.distance(topology, p, q, space);
        if best >= W::INFINITY {
            return None;
        }
        // The most important state of the path: the first common ancestor at which the two sides add up.
        let (mut top, mut other) = (p, q);
        while top != other {
            let lower = if top > other { &mut top } else { &mut other };
            *lower = topology.parent[*lower as usize];
        }
        let length = |side: &[Block<W>], p: u32| at(side, topology.depth[p as usize]);
        while length(&space.from, top).plus(length(&space.to, top)) != best {
            top = topology.parent[top as usize];
        }
        let mut slots = Vec::new();
        trace(topology, &self.up, &space.from, p, top, |lane| slots.push(2 * lane));
        slots.reverse();
        trace(topology, &self.down, &space.to, q, top, |lane| slots.push(2 * lane + 1));
        Some(self.unpack(topology, slots.into_iter()))
    }
}

fn climb_by<W: Ticks>(
    topology: &Topology,
    rows: &[Block<W>],
    mut p: u32,
    space: &mut Space<W>,
    mut reached: impl FnMut(u32, W),
) {
    let lengths = start(topology, &mut space.from, p);
    while p != NONE {
        reached(p, at(lengths, topology.depth[p as usize]));
        climb(topology, rows, lengths, p, W::INFINITY);
        p = topology.parent[p as usize];
    }
}

/// Calls `found` with the lanes, from the top down, by which the length at `top` came about.
fn trace<W: Ticks>(
    topology: &Topology,
    rows: &[Block<W>],
    lengths: &[Block<W>],
    p: u32,
    top: u32,
    mut found: impl FnMut(u32),
) {
    let mut below = Vec::new();
    let mut q = p;
    while q != top {
        below.push(q);
        q = topology.parent[q as usize];
    }
    let mut head = topology.depth[top as usize];
    for tail in below.into_iter().rev() {
        let depth = topology.depth[tail as usize];
        if let Some(lane) = topology.lane(tail, head)
            && at(lengths, depth).plus(at(rows, lane)) == at(lengths, head)
        {
            found(lane);
            head = depth;
        }
    }
}

/// No length but that of `p` itself.
fn start<'a, W: Ticks>(topology: &Topology, lengths: &'a mut Vec<Block<W>>, p: u32) -> &'a mut [Block<W>] {
    let depth = topology.depth[p as usize];
    lengths.clear();
    lengths.resize((depth / WIDTH) as usize + 1, W::UNREACHED);
    lengths[(depth / WIDTH) as usize][(depth % WIDTH) as usize] = W::default();
    lengths
}

/// Hands the length at `p` on along its row, if it is less than `most`.
#[inline]
fn climb<W: Ticks>(topology: &Topology, rows: &[Block<W>], lengths: &mut [Block<W>], p: u32, most: W) {
    let by = at(lengths, topology.depth[p as usize]);
    if by < most {
        let row = topology.blocks(p);
        for (block, row) in topology.block[row.clone()].iter().zip(&rows[row]) {
            W::relax(&mut lengths[*block as usize], row, by);
        }
    }
}

/// What stands in one lane of blocks.
#[inline]
pub(crate) fn at<W: Sums>(blocks: &[Block<W>], lane: u32) -> W {
    blocks[(lane / WIDTH) as usize][(lane % WIDTH) as usize]
}
