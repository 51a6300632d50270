//! Which given arcs an arc of a hierarchy stands for.

use super::customize::Lengths;
use super::query::at;
use super::ticks::Ticks;
use super::topology::{Topology, WIDTH};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What arcs stand for, found when a path first needs it and then remembered: a path is read off without looking at lengths.
///
/// For each slot (twice the lane, one more for the way down) 0 if not known, a given arc, or the slots of the two halves.
#[derive(Debug, Default)]
pub(crate) struct Parts(OnceLock<Box<[Chunk]>>);

/// Made when first needed, so that a first path does not wait for memory that no path will touch.
type Chunk = OnceLock<Box<[AtomicU64]>>;
const CHUNK: usize = 1024;
const GIVEN: u64 = 1 << 63;

impl Clone for Parts {
    /// Nothing is known yet: a copy is mostly made to change lengths.
    fn clone(&self) -> Parts {
        Parts::default()
    }
}

impl Parts {
    #[inline]
    fn of(&self, slot: u32, slots: usize) -> &AtomicU64 {
        let chunks = self.0.get_or_init(|| (0..slots.div_ceil(CHUNK)).map(|_| Chunk::new()).collect());
        let chunk = chunks[slot as usize / CHUNK].get_or_init(|| (0..CHUNK).map(|_| AtomicU64::new(0)).collect());
        &chunk[slot as usize % CHUNK]
    }

    /// Forgets what both directions of an arc stand for.
    pub(crate) fn forget(&mut self, lane: u32) {
        let slot = 2 * lane as usize;
        if let Some(chunk) = self.0.get_mut().and_then(|chunks| chunks[slot / CHUNK].get_mut()) {
            *chunk[slot % CHUNK].get_mut() = 0;
            *chunk[slot % CHUNK + 1].get_mut() = 0;
        }
    }
}

impl<W: Ticks> Lengths<W> {
    /// The given arcs of arcs of the hierarchy (slots in order) that are not infinite.
    ///
    /// All are taken apart once, then all halves, and so on: no look has to wait for another, so that the processor fetches several at a time.
    pub(crate) fn unpack(&self, topology: &Topology, slots: impl Iterator<Item = u32>) -> Vec<u32> {
        let count = self.up.len() * 2 * WIDTH as usize;
        let mut path: Vec<u64> = slots.map(u64::from).collect();
        let (mut next, mut found, mut whole) = (Vec::with_capacity(2 * path.len()), Vec::new(), false);
        while !whole {
            whole = true;
            // Nothing here hangs on what is found, or else a wrong guess would have all that was fetched wait.
            found.clear();
            found.extend(path.iter().map(|entry| {
                let slot = entry & ((entry >> 63) ^ 1).wrapping_neg();
                self.parts.of(slot as u32, count).load(Relaxed)
            }));
            for (entry, known) in path.drain(..).zip(&found) {
                if entry & GIVEN != 0 {
                    next.push(entry);
                    continue;
                }
                whole = false;
                let mut known = *known;
                if known == 0 {
                    known = self.find_parts(topology, entry as u32);
                    self.parts.of(entry as u32, count).store(known, Relaxed);
                }
                if known & GIVEN != 0 {
                    next.push(known);
                } else if known != 0 {
                    next.extend([known >> 32, known & u64::from(u32::MAX)]);
                }
            }
            std::mem::swap(&mut path, &mut next);
        }
        path.into_iter().map(|given| given as u32).collect()
    }

    /// A given arc of the same length, or else the halves of a lower triangle.
    fn find_parts(&self, topology: &Topology, slot: u32) -> u64 {
        let (lane, down) = (slot / 2, slot & 1);
        let length = at(if down == 0 { &self.up } else { &self.down }, lane);
        let block = (lane / WIDTH) as usize;
        let tail = topology.first_block.partition_point(|first| *first as usize <= block) as u32 - 1;
        let as_given = |i: &usize| topology.slot[*i] == slot && self.given[*i] == length;
        if let Some(i) = topology.given_range(tail).find(as_given) {
            return GIVEN | u64::from(topology.given[i]);
        }
        let depth = topology.block[block] * WIDTH + lane % WIDTH;
        let halves = topology.down(tail).find_map(|i| {
            let (near, far) = (topology.lanes_down[i], topology.lane(topology.tails_down[i], depth)?);
            // Up from the tail is down to the middle first; the other way, down from the head to the middle.
            let (first, then) = if down == 0 { (near, far) } else { (far, near) };
            let is_way = at(&self.down, first).plus(at(&self.up, then)) == length;
            is_way.then_some(u64::from(2 * first + 1) << 32 | u64::from(2 * then))
        });
        debug_assert!(halves.is_some(), "an arc is as long as a given one or a lower triangle");
        halves.unwrap_or(0)
    }
}
