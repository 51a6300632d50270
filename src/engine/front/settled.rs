//! The settled labels of each state, in a set for each arc that they came over.
//!
//! Labels that came over one arc lie to each other as those before them do, of which none makes another needless. So a label is compared
//! only with those that came over other arcs, which are fewer, and of which most states have one or two.

use super::super::graph::NONE;
use super::closed::Set;

#[derive(Clone, Copy, Debug)]
struct Group {
    arc: u32,
    set: Set,
    /// The next group of the state.
    next: u32,
}

pub(super) struct Settled {
    /// The first group of each state.
    first: Vec<u32>,
    groups: Vec<Group>,
}

impl Settled {
    pub(super) fn new(states: usize) -> Settled {
        Settled { first: vec![NONE; states], groups: Vec::new() }
    }

    /// What `find` finds first in the sets of a state, but for that of an arc; `NONE` is no arc.
    #[inline(always)]
    pub(super) fn find<F>(&self, state: u32, arc: u32, find: impl Fn(Set) -> Option<F>) -> Option<F> {
        let mut at = self.first[state as usize];
        while let Some(group) = self.groups.get(at as usize) {
            if group.arc != arc {
                let found = find(group.set);
                if found.is_some() {
                    return found;
                }
            }
            at = group.next;
        }
        None
    }

    /// The set of a state and an arc.
    #[inline]
    pub(super) fn of(&mut self, state: u32, arc: u32) -> &mut Set {
        let first = &mut self.first[state as usize];
        let mut at = *first;
        while at != NONE && self.groups[at as usize].arc != arc {
            at = self.groups[at as usize].next;
        }
        if at == NONE {
            at = self.groups.len() as u32;
            self.groups.push(Group { arc, set: Set::EMPTY, next: *first });
            *first = at;
        }
        &mut self.groups[at as usize].set
    }
}
