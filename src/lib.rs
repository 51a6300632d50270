//! Freight routes over the transport corridors of Eurasia.
#![forbid(unsafe_code)]

mod account;
mod atlas;
mod atlas_table;
mod builder;
#[cfg(feature = "bundled")]
mod bundle;
mod closures;
mod compile;
mod contest;
mod corridor;
mod cost;
mod costing;
mod coverage;
mod criticality;
mod crossing;
mod defaults;
mod delays;
pub mod engine;
mod error;
mod figure;
mod figure_name;
mod front;
mod front_table;
#[cfg(feature = "interop")]
pub mod interop;
mod link;
#[cfg(feature = "files")]
mod load;
mod lookup;
mod marginal;
mod marginal_table;
mod mode;
mod month;
mod named_figure;
mod network;
mod place;
mod planner;
mod problem;
mod provenance;
mod published;
mod rank;
mod reach;
mod readers;
mod reason;
mod records;
mod report;
mod resolve;
mod route;
mod scenario;
mod shared;
mod shipment;
#[cfg(feature = "spatial")]
mod spatial;
mod sphere;
mod status;
mod supported;
mod tipping;
mod tipping_figure;
mod tipping_line;
mod tipping_points;
mod tipping_rate;
mod tipping_table;
mod trial;
mod units;
mod validate;
mod warning;
mod weights;
mod why;
mod why_table;

pub use atlas::{Closure, ClosureAtlas, ClosureKind, Exposure};
pub use builder::{LinkDraft, NetworkBuilder, NodeDraft};
pub use corridor::{Corridor, Published, Reference, StateName};
pub use cost::{CostVector, Criterion};
pub use crossing::{Capacity, CapacityUnit, Crossing, Direction, Observation, Post};
pub use error::Error;
pub use front::{Front, FrontQuery, OnCorridor};
pub use link::{Link, Tariff};
#[cfg(feature = "files")]
pub use load::LoadError;
pub use lookup::QueryError;
pub use marginal::{DelayKind, MarginalValue, MarginalValues};
pub use mode::{Gauge, Mode};
pub use month::{Month, MonthError};
pub use named_figure::NamedFigure;
pub use network::{Network, StateError};
pub use place::{Control, Country, Node, NodeKind, TransferKind};
pub use planner::{Blockage, Planner, Trip};
pub use problem::{InvalidNetwork, Problem, ProblemKind};
pub use provenance::{Basis, Confidence, Figure, Source};
pub use published::{DAYS_TOLERANCE, Finding, LENGTH_TOLERANCE, Verdict};
pub use rank::{Blocked, Change, Comparison, Obstacle, Ranked, Ranking};
pub use reason::Reason;
pub use records::Location;
pub use route::{BorderPassage, Leg, Part, Route, Transfer};
pub use scenario::{Fault, NewLink, Scenario, ScenarioError};
pub use shipment::{Shipment, ShipmentError};
#[cfg(feature = "spatial")]
pub use spatial::Locator;
pub use status::{Event, Season, Status, StatusEntry};
pub use tipping_points::{TippingPoint, TippingPoints};
pub use units::{
    Hours, KilogramsCo2e, Kilometres, Latitude, Longitude, RiskPoints, UsDollars, days, hours, kg_co2e, km, lat, lon,
    points, usd,
};
pub use warning::Warning;
pub use weights::{Preset, VALUE_OF_TIME, Weights, WeightsError};
pub use why::{Step, Waterfall};
