//! Corridors ranked over the continent: rows, what is shut, and how that prints.

use super::journey::Journey;
use super::trip::ContinentTrip;
use crate::corridor::Corridor;
use crate::network::Inner;
use crate::rank::{Named, Obstacle};
use crate::report::{COLUMNS, Table, short, shown, times};
use crate::weights::Weights;
use std::fmt;

/// The corridors of one trip over a continent in order of score, made by [`ContinentTrip::rank_corridors`].
///
/// Corridors that give the same journey share a row. The best journey of all is the first row, as "no named corridor" if it follows none.
#[derive(Clone, Debug)]
pub struct JourneyRanking {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) weights: Weights,
    pub(super) rows: Vec<RankedJourney>,
    pub(super) shut: Vec<ShutCorridor>,
    pub(super) doubling_back: Vec<Named>,
    pub(super) left_out: usize,
}

/// One row of a [`JourneyRanking`].
#[derive(Clone, Debug)]
pub struct RankedJourney {
    pub(super) corridors: Vec<Named>,
    pub(super) score: u64,
    /// The journey.
    pub journey: Journey,
}

/// A corridor that no journey can follow in this state of the network.
#[derive(Clone, Debug)]
pub struct ShutCorridor {
    corridor: Named,
    obstacles: Vec<Obstacle>,
}

impl ShutCorridor {
    /// `groups` are the arcs of its signature, in the order of its groups.
    pub(super) fn new(inner: &Inner, named: Named, corridor: &Corridor, groups: &[Vec<u32>]) -> ShutCorridor {
        let shut = corridor.signature.iter().zip(groups).filter(|(_, arcs)| arcs.is_empty());
        let mut obstacles: Vec<Obstacle> = Vec::new();
        for obstacle in shut.flat_map(|(group, _)| group).flat_map(|passage| inner.closed_about(passage.link)) {
            if !obstacles.contains(&obstacle) {
                obstacles.push(obstacle);
            }
        }
        ShutCorridor { corridor: named, obstacles }
    }

    /// The id of the corridor.
    pub fn corridor(&self) -> &str {
        &self.corridor.id
    }

    /// The name of the corridor.
    pub fn name(&self) -> &str {
        &self.corridor.name
    }

    /// The crossings, places or links that close its signature.
    pub fn obstacles(&self) -> &[Obstacle] {
        &self.obstacles
    }
}

impl RankedJourney {
    /// The ids of the corridors whose best journey this is; empty for "no named corridor".
    pub fn corridors(&self) -> impl Iterator<Item = &str> {
        self.corridors.iter().map(|corridor| corridor.id.as_str())
    }

    /// The names of these corridors, or "no named corridor".
    pub fn name(&self) -> String {
        Named::together(&self.corridors)
    }

    /// The weighted sum by which it is ranked. It only compares: it is no amount of anything.
    pub fn score(&self) -> u64 {
        self.score
    }
}

impl JourneyRanking {
    pub(super) fn new(trip: &ContinentTrip<'_>, weights: &Weights) -> JourneyRanking {
        let [from, to] = trip.names();
        let (rows, shut, doubling_back) = Default::default();
        JourneyRanking { from, to, weights: *weights, rows, shut, doubling_back, left_out: 0 }
    }

    /// The first row; `None` if no way is open.
    pub fn best(&self) -> Option<&RankedJourney> {
        self.rows.first()
    }

    /// The rows, best first.
    pub fn rows(&self) -> &[RankedJourney] {
        &self.rows
    }

    /// The row of a corridor.
    pub fn of_corridor(&self, id: &str) -> Option<&RankedJourney> {
        self.rows.iter().find(|row| row.corridors().any(|corridor| corridor == id))
    }

    /// Corridors that are closed.
    pub fn shut(&self) -> &[ShutCorridor] {
        &self.shut
    }

    /// The ids of corridors that the best way follows only by coming twice by one place: they lead away from the trip.
    pub fn doubling_back(&self) -> impl Iterator<Item = &str> {
        self.doubling_back.iter().map(|corridor| corridor.id.as_str())
    }

    /// How many corridors make no sense for this trip, or have no way to or from them.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The weights of the scores.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }
}

/// Names longer than this are cut.
const NAME: usize = 44;

impl fmt::Display for JourneyRanking {
    /// A row for each corridor, then those that are shut, double back or are left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} to {}, over the continent", self.from, self.to)?;
        writeln!(f, "scored by {}", self.weights)?;
        if self.rows.is_empty() {
            return writeln!(f, "no way is open");
        }
        let header: Vec<&str> =
            ["", "corridor"].into_iter().chain(COLUMNS.map(|column| column.1)).chain(["score"]).collect();
        let mut table = Table::new(&header);
        let best = self.rows.first().map_or(0, |row| row.score);
        for (place, row) in (1..).zip(&self.rows) {
            let cost = row.journey.cost_vector();
            let figures = COLUMNS.map(|(criterion, _)| shown(cost.value(criterion), criterion));
            let name = [format!("{place}."), format!("{:<NAME$}", short(&row.name(), NAME))];
            table.row(name.into_iter().chain(figures).chain([times(row.score, best)]));
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
        if !self.shut.is_empty() {
            writeln!(f, "\nclosed:")?;
        }
        for shut in &self.shut {
            let named: Vec<String> = shut.obstacles.iter().map(ToString::to_string).collect();
            writeln!(f, "   {}: {}", shut.name(), named.join("; "))?;
        }
        if !self.doubling_back.is_empty() {
            let names: Vec<&str> = self.doubling_back.iter().map(|corridor| corridor.name.as_str()).collect();
            writeln!(f, "only by doubling back: {}", names.join("; "))?;
        }
        match self.left_out {
            0 => Ok(()),
            1 => {
                writeln!(f, "1 corridor is left out: over 3 times the least distance and time, or no way to pass there")
            }
            several => writeln!(
                f,
                "{several} corridors are left out: over 3 times the least distance and time, or no way to pass there"
            ),
        }
    }
}
