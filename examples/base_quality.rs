//! How good the base network is: its lengths beside 41 published and 19 well-known ones; its pieces, what is out of reach, gaps.

use corridor::{Base, BasePassage, Network};
use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::{EdgeReference, NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::error::Error;
use std::path::Path;

const CLOSED: u32 = u32::MAX; // metres of what no freight passes

/// One mode's edges; places hang on them by their connectors.
fn graph(base: &Base, mode: &str) -> UnGraph<(), u32> {
    let parts = base.parts();
    let of = |i: u8| parts.modes[usize::from(i)].name().replace("ferry", "sea") == mode;
    let mut graph = UnGraph::default();
    (0..base.node_count() + parts.places.len()).for_each(|_| _ = graph.add_node(()));
    for edge in (0..base.edge_count()).filter(|&edge| of(parts.mode[edge])) {
        let closed = BasePassage::of_code(parts.passage[edge]) == BasePassage::Closed;
        let length = if closed { CLOSED } else { parts.metres[edge] };
        graph.add_edge(parts.from[edge].into(), parts.to[edge].into(), length);
    }
    for c in parts.connectors.iter().filter(|c| of(c.mode)) {
        graph.add_edge(c.node.into(), NodeIndex::new(base.node_count() + c.place as usize), c.metres);
    }
    graph
}

fn main() -> Result<(), Box<dyn Error>> {
    let base = Base::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/base/eurasia.base"))?;
    let (network, places, nodes) = (Network::bundled(), &base.parts().places, base.node_count());
    let graphs = ["road", "rail", "sea"].map(|mode| (mode, graph(&base, mode)));
    let km = |from: &str, to: &str, mode: &str| {
        let graph = &graphs.iter().find(|(own, _)| *own == mode.replace("ferry", "sea"))?.1;
        let place = |id: &str| Some(NodeIndex::new(nodes + places.iter().position(|place| place == id)?));
        let (from, to) = (place(from)?, place(to)?);
        // No way leads through another place: its connectors are straight lines.
        let shut = |node: NodeIndex| node.index() >= nodes && node != from && node != to;
        let closed = |e: EdgeReference<u32>| shut(e.source()) || shut(e.target()) || *e.weight() == CLOSED;
        let metres = |e: EdgeReference<u32>| if closed(e) { f64::INFINITY } else { f64::from(*e.weight()) };
        let found = dijkstra(graph, from, Some(to), metres).get(&to).map(|metres| metres / 1000.0);
        found.filter(|km| km.is_finite())
    };
    println!("{:<16}{:<20}{:<6}{:>8}{:>8}{:>7}  length from", "from", "to", "mode", "km", "base km", "ratio");
    let mut ratios = [Vec::new(), Vec::new()];
    for line in include_str!("data/base_quality.txt").lines() {
        let [from, to, mode, length, id] = line.splitn(5, ' ').collect::<Vec<_>>()[..] else { continue };
        let known = id == "known"; // as commonly quoted, by nobody in particular
        let source = network.sources().find(|source| source.id() == id);
        let title = if known { "well known" } else { source.ok_or(line)?.title() };
        let (length, base_km) = (length.parse::<f64>()?, km(from, to, mode).unwrap_or(f64::NAN));
        let ratio = base_km / length;
        ratios[usize::from(known)].push(ratio);
        println!("{from:<16}{to:<20}{mode:<6}{length:>8.0}{base_km:>8.0}{ratio:>7.2}  {title:.60}");
    }
    for (what, mut ratios) in ["published", "well-known"].into_iter().zip(ratios) {
        ratios.sort_by(f64::total_cmp);
        let within = |range: f64| ratios.iter().filter(|ratio| (*ratio - 1.0).abs() <= range).count();
        let (count, near, nearer, median) = (ratios.len(), within(0.1), within(0.05), ratios[ratios.len() / 2]);
        println!("{count} {what} lengths: median ratio {median:.2}, {nearer} within 5 %, {near} within 10 %");
    }
    println!("\n{nodes} nodes, {} edges, {} terminals", base.edge_count(), base.terminal_count());
    for (mode, graph) in &graphs {
        let pieces = kosaraju_scc(graph).into_iter().map(|piece| piece.len()).filter(|&len| len > 1);
        let (count, all, most) = pieces.fold((0, 0, 0), |(n, sum, most), len| (n + 1, sum + len, most.max(len)));
        let share = 100.0 * most as f64 / all as f64;
        println!("{mode}: {all} nodes, {share:.1} % of them in the largest of {count} pieces");
    }
    let lone = |i: &usize| graphs.iter().all(|(_, graph)| graph.neighbors(NodeIndex::new(nodes + i)).next().is_none());
    let lone: Vec<&str> = (0..places.len()).filter(lone).map(|i| &places[i][..]).collect();
    println!("places out of reach: {}\n\n{:<22}{:<6}{:>8}  known gap", lone.join(", "), "between", "mode", "base km");
    for line in include_str!("data/base_gaps.txt").lines() {
        let [from, to, mode, what] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else { continue };
        let found = km(from, to, mode).map_or("none".to_owned(), |km| format!("{km:.0}"));
        println!("{:<22}{mode:<6}{found:>8}  {what}", format!("{from} - {to}"));
    }
    Ok(())
}
