//! Best paths with some arcs closed, many of them for one trip.
//!
//! One sweep back from the goals tells by how much each arc leads away from them: what it adds to the least that is still to come. A search by what arcs
//! add alone is one that is drawn to the goals by an exact bound, as long as nothing is closed. The arcs out of a state are kept in
//! that order, so that a search looks at none that leads too far away.

use super::apart::Closable;
use super::simple::{GivenUp, best_simple, walk};
use super::{Bound, Goal, Graph, Metric, Path, Query, Scored, Scores};
use crate::weights::Weights;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// An arc out of a state: what it adds, its number, where it ends.
type Step = (u64, u32, u32);

const UNREACHED: u64 = u64::MAX;
/// Stands for the arc where several ways add the same.
const TIED: u32 = u32::MAX;

/// The paths of a trip, some arcs of which may be closed.
pub(crate) struct Detours<'a> {
    graph: &'a Graph,
    metric: Scored<'a, Weights>,
    query: Query<'a>,
    /// Least scores to the goals with all open.
    to: Scores<u64>,
    /// By state, in order of what they add; made when a search first comes there.
    steps: Vec<Option<Box<[Step]>>>,
    /// By state, what the way there adds and the arc it came over.
    labels: Vec<(u64, u32)>,
    reached: Vec<u32>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// The closed arcs that the last search came to, each with what a path over it adds at the least.
    met: Vec<(u64, u32)>,
    memory: Scores<u64>,
}

impl<'a> Detours<'a> {
    /// A sweep over the graph.
    pub(crate) fn new(graph: &'a Graph, weights: &'a Weights, query: Query<'a>) -> Detours<'a> {
        let metric = Scored::new(graph, weights);
        Detours {
            to: Scores::to_goals(graph, &metric, query.goals),
            metric,
            query,
            steps: vec![None; graph.states()],
            labels: vec![(UNREACHED, TIED); graph.states()],
            reached: Vec::new(),
            queue: BinaryHeap::new(),
            met: Vec::new(),
            memory: Scores::default(),
            graph,
        }
    }

    /// The steps out of a state from which a goal can be reached.
    fn steps<'s>(
        (graph, metric, to): (&Graph, &Scored<'_, Weights>, &Scores<u64>),
        steps: &'s mut [Option<Box<[Step]>>],
        state: u32,
    ) -> &'s [Step] {
        steps[state as usize].get_or_insert_with(|| {
            let step = |arc: u32| {
                let after = to.rest(0, graph.head(arc))?;
                Some((graph.score(metric, arc) + after - to.at(state), arc, graph.head(arc)))
            };
            let mut all: Vec<Step> = graph.arcs_out(state).filter_map(step).collect();
            all.sort_unstable();
            all.into()
        })
    }

    /// What the best walk adds that takes no closed arc, and the goal at which it ends: `None` for the goal where several are as good. No walk that
    /// adds more than `most` is looked for.
    fn search(&mut self, closed: &[bool], most: u64) -> Option<(u64, Option<Goal>)> {
        for state in self.reached.drain(..) {
            self.labels[state as usize] = (UNREACHED, TIED);
        }
        self.queue.clear();
        self.met.clear();
        let (from, mut best, mut end) = (self.query.from, most, None);
        self.to.rest(0, from)?;
        self.labels[from as usize] = (0, TIED);
        self.reached.push(from);
        self.queue.push(Reverse((0, from)));
        while let Some(Reverse((added, state))) = self.queue.pop() {
            if added > best {
                break;
            }
            if self.labels[state as usize].0 < added {
                continue;
            }
            if let Some(goal) = self.query.goal(0, state) {
                let total = added + self.metric.cost(&goal.cost) - self.to.at(state);
                if total < best || total == best && end.is_none() {
                    (best, end) = (total, Some(Some(*goal)));
                } else if total == best {
                    end = Some(None);
                }
            }
            for (adds, arc, head) in Self::steps((self.graph, &self.metric, &self.to), &mut self.steps, state) {
                let added = added + adds;
                if added > best {
                    break;
                }
                if closed[*arc as usize] {
                    self.met.push((added, *arc));
                    continue;
                }
                let label = &mut self.labels[*head as usize];
                if added < label.0 {
                    if label.0 == UNREACHED {
                        self.reached.push(*head);
                    }
                    *label = (added, *arc);
                    self.queue.push(Reverse((added, *head)));
                } else if added == label.0 {
                    label.1 = TIED;
                }
            }
        }
        self.met.retain(|(added, _)| *added <= best);
        end.map(|goal| (best, goal))
    }

    /// The path that the last search found; `None` if there are several.
    fn read(&self, goal: Goal) -> Option<Path> {
        let (mut arcs, mut state) = (Vec::new(), goal.state);
        while state != self.query.from {
            let (_, arc) = self.labels[state as usize];
            if arc == TIED {
                return None;
            }
            arcs.push(arc);
            state = self.graph.tail(arc);
        }
        arcs.reverse();
        Some(Path::new(self.graph, arcs, goal))
    }
}

impl Closable for Detours<'_> {
    fn best(&mut self, closed: &[bool], most: u64) -> Result<Option<(u64, Path)>, GivenUp> {
        let least = self.to.at(self.query.from);
        let Some((added, goal)) = self.search(closed, most.saturating_sub(least)) else { return Ok(None) };
        let query = self.query.clone().with_closed(closed);
        let only = goal.and_then(|goal| self.read(goal)).map(|path| (least + added, path));
        let first = only.or_else(|| walk(self.graph, &self.metric, &self.to, &query, &mut self.memory, UNREACHED));
        if first.as_ref().is_none_or(|(_, path)| path.repeated_places(self.graph).is_empty()) {
            return Ok(first);
        }
        // Why the best path without repeated places is the best takes more than one search to tell.
        self.met.clear();
        self.met.extend((0..).zip(closed).filter(|(_, closed)| **closed).map(|(arc, _)| (0, arc)));
        let path = best_simple(self.graph, &self.metric, &self.to, &query, &mut self.memory);
        Ok(path.map(|path| (self.metric.cost(path.cost()), path)))
    }

    fn met(&self) -> Option<&[(u64, u32)]> {
        Some(&self.met)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_paths, config, small};
    use super::*;
    use proptest::prelude::*;

    fn first(case: &Case, closed: &[bool]) -> Option<(u64, Path)> {
        let paths = all_paths(&case.graph, &case.weights, case.from, &case.goals);
        let open = paths.into_iter().find(|path| !path.arcs.iter().any(|arc| closed[*arc as usize]));
        open.map(|answer| (answer.score, answer.path()))
    }

    proptest! {
        #![proptest_config(config(3000))]

        /// Also in memory used before, when its score is known, and when all but what mattered opens again.
        #[test]
        fn detours_are_the_first_paths_and_tell_why(case in small()) {
            let mut detours = Detours::new(&case.graph, &case.weights, Query::new(case.from, &case.goals));
            let none = vec![false; case.graph.arcs()];
            let closed: Vec<bool> = case.closed.iter().map(|closed| *closed > 0).collect();
            for closed in [&closed, &none, &closed] {
                let expected = first(&case, closed);
                prop_assert_eq!(&detours.best(closed, u64::MAX).ok().flatten(), &expected);
                let mut because = none.clone();
                detours.met().into_iter().flatten().for_each(|(_, arc)| because[*arc as usize] = true);
                prop_assert_eq!(&first(&case, &because), &expected);
                if let Some((score, _)) = expected {
                    prop_assert_eq!(&detours.best(closed, score).ok().flatten(), &expected);
                    prop_assert_eq!(&detours.best(closed, score + 1).ok().flatten(), &expected);
                }
            }
        }
    }
}
