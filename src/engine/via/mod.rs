//! The best path that uses one arc of each of several groups, in order: the signature of a corridor.
//!
//! Two sweeps over the whole graph, from the start and to the goals, serve all corridors of a trip: they tell how to come to the first
//! group and how to go on from the last. What lies between two groups is searched once, for all signatures and parts of questions that share it.

mod bound;
mod course;
mod repeats;

use super::chain::{Chain, Last};
use super::metric::{Score, Scored};
use super::query::Query;
use super::scores::{Bound, Scores};
use super::simple::{Answer, Walk, walk};
use super::stretch::Stretch;
use super::table::Rates;
use super::{Goal, Graph, Metric, Path, Table};
use crate::parallel;
pub(super) use bound::bound;
pub(crate) use repeats::Draft;
use repeats::Told;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What is found once and serves all signatures of a trip.
pub(crate) struct Through<'a, M: Metric> {
    pub(crate) graph: &'a Graph,
    metric: Scored<'a, M>,
    table: Option<&'a Table>,
    /// What its steps score.
    rates: Option<Rates>,
    start: u32,
    pub(crate) goals: Vec<Goal>,
    /// Least scores from the start, and to the goals; made when first asked for.
    sweeps: OnceLock<[Scores<M::Score>; 2]>,
    /// From states to the groups that come next; to the goals under no arcs.
    between: Mutex<Between<M::Score>>,
    /// Memory of searches that are done, for the next ones.
    memory: Mutex<Vec<Memory<M::Score>>>,
}

/// Stretches by the state in which they begin.
type Known<S> = Vec<(u32, Arc<Stretch<S>>)>;

/// Stretches by the group to which they lead.
type Between<S> = BTreeMap<Box<[u32]>, Known<S>>;

/// Memory of searches through one layer, and through all of them.
#[derive(Default)]
struct Memory<S: Score> {
    layer: Scores<S>,
    layers: Scores<S>,
}

impl<'a, M: Metric> Through<'a, M> {
    /// A look at each arc; two sweeps when a question first needs them.
    pub(crate) fn new(
        graph: &'a Graph,
        table: Option<&'a Table>,
        metric: &'a M,
        start: u32,
        goals: Vec<Goal>,
    ) -> Through<'a, M> {
        let metric = Scored::new(graph, metric);
        let (sweeps, between, memory) = (OnceLock::new(), Mutex::default(), Mutex::default());
        let rates = table.map(|table| table.rates(&metric));
        Through { graph, metric, table, rates, start, goals, sweeps, between, memory }
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
        bound(self.graph, self.table.zip(self.rates.as_ref()), &self.metric, (from, to), groups)
    }

    /// The same, as the table tells it without a sweep: of each of several choices of groups.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn rough_bounds(&self, choices: &[Vec<Vec<u32>>]) -> Vec<Option<M::Score>> {
        let ends = self.table.and_then(|table| {
            let to = table.towards(self.graph, &self.goals, &self.metric)?;
            Some((table.since(self.graph, self.start, &self.metric), to))
        });
        let bound = |groups: &Vec<Vec<u32>>| match &ends {
            Some((from, to)) => {
                bound(self.graph, self.table.zip(self.rates.as_ref()), &self.metric, (from, to), groups)
            }
            None => self.bound(groups),
        };
        choices.iter().map(bound).collect()
    }

    /// The best path through the groups that visits no place twice, if it scores no more than `most`.
    ///
    /// At most `budget` searches.
    pub(crate) fn best(&self, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        match self.draft(groups, most) {
            None => Answer::None,
            Some(Draft::Path(path)) => Answer::Path(path),
            Some(Draft::Walk(walk)) => self.finish(walk, most, budget),
        }
    }

    /// The same from what a first look has found.
    pub(crate) fn finish(&self, walk: Walk<'_, M::Score, Told<M::Score>>, most: M::Score, budget: usize) -> Answer {
        let last = Last::Swept(&self.sweeps()[1]);
        self.with_memory(|memory| match self.chain(walk.query.groups, &last) {
            Some(chain) => self.without_repeats(walk, &chain, memory, most, budget),
            None => Answer::None,
        })
    }

    /// A first look at the paths through the groups; `None` if there is none that scores no more than `most`.
    ///
    /// At most one search for each group and one more.
    pub(crate) fn draft<'q>(&'q self, groups: &'q [Vec<u32>], most: M::Score) -> Option<Draft<'q, M::Score>> {
        let last = Last::Swept(&self.sweeps()[1]);
        self.with_memory(|memory| {
            let chain = self.chain(groups, &last)?;
            let mut known = vec![Vec::new(); groups.len() + 1];
            let told = |layer: u32, (state, score): (u32, M::Score), memory: &mut Memory<M::Score>| {
                if layer > 0 && chain.rest(layer, state).is_none_or(|rest| score + rest > most) {
                    return Arc::default();
                }
                let stretch = self.unhindered(layer, state, groups.get(layer as usize), memory);
                known[layer as usize].push((state, stretch.clone()));
                stretch
            };
            let (score, arcs) = self.course(groups.len() as u32, most, memory, told)?;
            let path = arcs.and_then(|arcs| self.path(arcs));
            let path = match path {
                // Almost always.
                Some(path) if path.repeated_places(self.graph).is_empty() => return Some(Draft::Path(path)),
                path => path,
            };
            let query = Query::new(self.start, &self.goals).through(self.graph, groups);
            let first = match path {
                Some(path) => (score, path),
                None => walk(self.graph, &self.metric, &chain, &query, &mut memory.layers, score)?,
            };
            self.keep_apart((first, query), known, &chain, memory, most)
        })
    }

    /// The same without the two sweeps, if they were not made: where hardly any path scores as little as `most`.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn search(&self, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        let towards = || self.table?.towards(self.graph, &self.goals, &self.metric);
        let last = match self.sweeps.get() {
            None => towards().map(Last::Table),
            Some(sweeps) => Some(Last::Swept(&sweeps[1])),
        };
        let last = last.unwrap_or_else(|| Last::Swept(&self.sweeps()[1]));
        self.with_memory(|memory| {
            let Some(chain) = self.chain(groups, &last) else { return Answer::None };
            let query = Query::new(self.start, &self.goals).through(self.graph, groups);
            let mut known = vec![Vec::new(); query.layers()];
            let Some(first) = self.walk(&query, &chain, &mut known, memory, most) else { return Answer::None };
            match self.keep_apart((first, query), known, &chain, memory, most) {
                None => Answer::None,
                Some(Draft::Path(path)) => Answer::Path(path),
                Some(Draft::Walk(walk)) => self.without_repeats(walk, &chain, memory, most, budget),
            }
        })
    }

    fn with_memory<T>(&self, search: impl FnOnce(&mut Memory<M::Score>) -> T) -> T {
        // A poisoned lock only means that another thread panicked; the memory holds no answers.
        let idle = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_default();
        let found = search(&mut memory);
        idle().push(memory);
        found
    }

    fn chain<'t>(&'t self, groups: &[Vec<u32>], last: &'t Last<'t, M::Score>) -> Option<Chain<'t, M::Score>> {
        Chain::new(self.graph, self.table, &self.metric, groups, last)
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
