//! How much can pass in a year, in the units in which it is published, and how these become tonnes.

use crate::defaults::{Place, Quantity};
use crate::mode::Mode;
use crate::network::{Inner, Network};
use crate::provenance::{Basis, Figure};

/// What a capacity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum CapacityUnit {
    /// Tonnes a year.
    TonnesPerYear,
    /// Pairs of trains a day: one train each way.
    TrainsPerDay,
    /// Twenty-foot containers a year.
    TeuPerYear,
    /// Lorries a day.
    TrucksPerDay,
}

impl CapacityUnit {
    /// In words, after a number: `pairs of trains a day`.
    pub fn name(self) -> &'static str {
        match self {
            CapacityUnit::TonnesPerYear => "t a year",
            CapacityUnit::TrainsPerDay => "pairs of trains a day",
            CapacityUnit::TeuPerYear => "TEU a year",
            CapacityUnit::TrucksPerDay => "lorries a day",
        }
    }

    /// What is counted, and how often a year; `None` if tonnes are.
    fn vehicles(self) -> Option<(Vehicle, f64)> {
        match self {
            CapacityUnit::TonnesPerYear => None,
            CapacityUnit::TrainsPerDay => Some((Vehicle::Train, DAYS)),
            CapacityUnit::TeuPerYear => Some((Vehicle::Teu, 1.0)),
            CapacityUnit::TrucksPerDay => Some((Vehicle::Truck, DAYS)),
        }
    }

    /// Whether it limits a mode: trains a day say nothing about the road beside the line.
    pub(crate) fn limits(self, mode: Mode) -> bool {
        match self {
            CapacityUnit::TonnesPerYear | CapacityUnit::TeuPerYear => true,
            CapacityUnit::TrainsPerDay => matches!(mode, Mode::Rail(_)),
            CapacityUnit::TrucksPerDay => mode == Mode::Road,
        }
    }
}

/// Days of a year on which a line is worked.
const DAYS: f64 = 365.0;

/// What carries freight, for a capacity that counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum Vehicle {
    /// A freight train.
    Train,
    /// A twenty-foot container.
    Teu,
    /// A lorry.
    Truck,
}

impl Vehicle {
    /// The name in the data: `train`, `teu`, `truck`.
    pub fn name(self) -> &'static str {
        ["train", "teu", "truck"][self as usize]
    }
}

/// How much can pass.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Capacity {
    pub(crate) amount: f64,
    pub(crate) unit: CapacityUnit,
    pub(crate) basis: Basis,
    pub(crate) note: Option<Box<str>>,
}

impl Capacity {
    /// How much, in its [`unit`](Self::unit).
    pub fn amount(&self) -> f64 {
        self.amount
    }

    /// What is counted, and how often.
    pub fn unit(&self) -> CapacityUnit {
        self.unit
    }

    /// The ground on which it stands.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// What exactly was published: both directions, a design, a plan.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// Trade that a corridor carried in a year, or is planned to carry.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Volume {
    pub(crate) what: String,
    pub(crate) tonnes: Figure,
    pub(crate) planned: bool,
}

impl Volume {
    /// What is carried, whence and whither.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Tonnes a year; its year is that of the trade.
    pub fn tonnes(&self) -> &Figure {
        &self.tonnes
    }

    /// Whether it is a plan or forecast rather than what was carried.
    pub fn is_planned(&self) -> bool {
        self.planned
    }
}

/// More than moves on earth; sums of it fit 64 bits.
const MOST: f64 = 1e12;

impl Network {
    /// A capacity in whole tonnes a year: trains, containers and lorries at the loads of the data (`load.train`, `load.teu`,
    /// `load.truck`, which a scenario may change), days 365 a year. Of a pair of trains one runs each way, so this is what can pass
    /// in one direction. `None` if the network has no such load.
    pub fn tonnes_per_year(&self, capacity: &Capacity) -> Option<u64> {
        self.inner.tonnes(capacity)
    }
}

impl Inner {
    pub(crate) fn tonnes(&self, capacity: &Capacity) -> Option<u64> {
        let load = match capacity.unit.vehicles() {
            None => 1.0,
            Some((vehicle, a_year)) => a_year * self.defaults.find(Quantity::Load(vehicle), Place::Anywhere)?.value,
        };
        let tonnes = capacity.amount * load;
        // What is no number is no figure.
        (tonnes >= 0.0).then(|| tonnes.min(MOST).round() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{km, lat, lon};

    fn network(loads: &[(Vehicle, f64)]) -> Network {
        let mut net = Network::builder();
        net.node("a", "AA", lat(40), lon(60));
        net.node("b", "AA", lat(41), lon(61));
        net.link("a", "b", Mode::Road).distance(km(200));
        loads.iter().for_each(|(vehicle, tonnes)| {
            net.load(*vehicle, *tonnes);
        });
        net.build().expect("a valid network")
    }

    fn capacity(amount: f64, unit: CapacityUnit) -> Capacity {
        Capacity { amount, unit, basis: Basis::default(), note: None }
    }

    #[test]
    fn each_unit_becomes_tonnes_by_its_own_load() {
        use CapacityUnit::*;
        let network = network(&[(Vehicle::Train, 3_000.0), (Vehicle::Teu, 10.0), (Vehicle::Truck, 20.0)]);
        let tonnes = |amount, unit| network.tonnes_per_year(&capacity(amount, unit));
        assert_eq!(tonnes(9e6, TonnesPerYear), Some(9_000_000));
        assert_eq!(tonnes(36.0, TrainsPerDay), Some(36 * 3_000 * 365));
        assert_eq!(tonnes(89_000.0, TeuPerYear), Some(890_000));
        assert_eq!(tonnes(600.0, TrucksPerDay), Some(600 * 20 * 365));
        assert_eq!(tonnes(0.0, TrucksPerDay), Some(0));
        assert_eq!(tonnes(f64::MAX, TrucksPerDay), Some(1_000_000_000_000));
        assert_eq!(tonnes(f64::NAN, TonnesPerYear), None);
    }

    #[test]
    fn without_a_load_there_are_no_tonnes() {
        let network = network(&[(Vehicle::Train, 3_000.0)]);
        assert_eq!(network.tonnes_per_year(&capacity(600.0, CapacityUnit::TrucksPerDay)), None);
        assert_eq!(network.tonnes_per_year(&capacity(600.0, CapacityUnit::TonnesPerYear)), Some(600));
    }

    #[test]
    fn trains_a_day_limit_trains_only() {
        assert!(CapacityUnit::TrainsPerDay.limits(Mode::Rail(crate::mode::Gauge::RUSSIAN)));
        assert!(!CapacityUnit::TrainsPerDay.limits(Mode::Road));
        assert!(!CapacityUnit::TrucksPerDay.limits(Mode::Ferry));
        assert!(CapacityUnit::TonnesPerYear.limits(Mode::Road));
    }
}
