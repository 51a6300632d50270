//! An answer: the legs of a journey over the continent, what lies between them, and what all that costs.

use crate::cost::{CostVector, Criterion};
use crate::mode::Mode;
use crate::route::Part;
use crate::units::{Hours, Kilometres, UsDollars, hours, km, usd};

/// The longest run in one mode through one country, or at sea, between borders and changes of mode.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyLeg {
    pub(super) mode: Mode,
    pub(super) country: Option<String>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) distance: f64,
    pub(super) hours: f64,
    pub(super) usd: f64,
    pub(super) before: Vec<JourneyStop>,
}

/// What happens between two legs.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyStop {
    pub(super) kind: StopKind,
    pub(super) name: String,
    pub(super) hours: f64,
    pub(super) usd: f64,
    pub(super) border: bool,
}

/// Why a journey stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopKind {
    /// A controlled border by land.
    Border,
    /// From lorry to train or back.
    Reloading,
    /// From one gauge to another.
    GaugeChange,
    /// Onto a vessel: handling, customs, the wait until it sails.
    Boarding,
    /// Off a vessel, with customs.
    Landing,
}

impl StopKind {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        ["border", "reloading", "gauge change", "boarding", "landing"][self as usize]
    }
}

/// A journey over a continent.
#[derive(Clone, Debug)]
pub struct Journey {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) cost: CostVector,
    pub(super) parts: [CostVector; 3],
    pub(super) legs: Vec<JourneyLeg>,
    pub(super) at_end: Vec<JourneyStop>,
    pub(super) arcs: Vec<u32>,
    /// Degrees north and east.
    pub(super) course: Vec<(f64, f64)>,
}

impl Journey {
    /// The name of where it starts.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The name of where it ends.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// What it costs on every criterion, in ticks.
    pub fn cost_vector(&self) -> &CostVector {
        &self.cost
    }

    /// The share of one criterion that moving, borders or transfers take, in its unit.
    pub fn part(&self, part: Part, criterion: Criterion) -> f64 {
        self.parts[part as usize].value(criterion)
    }

    /// Its length.
    pub fn distance(&self) -> Kilometres {
        km(self.cost.value(Criterion::Distance))
    }

    /// Hours moving, at borders and in transfers.
    pub fn time(&self) -> Hours {
        hours(self.cost.value(Criterion::Time))
    }

    /// US$ for one forty-foot container.
    pub fn cost(&self) -> UsDollars {
        usd(self.cost.value(Criterion::Cost))
    }

    /// Its legs, in order; from a coordinate the first and the last mile are legs of their own.
    pub fn legs(&self) -> &[JourneyLeg] {
        &self.legs
    }

    /// What happens after its last leg: going ashore.
    pub fn at_end(&self) -> &[JourneyStop] {
        &self.at_end
    }

    /// Everything between its legs and at its end, in order.
    pub fn stops(&self) -> impl Iterator<Item = &JourneyStop> {
        self.legs.iter().flat_map(|leg| &leg.before).chain(&self.at_end)
    }

    /// The arcs of [`Continent::graph`](crate::Continent::graph) that it takes.
    pub fn arcs(&self) -> &[u32] {
        &self.arcs
    }

    /// The junctions and places that it passes, in degrees north and east.
    pub fn course(&self) -> &[(f64, f64)] {
        &self.course
    }
}

impl JourneyLeg {
    /// How freight moves.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The code of the country; `None` at sea.
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// The name of where it begins: a place, a terminal, a border.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The name of where it ends.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Its length.
    pub fn distance(&self) -> Kilometres {
        km(self.distance)
    }

    /// Hours moving, with drivers' rest and yards.
    pub fn time(&self) -> Hours {
        hours(self.hours)
    }

    /// US$ of moving.
    pub fn cost(&self) -> UsDollars {
        usd(self.usd)
    }

    /// What happens before it.
    pub fn before(&self) -> &[JourneyStop] {
        &self.before
    }
}

impl JourneyStop {
    /// Whether a controlled border is passed there, by land or in a port of entry.
    pub fn is_border(&self) -> bool {
        self.border
    }

    /// Why.
    pub fn kind(&self) -> StopKind {
        self.kind
    }

    /// The name of the crossing, place or terminal.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Hours there.
    pub fn time(&self) -> Hours {
        hours(self.hours)
    }

    /// US$ there.
    pub fn cost(&self) -> UsDollars {
        usd(self.usd)
    }
}
