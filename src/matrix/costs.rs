//! What the best routes from each of some places to each of others cost.

use crate::cost::{CostVector, Criterion};
use crate::engine::{Scored, Sweep, Told};
use crate::lookup::QueryError;
use crate::network::Network;
use crate::place::Node;
use crate::planner::Planner;
use crate::report::{Table, shown};
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
}

impl Planner {
    /// What the best routes from each origin to each destination cost: the same as [`Trip::best_cost`](crate::Trip::best_cost) for each pair,
    /// without constraints, loading or unloading. Places are given by id, UN/LOCODE or name; from a place to itself it is nothing.
    ///
    /// One sweep for each origin (Dijkstra 1959), O((n + m) log n) for n states and m arcs, on all cores with the feature `rayon`; pairs where routes score the
    /// same, or the best way visits a place twice, take a search of their own.
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
    pub fn matrix(
        &self,
        origins: impl IntoIterator<Item = impl AsRef<str>>,
        destinations: impl IntoIterator<Item = impl AsRef<str>>,
        weights: &Weights,
    ) -> Result<Matrix, QueryError> {
        let inner = &self.network().inner;
        if let Some(criterion) = weights.criteria().find(|criterion| !inner.covered[*criterion as usize]) {
            return Err(QueryError::NoFigures { criterion });
        }
        let origins = origins.into_iter().map(|place| inner.find(place.as_ref())).collect::<Result<Vec<u32>, _>>()?;
        let destinations =
            destinations.into_iter().map(|place| inner.find(place.as_ref())).collect::<Result<Vec<u32>, _>>()?;
        let costs = self.costs(&origins, &destinations, weights);
        Ok(Matrix { network: self.network().clone(), weights: *weights, origins, destinations, costs })
    }

    /// The least costs by origin, then by destination.
    pub(crate) fn costs(&self, origins: &[u32], destinations: &[u32], weights: &Weights) -> Vec<Option<CostVector>> {
        let (inner, states) = (&*self.network().inner, &self.open);
        let metric = Scored::new(&states.graph, weights);
        let goals: Vec<_> = destinations.iter().map(|to| (*to, states.goals(inner, *to, false))).collect();
        let row = |from: &u32| -> Vec<Option<CostVector>> {
            let sweep = Sweep::new(&states.graph, &metric, states.start(*from, false));
            let cost = |(to, goals): &(u32, Vec<_>)| match sweep.told(goals) {
                _ if to == from => Some(CostVector::ZERO),
                Told::Nothing => None,
                Told::Cost(cost) => Some(cost),
                Told::Unclear => self.between(*from, *to).best_path(weights).map(|path| *path.cost()),
            };
            goals.iter().map(cost).collect()
        };
        #[cfg(feature = "rayon")]
        let rows: Vec<Vec<Option<CostVector>>> = {
            use rayon::prelude::*;
            origins.par_iter().map(row).collect()
        };
        #[cfg(not(feature = "rayon"))]
        let rows: Vec<Vec<Option<CostVector>>> = origins.iter().map(row).collect();
        rows.into_iter().flatten().collect()
    }
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

    /// The weights by which routes are the best.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }
}

impl fmt::Display for Matrix {
    /// Days and US$ of each pair, `-` where there is no route.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "days / US$ by the best routes ({})\nscored by {}", self.network.name(), self.weights)?;
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
