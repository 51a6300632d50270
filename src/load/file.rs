//! One file of text, by whose lines problems are reported.

use super::table::Table;
use crate::problem::{Problem, ProblemKind};
use crate::records::Location;
use std::cell::RefCell;
use std::sync::Arc;
use toml::de::DeTable;

/// The text of one file, and the problems found in it.
pub(super) struct File<'t> {
    name: Arc<str>,
    pub(super) text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> File<'t> {
    pub(super) fn new(name: &str, text: &'t str) -> File<'t> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        File { name: name.into(), text, lines, problems: RefCell::default() }
    }

    /// Reads the whole file with `read`; `None` if it is not TOML. Adds its problems to `problems`.
    pub(super) fn read<T>(self, problems: &mut Vec<Problem>, read: impl FnOnce(&mut Table<'_>) -> T) -> Option<T> {
        let parsed = DeTable::parse(self.text);
        // One mistake in the syntax makes the parser stumble on: only the first is worth reporting.
        let value = match &parsed {
            Ok(root) => Some(Table::new(&self, root.get_ref(), 0).read(read)),
            Err(error) => {
                let at = self.location(error.span().map_or(0, |span| span.start));
                let kind = ProblemKind::Syntax { message: error.message().to_owned() };
                self.report(Problem { at, subject: String::new(), kind });
                None
            }
        };
        problems.append(&mut self.problems.borrow_mut());
        value
    }

    pub(super) fn location(&self, offset: usize) -> Location {
        let line = self.lines.partition_point(|start| *start <= offset);
        Location { file: Some(self.name.clone()), line }
    }

    pub(super) fn report(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
}
