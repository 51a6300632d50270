//! Trips from any coordinate against every pair of places on either side, found by trying all.
#![cfg(feature = "base")]

mod random;

use corridor::{
    Base, BaseConnector, BaseParts, BasePassage, Criterion, Mode, Network, Planner, Point, QueryError, Weights,
};
use corridor::{km, lat, lon, point};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use random::config;
use std::cell::Cell;

const PLACES: usize = 4;
const FAR: u64 = u64::MAX / 4;

/// Base nodes with their country; edges with metres and passage; connectors of places; kilometres between curated places; the two doors.
#[derive(Clone, Debug)]
struct Draft {
    nodes: Vec<bool>,
    edges: Vec<(usize, usize, u32, u16)>,
    joined: Vec<Option<(usize, u32)>>,
    links: Vec<u32>,
    doors: [usize; 2],
}

fn drafts() -> impl Strategy<Value = Draft> {
    (2..9usize).prop_flat_map(|count| {
        let edge = (0..count, 1..count, 0..90_000u32, 0..3u16);
        let joined = option::weighted(0.7, (0..count, 0..5_000u32));
        (
            vec(any::<bool>(), count),
            vec(edge, 1..14),
            vec(joined, PLACES),
            vec(60..400u32, PLACES - 1),
            [0..count, 0..count],
        )
            .prop_map(|(nodes, edges, joined, links, doors)| Draft { nodes, edges, joined, links, doors })
    })
}

impl Draft {
    fn position(node: usize) -> Point {
        // No two pairs are as far apart.
        let node = node as f64;
        point(40.0 + 0.013 * node + 0.001 * node * node, 60.0 + 0.017 * node)
    }

    fn base(&self) -> Base {
        let count = self.nodes.len();
        let mut edges: Vec<(u32, u32, u32, u16)> = (self.edges.iter())
            .map(|(from, step, metres, passage)| (*from, (from + step) % count, *metres, *passage))
            .map(|(from, to, metres, passage)| (from.min(to) as u32, from.max(to) as u32, metres, passage))
            .collect();
        edges.sort_unstable();
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        let positions: Vec<(f64, f64)> = (0..count).map(|node| Draft::position(node).position()).collect();
        let connector = |(place, joined): (usize, &Option<(usize, u32)>)| {
            joined.map(|(node, metres)| BaseConnector { place: place as u32, mode: 0, metres, node: node as u32 })
        };
        let parts = BaseParts {
            countries: vec!["AA".into(), "ZZ".into()],
            places: (0..PLACES).map(|place| format!("p{place}")).collect(),
            modes: vec![Mode::Road],
            lat: positions.iter().map(|at| millionths(at.0)).collect(),
            lon: positions.iter().map(|at| millionths(at.1)).collect(),
            country: self.nodes.iter().map(|other| u8::from(*other)).collect(),
            from: edges.iter().map(|edge| edge.0).collect(),
            to: edges.iter().map(|edge| edge.1).collect(),
            metres: edges.iter().map(|edge| edge.2).collect(),
            mode: vec![0; edges.len()],
            area: vec![0; edges.len()],
            passage: edges.iter().map(|edge| edge.3).collect(),
            points_from: vec![0; edges.len() + 1],
            connectors: self.joined.iter().enumerate().filter_map(connector).collect(),
            ..BaseParts::default()
        };
        Base::from_bytes(&Base::file_of(&parts).expect("within limits")).expect("what was written")
    }

    fn planner(&self) -> Planner {
        let mut net = Network::builder();
        for place in 0..PLACES {
            net.node(&format!("p{place}"), "AA", lat(40.0), lon(60.0 + 0.1 * place as f64));
        }
        for (place, length) in self.links.iter().enumerate() {
            net.link(&format!("p{place}"), &format!("p{}", place + 1), Mode::Road).distance(km(*length));
        }
        net.build().expect("valid").compile().over(self.base())
    }

    /// Metres by road between base nodes; no controlled border is passed.
    fn roads(&self) -> Vec<Vec<u64>> {
        let count = self.nodes.len();
        let mut metres = vec![vec![FAR; count]; count];
        (0..count).for_each(|node| metres[node][node] = 0);
        let free = |passage: u16| matches!(BasePassage::of_code(passage), BasePassage::None | BasePassage::Open);
        for (from, step, length, _) in self.edges.iter().filter(|edge| free(edge.3)) {
            let to = (from + step) % count;
            // What leaves the country of the doors and places does not come back.
            if self.nodes[*from] || self.nodes[to] {
                continue;
            }
            for (a, b) in [(*from, to), (to, *from)] {
                metres[a][b] = metres[a][b].min(u64::from(*length));
            }
        }
        for by in 0..count {
            for a in 0..count {
                for b in 0..count {
                    metres[a][b] = metres[a][b].min(metres[a][by] + metres[by][b]);
                }
            }
        }
        metres
    }

    fn to_places(&self, roads: &[Vec<u64>], node: usize) -> Vec<u64> {
        let joined = |joined: &Option<(usize, u32)>| {
            joined.filter(|(at, _)| !self.nodes[*at]).map_or(FAR, |(at, metres)| roads[node][at] + u64::from(metres))
        };
        self.joined.iter().map(joined).collect()
    }

    /// The least metres of a route, by any places or none.
    fn expected(&self) -> u64 {
        let roads = self.roads();
        let [from, to] = self.doors.map(|door| self.to_places(&roads, door));
        let between =
            |a: usize, b: usize| self.links[a.min(b)..a.max(b)].iter().map(|km| u64::from(*km) * 1_000).sum::<u64>();
        let pairs = (0..PLACES).flat_map(|a| (0..PLACES).map(move |b| (a, b)));
        let by_places = pairs.map(|(a, b)| from[a].saturating_add(between(a, b)).saturating_add(to[b])).min();
        by_places.unwrap_or(FAR).min(roads[self.doors[0]][self.doors[1]])
    }
}

#[test]
fn a_trip_between_doors_is_the_shortest_by_any_places() {
    let met = Cell::new(0);
    proptest!(config(3_000), |(draft in drafts())| {
        // Doors stand on roads from which some place can be reached; others are snapped elsewhere.
        let roads = draft.roads();
        let on_road = |node: usize| {
            let count = draft.nodes.len();
            let ends = |edge: &(usize, usize, u32, u16)| edge.3 < 2 && (edge.0 == node || (edge.0 + edge.1) % count == node);
            draft.edges.iter().any(ends)
        };
        let usable = draft.doors.iter().all(|door| !draft.nodes[*door] && on_road(*door) && draft.to_places(&roads, *door).iter().any(|m| *m < FAR));
        if !usable || draft.doors[0] == draft.doors[1] {
            return Ok(());
        }
        met.set(met.get() + 1);
        let planner = draft.planner();
        let [from, to] = draft.doors.map(Draft::position);
        let trip = planner.trip(from, to).expect("two doors");
        let best = trip.best(&Weights::new([(Criterion::Distance, 1.0)]).expect("weights")).expect("a route");
        prop_assert_eq!(u64::from(best.cost_vector()[Criterion::Distance]), draft.expected());
        // Matrices, reach and atlases take coordinates, too.
        let shortest = Weights::new([(Criterion::Distance, 1.0)]).expect("weights");
        let matrix = planner.matrix([from], [to], &shortest).expect("two doors");
        prop_assert_eq!(matrix.cost(0, 0), Some(best.cost_vector()));
        prop_assert_eq!(matrix.origins().map(|node| node.position()).collect::<Vec<_>>(), [from.position()]);
        let reach = planner.reach(from, km(1e6)).expect("a door");
        for (place, cost) in reach.places() {
            let trip = planner.trip(from, place.id()).expect("a place");
            prop_assert_eq!(trip.best_cost(&shortest), Some(*cost), "{}", place.id());
        }
        let atlas = planner.closure_atlas([(from, to)], &shortest).expect("two doors");
        prop_assert_eq!(atlas.trips().next().and_then(|(_, _, cost)| cost.copied()), Some(*best.cost_vector()));
        // First and last mile are legs of their own.
        prop_assert_eq!(best.legs()[0].from(), from.to_string());
        prop_assert_eq!(best.legs()[0].links().len(), 1);
        prop_assert_eq!(best.legs().last().map(|leg| leg.to().to_owned()), Some(to.to_string()));
    });
    assert!(met.get() >= 5, "{met:?}");
}

/// A road of a kilometre, at the end of which stands the first place.
fn one_road() -> Draft {
    Draft {
        nodes: vec![false; 2],
        edges: vec![(0, 1, 1_000, 0)],
        joined: vec![Some((0, 10)), None, None, None],
        links: vec![60; 3],
        doors: [0, 1],
    }
}

#[test]
fn a_door_that_leads_nowhere_is_an_error_with_its_distance() {
    let draft = one_road();
    let planner = draft.planner();
    let said = |from: Point| planner.trip(from, "p3").map(drop).expect_err("no door").to_string();
    assert_eq!(
        said(point(45.0, 60.0)),
        "the nearest road that leads anywhere is 554 km from `45.000 N 60.000 E`, more than 50 km; give a point nearer to a road, degrees north first"
    );
    assert!(said(point(91.0, 60.0)).starts_with("`91.000 N 60.000 E` is no coordinate"));
    assert!(said(point(f64::NAN, 60.0)).contains("is no coordinate"));
    // 11 km from the road, which counts.
    let trip = planner.trip(point(40.1, 60.0), "p3").expect("near enough");
    let best = trip.best(&Weights::new([(Criterion::Distance, 1.0)]).expect("weights")).expect("a route");
    assert!((190.5..191.5).contains(&best.distance().value()), "{}", best.distance());
    let taken = planner.with_doors([("p1", point(40.1, 60.0))]).map(drop).expect_err("a place has that name");
    assert_eq!(taken.to_string(), "`p1` is the name of another place; give the door a name of its own");
    // Named doors are places like any other, and more can be added.
    let doors = planner.with_doors([("mill", point(40.1, 60.0))]).expect("a door");
    let doors = doors.with_doors([("barn", point(40.11, 60.0)), ("shed", point(40.09, 60.0))]).expect("more doors");
    let between = |from: &str, to: &str| {
        let trip = doors.trip(from, to).expect("two doors");
        trip.best(&Weights::new([(Criterion::Distance, 1.0)]).expect("weights")).expect("a route").distance()
    };
    assert_eq!(between("mill", "p3"), best.distance());
    // Both stand at the same end of the road, 9.7 and 10.8 km off.
    assert!((20.0..21.0).contains(&between("mill", "barn").value()), "{}", between("mill", "barn"));
    let trip = doors.trip("shed", point(40.100001, 60.0)).expect("a point where a door stands");
    assert_eq!(
        trip.best(&Weights::new([(Criterion::Distance, 1.0)]).expect("weights")).map(|route| route.to().to_owned()),
        Some("~40.10000,60.00000".to_owned())
    );
    assert!(matches!(planner.trip(point(40.0, 60.0), point(40.0, 60.0)).map(drop), Err(QueryError::SamePlace { .. })));
}

/// Time is known of every curated link, but not of the road from the door: nothing is taken as zero.
#[test]
fn a_network_without_defaults_for_roads_says_what_the_door_lacks() {
    let draft = one_road();
    let mut net = Network::builder();
    net.node("p0", "AA", lat(40.0), lon(60.0));
    net.node("p1", "AA", lat(40.0), lon(60.1));
    net.link("p0", "p1", Mode::Road).distance(km(60)).time(corridor::hours(1));
    let planner = net.build().expect("valid").compile().over(draft.base());
    let error = planner.trip(Draft::position(1), "p1").map(drop).expect_err("no speed");
    assert!(matches!(error, QueryError::NoRoadFigures { criterion: Criterion::Time, .. }), "{error}");
}
