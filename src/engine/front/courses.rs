//! The states that a search of two or three criteria has come to, and the arcs out of them with what they add to totals.
//!
//! An arc goes on along the states with one way on, at which no label is needed.

use super::super::graph::NONE;
use super::stairs::Totals;
use super::task::Task;

/// What is known of a state, in the order in which the search comes to them.
#[derive(Clone)]
pub(super) struct State<K: Totals> {
    /// The least totals of its labels.
    pub(super) least: K::Stairs,
    /// Where its arcs stand; `NONE` until a label goes on from here.
    first: u32,
    count: u32,
    /// Its number in the graph.
    number: u32,
}

/// A course of arcs with what it adds to the totals, the bounds of its ends included.
#[derive(Clone, Copy)]
pub(super) struct Row<K> {
    pub(super) add: K,
    /// In the search's own numbers.
    pub(super) head: u32,
    pub(super) course: u32,
}

/// The course at the start and where a path ends.
pub(super) const NO_ARCS: u32 = 0;

/// The most arcs in a course: one-way roads may lead round and round.
const LONGEST: usize = 64;

/// All goals together.
pub(super) const GOAL: u32 = 0;

pub(super) struct Courses<'a, K: Totals> {
    task: &'a Task<'a>,
    /// The search's own number of each state.
    own: Vec<u32>,
    pub(super) states: Vec<State<K>>,
    pub(super) rows: Vec<Row<K>>,
    /// How many arcs a course has, and then these.
    courses: Vec<u32>,
}

impl<'a, K: Totals> Courses<'a, K> {
    pub(super) fn new(task: &'a Task<'a>) -> Courses<'a, K> {
        let goal = State { least: K::Stairs::default(), first: NONE, count: 0, number: NONE };
        let own = vec![NONE; task.graph.states()];
        Courses { task, own, states: vec![goal], rows: Vec::new(), courses: vec![0] }
    }

    /// The search's own number of a state.
    pub(super) fn enter(&mut self, state: u32) -> u32 {
        let own = &mut self.own[state as usize];
        if *own == NONE {
            *own = self.states.len() as u32;
            self.states.push(State { least: K::Stairs::default(), first: NONE, count: 0, number: state });
        }
        *own
    }

    /// The arcs out of a state that lead anywhere.
    #[inline]
    pub(super) fn rows_of(&mut self, state: u32) -> std::ops::Range<usize> {
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
            let add = self.follow(number, arc).and_then(|(head, cost)| {
                let there = ahead.of(head)?;
                let mut add = [0; 3];
                for axis in 0..K::COUNT {
                    // What would not fit a total is part of no path.
                    let more = (cost[axis] + u64::from(there[axis])).saturating_sub(u64::from(here[axis]));
                    add[axis] = u32::try_from(more).ok()?;
                }
                Some((head, K::new(add)))
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
            let add = K::new([0, 1, 2].map(|axis| cost[axis].saturating_sub(here[axis])));
            self.rows.push(Row { add, head: GOAL, course: NO_ARCS });
        }
        let known = &mut self.states[state as usize];
        (known.first, known.count) = (first as u32, (self.rows.len() - first) as u32);
    }

    /// Notes the course that begins with an arc and goes on while there is one way on; where it comes to and what it costs, or `None` if
    /// it leads nowhere.
    ///
    /// A walk that turns back on the course is beaten where it began, or has more links than what is there.
    fn follow(&mut self, tail: u32, arc: u32) -> Option<(u32, [u64; 3])> {
        let (graph, axes, start) = (self.task.graph, self.task.axes, self.task.from);
        let ticks = |arc: u32| {
            let cost = axes.in_order(graph.cost(arc));
            [0, 1, 2].map(|axis| u64::from(cost[axis]))
        };
        let header = self.courses.len();
        self.courses.extend([1, arc]);
        let (mut before, mut at, mut total) = (tail, graph.head(arc), ticks(arc));
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
            total.iter_mut().zip(ticks(arc)).for_each(|(total, more)| *total += more);
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
    pub(super) fn arcs(&self, course: u32) -> &[u32] {
        let first = course as usize + 1;
        &self.courses[first..first + self.courses[course as usize] as usize]
    }
}
