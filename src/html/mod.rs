//! A report of one trip: a page of HTML that needs nothing but itself, and its pictures.

pub(crate) mod earth;
pub(crate) mod escape;
pub(crate) mod held;
pub(crate) mod projection;
pub(crate) mod sliders;
