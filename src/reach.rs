//! Which places freight can get to when everything is open.

use crate::cost::CostVector;
use crate::costing::Standing;
use crate::mode::Mode;
use crate::network::Inner;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Bfs;

/// The places that freight from the rest of the network cannot get to, by any number of trips, with every link open. Places
/// that freight goes between both ways stand in one group. Waypoints, where nothing ends, are left out.
///
/// The rest is the largest such group, and among equals the one furthest upstream. What freight can reach but not leave is
/// not cut off: it may be a market.
pub(crate) fn cut_off(inner: &Inner) -> Vec<Vec<u32>> {
    let graph = trips(inner);
    let place = |state: &NodeIndex| {
        let place = state.index() as u32;
        (state.index() < inner.nodes.len() && !inner.is_waypoint(place)).then_some(place)
    };
    // Components come the furthest downstream first.
    let groups: Vec<Vec<u32>> =
        kosaraju_scc(&graph).iter().map(|component| component.iter().filter_map(place).collect()).collect();
    let Some(start) = groups.iter().max_by_key(|group| group.len()).and_then(|rest| rest.first()) else {
        return Vec::new();
    };
    let mut reached = vec![false; graph.node_count()];
    let mut search = Bfs::new(&graph, NodeIndex::new(*start as usize));
    while let Some(state) = search.next(&graph) {
        reached[state.index()] = true;
    }
    let cut_off = |group: &Vec<u32>| group.first().is_some_and(|place| !reached[*place as usize]);
    let mut cut_off: Vec<Vec<u32>> = groups.into_iter().filter(cut_off).collect();
    cut_off.iter_mut().for_each(|group| group.sort_unstable());
    cut_off.sort_unstable();
    cut_off
}

/// Which place freight gets to from which: by land over any link, by ship or ferry between places where it can board and land.
/// Places come first, then the decks of ships and of ferries there.
fn trips(inner: &Inner) -> DiGraph<(), ()> {
    let places = inner.nodes.len();
    let mut graph = DiGraph::with_capacity(3 * places, 4 * inner.links.len());
    for _ in 0..3 * places {
        graph.add_node(());
    }
    let ground = |place: u32| NodeIndex::new(place as usize);
    let deck = |place: u32, mode: Mode| {
        let deck = if mode == Mode::Ferry { 2 } else { 1 };
        NodeIndex::new(deck * places + place as usize)
    };
    for (index, link) in inner.links.iter().enumerate() {
        for (from, to) in
            [(link.from, link.to), (link.to, link.from)].into_iter().take(if link.one_way { 1 } else { 2 })
        {
            if !link.mode.is_afloat() {
                graph.add_edge(ground(from), ground(to), ());
                continue;
            }
            graph.add_edge(deck(from, link.mode), deck(to, link.mode), ());
            let mut cost = CostVector::ZERO;
            if inner.transfer(from, Standing::Ground { terminals: false }, index as u32, &mut cost) {
                graph.add_edge(ground(from), deck(from, link.mode), ());
            }
            let afloat = Standing::Afloat { mode: link.mode, loaded: inner.nodes[from as usize].country };
            if inner.arrival(to, afloat, false, &mut cost) {
                graph.add_edge(deck(to, link.mode), ground(to), ());
            }
        }
    }
    graph
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, Network, hours, km, lat, lon};

    /// Places named by letters, all in one country, and roads between them; `>` is a road one way.
    fn network(roads: &[&str]) -> Network {
        let mut net = Network::builder();
        for (i, id) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            net.node(id, "KZ", lat(50.0), lon(60.0 + i as f64));
        }
        for road in roads {
            let (from, to) = (&road[..1], &road[2..]);
            let draft = net.link(from, to, Mode::Road).distance(km(900)).time(hours(20));
            if &road[1..2] == ">" {
                draft.one_way();
            }
        }
        net.build().unwrap()
    }

    #[test]
    fn the_rest_is_the_largest_group_of_places() {
        let cut_off = |roads: &[&str]| cut_off(&network(roads).inner);
        let none: [[u32; 0]; 0] = [];
        assert_eq!(cut_off(&["a-b", "b-c", "c-d", "d-e"]), none);
        assert_eq!(cut_off(&["a-b", "c-d", "d-e"]), [[0, 1]]);
        assert_eq!(cut_off(&["a>b", "b-c", "c-d", "d-e"]), [[0]]);
        assert_eq!(cut_off(&["a-b", "b>c", "d>c", "d-e", "e>a"]), none, "one of two pairs lies upstream");
        assert_eq!(cut_off(&["a-b", "b-c", "c-d", "d>e"]), none, "a market");
        assert_eq!(cut_off(&["a>b", "b>c", "c>d", "d>e"]), none, "freight flows one way");
    }
}
