//! CPMM's indicators of a route and of its modes, counted by hand.

use corridor::{Criterion::*, Gauge, Mode, Network, Weights, hours, km, lat, lon, usd};

#[test]
fn each_mode_stands_for_itself() {
    let mut net = Network::builder();
    net.node("port", "PK", lat(24.85), lon(66.98));
    net.node("yard", "PK", lat(34.01), lon(71.52)).transfer(hours(8)).transfer_fee(usd(50));
    net.node("market", "AF", lat(34.53), lon(69.17));
    net.link("port", "yard", Mode::Rail(Gauge::BROAD)).distance(km(1_600)).time(hours(40)).cost(usd(800));
    let road = net.link("yard", "market", Mode::Road).distance(km(300)).time(hours(10)).cost(usd(600));
    road.crossing("khyber", hours(30)).crossing_fee(usd(90));
    let planner = net.build().unwrap().compile();
    let weights = Weights::new([(Time, 1.0)]).unwrap();
    let route = planner.trip("port", "market").unwrap().best(&weights).unwrap();

    // The whole route: 40 + 8 + 10 + 30 hours, 800 + 50 + 600 + 90 US$.
    let whole = route.indicators();
    assert_eq!((whole.crossings(), whole.tfi1(), whole.tfi2()), (1, Some(hours(30)), Some(usd(90))));
    assert_eq!((whole.swd(), whole.swod()), (Some(1_900.0 / 88.0), Some(1_900.0 / 50.0)));
    assert_eq!(whole.tfi3(), Some(usd(1_540.0 / 1_900.0 * 500.0)));

    // Reloading belongs to neither mode.
    let by_mode: Vec<_> = route.indicators_by_mode().collect();
    let [("rail", rail), ("road", road)] = by_mode[..] else { panic!("{by_mode:?}") };
    assert_eq!((rail.tfi1(), rail.tfi2(), rail.swd(), rail.tfi3()), (None, None, Some(40.0), Some(usd(250))));
    assert_eq!((road.tfi1(), road.swd(), road.swod()), (Some(hours(30)), Some(7.5), Some(30.0)));
    assert_eq!(road.tfi3(), Some(usd(690.0 / 300.0 * 500.0)));
}

#[test]
fn what_has_no_figures_has_no_indicators() {
    let mut net = Network::builder();
    net.node("port", "PK", lat(24.85), lon(66.98));
    net.node("market", "PK", lat(34.01), lon(71.52));
    net.link("port", "market", Mode::Road).distance(km(1_400));
    let planner = net.build().unwrap().compile();
    let weights = Weights::new([(Distance, 1.0)]).unwrap();
    let found = planner.trip("port", "market").unwrap().best(&weights).unwrap().indicators();
    assert_eq!((found.tfi1(), found.tfi2(), found.tfi3(), found.swd(), found.swod()), (None, None, None, None, None));
}
