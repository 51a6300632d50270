//! Label setting in lexicographic order: every vector that nothing beats, and the labels that lead there.
//!
//! NAMOA* with dimension reduction: Hernandez and others, "Simple and efficient bi-objective search algorithms via fast
//! dominance checks", Artificial Intelligence 314, 2023 (two criteria: one number a state); Hernandez and others,
//! "Multi-objective search via lazy and efficient dominance checks", IJCAI 2023 (more criteria: truncated vectors). Ours
//! differs in its ties, which fall as everywhere in this crate, and in the places that a label remembers.

use super::super::graph::NONE;
use super::closed::{MOST_DROPPED, Set, Sets};
use super::label::{Found, Label, first_two};
use super::options::Limits;
use super::queue::Queue;
use super::settled::Settled;
use super::siblings::Siblings;
use super::task::{MANY, Reduced, Task};
use super::turns::{Rows, TURNS, bits};

/// What is known of one state.
#[derive(Clone, Copy, Debug)]
struct State<const T: usize> {
    /// The last settled label.
    last: u32,
    /// The totals of the last settled label and of the last path that made a label needless here: they often do again.
    covered_by: [u32; T],
    beaten_by: [u32; T],
}

/// The search on `T` criteria and the one by which labels are settled.
struct Search<'a, const T: usize> {
    task: &'a Task<'a>,
    states: Vec<State<T>>,
    /// With more than one criterion, or where labels remember places.
    settled: Settled,
    /// With more criteria than three.
    siblings: Option<Siblings>,
    sets: Sets<T>,
    /// The vectors found so far.
    ends: Set,
    rows: Rows<'a>,
    queue: Queue,
    found: Found,
    free: Vec<u32>,
    /// The critical places that label `i` remembers: `remembered[i * words..(i + 1) * words]`.
    remembered: Vec<u64>,
    words: usize,
}

/// Runs the search for the number of criteria at hand.
pub(super) fn search(task: &Task<'_>, limits: &mut Limits) -> Found {
    match task.axes.count {
        1 => Search::<0>::new(task).run(limits),
        2 => Search::<1>::new(task).run(limits),
        3 => Search::<2>::new(task).run(limits),
        4 => Search::<3>::new(task).run(limits),
        5 => Search::<4>::new(task).run(limits),
        _ => Search::<5>::new(task).run(limits),
    }
}

impl<'a, const T: usize> Search<'a, T> {
    fn new(task: &'a Task<'a>) -> Search<'a, T> {
        let typical = task.ahead.of(task.from).unwrap_or_default();
        let buckets = if task.graph.states() > MANY { 1 << 16 } else { 1 << 14 };
        // Most labels of a long trip are within a few times the least total.
        let range = task.ahead.most().map_or(typical[0].saturating_mul(3), |most| most[0].saturating_sub(typical[0]));
        // One more state stands for the goals together.
        let (covered_by, beaten_by) = ([u32::MAX; T], [u32::MAX; T]);
        let unknown = State { last: NONE, covered_by, beaten_by };
        Search {
            task,
            states: vec![unknown; task.graph.states() + 1],
            settled: Settled::new(task.graph.states()),
            siblings: (T > MOST_DROPPED && task.memory.words() == 0).then(|| Siblings::new(task.graph)),
            sets: Sets::new(task.spans()),
            ends: Set::EMPTY,
            rows: Rows::new(task),
            queue: Queue::new(typical[0], range, buckets),
            found: Found { complete: true, ..Found::default() },
            free: Vec::new(),
            remembered: Vec::new(),
            words: task.memory.words(),
        }
    }

    fn run(mut self, limits: &mut Limits) -> Found {
        let Some(least) = self.task.ahead.of(self.task.from) else { return self.found };
        let mut key = [0; 7];
        key[..=T].copy_from_slice(&least[..=T]);
        if limits.exceeded(&least[..=T]) {
            return self.found;
        }
        let start = Label { key, state: self.task.from, parent: NONE, arc: NONE };
        self.push(start, &vec![0; self.words]);
        let goal = self.task.graph.states() as u32;
        let mut marks = vec![0; self.words];
        loop {
            let labels = &self.found.labels;
            let before = |a: u32, b: u32| labels[a as usize].key < labels[b as usize].key;
            let key = |label: u32| first_two(&labels[label as usize].key);
            let Some(index) = self.queue.pop(key, before) else { break };
            if !limits.take() {
                self.found.complete = false;
                break;
            }
            let label = self.found.labels[index as usize];
            if label.state == goal {
                self.end(index, &label, limits);
            } else if self.settle(index, &label, limits) {
                self.expand(index, &label, limits, &mut marks);
            }
        }
        self.found
    }

    /// The axes by which labels of one state are compared.
    #[inline]
    fn truncated(key: &[u32; 7]) -> [u32; T] {
        std::array::from_fn(|i| key[i + 1])
    }

    /// The same for the vectors at the goals: within the tolerance is good enough.
    #[inline]
    fn tolerated(key: &[u32; 7], limits: &Limits) -> [u32; T] {
        std::array::from_fn(|i| limits.tolerate(i + 1, key[i + 1]))
    }

    /// A vector at the goals that is as good as anything that the label can become.
    #[inline]
    fn beating(&self, key: &[u32; 7], tolerated: &[u32; T]) -> Option<u32> {
        let (labels, equals) = (&self.found.labels, self.task.equals);
        let strictly = |end: u32| !equals || labels[end as usize].key[..=T] != key[..=T];
        self.sets.covering(self.ends, tolerated, &strictly)
    }

    /// Whether one label remembers no critical place that the other does not.
    #[inline]
    fn remembers_less(&self, label: u32, marks: &[u64]) -> bool {
        let theirs = &self.remembered[label as usize * self.words..][..self.words];
        theirs.iter().zip(marks).all(|(theirs, mine)| theirs & !mine == 0)
    }

    /// A settled label of the same state that is as good on every criterion, and as free in where to go.
    #[inline]
    fn covering(&self, state: u32, arc: u32, mine: &[u32; T], marks: &[u64]) -> Option<u32> {
        if self.words > 0 {
            let accept = |label: u32| self.remembers_less(label, marks);
            return self.settled.find(state, NONE, |set| self.sets.covering(set, mine, &accept));
        }
        match T {
            0 => Some(self.states[state as usize].last).filter(|last| *last != NONE),
            _ => self.settled.find(state, arc, |set| self.sets.covering(set, mine, &|_| true)),
        }
    }

    /// Takes a label for good unless another makes it needless.
    fn settle(&mut self, index: u32, label: &Label, limits: &Limits) -> bool {
        let (mine, tolerated) = (Self::truncated(&label.key), Self::tolerated(&label.key, limits));
        let known = &self.states[label.state as usize];
        // One that costs the same may have to stay.
        if known.covered_by != mine && self.is_needless_again(label.state, &mine, &tolerated) {
            self.free.push(index);
            return false;
        }
        let marks = index as usize * self.words..(index as usize + 1) * self.words;
        let other = self.covering(label.state, label.arc, &mine, &self.remembered[marks.clone()]);
        let tied = other.filter(|other| self.found.labels[*other as usize].key == label.key);
        if let Some(other) = other {
            self.states[label.state as usize].covered_by = Self::truncated(&self.found.labels[other as usize].key);
            let theirs = other as usize * self.words..(other as usize + 1) * self.words;
            // Equal keys leave the queue in any order; the first by links has to stay.
            let first = tied.is_some() && self.found.earlier(self.task.graph, index, other);
            if !first || self.remembered[theirs.clone()] == self.remembered[marks] {
                self.keep_equal(other, label);
                if first {
                    self.swap(other, label);
                }
                self.free.push(index);
                return false;
            }
        }
        if let Some(end) = self.beating(&label.key, &tolerated) {
            self.states[label.state as usize].beaten_by = Self::truncated(&self.found.labels[end as usize].key);
            self.free.push(index);
            return false;
        }
        if self.is_needless_at_place(label) {
            self.found.needless_at_place += 1;
            self.free.push(index);
            return false;
        }
        if let Some(siblings) = &mut self.siblings {
            siblings.settle(self.task.graph, label.state);
        }
        self.states[label.state as usize].last = index;
        if T > 0 || self.words > 0 {
            let (remembered, words) = (&self.remembered, self.words);
            let of = |label: u32| &remembered[label as usize * words..][..words];
            let more = |other: u32| of(index).iter().zip(of(other)).all(|(mine, theirs)| mine & !theirs == 0);
            self.sets.insert(
                self.settled.of(label.state, if self.words == 0 { label.arc } else { 0 }),
                &mine,
                index,
                &more,
            );
        }
        true
    }

    /// Whether a label at another state of the place makes this one needless.
    fn is_needless_at_place(&mut self, label: &Label) -> bool {
        let (sets, settled, labels) = (&self.sets, &self.settled, &self.found.labels);
        let Some(siblings) = &mut self.siblings else { return false };
        let at = (self.task.graph.place(label.state), label.state, label.arc);
        siblings.any(&mut self.rows, at, |other, more| {
            // What a label there may have at the most.
            let most = |axis: usize| i64::from(label.key[axis]) - i64::from(more[axis]);
            if (0..=T).any(|axis| most(axis) < 0) {
                return false;
            }
            let truncated = std::array::from_fn(|i| u32::try_from(most(i + 1)).unwrap_or(u32::MAX));
            let is_better = |other: u32| {
                let theirs = |axis: usize| i64::from(labels[other as usize].key[axis]);
                // Of labels that end up alike the first by links has to stay.
                theirs(0) <= most(0) && (0..=T).any(|axis| theirs(axis) < most(axis))
            };
            settled.find(other, NONE, |set| sets.covering(set, &truncated, &is_better)).is_some()
        })
    }

    /// Takes a label at the goals: a vector of the front, or an equal of one.
    fn end(&mut self, index: u32, label: &Label, limits: &Limits) {
        let mine = Self::truncated(&label.key);
        let Some(other) = self.sets.covering(self.ends, &mine, &|_| true) else {
            // Also within the tolerance of an earlier one: whatever beats this one may have been given up for that.
            if self.beating(&label.key, &Self::tolerated(&label.key, limits)).is_none() {
                self.sets.insert(&mut self.ends, &mine, index, &|_| true);
                self.found.ends.push(index);
            }
            return;
        };
        self.keep_equal(other, label);
        if self.found.labels[other as usize].key == label.key && self.found.earlier(self.task.graph, index, other) {
            self.swap(other, label);
        }
        self.free.push(index);
    }

    /// Notes a way that is as good as a settled label on the chosen criteria.
    #[inline]
    fn keep_equal(&mut self, other: u32, label: &Label) {
        if self.task.equals && self.found.labels[other as usize].key[..=T] == label.key[..=T] {
            self.found.equals.push((other, label.parent, label.arc));
        }
    }

    /// The label takes the way of its equal.
    fn swap(&mut self, settled: u32, label: &Label) {
        let known = &mut self.found.labels[settled as usize];
        if self.task.equals {
            // The way that it had before is one of its equals now, in place of the one that it takes.
            if let Some(last) = self.found.equals.last_mut() {
                *last = (settled, known.parent, known.arc);
            }
        }
        (known.parent, known.arc) = (label.parent, label.arc);
    }

    fn push(&mut self, label: Label, marks: &[u64]) {
        let first = first_two(&label.key);
        let index = match self.free.pop() {
            Some(index) => {
                self.found.labels[index as usize] = label;
                self.remembered[index as usize * self.words..][..self.words].copy_from_slice(marks);
                index
            }
            None => {
                self.found.labels.push(label);
                self.remembered.extend_from_slice(marks);
                self.found.labels.len() as u32 - 1
            }
        };
        let labels = &self.found.labels;
        self.queue.push(first, index, |a, b| labels[a as usize].key < labels[b as usize].key);
    }

    /// Goes on from a settled label over every arc.
    fn expand(&mut self, index: u32, label: &Label, limits: &Limits, marks: &mut [u64]) {
        let (graph, memory) = (self.task.graph, self.task.memory);
        let goal = graph.states() as u32;
        let rows = self.rows.of(label.state);
        // A walk that is better may come back to a place that a label remembers.
        let taken = if self.words == 0 { self.rows.taken(label.state, label.arc) } else { (1 << TURNS) - 1 };
        let first = bits(taken).map(|place| rows.start + place).take_while(|row| *row < rows.end);
        for row in first.chain(rows.clone().skip(TURNS)) {
            let Reduced { add, head, arc } = self.rows.at(row);
            let mut key = label.key;
            let mut wrapped = false;
            for (total, add) in key.iter_mut().zip(add) {
                *total = total.wrapping_add(add);
                wrapped |= *total < add;
            }
            // No path without repetition costs more than a total can hold.
            if wrapped || limits.exceeded(&key[..=T]) {
                continue;
            }
            key[6] += 1;
            if self.words > 0 {
                let mine = &self.remembered[index as usize * self.words..][..self.words];
                if head != goal && !memory.enter(mine, graph.place(label.state), graph.place(head), marks) {
                    continue;
                }
            }
            let (mine, tolerated) = (Self::truncated(&key), Self::tolerated(&key, limits));
            if self.is_needless_again(head, &mine, &tolerated) {
                continue;
            }
            // What leads no further away is no worse than the label, which nothing beats.
            let beating = if add[..=T].iter().all(|more| *more == 0) { None } else { self.beating(&key, &tolerated) };
            if let Some(end) = beating {
                self.states[head as usize].beaten_by = Self::truncated(&self.found.labels[end as usize].key);
                continue;
            }
            let next = Label { key, state: head, parent: index, arc };
            let other = if head == goal { None } else { self.covering(head, arc, &mine, marks) };
            if let Some(other) = other {
                self.states[head as usize].covered_by = Self::truncated(&self.found.labels[other as usize].key);
                self.keep_equal(other, &next);
                continue;
            }
            self.push(next, marks);
        }
    }

    /// Whether what made another label at a state needless does so with this one.
    #[inline]
    fn is_needless_again(&self, state: u32, mine: &[u32; T], tolerated: &[u32; T]) -> bool {
        let State { covered_by, beaten_by, .. } = &self.states[state as usize];
        let no_worse =
            |theirs: &[u32; T], mine: &[u32; T]| theirs.iter().zip(mine).all(|(theirs, mine)| theirs <= mine);
        let may_be_known = T > 0 && self.words == 0 && !self.task.equals;
        may_be_known && (no_worse(covered_by, mine) || no_worse(beaten_by, tolerated))
    }
}
