//! The best path that visits no place twice.
//!
//! The least score is found first, by a search that carries nothing else, and the path is read off its labels. Where several paths
//! score the same, the whole order of answers decides among them. Almost always the best walk visits no place twice. Where
//! it does, the places that it repeats become critical: labels remember which of them they have visited, and the search runs again until
//! the answer repeats none (decremental state-space relaxation; Righini and Salani, "New dynamic programming
//! algorithms for the resource constrained elementary shortest path problem", Networks 51, 2008).

use super::first::{Demands, GivenUp, Visited, first_path};
use super::scores::{Bound, Query, Scores, Workspace};
use super::{Goal, Graph, Metric, NoBound, Path};
use crate::cost::CostVector;
use crate::weights::Weights;

/// The first path in the order of answers that visits no place twice.
///
/// O((n + m) log n) where the best walk repeats no place; otherwise up to 2^c times that for c critical places.
pub(crate) fn best_simple<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    memory: &mut Scores<M::Score>,
) -> Option<Path> {
    let walk = walk(graph, metric, bound, query, memory)?;
    let repeated = walk.repeated_places(graph);
    if repeated.is_empty() {
        return Some(walk);
    }
    let rest = |_, state, _: Visited<'_>| bound.rest(state);
    simple(graph, metric, query, &[], repeated, rest, &mut usize::MAX.clone()).unwrap_or(None)
}

/// The first path that uses one arc of each group, in order, and visits no place twice, given places known to be critical.
///
/// # Errors
/// More than `budget` labels settled.
pub(crate) fn simple<M: Metric>(
    graph: &Graph,
    metric: &M,
    query: &Query<'_>,
    groups: &[Vec<u32>],
    mut critical: Vec<u32>,
    rest: impl Fn(u32, u32, Visited<'_>) -> Option<M::Score>,
    budget: &mut usize,
) -> Result<Option<Path>, GivenUp> {
    loop {
        let demands = Demands { groups, critical: &critical };
        let Some(path) = first_path(graph, metric, query, demands, &rest, budget)? else { return Ok(None) };
        let repeated = path.repeated_places(graph);
        if repeated.is_empty() {
            return Ok(Some(path));
        }
        critical.extend(repeated);
    }
}

/// The first walk in the order of answers, which may visit a place twice.
pub(crate) fn walk<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    scores: &mut Scores<M::Score>,
) -> Option<Path> {
    let best = scores.search(graph, metric, bound, query)?;
    let scores = &*scores;
    let reached = |goal: &&Goal| scores.rest(goal.state).is_some_and(|score| score + metric.cost(&goal.cost) == best);
    // The arcs by which a state is reached at its least score.
    let tight = |state: u32| {
        graph.arcs_in(state).filter(move |arc| {
            let (tail, score) = (graph.tail(*arc), scores.at(state));
            // Scores only grow along arcs, so that the sum with one that was not reached is never taken.
            scores.at(tail) <= score
                && scores.at(tail) + graph.score(metric, *arc) == score
                && query.allows(graph, tail, *arc, state)
        })
    };
    let mut goals = query.goals.iter().filter(reached);
    if let (Some(goal), None) = (goals.next(), goals.next()) {
        let (mut arcs, mut state, mut cost) = (Vec::new(), goal.state, goal.cost);
        while state != query.from {
            let mut ways = tight(state);
            let (Some(arc), None) = (ways.next(), ways.next()) else { break };
            arcs.push(arc);
            cost += *graph.cost(arc);
            state = graph.tail(arc);
        }
        if state == query.from {
            arcs.reverse();
            return Some(Path { arcs, end: goal.state, cost });
        }
    }
    // Several ways score the same: the states on any of them, from the goals back.
    let mut open: Vec<u32> = query.goals.iter().filter(reached).map(|goal| goal.state).collect();
    let mut on_way = vec![false; graph.states()];
    while let Some(state) = open.pop() {
        if !std::mem::replace(&mut on_way[state as usize], true) {
            open.extend(tight(state).map(|arc| graph.tail(arc)));
        }
    }
    let rest = |_, state: u32, _: Visited<'_>| on_way[state as usize].then(|| best - scores.at(state));
    first_path(graph, metric, query, Demands { groups: &[], critical: &[] }, rest, &mut usize::MAX.clone()).ok()?
}

impl Graph {
    /// The best path between two states that visits no state twice; `None` if there is none.
    ///
    /// O((n + m) log n). Ties break by the rule of the module.
    pub fn best(&self, from: u32, to: u32, weights: &Weights, memory: &mut Workspace) -> Option<Path> {
        if from as usize >= self.states() || to as usize >= self.states() {
            return None;
        }
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        best_simple(self, weights, &NoBound, &Query::new(from, &goals), &mut memory.scores)
    }
}
#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_paths, config, small};
    use super::super::{LeastCosts, LeastToOpen, Weighted};
    use super::*;
    use proptest::prelude::*;

    fn found<M: Metric>(case: &Case, metric: &M, bound: &impl Bound<M::Score>) -> Option<Path> {
        let query = Query::new(case.from, &case.goals);
        best_simple(&case.graph, metric, bound, &query, &mut Scores::default())
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
            let backward = Scores::to_goals(graph, weights, &case.goals);
            prop_assert_eq!(&found(&case, weights, &backward), &expected);
            let least = LeastCosts::new(graph, &case.goals);
            prop_assert_eq!(&found(&case, weights, &Weighted { least: &least, weights }), &expected);
        }

        #[test]
        fn the_path_with_the_fewest_closed_arcs_is_the_first_of_all(case in small()) {
            let metric = LeastToOpen { weights: &case.weights, closed: &case.closed };
            let expected = first(&case, &metric);
            prop_assert_eq!(&found(&case, &metric, &NoBound), &expected);
            let backward = Scores::to_goals(&case.graph, &metric, &case.goals);
            prop_assert_eq!(&found(&case, &metric, &backward), &expected);
        }
    }
}
