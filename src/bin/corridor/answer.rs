//! What a command comes to.

use crate::args::Format;
use crate::{FOUND, NO_ROUTE, WRONG};
use std::error::Error;
use std::fmt;

/// Text for standard output, perhaps a note for standard error, and the exit status.
#[derive(Debug)]
pub struct Answer {
    pub text: String,
    pub note: Option<String>,
    pub status: u8,
}

impl Answer {
    /// What was asked.
    pub fn found(text: String) -> Answer {
        Answer { text, note: None, status: FOUND }
    }

    /// What can be said where there is no route, and why there is none.
    pub fn no_route(text: String, reason: String) -> Answer {
        Answer { text, note: Some(reason), status: NO_ROUTE }
    }

    /// Problems in data: they are the answer, and the data are wrong.
    pub fn wrong(text: String, note: String) -> Answer {
        Answer { text, note: Some(note), status: WRONG }
    }
}

/// Wrong input: what, where, what to do.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// Something wrong that is no error of the library.
    pub fn said(text: String) -> Failure {
        Failure(text)
    }

    /// An answer that has no such form.
    pub fn no_form(command: &str, format: Format, forms: &str) -> Failure {
        Failure(format!("`{command}` has no form `{}`; use {forms}", format.name()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.0)
    }
}

/// An error of the library with all that is behind it.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        let mut text = error.to_string();
        let mut behind = error.source();
        while let Some(error) = behind {
            text.push_str(&format!(": {error}"));
            behind = error.source();
        }
        Failure(text)
    }
}
