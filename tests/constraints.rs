//! Trips with constraints against all their routes, enumerated: every answer is the one among the routes that keep to them, and where none does,
//! what blocks the trip is the smallest of all sets of things.

mod random;

use corridor::{
    Blockage, Constraint, Criterion, Error, Gauge, Mode, Network, Obstruction, QueryError, Scenario, Thing, Trip,
    Weights,
};
use corridor::{hours, kg_co2e, km, lat, lon, points, usd};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use random::routes::{Expected, Oracle, check, check_best, check_front, check_k_best, check_ranking, follows};
use random::{COUNTRIES, Draft, MODES, config, corridor_id, drafts_of, ends, link_id, place_id, weights};

/// What a trip asks, by the numbers of a draft.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Avoid(What),
    Require(What),
    Via(usize),
    AtMost(Criterion, u32),
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Country(usize),
    Place(usize),
    Crossing(String),
    Link(usize),
    Corridor(usize),
    Mode(Mode),
    Rail,
}

impl What {
    fn thing(&self) -> Thing {
        match self {
            What::Country(country) => Thing::country(COUNTRIES[*country]),
            What::Place(place) => Thing::place(place_id(*place)),
            What::Crossing(id) => Thing::crossing(id),
            What::Link(link) => Thing::link(link_id(*link)),
            What::Corridor(corridor) => Thing::corridor(corridor_id(*corridor)),
            What::Mode(mode) => Thing::from(*mode),
            What::Rail => Thing::rail(),
        }
    }

    fn is_used(&self, draft: &Draft, route: &Expected) -> bool {
        if let What::Corridor(corridor) = self {
            return follows(draft, route, &draft.signatures[*corridor]);
        }
        route.steps.iter().any(|(index, _)| {
            let link = &draft.links[*index];
            let ends = [link.from, link.to];
            match self {
                What::Country(country) => ends.iter().any(|place| draft.places[*place].country == *country),
                What::Place(place) => ends.contains(place),
                What::Crossing(id) => draft.crossing_id(link).as_ref() == Some(id),
                What::Link(other) => index == other,
                What::Corridor(_) => false,
                What::Mode(mode) => link.mode == *mode,
                What::Rail => matches!(link.mode, Mode::Rail(_)),
            }
        })
    }
}

/// Numbers that become constraints on a draft.
type Drawn = Vec<(usize, usize, usize)>;

fn drawn() -> impl Strategy<Value = Drawn> {
    vec((0..12usize, 0..1_000usize, 0..1_000usize), 1..5)
}

/// Constraints on what is there, most limits near what some route takes.
fn asked(draft: &Draft, drawn: &Drawn, all: &[Expected]) -> Vec<Asked> {
    let crossings: Vec<String> = draft.links.iter().filter_map(|link| draft.crossing_id(link)).collect();
    let what = |kind: usize, n: usize| match kind % 7 {
        0 => What::Country(n % 3),
        1 if !crossings.is_empty() => What::Crossing(crossings[n % crossings.len()].clone()),
        2 => What::Link(n % draft.links.len()),
        3 | 4 if !draft.signatures.is_empty() => What::Corridor(n % draft.signatures.len()),
        5 if n.is_multiple_of(6) => What::Rail,
        5 => What::Mode(MODES[n % 5]),
        _ => What::Place(n % draft.places.len()),
    };
    let mut asked: Vec<Asked> = Vec::new();
    for (kind, n, m) in drawn {
        let next = match kind {
            0..3 => Asked::Avoid(what(*m, *n)),
            3..6 => Asked::Require(what(*m, *n)),
            6..9 => Asked::Via(n % draft.places.len()),
            _ => {
                let criterion = Criterion::ALL[m % 6];
                let some = all.get(n % all.len().max(1)).map_or(0, |route| route.ticks[criterion as usize]);
                Asked::AtMost(criterion, (some + 1).saturating_sub((n / 7 % 3) as u32))
            }
        };
        let same_limit =
            |other: &&Asked| matches!((*other, &next), (Asked::AtMost(a, _), Asked::AtMost(b, _)) if a == b);
        let covered = !matches!(next, Asked::AtMost(criterion, _) if !draft.covers(criterion));
        let known = draft_knows(draft, &next);
        let twice = match next {
            Asked::Via(_) => asked.iter().rfind(|other| matches!(other, Asked::Via(_))) == Some(&next),
            _ => asked.contains(&next) || asked.iter().find(same_limit).is_some(),
        };
        if covered && known && !twice {
            asked.push(next);
        }
    }
    asked
}

/// A country without places is not in the network.
fn draft_knows(draft: &Draft, asked: &Asked) -> bool {
    match asked {
        Asked::Avoid(What::Country(country)) | Asked::Require(What::Country(country)) => {
            draft.hazards.is_some() || draft.places.iter().any(|place| place.country == *country)
        }
        _ => true,
    }
}

/// The trip with all of the constraints, and those of them that are not too many.
fn constrained<'a>(mut trip: Trip<'a>, asked: Vec<Asked>) -> (Trip<'a>, Vec<Asked>) {
    let mut kept = Vec::new();
    for asked in asked {
        match with(trip.clone(), &asked) {
            Ok(constrained) => {
                trip = constrained;
                kept.push(asked);
            }
            Err(error) => assert!(matches!(error, QueryError::TooManyConstraints { .. }), "{error}"),
        }
    }
    (trip, kept)
}

fn with<'a>(trip: Trip<'a>, asked: &Asked) -> Result<Trip<'a>, QueryError> {
    match asked {
        Asked::Avoid(what) => trip.avoid(what.thing()),
        Asked::Require(what) => trip.require(what.thing()),
        Asked::Via(place) => trip.via([place_id(*place)]),
        Asked::AtMost(criterion, ticks) => {
            let amount = f64::from(*ticks) / f64::from(criterion.ticks_per_unit());
            match criterion {
                Criterion::Distance => trip.at_most(*criterion, km(amount)),
                Criterion::Time => trip.at_most(*criterion, hours(amount)),
                Criterion::Cost => trip.at_most(*criterion, usd(amount)),
                Criterion::Crossings => trip.at_most(*criterion, *ticks),
                Criterion::Risk => trip.at_most(*criterion, points(amount)),
                Criterion::Emissions => trip.at_most(*criterion, kg_co2e(amount)),
            }
        }
    }
}

/// Whether a route keeps to a constraint other than `via`.
fn keeps(draft: &Draft, route: &Expected, asked: &Asked) -> bool {
    match asked {
        Asked::Avoid(what) => !what.is_used(draft, route),
        Asked::Require(what) => what.is_used(draft, route),
        Asked::AtMost(criterion, most) => route.ticks[*criterion as usize] <= *most,
        Asked::Via(_) => true,
    }
}

fn via(asked: &[Asked], kept: impl Fn(usize) -> bool) -> Vec<usize> {
    let place = |(number, asked): (usize, &Asked)| match asked {
        Asked::Via(place) if kept(number) => Some(*place),
        _ => None,
    };
    asked.iter().enumerate().filter_map(place).collect()
}

/// What a route needs to be open or given up, in words that [`said`] uses too.
fn needs(draft: &Draft, route: &Expected, asked: &[Asked]) -> Vec<String> {
    let mut needs: Vec<String> = Vec::new();
    for (index, _) in &route.steps {
        let link = &draft.links[*index];
        let crossing = draft.crossing_id(link).filter(|id| draft.closed_crossings.contains(id));
        // Opening a crossing opens the links that are suspended with it.
        let closed = draft.closed.contains(index) && crossing.is_none();
        needs.extend(closed.then(|| format!("link {}", link_id(*index))));
        let shut = [link.from, link.to].into_iter().filter(|place| draft.closed_places.contains(place));
        needs.extend(shut.map(|place| format!("place {}", place_id(place))));
        needs.extend(crossing.map(|id| format!("crossing {id}")));
    }
    needs.extend(asked.iter().filter(|asked| !keeps(draft, route, asked)).map(said));
    needs.sort();
    needs.dedup();
    needs
}

fn said(asked: &Asked) -> String {
    match asked {
        Asked::Avoid(what) => format!("avoid {}", what.thing()),
        Asked::Require(what) => format!("use {}", what.thing()),
        Asked::Via(place) => format!("come by {}", place_id(*place)),
        Asked::AtMost(criterion, ticks) => format!("at most {ticks} {criterion}"),
    }
}

fn named(thing: &Obstruction) -> String {
    match (thing, thing.constraint()) {
        (_, Some(Constraint::AtMost(criterion, ticks))) => format!("at most {ticks} {criterion}"),
        (_, Some(constraint)) => constraint.to_string(),
        (Obstruction::Closed { thing, .. }, None) => thing.to_string(),
        other => format!("{other:?}"),
    }
}

/// The smallest set of things over all choices of places of `via` to give up and all routes then, with the first route in the order of answers.
fn smallest(
    draft: &Draft,
    weights: &Weights,
    ends: (usize, usize),
    asked: &[Asked],
) -> Option<(usize, Expected, Vec<Vec<String>>)> {
    let stops: Vec<usize> = (0..asked.len()).filter(|number| matches!(asked[*number], Asked::Via(_))).collect();
    let mut found: Vec<(usize, Expected, Vec<String>)> = Vec::new();
    for choice in 0..1usize << stops.len() {
        let given_up: Vec<usize> =
            stops.iter().enumerate().filter(|(bit, _)| choice >> bit & 1 == 1).map(|(_, number)| *number).collect();
        let via = via(asked, |number| !given_up.contains(&number));
        for mut route in Oracle::routes_by(draft, weights, ends, false, &via) {
            let mut needs = needs(draft, &route, asked);
            needs.extend(given_up.iter().map(|number| said(&asked[*number])));
            needs.sort();
            // Nothing has to be built in these networks, so that what is closed counts only once.
            route.closed = 0;
            found.push((needs.len(), route, needs));
        }
    }
    found.sort();
    let (count, route, _) = found.first()?.clone();
    // The same route may do without different things where a place is to be come by twice.
    let sets = found.into_iter().filter(|other| (other.0, &other.1) == (count, &route)).map(|other| other.2);
    Some((count, route.clone(), sets.collect()))
}

fn check_blockage(
    trip: &Trip<'_>,
    weights: &Weights,
    expected: Option<(usize, Expected, Vec<Vec<String>>)>,
) -> Result<(), TestCaseError> {
    match (trip.blockage(weights), expected) {
        (None, Some((0, ..))) => {}
        (Some(Blockage::NotConnected(gap)), None) => {
            prop_assert!(!gap.from_start().is_empty() && !gap.to_end().is_empty());
            prop_assert!(gap.to_string().starts_with("not connected"));
        }
        (Some(Blockage::Things(opening)), Some((count, route, sets))) if count <= 4 => {
            prop_assert!(opening.proven());
            let mut things: Vec<String> = opening.things().iter().map(named).collect();
            things.sort();
            prop_assert!(sets.contains(&things), "{:?} in place of {:?}", things, sets);
            check(&opening.route, &route)?;
        }
        (Some(Blockage::Things(opening)), Some((count, ..))) => {
            prop_assert!(count > 4 && !opening.proven() && opening.things().len() >= count);
        }
        (found, expected) => prop_assert!(false, "{found:?} in place of {expected:?}"),
    }
    Ok(())
}

/// Places and crossings that are closed, besides links.
fn close_more(draft: &mut Draft, drawn: &[usize]) {
    let crossings: Vec<String> = draft.links.iter().filter_map(|link| draft.crossing_id(link)).collect();
    for number in drawn {
        if number.is_multiple_of(3) {
            draft.closed_places.push(number / 3 % draft.places.len());
        } else if !crossings.is_empty() {
            draft.closed_crossings.push(crossings[number / 3 % crossings.len()].clone());
        }
    }
    draft.closed_places.sort_unstable();
    draft.closed_places.dedup();
    draft.closed_crossings.sort_unstable();
    draft.closed_crossings.dedup();
}

type Question = (Draft, [f64; 6], (usize, usize), Drawn, Vec<usize>);

fn questions() -> impl Strategy<Value = Question> {
    let drafts = prop_oneof![2 => drafts_of(2..7, 3..18), 1 => drafts_of(7..13, 10..21)];
    let closures = prop_oneof![2 => vec(0..1_000usize, 0..1), 1 => vec(0..1_000usize, 0..5)];
    (drafts, weights(), ends(), drawn(), closures).prop_map(|(mut draft, rates, ends, drawn, closures)| {
        close_more(&mut draft, &closures);
        (draft, rates, ends, drawn, closures)
    })
}

/// Among the random trips are enough of every sort.
#[test]
fn the_random_trips_ask_something() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 10];
    for _ in 0..1000 {
        let (draft, rates, ends, drawn, _) = questions().new_tree(&mut runner).expect("a draft").current();
        let weights = draft.weights(rates);
        let ends = draft.two_places(ends);
        let every = Oracle::routes(&draft, &weights, ends, false);
        let asked = asked(&draft, &drawn, &every);
        let free = every.iter().filter(|route| route.closed == 0).count();
        let all = Oracle::routes_by(&draft, &weights, ends, false, &via(&asked, |_| true));
        let kept = |route: &&Expected| asked.iter().all(|asked| keeps(&draft, route, asked));
        let open: Vec<&Expected> = all.iter().filter(kept).filter(|route| route.closed == 0).collect();
        let smallest = smallest(&draft, &weights, ends, &asked).map(|smallest| (smallest.0, smallest.2));
        let size = smallest.as_ref().map(|smallest| smallest.0);
        let mixed = smallest.iter().filter(|smallest| smallest.0 > 1).any(|smallest| {
            let closed = |thing: &&String| ["link", "place", "cross"].iter().any(|word| thing.starts_with(word));
            let closed = smallest.1[0].iter().filter(closed).count();
            0 < closed && closed < smallest.0
        });
        let twice = |route: &&Expected| {
            let mut places: Vec<usize> = route
                .steps
                .iter()
                .map(|(link, forward)| if *forward { draft.links[*link].to } else { draft.links[*link].from })
                .chain([ends.0])
                .collect();
            places.sort_unstable();
            places.windows(2).any(|pair| pair[0] == pair[1])
        };
        let found = [
            !open.is_empty() && !asked.is_empty(),
            open.len() > 1 && open.len() < free,
            open.first().is_some_and(|best| every.first() != Some(best) && free > 0),
            size == Some(1),
            size == Some(2),
            size.is_some_and(|size| size > 2),
            size.is_none(),
            mixed,
            open.iter().any(twice),
            asked.len() > 2 && !open.is_empty(),
        ];
        counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
    }
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
}

proptest! {
    #![proptest_config(config(1200))]

    #[test]
    fn every_answer_keeps_to_the_constraints((draft, rates, ends, drawn, _) in questions()) {
        let weights = draft.weights(rates);
        let planner = draft.build().with(&draft.closure()).expect("things to close").compile();
        let (from, to) = draft.two_places(ends);
        let asked = asked(&draft, &drawn, &Oracle::routes(&draft, &weights, (from, to), false));
        let trip = planner.trip(&place_id(from), &place_id(to)).expect("two places");
        let (trip, asked) = constrained(trip, asked);
        let mut all = Oracle::routes_by(&draft, &weights, (from, to), false, &via(&asked, |_| true));
        all.retain(|route| asked.iter().all(|asked| keeps(&draft, route, asked)));
        let open = &all[..all.iter().take_while(|route| route.closed == 0).count()];
        check_best(&trip, &weights, open)?;
        prop_assert_eq!(trip.best_cost(&weights).map(|cost| cost.ticks()), open.first().map(|best| best.ticks));
        check_best(&trip.clone().prepared(), &weights, open)?;
        check_k_best(&trip, &weights, open)?;
        check_front(&draft, &trip, &weights, open)?;
        check_ranking(&draft, &trip, &weights, &all)?;
        check_blockage(&trip, &weights, smallest(&draft, &weights, (from, to), &asked))?;
        if let Ok(trip) = trip.with_terminals() {
            let mut all = Oracle::routes_by(&draft, &weights, (from, to), true, &via(&asked, |_| true));
            all.retain(|route| route.closed == 0 && asked.iter().all(|asked| keeps(&draft, route, asked)));
            check_best(&trip, &weights, &all)?;
            check_k_best(&trip.prepared(), &weights, &all)?;
        }
    }
}

/// Places a to f in a row, and a road from each to the next.
fn row(one_way: bool) -> Network {
    let mut net = Network::builder();
    let ids = ["a", "b", "c", "d", "e", "f"];
    for (i, id) in ids.into_iter().enumerate() {
        net.node(id, "KZ", lat(50.0), lon(60.0 + i as f64));
    }
    for pair in ids.windows(2) {
        let link = net.link(pair[0], pair[1], Mode::Road).id(&format!("{}-{}", pair[0], pair[1])).distance(km(900));
        if one_way {
            link.one_way();
        }
    }
    net.build().expect("a network")
}

#[test]
fn five_things_are_named_and_not_proven_to_be_the_fewest() -> Result<(), Error> {
    let weights = Weights::new([(Criterion::Distance, 1.0)])?;
    let ids = ["a-b", "b-c", "c-d", "d-e", "e-f"];
    let shut = ids.into_iter().fold(Scenario::new("shut"), |scenario, id| scenario.close(id));
    let planner = row(false).with(&shut)?.compile();
    for (to, count) in [("b", 1), ("c", 2), ("e", 4), ("f", 5)] {
        let why = planner.trip("a", to)?.blockage(&weights).expect("closures");
        let opening = why.opening().expect("links join the places");
        assert_eq!((opening.things().len(), opening.proven()), (count, count <= 4));
        assert_eq!(why.to_string().ends_with("(fewer things may do)"), count > 4, "{why}");
        assert_eq!(opening.route.distance(), km(900 * count as u32));
    }
    let why = planner.trip("a", "c")?.blockage(&weights).expect("closures").to_string();
    assert_eq!(why, "closed: a - b (road) (suspended), b - c (road) (suspended); with them open: 1,800 km");
    Ok(())
}

#[test]
fn what_no_link_joins_is_said_by_its_two_sides() -> Result<(), Error> {
    let weights = Weights::new([(Criterion::Distance, 1.0)])?;
    let planner = row(true).compile();
    let trip = planner.trip("d", "b")?.at_most(Criterion::Distance, km(1))?;
    let why = trip.blockage(&weights).expect("no way back");
    assert!(why.opening().is_none());
    assert_eq!(
        why.to_string(),
        "not connected: no link, open or closed, leads from the places that d reaches (d, e, f) to those that reach b (a, b)"
    );
    Ok(())
}

#[test]
fn a_place_at_the_end_of_one_way_cannot_be_come_by() -> Result<(), Error> {
    let weights = Weights::new([(Criterion::Distance, 1.0)])?;
    let planner = row(false).compile();
    let trip = planner.trip("b", "d")?.via(["e"])?;
    let why = trip.blockage(&weights).expect("no way without passing d on the way");
    assert_eq!(why.to_string(), "the trip is to come by e; without that: 1,800 km");
    // The end may be passed where it is asked for.
    let back = planner.trip("b", "d")?.via(["d", "e"])?;
    assert_eq!(back.best(&weights).map(|route| route.distance()), Some(km(3_600)));
    Ok(())
}

/// Every place left once fits 32 bits of metres; a place come by again and again would not.
#[test]
fn places_come_by_often_are_refused_before_a_total_overflows() -> Result<(), Error> {
    let mut net = Network::builder();
    for (id, east) in [("a", 60), ("b", 61), ("c", 62)] {
        net.node(id, "AA", lat(40), lon(east));
    }
    net.link("a", "b", Mode::Road).distance(km(1_000_000));
    net.link("b", "c", Mode::Road).distance(km(1_000_000));
    let planner = net.build()?.compile();
    let trip = planner.trip("a", "c")?.via(["b"])?;
    assert_eq!(
        trip.best(&Weights::new([(Criterion::Distance, 1.0)])?).map(|route| route.distance()),
        Some(km(2_000_000))
    );
    let error = planner.trip("a", "c")?.via(["b", "a", "b"]).expect_err("too long");
    assert!(error.to_string().starts_with("a route by so many places could have more distance"), "{error}");
    Ok(())
}

#[test]
fn gauges_are_things() {
    assert_eq!(Thing::from(Gauge::BROAD), Thing::from(Mode::Rail(Gauge::BROAD)));
}

/// The bundled network, as of its edition.
#[cfg(feature = "bundled")]
mod bundled {
    use corridor::{Blockage, Criterion::*, Error, Mode, Network, Preset, QueryError, Thing, days, usd};

    #[test]
    fn karachi_to_almaty_keeps_to_what_is_asked() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        let weights = Preset::GeneralisedCost.weights();
        let trip = planner.trip("karachi", "almaty")?;

        let off = trip.clone().avoid(Thing::country("AF"))?.avoid(Thing::country("ir"))?;
        let best = off.best(&weights).expect("a way over China");
        assert!(!best.countries().iter().any(|code| code == "AF" || code == "IR"), "{best}");
        for row in off.rank_corridors(&weights).rows() {
            assert!(!row.route.countries().iter().any(|code| code == "AF" || code == "IR"), "{}", row.route);
        }

        let few = trip.clone().at_most(Crossings, 2)?;
        assert!(few.best(&weights).is_some_and(|best| best.crossings() <= 2));
        let front = few.pareto([Distance, Time, Cost]);
        assert!(!front.is_empty() && front.costs().all(|cost| cost[Crossings] <= 2));
        assert!(few.k_best(&weights, 5).iter().all(|route| route.crossings() <= 2));

        let by = trip.clone().via(["Tashkent"])?;
        assert!(by.best(&weights).is_some_and(|best| best.places().iter().any(|id| id == "tashkent")));
        assert_eq!(by.clone().prepared().best_cost(&weights), by.best_cost(&weights));

        let all = trip.require(Thing::corridor("middle"))?.at_most(Time, days(30))?.at_most(Cost, usd(9_000))?;
        assert!(all.best_on("middle", &weights)?.is_some());
        assert!(all.best(&weights).is_some_and(|best| best.corridors().iter().any(|id| id == "middle")));
        Ok(())
    }

    #[test]
    fn a_trip_that_avoids_everything_is_told_what_to_give_up() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        let weights = Preset::GeneralisedCost.weights();
        let mut trip = planner.trip("karachi", "almaty")?;
        for code in ["AF", "CN", "IR"] {
            trip = trip.avoid(Thing::country(code))?;
        }
        let trip = trip.avoid(Mode::Sea)?;
        assert!(trip.best(&weights).is_none() && trip.rank_corridors(&weights).rows().is_empty());
        let why = trip.blockage(&weights).expect("what is in the way");
        assert_eq!(why.to_string(), "the trip is to avoid Iran; without that: 4,894 km, 13.6 days, 4,808 US$");
        let Blockage::Things(opening) = why else { panic!("links join the places") };
        assert!(opening.proven() && opening.things().len() == 1);

        // Whatever else is given up, freight has to come to Kazakhstan.
        let trip = trip.avoid(Thing::country("KZ"))?;
        let why = trip.blockage(&weights).expect("what is in the way").to_string();
        assert!(
            why.starts_with("the trip is to avoid Iran, and to avoid Kazakhstan; without these: 4,894 km"),
            "{why}"
        );
        Ok(())
    }

    #[test]
    fn what_is_closed_is_named_with_its_source() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        let weights = Preset::GeneralisedCost.weights();
        let trip = planner.trip("peshawar", "kabul")?.avoid(Thing::country("IR"))?.avoid(Thing::country("CN"))?;
        let trip = trip.avoid(Mode::Sea)?;
        let why = trip.blockage(&weights).expect("what is in the way").to_string();
        assert!(why.starts_with("closed: Torkham (suspended since 2025-10, pkaf25); with it open: "), "{why}");
        Ok(())
    }

    /// They are found without constraints only, and say so rather than drop one.
    #[test]
    fn what_knows_no_constraints_says_so() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        let weights = Preset::GeneralisedCost.weights();
        for trip in [
            planner.trip("karachi", "almaty")?.at_most(Crossings, 3)?,
            planner.trip("karachi", "almaty")?.avoid(Mode::Sea)?,
        ] {
            let refused = |error: Option<QueryError>, what: &str| matches!(error, Some(QueryError::Constrained { question, .. }) if question == what);
            assert!(refused(trip.tipping_points(&weights).err(), "tipping points"));
            assert!(refused(trip.marginal_values(&weights).err(), "marginal values"));
        }
        Ok(())
    }

    #[test]
    fn errors_name_the_nearest_spelling_and_the_unit() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        let trip = || planner.trip("karachi", "almaty");
        let said = |result: Result<corridor::Trip<'_>, QueryError>| result.map(drop).unwrap_err().to_string();
        let errors = [
            said(trip()?.avoid(Thing::country("AFG"))),
            said(trip()?.avoid(Thing::corridor("midle"))),
            said(trip()?.avoid(Thing::crossing("torkam"))),
            said(trip()?.require(Thing::place("tashkant"))),
            said(trip()?.via(["tashkant"])),
            said(trip()?.at_most(Time, usd(6_000))),
            said(trip()?.at_most(Crossings, days(3))),
            said(trip()?.at_most(Cost, usd(-1))),
        ];
        let expected = [
            "no country `AFG`; did you mean `AF`?",
            "no corridor `midle`; did you mean `middle`?",
            "no crossing `torkam`; did you mean `torkham`?",
            "no node `tashkant`; did you mean `tashkent`?",
            "no node `tashkant`; did you mean `tashkent`?",
            "a limit of time was given as an amount of cost; give it as `hours(500)` or `days(21)`",
            "a limit of crossings was given as an amount of time; give it as a plain number such as `3`",
            "the limit of cost is -1; give a number, 0 or more",
        ];
        assert_eq!(errors, expected);
        Ok(())
    }
}
