//! The best path between two states by a search from both of them over a core (see [`super::core_graph`]).
//!
//! From either end first everything that was left out above it, in the order in which it was; then the core from both ends (Dantzig 1963;
//! stopped as in Pohl 1971). The arcs by which states are reached are kept, ties and all, so that all paths of the least score can be read off and the
//! whole order of answers decide among them.

use super::core_graph::{CoreGraph, Rows};
use super::first::first_path;
use super::graph::NONE;
use super::query::Query;
use super::{Goal, Graph, Path};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;
use std::collections::BinaryHeap;

/// More than any path scores, and twice that is still a number.
const UNREACHED: u64 = 1 << 62;
/// Buckets that are open at a time.
const OPEN: usize = 256;
const WORDS: usize = OPEN / 64;

/// What each end knows of a state.
#[derive(Clone, Copy, Debug)]
struct Label {
    score: [u64; 2],
    /// Where in its rows the arc stands by which it was reached.
    via: [u32; 2],
}

const NO_LABEL: Label = Label { score: [UNREACHED; 2], via: [NONE; 2] };

/// An arc between a state that one end has reached and another: by its end and its place in the rows of that end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    /// The state to which it leads, seen from its end.
    to: u32,
    from: u32,
    at: u32,
}

/// States in buckets of nearly equal scores, as in [`super::buckets`], but emptied bucket by bucket.
#[derive(Clone, Debug)]
struct Queue {
    last: [u32; OPEN],
    filled: [u64; WORDS],
    entries: Vec<Entry>,
    first: u64,
    shift: u32,
    far: Vec<(u64, u32)>,
    far_first: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    score: u64,
    state: u32,
    before: u32,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue {
            last: [NONE; OPEN],
            filled: [0; WORDS],
            entries: Vec::new(),
            first: 0,
            shift: 0,
            far: Vec::new(),
            far_first: u64::MAX,
        }
    }
}

impl Queue {
    fn clear(&mut self, shift: u32) {
        if self.filled != [0; WORDS] {
            self.last.fill(NONE);
            self.filled = [0; WORDS];
        }
        self.entries.clear();
        self.far.clear();
        (self.first, self.shift, self.far_first) = (0, shift, u64::MAX);
    }

    #[inline(always)]
    fn push(&mut self, score: u64, state: u32) {
        let bucket = score >> self.shift;
        if bucket - self.first < OPEN as u64 {
            let at = bucket as usize % OPEN;
            self.entries.push(Entry { score, state, before: self.last[at] });
            self.last[at] = self.entries.len() as u32 - 1;
            self.filled[at / 64] |= 1 << (at % 64);
        } else {
            self.push_far(score, state);
        }
    }

    #[cold]
    fn push_far(&mut self, score: u64, state: u32) {
        self.far.push((score, state));
        self.far_first = self.far_first.min(score >> self.shift);
    }

    /// No state that is still to come has less.
    #[inline(always)]
    fn floor(&self) -> u64 {
        (self.first << self.shift).min(UNREACHED)
    }

    /// Goes on to the first bucket that is not empty.
    fn advance(&mut self) {
        loop {
            let (start, mut next) = (self.first as usize % OPEN, u64::MAX);
            for i in 0..=WORDS {
                let bits = self.filled[(start / 64 + i) % WORDS];
                // The part of the first word before the start is the last to come round.
                let bits = if i == 0 { bits & u64::MAX << (start % 64) } else { bits };
                if bits != 0 {
                    next = self.first - start as u64 % 64 + 64 * i as u64 + u64::from(bits.trailing_zeros());
                    break;
                }
            }
            if self.far_first > next || self.far.is_empty() {
                self.first = next.min(UNREACHED >> self.shift);
                return;
            }
            (self.first, self.far_first) = (self.far_first, u64::MAX);
            for (score, state) in std::mem::take(&mut self.far) {
                self.push(score, state);
            }
        }
    }
}

/// The two searches, kept from query to query so that nothing is allocated.
#[derive(Clone, Debug, Default)]
pub(crate) struct CoreSearch {
    labels: Vec<Label>,
    reached: Vec<u32>,
    queues: [Queue; 2],
    /// Arcs that lead to a state at the score that it had been reached at before.
    ties: [Vec<Step>; 2],
    /// The arcs over which the least score known so far leads, each with the end from which it was seen.
    meets: Vec<(usize, Step)>,
    open: BinaryHeap<u32>,
}

/// The criteria that weigh something, and what a tick of each does.
type Used<const N: usize> = [(usize, u64); N];

#[inline(always)]
fn score<const N: usize>(used: &Used<N>, cost: &CostVector) -> u64 {
    used.iter().fold(0u64, |sum, (i, by)| sum.wrapping_add(by.wrapping_mul(u64::from(cost.0[*i]))))
}

impl CoreSearch {
    /// The first path between two states in the order of answers; `None` if there is none. Each state is a place of its own.
    pub(crate) fn best(
        &mut self,
        graph: &Graph,
        core: &CoreGraph,
        weights: &Weights,
        from: u32,
        to: u32,
    ) -> Option<Path> {
        if from == to {
            return Some(Path { arcs: Vec::new(), end: to, cost: CostVector::ZERO });
        }
        let per_tick = Criterion::ALL.map(|criterion| weights.score(&CostVector::ZERO.with(criterion, 1)));
        let mut used = [(0, 0); 6];
        let mut count = 0;
        for i in (0..6).filter(|i| per_tick[*i] > 0) {
            used[count] = (i, per_tick[i]);
            count += 1;
        }
        let ends = [from, to].map(|state| core.number[state as usize]);
        let mean = graph.mean_score(weights);
        let best = match count {
            1 => self.search(core, &[used[0]], mean, ends),
            2 => self.search(core, &[used[0], used[1]], mean, ends),
            3 => self.search(core, &[used[0], used[1], used[2]], mean, ends),
            _ => self.search(core, &used, mean, ends),
        };
        if best >= UNREACHED - 1 {
            return None;
        }
        self.meets.sort_unstable();
        self.meets.dedup();
        for side in [0, 1] {
            let labels = &self.labels;
            let fits = |step: &Step| {
                let cost = &core.rows[side].ends[step.at as usize].cost;
                let reached = |state: u32| labels[state as usize].score[side];
                reached(step.from) + weights.score(cost) == reached(step.to)
            };
            self.ties[side].retain(fits);
            self.ties[side].sort_unstable();
        }
        let goal = Goal { state: to, cost: CostVector::ZERO };
        if let Some(arcs) = self.only_path(core) {
            return Some(Path::new(graph, core.unpack(arcs), goal));
        }
        let rest = self.on_best_paths(graph, core, weights, best);
        let known = |state: u32| rest.binary_search_by_key(&state, |of| of.0).ok().map(|at| rest[at].1);
        first_path(graph, weights, &Query::new(from, &[goal]), |_, state| known(state))
    }

    /// The step by which a state was first reached at its score; `None` for the end itself.
    fn via(&self, core: &CoreGraph, side: usize, state: u32) -> Option<Step> {
        let at = self.labels[state as usize].via[side];
        (at != NONE).then(|| Step { to: state, from: core.rows[side].owner(at), at })
    }

    /// The other steps by which a state is reached at its score.
    fn ties(&self, side: usize, state: u32) -> &[Step] {
        let ties = &self.ties[side];
        let from = ties.partition_point(|tie| tie.to < state);
        &ties[from..from + ties[from..].partition_point(|tie| tie.to == state)]
    }

    /// The states before and after the arc of a meeting.
    fn around((side, step): (usize, Step)) -> [u32; 2] {
        if side == 0 { [step.from, step.to] } else { [step.to, step.from] }
    }

    /// The arcs of the core on the path of the least score if there is one only.
    fn only_path(&self, core: &CoreGraph) -> Option<Vec<u32>> {
        let over = |meet: &(usize, Step)| {
            let mut parts = [Vec::new(), Vec::new()];
            for (side, mut state) in Self::around(*meet).into_iter().enumerate() {
                while let Some(step) = self.via(core, side, state) {
                    if !self.ties(side, state).is_empty() {
                        return None;
                    }
                    parts[side].push(core.rows[side].arcs[step.at as usize]);
                    state = step.from;
                }
            }
            let [mut path, after] = parts;
            path.reverse();
            path.push(core.rows[meet.0].arcs[meet.1.at as usize]);
            path.extend(after);
            Some(path)
        };
        let path = over(self.meets.first()?)?;
        self.meets[1..].iter().all(|meet| over(meet).as_ref() == Some(&path)).then_some(path)
    }

    /// What is still to come from each of the graph's own states on any path of the least score.
    fn on_best_paths(&self, graph: &Graph, core: &CoreGraph, weights: &Weights, best: u64) -> Vec<(u32, u64)> {
        let mut rest = Vec::new();
        let mut along = |arc: u32, mut score: u64| {
            for arc in core.unpack(vec![arc]).iter().rev() {
                rest.push((graph.head(*arc), score));
                score += graph.score(weights, *arc);
                rest.push((graph.tail(*arc), score));
            }
        };
        for meet in &self.meets {
            let after = self.labels[Self::around(*meet)[1] as usize].score[1];
            along(core.rows[meet.0].arcs[meet.1.at as usize], after);
        }
        for side in [0, 1] {
            let mut seen = std::collections::HashSet::new();
            let mut open: Vec<u32> = self.meets.iter().map(|meet| Self::around(*meet)[side]).collect();
            while let Some(state) = open.pop() {
                if !seen.insert(state) {
                    continue;
                }
                // The end itself can be reached again over arcs that score nothing.
                for step in self.via(core, side, state).iter().chain(self.ties(side, state)) {
                    let scores = |state: u32| self.labels[state as usize].score[side];
                    let after = if side == 0 { best - scores(state) } else { scores(step.from) };
                    along(core.rows[side].arcs[step.at as usize], after);
                    open.push(step.from);
                }
            }
        }
        rest.sort_unstable();
        rest.dedup();
        rest
    }

    /// The least score between two states; [`UNREACHED`], about, if there is no way.
    fn search<const N: usize>(&mut self, core: &CoreGraph, used: &Used<N>, mean: u64, ends: [u32; 2]) -> u64 {
        if self.labels.len() != core.number.len() {
            self.labels = vec![NO_LABEL; core.number.len()];
        } else if self.reached.len() * 4 > self.labels.len() {
            self.labels.fill(NO_LABEL);
        } else {
            self.reached.iter().for_each(|state| self.labels[*state as usize] = NO_LABEL);
        }
        self.reached.clear();
        self.reached.extend(ends);
        self.meets.clear();
        let shift = (u64::BITS - mean.leading_zeros()).saturating_sub(1);
        for (side, end) in ends.into_iter().enumerate() {
            self.ties[side].clear();
            self.queues[side].clear(shift);
            self.labels[end as usize].score[side] = 0;
        }
        let mut best = UNREACHED - 1;
        self.climb::<0, N>(core, used, ends[0], &mut best);
        self.climb::<1, N>(core, used, ends[1], &mut best);
        loop {
            let floors = [0, 1].map(|side| self.queues[side].floor());
            if floors[0] + floors[1] > best {
                return best;
            }
            if floors[0] <= floors[1] {
                self.bucket::<0, N>(core, used, floors[1], &mut best);
            } else {
                self.bucket::<1, N>(core, used, floors[0], &mut best);
            }
        }
    }

    /// Everything that was left out above an end.
    fn climb<const SIDE: usize, const N: usize>(&mut self, core: &CoreGraph, used: &Used<N>, end: u32, best: &mut u64) {
        // What was left out later has a lower number and lies above.
        let mut open = std::mem::take(&mut self.open);
        open.push(end);
        let mut last = NONE;
        while let Some(state) = open.pop() {
            if std::mem::replace(&mut last, state) == state {
                continue;
            }
            let score = self.labels[state as usize].score[SIDE];
            if state < core.core {
                self.queues[SIDE].push(score, state);
                continue;
            }
            let (mut front, _) = self.front::<SIDE>(0, *best);
            front.follow_row(&core.rows[SIDE], used, state, score, |state, _| open.push(state));
            *best = front.best;
        }
        self.open = open;
        self.queues[SIDE].advance();
    }

    /// Settles what stands in the first bucket of an end, where the other has settled all below `floor`.
    #[inline(never)]
    fn bucket<const SIDE: usize, const N: usize>(
        &mut self,
        core: &CoreGraph,
        used: &Used<N>,
        floor: u64,
        best: &mut u64,
    ) {
        let (rows, used) = (&core.rows[SIDE], *used);
        let (mut front, queue) = self.front::<SIDE>(floor, *best);
        let here = queue.first as usize % OPEN;
        while let Some(Entry { score, state, before }) = queue.entries.get(queue.last[here] as usize).copied() {
            queue.last[here] = before;
            // Otherwise it has been reached at less, and has had its turn.
            if front.labels[state as usize].score[SIDE] == score {
                front.follow_row(rows, &used, state, score, |state, score| queue.push(score, state));
            }
        }
        *best = front.best;
        queue.filled[here / 64] &= !(1 << (here % 64));
        queue.advance();
    }

    /// What following arcs changes, apart from the queue.
    #[inline(always)]
    fn front<const SIDE: usize>(&mut self, floor: u64, best: u64) -> (Front<'_, SIDE>, &mut Queue) {
        let CoreSearch { labels, reached, queues, ties, meets, .. } = self;
        (Front { labels, reached, ties: &mut ties[SIDE], meets, floor, best }, &mut queues[SIDE])
    }
}

/// The search from one end for a while.
struct Front<'a, const SIDE: usize> {
    labels: &'a mut [Label],
    reached: &'a mut Vec<u32>,
    ties: &'a mut Vec<Step>,
    meets: &'a mut Vec<(usize, Step)>,
    /// The other end has settled all below.
    floor: u64,
    best: u64,
}

impl<const SIDE: usize> Front<'_, SIDE> {
    /// Looks along all arcs of a state; calls `better` with each that is reached at less than before.
    #[inline(always)]
    fn follow_row<const N: usize>(
        &mut self,
        rows: &Rows,
        used: &Used<N>,
        from: u32,
        so_far: u64,
        mut better: impl FnMut(u32, u64),
    ) {
        let row = rows.row(from);
        for (here, end) in (row.start as u32..).zip(&rows.ends[row]) {
            let to = end.state;
            let sum = so_far + score(used, &end.cost);
            let label = &mut self.labels[to as usize];
            let rest = label.score[1 - SIDE];
            if sum + rest <= self.best {
                if sum + rest < self.best {
                    self.best = sum + rest;
                    self.meets.clear();
                }
                self.meets.push((SIDE, Step { to, from, at: here }));
            }
            // What the other end has settled is known from there on.
            if sum > label.score[SIDE] || rest < self.floor || sum > self.best.saturating_sub(self.floor) {
                continue;
            }
            if sum == label.score[SIDE] {
                self.ties.push(Step { to, from, at: here });
                continue;
            }
            if label.score == [UNREACHED; 2] {
                self.reached.push(to);
            }
            label.score[SIDE] = sum;
            label.via[SIDE] = here;
            better(to, sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::both_ends::BothEnds;
    use super::super::oracle::{Case, config, large};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(1000))]

        /// Also in memory used before.
        #[test]
        fn the_core_has_the_same_best_paths(case in large()) {
            let Case { graph, weights, .. } = &case;
            let core = CoreGraph::new(graph);
            let (mut search, mut plain) = (CoreSearch::default(), BothEnds::default());
            for from in (0..graph.states() as u32).step_by(7) {
                for goal in &case.goals {
                    let expected = plain.walk(graph, weights, from, goal.state).map(|(_, path)| path);
                    prop_assert_eq!(search.best(graph, &core, weights, from, goal.state), expected);
                }
            }
        }
    }

    /// Before there is a core and after; arcs past states that were left out stand for many.
    #[test]
    fn the_first_questions_are_answered_as_the_later_ones() {
        // A ring of 40 states, one way dearer than the other, with a dead end at every fourth.
        let arcs = (0..40u32).flat_map(|at| {
            let cost = |ticks| CostVector::new([ticks, 1, 0, 0, 0, 0]);
            let ring = [(at, (at + 1) % 40, cost(5)), ((at + 1) % 40, at, cost(7))];
            let end = (at % 4 == 0).then_some([(at, 40 + at / 4, cost(1)), (40 + at / 4, at, cost(1))]);
            ring.into_iter().chain(end.into_iter().flatten())
        });
        let graph = Graph::new(50, arcs).unwrap();
        let weights = Weights::of(Criterion::Distance);
        let (memory, plain) = (&mut super::super::Workspace::default(), &mut BothEnds::default());
        for (from, to) in (0..50).flat_map(|from| (0..50).map(move |to| (from, to))) {
            let expected = plain.walk(&graph, &weights, from, to).map(|(_, path)| path);
            assert_eq!(graph.best(from, to, &weights, memory), expected, "{from} to {to}");
        }
        let core = graph.core().expect("questions enough");
        assert!(core.core < 10, "{} states are left", core.core);
    }
}
