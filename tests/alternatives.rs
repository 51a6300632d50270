//! Alternatives against all routes in the order of answers: each row is the first that overlaps little enough with those above.

mod random;

use corridor::{Alternatives, Control, Criterion, Mode, Network, NodeKind, Planner, Route, Trip, Weights, km};
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use random::{Draft, config, drafts, ends, place_id, weights};
use std::collections::BTreeMap;

/// Trips of the bundled network of which nearly all rows are among the first 300 routes.
#[cfg(feature = "bundled")]
const TRIPS: [(&str, &str); 10] = [
    ("zhibek-zholy", "dusti"),
    ("turkmenbashi", "genoa"),
    ("tejen", "gorgan"),
    ("sost", "chengdu"),
    ("savay", "logar"),
    ("erzurum", "burgas"),
    ("kaliningrad", "bucharest"),
    ("derince", "orsha"),
    ("naryn", "turkmenabat"),
    ("kharlachi-pk", "shymkent"),
];

/// Every choke point of a route once, from its links and places alone.
fn chokes(network: &Network, route: &Route) -> Vec<String> {
    let links: Vec<_> = route.links().iter().map(|id| network.link(id).expect("a link")).collect();
    let places: Vec<_> = route.places().iter().map(|id| network.node(id).expect("a place")).collect();
    let mut found = Vec::new();
    for pair in links.windows(2).zip(&places[1..]).filter(|(pair, _)| pair[0].mode() != pair[1].mode()) {
        found.push(format!("handling {}", pair.1.id()));
    }
    for place in &places[1..places.len() - 1] {
        if place.kind() == NodeKind::Waypoint {
            found.push(format!("strait {}", place.id()));
        }
    }
    for link in links {
        if link.mode() == Mode::Ferry {
            found.push(format!("ferry {}", link.id()));
        }
    }
    let by_land = route.borders().iter().filter_map(|border| border.crossing());
    for id in by_land.filter(|id| network.crossing(id).expect("a crossing").control() != Control::Open) {
        found.push(format!("crossing {id}"));
    }
    found.sort();
    found.dedup();
    found
}

/// Metres between each two places that it joins directly.
fn metres(network: &Network, route: &Route) -> BTreeMap<(String, String), u64> {
    let of = |id: &String| (network.link(id).expect("a link").distance().value() * 1000.0).round() as u64;
    let ends = |pair: &[String]| (pair[0].clone().min(pair[1].clone()), pair[0].clone().max(pair[1].clone()));
    route.places().windows(2).map(ends).zip(route.links().iter().map(of)).collect()
}

/// Choke points and metres of the earlier route that the later one uses, and how many there are.
fn overlap(network: &Network, earlier: &Route, later: &Route) -> [(u64, u64); 2] {
    let (theirs, mine) = (chokes(network, earlier), chokes(network, later));
    let shared = mine.iter().filter(|choke| theirs.contains(choke)).count() as u64;
    let (before, after) = (metres(network, earlier), metres(network, later));
    let common = before.iter().filter(|(ends, _)| after.contains_key(*ends)).map(|(_, metres)| metres).sum();
    [(shared, theirs.len() as u64), (common, before.values().sum())]
}

fn differs(network: &Network, earlier: &Route, later: &Route, [choke, kilometres]: [u64; 2]) -> bool {
    let [(shared, chokes), (common, metres)] = overlap(network, earlier, later);
    shared * 4 <= chokes * choke && common * 4 <= metres * kilometres && (common < metres || metres == 0)
}

struct Case {
    planner: Planner,
    from: String,
    to: String,
    weights: Weights,
    /// Kilometres at most, and a place to come by.
    asked: Asked,
}

type Asked = (Option<u32>, Option<usize>);

impl Case {
    fn trip(&self) -> Trip<'_> {
        let mut trip = self.planner.trip(&self.from, &self.to).expect("two places");
        if let (Some(most), _) = self.asked {
            trip = trip.at_most(Criterion::Distance, km(most)).expect("a limit");
        }
        if let (_, Some(place)) = self.asked {
            let place = place % self.planner.network().nodes().len();
            trip = trip.via([place_id(place)]).expect("a place");
        }
        trip
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    (option::weighted(0.3, 0..30_000u32), option::weighted(0.3, 0..16usize))
}

fn case(draft: &Draft, rates: [f64; 6], ends: (usize, usize), asked: Asked) -> Option<Case> {
    let rates = Criterion::ALL.into_iter().zip(rates);
    let covered = rates.filter(|(criterion, rate)| *rate > 0.0 && draft.covers(*criterion));
    let weights = Weights::new(covered.collect::<Vec<_>>()).ok()?;
    let (from, to) = draft.two_places(ends);
    Some(Case { planner: draft.build().compile(), from: place_id(from), to: place_id(to), weights, asked })
}

/// Limits in quarters.
fn answer(case: &Case, quarters: [u64; 2], count: usize) -> Alternatives {
    let [choke, kilometres] = quarters.map(|quarters| quarters as f64 / 4.0);
    case.trip().alternatives(&case.weights).choke_points_at_most(choke).kilometres_at_most(kilometres).count(count)
}

/// The same from all routes; `None` if there are too many.
fn expected(case: &Case, quarters: [u64; 2], count: usize) -> Option<Vec<Route>> {
    const MANY: usize = 400;
    let network = case.planner.network();
    let routes = case.trip().k_best(&case.weights, MANY);
    if routes.len() == MANY {
        return None;
    }
    let mut rows: Vec<Route> = Vec::new();
    for route in routes {
        if rows.len() < count && rows.iter().all(|row| differs(network, row, &route, quarters)) {
            rows.push(route);
        }
    }
    Some(rows)
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn each_alternative_is_the_first_of_all_routes_that_differ(
        draft in drafts(), rates in weights(), ends in ends(), asked in asked(), quarters in [0..5u64, 0..5u64],
        count in 1..7usize,
    ) {
        let Some(case) = case(&draft, rates, ends, asked) else { return Ok(()) };
        let Some(expected) = expected(&case, quarters, count) else { return Ok(()) };
        // Of routes without length none counts as twice the same.
        if expected.iter().any(|route| metres(case.planner.network(), route).values().sum::<u64>() == 0) {
            return Ok(());
        }
        let found = answer(&case, quarters, count);
        let links = |routes: &mut dyn Iterator<Item = &Route>| routes.map(|route| route.links().to_vec()).collect::<Vec<_>>();
        prop_assert_eq!(links(&mut found.rows().iter().map(|row| row.route())), links(&mut expected.iter()));
        prop_assert_eq!(found.is_exhausted(), expected.len() < count);
        for (row, alternative) in found.rows().iter().enumerate() {
            let network = case.planner.network();
            prop_assert_eq!(alternative.choke_points().len(), chokes(network, alternative.route()).len());
            for (earlier, told) in alternative.overlaps().iter().enumerate() {
                let [(shared, chokes), (common, metres)] = overlap(network, &expected[earlier], alternative.route());
                prop_assert!((told.share_of_choke_points() * chokes as f64 - shared as f64).abs() < 1e-9);
                prop_assert!((told.kilometres().value() * 1000.0 - common as f64).abs() < 1e-6);
                prop_assert!((told.share_of_kilometres() * metres as f64 - common as f64).abs() < 1e-6);
                prop_assert_eq!(told.shared_choke_points().is_empty(), shared == 0);
                prop_assert_eq!(found.shared_choke_points(earlier, row).is_empty(), shared == 0);
            }
        }
    }
}

/// Among the random questions are enough in which a route is left out by choke points, by kilometres, or stands.
#[test]
fn the_random_networks_ask_something() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 5];
    for _ in 0..1_000 {
        let drawn = (drafts(), weights(), ends(), asked()).new_tree(&mut runner).expect("a draft").current();
        let (draft, rates, ends, asked) = drawn;
        let Some(case) = case(&draft, rates, ends, asked) else { continue };
        let rows = |quarters| answer(&case, quarters, 5).rows().len();
        let [both, no_choke, no_km] = [[2, 2], [2, 4], [4, 2]].map(rows);
        counts[0] += usize::from(both > 1);
        counts[1] += usize::from(no_choke != both);
        counts[2] += usize::from(no_km != both);
        counts[3] += usize::from(asked.0.is_some() && no_km > 1);
        counts[4] += usize::from(asked.1.is_some() && no_km > 1);
    }
    assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
}

/// Real trips have long lists of rows, parts with much to use, and searches that end before they find anything.
#[cfg(feature = "bundled")]
#[test]
fn rows_of_real_trips_are_the_first_of_their_best_routes_that_differ() {
    const ROUTES: usize = 300;
    let planner = Network::bundled().compile();
    let weights = corridor::Preset::GeneralisedCost.weights();
    let mut rows = 0;
    for (from, to) in TRIPS {
        let trip = planner.trip(from, to).expect("places of the network");
        let found = trip.alternatives(&weights).count(10);
        let mut expected: Vec<Route> = Vec::new();
        for route in trip.k_best(&weights, ROUTES) {
            if expected.len() < 10 && expected.iter().all(|row| differs(planner.network(), row, &route, [2, 4])) {
                expected.push(route);
            }
        }
        let links = |route: &Route| route.links().to_vec();
        let found: Vec<_> = found.rows().iter().map(|row| links(row.route())).take(expected.len()).collect();
        assert_eq!(found, expected.iter().map(links).collect::<Vec<_>>(), "{from} - {to}");
        rows += expected.len();
    }
    assert!(rows >= 8 * TRIPS.len(), "{rows}");
}

/// Two ways over the one ferry, and one around the sea.
#[test]
fn alternatives_that_share_the_one_ferry_say_so() {
    use corridor::{Criterion::Distance, hours, km, lat, lon};
    let mut net = Network::builder();
    for (id, country) in [("almaty", "KZ"), ("north", "KZ"), ("south", "KZ"), ("tehran", "IR"), ("ganja", "AZ")] {
        net.node(id, country, lat(40), lon(60));
    }
    for (id, country) in [("aktau", "KZ"), ("alat", "AZ"), ("baku", "AZ")] {
        net.node(id, country, lat(40), lon(60)).kind(NodeKind::Seaport).transfer(hours(10));
    }
    let mut road = |from: &str, to: &str, length: u32| {
        net.link(from, to, Mode::Road).distance(km(length)).time(hours(length / 50));
    };
    for (from, to, length) in [
        ("almaty", "north", 1_000),
        ("north", "aktau", 1_000),
        ("almaty", "south", 1_200),
        ("south", "aktau", 1_200),
        ("alat", "ganja", 300),
        ("alat", "baku", 200),
        ("baku", "ganja", 300),
    ] {
        road(from, to, length);
    }
    net.link("aktau", "alat", Mode::Ferry).distance(km(470)).time(hours(24));
    net.link("almaty", "tehran", Mode::Road).distance(km(2_500)).time(hours(50)).crossing("sarakhs", hours(20));
    net.link("tehran", "ganja", Mode::Road).distance(km(1_000)).time(hours(20)).crossing("astara", hours(20));
    net.ports(hours(6), corridor::usd(0));
    let planner = net.build().expect("a valid network").compile();
    let weights = Weights::new([(Distance, 1.0)]).expect("rates");
    let trip = planner.trip("almaty", "ganja").expect("places");
    let found = trip.alternatives(&weights).choke_points_at_most(1.0).count(9);
    let shared: Vec<&str> = found.shared_choke_points(0, 1).iter().map(|choke| choke.id()).collect();
    assert_eq!(shared, ["aktau", "aktau-alat-ferry", "alat"]);
    assert!(
        found.to_string().contains("shares port of aktau, ferry aktau - alat, port of alat and 770 km with 1."),
        "{found}"
    );
    assert!(found.shared_choke_points(0, 7).is_empty());
    // Half of three choke points is one: the second way over the ferry is no alternative.
    let found = trip.alternatives(&weights).count(9);
    assert_eq!(found.rows().iter().map(|row| row.choke_points()[0].id()).collect::<Vec<_>>(), ["aktau", "sarakhs"]);
    assert!(found.is_exhausted());
}
