//! Routes that really differ.

pub(crate) mod choke;
pub(crate) mod query;
pub(crate) mod rows;
pub(crate) mod table;
