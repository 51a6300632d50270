//! Best paths from one state to all, or from all states to the goals.

use super::labels::{Labels, NONE};
use super::{Bound, Goal, Graph, Metric};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// Best paths from one state, or to the goals; kept as long as it is needed.
#[derive(Clone, Debug)]
pub(crate) struct Tree<S> {
    memory: Labels<S>,
    forward: bool,
    from: u32,
}

impl<S: Copy + Ord + Default + std::ops::Add<Output = S>> Tree<S> {
    /// Best paths from `from` to every state.
    pub(crate) fn forward<M: Metric<Score = S>>(graph: &Graph, metric: &M, from: u32) -> Tree<S> {
        let mut memory = Labels::default();
        memory.reset(graph.states());
        memory.seed(from, S::default(), CostVector::ZERO);
        memory.heap.push(S::default(), from, |_, _| false);
        grow(graph, metric, &mut memory, true);
        Tree { memory, forward: true, from }
    }

    /// Best paths from every state to the goals, each with what ending there costs.
    pub(crate) fn backward<M: Metric<Score = S>>(graph: &Graph, metric: &M, goals: &[Goal]) -> Tree<S> {
        let mut memory = Labels::default();
        memory.reset(graph.states());
        for goal in goals {
            memory.seed(goal.state, metric.cost(&goal.cost), goal.cost);
        }
        for goal in goals {
            let Labels { labels, heap, .. } = &mut memory;
            let key = |state: u32| labels[state as usize].cost;
            heap.push(metric.cost(&goal.cost), goal.state, |a, b| key(a) < key(b));
        }
        grow(graph, metric, &mut memory, false);
        Tree { memory, forward: false, from: NONE }
    }

    /// Score, cost and number of links of the best path between the root and a state.
    pub(crate) fn key(&self, state: u32) -> Option<(S, CostVector, u32)> {
        self.memory.reached(state).map(|label| (label.score, label.cost, label.links))
    }

    /// The arcs of the best path between the root and a state, in order of travel.
    pub(crate) fn arcs(&self, graph: &Graph, state: u32) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut at = state;
        while let Some(arc) = self.memory.reached(at).map(|label| label.arc).filter(|arc| *arc != NONE) {
            arcs.push(arc);
            at = if self.forward { graph.tail(arc) } else { graph.head(arc) };
        }
        if self.forward {
            arcs.reverse();
        }
        arcs
    }

    /// The root of a forward tree.
    pub(crate) fn from(&self) -> u32 {
        self.from
    }
}

/// A backward tree bounds what is still to come, exactly.
impl<S: Copy + Ord + Default + std::ops::Add<Output = S>> Bound<S> for Tree<S> {
    #[inline]
    fn score(&self, state: u32) -> Option<S> {
        self.memory.reached(state).map(|label| label.score)
    }

    #[inline]
    fn cost(&self, _: u32) -> CostVector {
        // The cost of the best path by score bounds no single criterion from below.
        CostVector::ZERO
    }
}

fn grow<M: Metric>(graph: &Graph, metric: &M, memory: &mut Labels<M::Score>, forward: bool) {
    loop {
        let Labels { labels, heap, .. } = &mut *memory;
        let key = |state: u32| (labels[state as usize].cost, labels[state as usize].links);
        let Some((_, state)) = heap.pop(|a, b| key(a) < key(b)) else {
            break;
        };
        if forward {
            graph.arcs_out(state).for_each(|arc| relax(graph, metric, memory, state, arc, true));
        } else {
            graph.arcs_in(state).for_each(|arc| relax(graph, metric, memory, state, arc, false));
        }
    }
}

#[inline]
fn relax<M: Metric>(graph: &Graph, metric: &M, memory: &mut Labels<M::Score>, state: u32, arc: u32, forward: bool) {
    let label = memory.labels[state as usize];
    let next = if forward { graph.head(arc) } else { graph.tail(arc) };
    let offer = (label.score + graph.score(metric, arc), label.cost + *graph.cost(arc), label.links + 1);
    let better = memory.offer(next, offer, arc, |memory, a, b| {
        if forward { memory.earlier_forward(graph, a, b) } else { earlier_backward(graph, memory, a, b) }
    });
    if better {
        let Labels { labels, heap, .. } = memory;
        let key = |state: u32| (labels[state as usize].cost, labels[state as usize].links);
        heap.push(offer.0, next, |a, b| key(a) < key(b));
    }
}

/// Whether the path to the goals that begins with arc `a` comes before the one that begins with `b`, both of equal key.
fn earlier_backward<S: Copy + Ord + Default>(graph: &Graph, memory: &Labels<S>, a: u32, b: u32) -> bool {
    let links = |first: u32| {
        let mut links = vec![graph.link(first)];
        let mut arc = memory.labels[graph.head(first) as usize].arc;
        while arc != NONE {
            links.push(graph.link(arc));
            arc = memory.labels[graph.head(arc) as usize].arc;
        }
        links
    };
    super::path::compare_links(links(a).into_iter(), links(b).into_iter()) == Ordering::Less
}

#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::oracle::{Case, all_walks, config, large, small};
    use super::*;
    use proptest::prelude::*;

    fn check<M: Metric>(case: &Case, metric: &M) -> Result<(), TestCaseError> {
        let graph = &case.graph;
        let start = Goal { state: case.from, cost: CostVector::ZERO };
        let forward = (Tree::forward(graph, metric, case.from), all_walks(graph, metric, &[start], true));
        let backward = (Tree::backward(graph, metric, &case.goals), all_walks(graph, metric, &case.goals, false));
        for (tree, walks) in [forward, backward] {
            for (state, walk) in walks.iter().enumerate() {
                let key = walk.as_ref().map(|walk| (walk.score, walk.cost, walk.len as u32));
                prop_assert_eq!(tree.key(state as u32), key, "key of state {}", state);
                let arcs = walk.as_ref().map_or(Vec::new(), |walk| walk.arcs.clone());
                prop_assert_eq!(tree.arcs(graph, state as u32), arcs, "arcs of state {}", state);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(config(1500))]

        #[test]
        fn trees_hold_the_first_walk_of_every_state(case in small()) {
            check(&case, &case.weights)?;
            check(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed })?;
        }
    }

    proptest! {
        #![proptest_config(config(300))]

        #[test]
        fn trees_of_large_graphs_hold_the_first_walk_of_every_state(case in large()) {
            check(&case, &case.weights)?;
        }
    }
}
