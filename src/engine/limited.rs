//! The first path in the order of answers among those whose sums of some resources stay within limits.
//!
//! A resource is a whole number for each arc and for each goal: the ticks of a criterion, or the caller's own. So, for the
//! best path that shares at most 100 km with another and costs no more than 5,000 US$:
//!
//! ```text
//! let shared: Vec<u32> = (0..graph.arcs() as u32).map(|arc| ...).collect(); // metres of each arc that count
//! let resources = vec![Resource::new(&shared, vec![0; goals.len()]), Resource::of(graph, goals, Criterion::Cost)];
//! let limited = Limited::new(graph, &weights, goals, resources); // a sweep for the score and one for each resource
//! let path = limited.best(&Query::new(start, goals), &[100_000, 500_000]); // limits of this question, in ticks
//! ```
//!
//! The sweeps serve any number of questions with the same goals: other limits, `Query::with_closed`, `Query::keeping_off`,
//! groups of arcs to use in order.
//!
//! Label setting: labels come up by score and exact rest (Hart, Nilsson, Raphael 1968), are dropped where a sum and its own exact
//! rest exceed a limit (Dumitrescu and Boland 2003), and where a label of the same state that comes earlier in the order of answers
//! has used no more of any resource (Handler and Zang 1980 solve the same problem by duality). Whatever is added to both, the
//! earlier one stays earlier and within the limits, so that this loses no answer. Of labels at the goals the first to come up is the
//! answer. If it visits a place twice, labels remember that place along the detour and the search starts again (decremental state
//! space relaxation: Righini and Salani 2008; `memory`).

use super::fewest::{Few, NOTHING, Set, is_within};
use super::graph::NONE;
use super::heap::Heap;
use super::memory::Memory;
use super::metric::Metric;
use super::query::Query;
use super::scores::{Bound, Scores};
use super::simple::Answer;
use super::{Goal, Graph, Path};
use crate::cost::{CostVector, Criterion};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Something that adds up along a path and has a limit.
#[derive(Clone, Debug)]
pub(crate) struct Resource<'a> {
    by_arc: Cow<'a, [u32]>,
    /// What ending adds, in the order of the goals.
    by_goal: Vec<u32>,
}

impl<'a> Resource<'a> {
    pub(crate) fn new(by_arc: impl Into<Cow<'a, [u32]>>, by_goal: Vec<u32>) -> Resource<'a> {
        Resource { by_arc: by_arc.into(), by_goal }
    }

    /// The ticks of a criterion.
    pub(crate) fn of(graph: &Graph, goals: &[Goal], criterion: Criterion) -> Resource<'a> {
        let by_arc: Vec<u32> = (0..graph.arcs() as u32).map(|arc| graph.cost(arc)[criterion]).collect();
        Resource::new(by_arc, goals.iter().map(|goal| goal.cost[criterion]).collect())
    }
}

/// A resource as a score. It has 32 bits an arc and at most 2^32 arcs a path, so that sums fit.
struct Amount<'a>(&'a [u32]);

impl Metric for Amount<'_> {
    type Score = u64;

    fn cost(&self, _: &CostVector) -> u64 {
        0
    }

    fn rates(&self) -> super::landmarks::Lanes {
        [0.0; 8]
    }

    #[inline]
    fn arc(&self, arc: u32, _: &CostVector) -> u64 {
        u64::from(self.0[arc as usize])
    }
}

/// What serves all questions with the same goals and resources.
pub(crate) struct Limited<'a, M: Metric> {
    graph: &'a Graph,
    metric: &'a M,
    goals: Vec<Goal>,
    resources: Vec<Resource<'a>>,
    /// The least score from each state to the goals.
    score: Scores<M::Score>,
    /// The least of each resource from state `s` to the goals: `rest[s * resources..][..resources]`.
    rest: Vec<u64>,
}

impl<'a, M: Metric> Limited<'a, M> {
    /// A sweep for the score and one for each resource.
    pub(crate) fn new(graph: &'a Graph, metric: &'a M, goals: &[Goal], resources: Vec<Resource<'a>>) -> Limited<'a, M> {
        let mut rest = vec![u64::MAX; graph.states() * resources.len()];
        for (axis, resource) in resources.iter().enumerate() {
            let seeds = goals.iter().zip(&resource.by_goal).map(|(goal, used)| (goal.state, u64::from(*used)));
            let least = Scores::to(graph, &Amount(&resource.by_arc), seeds);
            let of_axis = rest.iter_mut().skip(axis).step_by(resources.len());
            (0..).zip(of_axis).for_each(|(state, rest)| *rest = least.at(state));
        }
        let score = Scores::to_goals(graph, metric, goals);
        Limited { graph, metric, goals: goals.to_vec(), resources, score, rest }
    }

    /// One more resource, for which a sweep is made.
    pub(crate) fn add(&mut self, resource: Resource<'a>) {
        let seeds = self.goals.iter().zip(&resource.by_goal).map(|(goal, used)| (goal.state, u64::from(*used)));
        let least = Scores::to(self.graph, &Amount(&resource.by_arc), seeds);
        let (axes, before) = (self.resources.len(), std::mem::take(&mut self.rest));
        for state in 0..self.graph.states() as u32 {
            self.rest.extend_from_slice(&before[state as usize * axes..][..axes]);
            self.rest.push(least.at(state));
        }
        self.resources.push(resource);
    }

    /// The first path in the order of answers that answers the query, visits no place twice and uses no more of any resource than
    /// its limit; `None` if there is none.
    ///
    /// The goals of the query are those given at the start. O(L log L) for L labels, each compared with those of its state.
    pub(crate) fn best(&self, query: &Query<'_>, limits: &[u64]) -> Option<Path> {
        match self.best_of_few(query, limits, u64::MAX) {
            Answer::Path(path) => Some(path),
            Answer::None | Answer::Hopeless | Answer::GivenUp => None,
        }
    }

    /// The same with at most so many labels: whether a route exists through given places is NP-hard to tell.
    pub(crate) fn best_of_few(&self, query: &Query<'_>, limits: &[u64], mut labels: u64) -> Answer {
        self.best_with_few(query, limits, None, &mut labels)
    }

    /// The same among the paths that need few things.
    pub(crate) fn best_with_few(
        &self,
        query: &Query<'_>,
        limits: &[u64],
        few: Option<&Few<'_>>,
        labels: &mut u64,
    ) -> Answer {
        self.search(query, limits, few, None, labels)
    }

    /// The same without labels of which `hopeless` says so, given score, what is used and the state.
    pub(super) fn search(
        &self,
        query: &Query<'_>,
        limits: &[u64],
        few: Option<&Few<'_>>,
        hopeless: Option<Hopeless<'_, M::Score>>,
        labels: &mut u64,
    ) -> Answer {
        let mut memory = Memory::default();
        loop {
            let search = Search { hopeless, ..Search::new(self, query, limits, few, &memory) };
            let path = match search.run(labels) {
                Answer::Path(path) => path,
                other => return other,
            };
            if !memory.learn(self.graph, query.from, &path.arcs) {
                return Answer::Path(path);
            }
            memory.prepare(self.graph);
        }
    }

    /// Every path within the limits, in no order; `false` with those found so far as soon as `take` says so, which is asked at each arc.
    ///
    /// Depth first, only where some walk within the limits goes on.
    pub(crate) fn all(&self, from: u32, limits: &[u64], mut take: impl FnMut() -> bool) -> (Vec<Path>, bool) {
        let graph = self.graph;
        let mut found = Vec::new();
        let mut visited = vec![false; graph.places()];
        // The arcs that are still to be tried from each state on the way, and what the way there has used.
        let mut open = vec![(from, graph.arcs_out(from), vec![0; limits.len()])];
        let mut arcs: Vec<u32> = Vec::new();
        visited[graph.place(from) as usize] = true;
        found.extend(self.ended(from, &arcs, &open[0].2, limits));
        while let Some((state, untried, used)) = open.last_mut() {
            let Some(arc) = untried.next() else {
                visited[graph.place(*state) as usize] = false;
                open.pop();
                arcs.pop();
                continue;
            };
            if !take() {
                return (found, false);
            }
            let head = graph.head(arc);
            if visited[graph.place(head) as usize] || self.score.rest(0, head).is_none() {
                continue;
            }
            let add = |(used, resource): (&u64, &Resource<'_>)| used + u64::from(resource.by_arc[arc as usize]);
            let used: Vec<u64> = used.iter().zip(&self.resources).map(add).collect();
            let rest = &self.rest[head as usize * limits.len()..][..limits.len()];
            if used.iter().zip(rest).zip(limits).any(|((used, rest), limit)| used + rest > *limit) {
                continue;
            }
            arcs.push(arc);
            visited[graph.place(head) as usize] = true;
            found.extend(self.ended(head, &arcs, &used, limits));
            open.push((head, graph.arcs_out(head), used));
        }
        (found, true)
    }

    /// The path that ends at a state, if that is a goal within the limits.
    fn ended(&self, state: u32, arcs: &[u32], used: &[u64], limits: &[u64]) -> Option<Path> {
        let goal = self.goals.iter().position(|goal| goal.state == state)?;
        let ends = self.resources.iter().map(|resource| u64::from(resource.by_goal[goal]));
        let within = used.iter().zip(ends).zip(limits).all(|((used, end), limit)| used + end <= *limit);
        within.then(|| Path::new(self.graph, arcs.to_vec(), self.goals[goal]))
    }

    /// What some arcs use of each resource.
    pub(crate) fn used(&self, arcs: &[u32]) -> Vec<u64> {
        let used = |resource: &Resource<'_>| arcs.iter().map(|arc| u64::from(resource.by_arc[*arc as usize])).sum();
        self.resources.iter().map(used).collect()
    }

    /// The least score from each state to the goals.
    pub(crate) fn scores(&self) -> &Scores<M::Score> {
        &self.score
    }
}

/// One way to a state, or to a goal and all that ending there costs.
#[derive(Clone, Copy)]
struct Label<S> {
    score: S,
    cost: CostVector,
    links: u32,
    /// The state in its layer; `NONE` where the path has ended.
    at: u32,
    parent: u32,
    arc: u32,
    /// The things that it needs.
    needs: Set,
}

/// Whether a label of that score, which has used so much, need not go on from a state.
pub(super) type Hopeless<'s, S> = &'s dyn Fn(S, &[u64], u32) -> bool;

/// What the search by prices reads.
impl<M: Metric> Limited<'_, M> {
    pub(super) fn graph(&self) -> &Graph {
        self.graph
    }

    pub(super) fn goals(&self) -> &[Goal] {
        &self.goals
    }

    pub(super) fn arc_score(&self, arc: u32) -> M::Score {
        self.metric.arc(arc, self.graph.cost(arc))
    }

    pub(super) fn goal_score(&self, goal: usize) -> M::Score {
        self.metric.cost(&self.goals[goal].cost)
    }

    pub(super) fn path_score(&self, path: &Path) -> M::Score {
        let end = self.goals.iter().position(|goal| goal.state == path.end);
        let end = end.map_or(M::Score::default(), |goal| self.goal_score(goal));
        path.arcs().iter().fold(end, |sum, arc| sum + self.arc_score(*arc))
    }

    /// The arcs that use a resource, and how much.
    pub(super) fn users(&self, axis: usize) -> Vec<(u32, u32)> {
        let by_arc = (0..).zip(self.resources[axis].by_arc.iter().copied());
        by_arc.filter(|(_, used)| *used > 0).collect()
    }

    pub(super) fn goal_uses(&self, goal: usize) -> impl Iterator<Item = u64> + '_ {
        self.resources.iter().map(move |resource| u64::from(resource.by_goal[goal]))
    }

    /// The most of a resource that any arc uses.
    pub(super) fn most_used(&self, axis: usize) -> u32 {
        self.resources[axis].by_arc.iter().copied().max().unwrap_or(0)
    }
}

/// One search for a walk that comes back to no place that labels remember.
struct Search<'s, M: Metric> {
    task: &'s Limited<'s, M>,
    query: &'s Query<'s>,
    limits: &'s [u64],
    few: Option<&'s Few<'s>>,
    hopeless: Option<Hopeless<'s, M::Score>>,
    memory: &'s Memory,
    labels: Vec<Label<M::Score>>,
    /// What label `i` has used: `used[i * resources..][..resources]`.
    used: Vec<u64>,
    /// The critical places that it remembers: `marks[i * words..][..words]`.
    marks: Vec<u64>,
    words: usize,
    /// The settled labels of each state.
    settled: Vec<Vec<u32>>,
    heap: Heap<M::Score>,
}

/// Whether a label comes before another of the same score and rest. One that another was made from always does.
fn before<S>(graph: &Graph, labels: &[Label<S>], a: u32, b: u32) -> bool {
    let (mut first, mut second) = (&labels[a as usize], &labels[b as usize]);
    let mut order = (first.cost, first.links).cmp(&(second.cost, second.links));
    // As many links on both ways, so that both come to the start at once.
    while order == Ordering::Equal && first.arc != NONE && second.arc != NONE {
        order = graph.link(first.arc).cmp(&graph.link(second.arc));
        (first, second) = (&labels[first.parent as usize], &labels[second.parent as usize]);
    }
    order == Ordering::Less
}

impl<'s, M: Metric> Search<'s, M> {
    fn new(
        task: &'s Limited<'s, M>,
        query: &'s Query<'s>,
        limits: &'s [u64],
        few: Option<&'s Few<'s>>,
        memory: &'s Memory,
    ) -> Search<'s, M> {
        Search {
            task,
            query,
            limits,
            few,
            hopeless: None,
            memory,
            labels: Vec::new(),
            used: Vec::new(),
            marks: Vec::new(),
            words: memory.words(),
            settled: vec![Vec::new(); task.graph.states() * query.layers()],
            heap: Heap::new(),
        }
    }

    fn run(mut self, labels: &mut u64) -> Answer {
        let (graph, query) = (self.task.graph, self.query);
        let may_go_on = self.few.is_none_or(|few| few.may_go_on(&NOTHING, query.from));
        if !may_go_on || !query.admits(graph, 0, query.from) {
            return Answer::None;
        }
        let start = Label {
            score: M::Score::default(),
            cost: CostVector::ZERO,
            links: 0,
            at: query.from,
            parent: NONE,
            arc: NONE,
            needs: NOTHING,
        };
        self.push(start, M::Score::default(), &vec![0; self.limits.len()], &vec![0; self.words]);
        while let Some((_, index)) = self.heap.pop(|a, b| before(graph, &self.labels, a, b)) {
            if self.labels[index as usize].at == NONE {
                return self.path(index).map_or(Answer::None, Answer::Path);
            }
            let Some(left) = labels.checked_sub(1) else { return Answer::GivenUp };
            *labels = left;
            if !self.settle(index) {
                continue;
            }
            self.end(index);
            self.expand(index);
        }
        Answer::None
    }

    fn row(all: &[u64], width: usize, label: u32) -> &[u64] {
        &all[label as usize * width..][..width]
    }

    /// Takes a label for good, unless an earlier one of its state makes it needless.
    fn settle(&mut self, index: u32) -> bool {
        let Label { at, needs, .. } = self.labels[index as usize];
        let (used, marks) =
            (Self::row(&self.used, self.limits.len(), index), Self::row(&self.marks, self.words, index));
        if self.is_needless(at, used, marks, &needs) {
            return false;
        }
        self.settled[at as usize].push(index);
        true
    }

    fn is_needless(&self, at: u32, used: &[u64], marks: &[u64], needs: &Set) -> bool {
        // The last ones have used the least.
        self.settled[at as usize].iter().rev().any(|other| {
            let theirs = Self::row(&self.used, self.limits.len(), *other);
            let remembered = Self::row(&self.marks, self.words, *other);
            theirs.iter().zip(used).all(|(theirs, mine)| theirs <= mine)
                && remembered.iter().zip(marks).all(|(theirs, mine)| theirs & !mine == 0)
                && (self.few.is_none() || is_within(&self.labels[*other as usize].needs, needs))
        })
    }

    /// Ends at the state of a label, if that is a goal.
    fn end(&mut self, index: u32) {
        let states = self.task.graph.states() as u32;
        let Label { at, score, cost, links, parent, arc, needs } = self.labels[index as usize];
        let (layer, state) = (at / states, at % states);
        if self.query.goal(layer, state).is_none() {
            return;
        }
        let Some(number) = self.task.goals.iter().position(|goal| goal.state == state) else { return };
        let goal = &self.task.goals[number];
        if self.few.is_some_and(|few| few.at_goal(&needs, number).is_none()) {
            return;
        }
        let used = Self::row(&self.used, self.limits.len(), index);
        let ends = self.task.resources.iter().map(|resource| u64::from(resource.by_goal[number]));
        if used.iter().zip(ends).zip(self.limits).any(|((used, end), limit)| used + end > *limit) {
            return;
        }
        let score = score + self.task.metric.cost(&goal.cost);
        // It stands beside its own label in the chain, so that ties see the same links.
        let ended = Label { score, cost: cost + goal.cost, links, at: NONE, parent, arc, needs };
        self.push(ended, score, &vec![0; self.limits.len()], &vec![0; self.words]);
    }

    /// Goes on from a settled label over every arc.
    fn expand(&mut self, index: u32) {
        let (graph, task, states) = (self.task.graph, self.task, self.task.graph.states() as u32);
        let Label { at, score, cost, links, needs, .. } = self.labels[index as usize];
        let (layer, state) = (at / states, at % states);
        let (here, start) = (graph.place(state), graph.place(self.query.from));
        let mut used = vec![0; self.limits.len()];
        let mut marks = vec![0; self.words];
        let (first, heads, costs) = graph.row(state);
        for (arc, (head, arc_cost)) in (first..).zip(heads.iter().zip(costs)) {
            let place = graph.place(*head);
            let Some(layer) = self.query.follow(graph, layer, arc, *head) else { continue };
            let Some(rest) = task.score.rest(0, *head).filter(|_| place != here && place != start) else { continue };
            let mine = Self::row(&self.used, self.limits.len(), index);
            let adds = task.resources.iter().map(|resource| u64::from(resource.by_arc[arc as usize]));
            used.iter_mut().zip(mine.iter().zip(adds)).for_each(|(used, (mine, add))| *used = mine + add);
            let still = &task.rest[*head as usize * used.len()..][..used.len()];
            if used.iter().zip(still).zip(self.limits).any(|((used, still), limit)| used + still > *limit) {
                continue;
            }
            if self.words > 0 && !self.memory.enter(Self::row(&self.marks, self.words, index), here, place, &mut marks)
            {
                continue;
            }
            let needs = self.few.map_or(Some(needs), |few| few.after(&needs, arc, *head));
            let Some(needs) = needs else { continue };
            let at = layer * states + *head;
            if self.is_needless(at, &used, &marks, &needs) {
                continue;
            }
            let score = score + task.metric.arc(arc, arc_cost);
            if self.hopeless.is_some_and(|hopeless| hopeless(score, &used, *head)) {
                continue;
            }
            let next = Label { score, cost: cost + *arc_cost, links: links + 1, at, parent: index, arc, needs };
            self.push(next, score + rest, &used, &marks);
        }
    }

    fn push(&mut self, label: Label<M::Score>, total: M::Score, used: &[u64], marks: &[u64]) {
        self.labels.push(label);
        self.used.extend_from_slice(used);
        self.marks.extend_from_slice(marks);
        let index = self.labels.len() as u32 - 1;
        self.heap.push(total, index, |a, b| before(self.task.graph, &self.labels, a, b));
    }

    /// The path of a label that has ended.
    fn path(&self, ended: u32) -> Option<Path> {
        let graph = self.task.graph;
        let (mut arcs, mut label) = (Vec::new(), &self.labels[ended as usize]);
        while label.arc != NONE {
            arcs.push(label.arc);
            label = &self.labels[label.parent as usize];
        }
        arcs.reverse();
        let end = arcs.last().map_or(self.query.from, |arc| graph.head(*arc));
        Some(Path::new(graph, arcs, *self.task.goals.iter().find(|goal| goal.state == end)?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::LeastToOpen;
    use super::super::oracle::{Answer, Case, all_paths, config, dense, small};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Up to three resources for up to 50 arcs and 3 goals; many of them cost nothing.
    fn resources() -> impl Strategy<Value = Vec<(Vec<u32>, Vec<u32>)>> {
        let amount = || prop_oneof![2 => Just(0), 2 => 0..4u32, 1 => Just(u32::MAX)];
        vec((vec(amount(), 50), vec(amount(), 3)), 0..4)
    }

    impl Resource<'_> {
        /// What the whole path uses, given the goals.
        fn used(&self, path: &Path, goals: &[Goal]) -> u64 {
            let end = goals.iter().position(|goal| goal.state == path.end).map_or(0, |goal| self.by_goal[goal]);
            u64::from(end) + path.arcs.iter().map(|arc| u64::from(self.by_arc[*arc as usize])).sum::<u64>()
        }
    }

    /// The `nth` of all amounts that paths use, a little less or more; so that most limits bind.
    fn limit(case: &Case, paths: &[Path], resource: &Resource<'_>, nth: usize, shift: i64) -> u64 {
        let mut amounts: Vec<u64> = paths.iter().map(|path| resource.used(path, &case.goals)).collect();
        amounts.sort_unstable();
        amounts.get(nth % amounts.len().max(1)).map_or(0, |amount| amount.saturating_add_signed(shift))
    }

    type Drawn = (Vec<(Vec<u32>, Vec<u32>)>, Vec<(usize, i64)>, Option<Criterion>);

    fn drawn() -> impl Strategy<Value = Drawn> {
        let limits = vec((0..1000usize, -1..2i64), 4);
        let criterion = (0..9usize).prop_map(|c| Criterion::ALL.get(c).copied());
        (resources(), limits, criterion)
    }

    fn check<M: Metric>(case: &Case, metric: &M, (own, nth, criterion): &Drawn) -> Result<(), TestCaseError> {
        let (graph, goals) = (&case.graph, &case.goals[..]);
        let own = own.iter().map(|(arcs, ends)| Resource::new(&arcs[..graph.arcs()], ends[..goals.len()].to_vec()));
        let resources: Vec<Resource<'_>> =
            own.chain(criterion.map(|criterion| Resource::of(graph, goals, criterion))).collect();
        let all = all_paths(graph, metric, case.from, goals);
        let through: Vec<&Answer<M::Score>> = all.iter().filter(|answer| answer.uses(&case.groups)).collect();
        let over = Query::new(case.from, goals).through(graph, &case.groups);
        let plain = Query::new(case.from, goals);
        for (query, answers) in [(plain, all.iter().collect::<Vec<_>>()), (over, through)] {
            let paths: Vec<Path> = answers.iter().map(|answer| answer.path()).collect();
            let limits: Vec<u64> =
                resources.iter().zip(nth).map(|(r, (nth, shift))| limit(case, &paths, r, *nth, *shift)).collect();
            let within = |path: &&Path| resources.iter().zip(&limits).all(|(r, limit)| r.used(path, goals) <= *limit);
            let expected = paths.iter().find(within);
            let limited = Limited::new(graph, metric, goals, resources.clone());
            let found = limited.best(&query, &limits);
            prop_assert_eq!(found.as_ref(), expected, "limits {:?}", limits);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(config(4000))]

        #[test]
        fn the_best_within_limits_is_the_first_of_all_that_keep_them(case in prop_oneof![small(), dense()], drawn in drawn()) {
            check(&case, &case.weights, &drawn)?;
            check(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed }, &drawn)?;
        }
    }
}
