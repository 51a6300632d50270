//! An answer: the links of a route, what they cost, and how far the figures can be trusted.

use crate::cost::{CostVector, Criterion};
use crate::indicators::measured::Sums;
use crate::link::Tariff;
use crate::mode::Mode;
use crate::place::{Control, TransferKind};
use crate::units::{Hours, KilogramsCo2e, Kilometres, RiskPoints, UsDollars, hours, kg_co2e, km, points, usd};
use crate::warning::Warning;
use crate::why::reason::Reason;

/// Where time, money and the rest go: moving, borders, and changing mode, gauge or vessel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Moving along links, and what happens on them.
    Running,
    /// Clearing at border posts and ports of entry.
    Border,
    /// Stops: handling, waiting for vessels, loading and unloading, drivers' rest and yards on the way.
    Transfer,
}

impl Part {
    /// All three.
    pub const ALL: [Part; 3] = [Part::Running, Part::Border, Part::Transfer];
}

/// The longest run in one mode.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Leg {
    pub(crate) mode: Mode,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) links: Vec<String>,
    pub(crate) distance: Kilometres,
    /// `None` in a network without times.
    pub(crate) time: Option<Hours>,
    /// `None` in a network without costs.
    pub(crate) cost: Option<UsDollars>,
    /// Crossings on the way, each with its hours.
    pub(crate) borders: Vec<String>,
    /// What happens before it: a change of mode, a change of gauge, a wait.
    pub(crate) before: Option<String>,
}

impl Leg {
    /// How freight moves.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The name of the place where it begins.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The name of the place where it ends.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The ids of its links.
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// Its length.
    pub fn distance(&self) -> Kilometres {
        self.distance
    }

    /// Running time and borders on the way; the transfer before it counts too, and on the last leg what ends the trip. Not a number if the
    /// network has no times.
    pub fn time(&self) -> Hours {
        self.time.unwrap_or(hours(f64::NAN))
    }

    /// Controlled borders on the way, each with its hours where the network has times: `Khunjerab Pass 30 h`.
    pub fn borders(&self) -> &[String] {
        &self.borders
    }

    /// What happens before it, in words: a change of mode or of gauge, a wait.
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// Rates, fees and the transfer before it, and on the last leg what ends the trip. Not a number if the network has no costs.
    pub fn cost(&self) -> UsDollars {
        self.cost.unwrap_or(usd(f64::NAN))
    }
}

/// A controlled border that a route passes.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BorderPassage {
    pub(crate) name: String,
    pub(crate) crossing: Option<String>,
    pub(crate) from_country: String,
    pub(crate) to_country: String,
    pub(crate) control: Control,
    pub(crate) time: Hours,
    pub(crate) fee: UsDollars,
}

impl BorderPassage {
    /// The border crossing, or "port of" and a place.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the crossing; `None` for a passage by ship.
    pub fn crossing(&self) -> Option<&str> {
        self.crossing.as_deref()
    }

    /// The code of the country left.
    pub fn from_country(&self) -> &str {
        &self.from_country
    }

    /// The code of the country entered.
    pub fn to_country(&self) -> &str {
        &self.to_country
    }

    /// Hours at both posts.
    pub fn time(&self) -> Hours {
        self.time
    }

    /// US$ at both posts.
    pub fn fee(&self) -> UsDollars {
        self.fee
    }
}

/// A change of mode or of gauge.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transfer {
    pub(crate) place: String,
    pub(crate) kind: TransferKind,
    pub(crate) time: Hours,
    pub(crate) fee: UsDollars,
}

impl Transfer {
    /// The name of the place.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What changes.
    pub fn kind(&self) -> TransferKind {
        self.kind
    }

    /// Hours, without the wait for a vessel.
    pub fn time(&self) -> Hours {
        self.time
    }

    /// US$ of handling.
    pub fn fee(&self) -> UsDollars {
        self.fee
    }
}

/// A route: what it costs on every criterion, its legs, and where its figures come from.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Route {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) cost: CostVector,
    pub(crate) parts: [CostVector; 3],
    /// By mode, in order of name.
    pub(crate) by_mode: Vec<(&'static str, Sums)>,
    pub(crate) reasons: Vec<(Reason, CostVector)>,
    pub(crate) covered: [bool; 6],
    pub(crate) links: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) borders: Vec<BorderPassage>,
    pub(crate) transfers: Vec<Transfer>,
    pub(crate) countries: Vec<String>,
    pub(crate) corridors: Vec<String>,
    pub(crate) sources: Vec<crate::provenance::Source>,
    pub(crate) estimated: [f64; 6],
    pub(crate) time_range: (f64, f64),
    pub(crate) warnings: Vec<Warning>,
    pub(crate) tariff: Tariff,
}

impl Route {
    /// What it costs on every criterion, in ticks.
    pub fn cost_vector(&self) -> &CostVector {
        &self.cost
    }

    /// The value on one criterion in its unit; `None` if the network has no figures for it.
    pub fn value(&self, criterion: Criterion) -> Option<f64> {
        self.covered[criterion as usize].then(|| self.cost.value(criterion))
    }

    /// The share of one criterion that moving, borders or transfers take, in its unit.
    pub fn part(&self, part: Part, criterion: Criterion) -> f64 {
        self.parts[part as usize].value(criterion)
    }

    fn known(&self, criterion: Criterion) -> f64 {
        self.value(criterion).unwrap_or(f64::NAN)
    }

    /// Length of its links.
    pub fn distance(&self) -> Kilometres {
        km(self.known(Criterion::Distance))
    }

    /// Hours running, at borders and in transfers; not a number if the network has no times.
    pub fn time(&self) -> Hours {
        hours(self.known(Criterion::Time))
    }

    /// US$ for one forty-foot container, for more of them see [`Route::cost_for`]; not a number if the network has no costs.
    pub fn cost(&self) -> UsDollars {
        usd(self.known(Criterion::Cost))
    }

    /// How many controlled borders it passes.
    pub fn crossings(&self) -> u32 {
        self.cost[Criterion::Crossings]
    }

    /// Points of risk; not a number if the network has no hazard.
    pub fn risk(&self) -> RiskPoints {
        points(self.known(Criterion::Risk))
    }

    /// Kilograms of CO2e for one forty-foot container of 20 t, for other loads see [`Route::emissions_for`]; not a number if the network has no emission factors.
    pub fn emissions(&self) -> KilogramsCo2e {
        kg_co2e(self.known(Criterion::Emissions))
    }

    /// The id of the place where it starts.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The id of the place where it ends.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The ids of its links, in order of travel.
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// The ids of its places, in order of travel.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// The longest runs in one mode.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The controlled borders that it passes, in order.
    pub fn borders(&self) -> &[BorderPassage] {
        &self.borders
    }

    /// Changes of mode and of gauge, boardings and landings, in order.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// How often the gauge changes.
    pub fn gauge_changes(&self) -> usize {
        self.transfers.iter().filter(|transfer| transfer.kind == TransferKind::Gauge).count()
    }

    /// The codes of the countries on land, in order.
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// The ids of the corridors to which one of its links belongs. Those that it follows by their signatures are told by
    /// [`Ranked::corridors`](crate::Ranked::corridors) and [`Front::by_corridor`](crate::Front::by_corridor).
    pub fn corridors(&self) -> &[String] {
        &self.corridors
    }

    /// The publications behind its figures, in order of id.
    pub fn sources(&self) -> &[crate::provenance::Source] {
        &self.sources
    }

    /// The share of a total that rests on estimates, 0 to 1.
    pub fn estimated_share(&self, criterion: Criterion) -> f64 {
        self.estimated[criterion as usize]
    }

    /// The shortest and longest time, if each border post took as little or as much as was ever published of it.
    pub fn time_range(&self) -> (Hours, Hours) {
        (hours(self.time_range.0), hours(self.time_range.1))
    }

    /// What to know before relying on it.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The price level of its rail freight.
    pub fn tariff(&self) -> Tariff {
        self.tariff
    }
}
