//! A hierarchy with lengths, as users see it: states, arcs and whole ticks.

use super::customize::{CLOSED, Lengths, in_rows, kept};
use super::query::Space;
use super::ticks::{Sums, Ticks};
use super::{Hierarchy, HierarchyError};
use crate::engine::Workspace;

/// Memory of queries, kept from one to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spaces {
    narrow: Space<u32>,
    wide: Space<u64>,
}

/// A hierarchy with a length for every arc.
///
/// Lengths are whole, and distances exact. A path is one of the shortest, always the same one; where several are, which of them has nothing to
/// do with costs that the lengths leave out.
#[derive(Clone, Debug)]
pub struct Customized {
    pub(crate) hierarchy: Hierarchy,
    pub(crate) held: Held,
    /// How many times the lengths are halved, because all of them can be.
    pub(crate) shift: u32,
    /// No path is longer, in halved ticks.
    most: u64,
}

/// 32 bits if they suffice: half the memory, twice as fast.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    Narrow(Lengths<u32>),
    Wide(Lengths<u64>),
}

impl Hierarchy {
    /// Works the length of each arc in: whole ticks, or `None` for an arc that no path may take.
    ///
    /// Takes time in proportion to the triangles of the hierarchy, once; 32 bits an arc and direction where no path can be longer, else 64.
    ///
    /// # Errors
    /// Lengths so large that a path could be longer than 2^62.
    pub fn customize<L: Into<Option<u64>>>(&self, length: impl Fn(u32) -> L) -> Result<Customized, HierarchyError> {
        let (lengths, shift) = self.halved(length);
        let (held, most) = self.held(&lengths, shift)?;
        Ok(Customized { hierarchy: self.clone(), held, shift, most })
    }

    /// The length of each arc, and how often all of them can be halved.
    fn halved<L: Into<Option<u64>>>(&self, length: impl Fn(u32) -> L) -> (Vec<u64>, u32) {
        let lengths: Vec<u64> = (0..self.arcs() as u32).map(|arc| kept(length(arc).into())).collect();
        let all = lengths.iter().filter(|length| **length != CLOSED).fold(0, |all, length| all | length);
        (lengths, if all == 0 { 0 } else { all.trailing_zeros() })
    }

    fn held(&self, lengths: &[u64], shift: u32) -> Result<(Held, u64), HierarchyError> {
        let topology = &*self.topology;
        let narrow = in_rows(topology, lengths, shift)
            .map(|(given, most)| (Held::Narrow(Lengths::customize(topology, given)), most));
        let wide = || {
            let (given, most) = in_rows(topology, lengths, shift)?;
            Some((Held::Wide(Lengths::customize(topology, given)), most))
        };
        narrow.or_else(wide).ok_or(HierarchyError::TooLong { limit: LONGEST })
    }
}

/// No path is longer: then no sum of two overflows.
const LONGEST: u64 = u64::INFINITY - 1;

/// Whether lengths that add up to so much, in halved ticks, fit a number.
pub(crate) fn fits<W: Ticks>(most: u64, shift: u32) -> bool {
    W::of(most).is_some() && most <= LONGEST >> shift
}

impl Customized {
    /// Gives every arc a new length, as [`Hierarchy::customize`] does, in the memory that the old lengths had: a third faster.
    ///
    /// # Errors
    /// Lengths so large that a path could be longer than 2^62; nothing is changed then.
    pub fn customize_again<L: Into<Option<u64>>>(&mut self, length: impl Fn(u32) -> L) -> Result<(), HierarchyError> {
        let (lengths, shift) = self.hierarchy.halved(length);
        let topology = &*self.hierarchy.topology;
        match (&mut self.held, in_rows::<u32>(topology, &lengths, shift)) {
            (Held::Narrow(held), Some((given, most))) => {
                held.given = given;
                held.customize_again(topology);
                (self.shift, self.most) = (shift, most);
            }
            _ => {
                let (held, most) = self.hierarchy.held(&lengths, shift)?;
                (self.held, self.shift, self.most) = (held, shift, most);
            }
        }
        Ok(())
    }

    /// The hierarchy below.
    pub fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    /// The position of a state, if there is one.
    pub(crate) fn position(&self, state: u32) -> Option<u32> {
        self.hierarchy.topology.position.get(state as usize).copied()
    }

    /// A length in ticks as they were given; `None` for infinity.
    pub(crate) fn ticks<W: Ticks>(&self, length: W) -> Option<u64> {
        (length < W::INFINITY).then(|| length.ticks() << self.shift)
    }

    /// The length of a shortest path between two states; `None` if there is none.
    ///
    /// Walks up the elimination tree from both ends: time in proportion to the arcs of their ancestors.
    pub fn distance(&self, from: u32, to: u32, memory: &mut Workspace) -> Option<u64> {
        let (p, q) = (self.position(from)?, self.position(to)?);
        let topology = &*self.hierarchy.topology;
        match &self.held {
            Held::Narrow(lengths) => self.ticks(lengths.distance(topology, p, q, &mut memory.climb.narrow)),
            Held::Wide(lengths) => self.ticks(lengths.distance(topology, p, q, &mut memory.climb.wide)),
        }
    }

    /// The arcs of a shortest path between two states; `None` if there is none.
    ///
    /// What a shortcut stands for is looked up once and then remembered, so that first paths take longer than later ones.
    pub fn path(&self, from: u32, to: u32, memory: &mut Workspace) -> Option<Vec<u32>> {
        let (p, q) = (self.position(from)?, self.position(to)?);
        let topology = &*self.hierarchy.topology;
        match &self.held {
            Held::Narrow(lengths) => lengths.path(topology, p, q, &mut memory.climb.narrow),
            Held::Wide(lengths) => lengths.path(topology, p, q, &mut memory.climb.wide),
        }
    }

    /// Gives some arcs new lengths, `None` for those that no path may take any more. Of an arc that is given twice the last counts.
    ///
    /// Takes time in proportion to the shortcuts that change; all are made anew where the new lengths, with all that were given before, could need more bits.
    ///
    /// # Errors
    /// An arc that does not exist, or lengths so large that a path could be longer than 2^62; nothing is changed then.
    pub fn update(&mut self, lengths: impl IntoIterator<Item = (u32, Option<u64>)>) -> Result<(), HierarchyError> {
        let topology = &*self.hierarchy.topology;
        let arcs = self.hierarchy.arcs();
        let (mut changes, mut most, mut exact) = (Vec::new(), self.most, true);
        for (arc, length) in lengths {
            let at = *topology.given_at.get(arc as usize).ok_or(HierarchyError::NoArc { arc, arcs })?;
            let ticks = kept(length);
            if length.is_some() {
                exact &= ticks.trailing_zeros() >= self.shift;
                most = most.saturating_add(ticks >> self.shift);
            }
            // A loop is on no shortest path, whatever its length.
            if at != super::topology::NONE {
                changes.push((arc, at, ticks));
            }
        }
        let shift = self.shift;
        fn apply<W: Ticks>(held: &mut Lengths<W>, topology: &super::Topology, changes: &[(u32, u32, u64)], shift: u32) {
            let length =
                |ticks: u64| if ticks == CLOSED { W::INFINITY } else { W::of(ticks >> shift).unwrap_or(W::INFINITY) };
            let changes: Vec<(u32, W)> = changes.iter().map(|(_, at, ticks)| (*at, length(*ticks))).collect();
            held.update(topology, &changes);
        }
        match &mut self.held {
            Held::Narrow(held) if exact && fits::<u32>(most, shift) => apply(held, topology, &changes, shift),
            Held::Wide(held) if exact && fits::<u64>(most, shift) => apply(held, topology, &changes, shift),
            _ => {
                let mut all = vec![CLOSED; arcs];
                for (i, arc) in topology.given.iter().enumerate() {
                    let given = match &self.held {
                        Held::Narrow(held) => self.ticks(held.given[i]),
                        Held::Wide(held) => self.ticks(held.given[i]),
                    };
                    all[*arc as usize] = given.unwrap_or(CLOSED);
                }
                changes.iter().for_each(|(arc, _, ticks)| all[*arc as usize] = *ticks);
                let length = |arc: u32| Some(all[arc as usize]).filter(|ticks| *ticks != CLOSED);
                *self = self.hierarchy.customize(length)?;
                return Ok(());
            }
        }
        self.most = most;
        Ok(())
    }
}
