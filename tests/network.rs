//! The bundled network: places found, states, scenarios, warnings, presets.
#![cfg(feature = "bundled")]

use corridor::{Criterion, Mode, Network, Preset, QueryError, Scenario, StateError, Status, Weights, km, lat, lon};

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
