//! Lower bounds of what is still to come, for searches on the graph itself (lazy RPHAST; Strasser and Zeitz, "A fast and tight
//! heuristic for A* in road networks", SEA 2021).

use super::customize::{CLOSED, Lengths, in_rows_capped};
use super::query::at;
use super::ticks::Ticks;
use super::topology::{NONE, Topology};
use super::{Hierarchy, HierarchyError};
use std::sync::Arc;

/// Lengths that are never more than they should be, for bounds only: 32 bits for each shortcut and direction.
///
/// Sums stop at 2^30, which keeps bounds bounds.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    topology: Arc<Topology>,
    up: Vec<u32>,
    down: Vec<u32>,
    /// How many bits of each length were cut off.
    shift: u32,
}

impl Hierarchy {
    /// Lengths rounded down by cutting off as many bits of each as `shift` says.
    pub(crate) fn floor<L: Into<Option<u64>>>(&self, shift: u32, length: impl Fn(u32) -> L) -> Floor {
        let by_arc: Vec<u64> = (0..self.arcs() as u32).map(|arc| length(arc).into().unwrap_or(CLOSED)).collect();
        let topology = &*self.topology;
        let lengths = Lengths::<u32>::customize(topology, in_rows_capped(topology, &by_arc, shift));
        let lanes = || (0..topology.states() as u32).flat_map(|p| topology.lanes(p).map(|(_, lane)| lane));
        Floor {
            topology: self.topology.clone(),
            up: lanes().map(|lane| at(&lengths.up, lane)).collect(),
            down: lanes().map(|lane| at(&lengths.down, lane)).collect(),
            shift,
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
    /// How many bits of each length were cut off.
    pub(crate) fn shift(&self) -> u32 {
        self.shift
    }

    /// The lengths towards the more important end, by shortcut.
    pub(super) fn up(&self) -> &[u32] {
        &self.up
    }

    /// The lengths back.
    pub(super) fn down(&self) -> &[u32] {
        &self.down
    }

    /// Bytes of memory, without the hierarchy.
    pub(crate) fn bytes(&self) -> usize {
        4 * (self.up.len() + self.down.len())
    }
}

/// Lower bounds of the way to one target: a sum of multiples of the distances under several [`Floor`]s, worked out where asked for.
///
/// With lengths `l_j` and multipliers `m_j` the bound is the sum of `m_j` times distance, shifted right by `shift`. It never falls by more along
/// an arc than the arc's length, if that is whole and no less than the same sum of `m_j l_j`: A* with it settles no state twice.
#[derive(Debug, Default)]
pub(crate) struct Potential {
    /// For each position the distance under each floor.
    rest: Vec<u32>,
    known: Vec<bool>,
    /// The known positions, to be forgotten by the next question.
    reached: Vec<u32>,
    /// For each floor the distances to the target from its ancestors, by depth.
    to: Vec<Vec<u32>>,
    above: Vec<u32>,
    target: u32,
    multipliers: Vec<u64>,
    shift: u32,
}

impl Potential {
    /// Begins anew with a target that exists. The multipliers add up to less than 2^33.
    pub(crate) fn aim(&mut self, floors: &[&Floor], multipliers: &[u64], shift: u32, target: u32) {
        let Some(floor) = floors.first() else { return };
        let topology = &*floor.topology;
        let states = topology.states();
        if self.known.len() != states {
            self.known = vec![false; states];
            self.reached.clear();
        }
        self.reached.drain(..).for_each(|p| self.known[p as usize] = false);
        if self.rest.len() < states * floors.len() {
            self.rest = vec![0; states * floors.len()];
        }
        self.multipliers.clear();
        self.multipliers.extend_from_slice(multipliers);
        (self.shift, self.target) = (shift, topology.position[target as usize]);
        self.to.resize(floors.len(), Vec::new());
        for (floor, to) in floors.iter().zip(&mut self.to) {
            let mut p = self.target;
            to.clear();
            to.resize(topology.depth[p as usize] as usize + 1, u32::INFINITY);
            to[topology.depth[p as usize] as usize] = 0;
            while p != NONE {
                let by = to[topology.depth[p as usize] as usize];
                let row = topology.row(p);
                for (head, length) in topology.head[row.clone()].iter().zip(&floor.down[row]) {
                    let to = &mut to[topology.depth[*head as usize] as usize];
                    *to = (*to).min(by + length);
                }
                p = topology.parent[p as usize];
            }
        }
    }

    /// The bound at a state that exists, under the floors that it was aimed with.
    #[inline]
    pub(crate) fn rest(&mut self, floors: &[&Floor], state: u32) -> u64 {
        let Some(floor) = floors.first() else { return 0 };
        let topology = &*floor.topology;
        let p = topology.position[state as usize];
        if !self.known[p as usize] {
            self.descend(floors, topology, p);
        }
        let rest = &self.rest[p as usize * floors.len()..][..floors.len()];
        let sum: u64 = rest.iter().zip(&self.multipliers).map(|(rest, by)| u64::from(*rest) * by).sum();
        sum >> self.shift
    }

    /// Works the distances out at `p` and all its ancestors, the most important first.
    fn descend(&mut self, floors: &[&Floor], topology: &Topology, mut p: u32) {
        while p != NONE && !self.known[p as usize] {
            self.above.push(p);
            p = topology.parent[p as usize];
        }
        let count = floors.len();
        while let Some(p) = self.above.pop() {
            let row = topology.row(p);
            let is_above_target = p <= self.target && self.target < p + topology.subtree[p as usize];
            for (j, floor) in floors.iter().enumerate() {
                let mut least =
                    if is_above_target { self.to[j][topology.depth[p as usize] as usize] } else { u32::INFINITY };
                for (head, length) in topology.head[row.clone()].iter().zip(&floor.up[row.clone()]) {
                    least = least.min(self.rest[*head as usize * count + j] + length);
                }
                self.rest[p as usize * count + j] = least;
            }
            self.known[p as usize] = true;
            self.reached.push(p);
        }
    }
}
