//! The columns of the file: chains drawn together, nodes in the order of a Hilbert curve, so that neighbours are near.

use crate::countries::Countries;
use crate::curated::Curated;
use crate::graph::{Edge, Graph};
use crate::sphere::{At, simplify};
use crate::terminal::{Terminal, Where, mode};
use corridor::{BaseConnector, BaseMember, BaseParts, BaseTerminal, Mode};
use std::collections::{BTreeMap, HashMap};

/// Lines keep within this of their course.
const TOLERANCE: f64 = 100.0;

/// Ends, mode and passage, of which the shortest chain stays.
type Key = (u32, u32, Mode, u16);
/// Metres, line, and what holds of all of it.
type Chain = (f64, Vec<At>, Edge);
/// From, to, mode, passage, metres, area, line: the columns of the file, in the order by which rows are sorted.
type Row = (u32, u32, u8, u16, u32, u8, Vec<At>);

struct Piece {
    ends: [Where; 2],
    edge: Edge,
    line: Vec<At>,
}

/// Draws chains together: an edge ends where lines meet, where something is handled, and where anything changes.
fn pieces(graph: &Graph, number: usize) -> Vec<Piece> {
    let same =
        |a: &Edge, b: &Edge| (a.kind, a.gauge, a.area) == (b.kind, b.gauge, b.area) && a.passage == 0 && b.passage == 0;
    let ends: Vec<bool> = (0..graph.at.len())
        .map(|n| {
            let around = &graph.around[n];
            graph.keep[n]
                || around.len() != 2
                || !same(&graph.edges[around[0] as usize], &graph.edges[around[1] as usize])
        })
        .collect();
    let mut best: BTreeMap<Key, Chain> = BTreeMap::new();
    for start in (0..graph.at.len() as u32).filter(|&n| ends[n as usize]) {
        for &first in &graph.around[start as usize] {
            let (mut edge, mut here, mut length) = (first, start, 0.0);
            let mut line = vec![graph.at[start as usize]];
            loop {
                length += graph.edges[edge as usize].metres;
                here = graph.other(edge, here);
                line.push(graph.at[here as usize]);
                if ends[here as usize] {
                    break;
                }
                let around = &graph.around[here as usize];
                edge = if around[0] == edge { around[1] } else { around[0] };
            }
            // Each chain is met from both ends; a loop leads nowhere.
            if start >= here {
                continue;
            }
            let edge = graph.edges[first as usize];
            let key = (start, here, mode(edge.kind, edge.gauge), edge.passage);
            if best.get(&key).is_none_or(|(other, ..)| length < *other) {
                best.insert(key, (length, line, edge));
            }
        }
    }
    let piece = |((a, b, ..), (metres, line, edge)): (Key, Chain)| Piece {
        ends: [(number, a), (number, b)],
        edge: Edge { metres, ..edge },
        line,
    };
    best.into_iter().map(piece).collect()
}

pub fn pack(
    graphs: &[Graph; 3],
    terminals: &[Terminal],
    ways: &BTreeMap<String, Vec<(Where, u16, f64)>>,
    curated: &Curated,
    countries: &Countries,
    straits: Vec<String>,
    crossings: Vec<String>,
) -> BaseParts {
    let pieces: Vec<Piece> = graphs.iter().enumerate().flat_map(|(number, graph)| pieces(graph, number)).collect();
    let mut nodes: Vec<Where> = pieces.iter().flat_map(|piece| piece.ends).collect();
    let at = |(graph, node): Where| graphs[graph].at[node as usize];
    nodes.sort_unstable();
    nodes.dedup();
    nodes.sort_by_cached_key(|&node| (hilbert(at(node)), node));
    let number: HashMap<Where, u32> = nodes.iter().copied().zip(0..).collect();
    let micro = |x: f64| (x * 1e6).round() as i32;

    let mut modes: Vec<Mode> = pieces.iter().map(|piece| mode(piece.edge.kind, piece.edge.gauge)).collect();
    modes.sort_unstable();
    modes.dedup();
    let mode_of = |mode: Mode| modes.binary_search(&mode).map_or(0, |i| i as u8);
    let places: Vec<String> = curated.places.keys().cloned().collect();
    let place_of = |id: &String| places.binary_search(id).map_or(0, |i| i as u32);

    let mut parts = BaseParts {
        countries: countries.codes.clone(),
        waters: curated.waters.clone(),
        straits,
        crossings,
        ..BaseParts::default()
    };
    for &node in &nodes {
        let [lat, lon] = at(node);
        parts.lat.push(micro(lat));
        parts.lon.push(micro(lon));
        let country = graphs[node.0].country.get(node.1 as usize);
        parts.country.push(country.copied().unwrap_or(u8::MAX));
    }
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        let [mut a, mut b] = piece.ends.map(|end| number[&end]);
        let mut line = simplify(&piece.line, TOLERANCE);
        if a > b {
            (a, b) = (b, a);
            line.reverse();
        }
        let edge = piece.edge;
        rows.push((
            a,
            b,
            mode_of(mode(edge.kind, edge.gauge)),
            edge.passage,
            edge.metres.round() as u32,
            edge.area,
            line,
        ));
    }
    rows.sort_by_key(|x| (x.0, x.1, x.2, x.3, x.4));
    parts.points_from.push(0);
    for (a, b, mode, passage, metres, area, line) in rows {
        parts.from.push(a);
        parts.to.push(b);
        parts.mode.push(mode);
        parts.passage.push(passage);
        parts.metres.push(metres);
        parts.area.push(area);
        for &[lat, lon] in &line[1..line.len() - 1] {
            parts.point_lat.push((lat * 1e4).round() as i32 * 100);
            parts.point_lon.push((lon * 1e4).round() as i32 * 100);
        }
        parts.points_from.push(parts.point_lat.len() as u32);
    }
    let kind_of = |node: Where, gauge: u16| {
        let graph = &graphs[node.0];
        mode(graph.edges[graph.around[node.1 as usize][0] as usize].kind, gauge)
    };
    let member = |&(node, gauge, metres): &(Where, u16, f64)| {
        Some(BaseMember {
            mode: mode_of(kind_of(node, gauge)),
            node: *number.get(&node)?,
            metres: metres.round() as u32,
        })
    };
    for terminal in terminals {
        let mut members: Vec<BaseMember> = terminal.members.iter().filter_map(member).collect();
        members.sort();
        let [lat, lon] = terminal.at.map(micro);
        let (kind, name, locode) = (terminal.kind, terminal.name.clone(), terminal.locode.clone());
        let place = terminal.place.as_ref().map(place_of);
        parts.terminals.push(BaseTerminal { kind, name, place, locode, lat, lon, members });
    }
    for (id, members) in ways {
        for member in members.iter().filter_map(member) {
            parts.connectors.push(BaseConnector {
                place: place_of(id),
                mode: member.mode,
                metres: member.metres,
                node: member.node,
            });
        }
    }
    parts.connectors.sort();
    (parts.modes, parts.places) = (modes, places);
    parts
}

/// The place of a point on the Hilbert curve of order 16 over the globe.
fn hilbert([lat, lon]: At) -> u64 {
    let grid = |x: f64, span: f64| ((x / span).clamp(0.0, 0.999_999) * 65536.0) as u32;
    let (mut x, mut y) = (grid(lon + 180.0, 360.0), grid(lat + 90.0, 180.0));
    let mut place = 0;
    for level in (0..16).rev() {
        let side = 1u32 << level;
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        place += u64::from(side) * u64::from(side) * u64::from((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                (x, y) = (65535 - x, 65535 - y);
            }
            (x, y) = (y, x);
        }
    }
    place
}
