//! New lengths after a few given arcs have changed.

use super::customize::Lengths;
use super::query::at;
use super::ticks::Ticks;
use super::topology::{Topology, WIDTH};
use std::collections::BinaryHeap;

impl<W: Ticks> Lengths<W> {
    /// Works changed lengths in, given by their place in [`Topology::given`]: only arcs that could change are looked at again,
    /// bottom up (partial customization; Dibbelt, Strasser, Wagner 2016).
    pub(crate) fn update(&mut self, topology: &Topology, changes: &[(u32, W)]) {
        // By tail, the least important first; then by lane.
        let mut open = BinaryHeap::new();
        for (i, length) in changes {
            self.given[*i as usize] = *length;
            let tail = topology.first_given.partition_point(|first| first <= i) as u32 - 1;
            open.push((tail, topology.slot[*i as usize] / 2));
        }
        while let Some((tail, lane)) = open.pop() {
            while open.peek() == Some(&(tail, lane)) {
                open.pop();
            }
            self.parts.forget(lane);
            let old = [at(&self.up, lane), at(&self.down, lane)];
            let new = self.made_anew(topology, tail, lane);
            if old == new {
                continue;
            }
            let (block, i) = ((lane / WIDTH) as usize, (lane % WIDTH) as usize);
            (self.up[block][i], self.down[block][i]) = (new[0], new[1]);
            let head_depth = topology.block[block] * WIDTH + i as u32;
            let Some((head, _)) = topology.lanes(tail).find(|(_, other)| *other == lane) else { continue };
            for (other, beside) in topology.lanes(tail).filter(|(_, other)| *other != lane) {
                // The third side of the triangle, as long as the way by `tail` at the least.
                let side = if other > head {
                    topology.lane(other, head_depth).map(|side| (other, side))
                } else {
                    topology.lane(head, topology.depth[other as usize]).map(|side| (head, side))
                };
                let Some((lower, side)) = side else { continue };
                let (up, down) = (at(&self.up, beside), at(&self.down, beside));
                // From the other head to this one, and back.
                let there = (down.plus(old[0]), down.plus(new[0]));
                let back = (old[1].plus(up), new[1].plus(up));
                let (there, back) = if other > head { (there, back) } else { (back, there) };
                let touched = |(old, new): (W, W), is: W| new < is || old == is && new > is;
                if touched(there, at(&self.up, side)) || touched(back, at(&self.down, side)) {
                    open.push((lower, side));
                }
            }
        }
    }

    /// The lengths of an arc up and down: the least of its given arcs and its lower triangles.
    pub(crate) fn made_anew(&self, topology: &Topology, tail: u32, lane: u32) -> [W; 2] {
        let depth = topology.block[(lane / WIDTH) as usize] * WIDTH + lane % WIDTH;
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
}
