//! Any weights at once: bounds blended from a few weightings that were worked in before.
//!
//! The least score is concave in the weights: where `w` is at least a sum of multiples `m_j` of fixed vectors `a_j`, the same sum of the
//! least scores under `a_j` bounds that under `w` from below. A* (Hart, Nilsson, Raphael 1968) with it is exact on the arcs of the graph,
//! with nothing worked in for `w` itself. Higher costs and closed arcs leave every bound a bound.

use super::blend::Blend;
use super::topology::Topology;
use super::{Hierarchy, HierarchyError};
use crate::cost::{CostVector, Criterion};
use crate::engine::{Bound, Goal, Graph, Path, Query, Workspace, best_simple, k_best_near, walk};
use crate::weights::{Preset, Weights};
use std::sync::Arc;

/// No way, or more than any way takes.
pub(super) const INFINITY: u32 = u32::MAX / 4;
/// Into how many steps a criterion's share is divided, by how many criteria there are: as many vectors as 300 MB hold on New York.
const STEPS: [u32; 7] = [1, 1, 8, 5, 3, 2, 2];

/// A hierarchy under a few fixed weightings of some criteria, for best paths under any weights.
///
/// ```
/// use corridor::engine::{Graph, Hierarchy, Lanes, Workspace, nested_dissection};
/// use corridor::{CostVector, Criterion::*, Weights};
/// let points = [(24.9, 67.0), (31.5, 74.3), (34.0, 71.5)];
/// let roads = [(0, 1, [1_200_000, 72_000]), (1, 2, [500_000, 36_000]), (0, 2, [1_400_000, 115_000])]; // metres, seconds
/// let cost = |ticks: [u32; 2]| CostVector::new([ticks[0], ticks[1], 0, 0, 0, 0]);
/// let graph = Graph::new(3, roads.map(|(tail, head, ticks)| (tail, head, cost(ticks))))?;
/// let order = nested_dissection(&points, &roads.map(|(tail, head, _)| (tail, head)));
/// let lanes = Lanes::new(&graph, &Hierarchy::new(&graph, &order)?, [Distance, Time])?;
///
/// let memory = &mut Workspace::default();
/// let mut links = |km, hours| {
///     let weights = Weights::new([(Distance, km), (Time, hours)])?; // nothing is worked in for them
///     Ok::<_, corridor::WeightsError>(lanes.best(&graph, 0, 2, &weights, memory).map(|path| path.arcs().len()))
/// };
/// assert_eq!((links(1.0, 1.0)?, links(1.0, 500.0)?), (Some(1), Some(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lanes {
    pub(super) topology: Arc<Topology>,
    /// The fixed vectors: a whole weight for each criterion.
    pub(super) vectors: Vec<[u64; 6]>,
    /// Of each shortcut towards the more important end, the lengths under all vectors.
    pub(super) up: Vec<u32>,
    /// The same back.
    pub(super) down: Vec<u32>,
    /// How many bits were cut off the lengths under each vector.
    pub(super) shifts: Vec<u32>,
    /// What one tick of a length under each vector scores.
    pub(super) units: Vec<f64>,
    /// By criterion, the vector of it alone and how many bits were cut off its ticks.
    pub(super) alone: [Option<(usize, u32)>; 6],
    criteria: [bool; 6],
    /// What they were made for, as a hash.
    pub(super) made_for: u64,
}

impl Lanes {
    /// Works a few vectors of weights in for some criteria: each criterion alone, evenly spread mixtures, and the presets made of these criteria.
    ///
    /// That is 9 vectors for two criteria, 21 for three, 24 for six, each of which takes as long as [`Hierarchy::customize`] and 8 bytes a
    /// shortcut. On New York (264,346 states, 1.3 million shortcuts) two criteria take 0.9 s and 94 MB, three 2.2 s and 219 MB, six 2.4 s and 250 MB.
    ///
    /// # Errors
    /// Costs so large that a path's length could not be counted.
    pub fn new(
        graph: &Graph,
        hierarchy: &Hierarchy,
        criteria: impl IntoIterator<Item = Criterion>,
    ) -> Result<Lanes, HierarchyError> {
        let mut wanted = [false; 6];
        criteria.into_iter().for_each(|criterion| wanted[criterion as usize] = true);
        let mut lanes = Lanes::without_lengths(graph, hierarchy, wanted)?;
        let (count, shortcuts) = (lanes.vectors.len(), hierarchy.topology.head.len());
        (lanes.up, lanes.down) = (vec![0; count * shortcuts], vec![0; count * shortcuts]);
        let alone: Vec<Option<Criterion>> = lanes.vectors.iter().map(only).collect();
        let length = |lane: usize, arc: u32| length(&lanes.vectors[lane], alone[lane], graph.cost(arc));
        let (up, down) = (&mut lanes.up, &mut lanes.down);
        hierarchy.floors(&lanes.shifts, length, |lane, shortcut, lengths| {
            let at = shortcut * count + lane;
            [up[at], down[at]] = lengths.map(|length| length.min(INFINITY));
        });
        Ok(lanes)
    }

    /// All that follows from the graph, without the lengths of shortcuts.
    pub(super) fn without_lengths(
        graph: &Graph,
        hierarchy: &Hierarchy,
        criteria: [bool; 6],
    ) -> Result<Lanes, HierarchyError> {
        let vectors = vectors(graph, criteria);
        let (mut shifts, mut units, mut alone) = (Vec::new(), Vec::new(), [None; 6]);
        for (lane, vector) in vectors.iter().enumerate() {
            let only = only(vector);
            let shift = hierarchy.safe_shift(|arc| Some(length(vector, only, graph.cost(arc))))?;
            let weight = only.map_or(1, |criterion| vector[criterion as usize]);
            shifts.push(shift);
            units.push(weight as f64 * 2f64.powi(shift as i32));
            if let Some(criterion) = only {
                alone[criterion as usize] = Some((lane, shift));
            }
        }
        let (topology, up, down) = (hierarchy.topology.clone(), Vec::new(), Vec::new());
        let mut lanes = Lanes { topology, vectors, up, down, shifts, units, alone, criteria, made_for: 0 };
        lanes.made_for = lanes.hash(graph);
        Ok(lanes)
    }

    /// The criteria for which they were made, a bit for each.
    pub(super) fn mask(&self) -> u32 {
        (0..6).map(|axis| u32::from(self.criteria[axis]) << axis).sum()
    }

    /// The best path between two states; `None` if there is none. Exact under any weights, ties broken as in [`Graph::best`].
    ///
    /// `graph` is the one that the lanes were made for, or one in which arcs cost more or are missing. Criteria that weigh
    /// something without being among those of the lanes are left out of the bounds, which makes the search slower, but no less exact.
    pub fn best(&self, graph: &Graph, from: u32, to: u32, weights: &Weights, memory: &mut Workspace) -> Option<Path> {
        let states = self.topology.states();
        if graph.states() != states || from as usize >= states || to as usize >= states {
            return None;
        }
        let Workspace { scores, blend: space, .. } = memory;
        let bound = Blend::new(self, weights, from, to, space)?;
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        let query = Query::new(from, &goals);
        if graph.has_places_apart() {
            return walk(graph, weights, &bound, &query, scores, u64::MAX).map(|(_, path)| path);
        }
        best_simple(graph, weights, &bound, &query, scores)
    }

    /// The `k` best paths between two states that visit no state twice, best first; fewer if there are not as many. The same as [`Graph::k_best`].
    ///
    /// The distances of the hierarchy bound what comes before each state, so that the backward tree keeps near the best paths. Then at most one
    /// bounded search for each arc of each answer (Yen 1971; Lawler 1972). `graph` as in [`Lanes::best`].
    pub fn k_best(
        &self,
        graph: &Graph,
        from: u32,
        to: u32,
        weights: &Weights,
        k: usize,
        memory: &mut Workspace,
    ) -> Vec<Path> {
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        self.k_best_of(graph, &Query::new(from, &goals), weights, k, memory)
    }

    /// The `k` best paths to the one goal of a question in which arcs may be closed.
    pub(crate) fn k_best_of(
        &self,
        graph: &Graph,
        query: &Query<'_>,
        weights: &Weights,
        k: usize,
        memory: &mut Workspace,
    ) -> Vec<Path> {
        let &Query { from, goals: &[Goal { state: to, .. }], .. } = query else { return Vec::new() };
        let Some(best) = self.best(graph, from, to, weights, memory) else { return Vec::new() };
        let Workspace { scores, beyond: [after, _], blend: space, .. } = memory;
        let Some(bound) = Blend::before(self, weights, from, to, space) else { return Vec::new() };
        let best = weights.score(best.cost());
        k_best_near(graph, weights, query, best, k, |state| bound.rest(0, state), [scores, after])
    }

    /// Whether all criteria that weigh something are among those of the lanes.
    pub fn covers(&self, weights: &Weights) -> bool {
        weights.criteria().all(|criterion| self.criteria[criterion as usize])
    }

    /// How many vectors were worked in.
    pub fn vectors(&self) -> usize {
        self.vectors.len()
    }

    /// Bytes of memory, without the hierarchy.
    pub fn bytes(&self) -> usize {
        4 * (self.up.len() + self.down.len())
    }
}

/// The criterion that alone weighs something.
fn only(vector: &[u64; 6]) -> Option<Criterion> {
    let mut weighing = Criterion::ALL.into_iter().filter(|criterion| vector[*criterion as usize] > 0);
    weighing.next().filter(|_| weighing.next().is_none())
}

/// A cost under a vector: the ticks of a criterion alone stay as they are, so that nothing is lost where they are few enough.
fn length(vector: &[u64; 6], alone: Option<Criterion>, cost: &CostVector) -> u64 {
    alone.map_or_else(|| scored(vector, cost), |criterion| u64::from(cost[criterion]))
}

/// A cost under whole weights.
fn scored(vector: &[u64; 6], cost: &CostVector) -> u64 {
    vector.iter().zip(cost.ticks()).map(|(weight, ticks)| weight * u64::from(ticks)).sum()
}

/// The weights of one tick of each criterion.
pub(super) fn per_tick(weights: &Weights) -> [u64; 6] {
    Criterion::ALL.map(|criterion| weights.score(&CostVector::ZERO.with(criterion, 1)))
}

/// Vectors spread over the mixtures of some criteria, as seen from an arc of usual cost.
fn vectors(graph: &Graph, wanted: [bool; 6]) -> Vec<[u64; 6]> {
    let mut total = [0u64; 6];
    for arc in 0..graph.arcs() as u32 {
        total.iter_mut().zip(graph.cost(arc).ticks()).for_each(|(total, ticks)| *total += u64::from(ticks));
    }
    // What costs nothing anywhere bounds nothing.
    let axes: Vec<usize> = (0..6).filter(|axis| wanted[*axis] && total[*axis] > 0).collect();
    let whole = |shares| whole(&total, shares);
    let steps = STEPS[axes.len()];
    let mut found: Vec<[u64; 6]> = mixtures(axes.len(), steps)
        .into_iter()
        .map(|mixture| {
            let mut shares = [0.0; 6];
            axes.iter().zip(mixture).for_each(|(axis, step)| shares[*axis] = f64::from(step) / f64::from(steps));
            whole(shares)
        })
        .collect();
    if axes.len() > 3 {
        found.push(whole(std::array::from_fn(|axis| if axes.contains(&axis) { 1.0 / axes.len() as f64 } else { 0.0 })));
    }
    for preset in Preset::ALL.map(|preset| per_tick(&preset.weights())) {
        let used = |axis: usize| preset[axis] > 0;
        let shares: [f64; 6] = std::array::from_fn(|axis| preset[axis] as f64 * total[axis] as f64);
        let sum: f64 = shares.iter().sum();
        if (0..6).all(|axis| !used(axis) || axes.contains(&axis)) && (0..6).filter(|axis| used(*axis)).count() > 1 {
            found.push(whole(shares.map(|share| share / sum)));
        }
    }
    found.retain(|vector| vector.iter().any(|weight| *weight > 0));
    found.sort_unstable();
    found.dedup();
    found
}

/// Weights under which all arcs together score 2^60 at the most, whatever the criteria's totals are beside each other, and each criterion its share.
fn whole(total: &[u64; 6], shares: [f64; 6]) -> [u64; 6] {
    let per_tick = |axis: usize| shares[axis] * 2f64.powi(60) / total[axis].max(1) as f64;
    std::array::from_fn(|axis| {
        let per_tick = per_tick(axis) as u64;
        // A criterion alone loses nothing when low bits are cut off.
        if shares[axis] == 1.0 && per_tick > 0 { 1 << per_tick.ilog2() } else { per_tick }
    })
}

/// All ways to divide so many steps among so many criteria.
fn mixtures(criteria: usize, steps: u32) -> Vec<Vec<u32>> {
    match criteria {
        0 => Vec::new(),
        1 => vec![vec![steps]],
        _ => (0..=steps)
            .flat_map(|first| {
                mixtures(criteria - 1, steps - first).into_iter().map(move |rest| [vec![first], rest].concat())
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::blend::{Space, multiples};
    use super::*;
    use crate::engine::oracle::{Case, config, large, small};
    use crate::engine::{Bound, NoBound};
    use crate::hierarchy::nested_dissection;
    use proptest::prelude::*;

    fn lanes(graph: &Graph, criteria: &[Criterion]) -> Lanes {
        let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        let order = nested_dissection(&vec![(0.0, 0.0); graph.states()], &ends);
        Lanes::new(graph, &Hierarchy::new(graph, &order).unwrap(), criteria.iter().copied()).unwrap()
    }

    fn plain(graph: &Graph, from: u32, to: u32, weights: &Weights) -> Option<Path> {
        let goals = [Goal { state: to, cost: CostVector::ZERO }];
        let memory = &mut Workspace::default().scores;
        best_simple(graph, weights, &NoBound, &Query::new(from, &goals), memory)
    }

    /// The graph with the arcs that a case calls closed at thrice the cost, or without them.
    fn changed(case: &Case, closed: bool) -> Graph {
        let graph = &case.graph;
        let arcs = (0..graph.arcs() as u32).filter(|arc| !closed || case.closed[*arc as usize] == 0);
        let arcs = arcs.map(|arc| {
            let times = if case.closed[arc as usize] > 0 { 3 } else { 1 };
            let cost = CostVector::new(graph.cost(arc).ticks().map(|ticks| ticks * times));
            (graph.tail(arc), graph.head(arc), cost, graph.link(arc))
        });
        Graph::with_places(graph.places_of_states().to_vec(), arcs.collect())
    }

    proptest! {
        #![proptest_config(config(1000))]

        #[test]
        fn any_weights_have_the_same_best_path(
            case in prop_oneof![small(), large()],
            some in prop::sample::subsequence(Criterion::ALL.to_vec(), 0..=6),
        ) {
            let memory = &mut Workspace::default();
            let raised = [changed(&case, false), changed(&case, true)];
            // All six, those that weigh something, and some that may have nothing to do with it.
            for criteria in [Criterion::ALL.to_vec(), case.weights.criteria().collect(), some.clone()] {
                let lanes = lanes(&case.graph, &criteria);
                prop_assert_eq!(lanes.covers(&case.weights), case.weights.criteria().all(|c| criteria.contains(&c)));
                for goal in &case.goals {
                    for graph in [&case.graph, &raised[0], &raised[1]] {
                        let found = lanes.best(graph, case.from, goal.state, &case.weights, memory);
                        prop_assert_eq!(found, plain(graph, case.from, goal.state, &case.weights), "{:?}", criteria);
                        let found = lanes.k_best(graph, case.from, goal.state, &case.weights, 4, memory);
                        prop_assert_eq!(found, graph.k_best(case.from, goal.state, &case.weights, 4, memory));
                    }
                }
            }
        }

        /// Where the weights are one of the vectors, the bound is the least score but for what rounding loses.
        #[test]
        fn bounds_are_close_and_never_above(case in large(), criterion in prop::sample::select(Criterion::ALL.to_vec())) {
            let (graph, lanes) = (&case.graph, lanes(&case.graph, &Criterion::ALL));
            for weights in [Weights::new([(criterion, 1.0)]).unwrap(), case.weights] {
                let alone = weights.criteria().count() == 1;
                let to = case.goals[0].state;
                let goals = [Goal { state: to, cost: CostVector::ZERO }];
                let exact = crate::engine::Scores::to_goals(graph, &weights, &goals);
                for from in 0..graph.states() as u32 {
                    let mut space = Space::default();
                    let bound = Blend::new(&lanes, &weights, from, to, &mut space);
                    let rest = exact.rest(0, from);
                    prop_assert!(bound.is_some() || rest.is_none());
                    let (Some(bound), Some(whole)) = (bound, rest) else { continue };
                    for state in 0..graph.states() as u32 {
                        let (bound, rest) = (bound.rest(0, state), exact.rest(0, state));
                        prop_assert!(bound.is_some() || rest.is_none());
                        let (Some(bound), Some(rest)) = (bound, rest) else { continue };
                        prop_assert!(bound <= rest, "{} to {}: {} > {}", state, to, bound, rest);
                        // A way that scores nothing needs no bound.
                        prop_assert!(!alone || whole == 0 || bound as f64 >= rest as f64 * 0.999_99 - 1.0, "{} < {}", bound, rest);
                    }
                }
            }
        }
    }

    /// One criterion may add up to billions where another is nearly unknown: neither loses its bounds.
    #[test]
    fn criteria_of_any_size_are_bounded() {
        let arcs =
            (0..100u32).map(|at| (at, at + 1, CostVector::new([1 << 25, 1, 0, u32::from(at == 50), 1 << 25, 3])));
        let graph = Graph::new(101, arcs).unwrap();
        let lanes = lanes(&graph, &Criterion::ALL);
        for criteria in
            [vec![Criterion::Distance], vec![Criterion::Crossings], vec![Criterion::Distance, Criterion::Crossings]]
        {
            let weights = Weights::new(criteria.iter().map(|criterion| (*criterion, 1.0))).unwrap();
            let exact = (0..graph.arcs() as u32).map(|arc| weights.score(graph.cost(arc))).sum::<u64>();
            let mut space = Space::default();
            let bound = Blend::new(&lanes, &weights, 0, 100, &mut space).unwrap().rest(0, 0).unwrap();
            assert!(bound <= exact && bound as f64 >= 0.999 * exact as f64, "{criteria:?}: {bound} of {exact}");
        }
    }

    /// What is looked for is the best blend: no fewer than two vectors bound what lies between them.
    #[test]
    fn multiples_bound_as_high_as_they_can() {
        let vectors = [[4, 0, 0, 0, 0, 0], [2, 2, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0], [0, 0, 0, 0, 4, 0]];
        let found = multiples(&vectors, &[4.0, 8.0, 4.0, 9.0], &[3, 5, 0, 0, 0, 0]);
        let score: f64 = found.iter().map(|(at, by)| by * [4.0, 8.0, 4.0, 9.0][*at]).sum();
        // 1.5 of the mixture and half of the third.
        assert!((score - 14.0).abs() < 1e-9, "{found:?}");
        assert_eq!(multiples(&vectors, &[1.0; 4], &[0, 0, 7, 0, 0, 0]), []);
    }
}
