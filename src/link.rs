//! A piece of network between two places in one mode.

use crate::capacity::load::Capacity;
use crate::mode::Mode;
use crate::provenance::Figure;
use crate::status::Record;
#[cfg(feature = "base")]
use crate::status::Status;

/// The two price levels of rail freight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum Tariff {
    /// Block trains on through tariffs.
    #[default]
    Through,
    /// Single wagons and small shipments, as the CAREC samples measure them.
    Wagonload,
}

impl Tariff {
    /// `through` or `wagonload`.
    pub fn name(self) -> &'static str {
        match self {
            Tariff::Through => "through",
            Tariff::Wagonload => "wagonload",
        }
    }
}

/// The year in which a planned line is to open, as published.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Opening {
    pub(crate) year: u16,
    pub(crate) source: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

/// A piece of network between two places in one mode, declared once.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Link {
    pub(crate) id: String,
    /// Indices into the nodes.
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) mode: Mode,
    /// Index into the waters.
    pub(crate) water: Option<u16>,
    pub(crate) distance: Figure,
    pub(crate) time: Option<Figure>,
    /// By tariff: through, wagonload.
    pub(crate) cost: [Option<Figure>; 2],
    /// From `to` back to `from`, where it differs.
    pub(crate) cost_back: Option<Figure>,
    pub(crate) risk: Option<Figure>,
    pub(crate) emissions: Option<Figure>,
    pub(crate) wait: Option<Figure>,
    pub(crate) sailings_per_week: Option<Figure>,
    /// Index into the crossings.
    pub(crate) crossing: Option<u16>,
    /// Kilometres from `from` to the border.
    pub(crate) border_km: Option<f64>,
    pub(crate) one_way: bool,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) record: Record,
    pub(crate) opening: Option<Opening>,
    /// Indices into the corridors.
    pub(crate) corridors: Vec<u16>,
    pub(crate) note: Option<Box<str>>,
    /// Hours that a scenario adds, and what it multiplies the cost by.
    pub(crate) delay: f64,
    pub(crate) cost_factor: f64,
}

impl Link {
    /// An open link of so many kilometres without an id or any other figures of its own.
    #[cfg(feature = "base")]
    pub(crate) fn bare(from: u32, to: u32, mode: Mode, km: f64) -> Link {
        Link {
            id: String::new(),
            from,
            to,
            mode,
            water: None,
            distance: Figure::own(km),
            time: None,
            cost: [None, None],
            cost_back: None,
            risk: None,
            emissions: None,
            wait: None,
            sailings_per_week: None,
            crossing: None,
            border_km: None,
            one_way: false,
            capacity: None,
            record: Record { decided: Some(Status::Operational), ..Record::default() },
            opening: None,
            corridors: Vec::new(),
            note: None,
            delay: 0.0,
            cost_factor: 1.0,
        }
    }

    /// The id, by default `from-to-mode`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How freight moves on it.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Its length in kilometres.
    pub fn distance(&self) -> &Figure {
        &self.distance
    }

    /// Its own running time in hours, where it has one.
    pub fn time(&self) -> Option<&Figure> {
        self.time.as_ref()
    }

    /// Its own cost in US$, where it has one.
    pub fn cost(&self, tariff: Tariff) -> Option<&Figure> {
        self.cost[tariff as usize].as_ref()
    }

    /// Sailings a week of a ferry service.
    pub fn sailings_per_week(&self) -> Option<&Figure> {
        self.sailings_per_week.as_ref()
    }

    /// Whether traffic only runs from its first place to its second.
    pub fn is_one_way(&self) -> bool {
        self.one_way
    }

    /// How much can pass.
    pub fn capacity(&self) -> Option<&Capacity> {
        self.capacity.as_ref()
    }

    /// The year in which it is to open, where that is published.
    pub fn opening_year(&self) -> Option<u16> {
        self.opening.as_ref().map(|opening| opening.year)
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
