//! Which given arcs an arc of a hierarchy stands for.

use super::customize::Lengths;
use super::query::at;
use super::ticks::{Sums, Ticks};
use super::topology::{Topology, WIDTH};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What arcs stand for, found when a path first needs it and then remembered: a path is read off without looking at lengths.
///
/// For each slot (twice the lane, one more for the way down) 0 if not known, or the two halves. A half is a slot, or a given arc if the slot is one,
/// so that it need not be looked up; a given arc alone has nothing for its other half.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    slots: OnceLock<Box<[Chunk]>>,
    /// How many given arcs the ways of no length have at least; made when a path first takes one.
    hops: OnceLock<Box<Lengths<u32>>>,
}

/// Made when first needed, so that a first path does not wait for memory that no path will touch.
type Chunk = OnceLock<Box<[AtomicU64]>>;
const CHUNK: usize = 1024;
/// Marks given arcs among slots; both have fewer bits.
const GIVEN: u32 = 1 << 31;
/// No half: no given arc has so great a number.
const ALONE: u32 = u32::MAX;

impl Clone for Parts {
    /// Nothing is known yet: a copy is mostly made to change lengths.
    fn clone(&self) -> Parts {
        Parts::default()
    }
}

impl Parts {
    #[inline]
    fn of(&self, slot: u32, slots: usize) -> &AtomicU64 {
        let chunks = self.slots.get_or_init(|| (0..slots.div_ceil(CHUNK)).map(|_| Chunk::new()).collect());
        let chunk = chunks[slot as usize / CHUNK].get_or_init(|| (0..CHUNK).map(|_| AtomicU64::new(0)).collect());
        &chunk[slot as usize % CHUNK]
    }

    /// Forgets the ways of no length, once anything has changed.
    pub(crate) fn forget_hops(&mut self) {
        self.hops = OnceLock::new();
    }

    /// Forgets what both directions of an arc stand for.
    pub(crate) fn forget(&mut self, lane: u32) {
        let slot = 2 * lane as usize;
        if let Some(chunk) = self.slots.get_mut().and_then(|chunks| chunks[slot / CHUNK].get_mut()) {
            *chunk[slot % CHUNK].get_mut() = 0;
            *chunk[slot % CHUNK + 1].get_mut() = 0;
        }
    }
}

impl<W: Ticks> Lengths<W> {
    /// The given arcs of arcs of the hierarchy (slots in order) that are not infinite.
    ///
    /// All are taken apart once, then all halves, and so on: no look has to wait for another, so that the processor fetches several at a time.
    /// What they are taken into is a tree, walked at the end, so that given arcs found early are not handed from level to level.
    pub(crate) fn unpack(&self, topology: &Topology, slots: impl Iterator<Item = u32>) -> Vec<u32> {
        let count = self.up.len() * 2 * WIDTH as usize;
        let mut open: Vec<u32> = slots.collect();
        let roots = open.len();
        // Two entries for each slot in `open`: a given arc, or the place of another slot there.
        let (mut halves, mut found): (Vec<[u32; 2]>, Vec<u64>) = (Vec::with_capacity(4 * roots), Vec::new());
        while halves.len() < open.len() {
            let level = halves.len()..open.len();
            // Nothing here hangs on what is found, or else a wrong guess would have all that was fetched wait.
            found.clear();
            found.extend(open[level.clone()].iter().map(|slot| self.parts.of(*slot, count).load(Relaxed)));
            for (at, known) in level.zip(&found) {
                let (slot, mut known) = (open[at], *known);
                if known == 0 {
                    known = self.find_parts(topology, slot);
                    self.parts.of(slot, count).store(known, Relaxed);
                }
                halves.push([(known >> 32) as u32, known as u32].map(|half| {
                    if half & GIVEN != 0 {
                        return half;
                    }
                    open.push(half);
                    open.len() as u32 - 1
                }));
            }
        }
        let mut path = Vec::with_capacity(2 * open.len());
        let mut rest: Vec<u32> = Vec::new();
        for root in 0..roots as u32 {
            let mut next = root;
            loop {
                if next & GIVEN == 0 {
                    let [first, then] = halves[next as usize];
                    rest.push(then);
                    next = first;
                    continue;
                }
                if next != ALONE {
                    path.push(next ^ GIVEN);
                }
                let Some(then) = rest.pop() else { break };
                next = then;
            }
        }
        path
    }

    /// A given arc of the same length, or else the halves of a lower triangle.
    fn find_parts(&self, topology: &Topology, slot: u32) -> u64 {
        let (lane, down) = (slot / 2, slot & 1);
        let length = at(if down == 0 { &self.up } else { &self.down }, lane);
        if length == W::default() {
            return self.hops(topology).find_parts(topology, slot);
        }
        if let Some(given) = self.find_given(topology, slot) {
            return u64::from(ALONE) << 32 | u64::from(GIVEN | given);
        }
        let block = (lane / WIDTH) as usize;
        let tail = tail(topology, block);
        let depth = topology.block[block] * WIDTH + lane % WIDTH;
        let halves = topology.down(tail).find_map(|i| {
            let (near, far) = (topology.lanes_down[i], topology.lane(topology.tails_down[i], depth)?);
            // Up from the tail is down to the middle first; the other way, down from the head to the middle.
            let (first, then) = if down == 0 { (near, far) } else { (far, near) };
            let is_way = at(&self.down, first).plus(at(&self.up, then)) == length;
            is_way.then_some([2 * first + 1, 2 * then])
        });
        debug_assert!(halves.is_some(), "an arc is as long as a given one or a lower triangle");
        let half = |slot: u32| u64::from(self.find_given(topology, slot).map_or(slot, |given| GIVEN | given));
        halves.map_or(u64::MAX, |[first, then]| half(first) << 32 | half(then))
    }

    /// A given arc of the same length.
    fn find_given(&self, topology: &Topology, slot: u32) -> Option<u32> {
        let length = at(if slot & 1 == 0 { &self.up } else { &self.down }, slot / 2);
        let tail = tail(topology, (slot / 2 / WIDTH) as usize);
        let as_given = |i: &usize| topology.slot[*i] == slot && self.given[*i] == length;
        topology.given_range(tail).find(as_given).map(|i| topology.given[i])
    }

    /// Arcs that cost nothing, one hop each, and no others.
    ///
    /// Where nothing costs anything, all lower triangles explain an arc, and halves that go forth and back would double at each level. Fewest hops
    /// leave a way that visits no state twice.
    fn hops(&self, topology: &Topology) -> &Lengths<u32> {
        self.parts.hops.get_or_init(|| {
            let hop = |length: &W| if *length == W::default() { 1 } else { u32::INFINITY };
            Box::new(Lengths::customize(topology, self.given.iter().map(hop).collect()))
        })
    }
}

/// The position in whose row a block stands.
fn tail(topology: &Topology, block: usize) -> u32 {
    topology.first_block.partition_point(|first| *first as usize <= block) as u32 - 1
}

#[cfg(test)]
mod tests {
    use crate::cost::CostVector;
    use crate::engine::{Graph, Hierarchy, Workspace, nested_dissection};

    /// On a grid without any lengths but at its last row, paths stay far shorter than doubling at each level would make them.
    #[test]
    fn ways_that_cost_nothing_do_not_wander() {
        const SIDE: u32 = 24;
        let at = |x: u32, y: u32| y * SIDE + x;
        let right = (0..SIDE).flat_map(|y| (1..SIDE).map(move |x| (at(x - 1, y), at(x, y))));
        let down = (1..SIDE).flat_map(|y| (0..SIDE).map(move |x| (at(x, y - 1), at(x, y))));
        let ends: Vec<(u32, u32)> = right.chain(down).flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        let graph = Graph::new((SIDE * SIDE) as usize, ends.iter().map(|(a, b)| (*a, *b, CostVector::ZERO))).unwrap();
        let points: Vec<(f64, f64)> = (0..SIDE * SIDE).map(|s| (f64::from(s / SIDE), f64::from(s % SIDE))).collect();
        let hierarchy = Hierarchy::new(&graph, &nested_dissection(&points, &ends)).unwrap();
        let length = |arc: u32| u64::from(graph.head(arc) >= at(0, SIDE - 1)) * 3;
        let mut made = hierarchy.customize(length).unwrap();
        let memory = &mut Workspace::default();
        for (from, to, hops) in [(0, at(SIDE - 1, SIDE - 2), 2 * SIDE - 3), (0, at(SIDE - 1, SIDE - 1), 2 * SIDE - 2)] {
            let path = made.path(from, to, memory).unwrap();
            assert!((hops..4 * SIDE * SIDE).contains(&(path.len() as u32)), "{}", path.len());
            assert_eq!(Some(path.into_iter().map(length).sum()), made.distance(from, to, memory));
        }
        // Closing the first arc of such a way leads round it.
        let first = made.path(0, at(SIDE - 1, 0), memory).unwrap()[0];
        made.update([(first, None)]).unwrap();
        let path = made.path(0, at(SIDE - 1, 0), memory).unwrap();
        assert!(!path.contains(&first) && path.len() as u32 > SIDE, "{}", path.len());
    }
}
