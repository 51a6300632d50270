//! The best path that uses one arc of each of several groups, in order: the signature of a corridor.
//!
//! Two sweeps over the whole graph, from the start and to the goals, serve all corridors of a trip: they tell how to come to the first
//! group and how to go on from the last. What lies between two groups is searched once, for all signatures and parts of questions that share it.

use super::chain::{Chain, Last};
use super::forced::forbid_forced;
use super::metric::{Score, Scored};
use super::query::{Ban, Query};
use super::scores::{Bound, Scores};
use super::simple::{Answer, Walk, split_until_simple, walk};
use super::stretch::{END, Exit, Layer, Stretch, Way};
use super::{Goal, Graph, Metric, Path, Table};
use crate::parallel;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What is found once and serves all signatures of a trip.
pub(crate) struct Through<'a, M: Metric> {
    pub(crate) graph: &'a Graph,
    metric: Scored<'a, M>,
    table: Option<&'a Table>,
    start: u32,
    pub(crate) goals: Vec<Goal>,
    /// Least scores from the start, and to the goals; made when first asked for.
    sweeps: OnceLock<[Scores<M::Score>; 2]>,
    /// From states to the groups that come next.
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
        Through { graph, metric, table, start, goals, sweeps, between, memory }
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

    /// The same, as the table tells it without a sweep: of each of several choices of groups.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn rough_bounds(&self, choices: &[Vec<Vec<u32>>]) -> Vec<Option<M::Score>> {
        let ends = self.table.and_then(|table| {
            let to = table.towards(self.graph, &self.goals, &self.metric)?;
            Some((table.since(self.graph, self.start, &self.metric), to))
        });
        let bound = |groups: &Vec<Vec<u32>>| match &ends {
            Some((from, to)) => bound(self.graph, self.table, &self.metric, (from, to), groups),
            None => self.bound(groups),
        };
        choices.iter().map(bound).collect()
    }

    /// The best path through the groups that visits no place twice, if it scores no more than `most`.
    ///
    /// At most `budget` searches.
    pub(crate) fn best(&self, groups: &[Vec<u32>], most: M::Score, budget: usize) -> Answer {
        let last = Last::Swept(&self.sweeps()[1]);
        self.with_memory(|memory| {
            let Some(chain) = self.chain(groups, &last) else { return Answer::None };
            let told = |layer: u32, (state, score): (u32, M::Score), memory: &mut Memory<M::Score>| {
                let group = groups.get(layer as usize);
                match (layer, group) {
                    (_, None) => self.last_stretch(state),
                    (0, Some(group)) => self.first_stretch(group),
                    (_, Some(_)) if chain.rest(layer, state).is_none_or(|rest| score + rest > most) => Arc::default(),
                    (_, Some(group)) => self.between(state, group, memory),
                }
            };
            let Some((score, arcs)) = self.course(groups.len() as u32, most, memory, told) else {
                return Answer::None;
            };
            let path = arcs.and_then(|arcs| self.path(arcs));
            let path = match path {
                // Almost always.
                Some(path) if path.repeated_places(self.graph).is_empty() => return Answer::Path(path),
                path => path,
            };
            let query = Query::new(self.start, &self.goals).through(self.graph, groups);
            let first = match path {
                Some(path) => Some((score, path)),
                None => walk(self.graph, &self.metric, &chain, &query, &mut memory.layers, score),
            };
            self.without_repeats(first, query, &chain, memory, most, budget)
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
            let first = self.walk(&query, &chain, &mut vec![Vec::new(); query.layers()], memory, most);
            self.without_repeats(first, query, &chain, memory, most, budget)
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

    /// The best path of a question that visits no place twice, given its best walk.
    fn without_repeats<'q>(
        &self,
        first: Option<(M::Score, Path)>,
        mut query: Query<'q>,
        chain: &Chain<'_, M::Score>,
        memory: &mut Memory<M::Score>,
        most: M::Score,
        budget: usize,
    ) -> Answer {
        let repeats = |path: &Path| !path.repeated_places(self.graph).is_empty();
        match first {
            None => return Answer::None,
            Some((_, path)) if !repeats(&path) => return Answer::Path(path),
            Some(_) => {}
        }
        query.keep_ends_apart(self.graph);
        let mut known: Vec<Known<M::Score>> = vec![Vec::new(); query.layers()];
        let Some(mut found) = self.walk(&query, chain, &mut known, memory, most) else { return Answer::None };
        if repeats(&found.1) {
            // Mostly the way there and the way back are forced through the same places.
            let before = query.clone();
            if !forbid_forced(self.graph, &mut query, None) {
                return Answer::None;
            }
            self.forget(&mut known, &before, &query);
            if !query.admits_all_of(self.graph, &found.1) {
                let Some(again) = self.walk(&query, chain, &mut known, memory, most) else { return Answer::None };
                found = again;
            }
        }
        let (score, path) = found;
        let solve = |split: &Walk<'q, M::Score, Vec<Known<M::Score>>>, ban: Ban| {
            let mut query = split.query.without(self.graph, ban);
            if ban.state.is_none() && !forbid_forced(self.graph, &mut query, Some(ban.layer)) {
                return None;
            }
            let mut known = split.known.clone();
            self.forget(&mut known, &split.query, &query);
            let (score, path) = self.walk(&query, chain, &mut known, memory, most)?;
            Some(Walk { score, path, query, known })
        };
        split_until_simple(self.graph, Walk { score, path, query, known }, solve, budget)
    }

    /// Forgets what is known of layers in which more is forbidden now.
    fn forget(&self, known: &mut [Known<M::Score>], before: &Query<'_>, now: &Query<'_>) {
        for (layer, known) in (0..).zip(known) {
            if !now.is_same_in(before, self.graph, layer) {
                known.clear();
            }
        }
    }

    /// The first walk in the order of answers, layer by layer; what is known of a layer is not searched again.
    fn walk(
        &self,
        query: &Query<'_>,
        chain: &Chain<'_, M::Score>,
        known: &mut [Known<M::Score>],
        memory: &mut Memory<M::Score>,
        most: M::Score,
    ) -> Option<(M::Score, Path)> {
        let search = |layer: u32, (state, score): (u32, M::Score), memory: &mut Memory<M::Score>| {
            let known = &mut known[layer as usize];
            if let Some((_, stretch)) = known.iter().find(|known| known.0 == state) {
                return stretch.clone();
            }
            if score > most {
                return Arc::default();
            }
            let (rest, beyond) = (|to| chain.rest(layer, to), |to| chain.rest(layer + 1, to));
            let layer = Layer { graph: self.graph, metric: &self.metric, query, layer };
            let stretch = Arc::new(layer.stretch(state, most - score, rest, beyond, &mut memory.layer));
            known.push((state, stretch.clone()));
            stretch
        };
        let (score, arcs) = self.course(query.groups.len() as u32, most, memory, search)?;
        match arcs.and_then(|arcs| self.path(arcs)) {
            Some(path) => Some((score, path)),
            None => walk(self.graph, &self.metric, chain, query, &mut memory.layers, score),
        }
    }

    /// The least score of all ways through so many groups, and the arcs of the best; no arcs where several score the same.
    fn course(
        &self,
        groups: u32,
        most: M::Score,
        memory: &mut Memory<M::Score>,
        mut stretch: impl FnMut(u32, (u32, M::Score), &mut Memory<M::Score>) -> Arc<Stretch<M::Score>>,
    ) -> Option<(M::Score, Option<Vec<u32>>)> {
        /// The best way to a state at which a layer begins: over which exit of a stretch, and from which of the states before.
        struct Entry<S> {
            state: u32,
            score: S,
            before: Option<(Arc<Stretch<S>>, usize, usize)>,
            tied: bool,
        }
        let start = Entry { state: self.start, score: M::Score::default(), before: None, tied: false };
        let mut layers = vec![vec![start]];
        for layer in 0..=groups {
            let mut next: Vec<Entry<M::Score>> = Vec::new();
            for (from, entry) in layers[layer as usize].iter().enumerate() {
                let found = stretch(layer, (entry.state, entry.score), memory);
                for (i, exit) in found.exits.iter().enumerate() {
                    let (state, score) = (exit.state, entry.score + exit.score);
                    let over = || Entry { state, score, before: Some((found.clone(), i, from)), tied: false };
                    match next.iter_mut().find(|known| known.state == state) {
                        None => next.push(over()),
                        Some(known) if score < known.score => *known = over(),
                        Some(known) => known.tied |= score == known.score,
                    }
                }
            }
            layers.push(next);
        }
        let mut entry = layers.pop()?.pop().filter(|end| end.score <= most)?;
        let (score, mut ways) = (entry.score, Vec::new());
        while let Some((stretch, exit, from)) = &entry.before {
            let way = (!entry.tied).then(|| self.arcs_of(&stretch.exits[*exit])).flatten();
            let Some(arcs) = way else { return Some((score, None)) };
            ways.push(arcs);
            let mut before = layers.pop()?;
            entry = before.swap_remove(*from);
        }
        Some((score, Some(ways.into_iter().rev().flatten().collect())))
    }

    fn path(&self, arcs: Vec<u32>) -> Option<Path> {
        let end = arcs.last().map_or(self.start, |arc| self.graph.head(*arc));
        let goal = self.goals.iter().find(|goal| goal.state == end)?;
        Some(Path::new(self.graph, arcs, *goal))
    }

    /// From the start to a group, as the sweep tells it.
    fn first_stretch(&self, group: &[u32]) -> Arc<Stretch<M::Score>> {
        let ([from, _], mut stretch) = (self.sweeps(), Stretch::default());
        for arc in group {
            if let Some(before) = from.rest(0, self.graph.tail(*arc)) {
                stretch.take(self.graph.head(*arc), before + self.arc(*arc), Way::Over(*arc));
            }
        }
        Arc::new(stretch)
    }

    /// From a state to the goals, the same.
    fn last_stretch(&self, state: u32) -> Arc<Stretch<M::Score>> {
        let [_, to] = self.sweeps();
        let exit = to.rest(0, state).map(|score| Exit { state: END, score, way: Way::Onward(state) });
        Arc::new(Stretch { exits: exit.into_iter().collect() })
    }

    /// From a state to a group, whatever is forbidden in some questions.
    fn between(&self, state: u32, group: &[u32], memory: &mut Memory<M::Score>) -> Arc<Stretch<M::Score>> {
        let all = || self.between.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all().get(group).and_then(|known| known.iter().find(|known| known.0 == state).cloned());
        if let Some((_, stretch)) = known {
            return stretch;
        }
        let (groups, last, nothing) = ([group.to_vec()], Last::Nothing, M::Score::default());
        let Some(chain) = self.chain(&groups, &last) else { return Arc::default() };
        let query = Query::new(state, &[]).through(self.graph, &groups);
        let layer = Layer { graph: self.graph, metric: &self.metric, query: &query, layer: 0 };
        let rest = |to| chain.rest(0, to);
        let found = layer.stretch(state, M::Score::UNREACHED, rest, |_| Some(nothing), &mut memory.layer);
        let found = Arc::new(found);
        all().entry(group.into()).or_default().push((state, found.clone()));
        found
    }

    /// The arcs of a way; `None` where several score the same.
    fn arcs_of(&self, exit: &Exit<M::Score>) -> Option<Vec<u32>> {
        let graph = self.graph;
        let only = |ways: &mut dyn Iterator<Item = u32>| ways.next().filter(|_| ways.next().is_none());
        let mut arcs = Vec::new();
        match &exit.way {
            Way::Tied => return None,
            Way::Arcs(known) => arcs.extend(known),
            Way::Over(over) => {
                let [from, _] = self.sweeps();
                let mut state = graph.tail(*over);
                arcs.push(*over);
                while state != self.start {
                    let score = from.rest(0, state)?;
                    let before = |arc: u32| from.rest(0, graph.tail(arc)).map(|rest| rest + self.arc(arc));
                    let arc = only(&mut graph.arcs_in(state).filter(|arc| before(*arc) == Some(score)))?;
                    arcs.push(arc);
                    state = graph.tail(arc);
                }
                arcs.reverse();
            }
            Way::Onward(from) => {
                let ([_, to], mut state) = (self.sweeps(), *from);
                loop {
                    let score = to.rest(0, state)?;
                    let after = |arc: u32| to.rest(0, graph.head(arc)).map(|rest| rest + self.arc(arc));
                    let mut onward = graph.arcs_out(state).filter(|arc| after(*arc) == Some(score));
                    let ends = |goal: &Goal| goal.state == state && self.metric.cost(&goal.cost) == score;
                    if self.goals.iter().any(ends) {
                        return onward.next().is_none().then_some(arcs);
                    }
                    let arc = only(&mut onward)?;
                    arcs.push(arc);
                    state = graph.head(arc);
                }
            }
        }
        Some(arcs)
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
    use super::super::oracle::{Case, all_paths, config, small};
    use super::super::{LeastToOpen, NoBound};
    use super::*;
    use crate::cost::{CostVector, Criterion};
    use crate::weights::Weights;
    use proptest::prelude::*;
    use std::cell::Cell;

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

    /// Layer by layer as through all layers at once, whatever is forbidden; and the same again from what is known of the layers.
    fn check_walks<M: Metric>(case: &Case, metric: &M) -> Result<bool, TestCaseError> {
        let (graph, table) = (&case.graph, Table::new(&case.graph, |state| state % 2));
        let through = Through::new(graph, table.as_ref(), metric, case.from, case.goals.clone());
        let last = Last::Swept(&through.sweeps()[1]);
        let Some(chain) = through.chain(&case.groups, &last) else { return Ok(false) };
        let mut query = Query::new(case.from, &case.goals).through(graph, &case.groups);
        let (mut memory, mut known) = (Memory::default(), vec![Vec::new(); query.layers()]);
        let mut found = false;
        for bans in [false, true] {
            if bans {
                let before = query.clone();
                query.keep_ends_apart(graph);
                through.forget(&mut known, &before, &query);
            }
            let most = M::Score::UNREACHED;
            let expected = walk(graph, metric, &NoBound, &query, &mut memory.layers, most);
            for _ in 0..2 {
                prop_assert_eq!(&through.walk(&query, &chain, &mut known, &mut memory, most), &expected);
            }
            found |= expected.is_some();
        }
        Ok(found && case.groups.len() > 1)
    }

    #[test]
    fn walks_found_layer_by_layer_are_the_first_of_all() {
        let several = Cell::new(0);
        proptest!(config(2000), |(case in small())| {
            several.set(several.get() + usize::from(check_walks(&case, &case.weights)?));
            check_walks(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed })?;
        });
        assert!(several.get() >= 2, "{several:?} walks over several groups");
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
