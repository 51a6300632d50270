//! Journeys over the base network as JSON.

use super::answers::{NamedDocument, ObstacleDocument};
use super::route::neat;
use corridor::exchange::Costs;
use corridor::{Journey, JourneyLeg, JourneyStop, Network, ShutCorridor};
use schemars::JsonSchema;
use serde::Serialize;

/// Journeys, best first.
#[derive(JsonSchema, Serialize)]
pub struct JourneysDocument {
    /// Best first; one for each corridor, if corridors were asked for.
    pub journeys: Vec<JourneyDocument>,
    /// Corridors that are closed; null unless corridors were asked for, as the two fields that follow.
    pub closed: Option<Vec<ShutDocument>>,
    /// The ids of corridors that the best way follows only by doubling back.
    pub doubling_back: Option<Vec<String>>,
    /// How many corridors make no sense for the trip.
    pub left_out: Option<usize>,
    /// Why there is no journey, if there is none.
    pub no_route: Option<String>,
}

/// One journey.
#[derive(JsonSchema, Serialize)]
pub struct JourneyDocument {
    from: String,
    to: String,
    /// The ids of the corridors whose best journey this is, if corridors were asked for.
    corridors: Vec<String>,
    #[serde(flatten)]
    costs: Costs,
    legs: Vec<JourneyLegDocument>,
    /// What happens after the last leg.
    at_end: Vec<JourneyStopDocument>,
}

/// The longest run in one mode through one country.
#[derive(JsonSchema, Serialize)]
pub struct JourneyLegDocument {
    mode: String,
    /// Null at sea.
    country: Option<String>,
    from: String,
    to: String,
    distance_km: f64,
    time_h: f64,
    cost_usd: f64,
    /// What happens before it.
    before: Vec<JourneyStopDocument>,
}

/// What happens between two legs.
#[derive(JsonSchema, Serialize)]
pub struct JourneyStopDocument {
    kind: String,
    name: String,
    /// Whether a controlled border is passed.
    border: bool,
    time_h: f64,
    cost_usd: f64,
}

/// A corridor that is closed.
#[derive(JsonSchema, Serialize)]
pub struct ShutDocument {
    corridor: NamedDocument,
    obstacles: Vec<ObstacleDocument>,
}

impl JourneyDocument {
    pub fn new(network: &Network, corridors: &[String], journey: &Journey) -> JourneyDocument {
        JourneyDocument {
            from: journey.from().to_owned(),
            to: journey.to().to_owned(),
            corridors: corridors.to_vec(),
            costs: Costs::of_vector(network, journey.cost_vector()),
            legs: journey.legs().iter().map(leg).collect(),
            at_end: journey.at_end().iter().map(stop).collect(),
        }
    }
}

fn leg(leg: &JourneyLeg) -> JourneyLegDocument {
    JourneyLegDocument {
        mode: leg.mode().name().to_owned(),
        country: leg.country().map(str::to_owned),
        from: leg.from().to_owned(),
        to: leg.to().to_owned(),
        distance_km: neat(leg.distance().value()),
        time_h: neat(leg.time().value()),
        cost_usd: neat(leg.cost().value()),
        before: leg.before().iter().map(stop).collect(),
    }
}

fn stop(stop: &JourneyStop) -> JourneyStopDocument {
    JourneyStopDocument {
        kind: stop.kind().name().to_owned(),
        name: stop.name().to_owned(),
        border: stop.is_border(),
        time_h: neat(stop.time().value()),
        cost_usd: neat(stop.cost().value()),
    }
}

impl ShutDocument {
    pub fn new(shut: &ShutCorridor) -> ShutDocument {
        ShutDocument {
            corridor: NamedDocument { id: shut.corridor().to_owned(), name: shut.name().to_owned() },
            obstacles: shut.obstacles().iter().map(ObstacleDocument::new).collect(),
        }
    }
}
