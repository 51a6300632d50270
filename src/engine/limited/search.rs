//! Labels within limits, settled in the order of answers.

use super::super::fewest::{Few, NOTHING, Set, is_within};
use super::super::graph::NONE;
use super::super::heap::Heap;
use super::super::memory::Memory;
use super::super::scores::Bound;
use super::super::simple::Answer;
use super::super::{Graph, Metric, Path, Query};
use super::{Ahead, Limited};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// One way to a state, or to a goal and all that ending there costs.
#[derive(Clone, Copy)]
struct Label<S> {
    score: S,
    cost: CostVector,
    links: u32,
    /// The state in its layer; `NONE` where the path has ended.
    at: u32,
    parent: u32,
    arc: u32,
    /// The things that it needs.
    needs: Set,
}

/// One search for a walk that comes back to no place that labels remember.
pub(super) struct Search<'s, M: Metric> {
    task: &'s Limited<'s, M>,
    query: &'s Query<'s>,
    limits: &'s [u64],
    few: Option<&'s Few<'s>>,
    /// What is still to come in each layer but the last.
    ahead: &'s [Ahead<M::Score>],
    memory: &'s Memory,
    labels: Vec<Label<M::Score>>,
    /// What label `i` has used: `used[i * resources..][..resources]`.
    used: Vec<u64>,
    /// The critical places that it remembers: `marks[i * words..][..words]`.
    marks: Vec<u64>,
    words: usize,
    /// The settled labels of each state.
    settled: Vec<Vec<u32>>,
    heap: Heap<M::Score>,
}

/// Whether a label comes before another of the same score and rest. One that another was made from always does.
fn before<S>(graph: &Graph, labels: &[Label<S>], a: u32, b: u32) -> bool {
    let (mut first, mut second) = (&labels[a as usize], &labels[b as usize]);
    let mut order = (first.cost, first.links).cmp(&(second.cost, second.links));
    // As many links on both ways, so that both come to the start at once.
    while order == Ordering::Equal && first.arc != NONE && second.arc != NONE {
        order = graph.link(first.arc).cmp(&graph.link(second.arc));
        (first, second) = (&labels[first.parent as usize], &labels[second.parent as usize]);
    }
    order == Ordering::Less
}

impl<'s, M: Metric> Search<'s, M> {
    pub(super) fn new(
        task: &'s Limited<'s, M>,
        query: &'s Query<'s>,
        limits: &'s [u64],
        few: Option<&'s Few<'s>>,
        ahead: &'s [Ahead<M::Score>],
        memory: &'s Memory,
    ) -> Search<'s, M> {
        Search {
            task,
            query,
            limits,
            few,
            ahead,
            memory,
            labels: Vec::new(),
            used: Vec::new(),
            marks: Vec::new(),
            words: memory.words(),
            settled: vec![Vec::new(); task.graph.states() * query.layers()],
            heap: Heap::new(),
        }
    }

    pub(super) fn run(mut self, labels: &mut u64) -> Answer {
        let (graph, query) = (self.task.graph, self.query);
        let may_go_on = self.few.is_none_or(|few| few.may_go_on(&NOTHING, query.from));
        if !may_go_on || !query.admits(graph, 0, query.from) {
            return Answer::None;
        }
        let start = Label {
            score: M::Score::default(),
            cost: CostVector::ZERO,
            links: 0,
            at: query.from,
            parent: NONE,
            arc: NONE,
            needs: NOTHING,
        };
        self.push(start, M::Score::default(), &vec![0; self.limits.len()], &vec![0; self.words]);
        while let Some((_, index)) = self.heap.pop(|a, b| before(graph, &self.labels, a, b)) {
            if self.labels[index as usize].at == NONE {
                return self.path(index).map_or(Answer::None, Answer::Path);
            }
            let Some(left) = labels.checked_sub(1) else { return Answer::GivenUp };
            *labels = left;
            if !self.settle(index) {
                continue;
            }
            self.end(index);
            self.expand(index);
        }
        Answer::None
    }

    fn row(all: &[u64], width: usize, label: u32) -> &[u64] {
        &all[label as usize * width..][..width]
    }

    /// Takes a label for good, unless an earlier one of its state makes it needless.
    fn settle(&mut self, index: u32) -> bool {
        let Label { at, needs, .. } = self.labels[index as usize];
        let (used, marks) =
            (Self::row(&self.used, self.limits.len(), index), Self::row(&self.marks, self.words, index));
        if self.is_needless(at, used, marks, &needs) {
            return false;
        }
        self.settled[at as usize].push(index);
        true
    }

    fn is_needless(&self, at: u32, used: &[u64], marks: &[u64], needs: &Set) -> bool {
        // The last ones have used the least.
        self.settled[at as usize].iter().rev().any(|other| {
            let theirs = Self::row(&self.used, self.limits.len(), *other);
            let remembered = Self::row(&self.marks, self.words, *other);
            theirs.iter().zip(used).all(|(theirs, mine)| theirs <= mine)
                && remembered.iter().zip(marks).all(|(theirs, mine)| theirs & !mine == 0)
                && (self.few.is_none() || is_within(&self.labels[*other as usize].needs, needs))
        })
    }

    /// Ends at the state of a label, if that is a goal.
    fn end(&mut self, index: u32) {
        let states = self.task.graph.states() as u32;
        let Label { at, score, cost, links, parent, arc, needs } = self.labels[index as usize];
        let (layer, state) = (at / states, at % states);
        if self.query.goal(layer, state).is_none() {
            return;
        }
        let Some(number) = self.task.goals.iter().position(|goal| goal.state == state) else { return };
        let goal = &self.task.goals[number];
        if self.few.is_some_and(|few| few.at_goal(&needs, number).is_none()) {
            return;
        }
        let used = Self::row(&self.used, self.limits.len(), index);
        let ends = self.task.resources.iter().map(|resource| u64::from(resource.by_goal[number]));
        if used.iter().zip(ends).zip(self.limits).any(|((used, end), limit)| used + end > *limit) {
            return;
        }
        let score = score + self.task.metric.cost(&goal.cost);
        // It stands beside its own label in the chain, so that ties see the same links.
        let ended = Label { score, cost: cost + goal.cost, links, at: NONE, parent, arc, needs };
        self.push(ended, score, &vec![0; self.limits.len()], &vec![0; self.words]);
    }

    /// Goes on from a settled label over every arc.
    fn expand(&mut self, index: u32) {
        let (graph, task, states) = (self.task.graph, self.task, self.task.graph.states() as u32);
        let Label { at, score, cost, links, needs, .. } = self.labels[index as usize];
        let (layer, state) = (at / states, at % states);
        let (here, start) = (graph.place(state), graph.place(self.query.from));
        let mut used = vec![0; self.limits.len()];
        let mut marks = vec![0; self.words];
        let (first, heads, costs) = graph.row(state);
        for (arc, (head, arc_cost)) in (first..).zip(heads.iter().zip(costs)) {
            let place = graph.place(*head);
            let Some(layer) = self.query.follow(graph, layer, arc, *head) else { continue };
            let ahead = self.ahead.get(layer as usize).unwrap_or(&task.ahead);
            let Some(rest) = ahead.score.rest(0, *head).filter(|_| place != here && place != start) else { continue };
            let mine = Self::row(&self.used, self.limits.len(), index);
            let adds = task.resources.iter().map(|resource| u64::from(resource.by_arc[arc as usize]));
            used.iter_mut().zip(mine.iter().zip(adds)).for_each(|(used, (mine, add))| *used = mine + add);
            let still = &ahead.rest[*head as usize * used.len()..][..used.len()];
            if used.iter().zip(still).zip(self.limits).any(|((used, still), limit)| used + still > *limit) {
                continue;
            }
            if self.words > 0 && !self.memory.enter(Self::row(&self.marks, self.words, index), here, place, &mut marks)
            {
                continue;
            }
            let needs = self.few.map_or(Some(needs), |few| few.after(&needs, arc, *head));
            let Some(needs) = needs else { continue };
            let at = layer * states + *head;
            if self.is_needless(at, &used, &marks, &needs) {
                continue;
            }
            let score = score + task.metric.arc(arc, arc_cost);
            let next = Label { score, cost: cost + *arc_cost, links: links + 1, at, parent: index, arc, needs };
            self.push(next, score + rest, &used, &marks);
        }
    }

    fn push(&mut self, label: Label<M::Score>, total: M::Score, used: &[u64], marks: &[u64]) {
        self.labels.push(label);
        self.used.extend_from_slice(used);
        self.marks.extend_from_slice(marks);
        let index = self.labels.len() as u32 - 1;
        self.heap.push(total, index, |a, b| before(self.task.graph, &self.labels, a, b));
    }

    /// The path of a label that has ended.
    fn path(&self, ended: u32) -> Option<Path> {
        let graph = self.task.graph;
        let (mut arcs, mut label) = (Vec::new(), &self.labels[ended as usize]);
        while label.arc != NONE {
            arcs.push(label.arc);
            label = &self.labels[label.parent as usize];
        }
        arcs.reverse();
        let end = arcs.last().map_or(self.query.from, |arc| graph.head(*arc));
        Some(Path::new(graph, arcs, *self.task.goals.iter().find(|goal| goal.state == end)?))
    }
}
