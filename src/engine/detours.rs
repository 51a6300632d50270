//! Best paths with some arcs closed, many of them for one trip.
//!
//! One sweep back from the goals tells by how much each arc leads away from them: what it adds to the least that is still to come. A search by what arcs
//! add alone is one that is drawn to the goals by an exact bound, as long as nothing is closed. The arcs out of a state are kept in
//! that order, so that a search looks at none that leads too far away.
//!
//! Where paths have to use some things, the search goes on beyond the goal until it has met an arc of each, or as far as is asked. The one met last
//! tells what they score at the least.

use super::apart::{Closable, Limits, Nearest, Open};
use super::buckets::{Buckets, COARSE};
use super::simple::{GivenUp, Walk, simple_from, walk};
use super::things::Things;
use super::{Bound, Goal, Graph, Metric, Path, Query, Scored, Scores};
use crate::weights::Weights;

/// An arc out of a state: what it adds, its number, where it ends.
type Step = (u64, u32, u32);

/// What the way to a state adds and the arc it came over.
#[derive(Clone, Copy, Debug)]
struct Label {
    added: u64,
    arc: u32,
    /// Whether it is still to be settled.
    waits: bool,
}

/// The steps out of a state, and whether a path may end there.
#[derive(Clone, Copy, Debug)]
struct Row {
    first: u32,
    last: u32,
    /// The goal at the state, by its number.
    goal: u32,
}

const UNREACHED: u64 = u64::MAX;
/// Stands for the arc where several ways add the same.
const TIED: u32 = u32::MAX;
/// Stands for the first step where none is made yet, and for the goal where there is none.
const NONE: u32 = u32::MAX;
const UNLABELLED: Label = Label { added: UNREACHED, arc: TIED, waits: false };

/// The paths of a trip, some arcs of which may be closed.
pub(crate) struct Detours<'a> {
    graph: &'a Graph,
    metric: Scored<'a, Weights>,
    query: Query<'a>,
    things: &'a Things,
    /// Least scores to the goals with all open.
    to: Scores<u64>,
    /// The steps out of each state, in order of what they add; made when a search first comes there.
    steps: Vec<Step>,
    /// By state.
    rows: Vec<Row>,
    /// By state.
    labels: Vec<Label>,
    reached: Vec<u32>,
    queue: Buckets<u64>,
    /// The closed arcs that the last search came to, each with what a path over it adds at the least.
    met: Vec<(u64, u32)>,
    /// Whether they tell why it found what it did.
    tells: bool,
    /// Whether it left anything out because it adds too much.
    cut: bool,
    /// By arc, whether it uses a thing that has to be used.
    needed: Vec<bool>,
    /// By thing, what a walk over it adds at the least, as far as the search has come; nothing for those that need not be used.
    over: Vec<u64>,
    memory: Scores<u64>,
}

impl<'a> Detours<'a> {
    /// A sweep over the graph.
    pub(crate) fn new(graph: &'a Graph, weights: &'a Weights, query: Query<'a>, things: &'a Things) -> Detours<'a> {
        let metric = Scored::new(graph, weights);
        let mut rows = vec![Row { first: NONE, last: NONE, goal: NONE }; graph.states()];
        // The first counts where several are at one state.
        for (number, goal) in query.goals.iter().enumerate().rev() {
            rows[goal.state as usize].goal = number as u32;
        }
        Detours {
            to: Scores::to_goals(graph, &metric, query.goals),
            metric,
            query,
            things,
            steps: Vec::with_capacity(graph.arcs()),
            rows,
            labels: vec![UNLABELLED; graph.states()],
            reached: Vec::new(),
            queue: Buckets::default(),
            met: Vec::new(),
            tells: true,
            cut: false,
            needed: vec![false; graph.arcs()],
            over: vec![0; things.arcs.count()],
            memory: Scores::default(),
            graph,
        }
    }

    /// Makes the steps out of a state: those from which a goal can be reached.
    #[cold]
    fn make_row(&mut self, state: u32) -> Row {
        let (first, here) = (self.steps.len(), self.to.at(state));
        let (arc, heads, costs) = self.graph.row(state);
        for (arc, (head, cost)) in (arc..).zip(heads.iter().zip(costs)) {
            let after = self.to.at(*head);
            if after != UNREACHED {
                self.steps.push((self.metric.arc(arc, cost) + after - here, arc, *head));
            }
        }
        self.steps[first..].sort_unstable();
        let row = &mut self.rows[state as usize];
        (row.first, row.last) = (first as u32, self.steps.len() as u32);
        *row
    }

    /// What the best walk adds that takes no closed arc, and the goal at which it ends: `None` for the goal where several are as good. No walk that
    /// adds more than `most` is looked for. And what walks add at the least that use all of `used`.
    fn search(&mut self, closed: &[bool], used: &[u32], limits: Limits) -> Option<(u64, Option<Goal>, u64)> {
        for state in self.reached.drain(..) {
            self.labels[state as usize] = UNLABELLED;
        }
        self.queue.clear(self.graph.mean_score(&self.metric), COARSE);
        self.met.clear();
        (self.tells, self.cut) = (true, false);
        let (from, far, mut best, mut end) = (self.query.from, limits.far, limits.most, None);
        self.to.rest(0, from)?;
        self.labels[from as usize] = Label { added: 0, arc: TIED, waits: true };
        self.reached.push(from);
        self.queue.push(0, from);
        self.need(used, true);
        let mut least = if used.is_empty() { 0 } else { UNREACHED };
        let mut limit = best.max(least.min(far));
        while let Some(state) = self.queue.pop(limit) {
            let label = &mut self.labels[state as usize];
            // Otherwise it stood in the queue twice, and has had its turn.
            if !std::mem::replace(&mut label.waits, false) || label.added > limit {
                continue;
            }
            let added = label.added;
            let mut row = self.rows[state as usize];
            if let Some(goal) = self.query.goals.get(row.goal as usize) {
                let total = added + self.metric.cost(&goal.cost) - self.to.at(state);
                if total < best || total == best && end.is_none() {
                    (best, end) = (total, Some(Some(*goal)));
                    limit = best.max(least.min(far));
                } else if total == best {
                    end = Some(None);
                }
            }
            if row.first == NONE {
                row = self.make_row(state);
            }
            for (adds, arc, head) in &self.steps[row.first as usize..row.last as usize] {
                let added = added + adds;
                if added > limit {
                    self.cut = true;
                    break;
                }
                if closed[*arc as usize] {
                    self.met.push((added, *arc));
                    continue;
                }
                if self.needed[*arc as usize] && added < least {
                    let mut nearer = false;
                    for thing in self.things.of_arcs.of(*arc) {
                        let over = &mut self.over[*thing as usize];
                        nearer |= added < *over;
                        *over = added.min(*over);
                    }
                    if nearer {
                        least = used.iter().map(|thing| self.over[*thing as usize]).max().unwrap_or(0);
                        limit = best.max(least.min(far));
                    }
                }
                let label = &mut self.labels[*head as usize];
                if added < label.added {
                    if label.added == UNREACHED {
                        self.reached.push(*head);
                    }
                    *label = Label { added, arc: *arc, waits: true };
                    self.queue.push(added, *head);
                } else if added == label.added {
                    label.arc = TIED;
                }
            }
        }
        self.need(used, false);
        self.met.retain(|(added, _)| *added <= best);
        end.map(|goal| (best, goal, limit))
    }

    /// Things that have to be used, or no longer.
    fn need(&mut self, used: &[u32], needed: bool) {
        for thing in used {
            self.over[*thing as usize] = if needed { UNREACHED } else { 0 };
            self.things.arcs.of(*thing).iter().for_each(|arc| self.needed[*arc as usize] = needed);
        }
    }

    /// The path that the last search found; `None` if there are several.
    fn read(&self, goal: Goal) -> Option<Path> {
        let (mut arcs, mut state) = (Vec::new(), goal.state);
        while state != self.query.from {
            let arc = self.labels[state as usize].arc;
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
    fn best(&mut self, closed: &[bool], used: &[u32], Limits { most, far }: Limits) -> Result<Nearest, GivenUp> {
        let base = self.to.at(self.query.from);
        let Some(room) = most.checked_sub(base) else {
            // None scores so little even with all open.
            self.met.clear();
            self.tells = true;
            return Ok(Nearest::Beyond);
        };
        let limits = Limits { most: room, far: far.saturating_sub(base) };
        let Some((added, goal, least)) = self.search(closed, used, limits) else {
            return Ok(if self.cut { Nearest::Beyond } else { Nearest::None });
        };
        let open = |score, path| Ok(Nearest::Path(Open { score, path, least: base.saturating_add(least) }));
        let query = self.query.clone().with_closed(closed);
        let only = goal.and_then(|goal| self.read(goal)).map(|path| (base + added, path));
        let first = only.or_else(|| walk(self.graph, &self.metric, &self.to, &query, &mut self.memory, base + added));
        let Some((score, path)) = first else { return Ok(Nearest::None) };
        if path.repeated_places(self.graph).is_empty() {
            return open(score, path);
        }
        // Why the best path without repeated places is the best takes more than one search to tell.
        self.tells = false;
        let walk = Walk { score, path, query, known: () };
        match simple_from(self.graph, &self.metric, &self.to, walk, &mut self.memory, most) {
            Some(path) => open(self.metric.cost(path.cost()), path),
            None if most == UNREACHED => Ok(Nearest::None),
            None => Ok(Nearest::Beyond),
        }
    }

    fn met(&self) -> Option<&[(u64, u32)]> {
        self.tells.then_some(&self.met)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Answer, Case, all_paths, config, small};
    use super::*;
    use proptest::prelude::*;

    fn first(case: &Case, closed: &[bool]) -> Option<(u64, Path)> {
        let mut paths = all_paths(&case.graph, &case.weights, case.from, &case.goals).into_iter();
        let open = paths.find(|path| !path.arcs.iter().any(|arc| closed[*arc as usize]));
        open.map(|answer| (answer.score, answer.path()))
    }

    proptest! {
        #![proptest_config(config(3000))]

        /// Also in memory used before, when its score is known, when things have to be used, when it is too far, and when all but what mattered
        /// opens again.
        #[test]
        fn detours_are_the_first_paths_and_tell_why(
            case in small(), used in prop::collection::vec(0..6u32, 0..3), farther in 0..3_000u64, less in 1..2_000u64,
        ) {
            // Each thing is used by some arcs, each arc uses one or two.
            let things = Things::new((0..case.graph.arcs() as u32).map(|arc| [arc % 6, (arc / 6) % 6]));
            let count = things.arcs.count() as u32;
            let used: Vec<u32> = used.into_iter().filter(|thing| *thing < count).collect();
            let uses = |answer: &Answer<u64>| {
                let over = |thing: &u32| answer.arcs.iter().any(|arc| things.of_arcs.of(*arc).contains(thing));
                used.iter().all(over)
            };
            let query = Query::new(case.from, &case.goals);
            let mut detours = Detours::new(&case.graph, &case.weights, query, &things);
            let none = vec![false; case.graph.arcs()];
            let closed: Vec<bool> = case.closed.iter().map(|closed| *closed > 0).collect();
            for closed in [&closed, &none, &closed] {
                let expected = first(&case, closed);
                let score = expected.as_ref().map(|(score, _)| *score);
                // Only what mattered is closed.
                let because = |detours: &Detours<'_>| {
                    let only = |met: &[(u64, u32)]| (0..).zip(&none).map(|(arc, _)| met.iter().any(|met| met.1 == arc)).collect();
                    detours.met().map_or_else(|| closed.clone(), only)
                };
                for (most, far) in [(u64::MAX, u64::MAX), (u64::MAX, 0)].into_iter().chain(score.into_iter().flat_map(|score| {
                    [(u64::MAX, score + farther), (score, score), (score + 1, score + farther + 1)]
                })) {
                    for used in [&[], &used[..]] {
                        let found = match detours.best(closed, used, Limits { most, far }).ok() {
                            Some(Nearest::Path(found)) => Some(found),
                            found => {
                                prop_assert_eq!(found, Some(Nearest::None));
                                None
                            }
                        };
                        prop_assert_eq!(&first(&case, &because(&detours)), &expected);
                        prop_assert_eq!(&found.as_ref().map(|found| (found.score, found.path.clone())), &expected);
                        let paths = all_paths(&case.graph, &case.weights, case.from, &case.goals).into_iter();
                        let mut open = paths.filter(|path| !path.arcs.iter().any(|arc| closed[*arc as usize]));
                        let least = found.map_or(u64::MAX, |found| found.least);
                        if !used.is_empty() {
                            prop_assert!(open.find(uses).is_none_or(|path| path.score >= least));
                        }
                    }
                }
                if let Some(most) = score.and_then(|score| score.checked_sub(less)) {
                    let found = detours.best(closed, &used, Limits { most, far: most + farther });
                    prop_assert_eq!(found.ok(), Some(Nearest::Beyond));
                    prop_assert!(first(&case, &because(&detours)).is_none_or(|(score, _)| score > most));
                }
            }
        }
    }
}
