//! Which given arcs an arc of a hierarchy stands for.

use super::customize::Lengths;
use super::query::at;
use super::ticks::Ticks;
use super::topology::{Topology, WIDTH};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What arcs stand for, found when a path first needs it: for each lane and direction 0 if that is not known, else 1 and twice the place
/// among the arcs that lead down of the first half of a lower triangle.
///
/// It may be out of date after lengths have changed: what it says is checked before it is used.
#[derive(Debug, Default)]
pub(crate) struct Parts(OnceLock<Box<[AtomicU32]>>);

impl Clone for Parts {
    /// Nothing is known yet: a copy is mostly made to change lengths.
    fn clone(&self) -> Parts {
        Parts::default()
    }
}

impl Parts {
    fn of(&self, slot: u32, slots: usize) -> &AtomicU32 {
        &self.0.get_or_init(|| (0..slots).map(|_| AtomicU32::new(0)).collect())[slot as usize]
    }
}

impl<W: Ticks> Lengths<W> {
    /// Appends the given arcs of an arc (tail, head, lane) that is not infinite, `down` if from its head to its tail.
    pub(crate) fn unpack(&self, topology: &Topology, arc: (u32, u32, u32), down: bool, path: &mut Vec<u32>) {
        let mut open = vec![(arc, down)];
        while let Some(((tail, head, lane), down)) = open.pop() {
            let length = at(if down { &self.down } else { &self.up }, lane);
            let slot = 2 * lane + u32::from(down);
            let as_given = |i: &usize| topology.slot[*i] == slot && self.given[*i] == length;
            if let Some(i) = topology.given_range(tail).find(as_given) {
                path.push(topology.given[i]);
                continue;
            }
            let part = self.parts.of(slot, self.up.len() * 2 * WIDTH as usize);
            let depth = topology.depth[head as usize];
            let through = |i: usize| {
                let (lane, middle) = (topology.lanes_down[i], topology.tails_down[i]);
                let beyond = topology.lane(middle, depth)?;
                let sum = if down {
                    at(&self.down, beyond).plus(at(&self.up, lane))
                } else {
                    at(&self.down, lane).plus(at(&self.up, beyond))
                };
                (sum == length).then_some((i, middle, lane, beyond))
            };
            let known = part.load(Relaxed).checked_sub(1).and_then(|i| through(i as usize));
            let found = known.or_else(|| topology.down(tail).find_map(through));
            let Some((i, middle, lane, beyond)) = found else {
                debug_assert!(false, "an arc is as long as a given one or a lower triangle");
                continue;
            };
            if known.is_none() {
                part.store(i as u32 + 1, Relaxed);
            }
            let (near, far) = ((middle, tail, lane), (middle, head, beyond));
            // The last is taken first.
            open.extend(if down { [(near, false), (far, true)] } else { [(far, false), (near, true)] });
        }
    }
}
