//! A report of one trip: a page of HTML that needs nothing but itself, and its pictures.

pub(crate) mod badges;
pub(crate) mod courses;
pub(crate) mod distance_chart;
pub(crate) mod earth;
pub(crate) mod escape;
#[cfg(feature = "bundled")]
pub(crate) mod fingerprint;
pub(crate) mod front_plot;
pub(crate) mod held;
pub(crate) mod indicator_table;
pub(crate) mod map;
pub(crate) mod marks;
pub(crate) mod page;
pub(crate) mod paint;
#[cfg(feature = "png")]
pub(crate) mod png;
pub(crate) mod projection;
pub(crate) mod report;
pub(crate) mod script_data;
pub(crate) mod sheet;
pub(crate) mod sliders;
pub(crate) mod tables;
pub(crate) mod waterfall_chart;
pub(crate) mod weight_picture;
