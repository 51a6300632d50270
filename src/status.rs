//! What is open when: dated status, seasons and events.

use crate::month::Month;
use std::fmt;

/// Whether traffic can use a link or a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum Status {
    /// In normal use.
    Operational,
    /// In use with restrictions: a route may take it and says so.
    Limited,
    /// Closed for now.
    Suspended,
    /// Being built.
    UnderConstruction,
    /// Not yet begun.
    Planned,
}

impl Status {
    /// Whether a route may use it.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Operational | Status::Limited)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Status::Operational => "operational",
            Status::Limited => "limited",
            Status::Suspended => "suspended",
            Status::UnderConstruction => "under construction",
            Status::Planned => "planned",
        })
    }
}

/// One entry of a status list.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct StatusEntry {
    pub(crate) from: Month,
    /// The last month in which it holds; without it, until the next entry.
    pub(crate) until: Option<Month>,
    pub(crate) status: Status,
    pub(crate) source: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

impl StatusEntry {
    /// The first month in which it holds.
    pub fn from(&self) -> Month {
        self.from
    }

    /// The status from then on.
    pub fn status(&self) -> Status {
        self.status
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// Months of the year in which a link or crossing is shut or slow.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Season {
    pub(crate) months: Vec<u8>,
    pub(crate) closed: bool,
    pub(crate) from: Option<Month>,
    pub(crate) until: Option<Month>,
    pub(crate) source: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

impl Season {
    /// Months of the year, 1 to 12.
    pub fn months(&self) -> &[u8] {
        &self.months
    }

    /// Whether it is shut in these months, rather than slow.
    pub fn is_closure(&self) -> bool {
        self.closed
    }

    /// Whether the season recurs in the year of `month`.
    pub fn holds_in(&self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month) && self.until.is_none_or(|until| month <= until)
    }

    fn shuts(&self, month: Month) -> bool {
        self.closed && self.holds_in(month) && self.months.contains(&month.month())
    }
}

/// Something that raised the risk of a link or crossing for a time.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
    pub(crate) points: f64,
    pub(crate) what: Box<str>,
    pub(crate) basis: crate::provenance::Basis,
    pub(crate) note: Option<Box<str>>,
}

impl Event {
    /// Whether it weighs on traffic in `month`.
    pub fn holds_in(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month <= until)
    }

    /// What happened, in a few words.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// The dated record of one link or crossing.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Record {
    /// In order of date.
    pub(crate) entries: Vec<StatusEntry>,
    pub(crate) season: Option<Season>,
    pub(crate) events: Vec<Event>,
    /// What a scenario decided, whatever the dates say.
    pub(crate) decided: Option<Status>,
}

impl Record {
    /// The status entry that holds in `month`, if the list has one.
    pub(crate) fn entry(&self, month: Month) -> Option<&StatusEntry> {
        let last = self.entries.iter().rev().find(|entry| entry.from <= month)?;
        last.until.is_none_or(|until| month <= until).then_some(last)
    }

    /// The status in `month`; without an entry, operational.
    pub(crate) fn status(&self, month: Option<Month>) -> Status {
        if let Some(decided) = self.decided {
            return decided;
        }
        let Some(month) = month else { return Status::Operational };
        let dated = self.entry(month).map_or(Status::Operational, |entry| entry.status);
        let shut = self.season.as_ref().is_some_and(|season| season.shuts(month));
        if shut && dated.is_open() { Status::Suspended } else { dated }
    }

    /// The events that weigh on traffic in `month`.
    pub(crate) fn events(&self, month: Option<Month>) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| month.is_some_and(|month| event.holds_in(month)))
    }
}
