//! Data out and in: GeoJSON (RFC 7946) and CSV of places, links, crossings and routes, and a user's own places and links in either.
//!
//! Both formats have the same fields under the same names, with their units: `distance_km`, `time_h`, `cost_usd`; GeoJSON says besides what a line shows. What `places` and `links` write can be read
//! again by [`Network::load_with`](crate::Network::load_with).

mod costs;
mod course;
pub mod csv;
pub mod geojson;
mod hash;
#[cfg(feature = "base")]
mod journeys;
mod line;
mod maps;
mod records;

pub use costs::Costs;
