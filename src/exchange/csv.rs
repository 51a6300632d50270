//! CSV with a header (RFC 4180): one record a line, nothing where a figure is unknown.

use crate::crossing::Crossing;
use crate::exchange::records::{self, Record};
use crate::link::Link;
use crate::network::Network;
use crate::place::Node;
use crate::rank::Ranking;
use crate::report::ratio;
use crate::route::Route;
use serde_json::{Value, json};

/// Places of the network. Takes O(places).
///
/// ```
/// use corridor::{Network, exchange};
/// let network = Network::bundled();
/// let text = exchange::csv::places(&network, network.nodes());
/// assert!(text.starts_with("id,name,country,kind,lat,lon,"));
/// ```
pub fn places<'a>(network: &Network, places: impl IntoIterator<Item = &'a Node>) -> String {
    write(places.into_iter().map(|node| records::place(network, node)))
}

/// Links of the network, with their status in this state of it. Takes O(links).
pub fn links<'a>(network: &Network, links: impl IntoIterator<Item = &'a Link>) -> String {
    write(links.into_iter().map(|link| records::link(network, link)))
}

/// Every post of border crossings of the network, with the hours and fees published for it. Takes O(posts).
pub fn crossings<'a>(network: &Network, crossings: impl IntoIterator<Item = &'a Crossing>) -> String {
    let posts = crossings.into_iter().flat_map(|crossing| {
        let shared = records::crossing(network, crossing);
        crossing.posts().iter().map(move |post| shared.iter().cloned().chain(records::post(network, post)).collect())
    });
    write(posts)
}

/// Routes, each under a name of the caller's choice. Takes O(routes).
pub fn routes<'a>(routes: impl IntoIterator<Item = (&'a str, &'a Route)>) -> String {
    write(routes.into_iter().map(|(name, route)| {
        let mut record = vec![("name", json!(name))];
        record.extend(of_route(route));
        record
    }))
}

/// The rows of a ranking, and then what is blocked, without a place and a score. Takes O(rows).
pub fn ranking(ranking: &Ranking) -> String {
    write(of_ranking(ranking).map(|(route, mut record)| {
        record.extend(of_route(route));
        record
    }))
}

/// Journeys over a continent, each under a name of the caller's choice: a record for each leg and each stop, in order of travel. Takes O(legs).
#[cfg(feature = "base")]
pub fn journeys<'a>(journeys: impl IntoIterator<Item = (&'a str, &'a crate::Journey)>) -> String {
    write(journeys.into_iter().flat_map(|(name, journey)| super::journeys::parts(name, journey)))
}

/// What a ranking adds to each route.
pub(super) fn of_ranking(ranking: &Ranking) -> impl Iterator<Item = (&Route, Record)> {
    let best = ranking.best().map_or(0, |row| row.score());
    let open = (1..).zip(ranking.rows()).map(move |(place, row)| {
        let ids: Vec<&str> = row.corridors().collect();
        let fields = vec![
            ("place", json!(place)),
            ("corridors", json!(ids.join(" "))),
            ("name", json!(row.name())),
            ("score_ratio", json!(ratio(row.score(), best).map(records::neat))),
            ("blocked_by", Value::Null),
        ];
        (&row.route, fields)
    });
    let blocked = ranking.blocked().iter().map(|row| {
        let things: Vec<String> = row.obstacles().iter().map(ToString::to_string).collect();
        let fields = vec![
            ("place", Value::Null),
            ("corridors", json!(row.corridor())),
            ("name", json!(row.name())),
            ("score_ratio", Value::Null),
            ("blocked_by", json!(things.join("; "))),
        ];
        (&row.route, fields)
    });
    open.chain(blocked)
}

fn of_route(route: &Route) -> Record {
    let mut record = records::route(route);
    record.push(("links", json!(route.links().join(" "))));
    record
}

/// The records under a header; nothing but an end of line where there is none.
fn write(records: impl IntoIterator<Item = Record>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut header = false;
    for record in records {
        // Writing to memory does not fail, and every record has the fields of the first.
        if !std::mem::replace(&mut header, true) {
            let _ = writer.write_record(record.iter().map(|(field, _)| field));
        }
        let _ = writer.write_record(record.iter().map(|(_, value)| cell(value)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
