//! The best path between two states by a search from both of them (Dantzig 1963; stopped as in Pohl, "Bi-directional search", 1971).
//!
//! Each search keeps off what the other has settled. Every path of the least score then has an arc from a state settled from the start
//! to one settled from the end, so that these arcs tell all such paths, and the whole order of answers decides among them.

use super::first::first_path;
use super::query::Query;
use super::scores::Scores;
use super::{Goal, Graph, Metric, Path};
use crate::cost::CostVector;
use std::collections::{HashMap, HashSet};

const UNREACHED: u64 = u64::MAX;

/// The two searches, kept from query to query so that nothing is allocated.
#[derive(Clone, Debug, Default)]
pub(crate) struct BothEnds {
    from: Scores<u64>,
    to: Scores<u64>,
    /// The arcs over which the least score known so far leads.
    meets: Vec<u32>,
}

impl BothEnds {
    /// The first walk between two states in the order of answers, and its score; `None` if there is none. Where each state is a place
    /// of its own it visits none twice, for that would take more links.
    pub(crate) fn walk<M: Metric<Score = u64>>(
        &mut self,
        graph: &Graph,
        metric: &M,
        from: u32,
        to: u32,
    ) -> Option<(u64, Path)> {
        if from == to {
            return Some((0, Path { arcs: Vec::new(), end: to, cost: CostVector::ZERO }));
        }
        let best = self.search(graph, metric, from, to);
        if best == UNREACHED {
            return None;
        }
        self.meets.sort_unstable();
        self.meets.dedup();
        let path = self.only_path(graph, metric, from, to);
        Some((best, path.or_else(|| self.first_of_many(graph, metric, from, to))?))
    }

    /// The least score between two states; [`UNREACHED`] if there is no way.
    fn search<M: Metric<Score = u64>>(&mut self, graph: &Graph, metric: &M, from: u32, to: u32) -> u64 {
        let mean = graph.mean_score(metric);
        for (scores, state) in [(&mut self.from, from), (&mut self.to, to)] {
            scores.reset(graph.states(), mean);
            scores.offer(state, 0, UNREACHED, || Some(0));
        }
        self.meets.clear();
        let mut best = UNREACHED;
        loop {
            let (before, after) = (self.from.floor(), self.to.floor());
            // A path that has not been met would have a state that neither search has settled.
            if before.saturating_add(after) > best {
                return best;
            }
            let forward = before <= after;
            let (near, far) = if forward { (&mut self.from, &self.to) } else { (&mut self.to, &self.from) };
            let Some((state, score)) = near.next(UNREACHED) else { return best };
            let floor = far.floor();
            let mut follow = |arc: u32, next: u32, score: u64| {
                let rest = far.at(next);
                if rest != UNREACHED && score + rest <= best {
                    if score + rest < best {
                        best = score + rest;
                        self.meets.clear();
                    }
                    self.meets.push(arc);
                }
                // What the other search has settled is known from there on.
                if rest >= floor {
                    near.offer(next, score, best.saturating_sub(floor), || Some(0));
                }
            };
            if forward {
                let (first, heads, costs) = graph.row(state);
                for (arc, (head, cost)) in (first..).zip(heads.iter().zip(costs)) {
                    follow(arc, *head, score + metric.arc(arc, cost));
                }
            } else {
                for arc in graph.arcs_in(state) {
                    follow(arc, graph.tail(arc), score + graph.score(metric, arc));
                }
            }
        }
    }

    /// The arcs by which a state is reached at its least score from the start.
    fn before<M: Metric<Score = u64>>(&self, graph: &Graph, metric: &M, state: u32) -> impl Iterator<Item = u32> {
        graph.arcs_in(state).filter(move |arc| fits(&self.from, graph, metric, state, graph.tail(*arc), *arc))
    }

    /// The arcs by which the end is reached at the least score from a state.
    fn after<M: Metric<Score = u64>>(&self, graph: &Graph, metric: &M, state: u32) -> impl Iterator<Item = u32> {
        graph.arcs_out(state).filter(move |arc| fits(&self.to, graph, metric, state, graph.head(*arc), *arc))
    }

    /// The path of the least score if there is one only.
    fn only_path<M: Metric<Score = u64>>(&self, graph: &Graph, metric: &M, from: u32, to: u32) -> Option<Path> {
        let [meet] = *self.meets else { return None };
        let mut arcs = vec![meet];
        let mut state = graph.tail(meet);
        while state != from {
            let mut ways = self.before(graph, metric, state);
            let (Some(arc), None) = (ways.next(), ways.next()) else { return None };
            arcs.push(arc);
            state = graph.tail(arc);
        }
        arcs.reverse();
        state = graph.head(meet);
        while state != to {
            let mut ways = self.after(graph, metric, state);
            let (Some(arc), None) = (ways.next(), ways.next()) else { return None };
            arcs.push(arc);
            state = graph.head(arc);
        }
        Some(Path::new(graph, arcs, Goal { state: to, cost: CostVector::ZERO }))
    }

    /// The first of several paths of the least score.
    fn first_of_many<M: Metric<Score = u64>>(&self, graph: &Graph, metric: &M, from: u32, to: u32) -> Option<Path> {
        // What is still to come from each state on any of them.
        let mut rest: HashMap<u32, u64> = HashMap::new();
        let best = self.meets.first().map(|meet| self.score_over(graph, metric, *meet))?;
        let mut open: Vec<u32> = self.meets.iter().map(|meet| graph.tail(*meet)).collect();
        while let Some(state) = open.pop() {
            if rest.insert(state, best - self.from.at(state)).is_none() {
                open.extend(self.before(graph, metric, state).map(|arc| graph.tail(arc)));
            }
        }
        // Where both searches have been, either tells the same.
        let mut seen = HashSet::new();
        open.extend(self.meets.iter().map(|meet| graph.head(*meet)));
        while let Some(state) = open.pop() {
            if seen.insert(state) {
                rest.insert(state, self.to.at(state));
                open.extend(self.after(graph, metric, state).map(|arc| graph.head(arc)));
            }
        }
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        first_path(graph, metric, &Query::new(from, &goals), |_, state| rest.get(&state).copied())
    }

    fn score_over<M: Metric<Score = u64>>(&self, graph: &Graph, metric: &M, arc: u32) -> u64 {
        self.from.at(graph.tail(arc)) + graph.score(metric, arc) + self.to.at(graph.head(arc))
    }
}

/// Whether an arc between a state and the next one of a search leads to its least score.
#[inline]
fn fits<M: Metric<Score = u64>>(
    scores: &Scores<u64>,
    graph: &Graph,
    metric: &M,
    state: u32,
    next: u32,
    arc: u32,
) -> bool {
    let (here, there) = (scores.at(state), scores.at(next));
    there <= here && here != UNREACHED && there + graph.score(metric, arc) == here
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_walks, config, large, small};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(3000))]

        /// Also in memory used before.
        #[test]
        fn both_ends_find_the_first_walk(case in prop_oneof![small(), large()]) {
            let Case { graph, from, goals, weights, .. } = &case;
            let mut both = BothEnds::default();
            for goal in goals {
                let free = [Goal { cost: CostVector::ZERO, ..*goal }];
                let walks = all_walks(graph, weights, &free, false);
                let expected = walks[*from as usize].as_ref().map(|walk| (walk.score, walk.path()));
                prop_assert_eq!(both.walk(graph, weights, *from, goal.state), expected);
            }
        }
    }
}
