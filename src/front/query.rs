//! The Pareto front of a trip: no weights, no opinion.

use crate::cost::{CostVector, Criterion};
use crate::engine::{self, ParetoOptions, Path};
use crate::follow::Signatures;
use crate::lookup::QueryError;
use crate::planner::Trip;
use crate::rank::Named;
use crate::route::Route;
use std::sync::OnceLock;
use std::time::Duration;

/// All routes of a trip that no other route beats on the chosen criteria, one for each vector of costs.
///
/// One route beats another if it is no worse on every chosen criterion and better on one. Of routes that cost the same there
/// stands the first in the order of answers. Routes are sorted by the chosen criteria in the order of [`Criterion::ALL`]; each is put
/// together when it is first asked for.
#[derive(Clone, Debug)]
pub struct Front<'a> {
    pub(crate) trip: Trip<'a>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) paths: Vec<Path>,
    routes: Vec<OnceLock<Box<Route>>>,
    pub(crate) complete: bool,
    pub(crate) tolerant: bool,
    pub(crate) missing: Option<Criterion>,
}

/// A front that is still to be searched, with what it may leave out and what it may take. See [`Trip::front`].
#[derive(Clone, Debug)]
pub struct FrontQuery<'a> {
    trip: Trip<'a>,
    criteria: Vec<Criterion>,
    epsilon: [f64; 6],
    options: ParetoOptions,
}

/// The routes of a front that follow one corridor.
#[derive(Clone, Debug)]
pub struct OnCorridor {
    pub(crate) corridor: Option<Named>,
    pub(crate) rows: Vec<usize>,
}

impl<'a> Trip<'a> {
    /// All routes that no other beats on the criteria: the exact Pareto front.
    ///
    /// Exact: one route for each vector of costs that no route without repetition beats. Empty without criteria, or if the network lacks
    /// figures for one of them ([`Trip::front`] says which). Long trips have thousands of routes on all six criteria: give `front` a
    /// tolerance. (Multi-objective label setting: Hernandez et al. 2023; see [`engine::Graph::pareto`].)
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("yard", "AA", lat(41), lon(61));
    /// net.node("market", "AA", lat(42), lon(62));
    /// net.link("port", "market", Mode::Road).distance(km(300)).time(hours(9));
    /// net.link("port", "yard", Mode::Road).distance(km(200)).time(hours(3));
    /// net.link("yard", "market", Mode::Road).distance(km(200)).time(hours(3));
    /// let planner = net.build()?.compile();
    /// let front = planner.trip("port", "market")?.pareto([Distance, Time]);
    /// assert_eq!(front.len(), 2);
    /// assert_eq!(front.best(Time).map(|route| route.distance()), Some(km(400)));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn pareto(&self, criteria: impl IntoIterator<Item = Criterion>) -> Front<'a> {
        let query = self.front(criteria);
        let missing = query.criteria.iter().copied().find(|criterion| !self.inner().covered[*criterion as usize]);
        match missing {
            Some(_) => Front { missing, ..query.empty() },
            None => query.search(),
        }
    }

    /// The same with a tolerance, limits or all equals: `trip.front([Time, Risk]).epsilon(Risk, 0.01).find()`.
    pub fn front(&self, criteria: impl IntoIterator<Item = Criterion>) -> FrontQuery<'a> {
        let given: Vec<Criterion> = criteria.into_iter().collect();
        let criteria = Criterion::ALL.into_iter().filter(|criterion| given.contains(criterion)).collect();
        FrontQuery { trip: self.clone(), criteria, epsilon: [0.0; 6], options: ParetoOptions::default() }
    }
}

impl<'a> FrontQuery<'a> {
    /// Leaves out what is hardly better: every vector of the exact front is within the factor 1 + epsilon, on every criterion, of one that is
    /// kept, and what is kept is on the exact front.
    pub fn epsilon(mut self, criterion: Criterion, epsilon: f64) -> FrontQuery<'a> {
        self.epsilon[criterion as usize] = epsilon;
        self
    }

    /// The same tolerance for every criterion.
    pub fn epsilon_on_all(mut self, epsilon: f64) -> FrontQuery<'a> {
        self.epsilon = [epsilon; 6];
        self
    }

    /// Lets one route stand for several within the tolerances wherever they meet, which is much faster on long trips. Every vector of the
    /// exact front still has one near it, and none that is kept beats another, but what is kept may be beaten by less than the
    /// tolerances ([`ParetoOptions::bundled`] says where it changes nothing).
    pub fn bundled(mut self) -> FrontQuery<'a> {
        self.options = self.options.bundled();
        self
    }

    /// Stops after looking at so many labels (partial routes): the same on every machine. [`Front::complete`] tells.
    pub fn budget(mut self, labels: u64) -> FrontQuery<'a> {
        self.options = self.options.labels(labels);
        self
    }

    /// Stops after this time; [`Front::complete`] tells.
    pub fn within(mut self, time: Duration) -> FrontQuery<'a> {
        self.options = self.options.within(time);
        self
    }

    /// Every route with each vector of the front, not only the first. There may be very many; the budget holds for them
    /// too. Tolerances are ignored.
    pub fn all_routes(mut self) -> FrontQuery<'a> {
        self.options = self.options.all_routes();
        self
    }

    /// Searches the front.
    ///
    /// # Errors
    /// No criterion, a criterion without figures, a tolerance that is negative, 1 or more, or no number.
    pub fn find(self) -> Result<Front<'a>, QueryError> {
        if self.criteria.is_empty() {
            return Err(QueryError::NoCriterion);
        }
        for criterion in &self.criteria {
            let epsilon = self.epsilon[*criterion as usize];
            if !self.trip.inner().covered[*criterion as usize] {
                return Err(QueryError::NoFigures { criterion: *criterion });
            }
            if !(0.0..1.0).contains(&epsilon) {
                return Err(QueryError::NoTolerance { criterion: *criterion, epsilon: epsilon.to_string() });
            }
        }
        Ok(self.search())
    }

    fn empty(self) -> Front<'a> {
        Front {
            tolerant: self.criteria.iter().any(|criterion| self.epsilon[*criterion as usize] > 0.0),
            trip: self.trip,
            criteria: self.criteria,
            paths: Vec::new(),
            routes: Vec::new(),
            complete: true,
            missing: None,
        }
    }

    fn search(self) -> Front<'a> {
        let graph = self.trip.open();
        let (start, goals) = (graph.start(self.trip.from, self.trip.terminals), self.trip.goals(graph));
        let options = self.criteria.iter().fold(self.options.clone(), |options, criterion| {
            options.epsilon(*criterion, self.epsilon[*criterion as usize])
        });
        let limits = self.trip.constraints.limits().into_iter();
        let options = limits.fold(options, |options, (criterion, most)| options.at_most(criterion, most));
        // A prepared network is not swept; the graph of a trip with other constraints than limits is its own.
        let shared = std::ptr::eq(graph, &self.trip.planner.open);
        let lanes = self.trip.planner.lanes.as_ref().filter(|_| shared);
        let found = match lanes {
            Some(lanes) => self
                .trip
                .planner
                .with_workspace(|memory| lanes.pareto(&graph.graph, start, &goals, &self.criteria, &options, memory)),
            None => engine::pareto(&graph.graph, start, &goals, &self.criteria, &options),
        };
        let complete = found.complete();
        let routes = found.paths.iter().map(|_| OnceLock::new()).collect();
        Front { paths: found.paths, routes, complete, ..self.empty() }
    }
}

impl Front<'_> {
    /// How many routes there are.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The chosen criteria, in the order of [`Criterion::ALL`].
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The routes in order.
    pub fn routes(&self) -> impl ExactSizeIterator<Item = &Route> {
        (0..self.paths.len()).map(|row| self.build(row))
    }

    /// One route, counted from 0.
    pub fn route(&self, row: usize) -> Option<&Route> {
        (row < self.paths.len()).then(|| self.build(row))
    }

    /// The cost vectors in order, without putting routes together.
    pub fn costs(&self) -> impl ExactSizeIterator<Item = &CostVector> {
        self.paths.iter().map(Path::cost)
    }

    /// The route with the least of one criterion, the first of them by the other chosen ones; `None` if the criterion is not
    /// among those of the front, or there is no route.
    pub fn best(&self, criterion: Criterion) -> Option<&Route> {
        self.best_row(criterion).map(|row| self.build(row))
    }

    pub(crate) fn best_row(&self, criterion: Criterion) -> Option<usize> {
        let rows = 0..self.paths.len();
        rows.filter(|_| self.criteria.contains(&criterion)).min_by_key(|row| self.paths[*row].cost()[criterion])
    }

    /// Whether the search came to its end within its limits. If not, every route is on the front, but there may be more.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// The first chosen criterion of which the network has no figures: there is no front then.
    pub fn missing(&self) -> Option<Criterion> {
        self.missing
    }

    /// Whether some weights, none of them negative, make a route as good as any other of the front. The routes in between are the ones that
    /// no weighting shows.
    ///
    /// Decided in whole numbers but for ties, which count. Takes O(routes) a few times.
    pub fn is_supported(&self, row: usize) -> bool {
        let vector = |path: &Path| self.criteria.iter().map(|criterion| path.cost()[*criterion]).collect();
        let vectors: Vec<Vec<u32>> = self.paths.iter().map(vector).collect();
        crate::front::supported::is_supported(&vectors, row)
    }

    /// Which routes follow which corridor, by signature, in either direction; corridors in order of their first route, then the routes
    /// that follow none. A route may follow several.
    ///
    /// Takes O(corridors x links of all routes).
    pub fn by_corridor(&self) -> Vec<OnCorridor> {
        self.on_corridors(&(0..self.paths.len()).collect::<Vec<usize>>())
    }

    /// The same of some routes only.
    pub(crate) fn on_corridors(&self, some: &[usize]) -> Vec<OnCorridor> {
        let (inner, graph) = (self.trip.inner(), self.trip.open());
        let signatures = Signatures::new(inner);
        let mut rows_of = vec![Vec::new(); inner.corridors.len()];
        let mut free = Vec::new();
        let mut some = some.to_vec();
        some.sort_unstable();
        for row in some {
            let followed = signatures.followed(inner, graph, &self.paths[row]);
            followed.iter().for_each(|corridor| rows_of[*corridor as usize].push(row));
            free.extend(followed.is_empty().then_some(row));
        }
        let of_corridor =
            |(index, rows): (u16, Vec<usize>)| OnCorridor { corridor: Some(self.trip.named(index)), rows };
        let followed = (0..).zip(rows_of).filter(|(_, rows)| !rows.is_empty());
        let mut found: Vec<OnCorridor> = followed.map(of_corridor).collect();
        found.sort_by_key(|group| group.rows[0]);
        if !free.is_empty() {
            found.push(OnCorridor { corridor: None, rows: free });
        }
        found
    }

    fn build(&self, row: usize) -> &Route {
        let build = || Box::new(self.trip.builder(self.trip.open()).route(&self.paths[row]));
        self.routes[row].get_or_init(build)
    }
}

impl OnCorridor {
    /// The id of the corridor; `None` for the routes that follow none.
    pub fn corridor(&self) -> Option<&str> {
        self.corridor.as_ref().map(|corridor| corridor.id.as_str())
    }

    /// The name of the corridor, or "no named corridor".
    pub fn name(&self) -> &str {
        self.corridor.as_ref().map_or("no named corridor", |corridor| &corridor.name)
    }

    /// Its routes, for [`Front::route`].
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }
}
