//! How far a budget of hours, US$ or kilometres reaches.

use crate::constraint::amount::Amount;
use crate::constraint::list::Constraint;
use crate::cost::{CostVector, Criterion};
use crate::lookup::QueryError;
use crate::matrix::costs::{Asked, costs};
use crate::network::Network;
use crate::place::Node;
use crate::planner::{Planner, Trip};
use crate::report::{Table, only, shown};
use crate::stop::Stop;
use crate::weights::Weights;
use std::collections::BTreeMap;
use std::fmt;

/// The places within a budget from one place; see [`Planner::reach`].
#[derive(Clone, Debug)]
pub struct Reach {
    network: Network,
    from: u32,
    criterion: Criterion,
    budget: f64,
    /// Nearest first.
    places: Vec<(u32, CostVector)>,
    asked: Asked,
}

impl Planner {
    /// The places to which freight gets within a budget, which also says what counts: `planner.reach("karachi", days(7))`, or `usd(3_000)`,
    /// `km(2_000)`, a number of borders. Straits and capes, where nothing is handled, are no such places.
    ///
    /// The routes are the best by that criterion alone. One sweep of O((n + m) log n) for n states and m arcs (Dijkstra 1959); places to which
    /// the best way visits a place twice take a search each.
    ///
    /// # Errors
    /// An unknown place, a criterion without figures, a budget that is negative or no number.
    ///
    /// ```
    /// use corridor::{Mode, Network, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("yard", "AA", lat(41), lon(61));
    /// net.node("market", "AA", lat(42), lon(62));
    /// net.link("port", "yard", Mode::Road).distance(km(200)).time(hours(3));
    /// net.link("yard", "market", Mode::Road).distance(km(150)).time(hours(2));
    /// let planner = net.build()?.compile();
    /// let reach = planner.reach("port", hours(4))?;
    /// assert_eq!(reach.places().map(|(place, _)| place.id()).collect::<Vec<_>>(), ["yard"]);
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn reach<'s>(&self, from: impl Into<Stop<'s>>, budget: impl Into<Amount>) -> Result<Reach, QueryError> {
        self.reach_where(from, budget, |trip| Ok(trip))
    }

    /// The same where routes keep to constraints, or are charged for loading and unloading, as `ask` says:
    /// `planner.reach_where("karachi", days(7), |trip| trip.avoid(Thing::country("AF")))`.
    ///
    /// With limits, or places to come by or use, each place takes a search of its own.
    ///
    /// # Errors
    /// As [`Planner::reach`], and those of `ask`.
    pub fn reach_where<'s>(
        &self,
        from: impl Into<Stop<'s>>,
        budget: impl Into<Amount>,
        ask: impl for<'t> Fn(Trip<'t>) -> Result<Trip<'t>, QueryError>,
    ) -> Result<Reach, QueryError> {
        let (host, places) = self.stand(&[from.into()])?;
        let (inner, from, budget) = (&host.network().inner, places[0], budget.into());
        let criterion = budget.criterion();
        if !inner.covered[criterion as usize] {
            return Err(QueryError::NoFigures { criterion });
        }
        let no_limit = || QueryError::NoLimit { criterion, value: budget.value().to_string() };
        let most = budget.ticks().ok_or_else(no_limit)?;
        let nodes: Vec<u32> = (0..inner.nodes.len() as u32).filter(|node| *node != from).collect();
        let trip = ask(host.between(from, from))?;
        let asked = Asked::of(&trip);
        let costs = costs(vec![trip], &nodes, &Weights::of(criterion));
        let near = nodes.into_iter().zip(costs).filter_map(|(node, cost)| Some((node, cost?)));
        let mut places: Vec<(u32, CostVector)> = near.filter(|(_, cost)| u64::from(cost[criterion]) <= most).collect();
        places.sort_by_key(|(node, cost)| (cost[criterion], *node));
        Ok(Reach { network: host.network().clone(), from, criterion, budget: budget.value(), places, asked })
    }
}

impl Reach {
    /// Where freight starts.
    pub fn from(&self) -> &Node {
        &self.network.inner.nodes[self.from as usize]
    }

    /// What the budget is of.
    pub fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// The budget in the unit of its criterion.
    pub fn budget(&self) -> f64 {
        self.budget
    }

    /// The network of the places, with a door if the start was given by its coordinate.
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

    /// The places, nearest first, each with what the best route there costs.
    pub fn places(&self) -> impl ExactSizeIterator<Item = (&Node, &CostVector)> {
        self.places.iter().map(|(node, cost)| (&self.network.inner.nodes[*node as usize], cost))
    }

    /// How many of these places lie in each country, by its code, most first.
    pub fn by_country(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, _) in self.places() {
            *counts.entry(self.network.country_of(place).id()).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        counts
    }
}

impl fmt::Display for Reach {
    /// How many places in each country, and the farthest of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.criterion {
            Criterion::Time => "days",
            Criterion::Crossings => "borders",
            Criterion::Risk => "points",
            other => other.unit(),
        };
        let count = self.places.len();
        let (budget, places) = (shown(self.budget, self.criterion), if count == 1 { "place" } else { "places" });
        writeln!(f, "within {budget} {unit} from {}: {count} {places} ({})", self.from().name(), self.network.name())?;
        only(&self.asked.words, f)?;
        let mut table = Table::new(&["", "places", unit, "farthest"]);
        for (code, count) in self.by_country() {
            let last = self.places().filter(|(place, _)| self.network.country_of(place).id() == code).last();
            let Some((place, cost)) = last else { continue };
            let name = self.network.country_of(place).name().to_owned();
            table.row([
                name,
                count.to_string(),
                shown(cost.value(self.criterion), self.criterion),
                place.name().to_owned(),
            ]);
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
