//! What limits how much can pass: a link, a border crossing, a port.

use crate::capacity::load::{Capacity, CapacityUnit};
use crate::crossing::Crossing;
use crate::link::Link;
use crate::network::Inner;

/// What kind of thing limits a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum LimitKind {
    /// A link of the network.
    Link,
    /// A border crossing: all links over it share what can pass.
    Crossing,
    /// A port, where freight boards ships and lands: each way by itself.
    Port,
}

impl LimitKind {
    /// `link`, `crossing` or `port`.
    pub fn name(self) -> &'static str {
        ["link", "crossing", "port"][self as usize]
    }
}

/// A link, crossing or port, with what can pass it in a year if that is published.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Limit {
    pub(crate) kind: LimitKind,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kilometres: f64,
    pub(crate) tonnes: Option<u64>,
    pub(crate) amount: Option<(f64, CapacityUnit)>,
    pub(crate) source: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) estimated: bool,
    pub(crate) note: Option<String>,
}

impl Limit {
    /// Whether it is a link, a crossing or a port.
    pub fn kind(&self) -> LimitKind {
        self.kind
    }

    /// The id of the link, crossing or place.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tonnes a year that can pass; `None` if no figure is published, or none that can be turned into tonnes.
    pub fn tonnes(&self) -> Option<u64> {
        self.tonnes
    }

    /// The figure as published: how many of what.
    pub fn published(&self) -> Option<(f64, CapacityUnit)> {
        self.amount
    }

    /// The id of its source.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The year that the figure describes.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// Whether the figure is an estimate.
    pub fn is_estimate(&self) -> bool {
        self.estimated
    }

    /// What exactly was published.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// A thing that may limit a flow, by its index in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Facility {
    Link(u32),
    Crossing(u16),
    /// Boarding ships there, or landing.
    Port(u32, bool),
}

impl Inner {
    fn capacity_of(&self, thing: Facility) -> Option<&Capacity> {
        match thing {
            Facility::Link(link) => self.links[link as usize].capacity.as_ref(),
            Facility::Crossing(crossing) => self.crossings[crossing as usize].capacity.as_ref(),
            Facility::Port(node, _) => self.nodes[node as usize].capacity.as_ref(),
        }
    }

    /// Tonnes a year that can pass a thing; `None` without a figure.
    pub(crate) fn tonnes_over(&self, thing: Facility) -> Option<u64> {
        self.capacity_of(thing).and_then(|capacity| self.tonnes(capacity))
    }

    /// The crossing of a link, if its capacity counts what moves on this link.
    pub(crate) fn limiting_crossing(&self, link: &Link) -> Option<u16> {
        let limits = |crossing: &Crossing| crossing.capacity.as_ref().is_none_or(|own| own.unit.limits(link.mode));
        link.crossing.filter(|crossing| limits(&self.crossings[*crossing as usize]))
    }

    pub(crate) fn limit(&self, thing: Facility) -> Limit {
        let name = |node: u32| self.nodes[node as usize].name.as_str();
        let (kind, id, shown, kilometres) = match thing {
            Facility::Link(link) => {
                let link = &self.links[link as usize];
                let shown = format!("{} - {} ({})", name(link.from), name(link.to), link.mode.name());
                (LimitKind::Link, &link.id, shown, link.distance.value)
            }
            Facility::Crossing(crossing) => {
                let crossing = &self.crossings[crossing as usize];
                (LimitKind::Crossing, &crossing.id, crossing.name.clone(), 0.0)
            }
            Facility::Port(node, boards) => {
                let shown = format!("{} at {}", if boards { "boarding" } else { "landing" }, name(node));
                (LimitKind::Port, &self.nodes[node as usize].id, shown, 0.0)
            }
        };
        let capacity = self.capacity_of(thing);
        let basis = capacity.map(|capacity| &capacity.basis);
        Limit {
            kind,
            id: id.clone(),
            name: shown,
            kilometres,
            tonnes: self.tonnes_over(thing),
            amount: capacity.map(|capacity| (capacity.amount, capacity.unit)),
            source: basis.and_then(|basis| basis.source).map(|source| self.sources[source as usize].id.clone()),
            year: basis.and_then(|basis| basis.year),
            estimated: basis.is_some_and(|basis| basis.is_estimate()),
            note: capacity.and_then(|capacity| capacity.note.as_deref()).map(str::to_owned),
        }
    }
}
