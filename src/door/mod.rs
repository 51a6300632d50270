//! Trips from door to door: any coordinate of the base network, joined by road to the curated places around it.
//!
//! A trip with a coordinate has a network of its own: the curated one with a node for each door and a road link from it to each place
//! nearby. So whatever can be asked of a trip can be asked of such a one.

mod ask;
#[cfg(feature = "base")]
mod network;
#[cfg(feature = "base")]
mod reach;
#[cfg(feature = "base")]
mod roads;

#[cfg(feature = "base")]
pub(crate) use ask::Ground;
#[cfg(feature = "base")]
pub(crate) use roads::{Roads, Snap};
