//! Reads one TOML table key by key, and reports what is missing, wrong or unknown in it.
//!
//! A missing or wrong value is reported and something empty stands in for it, so that one pass finds every problem;
//! nothing is made of records among which a problem was reported.

use crate::month::Month;
use crate::problem::{Problem, ProblemKind, nearest};
use crate::records::Location;
use std::cell::RefCell;
use std::fmt::{self, Display};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Stands in for a month that is missing or wrong.
const SOME_MONTH: Month = Month::new(2000, 1).expect("a month");

/// Words of the data and what they mean.
pub(super) type Words<T> = &'static [(&'static str, T)];

/// The text of one file, and the problems found in it.
pub(super) struct File<'t> {
    name: Arc<str>,
    text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> File<'t> {
    pub(super) fn new(name: &str, text: &'t str) -> File<'t> {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(end, _)| end + 1))
            .collect();
        File {
            name: name.into(),
            text,
            lines,
            problems: RefCell::default(),
        }
    }

    /// Reads the whole file with `read`; `None` if it is not TOML. Adds its problems to `problems`.
    pub(super) fn read<T>(self, problems: &mut Vec<Problem>, read: impl FnOnce(&mut Table<'_>) -> T) -> Option<T> {
        let parsed = DeTable::parse(self.text);
        // One mistake in the syntax makes the parser stumble on: only the first is worth reporting.
        let value = match &parsed {
            Ok(root) => Some(Table::new(&self, root.get_ref(), 0).read(read)),
            Err(error) => {
                let at = self.location(error.span().map_or(0, |span| span.start));
                let kind = ProblemKind::Syntax {
                    message: error.message().to_owned(),
                };
                self.report(Problem {
                    at,
                    subject: String::new(),
                    kind,
                });
                None
            }
        };
        problems.append(&mut self.problems.borrow_mut());
        value
    }

    fn location(&self, offset: usize) -> Location {
        let line = self.lines.partition_point(|start| *start <= offset);
        Location {
            file: Some(self.name.clone()),
            line,
        }
    }

    fn report(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
}

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
    fn new(file: &'t File<'t>, entries: &'t DeTable<'t>, offset: usize) -> Table<'t> {
        let (subject, path) = (String::new(), String::new());
        Table {
            file,
            entries,
            offset,
            subject,
            path,
            asked: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Reads the table with `read`, then reports the keys that `read` missed or did not ask for.
    fn read<T>(mut self, read: impl FnOnce(&mut Table<'t>) -> T) -> T {
        let value = read(&mut self);
        let mut misspelt = Vec::new();
        for key in self
            .entries
            .keys()
            .filter(|key| !self.asked.contains(&key.get_ref().as_ref()))
        {
            let absent = self.asked.iter().copied().filter(|known| !self.has(known));
            let suggestion = nearest(key.get_ref(), absent);
            let spelling = suggestion
                .as_ref()
                .map(|suggestion| format!("{}{suggestion}", self.path));
            misspelt.extend(suggestion);
            let kind = ProblemKind::UnknownKey {
                key: self.full(key.get_ref()),
                suggestion: spelling,
            };
            self.report_at(key.span().start, kind);
        }
        // What is only misspelt is not missing as well.
        let there = |known: &&str| misspelt.iter().any(|misspelt| misspelt == known);
        for keys in self.missing.iter().filter(|keys| !keys.iter().any(|key| there(&key))) {
            let keys: Vec<String> = keys.iter().map(|key| self.full(key)).collect();
            self.report_at(
                self.offset,
                ProblemKind::MissingKey {
                    key: keys.join("` or `"),
                },
            );
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
        self.entries
            .get(key)
            .map_or_else(|| self.location(), |value| self.file.location(value.span().start))
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

    fn wrong_value(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: impl Display) {
        // Only the first line of a long value.
        let written = self.file.text.get(value.span()).unwrap_or_default();
        let mut found: String = written.lines().next().unwrap_or_default().chars().take(60).collect();
        if found.len() < written.len() {
            found.push('…');
        }
        let kind = ProblemKind::WrongValue {
            key: self.full(key),
            found,
            expected: expected.to_string(),
        };
        self.report_at(value.span().start, kind);
    }

    fn report_at(&self, offset: usize, kind: ProblemKind) {
        self.file.report(Problem {
            at: self.file.location(offset),
            subject: self.subject.clone(),
            kind,
        });
    }

    fn full(&self, key: &str) -> String {
        format!("{}{key}", self.path)
    }

    fn find(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.entries.get(key)
    }

    /// Turns a value into what it means with `read`, or reports that it is not `expected`.
    fn convert<T>(
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

    pub(super) fn some_text(&mut self, key: &'static str) -> Option<String> {
        self.convert(key, "text in quotes", DeValue::as_str).map(str::to_owned)
    }

    pub(super) fn text(&mut self, key: &'static str) -> String {
        self.need(key);
        self.some_text(key).unwrap_or_default()
    }

    /// A list of texts, each read by `read`; nothing if the key is missing.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        expected: impl Display,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.convert(key, format_args!("a list, each {expected}"), DeValue::as_array);
        let mut list = Vec::new();
        for item in items.into_iter().flatten() {
            match read(item.get_ref()) {
                Some(value) => list.push(value),
                None => self.wrong_value(key, item, format_args!("a list, each {expected}")),
            }
        }
        list
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        self.list(key, "text in quotes", |item| item.as_str().map(str::to_owned))
    }

    pub(super) fn some_number(&mut self, key: &'static str) -> Option<f64> {
        self.convert(key, "a finite number", finite)
    }

    pub(super) fn number(&mut self, key: &'static str) -> f64 {
        self.need(key);
        self.some_number(key).unwrap_or_default()
    }

    pub(super) fn some_year(&mut self, key: &'static str) -> Option<u16> {
        self.convert(key, "a year such as 2026", |value| {
            whole(value).filter(|year| (1800..2200).contains(year))
        })
    }

    pub(super) fn year(&mut self, key: &'static str) -> u16 {
        self.need(key);
        self.some_year(key).unwrap_or_default()
    }

    pub(super) fn wholes<T: TryFrom<u16>>(&mut self, key: &'static str, expected: impl Display) -> Vec<T> {
        self.list(key, expected, |item| T::try_from(whole(item)?).ok())
    }

    pub(super) fn some_whole(&mut self, key: &'static str, expected: impl Display) -> Option<u16> {
        self.convert(key, expected, whole)
    }

    /// `true` or `false`; false if the key is missing.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.convert(key, "`true` or `false`", DeValue::as_bool)
            .unwrap_or_default()
    }

    pub(super) fn some_month(&mut self, key: &'static str) -> Option<Month> {
        self.convert(key, "a month such as \"2026-11\"", |value| value.as_str()?.parse().ok())
    }

    pub(super) fn month(&mut self, key: &'static str) -> Month {
        self.need(key);
        self.some_month(key).unwrap_or(SOME_MONTH)
    }

    pub(super) fn some_word<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> Option<T> {
        self.convert(key, OneOf(words), |value| meaning(value.as_str()?, words))
    }

    /// One of `words`, of which there is at least one.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> T {
        self.need(key);
        self.some_word(key, words).unwrap_or(words[0].1)
    }

    pub(super) fn words<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> Vec<T> {
        self.list(key, OneOf(words), |item| meaning(item.as_str()?, words))
    }

    fn inner(&self, key: &str, entries: &'t DeTable<'t>, offset: usize) -> Table<'t> {
        let (subject, path) = (self.subject.clone(), format!("{}{key}.", self.path));
        Table {
            subject,
            path,
            ..Table::new(self.file, entries, offset)
        }
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

fn finite(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .ok()
            .map(|whole| whole as f64),
        DeValue::Float(digits) => digits.as_str().parse().ok().filter(|value: &f64| value.is_finite()),
        _ => None,
    }
}

fn whole(value: &DeValue<'_>) -> Option<u16> {
    let digits = value.as_integer()?;
    u16::from_str_radix(digits.as_str(), digits.radix()).ok()
}

fn meaning<T: Copy>(word: &str, words: Words<T>) -> Option<T> {
    words
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
}

struct OneOf<T: 'static>(Words<T>);

impl<T> Display for OneOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted: Vec<String> = self.0.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        match &quoted[..] {
            [only] => f.write_str(only),
            _ => write!(f, "one of {}", quoted.join(", ")),
        }
    }
}
