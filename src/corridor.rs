//! Named corridors, the passages by which a route is told to be one, and the published references behind them.

use crate::capacity::load::Volume;
use crate::month::Month;
use crate::status::Status;

/// A link in the direction in which it was declared (`forward`) or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Passage {
    pub(crate) link: u32,
    pub(crate) forward: bool,
}

impl Passage {
    pub(crate) fn reversed(self) -> Passage {
        Passage { forward: !self.forward, ..self }
    }
}

/// A transport corridor.
///
/// A route counts as the corridor if it uses one passage of each group of the signature, in order; a trip in
/// the other direction uses the signature mirrored.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Corridor {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) signature: Vec<Vec<Passage>>,
    pub(crate) status: Status,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) note: Option<Box<str>>,
}

impl Corridor {
    /// The id, such as `middle`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The status that its publications give it.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The trade that it carries or is planned to carry, as published.
    pub fn volumes(&self) -> &[Volume] {
        &self.volumes
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The signature for one of the two directions.
    pub(crate) fn groups(&self, mirrored: bool) -> Vec<Vec<Passage>> {
        if mirrored {
            let back = |group: &Vec<Passage>| group.iter().map(|passage| passage.reversed()).collect();
            self.signature.iter().rev().map(back).collect()
        } else {
            self.signature.clone()
        }
    }
}

/// A published interval: lowest and highest value, with its source.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Published {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) unit: Option<String>,
    pub(crate) source: Option<u16>,
    pub(crate) year: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

impl Published {
    /// What the values are in, where that is not told by what was asked for: `usd_per_feu`, `usd_per_teu`, `usd_per_t` and the like.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// The lowest published value, in its unit.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The highest published value, in its unit.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Distance of `value` to the interval over its nearer end, 0 inside: -0.03 is 3 % below.
    pub fn deviation(&self, value: f64) -> f64 {
        if value < self.min {
            (value - self.min) / self.min
        } else if value > self.max {
            (value - self.max) / self.max
        } else {
            0.0
        }
    }
}

/// In which state of the network a reference is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub enum StateName {
    /// As it was in a month.
    Month(Month),
    /// A named assumption, such as `2032`.
    Named(String),
}

impl std::fmt::Display for StateName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StateName::Month(month) => month.fmt(f),
            StateName::Named(name) => f.pad(name),
        }
    }
}

/// One published statement about a path: its ends, length, days and cost.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Reference {
    pub(crate) id: String,
    pub(crate) corridor: u16,
    pub(crate) name: String,
    /// Indices into the nodes.
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) via: Vec<u32>,
    pub(crate) modes: Vec<String>,
    pub(crate) state: StateName,
    pub(crate) length_km: Option<Published>,
    pub(crate) days: Option<Published>,
    pub(crate) cost_usd: Option<Published>,
    /// Why its targets are no test.
    pub(crate) excluded: Option<Box<str>>,
    /// The network's own lengths were apportioned from it.
    pub(crate) by_construction: bool,
    /// A section of its corridor, which does not pass the signature.
    pub(crate) section: bool,
    pub(crate) note: Option<Box<str>>,
}

impl Reference {
    /// The id, such as `titr-alk-pot`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The state of the network that it describes.
    pub fn state(&self) -> &StateName {
        &self.state
    }

    /// The published length in kilometres.
    pub fn length_km(&self) -> Option<&Published> {
        self.length_km.as_ref()
    }

    /// The published transit time in days.
    pub fn days(&self) -> Option<&Published> {
        self.days.as_ref()
    }

    /// The published price in US$: for one forty-foot container, for a tonne or as [`Published::unit`] says.
    pub fn cost_usd(&self) -> Option<&Published> {
        self.cost_usd.as_ref()
    }

    /// Why its targets are no test.
    pub fn excluded(&self) -> Option<&str> {
        self.excluded.as_deref()
    }

    /// Whether the network's own lengths were apportioned from it, so that agreement proves nothing.
    pub fn is_by_construction(&self) -> bool {
        self.by_construction
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
