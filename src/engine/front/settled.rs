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

    /// The sets of a state, but for that of an arc.
    #[inline]
    pub(super) fn others(&self, state: u32, arc: Option<u32>) -> impl Iterator<Item = Set> + '_ {
        let mut next = self.first[state as usize];
        std::iter::from_fn(move || {
            loop {
                let group = self.groups.get(next as usize)?;
                next = group.next;
                if Some(group.arc) != arc {
                    return Some(group.set);
                }
            }
        })
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
