//! Choke points: where a closure, a queue or a strike would hit a route whatever road it takes beside them.

use crate::compile::StateGraph;
use crate::costing::Standing;
use crate::engine::{Graph, Path, Things};
use crate::link::Link;
use crate::mode::Mode;
use crate::network::Inner;
use crate::place::{Control, NodeKind};
use std::collections::BTreeMap;
use std::fmt;

/// What kind of choke point it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum ChokeKind {
    /// A border crossing with control.
    Crossing,
    /// A seaport where freight boards or lands.
    Port,
    /// Another place where it changes mode or gauge.
    Transfer,
    /// A ferry link.
    Ferry,
    /// A strait, canal or other waypoint that it passes.
    Strait,
}

/// A choke point of a route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChokePoint {
    kind: ChokeKind,
    id: String,
    name: String,
}

impl ChokePoint {
    /// What kind it is.
    pub fn kind(&self) -> ChokeKind {
        self.kind
    }

    /// The id of the crossing, place or link.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for ChokePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ChokeKind::Crossing | ChokeKind::Strait => f.write_str(&self.name),
            ChokeKind::Port => write!(f, "port of {}", self.name),
            ChokeKind::Transfer => write!(f, "transfer at {}", self.name),
            ChokeKind::Ferry => write!(f, "ferry {}", self.name),
        }
    }
}

/// A choke point by its index in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Choke {
    Crossing(u16),
    Handling(u32),
    Ferry(u32),
    Strait(u32),
}

impl Choke {
    pub(crate) fn named(self, inner: &Inner) -> ChokePoint {
        let place = |node: u32| (inner.nodes[node as usize].id.clone(), inner.nodes[node as usize].name.clone());
        let (kind, (id, name)) = match self {
            Choke::Crossing(crossing) => {
                let crossing = &inner.crossings[crossing as usize];
                (ChokeKind::Crossing, (crossing.id.clone(), crossing.name.clone()))
            }
            Choke::Handling(node) if inner.nodes[node as usize].kind == NodeKind::Seaport => {
                (ChokeKind::Port, place(node))
            }
            Choke::Handling(node) => (ChokeKind::Transfer, place(node)),
            Choke::Strait(node) => (ChokeKind::Strait, place(node)),
            Choke::Ferry(link) => {
                let link = &inner.links[link as usize];
                (ChokeKind::Ferry, (link.id.clone(), format!("{} - {}", place(link.from).1, place(link.to).1)))
            }
        };
        ChokePoint { kind, id, name }
    }
}

/// The choke points of every arc of a graph: each that a path over the arc passes, once.
///
/// A transfer belongs to the arc on which freight leaves the place, a strait to the one on which it comes there. What happens where the
/// trip starts or ends is none: every route shares that.
#[derive(Debug)]
pub(crate) struct Chokes {
    /// Those of arc `a` are `all[first[a]..first[a + 1]]`.
    first: Vec<u32>,
    all: Vec<Choke>,
    /// Each once.
    all_sorted: Vec<Choke>,
    /// By link: the first link between the same two places.
    section_of: Vec<u32>,
    things: Things,
}

impl Chokes {
    /// O(arcs log arcs).
    pub(crate) fn new(inner: &Inner, states: &StateGraph) -> Chokes {
        let graph = &states.graph;
        let mut first_between = BTreeMap::new();
        let mut section = |(index, link): (u32, &Link)| {
            *first_between.entry((link.from.min(link.to), link.from.max(link.to))).or_insert(index)
        };
        let section_of = (0..).zip(inner.links.iter()).map(&mut section).collect();
        let things = Things::new(std::iter::empty::<[u32; 0]>());
        let mut chokes = Chokes { first: vec![0], all: Vec::new(), all_sorted: Vec::new(), section_of, things };
        for arc in 0..graph.arcs() as u32 {
            let (node, standing) = states.state(graph.tail(arc));
            let head = states.state(graph.head(arc)).0;
            let index = graph.link(arc);
            let link = &inner.links[index as usize];
            let handled = match standing {
                Standing::Ground { .. } => false,
                Standing::Landed(mode) | Standing::Afloat { mode, .. } => mode != link.mode,
            };
            let controlled =
                link.crossing.filter(|crossing| inner.crossings[*crossing as usize].control != Control::Open);
            chokes.all.extend(handled.then_some(Choke::Handling(node)));
            chokes.all.extend(controlled.map(Choke::Crossing));
            chokes.all.extend((link.mode == Mode::Ferry).then_some(Choke::Ferry(index)));
            chokes.all.extend(inner.is_waypoint(head).then_some(Choke::Strait(head)));
            chokes.first.push(chokes.all.len() as u32);
        }
        chokes.all_sorted = chokes.all.clone();
        chokes.all_sorted.sort_unstable();
        chokes.all_sorted.dedup();
        chokes.things = chokes.with_sections(graph);
        chokes
    }

    fn of_arc(&self, arc: u32) -> &[Choke] {
        &self.all[self.first[arc as usize] as usize..self.first[arc as usize + 1] as usize]
    }

    /// Those that a path passes on its way to a place, in order of travel, each once.
    pub(crate) fn along(&self, path: &Path, to: u32) -> Vec<Choke> {
        let mut along = Vec::new();
        for choke in path.arcs().iter().flat_map(|arc| self.of_arc(*arc)) {
            if *choke != Choke::Strait(to) && !along.contains(choke) {
                along.push(*choke);
            }
        }
        along
    }

    /// The things that each arc uses, as numbers: its section, then choke points.
    pub(crate) fn things(&self) -> &Things {
        &self.things
    }

    fn with_sections(&self, graph: &Graph) -> Things {
        Things::new((0..graph.arcs() as u32).map(|arc| {
            let points = self.of_arc(arc).iter().map(|choke| self.number(*choke));
            std::iter::once(self.section(graph.link(arc))).chain(points)
        }))
    }

    /// What all links between the same two places have in common, as a number.
    pub(crate) fn section(&self, link: u32) -> u32 {
        self.section_of[link as usize]
    }

    /// A choke point as a number beyond those of sections.
    pub(crate) fn number(&self, choke: Choke) -> u32 {
        (self.section_of.len() + self.all_sorted.binary_search(&choke).unwrap_or(0)) as u32
    }
}
