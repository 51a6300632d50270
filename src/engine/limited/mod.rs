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

mod search;
#[cfg(test)]
mod tests;

use super::fewest::Few;
use super::memory::Memory;
use super::scores::{Bound, Scores};
use super::simple::Answer;
use super::{Goal, Graph, Metric, Path, Query};
use crate::cost::{CostVector, Criterion};
use search::Search;
use std::borrow::Cow;

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

    fn rates(&self) -> super::metric::Lanes {
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
    ahead: Ahead<M::Score>,
}

/// What is still to come.
struct Ahead<S> {
    /// The least score from each state to the goals.
    score: Scores<S>,
    /// The least of each resource from state `s` to the goals: `rest[s * resources..][..resources]`.
    rest: Vec<u64>,
}

impl<'a, M: Metric> Limited<'a, M> {
    /// A sweep for the score and one for each resource.
    pub(crate) fn new(graph: &'a Graph, metric: &'a M, goals: &[Goal], resources: Vec<Resource<'a>>) -> Limited<'a, M> {
        let score = Scores::to_goals(graph, metric, goals);
        let rest = rests(graph, &resources, |axis| {
            let ends = goals.iter().zip(&resources[axis].by_goal);
            ends.map(|(goal, used)| (goal.state, u64::from(*used))).collect()
        });
        Limited { graph, metric, goals: goals.to_vec(), resources, ahead: Ahead { score, rest } }
    }

    /// The same with limits on criteria, and these limits.
    pub(crate) fn within(
        graph: &'a Graph,
        metric: &'a M,
        goals: &[Goal],
        limits: Vec<(Criterion, u64)>,
    ) -> (Limited<'a, M>, Vec<u64>) {
        let (criteria, limits): (Vec<Criterion>, Vec<u64>) = limits.into_iter().unzip();
        let resources = criteria.into_iter().map(|criterion| Resource::of(graph, goals, criterion)).collect();
        (Limited::new(graph, metric, goals, resources), limits)
    }

    /// What is still to come in each layer of a query but the last, where a path has used all groups.
    fn ahead_of(&self, query: &Query<'_>) -> Vec<Ahead<M::Score>> {
        let (graph, count) = (self.graph, self.resources.len());
        let mut layers: Vec<Ahead<M::Score>> = Vec::new();
        for group in query.groups.iter().rev() {
            let next = layers.last().unwrap_or(&self.ahead);
            let over = |arc: &u32| {
                Some((graph.tail(*arc), graph.score(self.metric, *arc) + next.score.rest(0, graph.head(*arc))?))
            };
            let score = Scores::to(graph, self.metric, group.iter().filter_map(over));
            let rest = rests(graph, &self.resources, |axis| {
                let reaching = group.iter().filter(|arc| next.score.rest(0, graph.head(**arc)).is_some());
                let used = |arc: &u32| {
                    let rest = next.rest[graph.head(*arc) as usize * count + axis];
                    (graph.tail(*arc), u64::from(self.resources[axis].by_arc[*arc as usize]) + rest)
                };
                reaching.map(used).collect()
            });
            layers.push(Ahead { score, rest });
        }
        layers.reverse();
        layers
    }

    /// The first path in the order of answers that answers the query, visits no place twice and uses no more of any resource than
    /// its limit; `None` if there is none.
    ///
    /// The goals of the query are those given at the start. O(L log L) for L labels, each compared with those of its state.
    pub(crate) fn best(&self, query: &Query<'_>, limits: &[u64]) -> Option<Path> {
        match self.best_of_few(query, limits, u64::MAX) {
            Answer::Path(path) => Some(path),
            Answer::None | Answer::GivenUp => None,
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
        let mut memory = Memory::default();
        let ahead = self.ahead_of(query);
        if ahead.first().unwrap_or(&self.ahead).score.rest(0, query.from).is_none() {
            return Answer::None;
        }
        loop {
            let path = match Search::new(self, query, limits, few, &ahead, &memory).run(labels) {
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
            if visited[graph.place(head) as usize] || self.ahead.score.rest(0, head).is_none() {
                continue;
            }
            let add = |(used, resource): (&u64, &Resource<'_>)| used + u64::from(resource.by_arc[arc as usize]);
            let used: Vec<u64> = used.iter().zip(&self.resources).map(add).collect();
            let rest = &self.ahead.rest[head as usize * limits.len()..][..limits.len()];
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
        &self.ahead.score
    }
}

/// The least of each resource from each state, given what the states at the end of the way use.
fn rests(graph: &Graph, resources: &[Resource<'_>], seeds: impl Fn(usize) -> Vec<(u32, u64)>) -> Vec<u64> {
    let mut rest = vec![u64::MAX; graph.states() * resources.len()];
    for (axis, resource) in resources.iter().enumerate() {
        let least = Scores::to(graph, &Amount(&resource.by_arc), seeds(axis));
        let of_axis = rest.iter_mut().skip(axis).step_by(resources.len());
        (0..).zip(of_axis).for_each(|(state, rest)| *rest = least.at(state));
    }
    rest
}
