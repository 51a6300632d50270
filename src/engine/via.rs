//! The best path that uses one arc of each of several groups, in order: the signature of a corridor.

use super::labels::{Labels, NONE, Query};
use super::path::{compare_links, compare_paths};
use super::simple::{GivenUp, constrained};
use super::{Goal, Graph, Metric, Path, Tree};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// Best ways on from the arcs of one group.
struct Layer<S> {
    memory: Labels<S>,
    /// The arc of the group by which each seed state was entered.
    seeds: Vec<(u32, u32)>,
}

/// The best path from the root of `forward` to the goals of `backward` that uses one arc of each group in order and visits
/// no place twice.
///
/// One group costs a look at each of its arcs; each further one costs a search. If the best such walk repeats a
/// place, the search starts again with that place in its labels.
pub(crate) fn best_via<M: Metric>(
    graph: &Graph,
    metric: &M,
    forward: &Tree<M::Score>,
    backward: &Tree<M::Score>,
    goals: &[Goal],
    groups: &[Vec<u32>],
) -> Option<Path> {
    let walk = best_walk(graph, metric, forward, backward, goals, groups)?;
    without_repetition(graph, metric, forward, backward, goals, groups, walk, usize::MAX).unwrap_or(None)
}

/// The best path through the groups that visits no place twice, given the best walk through them.
///
/// # Errors
/// More than `budget` steps of the search that keeps places apart.
#[allow(clippy::too_many_arguments)] // all of them are the search's own state
pub(crate) fn without_repetition<M: Metric>(
    graph: &Graph,
    metric: &M,
    forward: &Tree<M::Score>,
    backward: &Tree<M::Score>,
    goals: &[Goal],
    groups: &[Vec<u32>],
    walk: Path,
    budget: usize,
) -> Result<Option<Path>, GivenUp> {
    let repeated = walk.repeated_places(graph);
    if repeated.is_empty() {
        return Ok(Some(walk));
    }
    constrained(graph, metric, backward, &Query::new(forward.from(), goals), groups, repeated, budget)
}

/// The best walk through the groups, which may visit a place twice.
pub(crate) fn best_walk<M: Metric>(
    graph: &Graph,
    metric: &M,
    forward: &Tree<M::Score>,
    backward: &Tree<M::Score>,
    goals: &[Goal],
    groups: &[Vec<u32>],
) -> Option<Path> {
    let (last, earlier) = groups.split_last()?;
    let mut layers: Vec<Layer<M::Score>> = Vec::new();
    for (i, group) in earlier.iter().enumerate() {
        let layer = onwards(graph, metric, forward, &layers, group, &groups[i + 1])?;
        layers.push(layer);
    }
    let mut best: Option<(Key<M::Score>, u32)> = None;
    for arc in last {
        let Some(key) = key_over(graph, metric, forward, &layers, *arc) else {
            continue;
        };
        let Some(rest) = backward.key(graph.head(*arc)) else {
            continue;
        };
        let total = (key.0 + rest.0, key.1 + rest.1, key.2 + rest.2);
        let better = match &best {
            None => true,
            Some((known, other)) => match total.cmp(known) {
                Ordering::Less => true,
                Ordering::Greater => false,
                Ordering::Equal => {
                    let path = |arc| whole(graph, forward, backward, goals, &layers, arc);
                    let (mine, theirs) = (path(*arc)?, path(*other)?);
                    compare_paths(graph, (&total.0, &mine), (&known.0, &theirs)) == Ordering::Less
                }
            },
        };
        if better {
            best = Some((total, *arc));
        }
    }
    whole(graph, forward, backward, goals, &layers, best?.1)
}

/// Score, cost and number of links.
type Key<S> = (S, CostVector, u32);

/// The key of the best way to the end of a group's arc.
fn key_over<M: Metric>(
    graph: &Graph,
    metric: &M,
    forward: &Tree<M::Score>,
    layers: &[Layer<M::Score>],
    arc: u32,
) -> Option<Key<M::Score>> {
    let tail = graph.tail(arc);
    let (score, cost, links) = match layers.last() {
        None => forward.key(tail)?,
        Some(layer) => layer.memory.reached(tail).map(|label| (label.score, label.cost, label.links))?,
    };
    Some((score + graph.score(metric, arc), cost + *graph.cost(arc), links + 1))
}

/// Searches on from the arcs of a group until every arc of the next one is reached.
fn onwards<M: Metric>(
    graph: &Graph,
    metric: &M,
    forward: &Tree<M::Score>,
    layers: &[Layer<M::Score>],
    group: &[u32],
    next: &[u32],
) -> Option<Layer<M::Score>> {
    let mut layer = Layer { memory: Labels::default(), seeds: Vec::new() };
    let memory = &mut layer.memory;
    memory.reset(graph.states());
    for arc in group {
        let Some((score, cost, links)) = key_over(graph, metric, forward, layers, *arc) else {
            continue;
        };
        let head = graph.head(*arc);
        let known = memory.reached(head).map(|label| (label.score, label.cost, label.links));
        let better = match known.map(|known| (score, cost, links).cmp(&known)) {
            None | Some(Ordering::Less) => true,
            Some(Ordering::Greater) => false,
            Some(Ordering::Equal) => {
                let other = layer.seeds.iter().find(|seed| seed.0 == head).map(|seed| seed.1)?;
                let links = |arc| links_over(graph, forward, layers, arc);
                compare_links(links(*arc).into_iter(), links(other).into_iter()) == Ordering::Less
            }
        };
        if better {
            memory.seed(head, score, cost);
            memory.labels[head as usize].links = links;
            layer.seeds.retain(|seed| seed.0 != head);
            layer.seeds.push((head, *arc));
        }
    }
    for (head, _) in &layer.seeds {
        let Labels { labels, heap, .. } = &mut *memory;
        let key = |state: u32| (labels[state as usize].cost, labels[state as usize].links);
        heap.push(labels[*head as usize].score, *head, |a, b| key(a) < key(b));
    }
    let mut wanted: Vec<u32> = next.iter().map(|arc| graph.tail(*arc)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    loop {
        let Labels { labels, heap, .. } = &mut *memory;
        let key = |state: u32| (labels[state as usize].cost, labels[state as usize].links);
        let Some((_, state)) = heap.pop(|a, b| key(a) < key(b)) else {
            break;
        };
        wanted.retain(|other| *other != state);
        if wanted.is_empty() {
            break;
        }
        let label = memory.labels[state as usize];
        for arc in graph.arcs_out(state) {
            let offer = (label.score + graph.score(metric, arc), label.cost + *graph.cost(arc), label.links + 1);
            let (seeds, head) = (&layer.seeds, graph.head(arc));
            let earlier = |memory: &Labels<M::Score>, a: u32, b: u32| {
                // A seed has no arc in this layer: it was entered over an arc of the group.
                let links = |arc| match seeds.iter().find(|seed| arc == NONE && seed.0 == head) {
                    Some((_, entered)) => links_over(graph, forward, layers, *entered),
                    None => links_within(graph, forward, layers, memory, seeds, arc),
                };
                compare_links(links(a).into_iter(), links(b).into_iter()) == Ordering::Less
            };
            if memory.offer(head, offer, arc, earlier) {
                let Labels { labels, heap, .. } = &mut *memory;
                let key = |state: u32| (labels[state as usize].cost, labels[state as usize].links);
                heap.push(offer.0, head, |a, b| key(a) < key(b));
            }
        }
    }
    Some(layer)
}

/// The arcs up to and over an arc of the group after `layers`.
fn arcs_over<S: Copy + Ord + Default + std::ops::Add<Output = S>>(
    graph: &Graph,
    forward: &Tree<S>,
    layers: &[Layer<S>],
    arc: u32,
) -> Vec<u32> {
    let mut arcs = match layers.split_last() {
        None => forward.arcs(graph, graph.tail(arc)),
        Some((layer, before)) => arcs_within(graph, forward, before, &layer.memory, &layer.seeds, graph.tail(arc)),
    };
    arcs.push(arc);
    arcs
}

/// The arcs up to a state that a layer has reached.
fn arcs_within<S: Copy + Ord + Default + std::ops::Add<Output = S>>(
    graph: &Graph,
    forward: &Tree<S>,
    before: &[Layer<S>],
    memory: &Labels<S>,
    seeds: &[(u32, u32)],
    mut state: u32,
) -> Vec<u32> {
    let mut back = Vec::new();
    while let Some(arc) = memory.reached(state).map(|label| label.arc).filter(|arc| *arc != NONE) {
        back.push(arc);
        state = graph.tail(arc);
    }
    let mut arcs = match seeds.iter().find(|seed| seed.0 == state) {
        Some((_, entered)) => arcs_over(graph, forward, before, *entered),
        None => Vec::new(),
    };
    arcs.extend(back.into_iter().rev());
    arcs
}

fn links_over<S: Copy + Ord + Default + std::ops::Add<Output = S>>(
    graph: &Graph,
    forward: &Tree<S>,
    layers: &[Layer<S>],
    arc: u32,
) -> Vec<u32> {
    arcs_over(graph, forward, layers, arc).into_iter().map(|arc| graph.link(arc)).collect()
}

fn links_within<S: Copy + Ord + Default + std::ops::Add<Output = S>>(
    graph: &Graph,
    forward: &Tree<S>,
    before: &[Layer<S>],
    memory: &Labels<S>,
    seeds: &[(u32, u32)],
    arc: u32,
) -> Vec<u32> {
    let mut arcs = arcs_within(graph, forward, before, memory, seeds, graph.tail(arc));
    arcs.push(arc);
    arcs.into_iter().map(|arc| graph.link(arc)).collect()
}

/// The whole path over an arc of the last group.
fn whole<S: Copy + Ord + Default + std::ops::Add<Output = S>>(
    graph: &Graph,
    forward: &Tree<S>,
    backward: &Tree<S>,
    goals: &[Goal],
    layers: &[Layer<S>],
    arc: u32,
) -> Option<Path> {
    let mut arcs = arcs_over(graph, forward, layers, arc);
    arcs.extend(backward.arcs(graph, graph.head(arc)));
    let end = arcs.last().map(|arc| graph.head(*arc))?;
    let goal = goals.iter().find(|goal| goal.state == end)?;
    Some(Path::new(graph, arcs, *goal))
}

#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::oracle::{Case, all_paths, config, small};
    use super::*;
    use crate::cost::Criterion;
    use crate::weights::Weights;
    use proptest::prelude::*;

    fn check<M: Metric>(case: &Case, metric: &M) -> Result<(), TestCaseError> {
        let graph = &case.graph;
        let paths = all_paths(graph, metric, case.from, &case.goals);
        let expected = paths.iter().find(|answer| answer.uses(&case.groups)).map(|answer| answer.path());
        let forward = Tree::forward(graph, metric, case.from);
        let backward = Tree::backward(graph, metric, &case.goals);
        let found = best_via(graph, metric, &forward, &backward, &case.goals, &case.groups);
        prop_assert_eq!(found, expected);
        Ok(())
    }

    fn graph(arcs: &[(u32, u32)]) -> Graph {
        let arcs = arcs.iter().map(|(tail, head)| (*tail, *head, CostVector::ZERO));
        Graph::new(6, arcs).expect("arcs between states")
    }

    fn over(graph: &Graph, groups: &[Vec<u32>]) -> Option<Vec<u32>> {
        let weights = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
        let goals = [Goal { state: 5, cost: CostVector::ZERO }];
        let (forward, backward) = (Tree::forward(graph, &weights, 0), Tree::backward(graph, &weights, &goals));
        let path = best_via(graph, &weights, &forward, &backward, &goals, groups)?;
        Some(path.arcs().iter().map(|arc| graph.link(*arc)).collect())
    }

    fn arc(graph: &Graph, link: u32) -> u32 {
        (0..graph.arcs() as u32).find(|arc| graph.link(*arc) == link).expect("an arc")
    }

    /// State 3 is reached over links 0 and 3, the second of them of the group, or over 1 of the group and then 2.
    #[test]
    fn a_tie_between_entering_a_state_over_the_group_and_after_it_breaks_by_links() {
        let graph = graph(&[(0, 1), (0, 2), (2, 3), (1, 3), (3, 5)]);
        let groups = [vec![arc(&graph, 1), arc(&graph, 3)], vec![arc(&graph, 4)]];
        assert_eq!(over(&graph, &groups), Some(vec![1, 2, 4]));
    }

    /// After link 1 the shortest way on is back over state 1.
    #[test]
    fn a_walk_that_comes_back_gives_way_to_a_longer_path() {
        let graph = graph(&[(0, 1), (1, 2), (2, 1), (1, 5), (0, 3), (3, 1), (2, 4), (4, 5), (0, 2)]);
        assert_eq!(over(&graph, &[vec![arc(&graph, 1)]]), Some(vec![0, 1, 6, 7]));
        assert_eq!(over(&graph, &[vec![arc(&graph, 1)], vec![arc(&graph, 3)]]), None);
    }

    proptest! {
        #![proptest_config(config(4000))]

        #[test]
        fn the_best_path_over_groups_is_the_first_of_all_that_use_them(case in small()) {
            check(&case, &case.weights)?;
            check(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed })?;
        }
    }
}
