//! The courses of the bundled links, where the project knows them.

use super::line::Position;
use crate::compact;
use crate::link::Link;
use crate::network::Network;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Those of `corridors/geometry.geojson` that are not geodesics: all their points, a sixth of the size.
static COURSES: &[u8] = include_bytes!("../../corridors/map/courses.bin");
/// They are written in thousandths of a degree.
const PARTS: f64 = 1000.0;
/// Degrees by which a course may miss the places that it joins.
const NEAR: f64 = 0.01;

/// The course of a link from its first place to its second, with the places themselves as its ends. A network of the user's own may give the
/// same id to another link: a course that does not join its places is none of it.
pub(super) fn of(network: &Network, link: &Link) -> Option<Vec<Position>> {
    static READ: OnceLock<BTreeMap<String, Vec<compact::Line>>> = OnceLock::new();
    let all = READ.get_or_init(|| compact::named(COURSES, PARTS).unwrap_or_default());
    let [course] = &all.get(link.id())?[..] else { return None };
    let (from, to) = network.ends_of(link);
    let ends = [from, to].map(|place| place.position()).map(|(lat, lon)| [lon, lat]);
    let mut points: Vec<Position> = course.iter().map(|(lon, lat)| [*lon, *lat]).collect();
    let near = |a: &Position, b: &Position| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= NEAR);
    let ([first, .., last], [start, end]) = (&mut points[..], &ends) else { return None };
    if !near(first, start) || !near(last, end) {
        return None;
    }
    // Places have more decimals, and the lines of a leg are to meet in them.
    (*first, *last) = (*start, *end);
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn positions(value: &Value) -> Vec<(f64, f64)> {
        let position = |at: &Value| (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
        value["coordinates"].as_array().unwrap().iter().map(position).collect()
    }

    /// The published package has no `geometry.geojson`.
    #[test]
    fn they_are_those_of_the_data_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/geometry.geojson");
        let Ok(text) = std::fs::read_to_string(folder) else { return };
        let json: Value = serde_json::from_str(&text).unwrap();
        let read = compact::named(COURSES, PARTS).unwrap();
        let features = json["features"].as_array().unwrap().iter();
        let known = features.filter(|feature| feature["properties"]["match"] != "geodesic");
        let expected: BTreeMap<String, Vec<compact::Line>> = known
            .map(|feature| {
                let id = feature["properties"]["link"].as_str().unwrap().to_owned();
                (id, vec![positions(&feature["geometry"])])
            })
            .collect();
        assert!(read == expected, "made by `cargo run --release --example map_data --features report`");
    }

    #[test]
    fn most_bundled_links_have_one_that_joins_their_places() {
        let network = Network::bundled();
        let read = compact::named(COURSES, PARTS).unwrap();
        for link in network.links() {
            assert_eq!(of(&network, link).is_some(), read.contains_key(link.id()), "{}", link.id());
        }
        let known = network.links().filter(|link| of(&network, link).is_some()).count();
        assert!(known * 5 > network.links().count() * 4, "{known}");
    }
}
