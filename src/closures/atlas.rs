//! What closures do: each by itself, and country by country.

use crate::constraint::list::Constraint;
use crate::cost::{CostVector, Criterion};
use crate::matrix::costs::Asked;
use crate::network::{Inner, Network};
use crate::place::NodeKind;
use crate::weights::Weights;
use std::collections::BTreeMap;

/// What every single closure does to the best routes of a list of trips; see [`Planner::closure_atlas`](crate::Planner::closure_atlas).
#[derive(Clone, Debug)]
pub struct ClosureAtlas {
    pub(crate) network: Network,
    pub(crate) weights: Weights,
    pub(crate) trips: Vec<TripOfAtlas>,
    closures: Vec<Closure>,
    exposures: Vec<Exposure>,
    cut_places: Vec<u32>,
    cut_links: Vec<u32>,
    pub(crate) asked: Asked,
}

/// A trip and the cost of its best route with nothing closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TripOfAtlas {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) cost: Option<CostVector>,
}

/// What a [`Closure`] shuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClosureKind {
    /// A border crossing, with all links over it.
    Crossing,
    /// A seaport, a dry port or a strait, with all links there.
    Place,
    /// A ferry, or a link that belongs to a corridor.
    Link,
}

/// What trips lose together: sums of ticks, and of scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    ticks: [i64; 6],
    score: u64,
    covered: [bool; 6],
}

impl Loss {
    fn of(inner: &Inner) -> Loss {
        Loss { covered: inner.covered, ..Loss::default() }
    }

    fn add(&mut self, other: &Loss) {
        self.score = self.score.saturating_add(other.score);
        self.ticks.iter_mut().zip(other.ticks).for_each(|(sum, ticks)| *sum = sum.saturating_add(ticks));
    }

    fn value(&self, criterion: Criterion) -> Option<f64> {
        let units = self.ticks[criterion as usize] as f64 / f64::from(criterion.ticks_per_unit());
        self.covered[criterion as usize].then_some(units)
    }
}

/// One thing closed, everything else as it is.
#[derive(Clone, Debug)]
pub struct Closure {
    kind: ClosureKind,
    id: String,
    name: String,
    /// Its place, if it is one.
    place: Option<u32>,
    /// Indices into the countries; none for links and for straits, which belong to no country.
    countries: Vec<u16>,
    loss: Loss,
    changed: Vec<(usize, CostVector)>,
    impossible: Vec<usize>,
    ending: Vec<usize>,
}

impl Closure {
    pub(crate) fn new(inner: &Inner, kind: ClosureKind, index: u32) -> Closure {
        let (id, name, countries) = match kind {
            ClosureKind::Crossing => {
                let crossing = &inner.crossings[index as usize];
                (&crossing.id, crossing.name.clone(), crossing.countries.to_vec())
            }
            ClosureKind::Place => {
                let node = &inner.nodes[index as usize];
                let ashore = (node.kind != NodeKind::Waypoint).then_some(node.country);
                (&node.id, node.name.clone(), ashore.into_iter().collect())
            }
            ClosureKind::Link => {
                let link = &inner.links[index as usize];
                let name = |node: u32| &inner.nodes[node as usize].name;
                let name = format!("{} - {} ({})", name(link.from), name(link.to), link.mode.name());
                (&link.id, name, Vec::new())
            }
        };
        Closure {
            kind,
            id: id.clone(),
            name,
            place: (kind == ClosureKind::Place).then_some(index),
            countries,
            loss: Loss::of(inner),
            changed: Vec::new(),
            impossible: Vec::new(),
            ending: Vec::new(),
        }
    }

    /// Adds what becomes of a trip whose best route used what is closed.
    pub(crate) fn add(
        &mut self,
        number: u32,
        trip: &TripOfAtlas,
        (before, after): (&CostVector, Option<CostVector>),
        weights: &Weights,
    ) {
        let ends_here = self.place.is_some_and(|place| [trip.from, trip.to].contains(&place));
        let Some(after) = after else {
            let trips = if ends_here { &mut self.ending } else { &mut self.impossible };
            trips.push(number as usize);
            return;
        };
        let score = weights.score(&after).saturating_sub(weights.score(before));
        let ticks = Criterion::ALL.map(|criterion| i64::from(after[criterion]) - i64::from(before[criterion]));
        self.loss.add(&Loss { ticks, score, ..self.loss });
        self.changed.push((number as usize, after));
    }

    /// A crossing, a place or a link.
    pub fn kind(&self) -> ClosureKind {
        self.kind
    }

    /// The id of what is closed, as [`Scenario::close`](crate::Scenario::close) takes it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the trips that change take more, in the unit of the criterion; less than nothing where detours save on it. `None` if the network
    /// has no figures for it.
    pub fn added(&self, criterion: Criterion) -> Option<f64> {
        self.loss.value(criterion)
    }

    /// By how much the scores of the trips that change rise. It only compares: it is no amount of anything.
    pub fn added_score(&self) -> u64 {
        self.loss.score
    }

    /// The trips that take another route, by number in the list asked about, and what each then costs.
    pub fn changed(&self) -> &[(usize, CostVector)] {
        &self.changed
    }

    /// The trips that no open route is left for, by number in the list asked about; not those of [`Closure::ending`].
    pub fn impossible(&self) -> &[usize] {
        &self.impossible
    }

    /// The trips that start or end at the very place that is closed, by number in the list asked about: they are impossible too, but
    /// that says nothing about the network.
    pub fn ending(&self) -> &[usize] {
        &self.ending
    }
}

/// What hangs on one country: the sum over the single closures of its crossings and ports.
#[derive(Clone, Debug)]
pub struct Exposure {
    country: String,
    name: String,
    closures: usize,
    loss: Loss,
    changed: usize,
    impossible: usize,
}

impl Exposure {
    /// The code of the country.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The name of the country.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many closures of its crossings and ports touch any trip; a crossing counts for both its countries.
    pub fn closures(&self) -> usize {
        self.closures
    }

    /// What trips take more, in the unit of the criterion, summed over the closures one at a time; `None` without figures.
    pub fn added(&self, criterion: Criterion) -> Option<f64> {
        self.loss.value(criterion)
    }

    /// By how much scores rise, summed over the closures one at a time.
    pub fn added_score(&self) -> u64 {
        self.loss.score
    }

    /// How often a closure changes a trip.
    pub fn changed(&self) -> usize {
        self.changed
    }

    /// How often a closure makes a trip impossible that does not end there.
    pub fn impossible(&self) -> usize {
        self.impossible
    }
}

impl ClosureAtlas {
    pub(crate) fn new(
        network: Network,
        weights: Weights,
        trips: Vec<TripOfAtlas>,
        mut closures: Vec<Closure>,
        cut_places: Vec<u32>,
        cut_links: Vec<u32>,
    ) -> ClosureAtlas {
        // Stable, so that equals stay in order of kind and id.
        let impact = |closure: &Closure| (closure.impossible.len(), closure.loss.score, closure.changed.len());
        closures.sort_by_key(|closure| std::cmp::Reverse(impact(closure)));
        let exposures = exposures(&network.inner, &closures);
        let asked = Asked::default();
        ClosureAtlas { network, weights, trips, closures, exposures, cut_places, cut_links, asked }
    }

    /// The same for trips that keep to constraints.
    pub(crate) fn kept_to(self, asked: Asked) -> ClosureAtlas {
        ClosureAtlas { asked, ..self }
    }

    /// What routes keep to.
    pub fn constraints(&self) -> &[Constraint] {
        &self.asked.constraints
    }

    /// Whether loading and unloading at the ends is charged.
    pub fn counts_terminals(&self) -> bool {
        self.asked.terminals
    }

    /// Everything that was closed, by impact: how many trips become impossible, then by how much scores rise, then how many trips change.
    ///
    /// A crossing that a single open link leads over stands for that link too.
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// The closure of the crossing, place or link with that id, where it was closed. O(n) for n closures.
    pub fn closure(&self, id: &str) -> Option<&Closure> {
        self.closures.iter().find(|closure| closure.id == id)
    }

    /// What hangs on each country, by impact; only those of which a closure touches a trip.
    pub fn exposures(&self) -> &[Exposure] {
        &self.exposures
    }

    /// The trips asked about: where each starts and ends, by id, and what its best route costs with nothing closed.
    pub fn trips(&self) -> impl ExactSizeIterator<Item = (&str, &str, Option<&CostVector>)> {
        let id = |node: u32| self.network.inner.nodes[node as usize].id.as_str();
        self.trips.iter().map(move |trip| (id(trip.from), id(trip.to), trip.cost.as_ref()))
    }

    /// The ids of the articulation points: places without which open links, whatever their mode and direction, no longer join the rest.
    /// Closing one of them cuts places off.
    pub fn articulation_points(&self) -> impl ExactSizeIterator<Item = &str> {
        self.cut_places.iter().map(|node| self.network.inner.nodes[*node as usize].id.as_str())
    }

    /// The ids of the bridges: links without which open links, whatever their mode and direction, no longer join the rest. Closing one of
    /// them cuts places off.
    pub fn bridges(&self) -> impl ExactSizeIterator<Item = &str> {
        self.cut_links.iter().map(|link| self.network.inner.links[*link as usize].id.as_str())
    }
}

fn exposures(inner: &Inner, closures: &[Closure]) -> Vec<Exposure> {
    let mut by_country: BTreeMap<u16, Exposure> = BTreeMap::new();
    for closure in closures.iter().filter(|closure| !closure.changed.is_empty() || !closure.impossible.is_empty()) {
        for country in &closure.countries {
            let exposure = by_country.entry(*country).or_insert_with(|| {
                let country = &inner.countries[*country as usize];
                let (id, name, loss) = (country.id.clone(), country.name.clone(), Loss::of(inner));
                Exposure { country: id, name, closures: 0, loss, changed: 0, impossible: 0 }
            });
            exposure.closures += 1;
            exposure.loss.add(&closure.loss);
            exposure.changed += closure.changed.len();
            exposure.impossible += closure.impossible.len();
        }
    }
    let mut exposures: Vec<Exposure> = by_country.into_values().collect();
    exposures.sort_by_key(|exposure| std::cmp::Reverse((exposure.impossible, exposure.loss.score, exposure.changed)));
    exposures
}
