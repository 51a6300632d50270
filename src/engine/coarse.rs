//! Lower bounds from the graph of places, which is a fifth of the graph of states.
//!
//! How freight stands at a place makes little difference to what is still to come, so that one sweep over the places tells
//! a search among the states nearly exactly where to go, and mostly at once that there is no way.

#[cfg(any(test, feature = "report"))]
use super::Goal;
use super::metric::Score;
use super::query::Query;
use super::scores::{Bound, Scores};
use super::{Graph, Metric};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The graph of places under one metric.
pub(crate) struct Coarse<'a, S> {
    graph: &'a Graph,
    places: &'a Graph,
    /// The least score of any arc between the two places, by arc of the graph of places.
    scores: Vec<S>,
    mean: S,
    known: Mutex<BTreeMap<Sweep<S>, Arc<[S]>>>,
    /// Memory of sweeps that are done, for the next ones.
    idle: Mutex<Vec<Scores<S>>>,
}

/// Where a sweep starts, and the places that it keeps off.
type Sweep<S> = (Vec<(u32, S)>, Vec<bool>);

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
        Coarse {
            graph,
            places,
            scores,
            mean: graph.mean_score(metric),
            known: Mutex::default(),
            idle: Mutex::default(),
        }
    }

    /// Bounds of what is still to come for a question; `None` if no path answers it at a score of at most `most`. A sweep for each
    /// layer that was not swept before.
    pub(crate) fn bounds<M: Metric<Score = S>>(
        &self,
        metric: &M,
        query: &Query<'_>,
        most: S,
    ) -> Option<OfPlaces<'a, S>> {
        let seeds = query.goals.iter().map(|goal| (self.graph.place(goal.state), metric.cost(&goal.cost)));
        let mut layers = vec![self.layer(query, query.groups.len() as u32, seeds.collect())?];
        for (layer, group) in (0..query.groups.len() as u32).zip(query.groups).rev() {
            let after = &layers[layers.len() - 1];
            let over = |(tail, head, over)| Some((tail, after.rest(head)? + over));
            let seeds = self.passages(metric, group).into_iter().filter_map(over).collect();
            layers.push(self.layer(query, layer, seeds)?);
        }
        layers.reverse();
        let bounds = OfPlaces { graph: self.graph, layers };
        let over = |arc: u32| {
            let head = self.graph.head(arc);
            let layer = query.follow(self.graph, 0, arc, head)?;
            Some(self.graph.score(metric, arc) + bounds.rest(layer, head)?)
        };
        let starts = query.goal(0, query.from).is_some()
            || self.graph.arcs_out(query.from).filter_map(over).any(|least| least <= most);
        (starts && query.admits(self.graph, 0, query.from)).then_some(bounds)
    }

    /// Bounds of what comes before each state of a trip, and of what is still to come. Two sweeps.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn ends<M: Metric<Score = S>>(
        &self,
        metric: &M,
        start: u32,
        goals: &[Goal],
    ) -> Option<(Before<'a, S>, OfPlaces<'a, S>)> {
        let seeds = goals.iter().map(|goal| (self.graph.place(goal.state), metric.cost(&goal.cost)));
        let after = self.layer(&Query::new(start, goals), 0, seeds.collect())?;
        let (mut scores, nothing) = (Scores::with_room(self.graph.places(), self.mean), || Some(S::default()));
        // The graph of places leaves out the arcs of a start that nothing leads into.
        for arc in self.graph.arcs_out(start) {
            let place = self.graph.place(self.graph.head(arc));
            scores.offer(place, self.graph.score(metric, arc), S::UNREACHED, nothing);
        }
        while let Some((place, score)) = scores.next(S::UNREACHED) {
            for arc in self.places.arcs_out(place) {
                scores.offer(self.places.head(arc), score + self.scores[arc as usize], S::UNREACHED, nothing);
            }
        }
        let before = Before { graph: self.graph, start, scores };
        Some((before, OfPlaces { graph: self.graph, layers: vec![after] }))
    }

    /// What is still to come in one layer, given what comes after the places at which it is left.
    fn layer(&self, query: &Query<'_>, layer: u32, mut seeds: Vec<(u32, S)>) -> Option<Layer<S>> {
        let count = self.graph.places();
        let shut = query.shut_in(count, layer);
        let may = |place: u32| shut.get(place as usize) != Some(&true);
        seeds.retain(|seed| may(seed.0));
        let after = seeds.iter().map(|seed| seed.1).min()?;
        seeds.iter_mut().for_each(|seed| seed.1 = seed.1 - after);
        let sweep = || {
            let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let mut rest = idle().pop().unwrap_or_default();
            rest.reset(count, self.mean);
            let (most, nothing) = (S::UNREACHED, || Some(S::default()));
            seeds.iter().for_each(|(place, score)| _ = rest.offer(*place, *score, most, nothing));
            while let Some((place, score)) = rest.next(most) {
                for arc in self.places.arcs_in(place) {
                    let tail = self.places.tail(arc);
                    if may(tail) {
                        rest.offer(tail, score + self.scores[arc as usize], most, nothing);
                    }
                }
            }
            let found = Arc::from_iter((0..count as u32).map(|place| rest.at(place)));
            idle().push(rest);
            found
        };
        // A poisoned lock only means that another thread panicked; whole sweeps are put in at once.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (seeds.clone(), shut.to_vec());
        let found = known().get(&key).cloned();
        // Others may ask while it is made.
        let rest = found.unwrap_or_else(|| {
            let made = sweep();
            known().entry(key).or_insert(made).clone()
        });
        Some(Layer { rest, after })
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

/// The least that comes before each place.
#[cfg(any(test, feature = "report"))]
pub(crate) struct Before<'a, S> {
    graph: &'a Graph,
    start: u32,
    scores: Scores<S>,
}

#[cfg(any(test, feature = "report"))]
impl<S: Score> Bound<S> for Before<'_, S> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<S> {
        if state == self.start { Some(S::default()) } else { self.scores.rest(0, self.graph.place(state)) }
    }
}

/// The least that is still to come from each place in one layer.
struct Layer<S> {
    rest: Arc<[S]>,
    after: S,
}

impl<S: Score> Layer<S> {
    #[inline]
    fn rest(&self, place: u32) -> Option<S> {
        Some(self.rest[place as usize]).filter(|rest| *rest != S::UNREACHED).map(|rest| rest + self.after)
    }
}

/// The least that is still to come from each place, by how many groups are used.
pub(crate) struct OfPlaces<'a, S> {
    graph: &'a Graph,
    layers: Vec<Layer<S>>,
}

impl<S: Score> Bound<S> for OfPlaces<'_, S> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<S> {
        self.layers[layer as usize].rest(self.graph.place(state))
    }
}
