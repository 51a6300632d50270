//! Freight routes over the transport corridors of Eurasia.
#![forbid(unsafe_code)]

mod builder;
mod corridor;
mod cost;
mod costing;
mod crossing;
mod defaults;
mod link;
mod mode;
mod month;
mod network;
mod place;
mod problem;
mod provenance;
mod records;
mod resolve;
mod scenario;
mod sphere;
mod status;
mod units;
mod validate;
mod weights;

pub use builder::{LinkDraft, NetworkBuilder, NodeDraft};
pub use corridor::{Corridor, Published, Reference, StateName};
pub use cost::{CostVector, Criterion};
pub use crossing::{Capacity, CapacityUnit, Crossing, Direction, Observation, Post};
pub use link::{Link, Tariff};
pub use mode::{Gauge, Mode};
pub use month::{Month, MonthError};
pub use network::{Network, StateError};
pub use place::{Control, Country, Node, NodeKind, TransferKind};
pub use problem::{InvalidNetwork, Problem, ProblemKind};
pub use provenance::{Basis, Confidence, Figure, Source};
pub use records::Location;
pub use scenario::{Fault, NewLink, Scenario, ScenarioError};
pub use status::{Event, Season, Status, StatusEntry};
pub use units::{
    Hours, KilogramsCo2e, Kilometres, Latitude, Longitude, RiskPoints, UsDollars, days, hours, kg_co2e, km, lat, lon,
    points, usd,
};
pub use weights::{Preset, VALUE_OF_TIME, Weights, WeightsError};
