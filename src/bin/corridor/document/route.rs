//! Routes as JSON.

use super::world::{SourceDocument, gauge};
use corridor::exchange::Costs;
use corridor::{Criterion, Indicators, Network, PublishedIndicators, Route};
use schemars::JsonSchema;
use serde::Serialize;

/// Without the digits that floating point adds.
pub fn neat(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A figure that the network has.
fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(neat(value))
}

/// A route.
#[derive(JsonSchema, Serialize)]
pub struct RouteDocument {
    /// The id of the place where it starts.
    from: String,
    to: String,
    #[serde(flatten)]
    costs: Costs,
    /// The time if each border took as little, and as much, as was ever published of it.
    time_range_h: [f64; 2],
    /// The shares of the totals that rest on estimates, 0 to 1.
    estimated_share: SharesDocument,
    /// The ids of places and links, in order of travel.
    places: Vec<String>,
    links: Vec<String>,
    countries: Vec<String>,
    legs: Vec<LegDocument>,
    borders: Vec<BorderDocument>,
    transfers: Vec<TransferDocument>,
    indicators: IndicatorsDocument,
    /// What to know before relying on it.
    warnings: Vec<String>,
    sources: Vec<SourceDocument>,
}

/// A share of the total of each criterion, 0 to 1; null where the network has no figures.
#[derive(JsonSchema, Serialize)]
pub struct SharesDocument {
    distance: Option<f64>,
    time: Option<f64>,
    cost: Option<f64>,
    risk: Option<f64>,
    emissions: Option<f64>,
}

impl SharesDocument {
    fn new(route: &Route) -> SharesDocument {
        let share = |criterion| route.value(criterion).map(|_| neat(route.estimated_share(criterion)));
        SharesDocument {
            distance: share(Criterion::Distance),
            time: share(Criterion::Time),
            cost: share(Criterion::Cost),
            risk: share(Criterion::Risk),
            emissions: share(Criterion::Emissions),
        }
    }
}

/// The longest run in one mode.
#[derive(JsonSchema, Serialize)]
pub struct LegDocument {
    mode: String,
    gauge_mm: Option<u16>,
    /// The names of its ends.
    from: String,
    to: String,
    distance_km: f64,
    /// With the transfer before it; null in a network without times.
    time_h: Option<f64>,
    /// Null in a network without costs.
    cost_usd: Option<f64>,
    /// What happens before it.
    before: Option<String>,
    links: Vec<String>,
}

/// A controlled border.
#[derive(JsonSchema, Serialize)]
pub struct BorderDocument {
    name: String,
    /// The id of the crossing; null for a passage by ship.
    crossing: Option<String>,
    from_country: String,
    to_country: String,
    /// At both posts.
    time_h: f64,
    fee_usd: f64,
}

/// A change of mode or of gauge.
#[derive(JsonSchema, Serialize)]
pub struct TransferDocument {
    /// The name of the place.
    place: String,
    kind: String,
    time_h: f64,
    fee_usd: f64,
}

impl RouteDocument {
    pub fn new(route: &Route) -> RouteDocument {
        let (low, high) = route.time_range();
        let legs = route.legs().iter().map(|leg| LegDocument {
            mode: leg.mode().name().to_owned(),
            gauge_mm: gauge(leg.mode()),
            from: leg.from().to_owned(),
            to: leg.to().to_owned(),
            distance_km: neat(leg.distance().value()),
            time_h: known(leg.time().value()),
            cost_usd: known(leg.cost().value()),
            before: leg.before().map(str::to_owned),
            links: leg.links().to_vec(),
        });
        let borders = route.borders().iter().map(|border| BorderDocument {
            name: border.name().to_owned(),
            crossing: border.crossing().map(str::to_owned),
            from_country: border.from_country().to_owned(),
            to_country: border.to_country().to_owned(),
            time_h: neat(border.time().value()),
            fee_usd: neat(border.fee().value()),
        });
        let transfers = route.transfers().iter().map(|transfer| TransferDocument {
            place: transfer.place().to_owned(),
            kind: transfer.kind().name().to_owned(),
            time_h: neat(transfer.time().value()),
            fee_usd: neat(transfer.fee().value()),
        });
        RouteDocument {
            from: route.from().to_owned(),
            to: route.to().to_owned(),
            costs: Costs::of_route(route),
            time_range_h: [neat(low.value()), neat(high.value())],
            estimated_share: SharesDocument::new(route),
            places: route.places().to_vec(),
            links: route.links().to_vec(),
            countries: route.countries().to_vec(),
            legs: legs.collect(),
            borders: borders.collect(),
            transfers: transfers.collect(),
            indicators: IndicatorsDocument::new(&route.indicators()),
            warnings: route.warnings().iter().map(ToString::to_string).collect(),
            sources: route.sources().iter().map(SourceDocument::new).collect(),
        }
    }
}

/// TFI1 to TFI4 as CAREC's corridor monitoring defines them; null without borders or figures.
#[derive(JsonSchema, Serialize)]
pub struct IndicatorsDocument {
    /// Hours at a border, both posts together.
    tfi1_h: Option<f64>,
    /// US$ at a border, both posts together.
    tfi2_usd: Option<f64>,
    /// US$ for 500 km and 20 t.
    tfi3_usd: Option<f64>,
    /// TFI4: speed with delay.
    swd_km_per_h: Option<f64>,
    /// TFI4: speed without delay.
    swod_km_per_h: Option<f64>,
}

impl IndicatorsDocument {
    pub fn new(of: &Indicators) -> IndicatorsDocument {
        IndicatorsDocument {
            tfi1_h: of.tfi1().map(|hours| neat(hours.value())),
            tfi2_usd: of.tfi2().map(|money| neat(money.value())),
            tfi3_usd: of.tfi3().map(|money| neat(money.value())),
            swd_km_per_h: of.swd().map(neat),
            swod_km_per_h: of.swod().map(neat),
        }
    }
}

/// Indicators as published: of one post of a border, where the computed ones are of both.
#[derive(JsonSchema, Serialize)]
pub struct PublishedDocument {
    programme: String,
    mode: String,
    year: u16,
    #[serde(flatten)]
    values: IndicatorsDocument,
    /// What is to be known about them.
    note: Option<String>,
    source: Option<SourceDocument>,
}

impl PublishedDocument {
    pub fn new(network: &Network, set: &PublishedIndicators) -> PublishedDocument {
        PublishedDocument {
            programme: set.programme().to_owned(),
            mode: set.mode().to_owned(),
            year: set.year(),
            values: IndicatorsDocument {
                tfi1_h: set.tfi1(),
                tfi2_usd: set.tfi2(),
                tfi3_usd: set.tfi3(),
                swd_km_per_h: set.swd(),
                swod_km_per_h: set.swod(),
            },
            note: set.note().map(str::to_owned),
            source: network.source_of_indicators(set).map(SourceDocument::new),
        }
    }
}
