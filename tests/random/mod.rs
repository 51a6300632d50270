//! Random small networks: parallel links, links that cost nothing, ties, one-way links, places that nothing reaches,
//! breaks of gauge, ships that call on the way, borders, and corridors with signatures.
#![allow(dead_code)] // each test file uses its part

pub mod routes;

use corridor::{
    Criterion, Gauge, Mode, Network, NodeKind, Scenario, Weights, hours, kg_co2e, km, lat, lon, points, usd,
};
use proptest::array::{uniform3, uniform6};
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::fmt;
use std::ops::Range;

/// `PROPTEST_CASES` random cases, or else `usual`; the same in every run unless `PROPTEST_RNG_SEED` asks for others.
pub fn config(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let rng_seed = RngSeed::Fixed(seed);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// Everything about a network, in ticks: metres, seconds, cents, milli-points, grams.
#[derive(Clone)]
pub struct Draft {
    pub places: Vec<Place>,
    pub links: Vec<Link>,
    /// Points of risk for 1000 km, by country; `None`: the network has no risk.
    pub hazards: Option<[u32; 3]>,
    /// Whether links have times, prices, emissions.
    pub timed: bool,
    pub priced: bool,
    pub emitting: bool,
    /// Seconds and cents of clearing a ship from abroad.
    pub port: (u32, u32),
    /// Seconds and cents of loading and of unloading; `None`: no figures.
    pub terminal: Option<(u32, u32)>,
    /// Passages between places that routes have to use in order.
    pub signatures: Vec<Vec<(usize, usize)>>,
    /// The links that a scenario closes.
    pub closed: Vec<usize>,
    /// The places and crossings that it closes.
    pub closed_places: Vec<usize>,
    pub closed_crossings: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Place {
    pub country: usize,
    pub kind: NodeKind,
    /// Seconds and cents of every change of mode or gauge.
    pub transfer: (Option<u32>, u32),
}

#[derive(Clone, Debug)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    pub mode: Mode,
    pub one_way: bool,
    pub metres: u32,
    pub seconds: u32,
    pub cents: u32,
    pub grams: u32,
    /// Milli-points of its own, in place of the hazard of its countries.
    pub risk: Option<u32>,
    /// Seconds until the vessel sails.
    pub wait: Option<u32>,
    /// Which of the crossings between its two countries it takes.
    pub crossing: usize,
}

pub const COUNTRIES: [&str; 3] = ["AA", "BB", "CC"];
pub const MODES: [Mode; 5] =
    [Mode::Road, Mode::Rail(Gauge::STANDARD), Mode::Rail(Gauge::RUSSIAN), Mode::Sea, Mode::Ferry];
const KINDS: [NodeKind; 6] =
    [NodeKind::City, NodeKind::City, NodeKind::Seaport, NodeKind::Seaport, NodeKind::BorderPost, NodeKind::Waypoint];

pub fn place_id(place: usize) -> String {
    format!("p{place}")
}

pub fn link_id(link: usize) -> String {
    format!("l{link:02}")
}

pub fn corridor_id(corridor: usize) -> String {
    format!("c{corridor}")
}

impl fmt::Debug for Draft {
    /// One line for each place and link.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered: Vec<Criterion> = Criterion::ALL.into_iter().filter(|criterion| self.covers(*criterion)).collect();
        writeln!(f, "figures for {covered:?}, hazards {:?}", self.hazards)?;
        writeln!(f, "ports {:?}, terminals {:?}", self.port, self.terminal)?;
        self.places.iter().enumerate().try_for_each(|(i, place)| writeln!(f, "{} {place:?}", place_id(i)))?;
        self.links.iter().enumerate().try_for_each(|(i, link)| writeln!(f, "{} {link:?}", link_id(i)))?;
        writeln!(f, "signatures {:?}, closed {:?}", self.signatures, self.closed)?;
        writeln!(f, "closed places {:?}, crossings {:?}", self.closed_places, self.closed_crossings)
    }
}

impl Link {
    /// Seconds and cents of its crossing, which are the same for all links of a kind over it.
    pub fn crossing_figures(&self) -> (u32, u32) {
        let by_rail = u32::from(matches!(self.mode, Mode::Rail(_)));
        (3_600 * (self.crossing as u32 + by_rail), 500 * (self.crossing as u32))
    }

    fn is_afloat(&self) -> bool {
        self.mode.is_afloat()
    }
}

impl Draft {
    /// The criteria for which the network has figures.
    pub fn covers(&self, criterion: Criterion) -> bool {
        match criterion {
            Criterion::Distance | Criterion::Crossings => true,
            Criterion::Time => self.timed,
            Criterion::Cost => self.priced,
            Criterion::Risk => self.hazards.is_some(),
            Criterion::Emissions => self.emitting,
        }
    }

    /// The network as it is built in code, places and links declared in the order of `places` and `links`.
    pub fn build_in_order(&self, places: &[usize], links: &[usize]) -> Network {
        let mut net = Network::builder();
        let units = |ticks: u32, per_unit: f64| f64::from(ticks) / per_unit;
        for index in places {
            let place = &self.places[*index];
            let (id, country) = (place_id(*index), COUNTRIES[place.country]);
            let mut node = net.node(&id, country, lat(40), lon(60)).kind(place.kind);
            if let (Some(seconds), _) = place.transfer {
                node = node.transfer(hours(units(seconds, 3600.0)));
            }
            if self.priced {
                node.transfer_fee(usd(units(place.transfer.1, 100.0)));
            }
        }
        for index in links {
            let link = &self.links[*index];
            let mut draft = net
                .link(&place_id(link.from), &place_id(link.to), link.mode)
                .id(&link_id(*index))
                .distance(km(units(link.metres, 1000.0)));
            if self.timed {
                draft = draft.time(hours(units(link.seconds, 3600.0)));
            }
            if self.priced {
                draft = draft.cost(usd(units(link.cents, 100.0)));
            }
            if self.emitting {
                draft = draft.emissions(kg_co2e(units(link.grams, 1000.0)));
            }
            if let Some(risk) = link.risk.filter(|_| self.hazards.is_some()) {
                draft = draft.risk(points(units(risk, 1000.0)));
            }
            if let Some(wait) = link.wait.filter(|_| link.is_afloat()) {
                draft = draft.wait(hours(units(wait, 3600.0)));
            }
            if let Some(crossing) = self.crossing_id(link) {
                let (seconds, cents) = link.crossing_figures();
                draft = draft.crossing(&crossing, hours(units(seconds, 3600.0)));
                if self.priced {
                    draft = draft.crossing_fee(usd(units(cents, 100.0)));
                }
            }
            if link.one_way {
                draft.one_way();
            }
        }
        for (country, hazard) in self.hazards.iter().flat_map(|hazards| COUNTRIES.iter().zip(hazards)) {
            net.hazard(country, f64::from(*hazard));
        }
        net.ports(hours(units(self.port.0, 3600.0)), usd(units(self.port.1, 100.0)));
        if let Some((seconds, cents)) = self.terminal {
            net.terminals(hours(units(seconds, 3600.0)), usd(units(cents, 100.0)));
        }
        for (index, signature) in self.signatures.iter().enumerate() {
            let passages: Vec<(String, String)> =
                signature.iter().map(|(from, to)| (place_id(*from), place_id(*to))).collect();
            let passages: Vec<(&str, &str)> = passages.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
            net.corridor(&corridor_id(index), &corridor_id(index), &passages);
        }
        net.build().unwrap_or_else(|invalid| panic!("{invalid}"))
    }

    pub fn build(&self) -> Network {
        let (places, links): (Vec<usize>, Vec<usize>) =
            ((0..self.places.len()).collect(), (0..self.links.len()).collect());
        self.build_in_order(&places, &links)
    }

    /// The scenario that closes what is to be closed.
    pub fn closure(&self) -> Scenario {
        let ids = self.closed.iter().map(|link| link_id(*link));
        let ids = ids.chain(self.closed_places.iter().map(|place| place_id(*place)));
        let ids = ids.chain(self.closed_crossings.iter().cloned());
        ids.fold(Scenario::new("closures"), |scenario, id| scenario.close(&id))
    }

    /// Whether a link is closed, its crossing, or a place at its end.
    pub fn is_closed(&self, index: usize) -> bool {
        let link = &self.links[index];
        self.closed.contains(&index)
            || [link.from, link.to].iter().any(|place| self.closed_places.contains(place))
            || self.crossing_id(link).is_some_and(|id| self.closed_crossings.contains(&id))
    }

    /// The crossing of a link by land between two countries.
    pub fn crossing_id(&self, link: &Link) -> Option<String> {
        let mut pair = [link.from, link.to].map(|place| self.places[place].country);
        pair.sort_unstable();
        let by_land = pair[0] != pair[1] && !link.is_afloat();
        by_land.then(|| format!("x{}-{}-{}", link.crossing, COUNTRIES[pair[0]], COUNTRIES[pair[1]]))
    }
}

/// Rates that weigh ticks alike make ties; only criteria that the network covers weigh anything.
pub fn weights() -> impl Strategy<Value = [f64; 6]> {
    uniform6(prop_oneof![3 => Just(0.0), 3 => Just(1.0), 1 => Just(2.0), 1 => 0.1..3.0f64])
}

/// Numbers for [`Draft::two_places`].
pub fn ends() -> impl Strategy<Value = (usize, usize)> {
    (0..60usize, 0..60usize)
}

impl Draft {
    /// Two places, each as likely as the others.
    pub fn two_places(&self, (from, to): (usize, usize)) -> (usize, usize) {
        let count = self.places.len();
        (from % count, (from + 1 + to % (count - 1)) % count)
    }

    /// The weights of drawn rates; distance alone if they leave nothing.
    pub fn weights(&self, rates: [f64; 6]) -> Weights {
        let rate = |c: &Criterion| (*c, rates[*c as usize] * f64::from(c.ticks_per_unit()));
        let covered = Criterion::ALL.into_iter().filter(|c| self.covers(*c));
        let rates: Vec<(Criterion, f64)> = covered.map(|c| rate(&c)).collect();
        Weights::new(rates).unwrap_or_else(|_| Weights::new([(Criterion::Distance, 1.0)]).expect("a rate"))
    }
}

/// Country, kind, whether freight changes mode there, and what that takes.
type DrawnPlace = (usize, usize, bool, (u32, u32));
/// Ends, mode and direction; length, time, price and emissions; risk, wait, crossing, and whether it is closed.
type DrawnLink = ((usize, usize, usize, bool), (u32, u32, u32, u32), (Option<u32>, Option<u32>, usize, bool));
/// Places, links, hazards; times, prices, emissions, countries, costs; ports and terminals; corridors.
type Drawn = (
    Vec<DrawnPlace>,
    Vec<DrawnLink>,
    Option<[u32; 3]>,
    (bool, bool, bool, bool, bool),
    (u32, u32, Option<(u32, u32)>),
    Vec<Vec<usize>>,
);

/// Networks of up to 6 places and 17 links.
pub fn drafts() -> impl Strategy<Value = Draft> {
    drafts_of(2..7, 3..18)
}

/// Networks of so many places and links.
pub fn drafts_of(places: Range<usize>, links: Range<usize>) -> impl Strategy<Value = Draft> {
    let number = || 0..1_000usize;
    let place = (0..3usize, number(), weighted(0.9), (0..3u32, 0..2u32));
    let link = (
        (number(), number(), number(), weighted(0.2)),
        (0..3u32, 0..3u32, 0..3u32, 0..3u32),
        (option::weighted(0.3, 0..3u32), option::of(0..3u32), 0..2usize, weighted(0.15)),
    );
    let drawn = (
        vec(place, places),
        vec(link, links),
        option::weighted(0.7, uniform3(0..4u32)),
        (weighted(0.85), weighted(0.7), weighted(0.5), weighted(0.7), weighted(0.75)),
        (0..3u32, 0..3u32, option::of((0..3u32, 0..3u32))),
        vec(vec(number(), 1..4), 0..5),
    );
    drawn.prop_map(Draft::new).prop_filter("a network has links", |draft| !draft.links.is_empty())
}

impl Draft {
    fn new((places, links, hazards, (timed, priced, emitting, abroad, costly), port, corridors): Drawn) -> Draft {
        let figure = |ticks: u32| if costly { ticks } else { 0 };
        let place = |(country, kind, transfers, (hours, fee)): DrawnPlace| Place {
            country: if abroad && timed { country } else { 0 },
            kind: KINDS[kind % KINDS.len()],
            transfer: (transfers.then_some(figure(1_800 * hours)), figure(100 * fee)),
        };
        let mut draft = Draft {
            places: places.into_iter().map(place).collect(),
            links: Vec::new(),
            hazards,
            timed,
            priced,
            emitting,
            port: (figure(1_800 * port.0), figure(100 * port.1)),
            terminal: port.2.map(|(hours, fee)| (figure(1_800 * hours), figure(100 * fee))),
            signatures: Vec::new(),
            closed: Vec::new(),
            closed_places: Vec::new(),
            closed_crossings: Vec::new(),
        };
        for ((from, to, mode, one_way), (far, slow, dear, dirty), (risk, wait, crossing, closed)) in links {
            let (from, to) = draft.two_places((from, to));
            let mode = draft.mode(mode, from);
            let (far, slow) = (figure(far), figure(slow));
            // At 20 km/h or half of that; what is no distance apart may take any time.
            let seconds = if far == 0 { 1_801 * slow } else { 720 * far * (1 + slow / 2) };
            if closed {
                draft.closed.push(draft.links.len());
            }
            draft.links.push(Link {
                from,
                to,
                mode,
                one_way,
                metres: 4_000 * far,
                seconds,
                cents: figure(101 * dear),
                grams: figure(1_001 * dirty),
                risk: risk.or(mode.is_afloat().then_some(0)).map(|risk| figure(4 * risk)),
                wait: wait.map(|wait| figure(1_800 * wait)),
                crossing,
            });
        }
        draft.drop_unused_places();
        draft.signatures = corridors.iter().filter_map(|drawn| draft.signature(drawn)).collect();
        draft
    }

    /// Any mode, or more often one of those that meet at `place` already.
    fn mode(&self, drawn: usize, place: usize) -> Mode {
        let here = self.links.iter().filter(|link| [link.from, link.to].contains(&place)).map(|link| link.mode);
        let here: Vec<Mode> = here.collect();
        let drawn_from = if here.is_empty() || drawn.is_multiple_of(3) { &MODES[..] } else { &here };
        drawn_from[drawn / 3 % drawn_from.len()]
    }

    /// Passages over links, more often than not each from where the one before it ends.
    fn signature(&self, drawn: &[usize]) -> Option<Vec<(usize, usize)>> {
        let all: Vec<(usize, usize)> =
            self.links.iter().flat_map(|link| [(link.from, link.to), (link.to, link.from)]).collect();
        let mut passages: Vec<(usize, usize)> = Vec::new();
        for raw in drawn {
            let goes_on =
                |next: &&(usize, usize)| passages.last().is_some_and(|last| next.0 == last.1 && next.1 != last.0);
            let near: Vec<(usize, usize)> = all.iter().filter(goes_on).copied().collect();
            let drawn_from = if near.is_empty() || raw % 4 == 0 { &all } else { &near };
            passages.push(*drawn_from.get(raw / 4 % drawn_from.len().max(1))?);
        }
        Some(passages)
    }

    /// A place without any link makes no network.
    fn drop_unused_places(&mut self) {
        let has_link = |place: &usize| self.links.iter().any(|link| [link.from, link.to].contains(place));
        let used: Vec<usize> = (0..self.places.len()).filter(has_link).collect();
        let new = |place: usize| used.iter().position(|old| *old == place).expect("a place in use");
        for link in &mut self.links {
            (link.from, link.to) = (new(link.from), new(link.to));
        }
        self.places = used.iter().map(|place| self.places[*place].clone()).collect();
    }
}
