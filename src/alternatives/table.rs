//! How alternatives print: one row each, and below it what it shares with those above.

use crate::alternatives::choke::ChokePoint;
use crate::alternatives::rows::{Alternative, Alternatives};
use crate::report::{COLUMNS, Table, grouped, none_open, only, short, shown, times};
use std::fmt;

/// Corridors named in a row.
const NAME_WIDTH: usize = 44;
/// Choke points named in a line.
const NAMED: usize = 6;

impl fmt::Display for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        writeln!(f, "{} to {}: alternatives", self.from, self.to)?;
        only(&self.constraints, f)?;
        writeln!(f, "scored by {}", self.weights)?;
        let (choke_points, kilometres) = self.limits;
        let and = if kilometres < 1.0 { format!(" and {} of the km", percent(kilometres)) } else { String::new() };
        writeln!(f, "each uses at most {} of the choke points{and} of any above it", percent(choke_points))?;
        if let Some(criterion) = self.missing {
            return writeln!(f, "none: the network has no figures for {criterion}");
        }
        if self.wanted == 0 {
            return writeln!(f, "none was asked for");
        }
        if self.rows.is_empty() {
            return none_open(&self.constraints, f);
        }
        let header: Vec<&str> =
            ["", "corridor"].into_iter().chain(COLUMNS.map(|column| column.1)).chain(["score"]).collect();
        let mut table = Table::new(&header);
        let best = self.rows.first().map_or(0, |row| row.score);
        for (i, row) in self.rows.iter().enumerate() {
            let value = |criterion| row.route.value(criterion).map_or("-".to_owned(), |value| shown(value, criterion));
            let name = format!("{:<NAME_WIDTH$}", short(&row.name(), NAME_WIDTH));
            let cells = [format!("{}.", i + 1), name].into_iter().chain(COLUMNS.map(|(criterion, _)| value(criterion)));
            table.row(cells.chain([times(row.score, best)]));
        }
        let lines = table.lines();
        writeln!(f, "{}", lines[0])?;
        for (line, row) in lines[1..].iter().zip(&self.rows) {
            writeln!(f, "{line}\n      by {}", listed(row.choke_points()))?;
            shared(row, f)?;
        }
        if self.is_exhausted() {
            writeln!(f, "no other route differs enough from these")?;
        }
        if self.given_up {
            writeln!(f, "!! the search for one more was given up: there may be others")?;
        }
        Ok(())
    }
}

/// `Khunjerab Pass, Torugart, ...`
fn listed(choke_points: &[ChokePoint]) -> String {
    let named: Vec<String> = choke_points.iter().take(NAMED).map(ToString::to_string).collect();
    match choke_points.len().saturating_sub(NAMED) {
        _ if named.is_empty() => "no choke point".to_owned(),
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// One line for each alternative above with which this one shares choke points.
fn shared(row: &Alternative, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, overlap) in (1..).zip(row.overlaps()).filter(|(_, overlap)| !overlap.shared_choke_points().is_empty())
    {
        let kilometres = grouped(overlap.kilometres().value());
        writeln!(f, "      shares {} and {kilometres} km with {number}.", listed(overlap.shared_choke_points()))?;
    }
    Ok(())
}
