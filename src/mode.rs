//! How freight moves: by road, rail of one gauge, ship or ferry.

use std::fmt;

/// Track gauge in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub struct Gauge(u16);

impl Gauge {
    /// 1435 mm: China, Iran, Türkiye, most of Europe.
    pub const STANDARD: Gauge = Gauge(1435);
    /// 1520 mm: the former Soviet Union, Mongolia, northern Afghanistan.
    pub const RUSSIAN: Gauge = Gauge(1520);
    /// 1676 mm: Pakistan and India.
    pub const BROAD: Gauge = Gauge(1676);

    /// A gauge of `mm` millimetres.
    pub const fn new(mm: u16) -> Gauge {
        Gauge(mm)
    }

    /// Millimetres between the rails.
    pub const fn mm(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.0)
    }
}

/// How freight moves over one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Mode {
    /// A lorry.
    Road,
    /// A train on track of one gauge.
    Rail(Gauge),
    /// A sea-going container ship.
    Sea,
    /// A ferry or feeder on an inland sea, a lake or between two ports.
    Ferry,
}

impl Mode {
    /// `road`, `rail`, `sea` or `ferry`.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Road => "road",
            Mode::Rail(_) => "rail",
            Mode::Sea => "sea",
            Mode::Ferry => "ferry",
        }
    }

    /// Whether freight is aboard a vessel: boarding, landing and the country of loading matter.
    pub fn is_afloat(self) -> bool {
        matches!(self, Mode::Sea | Mode::Ferry)
    }

    /// Whether both are trains, whatever the gauge, or the same other mode.
    pub(crate) fn same_kind(self, other: Mode) -> bool {
        self.name() == other.name()
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mode::Rail(gauge) => f.pad(&format!("rail {}", gauge.mm())),
            other => f.pad(other.name()),
        }
    }
}
