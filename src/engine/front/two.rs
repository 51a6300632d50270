//! The front of two criteria, where no label has to remember places: one number a state, sixteen bytes a way.
//!
//! BOA* (Hernandez and others, "Simple and efficient bi-objective search algorithms via fast dominance checks", Artificial Intelligence
//! 314, 2023). Ours makes a label only once nothing beats it, and settles ties on both criteria, which are rare, by walking
//! back to where two ways part.

use super::super::Path;
use super::super::graph::NONE;
use super::super::path::compare_links;
use super::options::Limits;
use super::search::{MANY, Task};
use super::waiting::{Waiting, Way};
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

/// An arc with what it adds to both totals, the bounds of its ends included.
#[derive(Clone, Copy)]
struct Row {
    add: [u32; 2],
    /// In the search's own numbers.
    head: u32,
    /// `NONE` at the start and where a path ends.
    arc: u32,
}

/// All goals together.
const GOAL: u32 = 0;

struct Two<'a> {
    task: &'a Task<'a>,
    /// The search's own number of each state.
    own: Vec<u32>,
    states: Vec<State>,
    rows: Vec<Row>,
    /// Settled labels: the label before, and the arc.
    labels: Vec<(u32, u32)>,
}

/// The paths of the front in order; `false` if the limits ended the search.
pub(super) fn search(task: &Task<'_>, limits: &mut Limits) -> (Vec<Path>, bool) {
    let (graph, mut paths) = (task.graph, Vec::new());
    let Some(start) = task.ahead.of(task.from) else { return (paths, true) };
    let most = task.ahead.most().unwrap_or([u32::MAX; 2]);
    let mut two =
        Two { task, own: vec![NONE; graph.states()], states: Vec::new(), rows: Vec::new(), labels: Vec::new() };
    two.states.push(State { least: u32::MAX, first: NONE, count: 0, number: NONE });
    let head = two.enter(task.from);
    two.rows.push(Row { add: [start[0], start[1]], head, arc: NONE });
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
        let head = two.rows[way.row as usize].head;
        two.states[head as usize].least = second;
        let label = two.labels.len() as u32;
        if head == GOAL {
            useless = useless.min(limits.first_tolerated(1, second));
            paths.extend(two.path(way.before));
            continue;
        }
        two.labels.push((way.before, way.row));
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
        let (graph, axes, ahead) = (self.task.graph, self.task.axes, self.task.ahead);
        let (number, first) = (self.states[state as usize].number, self.rows.len());
        let here = ahead.of(number).unwrap_or_default();
        let (first_arc, heads, costs) = graph.row(number);
        let closed = [graph.place(self.task.from), graph.place(number)];
        // What would not fit a total is part of no path.
        let add = |cost: u32, there: u32, here: u32| cost.checked_add(there).map(|total| total.saturating_sub(here));
        for (arc, (head, cost)) in (first_arc..).zip(heads.iter().zip(costs)) {
            if closed.contains(&graph.place(*head)) {
                continue;
            }
            let Some(there) = ahead.of(*head) else { continue };
            let cost = axes.in_order(cost);
            if let (Some(a), Some(b)) = (add(cost[0], there[0], here[0]), add(cost[1], there[1], here[1])) {
                let head = self.enter(*head);
                self.rows.push(Row { add: [a, b], head, arc });
            }
        }
        for goal in self.task.goals.iter().filter(|goal| goal.state == number) {
            let cost = axes.in_order(&goal.cost);
            let add = [0, 1].map(|axis| cost[axis].saturating_sub(here[axis]));
            self.rows.push(Row { add, head: GOAL, arc: NONE });
        }
        let known = &mut self.states[state as usize];
        (known.first, known.count) = (first as u32, (self.rows.len() - first) as u32);
    }

    /// The order of two ways with the same totals: the other criteria, the number of links, the links from the last one back.
    ///
    /// What is settled first stays: a way that comes up later from a label of the same totals has more links or costs more.
    fn order(&self, a: (u32, u32), b: (u32, u32)) -> Ordering {
        let (graph, axes) = (self.task.graph, self.task.axes);
        let mut ahead = [0i64; 5];
        let mut count = |(before, row): (u32, u32), sign: i64| {
            let arc = self.rows[row as usize].arc;
            let cost = if arc != NONE { Some(graph.cost(arc)) } else { self.goal(before).map(|goal| &goal.cost) };
            let cost = cost.map_or([0; 6], |cost| axes.in_order(cost));
            ahead.iter_mut().zip(&cost[2..]).for_each(|(ahead, ticks)| *ahead += sign * i64::from(*ticks));
            ahead[4] += sign * i64::from(arc != NONE);
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
        ahead.cmp(&[0; 5]).then_with(|| {
            let links = |way| {
                let arcs: Vec<u32> = self.arcs_back(way).collect();
                arcs.into_iter().rev().map(|arc| graph.link(arc))
            };
            compare_links(links(a), links(b))
        })
    }

    /// The arcs of a way, from the last one back.
    fn arcs_back(&self, way: (u32, u32)) -> impl Iterator<Item = u32> + '_ {
        let ways = std::iter::successors(Some(way), |(before, _)| self.labels.get(*before as usize).copied());
        ways.map(|(_, row)| self.rows[row as usize].arc).filter(|arc| *arc != NONE)
    }

    /// The goal at which a path ends after a label.
    fn goal(&self, label: u32) -> Option<&super::Goal> {
        let (_, row) = self.labels.get(label as usize)?;
        let state = self.states[self.rows[*row as usize].head as usize].number;
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
