//! Where freight changes mode: curated places, ports, rail places, breaks of gauge; and how curated places are joined.

use crate::countries::Countries;
use crate::curated::{Curated, Place};
use crate::graph::{Graph, Kind};
use crate::raw;
use crate::report::Report;
use crate::sphere::{At, Near, metres};
use std::collections::{BTreeMap, BTreeSet};

/// How far a curated place, a rail place and a port may lie from its road or railway, and a port from its lane.
const ACCESS: f64 = 25_000.0;
const RAIL_PLACE: f64 = 4000.0;
const TERMINAL: f64 = 10_000.0;
const LANE: f64 = 60_000.0;
/// A curated port is known to be one, so that the lane may be as far off as the coarse lanes need.
const CURATED_LANE: f64 = 260_000.0;
/// Pieces smaller than this lead nowhere.
const PIECE: f64 = 100_000.0;

/// A node of one of the three graphs: 0 road, 1 rail, 2 sea.
pub type Where = (usize, u32);

pub struct Terminal {
    pub kind: corridor::BaseTerminalKind,
    pub name: String,
    pub place: Option<String>,
    pub locode: Option<String>,
    pub at: At,
    /// Graph and node, gauge of a railway, metres.
    pub members: Vec<(Where, u16, f64)>,
}

pub struct Finder {
    road: BTreeMap<u8, Near>,
    rail: BTreeMap<(u8, u16), Near>,
    sea: Near,
}

impl Finder {
    pub fn new(graphs: &[Graph; 3]) -> Finder {
        let usable = |graph: &Graph, n: u32, parts: &(Vec<u32>, Vec<f64>)| {
            graph.degree(n) > 0 && parts.1[parts.0[n as usize] as usize] > PIECE
        };
        let [road, rail, sea] = graphs;
        let parts = road.components();
        let mut roads: BTreeMap<u8, Vec<(At, u32)>> = BTreeMap::new();
        for (at, n) in road.nodes().filter(|&(_, n)| usable(road, n, &parts)) {
            roads.entry(road.country[n as usize]).or_default().push((at, n));
        }
        let parts = rail.components();
        let mut rails: BTreeMap<(u8, u16), Vec<(At, u32)>> = BTreeMap::new();
        for (at, n) in rail.nodes().filter(|&(_, n)| usable(rail, n, &parts)) {
            let country = rail.country[n as usize];
            let gauges: BTreeSet<u16> = rail.around[n as usize].iter().map(|&e| rail.edges[e as usize].gauge).collect();
            gauges.into_iter().for_each(|gauge| rails.entry((country, gauge)).or_default().push((at, n)));
        }
        Finder {
            road: roads.into_iter().map(|(key, list)| (key, Near::new(list.into_iter()))).collect(),
            rail: rails.into_iter().map(|(key, list)| (key, Near::new(list.into_iter()))).collect(),
            sea: Near::new(sea.nodes().filter(|&(_, n)| sea.degree(n) > 0)),
        }
    }

    fn road(&self, country: u8, at: At, limit: f64) -> Option<(u32, f64)> {
        self.road.get(&country)?.nearest(at, limit)
    }

    fn rail(&self, country: u8, gauge: u16, at: At, limit: f64) -> Option<(u32, f64)> {
        self.rail.get(&(country, gauge))?.nearest(at, limit)
    }

    /// Rail of any gauge in the country.
    fn any_rail(&self, country: u8, at: At, limit: f64) -> Option<(u32, u16, f64)> {
        let found = self.rail.range((country, 0)..=(country, u16::MAX));
        let found = found.filter_map(|((_, gauge), near)| near.nearest(at, limit).map(|(n, d)| (n, *gauge, d)));
        found.min_by(|a, b| a.2.total_cmp(&b.2))
    }

    /// The lane vertex to which the way leads over the least land.
    fn lane(&self, sea: &Graph, countries: &Countries, at: At, limit: f64) -> Option<(u32, f64)> {
        let land = |n: u32| {
            let to = sea.at[n as usize];
            let dry = (1..20).filter(|&i| {
                countries.strict(crate::sphere::between(at, to, f64::from(i) / 20.0)) != crate::countries::NONE
            });
            dry.count() as f64 / 20.0
        };
        let near = self.sea.within(at, limit).into_iter().take(12);
        let scored = near.map(|(n, d)| (d * (1.0 + 4.0 * land(n)), n, d));
        scored.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, n, d)| (n, d))
    }
}

/// Joins the curated places: for each, its ways to the three graphs.
pub fn connect(
    graphs: &mut [Graph; 3],
    finder: &Finder,
    curated: &Curated,
    countries: &Countries,
    report: &mut Report,
) -> BTreeMap<String, Vec<(Where, u16, f64)>> {
    let mut all = BTreeMap::new();
    let mut missing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for place in curated.places.values() {
        let mut members = Vec::new();
        let country = countries.index(&place.country).unwrap_or(crate::countries::NONE);
        if place.kind != "waypoint" {
            match finder.road(country, place.at, ACCESS) {
                Some((n, d)) => members.push(((0, n), 0, d)),
                None => missing.entry("road").or_default().push(place.id.clone()),
            }
            for &gauge in &place.gauges {
                match finder.rail(country, gauge, place.at, ACCESS) {
                    Some((n, d)) => members.push(((1, n), gauge, d)),
                    None => missing.entry("rail").or_default().push(format!("{} {gauge}", place.id)),
                }
            }
        }
        if matches!(&place.kind[..], "seaport" | "waypoint") {
            match finder.lane(&graphs[2], countries, place.at, CURATED_LANE) {
                Some((n, _)) => members.push(((2, harbour(&mut graphs[2], place.at, n)), 0, 0.0)),
                None => missing.entry("sea").or_default().push(place.id.clone()),
            }
        }
        all.insert(place.id.clone(), members);
    }
    for (mode, places) in missing {
        report.say(format!("{} curated places without {mode}: {}", places.len(), places.join(", ")));
    }
    all
}

/// A node of the sea at a port, joined to its lane.
fn harbour(sea: &mut Graph, at: At, lane: u32) -> u32 {
    let near = sea.around[lane as usize][0] as usize;
    let (kind, area) = (sea.edges[near].kind, sea.edges[near].area);
    let node = sea.node(at);
    let length = metres(at, sea.at[lane as usize]).max(1.0);
    let edge = sea.edge(node, lane, length, kind);
    sea.edges[edge as usize].area = area;
    sea.keep[node as usize] = true;
    node
}

pub fn terminals(
    graphs: &mut [Graph; 3],
    finder: &Finder,
    curated: &Curated,
    ways: &BTreeMap<String, Vec<(Where, u16, f64)>>,
    countries: &Countries,
    ports: Vec<raw::Place>,
    locodes: Vec<raw::Place>,
) -> Vec<Terminal> {
    use corridor::BaseTerminalKind as K;
    let mut all = Vec::new();
    let mut known: BTreeSet<String> = curated.places.values().filter_map(|place| place.locode.clone()).collect();
    for place in curated.places.values().filter(|place| place.transfers && !ways[&place.id].is_empty()) {
        let (name, id, locode) = (place.name.clone(), Some(place.id.clone()), place.locode.clone());
        all.push(Terminal { kind: K::Place, name, place: id, locode, at: place.at, members: ways[&place.id].clone() });
    }
    let land = |place: &raw::Place, limit: f64| {
        let country = countries.index(&place.country)?;
        if countries.of(place.at) != country {
            return None;
        }
        let road = finder.road(country, place.at, TERMINAL).map(|(n, d)| ((0, n), 0, d));
        let rail = finder.any_rail(country, place.at, limit).map(|(n, gauge, d)| ((1, n), gauge, d));
        Some((road, rail))
    };
    for port in ports.iter().filter(|port| (10.0..135.0).contains(&port.at[1]) && (0.0..65.0).contains(&port.at[0])) {
        if known.contains(&port.code) {
            continue;
        }
        let Some((road, rail)) = land(port, TERMINAL) else { continue };
        let Some((lane, _)) = finder.lane(&graphs[2], countries, port.at, LANE) else { continue };
        if road.is_none() && rail.is_none() {
            continue;
        }
        known.insert(port.code.clone());
        let node = harbour(&mut graphs[2], port.at, lane);
        let members = road.into_iter().chain(rail).chain([((2, node), 0, 0.0)]).collect();
        all.push(Terminal {
            kind: K::Port,
            name: port.name.clone(),
            place: None,
            locode: Some(port.code.clone()),
            at: port.at,
            members,
        });
    }
    for place in locodes.iter().filter(|place| place.rail) {
        if known.contains(&place.code) {
            continue;
        }
        let Some((Some(road), Some(rail))) = land(place, RAIL_PLACE) else { continue };
        known.insert(place.code.clone());
        let members = vec![road, rail];
        all.push(Terminal {
            kind: K::Rail,
            name: place.name.clone(),
            place: None,
            locode: Some(place.code.clone()),
            at: place.at,
            members,
        });
    }
    let rail = &graphs[1];
    for (at, n) in rail.nodes() {
        let gauges: BTreeSet<u16> = rail.around[n as usize].iter().map(|&e| rail.edges[e as usize].gauge).collect();
        if gauges.len() > 1 {
            let both = |place: &&Place| gauges.iter().all(|gauge| place.gauges.contains(gauge));
            let near = curated.places.values().filter(both).map(|place| (metres(place.at, at), place));
            let place = near.filter(|(d, _)| *d < LANE).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place);
            let name = place.map_or_else(String::new, |place| place.name.clone());
            let members = gauges.into_iter().map(|gauge| ((1, n), gauge, 0.0)).collect();
            all.push(Terminal {
                kind: K::GaugeBreak,
                name,
                place: place.map(|place| place.id.clone()),
                locode: None,
                at,
                members,
            });
        }
    }
    for terminal in &all {
        for &((graph, node), ..) in &terminal.members {
            graphs[graph].keep[node as usize] = true;
        }
    }
    for &((graph, node), ..) in ways.values().flatten() {
        graphs[graph].keep[node as usize] = true;
    }
    all.sort_by(|a, b| {
        (a.kind, &a.name, &a.locode)
            .cmp(&(b.kind, &b.name, &b.locode))
            .then(a.at[0].total_cmp(&b.at[0]))
            .then(a.at[1].total_cmp(&b.at[1]))
    });
    all
}

/// The mode of an edge or member.
pub fn mode(kind: Kind, gauge: u16) -> corridor::Mode {
    match kind {
        Kind::Road => corridor::Mode::Road,
        Kind::Rail => corridor::Mode::Rail(corridor::Gauge::new(gauge)),
        Kind::Sea => corridor::Mode::Sea,
        Kind::Ferry => corridor::Mode::Ferry,
    }
}
