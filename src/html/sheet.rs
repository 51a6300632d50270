//! All that a report tells, found once: the ranking, the routes that it holds, what is closed, what would change the order.

use crate::account::Station;
use crate::front::query::Front;
use crate::html::held::{Held, Row};
use crate::html::paint::COLOURS;
use crate::html::sliders::Sliders;
use crate::lookup::QueryError;
use crate::planner::Trip;
use crate::rank::Ranking;
use crate::route::Route;
use crate::tipping::points::TippingPoints;
use crate::weights::Weights;

#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) trip: Trip<'a>,
    pub(crate) weights: Weights,
    pub(crate) sliders: Sliders,
    pub(crate) ranking: Ranking,
    pub(crate) held: Held,
    /// The rows of the ranking among what is held.
    pub(crate) rows: Vec<Row>,
    /// One for each path that is held.
    pub(crate) routes: Vec<Route>,
    pub(crate) stations: Vec<Vec<Station>>,
    /// Corridors in the order in which they get colours.
    colours: Vec<Option<u16>>,
    /// Routes that no other beats on time and money.
    pub(crate) front: Front<'a>,
    /// `None` where the trip has constraints.
    pub(crate) tipping: Option<TippingPoints>,
    /// What the data are told apart by, if the caller says so.
    pub(crate) dataset: Option<String>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(trip: &Trip<'a>, weights: &Weights) -> Result<Sheet<'a>, QueryError> {
        trip.check(weights)?;
        let sliders = Sliders::around(trip, weights);
        let mut held = Held::new(trip, &sliders);
        let ranking = trip.ranking_of(weights, std::mem::take(&mut held.middle));
        let builder = trip.builder(trip.open());
        let rows = held.rank(weights, &held.undecided);
        let mut colours: Vec<Option<u16>> = Vec::new();
        let in_order = rows.iter().map(|row| row.corridors.first().copied());
        for corridor in in_order.chain(held.corridors.iter().map(|(corridor, _)| Some(*corridor))) {
            if !colours.contains(&corridor) {
                colours.push(corridor);
            }
        }
        use crate::cost::Criterion::{Cost, Time};
        Ok(Sheet {
            routes: held.paths.iter().map(|path| builder.route(path)).collect(),
            stations: held.paths.iter().map(|path| builder.stations(path)).collect(),
            ranking,
            front: trip.pareto([Time, Cost]),
            tipping: trip.tipping_points(weights).ok(),
            dataset: None,
            trip: trip.clone(),
            weights: *weights,
            sliders,
            held,
            rows,
            colours,
        })
    }

    /// The colour of a corridor, or of the best route of all where that follows none.
    pub(crate) fn colour(&self, corridor: Option<u16>) -> usize {
        self.colours.iter().position(|other| *other == corridor).unwrap_or(COLOURS).min(COLOURS)
    }

    pub(crate) fn row_colour(&self, row: &Row) -> usize {
        self.colour(row.corridors.first().copied())
    }

    /// The place of a route in the ranking, from 0.
    pub(crate) fn place(&self, route: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.route == route)
    }

    /// The colour of a route: of its row, or else of a corridor that holds it.
    pub(crate) fn route_colour(&self, route: usize) -> usize {
        match self.place(route) {
            Some(place) => self.row_colour(&self.rows[place]),
            None => {
                let holds = |(_, routes): &&(u16, Vec<usize>)| routes.contains(&route);
                self.colour(self.held.corridors.iter().find(holds).map(|(corridor, _)| *corridor))
            }
        }
    }

    /// The classes of a picture's group for a route.
    pub(crate) fn classes(&self, route: usize) -> String {
        let state = match self.place(route) {
            Some(0) => " on",
            Some(_) => "",
            None => " off",
        };
        format!("route k{}{state}", self.route_colour(route))
    }

    /// The rows that pictures are made to show: those up to twice as long as the shortest, and the first two. Others may run out of them.
    pub(crate) fn near(&self) -> impl Iterator<Item = &Row> {
        let km = |row: &Row| u64::from(self.held.paths[row.route].cost()[crate::cost::Criterion::Distance]);
        let least = self.rows.iter().map(km).min().unwrap_or(0);
        let near = move |(place, row): &(usize, &Row)| *place < 2 || km(row) <= least.saturating_mul(2);
        self.rows.iter().enumerate().filter(near).map(|(_, row)| row)
    }

    /// What a row is called.
    pub(crate) fn name(&self, row: &Row) -> String {
        let inner = self.trip.inner();
        let names: Vec<&str> =
            row.corridors.iter().map(|corridor| inner.corridors[*corridor as usize].name.as_str()).collect();
        if names.is_empty() { "no named corridor".to_owned() } else { names.join("; ") }
    }

    pub(crate) fn ends(&self) -> [&crate::place::Node; 2] {
        let inner = self.trip.inner();
        [self.trip.from, self.trip.to].map(|node| &inner.nodes[node as usize])
    }

    /// `Karachi to Almaty`.
    pub(crate) fn title(&self) -> String {
        let [from, to] = self.ends();
        format!("{} to {}", from.name(), to.name())
    }

    /// Hours as people read them: `11.4 days`, `38 h`.
    pub(crate) fn span(hours: f64) -> String {
        if hours >= 72.0 { format!("{:.1} days", hours / 24.0) } else { format!("{hours:.0} h") }
    }
}
