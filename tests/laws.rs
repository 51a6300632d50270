//! What holds for every network, trip and weighting, whatever the figures are.

mod random;

use corridor::{
    CostVector, Criterion, Mode, Network, NewLink, Part, Planner, QueryError, Ranking, Route, Scenario, Thing, Trip,
    Weights, hours, km, usd,
};
use proptest::collection::vec;
use proptest::prelude::*;
use random::{Draft, config, corridor_id, drafts, ends, link_id, place_id, weights};

/// A route as far as it can differ from another: its links and what they cost.
type Summary = (Vec<String>, CostVector);

fn summary(route: &Route) -> Summary {
    (route.links().to_vec(), *route.cost_vector())
}

/// Everything that a ranking says: score, corridors and route of each row, then what is blocked and left out.
#[allow(clippy::type_complexity)] // compared as a whole, never taken apart
fn said(ranking: &Ranking) -> (Vec<(u64, Vec<String>, Summary)>, Vec<(String, Summary)>, usize) {
    let rows = ranking
        .rows()
        .iter()
        .map(|row| (row.score(), row.corridors().map(str::to_owned).collect(), summary(&row.route)));
    let blocked = ranking.blocked().iter().map(|row| (row.corridor().to_owned(), summary(&row.route)));
    (rows.collect(), blocked.collect(), ranking.left_out())
}

fn trip<'a>(planner: &'a Planner, (from, to): (usize, usize)) -> Trip<'a> {
    planner.trip(&place_id(from), &place_id(to)).expect("two places")
}

/// The least score of a trip; the largest number if there is no route.
fn least(network: &Network, ends: (usize, usize), weights: &Weights) -> u64 {
    let planner = network.compile();
    trip(&planner, ends).best_cost(weights).map_or(u64::MAX, |cost| weights.score(&cost))
}

/// The least score along each corridor.
fn least_on(draft: &Draft, network: &Network, ends: (usize, usize), weights: &Weights) -> Vec<u64> {
    let planner = network.compile();
    let on = |corridor| trip(&planner, ends).best_on(&corridor_id(corridor), weights).expect("a corridor");
    let score = |route: Option<Route>| route.map_or(u64::MAX, |route| weights.score(route.cost_vector()));
    (0..draft.signatures.len()).map(|corridor| score(on(corridor))).collect()
}

/// A scenario that closes, delays or reprices one link, place or crossing.
fn worse(draft: &Draft, drawn: usize) -> Scenario {
    let scenario = Scenario::new("worse");
    let ids: Vec<String> = (0..draft.links.len())
        .map(link_id)
        .chain((0..draft.places.len()).map(place_id))
        .chain(draft.links.iter().filter_map(|link| draft.crossing_id(link)))
        .collect();
    let id = &ids[drawn / 4 % ids.len()];
    match drawn % 4 {
        0 => scenario.delay(id, hours(0.7)),
        1 if !id.starts_with('p') => scenario.reprice(id, 1.3),
        _ => scenario.close(id),
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn what_is_closed_delayed_or_dearer_never_improves_a_score(
        draft in drafts(), rates in weights(), ends in ends(), change in 0..1000usize
    ) {
        let (weights, ends, today) = (draft.weights(rates), draft.two_places(ends), draft.build());
        let changed = today.with(&worse(&draft, change)).expect("a change that can be made");
        prop_assert!(least(&today, ends, &weights) <= least(&changed, ends, &weights));
        let corridors = least_on(&draft, &today, ends, &weights).into_iter().zip(least_on(&draft, &changed, ends, &weights));
        prop_assert!(corridors.into_iter().all(|(before, after)| before <= after));
    }

    #[test]
    fn what_is_opened_or_added_never_worsens_a_score(
        draft in drafts(), rates in weights(), places in ends(), added in ends()
    ) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(places));
        let shut = draft.build().with(&draft.closure()).expect("links to close");
        let before = least(&shut, ends, &weights);
        if let Some(link) = draft.closed.first() {
            let open = shut.with(&Scenario::new("one open").open(&link_id(*link))).expect("a closed link");
            prop_assert!(least(&open, ends, &weights) <= before);
        }
        let open = shut.with(&Scenario::new("all open").open_everything()).expect("links to open");
        prop_assert!(least(&open, ends, &weights) <= before);
        let (from, to) = draft.two_places(added);
        if draft.places[from].country == draft.places[to].country && !draft.emitting {
            let mut link = NewLink::new(&place_id(from), &place_id(to), Mode::Road, km(1));
            if draft.timed {
                link = link.time(hours(0.1));
            }
            if draft.priced {
                link = link.cost(usd(1));
            }
            let more = shut.with(&Scenario::new("one more").add_link(link)).expect("a link to add");
            prop_assert!(least(&more, ends, &weights) <= before);
        }
    }

    #[test]
    fn a_matrix_holds_what_single_questions_answer(draft in drafts(), rates in weights()) {
        let (weights, planner) = (draft.weights(rates), draft.build().compile());
        let places: Vec<String> = (0..draft.places.len()).map(place_id).collect();
        let matrix = planner.matrix(&places, places.iter().rev(), &weights).expect("places");
        for (origin, from) in places.iter().enumerate() {
            for (destination, to) in places.iter().rev().enumerate() {
                let single = if from == to {
                    Some(CostVector::ZERO)
                } else {
                    planner.trip(from, to).expect("two places").best_cost(&weights)
                };
                prop_assert_eq!(matrix.cost(origin, destination), single.as_ref(), "{} to {}", from, to);
            }
        }
        prop_assert!(matrix.cost(0, places.len()).is_none());
    }

    #[test]
    fn a_budget_reaches_what_single_questions_reach(draft in drafts(), from in 0..1000usize, share in 0.0..1.0f64) {
        let planner = draft.build().compile();
        let places: Vec<String> = (0..draft.places.len()).map(place_id).collect();
        let from = &places[from % places.len()];
        for criterion in [Criterion::Distance, Criterion::Crossings] {
            let weights = Weights::new([(criterion, 1.0)]).expect("a rate");
            let cost = |to: &String| (to != from).then(|| planner.trip(from, to).expect("places").best_cost(&weights))?;
            let costs: Vec<(&String, CostVector)> = places.iter().filter_map(|to| Some((to, cost(to)?))).collect();
            let most = costs.iter().map(|(_, cost)| cost[criterion]).max().unwrap_or(0);
            let budget = (f64::from(most) * share) as u32;
            let reach = match criterion {
                Criterion::Crossings => planner.reach(from, budget),
                _ => planner.reach(from, km(f64::from(budget) / 1000.0)),
            };
            let reach = reach.expect("a place");
            let mut expected: Vec<(&str, CostVector)> = costs
                .iter()
                .filter(|(_, cost)| cost[criterion] <= budget)
                .map(|(to, cost)| (to.as_str(), *cost))
                .collect();
            expected.sort_by_key(|(to, cost)| (cost[criterion], *to));
            let found: Vec<(&str, CostVector)> = reach.places().map(|(place, cost)| (place.id(), *cost)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    /// By sweeps where something is avoided, by searches where something else is asked too.
    #[test]
    fn matrices_and_budgets_keep_to_what_single_questions_keep_to(
        draft in drafts(), rates in weights(), drawn in (0..1000usize, 0..1000usize, 0..5u32), kinds in 1..16u8
    ) {
        let (weights, planner) = (draft.weights(rates), draft.build().compile());
        let places: Vec<String> = (0..draft.places.len()).map(place_id).collect();
        let link = link_id(drawn.0 % draft.links.len());
        let via = &places[drawn.1 % places.len()];
        fn ask<'t>(trip: Trip<'t>, kinds: u8, link: &str, via: &str, borders: u32) -> Result<Trip<'t>, QueryError> {
            let mut trip = trip;
            if kinds & 1 > 0 {
                trip = trip.avoid(Thing::link(link))?;
            }
            if kinds & 2 > 0 {
                trip = trip.clone().with_terminals().unwrap_or(trip);
            }
            if kinds & 4 > 0 {
                trip = trip.at_most(Criterion::Crossings, borders)?;
            }
            if kinds & 8 > 0 {
                trip = trip.via([via])?;
            }
            Ok(trip)
        }
        let matrix = planner.matrix_where(&places, &places, &weights, |trip| ask(trip, kinds, &link, via, drawn.2));
        let matrix = matrix.expect("few constraints");
        let from = places.first().expect("a place");
        let reach = planner.reach_where(from, km(1e9), |trip| ask(trip, kinds, &link, via, drawn.2));
        let reach = reach.expect("few constraints");
        let shortest = Weights::new([(Criterion::Distance, 1.0)]).expect("a rate");
        for (origin, from) in places.iter().enumerate() {
            for (destination, to) in places.iter().enumerate().filter(|(_, to)| *to != from) {
                let trip = planner.trip(from, to).expect("two places");
                let trip = ask(trip, kinds, &link, via, drawn.2).expect("few constraints");
                let single = trip.best_cost(&weights);
                prop_assert_eq!(matrix.cost(origin, destination), single.as_ref(), "{} to {}", from, to);
                prop_assert_eq!(matrix.constraints(), trip.constraints());
                prop_assert_eq!(matrix.counts_terminals(), trip.counts_terminals());
                if origin == 0 {
                    let near = reach.places().find(|(place, _)| place.id() == to).map(|(_, cost)| *cost);
                    prop_assert_eq!(near, trip.best_cost(&shortest));
                }
            }
        }
    }

    #[test]
    fn scaling_the_weights_by_a_power_of_two_changes_nothing(
        draft in drafts(), rates in weights(), ends in ends(), exponent in -6..7i32
    ) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(ends));
        let scaled = Criterion::ALL.map(|criterion| (criterion, weights.rate(criterion) * 2f64.powi(exponent)));
        let scaled = Weights::new(scaled).expect("rates");
        let planner = draft.build().with(&draft.closure()).expect("links to close").compile();
        let trip = trip(&planner, ends);
        prop_assert_eq!(trip.best(&weights).as_ref().map(summary), trip.best(&scaled).as_ref().map(summary));
        let best = |weights| trip.k_best(weights, 10).iter().map(summary).collect::<Vec<Summary>>();
        prop_assert_eq!(best(&weights), best(&scaled));
        prop_assert_eq!(said(&trip.rank_corridors(&weights)), said(&trip.rank_corridors(&scaled)));
    }

    #[test]
    fn totals_are_the_sum_of_parts_and_of_legs(
        draft in drafts(), rates in weights(), ends in ends(), terminals in any::<bool>()
    ) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(ends));
        let planner = draft.build().compile();
        let mut trip = trip(&planner, ends);
        if terminals {
            trip = trip.clone().with_terminals().unwrap_or(trip);
        }
        for route in trip.k_best(&weights, 10) {
            let ticks = |criterion: Criterion, units: f64| (units * f64::from(criterion.ticks_per_unit())).round();
            for criterion in Criterion::ALL {
                let total = f64::from(route.cost_vector()[criterion]);
                let parts: f64 = Part::ALL.iter().map(|part| route.part(*part, criterion)).sum();
                prop_assert_eq!(ticks(criterion, parts), total, "parts of {}", criterion);
                let units = route.value(criterion);
                prop_assert_eq!(units.map(|units| ticks(criterion, units)), draft.covers(criterion).then_some(total));
            }
            let sum = |of: fn(&corridor::Leg) -> f64| route.legs().iter().map(of).sum::<f64>();
            for (criterion, legs) in [
                (Criterion::Distance, sum(|leg| leg.distance().value())),
                (Criterion::Time, sum(|leg| leg.time().value())),
                (Criterion::Cost, sum(|leg| leg.cost().value())),
            ] {
                let known = (!legs.is_nan()).then(|| ticks(criterion, legs));
                let total = f64::from(route.cost_vector()[criterion]);
                prop_assert_eq!(known, draft.covers(criterion).then_some(total), "legs by {}", criterion);
            }
            let links: Vec<&String> = route.legs().iter().flat_map(|leg| leg.links()).collect();
            prop_assert_eq!(links, route.links().iter().collect::<Vec<&String>>());
            prop_assert_eq!(route.borders().len(), route.crossings() as usize);
            let (shortest, longest) = route.time_range();
            let time = route.cost_vector().value(Criterion::Time);
            prop_assert!(shortest.value() <= time && time <= longest.value());
        }
    }

    #[test]
    fn the_k_best_are_sorted_distinct_and_simple(draft in drafts(), rates in weights(), places in ends()) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(places));
        let planner = draft.build().compile();
        let trip = trip(&planner, ends);
        let routes = trip.k_best(&weights, 30);
        prop_assert_eq!(trip.best(&weights).as_ref().map(summary), routes.first().map(summary));
        prop_assert_eq!(trip.k_best(&weights, 1).iter().map(summary).collect::<Vec<_>>(), routes.iter().take(1).map(summary).collect::<Vec<_>>());
        let costs: Vec<CostVector> = routes.iter().map(|route| *route.cost_vector()).collect();
        prop_assert_eq!(trip.k_best_costs(&weights, 30), costs);
        let key = |route: &Route| (weights.score(route.cost_vector()), *route.cost_vector(), route.links().len());
        prop_assert!(routes.is_sorted_by_key(key));
        for (i, route) in routes.iter().enumerate() {
            prop_assert!(routes[..i].iter().all(|other| other.links() != route.links()));
            let places = route.places();
            prop_assert!((0..places.len()).all(|i| !places[..i].contains(&places[i])), "{:?}", places);
            prop_assert_eq!(places.len(), route.links().len() + 1);
            let (from, to) = (place_id(ends.0), place_id(ends.1));
            prop_assert_eq!((route.from(), route.to()), (&from[..], &to[..]));
            prop_assert_eq!((places.first(), places.last()), (Some(&from), Some(&to)));
        }
    }

    #[test]
    fn the_best_is_dominated_by_none_even_where_criteria_weigh_nothing(
        draft in drafts(), rates in weights(), ends in ends()
    ) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(ends));
        let planner = draft.build().compile();
        let routes = trip(&planner, ends).k_best_costs(&weights, 1000);
        if let Some(best) = routes.first() {
            prop_assert!(routes.iter().all(|other| !other.dominates(best)));
        }
    }

    #[test]
    fn the_order_of_declarations_does_not_matter(
        draft in drafts(), rates in weights(), ends in ends(), keys in vec(any::<u16>(), 24), turned in vec(any::<bool>(), 18)
    ) {
        let (weights, ends) = (draft.weights(rates), draft.two_places(ends));
        let order = |count: usize, keys: &[u16]| {
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by_key(|index| keys[*index]);
            order
        };
        let mut other = draft.clone();
        // A two-way link may be declared from either end.
        for (link, _) in other.links.iter_mut().zip(turned).filter(|(link, turned)| *turned && !link.one_way) {
            std::mem::swap(&mut link.from, &mut link.to);
        }
        let one = draft.build().with(&draft.closure()).expect("links to close").compile();
        let two = other.build_in_order(&order(draft.places.len(), &keys), &order(draft.links.len(), &keys[6..]));
        let two = two.with(&draft.closure()).expect("links to close").compile();
        let best = |planner: &Planner| {
            let routes = trip(planner, ends).k_best(&weights, 10);
            routes.iter().map(summary).collect::<Vec<Summary>>()
        };
        prop_assert_eq!(best(&one), best(&two));
        let rank = |planner: &Planner| said(&trip(planner, ends).rank_corridors(&weights));
        prop_assert_eq!(rank(&one), rank(&two));
    }
}

/// All that a planner says about one trip.
fn answers(
    planner: &Planner,
    ends: (usize, usize),
    weights: &Weights,
) -> impl PartialEq + std::fmt::Debug + Send + use<> {
    let trip = trip(planner, ends);
    let best = trip.best(weights).as_ref().map(summary);
    let prepared = trip.clone().prepared().best(weights).as_ref().map(summary);
    let routes: Vec<Summary> = trip.k_best(weights, 5).iter().map(summary).collect();
    let blockage = trip.blockage(weights).map(|blockage| blockage.to_string());
    (best, prepared, routes, said(&trip.rank_corridors(weights)), blockage)
}

proptest! {
    #![proptest_config(config(25))]

    #[test]
    fn every_trip_has_the_same_answers_again_in_another_order_and_on_other_threads(draft in drafts(), rates in weights()) {
        let weights = draft.weights(rates);
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let planner = network.compile();
        let count = draft.places.len();
        let trips: Vec<(usize, usize)> =
            (0..count).flat_map(|from| (0..count).map(move |to| (from, to))).filter(|(from, to)| from != to).collect();
        let first: Vec<_> = trips.iter().map(|ends| answers(&planner, *ends, &weights)).collect();
        let mut back: Vec<_> = trips.iter().rev().map(|ends| answers(&planner, *ends, &weights)).collect();
        back.reverse();
        prop_assert_eq!(&first, &back);
        let anew: Vec<_> = trips.iter().map(|ends| answers(&network.compile(), *ends, &weights)).collect();
        prop_assert_eq!(&first, &anew);
        let fresh = network.compile();
        let threads: Vec<Vec<_>> = std::thread::scope(|scope| {
            let ask = || trips.iter().map(|ends| answers(&fresh, *ends, &weights)).collect();
            let threads: Vec<_> = (0..3).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
        });
        for answered in &threads {
            prop_assert_eq!(&first, answered);
        }
    }
}

/// Behind Zahony's border no way leads on, so that every deviation into Ukraine would come back through Zahony: looking for them took for ever.
#[cfg(feature = "bundled")]
#[test]
fn routes_do_not_look_for_ways_back_to_where_they_deviate() {
    let planner = Network::bundled().compile();
    let weights = Weights::new([(Criterion::Time, 1.0)]).expect("a rate");
    for (from, to) in [("zahony", "antwerp"), ("antwerp", "zahony")] {
        let routes = planner.trip(from, to).expect("places").k_best(&weights, 12);
        assert_eq!(routes.len(), 12);
        assert!(routes.windows(2).all(|pair| pair[0].time() <= pair[1].time()), "{from} - {to}");
    }
}

#[test]
fn a_planner_and_its_trips_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Planner>();
    shared::<Trip<'static>>();
    shared::<Network>();
}
