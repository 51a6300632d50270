//! Places, the countries they lie in, the unions of countries, and the waters between them.

use crate::capacity::load::Capacity;
use crate::crossing::Post;
use crate::mode::Gauge;
use crate::provenance::{Basis, Figure};
use std::fmt;

/// What kind of place a node is; the kind decides whether freight can change mode there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum NodeKind {
    /// A city with a yard or terminal.
    City,
    /// A port of sea-going ships or ferries.
    Seaport,
    /// An inland terminal.
    DryPort,
    /// A railway station or junction.
    RailStation,
    /// A post at a border: no change of mode or gauge unless the data say so.
    BorderPost,
    /// A strait or cape: ships pass, nothing is handled.
    Waypoint,
}

impl NodeKind {
    /// Whether freight can change mode or gauge at such a place unless told otherwise.
    pub(crate) fn transfers(self) -> bool {
        !matches!(self, NodeKind::BorderPost | NodeKind::Waypoint)
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            NodeKind::City => "city",
            NodeKind::Seaport => "seaport",
            NodeKind::DryPort => "dry port",
            NodeKind::RailStation => "rail station",
            NodeKind::BorderPost => "border post",
            NodeKind::Waypoint => "waypoint",
        })
    }
}

/// A change of mode or of gauge between two links, or between a link and the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum TransferKind {
    /// From lorry to train or back.
    RoadRail,
    /// From one gauge to another.
    Gauge,
    /// Onto a ship.
    BoardingSea,
    /// Off a ship.
    LandingSea,
    /// Onto a ferry.
    BoardingFerry,
    /// Off a ferry.
    LandingFerry,
}

impl TransferKind {
    /// The name in the data, such as `road-rail`.
    pub fn name(self) -> &'static str {
        match self {
            TransferKind::RoadRail => "road-rail",
            TransferKind::Gauge => "gauge",
            TransferKind::BoardingSea => "boarding-sea",
            TransferKind::LandingSea => "landing-sea",
            TransferKind::BoardingFerry => "boarding-ferry",
            TransferKind::LandingFerry => "landing-ferry",
        }
    }
}

/// A city, port, yard or border post.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Node {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    /// Index into the countries.
    pub(crate) country: u16,
    pub(crate) kind: NodeKind,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) gauges: Vec<Gauge>,
    pub(crate) planned_gauges: Vec<Gauge>,
    pub(crate) locode: Option<String>,
    pub(crate) position: Basis,
    /// Transfers declared beyond what the kind allows.
    pub(crate) transfers: Vec<TransferKind>,
    /// Hours and US$ of every transfer at this very place, in place of the defaults.
    pub(crate) own_hours: Option<Figure>,
    pub(crate) own_fee: Option<Figure>,
    /// Clearance of the port itself, for ships from abroad.
    pub(crate) port: Option<Post>,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) note: Option<Box<str>>,
    /// A scenario closed it.
    pub(crate) closed: bool,
    /// Hours that a scenario adds to every transfer.
    pub(crate) delay: f64,
}

impl Node {
    /// A place of which nothing else is known.
    #[cfg(feature = "base")]
    pub(crate) fn bare(id: String, name: String, country: u16, kind: NodeKind, (lat, lon): (f64, f64)) -> Node {
        Node {
            id,
            name,
            aliases: Vec::new(),
            country,
            kind,
            lat,
            lon,
            gauges: Vec::new(),
            planned_gauges: Vec::new(),
            locode: None,
            position: Basis::default(),
            transfers: Vec::new(),
            own_hours: None,
            own_fee: None,
            port: None,
            capacity: None,
            note: None,
            closed: false,
            delay: 0.0,
        }
    }

    /// The id, lower-case words: `karachi`, `torkham-pk`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Other spellings by which it can be found.
    pub fn aliases(&self) -> &[String] {
        &self.aliases
    }

    /// What kind of place it is.
    pub fn kind(&self) -> NodeKind {
        self.kind
    }

    /// Degrees north and degrees east.
    pub fn position(&self) -> (f64, f64) {
        (self.lat, self.lon)
    }

    /// The UN/LOCODE, such as `PKKHI`.
    pub fn locode(&self) -> Option<&str> {
        self.locode.as_deref()
    }

    /// The track gauges that reach it.
    pub fn gauges(&self) -> &[Gauge] {
        &self.gauges
    }

    /// How much a port can move between ships and the shore.
    pub fn capacity(&self) -> Option<&Capacity> {
        self.capacity.as_ref()
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    pub(crate) fn allows(&self, kind: TransferKind) -> bool {
        self.kind != NodeKind::Waypoint && (self.kind.transfers() || self.transfers.contains(&kind))
    }
}

/// A country: an ISO 3166 code and how exposed freight is there.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Country {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Hazard of 0 to 100; `None` in a network without any.
    pub(crate) hazard: Option<Figure>,
}

impl Country {
    /// The two letters of ISO 3166.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Points of risk for 1000 km, 0 to 100: 100 x (max(0, -stability) / 2.5) squared, where stability is the World
    /// Bank's estimate of political stability (Worldwide Governance Indicators). The shape is a judgement.
    pub fn hazard(&self) -> Option<&Figure> {
        self.hazard.as_ref()
    }
}

/// How a border between two members is controlled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum Control {
    /// No control: not counted as a crossing.
    Open,
    /// Inside a customs union: counted, without customs.
    Union,
    /// Full control.
    Customs,
}

impl Control {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Control::Open => "open",
            Control::Union => "union",
            Control::Customs => "customs",
        }
    }
}

impl fmt::Display for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Countries that have agreed on lighter borders between them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Union {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) control: Control,
    pub(crate) members: Vec<u16>,
    pub(crate) source: Option<u16>,
}

/// A sea, gulf or lake.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Water {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hazard: Option<Figure>,
}
