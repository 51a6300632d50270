//! A user's own places and links, in GeoJSON or CSV, merged into a network and checked together with it.

mod csv;
mod fields;
mod geojson;
mod merge;
mod records;
