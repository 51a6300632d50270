//! Figures by name: where they stand, what they are called, and which steps read them.

pub(crate) mod cell;
pub(crate) mod name;
pub(crate) mod named;
pub(crate) mod readers;
