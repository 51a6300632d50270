//! A directed multigraph in compressed rows, forward and reverse.

use super::Metric;
use super::core_graph::CoreGraph;
use crate::cost::{CostVector, Criterion};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// No state, arc or label.
pub(crate) const NONE: u32 = u32::MAX;

/// A directed multigraph of states. Parallel arcs are kept; arcs are numbered in order of tail, head and link.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Arcs out of state `s` are `first_out[s]..first_out[s + 1]`.
    first_out: Vec<u32>,
    head: Vec<u32>,
    tail: Vec<u32>,
    cost: Vec<CostVector>,
    /// By which ties break: the link that the arc runs along.
    link: Vec<u32>,
    /// Arcs into state `s` are `arcs_in[first_in[s]..first_in[s + 1]]`.
    first_in: Vec<u32>,
    arcs_in: Vec<u32>,
    /// The place of each state: no path visits one twice.
    place: Vec<u32>,
    places: usize,
    /// Whether each state is a place of its own.
    apart: bool,
    /// The mean cost of an arc.
    mean: CostVector,
    /// The graph of places; made when a question first needs it.
    of_places: OnceLock<Box<OfPlaces>>,
    /// A smaller graph with the same best paths; made when enough questions have been asked.
    core: OnceLock<Box<CoreGraph>>,
    asked: Asked,
    /// By criterion, tail and ticks of each arc in the order of `arcs_in`; made when a question first needs them.
    entering: [OnceLock<Box<[Entering]>>; 6],
}

/// The tail of an arc and its ticks of one criterion, side by side for sweeps back from a goal.
type Entering = (u32, u32);

/// How many questions a graph has been asked without its core.
#[derive(Debug, Default)]
struct Asked(AtomicU32);

impl Clone for Asked {
    fn clone(&self) -> Asked {
        Asked::default()
    }
}

/// After so many questions the core has cost no more than they have.
const QUESTIONS: u32 = 32;

/// The graph of places tells about a criterion if its arcs have this many hundredths of what the arcs between states cost.
const TELLS: u64 = 85;

/// The graph of places of a graph of states.
#[derive(Clone, Debug)]
struct OfPlaces {
    graph: Graph,
    /// Whether a criterion hardly depends on how freight stands at a place.
    tells: [bool; 6],
}

/// A state at which a path may end, and what ending there costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Goal {
    pub(crate) state: u32,
    pub(crate) cost: CostVector,
}

/// Arcs before they are put in order: tail, head, cost, link.
pub(crate) type Arcs = Vec<(u32, u32, CostVector, u32)>;

/// Why arcs make no graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// An arc starts or ends at a state that does not exist.
    #[error("arc {arc} joins states {tail} and {head}, but there are {states} states, numbered from 0")]
    NoState {
        /// The arc, in the order given.
        arc: usize,
        /// Where it starts.
        tail: u32,
        /// Where it ends.
        head: u32,
        /// How many states there are.
        states: usize,
    },
    /// A path could cost more ticks than a total can hold.
    #[error("a path could have more than {limit} ticks of {criterion}; use larger units")]
    TooLarge {
        /// The criterion that could overflow.
        criterion: Criterion,
        /// The largest total.
        limit: u32,
    },
}

impl Graph {
    /// A graph of `states` states, numbered from 0, and arcs `(tail, head, cost)`. Each state is a place of its own.
    ///
    /// Takes O(n + m log m) time and 48 bytes an arc; the first front takes another 8 for each criterion.
    ///
    /// # Errors
    /// An arc between states that do not exist, or costs so large that a path's total would not fit 32 bits (crossings:
    /// 20 bits).
    pub fn new(states: usize, arcs: impl IntoIterator<Item = (u32, u32, CostVector)>) -> Result<Graph, GraphError> {
        Graph::with_room(states, arcs, 1)
    }

    /// The same where a path that visits every state could cost up to `times` as many ticks as totals hold, though none that is an answer does. Four times still leave
    /// scores exact: they have the bits to spare, and totals stop at their largest number.
    pub(crate) fn with_room(
        states: usize,
        arcs: impl IntoIterator<Item = (u32, u32, CostVector)>,
        times: u64,
    ) -> Result<Graph, GraphError> {
        let arcs: Arcs =
            arcs.into_iter().enumerate().map(|(i, (tail, head, cost))| (tail, head, cost, i as u32)).collect();
        for (arc, (tail, head, ..)) in arcs.iter().enumerate() {
            if *tail as usize >= states || *head as usize >= states {
                return Err(GraphError::NoState { arc, tail: *tail, head: *head, states });
            }
        }
        let graph = Graph::with_places((0..states as u32).collect(), arcs);
        graph.check_totals(times)?;
        Ok(graph)
    }

    /// A graph whose states are grouped into places. Arcs join existing states, and no path can overflow its totals.
    pub(crate) fn with_places(place: Vec<u32>, mut arcs: Arcs) -> Graph {
        let states = place.len();
        let mut seen = vec![false; place.iter().max().map_or(0, |last| *last as usize + 1)];
        let apart = !place.iter().any(|place| std::mem::replace(&mut seen[*place as usize], true));
        // Arcs mostly come in order of tail, which this sort only reads; then rows are short.
        arcs.sort_by_key(|arc| arc.0);
        let first_out = row_starts(states, arcs.iter().map(|arc| arc.0));
        for row in first_out.windows(2) {
            arcs[row[0] as usize..row[1] as usize].sort_unstable_by_key(|(_, head, _, link)| (*head, *link));
        }
        let mut graph = Graph {
            first_out,
            head: arcs.iter().map(|arc| arc.1).collect(),
            tail: arcs.iter().map(|arc| arc.0).collect(),
            cost: arcs.iter().map(|arc| arc.2).collect(),
            link: arcs.iter().map(|arc| arc.3).collect(),
            first_in: row_starts(states, arcs.iter().map(|arc| arc.1)),
            arcs_in: vec![0; arcs.len()],
            places: seen.len(),
            place,
            apart,
            mean: mean(&arcs),
            of_places: OnceLock::new(),
            core: OnceLock::new(),
            asked: Asked::default(),
            entering: Default::default(),
        };
        let mut next = graph.first_in.clone();
        for arc in 0..arcs.len() {
            let slot = &mut next[graph.head[arc] as usize];
            graph.arcs_in[*slot as usize] = arc as u32;
            *slot += 1;
        }
        graph
    }

    /// A path leaves each state at most once, so its total is at most the sum of each state's largest arc.
    fn check_totals(&self, times: u64) -> Result<(), GraphError> {
        for criterion in Criterion::ALL {
            let limit = if criterion == Criterion::Crossings { (1 << 20) - 1 } else { u32::MAX };
            if self.most(criterion) > times * u64::from(limit) {
                return Err(GraphError::TooLarge { criterion, limit });
            }
        }
        Ok(())
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.place.len()
    }

    /// How many arcs there are.
    pub fn arcs(&self) -> usize {
        self.head.len()
    }

    /// Where an arc starts.
    pub fn tail(&self, arc: u32) -> u32 {
        self.tail[arc as usize]
    }

    /// Where an arc ends.
    pub fn head(&self, arc: u32) -> u32 {
        self.head[arc as usize]
    }

    /// What an arc costs.
    #[inline]
    pub fn cost(&self, arc: u32) -> &CostVector {
        &self.cost[arc as usize]
    }

    /// The same, to be changed on a copy. Bounds and graphs of places made before hold no longer.
    pub(crate) fn cost_mut(&mut self, arc: u32) -> &mut CostVector {
        if self.core.get().is_some() || self.entering.iter().any(|made| made.get().is_some()) {
            self.core.take();
            self.entering = Default::default();
        }
        &mut self.cost[arc as usize]
    }

    /// The link by which ties break: the position of the arc in the list given to [`Graph::new`].
    pub fn link(&self, arc: u32) -> u32 {
        self.link[arc as usize]
    }

    /// The arcs out of a state.
    pub fn arcs_out(&self, state: u32) -> std::ops::Range<u32> {
        self.first_out[state as usize]..self.first_out[state as usize + 1]
    }

    /// The arcs into a state.
    pub fn arcs_in(&self, state: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        let row = self.first_in[state as usize] as usize..self.first_in[state as usize + 1] as usize;
        self.arcs_in[row].iter().copied()
    }

    /// Where the arcs into each state start and, in that order, their tails and ticks of a criterion.
    pub(crate) fn entering(&self, criterion: Criterion) -> (&[u32], &[(u32, u32)]) {
        let make = || self.arcs_in.iter().map(|arc| (self.tail(*arc), self.cost(*arc)[criterion])).collect();
        (&self.first_in, self.entering[criterion as usize].get_or_init(make))
    }

    /// Whether an arc leads into a state.
    #[inline]
    pub(crate) fn is_entered(&self, state: u32) -> bool {
        self.first_in[state as usize] < self.first_in[state as usize + 1]
    }

    /// Whether each state is a place of its own, so that the best walk is a path.
    pub(crate) fn has_places_apart(&self) -> bool {
        self.apart
    }

    pub(crate) fn place(&self, state: u32) -> u32 {
        self.place[state as usize]
    }

    #[cfg(test)]
    pub(crate) fn places_of_states(&self) -> &[u32] {
        &self.place
    }

    /// The graph of places: an arc costs the least of each criterion that any arc between the two places costs. Arcs out of states
    /// that nothing leads into are left out, since a path can only start there.
    pub(crate) fn of_places(&self) -> &Graph {
        &self.places_known().graph
    }

    /// Whether the graph of places tells nearly all about a criterion, since how freight stands at a place matters little to it.
    pub(crate) fn is_of_places(&self, criterion: Criterion) -> bool {
        self.places < self.states() && self.places_known().tells[criterion as usize]
    }

    fn places_known(&self) -> &OfPlaces {
        self.of_places.get_or_init(|| {
            let ends = |arc: u32| (self.place(self.tail(arc)), self.place(self.head(arc)));
            let mut between: Vec<u32> =
                (0..self.arcs() as u32).filter(|arc| self.is_entered(self.tail(*arc))).collect();
            between.sort_by_key(|arc| ends(*arc));
            let mut arcs = Arcs::new();
            let (mut told, mut all) = ([0u64; 6], [0u64; 6]);
            // In the order in which the graph numbers them.
            for parallel in between.chunk_by(|a, b| ends(*a) == ends(*b)) {
                let least = parallel.iter().map(|arc| *self.cost(*arc)).reduce(CostVector::least).unwrap_or_default();
                let (tail, head) = ends(parallel[0]);
                for arc in parallel {
                    for i in 0..6 {
                        told[i] += u64::from(least.0[i]);
                        all[i] += u64::from(self.cost(*arc).0[i]);
                    }
                }
                arcs.push((tail, head, least, 0));
            }
            Box::new(OfPlaces {
                graph: Graph::with_places((0..self.places as u32).collect(), arcs),
                tells: std::array::from_fn(|i| told[i] >= all[i] / 100 * TELLS),
            })
        })
    }

    /// The core, once questions enough have been asked that it pays; counts this one.
    pub(crate) fn core(&self) -> Option<&CoreGraph> {
        let pays = || self.asked.0.fetch_add(1, Relaxed) >= QUESTIONS;
        (self.core.get().is_some() || pays()).then(|| &**self.core.get_or_init(|| Box::new(CoreGraph::new(self))))
    }

    pub(crate) fn places(&self) -> usize {
        self.places
    }

    /// The mean cost of an arc.
    pub(crate) fn mean_cost(&self) -> &CostVector {
        &self.mean
    }

    /// The largest total of a criterion that a path can have, and more: the sum of each state's largest arc.
    pub(crate) fn most(&self, criterion: Criterion) -> u64 {
        let largest = |state| self.arcs_out(state).map(|arc| self.cost(arc)[criterion]).max().unwrap_or(0);
        (0..self.states() as u32).map(|state| u64::from(largest(state))).sum()
    }

    /// The mean ticks of an arc, rounded down.
    pub(crate) fn mean(&self, criterion: Criterion) -> u32 {
        self.mean[criterion]
    }

    /// The score of an arc of mean cost.
    pub(crate) fn mean_score<M: Metric>(&self, metric: &M) -> M::Score {
        metric.usual(&self.mean)
    }

    /// Heads and costs of the arcs out of a state, side by side.
    #[inline]
    pub(crate) fn row(&self, state: u32) -> (u32, &[u32], &[CostVector]) {
        let (first, end) = (self.first_out[state as usize], self.first_out[state as usize + 1]);
        let row = first as usize..end as usize;
        (first, &self.head[row.clone()], &self.cost[row])
    }
}

fn mean(arcs: &Arcs) -> CostVector {
    let sum = |i: usize| arcs.iter().map(|arc| u64::from(arc.2.0[i])).sum::<u64>();
    CostVector(std::array::from_fn(|i| sum(i).checked_div(arcs.len() as u64).unwrap_or(0) as u32))
}

fn row_starts(states: usize, keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0u32; states + 1];
    for key in keys {
        starts[key as usize + 1] += 1;
    }
    for state in 0..states {
        starts[state + 1] += starts[state];
    }
    starts
}
