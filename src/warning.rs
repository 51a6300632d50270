//! What to know before relying on a route.

use crate::cost::Criterion;
use crate::month::Month;
use crate::network::Inner;
use crate::status::Status;
use std::fmt;

/// Something to know before relying on a route.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Warning {
    /// A link or crossing works with restrictions.
    Limited {
        /// The id of the link or crossing.
        id: String,
        /// Since when, where that is known.
        since: Option<Month>,
        /// What restricts it.
        note: Option<String>,
    },
    /// A link or crossing is shut or slow in some months of the year.
    Seasonal {
        /// The id of the link or crossing.
        id: String,
        /// The months, 1 to 12.
        months: Vec<u8>,
        /// Shut rather than slow.
        closed: bool,
    },
    /// Something that raises the risk.
    Event {
        /// The id of the link or crossing.
        id: String,
        /// What it is.
        what: String,
    },
    /// More than 30 % of a total rests on estimates.
    Estimates {
        /// The criterion.
        criterion: Criterion,
        /// The share, 0 to 1.
        share: f64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::Limited { id, since, note } => {
                write!(f, "{id} is limited")?;
                since.map_or(Ok(()), |since| write!(f, " since {since}"))?;
                note.as_ref().map_or(Ok(()), |note| write!(f, ": {note}"))
            }
            Warning::Seasonal { id, months, closed } => {
                let names: Vec<&str> =
                    months.iter().filter_map(|m| MONTHS.get(usize::from(*m).wrapping_sub(1)).copied()).collect();
                write!(f, "{id} is {} in {}", if *closed { "shut" } else { "slow" }, names.join(", "))
            }
            Warning::Event { id, what } => write!(f, "{id}: {what}"),
            Warning::Estimates { criterion, share } => {
                write!(f, "{:.0} % of the {criterion} rests on estimates", share * 100.0)
            }
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The share of estimates from which a route warns.
const MANY_ESTIMATES: f64 = 0.3;

pub(crate) fn warnings(inner: &Inner, links: &[u32], estimated: &[f64; 6]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for index in links {
        let link = &inner.links[*index as usize];
        let crossing = link.crossing.map(|crossing| &inner.crossings[crossing as usize]);
        let records = [(&link.id, &link.record)].into_iter().chain(crossing.map(|c| (&c.id, &c.record)));
        for (id, record) in records {
            if record.status(inner.month) == Status::Limited {
                let entry = inner.month.and_then(|month| record.entry(month));
                let note = entry.and_then(|entry| entry.note.as_deref().map(str::to_owned));
                warnings.push(Warning::Limited { id: id.clone(), since: entry.map(|entry| entry.from), note });
            }
            if let Some(season) = record.season.as_ref().filter(|s| inner.month.is_some_and(|m| s.holds_in(m))) {
                let (months, closed) = (season.months.clone(), season.closed);
                warnings.push(Warning::Seasonal { id: id.clone(), months, closed });
            }
            for event in record.events(inner.month) {
                warnings.push(Warning::Event { id: id.clone(), what: event.what.to_string() });
            }
        }
    }
    for criterion in Criterion::ALL {
        let share = estimated[criterion as usize];
        if share > MANY_ESTIMATES {
            warnings.push(Warning::Estimates { criterion, share });
        }
    }
    warnings.dedup();
    warnings
}
