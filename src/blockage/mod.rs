//! Why a trip has no route.

pub(crate) mod opening;
pub(crate) mod relax;
pub(crate) mod text;
