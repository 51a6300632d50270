//! What is still to come from each state at the least, criterion by criterion: one backward sweep each (Dijkstra 1959).

use super::super::graph::NONE;
use super::super::metric::Single;
use super::super::scores::Scores;
use super::super::{Goal, Graph, Path};
use crate::cost::Criterion;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Ticks of a state from which no goal can be reached, or none that matters.
pub(super) const FAR: u32 = u32::MAX;

/// States by their ticks, in one number; outdated entries stay in.
type Queue = BinaryHeap<Reverse<u64>>;

/// The least ticks from each state to the goals on each of some criteria.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Those of state `s` are `least[s * stride..(s + 1) * stride]`.
    least: Vec<u32>,
    stride: usize,
    /// The most that the first total can be on a front of two criteria.
    most: Option<u32>,
}

impl Bounds {
    /// Sweeps back from the goals, one time for each criterion; over the places, of which there are a fifth, where they tell nearly as much.
    ///
    /// With two criteria both sweeps end early: a path that is longer on one than the shortest by the other is beaten.
    pub(super) fn new(graph: &Graph, from: u32, goals: &[Goal], criteria: &[Criterion]) -> Bounds {
        let least = vec![FAR; graph.states() * criteria.len()];
        let mut bounds = Bounds { least, stride: criteria.len(), most: None };
        if criteria.len() == 2 {
            bounds.two(graph, from, goals, criteria);
            return bounds;
        }
        for (axis, criterion) in criteria.iter().enumerate() {
            let of_axis = bounds.least.iter_mut().skip(axis).step_by(criteria.len());
            if graph.is_of_places(*criterion) {
                let seeds = goals.iter().map(|goal| (graph.place(goal.state), goal.cost[*criterion]));
                let ticks = Scores::to(graph.of_places(), &Single(*criterion), seeds);
                (0..).zip(of_axis).for_each(|(state, least)| *least = ticks.at(graph.place(state)));
            } else {
                let ticks = Scores::to_goals(graph, &Single(*criterion), goals);
                (0..).zip(of_axis).for_each(|(state, least)| *least = ticks.at(state));
            }
        }
        bounds.start(graph, from, goals, criteria);
        bounds
    }

    /// The graph of places knows no arcs out of a state that nothing leads into, where a path may start.
    fn start(&mut self, graph: &Graph, from: u32, goals: &[Goal], criteria: &[Criterion]) {
        for (axis, criterion) in criteria.iter().enumerate() {
            let over = |arc: u32| {
                let least = self.least[graph.head(arc) as usize * self.stride + axis];
                if least == FAR { FAR } else { least.saturating_add(graph.cost(arc)[*criterion]) }
            };
            let at_once = goals.iter().filter(|goal| goal.state == from).map(|goal| goal.cost[*criterion]);
            let least = graph.arcs_out(from).map(over).chain(at_once).min();
            self.least[from as usize * self.stride + axis] = least.unwrap_or(FAR);
        }
    }

    fn two(&mut self, graph: &Graph, from: u32, goals: &[Goal], criteria: &[Criterion]) {
        let mut queues = [Queue::new(), Queue::new()];
        let mut limits = [FAR; 2];
        let mut onward = vec![NONE; graph.states()];
        for axis in 0..2 {
            if axis == 1 {
                onward.fill(NONE);
            }
            self.seed(&mut queues[axis], goals, axis, criteria[axis]);
            self.settle(&mut queues[axis], graph, (axis, criteria[axis]), FAR, Some(from), |tail, arc| {
                onward[tail as usize] = arc
            });
            if self.least[from as usize * 2 + axis] == FAR {
                return;
            }
            // A walk that visits a place twice bounds nothing.
            let path = path(graph, from, goals, &onward).filter(|path| path.repeated_places(graph).is_empty());
            limits[1 - axis] = path.map_or(FAR, |path| path.cost[criteria[1 - axis]]);
        }
        self.most = Some(limits[0]).filter(|most| *most < FAR);
        for axis in 0..2 {
            self.settle(&mut queues[axis], graph, (axis, criteria[axis]), limits[axis], None, |_, _| ());
            // What is still in the queue lies beyond the limit.
            for Reverse(entry) in queues[axis].drain() {
                let least = &mut self.least[entry as u32 as usize * 2 + axis];
                if *least > limits[axis] {
                    *least = FAR;
                }
            }
        }
    }

    fn seed(&mut self, queue: &mut Queue, goals: &[Goal], axis: usize, criterion: Criterion) {
        for goal in goals {
            let least = &mut self.least[goal.state as usize * self.stride + axis];
            *least = (*least).min(goal.cost[criterion]);
            queue.push(Reverse(u64::from(*least) << 32 | u64::from(goal.state)));
        }
    }

    /// Settles all states within `limit`, or until `end` is the next; tells of each arc that improves its tail.
    fn settle(
        &mut self,
        queue: &mut Queue,
        graph: &Graph,
        (axis, criterion): (usize, Criterion),
        limit: u32,
        end: Option<u32>,
        mut improved: impl FnMut(u32, u32),
    ) {
        let stride = self.stride;
        while let Some(Reverse(entry)) = queue.peek() {
            let (ticks, state) = ((entry >> 32) as u32, *entry as u32);
            if ticks > limit || end.is_some_and(|end| self.least[end as usize * stride + axis] <= ticks) {
                return;
            }
            queue.pop();
            if self.least[state as usize * stride + axis] < ticks {
                continue;
            }
            for arc in graph.arcs_in(state) {
                let (tail, offer) = (graph.tail(arc), ticks.saturating_add(graph.cost(arc)[criterion]));
                let least = &mut self.least[tail as usize * stride + axis];
                if offer < *least {
                    *least = offer;
                    improved(tail, arc);
                    queue.push(Reverse(u64::from(offer) << 32 | u64::from(tail)));
                }
            }
        }
    }

    /// The most that the first total can be on a front of two criteria, where that is known.
    pub(super) fn most(&self) -> Option<u32> {
        self.most
    }

    /// The least ticks from a state by each criterion; `None` where no goal that matters can be reached.
    #[inline]
    pub(super) fn of(&self, state: u32) -> Option<&[u32]> {
        let least = &self.least[state as usize * self.stride..(state as usize + 1) * self.stride];
        (!least.contains(&FAR)).then_some(least)
    }
}

/// The way on from a state.
fn path(graph: &Graph, from: u32, goals: &[Goal], onward: &[u32]) -> Option<Path> {
    let (mut arcs, mut state) = (Vec::new(), from);
    while onward[state as usize] != NONE {
        arcs.push(onward[state as usize]);
        state = graph.head(onward[state as usize]);
    }
    Some(Path::new(graph, arcs, *goals.iter().find(|goal| goal.state == state)?))
}
