//! Answers about many trips on a map: matrices, how far a budget reaches, closures, indicators.

use crate::closures::atlas::{Closure, ClosureAtlas, ClosureKind};
use crate::cost::Criterion;
use crate::exchange::costs::Costs;
use crate::exchange::geojson::{collection, feature, legs, lines, of_crossing, of_link, of_place, of_place_record};
use crate::exchange::line;
use crate::exchange::records::{self, Record, neat};
use crate::matrix::budget::Reach;
use crate::matrix::costs::Matrix;
use crate::network::Network;
use crate::place::Node;
use crate::rank::Ranking;
use ::geojson::Feature;
use serde_json::{Value, json};

/// A matrix: its places as points that say whether freight starts there, is to go there or both, and a line for each pair with what its best route costs
/// (null where there is none). A line is the geodesic between two places, not the route. Takes O(pairs).
pub fn matrix(matrix: &Matrix) -> String {
    let network = matrix.network();
    let (from, to): (Vec<&Node>, Vec<&Node>) = (matrix.origins().collect(), matrix.destinations().collect());
    let is_in = |list: &[&Node], node: &Node| list.iter().any(|other| other.id() == node.id());
    let mut places: Vec<&Node> = Vec::new();
    for node in from.iter().chain(&to) {
        if !is_in(&places, node) {
            places.push(node);
        }
    }
    let points = places.into_iter().map(|node| {
        let role = match (is_in(&from, node), is_in(&to, node)) {
            (true, true) => "origin and destination",
            (true, false) => "origin",
            _ => "destination",
        };
        let mut record = of_place_record(network, node);
        record.push(("role", json!(role)));
        feature(Some(node.id()), Some(of_place(node)), record)
    });
    let pairs = from.iter().enumerate().flat_map(|(row, origin)| {
        let other = to.iter().enumerate().filter(|(_, destination)| destination.id() != origin.id());
        other.map(move |(column, destination)| {
            let costs = matrix.cost(row, column).map_or_else(Costs::none, |cost| Costs::of_vector(network, cost));
            let mut record = vec![
                ("from", json!(origin.id())),
                ("from_name", json!(origin.name())),
                ("to", json!(destination.id())),
                ("to_name", json!(destination.name())),
                ("has_route", json!(matrix.cost(row, column).is_some())),
            ];
            record.extend(costs.record());
            feature(None, lines(line::geodesic(origin.position(), destination.position())), record)
        })
    });
    collection(points.chain(pairs))
}

/// How far a budget reaches: the place where freight starts and each place within the budget, as points with what the best route there costs. Takes
/// O(places).
pub fn reach(reach: &Reach) -> String {
    let network = reach.network();
    let place = |(node, costs, role): (&Node, Costs, &str)| {
        let mut record = of_place_record(network, node);
        record.push(("role", json!(role)));
        record.extend(costs.record());
        feature(Some(node.id()), Some(of_place(node)), record)
    };
    let start = place((reach.from(), Costs::none(), "origin"));
    let reached =
        reach.places().map(|(node, cost)| place((node, Costs::of_vector(network, cost), "within the budget")));
    collection(std::iter::once(start).chain(reached))
}

/// The closures that change a trip or leave it without a route, worst first: crossings and places as points, links as lines, with what the trips take more
/// together. Takes O(closures).
pub fn closures(atlas: &ClosureAtlas) -> String {
    let network = &atlas.network;
    let tells = |closure: &&Closure| !closure.changed().is_empty() || !closure.impossible().is_empty();
    let trips: Vec<String> = atlas.trips().map(|(from, to, _)| format!("{from} - {to}")).collect();
    let names = |numbers: &[usize]| {
        let names: Vec<&str> = numbers.iter().filter_map(|number| trips.get(*number)).map(String::as_str).collect();
        names.join("; ")
    };
    collection((1..).zip(atlas.closures().iter().filter(tells)).map(|(rank, closure)| {
        let added = |criterion| json!(closure.added(criterion).map(neat));
        let changed: Vec<usize> = closure.changed().iter().map(|(number, _)| *number).collect();
        let record: Record = vec![
            ("rank", json!(rank)),
            ("kind", json!(closure.kind().to_string())),
            ("id", json!(closure.id())),
            ("name", json!(closure.name())),
            ("changed", json!(changed.len())),
            ("changed_trips", json!(names(&changed))),
            ("cut_off", json!(closure.impossible().len())),
            ("cut_off_trips", json!(names(closure.impossible()))),
            ("added_distance_km", added(Criterion::Distance)),
            ("added_time_h", added(Criterion::Time)),
            ("added_cost_usd", added(Criterion::Cost)),
        ];
        of_closure(network, closure, record)
    }))
}

fn of_closure(network: &Network, closure: &Closure, record: Record) -> Feature {
    let geometry = match closure.kind() {
        ClosureKind::Crossing => network.crossing(closure.id()).and_then(|crossing| of_crossing(network, crossing)),
        ClosureKind::Place => network.node(closure.id()).map(of_place),
        ClosureKind::Link => network.link(closure.id()).and_then(|link| lines(of_link(network, link, true).0)),
    };
    feature(Some(closure.id()), geometry, record)
}

/// The routes of a ranking of the network with their indicators (CPMM's TFI1 to TFI4): a line for each leg, with those of the whole route and, as
/// `mode_...`, those of the leg's mode on it. Takes O(kilometres).
pub fn indicators(network: &Network, ranking: &Ranking) -> String {
    let rows = (1..).zip(ranking.rows());
    collection(rows.flat_map(|(place, row)| {
        let ids: Vec<&str> = row.corridors().collect();
        let mut record =
            vec![("place", json!(place)), ("corridors", json!(ids.join(" "))), ("name", json!(row.name()))];
        record.extend(records::indicators(&row.route.indicators()));
        let by_mode: Vec<(&str, [Value; 5])> = (row.route.indicators_by_mode())
            .map(|(mode, of)| (mode, records::indicators(&of).map(|(_, value)| value)))
            .collect();
        let fields = ["mode_tfi1_h", "mode_tfi2_usd", "mode_tfi3_usd", "mode_swd_km_per_h", "mode_swod_km_per_h"];
        let with_mode = move |(mut leg, mode): (Feature, &'static str)| {
            let of_mode = by_mode.iter().find(|(name, _)| *name == mode);
            for (field, value) in fields.into_iter().zip(of_mode.into_iter().flat_map(|(_, values)| values)) {
                leg.set_property(field, value.clone());
            }
            leg
        };
        let modes: Vec<&'static str> = row.route.legs().iter().map(|leg| leg.mode().name()).collect();
        legs(network, &row.route, record).zip(modes).map(with_mode)
    }))
}
