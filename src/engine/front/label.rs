//! Labels: the ways that a search has found, and the paths that they stand for.

use super::super::graph::NONE;
use super::super::{Goal, Graph, Path};

/// One way to a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    /// Bounded totals of the chosen criteria in order, totals of the others in order, number of links: the order of labels.
    pub(super) key: [u32; 7],
    pub(super) state: u32,
    pub(super) parent: u32,
    /// The last arc; `NONE` at the start and where a path ends.
    pub(super) arc: u32,
}

/// The totals that a label waits by, the first of them on top.
#[inline]
pub(super) fn first_two(key: &[u32; 7]) -> u64 {
    u64::from(key[0]) << 32 | u64::from(key[1])
}

/// What a search found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) labels: Vec<Label>,
    /// The labels at the goals, in order.
    pub(super) ends: Vec<u32>,
    /// Other last arcs of settled labels, each with the label before: label, parent, arc.
    pub(super) equals: Vec<(u32, u32, u32)>,
    pub(super) complete: bool,
    /// Labels that one at another state of their place made needless.
    pub(super) needless_at_place: u64,
}

impl Found {
    /// Whether the links of one label, from the last one back, come before those of the other.
    pub(super) fn earlier(&self, graph: &Graph, a: u32, b: u32) -> bool {
        let (mut a, mut b) = (a, b);
        while a != b {
            let (first, second) = (&self.labels[a as usize], &self.labels[b as usize]);
            if first.arc != NONE && second.arc != NONE {
                let order = graph.link(first.arc).cmp(&graph.link(second.arc));
                if order.is_ne() {
                    return order.is_lt();
                }
            }
            (a, b) = (first.parent, second.parent);
            if a == NONE || b == NONE {
                return false;
            }
        }
        false
    }

    /// The path of a label at the goals.
    pub(super) fn path(&self, graph: &Graph, end: u32, goals: &[Goal]) -> Option<Path> {
        let mut at = self.labels[end as usize].parent;
        let state = self.labels[at as usize].state;
        let mut arcs = Vec::with_capacity(self.labels[at as usize].key[6] as usize);
        while at != NONE {
            let label = &self.labels[at as usize];
            arcs.extend((label.arc != NONE).then_some(label.arc));
            at = label.parent;
        }
        arcs.reverse();
        Some(Path::new(graph, arcs, *goals.iter().find(|goal| goal.state == state)?))
    }
}
