//! Roads: scgraph's graph, with long pieces led through the places on them and loose ends joined.

use crate::graph::{Graph, Kind};
use crate::raw::{Failure, Raw};
use crate::sphere::{At, Near, metres, off_line};
use std::collections::BTreeMap;

/// A place nearer than this to a node of the graph has a road; farther off, it lies on an edge longer than that.
const OWN: f64 = 4000.0;
const LONG: f64 = 8000.0;
/// Loose ends nearer than this are joined to what is near, unless they are joined anyway.
const JOIN: f64 = 1000.0;
const ANYWAY: f64 = 6000.0;
const FACING: f64 = 5000.0;

pub fn build(raw: &Raw, places: &[(At, bool)]) -> Result<Graph, Failure> {
    let (nodes, edges) = raw.graph("highways")?;
    let mut graph = Graph::default();
    for &at in &nodes {
        graph.node(at);
    }
    // A place that has a road node of its own needs none on a passing road.
    let near = Near::new(graph.nodes());
    let on = places.iter().filter(|place| near.nearest(place.0, if place.1 { OWN } else { 2.0 * OWN }).is_none());
    let mut through: BTreeMap<usize, Vec<At>> = BTreeMap::new();
    for &(place, known) in on {
        let fits = |edge: usize| detour(&nodes, edges[edge], place, known).map(|detour| (detour, edge));
        let best = (0..edges.len()).filter(|&e| edges[e].2 > LONG).filter_map(fits).min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, edge)) = best {
            through.entry(edge).or_default().push(place);
        }
    }
    for (number, &(a, b, length)) in edges.iter().enumerate() {
        match through.get(&number) {
            Some(places) => lead(&mut graph, (a, b, length), places),
            None => _ = graph.edge(a, b, length, Kind::Road),
        }
    }
    join(&mut graph, JOIN, ANYWAY, Kind::Road, |_, _| true);
    join_ends(&mut graph, FACING, Kind::Road);
    Ok(graph)
}

/// Two loose ends that face each other over a few kilometres are one line that the source cut, if it leads nowhere else.
pub fn join_ends(graph: &mut Graph, radius: f64, kind: Kind) {
    let near = Near::new(graph.nodes().filter(|&(_, n)| graph.degree(n) == 1));
    for node in 0..graph.at.len() as u32 {
        if graph.degree(node) != 1 {
            continue;
        }
        let others = near.within(graph.at[node as usize], radius);
        let loose = others.into_iter().filter(|&(other, _)| other != node && graph.degree(other) == 1);
        let apart =
            |&(other, d): &(u32, f64)| graph.reach(&[(node, 0.0)], &[(other, 0.0)], 10.0 * d + 20_000.0).is_none();
        if let Some((other, _)) = loose.take(10).find(apart) {
            graph.straight(node, other, kind);
        }
    }
}

/// How much longer an edge would be if it led past a place, as a share of it; none if the place is not on it. A curated
/// place is known to have a road, so that it is found farther from the straight line.
fn detour(nodes: &[At], (a, b, length): (u32, u32, f64), place: At, known: bool) -> Option<f64> {
    let [a, b] = [a, b].map(|n| nodes[n as usize]);
    // Cheap first: nothing lies on an edge that lies farther from it than its slack lets it bend.
    if off_line(place, a, b) > 0.5 * length {
        return None;
    }
    let (way, straight) = (metres(a, place) + metres(place, b), metres(a, b));
    let (longer, bend) = if known { (1.06, 1.5) } else { (1.0, 1.05) };
    (way <= length * longer && way <= straight * bend).then_some(way / length)
}

/// An edge led through places, in the order in which they lie on it.
fn lead(graph: &mut Graph, (a, b, length): (u32, u32, f64), places: &[At]) {
    let start = graph.at[a as usize];
    let mut order: Vec<(f64, At)> = places.iter().map(|&at| (metres(start, at), at)).collect();
    order.sort_by(|x, y| x.0.total_cmp(&y.0));
    // Posts of two countries face each other over a few hundred metres.
    order.dedup_by(|next, last| metres(next.1, last.1) < 300.0);
    let mut nodes = vec![a];
    nodes.extend(order.into_iter().map(|(_, at)| graph.node(at)));
    nodes.push(b);
    let between = |graph: &Graph, pair: &[u32]| metres(graph.at[pair[0] as usize], graph.at[pair[1] as usize]);
    let total: f64 = nodes.windows(2).map(|pair| between(graph, pair)).sum();
    for pair in nodes.windows(2) {
        let share = between(graph, pair) / total;
        // A lead may not make the road shorter than it is far.
        graph.edge(pair[0], pair[1], length.max(total) * share, Kind::Road);
    }
}

/// Joins ends of lines, and pieces that stand alone, to the nearest node that is not near along the network already.
pub fn join(graph: &mut Graph, radius: f64, anyway: f64, kind: Kind, same: impl Fn(u32, u32) -> bool) -> usize {
    let near = Near::new(graph.nodes().filter(|&(_, n)| graph.degree(n) > 0));
    let mut joined = 0;
    for node in 0..graph.at.len() as u32 {
        if graph.degree(node) != 1 {
            continue;
        }
        let others = near.within(graph.at[node as usize], radius);
        let target = others.into_iter().filter(|&(other, _)| other != node && same(node, other));
        let far = |&(other, _): &(u32, f64)| graph.reach(&[(node, 0.0)], &[(other, 0.0)], anyway).is_none();
        if let Some((other, _)) = target.take(40).find(far) {
            graph.straight(node, other, kind);
            joined += 1;
        }
    }
    joined
}

/// Joins each component to its neighbours at the nearest pair of nodes within the radius, however they lie in it.
pub fn join_components(graph: &mut Graph, radius: f64, kind: Kind, same: impl Fn(u32, u32) -> bool) -> usize {
    let (of, _) = graph.components();
    let near = Near::new(graph.nodes().filter(|&(_, n)| graph.degree(n) > 0));
    let mut sizes = std::collections::HashMap::new();
    of.iter().for_each(|&c| *sizes.entry(c).or_insert(0usize) += 1);
    let largest = sizes.iter().max_by_key(|&(&c, &size)| (size, std::cmp::Reverse(c))).map(|(&c, _)| c);
    let mut best: std::collections::BTreeMap<(u32, u32), (f64, u32, u32)> = Default::default();
    for node in (0..graph.at.len() as u32).filter(|&n| graph.degree(n) > 0 && Some(of[n as usize]) != largest) {
        for (other, distance) in near.within(graph.at[node as usize], radius) {
            let (a, b) = (of[node as usize], of[other as usize]);
            if a != b && same(node, other) {
                let entry = best.entry((a.min(b), a.max(b))).or_insert((f64::INFINITY, 0, 0));
                if distance < entry.0 {
                    *entry = (distance, node, other);
                }
            }
        }
    }
    for &(_, a, b) in best.values() {
        graph.straight(a, b, kind);
    }
    best.len()
}
