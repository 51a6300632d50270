//! The first path in the whole order of answers: score, six costs, number of links, then the smaller link from the last one back.
//!
//! Labels in an arena, each knowing the one before it, how many groups of arcs it has used and which of some critical places
//! it has visited. Bounds on the score that is still to come keep it to the few labels that matter.

use super::heap::Heap;
use super::metric::Score;
use super::scores::Query;
use super::{Graph, Metric, Path};
use crate::cost::CostVector;
use std::cmp::Ordering;

pub(crate) const NONE: u32 = u32::MAX;

/// What a path has to do on its way.
#[derive(Clone, Copy)]
pub(crate) struct Demands<'a> {
    /// It uses one arc of each, in order.
    pub(crate) groups: &'a [Vec<u32>],
    /// It visits none of these places twice.
    pub(crate) critical: &'a [u32],
}

/// A search was given up after as many steps as it was allowed.
#[derive(Debug)]
pub(crate) struct GivenUp;

/// A set of critical places, by their index.
#[derive(Clone, Copy)]
pub(crate) struct Visited<'a>(&'a [u64]);

impl Visited<'_> {
    #[inline]
    pub(crate) fn contains(self, index: usize) -> bool {
        self.0[index / 64] >> (index % 64) & 1 == 1
    }

    fn is_subset(self, other: Visited<'_>) -> bool {
        self.0.iter().zip(other.0).all(|(mine, theirs)| mine & !theirs == 0)
    }
}

/// One way to a state.
struct Label<S> {
    score: S,
    cost: CostVector,
    links: u32,
    arc: u32,
    state: u32,
    /// How many groups it has used.
    layer: u32,
    parent: u32,
    /// The label settled before it at the same state and layer.
    earlier: u32,
}

/// Labels and the critical places that each has visited.
struct Arena<S> {
    labels: Vec<Label<S>>,
    /// Those of label `i` are `visited[i * words..(i + 1) * words]`.
    visited: Vec<u64>,
    words: usize,
}

impl<S: Score> Arena<S> {
    fn at(&self, label: u32) -> &Label<S> {
        &self.labels[label as usize]
    }

    fn visited(&self, label: u32) -> Visited<'_> {
        Visited(&self.visited[label as usize * self.words..][..self.words])
    }

    /// The arcs to a label, from the last one back.
    fn back(&self, label: u32) -> impl Iterator<Item = u32> + '_ {
        let parent = |label: &u32| Some(self.at(*label).parent);
        std::iter::successors(Some(label), parent).map(|label| self.at(label).arc).take_while(|arc| *arc != NONE)
    }

    /// Whether a label comes before another of the same score.
    fn before(&self, graph: &Graph, a: u32, b: u32) -> bool {
        let key = |label: u32| (self.at(label).cost, self.at(label).links);
        let links = |label| self.back(label).map(|arc| graph.link(arc));
        key(a).cmp(&key(b)).then_with(|| links(a).cmp(links(b))) == Ordering::Less
    }

    /// Whether a label settled at the same state and layer has visited no more and comes first.
    fn covers(&self, graph: &Graph, settled: u32, label: u32) -> bool {
        let (mine, theirs) = (self.at(settled).score, self.at(label).score);
        self.visited(settled).is_subset(self.visited(label))
            && (mine < theirs || (mine == theirs && !self.before(graph, label, settled)))
    }

    fn push(&mut self, label: Label<S>, visited: impl Fn(&mut Vec<u64>), index: u32) -> u32 {
        visited(&mut self.visited);
        let new = self.labels.len() as u32;
        if index != NONE {
            self.visited[new as usize * self.words + index as usize / 64] |= 1 << (index % 64);
        }
        self.labels.push(label);
        new
    }

    /// Takes back the last label.
    fn pop(&mut self) {
        self.labels.pop();
        self.visited.truncate(self.labels.len() * self.words);
    }
}

/// The first path in the order of answers that meets the demands; `None` if there is none.
///
/// `rest(layer, state, visited)` is a lower bound on the score that is still to come, `None` if there is no way on. It may not fall
/// by more than the score of an arc along that arc. Up to 2^c labels a state for c critical places.
///
/// # Errors
/// More than `budget` labels settled.
pub(crate) fn first_path<M: Metric>(
    graph: &Graph,
    metric: &M,
    query: &Query<'_>,
    demands: Demands<'_>,
    rest: impl Fn(u32, u32, Visited<'_>) -> Option<M::Score>,
    budget: &mut usize,
) -> Result<Option<Path>, GivenUp> {
    let Demands { groups, critical } = demands;
    let words = critical.len().div_ceil(64);
    let mut index_of = vec![NONE; if critical.is_empty() { 0 } else { graph.places() }];
    for (index, place) in critical.iter().enumerate() {
        index_of[*place as usize] = index as u32;
    }
    let index_of = |state: u32| index_of.get(graph.place(state) as usize).copied().unwrap_or(NONE);
    let layers = groups.len() + 1;
    let mut settled = vec![NONE; graph.states() * layers];
    let mut arena = Arena { labels: Vec::new(), visited: Vec::new(), words };
    let mut heap = Heap::new();
    let start = Label {
        score: M::Score::default(),
        cost: CostVector::ZERO,
        links: 0,
        arc: NONE,
        state: query.from,
        layer: 0,
        parent: NONE,
        earlier: NONE,
    };
    arena.push(start, |visited| visited.resize(words, 0), index_of(query.from));
    let Some(least) = rest(0, query.from, arena.visited(0)) else { return Ok(None) };
    heap.push(least, 0, |_, _| false);
    let mut best: Option<(M::Score, Path)> = None;
    while let Some((total, label)) = heap.pop(|a, b| arena.before(graph, a, b)) {
        if best.as_ref().is_some_and(|best| best.0 < total) {
            break;
        }
        let &Label { score, cost, links, state, layer, .. } = arena.at(label);
        let here = &mut settled[state as usize * layers + layer as usize];
        let earlier = |label: &u32| Some(arena.at(*label).earlier).filter(|earlier| *earlier != NONE);
        let mut known = std::iter::successors(Some(*here).filter(|first| *first != NONE), earlier);
        if known.any(|known| arena.covers(graph, known, label)) {
            continue;
        }
        arena.labels[label as usize].earlier = std::mem::replace(here, label);
        *budget = budget.checked_sub(1).ok_or(GivenUp)?;
        if let Some(goal) = query.goal(state).filter(|_| layer as usize == groups.len()) {
            let mut arcs: Vec<u32> = arena.back(label).collect();
            arcs.reverse();
            let (score, path) = (score + metric.cost(&goal.cost), Path::new(graph, arcs, *goal));
            let first = |best: &(M::Score, Path)| {
                super::path::compare_paths(graph, (&score, &path), (&best.0, &best.1)) == Ordering::Less
            };
            if best.as_ref().is_none_or(first) {
                best = Some((score, path));
            }
        }
        let (first, heads, costs) = graph.row(state);
        for (arc, (head, arc_cost)) in (first..).zip(heads.iter().zip(costs)) {
            let index = index_of(*head);
            let again = index != NONE && arena.visited(label).contains(index as usize);
            if again || !query.allows(graph, state, arc, *head) {
                continue;
            }
            let uses_next = groups.get(layer as usize).is_some_and(|group| group.binary_search(&arc).is_ok());
            let layer = layer + u32::from(uses_next);
            let score = score + metric.arc(arc, arc_cost);
            let next = Label {
                score,
                cost: cost + *arc_cost,
                links: links + 1,
                arc,
                state: *head,
                layer,
                parent: label,
                earlier: NONE,
            };
            let from = label as usize * words;
            let new = arena.push(next, |visited| visited.extend_from_within(from..from + words), index);
            let least = rest(layer, *head, arena.visited(new)).map(|rest| score + rest);
            match least.filter(|least| best.as_ref().is_none_or(|best| *least <= best.0)) {
                Some(least) => heap.push(least, new, |a, b| arena.before(graph, a, b)),
                None => arena.pop(),
            }
        }
    }
    Ok(best.map(|(_, path)| path))
}
