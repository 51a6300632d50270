//! What is still to come from each state of a small graph: one whole sweep back for each criterion (Dijkstra 1959).

use super::super::metric::Single;
use super::super::scores::Scores;
use super::super::{Goal, Graph};
use super::ahead::{Ahead, FAR};
use crate::cost::Criterion;

/// The least ticks from each state to the goals on each of some criteria.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Those of state `s` are `least[s * stride..(s + 1) * stride]`.
    least: Vec<u32>,
    stride: usize,
}

impl Bounds {
    /// Sweeps back from the goals, one time for each criterion; over the places, of which there are a fifth, where they tell nearly as much.
    pub(super) fn new(graph: &Graph, from: u32, goals: &[Goal], criteria: &[Criterion]) -> Bounds {
        let least = vec![FAR; graph.states() * criteria.len()];
        let mut bounds = Bounds { least, stride: criteria.len() };
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
}

impl Ahead for Bounds {
    #[inline]
    fn of(&self, state: u32) -> Option<[u32; 6]> {
        let known = &self.least[state as usize * self.stride..(state as usize + 1) * self.stride];
        let mut least = [0; 6];
        least[..self.stride].copy_from_slice(known);
        (!known.contains(&FAR)).then_some(least)
    }
}
