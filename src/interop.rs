//! petgraph's `visit` traits on [`engine::Graph`](crate::engine::Graph), so that its algorithms run on the state graph.
//!
//! ```
//! use corridor::engine::Graph;
//! use corridor::interop::petgraph::algo::{dijkstra, tarjan_scc};
//! use corridor::CostVector;
//! let arcs = [(0, 1, [5, 0, 0, 0, 0, 0]), (1, 2, [7, 0, 0, 0, 0, 0])];
//! let graph = Graph::new(3, arcs.map(|(tail, head, cost)| (tail, head, CostVector::new(cost))))?;
//! let metres = dijkstra(&graph, 0, None, |arc| arc.cost.ticks()[0]);
//! assert_eq!(metres[&2], 12);
//! assert_eq!(tarjan_scc(&graph).len(), 3);
//! # Ok::<(), corridor::engine::GraphError>(())
//! ```

use crate::cost::CostVector;
use crate::engine::Graph;
pub use petgraph;
use petgraph::Directed;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers, NodeCount,
    NodeIndexable, VisitMap, Visitable,
};

/// An arc as petgraph sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc<'a> {
    /// Its number.
    pub id: u32,
    /// The state where it starts.
    pub tail: u32,
    /// The state where it ends.
    pub head: u32,
    /// What it costs.
    pub cost: &'a CostVector,
}

impl EdgeRef for Arc<'_> {
    type NodeId = u32;
    type EdgeId = u32;
    type Weight = CostVector;

    fn source(&self) -> u32 {
        self.tail
    }

    fn target(&self) -> u32 {
        self.head
    }

    fn weight(&self) -> &CostVector {
        self.cost
    }

    fn id(&self) -> u32 {
        self.id
    }
}

impl GraphBase for Graph {
    type NodeId = u32;
    type EdgeId = u32;
}

impl GraphProp for Graph {
    type EdgeType = Directed;
}

impl Data for Graph {
    type NodeWeight = ();
    type EdgeWeight = CostVector;
}

impl NodeCount for Graph {
    fn node_count(&self) -> usize {
        self.states()
    }
}

impl NodeIndexable for Graph {
    fn node_bound(&self) -> usize {
        self.states()
    }

    fn to_index(&self, state: u32) -> usize {
        state as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        index as u32
    }
}

/// The states that a traversal has seen.
#[derive(Clone, Debug, Default)]
pub struct Seen(Vec<bool>);

impl VisitMap<u32> for Seen {
    fn visit(&mut self, state: u32) -> bool {
        !std::mem::replace(&mut self.0[state as usize], true)
    }

    fn is_visited(&self, state: &u32) -> bool {
        self.0[*state as usize]
    }

    fn unvisit(&mut self, state: u32) -> bool {
        std::mem::replace(&mut self.0[state as usize], false)
    }
}

impl Visitable for Graph {
    type Map = Seen;

    fn visit_map(&self) -> Seen {
        Seen(vec![false; self.states()])
    }

    fn reset_map(&self, map: &mut Seen) {
        *map = self.visit_map();
    }
}

impl IntoNodeIdentifiers for &Graph {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.states() as u32
    }
}

impl<'a> IntoNeighbors for &'a Graph {
    type Neighbors = std::iter::Map<Arcs<'a>, fn(Arc<'a>) -> u32>;

    fn neighbors(self, state: u32) -> Self::Neighbors {
        self.edges(state).map(|arc| arc.head)
    }
}

/// Arcs in order of number.
#[derive(Clone, Debug)]
pub struct Arcs<'a> {
    graph: &'a Graph,
    numbers: std::ops::Range<u32>,
}

impl<'a> Iterator for Arcs<'a> {
    type Item = Arc<'a>;

    fn next(&mut self) -> Option<Arc<'a>> {
        let id = self.numbers.next()?;
        Some(Arc { id, tail: self.graph.tail(id), head: self.graph.head(id), cost: self.graph.cost(id) })
    }
}

impl<'a> IntoEdgeReferences for &'a Graph {
    type EdgeRef = Arc<'a>;
    type EdgeReferences = Arcs<'a>;

    fn edge_references(self) -> Arcs<'a> {
        Arcs { graph: self, numbers: 0..self.arcs() as u32 }
    }
}

impl<'a> IntoEdges for &'a Graph {
    type Edges = Arcs<'a>;

    fn edges(self, state: u32) -> Arcs<'a> {
        let row = self.arcs_out(state);
        Arcs { graph: self, numbers: row }
    }
}
