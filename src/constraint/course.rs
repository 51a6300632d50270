//! The course of a trip: what its routes keep off, come by and use, as paths through a network are steered by it.
//!
//! A path's progress is how many places of `via` it has come by, and how far it has got with each thing that it must use or may not use
//! as a whole. States of a place split by progress, so that any search on the graph keeps to the course without knowing of it (the
//! product of a graph with an automaton; compare Barrett, Jacob, Marathe, "Formal-language-constrained path problems", SIAM Journal on
//! Computing 30, 2000).

use crate::compile::Steer;
use crate::constraint::thing::Use;
use crate::corridor::Passage;

/// The most combinations of progress: each could multiply the states of the network.
pub(crate) const MOST_LAYERS: u64 = 512;

/// What paths are steered by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Course {
    /// By link: may not be taken; empty if all may.
    shut: Vec<bool>,
    /// Places to come by, in order.
    via: Vec<u32>,
    watches: Vec<Watch>,
    /// Places of the network.
    nodes: u32,
    /// The only place where a path may start.
    from: u32,
}

/// How far a path has come.
pub(crate) type Progress = u32;

/// A thing whose use is watched.
#[derive(Clone, Debug)]
struct Watch {
    /// The number of the constraint.
    number: usize,
    uses: Use,
    /// The number of groups of each track.
    groups: Vec<usize>,
    must: Must,
}

/// What a watch is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Must {
    /// A path may not use the thing.
    Not,
    /// A path may only end once it has used it.
    Use,
    /// Neither: it is only counted.
    Count,
}

impl Watch {
    /// How many kinds of progress there are: each combination of groups used, and done.
    fn radix(&self) -> u64 {
        self.done() + 1
    }

    fn done(&self) -> u64 {
        self.groups.iter().map(|groups| *groups as u64).fold(1, u64::saturating_mul)
    }

    /// Progress after moving along a link.
    fn after(&self, mut progress: u64, passage: Passage) -> u64 {
        if progress == self.done() {
            return progress;
        }
        let (mut next, mut unit) = (0, 1);
        for (track, groups) in self.groups.iter().enumerate() {
            let groups = *groups as u64;
            let used = progress % groups;
            progress /= groups;
            let used = used + u64::from(self.uses.advances(track, used as usize, passage));
            if used == groups {
                return self.done();
            }
            next += used * unit;
            unit *= groups;
        }
        next
    }
}

impl Course {
    /// Anything goes, from one place on.
    pub(crate) fn new(nodes: usize, from: u32) -> Course {
        Course { nodes: nodes as u32, from, ..Course::default() }
    }

    /// Keeps off some links.
    pub(crate) fn shut(&mut self, links: &[bool]) {
        self.shut.resize(links.len(), false);
        self.shut.iter_mut().zip(links).for_each(|(shut, link)| *shut |= link);
    }

    /// Comes by a place after those given before.
    pub(crate) fn come_by(&mut self, node: u32) {
        self.via.push(node);
    }

    /// Watches the thing of a constraint.
    pub(crate) fn watch(&mut self, number: usize, uses: Use, must: Must) {
        let mut groups = uses.groups();
        // A signature without passages is followed by nothing.
        if groups.contains(&0) {
            groups = vec![1];
        }
        self.watches.push(Watch { number, uses, groups, must });
    }

    /// How many combinations of progress there may be.
    pub(crate) fn layers(&self) -> u64 {
        let radices = self.watches.iter().map(Watch::radix);
        radices.fold(self.via.len() as u64 + 1, u64::saturating_mul)
    }

    /// Whether anything is watched.
    pub(crate) fn watches(&self) -> bool {
        !self.watches.is_empty()
    }

    /// The constraints that are watched, each with whether a path with this progress has used its thing.
    pub(crate) fn used(&self, progress: Progress) -> impl Iterator<Item = (usize, bool)> + '_ {
        self.split(progress).zip(&self.watches).map(|(at, watch)| (watch.number, at == watch.done()))
    }

    /// How many places of `via` a path has come by.
    fn stage(&self, progress: Progress) -> u64 {
        u64::from(progress) % (self.via.len() as u64 + 1)
    }

    /// Progress by watch.
    fn split(&self, progress: Progress) -> impl Iterator<Item = u64> + '_ {
        let mut rest = u64::from(progress) / (self.via.len() as u64 + 1);
        self.watches.iter().map(move |watch| {
            let at = rest % watch.radix();
            rest /= watch.radix();
            at
        })
    }

    /// The stage after coming to a place: it may be the next several times over.
    fn arrive(&self, mut stage: u64, node: u32) -> u64 {
        while self.via.get(stage as usize) == Some(&node) {
            stage += 1;
        }
        stage
    }
}

impl Steer for Course {
    type Progress = Progress;

    fn start(&self, node: u32) -> Option<Progress> {
        (node == self.from).then(|| self.arrive(0, node) as Progress)
    }

    fn after(&self, progress: Progress, link: u32, forward: bool, head: u32) -> Option<Progress> {
        if self.shut.get(link as usize).copied().unwrap_or(false) {
            return None;
        }
        let stages = self.via.len() as u64 + 1;
        let (mut next, mut unit) = (self.arrive(self.stage(progress), head), stages);
        for (at, watch) in self.split(progress).zip(&self.watches) {
            let at = watch.after(at, Passage { link, forward });
            if watch.must == Must::Not && at == watch.done() {
                return None;
            }
            next += at * unit;
            unit *= watch.radix();
        }
        Some(next as Progress)
    }

    fn may_end(&self, progress: Progress) -> bool {
        let done = |(at, watch): (u64, &Watch)| watch.must != Must::Use || at == watch.done();
        self.stage(progress) == self.via.len() as u64 && self.split(progress).zip(&self.watches).all(done)
    }

    /// A place of `via` may be visited once in each stage, any other once.
    fn place(&self, node: u32, progress: Progress) -> u32 {
        let stage = self.stage(progress) as u32;
        match self.via.iter().position(|via| *via == node) {
            Some(at) if stage > 0 => self.nodes + (stage - 1) * self.via.len() as u32 + at as u32,
            _ => node,
        }
    }
}
