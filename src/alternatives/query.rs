//! Asking for alternatives: limits, then one row after the other.

use crate::alternatives::choke::{Choke, Chokes};
use crate::alternatives::rows::{Alternative, Alternatives, Overlap};
use crate::compile::StateGraph;
use crate::cost::Criterion;
use crate::engine::{
    Answer, Apart, Closable, Detours, GivenUp, Goal, Limited, Limits, Nearest, Open, Path, Query, Rule,
};
use crate::planner::Trip;
use crate::weights::Weights;
use std::collections::BTreeMap;

/// Searches for one row, after which it is given up: whether another route exists is NP-hard to tell.
const SEARCHES: usize = 2_000;
/// Labels of one such search where the trip has limits.
const LABELS: u64 = 20_000;

/// How far alternatives may overlap; still to be counted. See [`Trip::alternatives`].
#[derive(Clone, Debug)]
pub struct AlternativesQuery<'a> {
    trip: Trip<'a>,
    weights: Weights,
    choke_points: f64,
    kilometres: f64,
}

impl<'a> Trip<'a> {
    /// Routes that really differ: `trip.alternatives(&weights).count(5)`.
    ///
    /// **Choke points** of a route are the border crossings with control, the ports where it boards or lands, other places where it
    /// changes mode or gauge, ferries, and straits. What it does where the trip starts or ends is none, since all routes share that.
    ///
    /// The first alternative is [`Trip::best`]. Each further one is the first in the order of answers of **all** routes that visit no place twice and,
    /// against each alternative before it, use at most half (or another share) of that one's choke points, and less than all of its kilometres
    /// (or another share: [`AlternativesQuery::kilometres_at_most`]). Kilometres are shared between places that both routes join directly, by
    /// whatever mode and whichever way. The shares are of the *earlier* route, so no detour makes a
    /// route look different. A choke point passed twice counts once.
    ///
    /// So it is guaranteed that no two overlap more, and that there is no better route that could stand in any row, given the rows
    /// above; the rows together need not be the best choice of so many routes. The list ends early if no route is left within the limits, or if
    /// the search for one more is given up ([`Alternatives::is_given_up`]).
    /// (k shortest paths with limited overlap: Chondrogiannis, Bouros, Gamper, Leser and Blumenthal, VLDB Journal 29, 2020. Each row is found by
    /// splitting the question at what is shared: Lawler 1972.)
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
        AlternativesQuery { trip: self.clone(), weights: *weights, choke_points: 0.5, kilometres: 1.0 }
    }
}

impl AlternativesQuery<'_> {
    /// The share of an earlier route's choke points that a later one may use: 0 to 1, in place of one half. What lies outside
    /// counts as the nearer end; what is no number as 0.
    pub fn choke_points_at_most(mut self, share: f64) -> Self {
        self.choke_points = within(share);
        self
    }

    /// The share of an earlier route's kilometres that a later one may use: 0 to 1, in place of anything below all.
    ///
    /// Below about 0.8 trips of thousands of kilometres take a tenth of a second, and rows are given up more often.
    pub fn kilometres_at_most(mut self, share: f64) -> Self {
        self.kilometres = within(share);
        self
    }

    /// The first so many alternatives; fewer if no more routes differ enough, none if the network lacks a criterion of the weights.
    ///
    /// A search for each part of the question that is split where a route shares too much: tens for a row, mostly.
    pub fn count(self, count: usize) -> Alternatives {
        let trip = &self.trip;
        let inner = trip.inner();
        let name = |node: u32| inner.nodes[node as usize].name.clone();
        let mut found = Alternatives {
            from: name(trip.from),
            to: name(trip.to),
            constraints: trip.asked(),
            weights: self.weights,
            rows: Vec::new(),
            given_up: false,
            wanted: count,
            limits: (self.choke_points, self.kilometres),
            missing: self.weights.criteria().find(|criterion| !inner.covered[*criterion as usize]),
        };
        if found.missing.is_none() && count > 0 {
            let graph = trip.open();
            let chokes = graph.chokes(inner);
            let (paths, given_up) = self.paths(graph, chokes, count);
            found.given_up = given_up;
            let passed: Vec<Passed> = paths.iter().map(|path| Passed::new(graph, chokes, path, trip.to)).collect();
            for (row, path) in paths.iter().enumerate() {
                found.rows.push(self.alternative(graph, (&passed[..row], &passed[row]), path));
            }
        }
        found
    }

    /// And whether the search for one more was given up.
    fn paths(&self, graph: &StateGraph, chokes: &Chokes, count: usize) -> (Vec<Path>, bool) {
        let trip = &self.trip;
        let (weights, goals): (&Weights, Vec<Goal>) = (&self.weights, trip.goals(graph));
        let mut paths: Vec<Path> = trip.best_path(weights).into_iter().collect();
        let Some(best) = paths.first().filter(|_| count > 1) else { return (paths, false) };
        let mut apart = Apart::new(&graph.graph, chokes.things(), (weights.score(best.cost()), best.clone()));
        let query = Query::new(graph.start(trip.from, trip.terminals), &goals);
        let mut search = if trip.is_narrow() {
            let (limited, limits) = trip.limited(graph, weights, &goals);
            Search::Limited(weights, Box::new(limited), limits, query)
        } else {
            Search::Free(Box::new(Detours::new(&graph.graph, weights, query, chokes.things())))
        };
        let mut given_up = false;
        while let Some(last) = paths.last().filter(|_| paths.len() < count && !given_up) {
            self.rules(graph, chokes, last).into_iter().for_each(|rule| apart.add(rule));
            match apart.next(SEARCHES, &mut search) {
                Answer::Path(path) if !paths.contains(&path) => paths.push(path),
                Answer::GivenUp => given_up = true,
                _ => break,
            }
        }
        (paths, given_up)
    }

    /// What a later route may share with this one: choke points, and metres of sections.
    fn rules(&self, graph: &StateGraph, chokes: &Chokes, path: &Path) -> [Rule; 2] {
        let sections = sections(graph, chokes, path);
        let length: u64 = sections.values().sum();
        // The same route again would share every metre.
        let most = part(length, self.kilometres).min(length.saturating_sub(1));
        let points: BTreeMap<u32, u64> =
            chokes.along(path, self.trip.to).into_iter().map(|choke| (chokes.number(choke), 1)).collect();
        [Rule { most: part(points.len() as u64, self.choke_points), amounts: points }, Rule { amounts: sections, most }]
    }

    fn alternative(&self, graph: &StateGraph, (before, this): (&[Passed], &Passed), path: &Path) -> Alternative {
        let inner = self.trip.inner();
        let followed = graph.signatures(inner).followed(inner, graph, path);
        let overlap = |earlier: &Passed| {
            let shared: Vec<Choke> =
                this.chokes.iter().copied().filter(|choke| earlier.chokes.contains(choke)).collect();
            let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
            let on_both = earlier.sections.iter().filter(|(section, _)| this.sections.contains_key(section));
            let both: u64 = on_both.map(|(_, metres)| metres).sum();
            Overlap {
                kilometres: both as f64 / f64::from(Criterion::Distance.ticks_per_unit()),
                share_of_choke_points: share(shared.len() as u64, earlier.chokes.len() as u64),
                share_of_kilometres: share(both, earlier.sections.values().sum()),
                shared: shared.into_iter().map(|choke| choke.named(inner)).collect(),
            }
        };
        Alternative {
            route: self.trip.builder(graph).route(path),
            score: self.weights.score(path.cost()),
            choke_points: this.chokes.iter().map(|choke| choke.named(inner)).collect(),
            corridors: followed.into_iter().map(|corridor| self.trip.named(corridor)).collect(),
            overlaps: before.iter().map(overlap).collect(),
        }
    }
}

/// Best paths of a trip with some arcs closed.
enum Search<'a> {
    Free(Box<Detours<'a>>),
    /// Within the limits of a trip with constraints.
    Limited(&'a Weights, Box<Limited<'a, Weights>>, Vec<u64>, Query<'a>),
}

impl Closable for Search<'_> {
    fn best(&mut self, closed: &[bool], used: &[u32], limits: Limits) -> Result<Nearest, GivenUp> {
        match self {
            Search::Free(detours) => detours.best(closed, used, limits),
            Search::Limited(weights, limited, most, query) => {
                let path = limited.best_of_few(&query.clone().with_closed(closed), most, LABELS).path()?;
                let score = |path: &Path| weights.score(path.cost());
                Ok(path.map_or(Nearest::None, |path| {
                    Nearest::Path(Open { score: score(&path), least: score(&path), path })
                }))
            }
        }
    }

    fn met(&self) -> Option<&[(u64, u32)]> {
        match self {
            Search::Free(detours) => detours.met(),
            Search::Limited(..) => None,
        }
    }
}

/// What a path passes.
struct Passed {
    chokes: Vec<Choke>,
    sections: BTreeMap<u32, u64>,
}

impl Passed {
    fn new(graph: &StateGraph, chokes: &Chokes, path: &Path, to: u32) -> Passed {
        Passed { chokes: chokes.along(path, to), sections: sections(graph, chokes, path) }
    }
}

/// The sections of a path, with the metres that it travels there.
fn sections(graph: &StateGraph, chokes: &Chokes, path: &Path) -> BTreeMap<u32, u64> {
    let metres = |arc| u64::from(graph.graph.cost(arc)[Criterion::Distance]);
    path.arcs().iter().map(|arc| (chokes.section(graph.graph.link(*arc)), metres(*arc))).collect()
}

fn within(share: f64) -> f64 {
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
}

/// No more than a share of a whole, in whole parts.
fn part(whole: u64, share: f64) -> u64 {
    // 0.29 x 100 is a little less than 29 in binary.
    (whole as f64 * share + 1e-9).floor() as u64
}
