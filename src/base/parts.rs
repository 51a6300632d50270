//! The columns of a base network, and the rules that hold between them.

use super::error::BaseError;
use crate::mode::Mode;

/// No country or water: the index that means none.
pub(super) const NONE: u8 = u8::MAX;

/// The columns of a base network; an index into one of the tables names everything that repeats.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseParts {
    /// ISO 3166 codes as the curated network writes them; a country may lack there.
    pub countries: Vec<String>,
    /// Ids of curated waters.
    pub waters: Vec<String>,
    /// Ids of curated crossings.
    pub crossings: Vec<String>,
    /// Names of straits and canals; ids of curated waypoints where there is one.
    pub straits: Vec<String>,
    /// Ids of curated places.
    pub places: Vec<String>,
    pub modes: Vec<Mode>,
    /// Of each node, millionths of a degree.
    pub lat: Vec<i32>,
    pub lon: Vec<i32>,
    /// Index into the countries; 255 at sea.
    pub country: Vec<u8>,
    /// Of each edge, the two nodes: `from < to`; edges are sorted by both.
    pub from: Vec<u32>,
    pub to: Vec<u32>,
    pub metres: Vec<u32>,
    /// Index into the modes.
    pub mode: Vec<u8>,
    /// On land an index into the countries, afloat into the waters; 255: none. An edge lies in one country.
    pub area: Vec<u8>,
    /// See [`BasePassage`].
    pub passage: Vec<u16>,
    /// Where the points of each edge begin; one more entry than edges.
    pub points_from: Vec<u32>,
    /// Points between the two nodes, from `from` to `to`, millionths of a degree.
    pub point_lat: Vec<i32>,
    pub point_lon: Vec<i32>,
    /// Sorted by kind, name and position.
    pub terminals: Vec<BaseTerminal>,
    /// Sorted by place, mode and distance.
    pub connectors: Vec<BaseConnector>,
}

/// What an edge passes. On land it joins a node of one country and a node of another, and its metres lie in one of them.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BasePassage {
    /// Nothing.
    None,
    /// A border inside a union without control.
    Open,
    /// A controlled border at which no post is known.
    Closed,
    /// Index into the crossings.
    Crossing(u16),
    /// Index into the straits.
    Strait(u16),
}

/// Gauges of railways for freight: mines have some of 600 mm, and none is wider than 1676 mm.
const GAUGES_MM: std::ops::RangeInclusive<u16> = 500..=2000;
/// The first code of a strait; crossings count from 3.
const STRAITS: u16 = 0x8000;

impl BasePassage {
    pub fn code(self) -> u16 {
        match self {
            BasePassage::None => 0,
            BasePassage::Open => 1,
            BasePassage::Closed => 2,
            BasePassage::Crossing(crossing) => 3 + crossing,
            BasePassage::Strait(strait) => STRAITS + strait,
        }
    }

    pub fn of_code(code: u16) -> BasePassage {
        match code {
            0 => BasePassage::None,
            1 => BasePassage::Open,
            2 => BasePassage::Closed,
            STRAITS.. => BasePassage::Strait(code - STRAITS),
            crossing => BasePassage::Crossing(crossing - 3),
        }
    }
}

/// What kind of place a terminal is.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BaseTerminalKind {
    /// A place of the curated network that is no border post and no waypoint.
    Place,
    /// A port of UN/LOCODE or of searoute's list.
    Port,
    /// A place with a railway by UN/LOCODE.
    Rail,
    /// Where the gauge changes on one line; `place` names the curated place where freight is moved over.
    GaugeBreak,
}

impl BaseTerminalKind {
    pub const ALL: [BaseTerminalKind; 4] =
        [BaseTerminalKind::Place, BaseTerminalKind::Port, BaseTerminalKind::Rail, BaseTerminalKind::GaugeBreak];

    pub fn name(self) -> &'static str {
        ["place", "port", "rail", "gauge break"][self as usize]
    }
}

/// A group of nodes between which freight can be transferred.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseTerminal {
    pub kind: BaseTerminalKind,
    pub name: String,
    /// Index into the places.
    pub place: Option<u32>,
    pub locode: Option<String>,
    pub lat: i32,
    pub lon: i32,
    /// Sorted by mode and node; at a break of gauge one node stands under two modes.
    pub members: Vec<BaseMember>,
}

/// A node of a terminal.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaseMember {
    /// Index into the modes.
    pub mode: u8,
    pub node: u32,
    /// Along the geodesic from the terminal's position.
    pub metres: u32,
}

/// How a curated place is joined to the base network.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaseConnector {
    /// Index into the places.
    pub place: u32,
    /// Index into the modes.
    pub mode: u8,
    /// Along the geodesic.
    pub metres: u32,
    pub node: u32,
}

impl BaseParts {
    pub fn is_afloat(&self, edge: usize) -> bool {
        self.modes[usize::from(self.mode[edge])].is_afloat()
    }

    /// The points between the two nodes of an edge, from `from` to `to`.
    pub fn points(&self, edge: usize) -> impl DoubleEndedIterator<Item = (i32, i32)> + '_ {
        let range = self.points_from[edge] as usize..self.points_from[edge + 1] as usize;
        self.point_lat[range.clone()].iter().copied().zip(self.point_lon[range].iter().copied())
    }

    /// Every index names something, every coordinate lies on the Earth, and edges are in order: what follows may index
    /// without looking.
    pub(super) fn check(&self) -> Result<(), BaseError> {
        let hold = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(BaseError::Damaged { what }) };
        let (nodes, edges, points) = (self.lat.len(), self.from.len(), self.point_lat.len());
        hold(nodes == self.lon.len() && nodes == self.country.len(), "columns of nodes differ in length")?;
        let ends = [self.to.len(), self.metres.len(), self.mode.len(), self.area.len(), self.passage.len()];
        hold(ends.iter().all(|&len| len == edges), "columns of edges differ in length")?;
        hold(points == self.point_lon.len(), "columns of points differ in length")?;
        let on_earth = |lat: &[i32], lon: &[i32]| {
            lat.iter().all(|lat| lat.unsigned_abs() <= 90_000_000)
                && lon.iter().all(|lon| lon.unsigned_abs() <= 180_000_000)
        };
        hold(on_earth(&self.lat, &self.lon) && on_earth(&self.point_lat, &self.point_lon), "a coordinate")?;
        let within = |index: u8, table: usize| index == NONE || usize::from(index) < table;
        hold(self.country.iter().all(|&c| within(c, self.countries.len())), "the country of a node")?;
        let pairs = self.from.iter().zip(&self.to);
        hold(pairs.clone().all(|(&from, &to)| from < to && (to as usize) < nodes), "the ends of an edge")?;
        hold(pairs.clone().zip(pairs.skip(1)).all(|(edge, next)| edge <= next), "the order of edges")?;
        let gauge = |mode: &Mode| if let Mode::Rail(gauge) = mode { GAUGES_MM.contains(&gauge.mm()) } else { true };
        hold(self.modes.len() < usize::from(NONE) && self.modes.iter().all(gauge), "a mode")?;
        // Numbers beyond them would mean another thing.
        hold(self.crossings.len() <= usize::from(STRAITS - 3), "more crossings than can be told apart")?;
        hold(self.straits.len() <= usize::from(u16::MAX - STRAITS) + 1, "more straits than can be told apart")?;
        hold(self.mode.iter().all(|&mode| usize::from(mode) < self.modes.len()), "the mode of an edge")?;
        let area = |edge| if self.is_afloat(edge) { self.waters.len() } else { self.countries.len() };
        hold((0..edges).all(|edge| within(self.area[edge], area(edge))), "the country of an edge")?;
        let passes = |&code: &u16| match BasePassage::of_code(code) {
            BasePassage::Crossing(crossing) => usize::from(crossing) < self.crossings.len(),
            BasePassage::Strait(strait) => usize::from(strait) < self.straits.len(),
            _ => true,
        };
        hold(self.passage.iter().all(passes), "the passage of an edge")?;
        let ascending = self.points_from.windows(2).all(|pair| pair[0] <= pair[1]);
        let spans =
            self.points_from.first() == Some(&0) && self.points_from.last().map(|&p| p as usize) == Some(points);
        hold(self.points_from.len() == edges + 1 && ascending && spans, "the points of an edge")?;
        let node_and_mode = |node: u32, mode: u8| (node as usize) < nodes && usize::from(mode) < self.modes.len();
        let place = |place: u32| (place as usize) < self.places.len();
        let terminal = |terminal: &BaseTerminal| {
            terminal.place.is_none_or(place)
                && terminal.locode.as_deref().is_none_or(|code| !code.trim().is_empty())
                && on_earth(&[terminal.lat], &[terminal.lon])
                && terminal.members.iter().all(|member| node_and_mode(member.node, member.mode))
        };
        hold(self.terminals.iter().all(terminal), "a terminal")?;
        let connector = |c: &BaseConnector| place(c.place) && node_and_mode(c.node, c.mode);
        hold(self.connectors.iter().all(connector), "a connector")
    }
}
