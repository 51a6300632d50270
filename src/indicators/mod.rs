//! The indicators of CAREC's corridor monitoring, of computed routes and as published.

pub(crate) mod measured;
pub(crate) mod published;
