//! Tipping points beside all routes of random networks: where the first of them in the order of answers changes.

mod random;

use corridor::{
    CostVector, Criterion, DelayKind, MarginalValue, NamedFigure, Network, Scenario, TippingPoint, TippingPoints, Trip,
    Weights,
};
use proptest::prelude::*;
use random::{config, drafts, ends, link_id, place_id, weights};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// A route with all that decides its place: cost, number of links, links from the last one back.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    links: Vec<String>,
    ticks: [i64; 6],
    /// How many ticks of one criterion a step of the figure adds.
    slope: i64,
}

/// More routes than any of the random networks has.
const ALL: usize = 10_000;

fn all_routes(network: &Network, (from, to): (&str, &str), terminals: bool, weights: &Weights) -> Vec<Candidate> {
    let planner = network.compile();
    let trip = planner.trip(from, to).expect("two places");
    let trip = if terminals { trip.with_terminals().expect("priced") } else { trip };
    let routes = trip.k_best(weights, ALL);
    routes
        .iter()
        .map(|route| Candidate {
            links: route.links().to_vec(),
            ticks: route.cost_vector().ticks().map(i64::from),
            slope: 0,
        })
        .collect()
}

/// Whether one route comes before another after so many steps.
fn before(weights: &Weights, criterion: Criterion, a: &Candidate, b: &Candidate, steps: i64) -> bool {
    let key = |route: &Candidate| {
        let mut ticks = route.ticks;
        ticks[criterion as usize] += steps * route.slope;
        let cost = CostVector::new(ticks.map(|ticks| u32::try_from(ticks).expect("no cost is negative")));
        // Links are numbered in order of id.
        let back: Vec<String> = route.links.iter().rev().cloned().collect();
        (weights.score(&cost), ticks, route.links.len(), back)
    };
    key(a) < key(b)
}

/// The criterion and the steps of a unit of a figure that enters costs tick by tick.
fn in_ticks(figure: &NamedFigure) -> Option<(Criterion, f64)> {
    match figure.unit() {
        "h" => Some((Criterion::Time, 3600.0)),
        "US$" => Some((Criterion::Cost, 100.0)),
        "points" => Some((Criterion::Risk, 1000.0)),
        "kg CO2e" => Some((Criterion::Emissions, 1000.0)),
        _ => None,
    }
}

/// The first and the last step of a range, by what steps are worth, not by a float that may be off.
fn steps_within(range: &RangeInclusive<f64>, per_unit: f64) -> (i64, i64) {
    let within = |step: &i64| range.contains(&(*step as f64 / per_unit));
    let near = |end: f64| {
        let step = (end * per_unit).round() as i64;
        step - 1..=step + 1
    };
    let low = near(*range.start()).find(within).expect("a step in the range");
    (low, near(*range.end()).rev().find(within).expect("a step in the range"))
}

type Found<'a> = HashMap<(String, bool), &'a TippingPoint>;

fn by_figure(tipping: &TippingPoints) -> Found<'_> {
    let of = |point: &'_ TippingPoint| {
        Some(((point.figure()?.id().to_owned(), point.at() > point.now()), point.now())).map(|found| found.0)
    };
    tipping.points().iter().filter_map(|point| Some((of(point)?, point))).collect()
}

/// The network with one figure set.
fn set(network: &Network, id: &str, value: f64) -> Network {
    network.with(&Scenario::new("another value").set(id, value)).unwrap_or_else(|error| panic!("{error}"))
}

/// Every step of a figure that entries read as it is: breakpoints of all pairs of routes.
fn check_whole(
    network: &Network,
    ends: (&str, &str, bool),
    weights: &Weights,
    tipping: &TippingPoints,
) -> Result<(), TestCaseError> {
    let pair = (ends.0, ends.1);
    let now = all_routes(network, pair, ends.2, weights);
    let found = by_figure(tipping);
    for figure in tipping.figures() {
        let Some((criterion, per_unit)) = in_ticks(&figure) else { continue };
        let up = set(network, figure.id(), figure.value() + 1.0 / per_unit);
        let later: HashMap<Vec<String>, [i64; 6]> =
            all_routes(&up, pair, ends.2, weights).into_iter().map(|route| (route.links, route.ticks)).collect();
        let mut routes = now.clone();
        for route in &mut routes {
            route.slope = later[&route.links][criterion as usize] - route.ticks[criterion as usize];
        }
        let start = (figure.value() * per_unit).round() as i64;
        let range = figure.plausible();
        for upward in [false, true] {
            let (low, high) = steps_within(&range, per_unit);
            let far = (if upward { high } else { low } - start).abs();
            let sign = if upward { 1 } else { -1 };
            let beats = |other: &Candidate, step: i64| before(weights, criterion, other, &routes[0], sign * step);
            let first = |other: &Candidate| {
                let (mut low, mut high) = (0, far);
                if !beats(other, far) {
                    return None;
                }
                while high - low > 1 {
                    let middle = (low + high) / 2;
                    if beats(other, middle) { high = middle } else { low = middle }
                }
                Some(high)
            };
            let expected = routes[1..].iter().filter_map(first).min();
            let point = found.get(&(figure.id().to_owned(), upward));
            let at = point.map(|point| ((point.at() * per_unit).round() as i64 - start).abs());
            prop_assert_eq!(at, expected, "{} {} of {}", figure.id(), upward, figure.value());
            let Some(point) = point else { continue };
            prop_assert_eq!(
                point.at(),
                (start + sign * expected.expect("as many")) as f64 / per_unit,
                "{}",
                figure.id()
            );
            check_point(network, ends, weights, point, &now[0].links)?;
        }
    }
    Ok(())
}

/// The engine on the changed network, at the step and the step before.
fn check_point(
    network: &Network,
    (from, to, terminals): (&str, &str, bool),
    weights: &Weights,
    point: &TippingPoint,
    winner: &[String],
) -> Result<(), TestCaseError> {
    let id = point.figure().expect("a figure").id();
    let best = |network: &Network| {
        let planner = network.compile();
        let trip = planner.trip(from, to).expect("two places");
        let trip = if terminals { trip.with_terminals().expect("priced") } else { trip };
        trip.best(weights).expect("a route")
    };
    let still = best(&set(network, id, point.before()));
    prop_assert_eq!(still.links(), winner, "{} before", id);
    let there = network.with(&point.scenario().expect("a figure")).expect("a value");
    let best = best(&there);
    prop_assert!(best.links() != winner, "{}", id);
    prop_assert_eq!(best.links(), point.links());
    prop_assert_eq!(best.cost_vector(), point.cost());
    Ok(())
}

/// Every step of figures whose entries are rounded, one after the other, by asking the changed network.
fn check_rounded(
    network: &Network,
    ends: (&str, &str, bool),
    weights: &Weights,
    tipping: &TippingPoints,
    per_unit: impl Fn(&NamedFigure) -> Option<f64>,
) -> Result<usize, TestCaseError> {
    let winner = all_routes(network, (ends.0, ends.1), ends.2, weights)[0].links.clone();
    let found = by_figure(tipping);
    let mut points = 0;
    for figure in tipping.figures() {
        let Some(per_unit) = per_unit(&figure) else { continue };
        let range = figure.plausible();
        let (low, high) = steps_within(&range, per_unit);
        let changes = |step: &i64| {
            let changed = set(network, figure.id(), *step as f64 / per_unit);
            let planner = changed.compile();
            let trip = planner.trip(ends.0, ends.1).expect("two places");
            let trip = if ends.2 { trip.with_terminals().expect("priced") } else { trip };
            trip.best(weights).expect("a route").links() != winner
        };
        let value = |step: i64| step as f64 / per_unit;
        let up = (low..=high).filter(|step| value(*step) > figure.value()).find(changes);
        let down = (low..=high).rev().filter(|step| value(*step) < figure.value()).find(changes);
        for (upward, expected) in [(true, up), (false, down)] {
            let point = found.get(&(figure.id().to_owned(), upward));
            prop_assert_eq!(point.map(|point| point.at()), expected.map(value), "{} {}", figure.id(), upward);
            if let Some(point) = point {
                points += 1;
                check_point(network, ends, weights, point, &winner)?;
            }
        }
    }
    Ok(points)
}

/// Every step of every rate.
fn check_rates(
    routes: &[(CostVector, Vec<String>)],
    weights: &Weights,
    tipping: &TippingPoints,
) -> Result<(), TestCaseError> {
    for criterion in weights.criteria() {
        let rate = weights.rate(criterion);
        let found = |upward: bool| {
            let of = |point: &&TippingPoint| point.weight() == Some(criterion) && (point.at() > rate) == upward;
            tipping.points().iter().find(of)
        };
        prop_assert_eq!(
            tipping.steady_weights().contains(&criterion),
            found(true).is_none() && found(false).is_none() && weights.criteria().count() > 1
        );
        if weights.criteria().count() == 1 {
            continue;
        }
        let digit = rate.log10().floor() as i32 - 3;
        let value = |step: i64| {
            if digit < 0 { step as f64 / 10f64.powi(-digit) } else { step as f64 * 10f64.powi(digit) }
        };
        let near = (rate / 10f64.powi(digit)).round() as i64;
        let with = |rate: f64| {
            let rates = weights.criteria().map(|c| (c, if c == criterion { rate } else { weights.rate(c) }));
            Weights::new(rates).ok()
        };
        let first = |weights: &Weights| {
            let key = |route: &&(CostVector, Vec<String>)| {
                (weights.score(&route.0), route.0, route.1.len(), route.1.iter().rev().cloned().collect::<Vec<_>>())
            };
            routes.iter().min_by_key(key).expect("a route").1.clone()
        };
        let winner = first(weights);
        for upward in [true, false] {
            let steps = (1..).map(|i| if upward { near - 2 + i } else { near + 2 - i }).map(value);
            let steps = steps.skip_while(|value| if upward { *value <= rate } else { *value >= rate });
            let steps = steps.take_while(|value| if upward { *value <= 4.0 * rate } else { *value >= rate / 4.0 });
            let mut expected = None;
            for value in steps {
                let Some(weights) = with(value) else { break };
                let best = first(&weights);
                if best != winner {
                    expected = Some((value, best));
                    break;
                }
            }
            let point = found(upward).map(|point| (point.at(), point.links().to_vec()));
            prop_assert_eq!(point, expected, "{} {}", criterion, upward);
        }
    }
    Ok(())
}

/// Routes of equal cost: only the first of them can be the best.
fn distinct(trip: &Trip<'_>, weights: &Weights) -> Vec<(CostVector, Vec<String>)> {
    let mut routes: Vec<(CostVector, Vec<String>)> =
        trip.k_best(weights, ALL).iter().map(|route| (*route.cost_vector(), route.links().to_vec())).collect();
    routes.sort_by_key(|route| (route.0, route.1.len(), route.1.iter().rev().cloned().collect::<Vec<_>>()));
    routes.dedup_by_key(|route| route.0);
    routes
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn each_point_is_where_the_first_of_all_routes_changes(draft in drafts(), rates in weights(), ends in ends()) {
        let weights = draft.weights(rates);
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let planner = network.compile();
        let (from, to) = draft.two_places(ends);
        let (from, to) = (place_id(from), place_id(to));
        let trip = planner.trip(&from, &to).expect("two places");
        let with_terminals = trip.clone().with_terminals().ok();
        for (trip, terminals) in [(Some(trip), false), (with_terminals, true)] {
            let Some(trip) = trip else { continue };
            let tipping = trip.tipping_points(&weights).expect("figures");
            prop_assert!(tipping.undecided().is_empty());
            if trip.best(&weights).is_none() {
                prop_assert!(tipping.points().is_empty());
                continue;
            }
            let ends = (from.as_str(), to.as_str(), terminals);
            check_whole(&network, ends, &weights, &tipping)?;
            check_rounded(&network, ends, &weights, &tipping, |figure| (figure.unit() == "of 100").then_some(10.0))?;
            check_rates(&distinct(&trip, &weights), &weights, &tipping)?;
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    /// Prices that a scenario multiplied: entries no longer move by a tick with each cent.
    #[test]
    fn rounding_hides_no_change(draft in drafts(), rates in weights(), ends in ends(), factor in 0.3..1.7f64) {
        let weights = draft.weights(rates);
        let scenario = (0..draft.links.len()).filter(|_| draft.priced).fold(Scenario::new("prices"), |scenario, link| {
            scenario.reprice(&link_id(link), factor + link as f64 / 10.0)
        });
        let network = draft.build().with(&scenario).expect("links with prices");
        let planner = network.compile();
        let (from, to) = draft.two_places(ends);
        let (from, to) = (place_id(from), place_id(to));
        let tipping = planner.trip(&from, &to).expect("two places").tipping_points(&weights).expect("figures");
        prop_assert!(tipping.undecided().is_empty());
        if tipping.figures().len() > 0 && planner.trip(&from, &to).expect("two places").best(&weights).is_some() {
            let ends = (from.as_str(), to.as_str(), false);
            check_rounded(&network, ends, &weights, &tipping, |figure| {
                // Those that are nothing today would take 20,000 steps.
                (figure.unit() == "US$" && figure.value() > 0.0).then_some(100.0)
            })?;
        }
    }
}

#[cfg(feature = "bundled")]
mod bundled {
    use super::*;
    use corridor::Preset;

    const TRIPS: [(&str, &str); 6] = [
        ("karachi", "almaty"),
        ("xian", "duisburg"),
        ("baku", "urumqi"),
        ("kabul", "mersin"),
        ("nhava-sheva", "moscow"),
        ("tashkent", "istanbul"),
    ];

    /// Each by asking the network that its scenario makes.
    #[test]
    fn every_point_holds_on_the_changed_network() {
        let network = Network::bundled();
        let planner = network.compile();
        let mut points = 0;
        for (from, to) in TRIPS {
            for weights in [Preset::GeneralisedCost.weights(), Preset::Fastest.weights()] {
                let trip = planner.trip(from, to).expect("two places");
                let tipping = trip.tipping_points(&weights).expect("figures");
                assert!(tipping.undecided().is_empty(), "{from} {to}");
                let winner = trip.best(&weights).expect("a route");
                for point in tipping.points().iter().filter(|point| point.figure().is_some()) {
                    check_point(&network, (from, to, false), &weights, point, winner.links())
                        .unwrap_or_else(|error| panic!("{from} {to}: {error}"));
                    points += 1;
                }
            }
        }
        assert!(points > 60, "{points}");
    }

    /// Every step of some figures whose entries are rounded: speeds, rates, hazards, factors.
    #[test]
    fn no_step_before_a_point_changes_the_best_route() {
        let network = Network::bundled();
        let planner = network.compile();
        let weights = Preset::GeneralisedCost.weights();
        let (from, to) = TRIPS[0];
        let tipping = planner.trip(from, to).expect("two places").tipping_points(&weights).expect("figures");
        let some = |figure: &NamedFigure| match figure.id() {
            "speed.rail.ir" | "speed.road.pk" | "hazard.pk" => Some(10.0),
            _ => None,
        };
        let points = check_rounded(&network, (from, to, false), &weights, &tipping, some);
        assert!(points.unwrap_or_else(|error| panic!("{error}")) > 0);
    }

    #[test]
    fn ids_of_figures_are_unique() {
        let ids: Vec<String> = Network::bundled().figures().map(|figure| figure.id().to_owned()).collect();
        let twice: Vec<&String> = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

/// What the best score falls by if some figures are an hour less.
fn without_an_hour(network: &Network, trip: (&str, &str), weights: &Weights, ids: &[String]) -> u64 {
    let score = |network: &Network| {
        let route = network.compile().trip(trip.0, trip.1).expect("two places").best(weights).expect("a route");
        weights.score(route.cost_vector())
    };
    let less = |scenario: Scenario, id: &String| {
        let figure = network.figures().find(|figure| figure.id() == id).expect("a figure");
        scenario.set(id, (figure.value() - 1.0).max(0.0))
    };
    let faster = ids.iter().fold(Scenario::new("an hour less"), less);
    score(network) - score(&network.with(&faster).expect("figures"))
}

proptest! {
    #![proptest_config(config(1000))]

    /// Posts and waits by figures that are an hour less; transfers by taking the hour off all routes.
    #[test]
    fn an_hour_less_is_worth_what_the_changed_network_gains(draft in drafts(), rates in weights(), ends in ends()) {
        let weights = draft.weights(rates);
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let planner = network.compile();
        let (from, to) = draft.two_places(ends);
        let (from, to) = (place_id(from), place_id(to));
        let trip = planner.trip(&from, &to).expect("two places");
        let found = trip.marginal_values(&weights).expect("figures");
        let routes = trip.k_best(&weights, ALL);
        if routes.is_empty() {
            prop_assert!(found.values().is_empty());
            return Ok(());
        }
        prop_assert_eq!(found.routed(), 1);
        let score = |kind: DelayKind, id: &str, name: &str| {
            let of = |value: &&MarginalValue| value.kind() == kind && value.id() == id && value.name().contains(name);
            found.values().iter().find(of).map_or(0, |value| value.score())
        };
        let figures: Vec<String> = network.figures().map(|figure| figure.id().to_owned()).collect();
        for crossing in network.crossings() {
            for country in random::COUNTRIES {
                let side = format!("{}.{}.", crossing.id(), country.to_lowercase());
                let ids: Vec<String> =
                    figures.iter().filter(|id| id.starts_with(&side) && id.ends_with(".hours")).cloned().collect();
                let expected = without_an_hour(&network, (&from, &to), &weights, &ids);
                let said = score(DelayKind::Post, crossing.id(), &format!("post of {country}"));
                prop_assert_eq!(said, expected, "{}", side);
            }
        }
        for link in network.links().filter(|link| figures.contains(&format!("{}.wait", link.id()))) {
            let expected = without_an_hour(&network, (&from, &to), &weights, &[format!("{}.wait", link.id())]);
            prop_assert_eq!(score(DelayKind::Wait, link.id(), ""), expected, "{}", link.id());
        }
        let kinds = [
            (corridor::TransferKind::RoadRail, "reloading"),
            (corridor::TransferKind::Gauge, "gauge"),
            (corridor::TransferKind::BoardingSea, "boarding ships"),
            (corridor::TransferKind::LandingSea, "landing from ships"),
            (corridor::TransferKind::BoardingFerry, "boarding ferries"),
            (corridor::TransferKind::LandingFerry, "landing from ferries"),
        ];
        for node in network.nodes() {
            for (kind, name) in kinds {
                let reduced = |route: &corridor::Route| {
                    let here = route.transfers().iter().filter(|transfer| transfer.kind() == kind && transfer.place() == node.name());
                    let seconds: u32 = here.map(|transfer| ((transfer.time().value() * 3600.0).round() as u32).min(3600)).sum();
                    let mut ticks = route.cost_vector().ticks();
                    ticks[Criterion::Time as usize] -= seconds;
                    weights.score(&CostVector::new(ticks))
                };
                let least = routes.iter().map(reduced).min().expect("a route");
                let expected = weights.score(routes[0].cost_vector()) - least;
                prop_assert_eq!(score(DelayKind::Transfer, node.id(), name), expected, "{} {}", node.id(), name);
            }
        }
    }
}
