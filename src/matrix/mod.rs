//! Many trips at once: from each of some places to each of others, and to every place within a budget.

pub(crate) mod budget;
pub(crate) mod costs;
