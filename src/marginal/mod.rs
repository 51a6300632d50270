//! What an hour less is worth where freight waits.

pub(crate) mod delays;
pub(crate) mod table;
pub(crate) mod values;
