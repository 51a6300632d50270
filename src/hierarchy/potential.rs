//! Lower bounds of what is still to come, for searches on the graph itself (lazy RPHAST; Strasser and Zeitz, "A fast and tight
//! heuristic for A* in road networks", SEA 2021).

use super::customize::{Lengths, Together, in_rows_capped, kept};
use super::customized::{Customized, Either};
use super::query::{Space, at};
use super::ticks::{Block, SEVERAL, Sums, Ticks};
use super::topology::{NONE, Topology};
use super::{Hierarchy, HierarchyError};

/// Lengths that are never more than they should be, for bounds only: 32 bits for each shortcut and direction.
///
/// Sums stop at 2^30, which keeps bounds bounds.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    up: Vec<u32>,
    down: Vec<u32>,
}

impl Hierarchy {
    /// Lengths rounded down by cutting off as many bits of each as `shift` says.
    pub(crate) fn floor<L: Into<Option<u64>>>(&self, shift: u32, length: impl Fn(u32) -> L) -> Floor {
        let by_arc: Vec<u64> = (0..self.arcs() as u32).map(|arc| kept(length(arc).into())).collect();
        let topology = &*self.topology;
        let lengths = Lengths::<u32>::customize(topology, in_rows_capped(topology, &by_arc, shift));
        let side = |side: &[Block<u32>]| topology.all_lanes().map(|lane| at(side, lane)).collect();
        Floor { up: side(&lengths.up), down: side(&lengths.down) }
    }

    /// The same for many metrics, a few in one sweep: calls `made` with the metric, the place of each shortcut and its lengths there and back.
    pub(crate) fn floors(
        &self,
        shifts: &[u32],
        length: impl Fn(usize, u32) -> u64,
        mut made: impl FnMut(usize, usize, [u32; 2]),
    ) {
        let topology = &*self.topology;
        let Some(mut together) = Together::new(topology) else {
            for (metric, shift) in shifts.iter().enumerate() {
                let floor = self.floor(*shift, |arc| length(metric, arc));
                let both = floor.up.iter().zip(&floor.down);
                both.enumerate().for_each(|(place, (up, down))| made(metric, place, [*up, *down]));
            }
            return;
        };
        let lanes: Vec<u32> = topology.all_lanes().collect();
        for first in (0..shifts.len()).step_by(SEVERAL) {
            let few = first..(first + SEVERAL).min(shifts.len());
            let given = |metric: usize| {
                let by_arc: Vec<u64> = (0..self.arcs() as u32).map(|arc| kept(Some(length(metric, arc)))).collect();
                in_rows_capped(topology, &by_arc, shifts[metric])
            };
            together.customize(topology, &few.clone().map(given).collect::<Vec<_>>());
            for (place, lane) in lanes.iter().enumerate() {
                let (up, down) = (at(&together.up, *lane), at(&together.down, *lane));
                few.clone().for_each(|metric| made(metric, place, [up[metric - first], down[metric - first]]));
            }
        }
    }

    /// The least shift at which no path can reach the cap, whatever it is.
    pub(crate) fn safe_shift(&self, length: impl Fn(u32) -> Option<u64>) -> Result<u32, HierarchyError> {
        let topology = &*self.topology;
        let mut most = 0u64;
        for p in 0..topology.states() as u32 {
            let mut longest = [0u64; 2];
            for i in topology.given_range(p) {
                let side = &mut longest[(topology.slot[i] & 1) as usize];
                *side = (*side).max(length(topology.given[i]).unwrap_or(0));
            }
            most = longest[0]
                .checked_add(longest[1])
                .and_then(|both| most.checked_add(both))
                .ok_or(HierarchyError::TooLong { limit: u64::MAX })?;
        }
        Ok((u64::BITS - most.leading_zeros()).saturating_sub(u32::INFINITY.ilog2()))
    }
}

impl Floor {
    /// The lengths towards the more important end, by shortcut.
    #[cfg(test)]
    pub(super) fn up(&self) -> &[u32] {
        &self.up
    }

    /// The lengths back.
    #[cfg(test)]
    pub(super) fn down(&self) -> &[u32] {
        &self.down
    }
}

/// The distances to one target, each worked out when it is first asked for: what searches on the graph take as an exact bound.
#[derive(Clone, Debug)]
pub struct DistancesTo<'a> {
    customized: &'a Customized,
    /// [`NONE`] if there is no such state.
    target: u32,
    /// For each position 1 and the distance, in halved ticks; 0 if that is not known.
    known: Vec<u64>,
    /// The distances from the ancestors of the target, by depth.
    above: Vec<u64>,
    open: Vec<u32>,
}

impl Customized {
    /// The distances from all states to one, worked out as they are asked for.
    ///
    /// The first costs a walk up the elimination tree, each further one the arcs of those of its ancestors that no earlier one had.
    ///
    /// ```
    /// # use corridor::engine::{Graph, Hierarchy};
    /// # let graph = Graph::new(3, [(0, 1), (1, 2)].map(|(tail, head)| (tail, head, corridor::CostVector::ZERO)))?;
    /// let hops = Hierarchy::new(&graph, &[0, 2, 1])?.customize(|_| 1)?;
    /// let mut to_the_last = hops.distances_to(2);
    /// assert_eq!([0, 1, 2].map(|from| to_the_last.distance(from)), [Some(2), Some(1), Some(0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn distances_to(&self, target: u32) -> DistancesTo<'_> {
        let topology = &*self.hierarchy.topology;
        let target = self.position(target).unwrap_or(NONE);
        let mut above = Vec::new();
        if target != NONE {
            above = vec![0; topology.depth[target as usize] as usize + 1];
            let reached = |p: u32, length: u64| above[topology.depth[p as usize] as usize] = length;
            match self.lengths() {
                Either::Narrow(held) => ancestors(topology, held, target, reached),
                Either::Wide(held) => ancestors(topology, held, target, reached),
            }
        }
        DistancesTo { customized: self, target, known: vec![0; topology.states()], above, open: Vec::new() }
    }
}

/// Calls `reached` with each ancestor of a target and its distance to it; what cannot be reached is at infinity of 64 bits.
fn ancestors<W: Ticks>(topology: &Topology, lengths: &Lengths<W>, target: u32, mut reached: impl FnMut(u32, u64)) {
    lengths.climb_down(topology, target, &mut Space::default(), |p, length: W| {
        reached(p, if length < W::INFINITY { length.ticks() } else { u64::INFINITY });
    });
}

impl DistancesTo<'_> {
    /// The distance from a state to the target; `None` if there is no path, or no such state.
    pub fn distance(&mut self, from: u32) -> Option<u64> {
        let p = self.customized.position(from)?;
        if self.target == NONE {
            return None;
        }
        if self.known[p as usize] == 0 {
            match self.customized.lengths() {
                Either::Narrow(lengths) => self.descend(lengths, p),
                Either::Wide(lengths) => self.descend(lengths, p),
            }
        }
        self.customized.ticks(self.known[p as usize] - 1)
    }

    /// Works the distances out at `p` and all its ancestors, the most important first.
    fn descend<W: Ticks>(&mut self, lengths: &Lengths<W>, mut p: u32) {
        let topology = &*self.customized.hierarchy.topology;
        while p != NONE && self.known[p as usize] == 0 {
            self.open.push(p);
            p = topology.parent[p as usize];
        }
        while let Some(p) = self.open.pop() {
            let is_above = p <= self.target && self.target < topology.end(p);
            let mut least = if is_above { self.above[topology.depth[p as usize] as usize] } else { u64::INFINITY };
            for (head, lane) in topology.lanes(p) {
                let length = at(&lengths.up, lane);
                if length < W::INFINITY {
                    least = least.min(length.ticks() + (self.known[head as usize] - 1));
                }
            }
            self.known[p as usize] = least + 1;
        }
    }
}
