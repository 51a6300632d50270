//! The best path that visits no place twice.
//!
//! The least score is found first, by a search that carries nothing else, and the path is read off its labels. Where several paths
//! score the same, the whole order of answers decides among them. Almost always this best walk visits no place twice. Where
//! it does, the question is split in two, neither of which allows both visits, and the better half goes on: branch and
//! bound (Land and Doig 1960), best first.

use super::first::first_path;
use super::metric::Score;
use super::path::compare_paths;
use super::query::{Ban, Query};
use super::scores::{Bound, Scores, Workspace};
use super::{Goal, Graph, Metric, NoBound, Path};
use crate::cost::CostVector;
use crate::weights::Weights;

/// The first path in the order of answers that visits no place twice.
///
/// O((n + m) log n) where the best walk repeats no place; otherwise as many times that as the question is split.
pub(crate) fn best_simple<'q, M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'q>,
    memory: &mut Scores<M::Score>,
) -> Option<Path> {
    let most = M::Score::UNREACHED;
    let (score, path) = walk(graph, metric, bound, query, memory, most)?;
    simple_from(graph, metric, bound, Walk { score, path, query: query.clone(), known: () }, memory, most)
}

/// The same from the best walk, if it scores no more than `most`.
pub(crate) fn simple_from<'q, M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    first: Walk<'q, M::Score, ()>,
    memory: &mut Scores<M::Score>,
    most: M::Score,
) -> Option<Path> {
    let mut solve = |query: Query<'q>| {
        let (score, path) = walk(graph, metric, bound, &query, memory, most)?;
        Some(Walk { score, path, query, known: () })
    };
    let solve = |split: &Walk<'q, M::Score, ()>, ban| solve(split.query.without(graph, ban));
    match split_until_simple(graph, first, Looked::Same, solve, usize::MAX) {
        Answer::Path(path) => Some(path),
        Answer::None | Answer::GivenUp => None,
    }
}

/// The best walk of a question, which may visit a place twice.
pub(crate) struct Walk<'a, S, K> {
    pub(crate) score: S,
    pub(crate) path: Path,
    pub(crate) query: Query<'a>,
    /// What the search for it found out that serves its parts.
    pub(crate) known: K,
}

/// What a look at a part of a question leaves.
pub(crate) enum Looked<W> {
    /// The same walk answers it.
    Same(W),
    /// Another one does.
    Another(W),
    /// None does.
    Nothing,
}

/// What came of splitting a question.
pub(crate) enum Answer {
    /// The best path that visits no place twice.
    Path(Path),
    /// There is none.
    None,
    /// Undecided after as many searches as were allowed.
    GivenUp,
}

/// Undecided after as many labels or searches as were allowed.
pub(crate) struct GivenUp;

impl Answer {
    /// The path, if there is one at all.
    pub(crate) fn path(self) -> Result<Option<Path>, GivenUp> {
        match self {
            Answer::Path(path) => Ok(Some(path)),
            Answer::None => Ok(None),
            Answer::GivenUp => Err(GivenUp),
        }
    }
}

/// Splits a question, given its best walk, until the best walk of all parts visits no place twice.
///
/// `solve` finds the best walk of a part, given the walk that was split and what the part forbids besides; `None` if nothing answers it.
/// `look` may tell more about a part before it is split.
pub(crate) fn split_until_simple<'q, S: Score, K>(
    graph: &Graph,
    walk: Walk<'q, S, K>,
    mut look: impl FnMut(Walk<'q, S, K>) -> Looked<Walk<'q, S, K>>,
    mut solve: impl FnMut(&Walk<'q, S, K>, Ban) -> Option<Walk<'q, S, K>>,
    mut budget: usize,
) -> Answer {
    let mut open = vec![walk];
    loop {
        let before =
            |a: &Walk<'_, S, K>, b: &Walk<'_, S, K>| compare_paths(graph, (&a.score, &a.path), (&b.score, &b.path));
        let Some(best) = (0..open.len()).min_by(|a, b| before(&open[*a], &open[*b])) else {
            return Answer::None;
        };
        let walk = open.swap_remove(best);
        if walk.path.repeated_places(graph).is_empty() {
            return Answer::Path(walk.path);
        }
        let walk = match look(walk) {
            Looked::Same(walk) => walk,
            Looked::Another(walk) => {
                open.push(walk);
                continue;
            }
            Looked::Nothing => continue,
        };
        let Some(bans) = walk.query.split(graph, &walk.path) else { continue };
        for ban in bans {
            let Some(left) = budget.checked_sub(1) else { return Answer::GivenUp };
            budget = left;
            open.extend(solve(&walk, ban));
        }
    }
}

/// Arcs of a usual path, to have room for.
const USUAL: usize = 32;

/// The first walk in the order of answers, which may visit a place twice, and its score if that is no more than `most`.
pub(crate) fn walk<M: Metric>(
    graph: &Graph,
    metric: &M,
    bound: &impl Bound<M::Score>,
    query: &Query<'_>,
    scores: &mut Scores<M::Score>,
    most: M::Score,
) -> Option<(M::Score, Path)> {
    let best = scores.search(graph, metric, bound, query, most)?;
    let layered = |layer: u32, state: u32| layer * graph.states() as u32 + state;
    let at = |layer, state| scores.at(layered(layer, state));
    let last = query.groups.len() as u32;
    let reached = |goal: &&Goal| {
        scores.rest(0, layered(last, goal.state)).is_some_and(|score| score + metric.cost(&goal.cost) == best)
    };
    // The arcs by which a state is reached at its least score, each with the layer that it comes from.
    let tight = |layer: u32, state: u32| {
        let before = layer.checked_sub(1).into_iter().chain([layer]);
        before.flat_map(move |before| graph.arcs_in(state).map(move |arc| (before, arc))).filter(
            move |(before, arc)| {
                let (tail, score) = (graph.tail(*arc), at(layer, state));
                // Scores only grow along arcs, so that the sum with one that was not reached is never taken.
                at(*before, tail) <= score
                    && at(*before, tail) + graph.score(metric, *arc) == score
                    && query.follow(graph, *before, *arc, state) == Some(layer)
            },
        )
    };
    let mut goals = query.goals.iter().filter(reached);
    if let (Some(goal), None) = (goals.next(), goals.next()) {
        let (mut arcs, mut label, mut cost) = (Vec::with_capacity(USUAL), layered(last, goal.state), goal.cost);
        while label != query.from {
            let Some((arc, before)) = scores.only_way(label) else { break };
            arcs.push(arc);
            cost += *graph.cost(arc);
            label = before;
        }
        if label == query.from {
            arcs.reverse();
            return Some((best, Path { arcs, end: goal.state, cost }));
        }
    }
    // Several ways score the same: the states on any of them, from the goals back.
    let mut open: Vec<(u32, u32)> = query.goals.iter().filter(reached).map(|goal| (last, goal.state)).collect();
    let mut on_way = vec![false; graph.states() * query.layers()];
    while let Some((layer, state)) = open.pop() {
        if !std::mem::replace(&mut on_way[layered(layer, state) as usize], true) {
            open.extend(tight(layer, state).map(|(before, arc)| (before, graph.tail(arc))));
        }
    }
    let rest = |layer, state| on_way[layered(layer, state) as usize].then(|| best - at(layer, state));
    Some((best, first_path(graph, metric, query, rest)?))
}

impl Graph {
    /// The best path between two states that visits no state twice; `None` if there is none.
    ///
    /// From both ends, in O((n + m) log n) and mostly less than half of that. Nothing is prepared, so that any weights are as good as
    /// any others. Ties break by the rule of the module.
    pub fn best(&self, from: u32, to: u32, weights: &Weights, memory: &mut Workspace) -> Option<Path> {
        if from as usize >= self.states() || to as usize >= self.states() {
            return None;
        }
        if self.has_places_apart() {
            return match self.core() {
                Some(core) => memory.core.best(self, core, weights, from, to),
                None => memory.both.walk(self, weights, from, to).map(|(_, path)| path),
            };
        }
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        best_simple(self, weights, &NoBound, &Query::new(from, &goals), &mut memory.scores)
    }
}
#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::bounds::{LeastCosts, Weighted};
    use super::super::oracle::{Case, all_paths, config, small};
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
