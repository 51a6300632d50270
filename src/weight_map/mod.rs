//! Who wins for which weights: the parts of a box of exchange rates in which each route of a front is the best.

mod changes;
mod envelope;
mod lines;
#[cfg(test)]
mod oracle;
mod shares;
mod table;
mod wide;

pub use changes::{Breakpoint, WeightChange};

use crate::cost::{CostVector, Criterion};
use crate::engine::Path;
use crate::front::query::{Front, OnCorridor};
use crate::weight_box::{WeightBox, WeightBoxError};
use envelope::Envelope;
use lines::Lines;

/// From this share on a winner is [`Robustness::Robust`].
///
/// A judgement: the literature on acceptability (SMAA: Lahdelma, Hokkanen and Salminen 1998) reports shares and names no threshold. At
/// four fifths, four in five people who agree on no more than the box agree on the route.
pub const ROBUST_SHARE: f64 = 0.8;

/// The parts of a [`WeightBox`] in which each route of a front wins.
///
/// Exact: which route wins at which rates, the sides between the parts, and which of them meet, all decided in whole numbers from the rates
/// as given. Rounded: the rates of corners (to the last bits of a float), shares (within 0.001), and what is printed. Parts are closed: on
/// a side between two both score the same, and the order of answers decides. [`Trip::best`](crate::Trip::best) turns rates into whole
/// weights of 12 bits at the least, so that as near as that to a side it may choose the neighbour.
#[derive(Clone, Debug)]
pub struct WeightMap<'a> {
    front: &'a Front<'a>,
    rates: WeightBox,
    lines: Lines,
    cells: Vec<WeightCell>,
    changes: Vec<WeightChange>,
    /// The route that wins at the rates from which changes are counted.
    winner: usize,
}

/// The part of the box in which one route wins: a range, a convex polygon or a convex polytope.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightCell {
    row: usize,
    share: f64,
    vertices: Vec<Vec<f64>>,
    neighbours: Vec<usize>,
    /// The place in the list of lines.
    line: usize,
}

/// How much of the box the routes of one corridor win.
#[derive(Clone, Debug)]
pub struct CorridorShare {
    routes: OnCorridor,
    share: f64,
}

/// Whether a winner depends on the weights within the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Robustness {
    /// It wins in at least [`ROBUST_SHARE`] of the box.
    Robust,
    /// It wins in less.
    Contested,
}

impl Robustness {
    fn of(share: f64) -> Robustness {
        if share >= ROBUST_SHARE { Robustness::Robust } else { Robustness::Contested }
    }
}

impl Front<'_> {
    /// Divides a box of exchange rates into the cells in which each route of the front is the best.
    ///
    /// The front has to hold every winner: all criteria that count in the box, no tolerance, a search to its end. Takes milliseconds after the
    /// search of the front: about O(v r) for r routes and v corners of cells (see [`WeightMap`] for what is exact). The
    /// share of a cell is the first-rank acceptability of SMAA (Lahdelma, Hokkanen and Salminen 1998), integrated instead of sampled.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, WeightBox, Weights, hours, km, lat, lon, usd};
    /// let mut net = Network::builder();
    /// net.node("port", "AA", lat(40), lon(60));
    /// net.node("yard", "AA", lat(41), lon(61));
    /// net.node("market", "AA", lat(42), lon(62));
    /// net.link("port", "market", Mode::Road).distance(km(300)).time(hours(50)).cost(usd(400));
    /// net.link("port", "yard", Mode::Road).distance(km(200)).time(hours(10)).cost(usd(500));
    /// net.link("yard", "market", Mode::Road).distance(km(200)).time(hours(10)).cost(usd(500));
    /// let planner = net.build()?.compile();
    ///
    /// // 600 US$ buy 30 hours: the detour wins if an hour is worth more than 20 US$.
    /// let front = planner.trip("port", "market")?.pareto([Time, Cost]);
    /// let weights = Weights::new([(Cost, 1.0), (Time, 10.0)])?;
    /// let map = front.weight_map(&WeightBox::around(&weights).range(Time, 5.0..=40.0))?;
    /// let breakpoint = &map.breakpoints()[0];
    /// assert_eq!((breakpoint.rate(), breakpoint.fraction()), (20.0, Some((20, 1))));
    /// let faster = front.route(breakpoint.above()).map(|route| route.distance());
    /// assert_eq!(faster, Some(km(400)));
    /// // From 5 to 20 is two thirds of the way from 5 to 40, in ratios.
    /// assert!((map.share(breakpoint.below()) - 2.0 / 3.0).abs() < 1e-9);
    /// println!("{map}");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    ///
    /// # Errors
    /// A box without one to three free weights and a fixed one, a range that is empty, rates too far apart; a front that may lack winners
    /// or holds no route.
    pub fn weight_map(&self, rates: &WeightBox) -> Result<WeightMap<'_>, WeightBoxError> {
        rates.check()?;
        if let Some(criterion) = self.missing {
            return Err(WeightBoxError::NoFigures { criterion });
        }
        if let Some(criterion) = rates.criteria().find(|criterion| !self.criteria.contains(criterion)) {
            return Err(WeightBoxError::NotInFront { criterion });
        }
        if self.tolerant {
            return Err(WeightBoxError::Tolerant);
        }
        if !self.complete {
            return Err(WeightBoxError::Incomplete);
        }
        if self.paths.is_empty() {
            return Err(WeightBoxError::NoRoute);
        }
        let costs: Vec<CostVector> = self.paths.iter().map(Path::cost).copied().collect();
        let lines = Lines::new(rates, &costs)?;
        let middle: Vec<f64> = rates.free_criteria().map(|criterion| rates.rate(criterion)).collect();
        let winner = lines.row(lines.lowest(&lines.at(&middle)));
        let changes = changes::of_each(rates, &costs)?;
        let cells = cells(&lines);
        Ok(WeightMap { front: self, rates: rates.clone(), lines, cells, changes, winner })
    }
}

/// The rates at every corner of the lower envelope of some costs over a box: where a route that is not among them shows first, if any wins
/// somewhere.
#[cfg(feature = "report")]
pub(crate) fn corners(rates: &WeightBox, costs: &[CostVector]) -> Result<Vec<Vec<f64>>, WeightBoxError> {
    let lines = Lines::new(rates, costs)?;
    let envelope = Envelope::new(&lines);
    let points = (0..envelope.corners()).filter_map(|corner| envelope.point(corner));
    Ok(points.map(|point| lines.rates(point)).collect())
}

/// The cells, those with the largest share first.
fn cells(lines: &Lines) -> Vec<WeightCell> {
    let envelope = Envelope::new(lines);
    let regions = envelope.regions();
    let meetings = envelope.meetings(&regions);
    let shares = shares::shares(lines, &envelope, &regions, &meetings);
    let row = |region: usize| lines.row(regions[region].line);
    let cell = |(at, share): (usize, f64)| {
        let others = meetings.iter().filter(|meeting| meeting.regions.contains(&at));
        let mut neighbours: Vec<usize> =
            others.flat_map(|meeting| meeting.regions).filter(|other| *other != at).map(row).collect();
        neighbours.sort_unstable();
        let points = regions[at].corners.iter().filter_map(|corner| envelope.point(*corner));
        let mut vertices: Vec<Vec<f64>> = points.map(|point| lines.rates(point)).collect();
        vertices.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        WeightCell { row: row(at), share, vertices, neighbours, line: regions[at].line }
    };
    let mut cells: Vec<WeightCell> = shares.into_iter().enumerate().map(cell).collect();
    cells.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.row.cmp(&b.row)));
    cells
}

impl WeightCell {
    /// The route that wins here, for [`Front::route`].
    pub fn row(&self) -> usize {
        self.row
    }

    /// How much of the box the cell fills, from 0 to 1: within 0.001, every ratio of rates counted alike.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// The corners of the cell: each a rate for every free criterion, in the order of [`WeightBox::free_criteria`].
    pub fn vertices(&self) -> &[Vec<f64>] {
        &self.vertices
    }

    /// The routes of the cells that share a side with it.
    pub fn neighbours(&self) -> &[usize] {
        &self.neighbours
    }

    /// The lowest and the highest rate of one free criterion in the cell, by its place among the free ones.
    pub(crate) fn extent(&self, axis: usize) -> (f64, f64) {
        let rates = self.vertices.iter().filter_map(|vertex| vertex.get(axis).copied());
        rates.fold((f64::INFINITY, 0.0), |(low, high), rate| (rate.min(low), rate.max(high)))
    }
}

impl<'a> WeightMap<'a> {
    /// The box that is divided.
    pub fn weight_box(&self) -> &WeightBox {
        &self.rates
    }

    /// The front whose routes they are.
    pub fn front(&self) -> &'a Front<'a> {
        self.front
    }

    /// The cells, those with the largest share first. Routes that win at single rates only, on a side between others, have none.
    pub fn cells(&self) -> &[WeightCell] {
        &self.cells
    }

    /// How much of the box a route of the front wins, from 0 to 1.
    pub fn share(&self, row: usize) -> f64 {
        self.cells.iter().find(|cell| cell.row == row).map_or(0.0, |cell| cell.share)
    }

    /// How much of the box the routes of each corridor win, the largest share first, those that follow none last: "this corridor wins in
    /// 63 % of the weightings in this box". A route may follow several corridors.
    pub fn by_corridor(&self) -> Vec<CorridorShare> {
        let rows: Vec<usize> = self.cells.iter().map(|cell| cell.row).collect();
        let share = |routes: OnCorridor| {
            let share = routes.rows().iter().map(|row| self.share(*row)).sum::<f64>().min(1.0);
            CorridorShare { routes, share }
        };
        let mut shares: Vec<CorridorShare> = self.front.on_corridors(&rows).into_iter().map(share).collect();
        shares.sort_by(|a, b| {
            let none = |share: &CorridorShare| share.corridor().is_none();
            none(a).cmp(&none(b)).then(b.share.total_cmp(&a.share))
        });
        shares
    }

    /// The route that wins at the rates from which changes are counted: those of the weights.
    pub fn winner(&self) -> usize {
        self.winner
    }

    /// Whether that route wins in most of the box ([`ROBUST_SHARE`]).
    pub fn verdict(&self) -> Robustness {
        Robustness::of(self.share(self.winner))
    }

    /// The route that wins at some rates of the box; free criteria that are not listed stand at those from which changes are counted.
    ///
    /// Decided in whole numbers; if routes score the same, the first in the order of answers wins.
    ///
    /// # Errors
    /// A criterion that is not free, or a rate outside of its range.
    pub fn winner_at(&self, rates: impl IntoIterator<Item = (Criterion, f64)>) -> Result<usize, WeightBoxError> {
        let mut at: Vec<f64> = self.lines.free.iter().map(|criterion| self.rates.rate(*criterion)).collect();
        for (criterion, rate) in rates {
            let axis = self.lines.free.iter().position(|free| *free == criterion);
            let range = self.rates.range_of(criterion);
            let Some((axis, range)) = axis.zip(range) else { return Err(WeightBoxError::NotFree { criterion }) };
            if !range.contains(&rate) {
                let (low, high) = range.into_inner();
                return Err(WeightBoxError::OutsideBox { criterion, rate, low, high });
            }
            at[axis] = rate;
        }
        Ok(self.lines.row(self.lines.lowest(&self.lines.at(&at))))
    }

    /// The rates at which the winner changes if one weight is free, ascending; none if two or three are.
    pub fn breakpoints(&self) -> Vec<Breakpoint> {
        match self.lines.free[..] {
            [_] => changes::ladder(&self.lines, self.cells.iter().map(|cell| cell.line).collect()),
            _ => Vec::new(),
        }
    }

    /// For each weight by itself, the others as they are: the nearest rates below and above at which another route wins.
    pub fn smallest_changes(&self) -> &[WeightChange] {
        &self.changes
    }
}

impl CorridorShare {
    /// The id of the corridor; `None` for the routes that follow none.
    pub fn corridor(&self) -> Option<&str> {
        self.routes.corridor()
    }

    /// The name of the corridor, or "no named corridor".
    pub fn name(&self) -> &str {
        self.routes.name()
    }

    /// Its routes that have a cell, for [`Front::route`].
    pub fn rows(&self) -> &[usize] {
        self.routes.rows()
    }

    /// How much of the box they win together, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Whether they win in most of the box ([`ROBUST_SHARE`]).
    pub fn verdict(&self) -> Robustness {
        Robustness::of(self.share)
    }
}
