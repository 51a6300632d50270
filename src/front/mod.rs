//! The Pareto front of a trip.

pub(crate) mod query;
pub(crate) mod supported;
pub(crate) mod table;
