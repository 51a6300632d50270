//! Where freight changes mode: curated places, ports, rail places, breaks of gauge; and how curated places are joined.

use crate::countries::{Countries, NONE};
use crate::curated::{Curated, Place};
use crate::graph::{Graph, Kind};
use crate::raw;
use crate::report::Report;
use crate::sphere::{At, Near, between, metres};
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

    /// The nearest road and up to two more that are about as near: where nodes are sparse, the nearest may lie on a byway.
    fn roads(&self, country: u8, at: At, limit: f64) -> Vec<(u32, f64)> {
        let Some((_, nearest)) = self.road(country, at, limit) else { return Vec::new() };
        let mut found = self.road[&country].within(at, (1.5 * nearest + 2000.0).min(limit));
        found.truncate(3);
        found
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

    /// Lane vertices that ships reach from a port, the nearest in each of eight directions: over as little land as there is,
    /// so that a port far from a lane is left towards where the ship goes.
    fn lanes(&self, sea: &Graph, countries: &Countries, at: At, limit: f64) -> Vec<(u32, f64)> {
        let dry = |n: u32| {
            let to = sea.at[n as usize];
            // The first of the way is the port itself, on polygons that know no basins.
            let on_land = |i: &i32| countries.strict(between(at, to, f64::from(*i) / 24.0)) != NONE;
            (4..24).filter(on_land).count()
        };
        let near: Vec<(u32, f64, usize)> =
            self.sea.within(at, limit).into_iter().take(60).map(|(n, d)| (n, d, dry(n))).collect();
        let Some(best) = near.iter().map(|&(_, d, dry)| d * (1.0 + dry as f64 / 5.0)).min_by(f64::total_cmp) else {
            return Vec::new();
        };
        let mut sectors: BTreeMap<u8, (u32, f64)> = BTreeMap::new();
        for (n, d, dry) in near {
            let to = sea.at[n as usize];
            let east = (to[1] - at[1] + 540.0).rem_euclid(360.0) - 180.0;
            let angle = (to[0] - at[0]).atan2(east * at[0].to_radians().cos());
            let sector = ((angle / std::f64::consts::TAU + 1.0) * 8.0) as u8 % 8;
            let chosen = d * (1.0 + dry as f64 / 5.0) <= best;
            if chosen || (dry == 0 && d < (4.0 * best).max(40_000.0)) {
                sectors.entry(sector).or_insert((n, d));
            }
        }
        sectors.into_values().collect()
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
        let country = countries.index(&place.country).unwrap_or(NONE);
        if place.kind != "waypoint" {
            let roads = finder.roads(country, place.at, ACCESS);
            if roads.is_empty() {
                missing.entry("road").or_default().push(place.id.clone());
            }
            members.extend(roads.into_iter().map(|(n, d)| ((0, n), 0, d)));
            for &gauge in &place.gauges {
                match finder.rail(country, gauge, place.at, ACCESS) {
                    Some((n, d)) => members.push(((1, n), gauge, d)),
                    None => missing.entry("rail").or_default().push(format!("{} {gauge}", place.id)),
                }
            }
        }
        if matches!(&place.kind[..], "seaport" | "waypoint") {
            let lanes = finder.lanes(&graphs[2], countries, place.at, CURATED_LANE);
            match harbour(&mut graphs[2], place.at, &lanes) {
                Some(node) => members.push(((2, node), 0, 0.0)),
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

/// A node of the sea at a port, joined to its lanes; none without lanes.
fn harbour(sea: &mut Graph, at: At, lanes: &[(u32, f64)]) -> Option<u32> {
    let (first, _) = lanes.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let kind = |sea: &Graph, n: u32| sea.edges[sea.around[n as usize][0] as usize].kind;
    let wanted = kind(sea, *first);
    let node = sea.node(at);
    for &(lane, _) in lanes {
        if kind(sea, lane) != wanted {
            continue;
        }
        let area = sea.edges[sea.around[lane as usize][0] as usize].area;
        let length = metres(at, sea.at[lane as usize]).max(1.0);
        let edge = sea.edge(node, lane, length, wanted);
        sea.edges[edge as usize].area = area;
    }
    sea.keep[node as usize] = true;
    Some(node)
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
        if road.is_none() && rail.is_none() {
            continue;
        }
        let lanes = finder.lanes(&graphs[2], countries, port.at, LANE);
        let Some(node) = harbour(&mut graphs[2], port.at, &lanes) else { continue };
        known.insert(port.code.clone());
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
