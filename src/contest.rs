//! Corridors in contest for a trip: the best route of each, and what blocks those that have none.

use crate::compile::StateGraph;
use crate::corridor::{Corridor, Passage};
use crate::cost::{CostVector, Criterion};
use crate::engine::{self, Goal, LeastToOpen, LeastVia, Metric, Path, Through, Walk};
use crate::lookup::QueryError;
use crate::planner::Trip;
use crate::rank::{Blocked, Named, Ranked, Ranking};
use crate::route::Route;
use crate::weights::Weights;
use std::cell::OnceCell;

/// A corridor makes no sense for a trip if it takes more than this many times the least distance and the least time.
const SENSELESS: u64 = 3;

/// Steps after which the search for a route that visits no place twice is given up, and the corridor said to be undecided.
///
/// Only forced detours come near it: a corridor that leads away from the trip, so that any way back crosses the way there. Whether such a
/// route exists is NP-hard to tell in general (two disjoint paths in a directed graph).
const BUDGET: usize = 20_000;

/// What became of one corridor.
enum Outcome {
    Route(Path),
    /// Every route of it would be far beyond the others.
    Senseless,
    /// No route uses its signature.
    None,
    /// The search for a route that visits no place twice was given up.
    Undecided,
}

/// What is found once and serves all corridors of a trip.
struct Contest<'a, M: Metric> {
    graph: &'a StateGraph,
    through: Through<'a, M>,
    goals: Vec<Goal>,
    start: u32,
    /// The cost of the best of all, beside which a corridor may make no sense.
    best: Option<CostVector>,
    /// Whether the network knows times.
    timed: bool,
    least: OnceCell<[LeastVia; 2]>,
}

impl<'a, M: Metric> Contest<'a, M> {
    fn new(trip: &Trip<'a>, graph: &'a StateGraph, metric: &'a M, best: Option<CostVector>) -> Contest<'a, M> {
        let (start, goals) = (graph.start(trip.from, trip.terminals), trip.goals(graph));
        let through = Through::new(&graph.graph, metric, start, goals.clone());
        let timed = trip.inner().covered[Criterion::Time as usize];
        Contest { graph, through, goals, start, best, timed, least: OnceCell::new() }
    }

    /// The best route of a corridor in either direction.
    fn outcome(&self, corridor: &Corridor, trip: &Trip<'_>) -> Outcome {
        let graph = &self.graph.graph;
        let mut walks: Vec<(Vec<Vec<u32>>, Walk<M::Score>)> = [false, true]
            .into_iter()
            .filter_map(|mirrored| {
                let groups = self.graph.arcs_of(&corridor.groups(mirrored), trip.inner());
                let walk = self.through.walk(&groups)?;
                Some((groups, walk))
            })
            .collect();
        walks.sort_by(|(_, a), (_, b)| engine::compare_paths(graph, (&a.score, &a.path), (&b.score, &b.path)));
        let mut outcome = Outcome::None;
        for (groups, walk) in walks {
            // The walk of one direction may already be worse than the route of the other.
            if matches!(&outcome, Outcome::Route(path) if self.through.score(path) < walk.score) {
                break;
            }
            if !walk.path.repeated_places(graph).is_empty() && self.is_hopeless(&groups) {
                if matches!(outcome, Outcome::None) {
                    outcome = Outcome::Senseless;
                }
                continue;
            }
            let Ok(route) = self.through.without_repetition(&groups, walk.path, BUDGET) else {
                return Outcome::Undecided;
            };
            let better = |path: &Path| match &outcome {
                Outcome::Route(known) => {
                    let score = |path: &Path| self.through.score(path);
                    engine::compare_paths(graph, (&score(path), path), (&score(known), known)).is_lt()
                }
                _ => true,
            };
            if let Some(path) = route.filter(better) {
                outcome = Outcome::Route(path);
            }
        }
        outcome
    }

    /// Whether every path through the groups is so long and slow that it makes no sense beside the best of all. Told from lower
    /// bounds, before the search that keeps places apart, which is long just where detours are forced.
    fn is_hopeless(&self, groups: &[Vec<u32>]) -> bool {
        let Some(best) = &self.best else { return false };
        let graph = &self.graph.graph;
        let least = self.least.get_or_init(|| {
            [Criterion::Distance, Criterion::Time].map(|c| LeastVia::new(graph, c, self.start, &self.goals))
        });
        let beyond = |least: &LeastVia, criterion: Criterion| {
            let limit = SENSELESS * u64::from(best[criterion]);
            least.through(graph, groups).is_none_or(|ticks| u64::from(ticks) > limit)
        };
        beyond(&least[0], Criterion::Distance) && (!self.timed || beyond(&least[1], Criterion::Time))
    }
}

impl Trip<'_> {
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
            network: self.planner.network().name().to_owned(),
            weights: *weights,
            rows: Vec::new(),
            blocked: Vec::new(),
            left_out: 0,
            undecided: Vec::new(),
            missing: weights.criteria().find(|criterion| !inner.covered[*criterion as usize]),
        };
        if ranking.missing.is_some() {
            return ranking;
        }
        let (mut found, undecided) = self.corridor_paths(weights);
        found.sort_by(|a, b| {
            let score = |path: &Path| weights.score(path.cost());
            engine::compare_paths(&self.planner.open.graph, (&score(&a.1), &a.1), (&score(&b.1), &b.1))
        });
        ranking.undecided = undecided.iter().map(|corridor| self.named(*corridor)).collect();
        let least = |criterion: Criterion| found.iter().map(|(_, path)| u64::from(path.cost()[criterion])).min();
        let (km, time) = (least(Criterion::Distance), least(Criterion::Time));
        let senseless = |cost: &CostVector| {
            let beyond =
                |criterion, least: Option<u64>| least.is_some_and(|l| u64::from(cost[criterion]) > SENSELESS * l);
            let slow = !inner.covered[Criterion::Time as usize] || beyond(Criterion::Time, time);
            beyond(Criterion::Distance, km) && slow
        };
        let best = found.first().map(|(_, path)| *path.cost());
        let builder = self.builder(&self.planner.open);
        let mut open: Vec<u16> = undecided;
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
        let (blocked, left_out, undecided) = self.blocked_corridors(weights, &open, senseless, best);
        ranking.blocked = blocked;
        ranking.undecided.extend(undecided);
        ranking.left_out += left_out;
        ranking
    }

    /// The best path of each corridor, and the best of all under no corridor's name; then the undecided corridors.
    fn corridor_paths(&self, weights: &Weights) -> (Vec<(Option<u16>, Path)>, Vec<u16>) {
        let Some(best) = self.best_path(weights) else { return (Vec::new(), Vec::new()) };
        let contest = Contest::new(self, &self.planner.open, weights, Some(*best.cost()));
        let (mut found, mut undecided) = (Vec::new(), Vec::new());
        for (i, corridor) in self.inner().corridors.iter().enumerate() {
            match contest.outcome(corridor, self) {
                Outcome::Route(path) => found.push((Some(i as u16), path)),
                Outcome::Undecided => undecided.push(i as u16),
                // Whether it has an open route at all is seen among the blocked ones.
                Outcome::Senseless | Outcome::None => {}
            }
        }
        // Named if a corridor gives the same links; otherwise it stands for itself.
        if !found.iter().any(|(_, path)| *path == best) {
            found.push((None, best));
        }
        (found, undecided)
    }

    /// Corridors without an open route, with what blocks the way that needs the least to open; and how many make no sense.
    fn blocked_corridors(
        &self,
        weights: &Weights,
        open: &[u16],
        senseless: impl Fn(&CostVector) -> bool,
        best: Option<CostVector>,
    ) -> (Vec<Blocked>, usize, Vec<Named>) {
        let corridors = &self.inner().corridors;
        if open.len() == corridors.len() {
            return (Vec::new(), 0, Vec::new());
        }
        let graph = self.planner.all();
        let metric = LeastToOpen { weights, closed: &graph.closed };
        let contest = Contest::new(self, graph, &metric, best);
        let mut blocked: Vec<(u64, Blocked)> = Vec::new();
        let (mut left_out, mut undecided) = (0, Vec::new());
        for (i, corridor) in corridors.iter().enumerate().filter(|(i, _)| !open.contains(&(*i as u16))) {
            match contest.outcome(corridor, self) {
                Outcome::Route(path) if !senseless(path.cost()) => blocked.push((
                    weights.score(path.cost()),
                    Blocked {
                        corridor: self.named(i as u16),
                        obstacles: self.obstacles(graph, &path),
                        route: self.builder(graph).route(&path),
                    },
                )),
                Outcome::Undecided => undecided.push(self.named(i as u16)),
                _ => left_out += 1,
            }
        }
        blocked.sort_by(|a, b| (a.0, &a.1.corridor).cmp(&(b.0, &b.1.corridor)));
        (blocked.into_iter().map(|(_, blocked)| blocked).collect(), left_out, undecided)
    }

    /// The best route along one corridor.
    ///
    /// # Errors
    /// No such corridor, or the network lacks a criterion that the weights use.
    pub fn best_on(&self, corridor: &str, weights: &Weights) -> Result<Option<Route>, QueryError> {
        let inner = self.inner();
        let Some(index) = inner.corridor(corridor) else {
            let suggestion = crate::problem::nearest(corridor, inner.corridors.iter().map(|c| c.id.as_str()));
            return Err(QueryError::UnknownCorridor { id: corridor.to_owned(), suggestion });
        };
        self.check(weights)?;
        let graph = &self.planner.open;
        let contest = Contest::new(self, graph, weights, None);
        Ok(match contest.outcome(&inner.corridors[index as usize], self) {
            Outcome::Route(path) => Some(self.builder(graph).route(&path)),
            Outcome::Senseless | Outcome::None | Outcome::Undecided => None,
        })
    }

    /// The best route that uses one passage of each group, in order.
    pub(crate) fn best_over(&self, groups: &[Vec<Passage>], weights: &Weights) -> Option<Route> {
        self.check(weights).ok()?;
        let graph = &self.planner.open;
        let contest = Contest::new(self, graph, weights, None);
        let groups = graph.arcs_of(groups, self.inner());
        let path = contest.through.best(&groups, usize::MAX).unwrap_or(None)?;
        Some(self.builder(graph).route(&path))
    }
}
