//! Alternatives that really differ: by choke point, not by a side street.

use crate::alternatives::choke::ChokePoint;
use crate::cost::Criterion;
use crate::rank::Named;
use crate::report::ratio;
use crate::route::Route;
use crate::units::{Kilometres, km};
use crate::weights::Weights;

/// Routes that differ from one another, best first.
#[derive(Clone, Debug)]
pub struct Alternatives {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) constraints: Vec<String>,
    pub(crate) weights: Weights,
    pub(crate) rows: Vec<Alternative>,
    pub(crate) given_up: bool,
    pub(crate) wanted: usize,
    pub(crate) limits: (f64, f64),
    pub(crate) missing: Option<Criterion>,
}

/// One alternative, and what it has in common with those before it.
#[derive(Clone, Debug)]
pub struct Alternative {
    pub(crate) route: Route,
    pub(crate) score: u64,
    pub(crate) choke_points: Vec<ChokePoint>,
    pub(crate) corridors: Vec<Named>,
    pub(crate) overlaps: Vec<Overlap>,
}

/// What an alternative has in common with an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    pub(crate) shared: Vec<ChokePoint>,
    pub(crate) kilometres: f64,
    pub(crate) share_of_choke_points: f64,
    pub(crate) share_of_kilometres: f64,
}

impl Overlap {
    /// The choke points on both routes, in order of travel.
    pub fn shared_choke_points(&self) -> &[ChokePoint] {
        &self.shared
    }

    /// The kilometres of the earlier route between places that both routes join directly, by whatever mode and whichever way.
    pub fn kilometres(&self) -> Kilometres {
        km(self.kilometres)
    }

    /// The share of the earlier route's choke points that this one passes too, 0 to 1.
    pub fn share_of_choke_points(&self) -> f64 {
        self.share_of_choke_points
    }

    /// The share of the earlier route's kilometres that this one travels too, 0 to 1.
    pub fn share_of_kilometres(&self) -> f64 {
        self.share_of_kilometres
    }
}

impl Alternative {
    /// The route.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// What the weights make of it; only compares.
    pub fn score(&self) -> u64 {
        self.score
    }

    /// The choke points that it passes, in order of travel.
    pub fn choke_points(&self) -> &[ChokePoint] {
        &self.choke_points
    }

    /// What it has in common with each earlier alternative, in their order.
    pub fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }

    /// The names of the corridors that it follows, or "no named corridor".
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.corridors.iter().map(|corridor| corridor.name.as_str()).collect();
        if names.is_empty() { "no named corridor".to_owned() } else { names.join("; ") }
    }
}

impl Alternatives {
    /// The alternatives, best first.
    pub fn rows(&self) -> &[Alternative] {
        &self.rows
    }

    /// The score of a row against that of the best: 1.05 is 5 % worse. `None` where the best scores nothing and this one something.
    pub fn score_ratio(&self, row: &Alternative) -> Option<f64> {
        ratio(row.score, self.rows.first().map_or(0, |best| best.score))
    }

    /// Whether there are fewer than were asked for, because no other route differs enough from these.
    pub fn is_exhausted(&self) -> bool {
        self.missing.is_none() && !self.given_up && self.rows.len() < self.wanted
    }

    /// Whether the search for one more row was given up, after 2,000 searches or where constraints of the trip make one of them too long:
    /// the rows stand, but there may be more.
    pub fn is_given_up(&self) -> bool {
        self.given_up
    }

    /// The choke points that two of the rows have in common, counted from 0.
    pub fn shared_choke_points(&self, one: usize, other: usize) -> Vec<&ChokePoint> {
        let (Some(one), Some(other)) = (self.rows.get(one), self.rows.get(other)) else { return Vec::new() };
        one.choke_points.iter().filter(|choke| other.choke_points.contains(choke)).collect()
    }
}
