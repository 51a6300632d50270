//! What is wrong with a scenario: every change that cannot be made.

use crate::status::Status;
use std::fmt;

/// Every change that cannot be made, together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct ScenarioError {
    pub(super) scenario: String,
    pub(super) faults: Vec<Fault>,
}

impl ScenarioError {
    /// What is wrong, in the order of the changes.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario `{}` cannot be applied:", self.scenario)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

/// One change that cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // each variant's message is its documentation
pub enum Fault {
    #[error("no crossing, link or place `{id}`{}", did_you_mean(suggestion, "give the id of one"))]
    Unknown { id: String, suggestion: Option<String> },
    #[error("no default `{name}`{}", did_you_mean(suggestion, "`Network::defaults` lists them"))]
    UnknownDefault { name: String, suggestion: Option<String> },
    #[error("no figure `{id}`{}", did_you_mean(suggestion, "`Network::figures` lists them"))]
    UnknownFigure { id: String, suggestion: Option<String> },
    #[error("`{id}` is closed already ({status}); leave the change out")]
    ClosedAlready { id: String, status: Status },
    #[error("`{id}` is open already; leave the change out")]
    OpenAlready { id: String },
    #[error("`{id}` is no crossing, so it has no clearing hours; use `delay`")]
    NoCrossing { id: String },
    #[error("`{id}` is a place, which has no price; reprice a link or crossing")]
    NoPrice { id: String },
    #[error("crossing `{id}` has no post in {country}; name one of its two countries")]
    NoPost { id: String, country: String },
    #[error("`{id}` is given {value}; give a finite number, 0 or more")]
    NotANumber { id: String, value: f64 },
    #[error("no line has a published opening by {year}; leave the change out")]
    NoOpening { year: u16 },
    #[error("{0}")]
    Date(String),
    #[error("{0}")]
    Link(String),
}

fn did_you_mean(suggestion: &Option<String>, else_do: &str) -> String {
    suggestion.as_ref().map_or_else(|| format!("; {else_do}"), |suggestion| format!("; did you mean `{suggestion}`?"))
}
