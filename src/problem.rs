//! What is wrong with a declared network: one problem each, all reported at once.

use crate::month::Month;
use crate::records::Location;
use std::fmt;

/// Everything that is wrong with a network; nothing is reported one at a time.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct InvalidNetwork {
    problems: Vec<Problem>,
}

impl InvalidNetwork {
    /// `None` if there are no problems.
    pub(crate) fn of(mut problems: Vec<Problem>) -> Option<InvalidNetwork> {
        problems.sort_by_cached_key(|problem| (problem.at.clone(), problem.subject.clone(), problem.kind.to_string()));
        // By what they say: no NaN is equal to another.
        problems.dedup_by(|later, first| later.to_string() == first.to_string());
        (!problems.is_empty()).then_some(InvalidNetwork { problems })
    }

    /// The problems, by file and line.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for InvalidNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(f, "the network has a problem:")?,
            n => write!(f, "the network has {n} problems:")?,
        }
        self.problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

/// One thing that is wrong: where, with what, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub(crate) at: Location,
    /// Kind and id, such as "link `karachi-hyderabad-road`"; empty for a whole file.
    pub(crate) subject: String,
    pub(crate) kind: ProblemKind,
}

impl Problem {
    /// The problem of a record, by what it is and its id.
    pub(crate) fn of(what: &str, id: &str, at: &Location, kind: ProblemKind) -> Problem {
        Problem { at: at.clone(), subject: format!("{what} `{id}`"), kind }
    }

    /// Where it was declared.
    pub fn location(&self) -> &Location {
        &self.at
    }

    /// What is wrong.
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.subject.is_empty() {
            write!(f, "{}{}", self.at, self.kind)
        } else {
            write!(f, "{}{} {}", self.at, self.subject, self.kind)
        }
    }
}

/// The rule that is broken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // each variant's message is its documentation
pub enum ProblemKind {
    #[error("is not TOML: {message}")]
    Syntax { message: String },
    #[error("is not CSV: {message}")]
    NotCsv { message: String },
    #[error("is not GeoJSON: {message}")]
    NotGeoJson { message: String },
    #[error("has an unknown key `{key}`; remove it or correct its spelling{}", did_you_mean(suggestion))]
    UnknownKey { key: String, suggestion: Option<String> },
    #[error("has no `{key}`; add it")]
    MissingKey { key: String },
    #[error("has `{key}` = {found}, but it must be {expected}")]
    WrongValue { key: String, found: String, expected: String },
    #[error("is declared twice{}; rename or remove one", first_at(first))]
    Duplicate { first: Location },
    #[error("has an id that is not lower-case letters, digits and `-`; write it as `{suggestion}`")]
    BadId { suggestion: String },
    #[error("names the {what} `{id}`, which is not declared{}", did_you_mean(suggestion))]
    Dangling { what: &'static str, id: String, suggestion: Option<String> },
    #[error("has no length; give its distance")]
    NoLength,
    #[error(
        "is {km} km long, shorter than the {spherical_km:.1} km between its ends; correct the length or the coordinates"
    )]
    TooShort { km: f64, spherical_km: f64 },
    #[error("is {km} km long, {short_m:.0} m shorter than the geodesic between its ends; check the coordinates")]
    ShorterThanGeodesic { km: f64, short_m: f64 },
    #[error("runs at {km_per_h:.1} km/h, faster than the {limit} km/h that {mode} can; correct its time or speed")]
    TooFast { km_per_h: f64, limit: f64, mode: &'static str },
    #[error("has gauge {gauge}, which `{node}` lacks; add it to the place's gauges or correct the link")]
    NoGauge { gauge: u16, node: String },
    #[error("joins {from} and {to} but names no crossing; add `crossing`")]
    NoCrossing { from: String, to: String },
    #[error(
        "names the crossing `{crossing}`, whose posts are in {posts}, but joins {from} and {to}; name another crossing"
    )]
    WrongCrossing { crossing: String, posts: String, from: String, to: String },
    #[error(
        "names the crossing `{crossing}`, which only {modes} can pass, but goes by {mode}; add `{mode}` to its `modes` or name another crossing"
    )]
    WrongModeOfCrossing { crossing: String, modes: String, mode: &'static str },
    #[error("has no post in {country} that clears {mode}, by which the link `{link}` passes it; add one")]
    NoPostForMode { country: String, mode: &'static str, link: String },
    #[error("names a crossing, but both its ends are in {country}; remove `crossing`")]
    NeedlessCrossing { country: String },
    #[error("has posts in {countries}; a crossing joins exactly two countries")]
    PostCountries { countries: String },
    #[error("joins `{node}` to itself; remove it")]
    Loop { node: String },
    #[error("cannot be reached by any link; add one or remove the place")]
    Unreachable,
    #[error(
        "cannot be reached from the rest of the network, even with every link open{}; add a link, let one run both ways, or let vessels land",
        nor(others)
    )]
    CutOff { others: Vec<String> },
    #[error("has no hazard, but other countries have; give its political stability or hazard")]
    NoHazard,
    #[error("has a figure `{key}` with neither a source and year nor an `estimate`; say where it comes from")]
    NoSource { key: String },
    #[error("has a date {later} that does not follow {earlier}; put the entries in order of date")]
    DateOrder { earlier: Month, later: Month },
    #[error("has {what} {value}, which is not {expected}")]
    OutOfRange { what: String, value: f64, expected: &'static str },
    #[error("has no figure for {criterion}, but the rest of the network has; {remedy}")]
    MissingFigure { criterion: &'static str, remedy: &'static str },
    #[error("has the passage `{passage}` in its signature, but no link joins these places{}", by_mode(mode))]
    NoPassage { passage: String, mode: Option<String> },
    #[error("has a border at {border_km} km, but is {km} km long; correct `border_km`")]
    BorderBeyondEnd { border_km: f64, km: f64 },
    #[error("has so much {criterion} that a route's total could overflow; look for a figure in the wrong unit")]
    TooLarge { criterion: &'static str },
    #[error(
        "names the state `{state}`, which is neither a month on record nor a named state; correct it or add it to `network.toml`"
    )]
    UnknownState { state: String },
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or(String::new(), |suggestion| format!("; did you mean `{suggestion}`?"))
}

/// Where the first stands; nothing for what was declared in code.
fn first_at(first: &Location) -> String {
    let at = first.to_string();
    if at.is_empty() { at } else { format!(", first at {}", at.trim_end_matches([':', ' '])) }
}

fn nor(others: &[String]) -> String {
    others.iter().map(|other| format!(", nor can `{other}`")).collect()
}

fn by_mode(mode: &Option<String>) -> String {
    mode.as_ref().map_or(String::new(), |mode| format!(" by {mode}"))
}

/// The known word nearest to a misspelt one, if it is near enough to suggest.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let letters = word.chars().count();
    // Some of what was typed has to be right.
    let limit = (1 + letters / 4).min(letters.saturating_sub(1));
    known
        .into_iter()
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (optimal string
/// alignment; Damerau 1964).
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(rows[i - 2][j - 2] + 1);
            }
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_near() {
        let known = ["karachi", "kabul", "khorgos-gateway"];
        assert_eq!(nearest("karchi", known), Some("karachi".into()));
        assert_eq!(nearest("krachi", known), Some("karachi".into()));
        assert_eq!(nearest("kaubl", known), Some("kabul".into()));
        assert_eq!(nearest("london", known), None);
    }
}
