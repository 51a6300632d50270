//! Dated records: status lists in order of date, seasons, events.

use super::boxed;
use super::ids::Resolver;
use crate::problem::{Problem, ProblemKind};
use crate::records::HistoryRecord;
use crate::status::{Event, Record, Season, StatusEntry};

impl Resolver {
    pub(super) fn history(&mut self, record: &HistoryRecord) -> Record {
        let entries: Vec<StatusEntry> = record
            .entries
            .iter()
            .map(|entry| StatusEntry {
                from: entry.from,
                until: entry.until,
                status: entry.status,
                source: self.source(&entry.source),
                note: boxed(&entry.note),
            })
            .collect();
        for (i, entry) in entries.iter().enumerate() {
            let at = record.entries[i].at.clone();
            let previous = i.checked_sub(1).map(|previous| &entries[previous]);
            let earlier = previous.map(|previous| previous.until.unwrap_or(previous.from).max(previous.from));
            let late = earlier.filter(|earlier| entry.from <= *earlier).map(|earlier| (earlier, entry.from));
            let backwards = entry.until.filter(|until| *until < entry.from).map(|until| (entry.from, until));
            for (earlier, later) in late.into_iter().chain(backwards) {
                let kind = ProblemKind::DateOrder { earlier, later };
                self.problems.push(Problem { at: at.clone(), subject: self.subject.clone(), kind });
            }
        }
        let season = record.season.as_ref().map(|season| {
            for month in season.months.iter().filter(|month| !(1..=12).contains(*month)) {
                let (what, value) = ("a season in month".to_owned(), f64::from(*month));
                self.report(ProblemKind::OutOfRange { what, value, expected: "1 to 12" });
            }
            if let (Some(earlier), Some(later)) = (season.from, season.until)
                && later < earlier
            {
                self.report(ProblemKind::DateOrder { earlier, later });
            }
            Season {
                months: season.months.clone(),
                closed: season.closed,
                from: season.from,
                until: season.until,
                source: self.source(&season.source),
                note: boxed(&season.note),
            }
        });
        let events = record
            .events
            .iter()
            .map(|event| {
                if let Some(until) = event.until.filter(|until| *until < event.from) {
                    self.report(ProblemKind::DateOrder { earlier: event.from, later: until });
                }
                if !event.points.is_finite() || event.points < 0.0 {
                    let (what, expected) = ("`points` =".to_owned(), "a finite number, 0 or more");
                    self.report_in(&event.basis, ProblemKind::OutOfRange { what, value: event.points, expected });
                }
                Event {
                    from: event.from,
                    until: event.until,
                    points: event.points,
                    what: event.what.as_str().into(),
                    basis: self.basis("events", &event.basis),
                    note: boxed(&event.note),
                }
            })
            .collect();
        Record { entries, season, events, decided: None }
    }
}
