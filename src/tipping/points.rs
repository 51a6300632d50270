//! Tipping points: what would have to change for another route to be the best.

use crate::cost::{CostVector, Criterion};
use crate::engine::Path;
use crate::figure::cell::Cell;
use crate::figure::name;
use crate::figure::named::NamedFigure;
use crate::lookup::QueryError;
use crate::network::Network;
use crate::planner::Trip;
use crate::rank::Named;
use crate::scenario::Scenario;
use crate::tipping::called::names;
use crate::tipping::figures::Figures;
use crate::tipping::rate;
use crate::tipping::search::{Change, Grid};
use crate::weights::Weights;

/// What would have to change for another route of a trip to be the best; see [`Trip::tipping_points`].
#[derive(Clone, Debug)]
pub struct TippingPoints {
    pub(crate) network: Network,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) weights: Weights,
    /// The best route: what it is called and what it costs.
    pub(crate) best: Option<(String, CostVector)>,
    points: Vec<TippingPoint>,
    steady: Vec<Cell>,
    /// Every figure that was varied.
    figures: Vec<Cell>,
    pub(crate) steady_rates: Vec<Criterion>,
    undecided: Vec<String>,
}

/// What moves.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    Figure(NamedFigure),
    Rate(Criterion),
}

/// One figure or weight, and the value from which on another route is the best, everything else as it is.
#[derive(Clone, Debug)]
pub struct TippingPoint {
    pub(crate) subject: Subject,
    pub(crate) now: f64,
    pub(crate) before: f64,
    pub(crate) at: f64,
    pub(crate) weights: Weights,
    pub(crate) winner: String,
    corridors: Vec<Named>,
    links: Vec<String>,
    /// What the winner there costs, and what the best route of today costs there.
    costs: [CostVector; 2],
}

impl TippingPoint {
    /// The figure that moves; `None` if it is a weight.
    pub fn figure(&self) -> Option<&NamedFigure> {
        match &self.subject {
            Subject::Figure(figure) => Some(figure),
            Subject::Rate(_) => None,
        }
    }

    /// The criterion whose weight moves; `None` if it is a figure.
    pub fn weight(&self) -> Option<Criterion> {
        match self.subject {
            Subject::Figure(_) => None,
            Subject::Rate(criterion) => Some(criterion),
        }
    }

    /// The value today, in the unit of the figure, or the exchange rate.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The first value, on the way from today's, at which the best route is another one. Values are looked at in steps of a second, a cent, 0.1 km/h,
    /// 0.001 US$/km, 0.1 g/tkm, a tenth of a hazard, a thousandth of a factor; exchange rates in steps of their fourth digit.
    pub fn at(&self) -> f64 {
        self.at
    }

    /// The step before it: the last value at which the best route of today still is the best.
    pub fn before(&self) -> f64 {
        self.before
    }

    /// The change relative to today's value: -0.25 for a quarter less; infinite if that is nothing.
    pub fn relative(&self) -> f64 {
        (self.at - self.now) / self.now
    }

    /// What the new best route is called: by its corridors, or else by where it differs.
    pub fn winner(&self) -> &str {
        &self.winner
    }

    /// The ids of the corridors that the new best route follows.
    pub fn corridors(&self) -> impl Iterator<Item = &str> {
        self.corridors.iter().map(|corridor| corridor.id.as_str())
    }

    /// The ids of the links of the new best route.
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// What the new best route costs there.
    pub fn cost(&self) -> &CostVector {
        &self.costs[0]
    }

    /// What the new best route takes more there than today's, in the unit of the criterion; below zero if it takes less.
    pub fn difference(&self, criterion: Criterion) -> f64 {
        self.costs[0].value(criterion) - self.costs[1].value(criterion)
    }

    /// The scenario that sets the figure to [`at`](Self::at); `None` if it is a weight.
    pub fn scenario(&self) -> Option<Scenario> {
        let figure = self.figure()?;
        Some(Scenario::new(figure.name()).set(figure.id(), self.at))
    }

    /// The weights at this point: those of the trip, with the rate at [`at`](Self::at) if it is one.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }
}

impl TippingPoints {
    /// The tipping points, the nearest first by relative change; then those of figures that are nothing today.
    pub fn points(&self) -> &[TippingPoint] {
        &self.points
    }

    /// Every figure that was varied: those that open links or the ends of the trip read.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = NamedFigure> {
        self.figures.iter().map(|cell| NamedFigure::new(&self.network.inner, *cell))
    }

    /// The figures that never change the best route, however they vary within their plausible range.
    pub fn steady(&self) -> impl ExactSizeIterator<Item = NamedFigure> {
        self.steady.iter().map(|cell| NamedFigure::new(&self.network.inner, *cell))
    }

    /// The criteria whose weight never changes the best route from a quarter to four times its rate.
    pub fn steady_weights(&self) -> &[Criterion] {
        &self.steady_rates
    }

    /// The names of figures and rates whose search was given up: only where routes tie to the last tick over a whole range of a rounded figure.
    pub fn undecided(&self) -> &[String] {
        &self.undecided
    }
}

impl Trip<'_> {
    /// What would have to change for another route to be the best: for every named figure and every weight the nearest value in either direction,
    /// everything else as it is, within its plausible range.
    ///
    /// A figure moves for everything that reads it: the wait on the Caspian for all its ferries. Exact against all routes, not only the
    /// runner-up: each value was found by searches on the changed network, at the tick itself and the tick before it. Sweeps bound what each figure can do,
    /// so that only some tens are searched. (Newton's method on the least of all routes: Eisner and Severance 1976.) Without a route there are no points.
    ///
    /// # Errors
    /// A criterion of the weights without figures, or a trip with constraints.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.link("karachi", "kabul", Mode::Road).id("east").distance(km(1_650)).time(hours(34)).crossing("khyber", hours(30));
    /// net.link("karachi", "kabul", Mode::Road).id("west").distance(km(1_500)).time(hours(35)).crossing("chaman", hours(40));
    /// let planner = net.build()?.compile();
    /// let tipping = planner.trip("karachi", "kabul")?.tipping_points(&Weights::new([(Time, 1.0)])?)?;
    /// // 75 h over Chaman in place of 64 h over the Khyber: with 11 h in addition there they tie, and Chaman is shorter.
    /// let khyber = tipping.points().iter().find(|point| point.figure().is_some_and(|f| f.id().starts_with("khyber")));
    /// assert_eq!(khyber.map(|point| point.at() - point.now()), Some(11.0));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn tipping_points(&self, weights: &Weights) -> Result<TippingPoints, QueryError> {
        self.check(weights)?;
        self.check_free("tipping points")?;
        let (inner, planner) = (self.inner(), &self.planner);
        let name = |node: u32| inner.nodes[node as usize].name.clone();
        let mut all = TippingPoints {
            network: planner.network().clone(),
            from: name(self.from),
            to: name(self.to),
            weights: *weights,
            best: None,
            points: Vec::new(),
            steady: Vec::new(),
            figures: Vec::new(),
            steady_rates: Vec::new(),
            undecided: Vec::new(),
        };
        let Some(winner) = self.best_path(weights) else { return Ok(all) };
        all.best =
            Some((names(&self.corridors_of(&winner)).unwrap_or_else(|| self.by_way(&winner, None)), winner.cost));
        let mut figures = Figures::new(self, weights, &winner);
        for number in figures.read() {
            let cell = figures.reads(number).cell;
            let mut steady = true;
            all.figures.push(cell);
            for side in [0, 1] {
                match figures.change(number, side) {
                    (_, Change::Never, _) => {}
                    (_, Change::Undecided, _) => {
                        steady = false;
                        all.undecided.push(name::name(inner, cell));
                    }
                    (grid, Change::At(step, path), old) => {
                        steady = false;
                        let subject = Subject::Figure(NamedFigure::new(inner, cell));
                        all.points.push(self.point(subject, &grid, step, *weights, (&winner, old), &path));
                    }
                }
            }
            all.steady.extend(steady.then_some(cell));
        }
        for criterion in weights.criteria().filter(|_| weights.criteria().nth(1).is_some()) {
            let mut steady = true;
            for grid in rate::ways(weights.rate(criterion)) {
                let (grid, change) = rate::change(self, weights, &winner, criterion, grid);
                let (step, path) = match change {
                    Change::At(step, path) => (step, path),
                    Change::Never => continue,
                    Change::Undecided => {
                        steady = false;
                        all.undecided.push(format!("the rate of {criterion}"));
                        continue;
                    }
                };
                steady = false;
                let there = rate::with_rate(weights, criterion, grid.value(step)).unwrap_or(*weights);
                let old = (&winner, winner.cost);
                all.points.push(self.point(Subject::Rate(criterion), &grid, step, there, old, &path));
            }
            all.steady_rates.extend(steady.then_some(criterion));
        }
        all.points.sort_by(|a, b| {
            (a.relative().abs(), a.at).partial_cmp(&(b.relative().abs(), b.at)).unwrap_or(std::cmp::Ordering::Equal)
        });
        Ok(all)
    }

    fn point(
        &self,
        subject: Subject,
        grid: &Grid,
        step: u32,
        weights: Weights,
        (old, old_cost): (&Path, CostVector),
        new: &Path,
    ) -> TippingPoint {
        let (inner, graph) = (self.inner(), &self.planner.open.graph);
        let (followed, before) = (self.corridors_of(new), self.corridors_of(old));
        let fresh: Vec<Named> = followed.iter().filter(|corridor| !before.contains(corridor)).cloned().collect();
        let links = new.arcs().iter().map(|arc| inner.links[graph.link(*arc) as usize].id.clone());
        TippingPoint {
            subject,
            now: grid.value(0),
            before: grid.value(step - 1),
            at: grid.value(step),
            weights,
            winner: names(&fresh).unwrap_or_else(|| self.by_way(new, Some(old))),
            corridors: followed,
            links: links.collect(),
            costs: [*new.cost(), old_cost],
        }
    }
}
