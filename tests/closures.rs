//! The closure atlas beside closing each thing by a scenario, compiling the network anew and asking again.

mod random;

use corridor::{
    ClosureAtlas, CostVector, Criterion, Mode, Network, Planner, QueryError, Scenario, Trip, Weights, hours, km, lat,
    lon,
};
use proptest::prelude::*;
use random::{config, drafts, place_id, weights};
use std::collections::HashSet;

type Pair = (String, String);

/// What all trips keep to.
type Ask = for<'t> fn(Trip<'t>) -> Result<Trip<'t>, QueryError>;

fn costs(planner: &Planner, pairs: &[Pair], weights: &Weights, ask: Ask) -> Vec<Option<CostVector>> {
    let trip = |(from, to): &Pair| ask(planner.trip(from, to).expect("two places")).expect("things that there are");
    pairs.iter().map(|pair| trip(pair).best_cost(weights)).collect()
}

/// Ids that a scenario reads as another thing: crossings come before links, links before places.
fn told_apart(network: &Network) -> impl Fn(&str) -> bool + use<> {
    let ids = network.crossings().map(|crossing| crossing.id()).chain(network.links().map(|link| link.id()));
    let ids = ids.chain(network.nodes().map(|node| node.id()));
    let (mut once, mut twice) = (HashSet::new(), HashSet::new());
    for id in ids {
        if !once.insert(id.to_owned()) {
            twice.insert(id.to_owned());
        }
    }
    move |id| !twice.contains(id)
}

fn check(network: &Network, pairs: &[Pair], weights: &Weights) -> Result<ClosureAtlas, TestCaseError> {
    check_where(network, pairs, weights, |trip| Ok(trip))
}

fn check_where(network: &Network, pairs: &[Pair], weights: &Weights, ask: Ask) -> Result<ClosureAtlas, TestCaseError> {
    let planner = network.compile();
    let ends = pairs.iter().map(|(from, to)| (from, to));
    let atlas = planner.closure_atlas_where(ends, weights, ask, |_, _| ()).expect("places and figures");
    let before = costs(&planner, pairs, weights, ask);
    let said: Vec<Option<CostVector>> = atlas.trips().map(|(_, _, cost)| cost.copied()).collect();
    prop_assert_eq!(&said, &before);
    let told_apart = told_apart(network);
    for closure in atlas.closures().iter().filter(|closure| told_apart(closure.id())) {
        let closed = network.with(&Scenario::new("closed").close(closure.id())).expect("an open thing");
        let mut said = before.clone();
        closure.changed().iter().for_each(|(trip, cost)| said[*trip] = Some(*cost));
        let gone = closure.impossible().iter().chain(closure.ending());
        gone.for_each(|trip| said[*trip] = None);
        let asked = costs(&closed.compile(), pairs, weights, ask);
        prop_assert_eq!(&said, &asked, "{} closed", closure.id());
        let rise = before
            .iter()
            .zip(&asked)
            .filter_map(|(before, after)| Some(weights.score(after.as_ref()?) - weights.score(before.as_ref()?)));
        prop_assert_eq!(closure.added_score(), rise.sum::<u64>());
        for trip in closure.ending() {
            let (from, to) = &pairs[*trip];
            prop_assert!([from.as_str(), to].contains(&closure.id()));
        }
    }
    Ok(atlas)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_closure_is_the_same_as_by_a_scenario(draft in drafts(), rates in weights()) {
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let count = draft.places.len();
        let all = (0..count).flat_map(|from| (0..count).map(move |to| (from, to))).filter(|(from, to)| from != to);
        let pairs: Vec<Pair> = all.map(|(from, to)| (place_id(from), place_id(to))).collect();
        check(&network, &pairs, &draft.weights(rates))?;
    }

    #[test]
    fn the_same_holds_for_trips_with_constraints(draft in drafts(), rates in weights(), which in 0..4usize) {
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let count = draft.places.len();
        let all = (0..count).flat_map(|from| (0..count).map(move |to| (from, to))).filter(|(from, to)| from != to);
        let pairs: Vec<Pair> = all.map(|(from, to)| (place_id(from), place_id(to))).collect();
        let asked: [Ask; 4] = [
            |trip| trip.avoid(Mode::Sea),
            |trip| trip.via([place_id(1)]),
            |trip| trip.at_most(Criterion::Crossings, 1)?.avoid(Mode::Ferry),
            |trip| trip.require(Mode::Road)?.at_most(Criterion::Distance, km(900)),
        ];
        let atlas = check_where(&network, &pairs, &draft.weights(rates), asked[which])?;
        prop_assert!(!atlas.constraints().is_empty());
    }

    /// By taking each place and link out and counting the parts that are left.
    #[test]
    fn articulation_points_and_bridges_are_those_without_which_the_network_has_more_parts(draft in drafts()) {
        let network = draft.build().with(&draft.closure()).expect("links to close");
        let atlas = network.compile().closure_atlas([("", ""); 0], &draft.weights([1.0; 6])).expect("figures");
        let open = network.links().filter(|link| network.status_of(link).is_open());
        let links: Vec<(&str, [&str; 2])> = open.map(|link| {
            let (from, to) = network.ends_of(link);
            (link.id(), [from.id(), to.id()])
        }).collect();
        let all: Vec<&str> = network.nodes().map(|node| node.id()).collect();
        let whole = parts(&all, &links);
        let cutting = all.iter().filter(|place| {
            let left: Vec<&str> = all.iter().filter(|other| other != place).copied().collect();
            let links: Vec<_> = links.iter().filter(|(_, ends)| !ends.contains(place)).copied().collect();
            parts(&left, &links) > whole
        });
        prop_assert_eq!(atlas.articulation_points().collect::<Vec<_>>(), cutting.copied().collect::<Vec<_>>());
        let cutting = links.iter().filter(|link| {
            let left: Vec<_> = links.iter().filter(|other| other != link).copied().collect();
            parts(&all, &left) > whole
        });
        prop_assert_eq!(atlas.bridges().collect::<Vec<_>>(), cutting.map(|link| link.0).collect::<Vec<_>>());
    }
}

/// Into how many parts that nothing joins the places fall.
fn parts(places: &[&str], links: &[(&str, [&str; 2])]) -> usize {
    let mut part: Vec<usize> = (0..places.len()).collect();
    for (_, ends) in links {
        let [a, b] = ends.map(|end| part[places.iter().position(|place| *place == end).expect("a place")]);
        part.iter_mut().filter(|part| **part == a).for_each(|part| *part = b);
    }
    part.iter().collect::<HashSet<_>>().len()
}

#[test]
fn what_is_cut_off_is_said() {
    let mut net = Network::builder();
    for (id, country) in [("karachi", "PK"), ("torkham", "PK"), ("kabul", "AF")] {
        net.node(id, country, lat(30), lon(70));
    }
    net.link("karachi", "torkham", Mode::Road).distance(km(1_420)).time(hours(28));
    net.link("torkham", "kabul", Mode::Road).distance(km(230)).time(hours(6)).crossing("khyber", hours(30));
    let planner = net.build().expect("a network").compile();
    let time = Weights::new([(Criterion::Time, 1.0)]).expect("a rate");
    let atlas = planner.closure_atlas([("karachi", "kabul"), ("karachi", "torkham")], &time).expect("places");
    let cut_off: Vec<(&str, &[usize])> = atlas.closures().iter().map(|c| (c.id(), c.impossible())).collect();
    assert_eq!(cut_off, [("khyber", &[0][..])]);
    assert_eq!(atlas.articulation_points().collect::<Vec<_>>(), ["torkham"]);
    assert_eq!(
        atlas.exposures().iter().map(|e| (e.country(), e.impossible())).collect::<Vec<_>>(),
        [("AF", 1), ("PK", 1)]
    );
    insta::assert_snapshot!("cut_off", atlas.to_string());
    assert!(planner.closure_atlas([("karachi", "nowhere")], &time).is_err());
    let cost = Weights::new([(Criterion::Cost, 1.0)]).expect("a rate");
    assert!(planner.closure_atlas([("karachi", "kabul")], &cost).is_err(), "no prices");
}

#[cfg(feature = "bundled")]
mod bundled {
    use super::*;
    use corridor::{ClosureKind, Preset};
    use std::sync::atomic::{AtomicUsize, Ordering};

    const PAIRS: [(&str, &str); 14] = [
        ("karachi", "almaty"),
        ("karachi", "tashkent"),
        ("xian", "duisburg"),
        ("shanghai", "rotterdam"),
        ("nhava-sheva", "moscow"),
        ("moscow", "gwadar"),
        ("baku", "urumqi"),
        ("bandar-abbas", "tashkent"),
        ("kabul", "istanbul"),
        ("tehran", "beijing"),
        ("lahore", "kabul"),
        ("tashkent", "karachi"),
        ("bishkek", "poti"),
        ("almaty", "nhava-sheva"),
    ];

    #[test]
    fn every_closure_of_the_bundled_network_is_the_same_as_by_a_scenario() {
        let pairs: Vec<Pair> = PAIRS.map(|(from, to)| (from.to_owned(), to.to_owned())).to_vec();
        let atlas =
            check(&Network::bundled(), &pairs, &Preset::GeneralisedCost.weights()).unwrap_or_else(|e| panic!("{e}"));
        for kind in [ClosureKind::Crossing, ClosureKind::Place, ClosureKind::Link] {
            let touching = |closure: &&corridor::Closure| closure.kind() == kind && !closure.changed().is_empty();
            assert!(atlas.closures().iter().filter(touching).count() > 5, "{kind}");
        }
    }

    #[test]
    fn progress_ends_with_all_trips() {
        let (planner, last) = (Network::bundled().compile(), AtomicUsize::new(0));
        let told = |done: usize, total: usize| {
            assert!(done <= total && last.swap(done, Ordering::Relaxed) < done);
        };
        planner.closure_atlas_with(PAIRS, &Preset::Fastest.weights(), told).expect("places");
        assert_eq!(last.load(Ordering::Relaxed), PAIRS.len());
    }
}
