//! Published lengths, days and prices beside computed ones: the network's own test, open to everyone.

use crate::corridor::{Passage, Published, Reference};
use crate::cost::Criterion;
use crate::link::Link;
use crate::network::{Network, StateError};
use crate::planner::Planner;
use crate::route::Route;
use crate::status::Status;
use crate::weights::Preset;
use std::sync::Arc;

/// One published statement beside the route that the network finds for it.
#[derive(Clone, Debug)]
pub struct Finding {
    reference: Reference,
    route: Option<Route>,
}

/// How a computed value stands to its published interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Met,
    /// Outside it.
    Missed,
    /// The network's lengths were apportioned from this very figure.
    ByConstruction,
    /// The target means something else, as the reference says.
    Excluded,
}

/// How far a length may lie outside the published interval: lengths of one line differ by as much between publications.
pub const LENGTH_TOLERANCE: f64 = 0.08;
/// How far days may lie off a single published figure; a range has to be met as it stands.
pub const DAYS_TOLERANCE: f64 = 0.20;

impl Finding {
    /// The published statement.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The shortest route of its corridor by its modes, in its state of the network; `None` if there is none.
    pub fn route(&self) -> Option<&Route> {
        self.route.as_ref()
    }

    /// Computed kilometres and their deviation from the published interval over its nearer end: -0.03 is 3 % below.
    pub fn length(&self) -> Option<(f64, f64, Verdict)> {
        self.compared(self.reference.length_km.as_ref()?, Criterion::Distance, LENGTH_TOLERANCE, 1.0)
    }

    /// Computed days, first loading and last unloading included, and their deviation as a share of the published ones.
    pub fn days(&self) -> Option<(f64, f64, Verdict)> {
        let published = self.reference.days.as_ref()?;
        let tolerance = if published.min == published.max { DAYS_TOLERANCE } else { 0.0 };
        self.compared(published, Criterion::Time, tolerance, 24.0)
    }

    /// Computed US$ for one container and their deviation; published prices in other units are not compared.
    pub fn cost(&self) -> Option<(f64, f64, Verdict)> {
        let published = self.reference.cost_usd.as_ref()?;
        let comparable = matches!(published.unit.as_deref(), Some("usd_per_feu" | "usd_per_container"));
        self.compared(published, Criterion::Cost, 0.25, 1.0).filter(|_| comparable)
    }

    fn compared(
        &self,
        published: &Published,
        of: Criterion,
        tolerance: f64,
        scale: f64,
    ) -> Option<(f64, f64, Verdict)> {
        // To a tenth, as it is printed: a published figure knows no more.
        let value = (self.route.as_ref()?.value(of)? / scale * 10.0).round() / 10.0;
        let deviation = published.deviation(value);
        let verdict = if self.reference.excluded.is_some() {
            Verdict::Excluded
        } else if self.reference.by_construction && of == Criterion::Distance {
            Verdict::ByConstruction
        } else if deviation.abs() <= tolerance {
            Verdict::Met
        } else {
            Verdict::Missed
        };
        Some((value, deviation, verdict))
    }
}

impl Reference {
    /// Whether its days take part in the calibration: decided by its id alone, before any fit.
    pub fn is_fitted(&self) -> bool {
        is_fitted(&self.id)
    }
}

/// Every other reference, by a hash of its id (FNV-1a, 32 bits).
fn is_fitted(id: &str) -> bool {
    let hash = id.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The low bit of FNV-1a is the parity of the letters; a higher one mixes.
    (hash >> 16) & 1 == 0
}

impl Network {
    /// Finds, for every reference, the shortest route of its corridor by its modes, in its own state of the network.
    ///
    /// A section of a corridor follows its own sequence of places instead of the signature. Time includes first loading and
    /// last unloading where the network has figures for them.
    ///
    /// # Errors
    /// A reference names a state that the network does not have.
    pub fn check_published(&self) -> Result<Vec<Finding>, StateError> {
        self.references().map(|reference| self.check_reference(reference)).collect()
    }

    /// Finds the route of one reference, as [`check_published`](Network::check_published) does.
    ///
    /// # Errors
    /// The reference names a state that the network does not have.
    pub fn check_reference(&self, reference: &Reference) -> Result<Finding, StateError> {
        let state = self.as_of(&reference.state.to_string())?;
        let planner = state.only(&reference.modes).compile();
        Ok(Finding { route: planner.route_of(reference), reference: reference.clone() })
    }

    /// This network with the links of some modes only.
    fn only(&self, modes: &[String]) -> Network {
        let mut network = self.clone();
        let inner = Arc::make_mut(&mut network.inner);
        let other_mode = |link: &Link| !modes.iter().any(|mode| mode == link.mode.name());
        inner.links.change(other_mode, |link| link.record.decided = Some(Status::Suspended));
        network
    }
}

impl Planner {
    fn route_of(&self, reference: &Reference) -> Option<Route> {
        let inner = &self.network().inner;
        let id = |node: u32| inner.nodes[node as usize].id.as_str();
        let trip = self.trip(id(reference.from), id(reference.to)).ok()?;
        let trip = trip.clone().with_terminals().unwrap_or(trip);
        let weights = Preset::GeneralisedCost.weights();
        if !reference.section {
            return trip.best_on(&inner.corridors[reference.corridor as usize].id, &weights).ok()?;
        }
        let joins = |from: u32, to: u32| {
            let passage = |(index, link): (usize, &crate::link::Link)| {
                let forward = (link.from, link.to) == (from, to);
                (forward || (link.to, link.from) == (from, to)).then_some(Passage { link: index as u32, forward })
            };
            inner.links.iter().enumerate().filter_map(passage).collect::<Vec<Passage>>()
        };
        let groups: Vec<Vec<Passage>> = reference.via.windows(2).map(|pair| joins(pair[0], pair[1])).collect();
        trip.best_over(&groups, &weights)
    }
}
