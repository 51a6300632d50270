//! What paths need that costs nothing a second time: a closed crossing that several arcs lead over needs opening once.
//!
//! Which path needs the fewest things is hard to tell in general (minimum label path: Hassin, Monnot, Segev, "Approximation
//! algorithms and hardness results for labeled connectivity problems", Journal of Combinatorial Optimization 14, 2007); a few things
//! are told exactly. From the goals back, each state knows every smallest set of things by which a goal can be
//! reached, and a search only goes on where its own set and one of these are few enough together.

use super::graph::NONE;
use super::{Goal, Graph};

/// The most things that a set holds.
pub(crate) const MOST_NEEDS: usize = 4;

/// Things by number in order; `NONE` fills the rest.
pub(crate) type Set = [u32; MOST_NEEDS];

/// No things.
pub(crate) const NOTHING: Set = [NONE; MOST_NEEDS];

/// What arcs and goals need.
#[derive(Clone, Debug)]
pub(crate) struct Needs {
    /// By arc; most arcs need nothing. Each in order of number.
    pub(crate) by_arc: Vec<Vec<u32>>,
    /// In the order of the goals.
    pub(crate) by_goal: Vec<Vec<u32>>,
}

/// The needs of a question, and the smallest sets by which the goals are reached from each state.
pub(crate) struct Few<'a> {
    needs: &'a Needs,
    most: usize,
    rest: Vec<Vec<Set>>,
}

fn size(set: &Set) -> usize {
    set.iter().take_while(|thing| **thing != NONE).count()
}

/// The set with more things; `None` if these are more than `most`.
pub(crate) fn joined(set: &Set, things: &[u32], most: usize) -> Option<Set> {
    let mut all = *set;
    for thing in things.iter().filter(|thing| **thing != NONE) {
        let count = size(&all);
        if all[..count].contains(thing) {
            continue;
        }
        if count >= most.min(MOST_NEEDS) {
            return None;
        }
        all[count] = *thing;
        all[..=count].sort_unstable();
    }
    Some(all)
}

/// Whether all things of the one are in the other.
pub(crate) fn is_within(set: &Set, other: &Set) -> bool {
    set.iter().all(|thing| *thing == NONE || other.contains(thing))
}

impl<'a> Few<'a> {
    /// Paths that need no more than `most` things; `None` if more than `labels` sets would have to be kept.
    ///
    /// Sets are made in order of size, each from the state after it, so that no smaller one comes later.
    pub(crate) fn new(graph: &Graph, goals: &[Goal], needs: &'a Needs, most: usize, labels: usize) -> Option<Few<'a>> {
        let mut rest: Vec<Vec<Set>> = vec![Vec::new(); graph.states()];
        let mut by_size: Vec<Vec<(u32, Set)>> = vec![Vec::new(); MOST_NEEDS + 1];
        for (goal, things) in goals.iter().zip(&needs.by_goal) {
            if let Some(set) = joined(&NOTHING, things, most) {
                by_size[size(&set)].push((goal.state, set));
            }
        }
        let mut kept = 0;
        for count in 0..=MOST_NEEDS {
            while let Some((state, set)) = by_size[count].pop() {
                if rest[state as usize].iter().any(|known| is_within(known, &set)) {
                    continue;
                }
                kept += 1;
                if kept > labels {
                    return None;
                }
                rest[state as usize].push(set);
                for arc in graph.arcs_in(state) {
                    let Some(more) = joined(&set, &needs.by_arc[arc as usize], most) else { continue };
                    by_size[size(&more)].push((graph.tail(arc), more));
                }
            }
        }
        Some(Few { needs, most, rest })
    }

    /// What a path needs after an arc; `None` if that is too much to come to a goal.
    pub(crate) fn after(&self, set: &Set, arc: u32, head: u32) -> Option<Set> {
        let set = joined(set, &self.needs.by_arc[arc as usize], self.most)?;
        self.may_go_on(&set, head).then_some(set)
    }

    /// What a path needs that ends at a goal; `None` if that is too much.
    pub(crate) fn at_goal(&self, set: &Set, goal: usize) -> Option<Set> {
        joined(set, &self.needs.by_goal[goal], self.most)
    }

    /// Whether a goal may be reached from a state.
    pub(crate) fn may_go_on(&self, set: &Set, state: u32) -> bool {
        self.rest[state as usize].iter().any(|rest| joined(set, rest, self.most).is_some())
    }
}
