//! New lengths after a few given arcs have changed.

use super::customize::Lengths;
use super::query::at;
use super::ticks::{Block, Ticks};
use super::topology::{Topology, WIDTH};
use std::collections::BinaryHeap;

/// Arcs to be looked at again: the tail, the least important first; then the lane.
type Open = BinaryHeap<(u32, u32)>;

/// If so many lengths of a row are to be made anew, the whole row is: by blocks, without a search for each triangle.
const MANY: usize = 3;

impl<W: Ticks> Lengths<W> {
    /// Works changed lengths in, given by their place in [`Topology::given`]: only arcs that could change are looked at again,
    /// bottom up (partial customization; Dibbelt, Strasser, Wagner 2016).
    pub(crate) fn update(&mut self, topology: &Topology, changes: &[(u32, W)]) {
        self.parts.forget_hops();
        // Of an arc that is given twice the last counts.
        let mut changes: Vec<(u32, W)> = changes.iter().rev().copied().collect();
        changes.sort_by_key(|(i, _)| *i);
        changes.dedup_by_key(|(i, _)| *i);
        if changes.iter().all(|(i, length)| *length <= self.given[*i as usize]) {
            return self.lower(topology, &changes);
        }
        let mut open = Open::new();
        for (i, length) in &changes {
            self.given[*i as usize] = *length;
            let arc = (tail_of(topology, *i), topology.slot[*i as usize] / 2);
            self.forget_ways_over(topology, arc);
            open.push(arc);
        }
        let (mut lanes, mut made, mut row) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
        while let Some((tail, first)) = open.pop() {
            lanes.clear();
            lanes.push(first);
            while let Some((_, lane)) = open.peek().copied().filter(|next| next.0 == tail) {
                open.pop();
                if lanes.last() != Some(&lane) {
                    lanes.push(lane);
                }
            }
            // No arc of a row is a way for another.
            made.clear();
            if lanes.len() < MANY {
                made.extend(lanes.iter().map(|lane| self.made_anew(topology, tail, *lane)));
            } else {
                self.row_made_anew(topology, tail, &mut row);
                made.extend(lanes.iter().map(|lane| {
                    let depth = depth_of(topology, *lane);
                    [at(&row[0], depth), at(&row[1], depth)]
                }));
            }
            for (lane, new) in lanes.iter().zip(&made) {
                self.parts.forget(*lane);
                let old = [at(&self.up, *lane), at(&self.down, *lane)];
                if old == *new {
                    continue;
                }
                self.set(*lane, *new);
                self.triangles(topology, (tail, *lane), |lengths, side, [up, down]| {
                    // From the other head to this one, and back.
                    let there = (down.plus(old[0]), down.plus(new[0]));
                    let back = (old[1].plus(up), new[1].plus(up));
                    let (there, back) = if side.turned { (back, there) } else { (there, back) };
                    let touched = |(old, new): (W, W), is: W| new < is || old == is && new > is;
                    if touched(there, at(&lengths.up, side.lane)) || touched(back, at(&lengths.down, side.lane)) {
                        open.push((side.tail, side.lane));
                    }
                });
            }
        }
    }

    /// Works lengths in that are all less than before: nothing else can explain an arc better than the ways over those that became shorter.
    fn lower(&mut self, topology: &Topology, changes: &[(u32, W)]) {
        let mut open = Open::new();
        for (i, length) in changes {
            self.given[*i as usize] = *length;
            let slot = topology.slot[*i as usize];
            let (tail, lane) = (tail_of(topology, *i), slot / 2);
            let mut lengths = [at(&self.up, lane), at(&self.down, lane)];
            let side = &mut lengths[(slot & 1) as usize];
            if *length < *side {
                *side = *length;
                self.set(lane, lengths);
                open.push((tail, lane));
            }
        }
        while let Some((tail, lane)) = open.pop() {
            while open.peek() == Some(&(tail, lane)) {
                open.pop();
            }
            self.parts.forget(lane);
            let new = [at(&self.up, lane), at(&self.down, lane)];
            self.triangles(topology, (tail, lane), |lengths, side, [up, down]| {
                let (there, back) = (down.plus(new[0]), new[1].plus(up));
                let (there, back) = if side.turned { (back, there) } else { (there, back) };
                let is = [at(&lengths.up, side.lane), at(&lengths.down, side.lane)];
                if there < is[0] || back < is[1] {
                    lengths.set(side.lane, [there.min(is[0]), back.min(is[1])]);
                    open.push((side.tail, side.lane));
                }
            });
        }
    }

    fn set(&mut self, lane: u32, [up, down]: [W; 2]) {
        let (block, i) = ((lane / WIDTH) as usize, (lane % WIDTH) as usize);
        (self.up[block][i], self.down[block][i]) = (up, down);
    }

    /// Calls `found` with the third side of each triangle over an arc and another of its row, and with the lengths of that other.
    fn triangles(
        &mut self,
        topology: &Topology,
        (tail, lane): (u32, u32),
        mut found: impl FnMut(&mut Lengths<W>, Side, [W; 2]),
    ) {
        let head_depth = depth_of(topology, lane);
        let Some((head, _)) = topology.lanes(tail).find(|(_, other)| *other == lane) else { return };
        for (other, beside) in topology.lanes(tail).filter(|(_, other)| *other != lane) {
            // Of two heads the less important has the arc.
            let turned = other < head;
            let (lower, depth) = if turned { (head, topology.depth[other as usize]) } else { (other, head_depth) };
            if let Some(side) = topology.lane(lower, depth) {
                let lengths = [at(&self.up, beside), at(&self.down, beside)];
                found(self, Side { tail: lower, lane: side, turned }, lengths);
            }
        }
    }

    /// Forgets what arcs stand for that may have a given arc for a half: it may change though the arc stays as long as it is.
    fn forget_ways_over(&mut self, topology: &Topology, arc: (u32, u32)) {
        self.triangles(topology, arc, |lengths, side, _| lengths.parts.forget(side.lane));
    }

    /// The lengths of an arc up and down: the least of its given arcs and its lower triangles.
    pub(crate) fn made_anew(&self, topology: &Topology, tail: u32, lane: u32) -> [W; 2] {
        let depth = depth_of(topology, lane);
        let mut least = [W::INFINITY; 2];
        for i in topology.given_range(tail).filter(|i| topology.slot[*i] / 2 == lane) {
            let side = &mut least[(topology.slot[i] & 1) as usize];
            *side = (*side).min(self.given[i]);
        }
        for i in topology.down(tail) {
            let near = topology.lanes_down[i];
            if let Some(far) = topology.lane(topology.tails_down[i], depth) {
                least[0] = least[0].min(at(&self.down, near).plus(at(&self.up, far)));
                least[1] = least[1].min(at(&self.down, far).plus(at(&self.up, near)));
            }
        }
        least
    }

    /// The same of all arcs of a row, by depth of their heads; what stands at other depths means nothing.
    fn row_made_anew(&self, topology: &Topology, tail: u32, [up, down]: &mut [Vec<Block<W>>; 2]) {
        let height = (topology.depth[tail as usize] / WIDTH) as usize + 1;
        for side in [&mut *up, &mut *down] {
            side.clear();
            side.resize(height, W::UNREACHED);
        }
        for i in topology.given_range(tail) {
            let depth = depth_of(topology, topology.slot[i] / 2);
            let side = if topology.slot[i] & 1 == 0 { &mut *up } else { &mut *down };
            let length = &mut side[(depth / WIDTH) as usize][(depth % WIDTH) as usize];
            *length = (*length).min(self.given[i]);
        }
        for i in topology.down(tail) {
            let near = topology.lanes_down[i];
            let (to, back) = (at(&self.down, near), at(&self.up, near));
            let row = topology.blocks(topology.tails_down[i]).start..(near / WIDTH) as usize + 1;
            let lengths = self.up[row.clone()].iter().zip(&self.down[row.clone()]);
            for (block, (above, below)) in topology.block[row].iter().zip(lengths) {
                W::relax(&mut up[*block as usize], above, to);
                W::relax(&mut down[*block as usize], below, back);
            }
        }
    }
}

/// The third side of a triangle.
#[derive(Clone, Copy)]
struct Side {
    tail: u32,
    lane: u32,
    /// Whether it leads up from the head of the arc at hand, not to it.
    turned: bool,
}

/// The position in whose row a given arc stands.
fn tail_of(topology: &Topology, i: u32) -> u32 {
    topology.first_given.partition_point(|first| *first <= i) as u32 - 1
}

/// The depth of the head of an arc.
fn depth_of(topology: &Topology, lane: u32) -> u32 {
    topology.block[(lane / WIDTH) as usize] * WIDTH + lane % WIDTH
}
