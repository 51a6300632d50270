//! Corridors in contest for a trip: the best route of each, and what blocks those that have none.

mod search;

use crate::corridor::Passage;
use crate::cost::{CostVector, Criterion};
use crate::engine::{self, Answer, LeastToOpen, Metric, Path, Untied};
use crate::lookup::QueryError;
use crate::parallel;
use crate::planner::Trip;
use crate::rank::{Blocked, Named, Ranked, Ranking};
use crate::route::Route;
use crate::weights::Weights;
#[cfg(feature = "report")]
use search::BUDGET;
use search::{Contest, Outcome, PATIENCE};

/// A corridor makes no sense for a trip if it takes more than this many times the least distance and the least time.
pub(crate) const SENSELESS: u32 = 3;

/// The best path of each corridor, and the best of all under no corridor's name; then the undecided corridors.
pub(crate) type OpenCorridors = (Vec<(Option<u16>, Path)>, Vec<u16>);

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
