//! How an atlas of closures prints: the worst of them, what they cut off, and which countries most hangs on.

use crate::closures::atlas::{Closure, ClosureAtlas, ClosureKind};
use crate::cost::Criterion::{self, Cost, Time};
use crate::report::{Table, only, short, shown};
use std::collections::HashMap;
use std::fmt;

/// Closures listed.
const LISTED: usize = 15;
/// Countries listed.
const COUNTRIES: usize = 10;
/// Trips named of those that a closure makes impossible.
const NAMED: usize = 6;
const NAME_WIDTH: usize = 48;

impl fmt::Display for ClosureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ClosureKind::Crossing => "crossing",
            ClosureKind::Place => "place",
            ClosureKind::Link => "link",
        })
    }
}

/// More hours or US$ of so many trips, with a sign; `-` without figures, nothing without trips.
fn more(value: Option<f64>, criterion: Criterion, trips: usize) -> String {
    let Some(value) = value else { return "-".to_owned() };
    let sign = if value < 0.0 { "-" } else { "+" };
    if trips == 0 { String::new() } else { format!("{sign}{}", shown(value.abs(), criterion)) }
}

impl fmt::Display for ClosureAtlas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routed = self.trips.iter().filter(|trip| trip.cost.is_some()).count();
        let (closed, trips) = (self.closures().len(), self.trips.len());
        writeln!(
            f,
            "single closures: {closed}; trips: {trips}, of which {routed} have a route ({})",
            self.network.name()
        )?;
        only(&self.asked.words, f)?;
        writeln!(f, "scored by {}", self.weights)?;
        worst(self, f)?;
        cut_off(self, f)?;
        exposed(self, f)?;
        let (places, links) = (self.articulation_points().len(), self.bridges().len());
        writeln!(
            f,
            "\narticulation points: {places}; bridges: {links} (without any of them a place is no longer joined to the rest)"
        )
    }
}

/// Closures that change the same trips in the same way, by impact: links in a row, the posts on them, the crossing.
fn alike(atlas: &ClosureAtlas) -> Vec<Vec<&Closure>> {
    let mut groups: Vec<Vec<&Closure>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for closure in atlas.closures() {
        if closure.changed().is_empty() && closure.impossible().is_empty() {
            continue;
        }
        let group = *known.entry((closure.changed(), closure.impossible())).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(closure),
            None => groups.push(vec![closure]),
        }
    }
    groups
}

fn worst(atlas: &ClosureAtlas, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let groups = alike(atlas);
    if groups.is_empty() {
        return writeln!(f, "no closure changes a trip");
    }
    let mut table = Table::new(&["", "", "alike", "changed", "cut off", "days", "US$"]);
    for (number, group) in (1..).zip(groups.iter().take(LISTED)) {
        let (closure, others) = (group[0], group.len() - 1);
        table.row([
            format!("{number:>3}. {}", short(closure.name(), NAME_WIDTH)),
            closure.kind().to_string(),
            if others > 0 { format!("+{others}") } else { String::new() },
            closure.changed().len().to_string(),
            closure.impossible().len().to_string(),
            more(closure.added(Time), Time, closure.changed().len()),
            more(closure.added(Cost), Cost, closure.changed().len()),
        ]);
    }
    table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
    let rest: usize = groups.iter().skip(LISTED).map(Vec::len).sum();
    if rest > 0 {
        writeln!(f, "     and {rest} more that change a trip")?;
    }
    writeln!(
        f,
        "(alike: others that do just the same; changed, cut off: trips; days, US$: what the changed ones take more together)"
    )
}

fn cut_off(atlas: &ClosureAtlas, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let inner = &atlas.network.inner;
    let mut cutting = atlas.closures().iter().filter(|closure| !closure.impossible().is_empty()).peekable();
    if cutting.peek().is_none() {
        return writeln!(f, "\nno closure cuts off a trip that does not end there");
    }
    writeln!(f, "\ncut off, with no way round:")?;
    for closure in cutting {
        let name = |node: u32| &inner.nodes[node as usize].name;
        let named = closure.impossible().iter().take(NAMED).map(|trip| &atlas.trips[*trip]);
        let named: Vec<String> = named.map(|trip| format!("{} to {}", name(trip.from), name(trip.to))).collect();
        let rest = closure.impossible().len().saturating_sub(NAMED);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        writeln!(f, "  {} ({}): {}{rest}", closure.name(), closure.kind(), named.join(", "))?;
    }
    Ok(())
}

fn exposed(atlas: &ClosureAtlas, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if atlas.exposures().is_empty() {
        return Ok(());
    }
    writeln!(f, "\nby country, its crossings and ports one at a time, added up:")?;
    let mut table = Table::new(&["", "closures", "changed", "cut off", "days", "US$"]);
    for exposure in atlas.exposures().iter().take(COUNTRIES) {
        table.row([
            format!("  {}", exposure.name()),
            exposure.closures().to_string(),
            exposure.changed().to_string(),
            exposure.impossible().to_string(),
            more(exposure.added(Time), Time, exposure.changed()),
            more(exposure.added(Cost), Cost, exposure.changed()),
        ]);
    }
    table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))
}
