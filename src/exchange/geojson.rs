//! GeoJSON (RFC 7946): longitude before latitude, lines along their courses or else along geodesics, cut at the antimeridian.

use crate::crossing::Crossing;
use crate::exchange::course;
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

/// Links of the network as lines, with their status in this state of it. Takes O(points of the lines).
///
/// The property `line` says what a line shows: `course`, the course of the bundled link on the map, within some 100 m of its source, or
/// `geodesic`, the shortest way over the globe between the ends of a link whose course is not known (a fifth of those bundled, and
/// all others). Lengths are those of the data, which lines only illustrate.
pub fn links<'a>(network: &Network, links: impl IntoIterator<Item = &'a Link>) -> String {
    collection(links.into_iter().map(|link| {
        let (drawn, on_course) = of_link(network, link, true);
        let mut record = records::link(network, link);
        record.push(("line", json!(if on_course { COURSE } else { GEODESIC })));
        feature(Some(link.id()), lines(drawn), record)
    }))
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

/// Routes of the network, each under a name of the caller's choice: a line for each leg. Takes O(points of the lines).
///
/// The property `leg_line` says what a line shows: `course`, `geodesic` (see [`links`]), or `mixed` where the leg has links of both kinds.
pub fn routes<'a>(network: &Network, routes: impl IntoIterator<Item = (&'a str, &'a Route)>) -> String {
    collection(routes.into_iter().flat_map(|(name, route)| legs(network, route, vec![("name", json!(name))])))
}

/// The rows of a ranking of the network, and then what is blocked: a line for each leg, as in [`routes`]. Takes O(points of the lines).
pub fn ranking(network: &Network, ranking: &Ranking) -> String {
    collection(of_ranking(ranking).flat_map(|(route, fields)| legs(network, route, fields)))
}

/// Journeys over a continent, each under a name of the caller's choice: a line, straight from junction to junction, with the totals. Takes O(junctions).
#[cfg(feature = "base")]
pub fn journeys<'a>(network: &Network, journeys: impl IntoIterator<Item = (&'a str, &'a crate::Journey)>) -> String {
    collection(journeys.into_iter().map(|(name, journey)| super::journeys::whole(network, name, journey)))
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
        let (drawn, shows) = of_leg_lines(network, route, first, leg);
        record.push(("leg_line", json!(shows)));
        feature(None, lines(drawn), record)
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

/// The lines of a leg in the direction of travel, joined where one link ends at the beginning of the next, and what they show.
fn of_leg_lines(
    network: &Network,
    route: &Route,
    first: usize,
    leg: &Leg,
) -> (Vec<Vec<line::Position>>, Option<&'static str>) {
    let mut joined: Vec<Vec<line::Position>> = Vec::new();
    let mut shows = None;
    for (at, id) in (first..).zip(leg.links()) {
        let Some(link) = network.link(id) else { continue };
        let forward = route.places().get(at).is_some_and(|place| place == network.ends_of(link).0.id());
        let (drawn, on_course) = of_link(network, link, forward);
        let kind = if on_course { COURSE } else { GEODESIC };
        shows = Some(if shows.is_none_or(|shown| shown == kind) { kind } else { MIXED });
        for piece in drawn {
            match joined.last_mut().filter(|line| line.last() == piece.first()) {
                Some(line) => line.extend(piece.into_iter().skip(1)),
                None => joined.push(piece),
            }
        }
    }
    (joined, shows)
}

/// What a line shows.
const COURSE: &str = "course";
const GEODESIC: &str = "geodesic";
const MIXED: &str = "mixed";

/// The lines of a link, and whether they are its course rather than the geodesic between its ends.
pub(super) fn of_link(network: &Network, link: &Link, forward: bool) -> (Vec<Vec<line::Position>>, bool) {
    if let Some(mut course) = course::of(network, link) {
        if !forward {
            course.reverse();
        }
        return (line::cut(course), true);
    }
    let (from, to) = network.ends_of(link);
    let (from, to) = if forward { (from, to) } else { (to, from) };
    (line::geodesic(from.position(), to.position()), false)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::Preset;
    use crate::{hours, km, lat, lon};
    use serde_json::Value;
    use std::collections::BTreeSet;

    fn features(text: &str) -> Vec<Value> {
        serde_json::from_str::<Value>(text).unwrap()["features"].as_array().unwrap().clone()
    }

    /// The points of each line of a feature.
    fn drawn(feature: &Value) -> Vec<Vec<Value>> {
        let coordinates = feature["geometry"]["coordinates"].as_array().unwrap();
        match feature["geometry"]["type"].as_str() {
            Some("LineString") => vec![coordinates.clone()],
            _ => coordinates.iter().map(|line| line.as_array().unwrap().clone()).collect(),
        }
    }

    #[test]
    fn legs_follow_the_courses_of_their_links_in_the_direction_of_travel() {
        let network = Network::bundled();
        let planner = network.compile();
        let weights = Preset::GeneralisedCost.weights();
        let mut shown = BTreeSet::new();
        for (from, to) in [("karachi", "almaty"), ("almaty", "karachi"), ("tashkent", "kabul")] {
            let route = planner.trip(from, to).unwrap().best(&weights).unwrap();
            let legs = features(&routes(&network, [("best", &route)]));
            assert_eq!(legs.len(), route.legs().len());
            let mut at = 0;
            for (leg, feature) in route.legs().iter().zip(&legs) {
                shown.insert(feature["properties"]["leg_line"].as_str().unwrap().to_owned());
                let lines = drawn(feature);
                let [line] = &lines[..] else { panic!("{lines:?}") };
                let [begin, end] = [at, at + leg.links().len()].map(|at| {
                    let (lat, lon) = network.node(&route.places()[at]).unwrap().position();
                    json!([rounded(lon), rounded(lat)])
                });
                assert_eq!((&line[0], &line[line.len() - 1]), (&begin, &end));
                assert!(line.len() > leg.links().len() + 1, "bends");
                assert!(line.windows(2).all(|pair| pair[0] != pair[1]));
                at += leg.links().len();
            }
        }
        assert!(shown.contains(COURSE), "{shown:?}");
    }

    #[test]
    fn links_say_what_their_lines_show() {
        let network = Network::bundled();
        let features = features(&links(&network, network.links()));
        let showing = |kind| features.iter().filter(|feature| feature["properties"]["line"] == kind).count();
        assert_eq!(showing(COURSE) + showing(GEODESIC), network.links().count());
        assert!(showing(COURSE) > 500 && showing(GEODESIC) > 50, "{} {}", showing(COURSE), showing(GEODESIC));
    }

    #[test]
    fn a_link_of_the_same_id_elsewhere_has_no_course() {
        let bundled = Network::bundled();
        let known = bundled.links().find(|link| course::of(&bundled, link).is_some()).unwrap();
        let mut net = Network::builder();
        net.node("a", "AA", lat(10), lon(170));
        net.node("b", "AA", lat(12), lon(-175));
        net.link("a", "b", Mode::Road).id(known.id()).distance(km(1_700)).time(hours(40));
        let network = net.build().unwrap();
        let features = features(&links(&network, network.links()));
        assert_eq!(features[0]["properties"]["line"], GEODESIC);
        // And it is cut where it passes the antimeridian.
        let lines = drawn(&features[0]);
        assert_eq!((lines.len(), &lines[0][0], &lines[1][0][0]), (2, &json!([170.0, 10.0]), &json!(-180.0)));
    }

    #[test]
    fn a_leg_with_links_of_both_kinds_says_so() {
        let bundled = Network::bundled();
        let known = bundled.links().find(|link| course::of(&bundled, link).is_some() && link.mode() == Mode::Road);
        let (first, second) = bundled.ends_of(known.unwrap());
        let mut net = Network::builder();
        for (id, place) in [("a", first), ("b", second)] {
            let (north, east) = place.position();
            net.node(id, "AA", lat(north), lon(east));
        }
        net.node("c", "AA", lat(50), lon(60));
        net.link("a", "b", Mode::Road)
            .id(known.unwrap().id())
            .distance(km(known.unwrap().distance().value()))
            .time(hours(9));
        net.link("b", "c", Mode::Road).distance(km(9_000)).time(hours(200));
        let network = net.build().unwrap();
        let route = network.compile().trip("c", "a").unwrap().best(&Preset::Fastest.weights()).unwrap();
        let features = features(&routes(&network, [("only", &route)]));
        assert_eq!(features[0]["properties"]["leg_line"], MIXED);
        let lines = drawn(&features[0]);
        let there = course::of(&network, network.links().next().unwrap()).unwrap();
        assert_eq!(lines[0][lines[0].len() - 1], json!(there[0].map(rounded)));
        assert_eq!(lines[0][lines[0].len() - 2], json!(there[1].map(rounded)));
    }
}
