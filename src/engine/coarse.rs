//! Lower bounds from the graph of places, which is a fifth of the graph of states.
//!
//! How freight stands at a place makes little difference to what is still to come, so that one sweep over the places tells
//! a search among the states nearly exactly where to go, and mostly at once that there is no way.

use super::metric::Score;
use super::query::Query;
use super::scores::{Bound, Scores};
use super::{Graph, Metric};

/// The graph of places under one metric.
pub(crate) struct Coarse<'a, S> {
    graph: &'a Graph,
    places: &'a Graph,
    /// The least score of any arc between the two places, by arc of the graph of places.
    scores: Vec<S>,
    mean: S,
}

impl<'a, S: Score> Coarse<'a, S> {
    /// A look at each arc.
    pub(crate) fn new<M: Metric<Score = S>>(graph: &'a Graph, metric: &M) -> Coarse<'a, S> {
        let (places, arc_of) = graph.with_arcs_of_places();
        let mut scores = vec![S::UNREACHED; places.arcs()];
        for (arc, of_places) in (0..).zip(arc_of) {
            if let Some(least) = scores.get_mut(*of_places as usize) {
                *least = (*least).min(graph.score(metric, arc));
            }
        }
        Coarse { graph, places, scores, mean: graph.mean_score(metric) }
    }

    /// Bounds of what is still to come for a question; `None` if no path answers it at a score of at most `most`. One sweep.
    pub(crate) fn bounds<M: Metric<Score = S>>(
        &self,
        metric: &M,
        query: &Query<'_>,
        most: S,
    ) -> Option<OfPlaces<'a, S>> {
        let count = self.graph.places() as u32;
        let mut rest = Scores::with_room(self.graph.places() * query.layers(), self.mean);
        let nothing = || Some(S::default());
        let last = query.groups.len() as u32;
        let passages: Vec<Vec<(u32, u32, S)>> = query.groups.iter().map(|group| self.passages(metric, group)).collect();
        for goal in query.goals {
            let place = self.graph.place(goal.state);
            if query.admits_place(count as usize, last, place) {
                rest.offer(last * count + place, metric.cost(&goal.cost), most, nothing);
            }
        }
        while let Some((at, score)) = rest.next(most) {
            let (layer, place) = (at / count, at % count);
            for arc in self.places.arcs_in(place) {
                let tail = self.places.tail(arc);
                if query.admits_place(count as usize, layer, tail) {
                    rest.offer(layer * count + tail, score + self.scores[arc as usize], most, nothing);
                }
            }
            let Some(before) = layer.checked_sub(1) else { continue };
            for (tail, _, over) in passages[before as usize].iter().filter(|passage| passage.1 == place) {
                if query.admits_place(count as usize, before, *tail) {
                    rest.offer(before * count + tail, score + *over, most, nothing);
                }
            }
        }
        let bounds = OfPlaces { graph: self.graph, rest };
        let over = |arc: u32| {
            let head = self.graph.head(arc);
            let layer = query.follow(self.graph, 0, arc, head)?;
            Some(self.graph.score(metric, arc) + bounds.rest(layer, head)?)
        };
        let starts = query.goal(0, query.from).is_some()
            || self.graph.arcs_out(query.from).filter_map(over).any(|least| least <= most);
        (starts && query.admits(self.graph, 0, query.from)).then_some(bounds)
    }
    /// From which place to which the arcs of a group lead, with the least score of each.
    fn passages<M: Metric<Score = S>>(&self, metric: &M, group: &[u32]) -> Vec<(u32, u32, S)> {
        let place = |state| self.graph.place(state);
        let over =
            |arc: &u32| (place(self.graph.tail(*arc)), place(self.graph.head(*arc)), self.graph.score(metric, *arc));
        let mut passages: Vec<(u32, u32, S)> = group.iter().map(over).collect();
        passages.sort_unstable();
        passages.dedup_by_key(|passage| (passage.0, passage.1));
        passages
    }
}

/// The least that is still to come from each place, by how many groups are used.
pub(crate) struct OfPlaces<'a, S> {
    graph: &'a Graph,
    rest: Scores<S>,
}

impl<S: Score> Bound<S> for OfPlaces<'_, S> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<S> {
        self.rest.rest(0, layer * self.graph.places() as u32 + self.graph.place(state))
    }
}
