//! Named figures: every number that costs are made of, by an id under which it can be read, varied and set.

use crate::cost::Criterion;
use crate::crossing::{Direction, Post};
use crate::defaults::{ModeKind, Place, Quantity};
use crate::figure::name;
use crate::link::Tariff;
use crate::network::Inner;
use crate::provenance::Figure;

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// Index into the defaults.
    Default(u16),
    /// Index of the crossing, and of the post in it.
    PostHours(u16, u16, Direction),
    PostFee(u16, u16, Direction),
    PortHours(u32, Direction),
    PortFee(u32, Direction),
    TransferHours(u32),
    TransferFee(u32),
    LinkTime(u32),
    LinkCost(u32, Tariff),
    LinkCostBack(u32),
    LinkRisk(u32),
    LinkEmissions(u32),
    LinkWait(u32),
    CountryHazard(u16),
    WaterHazard(u16),
}

/// What a figure measures.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// The one criterion that it enters.
    pub(crate) criterion: Criterion,
    /// How many steps of the grid on which it is varied make one unit.
    pub(crate) per_unit: u32,
    pub(crate) unit: &'static str,
    /// Whether costs fall as it rises, in proportion to its inverse: a speed.
    pub(crate) inverse: bool,
    range: Range,
}

/// How far a figure is varied.
#[derive(Clone, Copy, Debug)]
enum Range {
    /// Hours and fees, which a reform can abolish: from nothing to four times, or up to this if it is nothing today.
    Amount(f64),
    /// What has a natural size, such as a speed: from a half to twice.
    Size,
    /// The same, but no more than 100.
    Hazard,
}

const HOURS: Measure =
    Measure { criterion: Criterion::Time, per_unit: 3600, unit: "h", inverse: false, range: Range::Amount(24.0) };
const FEE: Measure =
    Measure { criterion: Criterion::Cost, per_unit: 100, unit: "US$", inverse: false, range: Range::Amount(200.0) };
const HAZARD: Measure =
    Measure { criterion: Criterion::Risk, per_unit: 10, unit: "of 100", inverse: false, range: Range::Hazard };

fn size(criterion: Criterion, per_unit: u32, unit: &'static str) -> Measure {
    Measure { criterion, per_unit, unit, inverse: false, range: Range::Size }
}

impl Inner {
    /// Every place where a figure may stand that costs read.
    pub(crate) fn cells(&self) -> Vec<Cell> {
        let both = [Direction::Outbound, Direction::Inbound];
        // Rates by road and sea stand there once for each tariff, under one name.
        let read = |entry: &u16| match self.defaults.entry(*entry).0.0 {
            Quantity::Rate(_, tariff) => tariff == self.tariff,
            // For capacities only.
            Quantity::Load(_) => false,
            _ => true,
        };
        let mut cells: Vec<Cell> = (0..self.defaults.iter().count() as u16).filter(read).map(Cell::Default).collect();
        for (crossing, posts) in (0..).zip(self.crossings.iter().map(|crossing| crossing.posts.len())) {
            for (post, way) in (0..posts as u16).flat_map(|post| both.map(|way| (post, way))) {
                cells.extend([Cell::PostHours(crossing, post, way), Cell::PostFee(crossing, post, way)]);
            }
        }
        for node in 0..self.nodes.len() as u32 {
            cells.extend([Cell::TransferHours(node), Cell::TransferFee(node)]);
            cells.extend(both.into_iter().flat_map(|way| [Cell::PortHours(node, way), Cell::PortFee(node, way)]));
        }
        for link in 0..self.links.len() as u32 {
            cells.extend([Cell::LinkTime(link), Cell::LinkWait(link), Cell::LinkCostBack(link)]);
            cells.extend([Tariff::Through, Tariff::Wagonload].map(|tariff| Cell::LinkCost(link, tariff)));
            cells.extend([Cell::LinkRisk(link), Cell::LinkEmissions(link)]);
        }
        cells.extend((0..self.countries.len() as u16).map(Cell::CountryHazard));
        cells.extend((0..self.waters.len() as u16).map(Cell::WaterHazard));
        cells.retain(|cell| self.figure(*cell).is_some());
        cells
    }

    pub(crate) fn figure(&self, cell: Cell) -> Option<&Figure> {
        let post = |crossing: u16, post: u16| &self.crossings[crossing as usize].posts[post as usize];
        let (node, link) = (|node: u32| &self.nodes[node as usize], |link: u32| &self.links[link as usize]);
        match cell {
            Cell::Default(entry) => Some(&self.defaults.entry(entry).2),
            Cell::PostHours(crossing, side, way) => post(crossing, side).hours(way),
            Cell::PostFee(crossing, side, way) => post(crossing, side).fee(way),
            Cell::PortHours(index, way) => node(index).port.as_ref()?.hours(way),
            Cell::PortFee(index, way) => node(index).port.as_ref()?.fee(way),
            Cell::TransferHours(index) => node(index).own_hours.as_ref(),
            Cell::TransferFee(index) => node(index).own_fee.as_ref(),
            Cell::LinkTime(index) => link(index).time.as_ref(),
            Cell::LinkCost(index, tariff) => link(index).cost[tariff as usize].as_ref(),
            Cell::LinkCostBack(index) => link(index).cost_back.as_ref(),
            Cell::LinkRisk(index) => link(index).risk.as_ref(),
            Cell::LinkEmissions(index) => link(index).emissions.as_ref(),
            Cell::LinkWait(index) => link(index).wait.as_ref(),
            Cell::CountryHazard(index) => self.countries[index as usize].hazard.as_ref(),
            Cell::WaterHazard(index) => self.waters[index as usize].hazard.as_ref(),
        }
    }

    /// Gives a figure another value; on what ground it stands, and so how it is read, stays.
    pub(crate) fn set_figure(&mut self, cell: Cell, value: f64) {
        fn hours(post: &mut Post, way: Direction) -> Option<&mut Figure> {
            match way {
                Direction::Outbound => post.outbound.as_mut(),
                Direction::Inbound => post.inbound.as_mut(),
            }
        }
        fn fee(post: &mut Post, way: Direction) -> Option<&mut Figure> {
            match way {
                Direction::Outbound => post.outbound_fee.as_mut(),
                Direction::Inbound => post.inbound_fee.as_mut(),
            }
        }
        let figure = match cell {
            Cell::Default(entry) => return self.defaults.set(entry, value),
            Cell::PostHours(crossing, post, way) => {
                hours(&mut self.crossings[crossing as usize].posts[post as usize], way)
            }
            Cell::PostFee(crossing, post, way) => fee(&mut self.crossings[crossing as usize].posts[post as usize], way),
            Cell::PortHours(node, way) => self.nodes[node as usize].port.as_mut().and_then(|post| hours(post, way)),
            Cell::PortFee(node, way) => self.nodes[node as usize].port.as_mut().and_then(|post| fee(post, way)),
            Cell::TransferHours(node) => self.nodes[node as usize].own_hours.as_mut(),
            Cell::TransferFee(node) => self.nodes[node as usize].own_fee.as_mut(),
            Cell::LinkTime(link) => self.links[link as usize].time.as_mut(),
            Cell::LinkCost(link, tariff) => self.links[link as usize].cost[tariff as usize].as_mut(),
            Cell::LinkCostBack(link) => self.links[link as usize].cost_back.as_mut(),
            Cell::LinkRisk(link) => self.links[link as usize].risk.as_mut(),
            Cell::LinkEmissions(link) => self.links[link as usize].emissions.as_mut(),
            Cell::LinkWait(link) => self.links[link as usize].wait.as_mut(),
            Cell::CountryHazard(country) => self.countries[country as usize].hazard.as_mut(),
            Cell::WaterHazard(water) => self.waters[water as usize].hazard.as_mut(),
        };
        if let Some(figure) = figure {
            figure.value = value;
        }
    }

    pub(crate) fn measure(&self, cell: Cell) -> Measure {
        match cell {
            Cell::Default(entry) => match self.defaults.entry(entry).0.0 {
                Quantity::Speed(_) => Measure { inverse: true, ..size(Criterion::Time, 10, "km/h") },
                Quantity::Rate(..) => size(Criterion::Cost, 1000, "US$/km"),
                Quantity::Emission(_) => size(Criterion::Emissions, 10, "g/tkm"),
                Quantity::Stops(_) => size(Criterion::Time, 1000, "h per hour"),
                Quantity::Load(_) => size(Criterion::Cost, 10, "t"),
                Quantity::PublishedRailPost(_) => size(Criterion::Time, 1000, "times"),
                Quantity::PostHours(..)
                | Quantity::TransferHours(_)
                | Quantity::TerminalHours(..)
                | Quantity::Wait(_) => HOURS,
                Quantity::PostFee(..) | Quantity::TransferFee(_) | Quantity::TerminalFee(..) => FEE,
            },
            Cell::PostHours(..) | Cell::PortHours(..) | Cell::TransferHours(_) | Cell::LinkWait(_) => HOURS,
            Cell::PostFee(..) | Cell::PortFee(..) | Cell::TransferFee(_) => FEE,
            Cell::LinkTime(_) => size(Criterion::Time, 3600, "h"),
            Cell::LinkCost(..) | Cell::LinkCostBack(_) => size(Criterion::Cost, 100, "US$"),
            Cell::LinkRisk(_) => size(Criterion::Risk, 1000, "points"),
            Cell::LinkEmissions(_) => size(Criterion::Emissions, 1000, "kg CO2e"),
            Cell::CountryHazard(_) | Cell::WaterHazard(_) => HAZARD,
        }
    }

    /// Whether all entries that a figure moves are one and the same function of it: those of one post, place or link, and amounts that nothing
    /// multiplies. Kilometres at a rate are not.
    pub(crate) fn moves_alike(&self, cell: Cell) -> bool {
        match cell {
            Cell::Default(entry) => match self.defaults.entry(entry).0.0 {
                Quantity::PostHours(..)
                | Quantity::TerminalHours(..)
                | Quantity::TerminalFee(..)
                | Quantity::TransferFee(_)
                | Quantity::Wait(_) => true,
                Quantity::TransferHours(_) => self.nodes.iter().all(|node| node.delay == 0.0),
                Quantity::PostFee(..) => self.crossings.iter().all(|crossing| crossing.fee_factor == 1.0),
                Quantity::Speed(_)
                | Quantity::Rate(..)
                | Quantity::Emission(_)
                | Quantity::Stops(_)
                | Quantity::Load(_)
                | Quantity::PublishedRailPost(_) => false,
            },
            Cell::CountryHazard(_) | Cell::WaterHazard(_) => false,
            _ => true,
        }
    }

    /// The least and the most that a figure may plausibly be: by the rule of its kind, widened to whatever was published instead.
    pub(crate) fn plausible(&self, cell: Cell) -> (f64, f64) {
        let Some(figure) = self.figure(cell) else { return (0.0, 0.0) };
        let now = figure.value;
        let (low, high) = match self.measure(cell).range {
            Range::Amount(most) => (0.0, if now > 0.0 { 4.0 * now } else { most }),
            Range::Size => (now / 2.0, 2.0 * now),
            Range::Hazard => (now / 2.0, (2.0 * now).min(100.0).max(now)),
        };
        let seen = match cell {
            Cell::PostHours(crossing, post, way) => {
                let history = self.crossings[crossing as usize].posts[post as usize].history.iter();
                history.filter(|seen| seen.direction == way).map(|seen| seen.hours).collect()
            }
            _ => Vec::new(),
        };
        let published = seen.into_iter().chain(figure.others.iter().map(|other| other.0));
        published.fold((low, high), |(low, high), value| (low.min(value), high.max(value)))
    }

    /// The figure of that id.
    pub(crate) fn cell(&self, id: &str) -> Option<Cell> {
        self.cells().into_iter().find(|cell| name::id(self, *cell) == id)
    }

    /// The mode of a post, and the country on whose side it stands.
    pub(crate) fn post(&self, crossing: u16, post: u16) -> (&str, Option<ModeKind>) {
        let post = &self.crossings[crossing as usize].posts[post as usize];
        (&self.countries[post.country as usize].id, post.mode.map(ModeKind::from))
    }

    pub(crate) fn place_of_default(&self, place: Place) -> Option<&str> {
        match place {
            Place::Anywhere => None,
            Place::Country(country) => Some(&self.countries[country as usize].name),
            Place::Water(water) => Some(&self.waters[water as usize].name),
        }
    }
}
