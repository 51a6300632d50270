//! GeoJSON (RFC 7946): longitude before latitude, lines along geodesics, cut at the antimeridian.

use crate::crossing::Crossing;
use crate::exchange::csv::of_ranking;
use crate::exchange::line;
use crate::exchange::records::{self, Record, neat};
use crate::link::Link;
use crate::mode::Mode;
use crate::network::Network;
use crate::place::Node;
use crate::rank::Ranking;
use crate::route::{Leg, Route};
use ::geojson::{Feature, FeatureCollection, Geometry, GeometryValue, feature::Id};
use serde_json::json;

pub use super::maps::{closures, indicators, matrix, reach};

/// Places of the network as points. Takes O(places).
///
/// ```
/// use corridor::{Network, exchange};
/// let network = Network::bundled();
/// let text = exchange::geojson::places(&network, network.nodes());
/// assert!(text.starts_with(r#"{"type":"FeatureCollection""#));
/// ```
pub fn places<'a>(network: &Network, places: impl IntoIterator<Item = &'a Node>) -> String {
    collection(
        places.into_iter().map(|node| feature(Some(node.id()), Some(of_place(node)), of_place_record(network, node))),
    )
}

/// Links of the network as lines along the geodesic between their ends, with their status in this state of it. Takes O(kilometres).
pub fn links<'a>(network: &Network, links: impl IntoIterator<Item = &'a Link>) -> String {
    collection(
        links
            .into_iter()
            .map(|link| feature(Some(link.id()), lines(of_link(network, link, true)), records::link(network, link))),
    )
}

/// Border crossings of the network as points halfway between their posts, without a geometry if no place of theirs is known. Takes O(crossings).
pub fn crossings<'a>(network: &Network, crossings: impl IntoIterator<Item = &'a Crossing>) -> String {
    collection(crossings.into_iter().map(|crossing| {
        let posts = crossing.posts().iter().map(|post| json!(object(records::post(network, post))));
        let mut record = records::crossing(network, crossing);
        record.push(("posts", posts.collect()));
        feature(Some(crossing.id()), of_crossing(network, crossing), record)
    }))
}

/// The point of a place.
pub(super) fn of_place(node: &Node) -> Geometry {
    let (lat, lon) = node.position();
    point([lon, lat])
}

/// The fields of a place; the geometry says where it is.
pub(super) fn of_place_record(network: &Network, node: &Node) -> Record {
    let record = records::place(network, node).into_iter();
    record.filter(|(field, _)| !["lat", "lon"].contains(field)).collect()
}

/// The point halfway between the posts of a crossing, if a place of theirs is known.
pub(super) fn of_crossing(network: &Network, crossing: &Crossing) -> Option<Geometry> {
    let mut places: Vec<(f64, f64)> = Vec::new();
    let seats = crossing.posts().iter().filter_map(|post| network.seat_of(post).1);
    for position in seats.map(|place| place.position()) {
        if !places.contains(&position) {
            places.push(position);
        }
    }
    match places[..] {
        [] => None,
        [(lat, lon)] => Some(point([lon, lat])),
        [first, second, ..] => Some(point(line::halfway(first, second))),
    }
}

/// Routes of the network, each under a name of the caller's choice: a line for each leg. Takes O(kilometres).
pub fn routes<'a>(network: &Network, routes: impl IntoIterator<Item = (&'a str, &'a Route)>) -> String {
    collection(routes.into_iter().flat_map(|(name, route)| legs(network, route, vec![("name", json!(name))])))
}

/// The rows of a ranking of the network, and then what is blocked: a line for each leg. Takes O(kilometres).
pub fn ranking(network: &Network, ranking: &Ranking) -> String {
    collection(of_ranking(ranking).flat_map(|(route, fields)| legs(network, route, fields)))
}

/// One feature for each leg of a route, so that a map can tell road from rail.
pub(super) fn legs<'a>(network: &'a Network, route: &'a Route, shared: Record) -> impl Iterator<Item = Feature> + 'a {
    let mut at = 0;
    (1..).zip(route.legs()).map(move |(number, leg)| {
        let first = at;
        at += leg.links().len();
        let mut record = shared.clone();
        record.extend(records::route(route));
        record.extend(of_leg(number, leg));
        feature(None, lines(of_leg_lines(network, route, first, leg)), record)
    })
}

fn of_leg(number: usize, leg: &Leg) -> Record {
    let gauge = if let Mode::Rail(gauge) = leg.mode() { json!(gauge.mm()) } else { json!(null) };
    vec![
        ("leg", json!(number)),
        ("leg_mode", json!(leg.mode().name())),
        ("leg_gauge_mm", gauge),
        ("leg_from", json!(leg.from())),
        ("leg_to", json!(leg.to())),
        ("leg_distance_km", json!(neat(leg.distance().value()))),
        ("leg_time_h", json!(neat(leg.time().value()))),
        ("leg_cost_usd", json!(neat(leg.cost().value()))),
        ("leg_before", json!(leg.before())),
        ("leg_borders", json!(leg.borders())),
    ]
}

/// The lines of a leg in the direction of travel, joined where one link ends at the beginning of the next.
fn of_leg_lines(network: &Network, route: &Route, first: usize, leg: &Leg) -> Vec<Vec<line::Position>> {
    let mut joined: Vec<Vec<line::Position>> = Vec::new();
    for (at, id) in (first..).zip(leg.links()) {
        let Some(link) = network.link(id) else { continue };
        let forward = route.places().get(at).is_some_and(|place| place == network.ends_of(link).0.id());
        for piece in of_link(network, link, forward) {
            match joined.last_mut().filter(|line| line.last() == piece.first()) {
                Some(line) => line.extend(piece.into_iter().skip(1)),
                None => joined.push(piece),
            }
        }
    }
    joined
}

/// The line of a link: the geodesic between its ends.
pub(super) fn of_link(network: &Network, link: &Link, forward: bool) -> Vec<Vec<line::Position>> {
    let (from, to) = network.ends_of(link);
    let (from, to) = if forward { (from, to) } else { (to, from) };
    line::geodesic(from.position(), to.position())
}

pub(super) fn feature(id: Option<&str>, geometry: Option<Geometry>, record: Record) -> Feature {
    Feature {
        bbox: None,
        geometry,
        id: id.map(|id| Id::String(id.to_owned())),
        properties: Some(object(record)),
        foreign_members: None,
    }
}

fn object(record: Record) -> serde_json::Map<String, serde_json::Value> {
    record.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
}

fn point([lon, lat]: line::Position) -> Geometry {
    Geometry::new(GeometryValue::new_point([rounded(lon), rounded(lat)]))
}

pub(super) fn lines(lines: Vec<Vec<line::Position>>) -> Option<Geometry> {
    let mut lines: Vec<Vec<[f64; 2]>> =
        lines.into_iter().map(|line| line.into_iter().map(|position| position.map(rounded)).collect()).collect();
    Some(Geometry::new(match lines.len() {
        0 => return None,
        1 => GeometryValue::new_line_string(lines.swap_remove(0)),
        _ => GeometryValue::new_multi_line_string(lines),
    }))
}

/// Six decimals, a tenth of a metre, as the standard advises.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

pub(super) fn collection(features: impl Iterator<Item = Feature>) -> String {
    FeatureCollection { bbox: None, features: features.collect(), foreign_members: None }.to_string()
}
