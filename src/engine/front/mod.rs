//! The Pareto front: every cost vector on some of the criteria that no other path beats, with a path for each.
//!
//! Label setting with one lower bound for each criterion (`bounds`, `search`), sets of vectors that are compared sixteen at
//! a time (`closed`), and places that labels remember where a walk would come back to them (`memory`).

mod ahead;
mod blocks;
mod bounds;
mod bundles;
mod closed;
mod courses;
mod equals;
mod label;
mod options;
mod queue;
mod search;
mod settled;
mod siblings;
mod stairs;
mod sweeps;
mod task;
#[cfg(test)]
mod tests;
mod turns;
mod waiting;
mod ways;
mod within;

use super::memory::Memory;
use super::{Goal, Graph, Path};
use crate::cost::{CostVector, Criterion};
pub(crate) use ahead::{Ahead, FAR, shortest};
use bounds::Bounds;
use label::Found;
pub use options::ParetoOptions;
use search::search;
use sweeps::Sweeps;
use task::{MANY, Task};

/// The criteria in the order of a label's key: those that labels are compared by, then the others.
struct Axes {
    order: [Criterion; 6],
    count: usize,
}

impl Axes {
    /// Risk goes first where it is chosen: labels are settled by the first axis and compared on the rest, and distance, time, cost
    /// and emissions grow together, which keeps the sets of vectors apart; 1.6 times as fast on six criteria as distance first.
    fn new(chosen: &[Criterion]) -> Axes {
        let mut order = Criterion::ALL;
        order.sort_by_key(|criterion| {
            let is_chosen = chosen.contains(criterion);
            (!is_chosen, is_chosen && *criterion != Criterion::Risk, *criterion)
        });
        Axes { order, count: order.iter().filter(|criterion| chosen.contains(criterion)).count() }
    }

    /// The criteria that labels are compared by.
    fn chosen(&self) -> &[Criterion] {
        &self.order[..self.count]
    }

    fn in_order(&self, cost: &CostVector) -> [u32; 6] {
        self.order.map(|criterion| cost[criterion])
    }
}

/// The paths of a Pareto front.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParetoPaths {
    pub(crate) paths: Vec<Path>,
    complete: bool,
    labels: u64,
}

impl ParetoPaths {
    /// The front where there is no path.
    pub(crate) fn none() -> ParetoPaths {
        ParetoPaths { complete: true, ..ParetoPaths::default() }
    }

    /// The paths, by the chosen criteria in the order of [`Criterion::ALL`], then in the order of answers.
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// Whether the search came to its end within its limits. If not, every path is on the front, but there may be more.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// How many labels were looked at.
    pub fn labels(&self) -> u64 {
        self.labels
    }
}

impl Graph {
    /// One path between two states for every cost vector on the criteria that no other path beats; the exact front.
    ///
    /// A vector is beaten by one that is no worse on every chosen criterion and better on one. Of the paths with the same
    /// chosen costs stands the first in the order of answers: six costs, number of arcs, smaller links from the last one back. No
    /// criteria, no paths. The front may grow exponentially with the graph: [`Graph::pareto_with`] has limits. Takes
    /// O(L log L) time for L labels, each compared with part of the labels at its state (NAMOA*; see the sources in `search.rs`).
    ///
    /// ```
    /// use corridor::engine::Graph;
    /// use corridor::{CostVector, Criterion::*};
    /// let arcs = [(0, 1, [5, 9, 0, 0, 0, 0]), (0, 1, [7, 4, 0, 0, 0, 0]), (0, 1, [8, 4, 0, 0, 0, 0])];
    /// let graph = Graph::new(2, arcs.map(|(tail, head, cost)| (tail, head, CostVector::new(cost))))?;
    /// let front = graph.pareto(0, 1, &[Distance, Time]);
    /// assert_eq!(front.iter().map(|path| path.arcs()[0]).collect::<Vec<u32>>(), [0, 1]);
    /// # Ok::<(), corridor::engine::GraphError>(())
    /// ```
    pub fn pareto(&self, from: u32, to: u32, criteria: &[Criterion]) -> Vec<Path> {
        self.pareto_with(from, to, criteria, &ParetoOptions::default()).paths
    }

    /// The same with a tolerance, limits, or all paths that cost the same.
    pub fn pareto_with(&self, from: u32, to: u32, criteria: &[Criterion], options: &ParetoOptions) -> ParetoPaths {
        if from as usize >= self.states() || to as usize >= self.states() {
            return ParetoPaths::none();
        }
        pareto(self, from, &[Goal { state: to, cost: CostVector::ZERO }], criteria, options)
    }
}

/// The front of the paths from a state to the goals that visit no place twice.
///
/// First the front of all walks. If one of them comes back to a place, labels remember that place along its detour, and the
/// search starts again (decremental state-space relaxation, as in `simple`). Once no walk does, the front of the walks is that of
/// the paths: each of its vectors has a path, and each path is a walk.
pub(crate) fn pareto(
    graph: &Graph,
    from: u32,
    goals: &[Goal],
    criteria: &[Criterion],
    options: &ParetoOptions,
) -> ParetoPaths {
    pareto_by(graph, from, goals, criteria, options, |chosen| {
        // Whole sweeps over few states are made in less time than it takes to ask for one state at a time.
        if chosen.len() == 2 || graph.states() > MANY {
            Box::new(Sweeps::new(graph, from, goals, chosen))
        } else {
            Box::new(Bounds::new(graph, from, goals, chosen))
        }
    })
}

/// The same with bounds made by the caller, for the criteria that labels are compared by in their order.
pub(crate) fn pareto_by<'a>(
    graph: &Graph,
    from: u32,
    goals: &[Goal],
    criteria: &[Criterion],
    options: &ParetoOptions,
    ahead: impl FnOnce(&[Criterion]) -> Box<dyn Ahead + 'a>,
) -> ParetoPaths {
    let mut front = ParetoPaths::none();
    if criteria.is_empty() {
        return front;
    }
    // What is limited counts like what is chosen: a path that another beats on all of these is needed nowhere.
    let compared: Vec<Criterion> = criteria.iter().copied().chain(options.limited().map(|limit| limit.0)).collect();
    let is_limited = options.limited().next().is_some();
    let axes = Axes::new(&compared);
    let mut limits = options.limits(&axes);
    let ahead = ahead(axes.chosen());
    let mut memory = Memory::default();
    if options.bundled && !limits.is_exact() && !is_limited {
        let task = Task { graph, from, goals, axes: &axes, ahead: &*ahead, memory: &memory, equals: false };
        let (paths, complete) = bundles::search(&task, &mut limits);
        if paths.iter().all(|path| path.repeated_places(graph).is_empty()) {
            front = ParetoPaths { paths: unbeaten(paths, &axes), complete, labels: limits.taken() };
            sort(graph, &mut front.paths, criteria);
            return front;
        }
    }
    loop {
        let equals = options.equals && !is_limited;
        let task = Task { graph, from, goals, axes: &axes, ahead: &*ahead, memory: &memory, equals };
        let mut found = Found::default();
        let complete;
        let is_plain = memory.words() == 0 && !equals;
        (front.paths, complete) = match axes.count {
            2 if is_plain => ways::search::<u64>(&task, &mut limits),
            3 if is_plain => ways::search::<(u64, u32)>(&task, &mut limits),
            _ => {
                found = search(&task, &mut limits);
                (found.ends.iter().filter_map(|end| found.path(graph, *end, goals)).collect(), found.complete)
            }
        };
        front.complete &= complete;
        let back = front.paths.iter().filter(|path| memory.learn(graph, from, &path.arcs)).count();
        if back > 0 && front.complete {
            memory.prepare(graph);
            continue;
        }
        if back > 0 {
            front.paths.retain(|path| path.repeated_places(graph).is_empty());
        }
        if equals {
            front.complete &= equals::add(graph, goals, &found, &mut limits, &mut front.paths);
        }
        break;
    }
    if is_limited {
        front.complete &= within::refine(graph, from, goals, criteria, options, &mut limits, &mut front.paths);
    }
    front.labels = limits.taken();
    sort(graph, &mut front.paths, criteria);
    front
}

/// The paths that no other of them beats, one of those with the same chosen costs.
fn unbeaten(mut paths: Vec<Path>, axes: &Axes) -> Vec<Path> {
    let chosen = |path: &Path| axes.chosen().iter().map(|criterion| path.cost[*criterion]).collect::<Vec<u32>>();
    paths.sort_by_cached_key(chosen);
    let mut kept: Vec<(Vec<u32>, Path)> = Vec::new();
    for path in paths {
        let mine = chosen(&path);
        if !kept.iter().any(|(theirs, _)| theirs.iter().zip(&mine).all(|(theirs, mine)| theirs <= mine)) {
            kept.push((mine, path));
        }
    }
    kept.into_iter().map(|(_, path)| path).collect()
}

/// By the chosen criteria in the order of all six, then in the order of answers.
fn sort(graph: &Graph, paths: &mut Vec<Path>, criteria: &[Criterion]) {
    let chosen =
        |path: &Path| Criterion::ALL.map(|criterion| path.cost[criterion] * u32::from(criteria.contains(&criterion)));
    let keys: Vec<[u32; 6]> = paths.iter().map(chosen).collect();
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_unstable_by(|a, b| {
        super::compare_paths(graph, (&keys[*a], &paths[*a]), (&keys[*b], &paths[*b])).then_with(|| a.cmp(b))
    });
    *paths = order.iter().map(|at| paths[*at].clone()).collect();
    paths.dedup();
}
