//! A hierarchy with lengths, as users see it: states, arcs and whole ticks.

use super::customize::{CLOSED, Lengths, in_rows, kept};
use super::query::Space;
use super::ticks::{Sums, Ticks};
use super::unit::Unit;
use super::{Hierarchy, HierarchyError};
use crate::engine::Workspace;
use std::sync::OnceLock;

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
    /// What the lengths are counted in.
    unit: Unit,
    /// No path is longer, in units: a sum over all states.
    most: u64,
    /// Lengths to stand in for those of 32 bits where infinity there is not only no path but may be one that is too long; looked into when a question first
    /// ends there. Whatever is less is exact.
    instead: OnceLock<Option<Box<Lengths<u64>>>>,
}

/// 32 bits if they suffice, or most likely do: half the memory, twice as fast.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    Narrow(Lengths<u32>),
    Wide(Lengths<u64>),
}

/// The same lent.
pub(crate) enum Either<'a> {
    Narrow(&'a Lengths<u32>),
    Wide(&'a Lengths<u64>),
}

impl Hierarchy {
    /// Works the length of each arc in: whole ticks, or `None` for an arc that no path may take.
    ///
    /// Takes time in proportion to the triangles of the hierarchy, once; 32 bits an arc and direction where paths are
    /// not longer, counted in the greatest unit of all lengths, else 64.
    ///
    /// # Errors
    /// Lengths so large that a path could be longer than 2^62.
    pub fn customize<L: Into<Option<u64>>>(&self, length: impl Fn(u32) -> L) -> Result<Customized, HierarchyError> {
        let (lengths, unit) = self.in_units(length);
        let (held, most) = self.held(&lengths, unit)?;
        Ok(Customized { hierarchy: self.clone(), held, unit, most, instead: OnceLock::new() })
    }

    /// The length of each arc, and the greatest unit of them all.
    fn in_units<L: Into<Option<u64>>>(&self, length: impl Fn(u32) -> L) -> (Vec<u64>, Unit) {
        let lengths: Vec<u64> = (0..self.arcs() as u32).map(|arc| kept(length(arc).into())).collect();
        let unit = Unit::of(&lengths);
        (lengths, unit)
    }

    fn held(&self, lengths: &[u64], unit: Unit) -> Result<(Held, u64), HierarchyError> {
        let topology = &*self.topology;
        if let Some((given, most)) =
            in_rows::<u32>(topology, lengths, unit).filter(|(_, most)| worth_trying(*most, unit))
        {
            return Ok((Held::Narrow(Lengths::customize(topology, given)), most));
        }
        let wide = in_rows::<u64>(topology, lengths, unit).filter(|(_, most)| fits::<u64>(*most, unit));
        let (given, most) = wide.ok_or(HierarchyError::TooLong { limit: LONGEST })?;
        Ok((Held::Wide(Lengths::customize(topology, given)), most))
    }
}

/// No path is longer: then no sum of two overflows.
const LONGEST: u64 = u64::INFINITY - 1;

/// Whether lengths that add up to so much, in units, fit a number.
fn fits<W: Ticks>(most: u64, unit: Unit) -> bool {
    W::of(most).is_some() && most <= unit.within(LONGEST)
}

/// Whether all shortest paths most likely fit 32 bits: on large networks they are hundreds of times shorter than the sum over all states.
fn worth_trying(most: u64, unit: Unit) -> bool {
    fits::<u32>(most >> 8, unit) && fits::<u64>(most, unit)
}

impl Customized {
    /// Gives every arc a new length, as [`Hierarchy::customize`] does, in the memory that the old lengths had: a third faster.
    ///
    /// # Errors
    /// Lengths so large that a path could be longer than 2^62; nothing is changed then.
    pub fn customize_again<L: Into<Option<u64>>>(&mut self, length: impl Fn(u32) -> L) -> Result<(), HierarchyError> {
        let (lengths, unit) = self.hierarchy.in_units(length);
        let topology = &*self.hierarchy.topology;
        let narrow = in_rows::<u32>(topology, &lengths, unit).filter(|(_, most)| worth_trying(*most, unit));
        match (&mut self.held, narrow) {
            (Held::Narrow(held), Some((given, most))) => {
                held.given = given;
                held.customize_again(topology);
                (self.unit, self.most) = (unit, most);
            }
            _ => {
                let (held, most) = self.hierarchy.held(&lengths, unit)?;
                (self.held, self.unit, self.most) = (held, unit, most);
            }
        }
        self.instead = OnceLock::new();
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
        (length < W::INFINITY).then(|| self.unit.ticks(length.ticks()))
    }

    /// How many units, rounded down, so many ticks have.
    pub(crate) fn units(&self, ticks: u64) -> u64 {
        self.unit.within(ticks)
    }

    /// Whether even a path over all states would fit 32 bits.
    pub(crate) fn fits_by_sum(&self) -> bool {
        fits::<u32>(self.most, self.unit)
    }

    /// The lengths that stand in for those at hand, if infinity may be a path there.
    pub(crate) fn instead(&self) -> Option<&Lengths<u64>> {
        let Held::Narrow(narrow) = &self.held else { return None };
        if self.fits_by_sum() {
            return None;
        }
        let topology = &*self.hierarchy.topology;
        let wide = |length: &u32| if *length < u32::INFINITY { u64::from(*length) } else { u64::INFINITY };
        let make = || Box::new(Lengths::customize(topology, narrow.given.iter().map(wide).collect()));
        self.instead.get_or_init(|| (!narrow.tell_all(topology)).then(make)).as_deref()
    }

    /// The lengths, such that infinity means no path.
    pub(crate) fn lengths(&self) -> Either<'_> {
        match (&self.held, self.instead()) {
            (_, Some(wide)) | (Held::Wide(wide), None) => Either::Wide(wide),
            (Held::Narrow(narrow), None) => Either::Narrow(narrow),
        }
    }

    /// The length of a shortest path between two states; `None` if there is none.
    ///
    /// Walks up the elimination tree from both ends: time in proportion to the arcs of their ancestors.
    pub fn distance(&self, from: u32, to: u32, memory: &mut Workspace) -> Option<u64> {
        let (p, q) = (self.position(from)?, self.position(to)?);
        let topology = &*self.hierarchy.topology;
        if let Held::Narrow(lengths) = &self.held
            && let Some(found) = self.ticks(lengths.distance(topology, p, q, &mut memory.climb.narrow))
        {
            return Some(found);
        }
        match self.lengths() {
            Either::Narrow(_) => None,
            Either::Wide(lengths) => self.ticks(lengths.distance(topology, p, q, &mut memory.climb.wide)),
        }
    }

    /// The arcs of a shortest path between two states; `None` if there is none.
    ///
    /// What a shortcut stands for is looked up once and then remembered, so that first paths take longer than later ones.
    pub fn path(&self, from: u32, to: u32, memory: &mut Workspace) -> Option<Vec<u32>> {
        let (p, q) = (self.position(from)?, self.position(to)?);
        let topology = &*self.hierarchy.topology;
        if let Held::Narrow(lengths) = &self.held
            && let Some(found) = lengths.path(topology, p, q, &mut memory.climb.narrow)
        {
            return Some(found);
        }
        match self.lengths() {
            Either::Narrow(_) => None,
            Either::Wide(lengths) => lengths.path(topology, p, q, &mut memory.climb.wide),
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
        let (mut changes, mut most, mut longest) = (Vec::new(), self.most, Some(0));
        for (arc, length) in lengths {
            let at = *topology.given_at.get(arc as usize).ok_or(HierarchyError::NoArc { arc, arcs })?;
            let ticks = kept(length);
            if length.is_some() {
                let count = self.unit.counted(ticks);
                longest = longest.and_then(|longest: u64| Some(longest.max(count?)));
                most = most.saturating_add(count.unwrap_or(0));
            }
            // A loop is on no shortest path, whatever its length.
            if at != super::topology::NONE {
                changes.push((arc, at, ticks));
            }
        }
        let unit = self.unit;
        fn apply<W: Ticks>(held: &mut Lengths<W>, topology: &super::Topology, changes: &[(u32, u32, u64)], unit: Unit) {
            let length = |ticks: u64| if ticks == CLOSED { None } else { unit.counted(ticks).and_then(W::of) };
            let changes: Vec<(u32, W)> =
                changes.iter().map(|(_, at, ticks)| (*at, length(*ticks).unwrap_or(W::INFINITY))).collect();
            held.update(topology, &changes);
        }
        let is_short = |longest: u64| u32::of(longest).is_some() && worth_trying(most, unit);
        match &mut self.held {
            Held::Narrow(held) if longest.is_some_and(is_short) => {
                apply(held, topology, &changes, unit);
                self.instead = OnceLock::new();
            }
            Held::Wide(held) if longest.is_some() && fits::<u64>(most, unit) => apply(held, topology, &changes, unit),
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
