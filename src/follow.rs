//! Which corridors a path follows: those whose signature it uses, in either direction.

use crate::compile::StateGraph;
use crate::corridor::Passage;
use crate::engine::Path;
use crate::network::Inner;

/// The signatures of all corridors, ready to be looked for on many paths.
#[derive(Debug)]
pub(crate) struct Signatures {
    /// By corridor, in both directions: groups of passages of which a path uses one each, in order.
    groups: Vec<[Vec<Vec<Passage>>; 2]>,
}

impl Signatures {
    pub(crate) fn new(inner: &Inner) -> Signatures {
        let both = |corridor: &crate::corridor::Corridor| [false, true].map(|mirrored| corridor.groups(mirrored));
        Signatures { groups: inner.corridors.iter().map(both).collect() }
    }

    /// The corridors that a path follows, in their order. A path may follow several. O(links of the path x passages).
    pub(crate) fn followed(&self, inner: &Inner, graph: &StateGraph, path: &Path) -> Vec<u16> {
        let passed = |arc: &u32| {
            let link = graph.graph.link(*arc);
            let forward = inner.links[link as usize].from == graph.state(graph.graph.tail(*arc)).0;
            (link, forward)
        };
        let passed: Vec<(u32, bool)> = path.arcs().iter().map(passed).collect();
        let uses = |groups: &Vec<Vec<Passage>>| {
            let mut left = passed.iter();
            let one_of = |group: &Vec<Passage>, at: &(u32, bool)| group.iter().any(|of| (of.link, of.forward) == *at);
            groups.iter().all(|group| left.any(|at| one_of(group, at)))
        };
        (0..).zip(&self.groups).filter(|(_, both)| both.iter().any(uses)).map(|(corridor, _)| corridor).collect()
    }
}
