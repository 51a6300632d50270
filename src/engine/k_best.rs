//! The k best paths that visit no place twice.
//!
//! Yen (1971) with Lawler's partition (1972): each answer splits the paths not yet seen into subproblems "starts like this,
//! then leaves it". A subproblem first stands in the queue with a lower bound from one backward tree and is only solved
//! when it comes up, often by the tree alone (compare Maristany de las Casas and others, 2024).

use super::query::Query;
use super::scores::{Bound, NoBound, Scores, Workspace};
use super::simple::best_simple;
use super::{Goal, Graph, Path};
use crate::cost::CostVector;
use crate::weights::Weights;
use std::collections::BinaryHeap;

/// Paths that start with `prefix` and go on by an arc that is not banned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Subproblem {
    prefix: Vec<u32>,
    banned: Vec<u32>,
}

/// A subproblem in the queue: with a bound of its paths, or with the best of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    key: (u64, CostVector, usize),
    /// The best path and its links from the last one back; `None` while only its key is bounded.
    solved: Option<(Vec<u32>, Path)>,
    subproblem: Subproblem,
}

impl Ord for Entry {
    /// The greatest comes first from the heap, so the best is the greatest. A bound goes before a path of the same key.
    fn cmp(&self, other: &Entry) -> std::cmp::Ordering {
        let links = |entry: &Entry| entry.solved.as_ref().map(|(links, _)| links.clone());
        let order = other.key.cmp(&self.key).then_with(|| links(other).cmp(&links(self)));
        order.then_with(|| other.subproblem.prefix.cmp(&self.subproblem.prefix))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What the paths of the subproblem at hand keep off; nothing between two of them.
struct Shut {
    places: Vec<bool>,
    arcs: Vec<bool>,
}

impl Shut {
    fn new(graph: &Graph, query: &Query<'_>) -> Shut {
        let arcs = (0..graph.arcs() as u32).map(|arc| query.is_closed(arc)).collect();
        Shut { places: vec![false; graph.places()], arcs }
    }

    /// The spur is among them: a path that starts there may not enter its place.
    fn mark(&mut self, graph: &Graph, subproblem: &Subproblem, spur: u32, shut: bool) {
        let tails = subproblem.prefix.iter().map(|arc| graph.tail(*arc));
        tails.chain([spur]).for_each(|state| self.places[graph.place(state) as usize] = shut);
        subproblem.banned.iter().for_each(|arc| self.arcs[*arc as usize] = shut);
    }
}

/// The first `k` paths in the order of answers; fewer if there are not as many. All goals are states of one place; arcs may be closed, and nothing else is asked.
///
/// One backward tree, then at most one search for each link of each answer.
pub(crate) fn k_best(
    graph: &Graph,
    weights: &Weights,
    query: &Query<'_>,
    backward: &Scores<u64>,
    k: usize,
    memory: &mut Scores<u64>,
) -> Vec<Path> {
    k_best_by(graph, weights, query, backward, k, |query, _| best_simple(graph, weights, backward, query, memory))
}

/// The same of the paths that `best` chooses from: it gives the best way on after a prefix.
pub(crate) fn k_best_by(
    graph: &Graph,
    weights: &Weights,
    query: &Query<'_>,
    backward: &Scores<u64>,
    k: usize,
    mut best: impl FnMut(&Query<'_>, &[u32]) -> Option<Path>,
) -> Vec<Path> {
    let &Query { from, goals, .. } = query;
    let mut queue = BinaryHeap::new();
    let first = Subproblem { prefix: Vec::new(), banned: Vec::new() };
    let mut shut = Shut::new(graph, query);
    let mut paths = Vec::new();
    if let Some(goal) = goals.iter().find(|goal| goal.state == from) {
        // It ends where it starts: any other path would come back to that place.
        paths.extend((k > 0).then(|| Path::new(graph, Vec::new(), *goal)));
        return paths;
    }
    queue.extend(bounded(graph, weights, from, backward, first));
    while let Some(entry) = queue.pop() {
        if paths.len() == k {
            break;
        }
        let Some((_, path)) = entry.solved else {
            let solved = solve(graph, from, goals, &entry.subproblem, &mut shut, &mut best);
            queue.extend(solved.map(|path| Entry {
                key: (weights.score(&path.cost), path.cost, path.arcs.len()),
                solved: Some((path.arcs.iter().rev().map(|arc| graph.link(*arc)).collect(), path)),
                subproblem: entry.subproblem,
            }));
            continue;
        };
        let start = entry.subproblem.prefix.len();
        for at in start..path.arcs.len() {
            let mut banned = if at == start { entry.subproblem.banned.clone() } else { Vec::new() };
            banned.push(path.arcs[at]);
            let subproblem = Subproblem { prefix: path.arcs[..at].to_vec(), banned };
            queue.extend(bounded(graph, weights, from, backward, subproblem));
        }
        paths.push(path);
    }
    paths
}

/// The state at which a subproblem leaves its prefix.
fn spur(graph: &Graph, from: u32, prefix: &[u32]) -> u32 {
    prefix.last().map_or(from, |arc| graph.head(*arc))
}

/// The subproblem with the least score that any of its paths could have, before all paths of that score.
fn bounded(
    graph: &Graph,
    weights: &Weights,
    from: u32,
    backward: &Scores<u64>,
    subproblem: Subproblem,
) -> Option<Entry> {
    let spur = spur(graph, from, &subproblem.prefix);
    let allowed = graph.arcs_out(spur).filter(|arc| !subproblem.banned.contains(arc));
    let least = allowed.filter_map(|arc| Some(graph.score(weights, arc) + backward.rest(0, graph.head(arc))?)).min()?;
    let before: u64 = subproblem.prefix.iter().map(|arc| graph.score(weights, *arc)).sum();
    Some(Entry { key: (before + least, CostVector::ZERO, 0), solved: None, subproblem })
}

/// The best path of a subproblem.
fn solve(
    graph: &Graph,
    from: u32,
    goals: &[Goal],
    subproblem: &Subproblem,
    shut: &mut Shut,
    best: &mut impl FnMut(&Query<'_>, &[u32]) -> Option<Path>,
) -> Option<Path> {
    let prefix = &subproblem.prefix;
    let spur = spur(graph, from, prefix);
    shut.mark(graph, subproblem, spur, true);
    let query = Query::new(spur, goals).keeping_off(&shut.places).with_closed(&shut.arcs);
    let rest = best(&query, prefix);
    shut.mark(graph, subproblem, spur, false);
    let rest = rest?;
    let goal = goals.iter().find(|goal| goal.state == rest.end)?;
    let arcs = prefix.iter().copied().chain(rest.arcs).collect();
    Some(Path::new(graph, arcs, *goal))
}

impl Graph {
    /// The `k` best paths between two states that visit no state twice, best first; fewer if there are not as many.
    ///
    /// Paths differ by arcs: parallel arcs make different paths. One forward tree half of the way and one backward tree of the states that may lie on a path
    /// not much worse than the best, or of all states where those were too few; then at most one bounded search for each arc of each answer.
    /// [`Lanes::k_best`](super::Lanes::k_best) takes a fraction of the time. (Yen 1971; Lawler 1972.)
    ///
    /// ```
    /// use corridor::engine::{Graph, Workspace};
    /// use corridor::{CostVector, Criterion::*, Weights};
    /// let arcs = [(0, 1, [1_000, 60, 0, 0, 0, 0]), (1, 2, [1_000, 60, 0, 0, 0, 0]), (0, 2, [3_000, 90, 0, 0, 0, 0])];
    /// let graph = Graph::new(3, arcs.map(|(tail, head, cost)| (tail, head, CostVector::new(cost))))?;
    /// let found = graph.k_best(0, 2, &Weights::new([(Distance, 1.0)])?, 5, &mut Workspace::default());
    /// assert_eq!(found.iter().map(|path| path.cost()[Distance]).collect::<Vec<u32>>(), [2_000, 3_000]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn k_best(&self, from: u32, to: u32, weights: &Weights, k: usize, memory: &mut Workspace) -> Vec<Path> {
        if from as usize >= self.states() || to as usize >= self.states() {
            return Vec::new();
        }
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        self.k_best_of(&Query::new(from, &goals), weights, k, memory)
    }

    /// The `k` best paths to the one goal of a question in which arcs may be closed.
    pub(crate) fn k_best_of(
        &self,
        query: &Query<'_>,
        weights: &Weights,
        k: usize,
        memory: &mut Workspace,
    ) -> Vec<Path> {
        let &Query { from, goals: &[Goal { state: to, .. }], .. } = query else { return Vec::new() };
        let Some(best) = self.best(from, to, weights, memory) else { return Vec::new() };
        let Workspace { scores, beyond: [after, before], .. } = memory;
        let best = weights.score(best.cost());
        before.search(self, weights, &NoBound, &Query::new(from, &[]), best / 2);
        k_best_near(self, weights, query, best, k, |state| Some(before.at(state).min(best / 2 + 1)), [scores, after])
    }
}

/// Paths are looked for first among those that score little more than the best, then farther: by so many of its 512 parts.
const NEAR: [u64; 6] = [1, 4, 16, 64, 256, 1024];

/// The `k` best paths to the one goal of a question, given the least score with all arcs open and a bound of what comes before each state; `None` where nothing leads to it.
///
/// Nearly all lie where a path scores little more than the best, and where that is, the bound tells.
pub(crate) fn k_best_near(
    graph: &Graph,
    weights: &Weights,
    query: &Query<'_>,
    best: u64,
    k: usize,
    before: impl Fn(u32) -> Option<u64>,
    [memory, after]: [&mut Scores<u64>; 2],
) -> Vec<Path> {
    let near = |parts: &u64| (u128::from(best) + u128::from(best) * u128::from(*parts) / 512).min(1 << 62) as u64;
    for most in NEAR.iter().map(near).chain([u64::MAX]) {
        let before = |state| if most == u64::MAX { Some(0) } else { before(state) };
        after.sweep_to_within(graph, weights, query.goals.iter().map(|goal| (goal.state, 0)), before, most);
        let paths = k_best(graph, weights, query, after, k, memory);
        // Every path of at most that score lies within the tree, and so all that come before these.
        if most == u64::MAX || paths.len() == k && paths.iter().all(|path| weights.score(path.cost()) <= most) {
            return paths;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{all_paths, config, small};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(2000))]

        #[test]
        fn the_k_best_are_the_first_k_of_all(case in small().prop_map(|case| case.at_one_place())) {
            let (graph, weights) = (&case.graph, &case.weights);
            let expected: Vec<Path> =
                all_paths(graph, weights, case.from, &case.goals).iter().map(|answer| answer.path()).collect();
            let backward = Scores::to_goals(graph, weights, &case.goals);
            let memory = &mut Scores::default();
            let all = expected.len();
            for k in (0..all.min(8)).chain([all, all + 1]) {
                let found = k_best(graph, weights, &Query::new(case.from, &case.goals), &backward, k, memory);
                prop_assert_eq!(&found[..], &expected[..k.min(all)], "k = {}", k);
            }
            // Between two states, near the best first and then anywhere.
            let (to, memory) = (case.goals[0].state, &mut Workspace::default());
            let free = [Goal { state: to, cost: CostVector::ZERO }];
            let between: Vec<Path> =
                all_paths(graph, weights, case.from, &free).iter().map(|answer| answer.path()).collect();
            for k in [0, 1, 2, 5, between.len(), between.len() + 1] {
                let found = graph.k_best(case.from, to, weights, k, memory);
                prop_assert_eq!(&found[..], &between[..k.min(between.len())], "{} between two states", k);
            }
            // With arcs closed, those that are left.
            let closed: Vec<bool> = case.closed.iter().map(|layers| *layers > 0).collect();
            let open = |path: &&Path| path.arcs().iter().all(|arc| !closed[*arc as usize]);
            let left: Vec<Path> = between.iter().filter(open).cloned().collect();
            for k in [1, 3, left.len() + 1] {
                let query = Query::new(case.from, &free).with_closed(&closed);
                prop_assert_eq!(&graph.k_best_of(&query, weights, k, memory)[..], &left[..k.min(left.len())]);
            }
        }
    }
}
