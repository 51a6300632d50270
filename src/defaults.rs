//! Figures that hold where a link or post has none of its own: speeds, rates, border hours, transfers, waits, factors.
//!
//! Each has a name, such as `wait.ferry.caspian`, by which a scenario changes it for everything that reads it.

use crate::crossing::Direction;
use crate::link::Tariff;
use crate::mode::Mode;
use crate::place::{Control, TransferKind};
use crate::provenance::Figure;

/// A mode without its gauge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum ModeKind {
    Road,
    Rail,
    Sea,
    Ferry,
}

impl ModeKind {
    pub(crate) fn name(self) -> &'static str {
        ["road", "rail", "sea", "ferry"][self as usize]
    }
}

impl From<Mode> for ModeKind {
    fn from(mode: Mode) -> ModeKind {
        match mode {
            Mode::Road => ModeKind::Road,
            Mode::Rail(_) => ModeKind::Rail,
            Mode::Sea => ModeKind::Sea,
            Mode::Ferry => ModeKind::Ferry,
        }
    }
}

/// What a default is a figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Quantity {
    /// Kilometres an hour, without stops.
    Speed(ModeKind),
    /// US$ a kilometre; for roads and ships both tariffs are the same.
    Rate(ModeKind, Tariff),
    /// Grams of CO2e a tonne-kilometre.
    Emission(ModeKind),
    /// Hours at a post without a figure of its own; ports clear ships and ferries under `Sea`.
    PostHours(ModeKind, Control, Direction),
    PostFee(ModeKind, Control, Direction),
    TransferHours(TransferKind),
    TransferFee(TransferKind),
    /// First loading (`true`) or last unloading.
    TerminalHours(ModeKind, bool),
    TerminalFee(ModeKind, bool),
    /// Hours until a vessel sails.
    Wait(ModeKind),
    /// Hours of stops for each hour of running: drivers' rest, yards, calls.
    Stops(ModeKind),
    /// What the published hours of a rail post are multiplied by under a tariff.
    PublishedRailPost(Tariff),
}

/// Where a default holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Place {
    Anywhere,
    /// Index into the countries.
    Country(u16),
    /// Index into the waters.
    Water(u16),
}

/// All defaults of a network, found by quantity and place.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Defaults {
    /// Sorted by key.
    entries: Vec<((Quantity, Place), String, Figure)>,
}

impl Defaults {
    /// Takes each key once, with the name and figure of the default.
    pub(crate) fn new(mut entries: Vec<((Quantity, Place), String, Figure)>) -> Defaults {
        entries.sort_by_key(|entry| entry.0);
        Defaults { entries }
    }

    /// The figure for a place, or else the one for everywhere.
    pub(crate) fn find(&self, quantity: Quantity, place: Place) -> Option<&Figure> {
        let at = |place| self.entries.binary_search_by_key(&(quantity, place), |entry| entry.0).ok();
        let found = at(place).or_else(|| at(Place::Anywhere))?;
        Some(&self.entries[found].2)
    }

    /// Every default by its name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Figure)> {
        self.entries.iter().map(|(_, name, figure)| (name.as_str(), figure))
    }

    pub(crate) fn quantities(&self) -> impl Iterator<Item = (Quantity, &Figure)> {
        self.entries.iter().map(|((quantity, _), _, figure)| (*quantity, figure))
    }

    /// Multiplies the figure of that name; `false` if there is none.
    pub(crate) fn scale(&mut self, name: &str, factor: f64) -> bool {
        match self.entries.iter_mut().find(|entry| entry.1 == name) {
            Some(entry) => {
                entry.2.value *= factor;
                true
            }
            None => false,
        }
    }
}

/// The name of a default: `speed.rail.kz`, `wait.ferry.caspian`, `hours.road.customs.outbound`, `transfer-hours.gauge`.
pub(crate) fn name(quantity: Quantity, place: Option<&str>) -> String {
    let end = |loading| if loading { "loading" } else { "unloading" };
    let what = match quantity {
        Quantity::Speed(mode) => format!("speed.{}", mode.name()),
        Quantity::Rate(ModeKind::Rail, tariff) => format!("rate.rail.{}", tariff.name()),
        Quantity::Rate(mode, _) => format!("rate.{}", mode.name()),
        Quantity::Emission(mode) => format!("emission.{}", mode.name()),
        Quantity::PostHours(mode, control, way) => format!("hours.{}.{}.{}", mode.name(), control.name(), way.name()),
        Quantity::PostFee(mode, control, way) => format!("fee.{}.{}.{}", mode.name(), control.name(), way.name()),
        Quantity::TransferHours(kind) => format!("transfer-hours.{}", kind.name()),
        Quantity::TransferFee(kind) => format!("transfer-fee.{}", kind.name()),
        Quantity::TerminalHours(mode, loading) => format!("terminal-hours.{}.{}", mode.name(), end(loading)),
        Quantity::TerminalFee(mode, loading) => format!("terminal-fee.{}.{}", mode.name(), end(loading)),
        Quantity::Wait(mode) => format!("wait.{}", mode.name()),
        Quantity::Stops(mode) => format!("stops.{}", mode.name()),
        Quantity::PublishedRailPost(tariff) => format!("published-rail-post.{}", tariff.name()),
    };
    match place {
        Some(place) => format!("{what}.{}", place.to_lowercase()),
        None => what,
    }
}
