//! What the best routes from each of some places to each of others cost.

use crate::constraint::list::Constraint;
use crate::cost::{CostVector, Criterion};
use crate::engine::{Goal, Scored, Sweep, Told};
use crate::lookup::QueryError;
use crate::network::Network;
use crate::parallel;
use crate::place::Node;
use crate::planner::{Planner, Trip};
use crate::report::{Table, only, shown};
use crate::stop::Stop;
use crate::weights::Weights;
use std::fmt;

/// The costs of the best routes from each of some origins to each of some destinations; see [`Planner::matrix`].
#[derive(Clone, Debug)]
pub struct Matrix {
    network: Network,
    weights: Weights,
    origins: Vec<u32>,
    destinations: Vec<u32>,
    /// By origin, then by destination.
    costs: Vec<Option<CostVector>>,
    asked: Asked,
}

/// What all trips of a matrix, or of a reach, have to keep to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) constraints: Vec<Constraint>,
    /// The constraints as verbs with their objects.
    pub(crate) words: Vec<String>,
    pub(crate) terminals: bool,
}

impl Asked {
    /// What a trip keeps to, as all others beside it do.
    pub(crate) fn of(trip: &Trip<'_>) -> Asked {
        Asked { constraints: trip.constraints().to_vec(), words: trip.asked(), terminals: trip.counts_terminals() }
    }
}

impl Planner {
    /// What the best routes from each origin to each destination cost: the same as [`Trip::best_cost`] for each pair, without constraints, loading
    /// or unloading. Places are given as for [`Planner::trip`]; from a place to itself it is nothing. Several coordinates stand in one network, where a route
    /// between two of them may pass a third.
    ///
    /// One sweep for each origin (Dijkstra 1959), O((n + m) log n) for n states and m arcs, on all cores with the feature `rayon`; pairs where the best way visits
    /// a place twice take a search of their own.
    ///
    /// # Errors
    /// An unknown place, a name that several places have, or a criterion of the weights without figures.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("yard", "AA", lat(41), lon(61));
    /// net.node("market", "AA", lat(42), lon(62));
    /// net.link("port", "yard", Mode::Road).distance(km(200)).time(hours(3));
    /// net.link("yard", "market", Mode::Road).distance(km(150)).time(hours(2));
    /// let planner = net.build()?.compile();
    /// let matrix = planner.matrix(["port", "yard"], ["yard", "market"], &Weights::new([(Time, 1.0)])?)?;
    /// assert_eq!(matrix.value(0, 1, Time), Some(5.0)); // port to market
    /// assert_eq!(matrix.value(1, 0, Time), Some(0.0)); // yard to yard
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn matrix<'s>(
        &self,
        origins: impl IntoIterator<Item = impl Into<Stop<'s>>>,
        destinations: impl IntoIterator<Item = impl Into<Stop<'s>>>,
        weights: &Weights,
    ) -> Result<Matrix, QueryError> {
        self.matrix_where(origins, destinations, weights, |trip| Ok(trip))
    }

    /// The same where each trip keeps to the same constraints, or is charged for loading and unloading, as `ask` says.
    ///
    /// What routes keep off costs no more than without; with limits, or places to come by or use, each pair takes a search of its own.
    ///
    /// # Errors
    /// As [`Planner::matrix`], and those of `ask`.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon, usd};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("market", "AA", lat(42), lon(62));
    /// net.link("port", "market", Mode::Road).id("motorway").distance(km(300)).time(hours(5)).cost(usd(400));
    /// net.link("port", "market", Mode::Road).id("old-road").distance(km(350)).time(hours(20)).cost(usd(90));
    /// let planner = net.build()?.compile();
    /// let fastest = Weights::new([(Time, 1.0)])?;
    /// let frugal = planner.matrix_where(["port"], ["market"], &fastest, |trip| trip.at_most(Cost, usd(100)))?;
    /// assert_eq!(frugal.value(0, 0, Time), Some(20.0));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn matrix_where<'s>(
        &self,
        origins: impl IntoIterator<Item = impl Into<Stop<'s>>>,
        destinations: impl IntoIterator<Item = impl Into<Stop<'s>>>,
        weights: &Weights,
        ask: impl for<'t> Fn(Trip<'t>) -> Result<Trip<'t>, QueryError>,
    ) -> Result<Matrix, QueryError> {
        let mut stops: Vec<Stop<'s>> = origins.into_iter().map(Into::into).collect();
        let count = stops.len();
        stops.extend(destinations.into_iter().map(Into::into));
        let (host, mut origins) = self.stand(&stops)?;
        let inner = &host.network().inner;
        if let Some(criterion) = weights.criteria().find(|criterion| !inner.covered[*criterion as usize]) {
            return Err(QueryError::NoFigures { criterion });
        }
        let destinations = origins.split_off(count);
        let trips = origins.iter().map(|from| ask(host.between(*from, *from))).collect::<Result<Vec<Trip>, _>>()?;
        let asked = trips.first().map(Asked::of).unwrap_or_default();
        let costs = costs(trips, &destinations, weights);
        Ok(Matrix { network: host.network().clone(), weights: *weights, origins, destinations, costs, asked })
    }
}

/// The least costs by trip, each from its start to every destination.
pub(crate) fn costs(trips: Vec<Trip<'_>>, destinations: &[u32], weights: &Weights) -> Vec<Option<CostVector>> {
    let goals = |trip: &Trip<'_>| -> Vec<Vec<Goal>> {
        destinations.iter().map(|to| trip.open().goals(trip.inner(), *to, trip.counts_terminals())).collect()
    };
    // Trips whose graph is that of the planner end in the same states.
    let is_common = |trip: &Trip<'_>| std::ptr::eq(trip.open(), &trip.planner.open) && !trip.counts_terminals();
    let common = trips.iter().find(|trip| is_common(trip)).map(goals).unwrap_or_default();
    let row = |trip: Trip<'_>| -> Vec<Option<CostVector>> {
        let states = trip.open();
        let metric = Scored::new(&states.graph, weights);
        let start = states.start(trip.from, trip.counts_terminals());
        // Limits, and what a route has come by, are beyond a sweep.
        let sweep = (!trip.is_narrow()).then(|| Sweep::new(&states.graph, &metric, start));
        let search = |to: u32| trip.towards(to).best_path(weights).map(|path| *path.cost());
        let own = if sweep.is_some() && !is_common(&trip) { goals(&trip) } else { Vec::new() };
        let goals = if is_common(&trip) { &common } else { &own };
        let cost = |(number, to): (usize, &u32)| match &sweep {
            _ if *to == trip.from => Some(CostVector::ZERO),
            None => search(*to),
            Some(sweep) => match sweep.told(&goals[number]) {
                Told::Nothing => None,
                Told::Cost(cost) => Some(cost),
                Told::Unclear => search(*to),
            },
        };
        destinations.iter().enumerate().map(cost).collect()
    };
    parallel::map(trips, row).into_iter().flatten().collect()
}

impl Matrix {
    /// Where freight starts, in the order in which it was asked.
    pub fn origins(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.origins.iter().map(|node| &self.network.inner.nodes[*node as usize])
    }

    /// Where it is to go, in the order in which it was asked.
    pub fn destinations(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.destinations.iter().map(|node| &self.network.inner.nodes[*node as usize])
    }

    /// What the best route costs, by the numbers of origin and destination from 0; `None` if there is no route, or no such place.
    pub fn cost(&self, origin: usize, destination: usize) -> Option<&CostVector> {
        let width = self.destinations.len();
        if destination >= width { None } else { self.costs.get(origin * width + destination)?.as_ref() }
    }

    /// The same on one criterion in its unit; `None` if the network has no figures for it, too.
    pub fn value(&self, origin: usize, destination: usize, criterion: Criterion) -> Option<f64> {
        let covered = self.network.covers(criterion);
        self.cost(origin, destination).filter(|_| covered).map(|cost| cost.value(criterion))
    }

    /// The network of the places, with doors if some were given by coordinates.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// What routes keep to.
    pub fn constraints(&self) -> &[Constraint] {
        &self.asked.constraints
    }

    /// Whether loading and unloading at the ends is charged.
    pub fn counts_terminals(&self) -> bool {
        self.asked.terminals
    }

    /// The weights by which routes are the best.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }
}

impl fmt::Display for Matrix {
    /// Days and US$ of each pair, `-` where there is no route.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "days / US$ by the best routes ({})", self.network.name())?;
        only(&self.asked.words, f)?;
        writeln!(f, "scored by {}", self.weights)?;
        let names = self.destinations().map(|node| node.name().to_owned());
        let header: Vec<String> = std::iter::once(String::new()).chain(names).collect();
        let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<&str>>());
        for (origin, node) in self.origins().enumerate() {
            let cell = |destination: usize| match self.cost(origin, destination) {
                None => "-".to_owned(),
                Some(_) => {
                    let part = |criterion| {
                        let value = self.value(origin, destination, criterion);
                        value.map_or("-".to_owned(), |value| shown(value, criterion))
                    };
                    format!("{} / {}", part(Criterion::Time), part(Criterion::Cost))
                }
            };
            table.row(std::iter::once(node.name().to_owned()).chain((0..self.destinations.len()).map(cell)));
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
