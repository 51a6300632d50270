//! The best path that visits no place twice.
//!
//! Almost always the best walk is such a path already. Where it is not, the places that it repeats become critical: labels
//! remember which of them they have visited, and the search runs again until the answer repeats none (decremental
//! state-space relaxation; Righini and Salani, "New dynamic programming algorithms for the resource constrained elementary shortest
//! path problem", Networks 51, 2008).

use super::heap::Heap;
use super::labels::{Bound, Labels, NONE, Query, search};
use super::least::least_scores;
use super::{Graph, Metric, Path};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// The first path in the order of answers that visits no place twice.
///
/// O((n + m) log n) where the best walk repeats no place; otherwise up to 2^c times that for c critical places.
pub(crate) fn best_simple<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    memory: &mut Labels<M::Score>,
) -> Option<Path> {
    let walk = search(graph, metric, bound, query, memory)?;
    let repeated = walk.repeated_places(graph);
    if repeated.is_empty() {
        return Some(walk);
    }
    constrained(graph, metric, bound, query, &[], repeated, usize::MAX).unwrap_or(None)
}

/// One way to a state: how many groups it has used and which critical places it has visited.
struct Step<S> {
    score: S,
    cost: CostVector,
    links: u32,
    arc: u32,
    state: u32,
    layer: u32,
    parent: u32,
}

/// A search was given up after as many steps as it was allowed.
#[derive(Debug)]
pub(crate) struct GivenUp;

/// The best path without repetition that uses one arc of each group, in order, given the places known to be critical.
///
/// # Errors
/// More than `budget` steps.
pub(crate) fn constrained<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    groups: &[Vec<u32>],
    mut critical: Vec<u32>,
    mut budget: usize,
) -> Result<Option<Path>, GivenUp> {
    // From the last group back: what comes after a group, then the best of its arcs, then the way there.
    let mut bounds: Vec<Vec<Option<M::Score>>> = Vec::new();
    for group in groups.iter().rev() {
        let seeds: Vec<(u32, M::Score)> = group
            .iter()
            .filter_map(|arc| {
                let head = graph.head(*arc);
                let rest = bounds.last().map_or_else(|| bound.score(head), |after| after[head as usize])?;
                Some((graph.tail(*arc), graph.score(metric, *arc) + rest))
            })
            .collect();
        bounds.push(least_scores(graph, metric, seeds, false));
    }
    bounds.reverse();
    loop {
        let Some(path) = relaxed(graph, metric, bound, query, groups, &critical, &bounds, &mut budget)? else {
            return Ok(None);
        };
        let repeated = path.repeated_places(graph);
        if repeated.is_empty() {
            return Ok(Some(path));
        }
        critical.extend(repeated);
    }
}

/// The best path that visits no critical place twice.
#[allow(clippy::too_many_arguments)] // all of them are the search's own state
fn relaxed<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    groups: &[Vec<u32>],
    critical: &[u32],
    bounds: &[Vec<Option<M::Score>>],
    budget: &mut usize,
) -> Result<Option<Path>, GivenUp> {
    // The least that is still to come once some groups are used.
    let rest_of = |layer: u32, state: u32| match bounds.get(layer as usize) {
        Some(bound) => bound[state as usize],
        None => bound.score(state),
    };
    let words = critical.len().div_ceil(64);
    let mut bit_of = vec![NONE; graph.places()];
    for (bit, place) in critical.iter().enumerate() {
        bit_of[*place as usize] = bit as u32;
    }
    let layers = groups.len() + 1;
    let mut steps: Vec<Step<M::Score>> = Vec::new();
    // The critical places visited by step `i` are `visited[i * words..(i + 1) * words]`.
    let mut visited: Vec<u64> = vec![0; words];
    let mut settled: Vec<Vec<u32>> = vec![Vec::new(); graph.states() * layers];
    let mut heap = Heap::new();
    steps.push(Step {
        score: M::Score::default(),
        cost: CostVector::ZERO,
        links: 0,
        arc: NONE,
        state: query.from,
        layer: 0,
        parent: NONE,
    });
    mark(&mut visited[..words], bit_of[graph.place(query.from) as usize]);
    let Some(rest) = rest_of(0, query.from) else { return Ok(None) };
    heap.push(rest, 0, |_, _| false);
    let mut best: Option<(M::Score, Path)> = None;
    while let Some((total, index)) = heap.pop(|a, b| before(graph, &steps, a, b)) {
        if best.as_ref().is_some_and(|best| best.0 < total) {
            break;
        }
        let (state, layer) = (steps[index as usize].state, steps[index as usize].layer);
        let mask = index as usize * words..(index as usize + 1) * words;
        let known = &mut settled[state as usize * layers + layer as usize];
        let covers = |other: &u32| {
            let theirs = &visited[*other as usize * words..(*other as usize + 1) * words];
            theirs.iter().zip(&visited[mask.clone()]).all(|(theirs, mine)| theirs & !mine == 0)
        };
        if known.iter().any(covers) {
            continue;
        }
        known.push(index);
        *budget = budget.checked_sub(1).ok_or(GivenUp)?;
        if let Some(goal) = query.goals.iter().find(|goal| goal.state == state && layer as usize == groups.len()) {
            let score = steps[index as usize].score + metric.cost(&goal.cost);
            let path = Path::new(graph, arcs_to(&steps, index), *goal);
            let first = best.as_ref().is_none_or(|best| {
                super::path::compare_paths(graph, (&score, &path), (&best.0, &best.1)) == Ordering::Less
            });
            if first {
                best = Some((score, path));
            }
        }
        for arc in graph.arcs_out(state) {
            let head = graph.head(arc);
            let place = graph.place(head);
            let banned = query.banned_places.get(place as usize).copied().unwrap_or(false)
                || (index == 0 && query.banned_arcs.contains(&arc));
            let bit = bit_of[place as usize];
            if banned || (bit != NONE && visited[mask.start + bit as usize / 64] >> (bit % 64) & 1 == 1) {
                continue;
            }
            let uses_next = groups.get(layer as usize).is_some_and(|group| group.binary_search(&arc).is_ok());
            let Some(rest) = rest_of(layer + u32::from(uses_next), head) else { continue };
            let step = &steps[index as usize];
            let score = step.score + graph.score(metric, arc);
            if best.as_ref().is_some_and(|best| best.0 < score + rest) {
                continue;
            }
            let next = Step {
                score,
                cost: step.cost + *graph.cost(arc),
                links: step.links + 1,
                arc,
                state: head,
                layer: layer + u32::from(uses_next),
                parent: index,
            };
            steps.push(next);
            visited.extend_from_within(mask.clone());
            let last = steps.len() - 1;
            mark(&mut visited[last * words..], bit);
            heap.push(score + rest, last as u32, |a, b| before(graph, &steps, a, b));
        }
    }
    Ok(best.map(|(_, path)| path))
}

fn mark(mask: &mut [u64], bit: u32) {
    if bit != NONE {
        mask[bit as usize / 64] |= 1 << (bit % 64);
    }
}

/// The order of steps whose bounded scores are equal.
fn before<S>(graph: &Graph, steps: &[Step<S>], a: u32, b: u32) -> bool {
    let key = |step: &Step<S>| (step.cost, step.links);
    let (first, second) = (&steps[a as usize], &steps[b as usize]);
    let order = key(first).cmp(&key(second)).then_with(|| {
        let links = |step| arcs_to(steps, step).into_iter().map(|arc| graph.link(arc)).collect::<Vec<u32>>();
        super::path::compare_links(links(a).into_iter(), links(b).into_iter())
    });
    order == Ordering::Less
}

fn arcs_to<S>(steps: &[Step<S>], mut step: u32) -> Vec<u32> {
    let mut arcs = Vec::new();
    while steps[step as usize].parent != NONE {
        arcs.push(steps[step as usize].arc);
        step = steps[step as usize].parent;
    }
    arcs.reverse();
    arcs
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_paths, config, small};
    use super::super::{LeastCosts, LeastToOpen, NoBound, Tree, Weighted};
    use super::*;
    use proptest::prelude::*;

    fn found<M: Metric>(case: &Case, metric: &M, bound: &impl Bound<M::Score>) -> Option<Path> {
        let query = Query::new(case.from, &case.goals);
        best_simple(&case.graph, metric, bound, &query, &mut Labels::default())
    }

    fn first<M: Metric>(case: &Case, metric: &M) -> Option<Path> {
        let paths = all_paths(&case.graph, metric, case.from, &case.goals);
        paths.first().map(|answer| answer.path())
    }

    proptest! {
        #![proptest_config(config(3000))]

        #[test]
        fn the_best_path_is_the_first_of_all_under_any_bound(case in small()) {
            let (graph, weights) = (&case.graph, &case.weights);
            let expected = first(&case, weights);
            prop_assert_eq!(&found(&case, weights, &NoBound), &expected);
            let backward = Tree::backward(graph, weights, &case.goals);
            prop_assert_eq!(&found(&case, weights, &backward), &expected);
            let least = LeastCosts::new(graph, &case.goals);
            prop_assert_eq!(&found(&case, weights, &Weighted { least: &least, weights }), &expected);
        }

        #[test]
        fn the_path_with_the_fewest_closed_arcs_is_the_first_of_all(case in small()) {
            let metric = LeastToOpen { weights: &case.weights, closed: &case.closed };
            let expected = first(&case, &metric);
            prop_assert_eq!(&found(&case, &metric, &NoBound), &expected);
            let backward = Tree::backward(&case.graph, &metric, &case.goals);
            prop_assert_eq!(&found(&case, &metric, &backward), &expected);
        }
    }
}
