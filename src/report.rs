//! Tables that a forwarder can read: how routes, rankings and comparisons print.

use crate::cost::Criterion;
use crate::rank::{Blocked, Change, Comparison, Obstacle, Ranked, Ranking};
use crate::route::{Leg, Part, Route};
use std::fmt;

/// A table of text: the first column to the left, the others to the right.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: &[&str]) -> Table {
        Table { rows: vec![header.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            });
            cells.collect::<Vec<String>>().join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// A value of a route for a table: `4,568`, or `-` where the network has none.
fn value(route: &Route, criterion: Criterion) -> String {
    route.value(criterion).map_or_else(|| "-".to_owned(), |value| shown(value, criterion))
}

/// A value on one criterion as tables show it: days for hours, whole numbers otherwise.
pub(crate) fn shown(value: f64, criterion: Criterion) -> String {
    match criterion {
        Criterion::Time => format!("{:.1}", value / 24.0),
        Criterion::Risk => format!("{value:.0}"),
        _ => grouped(value),
    }
}

/// `1234.5` as `1,235`.
pub(crate) fn grouped(value: f64) -> String {
    crate::units::km(value).to_string().trim_end_matches(" km").to_owned()
}

/// Cuts a name that would push a table over the edge of a terminal.
pub(crate) fn short(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return name.to_owned();
    }
    name.chars().take(width.saturating_sub(3)).collect::<String>().trim_end().to_owned() + "..."
}

const NAME_WIDTH: usize = 44;
pub(crate) const COLUMNS: [(Criterion, &str); 6] = [
    (Criterion::Distance, "km"),
    (Criterion::Crossings, "borders"),
    (Criterion::Risk, "risk"),
    (Criterion::Time, "days"),
    (Criterion::Cost, "US$"),
    (Criterion::Emissions, "kg CO2e"),
];

/// What a trip asks of its routes, if it asks anything.
pub(crate) fn only(asked: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if asked.is_empty() { Ok(()) } else { writeln!(f, "only routes that {}", asked.join("; ")) }
}

pub(crate) fn none_open(asked: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "{}", if asked.is_empty() { "no route is open" } else { "no open route keeps to that" })
}

impl fmt::Display for Ranking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} to {} ({})", self.from, self.to, self.network)?;
        only(&self.constraints, f)?;
        writeln!(f, "scored by {}", self.weights)?;
        if let Some(criterion) = self.missing {
            return writeln!(f, "no ranking: the network has no figures for {criterion}");
        }
        if self.rows.is_empty() {
            none_open(&self.constraints, f)?;
        } else {
            ranked_table(self).lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
            writeln!(f, "(in brackets: the place by distance, by borders, by risk)")?;
        }
        if !self.blocked.is_empty() {
            writeln!(f, "\nblocked, and what it would cost if it were open:")?;
            let lines = blocked_table(&self.blocked).lines();
            writeln!(f, "{}", lines[0])?;
            for (line, blocked) in lines[1..].iter().zip(&self.blocked) {
                writeln!(f, "{line}\n      {}", obstacles(blocked))?;
            }
        }
        if !self.undecided.is_empty() {
            let names: Vec<&str> = self.undecided.iter().map(|corridor| corridor.name.as_str()).collect();
            writeln!(f, "undecided, since the search was given up: {}", names.join("; "))?;
        }
        if self.left_out > 0 {
            let them = if self.left_out == 1 { "1 corridor is" } else { &format!("{} corridors are", self.left_out) };
            let ruled_out = if self.constraints.is_empty() { "" } else { " as the trip asks" };
            writeln!(
                f,
                "{them} left out: over 3 times the least distance and time, or no way to pass there{ruled_out}"
            )?;
        }
        Ok(())
    }
}

/// What one unit of a criterion is, where its worth is told in US$.
pub(crate) fn one(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Distance => "a kilometre",
        Criterion::Time => "an hour",
        Criterion::Cost => "a US$",
        Criterion::Crossings => "a border",
        Criterion::Risk => "a point of risk",
        Criterion::Emissions => "a kg of CO2e",
    }
}

/// A score against that of the best; `None` where the best scores nothing and this one something.
pub(crate) fn ratio(score: u64, best: u64) -> Option<f64> {
    if score == best { Some(1.0) } else { (best > 0).then(|| score as f64 / best as f64) }
}

/// `1.05x`: 5 % worse than the best.
pub(crate) fn times(score: u64, best: u64) -> String {
    ratio(score, best).map_or("-".to_owned(), |ratio| format!("{ratio:.2}x"))
}

fn ranked_table(ranking: &Ranking) -> Table {
    let header: Vec<&str> =
        ["", "corridor"].into_iter().chain(COLUMNS.map(|column| column.1)).chain(["score"]).collect();
    let mut table = Table::new(&header);
    let best = ranking.rows.first().map_or(0, |row| row.score);
    for (i, row) in ranking.rows.iter().enumerate() {
        let mut cells = vec![format!("{}.", i + 1), format!("{:<NAME_WIDTH$}", short(&row.name(), NAME_WIDTH))];
        cells.extend(COLUMNS.map(|(criterion, _)| match criterion {
            Criterion::Distance | Criterion::Crossings | Criterion::Risk => {
                format!("{} ({})", value(&row.route, criterion), ranking.place_by(criterion, row))
            }
            _ => value(&row.route, criterion),
        }));
        // A score only compares, so it is shown against the best.
        cells.push(times(row.score, best));
        table.row(cells);
    }
    table
}

fn blocked_table(blocked: &[Blocked]) -> Table {
    let header: Vec<&str> = [""].into_iter().chain(COLUMNS.map(|column| column.1)).collect();
    let mut table = Table::new(&header);
    for blocked in blocked {
        let name = format!("   {}", short(&blocked.corridor.name, NAME_WIDTH));
        table.row([name].into_iter().chain(COLUMNS.map(|(criterion, _)| value(&blocked.route, criterion))));
    }
    table
}

/// What is closed on the way of a corridor, the first few by name.
fn obstacles(blocked: &Blocked) -> String {
    const NAMED: usize = 3;
    let named: Vec<String> = blocked.obstacles.iter().take(NAMED).map(ToString::to_string).collect();
    let more = blocked.obstacles.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    named.join("; ") + &rest
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.status)?;
        self.since.map_or(Ok(()), |since| write!(f, " since {since}"))?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " [{source}]"))
    }
}

impl fmt::Display for Ranked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), summary(&self.route))
    }
}

fn summary(route: &Route) -> String {
    let parts = COLUMNS.map(|(criterion, unit)| match criterion {
        Criterion::Crossings if route.crossings() == 1 => "1 border".to_owned(),
        Criterion::Risk => format!("{unit} {}", value(route, criterion)),
        _ => format!("{} {unit}", value(route, criterion)),
    });
    parts.join(", ")
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = format!("{} - {}", self.from, self.to);
        let told = |value: Option<f64>| value.map_or("-".to_owned(), grouped);
        let km = grouped(self.distance.value());
        let (h, usd) = (told(self.time.map(|time| time.value())), told(self.cost.map(|cost| cost.value())));
        write!(f, "{:<9} {way:<62} {km:>7} km {h:>5} h {usd:>7} US$", self.mode)?;
        self.before.as_ref().map_or(Ok(()), |before| write!(f, "\n{:13}after {before}", ""))?;
        if self.borders.is_empty() { Ok(()) } else { write!(f, "\n{:13}borders: {}", "", self.borders.join(", ")) }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", summary(self))?;
        self.legs.iter().try_for_each(|leg| writeln!(f, "{leg}"))?;
        let mut table = Table::new(&["", "days", "US$", "risk", "estimated"]);
        for (part, name) in Part::ALL.into_iter().zip(["running", "borders", "transfers"]) {
            let figures = [Criterion::Time, Criterion::Cost, Criterion::Risk].map(|criterion| {
                let scale = if criterion == Criterion::Time { 24.0 } else { 1.0 };
                match self.value(criterion) {
                    Some(_) if scale > 1.0 => format!("{:.1}", self.part(part, criterion) / scale),
                    Some(_) => grouped(self.part(part, criterion)),
                    None => "-".to_owned(),
                }
            });
            table.row(std::iter::once(name.to_owned()).chain(figures));
        }
        let share = |criterion| format!("{:.0} %", self.estimated_share(criterion) * 100.0);
        let known = [Criterion::Time, Criterion::Cost].into_iter().filter(|criterion| self.value(*criterion).is_some());
        let estimated: Vec<String> = known.map(|criterion| format!("{criterion} {}", share(criterion))).collect();
        table.lines().iter().try_for_each(|line| writeln!(f, "{}", line.trim_end_matches("estimated").trim_end()))?;
        if !estimated.is_empty() {
            let priced = self.value(Criterion::Cost).map_or("", |_| "; US$ at the prices of their years, not deflated");
            writeln!(f, "estimated: {}{priced}", estimated.join(", "))?;
        }
        let (low, high) = self.time_range();
        if low < high {
            writeln!(
                f,
                "with every border as fast or slow as ever published: {:.1} to {:.1} days",
                low.days(),
                high.days()
            )?;
        }
        writeln!(f, "countries: {}", self.countries.join(" "))?;
        self.warnings.iter().try_for_each(|warning| writeln!(f, "note: {warning}"))
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} to {}, before and after:", self.from, self.to)?;
        let mut table = Table::new(&["", "place", "km", "borders", "risk", "days", "US$", "kg CO2e"]);
        for change in &self.changes {
            let place = |side: &Option<(usize, Route)>| match side {
                Some((place, _)) => format!("{place}."),
                None => "shut".to_owned(),
            };
            let mut cells = vec![short(&change.corridor.name, NAME_WIDTH)];
            cells.push(format!("{} > {}", place(&change.before), place(&change.after)));
            cells.extend(COLUMNS.map(|(criterion, _)| difference(change, criterion)));
            table.row(cells);
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// `-1,204` if both sides have a route, the new value if only the later one has, `-` if it lost it.
fn difference(change: &Change, criterion: Criterion) -> String {
    match (&change.before, &change.after) {
        (Some((_, before)), Some((_, after))) => match (before.value(criterion), after.value(criterion)) {
            (Some(before), Some(after)) if before == after => "=".to_owned(),
            (Some(before), Some(after)) => {
                let days = if criterion == Criterion::Time { 24.0 } else { 1.0 };
                let difference = (after - before) / days;
                let text = if days > 1.0 { format!("{difference:+.1}") } else { grouped(difference) };
                if difference > 0.0 && !text.starts_with('+') { format!("+{text}") } else { text }
            }
            _ => "-".to_owned(),
        },
        (None, Some((_, after))) => value(after, criterion),
        _ => "-".to_owned(),
    }
}
