//! Freight routes over the transport corridors of Eurasia.
#![forbid(unsafe_code)]

mod account;
mod alternatives;
mod alternatives_table;
mod amount;
mod atlas;
mod atlas_table;
mod blockage;
mod blockage_text;
mod bottleneck;
mod builder;
#[cfg(feature = "bundled")]
mod bundle;
mod capacity;
mod choke;
mod closures;
mod compile;
mod constraint;
mod contest;
mod corridor;
mod cost;
mod costing;
mod course;
mod coverage;
mod criticality;
mod crossing;
mod defaults;
mod delays;
pub mod engine;
mod error;
mod figure;
mod figure_name;
mod flow;
mod front;
mod front_table;
#[cfg(feature = "interop")]
pub mod interop;
mod limit;
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
mod relax;
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
mod thing;
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
mod weight_box;
mod weight_map;
mod weights;
mod why;
mod why_table;

pub use alternatives::{Alternative, Alternatives, AlternativesQuery, Overlap};
pub use amount::Amount;
pub use atlas::{Closure, ClosureAtlas, ClosureKind, Exposure};
pub use blockage::{Blockage, Gap, Obstruction, Opening};
pub use bottleneck::Bottleneck;
pub use builder::{LinkDraft, NetworkBuilder, NodeDraft};
pub use capacity::{Capacity, CapacityUnit, Vehicle, Volume};
pub use choke::{ChokeKind, ChokePoint};
pub use constraint::Constraint;
pub use corridor::{Corridor, Published, Reference, StateName};
pub use cost::{CostVector, Criterion};
pub use crossing::{Crossing, Direction, Observation, Post};
pub use error::Error;
pub use flow::{Cut, MaxFlow};
pub use front::{Front, FrontQuery, OnCorridor};
pub use limit::{Limit, LimitKind};
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
pub use planner::{Planner, Trip};
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
pub use thing::Thing;
pub use tipping_points::{TippingPoint, TippingPoints};
pub use units::{
    Hours, KilogramsCo2e, Kilometres, Latitude, Longitude, RiskPoints, UsDollars, days, hours, kg_co2e, km, lat, lon,
    points, usd,
};
pub use warning::Warning;
pub use weight_box::{WeightBox, WeightBoxError};
pub use weight_map::{Breakpoint, CorridorShare, ROBUST_SHARE, Robustness, WeightCell, WeightChange, WeightMap};
pub use weights::{Preset, VALUE_OF_TIME, Weights, WeightsError};
pub use why::{Step, Waterfall};
