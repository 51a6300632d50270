//! Why one route and not another.

pub(crate) mod reason;
pub(crate) mod table;
pub(crate) mod waterfall;
