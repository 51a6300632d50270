//! Label setting for one path: Dijkstra (1959), drawn towards the goal by lower bounds (A*; Hart, Nilsson, Raphael 1968).
//!
//! The key of a label is the whole order of answers: score, six costs, number of links, and the smaller incoming link.
//! Every arc adds one link, so keys grow along a path even where nothing costs anything, and a settled label is final.

use super::heap::Heap;
use super::{Goal, Graph, Metric, Path};
use crate::cost::CostVector;
use std::cmp::Ordering;

pub(crate) const NONE: u32 = u32::MAX;

/// The best known way to one state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label<S> {
    pub(crate) score: S,
    pub(crate) cost: CostVector,
    pub(crate) links: u32,
    /// The last arc (in a backward search the first), or `NONE` at the seeds.
    pub(crate) arc: u32,
    /// Of which query this label is.
    stamp: u32,
}

/// Labels and a heap, kept from query to query so that a search allocates nothing.
#[derive(Clone, Debug)]
pub(crate) struct Labels<S> {
    pub(crate) labels: Vec<Label<S>>,
    pub(crate) heap: Heap<S>,
    stamp: u32,
}

impl<S: Copy + Ord + Default> Default for Labels<S> {
    fn default() -> Labels<S> {
        Labels { labels: Vec::new(), heap: Heap::new(), stamp: 0 }
    }
}

/// Memory that searches use, kept from query to query.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub(crate) labels: Labels<u64>,
}

impl<S: Copy + Ord + Default> Labels<S> {
    /// Forgets the last query, in constant time.
    pub(crate) fn reset(&mut self, states: usize) {
        let unused = Label { score: S::default(), cost: CostVector::ZERO, links: 0, arc: NONE, stamp: 0 };
        if self.labels.len() != states || self.stamp == u32::MAX {
            self.labels.clear();
            self.labels.resize(states, unused);
            self.stamp = 0;
        }
        self.stamp += 1;
        self.heap.clear();
    }

    pub(crate) fn reached(&self, state: u32) -> Option<&Label<S>> {
        Some(&self.labels[state as usize]).filter(|label| label.stamp == self.stamp)
    }

    pub(crate) fn seed(&mut self, state: u32, score: S, cost: CostVector) {
        self.labels[state as usize] = Label { score, cost, links: 0, arc: NONE, stamp: self.stamp };
    }

    /// Offers a state a label over `arc`; `true` if it is better than the one it has. `earlier(memory, a, b)` breaks the ties
    /// that only the links further back can break: whether the path over arc `a` comes before the known one over `b`.
    #[inline]
    pub(crate) fn offer(
        &mut self,
        state: u32,
        offer: (S, CostVector, u32),
        arc: u32,
        earlier: impl Fn(&Labels<S>, u32, u32) -> bool,
    ) -> bool {
        let (score, cost, links) = offer;
        let known = &self.labels[state as usize];
        if known.stamp == self.stamp {
            let order = score.cmp(&known.score).then_with(|| (&cost, links).cmp(&(&known.cost, known.links)));
            let better = match order {
                Ordering::Less => true,
                Ordering::Greater => false,
                Ordering::Equal => earlier(self, arc, known.arc),
            };
            if !better {
                return false;
            }
        }
        self.labels[state as usize] = Label { score, cost, links, arc, stamp: self.stamp };
        true
    }

    /// Whether the path that ends with arc `a` comes before the one that ends with `b`, both of equal key.
    pub(crate) fn earlier_forward(&self, graph: &Graph, a: u32, b: u32) -> bool {
        let (mut a, mut b) = (a, b);
        loop {
            match graph.link(a).cmp(&graph.link(b)) {
                Ordering::Equal => {}
                order => return order == Ordering::Less,
            }
            let (before_a, before_b) = (graph.tail(a), graph.tail(b));
            a = self.labels[before_a as usize].arc;
            b = self.labels[before_b as usize].arc;
            if before_a == before_b || a == NONE || b == NONE {
                return false;
            }
        }
    }
}

/// Lower bounds on what is still to come from each state.
pub(crate) trait Bound<S> {
    /// A lower bound of the score from a state to the goal, or `None` if the goal can't be reached from it. It may not
    /// fall by more than the score of an arc along that arc.
    fn score(&self, state: u32) -> Option<S>;
    /// The same for each criterion, by which equal scores are told apart.
    fn cost(&self, state: u32) -> CostVector;
}

/// No bound: plain Dijkstra.
pub(crate) struct NoBound;

impl<S: Default> Bound<S> for NoBound {
    #[inline]
    fn score(&self, _: u32) -> Option<S> {
        Some(S::default())
    }

    #[inline]
    fn cost(&self, _: u32) -> CostVector {
        CostVector::ZERO
    }
}

/// Where a search starts, where it may end, and what it must keep off.
pub(crate) struct Query<'a> {
    pub(crate) from: u32,
    pub(crate) goals: &'a [Goal],
    /// Places that may not be entered, by place.
    pub(crate) banned_places: &'a [bool],
    /// Arcs out of `from` that may not be taken.
    pub(crate) banned_arcs: &'a [u32],
}

impl<'a> Query<'a> {
    pub(crate) fn new(from: u32, goals: &'a [Goal]) -> Query<'a> {
        Query { from, goals, banned_places: &[], banned_arcs: &[] }
    }
}

/// The first path in the order of answers, which may visit a place twice; `None` if there is none.
///
/// O((n + m) log n) for n states and m arcs that the bound does not rule out.
pub(crate) fn search<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    memory: &mut Labels<M::Score>,
) -> Option<Path> {
    memory.reset(graph.states());
    memory.seed(query.from, M::Score::default(), CostVector::ZERO);
    memory.heap.push(bound.score(query.from)?, query.from, |_, _| false);
    let mut best: Option<(M::Score, CostVector, u32, Goal)> = None;
    while let Some(first) = memory.heap.peek() {
        if best.as_ref().is_some_and(|best| best.0 < first) {
            break;
        }
        let Labels { labels, heap, .. } = memory;
        // Bounded costs, as the bounded scores that the heap sorts by.
        let key = |state: u32| {
            let label = &labels[state as usize];
            (label.cost + bound.cost(state), label.links)
        };
        let (_, state) = heap.pop(|a, b| key(a) < key(b))?;
        let label = memory.labels[state as usize];
        if let Some(goal) = query.goals.iter().find(|goal| goal.state == state) {
            let total = (label.score + metric.cost(&goal.cost), label.cost + goal.cost, label.links);
            let order = best.as_ref().map_or(Ordering::Less, |best| {
                total.cmp(&(best.0, best.1, best.2)).then_with(|| compare_ends(graph, memory, state, best.3.state))
            });
            if order == Ordering::Less {
                best = Some((total.0, total.1, total.2, *goal));
            }
        }
        let (first_arc, heads, costs) = graph.row(state);
        for (i, (head, cost)) in heads.iter().zip(costs).enumerate() {
            let arc = first_arc + i as u32;
            let banned = query.banned_places.get(graph.place(*head) as usize).copied().unwrap_or(false)
                || (state == query.from && query.banned_arcs.contains(&arc));
            if banned {
                continue;
            }
            let score = label.score + metric.arc(arc, cost);
            let known = &memory.labels[*head as usize];
            if known.stamp == memory.stamp && known.score < score {
                continue;
            }
            let Some(rest) = bound.score(*head) else { continue };
            let total = score + rest;
            if best.as_ref().is_some_and(|best| best.0 < total) {
                continue;
            }
            let offer = (score, label.cost + *cost, label.links + 1);
            if memory.offer(*head, offer, arc, |memory, a, b| memory.earlier_forward(graph, a, b)) {
                let Labels { labels, heap, .. } = memory;
                let key = |state: u32| {
                    let label = &labels[state as usize];
                    (label.cost + bound.cost(state), label.links)
                };
                heap.push(total, *head, |a, b| key(a) < key(b));
            }
        }
    }
    let (.., goal) = best?;
    Some(Path::new(graph, arcs_to(graph, memory, goal.state), goal))
}

/// Orders the paths to two goals of equal key by their links.
fn compare_ends<S: Copy + Ord + Default>(graph: &Graph, memory: &Labels<S>, a: u32, b: u32) -> Ordering {
    let links = |state| arcs_to(graph, memory, state).into_iter().map(|arc| graph.link(arc)).collect::<Vec<u32>>();
    super::path::compare_links(links(a).into_iter(), links(b).into_iter())
}

/// The arcs of the settled path to a state.
fn arcs_to<S: Copy + Ord + Default>(graph: &Graph, memory: &Labels<S>, state: u32) -> Vec<u32> {
    let mut arcs = Vec::new();
    let mut arc = memory.labels[state as usize].arc;
    while arc != NONE {
        arcs.push(arc);
        arc = memory.labels[graph.tail(arc) as usize].arc;
    }
    arcs.reverse();
    arcs
}

impl Graph {
    /// The best path between two states that visits no state twice; `None` if there is none.
    ///
    /// O((n + m) log n). Ties break by the rule of the module.
    pub fn best(&self, from: u32, to: u32, weights: &crate::weights::Weights, memory: &mut Workspace) -> Option<Path> {
        if from as usize >= self.states() || to as usize >= self.states() {
            return None;
        }
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        super::best_simple(self, weights, &NoBound, &Query::new(from, &goals), &mut memory.labels)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{all_walks, config, large};
    use super::super::{LeastCosts, Tree, Weighted};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(500))]

        /// Every bound gives the first walk in the order of answers, over heaps several levels deep.
        #[test]
        fn walks_come_first_in_the_order_of_answers(case in large()) {
            let (graph, weights) = (&case.graph, &case.weights);
            let walks = all_walks(graph, weights, &case.goals, false);
            let expected = walks[case.from as usize].as_ref().map(|walk| walk.path());
            let query = Query::new(case.from, &case.goals);
            let backward = Tree::backward(graph, weights, &case.goals);
            let least = LeastCosts::new(graph, &case.goals);
            let memory = &mut Labels::default();
            prop_assert_eq!(&search(graph, weights, &NoBound, &query, memory), &expected);
            prop_assert_eq!(&search(graph, weights, &backward, &query, memory), &expected);
            prop_assert_eq!(&search(graph, weights, &Weighted { least: &least, weights }, &query, memory), &expected);
        }
    }
}
