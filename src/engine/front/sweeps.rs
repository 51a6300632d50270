//! Sweeps back from the goals, one for each criterion, that go no further than a search asks.
//!
//! In buckets, each relaxed until nothing in it changes (delta-stepping: Meyer, Sanders, Journal of Algorithms 49, 2003): half the
//! time of a heap. A state is known once the buckets before its own are done.

use super::super::{Goal, Graph, Path};
use super::ahead::{Ahead, FAR, shortest};
use crate::cost::Criterion;
use std::cell::RefCell;

/// The goals may lie so many buckets apart; arcs take care of themselves.
const GOALS_APART: u32 = 1 << 16;

/// The sweeps of one search.
pub(super) struct Sweeps<'a> {
    sweeps: RefCell<Vec<Sweep<'a>>>,
    most: Option<[u32; 2]>,
}

/// A sweep by one criterion, as far as it has come.
struct Sweep<'a> {
    /// Where the arcs into each state start, and their tails and ticks.
    first: &'a [u32],
    arcs: &'a [(u32, u32)],
    least: Vec<u32>,
    /// States by their ticks over the least of a goal, some of them outdated.
    buckets: Vec<Vec<u32>>,
    base: u32,
    /// A bucket is two to this power of ticks wide.
    shift: u32,
    /// The first bucket that is not done.
    at: usize,
    /// Nothing beyond matters.
    limit: u32,
}

impl<'a> Sweeps<'a> {
    /// Sweeps back from the goals until the start is known on each criterion.
    ///
    /// With two criteria no sweep will go further than the other's shortest path: a path that is longer is beaten.
    pub(super) fn new(graph: &'a Graph, from: u32, goals: &[Goal], criteria: &[Criterion]) -> Sweeps<'a> {
        let mut sweeps: Vec<Sweep<'a>> =
            criteria.iter().map(|criterion| Sweep::new(graph, goals, *criterion)).collect();
        let known = sweeps.iter_mut().all(|sweep| sweep.ticks(from).is_some());
        let mut most = None;
        if let ([a, b], [first, second], true) = (criteria, &mut sweeps[..], known) {
            let by_first = first.shortest(graph, from, goals, *a).map(|path| path.cost[*b]);
            let by_second = second.shortest(graph, from, goals, *b).map(|path| path.cost[*a]);
            first.limit = by_second.unwrap_or(FAR - 1);
            second.limit = by_first.unwrap_or(FAR - 1);
            most = by_first.zip(by_second).map(|(second, first)| [first, second]);
        }
        Sweeps { sweeps: RefCell::new(sweeps), most }
    }
}

impl Ahead for Sweeps<'_> {
    fn of(&self, state: u32) -> Option<[u32; 6]> {
        let mut least = [0; 6];
        for (least, sweep) in least.iter_mut().zip(self.sweeps.borrow_mut().iter_mut()) {
            *least = sweep.ticks(state)?;
        }
        Some(least)
    }

    fn most(&self) -> Option<[u32; 2]> {
        self.most
    }
}

impl<'a> Sweep<'a> {
    fn new(graph: &'a Graph, goals: &[Goal], criterion: Criterion) -> Sweep<'a> {
        let (first, arcs) = graph.entering(criterion);
        let of_goals = || goals.iter().map(|goal| goal.cost[criterion]);
        let base = of_goals().min().unwrap_or(0);
        let apart = (of_goals().max().unwrap_or(0) - base) / GOALS_APART;
        // Twice an arc of mean ticks: few states come into a bucket twice, and no total needs more buckets than there are arcs.
        let shift = graph.mean(criterion).saturating_mul(2).max(apart).checked_ilog2().unwrap_or(0);
        let mut sweep = Sweep {
            first,
            arcs,
            least: vec![FAR; graph.states()],
            buckets: Vec::new(),
            base,
            shift,
            at: 0,
            limit: FAR - 1,
        };
        goals.iter().for_each(|goal| sweep.offer(goal.state, goal.cost[criterion]));
        sweep
    }

    #[inline]
    fn bucket(&self, ticks: u32) -> usize {
        ((ticks - self.base) >> self.shift) as usize
    }

    #[inline]
    fn offer(&mut self, state: u32, ticks: u32) {
        if ticks < self.least[state as usize] {
            self.least[state as usize] = ticks;
            let bucket = self.bucket(ticks);
            if bucket >= self.buckets.len() {
                self.buckets.resize(bucket + bucket / 2 + 1, Vec::new());
            }
            self.buckets[bucket].push(state);
        }
    }

    /// The least ticks from a state; `None` if there is no way within the limit.
    fn ticks(&mut self, state: u32) -> Option<u32> {
        loop {
            let least = self.least[state as usize];
            if least != FAR && self.bucket(least) < self.at {
                return Some(least).filter(|least| *least <= self.limit);
            }
            let start = u64::from(self.base) + ((self.at as u64) << self.shift);
            if self.at >= self.buckets.len() || start > u64::from(self.limit) {
                return None;
            }
            self.settle();
        }
    }

    /// A shortest path from a state that is known.
    fn shortest(&self, graph: &Graph, from: u32, goals: &[Goal], criterion: Criterion) -> Option<Path> {
        shortest(graph, from, goals, criterion, |state| Some(self.least[state as usize]).filter(|least| *least < FAR))
    }

    /// Goes on from all states of the next bucket.
    fn settle(&mut self) {
        while let Some(state) = self.buckets[self.at].pop() {
            let ticks = self.least[state as usize];
            if self.bucket(ticks) != self.at {
                continue;
            }
            let (first, arcs) = (self.first, self.arcs);
            for (tail, more) in &arcs[first[state as usize] as usize..first[state as usize + 1] as usize] {
                self.offer(*tail, ticks.saturating_add(*more).min(FAR - 1));
            }
        }
        self.at += 1;
    }
}
