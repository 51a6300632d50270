//! One railway network of three: OpenStreetMap's ways where there are any, Natural Earth elsewhere, and of scgraph's
//! graph the lines that both lack.
//!
//! A piece of a lower layer is left out where the layers above already lead from one of its ends to the other at about
//! its length: the rule of the greedy spanner (Althöfer et al., 1993), so each line stands in one layer.

use crate::graph::{Graph, Kind};
use crate::raw::{Failure, Raw};
use crate::report::Report;
use crate::road::join_ends;
use crate::sphere::{At, Near, between, metres};
use std::collections::HashMap;

/// Metres between vertices after longer straight pieces are cut, so that nearness to vertices is nearness to lines.
const STEP: f64 = 1000.0;
/// How far off its true course Natural Earth may draw a line.
const ERROR: f64 = 2500.0;
/// Line ends that face each other over this are one line, if nothing else leads from one to the other.
const FACING: f64 = 8000.0;
/// A way round at most this much longer counts as the same line.
const STRETCH: f64 = 1.12;
const SLACK: f64 = 2000.0;

pub fn build(raw: &Raw, known: &[At], report: &mut Report) -> Result<Graph, Failure> {
    let mut ways = ways(raw)?;
    thin(&mut ways, 1.2, 300.0, 1500.0);
    report.say(format!("railways of OpenStreetMap in four windows: {:.0} km", kilometres(&ways)));
    let natural = lines(raw)?;
    let mut graph = overlay(ways, &natural);
    report.say(format!("with Natural Earth: {:.0} km", kilometres(&graph)));
    join_ends(&mut graph, FACING, Kind::Rail);
    missing(&mut graph, raw, known)?;
    report.say(format!("with the lines that only scgraph has: {:.0} km", kilometres(&graph)));
    Ok(graph)
}

pub fn kilometres(graph: &Graph) -> f64 {
    graph.edges.iter().map(|edge| edge.metres).sum::<f64>() / 1000.0
}

/// A line as vertices, cut into steps.
fn lay(graph: &mut Graph, vertex: &mut HashMap<[i64; 2], u32>, line: &[At]) {
    let mut place = |graph: &mut Graph, at: At| {
        let key = at.map(|x| (x * 1e5).round() as i64);
        *vertex.entry(key).or_insert_with(|| graph.node(at))
    };
    for pair in line.windows(2) {
        let length = metres(pair[0], pair[1]);
        let steps = (length / STEP).ceil().max(1.0);
        let (mut last, end) = (place(graph, pair[0]), place(graph, pair[1]));
        for step in 1..steps as u32 {
            let next = graph.node(between(pair[0], pair[1], f64::from(step) / steps));
            graph.edge(last, next, length / steps, Kind::Rail);
            last = next;
        }
        if last != end {
            graph.edge(last, end, length / steps, Kind::Rail);
        }
    }
}

fn ways(raw: &Raw) -> Result<Graph, Failure> {
    let (mut graph, mut vertex) = (Graph::default(), HashMap::new());
    for feature in raw.features("osm_rail_ways/rail_ways_4_windows.geojson.gz")? {
        if feature.properties["railway"] == "rail" {
            feature.lines.iter().for_each(|line| lay(&mut graph, &mut vertex, line));
        }
    }
    Ok(graph)
}

fn lines(raw: &Raw) -> Result<Graph, Failure> {
    let (mut graph, mut vertex) = (Graph::default(), HashMap::new());
    for feature in raw.features("natural_earth/ne_10m_railroads_bbox.geojson.gz")? {
        feature.lines.iter().for_each(|line| lay(&mut graph, &mut vertex, line));
    }
    Ok(graph)
}

/// Chains of edges between nodes where lines meet or end, each as its nodes and its metres.
pub fn chains(graph: &Graph) -> Vec<(Vec<u32>, Vec<u32>, f64)> {
    let mut seen = vec![false; graph.edges.len()];
    let mut chains = Vec::new();
    let ends = (0..graph.at.len() as u32).filter(|&n| graph.degree(n) != 2);
    // Rings have no end: any of their nodes will do, after all others.
    for start in ends.chain((0..graph.at.len() as u32).filter(|&n| graph.degree(n) == 2)) {
        for &first in &graph.around[start as usize] {
            if seen[first as usize] {
                continue;
            }
            let (mut edge, mut here) = (first, start);
            let (mut nodes, mut edges, mut length) = (vec![start], Vec::new(), 0.0);
            loop {
                seen[edge as usize] = true;
                edges.push(edge);
                length += graph.edges[edge as usize].metres;
                here = graph.other(edge, here);
                nodes.push(here);
                if graph.degree(here) != 2 || here == start {
                    break;
                }
                let around = &graph.around[here as usize];
                let next = if around[0] == edge { around[1] } else { around[0] };
                if seen[next as usize] {
                    break;
                }
                edge = next;
            }
            chains.push((nodes, edges, length));
        }
    }
    chains
}

/// Drops second tracks, loops and sidings: chains beside which others lead to the same end, short dead ends, yards alone.
fn thin(graph: &mut Graph, stretch: f64, slack: f64, dead_end: f64) {
    for _ in 0..3 {
        let mut chains = chains(graph);
        chains.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
        let (mut coarse, mut keep) = (Graph::default(), vec![false; graph.edges.len()]);
        let mut of: HashMap<u32, u32> = HashMap::new();
        for (nodes, edges, length) in &chains {
            let ends = [nodes[0], nodes[nodes.len() - 1]];
            let dead = ends.iter().any(|&n| graph.degree(n) == 1) && *length < dead_end;
            if dead || (ends[0] == ends[1] && *length < 20_000.0) {
                continue;
            }
            let [a, b] = ends.map(|n| *of.entry(n).or_insert_with(|| coarse.node(graph.at[n as usize])));
            if ends[0] != ends[1] && coarse.reach(&[(a, 0.0)], &[(b, 0.0)], stretch * length + slack).is_some() {
                continue;
            }
            coarse.edge(a, b, *length, Kind::Rail);
            edges.iter().for_each(|&e| keep[e as usize] = true);
        }
        graph.retain(|edge| keep[edge as usize]);
    }
    let (of, totals) = graph.components();
    let ends: Vec<u32> = graph.edges.iter().map(|edge| edge.a).collect();
    graph.retain(|edge| totals[of[ends[edge as usize] as usize] as usize] > 10_000.0);
}

/// Adds the pieces of `lower` that `graph` lacks.
fn overlay(mut graph: Graph, lower: &Graph) -> Graph {
    let near = Near::new(graph.nodes());
    let mut node_of: HashMap<u32, u32> = HashMap::new();
    for (nodes, edges, _) in chains(lower) {
        let anchors: Vec<Option<(u32, f64)>> =
            nodes.iter().map(|&n| near.nearest(lower.at[n as usize], ERROR)).collect();
        // Runs of edges of which one end at least is far from the layer above.
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for i in (0..edges.len()).filter(|&i| anchors[i].is_none() || anchors[i + 1].is_none()) {
            match runs.last_mut() {
                Some((_, end)) if *end == i => *end = i + 1,
                _ => runs.push((i, i + 1)),
            }
        }
        for (from, to) in runs {
            let length: f64 = edges[from..to].iter().map(|&e| lower.edges[e as usize].metres).sum();
            if let (Some((a, _)), Some((b, _))) = (anchors[from], anchors[to])
                && graph.reach(&[(a, 0.0)], &[(b, 0.0)], STRETCH * length + 2.0 * SLACK).is_some()
            {
                continue;
            }
            let mut place =
                |graph: &mut Graph, n: u32| *node_of.entry(n).or_insert_with(|| graph.node(lower.at[n as usize]));
            for i in from..to {
                let (a, b) = (place(&mut graph, nodes[i]), place(&mut graph, nodes[i + 1]));
                graph.edge(a, b, lower.edges[edges[i] as usize].metres, Kind::Rail);
            }
            for end in [from, to] {
                if let Some((anchor, _)) = anchors[end] {
                    let own = place(&mut graph, nodes[end]);
                    graph.straight(own, anchor, Kind::Rail);
                }
            }
        }
    }
    graph
}

/// Adds the edges of scgraph's rail graph that lead where nothing leads yet, the short ones first.
fn missing(graph: &mut Graph, raw: &Raw, known: &[At]) -> Result<(), Failure> {
    let (nodes, mut edges) = raw.graph("railways")?;
    edges.sort_by(|a, b| a.2.total_cmp(&b.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let near = Near::new(graph.nodes());
    let anchors: Vec<Option<(u32, f64)>> = nodes.iter().map(|&at| near.nearest(at, ERROR)).collect();
    let mut own: Vec<Option<u32>> = vec![None; nodes.len()];
    let stations: Vec<At> = known.iter().copied().chain(raw.stations()?).collect();
    let places = Near::new(stations.iter().copied().zip(0..));
    for (u, v, length) in edges {
        let ends = [u, v].map(|n| n as usize);
        let from =
            |n: usize| anchors[n].map(|a| (a.0, 0.0)).into_iter().chain(own[n].map(|o| (o, 0.0))).collect::<Vec<_>>();
        let (a, b) = (from(ends[0]), from(ends[1]));
        if !a.is_empty() && !b.is_empty() && graph.reach(&a, &b, STRETCH * length + SLACK).is_some() {
            continue;
        }
        let [a, b] = ends.map(|n| {
            *own[n].get_or_insert_with(|| {
                let node = graph.node(nodes[n]);
                // Pieces that were left out at this end lead to the anchor, so this one has to meet it too.
                if let Some((anchor, _)) = anchors[n] {
                    graph.straight(node, anchor, Kind::Rail);
                }
                node
            })
        });
        along(graph, (a, b, length), &places, &stations, Kind::Rail);
    }
    Ok(())
}

/// An edge without geometry, led through the places that lie on it: those past which the way is no longer than the edge.
fn along(graph: &mut Graph, (a, b, length): (u32, u32, f64), places: &Near, at: &[At], kind: Kind) {
    let ends = [graph.at[a as usize], graph.at[b as usize]];
    let mut line = vec![ends[0], ends[1]];
    if length > 15_000.0 {
        let middle = between(ends[0], ends[1], 0.5);
        let mut candidates = places.within(middle, length / 2.0);
        candidates.sort_by_key(|&(place, _)| place);
        for (place, _) in candidates {
            let place = at[place as usize];
            let gaps = line.windows(2).enumerate().map(|(i, pair)| {
                let straight = metres(pair[0], pair[1]);
                let way = metres(pair[0], place) + metres(place, pair[1]);
                (way - straight, i, way / straight.max(1.0))
            });
            let Some((extra, i, ratio)) = gaps.min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            let total: f64 = line.windows(2).map(|pair| metres(pair[0], pair[1])).sum();
            let apart = metres(line[i], place).min(metres(place, line[i + 1]));
            if apart > 3000.0 && ratio < 1.03 && total + extra <= length * 1.01 {
                line.insert(i + 1, place);
            }
        }
    }
    let total: f64 = line.windows(2).map(|pair| metres(pair[0], pair[1])).sum();
    let mut last = a;
    for i in 1..line.len() {
        let next = if i + 1 == line.len() { b } else { graph.node(line[i]) };
        let share = if total > 0.0 { metres(line[i - 1], line[i]) / total } else { 1.0 };
        graph.edge(last, next, length.max(total) * share, kind);
        last = next;
    }
}
