//! The fields of one place or link, by name, as text: what they mean, and what is wrong with them.

use crate::load::values::Words;
use crate::problem::{Problem, ProblemKind, nearest};
use crate::records::{BasisRecord, FigureRecord, Location};

/// One record of a file, with the problems found in it.
pub(super) struct Fields<'p> {
    at: Location,
    /// What it is, such as "place `karachi`".
    subject: String,
    /// Fields that are empty are not there.
    cells: Vec<(String, String)>,
    problems: &'p mut Vec<Problem>,
}

impl<'p> Fields<'p> {
    /// A record, called by its id.
    pub(super) fn new(
        what: &str,
        at: Location,
        cells: impl IntoIterator<Item = (String, String)>,
        problems: &'p mut Vec<Problem>,
    ) -> Fields<'p> {
        let trimmed = cells.into_iter().map(|(name, text)| (name, text.trim().to_owned()));
        let cells: Vec<(String, String)> = trimmed.filter(|(_, text)| !text.is_empty()).collect();
        let id = cells.iter().find(|(name, _)| name == "id").map(|(_, id)| format!(" `{id}`"));
        Fields { at, subject: format!("{what}{}", id.unwrap_or_default()), cells, problems }
    }

    pub(super) fn at(&self) -> Location {
        self.at.clone()
    }

    pub(super) fn report(&mut self, kind: ProblemKind) {
        self.problems.push(Problem { at: self.at.clone(), subject: self.subject.clone(), kind });
    }

    pub(super) fn some_text(&self, key: &str) -> Option<String> {
        self.cells.iter().find(|(name, _)| name == key).map(|(_, text)| text.clone())
    }

    /// A field that has to be there.
    pub(super) fn text(&mut self, key: &str) -> String {
        let text = self.some_text(key);
        if text.is_none() {
            self.report(ProblemKind::MissingKey { key: key.to_owned() });
        }
        text.unwrap_or_default()
    }

    /// What a field says, if it is there and means something.
    pub(super) fn some<T>(&mut self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.some_text(key)?;
        let value = read(&text);
        if value.is_none() {
            let found = text.chars().take(60).collect();
            self.report(ProblemKind::WrongValue { key: key.to_owned(), found, expected: expected.to_owned() });
        }
        value
    }

    pub(super) fn some_number(&mut self, key: &str) -> Option<f64> {
        self.some(key, "a number", |text| text.parse().ok().filter(|number: &f64| number.is_finite()))
    }

    pub(super) fn number(&mut self, key: &str) -> f64 {
        if self.some_text(key).is_none() {
            self.report(ProblemKind::MissingKey { key: key.to_owned() });
        }
        self.some_number(key).unwrap_or_default()
    }

    pub(super) fn flag(&mut self, key: &str) -> bool {
        self.some(key, "`true` or `false`", |text| text.parse().ok()).unwrap_or_default()
    }

    pub(super) fn some_word<T: Copy>(&mut self, key: &str, words: Words<T>) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        // What tables show with a blank has a `_` in the data.
        let known = |text: &str| words.iter().find(|(name, _)| *name == text.replace(' ', "_")).map(|(_, word)| *word);
        self.some(key, &format!("one of {}", names.join(", ")), known)
    }

    /// Source, year and estimate, which hold for every figure of the record.
    pub(super) fn basis(&mut self) -> BasisRecord {
        let year = self.some("year", "a year such as 2026", |text| text.parse().ok());
        BasisRecord {
            source: self.some_text("source"),
            year,
            estimate: self.some_text("estimate"),
            at: self.at(),
            ..BasisRecord::default()
        }
    }

    pub(super) fn some_figure(&mut self, key: &str, basis: &BasisRecord) -> Option<FigureRecord> {
        let value = self.some_number(key)?;
        Some(FigureRecord { value, basis: basis.clone(), ..FigureRecord::default() })
    }
}

/// Names that no field has, each reported where it stands, with the nearest that one has.
pub(super) fn report_unknown<'n>(
    names: impl IntoIterator<Item = &'n str>,
    known: &[&str],
    at: &Location,
    subject: &str,
    problems: &mut Vec<Problem>,
) {
    for name in names.into_iter().filter(|name| !known.contains(name)) {
        let suggestion = nearest(name, known.iter().copied());
        let kind = ProblemKind::UnknownKey { key: name.to_owned(), suggestion };
        problems.push(Problem { at: at.clone(), subject: subject.to_owned(), kind });
    }
}
