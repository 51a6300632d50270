//! The arcs by which a journey is told to follow a corridor.

use super::Continent;
use super::step::{Step, Ways};
use crate::corridor::{Corridor, Passage};
use std::collections::{BTreeMap, BTreeSet};

/// By passage of a signature, the arcs that pass there: those of the link itself, and edges of the base network that stand for it.
///
/// These are where its border is passed, in its mode, and for a link without one the middle of its course. The whole course would be too much to ask for, since any
/// road around a city leaves it; any edge of it too little.
#[derive(Debug)]
pub(crate) struct Gates(BTreeMap<Passage, Vec<u32>>);

impl Gates {
    /// Takes one look at each arc.
    pub(crate) fn new(continent: &Continent) -> Gates {
        let (ways, inner) = (&continent.ways, &continent.ways.figures.inner);
        let passages = inner.corridors.iter().flat_map(|corridor| corridor.signature.iter().flatten());
        let links: BTreeSet<u32> = passages.map(|passage| passage.link).collect();
        let mut at_border: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
        let mut of_edge: BTreeMap<u32, Vec<Passage>> = BTreeMap::new();
        for link in &links {
            match inner.links[*link as usize].crossing {
                Some(crossing) => at_border.entry(crossing).or_default().push(*link),
                None => {
                    if let Some((edge, back)) = ways.courses.middle(*link) {
                        of_edge.entry(edge).or_default().push(Passage { link: *link, forward: !back });
                    }
                }
            }
        }
        for edge in 0..ways.figures.base.edge_count() as u32 {
            let Some(crossing) = ways.figures.crossing(edge as usize) else { continue };
            let passed = at_border.get(&crossing).into_iter().flatten();
            let passed = passed.filter_map(|link| ways.passed(*link, edge));
            of_edge.entry(edge).or_default().extend(passed);
        }
        let mut gates: BTreeMap<Passage, Vec<u32>> = BTreeMap::new();
        for arc in 0..continent.graph.arcs() as u32 {
            match continent.step(arc) {
                Step::Link { arc: curated } => {
                    let graph = &ways.curated.graph;
                    let link = graph.link(curated);
                    if links.contains(&link) {
                        let from = ways.curated.state(graph.tail(curated)).0;
                        let passage = Passage { link, forward: inner.links[link as usize].from == from };
                        gates.entry(passage).or_default().push(arc);
                    }
                }
                Step::Edge { edge, forward } => {
                    for passage in of_edge.get(&edge).into_iter().flatten() {
                        let passage = if forward { *passage } else { passage.reversed() };
                        gates.entry(passage).or_default().push(arc);
                    }
                }
                _ => {}
            }
        }
        Gates(gates)
    }

    /// The arcs along the passages of each group of a corridor, in order; a group that is shut has none.
    pub(crate) fn of(&self, corridor: &Corridor, mirrored: bool) -> Vec<Vec<u32>> {
        let arcs =
            |group: &Vec<Passage>| group.iter().filter_map(|passage| self.0.get(passage)).flatten().copied().collect();
        corridor.groups(mirrored).iter().map(arcs).collect()
    }
}

impl Ways {
    /// How a link is passed over an edge at its crossing, from the first node of the edge to its second.
    fn passed(&self, link: u32, edge: u32) -> Option<Passage> {
        let (figures, of) = (&self.figures, &self.figures.inner.links[link as usize]);
        let parts = figures.base.parts();
        let (from, to) = (parts.from[edge as usize], parts.to[edge as usize]);
        let [from, to] = [from, to].map(|node| figures.country(node));
        let [here, there] = [of.from, of.to].map(|node| Some(figures.inner.nodes[node as usize].country));
        let forward = from == here && to == there;
        let passed = of.mode.same_kind(figures.mode(edge as usize)) && (forward || (from == there && to == here));
        passed.then_some(Passage { link, forward })
    }
}
