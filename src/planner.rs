//! Questions about trips: the best route, the k best, the corridors ranked.

use crate::account::RouteBuilder;
use crate::compile::StateGraph;

use crate::cost::CostVector;
use crate::delays::Delays;
use crate::engine::{self, Goal, LeastToOpen, NoBound, Path, Prepared, Query, Scores, Workspace};
use crate::lookup::QueryError;
use crate::network::{Inner, Network};
use crate::rank::{Named, Obstacle};
use crate::readers::Readers;
use crate::route::Route;
use crate::weights::Weights;
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
        }
    }
}

impl Planner {
    /// The network that it answers for.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// A trip between two places, each given by id, UN/LOCODE or name.
    ///
    /// # Errors
    /// An unknown place (with the nearest spelling), a name that several places have, or twice the same place.
    pub fn trip(&self, from: &str, to: &str) -> Result<Trip<'_>, QueryError> {
        let (from, to) = (self.network.inner.find(from)?, self.network.inner.find(to)?);
        if from == to {
            return Err(QueryError::SamePlace { id: self.network.inner.nodes[from as usize].id.clone() });
        }
        Ok(Trip { planner: self, from, to, terminals: false, prepared: None })
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
        // A poisoned lock only means that another thread panicked; the memory holds no answers.
        let idle = || self.memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_default();
        let found = search(&mut memory.scores);
        idle().push(memory);
        found
    }
}

/// A question: freight is to go from one place to another.
#[derive(Clone, Debug)]
pub struct Trip<'a> {
    pub(crate) planner: &'a Planner,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) terminals: bool,
    prepared: Option<Arc<Prepared>>,
}

impl<'a> Trip<'a> {
    /// Charges loading the first lorry or train and unloading the last.
    ///
    /// # Errors
    /// The network lacks a figure for loading or unloading somewhere.
    pub fn with_terminals(mut self) -> Result<Trip<'a>, QueryError> {
        if !self.inner().prices_terminals() {
            return Err(QueryError::NoTerminals);
        }
        self.terminals = true;
        self.prepared = None;
        Ok(self)
    }

    /// The same trip made ready for many weights: its Pareto front on all six criteria, from which any weights pick their best
    /// route in microseconds; or where that front is too long, bounds for a search.
    ///
    /// Takes milliseconds, some tens for a long trip, and the memory of the routes of the front.
    pub fn prepared(mut self) -> Trip<'a> {
        let graph = &self.planner.open;
        let start = graph.start(self.from, self.terminals);
        self.prepared = Some(Arc::new(Prepared::new(&graph.graph, start, self.goals(graph))));
        self
    }

    /// The state of [`Planner::graph`] in which the trip starts.
    pub fn start(&self) -> u32 {
        self.planner.open.start(self.from, self.terminals)
    }

    /// The states of [`Planner::graph`] in which the trip may end, each with what ending there costs: going ashore,
    /// unloading.
    pub fn ends(&self) -> impl Iterator<Item = (u32, CostVector)> + use<> {
        let goals = self.goals(&self.planner.open);
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
    /// O((n + m) log n) for n states and m arcs (Dijkstra 1959); exact, and the same on every machine.
    pub fn best(&self, weights: &Weights) -> Option<Route> {
        self.check(weights).ok()?;
        let path = self.best_path(weights)?;
        Some(self.builder(&self.planner.open).route(&path))
    }

    /// The cost vector of the best route, without the route itself: the fastest question.
    pub fn best_cost(&self, weights: &Weights) -> Option<CostVector> {
        self.check(weights).ok()?;
        self.best_path(weights).map(|path| *path.cost())
    }

    pub(crate) fn best_path(&self, weights: &Weights) -> Option<Path> {
        let graph = &self.planner.open;
        if let Some(prepared) = &self.prepared {
            return prepared.best(&graph.graph, weights, |search| self.planner.with_memory(search));
        }
        let (start, goals) = (graph.start(self.from, self.terminals), self.goals(graph));
        let bound = graph.landmarks_for_more().and_then(|all| all.towards(&graph.graph, &goals, weights));
        let query = Query::new(start, &goals);
        self.planner.with_memory(|memory| match bound {
            Some(bound) => engine::best_simple(&graph.graph, weights, &bound, &query, memory),
            None => engine::best_simple(&graph.graph, weights, &NoBound, &query, memory),
        })
    }

    /// The `k` best routes, best first; fewer if there are not as many.
    ///
    /// No route visits a place twice. Routes differ by links: parallel road and rail are two routes. The first is
    /// [`Trip::best`]. (Yen 1971; Lawler 1972.)
    pub fn k_best(&self, weights: &Weights, k: usize) -> Vec<Route> {
        if self.check(weights).is_err() {
            return Vec::new();
        }
        let builder = self.builder(&self.planner.open);
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
        let graph = &self.planner.open;
        let (start, goals) = (graph.start(self.from, self.terminals), self.goals(graph));
        let backward = Scores::to_goals(&graph.graph, weights, &goals);
        self.planner.with_memory(|memory| engine::k_best(&graph.graph, weights, start, &goals, &backward, k, memory))
    }

    /// What blocks a trip that has no open route: the way that needs the least to open, what is closed on it and
    /// what the route would cost. `None` if a route is open, or if no link joins the places even in another state.
    pub fn blockage(&self, weights: &Weights) -> Option<Blockage> {
        if self.check(weights).is_err() || self.best_path(weights).is_some() {
            return None;
        }
        let graph = self.planner.all();
        let metric = LeastToOpen { weights, closed: &graph.closed };
        let goals = &self.goals(graph);
        let query = Query::new(graph.start(self.from, self.terminals), goals);
        let path = engine::best_simple(&graph.graph, &metric, &NoBound, &query, &mut Scores::default())?;
        Some(Blockage { obstacles: self.obstacles(graph, &path), route: self.builder(graph).route(&path) })
    }

    /// The closed things on a path: crossings and places by name where they are what is closed, else links.
    pub(crate) fn obstacles(&self, graph: &StateGraph, path: &Path) -> Vec<Obstacle> {
        let inner = self.inner();
        let mut obstacles: Vec<Obstacle> = Vec::new();
        for arc in path.arcs().iter().filter(|arc| graph.closed[**arc as usize] > 0) {
            let link = &inner.links[graph.graph.link(*arc) as usize];
            let shut =
                [link.from, link.to].into_iter().map(|node| &inner.nodes[node as usize]).find(|node| node.closed);
            let crossing = link.crossing.map(|crossing| &inner.crossings[crossing as usize]);
            let crossing = crossing.filter(|crossing| !crossing.record.status(inner.month).is_open());
            let (from, to) = (&inner.nodes[link.from as usize].name, &inner.nodes[link.to as usize].name);
            let (id, name, record) = match (shut, crossing) {
                (Some(node), _) => (&node.id, node.name.clone(), None),
                (None, Some(crossing)) => (&crossing.id, crossing.name.clone(), Some(&crossing.record)),
                (None, None) => (&link.id, format!("{from} - {to} ({})", link.mode.name()), Some(&link.record)),
            };
            let entry = record.and_then(|record| record.entry(inner.month?)).filter(|entry| !entry.status.is_open());
            let source = entry.and_then(|entry| entry.source).map(|source| inner.sources[source as usize].id.clone());
            let status = record.map_or(crate::status::Status::Suspended, |record| record.status(inner.month));
            let obstacle = Obstacle { id: id.clone(), name, status, since: entry.map(|entry| entry.from), source };
            if !obstacles.contains(&obstacle) {
                obstacles.push(obstacle);
            }
        }
        obstacles
    }

    pub(crate) fn inner(&self) -> &'a Inner {
        &self.planner.network.inner
    }

    pub(crate) fn goals(&self, graph: &StateGraph) -> Vec<Goal> {
        graph.goals(self.inner(), self.to, self.terminals)
    }

    pub(crate) fn builder<'b>(&self, graph: &'b StateGraph) -> RouteBuilder<'b>
    where
        'a: 'b,
    {
        RouteBuilder { network: &self.planner.network, graph, from: self.from, to: self.to, terminals: self.terminals }
    }

    pub(crate) fn named(&self, corridor: u16) -> Named {
        let corridor = &self.inner().corridors[corridor as usize];
        Named { id: corridor.id.clone(), name: corridor.name.clone() }
    }
}

/// Why a trip has no open route.
#[derive(Clone, Debug)]
pub struct Blockage {
    obstacles: Vec<Obstacle>,
    /// What the route would cost if the obstacles were open.
    pub route: Route,
}

impl Blockage {
    /// What is closed on the way that needs the least to open.
    pub fn obstacles(&self) -> &[Obstacle] {
        &self.obstacles
    }
}
