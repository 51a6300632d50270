//! Questions about trips: the best route, the k best, the corridors ranked.

use crate::account::RouteBuilder;
use crate::compile::StateGraph;
use crate::constraint::list::Constraints;
use crate::cost::CostVector;
#[cfg(feature = "base")]
use crate::door::Ground;
use crate::engine::{self, Goal, Limited, Metric, NoBound, Path, Prepared, Query, Scores, Workspace};
use crate::figure::readers::Readers;
use crate::lookup::QueryError;
use crate::marginal::delays::Delays;
use crate::network::{Inner, Network};
use crate::place::Node;
use crate::rank::Named;
use crate::route::Route;
use crate::stop::Stop;
use crate::weights::Weights;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

/// A network made ready for questions. It can be shared between threads; a question never changes it.
#[derive(Debug)]
pub struct Planner {
    network: Network,
    pub(crate) open: StateGraph,
    /// All links, closed ones too; made when a question first needs it.
    all: OnceLock<StateGraph>,
    /// Which arcs read which figure; made when a question first needs it.
    readers: OnceLock<Readers>,
    /// Where hours are spent, and on which arcs; the same.
    pub(crate) delays: OnceLock<Delays>,
    /// Memory of searches that are done, for the next ones.
    memory: Mutex<Vec<Workspace>>,
    /// Bounds for any weights; made by [`Planner::prepare`].
    pub(crate) lanes: Option<engine::Lanes>,
    #[cfg(feature = "base")]
    pub(crate) ground: Option<Ground>,
}

impl Network {
    /// Makes the network ready for questions: links expand into states and arcs.
    ///
    /// Takes O(states x links at a place).
    pub fn compile(&self) -> Planner {
        let open = StateGraph::new(&self.inner, false);
        Planner {
            network: self.clone(),
            open,
            all: OnceLock::new(),
            readers: OnceLock::new(),
            delays: OnceLock::new(),
            memory: Mutex::new(Vec::new()),
            lanes: None,
            #[cfg(feature = "base")]
            ground: None,
        }
    }
}

impl Planner {
    /// The network that it answers for.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// A trip between two places, each given by id, UN/LOCODE or name; or by a [`point`](crate::point) if the planner stands over a base
    /// network (`Planner::over`).
    ///
    /// # Errors
    /// An unknown place (with the nearest spelling), a name that several places have, or twice the same place; a point off the roads.
    pub fn trip<'s>(&self, from: impl Into<Stop<'s>>, to: impl Into<Stop<'s>>) -> Result<Trip<'_>, QueryError> {
        let (host, places) = self.stand(&[from.into(), to.into()])?;
        let (from, to) = (places[0], places[1]);
        if from == to {
            return Err(host.same_place(from));
        }
        Ok(Trip::new(host, from, to))
    }

    /// That a trip starts and ends at one place.
    pub(crate) fn same_place(&self, node: u32) -> QueryError {
        let inner = &self.network.inner;
        let place = &inner.nodes[node as usize];
        // The id of a door is nothing that anybody typed.
        QueryError::SamePlace { id: if inner.is_door(node) { &place.name } else { &place.id }.clone() }
    }

    /// A trip between two places that differ, by their numbers.
    pub(crate) fn between(&self, from: u32, to: u32) -> Trip<'_> {
        Trip::new(Host::Shared(self), from, to)
    }

    /// The graph that answers are searched in, for algorithms of an embedder's own.
    pub fn graph(&self) -> &engine::Graph {
        &self.open.graph
    }

    pub(crate) fn all(&self) -> &StateGraph {
        self.all.get_or_init(|| StateGraph::new(&self.network.inner, true))
    }

    pub(crate) fn readers(&self) -> &Readers {
        self.readers.get_or_init(|| Readers::new(&self.network.inner, &self.open))
    }

    /// Runs a search in memory that earlier ones have used, if there is any.
    fn with_memory<T>(&self, search: impl FnOnce(&mut Scores<u64>) -> T) -> T {
        self.with_workspace(|memory| search(&mut memory.scores))
    }

    pub(crate) fn with_workspace<T>(&self, search: impl FnOnce(&mut Workspace) -> T) -> T {
        // A poisoned lock only means that another thread panicked; the memory holds no answers.
        let idle = || self.memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_default();
        let found = search(&mut memory);
        idle().push(memory);
        found
    }
}

/// The planner of a trip: one that others share, or one made for the trip alone.
#[derive(Clone, Debug)]
pub(crate) enum Host<'a> {
    Shared(&'a Planner),
    #[cfg(feature = "base")]
    Own(Arc<Planner>),
}

impl Deref for Host<'_> {
    type Target = Planner;

    #[inline]
    fn deref(&self) -> &Planner {
        match self {
            Host::Shared(planner) => planner,
            #[cfg(feature = "base")]
            Host::Own(planner) => planner,
        }
    }
}

/// A question: freight is to go from one place to another.
#[derive(Clone, Debug)]
pub struct Trip<'a> {
    pub(crate) planner: Host<'a>,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) terminals: bool,
    pub(crate) constraints: Arc<Constraints>,
    prepared: Option<Arc<Prepared>>,
}

impl<'a> Trip<'a> {
    pub(crate) fn new(planner: Host<'a>, from: u32, to: u32) -> Trip<'a> {
        Trip { planner, from, to, terminals: false, constraints: Arc::default(), prepared: None }
    }

    /// The network that the trip is asked of: that of its planner, with the doors of the trip if it starts or ends at a coordinate.
    pub fn network(&self) -> &Network {
        self.planner.network()
    }

    /// Whether loading the first lorry or train and unloading the last is charged; see [`Trip::with_terminals`].
    pub fn counts_terminals(&self) -> bool {
        self.terminals
    }

    /// The same trip to another place, by its number.
    pub(crate) fn towards(&self, to: u32) -> Trip<'a> {
        Trip { to, prepared: None, ..self.clone() }
    }

    /// The place where freight starts.
    pub fn from(&self) -> &Node {
        &self.inner().nodes[self.from as usize]
    }

    /// The place where it is to go.
    pub fn to(&self) -> &Node {
        &self.inner().nodes[self.to as usize]
    }

    /// Charges loading the first lorry or train and unloading the last.
    ///
    /// # Errors
    /// The network lacks a figure for loading or unloading somewhere.
    pub fn with_terminals(mut self) -> Result<Trip<'a>, QueryError> {
        if !self.inner().prices_terminals() {
            return Err(QueryError::NoTerminals);
        }
        self.terminals = true;
        self.forget();
        Ok(self)
    }

    /// Drops what was made ready for another question.
    pub(crate) fn forget(&mut self) {
        self.prepared = None;
    }

    /// The same trip made ready for many weights: its Pareto front on all six criteria, from which any weights pick their best
    /// route in microseconds; or where that front is too long, bounds for a search.
    ///
    /// Takes milliseconds, some tens for a long trip, and the memory of the routes of the front. Where that front is too long and the
    /// trip has limits, or places to come by or use, questions are answered as without it.
    pub fn prepared(mut self) -> Trip<'a> {
        let graph = self.open();
        let start = graph.start(self.from, self.terminals);
        let prepared = Prepared::new(&graph.graph, start, self.goals(graph), |cost| self.is_within(cost));
        self.prepared = Some(Arc::new(prepared));
        self
    }

    /// The graph that the trip's answers are searched in, for algorithms of an embedder's own: that of the planner, or if the trip
    /// has constraints one whose paths keep to them. Only limits ([`Trip::at_most`](Trip::at_most)) are in no graph:
    /// [`Trip::constraints`](Trip::constraints) has them.
    pub fn graph(&self) -> &engine::Graph {
        &self.open().graph
    }

    /// The state of [`Trip::graph`] in which the trip starts.
    pub fn start(&self) -> u32 {
        self.open().start(self.from, self.terminals)
    }

    /// The states of [`Trip::graph`] in which the trip may end, each with what ending there costs: going ashore,
    /// unloading.
    pub fn ends(&self) -> impl Iterator<Item = (u32, CostVector)> + use<> {
        let goals = self.goals(self.open());
        goals.into_iter().map(|goal| (goal.state, goal.cost))
    }

    /// Whether the network has figures for every criterion that the weights use. If not, no route can be ranked:
    /// `best` is `None` and a ranking is empty.
    ///
    /// # Errors
    /// The first criterion without figures.
    pub fn check(&self, weights: &Weights) -> Result<(), QueryError> {
        match weights.criteria().find(|criterion| !self.inner().covered[*criterion as usize]) {
            Some(criterion) => Err(QueryError::NoFigures { criterion }),
            None => Ok(()),
        }
    }

    /// The best route; `None` if there is none (see [`Trip::blockage`]) or the network lacks a criterion (see
    /// [`Trip::check`]).
    ///
    /// Order: score, then the six criteria, then the number of links, then the smaller link from the last one back.
    /// O((n + m) log n) for n states and m arcs (Dijkstra 1959); with limits, or places to come by or use, in the number of labels instead,
    /// which can be many (the problem is NP-hard then). Exact, and the same on every machine.
    pub fn best(&self, weights: &Weights) -> Option<Route> {
        self.check(weights).ok()?;
        let path = self.best_path(weights)?;
        Some(self.builder(self.open()).route(&path))
    }

    /// The cost vector of the best route, without the route itself: the fastest question.
    pub fn best_cost(&self, weights: &Weights) -> Option<CostVector> {
        self.check(weights).ok()?;
        self.best_path(weights).map(|path| *path.cost())
    }

    pub(crate) fn best_path(&self, weights: &Weights) -> Option<Path> {
        let graph = self.open();
        let narrow = self.is_narrow();
        if let Some(prepared) = self.prepared.as_ref().filter(|prepared| prepared.is_front() || !narrow) {
            return prepared.best(&graph.graph, weights, |search| self.planner.with_memory(search));
        }
        if let Some(lanes) = self.lanes(weights) {
            return self.best_by_lanes(lanes, weights);
        }
        let (start, goals) = (graph.start(self.from, self.terminals), self.goals(graph));
        let query = Query::new(start, &goals);
        if narrow {
            let (limited, limits) = self.limited(graph, weights, &goals);
            return limited.best(&query, &limits);
        }
        let bound = graph.table_for_more(self.inner()).and_then(|table| table.towards(&graph.graph, &goals, weights));
        self.planner.with_memory(|memory| match bound {
            Some(bound) => engine::best_simple(&graph.graph, weights, &bound, &query, memory),
            None => engine::best_simple(&graph.graph, weights, &NoBound, &query, memory),
        })
    }

    /// Whether labels have to tell more than scores: what is left of limits, or where they have been.
    pub(crate) fn is_narrow(&self) -> bool {
        self.leads() || !self.constraints.limits().is_empty()
    }

    /// A search within the trip's limits, and the limits.
    pub(crate) fn limited<'g, M: Metric>(
        &self,
        graph: &'g StateGraph,
        metric: &'g M,
        goals: &[Goal],
    ) -> (Limited<'g, M>, Vec<u64>) {
        Limited::within(&graph.graph, metric, goals, self.constraints.limits())
    }

    /// The `k` best routes, best first; fewer if there are not as many.
    ///
    /// No route visits a place twice. Routes differ by links: parallel road and rail are two routes. The first is
    /// [`Trip::best`]. (Yen 1971; Lawler 1972.)
    pub fn k_best(&self, weights: &Weights, k: usize) -> Vec<Route> {
        if self.check(weights).is_err() {
            return Vec::new();
        }
        let builder = self.builder(self.open());
        self.k_best_paths(weights, k).iter().map(|path| builder.route(path)).collect()
    }

    /// The cost vectors of the `k` best routes, without the routes themselves.
    pub fn k_best_costs(&self, weights: &Weights, k: usize) -> Vec<CostVector> {
        if self.check(weights).is_err() {
            return Vec::new();
        }
        self.k_best_paths(weights, k).iter().map(|path| *path.cost()).collect()
    }

    fn k_best_paths(&self, weights: &Weights, k: usize) -> Vec<Path> {
        let graph = self.open();
        let (start, goals) = (graph.start(self.from, self.terminals), self.goals(graph));
        if self.is_narrow() {
            let (limited, limits) = self.limited(graph, weights, &goals);
            let best = |query: &Query<'_>, prefix: &[u32]| {
                let left = limits.iter().zip(limited.used(prefix)).map(|(limit, used)| limit.checked_sub(used));
                limited.best(query, &left.collect::<Option<Vec<u64>>>()?)
            };
            return engine::k_best_by(&graph.graph, weights, &Query::new(start, &goals), limited.scores(), k, best);
        }
        let backward = Scores::to_goals(&graph.graph, weights, &goals);
        let query = Query::new(start, &goals);
        self.planner.with_memory(|memory| engine::k_best(&graph.graph, weights, &query, &backward, k, memory))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.planner.network.inner
    }

    pub(crate) fn goals(&self, graph: &StateGraph) -> Vec<Goal> {
        graph.goals(self.inner(), self.to, self.terminals)
    }

    pub(crate) fn builder<'b>(&'b self, graph: &'b StateGraph) -> RouteBuilder<'b> {
        RouteBuilder { network: &self.planner.network, graph, from: self.from, to: self.to, terminals: self.terminals }
    }

    pub(crate) fn named(&self, corridor: u16) -> Named {
        let corridor = &self.inner().corridors[corridor as usize];
        Named { id: corridor.id.clone(), name: corridor.name.clone() }
    }
}
