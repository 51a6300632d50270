//! Corridors ranked for one trip, and two rankings compared.

use crate::cost::Criterion;
use crate::month::Month;
use crate::report::ratio;
use crate::route::Route;
use crate::status::Status;
use crate::weights::Weights;

/// The corridors of one trip in order of score.
///
/// Corridors that give the same links share a row. The best route of all is always among the rows, as "no
/// named corridor" if it follows none.
#[derive(Clone, Debug)]
pub struct Ranking {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) network: String,
    /// What the trip avoids, comes by, uses and takes at the most, in words.
    pub(crate) constraints: Vec<String>,
    pub(crate) weights: Weights,
    pub(crate) rows: Vec<Ranked>,
    pub(crate) blocked: Vec<Blocked>,
    pub(crate) left_out: usize,
    pub(crate) undecided: Vec<Named>,
    pub(crate) missing: Option<Criterion>,
}

/// One row of a [`Ranking`].
#[derive(Clone, Debug)]
pub struct Ranked {
    pub(crate) corridors: Vec<Named>,
    pub(crate) score: u64,
    /// The route.
    pub route: Route,
}

/// A corridor by its id and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl Named {
    /// What a row of several corridors is called.
    pub(crate) fn together(corridors: &[Named]) -> String {
        let names: Vec<&str> = corridors.iter().map(|corridor| corridor.name.as_str()).collect();
        if names.is_empty() { "no named corridor".to_owned() } else { names.join("; ") }
    }
}

/// A corridor that carries no traffic in this state of the network.
#[derive(Clone, Debug)]
pub struct Blocked {
    pub(crate) corridor: Named,
    pub(crate) obstacles: Vec<Obstacle>,
    /// What it would cost if the obstacles were open.
    pub route: Route,
}

/// A closed link or crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) status: Status,
    pub(crate) since: Option<Month>,
    pub(crate) source: Option<String>,
}

impl Obstacle {
    /// The id of the crossing, place or link that is closed.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Suspended, under construction or planned.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Since when, where that is on record.
    pub fn since(&self) -> Option<Month> {
        self.since
    }

    /// The publication that says so.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

impl Ranking {
    /// The score of a row against that of the best: 1.05 is 5 % worse. `None` where the best scores nothing and this one something.
    pub fn score_ratio(&self, row: &Ranked) -> Option<f64> {
        ratio(row.score, self.best().map_or(0, |best| best.score))
    }
}

impl Ranked {
    /// The ids of the corridors whose best route this is; empty for "no named corridor".
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

impl Blocked {
    /// The id of the corridor.
    pub fn corridor(&self) -> &str {
        &self.corridor.id
    }

    /// The name of the corridor.
    pub fn name(&self) -> &str {
        &self.corridor.name
    }

    /// What is closed on the way that needs the least to open.
    pub fn obstacles(&self) -> &[Obstacle] {
        &self.obstacles
    }
}

impl Ranking {
    /// The first row; `None` if no route is open.
    pub fn best(&self) -> Option<&Ranked> {
        self.rows.first()
    }

    /// The rows, best first.
    pub fn rows(&self) -> &[Ranked] {
        &self.rows
    }

    /// The row of a corridor.
    pub fn of_corridor(&self, id: &str) -> Option<&Ranked> {
        self.rows.iter().find(|row| row.corridors().any(|corridor| corridor == id))
    }

    /// Corridors that carry no traffic, by what they would score if they did.
    pub fn blocked(&self) -> &[Blocked] {
        &self.blocked
    }

    /// How many corridors make no sense for this trip: more than three times the least distance and the least time.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The ids of corridors that only a forced detour could follow, where the search for one that visits no place twice was given
    /// up. Every row is exact all the same.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
        self.undecided.iter().map(|corridor| corridor.id.as_str())
    }

    /// The weights of the scores.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The place, from 1, of a row when the rows are sorted by one criterion instead; equals share a place.
    pub fn place_by(&self, criterion: Criterion, row: &Ranked) -> usize {
        let value = |row: &Ranked| row.route.cost_vector()[criterion];
        1 + self.rows.iter().filter(|other| value(other) < value(row)).count()
    }

    /// What changed since an earlier ranking of the same trip, corridor by corridor.
    pub fn compared_to(&self, before: &Ranking) -> Comparison {
        let row = |ranking: &Ranking, id: &str| {
            let at = ranking.rows.iter().position(|row| row.corridors().any(|corridor| corridor == id))?;
            Some((at + 1, ranking.rows[at].route.clone()))
        };
        let mut named: Vec<Named> = Vec::new();
        for ranking in [self, before] {
            let of_rows = ranking.rows.iter().flat_map(|row| row.corridors.iter().cloned());
            let of_blocked = ranking.blocked.iter().map(|blocked| blocked.corridor.clone());
            for corridor in of_rows.chain(of_blocked) {
                if !named.contains(&corridor) {
                    named.push(corridor);
                }
            }
        }
        let mut changes: Vec<Change> = named
            .into_iter()
            .map(|corridor| Change { before: row(before, &corridor.id), after: row(self, &corridor.id), corridor })
            .filter(|change| change.before.is_some() || change.after.is_some())
            .collect();
        let best = |ranking: &Ranking| ranking.best().map(|row| (1, row.route.clone()));
        let all = Named { id: String::new(), name: "the best of all".to_owned() };
        changes.insert(0, Change { corridor: all, before: best(before), after: best(self) });
        Comparison { from: self.from.clone(), to: self.to.clone(), changes }
    }
}

/// Two rankings of one trip side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) changes: Vec<Change>,
}

impl Comparison {
    /// One entry for each corridor that carries traffic before or after; the first is the best route of all.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// What happened to one corridor.
#[derive(Clone, Debug)]
pub struct Change {
    pub(crate) corridor: Named,
    pub(crate) before: Option<(usize, Route)>,
    pub(crate) after: Option<(usize, Route)>,
}

impl Change {
    /// The id of the corridor; `None` for the best route of all.
    pub fn corridor(&self) -> Option<&str> {
        Some(self.corridor.id.as_str()).filter(|id| !id.is_empty())
    }

    /// The name of the corridor.
    pub fn name(&self) -> &str {
        &self.corridor.name
    }

    /// Place and route before; `None` if it carried no traffic.
    pub fn before(&self) -> Option<(usize, &Route)> {
        self.before.as_ref().map(|(place, route)| (*place, route))
    }

    /// Place and route after; `None` if it carries no traffic.
    pub fn after(&self) -> Option<(usize, &Route)> {
        self.after.as_ref().map(|(place, route)| (*place, route))
    }
}
