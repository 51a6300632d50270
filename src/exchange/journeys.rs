//! Journeys over the continent, for maps and tables.

use crate::continent::{Journey, JourneyLeg, JourneyStop};
use crate::exchange::costs::Costs;
use crate::exchange::geojson::{feature, lines};
use crate::exchange::line;
use crate::exchange::records::{Record, neat};
use crate::network::Network;
use ::geojson::Feature;
use serde_json::{Value, json};

/// The whole as one line, straight from junction to junction.
pub(super) fn whole(network: &Network, name: &str, journey: &Journey) -> Feature {
    let modes = journey.legs().iter().map(|leg| leg.mode().name());
    let countries = journey.legs().iter().filter_map(JourneyLeg::country);
    let borders: Vec<&str> = journey.stops().filter(|stop| stop.is_border()).map(JourneyStop::name).collect();
    let mut record: Record = vec![
        ("name", json!(name)),
        ("from", json!(journey.from())),
        ("to", json!(journey.to())),
        ("modes", json!(without_repetition(modes))),
        ("countries", json!(without_repetition(countries))),
        ("borders", json!(borders)),
    ];
    record.extend(Costs::of_vector(network, journey.cost_vector()).record());
    let course = journey.course().iter().map(|(lat, lon)| [*lon, *lat]);
    feature(None, lines(line::cut(course)), record)
}

fn without_repetition<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept: Vec<&str> = names.collect();
    kept.dedup();
    kept
}

/// A record for each leg and each stop, in order of travel.
pub(super) fn parts(name: &str, journey: &Journey) -> Vec<Record> {
    let record = |kind: [&str; 2], at: [Value; 3], border: bool, [km, hours, usd]: [Option<f64>; 3]| -> Record {
        let [part, kind] = kind;
        let [country, from, to] = at;
        vec![
            ("name", json!(name)),
            ("part", json!(part)),
            ("kind", json!(kind)),
            ("country", country),
            ("from", from),
            ("to", to),
            ("border", json!(border)),
            ("distance_km", json!(km.map(neat))),
            ("time_h", json!(hours.map(neat))),
            ("cost_usd", json!(usd.map(neat))),
        ]
    };
    let stop = |stop: &JourneyStop| {
        let figures = [None, Some(stop.time().value()), Some(stop.cost().value())];
        let at = [Value::Null, json!(stop.name()), json!(stop.name())];
        record(["stop", stop.kind().name()], at, stop.is_border(), figures)
    };
    let leg = |leg: &JourneyLeg| {
        let figures = [leg.distance().value(), leg.time().value(), leg.cost().value()].map(Some);
        record(["leg", leg.mode().name()], [json!(leg.country()), json!(leg.from()), json!(leg.to())], false, figures)
    };
    let legs = journey.legs().iter().flat_map(|next| next.before().iter().map(stop).chain([leg(next)]));
    legs.chain(journey.at_end().iter().map(stop)).collect()
}
