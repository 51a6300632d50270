//! Large networks made ready for any weights.

use crate::cost::Criterion;
use crate::engine::{Hierarchy, HierarchyError, Lanes, Path, compare_paths, nested_dissection};
use crate::planner::{Planner, Trip};
use crate::weights::Weights;

/// Smaller networks are searched faster than any preparation could make them.
const LARGE: usize = 5_000;

impl Planner {
    /// Makes a large network ready for best routes under any weights, and for Pareto fronts, of some criteria; a network of fewer than 5,000 states, such as the bundled
    /// corridors, is left as it is. The answers stay the same.
    ///
    /// An order of the states (nested dissection), a contraction hierarchy and a few fixed weightings of it bound every search (see
    /// [`engine::Lanes`](crate::engine::Lanes)): seconds and some hundred bytes an arc once, then a fraction of a millisecond a trip. Trips with
    /// constraints, and weights of other criteria, are searched as before. Pareto fronts ([`Trip::pareto`], [`Trip::front`]), with limits
    /// too, ask the hierarchy what is still to come in place of sweeps over the whole network.
    ///
    /// Trips from coordinates have networks of their own, which are not prepared.
    ///
    /// # Errors
    /// Costs so large that a route's score could not be counted, or more shortcuts than can be numbered.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("market", "AA", lat(41), lon(61));
    /// net.link("port", "market", Mode::Road).distance(km(200)).time(hours(3));
    /// let planner = net.build()?.compile().prepare([Distance, Time])?;
    /// assert!(planner.trip("port", "market")?.best(&Weights::new([(Time, 1.0)])?).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prepare(self, criteria: impl IntoIterator<Item = Criterion>) -> Result<Planner, HierarchyError> {
        if self.graph().states() < LARGE { Ok(self) } else { self.with_lanes(criteria) }
    }

    fn with_lanes(mut self, criteria: impl IntoIterator<Item = Criterion>) -> Result<Planner, HierarchyError> {
        let (graph, inner) = (&self.open.graph, &self.network().inner);
        let position = |state: u32| inner.nodes[self.open.state(state).0 as usize].position();
        let points: Vec<(f64, f64)> = (0..graph.states() as u32).map(position).collect();
        let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        let hierarchy = Hierarchy::new(graph, &nested_dissection(&points, &ends))?;
        self.lanes = Some(Lanes::new(graph, &hierarchy, criteria)?);
        Ok(self)
    }
}

impl Trip<'_> {
    /// The lanes that bound this trip's searches, if there are any.
    pub(crate) fn lanes(&self, weights: &Weights) -> Option<&Lanes> {
        let lanes = self.planner.lanes.as_ref().filter(|lanes| lanes.covers(weights))?;
        self.constraints().is_empty().then_some(lanes)
    }

    /// The best path, one end after the other: what ending adds is the same for all paths to one end.
    pub(crate) fn best_by_lanes(&self, lanes: &Lanes, weights: &Weights) -> Option<Path> {
        let (states, start) = (self.open(), self.start());
        let graph = &states.graph;
        let goals = self.goals(states);
        self.planner.with_workspace(|memory| {
            let path = |goal: &crate::engine::Goal| {
                let path = lanes.best(graph, start, goal.state, weights, memory)?;
                let path = Path::new(graph, path.arcs().to_vec(), *goal);
                Some((weights.score(path.cost()), path))
            };
            let paths: Vec<(u64, Path)> = goals.iter().filter_map(path).collect();
            let first = paths.into_iter().min_by(|a, b| compare_paths(graph, (&a.0, &a.1), (&b.0, &b.1)));
            first.map(|(_, path)| path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::oracle::config;
    use crate::{Gauge, Mode, Network, hours, km, lat, lon};
    use proptest::collection::vec;
    use proptest::prelude::*;

    const MODES: [Mode; 4] = [Mode::Road, Mode::Rail(Gauge::RUSSIAN), Mode::Rail(Gauge::STANDARD), Mode::Sea];

    proptest! {
        #![proptest_config(config(300))]

        /// Whatever has been prepared, the route is the same, change of mode, ties and all.
        #[test]
        fn a_prepared_planner_answers_as_a_plain_one(
            links in vec((0..9usize, 1..9usize, 0..4usize, 90..110u32, 3..6u32), 4..24),
            rates in [0.0..3.0f64, 0.5..3.0f64],
        ) {
            let mut net = Network::builder();
            for place in 0..9 {
                net.node(&format!("p{place}"), "AA", lat(40.0 + 0.1 * f64::from(place)), lon(60.0)).transfer(hours(2));
            }
            for (number, (from, step, mode, length, time)) in links.iter().enumerate() {
                let (from, to) = (format!("p{from}"), format!("p{}", (from + step) % 9));
                net.link(&from, &to, MODES[*mode]).id(&format!("l{number}")).distance(km(*length)).time(hours(*time));
            }
            let linked = |place: usize| links.iter().any(|(from, step, ..)| *from == place || (from + step) % 9 == place);
            prop_assume!((0..9).all(linked));
            let network = net.build().expect("valid");
            let weights = Weights::new([(Criterion::Distance, rates[0]), (Criterion::Time, rates[1])]).expect("rates");
            let plain = network.compile();
            let prepared = network.compile().with_lanes([Criterion::Distance, Criterion::Time]).expect("lanes");
            for to in 1..9 {
                let to = format!("p{to}");
                let links = |planner: &Planner| {
                    let trip = planner.trip("p0", &to).expect("two places");
                    trip.best(&weights).map(|route| (*route.cost_vector(), route.links().to_vec()))
                };
                prop_assert_eq!(links(&prepared), links(&plain));
                let front = |planner: &Planner, most: Option<u32>| {
                    let trip = planner.trip("p0", &to).expect("two places");
                    let trip = match most {
                        Some(most) => trip.at_most(Criterion::Time, hours(most)).expect("a limit"),
                        None => trip,
                    };
                    let front = trip.pareto([Criterion::Distance, Criterion::Time]);
                    front.routes().map(|route| (*route.cost_vector(), route.links().to_vec())).collect::<Vec<_>>()
                };
                for most in [None, Some(12)] {
                    prop_assert_eq!(front(&prepared, most), front(&plain, most));
                }
            }
        }
    }
}
