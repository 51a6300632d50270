//! The best path that uses one arc of each of several groups, in order: the signature of a corridor.
//!
//! Searches run on layers, one for each number of groups used so far. Two sweeps over the whole graph, from the start and to the goals,
//! serve all corridors of a trip: a corridor of one group then costs a look at each of its arcs, and each further
//! group a search that the second sweep draws towards the goals.

use super::first::{Demands, GivenUp, Visited, first_path};
use super::metric::{Score, Scored};
use super::scores::{Bound, Query, Scores};
use super::simple::simple;
use super::{Goal, Graph, Metric, Path};

/// What is found once and serves all signatures of a trip.
pub(crate) struct Through<'a, M: Metric> {
    graph: &'a Graph,
    metric: Scored<'a, M>,
    start: u32,
    goals: Vec<Goal>,
    /// Least scores from the start, and to the goals.
    from: Scores<M::Score>,
    to: Scores<M::Score>,
}

/// The best walk through groups of arcs, which may visit a place twice.
pub(crate) struct Walk<S> {
    pub(crate) score: S,
    pub(crate) path: Path,
}

impl<'a, M: Metric> Through<'a, M> {
    /// Two sweeps.
    pub(crate) fn new(graph: &'a Graph, metric: &'a M, start: u32, goals: Vec<Goal>) -> Through<'a, M> {
        let metric = Scored::new(graph, metric);
        let (from, to) = (Scores::from(graph, &metric, start), Scores::to_goals(graph, &metric, &goals));
        Through { graph, metric, start, goals, from, to }
    }

    /// The best path through the groups that visits no place twice.
    ///
    /// # Errors
    /// More than `budget` labels of the search that keeps places apart.
    pub(crate) fn best(&self, groups: &[Vec<u32>], budget: usize) -> Result<Option<Path>, GivenUp> {
        match self.walk(groups) {
            Some(walk) => self.without_repetition(groups, walk.path, budget),
            None => Ok(None),
        }
    }

    /// The best path through the groups that visits no place twice, given the best walk.
    ///
    /// # Errors
    /// More than `budget` labels settled.
    pub(crate) fn without_repetition(
        &self,
        groups: &[Vec<u32>],
        walk: Path,
        mut budget: usize,
    ) -> Result<Option<Path>, GivenUp> {
        let repeated = walk.repeated_places(self.graph);
        if repeated.is_empty() {
            return Ok(Some(walk));
        }
        let layers = self.layers(groups);
        let rest = |layer: u32, state, _: Visited<'_>| self.rest(&layers, layer, state);
        let query = Query::new(self.start, &self.goals);
        simple(self.graph, &self.metric, &query, groups, repeated, rest, &mut budget)
    }

    /// The first walk through the groups in the order of answers.
    pub(crate) fn walk(&self, groups: &[Vec<u32>]) -> Option<Walk<M::Score>> {
        let (last, earlier) = groups.split_last()?;
        let between = self.between(last, earlier);
        let total = |arc: &u32| {
            let (tail, head) = (self.graph.tail(*arc), self.graph.head(*arc));
            Some(between.at(earlier.len(), tail)? + self.arc(*arc) + self.to.rest(head)?)
        };
        let score = last.iter().filter_map(total).min()?;
        let path = self.read_off(groups, &between, score).or_else(|| {
            // Several ways score the same.
            let layers = self.layers(groups);
            let rest = |layer: u32, state, _: Visited<'_>| self.rest(&layers, layer, state);
            let (query, demands) = (Query::new(self.start, &self.goals), Demands { groups, critical: &[] });
            first_path(self.graph, &self.metric, &query, demands, rest, &mut usize::MAX.clone()).ok()?
        });
        Some(Walk { score, path: path? })
    }

    /// The score of a path.
    pub(crate) fn score(&self, path: &Path) -> M::Score {
        let end = self.goals.iter().find(|goal| goal.state == path.end).map(|goal| self.metric.cost(&goal.cost));
        path.arcs().iter().fold(end.unwrap_or_default(), |sum, arc| sum + self.arc(*arc))
    }

    fn arc(&self, arc: u32) -> M::Score {
        self.graph.score(&self.metric, arc)
    }

    /// Searches on from the first group of `earlier` through the others, as far as the best way over `last` needs it.
    fn between(&self, last: &[u32], earlier: &[Vec<u32>]) -> Between<'_, M::Score> {
        let states = self.graph.states();
        let mut scores = Scores::with_room(states * earlier.len(), self.graph.mean_score(&self.metric));
        let mut best = M::Score::UNREACHED;
        for arc in earlier.first().into_iter().flatten() {
            let (tail, head) = (self.graph.tail(*arc), self.graph.head(*arc));
            if let Some(score) = self.from.rest(tail) {
                scores.offer(head, score + self.arc(*arc), best, || self.to.rest(head));
            }
        }
        while let Some((at, score)) = scores.next(best) {
            let (layer, state) = (at as usize / states, at % states as u32);
            let next = earlier.get(layer + 1).map_or(last, |group| group);
            for arc in self.graph.arcs_out(state) {
                let (head, score) = (self.graph.head(arc), score + self.arc(arc));
                let rest = || self.to.rest(head);
                if next.binary_search(&arc).is_err() {
                    scores.offer((layer * states) as u32 + head, score, best, rest);
                } else if layer + 1 < earlier.len() {
                    scores.offer(((layer + 1) * states) as u32 + head, score, best, rest);
                } else if let Some(rest) = rest() {
                    best = best.min(score + rest);
                }
            }
        }
        Between { from: &self.from, scores, states: states as u32 }
    }

    /// The only walk of that score; `None` if there are several.
    fn read_off(&self, groups: &[Vec<u32>], between: &Between<'_, M::Score>, score: M::Score) -> Option<Path> {
        let graph = self.graph;
        let (last, earlier) = groups.split_last()?;
        let only = |mut ways: &mut dyn Iterator<Item = u32>| match (ways.next(), (&mut ways).next()) {
            (Some(way), None) => Some(way),
            _ => None,
        };
        let best = |arc: &u32| {
            let over = |from, rest| from + self.arc(*arc) + rest == score;
            let from = between.at(earlier.len(), graph.tail(*arc));
            from.zip(self.to.rest(graph.head(*arc))).is_some_and(|(from, rest)| over(from, rest))
        };
        let over = only(&mut last.iter().copied().filter(best))?;
        let (mut arcs, mut state, mut layer) = (vec![over], graph.tail(over), earlier.len());
        while state != self.start || layer > 0 {
            let here = between.at(layer, state)?;
            let tight = |arc: &u32, layer| {
                between.at(layer, graph.tail(*arc)).is_some_and(|before| before + self.arc(*arc) == here)
            };
            let enters = |arc: &u32| layer > 0 && earlier[layer - 1].binary_search(arc).is_ok();
            let next = groups.get(layer);
            let stays = |arc: &u32| layer == 0 || next.is_none_or(|group| group.binary_search(arc).is_err());
            let within = graph.arcs_in(state).filter(|arc| stays(arc) && tight(arc, layer)).map(|arc| (arc, layer));
            let before =
                graph.arcs_in(state).filter(|arc| enters(arc) && tight(arc, layer - 1)).map(|arc| (arc, layer - 1));
            let mut ways = within.chain(before);
            let (Some((arc, before)), None) = (ways.next(), ways.next()) else { return None };
            arcs.push(arc);
            (state, layer) = (graph.tail(arc), before);
        }
        arcs.reverse();
        let mut state = graph.head(over);
        loop {
            let here = self.to.rest(state)?;
            let tight = |arc: &u32| self.to.rest(graph.head(*arc)).is_some_and(|rest| rest + self.arc(*arc) == here);
            let mut ways = graph.arcs_out(state).filter(tight);
            let end = self.goals.iter().find(|goal| goal.state == state && self.metric.cost(&goal.cost) == here);
            match (end, ways.next(), ways.next()) {
                (Some(goal), None, _) => return Some(Path::new(graph, arcs, *goal)),
                (None, Some(arc), None) => {
                    arcs.push(arc);
                    state = graph.head(arc);
                }
                _ => return None,
            }
        }
    }

    /// The least scores that are still to come before each group is used, from the first group on.
    fn layers(&self, groups: &[Vec<u32>]) -> Vec<Scores<M::Score>> {
        let mut layers: Vec<Scores<M::Score>> = Vec::new();
        for group in groups.iter().rev() {
            let after = layers.last().unwrap_or(&self.to);
            let over = |arc: &u32| Some((self.graph.tail(*arc), self.arc(*arc) + after.rest(self.graph.head(*arc))?));
            layers.push(Scores::to(self.graph, &self.metric, group.iter().filter_map(over), |_| true));
        }
        layers.reverse();
        layers
    }

    fn rest(&self, layers: &[Scores<M::Score>], layer: u32, state: u32) -> Option<M::Score> {
        layers.get(layer as usize).unwrap_or(&self.to).rest(state)
    }
}

/// Least scores from the start, by how many groups were used on the way.
struct Between<'a, S> {
    /// Before the first group.
    from: &'a Scores<S>,
    /// After it, one layer for each further group.
    scores: Scores<S>,
    states: u32,
}

impl<S: Score> Between<'_, S> {
    fn at(&self, layer: usize, state: u32) -> Option<S> {
        match layer {
            0 => self.from.rest(state),
            _ => self.scores.rest((layer as u32 - 1) * self.states + state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::oracle::{Case, all_paths, config, small};
    use super::*;
    use crate::cost::{CostVector, Criterion};
    use crate::weights::Weights;
    use proptest::prelude::*;

    fn check<M: Metric>(case: &Case, metric: &M) -> Result<(), TestCaseError> {
        let graph = &case.graph;
        let paths = all_paths(graph, metric, case.from, &case.goals);
        let expected = paths.iter().find(|answer| answer.uses(&case.groups)).map(|answer| answer.path());
        let through = Through::new(graph, metric, case.from, case.goals.clone());
        prop_assert_eq!(through.best(&case.groups, usize::MAX).expect("no budget"), expected);
        Ok(())
    }

    fn graph(arcs: &[(u32, u32)]) -> Graph {
        let arcs = arcs.iter().map(|(tail, head)| (*tail, *head, CostVector::ZERO));
        Graph::new(6, arcs).expect("arcs between states")
    }

    fn over(graph: &Graph, groups: &[Vec<u32>]) -> Option<Vec<u32>> {
        let weights = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
        let goals = [Goal { state: 5, cost: CostVector::ZERO }];
        let path = Through::new(graph, &weights, 0, goals.to_vec()).best(groups, usize::MAX).expect("no budget")?;
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
