//! The maximum flow against the least set of things that parts two places, found by trying every set.

mod random;

use corridor::{
    CapacityUnit::TonnesPerYear, Criterion, Gauge, Limit, LimitKind, MaxFlow, Mode, Network, NodeKind, Planner, Thing,
};
use corridor::{hours, km, lat, lon};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use random::config;

const MODES: [Mode; 5] = [Mode::Road, Mode::Road, Mode::Rail(Gauge::STANDARD), Mode::Rail(Gauge::RUSSIAN), Mode::Ferry];
const KINDS: [NodeKind; 4] = [NodeKind::City, NodeKind::Seaport, NodeKind::BorderPost, NodeKind::Waypoint];

/// Country, kind and capacity of each place; ends, mode, direction, capacity of each link; capacities of the two crossings.
#[derive(Clone, Debug)]
struct Draft {
    places: Vec<(usize, usize, Option<u32>)>,
    links: Vec<(usize, usize, usize, bool, Option<u32>, usize)>,
    crossings: [Option<u32>; 2],
}

fn drafts() -> impl Strategy<Value = Draft> {
    (2..7usize).prop_flat_map(|count| {
        let capacity = || option::weighted(0.6, 0..9u32);
        let places = vec((0..2usize, 0..4usize, option::weighted(0.2, 0..9u32)), count);
        let link = (0..count, 1..count, 0..5usize, proptest::bool::weighted(0.2), capacity(), 0..2usize);
        (places, vec(link, count - 1..10), [option::weighted(0.3, 0..9u32), option::weighted(0.3, 0..9u32)])
            .prop_map(|(places, links, crossings)| Draft { places, links, crossings })
    })
}

impl Draft {
    fn ends(&self, link: usize) -> (usize, usize) {
        let (from, step, ..) = self.links[link];
        match link + 1 {
            // The first links join each place to an earlier one.
            place if place < self.places.len() => (place, from % place),
            _ => (from, (from + step) % self.places.len()),
        }
    }

    fn crossing(&self, link: usize) -> Option<usize> {
        let (from, to) = self.ends(link);
        let abroad = self.places[from].0 != self.places[to].0;
        (abroad && !MODES[self.links[link].2].is_afloat()).then_some(self.links[link].5)
    }

    fn build(&self) -> Network {
        let mut net = Network::builder();
        for (i, (country, kind, capacity)) in self.places.iter().enumerate() {
            let node = net.node(&format!("p{i}"), ["AA", "BB"][*country], lat(40), lon(60)).kind(KINDS[*kind]);
            let node = node.transfer(hours(1));
            if let Some(capacity) = capacity {
                node.capacity(f64::from(*capacity), TonnesPerYear);
            }
        }
        for (i, (.., mode, one_way, capacity, _)) in self.links.iter().enumerate() {
            let (from, to) = self.ends(i);
            let mut link = net.link(&format!("p{from}"), &format!("p{to}"), MODES[*mode]).id(&format!("l{i}"));
            link = link.distance(km(100)).time(hours(5));
            if let Some(capacity) = capacity {
                link = link.capacity(f64::from(*capacity), TonnesPerYear);
            }
            if let Some(crossing) = self.crossing(i) {
                link = link.crossing(&format!("x{crossing}"), hours(1));
                if let Some(capacity) = self.crossings[crossing] {
                    link = link.crossing_capacity(f64::from(capacity), TonnesPerYear);
                }
            }
            if *one_way {
                link.one_way();
            }
        }
        net.ports(hours(1), corridor::usd(0));
        net.build().unwrap_or_else(|invalid| panic!("{invalid}"))
    }

    /// Every thing with a figure: its kind, number and tonnes.
    fn finite(&self) -> Vec<(LimitKind, usize, u64)> {
        let links = self.links.iter().enumerate().filter_map(|(i, link)| Some((LimitKind::Link, i, link.4?)));
        let crossings =
            self.crossings.iter().enumerate().filter_map(|(i, own)| Some((LimitKind::Crossing, i, (*own)?)));
        // Boarding and landing, two things with the same figure.
        let ports = self.places.iter().enumerate().filter_map(|(i, place)| Some((LimitKind::Port, i, place.2?)));
        let ports = ports.flat_map(|(kind, i, tonnes)| [(kind, 2 * i, tonnes), (kind, 2 * i + 1, tonnes)]);
        links.chain(crossings).chain(ports).map(|(kind, i, tonnes)| (kind, i, u64::from(tonnes))).collect()
    }

    /// Whether freight gets from the first place to the second if these things are shut.
    fn passes(&self, planner: &Planner, shut: &[(LimitKind, usize)]) -> bool {
        let trip = planner.trip("p0", "p1").expect("two places");
        let graph = planner.graph();
        let is_shut = |kind, i| shut.contains(&(kind, i));
        // Where freight stands and how it came there.
        let mut open = vec![(trip.start(), 0, None::<Mode>)];
        let mut seen = vec![trip.start()];
        while let Some((state, place, came)) = open.pop() {
            if trip.ends().any(|(end, _)| end == state)
                && !(came.is_some_and(Mode::is_afloat) && is_shut(LimitKind::Port, 2 * place))
            {
                return true;
            }
            for arc in graph.arcs_out(state) {
                // Ids with one digit sort as numbers.
                let link = graph.link(arc) as usize;
                let mode = MODES[self.links[link].2];
                let vessel = |mode: Option<Mode>| mode.filter(|mode| mode.is_afloat());
                let boards = usize::from(mode.is_afloat());
                let handled = vessel(came) != vessel(Some(mode)) && is_shut(LimitKind::Port, 2 * place + boards);
                let crossing = self.crossing(link).is_some_and(|crossing| is_shut(LimitKind::Crossing, crossing));
                if handled || crossing || is_shut(LimitKind::Link, link) || seen.contains(&graph.head(arc)) {
                    continue;
                }
                seen.push(graph.head(arc));
                let (from, to) = self.ends(link);
                open.push((graph.head(arc), if from == place { to } else { from }, Some(mode)));
            }
        }
        false
    }

    /// The least tonnes of a set of things without which nothing passes; `None` if there is none.
    fn least_cut(&self, planner: &Planner) -> Option<u64> {
        let finite = self.finite();
        let sets = (0..1u32 << finite.len()).filter_map(|set| {
            let chosen: Vec<_> = (0..finite.len()).filter(|i| set >> i & 1 == 1).map(|i| finite[i]).collect();
            let shut: Vec<(LimitKind, usize)> = chosen.iter().map(|(kind, i, _)| (*kind, *i)).collect();
            (!self.passes(planner, &shut)).then(|| chosen.iter().map(|thing| thing.2).sum())
        });
        sets.min()
    }
}

/// The number in `l3`, `x0`, `p12`.
fn number(id: &str) -> usize {
    id[1..].parse().expect("a number")
}

/// A part of a cut as the oracle numbers it.
fn thing(limit: &Limit) -> (LimitKind, usize) {
    let number = number(limit.id());
    match limit.kind() {
        LimitKind::Port => (LimitKind::Port, 2 * number + usize::from(limit.name().starts_with("boarding"))),
        kind => (kind, number),
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn the_flow_is_the_least_set_of_things_that_parts_the_places(draft in drafts()) {
        let planner = draft.build().compile();
        let all: Vec<(LimitKind, usize)> = draft.finite().iter().map(|thing| (thing.0, thing.1)).collect();
        match planner.trip("p0", "p1").expect("two places").max_flow().expect("nothing asked") {
            MaxFlow::NoRoute => prop_assert!(!draft.passes(&planner, &[])),
            MaxFlow::Unknown(path) => {
                prop_assert!(draft.passes(&planner, &[]) && draft.passes(&planner, &all));
                prop_assert!(path.iter().all(|limit| limit.tonnes().is_none()));
                prop_assert!(path.iter().any(|limit| limit.kind() == LimitKind::Link));
            }
            MaxFlow::AtMost(cut) => {
                prop_assert!(draft.passes(&planner, &[]) && !draft.passes(&planner, &all));
                let shut: Vec<(LimitKind, usize)> = cut.limits().iter().map(thing).collect();
                prop_assert!(!draft.passes(&planner, &shut), "the cut lets freight pass: {:?}", shut);
                prop_assert_eq!(cut.limits().iter().filter_map(|limit| limit.tonnes()).sum::<u64>(), cut.tonnes());
                prop_assert!(cut.without_figure().iter().all(|limit| limit.tonnes().is_none()));
                let least = draft.least_cut(&planner).expect("a cut");
                prop_assert_eq!(cut.tonnes(), least);
            }
        }
    }
}

/// Among the random questions are enough of each answer, and of crossings that several links share.
#[test]
fn the_random_networks_ask_something() {
    let mut runner = TestRunner::deterministic();
    let (mut answers, mut shared) = ([0; 3], 0);
    for _ in 0..2_000 {
        let draft = drafts().new_tree(&mut runner).expect("a draft").current();
        let planner = draft.build().compile();
        match planner.trip("p0", "p1").expect("two places").max_flow().expect("nothing asked") {
            MaxFlow::NoRoute => answers[0] += 1,
            MaxFlow::Unknown(_) => answers[1] += 1,
            MaxFlow::AtMost(cut) => {
                answers[2] += usize::from(cut.tonnes() > 0 && cut.limits().len() > 1);
                let over =
                    |crossing| (0..draft.links.len()).filter(|link| draft.crossing(*link) == Some(crossing)).count();
                let whole = cut.limits().iter().filter(|limit| limit.kind() == LimitKind::Crossing);
                shared += whole.filter(|limit| over(number(limit.id())) > 1).count();
            }
        }
    }
    assert!(answers.iter().all(|count| *count >= 50) && shared >= 50, "{answers:?}, {shared}");
}

/// Flow knows no trip that has come by a place or has so much left; a place to avoid is only shut.
#[test]
fn constraints_that_flow_cannot_keep_are_refused() -> Result<(), corridor::Error> {
    let mut net = Network::builder();
    for (id, east) in [("port", 60), ("north", 61), ("south", 61), ("market", 62)] {
        net.node(id, "AA", lat(40), lon(east));
    }
    for (from, to, tonnes) in
        [("port", "north", 2e6), ("north", "market", 5e6), ("port", "south", 3e6), ("south", "market", 1e6)]
    {
        net.link(from, to, Mode::Road).distance(km(300)).capacity(tonnes, TonnesPerYear);
    }
    let planner = net.build()?.compile();
    let trip = planner.trip("port", "market")?;
    let tonnes = |flow: MaxFlow| if let MaxFlow::AtMost(cut) = flow { cut.tonnes() } else { 0 };
    assert_eq!(tonnes(trip.max_flow()?), 3_000_000);
    assert_eq!(tonnes(trip.clone().avoid(Thing::place("north"))?.max_flow()?), 1_000_000);
    for narrow in [
        trip.clone().via(["north"])?,
        trip.clone().require(Thing::place("north"))?,
        trip.at_most(Criterion::Distance, km(700))?,
    ] {
        let error = narrow.max_flow().expect_err("refused");
        assert!(error.to_string().contains("leave out"), "{error}");
    }
    Ok(())
}
