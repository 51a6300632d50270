//! Corridors in contest for a trip: the best route of each, and what blocks those that have none.

use crate::compile::{StateGraph, Way};
use crate::corridor::Passage;
use crate::cost::{CostVector, Criterion};
use crate::engine::{
    self, Answer, Draft, Least, LeastToOpen, Limited, Metric, Path, Query, Score, Through, Untied, Walk,
};
use crate::lookup::QueryError;
use crate::parallel;
use crate::planner::Trip;
use crate::rank::{Blocked, Named, Ranked, Ranking};
use crate::route::Route;
use crate::weights::Weights;

/// A corridor makes no sense for a trip if it takes more than this many times the least distance and the least time.
pub(crate) const SENSELESS: u32 = 3;

/// Splits of a question after which the search for a route that visits no place twice is given up, and the corridor said to be undecided.
///
/// Only forced detours come near it: a corridor that leads away from the trip, so that any way back crosses the way there. Whether such a
/// route exists is NP-hard to tell in general (two disjoint paths in a directed graph).
const BUDGET: usize = 200;
/// The same where one corridor is asked for.
const PATIENCE: usize = 20_000;
/// Labels for each split, where the trip has limits or places to come by and labels take the place of splits.
const LABELS: u64 = 5_000;
/// And no more for any one search, which would be gigabytes.
const MOST_LABELS: u64 = 4_000_000;

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

/// The best path of each corridor, and the best of all under no corridor's name; then the undecided corridors.
pub(crate) type OpenCorridors = (Vec<(Option<u16>, Path)>, Vec<u16>);

/// What is found once and serves all corridors of a trip.
struct Contest<'a, M: Metric> {
    graph: &'a StateGraph,
    through: Through<'a, M>,
    start: u32,
    /// The cost of the best of all, beside which a corridor may make no sense.
    best: Option<CostVector>,
    /// Of distance, and of time if the network knows it: what counts as making no sense.
    least: Option<Vec<Least<'a>>>,
    /// The search to use where the trip has limits or places to come by.
    limited: Option<(Limited<'a, M>, Vec<u64>)>,
}

impl<'a, M: Metric> Contest<'a, M> {
    fn new(trip: &Trip<'_>, graph: &'a StateGraph, metric: &'a M, best: Option<CostVector>) -> Contest<'a, M> {
        let start = graph.start(trip.from, trip.terminals);
        let through = Through::new(&graph.graph, graph.table(), metric, start, trip.goals(graph));
        let counts = [Criterion::Distance, Criterion::Time].into_iter();
        let counts = counts.filter(|criterion| trip.inner().covered[*criterion as usize]);
        let least = |criterion| Least::new(&graph.graph, graph.table()?, criterion, start, &through.goals);
        let least = counts.map(least).collect();
        let limited = trip.is_narrow().then(|| trip.limited(graph, metric, &through.goals));
        Contest { graph, through, start, best, least, limited }
    }

    /// The best path that uses one arc of each group, in order, and keeps to the trip's constraints.
    fn best_within(&self, (limited, limits): &(Limited<'a, M>, Vec<u64>), groups: &Way, budget: usize) -> Answer {
        let graph = &self.graph.graph;
        let mut query = Query::new(self.start, &self.through.goals).through(graph, groups);
        query.keep_ends_apart(graph);
        limited.best_of_few(&query, limits, LABELS.saturating_mul(budget as u64).min(MOST_LABELS))
    }

    /// The best route of a corridor in either direction, where labels have to tell more than scores.
    fn outcome_within(
        &self,
        within: &(Limited<'a, M>, Vec<u64>),
        corridor: u16,
        trip: &Trip<'_>,
        budget: usize,
    ) -> Outcome {
        let inner = trip.inner();
        let mut known = None;
        for mirrored in [false, true] {
            let groups = self.graph.arcs_of(&inner.corridors[corridor as usize].groups(mirrored), inner);
            if groups.is_empty() || groups.iter().any(Vec::is_empty) {
                continue;
            }
            match self.best_within(within, &groups, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        known.map_or(Outcome::None, |(_, path)| Outcome::Route(path))
    }

    /// What becomes of some corridors, each with its outcome.
    fn outcomes(&self, corridors: Vec<u16>, trip: &Trip<'_>) -> Vec<(u16, Outcome)> {
        if self.limited.is_none() {
            self.through.sweep();
        }
        parallel::map(corridors, |corridor| (corridor, self.outcome(corridor, trip, BUDGET)))
    }

    /// The best route of a corridor in either direction.
    fn outcome(&self, corridor: u16, trip: &Trip<'_>, budget: usize) -> Outcome {
        if let Some(within) = &self.limited {
            return self.outcome_within(within, corridor, trip, budget);
        }
        let ways = self.graph.ways(trip.inner())[corridor as usize].iter();
        let mut ways: Vec<(M::Score, &Way)> = ways.filter_map(|arcs| Some((self.through.bound(arcs)?, arcs))).collect();
        ways.sort_by_key(|way| way.0);
        let mut ways = ways.into_iter().peekable();
        let mut known: Option<(M::Score, Path)> = None;
        let (mut walks, mut senseless) = (Vec::<Walk<'_, M::Score, _>>::new(), Vec::new());
        loop {
            let most = known.as_ref().map_or(M::Score::UNREACHED, |known| known.0);
            let nearest = (0..walks.len()).min_by_key(|at| walks[*at].score);
            // What may score the least goes first, so that what takes many searches is mostly beaten before.
            if let Some((bound, arcs)) = ways.next_if(|way| nearest.is_none_or(|at| way.0 <= walks[at].score)) {
                if most < bound {
                    break;
                }
                if self.is_senseless(arcs) {
                    senseless.push((bound, arcs));
                    continue;
                }
                match self.through.draft(arcs, most) {
                    Some(Draft::Path(path)) => self.keep_better(&mut known, path),
                    Some(Draft::Walk(walk)) => walks.push(walk),
                    None => {}
                }
                continue;
            }
            let Some(walk) = nearest.map(|at| walks.swap_remove(at)).filter(|walk| walk.score <= most) else { break };
            match self.through.finish(walk, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        // Whether the best route of the corridor is one that makes no sense.
        for (bound, arcs) in &senseless {
            let Some(most) = known.as_ref().map(|known| known.0).filter(|most| bound <= most) else { continue };
            match self.through.best(arcs, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
        }
        match known {
            Some((_, path)) => Outcome::Route(path),
            None if senseless.is_empty() => Outcome::None,
            None => Outcome::Senseless,
        }
    }

    /// The best route of a corridor in either direction that scores no more than `most`, where few do.
    #[cfg(feature = "report")]
    fn best_within_score(&self, corridor: u16, trip: &Trip<'_>, mut most: M::Score, budget: usize) -> Outcome {
        if let Some(within) = &self.limited {
            return self.outcome_within(within, corridor, trip, budget);
        }
        let mut known: Option<(M::Score, Path)> = None;
        let ways = &self.graph.ways(trip.inner())[corridor as usize];
        for (bound, arcs) in self.through.rough_bounds(ways).into_iter().zip(ways) {
            if bound.is_none_or(|bound| bound > most) {
                continue;
            }
            match self.through.search(arcs, most, budget) {
                Answer::Path(path) => self.keep_better(&mut known, path),
                Answer::None => {}
                Answer::GivenUp => return Outcome::Undecided,
            }
            most = known.as_ref().map_or(most, |known| known.0);
        }
        known.map_or(Outcome::None, |(_, path)| Outcome::Route(path))
    }

    fn keep_better(&self, known: &mut Option<(M::Score, Path)>, path: Path) {
        let found = (self.through.score(&path), path);
        let first = |known: &(M::Score, Path)| {
            engine::compare_paths(&self.graph.graph, (&found.0, &found.1), (&known.0, &known.1)).is_lt()
        };
        if known.as_ref().is_none_or(first) {
            *known = Some(found);
        }
    }

    /// Whether any path through the groups takes more distance and more time than makes sense beside the best of all.
    fn is_senseless(&self, groups: &Way) -> bool {
        let Some(best) = &self.best else { return false };
        let beyond = |least: &Least<'_>| {
            let most = best[least.criterion].saturating_mul(SENSELESS);
            least.bound(groups).is_none_or(|ticks| ticks > most)
        };
        self.least.as_ref().is_some_and(|least| least.iter().all(beyond))
    }
}

impl Trip<'_> {
    /// The best route of every corridor, best first; then the corridors that are blocked.
    ///
    /// Exact: for each corridor the best route that uses its signature and visits no place twice.
    /// Two sweeps of the graph serve all corridors. Choices of passages that could beat the route already found take one search from each
    /// passage to the next, which they share, and more where the way there and the way back share a place.
    pub fn rank_corridors(&self, weights: &Weights) -> Ranking {
        let open = match self.check(weights) {
            Ok(()) => self.open_corridors(weights),
            Err(_) => OpenCorridors::default(),
        };
        self.ranking_of(weights, open)
    }

    /// The ranking, given the best path of each corridor.
    pub(crate) fn ranking_of(&self, weights: &Weights, (mut found, undecided): OpenCorridors) -> Ranking {
        let inner = self.inner();
        let name = |node: u32| inner.nodes[node as usize].name.clone();
        let mut ranking = Ranking {
            from: name(self.from),
            to: name(self.to),
            network: self.planner.network().name().to_owned(),
            constraints: self.asked(),
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
        found.sort_by(|a, b| {
            let score = |path: &Path| weights.score(path.cost());
            engine::compare_paths(&self.open().graph, (&score(&a.1), &a.1), (&score(&b.1), &b.1))
        });
        ranking.undecided = undecided.iter().map(|corridor| self.named(*corridor)).collect();
        let least = |criterion: Criterion| found.iter().map(|(_, path)| u64::from(path.cost()[criterion])).min();
        let (km, time) = (least(Criterion::Distance), least(Criterion::Time));
        let senseless = |cost: &CostVector| {
            let beyond = |criterion, least: Option<u64>| {
                least.is_some_and(|l| u64::from(cost[criterion]) > u64::from(SENSELESS) * l)
            };
            let slow = !inner.covered[Criterion::Time as usize] || beyond(Criterion::Time, time);
            beyond(Criterion::Distance, km) && slow
        };
        let best = found.first().map(|(_, path)| *path.cost());
        let builder = self.builder(self.open());
        let mut open: Vec<u16> = undecided;
        let mut rows: Vec<(Vec<Named>, Path)> = Vec::new();
        for (corridor, path) in found {
            open.extend(corridor);
            let same = rows.last().is_some_and(|(_, last)| *last == path);
            // The best of all stays, however far it goes.
            if senseless(path.cost()) && !same && !rows.is_empty() {
                ranking.left_out += 1;
                continue;
            }
            let named = corridor.map(|corridor| self.named(corridor));
            match rows.last_mut().filter(|_| same) {
                Some(row) => row.0.extend(named),
                None => rows.push((named.into_iter().collect(), path)),
            }
        }
        ranking.rows = parallel::map(rows, |(corridors, path)| Ranked {
            corridors,
            score: weights.score(path.cost()),
            route: builder.route(&path),
        });
        let (blocked, left_out, undecided) = self.blocked_corridors(weights, &open, senseless, best);
        ranking.blocked = blocked;
        ranking.undecided.extend(undecided);
        ranking.left_out += left_out;
        ranking
    }

    /// The best path of one corridor, however little sense it makes, if its score is below another one; `Err` if the search was given up.
    #[cfg(feature = "report")]
    pub(crate) fn better_path_on(&self, corridor: u16, weights: &Weights, below: u64) -> Result<Option<Path>, ()> {
        let Some(most) = below.checked_sub(1) else { return Ok(None) };
        let contest = Contest::new(self, self.open(), weights, None);
        match contest.best_within_score(corridor, self, most, BUDGET) {
            Outcome::Route(path) => Ok(Some(path).filter(|path| weights.score(path.cost()) <= most)),
            Outcome::Senseless | Outcome::None => Ok(None),
            Outcome::Undecided => Err(()),
        }
    }

    /// The best path of each corridor, and the best of all under no corridor's name; then the undecided corridors.
    pub(crate) fn open_corridors(&self, weights: &Weights) -> OpenCorridors {
        let Some(best) = self.best_path(weights) else { return OpenCorridors::default() };
        match Untied::instead_of(weights, &self.open().graph) {
            Some(untied) => self.open_by(&untied, best),
            None => self.open_by(weights, best),
        }
    }

    fn open_by(&self, metric: &impl Metric, best: Path) -> OpenCorridors {
        let contest = Contest::new(self, self.open(), metric, Some(*best.cost()));
        let (mut found, mut undecided) = (Vec::new(), Vec::new());
        for (i, outcome) in contest.outcomes((0..self.inner().corridors.len() as u16).collect(), self) {
            match outcome {
                Outcome::Route(path) => found.push((Some(i), path)),
                Outcome::Undecided => undecided.push(i),
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
        let graph = self.all();
        let metric = LeastToOpen { weights, closed: &graph.closed };
        let contest = Contest::new(self, graph, &metric, best);
        let mut blocked: Vec<(u64, u16, Path)> = Vec::new();
        let (mut left_out, mut undecided) = (0, Vec::new());
        let shut = (0..corridors.len() as u16).filter(|i| !open.contains(i)).collect();
        for (i, outcome) in contest.outcomes(shut, self) {
            match outcome {
                Outcome::Route(path) if !senseless(path.cost()) => blocked.push((weights.score(path.cost()), i, path)),
                Outcome::Undecided => undecided.push(self.named(i)),
                _ => left_out += 1,
            }
        }
        blocked.sort_by_key(|(score, i, _)| (*score, self.named(*i)));
        let blocked = parallel::map(blocked, |(_, i, path)| Blocked {
            corridor: self.named(i),
            obstacles: self.obstacles(graph, &path),
            route: self.builder(graph).route(&path),
        });
        (blocked, left_out, undecided)
    }

    /// The best route along one corridor.
    ///
    /// # Errors
    /// No such corridor; the network lacks a criterion that the weights use; or the search was given up, as where only a forced
    /// detour could follow the corridor.
    pub fn best_on(&self, corridor: &str, weights: &Weights) -> Result<Option<Route>, QueryError> {
        let inner = self.inner();
        let index = inner.corridor_named(corridor)?;
        self.check(weights)?;
        let graph = self.open();
        let contest = Contest::new(self, graph, weights, None);
        match contest.outcome(index, self, PATIENCE) {
            Outcome::Route(path) => Ok(Some(self.builder(graph).route(&path))),
            Outcome::Senseless | Outcome::None => Ok(None),
            Outcome::Undecided => Err(QueryError::Undecided { id: corridor.to_owned() }),
        }
    }

    /// The best route that uses one passage of each group, in order.
    pub(crate) fn best_over(&self, groups: &[Vec<Passage>], weights: &Weights) -> Option<Route> {
        self.check(weights).ok()?;
        let graph = self.open();
        let contest = Contest::new(self, graph, weights, None);
        let groups = graph.arcs_of(groups, self.inner());
        let found = match &contest.limited {
            Some(within) => contest.best_within(within, &groups, usize::MAX),
            None => contest.through.best(&groups, u64::MAX, usize::MAX),
        };
        let Answer::Path(path) = found else { return None };
        Some(self.builder(graph).route(&path))
    }
}
