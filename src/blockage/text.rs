//! Why a trip has no route, in sentences.

use crate::blockage::opening::{Blockage, Gap, Obstruction, Opening};
use crate::cost::Criterion;
use crate::rank::Obstacle;
use crate::route::Route;
use std::fmt;

impl fmt::Display for Blockage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Blockage::Things(opening) => opening.fmt(f),
            Blockage::NotConnected(gap) => gap.fmt(f),
        }
    }
}

impl fmt::Display for Opening {
    /// `closed: Torkham (suspended since 2025-10, pkaf25); with it open: 3,512 km, 13.6 days, 5,427 US$`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let closed: Vec<String> = self.things().iter().filter_map(Obstruction::closed).map(dated).collect();
        let asked = |thing: &Obstruction| match thing {
            Obstruction::Asked { words, .. } => Some(words.clone()),
            Obstruction::Closed { .. } => None,
        };
        let asked: Vec<String> = self.things().iter().filter_map(asked).collect();
        let them = |count: usize| if count == 1 { "it" } else { "them" };
        if !closed.is_empty() {
            write!(f, "closed: {}; ", closed.join(", "))?;
        }
        if !asked.is_empty() {
            write!(f, "the trip is to {}; ", asked.join(", and to "))?;
        }
        match (closed.len(), asked.len()) {
            (closed, 0) => write!(f, "with {} open: ", them(closed))?,
            (0, asked) => write!(f, "without {}: ", if asked == 1 { "that" } else { "these" })?,
            (closed, asked) => {
                let that = if asked == 1 { "that" } else { "these" };
                write!(f, "with {} open and without {that}: ", them(closed))?;
            }
        }
        write!(f, "{}", in_short(&self.route))?;
        if self.proven() { Ok(()) } else { write!(f, " (fewer things may do)") }
    }
}

/// `Torkham (suspended since 2025-10, pkaf25)`
fn dated(obstacle: &Obstacle) -> String {
    let since = obstacle.since().map_or(String::new(), |since| format!(" since {since}"));
    let source = obstacle.source().map_or(String::new(), |source| format!(", {source}"));
    format!("{} ({}{since}{source})", obstacle.name(), obstacle.status())
}

/// Distance, days and money, as far as the network knows them.
fn in_short(route: &Route) -> String {
    let mut parts = vec![route.distance().to_string()];
    if route.covered[Criterion::Time as usize] {
        parts.push(format!("{:.1} days", route.time().days()));
    }
    if route.covered[Criterion::Cost as usize] {
        parts.push(route.cost().to_string());
    }
    parts.join(", ")
}

impl fmt::Display for Gap {
    /// `not connected: no link, open or closed, leads from the places that X reaches (x, y, z) to those that reach Q (p, q)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let both: Vec<&String> = self.from_start().iter().filter(|place| self.to_end().contains(place)).collect();
        write!(f, "not connected: ")?;
        if !both.is_empty() {
            return write!(
                f,
                "links from {} and links to {} meet ({}), but no route that changes between them visits each place once",
                self.from,
                self.to,
                some(both.iter().copied())
            );
        }
        write!(
            f,
            "no link, open or closed, leads from the places that {} reaches ({}) to those that reach {} ({})",
            self.from,
            some(self.from_start().iter()),
            self.to,
            some(self.to_end().iter())
        )
    }
}

/// The first few of some places, and how many more there are.
fn some<'a>(places: impl Iterator<Item = &'a String> + Clone) -> String {
    const NAMED: usize = 4;
    let named: Vec<&str> = places.clone().take(NAMED).map(String::as_str).collect();
    match places.count().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
