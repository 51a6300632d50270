//! Places and links that hold the network together: articulation points and bridges (Tarjan 1972, 1974; by petgraph).

use crate::network::Inner;
use petgraph::algo::{articulation_points::articulation_points, bridges};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// The places without which open links join the rest no longer, and the links of which the same holds; both in order.
///
/// Direction, mode and gauge do not count here: what holds the links together may still be hard to go round for want of them.
/// O(n + m log m) for n places and m links.
pub(crate) fn articulation(inner: &Inner) -> (Vec<u32>, Vec<u32>) {
    // Bridges are told by the places next to each other, so that parallel links have to be one edge: any of them can stand in for the others.
    let mut edges: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (index, link) in (0..).zip(inner.links.iter()).filter(|(_, link)| inner.status(link).is_open()) {
        edges.entry((link.from.min(link.to), link.from.max(link.to))).or_default().push(index);
    }
    let mut graph: UnGraph<(), ()> = UnGraph::with_capacity(inner.nodes.len(), edges.len());
    for _ in 0..inner.nodes.len() {
        graph.add_node(());
    }
    for (from, to) in edges.keys() {
        graph.add_edge(NodeIndex::new(*from as usize), NodeIndex::new(*to as usize), ());
    }
    let mut places: Vec<u32> = articulation_points(&graph).into_iter().map(|place| place.index() as u32).collect();
    places.sort_unstable();
    let only = |edge: (u32, u32)| match edges[&edge][..] {
        [link] => Some(link),
        _ => None,
    };
    let place = |node: NodeIndex| node.index() as u32;
    let mut links: Vec<u32> =
        bridges(&graph).filter_map(|edge| only((place(edge.source()), place(edge.target())))).collect();
    links.sort_unstable();
    (places, links)
}
