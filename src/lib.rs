//! Freight routes over the transport corridors of Eurasia.
#![forbid(unsafe_code)]

mod account;
mod alternatives;
#[cfg(feature = "base")]
mod base;
mod blockage;
mod builder;
#[cfg(feature = "bundled")]
mod bundle;
mod capacity;
mod closures;
#[cfg(any(feature = "report", feature = "exchange"))]
mod compact;
mod compile;
mod constraint;
mod contest;
#[cfg(feature = "base")]
mod continent;
mod corridor;
mod cost;
mod costing;
mod coverage;
mod crossing;
mod defaults;
mod door;
pub mod engine;
mod error;
#[cfg(feature = "exchange")]
pub mod exchange;
mod figure;
mod follow;
mod front;
mod hierarchy;
#[cfg(feature = "report")]
mod html;
mod indicators;
#[cfg(feature = "interop")]
pub mod interop;
mod link;
#[cfg(feature = "files")]
mod load;
mod lookup;
mod marginal;
mod matrix;
mod mode;
mod month;
mod network;
mod parallel;
mod place;
mod planner;
mod prepare;
mod problem;
mod provenance;
mod published;
mod rank;
mod reach;
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
mod stop;
mod tipping;
mod units;
mod validate;
mod warning;
mod weight_box;
mod weight_map;
mod weights;
mod why;

pub use alternatives::choke::{ChokeKind, ChokePoint};
pub use alternatives::query::AlternativesQuery;
pub use alternatives::rows::{Alternative, Alternatives, Overlap};
#[cfg(feature = "base")]
pub use base::{Base, BaseError};
#[cfg(feature = "base")]
#[doc(hidden)]
pub use base::{BaseConnector, BaseMember, BaseParts, BasePassage, BaseTerminal, BaseTerminalKind};
pub use blockage::opening::{Blockage, Gap, Obstruction, Opening};
pub use builder::{LinkDraft, NetworkBuilder, NodeDraft};
pub use capacity::bottleneck::Bottleneck;
pub use capacity::flow::{Cut, MaxFlow};
pub use capacity::limit::{Limit, LimitKind};
pub use capacity::load::{Capacity, CapacityUnit, Vehicle, Volume};
pub use closures::atlas::{Closure, ClosureAtlas, ClosureKind, Exposure};
pub use constraint::amount::Amount;
pub use constraint::list::Constraint;
pub use constraint::thing::Thing;
#[cfg(feature = "base")]
pub use continent::{
    Continent, ContinentError, ContinentTrip, Journey, JourneyLeg, JourneyRanking, JourneyStop, RankedJourney,
    ShutCorridor, StopKind,
};
pub use corridor::{Corridor, Published, Reference, StateName};
pub use cost::{CostVector, Criterion};
pub use crossing::{Crossing, Direction, Observation, Post};
pub use error::Error;
pub use figure::named::NamedFigure;
pub use front::query::{Front, FrontQuery, OnCorridor};
#[cfg(feature = "png")]
pub use html::png::PngError;
#[cfg(feature = "report")]
pub use html::report::Report;
pub use indicators::measured::Indicators;
pub use indicators::published::PublishedIndicators;
pub use link::{Link, Tariff};
#[cfg(feature = "files")]
pub use load::LoadError;
pub use lookup::QueryError;
pub use marginal::values::{DelayKind, MarginalValue, MarginalValues};
pub use matrix::budget::Reach;
pub use matrix::costs::Matrix;
pub use mode::{Gauge, Mode};
pub use month::{Month, MonthError};
pub use network::{Network, StateError};
pub use place::{Control, Country, Node, NodeKind, TransferKind};
pub use planner::{Planner, Trip};
pub use problem::{InvalidNetwork, Problem, ProblemKind};
pub use provenance::{Basis, Confidence, Figure, Source};
pub use published::{DAYS_TOLERANCE, Finding, LENGTH_TOLERANCE, Verdict};
pub use rank::{Blocked, Change, Comparison, Obstacle, Ranked, Ranking};
pub use records::Location;
pub use route::{BorderPassage, Leg, Part, Route, Transfer};
pub use scenario::{Fault, NewLink, Scenario, ScenarioError};
pub use shipment::{Shipment, ShipmentError};
#[cfg(feature = "spatial")]
pub use spatial::Locator;
pub use status::{Event, Season, Status, StatusEntry};
pub use stop::{Point, Stop, point};
pub use tipping::points::{TippingPoint, TippingPoints};
pub use units::{
    Hours, KilogramsCo2e, Kilometres, Latitude, Longitude, RiskPoints, UsDollars, days, hours, kg_co2e, km, lat, lon,
    points, usd,
};
pub use warning::Warning;
pub use weight_box::{WeightBox, WeightBoxError};
pub use weight_map::{Breakpoint, CorridorShare, ROBUST_SHARE, Robustness, WeightCell, WeightChange, WeightMap};
pub use weights::{Preset, VALUE_OF_TIME, Weights, WeightsError};
pub use why::reason::Reason;
pub use why::waterfall::{Step, Waterfall};
