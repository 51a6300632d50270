//! The front within a tolerance by bundles of paths, of which one stands for all.
//!
//! A*pex: Zhang and others, "A*pex: efficient approximate multi-objective search on graphs", ICAPS 2022. A bundle knows the least of each
//! total that any of its paths has, and the totals of the one that stands for it, which are within the tolerance of those least ones. Two that
//! wait at a state become one where that still holds, so that tolerances do not add up along the way.

use super::super::graph::NONE;
use super::super::heap::Heap;
use super::super::{Goal, Graph, Path};
use super::closed::{Set, Sets};
use super::options::Limits;
use super::task::{Reduced, Task, reduce};
use std::collections::HashMap;

#[derive(Clone, Copy)]
struct Bundle {
    /// The least of each bounded total.
    least: [u32; 6],
    /// The bounded totals of the path that stands for it.
    path: [u32; 6],
    state: u32,
    /// The bundle whose path that one goes on from, and the arc.
    before: u32,
    arc: u32,
    waits: bool,
}

struct Known {
    /// The bundles that wait here.
    waiting: Vec<u32>,
    /// The least totals of those settled.
    settled: Set,
    row: Option<(u32, u32)>,
}

struct Search<'a, const T: usize> {
    task: &'a Task<'a>,
    /// The search's own number of each state.
    own: Vec<u32>,
    known: Vec<Known>,
    bundles: Vec<Bundle>,
    rows: Vec<Reduced>,
    sets: Sets<T>,
    /// The paths found, by their totals.
    ends: Set,
    found: Vec<u32>,
    queue: Heap<u64>,
}

/// Paths of which one is near each vector of the front; `false` if the limits ended the search.
pub(super) fn search(task: &Task<'_>, limits: &mut Limits) -> (Vec<Path>, bool) {
    match task.axes.count {
        1 => Search::<0>::new(task).run(limits),
        2 => Search::<1>::new(task).run(limits),
        3 => Search::<2>::new(task).run(limits),
        4 => Search::<3>::new(task).run(limits),
        5 => Search::<4>::new(task).run(limits),
        _ => Search::<5>::new(task).run(limits),
    }
}

fn truncated<const T: usize>(totals: &[u32; 6]) -> [u32; T] {
    std::array::from_fn(|i| totals[i + 1])
}

impl<'a, const T: usize> Search<'a, T> {
    fn new(task: &'a Task<'a>) -> Search<'a, T> {
        Search {
            task,
            own: vec![NONE; task.graph.states() + 1],
            known: Vec::new(),
            bundles: Vec::new(),
            rows: Vec::new(),
            sets: Sets::new(task.spans()),
            ends: Set::EMPTY,
            found: Vec::new(),
            queue: Heap::new(),
        }
    }

    fn run(mut self, limits: &mut Limits) -> (Vec<Path>, bool) {
        let Some(mut least) = self.task.ahead.of(self.task.from) else { return (Vec::new(), true) };
        least[T + 1..].fill(0);
        if limits.exceeded(&least[..=T]) {
            return (Vec::new(), true);
        }
        let (state, goal) = (self.task.from, self.task.graph.states() as u32);
        self.push(Bundle { least, path: least, state, before: NONE, arc: NONE, waits: true });
        let mut complete = true;
        loop {
            let bundles = &self.bundles;
            let before = |a: u32, b: u32| (bundles[a as usize].least, a) < (bundles[b as usize].least, b);
            let Some((_, index)) = self.queue.pop(before) else { break };
            let bundle = self.bundles[index as usize];
            if !bundle.waits {
                continue;
            }
            if !limits.take() {
                complete = false;
                break;
            }
            let known = self.own[bundle.state as usize] as usize;
            self.known[known].waiting.retain(|other| *other != index);
            self.bundles[index as usize].waits = false;
            let mine = truncated(&bundle.least);
            let settled = self.known[known].settled;
            if self.is_beaten(&bundle.least, limits) || self.sets.covering(settled, &mine, &|_| true).is_some() {
                continue;
            }
            if bundle.state == goal {
                self.sets.insert(&mut self.ends, &truncated(&bundle.path), index, &|_| true);
                self.found.push(index);
                continue;
            }
            self.sets.insert(&mut self.known[known].settled, &mine, index, &|_| true);
            self.expand(index, limits);
        }
        let paths: Vec<Path> =
            self.found.iter().filter_map(|end| path(self.task.graph, &self.bundles, *end, self.task.goals)).collect();
        (paths, complete)
    }

    /// Whether a path found is near enough to anything with at least these totals.
    ///
    /// The first total of what is found is near enough to that of all that comes later.
    fn is_beaten(&self, least: &[u32; 6], limits: &Limits) -> bool {
        let tolerated = std::array::from_fn(|i| limits.tolerate(i + 1, least[i + 1]));
        self.sets.covering(self.ends, &tolerated, &|_| true).is_some()
    }

    fn expand(&mut self, index: u32, limits: &Limits) {
        let from = self.bundles[index as usize];
        let known = self.own[from.state as usize] as usize;
        let (first, count) = *self.known[known].row.get_or_insert_with(|| {
            let first = self.rows.len();
            reduce(self.task, from.state, &mut self.rows);
            (first as u32, (self.rows.len() - first) as u32)
        });
        for row in first..first + count {
            let Reduced { add, head, arc } = self.rows[row as usize];
            let more = |totals: &[u32; 6]| {
                let mut sums = [0; 6];
                for axis in 0..=T {
                    sums[axis] = totals[axis].checked_add(add[axis])?;
                }
                Some(sums)
            };
            // No path without repetition costs more than a total can hold.
            let (Some(least), Some(path)) = (more(&from.least), more(&from.path)) else { continue };
            if limits.exceeded(&least[..=T]) || self.is_beaten(&least, limits) {
                continue;
            }
            let known = self.enter(head);
            let settled = self.known[known].settled;
            if self.sets.covering(settled, &truncated(&least), &|_| true).is_some() {
                continue;
            }
            let next = Bundle { least, path, state: head, before: index, arc, waits: true };
            let next = self.merge(known, next, limits);
            self.push(next);
        }
    }

    /// The bundle together with one that waits at the same state, if one of their paths can stand for both.
    fn merge(&mut self, known: usize, bundle: Bundle, limits: &Limits) -> Bundle {
        for place in 0..self.known[known].waiting.len() {
            let index = self.known[known].waiting[place] as usize;
            let other = self.bundles[index];
            let least: [u32; 6] = std::array::from_fn(|axis| bundle.least[axis].min(other.least[axis]));
            let stands = |one: &Bundle| (0..=T).all(|axis| one.path[axis] <= limits.tolerate(axis, least[axis]));
            // The one that leaves more room for others, if both can.
            let by_path = |one: &&Bundle| one.path.iter().map(|ticks| u64::from(*ticks)).sum::<u64>();
            if let Some(one) = [other, bundle].iter().filter(|one| stands(one)).min_by_key(by_path) {
                let merged = Bundle { least, waits: true, ..*one };
                self.known[known].waiting.swap_remove(place);
                self.bundles[index].waits = false;
                return merged;
            }
        }
        bundle
    }

    fn enter(&mut self, state: u32) -> usize {
        let own = &mut self.own[state as usize];
        if *own == NONE {
            *own = self.known.len() as u32;
            self.known.push(Known { waiting: Vec::new(), settled: Set::EMPTY, row: None });
        }
        *own as usize
    }

    fn push(&mut self, bundle: Bundle) {
        let (known, index) = (self.enter(bundle.state), self.bundles.len() as u32);
        self.known[known].waiting.push(index);
        self.bundles.push(bundle);
        let bundles = &self.bundles;
        let key = u64::from(bundle.least[0]) << 32 | u64::from(bundle.least[1]);
        let before = |a: u32, b: u32| (bundles[a as usize].least, a) < (bundles[b as usize].least, b);
        self.queue.push(key, index, before);
    }
}

/// The path that stands for a bundle at the goals.
fn path(graph: &Graph, bundles: &[Bundle], end: u32, goals: &[Goal]) -> Option<Path> {
    let mut at = bundles[end as usize].before;
    let state = bundles[at as usize].state;
    let mut arcs = Vec::new();
    while at != NONE {
        let bundle = &bundles[at as usize];
        arcs.extend((bundle.arc != NONE).then_some(bundle.arc));
        at = bundle.before;
    }
    arcs.reverse();
    Some(Path::new(graph, without_loops(graph, arcs), *goals.iter().find(|goal| goal.state == state)?))
}

/// The arcs without those that come back to the same state: the path of a bundle may, where that is within the tolerance.
fn without_loops(graph: &Graph, arcs: Vec<u32>) -> Vec<u32> {
    let mut kept: Vec<u32> = Vec::with_capacity(arcs.len());
    // How many arcs lead to each state.
    let mut places: HashMap<u32, usize> = arcs.first().map(|arc| (graph.tail(*arc), 0)).into_iter().collect();
    for arc in arcs {
        kept.push(arc);
        if let Some(before) = places.get(&graph.head(arc)).copied() {
            for arc in kept.drain(before..) {
                places.remove(&graph.head(arc));
            }
        }
        places.insert(graph.head(arc), kept.len());
    }
    kept
}
