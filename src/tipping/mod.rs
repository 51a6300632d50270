//! At which value of a figure or a weight another route wins.

mod called;
pub(crate) mod figures;
pub(crate) mod line;
pub(crate) mod points;
pub(crate) mod rate;
pub(crate) mod search;
pub(crate) mod table;
pub(crate) mod trial;
