//! Pareto fronts on large graphs: what is still to come is asked of the hierarchy, state by state, in place of whole sweeps.

use super::blend::{Blend, Space};
use super::lanes::{INFINITY, Lanes};
use crate::cost::{CostVector, Criterion};
use crate::engine::{Ahead, FAR, Goal, Graph, ParetoOptions, ParetoPaths, Workspace, pareto_by, shortest};

/// The least ticks to some goals by some criteria.
struct Corners<'a> {
    /// For each goal the lengths to it, and what ending there costs.
    goals: Vec<(Blend<'a>, CostVector)>,
    /// Of each criterion, where its length stands and how many bits were cut off it; `None` if nothing was worked in for it.
    axes: Vec<(Criterion, Option<(usize, u32)>)>,
    most: Option<[u32; 2]>,
}

impl<'a> Corners<'a> {
    fn new(
        lanes: &'a Lanes,
        graph: &Graph,
        from: u32,
        goals: &[Goal],
        criteria: &[Criterion],
        spaces: &'a mut [Space],
    ) -> Corners<'a> {
        let mut chosen = Vec::new();
        let mut axis = |criterion: &Criterion| {
            let known = lanes.alone[*criterion as usize].map(|(lane, shift)| {
                chosen.push(lane);
                (chosen.len() - 1, shift)
            });
            (*criterion, known)
        };
        let axes = criteria.iter().map(&mut axis).collect();
        let to = |(goal, space): (&Goal, &'a mut Space)| {
            (Blend::unblended(lanes, chosen.clone(), goal.state, space), goal.cost)
        };
        let mut corners = Corners { goals: goals.iter().zip(spaces).map(to).collect(), axes, most: None };
        if let [a, b] = criteria {
            let path = |axis: usize, criterion: &Criterion| {
                shortest(graph, from, goals, *criterion, |state| corners.of(state).map(|least| least[axis]))
            };
            let by_both = path(0, a).zip(path(1, b));
            corners.most = by_both.map(|(by_a, by_b)| [by_b.cost()[*a], by_a.cost()[*b]]);
        }
        corners
    }
}

impl Ahead for Corners<'_> {
    fn of(&self, state: u32) -> Option<[u32; 6]> {
        let mut least = [FAR; 6];
        for (blend, cost) in &self.goals {
            let lengths = blend.lengths(state);
            if self.axes.iter().any(|(_, known)| known.is_some_and(|(at, _)| lengths[at] == INFINITY)) {
                continue;
            }
            for (least, (criterion, known)) in least.iter_mut().zip(&self.axes) {
                let rest = known.map_or(0, |(at, shift)| u64::from(lengths[at]) << shift);
                *least = (*least).min((rest + u64::from(cost[*criterion])).min(u64::from(FAR - 1)) as u32);
            }
        }
        least[self.axes.len()..].fill(0);
        (!least.contains(&FAR)).then_some(least)
    }

    fn most(&self) -> Option<[u32; 2]> {
        self.most
    }
}

impl Lanes {
    /// The Pareto front between two states, as [`Graph::pareto_with`] finds it, without sweeps over the whole graph.
    ///
    /// What is still to come from a state by each criterion is worked out when the search first comes to it, from the criterion's own lane:
    /// exact where the sum of each state's largest arc stays below 2^30 ticks, and rounded down otherwise. Criteria that are not among those
    /// of the lanes are not bounded at all, which makes the search slower, but no less exact. `graph` is the one that the lanes were
    /// made for, or one in which arcs cost more or are missing; with another number of states it has no paths here.
    ///
    /// ```
    /// use corridor::engine::{Graph, Hierarchy, Lanes, ParetoOptions, Workspace, nested_dissection};
    /// use corridor::{CostVector, Criterion::*};
    /// let points = [(24.9, 67.0), (31.5, 74.3), (34.0, 71.5)];
    /// let roads = [(0, 1, [1_200_000, 72_000]), (1, 2, [500_000, 30_000]), (0, 2, [1_400_000, 115_000])]; // metres, seconds
    /// let cost = |ticks: [u32; 2]| CostVector::new([ticks[0], ticks[1], 0, 0, 0, 0]);
    /// let graph = Graph::new(3, roads.map(|(tail, head, ticks)| (tail, head, cost(ticks))))?;
    /// let order = nested_dissection(&points, &roads.map(|(tail, head, _)| (tail, head)));
    /// let lanes = Lanes::new(&graph, &Hierarchy::new(&graph, &order)?, [Distance, Time])?;
    /// let options = ParetoOptions::default().labels(1_000_000);
    /// let front = lanes.pareto_with(&graph, 0, 2, &[Distance, Time], &options, &mut Workspace::default());
    /// assert_eq!((front.paths().len(), front.complete()), (2, true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pareto_with(
        &self,
        graph: &Graph,
        from: u32,
        to: u32,
        criteria: &[Criterion],
        options: &ParetoOptions,
        memory: &mut Workspace,
    ) -> ParetoPaths {
        let states = self.topology.states();
        if graph.states() != states || from as usize >= states || to as usize >= states {
            return ParetoPaths::none();
        }
        self.pareto(graph, from, &[Goal { state: to, cost: CostVector::ZERO }], criteria, options, memory)
    }

    /// The same to several goals.
    pub(crate) fn pareto(
        &self,
        graph: &Graph,
        from: u32,
        goals: &[Goal],
        criteria: &[Criterion],
        options: &ParetoOptions,
        memory: &mut Workspace,
    ) -> ParetoPaths {
        let mut spaces = vec![Space::default(); goals.len().saturating_sub(1)];
        spaces.push(std::mem::take(&mut memory.blend));
        let front = pareto_by(graph, from, goals, criteria, options, |chosen| {
            Box::new(Corners::new(self, graph, from, goals, chosen, &mut spaces))
        });
        memory.blend = spaces.pop().unwrap_or_default();
        front
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::oracle::{config, large, small};
    use crate::engine::pareto;
    use crate::hierarchy::{Hierarchy, nested_dissection};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(600))]

        /// The same front, ties and all, whatever the lanes cover, and where arcs cost more than they knew.
        #[test]
        fn fronts_by_lanes_are_those_of_the_graph(
            case in prop_oneof![small(), large()],
            criteria in prop::sample::subsequence(Criterion::ALL.to_vec(), 1..=4),
            covered in prop::sample::subsequence(Criterion::ALL.to_vec(), 0..=6),
            epsilon in prop_oneof![Just(0.0), 0.0..0.5f64],
        ) {
            let graph = &case.graph;
            let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
            let order = nested_dissection(&vec![(0.0, 0.0); graph.states()], &ends);
            let lanes = Lanes::new(graph, &Hierarchy::new(graph, &order).unwrap(), covered).unwrap();
            let mut raised = graph.clone();
            for arc in (0..graph.arcs() as u32).filter(|arc| case.closed[*arc as usize] > 0) {
                *raised.cost_mut(arc) = CostVector::new(graph.cost(arc).ticks().map(|ticks| ticks * 3));
            }
            let memory = &mut Workspace::default();
            let tolerant = criteria.iter().fold(ParetoOptions::default(), |options, c| options.epsilon(*c, epsilon));
            for graph in [graph, &raised] {
                let plain = |options: &ParetoOptions| pareto(graph, case.from, &case.goals, &criteria, options);
                let mut find =
                    |options: &ParetoOptions| lanes.pareto(graph, case.from, &case.goals, &criteria, options, memory);
                let exact = plain(&ParetoOptions::default());
                // Large graphs may have any number of equals.
                let all = ParetoOptions::default().all_routes().labels(if graph.states() < 10 { u64::MAX } else { 0 });
                let (found, equals) = (find(&ParetoOptions::default()), find(&all));
                prop_assert_eq!(found.paths(), exact.paths());
                let expected = plain(&all);
                prop_assert_eq!(equals.paths(), expected.paths());
                // Looser bounds give up fewer labels for a tolerance, so that other paths may stay.
                let near = find(&tolerant);
                let within = |near: &CostVector, cost: &CostVector| {
                    criteria.iter().all(|c| f64::from(near[*c]) <= (1.0 + epsilon) * f64::from(cost[*c]))
                };
                prop_assert!(near.complete() && near.paths().iter().all(|path| exact.paths().contains(path)));
                for path in exact.paths() {
                    prop_assert!(near.paths().iter().any(|near| within(near.cost(), path.cost())));
                }
            }
        }
    }
}
