//! The front of two or three criteria, where no label has to remember places: sixteen or 24 bytes a way.
//!
//! BOA* (Hernandez and others, "Simple and efficient bi-objective search algorithms via fast dominance checks", Artificial Intelligence
//! 314, 2023), and the same with a staircase at each state. Ours makes a label only once nothing beats it, goes along states with one way on
//! without a label there, and settles ties on all criteria, which are rare, by walking back to where two ways part.

use super::super::graph::NONE;
use super::super::{Goal, Path};
use super::courses::{Courses, GOAL, NO_ARCS, Row};
use super::options::Limits;
use super::stairs::{Stairs, Totals};
use super::task::{MANY, Task};
use super::waiting::{Waiting, Way};
use crate::cost::CostVector;
use std::cmp::Ordering;

struct Search<'a, K: Totals> {
    task: &'a Task<'a>,
    courses: Courses<'a, K>,
    /// Settled labels: the label before, and the course from there.
    labels: Vec<(u32, u32)>,
}

/// The paths of the front in order; `false` if the limits ended the search.
pub(super) fn search<K: Totals>(task: &Task<'_>, limits: &mut Limits) -> (Vec<Path>, bool) {
    let (graph, mut paths) = (task.graph, Vec::new());
    let Some(start) = task.ahead.of(task.from) else { return (paths, true) };
    let mut search = Search { task, courses: Courses::<K>::new(task), labels: Vec::new() };
    let head = search.courses.enter(task.from);
    let key = K::new([start[0], start[1], start[2]]);
    search.courses.rows.push(Row { add: key, head, course: NO_ARCS });
    let known = task.ahead.most().unwrap_or([u32::MAX; 2]);
    let most = [limits.most(0).min(known[0]), limits.most(1).min(known[1]), limits.most(2)];
    // What is of no use: first what exceeds a limit, later what is near enough to a path found.
    let mut useless = K::Stairs::default();
    for axis in 1..K::COUNT {
        let mut totals = [0; 3];
        totals[axis] = most[axis].saturating_add(1);
        useless.add(K::new(totals));
    }
    let most = most[0];
    let buckets = if graph.states() > MANY { 1 << 17 } else { 0 };
    let mut waiting = Waiting::new(start[0], most.min(start[0].saturating_mul(2)).saturating_sub(start[0]), buckets);
    if start[0] <= most && !useless.cover(key) {
        waiting.push(Way { key, before: NONE, row: 0 }, |_, _| false);
    }
    loop {
        let courses = &search.courses;
        let head = |way: &Way<K>| courses.rows[way.row as usize].head;
        let keep = |way: &Way<K>| !useless.cover(way.key) && !courses.states[head(way) as usize].least.cover(way.key);
        let Some(way) = waiting.pop(keep, |a, b| search.order(a, b).is_lt()) else { return (paths, true) };
        if !limits.take() {
            return (paths, false);
        }
        if !keep(&way) {
            continue;
        }
        let Row { head, course, .. } = search.courses.rows[way.row as usize];
        search.courses.states[head as usize].least.add(way.key);
        if head == GOAL {
            let mut totals = way.key.totals();
            (1..K::COUNT).for_each(|axis| totals[axis] = limits.first_tolerated(axis, totals[axis]));
            if !useless.cover(K::new(totals)) {
                useless.add(K::new(totals));
            }
            paths.extend(search.path(way.before));
            continue;
        }
        let label = search.labels.len() as u32;
        search.labels.push((way.before, course));
        let rows = search.courses.rows_of(head);
        for row in rows {
            let Row { add, head, .. } = search.courses.rows[row];
            // No path without repetition costs more than a total can hold.
            let Some(key) = way.key.plus(add) else { continue };
            if key.totals()[0] <= most && !useless.cover(key) && !search.courses.states[head as usize].least.cover(key)
            {
                waiting.push(Way { key, before: label, row: row as u32 }, |a, b| search.order(a, b).is_lt());
            }
        }
    }
}

impl<K: Totals> Search<'_, K> {
    /// The order of two ways with the same totals: the other criteria, the number of links, the links from the last one back.
    ///
    /// What is settled first stays: a way that comes up later from a label of the same totals has more links or costs more.
    fn order(&self, a: (u32, u32), b: (u32, u32)) -> Ordering {
        let (graph, axes) = (self.task.graph, self.task.axes);
        let [a, b] = [a, b].map(|(before, row)| (before, self.courses.rows[row as usize].course));
        let mut ahead = [0i64; 5];
        let mut count = |(before, course): (u32, u32), sign: i64| {
            let mut add = |cost: &CostVector, links: i64| {
                let others = axes.in_order(cost).into_iter().skip(K::COUNT).map(i64::from).chain([links]);
                ahead.iter_mut().zip(others).for_each(|(ahead, more)| *ahead += sign * more);
            };
            self.courses.arcs(course).iter().for_each(|arc| add(graph.cost(*arc), 1));
            if course == NO_ARCS
                && let Some(goal) = self.goal(before)
            {
                add(&goal.cost, 0);
            }
        };
        count(a, 1);
        count(b, -1);
        // A label comes after the one before it, so the later of two is never before the other.
        let (mut x, mut y) = (a.0, b.0);
        while x != y {
            let (later, sign) = if y == NONE || (x != NONE && x > y) { (&mut x, 1) } else { (&mut y, -1) };
            let label = self.labels[*later as usize];
            count(label, sign);
            *later = label.0;
        }
        let links = |way| self.arcs_back(way).map(|arc| graph.link(arc));
        ahead.cmp(&[0; 5]).then_with(|| links(a).cmp(links(b)))
    }

    /// The arcs of a label or a way, from the last one back.
    fn arcs_back(&self, last: (u32, u32)) -> impl Iterator<Item = u32> + '_ {
        let labels = std::iter::successors(Some(last), |(before, _)| self.labels.get(*before as usize).copied());
        labels.flat_map(|(_, course)| self.courses.arcs(course).iter().rev().copied())
    }

    /// The goal at which a path ends after a label.
    fn goal(&self, label: u32) -> Option<&Goal> {
        let (_, course) = self.labels.get(label as usize)?;
        let state = self.courses.arcs(*course).last().map_or(self.task.from, |arc| self.task.graph.head(*arc));
        self.task.goals.iter().find(|goal| goal.state == state)
    }

    /// The path that ends after a label.
    fn path(&self, label: u32) -> Option<Path> {
        let goal = *self.goal(label)?;
        let mut arcs: Vec<u32> = self.arcs_back(*self.labels.get(label as usize)?).collect();
        arcs.reverse();
        Some(Path::new(self.task.graph, arcs, goal))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::memory::Memory;
    use super::super::super::oracle::{Case, config, large, small};
    use super::super::sweeps::Sweeps;
    use super::super::{Axes, ParetoOptions, search as general};
    use super::*;
    use crate::cost::Criterion;
    use proptest::prelude::*;

    fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
        prop::sample::subsequence(Criterion::ALL.to_vec(), 2..=3)
    }

    /// What both searches of one question find.
    fn both(case: &Case, criteria: &[Criterion], epsilon: f64) -> [Vec<Path>; 2] {
        let (graph, from, goals) = (&case.graph, case.from, &case.goals[..]);
        let (axes, memory) = (Axes::new(criteria), Memory::default());
        let ahead = Sweeps::new(graph, from, goals, axes.chosen());
        let task = Task { graph, from, goals, axes: &axes, ahead: &ahead, memory: &memory, equals: false };
        let options = criteria.iter().fold(ParetoOptions::default(), |options, c| options.epsilon(*c, epsilon));
        let by_ways = if criteria.len() == 2 { search::<u64> } else { search::<(u64, u32)> };
        let (paths, _) = by_ways(&task, &mut options.limits(&axes));
        let found = general::search(&task, &mut options.limits(&axes));
        [paths, found.ends.iter().filter_map(|end| found.path(graph, *end, goals)).collect()]
    }

    proptest! {
        #![proptest_config(config(2000))]

        /// The general search, which looks at every state and carries all totals, finds the same walks, ties and all.
        #[test]
        fn fronts_are_those_of_the_general_search(
            case in prop_oneof![small(), large()], criteria in criteria(), epsilon in prop_oneof![Just(0.0), 0.0..0.5f64]
        ) {
            let [found, expected] = both(&case, &criteria, epsilon);
            prop_assert_eq!(found, expected);
        }
    }

    /// Among the random graphs are enough fronts of several vectors whose paths go along courses.
    #[test]
    fn the_random_graphs_have_courses() {
        use proptest::strategy::ValueTree;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut counts = [0; 2];
        for _ in 0..1000 {
            let (case, criteria) = (large(), criteria()).new_tree(&mut runner).expect("a case").current();
            let one_way_on = |path: &Path| {
                let heads = path.arcs().iter().map(|arc| case.graph.head(*arc));
                heads.filter(|state| case.graph.arcs_out(*state).len() == 1).count()
            };
            let [found, _] = both(&case, &criteria, 0.0);
            counts[0] += usize::from(found.len() > 2);
            counts[1] += usize::from(found.iter().any(|path| one_way_on(path) > 0));
        }
        assert!(counts.iter().all(|count| *count >= 20), "{counts:?}");
    }
}
