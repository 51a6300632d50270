//! Alternatives that really differ: by choke point, not by a side street.

use crate::choke::{Choke, ChokePoint, Chokes};
use crate::compile::StateGraph;
use crate::cost::Criterion;
use crate::engine::{Answer, Goal, Path, Query, Resource};
use crate::planner::Trip;
use crate::rank::Named;
use crate::route::Route;
use crate::units::{Kilometres, km};
use crate::weights::Weights;
use std::collections::BTreeSet;

/// Whether another route exists is NP-hard to tell, so that each search ends after so many labels.
const LABELS: u64 = 20_000;

/// How far alternatives may overlap; still to be counted. See [`Trip::alternatives`].
#[derive(Clone, Debug)]
pub struct AlternativesQuery<'a> {
    trip: Trip<'a>,
    weights: Weights,
    choke_points: f64,
    kilometres: f64,
}

/// Routes that differ from one another, best first.
#[derive(Clone, Debug)]
pub struct Alternatives {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) weights: Weights,
    pub(crate) rows: Vec<Alternative>,
    pub(crate) given_up: bool,
    pub(crate) wanted: usize,
    pub(crate) limits: (f64, f64),
    pub(crate) missing: Option<Criterion>,
}

/// One alternative, and what it has in common with those before it.
#[derive(Clone, Debug)]
pub struct Alternative {
    pub(crate) route: Route,
    pub(crate) score: u64,
    pub(crate) choke_points: Vec<ChokePoint>,
    pub(crate) corridors: Vec<Named>,
    pub(crate) overlaps: Vec<Overlap>,
}

/// What an alternative has in common with an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    shared: Vec<ChokePoint>,
    kilometres: f64,
    share_of_choke_points: f64,
    share_of_kilometres: f64,
}

impl Overlap {
    /// The choke points on both routes, in order of travel.
    pub fn shared_choke_points(&self) -> &[ChokePoint] {
        &self.shared
    }

    /// The length of the links on both routes, whichever way they are travelled.
    pub fn kilometres(&self) -> Kilometres {
        km(self.kilometres)
    }

    /// The share of the earlier route's choke points that this one passes too, 0 to 1.
    pub fn share_of_choke_points(&self) -> f64 {
        self.share_of_choke_points
    }

    /// The share of the earlier route's kilometres that this one travels too, 0 to 1.
    pub fn share_of_kilometres(&self) -> f64 {
        self.share_of_kilometres
    }
}

impl Alternative {
    /// The route.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// What the weights make of it; only compares.
    pub fn score(&self) -> u64 {
        self.score
    }

    /// The choke points that it passes, in order of travel.
    pub fn choke_points(&self) -> &[ChokePoint] {
        &self.choke_points
    }

    /// What it has in common with each earlier alternative, in their order.
    pub fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }

    /// The names of the corridors that it follows, or "no named corridor".
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.corridors.iter().map(|corridor| corridor.name.as_str()).collect();
        if names.is_empty() { "no named corridor".to_owned() } else { names.join("; ") }
    }
}

impl<'a> Trip<'a> {
    /// Routes that really differ: `trip.alternatives(&weights).count(5)`.
    ///
    /// **Choke points** of a route are the border crossings with control, the ports where it boards or lands, other places where it
    /// changes mode or gauge, ferries, and straits. What it does where the trip starts or ends is none, since all routes share that.
    ///
    /// The first alternative is [`Trip::best`]. Each further one is the first in the order of answers of **all** routes that visit no place twice and,
    /// against each alternative before it, use at most half (or another share) of that one's choke points, and at most half of its
    /// kilometres: links in common, whichever way. The shares are of the *earlier* route, so no detour makes a
    /// route look different. A choke point passed twice counts twice.
    ///
    /// So it is guaranteed that no two overlap more, and that there is no better route that could stand in any row, given the rows
    /// above; the rows together need not be the best choice of so many routes. The list ends early if no route is left within the limits, or if
    /// after 20,000 labels none was found ([`Alternatives::is_given_up`]).
    /// (k shortest paths with limited overlap: Chondrogiannis, Bouros, Gamper, Leser and Blumenthal, VLDB Journal 29, 2020. Each row is a
    /// resource-constrained shortest path, which is NP-hard in general.)
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// for (id, country) in [("karachi", "PK"), ("quetta", "PK"), ("kabul", "AF"), ("kandahar", "AF")] {
    ///     net.node(id, country, lat(30), lon(67));
    /// }
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_500)).time(hours(30)).crossing("torkham", hours(30));
    /// net.link("karachi", "quetta", Mode::Road).distance(km(690)).time(hours(14));
    /// net.link("quetta", "kandahar", Mode::Road).distance(km(240)).time(hours(5)).crossing("chaman", hours(40));
    /// net.link("quetta", "kandahar", Mode::Road).id("side-street").distance(km(250)).time(hours(5)).crossing("chaman", hours(40));
    /// net.link("kandahar", "kabul", Mode::Road).distance(km(490)).time(hours(10));
    /// let planner = net.build()?.compile();
    /// let alternatives = planner.trip("karachi", "kabul")?.alternatives(&Weights::new([(Distance, 1.0)])?).count(3);
    /// let crossings: Vec<&str> = alternatives.rows().iter().map(|row| row.choke_points()[0].id()).collect();
    /// assert_eq!(crossings, ["chaman", "torkham"]); // the side street is no alternative
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn alternatives(&self, weights: &Weights) -> AlternativesQuery<'a> {
        AlternativesQuery { trip: self.clone(), weights: *weights, choke_points: 0.5, kilometres: 0.5 }
    }
}

impl AlternativesQuery<'_> {
    /// The share of an earlier route's choke points that a later one may use: 0 to 1, in place of one half. What lies outside
    /// counts as the nearer end; what is no number as 0.
    pub fn choke_points_at_most(mut self, share: f64) -> Self {
        self.choke_points = within(share);
        self
    }

    /// The share of an earlier route's kilometres that a later one may use: 0 to 1, in place of one half. Even at 1 no route comes twice.
    pub fn kilometres_at_most(mut self, share: f64) -> Self {
        self.kilometres = within(share);
        self
    }

    /// The first so many alternatives; fewer if no more routes differ enough, none if the network lacks a criterion of the weights.
    ///
    /// One search for each, over labels that keep what they share with each alternative before.
    pub fn count(self, count: usize) -> Alternatives {
        let trip = &self.trip;
        let inner = trip.inner();
        let name = |node: u32| inner.nodes[node as usize].name.clone();
        let mut found = Alternatives {
            from: name(trip.from),
            to: name(trip.to),
            weights: self.weights,
            rows: Vec::new(),
            given_up: false,
            wanted: count,
            limits: (self.choke_points, self.kilometres),
            missing: self.weights.criteria().find(|criterion| !inner.covered[*criterion as usize]),
        };
        if found.missing.is_none() && count > 0 {
            let graph = trip.open();
            let chokes = Chokes::new(inner, graph, trip.to);
            let (paths, given_up) = self.paths(graph, &chokes, count);
            found.given_up = given_up;
            for (row, path) in paths.iter().enumerate() {
                found.rows.push(self.alternative(graph, &chokes, &paths[..row], path));
            }
        }
        found
    }

    /// And whether the search for one more was given up.
    fn paths(&self, graph: &StateGraph, chokes: &Chokes, count: usize) -> (Vec<Path>, bool) {
        let trip = &self.trip;
        let goals: Vec<Goal> = trip.goals(graph);
        let mut paths: Vec<Path> = trip.best_path(&self.weights).into_iter().collect();
        if count < 2 || paths.is_empty() {
            return (paths, false);
        }
        let (mut limited, mut limits) = trip.limited(graph, &self.weights, &goals);
        let query = Query::new(graph.start(trip.from, trip.terminals), &goals);
        let mut prices = vec![0.0; limits.len()];
        while let Some(last) = paths.last().filter(|_| paths.len() < count) {
            for (shared, limit) in self.resources(graph, chokes, last) {
                limited.add(Resource::new(shared, vec![0; goals.len()]));
                limits.push(limit);
            }
            match limited.best_priced(&query, &limits, &mut prices, LABELS) {
                Answer::Path(path) if !paths.contains(&path) => paths.push(path),
                Answer::GivenUp => return (paths, true),
                _ => break,
            }
        }
        (paths, false)
    }

    /// What each arc shares with a path, choke points and metres, and how much of it a route may.
    fn resources(&self, graph: &StateGraph, chokes: &Chokes, path: &Path) -> [(Vec<u32>, u64); 2] {
        let passed = chokes.along(path);
        let set: BTreeSet<Choke> = passed.iter().copied().collect();
        let links: BTreeSet<u32> = path.arcs().iter().map(|arc| graph.graph.link(*arc)).collect();
        let arcs = 0..graph.graph.arcs() as u32;
        let count = |arc| chokes.of_arc(arc).iter().filter(|choke| set.contains(choke)).count() as u32;
        let metres = |arc| {
            let on_both = links.contains(&graph.graph.link(arc));
            if on_both { graph.graph.cost(arc)[Criterion::Distance] } else { 0 }
        };
        let length: u64 = path.arcs().iter().map(|arc| u64::from(metres(*arc))).sum();
        // The same route again would share every metre.
        let most = part(length, self.kilometres).min(length.saturating_sub(1));
        [
            (arcs.clone().map(count).collect(), part(passed.len() as u64, self.choke_points)),
            (arcs.map(metres).collect(), most),
        ]
    }

    fn alternative(&self, graph: &StateGraph, chokes: &Chokes, before: &[Path], path: &Path) -> Alternative {
        let inner = self.trip.inner();
        let passed = chokes.along(path);
        let overlap = |earlier: &Path| {
            let theirs = chokes.along(earlier);
            let [(count, _), (metres, _)] = self.resources(graph, chokes, earlier);
            let sum = |amounts: &[u32], path: &Path| {
                path.arcs().iter().map(|arc| u64::from(amounts[*arc as usize])).sum::<u64>()
            };
            let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
            let mut shared: Vec<Choke> = Vec::new();
            let on_both = passed.iter().filter(|choke| theirs.contains(choke));
            on_both.for_each(|choke| {
                if !shared.contains(choke) {
                    shared.push(*choke)
                }
            });
            let both = sum(&metres, path);
            Overlap {
                shared: shared.into_iter().map(|choke| choke.named(inner)).collect(),
                kilometres: both as f64 / f64::from(Criterion::Distance.ticks_per_unit()),
                share_of_choke_points: share(sum(&count, path), theirs.len() as u64),
                share_of_kilometres: share(both, sum(&metres, earlier)),
            }
        };
        Alternative {
            route: self.trip.builder(graph).route(path),
            score: self.weights.score(path.cost()),
            choke_points: passed.iter().map(|choke| choke.named(inner)).collect(),
            corridors: self.trip.followed(graph, path),
            overlaps: before.iter().map(overlap).collect(),
        }
    }
}

impl Trip<'_> {
    /// The corridors whose signature a path follows, in either direction.
    fn followed(&self, graph: &StateGraph, path: &Path) -> Vec<Named> {
        let inner = self.inner();
        let follows = |index: &u16| {
            let corridor = &inner.corridors[*index as usize];
            [false, true].into_iter().any(|mirrored| {
                let mut arcs = path.arcs().iter();
                corridor.groups(mirrored).iter().all(|group| {
                    arcs.any(|arc| {
                        let link = graph.graph.link(*arc);
                        let forward = inner.links[link as usize].from == graph.state(graph.graph.tail(*arc)).0;
                        group.iter().any(|passage| (passage.link, passage.forward) == (link, forward))
                    })
                })
            })
        };
        (0..inner.corridors.len() as u16).filter(follows).map(|index| self.named(index)).collect()
    }
}

impl Alternatives {
    /// The alternatives, best first.
    pub fn rows(&self) -> &[Alternative] {
        &self.rows
    }

    /// Whether there are fewer than were asked for, because no other route differs enough from these.
    pub fn is_exhausted(&self) -> bool {
        self.missing.is_none() && !self.given_up && self.rows.len() < self.wanted
    }

    /// Whether the search for one more row was given up after 20,000 labels: the rows stand, but there may be more.
    pub fn is_given_up(&self) -> bool {
        self.given_up
    }

    /// The choke points that two of the rows have in common, counted from 0.
    pub fn shared_choke_points(&self, one: usize, other: usize) -> Vec<&ChokePoint> {
        let (Some(one), Some(other)) = (self.rows.get(one), self.rows.get(other)) else { return Vec::new() };
        one.choke_points.iter().filter(|choke| other.choke_points.contains(choke)).collect()
    }
}

fn within(share: f64) -> f64 {
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
}

/// No more than a share of a whole, in whole parts.
fn part(whole: u64, share: f64) -> u64 {
    // 0.29 x 100 is a little less than 29 in binary.
    (whole as f64 * share + 1e-9).floor() as u64
}
