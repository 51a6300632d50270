//! Search on a directed multigraph of states with six costs an arc: for networks of an embedder's own.
//!
//! A state is a place together with how the freight stands there; an arc moves freight to another place. Parallel
//! arcs are kept, and every answer is a list of arcs. Ties break the same way everywhere: score, the six costs, the number
//! of arcs, then the smaller link from the last arc back.
//!
//! ```
//! use corridor::engine::{Graph, Workspace};
//! use corridor::{CostVector, Criterion::*, Weights};
//! let arcs = [(0, 1, [1_000, 60, 0, 0, 0, 0]), (1, 2, [1_000, 60, 0, 0, 0, 0]), (0, 2, [3_000, 90, 0, 0, 0, 0])];
//! let graph = Graph::new(3, arcs.map(|(tail, head, cost)| (tail, head, CostVector::new(cost))))?;
//! let shortest = graph.best(0, 2, &Weights::new([(Distance, 1.0)])?, &mut Workspace::default());
//! assert_eq!(shortest.map(|path| path.arcs().len()), Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apart;
mod both_ends;

mod bounds;
mod buckets;
mod chain;
mod core_graph;
mod core_search;
mod detours;
mod fewest;
mod first;
mod forced;
mod front;
mod graph;
mod heap;
mod k_best;
mod known;
mod limited;
mod memory;
mod metric;
#[cfg(test)]
pub(crate) mod oracle;
mod path;
mod prepared;
mod query;
mod rules;
mod scores;
mod simple;
mod stretch;
mod sweep;
mod table;
mod things;
mod tree;
mod untied;
mod via;

pub(crate) use apart::{Apart, Closable, Limits, Nearest, Open};
pub(crate) use bounds::Least;
pub(crate) use detours::Detours;
pub(crate) use fewest::{Few, MOST_NEEDS, Needs};
pub(crate) use front::{Ahead, FAR, pareto, pareto_by, shortest};
pub use front::{ParetoOptions, ParetoPaths};
pub(crate) use graph::{Arcs, Goal};
pub use graph::{Graph, GraphError};
pub(crate) use k_best::{k_best, k_best_by, k_best_near};
pub(crate) use limited::Limited;
pub(crate) use metric::{LeastToOpen, Metric, Score, Scored};
pub use path::Path;
#[cfg(feature = "base")]
pub(crate) use path::compare_links;
pub(crate) use path::compare_paths;
pub(crate) use prepared::Prepared;
pub(crate) use query::Query;
pub(crate) use rules::Rule;
pub use scores::Workspace;
pub(crate) use scores::{Bound, NoBound, Scores};
pub(crate) use simple::{Answer, GivenUp, Walk, best_simple, walk};
pub(crate) use sweep::{Sweep, Told};
pub(crate) use table::Table;
pub(crate) use things::Things;
pub(crate) use untied::Untied;
pub(crate) use via::{Draft, Through};

pub use crate::hierarchy::{
    Customized, DistancesTo, Hierarchy, HierarchyError, HierarchyFileError, Lanes, LanesFileError, Matrix,
    nested_dissection,
};
