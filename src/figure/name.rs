//! What named figures are called: ids for programs, words for people.

use crate::crossing::Direction;
use crate::defaults::Quantity;
use crate::figure::cell::Cell;
use crate::link::Tariff;
use crate::network::Inner;
use crate::place::TransferKind;

/// The id of a figure: `wait.ferry.caspian`, `khunjerab.pk.inbound.hours`, `aktau.transfer.hours`.
pub(crate) fn id(inner: &Inner, cell: Cell) -> String {
    let post = |crossing: u16, post: u16, way: Direction, what: &str| {
        let (country, mode) = inner.post(crossing, post);
        let mode = mode.map_or(String::new(), |mode| format!(".{}", mode.name()));
        let crossing = &inner.crossings[crossing as usize].id;
        format!("{crossing}.{}{mode}.{}.{what}", country.to_lowercase(), way.name())
    };
    let (node, link) = (|node: u32| &inner.nodes[node as usize].id, |link: u32| &inner.links[link as usize].id);
    match cell {
        Cell::Default(entry) => inner.defaults.entry(entry).1.clone(),
        Cell::PostHours(crossing, side, way) => post(crossing, side, way, "hours"),
        Cell::PostFee(crossing, side, way) => post(crossing, side, way, "fee"),
        Cell::PortHours(index, way) => format!("{}.port.{}.hours", node(index), way.name()),
        Cell::PortFee(index, way) => format!("{}.port.{}.fee", node(index), way.name()),
        Cell::TransferHours(index) => format!("{}.transfer.hours", node(index)),
        Cell::TransferFee(index) => format!("{}.transfer.fee", node(index)),
        Cell::LinkTime(index) => format!("{}.time", link(index)),
        Cell::LinkCost(index, Tariff::Through) => format!("{}.cost", link(index)),
        Cell::LinkCost(index, Tariff::Wagonload) => format!("{}.cost.wagonload", link(index)),
        Cell::LinkCostBack(index) => format!("{}.cost.back", link(index)),
        Cell::LinkRisk(index) => format!("{}.risk", link(index)),
        Cell::LinkEmissions(index) => format!("{}.emissions", link(index)),
        Cell::LinkWait(index) => format!("{}.wait", link(index)),
        Cell::CountryHazard(country) => format!("hazard.{}", inner.countries[country as usize].id.to_lowercase()),
        Cell::WaterHazard(water) => format!("hazard.{}", inner.waters[water as usize].id),
    }
}

/// The name of a figure, to stand in a sentence: `the wait at Khunjerab (PK, inbound)`.
pub(crate) fn name(inner: &Inner, cell: Cell) -> String {
    let post = |crossing: u16, post: u16, way: Direction, what: &str| {
        let (country, mode) = inner.post(crossing, post);
        let mode = mode.map_or(String::new(), |mode| format!(", {}", mode.name()));
        let crossing = &inner.crossings[crossing as usize].name;
        format!("the {what} at {crossing} ({country}{mode}, {})", way.name())
    };
    let node = |node: u32| &inner.nodes[node as usize].name;
    let link = |index: u32| {
        let link = &inner.links[index as usize];
        format!("{} - {} ({})", node(link.from), node(link.to), link.mode.name())
    };
    match cell {
        Cell::Default(entry) => default(inner, entry),
        Cell::PostHours(crossing, side, way) => post(crossing, side, way, "wait"),
        Cell::PostFee(crossing, side, way) => post(crossing, side, way, "fee"),
        Cell::PortHours(index, way) => format!("customs of the port of {} ({})", node(index), way.name()),
        Cell::PortFee(index, way) => format!("the customs fee of the port of {} ({})", node(index), way.name()),
        Cell::TransferHours(index) => format!("the time of a transfer at {}", node(index)),
        Cell::TransferFee(index) => format!("the price of a transfer at {}", node(index)),
        Cell::LinkTime(index) => format!("the running time {}", link(index)),
        Cell::LinkCost(index, Tariff::Through) => format!("the price {}", link(index)),
        Cell::LinkCost(index, Tariff::Wagonload) => format!("the price by wagonload {}", link(index)),
        Cell::LinkCostBack(index) => format!("the price back on {}", link(index)),
        Cell::LinkRisk(index) => format!("the risk {}", link(index)),
        Cell::LinkEmissions(index) => format!("the emissions {}", link(index)),
        Cell::LinkWait(index) => format!("the wait for a vessel {}", link(index)),
        Cell::CountryHazard(country) => format!("the hazard of {}", inner.countries[country as usize].name),
        Cell::WaterHazard(water) => format!("the hazard of {}", inner.waters[water as usize].name),
    }
}

/// A default that holds for a country or a water, or else wherever nothing more special does.
fn default(inner: &Inner, entry: u16) -> String {
    let (quantity, place) = inner.defaults.entry(entry).0;
    let end = |loading| if loading { "loading" } else { "unloading" };
    let what = match quantity {
        Quantity::Speed(mode) => format!("speed by {}", mode.name()),
        Quantity::Rate(mode, _) => format!("rate by {}", mode.name()),
        Quantity::Emission(mode) => format!("emission factor by {}", mode.name()),
        Quantity::PostHours(mode, control, way) => {
            format!("wait at posts by {} ({}, {})", mode.name(), control.name(), way.name())
        }
        Quantity::PostFee(mode, control, way) => {
            format!("fee at posts by {} ({}, {})", mode.name(), control.name(), way.name())
        }
        Quantity::TransferHours(kind) => format!("time of {}", transfer(kind)),
        Quantity::TransferFee(kind) => format!("price of {}", transfer(kind)),
        Quantity::TerminalHours(mode, loading) => format!("time of {} by {}", end(loading), mode.name()),
        Quantity::TerminalFee(mode, loading) => format!("price of {} by {}", end(loading), mode.name()),
        Quantity::Wait(mode) => format!("wait for a vessel ({})", mode.name()),
        Quantity::Stops(mode) => format!("share of stops by {}", mode.name()),
        Quantity::Load(vehicle) => format!("load of a {}", vehicle.name()),
        Quantity::PublishedRailPost(_) => "factor on published waits at rail posts".to_owned(),
    };
    match inner.place_of_default(place) {
        Some(place) => format!("the {what}, {place}"),
        None => format!("the default {what}"),
    }
}

fn transfer(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::RoadRail => "reloading road - rail",
        TransferKind::Gauge => "a change of gauge",
        TransferKind::BoardingSea => "boarding a ship",
        TransferKind::LandingSea => "landing from a ship",
        TransferKind::BoardingFerry => "boarding a ferry",
        TransferKind::LandingFerry => "landing from a ferry",
    }
}
