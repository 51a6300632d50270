//! The front of two criteria, where no label has to remember places: one number a state, sixteen bytes a way.
//!
//! BOA* (Hernandez and others, "Simple and efficient bi-objective search algorithms via fast dominance checks", Artificial Intelligence
//! 314, 2023). Ours makes a label only once nothing beats it, goes along states with one way on without a label there, and settles ties on
//! both criteria, which are rare, by walking back to where two ways part.

use super::super::graph::NONE;
use super::super::{Goal, Path};
use super::options::Limits;
use super::search::{MANY, Task};
use super::waiting::{Waiting, Way};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// What is known of a state, in the order in which the search comes to them.
#[derive(Clone, Copy)]
struct State {
    /// The least second total of its labels.
    least: u32,
    /// Where its arcs stand; `NONE` until a label goes on from here.
    first: u32,
    count: u32,
    /// Its number in the graph.
    number: u32,
}

/// A course of arcs with what it adds to both totals, the bounds of its ends included.
#[derive(Clone, Copy)]
struct Row {
    add: [u32; 2],
    /// In the search's own numbers.
    head: u32,
    course: u32,
}

/// The course at the start and where a path ends.
const NO_ARCS: u32 = 0;

/// The most arcs in a course: one-way roads may lead round and round.
const LONGEST: usize = 64;

/// All goals together.
const GOAL: u32 = 0;

struct Two<'a> {
    task: &'a Task<'a>,
    /// The search's own number of each state.
    own: Vec<u32>,
    states: Vec<State>,
    rows: Vec<Row>,
    /// How many arcs a course has, and then these.
    courses: Vec<u32>,
    /// Settled labels: the label before, and the course from there.
    labels: Vec<(u32, u32)>,
}

/// The paths of the front in order; `false` if the limits ended the search.
pub(super) fn search(task: &Task<'_>, limits: &mut Limits) -> (Vec<Path>, bool) {
    let (graph, mut paths) = (task.graph, Vec::new());
    let Some(start) = task.ahead.of(task.from) else { return (paths, true) };
    let most = task.ahead.most().unwrap_or([u32::MAX; 2]);
    let goal = State { least: u32::MAX, first: NONE, count: 0, number: NONE };
    let (own, courses) = (vec![NONE; graph.states()], vec![0]);
    let mut two = Two { task, own, states: vec![goal], rows: Vec::new(), courses, labels: Vec::new() };
    let head = two.enter(task.from);
    two.rows.push(Row { add: [start[0], start[1]], head, course: NO_ARCS });
    // The first second total that is of no use; what exceeds a limit is of no use either.
    let mut useless = limits.most(1).min(most[1]).saturating_add(1);
    let most = limits.most(0).min(most[0]);
    let buckets = if graph.states() > MANY { 1 << 17 } else { 0 };
    let mut waiting = Waiting::new(start[0], most.min(start[0].saturating_mul(2)).saturating_sub(start[0]), buckets);
    if start[0] <= most && start[1] < useless {
        let key = u64::from(start[0]) << 32 | u64::from(start[1]);
        waiting.push(Way { key, before: NONE, row: 0 }, |_, _| false);
    }
    loop {
        let keep = |way: &Way| {
            let second = way.key as u32;
            second < useless && second < two.states[two.rows[way.row as usize].head as usize].least
        };
        let Some(way) = waiting.pop(keep, |a, b| two.order(a, b).is_lt()) else { return (paths, true) };
        if !limits.take() {
            return (paths, false);
        }
        if !keep(&way) {
            continue;
        }
        let (first, second) = ((way.key >> 32) as u32, way.key as u32);
        let Row { head, course, .. } = two.rows[way.row as usize];
        two.states[head as usize].least = second;
        let label = two.labels.len() as u32;
        if head == GOAL {
            useless = useless.min(limits.first_tolerated(1, second));
            paths.extend(two.path(way.before));
            continue;
        }
        two.labels.push((way.before, course));
        let rows = two.rows_of(head);
        for (row, Row { add, head, .. }) in (rows.start as u32..).zip(&two.rows[rows]) {
            // No path without repetition costs more than a total can hold.
            let (Some(first), Some(second)) = (first.checked_add(add[0]), second.checked_add(add[1])) else { continue };
            if first <= most && second < useless && second < two.states[*head as usize].least {
                let key = u64::from(first) << 32 | u64::from(second);
                waiting.push(Way { key, before: label, row }, |a, b| two.order(a, b).is_lt());
            }
        }
    }
}

impl Two<'_> {
    /// The search's own number of a state.
    fn enter(&mut self, state: u32) -> u32 {
        let own = &mut self.own[state as usize];
        if *own == NONE {
            *own = self.states.len() as u32;
            self.states.push(State { least: u32::MAX, first: NONE, count: 0, number: state });
        }
        *own
    }

    /// The arcs out of a state that lead anywhere.
    #[inline]
    fn rows_of(&mut self, state: u32) -> std::ops::Range<usize> {
        if self.states[state as usize].first == NONE {
            self.reduce(state);
        }
        let State { first, count, .. } = self.states[state as usize];
        first as usize..(first + count) as usize
    }

    fn reduce(&mut self, state: u32) {
        let (graph, ahead) = (self.task.graph, self.task.ahead);
        let (number, first) = (self.states[state as usize].number, self.rows.len());
        let here = ahead.of(number).unwrap_or_default();
        let closed = [graph.place(self.task.from), graph.place(number)];
        for arc in graph.arcs_out(number) {
            if closed.contains(&graph.place(graph.head(arc))) {
                continue;
            }
            let course = self.courses.len();
            let end = self.follow(number, arc);
            let there = end.and_then(|(head, cost)| Some((head, cost, ahead.of(head)?)));
            let add = there.and_then(|(head, cost, there)| {
                // What would not fit a total is part of no path.
                let add = |axis: usize| {
                    u32::try_from((cost[axis] + u64::from(there[axis])).saturating_sub(u64::from(here[axis]))).ok()
                };
                Some((head, [add(0)?, add(1)?]))
            });
            match add {
                Some((head, add)) => {
                    let head = self.enter(head);
                    self.rows.push(Row { add, head, course: course as u32 });
                }
                None => self.courses.truncate(course),
            }
        }
        for goal in self.task.goals.iter().filter(|goal| goal.state == number) {
            let cost = self.task.axes.in_order(&goal.cost);
            let add = [0, 1].map(|axis| cost[axis].saturating_sub(here[axis]));
            self.rows.push(Row { add, head: GOAL, course: NO_ARCS });
        }
        let known = &mut self.states[state as usize];
        (known.first, known.count) = (first as u32, (self.rows.len() - first) as u32);
    }

    /// Notes the course that begins with an arc and goes on while there is one way on; where it comes to and what it costs, or `None` if
    /// it leads nowhere.
    ///
    /// A walk that turns back on the course is beaten where it began, or has more links than what is there.
    fn follow(&mut self, tail: u32, arc: u32) -> Option<(u32, [u64; 2])> {
        let (graph, axes, start) = (self.task.graph, self.task.axes, self.task.from);
        let cost = |arc: u32| axes.in_order(graph.cost(arc));
        let ticks = |cost: [u32; 6]| [u64::from(cost[0]), u64::from(cost[1])];
        let header = self.courses.len();
        self.courses.extend([1, arc]);
        let (mut before, mut at, mut total) = (tail, graph.head(arc), ticks(cost(arc)));
        while graph.has_places_apart()
            && self.own[at as usize] == NONE
            && self.courses.len() - header <= LONGEST
            && !self.task.goals.iter().any(|goal| goal.state == at)
        {
            let mut on = graph.arcs_out(at).filter(|arc| ![before, at, start].contains(&graph.head(*arc)));
            let arc = on.next()?;
            if on.next().is_some() {
                break;
            }
            self.courses.push(arc);
            let more = ticks(cost(arc));
            total = [total[0] + more[0], total[1] + more[1]];
            (before, at) = (at, graph.head(arc));
            if at == tail {
                return None;
            }
        }
        self.courses[header] = (self.courses.len() - header - 1) as u32;
        Some((at, total))
    }

    /// The arcs of a course.
    #[inline]
    fn arcs(&self, course: u32) -> &[u32] {
        let first = course as usize + 1;
        &self.courses[first..first + self.courses[course as usize] as usize]
    }

    /// The order of two ways with the same totals: the other criteria, the number of links, the links from the last one back.
    ///
    /// What is settled first stays: a way that comes up later from a label of the same totals has more links or costs more.
    fn order(&self, a: (u32, u32), b: (u32, u32)) -> Ordering {
        let (graph, axes) = (self.task.graph, self.task.axes);
        let [a, b] = [a, b].map(|(before, row)| (before, self.rows[row as usize].course));
        let mut ahead = [0i64; 5];
        let mut count = |(before, course): (u32, u32), sign: i64| {
            let mut add = |cost: &CostVector, links: i64| {
                let others = axes.in_order(cost).into_iter().skip(2).map(i64::from).chain([links]);
                ahead.iter_mut().zip(others).for_each(|(ahead, more)| *ahead += sign * more);
            };
            self.arcs(course).iter().for_each(|arc| add(graph.cost(*arc), 1));
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
        labels.flat_map(|(_, course)| self.arcs(course).iter().rev().copied())
    }

    /// The goal at which a path ends after a label.
    fn goal(&self, label: u32) -> Option<&Goal> {
        let (_, course) = self.labels.get(label as usize)?;
        let state = self.arcs(*course).last().map_or(self.task.from, |arc| self.task.graph.head(*arc));
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

    fn two_criteria() -> impl Strategy<Value = Vec<Criterion>> {
        prop::sample::subsequence(Criterion::ALL.to_vec(), 2)
    }

    /// What both searches of one question find.
    fn both(case: &Case, criteria: &[Criterion], epsilon: f64) -> [Vec<Path>; 2] {
        let (graph, from, goals) = (&case.graph, case.from, &case.goals[..]);
        let (axes, memory) = (Axes::new(criteria), Memory::default());
        let ahead = Sweeps::new(graph, from, goals, axes.chosen());
        let task = Task { graph, from, goals, axes: &axes, ahead: &ahead, memory: &memory, equals: false };
        let options = criteria.iter().fold(ParetoOptions::default(), |options, c| options.epsilon(*c, epsilon));
        let (paths, _) = search(&task, &mut options.limits(&axes));
        let found = general::search(&task, &mut options.limits(&axes));
        [paths, found.ends.iter().filter_map(|end| found.path(graph, *end, goals)).collect()]
    }

    proptest! {
        #![proptest_config(config(2000))]

        /// The general search, which looks at every state and carries all totals, finds the same walks, ties and all.
        #[test]
        fn two_criteria_are_as_many(
            case in prop_oneof![small(), large()], criteria in two_criteria(), epsilon in prop_oneof![Just(0.0), 0.0..0.5f64]
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
            let (case, criteria) = (large(), two_criteria()).new_tree(&mut runner).expect("a case").current();
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
