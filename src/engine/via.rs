//! The best path that uses one arc of each of several groups, in order: the signature of a corridor.
//!
//! Two sweeps over the whole graph, from the start and to the goals, serve all corridors of a trip: for a corridor of one group they
//! tell the best walk at a look at each of its arcs, and they bound all other searches.

use super::coarse::Coarse;
use super::forced::Onward;
use super::metric::{Score, Scored};
use super::query::{Ban, Query};
use super::scores::{Bound, Scores};
use super::simple::{Answer, Walk, split_until_simple, walk};
use super::{Goal, Graph, Metric, Path, Table};
use crate::parallel;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// What is found once and serves all signatures of a trip.
pub(crate) struct Through<'a, M: Metric> {
    pub(crate) graph: &'a Graph,
    metric: Scored<'a, M>,
    table: Option<&'a Table>,
    onward: Option<&'a Onward>,
    coarse: Coarse<'a, M::Score>,
    start: u32,
    pub(crate) goals: Vec<Goal>,
    /// Least scores from the start, and to the goals; made when first asked for.
    sweeps: OnceLock<[Scores<M::Score>; 2]>,
    /// Memory of searches that are done, for the next ones.
    memory: Mutex<Vec<Scores<M::Score>>>,
}

impl<'a, M: Metric> Through<'a, M> {
    /// Two looks at each arc; two sweeps when a question first needs them.
    pub(crate) fn new(
        graph: &'a Graph,
        table: Option<&'a Table>,
        metric: &'a M,
        start: u32,
        goals: Vec<Goal>,
    ) -> Through<'a, M> {
        let metric = Scored::new(graph, metric);
        let coarse = Coarse::new(graph, &metric);
        let onward = graph.onward();
        let (sweeps, memory) = (OnceLock::new(), Mutex::default());
        Through { graph, metric, table, onward, coarse, start, goals, sweeps, memory }
    }

    /// Makes the two sweeps, which all corridors need, on two cores. Later they would wait for each other.
    pub(crate) fn sweep(&self) {
        let from = || Scores::from(self.graph, &self.metric, self.start);
        let to = || Scores::to_goals(self.graph, &self.metric, &self.goals);
        let (from, to) = parallel::both(from, to);
        _ = self.sweeps.set([from, to]);
    }

    fn sweeps(&self) -> &[Scores<M::Score>; 2] {
        self.sweeps.get_or_init(|| {
            let from = Scores::from(self.graph, &self.metric, self.start);
            [from, Scores::to_goals(self.graph, &self.metric, &self.goals)]
        })
    }

    /// What no path through the groups can score less than; `None` if there is none. A look at each of their arcs.
    pub(crate) fn bound(&self, groups: &[Vec<u32>]) -> Option<M::Score> {
        let [from, to] = self.sweeps();
        bound(self.graph, self.table, &self.metric, (from, to), groups)
    }

    /// The same, as two sweeps of the graph of places tell it: of each of several choices of groups.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn rough_bounds(&self, choices: &[Vec<Vec<u32>>]) -> Vec<Option<M::Score>> {
        let Some((from, to)) = self.coarse.ends(&self.metric, self.start, &self.goals) else {
            return vec![None; choices.len()];
        };
        let bound = |groups: &Vec<Vec<u32>>| bound(self.graph, self.table, &self.metric, (&from, &to), groups);
        choices.iter().map(bound).collect()
    }

    /// The best path through the groups that visits no place twice, if it scores no more than `most`.
    ///
    /// At most `budget` searches.
    pub(crate) fn best(&self, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        if let Some((score, path)) = self.told(groups).filter(|(_, path)| path.repeated_places(self.graph).is_empty()) {
            return if score <= most { Answer::Path(path) } else { Answer::None };
        }
        self.search(groups, most, budget)
    }

    /// The same without a look at the two sweeps, so that they need not be made: where hardly any path scores as little as `most`.
    pub(crate) fn search(&self, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        // A poisoned lock only means that another thread panicked; the memory holds no answers.
        let idle = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_default();
        let answer = self.search_in(&mut memory, groups, most, budget);
        idle().push(memory);
        answer
    }

    fn search_in(&self, memory: &mut Scores<M::Score>, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        let forbid_forced =
            |query: &mut _, changed| self.onward.is_none_or(|onward| onward.forbid_forced(self.graph, query, changed));
        let prepare = |mut query, ban: Ban, most| {
            let may_be = ban.state.is_some() || forbid_forced(&mut query, Some(ban.layer));
            let bound = may_be.then(|| self.coarse.bounds(&self.metric, &query, most))??;
            Some((query, bound))
        };
        let mut query = Query::new(self.start, &self.goals).through(self.graph, groups);
        // Before anything is forbidden, so that corridors share their sweeps.
        let Some(bound) = self.coarse.bounds(&self.metric, &query, most) else { return Answer::None };
        query.keep_ends_apart(self.graph);
        let Some(mut found) = walk(self.graph, &self.metric, &bound, &query, memory, most) else {
            return Answer::None;
        };
        if !found.1.repeated_places(self.graph).is_empty() {
            // Mostly the way there and the way back are forced through the same places.
            if !forbid_forced(&mut query, None) {
                return Answer::None;
            }
            if !query.admits_all_of(self.graph, &found.1) {
                let bound = self.coarse.bounds(&self.metric, &query, most);
                let again = bound.and_then(|bound| walk(self.graph, &self.metric, &bound, &query, memory, most));
                let Some(again) = again else { return Answer::None };
                found = again;
            }
        }
        let (score, path) = found;
        let walk = Walk { score, path, query };
        split_until_simple(self.graph, &self.metric, prepare, walk, memory, most, budget)
    }

    /// The best walk over a single group as the two sweeps tell it; `None` where walks may score the same.
    fn told(&self, groups: &[Vec<u32>]) -> Option<(M::Score, Path)> {
        let [group] = groups else { return None };
        let (graph, [from, to]) = (self.graph, self.sweeps());
        let over = |arc: &u32| {
            let (before, after) = (from.rest(0, graph.tail(*arc))?, to.rest(0, graph.head(*arc))?);
            Some((before + self.arc(*arc) + after, *arc))
        };
        let least = group.iter().filter_map(over).min()?;
        // A walk over two arcs of the group is found over either.
        if group.iter().filter_map(over).any(|other| other.0 == least.0 && other.1 != least.1) {
            return None;
        }
        let only = |ways: &mut dyn Iterator<Item = u32>| ways.next().filter(|_| ways.next().is_none());
        let mut arcs = vec![least.1];
        let mut state = graph.tail(least.1);
        while state != self.start {
            let score = from.rest(0, state)?;
            let tight = |arc: &u32| from.rest(0, graph.tail(*arc)).is_some_and(|rest| rest + self.arc(*arc) == score);
            let arc = only(&mut graph.arcs_in(state).filter(tight))?;
            arcs.push(arc);
            state = graph.tail(arc);
        }
        arcs.reverse();
        state = graph.head(least.1);
        loop {
            let score = to.rest(0, state)?;
            let tight = |arc: &u32| to.rest(0, graph.head(*arc)).is_some_and(|rest| self.arc(*arc) + rest == score);
            let goal = self.goals.iter().find(|goal| goal.state == state && self.metric.cost(&goal.cost) == score);
            let mut onward = graph.arcs_out(state).filter(tight);
            if let Some(goal) = goal {
                return onward.next().is_none().then(|| (least.0, Path::new(graph, arcs, *goal)));
            }
            let arc = only(&mut onward)?;
            arcs.push(arc);
            state = graph.head(arc);
        }
    }

    /// The score of a path.
    pub(crate) fn score(&self, path: &Path) -> M::Score {
        let end = self.goals.iter().find(|goal| goal.state == path.end).map(|goal| self.metric.cost(&goal.cost));
        path.arcs().iter().fold(end.unwrap_or_default(), |sum, arc| sum + self.arc(*arc))
    }

    fn arc(&self, arc: u32) -> M::Score {
        self.graph.score(&self.metric, arc)
    }
}

/// What no path through the groups can score less than, given the least scores from the start and to the goals; `None` if there is
/// none.
pub(crate) fn bound<M: Metric>(
    graph: &Graph,
    table: Option<&Table>,
    metric: &M,
    (from, to): (&impl Bound<M::Score>, &impl Bound<M::Score>),
    groups: &[Vec<u32>],
) -> Option<M::Score> {
    let (first, further) = groups.split_first()?;
    let known = table.map(|table| (table, table.rates(metric)));
    // Nothing comes between two groups of states that no table tells about.
    let group = |state: u32| known.as_ref().map_or(Some(0), |(table, _)| table.group(state));
    let start = |arc: &u32| Some((*arc, from.rest(0, graph.tail(*arc))? + graph.score(metric, *arc)));
    let mut over: Vec<(u32, M::Score)> = first.iter().filter_map(start).collect();
    for arcs in further {
        // From group to group of states, of which there are few.
        let mut left: BTreeMap<u32, M::Score> = BTreeMap::new();
        for (arc, score) in &over {
            let least = left.entry(group(graph.head(*arc))?).or_insert(*score);
            *least = (*least).min(*score);
        }
        let mut entered: BTreeMap<u32, Option<M::Score>> = BTreeMap::new();
        let reach = |to: u32| match &known {
            None => left.values().min().copied(),
            Some((table, rates)) => {
                let row = table.to_place(to);
                let over =
                    |(from, score): (&u32, &M::Score)| *score + M::Score::floor(rates.score(&row[*from as usize]));
                left.iter().map(over).min()
            }
        };
        let enter = |arc: &u32| {
            let tail = graph.tail(*arc);
            group(tail)?;
            let least = *entered.entry(graph.place(tail)).or_insert_with(|| reach(graph.place(tail)));
            Some((*arc, least? + graph.score(metric, *arc)))
        };
        over = arcs.iter().filter_map(enter).collect();
    }
    over.iter().filter_map(|(arc, score)| Some(*score + to.rest(0, graph.head(*arc))?)).min()
}

#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::oracle::{Case, all_paths, config, small};
    use super::*;
    use crate::cost::{CostVector, Criterion};
    use crate::weights::Weights;
    use proptest::prelude::*;

    fn path(answer: Answer) -> Option<Path> {
        match answer {
            Answer::Path(path) => Some(path),
            Answer::None => None,
            Answer::GivenUp => unreachable!("no search is given up"),
        }
    }

    fn check<M: Metric>(case: &Case, metric: &M) -> Result<(), TestCaseError> {
        let graph = &case.graph;
        let paths = all_paths(graph, metric, case.from, &case.goals);
        let expected = paths.iter().find(|answer| answer.uses(&case.groups)).map(|answer| answer.path());
        let table = Table::new(graph, |state| state % 2);
        let through = Through::new(graph, table.as_ref(), metric, case.from, case.goals.clone());
        if let Some(expected) = expected.as_ref().filter(|_| !case.groups.is_empty()) {
            let rough = through.rough_bounds(std::slice::from_ref(&case.groups));
            prop_assert!(rough[0].is_some_and(|bound| bound <= through.score(expected)), "{:?}", rough);
            let most = through.score(expected);
            let within = path(through.search(&case.groups, most, usize::MAX));
            prop_assert_eq!(within.as_ref(), Some(expected));
        }
        prop_assert_eq!(path(through.best(&case.groups, M::Score::UNREACHED, usize::MAX)), expected);
        Ok(())
    }

    fn graph(arcs: &[(u32, u32)]) -> Graph {
        let arcs = arcs.iter().map(|(tail, head)| (*tail, *head, CostVector::ZERO));
        Graph::new(6, arcs).expect("arcs between states")
    }

    fn over(graph: &Graph, groups: &[Vec<u32>]) -> Option<Vec<u32>> {
        let weights = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
        let goals = [Goal { state: 5, cost: CostVector::ZERO }];
        let path = path(Through::new(graph, Table::new(graph, |_| 0).as_ref(), &weights, 0, goals.to_vec()).best(
            groups,
            u64::MAX,
            usize::MAX,
        ))?;
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
