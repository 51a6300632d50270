//! The bundled network: places found, states, scenarios, warnings, presets.
#![cfg(feature = "bundled")]

use corridor::{
    Criterion, Mode, Month, Network, NetworkBuilder, NewLink, Preset, QueryError, Scenario, StateError, Status, Thing,
    Weights, hours, km, lat, lon, points, usd,
};

#[test]
fn places_are_found_by_id_code_and_name() {
    let network = Network::bundled();
    for (text, id) in [
        ("karachi", "karachi"),
        ("PKKHI", "karachi"),
        ("Karachi", "karachi"),
        ("KZALA", "almaty"),
        ("Mazar-i-Sharif", "mazar-i-sharif"),
        ("istanbul", "istanbul"),
        ("İstanbul", "istanbul"),
    ] {
        assert_eq!(network.find(text).map(|node| node.id().to_owned()), Ok(id.to_owned()), "{text}");
    }
    let wrong = network.find("karchi").expect_err("no such place");
    insta::assert_snapshot!(wrong.to_string(), @"no node `karchi`; did you mean `karachi`?");
    assert!(matches!(network.find("Astara"), Err(QueryError::Ambiguous { .. })) || network.find("Astara").is_ok());
    let same = network.compile().trip("karachi", "PKKHI").map(|_| ()).expect_err("one place");
    insta::assert_snapshot!(same.to_string(), @"the trip starts and ends at `karachi`; name two places");
}

#[test]
fn states_are_dated() {
    let network = Network::bundled();
    assert_eq!(network.state().map(|state| state.to_string()), Some("2026-11".to_owned()));
    let torkham = |network: &Network| network.status_of_crossing(network.crossing("torkham").expect("torkham"));
    assert_eq!(torkham(&network), Status::Suspended);
    assert_eq!(torkham(&network.as_of("2025-09").expect("on record")), Status::Operational);
    assert!(matches!(network.as_of("1999-01"), Err(StateError::OutsideRecord { .. })));
    assert!(matches!(network.as_of("2027-01"), Err(StateError::OutsideRecord { .. })));
    assert!(matches!(network.as_of("soon"), Err(StateError::Unknown { .. })));
    let later = network.as_of("2032").expect("a named state");
    assert_eq!(torkham(&later), Status::Operational);
    let undated = later.unbuilt().filter(|(_, opening)| opening.is_none()).count();
    assert!(undated > 0, "lines without a published opening stay out");
    assert!(later.unbuilt().all(|(_, opening)| opening.is_none_or(|year| year > 2032)));
}

#[test]
fn every_scenario_applies() {
    let network = Network::bundled();
    assert!(network.scenarios().len() >= 6);
    for (id, scenario) in network.scenarios() {
        network.with(scenario).unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

#[test]
fn ocean_ships_keep_off_the_caspian() {
    let network = Network::bundled();
    let water = |id: &str| network.links().filter(|link| link.mode().is_afloat() && link.id().contains(id)).count();
    assert!(water("aktau") > 0);
    let planner = network.compile();
    let route = planner.trip("aktau", "karachi").expect("places").best(&Preset::Cheapest.weights()).expect("a route");
    assert!(route.legs().iter().any(|leg| !leg.mode().is_afloat()), "no ship sails from Aktau to Karachi");
}

#[test]
fn trains_reach_southern_tajikistan_from_termez() {
    let planner = Network::bundled().compile();
    let route = planner.trip("termez", "bokhtar").expect("places").best(&Preset::Cheapest.weights()).expect("a route");
    assert_eq!(route.crossings(), 1);
    assert!(route.borders().iter().all(|border| border.crossing() == Some("khoshady-rail")), "{:?}", route.borders());
}

#[test]
fn the_line_round_tashkent_is_in_building() {
    let network = Network::bundled();
    let status = |network: &Network, id: &str| network.status_of(network.link(id).expect("a link"));
    let later = network.as_of("2032").expect("a named state");
    for id in ["darbaza-maktaaral-rail", "maktaaral-syrdarya-rail"] {
        assert_eq!(status(&network, id), Status::UnderConstruction, "{id}");
        assert_eq!(status(&later, id), Status::Operational, "{id}");
    }
}

#[test]
fn risk_stays_below_half_of_generalised_cost() {
    let planner = Network::bundled().compile();
    let weights = Preset::GeneralisedCost.weights();
    for (from, to) in [("karachi", "almaty"), ("xian", "duisburg"), ("kabul", "istanbul"), ("herat", "karachi")] {
        let Some(route) = planner.trip(from, to).expect("places").best(&weights) else { continue };
        let term = |c: Criterion| weights.rate(c) * route.value(c).unwrap_or(0.0);
        let total: f64 = Criterion::ALL.into_iter().map(term).sum();
        assert!(term(Criterion::Risk) < total / 2.0, "{from} to {to}");
    }
}

#[test]
fn the_time_range_spans_the_time() {
    let planner = Network::bundled().compile();
    for (from, to) in [("karachi", "almaty"), ("xian", "poti"), ("tashkent", "bandar-abbas")] {
        let route = planner.trip(from, to).expect("places").best(&Preset::Fastest.weights()).expect("a route");
        let (low, high) = route.time_range();
        assert!(low <= route.time() && route.time() <= high, "{from} to {to}");
    }
}

/// Routes and their parts can be written by any serde format.
#[cfg(feature = "serde")]
#[test]
fn routes_serialize() {
    fn serializes<T: serde::Serialize>() {}
    serializes::<corridor::Route>();
    serializes::<corridor::Leg>();
    serializes::<corridor::Warning>();
    serializes::<corridor::CostVector>();
}

/// The best route over the corridor is open but a senseless detour; that a closed link would shorten it blocks nothing.
#[test]
fn a_corridor_with_an_open_detour_is_left_out_and_not_blocked() {
    let mut net = Network::builder();
    for id in ["a", "b", "c"] {
        net.node(id, "AA", lat(40), lon(60));
    }
    net.link("a", "c", Mode::Road).id("direct").distance(km(1));
    net.link("b", "c", Mode::Road).id("on").distance(km(1));
    net.link("a", "b", Mode::Road).id("short").distance(km(1));
    net.link("a", "b", Mode::Road).id("long").distance(km(4));
    net.corridor("round", "Round", &[("a", "b"), ("b", "c")]);
    let network = net.build().expect("valid").with(&Scenario::new("shut").close("short")).expect("an open link");
    let weights = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
    let planner = network.compile();
    let ranking = planner.trip("a", "c").expect("places").rank_corridors(&weights);
    assert_eq!((ranking.rows().len(), ranking.blocked().len(), ranking.left_out()), (1, 0, 1), "{ranking}");
}

/// Opening what a blocked corridor names opens the corridor: a planned line over a shut post is named beside the post.
#[test]
fn what_blocks_a_corridor_opens_it() {
    let (network, weights) = (Network::bundled(), Preset::GeneralisedCost.weights());
    let planner = network.compile();
    for (from, to) in [("karachi", "almaty"), ("tashkent", "peshawar"), ("xian", "duisburg")] {
        let ranking = planner.trip(from, to).expect("two places").rank_corridors(&weights);
        assert!(!ranking.blocked().is_empty());
        for blocked in ranking.blocked() {
            let open = blocked.obstacles().iter().fold(Scenario::new("open"), |open, thing| open.open(thing.id()));
            let opened = network.with(&open).expect("all of it was shut").compile();
            let route = opened.trip(from, to).expect("two places").best_on(blocked.corridor(), &weights);
            let score = |route: &corridor::Route| weights.score(route.cost_vector());
            let found = route.expect("a search that ends").map(|route| score(&route));
            assert!(found.is_some_and(|found| found <= score(&blocked.route)), "{}", blocked.corridor());
        }
    }
}

#[test]
fn countries_are_found_by_code_and_name() {
    let network = Network::bundled();
    for text in ["TR", "tr", "Türkiye", "turkiye"] {
        assert_eq!(network.country(text).map(|country| country.id()), Some("TR"), "{text}");
    }
    assert!(network.country("Atlantis").is_none() && network.country("").is_none());
    let planner = network.compile();
    let avoid = |country| planner.trip("karachi", "almaty").expect("places").avoid(Thing::country(country));
    let keeps = |trip: &corridor::Trip<'_>| trip.constraints().first().map(ToString::to_string);
    assert_eq!(avoid("afghanistan").map(|trip| keeps(&trip)), Ok(Some("avoid country AF".to_owned())));
    let wrong = avoid("Afganistan").map(drop).expect_err("misspelt").to_string();
    assert_eq!(wrong, "no country `Afganistan`; did you mean `Afghanistan`?");
    assert!(matches!(network.find("  "), Err(QueryError::UnknownPlace { .. })));
}

fn pair() -> NetworkBuilder {
    let mut net = Network::builder();
    net.node("a", "AA", lat(40), lon(60));
    net.node("b", "AA", lat(40), lon(60));
    net
}

/// What a figure written in code can spoil is said, and neither dropped nor cut off where ticks end.
#[test]
fn wrong_figures_in_code_are_problems() {
    let month = |text: &str| text.parse::<Month>().expect("a month");
    let wrong = |write: &dyn Fn(&mut NetworkBuilder)| {
        let mut net = pair();
        write(&mut net);
        net.build().expect_err("something is wrong").to_string().replace("the network has a problem:\n", "")
    };
    let event = |value: f64| {
        wrong(&|net| {
            net.hazard("AA", 1.0).dated(month("2020-01"), month("2026-01"));
            net.link("a", "b", Mode::Road).distance(km(9)).event(month("2021-01"), points(value), "strikes");
        })
    };
    assert_eq!(event(-1.0), "link `a-b-road` has `points` = -1, which is not a finite number, 0 or more");
    assert_eq!(event(f64::NAN), "link `a-b-road` has `points` = NaN, which is not a finite number, 0 or more");
    let long = wrong(&|net| {
        net.terminals(hours(600_000), usd(1));
        net.link("a", "b", Mode::Road).distance(km(9)).time(hours(1));
    });
    assert_eq!(
        long,
        "link `a-b-road` has so much time that a route's total could overflow; look for a figure in the wrong unit"
    );
    let costs = wrong(&|net| {
        net.link("a", "b", Mode::Road).distance(km(9)).cost(usd(f64::NAN));
    });
    assert_eq!(costs, "link `a-b-road` has `cost` = NaN, which is not a finite number, 0 or more");
    let dates = wrong(&|net| {
        net.dated(month("2026-01"), month("2020-01"));
        net.link("a", "b", Mode::Road).distance(km(9));
    });
    assert_eq!(dates, "the record has a date 2020-01 that does not follow 2026-01; put the entries in order of date");
    let twice = wrong(&|net| {
        net.link("a", "b", Mode::Road).distance(km(9));
        net.link("a", "b", Mode::Road).distance(km(9));
    });
    assert_eq!(twice, "link `a-b-road` is declared twice; rename or remove one");
    let signature = wrong(&|net| {
        net.link("a", "b", Mode::Road).distance(km(9));
        net.corridor("c", "C", &[]);
    });
    assert_eq!(signature, "corridor `c` has no `signature`; add it");
    let door = wrong(&|net| {
        net.node("~c", "AA", lat(40), lon(60));
        net.link("a", "b", Mode::Road).distance(km(9));
        net.link("a", "~c", Mode::Road).distance(km(9));
    });
    assert!(door.starts_with("place `~c` has an id that is not"), "{door}");
}

/// A missing figure is never told as zero, on a leg as little as on the whole route.
#[test]
fn what_a_network_does_not_know_is_no_zero() {
    let mut net = pair();
    net.link("a", "b", Mode::Road).distance(km(9));
    let shortest = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
    let network = net.build().expect("a network");
    let planner = network.compile();
    let trip = planner.trip("a", "b").expect("two places");
    let route = trip.best(&shortest).expect("a road");
    let leg = &route.legs()[0];
    assert!(leg.time().value().is_nan() && leg.cost().value().is_nan() && leg == &leg.clone());
    let told: Vec<String> = leg.to_string().split_whitespace().map(str::to_owned).collect();
    assert_eq!(told.join(" "), "road a - b 9 km - h - US$");
    assert!(!route.to_string().contains("estimated"), "{route}");
    assert!(trip.alternatives(&shortest).count(0).to_string().ends_with("none was asked for\n"));

    let beside = NewLink::new("a", "b", Mode::Road, km(5)).id("bypass");
    let widened = network.with(&Scenario::new("bypass").add_link(beside)).expect("a second road").compile();
    let route = widened.trip("a", "b").expect("two places").best(&shortest).expect("a road");
    assert_eq!(route.links(), ["bypass"]);
}
