//! Questions about trips: the best route, the k best, the corridors ranked.

use crate::account::RouteBuilder;
use crate::compile::StateGraph;
use crate::corridor::{Corridor, Passage};
use crate::cost::{CostVector, Criterion};
use crate::engine::{
    self, Goal, Labels, LeastCosts, LeastToOpen, Metric, NoBound, Path, Query, Tree, Weighted, Workspace,
};
use crate::lookup::QueryError;
use crate::network::{Inner, Network};
use crate::rank::{Blocked, Named, Obstacle, Ranked, Ranking};
use crate::route::Route;
use crate::weights::Weights;
use std::sync::{Mutex, OnceLock};

/// A network made ready for questions. It can be shared between threads; a question never changes it.
#[derive(Debug)]
pub struct Planner {
    network: Network,
    open: StateGraph,
    /// All links, closed ones too; made when a question first needs it.
    all: OnceLock<StateGraph>,
    /// Memory of searches that are done, for the next ones.
    memory: Mutex<Vec<Workspace>>,
}

impl Network {
    /// Makes the network ready for questions: links expand into states and arcs.
    ///
    /// Takes O(states x links at a place).
    pub fn compile(&self) -> Planner {
        let open = StateGraph::new(&self.inner, false);
        Planner { network: self.clone(), open, all: OnceLock::new(), memory: Mutex::new(Vec::new()) }
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
        Ok(Trip { planner: self, from, to, terminals: false, bounds: None })
    }

    /// The graph that answers are searched in, for algorithms of an embedder's own.
    pub fn graph(&self) -> &engine::Graph {
        &self.open.graph
    }

    fn all(&self) -> &StateGraph {
        self.all.get_or_init(|| StateGraph::new(&self.network.inner, true))
    }

    fn workspace(&self) -> Workspace {
        // A poisoned lock only means that another thread panicked; the memory holds no answers.
        let mut idle = self.memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    fn give_back(&self, workspace: Workspace) {
        self.memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(workspace);
    }
}

/// A question: freight is to go from one place to another.
#[derive(Clone, Debug)]
pub struct Trip<'a> {
    planner: &'a Planner,
    from: u32,
    to: u32,
    terminals: bool,
    bounds: Option<std::sync::Arc<LeastCosts>>,
}

/// A corridor makes no sense for a trip if it takes more than this many times the least distance and the least time.
const SENSELESS: u64 = 3;

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
        self.bounds = None;
        Ok(self)
    }

    /// The same trip made ready for many weights: six searches now, then a question takes microseconds.
    pub fn prepared(mut self) -> Trip<'a> {
        let graph = &self.planner.open;
        self.bounds = Some(std::sync::Arc::new(LeastCosts::new(&graph.graph, &self.goals(graph))));
        self
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

    fn best_path(&self, weights: &Weights) -> Option<Path> {
        let graph = &self.planner.open;
        let goals = self.goals(graph);
        let query = Query::new(graph.start(self.from, self.terminals), &goals);
        let mut workspace = self.planner.workspace();
        let memory = &mut workspace.labels;
        let path = match &self.bounds {
            Some(least) => {
                let bound = Weighted { least, weights };
                engine::best_simple(&graph.graph, weights, &bound, &query, memory)
            }
            None => engine::best_simple(&graph.graph, weights, &NoBound, &query, memory),
        };
        self.planner.give_back(workspace);
        path
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
        let goals = self.goals(graph);
        let start = graph.start(self.from, self.terminals);
        let backward = Tree::backward(&graph.graph, weights, &goals);
        let mut workspace = self.planner.workspace();
        let paths = engine::k_best(&graph.graph, weights, start, &goals, &backward, k, &mut workspace.labels);
        self.planner.give_back(workspace);
        paths
    }

    /// The best route of every corridor, best first; then the corridors that are blocked.
    ///
    /// Exact: for each corridor the best route that uses its signature and visits no place twice.
    /// One tree each way serves all corridors; a signature of several groups adds a search each.
    pub fn rank_corridors(&self, weights: &Weights) -> Ranking {
        let inner = self.inner();
        let name = |node: u32| inner.nodes[node as usize].name.clone();
        let mut ranking = Ranking {
            from: name(self.from),
            to: name(self.to),
            network: self.planner.network.name().to_owned(),
            weights: *weights,
            rows: Vec::new(),
            blocked: Vec::new(),
            left_out: 0,
            missing: weights.criteria().find(|criterion| !inner.covered[*criterion as usize]),
        };
        if ranking.missing.is_some() {
            return ranking;
        }
        let mut found = self.corridor_paths(weights);
        found.sort_by(|a, b| {
            let score = |path: &Path| weights.score(path.cost());
            engine::compare_paths(&self.planner.open.graph, (&score(&a.1), &a.1), (&score(&b.1), &b.1))
        });
        let least = |criterion: Criterion| found.iter().map(|(_, path)| u64::from(path.cost()[criterion])).min();
        let (km, time) = (least(Criterion::Distance), least(Criterion::Time));
        let senseless = |cost: &CostVector| {
            let beyond =
                |criterion, least: Option<u64>| least.is_some_and(|l| u64::from(cost[criterion]) > SENSELESS * l);
            let slow = !inner.covered[Criterion::Time as usize] || beyond(Criterion::Time, time);
            beyond(Criterion::Distance, km) && slow
        };
        let builder = self.builder(&self.planner.open);
        let mut open: Vec<u16> = Vec::new();
        let mut last: Option<Path> = None;
        for (corridor, path) in found {
            open.extend(corridor);
            let same = last.as_ref() == Some(&path);
            // The best of all stays, however far it goes.
            if senseless(path.cost()) && !same && !ranking.rows.is_empty() {
                ranking.left_out += 1;
                continue;
            }
            let named = corridor.map(|corridor| self.named(corridor));
            match ranking.rows.last_mut().filter(|_| same) {
                Some(row) => row.corridors.extend(named),
                None => ranking.rows.push(Ranked {
                    corridors: named.into_iter().collect(),
                    score: weights.score(path.cost()),
                    route: builder.route(&path),
                }),
            }
            last = Some(path);
        }
        let (blocked, left_out) = self.blocked_corridors(weights, &open, senseless);
        ranking.blocked = blocked;
        ranking.left_out += left_out;
        ranking
    }

    /// The best path of each corridor, and the best of all under no corridor's name.
    fn corridor_paths(&self, weights: &Weights) -> Vec<(Option<u16>, Path)> {
        let graph = &self.planner.open;
        let goals = self.goals(graph);
        let start = graph.start(self.from, self.terminals);
        let forward = Tree::forward(&graph.graph, weights, start);
        let backward = Tree::backward(&graph.graph, weights, &goals);
        let corridors = &self.inner().corridors;
        let mut found: Vec<(Option<u16>, Path)> = corridors
            .iter()
            .enumerate()
            .filter_map(|(i, corridor)| {
                let path = best_of_corridor(graph, weights, &forward, &backward, &goals, corridor, self.inner())?;
                Some((Some(i as u16), path))
            })
            .collect();
        if let Some(best) = self.best_path(weights) {
            // Named if a corridor gives the same links; otherwise it stands for itself.
            if !found.iter().any(|(_, path)| *path == best) {
                found.push((None, best));
            }
        }
        found
    }

    /// Corridors without an open route, with what blocks the way that needs the least to open.
    fn blocked_corridors(
        &self,
        weights: &Weights,
        open: &[u16],
        senseless: impl Fn(&CostVector) -> bool,
    ) -> (Vec<Blocked>, usize) {
        let corridors = &self.inner().corridors;
        if open.len() == corridors.len() {
            return (Vec::new(), 0);
        }
        let graph = self.planner.all();
        let metric = LeastToOpen { weights, closed: &graph.closed };
        let goals = self.goals(graph);
        let forward = Tree::forward(&graph.graph, &metric, graph.start(self.from, self.terminals));
        let backward = Tree::backward(&graph.graph, &metric, &goals);
        let mut blocked: Vec<(u64, Blocked)> = Vec::new();
        let mut left_out = 0;
        for (i, corridor) in corridors.iter().enumerate().filter(|(i, _)| !open.contains(&(*i as u16))) {
            let path = best_of_corridor(graph, &metric, &forward, &backward, &goals, corridor, self.inner());
            let Some(path) = path.filter(|path| !senseless(path.cost())) else {
                left_out += 1;
                continue;
            };
            blocked.push((
                weights.score(path.cost()),
                Blocked {
                    corridor: self.named(i as u16),
                    obstacles: self.obstacles(graph, &path),
                    route: self.builder(graph).route(&path),
                },
            ));
        }
        blocked.sort_by(|a, b| (a.0, &a.1.corridor).cmp(&(b.0, &b.1.corridor)));
        (blocked.into_iter().map(|(_, blocked)| blocked).collect(), left_out)
    }

    /// What blocks a trip that has no open route: the way that needs the least to open, what is closed on it and
    /// what the route would cost. `None` if a route is open, or if no link joins the places even in another state.
    pub fn blockage(&self, weights: &Weights) -> Option<Blockage> {
        if self.check(weights).is_err() || self.best_path(weights).is_some() {
            return None;
        }
        let graph = self.planner.all();
        let metric = LeastToOpen { weights, closed: &graph.closed };
        let goals = self.goals(graph);
        let query = Query::new(graph.start(self.from, self.terminals), &goals);
        let path = engine::best_simple(&graph.graph, &metric, &NoBound, &query, &mut Labels::default())?;
        Some(Blockage { obstacles: self.obstacles(graph, &path), route: self.builder(graph).route(&path) })
    }

    /// The closed things on a path: crossings and places by name where they are what is closed, else links.
    fn obstacles(&self, graph: &StateGraph, path: &Path) -> Vec<Obstacle> {
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

    /// The best route along one corridor.
    ///
    /// # Errors
    /// No such corridor.
    pub fn best_on(&self, corridor: &str, weights: &Weights) -> Result<Option<Route>, QueryError> {
        let inner = self.inner();
        let Some(index) = inner.corridor(corridor) else {
            let suggestion = crate::problem::nearest(corridor, inner.corridors.iter().map(|c| c.id.as_str()));
            return Err(QueryError::UnknownCorridor { id: corridor.to_owned(), suggestion });
        };
        self.check(weights)?;
        let graph = &self.planner.open;
        let goals = self.goals(graph);
        let forward = Tree::forward(&graph.graph, weights, graph.start(self.from, self.terminals));
        let backward = Tree::backward(&graph.graph, weights, &goals);
        let corridor = &inner.corridors[index as usize];
        let path = best_of_corridor(graph, weights, &forward, &backward, &goals, corridor, inner);
        Ok(path.map(|path| self.builder(graph).route(&path)))
    }

    /// The best route that uses one passage of each group, in order.
    pub(crate) fn best_over(&self, groups: &[Vec<Passage>], weights: &Weights) -> Option<Route> {
        self.check(weights).ok()?;
        let graph = &self.planner.open;
        let goals = self.goals(graph);
        let forward = Tree::forward(&graph.graph, weights, graph.start(self.from, self.terminals));
        let backward = Tree::backward(&graph.graph, weights, &goals);
        let groups = graph.arcs_of(groups, self.inner());
        let path = engine::best_via(&graph.graph, weights, &forward, &backward, &goals, &groups)?;
        Some(self.builder(graph).route(&path))
    }

    fn inner(&self) -> &'a Inner {
        &self.planner.network.inner
    }

    fn goals(&self, graph: &StateGraph) -> Vec<Goal> {
        graph.goals(self.inner(), self.to, self.terminals)
    }

    fn builder<'b>(&self, graph: &'b StateGraph) -> RouteBuilder<'b>
    where
        'a: 'b,
    {
        RouteBuilder { network: &self.planner.network, graph, from: self.from, to: self.to, terminals: self.terminals }
    }

    fn named(&self, corridor: u16) -> Named {
        let corridor = &self.inner().corridors[corridor as usize];
        Named { id: corridor.id.clone(), name: corridor.name.clone() }
    }
}

/// The best path of a corridor in either direction.
fn best_of_corridor<M: Metric>(
    graph: &StateGraph,
    metric: &M,
    forward: &Tree<M::Score>,
    backward: &Tree<M::Score>,
    goals: &[Goal],
    corridor: &Corridor,
    inner: &Inner,
) -> Option<Path> {
    let score = |path: &Path| {
        let end = goals.iter().find(|goal| goal.state == path.end).map(|goal| metric.cost(&goal.cost));
        let arcs = path.arcs().iter().map(|arc| graph.graph.score(metric, *arc));
        arcs.fold(end.unwrap_or_default(), |sum, score| sum + score)
    };
    let directions = [false, true].into_iter().filter_map(|mirrored| {
        let groups = graph.arcs_of(&corridor.groups(mirrored), inner);
        let path = engine::best_via(&graph.graph, metric, forward, backward, goals, &groups)?;
        Some((score(&path), path))
    });
    directions.min_by(|a, b| engine::compare_paths(&graph.graph, (&a.0, &a.1), (&b.0, &b.1))).map(|(_, path)| path)
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
