//! What a closure does to many trips.

pub(crate) mod ask;
pub(crate) mod atlas;
pub(crate) mod criticality;
pub(crate) mod table;
