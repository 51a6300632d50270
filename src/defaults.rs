//! Figures that hold where a link or post has none of its own: speeds, rates, border hours, transfers, waits, factors.
//!
//! Each has a name, such as `wait.ferry.caspian`, by which a scenario changes it for everything that reads it.

use crate::capacity::load::Vehicle;
use crate::crossing::Direction;
use crate::link::Tariff;
use crate::mode::Mode;
use crate::place::{Control, TransferKind};
use crate::provenance::Figure;
use crate::shared::Shared;
use std::sync::Arc;

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
    /// Tonnes that one train, container or lorry carries, by which a capacity in them becomes tonnes.
    Load(Vehicle),
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

impl Quantity {
    /// How many quantities there are.
    const COUNT: usize = 105;

    /// Numbers the quantities from 0, so that a table has a column for each.
    fn index(self) -> usize {
        let post = |mode, control, way| (mode as usize * 3 + control as usize) * 2 + way as usize;
        match self {
            Quantity::Speed(mode) => mode as usize,
            Quantity::Emission(mode) => 4 + mode as usize,
            Quantity::Wait(mode) => 8 + mode as usize,
            Quantity::Stops(mode) => 12 + mode as usize,
            Quantity::Rate(mode, tariff) => 16 + mode as usize * 2 + tariff as usize,
            Quantity::TerminalHours(mode, loading) => 24 + mode as usize * 2 + usize::from(loading),
            Quantity::TerminalFee(mode, loading) => 32 + mode as usize * 2 + usize::from(loading),
            Quantity::PostHours(mode, control, way) => 40 + post(mode, control, way),
            Quantity::PostFee(mode, control, way) => 64 + post(mode, control, way),
            Quantity::TransferHours(kind) => 88 + kind as usize,
            Quantity::TransferFee(kind) => 94 + kind as usize,
            Quantity::PublishedRailPost(tariff) => 100 + tariff as usize,
            Quantity::Load(vehicle) => 102 + vehicle as usize,
        }
    }
}

/// Quantity and place, name, figure.
pub(crate) type Entry = ((Quantity, Place), String, Figure);

/// All defaults of a network, found by quantity and place.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize), serde(from = "Vec<Entry>"))]
pub(crate) struct Defaults {
    /// Sorted by key.
    entries: Shared<Entry>,
    #[cfg_attr(feature = "bundled", serde(skip))]
    table: Arc<Table>,
}

/// By quantity, the entry that holds.
type Row = [Option<u16>; Quantity::COUNT];

/// Which entry holds where: costing asks at every step, too often to search.
#[derive(Debug, PartialEq)]
struct Table {
    anywhere: Row,
    /// As far as countries have defaults of their own; what they lack holds from everywhere.
    countries: Vec<Row>,
    waters: Vec<Row>,
}

impl Table {
    fn new(entries: &[Entry]) -> Table {
        let mut table = Table { anywhere: [None; Quantity::COUNT], countries: Vec::new(), waters: Vec::new() };
        let (general, special): (Vec<_>, Vec<_>) =
            entries.iter().zip(0u16..).partition(|(entry, _)| entry.0.1 == Place::Anywhere);
        for (((quantity, _), ..), entry) in general {
            table.anywhere[quantity.index()] = Some(entry);
        }
        for (((quantity, place), ..), entry) in special {
            let (rows, index) = match *place {
                Place::Anywhere => continue,
                Place::Country(country) => (&mut table.countries, usize::from(country)),
                Place::Water(water) => (&mut table.waters, usize::from(water)),
            };
            if rows.len() <= index {
                rows.resize(index + 1, table.anywhere);
            }
            rows[index][quantity.index()] = Some(entry);
        }
        table
    }

    fn row(&self, place: Place) -> &Row {
        let own = match place {
            Place::Anywhere => None,
            Place::Country(country) => self.countries.get(usize::from(country)),
            Place::Water(water) => self.waters.get(usize::from(water)),
        };
        own.unwrap_or(&self.anywhere)
    }
}

impl From<Vec<Entry>> for Defaults {
    /// Takes each key once.
    fn from(mut entries: Vec<Entry>) -> Defaults {
        entries.sort_by_key(|entry| entry.0);
        let table = Arc::new(Table::new(&entries));
        Defaults { entries: entries.into_iter().collect(), table }
    }
}

impl Defaults {
    /// The figure for a place, or else the one for everywhere.
    pub(crate) fn find(&self, quantity: Quantity, place: Place) -> Option<&Figure> {
        let entry = self.table.row(place)[quantity.index()]?;
        Some(&self.entries[usize::from(entry)].2)
    }

    /// Every default by its name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Figure)> {
        self.entries.iter().map(|(_, name, figure)| (name.as_str(), figure))
    }

    pub(crate) fn quantities(&self) -> impl Iterator<Item = (Quantity, &Figure)> {
        self.entries.iter().map(|((quantity, _), _, figure)| (*quantity, figure))
    }

    /// One default by its number.
    pub(crate) fn entry(&self, entry: u16) -> &Entry {
        &self.entries[usize::from(entry)]
    }

    pub(crate) fn set(&mut self, entry: u16, value: f64) {
        self.entries[usize::from(entry)].2.value = value;
    }

    /// The entries of that name: rates by road and sea have one for each tariff.
    pub(crate) fn named(&self, name: &str) -> Vec<u16> {
        (0..).zip(self.entries.iter()).filter(|(_, entry)| entry.1 == name).map(|(entry, _)| entry).collect()
    }

    /// Multiplies the figure of that name; `false` if there is none.
    pub(crate) fn scale(&mut self, name: &str, factor: f64) -> bool {
        let found = self.named(name);
        for entry in &found {
            self.entries[usize::from(*entry)].2.value *= factor;
        }
        !found.is_empty()
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
        Quantity::Load(vehicle) => format!("load.{}", vehicle.name()),
    };
    match place {
        Some(place) => format!("{what}.{}", place.to_lowercase()),
        None => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantities() -> Vec<Quantity> {
        use TransferKind::*;
        let modes = [ModeKind::Road, ModeKind::Rail, ModeKind::Sea, ModeKind::Ferry];
        let tariffs = [Tariff::Through, Tariff::Wagonload];
        let mut all: Vec<Quantity> = tariffs.map(Quantity::PublishedRailPost).into();
        all.extend([Vehicle::Train, Vehicle::Teu, Vehicle::Truck].map(Quantity::Load));
        for kind in [RoadRail, Gauge, BoardingSea, LandingSea, BoardingFerry, LandingFerry] {
            all.extend([Quantity::TransferHours(kind), Quantity::TransferFee(kind)]);
        }
        for mode in modes {
            all.extend([Quantity::Speed(mode), Quantity::Emission(mode), Quantity::Wait(mode), Quantity::Stops(mode)]);
            all.extend(tariffs.map(|tariff| Quantity::Rate(mode, tariff)));
            for loading in [true, false] {
                all.extend([Quantity::TerminalHours(mode, loading), Quantity::TerminalFee(mode, loading)]);
            }
            for control in [Control::Open, Control::Union, Control::Customs] {
                for way in [Direction::Outbound, Direction::Inbound] {
                    all.extend([Quantity::PostHours(mode, control, way), Quantity::PostFee(mode, control, way)]);
                }
            }
        }
        all
    }

    #[test]
    fn each_quantity_has_a_column_of_its_own() {
        let mut columns: Vec<usize> = quantities().into_iter().map(Quantity::index).collect();
        columns.sort_unstable();
        assert_eq!(columns, (0..Quantity::COUNT).collect::<Vec<_>>());
    }

    #[test]
    fn what_a_place_lacks_holds_from_everywhere() {
        let entry = |quantity, place, value| ((quantity, place), String::new(), Figure::own(value));
        let (road, rail) = (Quantity::Speed(ModeKind::Road), Quantity::Speed(ModeKind::Rail));
        let defaults = Defaults::from(vec![
            entry(road, Place::Country(2), 20.0),
            entry(road, Place::Anywhere, 10.0),
            entry(rail, Place::Water(1), 5.0),
        ]);
        let found = |quantity, place| defaults.find(quantity, place).map(|figure| figure.value);
        assert_eq!(found(road, Place::Country(2)), Some(20.0));
        for place in [Place::Anywhere, Place::Country(0), Place::Country(3), Place::Water(1), Place::Water(9)] {
            assert_eq!(found(road, place), Some(10.0), "{place:?}");
        }
        assert_eq!(found(rail, Place::Water(1)), Some(5.0));
        assert_eq!(found(rail, Place::Country(1)), None);
    }
}
