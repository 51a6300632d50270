//! Roads: scgraph's graph, with long pieces led through the places on them and loose ends joined.

use crate::graph::{Graph, Kind};
use crate::rail::along;
use crate::raw::{Failure, Raw};
use crate::sphere::{At, Near};

/// Loose ends nearer than this are joined to what is near, unless they are joined anyway.
const JOIN: f64 = 1000.0;
const ANYWAY: f64 = 6000.0;

pub fn build(raw: &Raw, places: &[At]) -> Result<Graph, Failure> {
    let (nodes, edges) = raw.graph("highways")?;
    let mut graph = Graph::default();
    for &at in &nodes {
        graph.node(at);
    }
    // A place that has a road node of its own needs none on a passing road.
    let near = Near::new(graph.nodes());
    let lonely: Vec<At> = places.iter().copied().filter(|&at| near.nearest(at, 4000.0).is_none()).collect();
    let tree = Near::new(lonely.iter().copied().zip(0..));
    for (a, b, length) in edges {
        along(&mut graph, (a, b, length), &tree, &lonely, Kind::Road);
    }
    join(&mut graph, JOIN, ANYWAY, Kind::Road, |_, _| true);
    Ok(graph)
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
