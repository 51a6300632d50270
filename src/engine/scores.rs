//! Least scores without the paths: Dijkstra (1959), drawn towards the goals by lower bounds (A*; Hart, Nilsson, Raphael 1968).
//!
//! A search by score alone is several times faster than one that carries the whole order of answers. It leaves the exact
//! least score at every state of every best path, so that the paths themselves are read off its labels afterwards.

use super::both_ends::BothEnds;
use super::buckets::Buckets;
use super::core_search::CoreSearch;
use super::graph::NONE;
use super::metric::Score;
use super::query::Query;
use super::{Goal, Graph, Metric};
use crate::hierarchy::{BlendSpace, Spaces};

/// The least known score of one state, and the bound of what is still to come.
#[derive(Clone, Copy, Debug)]
struct Label<S> {
    score: S,
    rest: S,
    /// The score at which it was last settled.
    settled: S,
    /// The arc that it came over, and the label that it came from.
    arc: u32,
    before: u32,
}

/// Stands for the arc where several ways score the same.
const TIED: u32 = NONE;

/// The least score at each state of one search, kept from query to query so that a search allocates nothing.
#[derive(Clone, Debug)]
pub(crate) struct Scores<S> {
    labels: Vec<Label<S>>,
    /// The states that have a label.
    reached: Vec<u32>,
    queue: Buckets<S>,
}

/// Memory that searches use, kept from query to query.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub(crate) scores: Scores<u64>,
    /// What comes after states, and what comes before them.
    pub(crate) beyond: [Scores<u64>; 2],
    pub(crate) both: BothEnds,
    pub(crate) core: CoreSearch,
    pub(crate) climb: Spaces,
    pub(crate) blend: BlendSpace,
}

/// Lower bounds on what is still to come from each state.
pub(crate) trait Bound<S> {
    /// A lower bound of the score from a state to the goals once as many groups are used as `layer` says, or `None` if
    /// none can be reached from it.
    fn rest(&self, layer: u32, state: u32) -> Option<S>;
}

impl<S, B: Bound<S> + ?Sized> Bound<S> for &B {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<S> {
        (**self).rest(layer, state)
    }
}

/// No bound: plain Dijkstra.
pub(crate) struct NoBound;

impl<S: Score> Bound<S> for NoBound {
    #[inline]
    fn rest(&self, _: u32, _: u32) -> Option<S> {
        Some(S::default())
    }
}

impl<S: Score> Default for Scores<S> {
    fn default() -> Scores<S> {
        Scores { labels: Vec::new(), reached: Vec::new(), queue: Buckets::default() }
    }
}

impl<S: Score> Scores<S> {
    /// Forgets the last search in time that its size takes; `arc` is the score of a usual arc of the next.
    pub(crate) fn reset(&mut self, states: usize, arc: S) {
        let (score, settled) = (S::UNREACHED, S::UNREACHED);
        let unreached = Label { score, rest: S::default(), settled, arc: TIED, before: NONE };
        if self.labels.len() != states {
            self.labels.clear();
            self.labels.resize(states, unreached);
            self.reached.clear();
        }
        for state in self.reached.drain(..) {
            self.labels[state as usize] = unreached;
        }
        self.queue.clear(arc);
    }

    /// Memory for so many states, none of them reached; `arc` is the score of a usual arc.
    pub(crate) fn with_room(states: usize, arc: S) -> Scores<S> {
        let mut scores = Scores::default();
        scores.reset(states, arc);
        scores
    }

    /// The least score of a state; [`Score::UNREACHED`] if there is none.
    #[inline]
    pub(crate) fn at(&self, state: u32) -> S {
        self.labels[state as usize].score
    }

    /// The least score at which `query` reaches a goal; `None` if it can't, or not for at most `most`.
    ///
    /// Afterwards every state on every path of that score has its least score. O((n + m) log n) for n states and m arcs that the
    /// bound does not rule out, if the bound falls by no more than the score of an arc along that arc.
    pub(crate) fn search<M: Metric<Score = S>>(
        &mut self,
        graph: &Graph,
        metric: &M,
        bound: &impl Bound<S>,
        query: &Query<'_>,
        most: S,
    ) -> Option<S> {
        let states = graph.states() as u32;
        self.reset(graph.states() * query.layers(), graph.mean_score(metric));
        let (mut best, mut found) = (most, false);
        let plain = query.is_plain();
        if query.admits(graph, 0, query.from) {
            // Nothing comes before the start, so its bound does not matter.
            self.offer(query.from, S::default(), best, || Some(S::default()));
        }
        while let Some((at, score)) = self.next(best) {
            let (layer, state) = if at < states { (0, at) } else { (at / states, at % states) };
            if let Some(goal) = query.goal(layer, state) {
                let total = score + metric.cost(&goal.cost);
                found |= total <= best;
                best = best.min(total);
            }
            let (first, heads, costs) = graph.row(state);
            for (arc, (head, cost)) in (first..).zip(heads.iter().zip(costs)) {
                let next = if plain { Some(0) } else { query.follow(graph, layer, arc, *head) };
                if let Some(layer) = next {
                    let (score, to) = (score + metric.arc(arc, cost), layer * states + *head);
                    self.come(to, score, best, (arc, at), || bound.rest(layer, *head));
                }
            }
        }
        found.then_some(best)
    }

    /// The least scores from a state to every other.
    pub(crate) fn from<M: Metric<Score = S>>(graph: &Graph, metric: &M, from: u32) -> Scores<S> {
        let mut scores = Scores::with_room(graph.states(), graph.mean_score(metric));
        scores.offer(from, S::default(), S::UNREACHED, || Some(S::default()));
        while let Some((state, score)) = scores.next(S::UNREACHED) {
            let (first, heads, costs) = graph.row(state);
            for (arc, (head, cost)) in (first..).zip(heads.iter().zip(costs)) {
                scores.offer(*head, score + metric.arc(arc, cost), S::UNREACHED, || Some(S::default()));
            }
        }
        scores
    }

    /// The least score from every state to the seeds, each with a score of its own.
    pub(crate) fn to<M: Metric<Score = S>>(
        graph: &Graph,
        metric: &M,
        seeds: impl IntoIterator<Item = (u32, S)>,
    ) -> Scores<S> {
        Scores::to_within(graph, metric, seeds, |_| Some(S::default()), S::UNREACHED)
    }

    /// The same for the states from which the sum with `before`, a bound of what comes before them, is no more than `most`.
    pub(crate) fn to_within<M: Metric<Score = S>>(
        graph: &Graph,
        metric: &M,
        seeds: impl IntoIterator<Item = (u32, S)>,
        before: impl Fn(u32) -> Option<S>,
        most: S,
    ) -> Scores<S> {
        let mut scores = Scores::default();
        scores.sweep_to_within(graph, metric, seeds, before, most);
        scores
    }

    /// The same in memory that is there already.
    pub(crate) fn sweep_to_within<M: Metric<Score = S>>(
        &mut self,
        graph: &Graph,
        metric: &M,
        seeds: impl IntoIterator<Item = (u32, S)>,
        before: impl Fn(u32) -> Option<S>,
        most: S,
    ) {
        self.reset(graph.states(), graph.mean_score(metric));
        for (state, score) in seeds {
            self.offer(state, score, most, || before(state));
        }
        while let Some((state, score)) = self.next(most) {
            for arc in graph.arcs_in(state) {
                let tail = graph.tail(arc);
                let score = score + graph.score(metric, arc);
                if graph.is_entered(tail) {
                    self.offer(tail, score, most, || before(tail));
                } else if score < self.at(tail) && before(tail).is_some() {
                    // Nothing leads on from it, so it need not wait for its turn.
                    let label = &mut self.labels[tail as usize];
                    if label.score == S::UNREACHED {
                        self.reached.push(tail);
                    }
                    label.score = score;
                }
            }
        }
    }

    /// The least score from every state to the goals.
    pub(crate) fn to_goals<M: Metric<Score = S>>(graph: &Graph, metric: &M, goals: &[Goal]) -> Scores<S> {
        Scores::to(graph, metric, goals.iter().map(|goal| (goal.state, metric.cost(&goal.cost))))
    }

    /// No state that is still to be settled has less; all that have less have their least score.
    #[inline]
    pub(crate) fn floor(&self) -> u64 {
        self.queue.floor()
    }

    /// The next state to settle, with its score; `None` if all that is left is beyond `limit`.
    #[inline]
    pub(crate) fn next(&mut self, limit: S) -> Option<(u32, S)> {
        loop {
            let state = self.queue.pop(limit)?;
            let label = &mut self.labels[state as usize];
            // Otherwise it stood in the queue twice, and has had its turn.
            if label.score < label.settled {
                label.settled = label.score;
                return Some((state, label.score));
            }
        }
    }

    /// The arc over which the last search came to a label, and the label before it; `None` if several ways score the same.
    #[inline]
    pub(crate) fn only_way(&self, label: u32) -> Option<(u32, u32)> {
        let Label { arc, before, .. } = self.labels[label as usize];
        (arc != TIED).then_some((arc, before))
    }

    /// Offers a score and remembers over which arc, and from which label, it came.
    #[inline(always)]
    pub(crate) fn come(
        &mut self,
        to: u32,
        score: S,
        limit: S,
        (arc, before): (u32, u32),
        rest: impl FnOnce() -> Option<S>,
    ) {
        if self.offer(to, score, limit, rest) {
            let label = &mut self.labels[to as usize];
            (label.arc, label.before) = (arc, before);
        } else if self.at(to) == score {
            self.labels[to as usize].arc = TIED;
        }
    }

    /// Gives a state a score if it is less than the one it has and its sum with the bound is within the limit; whether it did.
    #[inline]
    pub(crate) fn offer(&mut self, state: u32, score: S, limit: S, rest: impl FnOnce() -> Option<S>) -> bool {
        let label = &mut self.labels[state as usize];
        if label.score <= score {
            return false;
        }
        let known = label.score != S::UNREACHED;
        let Some(rest) = (if known { Some(label.rest) } else { rest() }) else { return false };
        let total = score + rest;
        if total > limit {
            return false;
        }
        (label.score, label.rest) = (score, rest);
        if !known {
            self.reached.push(state);
        }
        self.queue.push(total, state);
        true
    }
}

/// Least scores to the goals bound what is still to come, exactly.
impl<S: Score> Bound<S> for Scores<S> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<S> {
        Some(self.at(state)).filter(|score| *score != S::UNREACHED)
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::{LeastCosts, Weighted};
    use super::super::oracle::{Case, all_walks, config, large, small};
    use super::super::{LeastToOpen, simple::walk};
    use super::*;
    use crate::cost::CostVector;
    use proptest::prelude::*;

    fn check_sweeps<M: Metric>(case: &Case, metric: &M) -> Result<(), TestCaseError> {
        let graph = &case.graph;
        let start = Goal { state: case.from, cost: CostVector::ZERO };
        let from = (Scores::from(graph, metric, case.from), all_walks(graph, metric, &[start], true));
        let to = (Scores::to_goals(graph, metric, &case.goals), all_walks(graph, metric, &case.goals, false));
        for (scores, walks) in [from, to] {
            for (state, walk) in (0..).zip(walks) {
                prop_assert_eq!(scores.rest(0, state), walk.map(|walk| walk.score), "state {}", state);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(config(1000))]

        #[test]
        fn sweeps_find_the_least_score_of_every_state(case in prop_oneof![small(), large()]) {
            check_sweeps(&case, &case.weights)?;
            check_sweeps(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed })?;
        }

        /// Whatever the bound, over heaps several levels deep, and in memory used before.
        #[test]
        fn walks_come_first_in_the_order_of_answers(case in prop_oneof![small(), large()]) {
            let (graph, weights) = (&case.graph, &case.weights);
            let walks = all_walks(graph, weights, &case.goals, false);
            let expected = walks[case.from as usize].as_ref().map(|walk| walk.path());
            let query = Query::new(case.from, &case.goals);
            let exact = Scores::to_goals(graph, weights, &case.goals);
            let least = LeastCosts::new(graph, &case.goals);
            let memory = &mut Scores::default();
            let mut found = |bound: &dyn Bound<u64>| walk(graph, weights, &bound, &query, memory, u64::MAX).map(|(_, path)| path);
            prop_assert_eq!(&found(&NoBound), &expected);
            prop_assert_eq!(&found(&exact), &expected);
            prop_assert_eq!(&found(&Weighted { least: &least, weights }), &expected);
        }
    }
}
