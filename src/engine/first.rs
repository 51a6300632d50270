//! The first path in the whole order of answers: score, six costs, number of links, then the smaller link from the last one back.
//!
//! Labels in an arena, each knowing the one before it. They serve to break ties: exact bounds on the score that is still to come keep
//! them to the paths of the least score.

use super::graph::NONE;
use super::heap::Heap;
use super::metric::Score;
use super::path::compare_paths;
use super::query::Query;
use super::{Graph, Metric, Path};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// One way to a state.
struct Label<S> {
    score: S,
    cost: CostVector,
    links: u32,
    arc: u32,
    state: u32,
    layer: u32,
    parent: u32,
}

struct Arena<S> {
    labels: Vec<Label<S>>,
}

impl<S: Score> Arena<S> {
    fn at(&self, label: u32) -> &Label<S> {
        &self.labels[label as usize]
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
}

/// The first walk in the order of answers; `None` if there is none.
///
/// `rest(layer, state)` is a lower bound on the score that is still to come, `None` if there is no way on. It may not fall
/// by more than the score of an arc along that arc.
pub(crate) fn first_path<M: Metric>(
    graph: &Graph,
    metric: &M,
    query: &Query<'_>,
    rest: impl Fn(u32, u32) -> Option<M::Score>,
) -> Option<Path> {
    let mut settled = vec![false; graph.states() * query.layers()];
    let (mut arena, mut heap) = (Arena { labels: Vec::new() }, Heap::new());
    let (score, cost) = (M::Score::default(), CostVector::ZERO);
    arena.labels.push(Label { score, cost, links: 0, arc: NONE, state: query.from, layer: 0, parent: NONE });
    heap.push(rest(0, query.from)?, 0, |_, _| false);
    let mut best: Option<(M::Score, Path)> = None;
    while let Some((total, label)) = heap.pop(|a, b| arena.before(graph, a, b)) {
        if best.as_ref().is_some_and(|best| best.0 < total) {
            break;
        }
        let &Label { score, cost, links, state, layer, .. } = arena.at(label);
        if std::mem::replace(&mut settled[layer as usize * graph.states() + state as usize], true) {
            continue;
        }
        if let Some(goal) = query.goal(layer, state) {
            let mut arcs: Vec<u32> = arena.back(label).collect();
            arcs.reverse();
            let (score, path) = (score + metric.cost(&goal.cost), Path::new(graph, arcs, *goal));
            let first = |best: &(M::Score, Path)| compare_paths(graph, (&score, &path), (&best.0, &best.1)).is_lt();
            if best.as_ref().is_none_or(first) {
                best = Some((score, path));
            }
        }
        let (first, heads, costs) = graph.row(state);
        for (arc, (head, arc_cost)) in (first..).zip(heads.iter().zip(costs)) {
            let Some(layer) = query.follow(graph, layer, arc, *head) else { continue };
            let Some(rest) = rest(layer, *head) else { continue };
            let score = score + metric.arc(arc, arc_cost);
            if best.as_ref().is_none_or(|best| score + rest <= best.0) {
                let (cost, links, new) = (cost + *arc_cost, links + 1, arena.labels.len() as u32);
                arena.labels.push(Label { score, cost, links, arc, state: *head, layer, parent: label });
                heap.push(score + rest, new, |a, b| arena.before(graph, a, b));
            }
        }
    }
    best.map(|(_, path)| path)
}
