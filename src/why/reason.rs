//! What a route spends its costs on, in the few words of a table.

use crate::cost::{CostVector, Criterion};
use crate::costing::Cause;
use crate::defaults::ModeKind;
use crate::network::Inner;
use crate::place::TransferKind;
use std::fmt;

/// What costs are spent on: running by each mode, borders, handling, waits, and the countries that a risk belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Reason {
    /// Moving by lorry; with its delays, without stops.
    Road,
    /// Moving by train, whatever the gauge; with its delays, without stops.
    Rail,
    /// Moving by ship.
    Sea,
    /// Moving by ferry.
    Ferry,
    /// Stops on the way: drivers' rest, yards, calls.
    Stops,
    /// Both posts of land borders: their hours, their fees, their count.
    Borders,
    /// Customs of ports, for freight that lands from abroad.
    Ports,
    /// From lorry to train or back.
    Reloading,
    /// From one gauge to another.
    GaugeChange,
    /// Boarding and leaving ships at seaports.
    ShipHandling,
    /// Boarding and leaving ferries.
    FerryHandling,
    /// Waiting until a ship sails.
    ShipWait,
    /// Waiting until a ferry sails.
    FerryWait,
    /// First loading and last unloading, where a trip counts them.
    Terminals,
    /// Risk of the kilometres in the country of this name.
    Country(String),
    /// Risk of the kilometres on the water of this name.
    Water(String),
    /// Risk of dated events on links and at crossings.
    Events,
}

impl Reason {
    /// The reason of an entry; a country or water as its index, since names wait until the entries are summed up.
    fn of(cause: Cause, criterion: Criterion, inner: &Inner) -> (Reason, u16) {
        let link = |link: u32| &inner.links[link as usize];
        let reason = match cause {
            Cause::Running { country: Some(country), .. } => return (Reason::Country(String::new()), country),
            Cause::Running { link: index, country: None } => {
                let link = link(index);
                match link.water.filter(|_| criterion == Criterion::Risk && link.risk.is_none()) {
                    Some(water) => return (Reason::Water(String::new()), water),
                    None => match ModeKind::from(link.mode) {
                        ModeKind::Road => Reason::Road,
                        ModeKind::Rail => Reason::Rail,
                        ModeKind::Sea => Reason::Sea,
                        ModeKind::Ferry => Reason::Ferry,
                    },
                }
            }
            Cause::Event { .. } => Reason::Events,
            Cause::Border { .. } if criterion == Criterion::Risk => Reason::Events,
            Cause::Border { .. } => Reason::Borders,
            Cause::Port { .. } => Reason::Ports,
            Cause::Transfer { kind, .. } => match kind {
                TransferKind::RoadRail => Reason::Reloading,
                TransferKind::Gauge => Reason::GaugeChange,
                TransferKind::BoardingSea | TransferKind::LandingSea => Reason::ShipHandling,
                TransferKind::BoardingFerry | TransferKind::LandingFerry => Reason::FerryHandling,
            },
            Cause::Stops { .. } => Reason::Stops,
            Cause::Wait { link: index, .. } => match ModeKind::from(link(index).mode) {
                ModeKind::Ferry => Reason::FerryWait,
                _ => Reason::ShipWait,
            },
            Cause::Terminal { .. } => Reason::Terminals,
        };
        (reason, 0)
    }

    fn named(self, place: u16, inner: &Inner) -> Reason {
        match self {
            Reason::Country(_) => Reason::Country(inner.countries[place as usize].name.clone()),
            Reason::Water(_) => Reason::Water(inner.waters[place as usize].name.clone()),
            other => other,
        }
    }
}

/// The entries of a route summed up by reason, in the order of [`Reason`]; they add up to the route's cost vector.
pub(crate) fn by_reason(
    entries: impl Iterator<Item = (Cause, Criterion, u32)>,
    inner: &Inner,
) -> Vec<(Reason, CostVector)> {
    let mut sums: Vec<((Reason, u16), CostVector)> = Vec::new();
    for (cause, criterion, ticks) in entries.filter(|entry| entry.2 > 0) {
        let key = Reason::of(cause, criterion, inner);
        // A route has about a dozen reasons, and the same one often twice running.
        let at = sums.iter().rposition(|(known, _)| *known == key).unwrap_or_else(|| {
            sums.push((key, CostVector::ZERO));
            sums.len() - 1
        });
        let sum = &mut sums[at].1;
        *sum = sum.with(criterion, sum[criterion].saturating_add(ticks));
    }
    let mut named: Vec<(Reason, CostVector)> =
        sums.into_iter().map(|((reason, place), sum)| (reason.named(place, inner), sum)).collect();
    named.sort();
    named
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Reason::Road => "line haul by road",
            Reason::Rail => "line haul by rail",
            Reason::Sea => "line haul by sea",
            Reason::Ferry => "line haul by ferry",
            Reason::Stops => "stops on the way",
            Reason::Borders => "land borders",
            Reason::Ports => "customs of ports",
            Reason::Reloading => "reloading road - rail",
            Reason::GaugeChange => "change of gauge",
            Reason::ShipHandling => "handling at seaports",
            Reason::FerryHandling => "handling at ferries",
            Reason::ShipWait => "waiting for a ship",
            Reason::FerryWait => "waiting for a ferry",
            Reason::Terminals => "loading and unloading",
            Reason::Country(name) | Reason::Water(name) => return f.pad(&format!("risk: {name}")),
            Reason::Events => "risk: dated events",
        })
    }
}
