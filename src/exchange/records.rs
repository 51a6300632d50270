//! What is written of a place, link, crossing or route: fields by name, the same in every format.

use crate::crossing::{Crossing, Direction, Post};
use crate::exchange::costs::Costs;
use crate::indicators::measured::Indicators;
use crate::link::Link;
use crate::mode::{Gauge, Mode};
use crate::network::Network;
use crate::place::Node;
use crate::provenance::{Basis, Figure};
use crate::route::Route;
use serde_json::{Value, json};

/// Fields in the order in which they are written. What is unknown is null.
pub(super) type Record = Vec<(&'static str, Value)>;

pub(super) fn place(network: &Network, node: &Node) -> Record {
    let gauges = |of: &[Gauge]| of.iter().map(|gauge| gauge.mm().to_string()).collect::<Vec<String>>().join(" ");
    let mut record = vec![
        ("id", json!(node.id())),
        ("name", json!(node.name())),
        ("country", json!(network.country_of(node).id())),
        ("kind", json!(node.kind().to_string().replace(' ', "_"))),
        ("lat", json!(node.position().0)),
        ("lon", json!(node.position().1)),
        ("gauges_mm", text(gauges(node.gauges()))),
        ("planned_gauges_mm", text(gauges(&node.planned_gauges))),
        ("locode", json!(node.locode())),
        ("aliases", text(node.aliases().join("; "))),
    ];
    record.extend(ground(network, &node.position));
    record.push(("note", json!(node.note())));
    record
}

pub(super) fn link(network: &Network, link: &Link) -> Record {
    let (from, to) = network.ends_of(link);
    let gauge = if let Mode::Rail(gauge) = link.mode() { json!(gauge.mm()) } else { Value::Null };
    let corridors: Vec<&str> = network.corridors_of(link).map(|corridor| corridor.id()).collect();
    let water = link.water.map(|water| network.inner.waters[water as usize].id.clone());
    let mut record = vec![
        ("id", json!(link.id())),
        ("from", json!(from.id())),
        ("to", json!(to.id())),
        ("mode", json!(link.mode().name())),
        ("gauge_mm", gauge),
        ("distance_km", json!(link.distance().value())),
        ("time_h", value(link.time())),
        ("cost_usd", value(link.cost(network.tariff()))),
        ("crossing", json!(network.crossing_of(link).map(Crossing::id))),
        ("border_km", json!(link.border_km)),
        ("water", json!(water)),
        ("one_way", json!(link.is_one_way())),
        ("corridors", text(corridors.join(" "))),
        ("status", json!(network.status_of(link).to_string())),
    ];
    record.extend(ground(network, link.distance().basis()));
    record.push(("note", json!(link.note())));
    record
}

/// A crossing without its posts.
pub(super) fn crossing(network: &Network, crossing: &Crossing) -> Record {
    let countries = network.countries_of(crossing).map(|country| country.id()).join(" ");
    vec![
        ("id", json!(crossing.id())),
        ("name", json!(crossing.name())),
        ("countries", json!(countries)),
        ("control", json!(crossing.control().name())),
        ("status", json!(network.status_of_crossing(crossing).to_string())),
        ("opening_hours", json!(crossing.opening_hours())),
        ("note", json!(crossing.note())),
    ]
}

/// One post of a crossing, with the hours and fees that were published for it.
pub(super) fn post(network: &Network, post: &Post) -> Record {
    let (country, place) = network.seat_of(post);
    vec![
        ("post_country", json!(country.id())),
        ("post_place", json!(place.map(Node::id))),
        ("post_mode", json!(post.mode.map(Mode::name))),
        ("outbound_h", value(post.hours(Direction::Outbound))),
        ("inbound_h", value(post.hours(Direction::Inbound))),
        ("outbound_fee_usd", value(post.fee(Direction::Outbound))),
        ("inbound_fee_usd", value(post.fee(Direction::Inbound))),
    ]
}

/// A route's ends and costs.
pub(super) fn route(route: &Route) -> Record {
    let mut record = vec![("from", json!(route.from())), ("to", json!(route.to()))];
    record.extend(Costs::of_route(route).record());
    record.push(("countries", json!(route.countries().join(" "))));
    record
}

/// TFI1 to TFI4, by name.
pub(super) fn indicators(of: &Indicators) -> [(&'static str, Value); 5] {
    [
        ("tfi1_h", json!(of.tfi1().map(|hours| neat(hours.value())))),
        ("tfi2_usd", json!(of.tfi2().map(|money| neat(money.value())))),
        ("tfi3_usd", json!(of.tfi3().map(|money| neat(money.value())))),
        ("swd_km_per_h", json!(of.swd().map(neat))),
        ("swod_km_per_h", json!(of.swod().map(neat))),
    ]
}

/// A computed figure without the digits that floating point adds.
pub(super) fn neat(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn value(figure: Option<&Figure>) -> Value {
    json!(figure.map(Figure::value))
}

fn text(text: String) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

/// Where a figure comes from.
fn ground(network: &Network, basis: &Basis) -> [(&'static str, Value); 3] {
    let source = basis.source.map(|source| network.inner.sources[source as usize].id.clone());
    [("source", json!(source)), ("year", json!(basis.year())), ("estimate", json!(basis.estimate()))]
}
