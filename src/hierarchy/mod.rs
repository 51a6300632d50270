//! The engine for large graphs: a customizable contraction hierarchy (Dibbelt, Strasser, Wagner, "Customizable contraction
//! hierarchies", ACM Journal of Experimental Algorithmics 21, 2016).

mod flow;
mod order;
mod part;

pub use order::nested_dissection;
