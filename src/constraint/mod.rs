//! What a trip keeps to: what it avoids, uses and may take at most.

pub(crate) mod amount;
pub(crate) mod course;
pub(crate) mod list;
pub(crate) mod thing;
