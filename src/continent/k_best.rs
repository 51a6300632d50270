//! The k best journeys. From a coordinate freight may set out both ways along the road, so that the best of each pair of ends are merged.

use super::access::{Access, By};
use super::build::State;
use super::journey::Journey;
use super::step::Step;
use super::trip::{ContinentTrip, End, Whole, whole};
use crate::cost::CostVector;
use crate::door::Snap;
use crate::engine::{Goal, Query, Workspace};
use crate::weights::Weights;

impl ContinentTrip<'_> {
    /// The `k` best journeys, best first; fewer if there are not as many. The first is [`ContinentTrip::best`].
    ///
    /// Journeys differ by arcs or by the end of the road that they take at a coordinate, and none comes twice by one state, nor by the door at which it starts or ends. For each pair of ends, those
    /// between two coordinates mostly four, one sweep of what lies near the best, after [`Continent::prepare`](crate::Continent::prepare) guided by its bounds; then searches bounded by it.
    /// Pairs that cannot be among the `k` are left out. (Yen 1971; Lawler 1972.)
    pub fn k_best(&self, weights: &Weights, k: usize, memory: &mut Workspace) -> Vec<Journey> {
        if !self.is_covered(weights) {
            return Vec::new();
        }
        let key = |whole: &Whole| (weights.score(&whole.cost), whole.cost, whole.arcs.len());
        let mut pairs: Vec<(u64, usize, [Access; 2])> = (0..)
            .zip(self.pairs())
            .filter_map(|(number, pair)| Some((weights.score(&self.way(pair, weights, memory)?.cost), number, pair)))
            .collect();
        // The nearest pairs leave little for the others to better.
        pairs.sort_unstable_by_key(|(score, number, _)| (*score, *number));
        let closed = self.stretches();
        let mut found: Vec<(usize, Whole)> = self.along_one_road().map(|whole| (0, whole)).into_iter().collect();
        for (score, number, pair) in pairs {
            if found.len() >= k && found.last().is_none_or(|(_, last)| score > weights.score(&last.cost)) {
                break;
            }
            found.extend(self.paths(pair, &closed, weights, k, memory).into_iter().map(|whole| (number + 1, whole)));
            // Of the same key those of the earlier pair come first, in their own order.
            found.sort_by_key(|(number, whole)| (key(whole), *number));
            found.truncate(k);
        }
        found.truncate(k);
        found.into_iter().map(|(_, whole)| Journey::new(self, whole)).collect()
    }

    /// The best ways between two ends that keep off some arcs.
    fn paths(
        &self,
        [start, end]: [Access; 2],
        closed: &[bool],
        weights: &Weights,
        k: usize,
        memory: &mut Workspace,
    ) -> Vec<Whole> {
        if self.meets_the_other_door(&start, &end) {
            return Vec::new();
        }
        let graph = &self.continent.graph;
        let goals = [Goal { state: end.state, cost: CostVector::ZERO }];
        let query = Query::new(start.state, &goals).with_closed(closed);
        let paths = match self.continent.lanes_for(weights) {
            Some(lanes) => lanes.k_best_of(graph, &query, weights, k, memory),
            None => graph.k_best_of(&query, weights, k, memory),
        };
        paths.into_iter().filter_map(|path| whole(start, path, end)).collect()
    }

    /// By arc: whether it is of the stretch of road at which a door stands, over which a journey would come by that door again; empty if no door stands at a road.
    fn stretches(&self) -> Vec<bool> {
        let graph = &self.continent.graph;
        let snaps = [&self.from, &self.to].into_iter().filter_map(|end| match end {
            End::Door { snap, .. } => snap.as_ref(),
            End::Place(_) => None,
        });
        // From a door at a junction each road that meets there leads on.
        let between = |snap: &&Snap| snap.spot.ends.iter().all(|(_, along)| *along > 0);
        let edges: Vec<u32> = snaps.filter(between).map(|snap| snap.spot.edge).collect();
        if edges.is_empty() {
            return Vec::new();
        }
        let is_shut = |arc| matches!(self.continent.step(arc), Step::Edge { edge, .. } if edges.contains(&edge));
        (0..graph.arcs() as u32).map(is_shut).collect()
    }

    /// Whether two doors stand on one stretch of road, and one lies between the other and the end of the road that leads on from it.
    fn meets_the_other_door(&self, start: &Access, end: &Access) -> bool {
        let (End::Door { snap: Some(a), .. }, End::Door { snap: Some(b), .. }) = (&self.from, &self.to) else {
            return false;
        };
        let along = |snap: &Snap, access: &Access| match self.continent.states.of[access.state as usize] {
            State::Base { node, .. } if matches!(access.by, By::Road { .. }) => {
                snap.spot.ends.iter().find(|end| end.0 == node).map(|end| end.1)
            }
            _ => None,
        };
        let beyond = |door: &Snap, other: &Snap, access: &Access| {
            along(door, access).zip(along(other, access)).is_some_and(|(own, others)| own >= others)
        };
        a.spot.edge == b.spot.edge && (beyond(a, b, start) || beyond(b, a, end))
    }
}
