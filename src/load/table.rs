//! Reads one TOML table key by key, and reports what is missing, wrong or unknown in it.
//!
//! A missing or wrong value is reported and something empty stands in for it, so that one pass finds every problem;
//! nothing is made of records among which a problem was reported.

use super::file::File;
use crate::problem::{Problem, ProblemKind, nearest};
use crate::records::Location;
use std::fmt::Display;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a file. It remembers which keys were asked for: the others are unknown.
pub(super) struct Table<'t> {
    file: &'t File<'t>,
    entries: &'t DeTable<'t>,
    offset: usize,
    /// What the record is, such as "link `a-b-road`".
    subject: String,
    /// The key under which the table stands in its record, with a dot: `distance.`.
    path: String,
    asked: Vec<&'static str>,
    /// Keys of which one is needed and none is there.
    missing: Vec<Vec<&'static str>>,
}

impl<'t> Table<'t> {
    pub(super) fn new(file: &'t File<'t>, entries: &'t DeTable<'t>, offset: usize) -> Table<'t> {
        let (subject, path) = (String::new(), String::new());
        Table { file, entries, offset, subject, path, asked: Vec::new(), missing: Vec::new() }
    }

    /// Reads the table with `read`, then reports the keys that `read` missed or did not ask for.
    pub(super) fn read<T>(mut self, read: impl FnOnce(&mut Table<'t>) -> T) -> T {
        let value = read(&mut self);
        let mut misspelt = Vec::new();
        for key in self.entries.keys().filter(|key| !self.asked.contains(&key.get_ref().as_ref())) {
            let absent = self.asked.iter().copied().filter(|known| !self.has(known));
            let suggestion = nearest(key.get_ref(), absent);
            let spelling = suggestion.as_ref().map(|suggestion| format!("{}{suggestion}", self.path));
            misspelt.extend(suggestion);
            let kind = ProblemKind::UnknownKey { key: self.full(key.get_ref()), suggestion: spelling };
            self.report_at(key.span().start, kind);
        }
        for keys in &self.missing {
            // What is only misspelt is not missing as well.
            if !keys.iter().any(|key| misspelt.iter().any(|other| other == key)) {
                let keys: Vec<String> = keys.iter().map(|key| self.full(key)).collect();
                let key = keys.join("` or `");
                self.report_at(self.offset, ProblemKind::MissingKey { key });
            }
        }
        value
    }

    /// Says what the record is, for problems in it.
    pub(super) fn call(&mut self, what: &str, id: &str) {
        self.subject = format!("{what} `{id}`");
    }

    /// The id, which names the record in problems.
    pub(super) fn id(&mut self, what: &str) -> String {
        let id = self.text("id");
        if !id.is_empty() {
            self.call(what, &id);
        }
        id
    }

    /// Where the table begins.
    pub(super) fn location(&self) -> Location {
        self.file.location(self.offset)
    }

    /// Where a key's value stands.
    pub(super) fn location_of(&self, key: &str) -> Location {
        self.entries.get(key).map_or_else(|| self.location(), |value| self.file.location(value.span().start))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The one key of several alternatives that is there.
    pub(super) fn choose(&mut self, keys: &[&'static str]) -> Option<&'static str> {
        self.asked.extend_from_slice(keys);
        let mut there = keys.iter().copied().filter(|key| self.has(key));
        let chosen = there.next();
        if let (Some(chosen), Some(second)) = (chosen, there.next()) {
            self.wrong(second, format_args!("left out where `{}` is given", self.full(chosen)));
        }
        if chosen.is_none() {
            self.missing.push(keys.to_vec());
        }
        chosen
    }

    /// Reports a value; `expected` completes "it must be".
    pub(super) fn wrong(&self, key: &str, expected: impl Display) {
        if let Some(value) = self.entries.get(key) {
            self.wrong_value(key, value, expected);
        }
    }

    pub(super) fn wrong_value(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: impl Display) {
        // Only the first line of a long value.
        let written = self.file.text.get(value.span()).unwrap_or_default();
        let mut found: String = written.lines().next().unwrap_or_default().chars().take(60).collect();
        if found.len() < written.len() {
            found.push('…');
        }
        let kind = ProblemKind::WrongValue { key: self.full(key), found, expected: expected.to_string() };
        self.report_at(value.span().start, kind);
    }

    fn report_at(&self, offset: usize, kind: ProblemKind) {
        self.file.report(Problem { at: self.file.location(offset), subject: self.subject.clone(), kind });
    }

    fn full(&self, key: &str) -> String {
        format!("{}{key}", self.path)
    }

    fn find(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.entries.get(key)
    }

    /// Turns a value into what it means with `read`, or reports that it is not `expected`.
    pub(super) fn convert<T>(
        &mut self,
        key: &'static str,
        expected: impl Display,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.find(key)?;
        let converted = read(value.get_ref());
        if converted.is_none() {
            self.wrong_value(key, value, expected);
        }
        converted
    }

    /// Notes that a key is missing, if it is.
    pub(super) fn need(&mut self, key: &'static str) {
        if !self.has(key) {
            self.missing.push(vec![key]);
        }
    }

    fn inner(&self, key: &str, entries: &'t DeTable<'t>, offset: usize) -> Table<'t> {
        let (subject, path) = (self.subject.clone(), format!("{}{key}.", self.path));
        Table { subject, path, ..Table::new(self.file, entries, offset) }
    }

    /// The table under a key; `expected` says what it looks like.
    pub(super) fn some_table<T>(
        &mut self,
        key: &'static str,
        expected: impl Display,
        read: impl FnOnce(&mut Table<'t>) -> T,
    ) -> Option<T> {
        let entries = self.convert(key, expected, DeValue::as_table)?;
        let offset = self.entries.get(key).map_or(self.offset, |value| value.span().start);
        Some(self.inner(key, entries, offset).read(read))
    }

    /// Every table under a key, whether `[[key]]` or a list of inline tables.
    pub(super) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Table<'t>) -> T) -> Vec<T> {
        const EXPECTED: &str = "a list of tables";
        let mut records = Vec::new();
        for item in self.convert(key, EXPECTED, DeValue::as_array).into_iter().flatten() {
            match item.get_ref().as_table() {
                Some(entries) => {
                    let mut table = self.inner(key, entries, item.span().start);
                    // A record of its own is named by its id, not by its key.
                    if self.subject.is_empty() {
                        (table.subject, table.path) = (key.to_owned(), String::new());
                    }
                    records.push(table.read(&mut read));
                }
                None => self.wrong_value(key, item, EXPECTED),
            }
        }
        records
    }
}
