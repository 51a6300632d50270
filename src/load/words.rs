//! The words of the data and what they mean.

use super::values::Words;
use crate::capacity::load::{CapacityUnit, Vehicle};
use crate::crossing::Direction;
use crate::defaults::ModeKind;
use crate::link::Tariff;
use crate::mode::{Gauge, Mode};
use crate::place::{Control, NodeKind, TransferKind};
use crate::provenance::Confidence;
use crate::status::Status;

pub(super) const KINDS: Words<NodeKind> = &[
    ("city", NodeKind::City),
    ("seaport", NodeKind::Seaport),
    ("dry_port", NodeKind::DryPort),
    ("rail_station", NodeKind::RailStation),
    ("border_post", NodeKind::BorderPost),
    ("waypoint", NodeKind::Waypoint),
];

pub(super) const TRANSFERS: Words<TransferKind> = &[
    ("road-rail", TransferKind::RoadRail),
    ("gauge", TransferKind::Gauge),
    ("boarding-sea", TransferKind::BoardingSea),
    ("landing-sea", TransferKind::LandingSea),
    ("boarding-ferry", TransferKind::BoardingFerry),
    ("landing-ferry", TransferKind::LandingFerry),
];

pub(super) const MODES: Words<ModeKind> =
    &[("road", ModeKind::Road), ("rail", ModeKind::Rail), ("sea", ModeKind::Sea), ("ferry", ModeKind::Ferry)];

pub(super) const MODE_NAMES: Words<&str> = &[("road", "road"), ("rail", "rail"), ("sea", "sea"), ("ferry", "ferry")];

/// Modes that stand on the ground, and so begin or end a trip.
pub(super) const LAND_MODES: Words<ModeKind> = &[("road", ModeKind::Road), ("rail", ModeKind::Rail)];

pub(super) const VESSELS: Words<ModeKind> = &[("sea", ModeKind::Sea), ("ferry", ModeKind::Ferry)];

/// What a default post clears; `sea` is a port, which clears ferries too.
pub(super) const CLEARED: Words<ModeKind> =
    &[("road", ModeKind::Road), ("rail", ModeKind::Rail), ("sea", ModeKind::Sea)];

/// What one post of a crossing clears: a post for trains takes any gauge.
pub(super) const POST_MODES: Words<Mode> = &[("road", Mode::Road), ("rail", Mode::Rail(Gauge::STANDARD))];

pub(super) const CONTROLS: Words<Control> =
    &[("customs", Control::Customs), ("union", Control::Union), ("open", Control::Open)];

/// Control that takes time: an open border has no post.
pub(super) const POST_CONTROLS: Words<Control> = &[("customs", Control::Customs), ("union", Control::Union)];

/// What members of a union agree on.
pub(super) const UNION_CONTROLS: Words<Control> = &[("open", Control::Open), ("union", Control::Union)];

pub(super) const DIRECTIONS: Words<Direction> = &[("outbound", Direction::Outbound), ("inbound", Direction::Inbound)];

pub(super) const TARIFFS: Words<Tariff> = &[("through", Tariff::Through), ("wagonload", Tariff::Wagonload)];

pub(super) const CONFIDENCES: Words<Confidence> =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

pub(super) const STATUSES: Words<Status> = &[
    ("operational", Status::Operational),
    ("limited", Status::Limited),
    ("suspended", Status::Suspended),
    ("under_construction", Status::UnderConstruction),
    ("planned", Status::Planned),
];

/// Whether a season shuts its link or crossing.
pub(super) const EFFECTS: Words<bool> = &[("closed", true), ("slow", false)];

/// Whether a terminal loads.
pub(super) const TERMINALS: Words<bool> = &[("loading", true), ("unloading", false)];

/// What a load is the load of.
pub(super) const VEHICLES: Words<Vehicle> =
    &[("train", Vehicle::Train), ("teu", Vehicle::Teu), ("truck", Vehicle::Truck)];

/// Whether a volume of trade was carried, or is planned.
pub(super) const VOLUMES: Words<bool> = &[("carried", false), ("planned", true)];

pub(super) const CAPACITIES: [(&str, CapacityUnit); 4] = [
    ("tonnes_per_year", CapacityUnit::TonnesPerYear),
    ("trains_per_day", CapacityUnit::TrainsPerDay),
    ("teu_per_year", CapacityUnit::TeuPerYear),
    ("trucks_per_day", CapacityUnit::TrucksPerDay),
];
