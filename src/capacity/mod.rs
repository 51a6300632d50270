//! How much can pass in a year.

pub(crate) mod bottleneck;
pub(crate) mod flow;
pub(crate) mod limit;
pub(crate) mod load;
