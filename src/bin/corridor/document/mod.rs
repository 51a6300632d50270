//! The JSON of every answer. Fields carry their units; `corridor schema` prints what a document may hold.

mod answers;
mod journey;
mod route;
mod world;

use crate::answer::Failure;
use crate::ask::Asked;
pub use answers::*;
use corridor::{Criterion, Trip, Weights};
pub use journey::*;
pub use route::*;
use schemars::JsonSchema;
use serde::Serialize;
pub use world::*;

/// Rises whenever a field changes its name or meaning, or goes; new fields may come without.
pub const FORMAT_VERSION: u32 = 1;

/// One answer of the command line, with what it was computed from.
#[derive(JsonSchema, Serialize)]
#[schemars(title = "corridor")]
pub struct Document {
    /// The version of this form: 1.
    format_version: u32,
    /// The version of the program.
    program_version: &'static str,
    /// The network that was asked; null where it could not be read.
    network: Option<NetworkDocument>,
    /// The trip that was asked about, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    trip: Option<TripDocument>,
    /// The exchange rates by which routes were chosen, where it was by rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    weights: Option<Rates>,
    #[serde(flatten)]
    answer: AnswerDocument,
}

/// From where to where, and what routes had to keep to.
#[derive(JsonSchema, Serialize)]
pub struct TripDocument {
    /// The id of the place where freight starts; of a coordinate `~` and its degrees north and east.
    from: String,
    from_name: String,
    /// The id of the place where it is to go.
    to: String,
    to_name: String,
    /// What routes avoid, come by, use and take at the most, in words.
    constraints: Vec<String>,
    /// Whether loading the first lorry or train and unloading the last is charged.
    terminals: bool,
}

/// Exchange rates: a unit of each criterion is worth so much of the score.
#[derive(JsonSchema, Serialize)]
pub struct Rates {
    per_km: f64,
    per_h: f64,
    per_usd: f64,
    per_crossing: f64,
    per_risk_point: f64,
    per_kg_co2e: f64,
}

impl Document {
    /// The answer to a question that is no trip.
    pub fn new(asked: &Asked, answer: AnswerDocument) -> Document {
        Document::on(Some(asked.document()), answer)
    }

    /// The same of a network that may be none.
    pub fn on(network: Option<NetworkDocument>, answer: AnswerDocument) -> Document {
        Document {
            format_version: FORMAT_VERSION,
            program_version: env!("CARGO_PKG_VERSION"),
            network,
            trip: None,
            weights: None,
            answer,
        }
    }

    /// The same of a trip.
    pub fn of_trip(mut self, trip: &Trip<'_>) -> Document {
        self.trip = Some(TripDocument {
            from: trip.from().id().to_owned(),
            from_name: trip.from().name().to_owned(),
            to: trip.to().id().to_owned(),
            to_name: trip.to().name().to_owned(),
            constraints: trip.constraints().iter().map(ToString::to_string).collect(),
            terminals: trip.counts_terminals(),
        });
        self
    }

    /// The same by weights.
    pub fn by(mut self, weights: &Weights) -> Document {
        let rate = |criterion| weights.rate(criterion);
        self.weights = Some(Rates {
            per_km: rate(Criterion::Distance),
            per_h: rate(Criterion::Time),
            per_usd: rate(Criterion::Cost),
            per_crossing: rate(Criterion::Crossings),
            per_risk_point: rate(Criterion::Risk),
            per_kg_co2e: rate(Criterion::Emissions),
        });
        self
    }

    /// As text, indented.
    pub fn text(&self) -> Result<String, Failure> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

/// The schema of every document (JSON Schema, 2020-12).
pub fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(Document)).unwrap_or_default()
}
