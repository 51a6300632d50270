//! A figure as embedders see it: what it is called, what it is, what it may plausibly be.

use crate::figure::cell::Cell;
use crate::figure::name;
use crate::network::{Inner, Network};
use crate::provenance::Basis;
use std::ops::RangeInclusive;

/// One number that costs are made of: hours or fees of a post, a default rate, the hazard of a country.
///
/// Figures are the own hours, costs, risks, emissions and waits of links, the hours and fees of posts, ports and transfers, the
/// defaults, and the hazards of countries and waters. Lengths and dated events are none: the first are measured, the others are no
/// quantity that anybody sets.
#[derive(Clone, Debug)]
pub struct NamedFigure {
    id: String,
    name: String,
    unit: &'static str,
    value: f64,
    range: (f64, f64),
    basis: Basis,
}

impl NamedFigure {
    pub(crate) fn new(inner: &Inner, cell: Cell) -> NamedFigure {
        let figure = inner.figure(cell);
        NamedFigure {
            id: name::id(inner, cell),
            name: name::name(inner, cell),
            unit: inner.measure(cell).unit,
            value: figure.map_or(0.0, |figure| figure.value),
            range: inner.plausible(cell),
            basis: figure.map_or_else(Basis::default, |figure| figure.basis.clone()),
        }
    }

    /// The id, as [`Scenario::set`](crate::Scenario::set) takes it: `wait.ferry.caspian`, `khunjerab.pk.inbound.hours`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is, in words: `the wait for a ferry on the Caspian Sea`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit: `h`, `US$`, `km/h`, `US$/km`, `g/tkm`, `of 100`, `points`, `kg CO2e`; `h per hour` and `times` for factors.
    pub fn unit(&self) -> &str {
        self.unit
    }

    /// Its value, in its [`unit`](Self::unit).
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What it may plausibly be. Hours of waiting and clearing, and fees: from nothing to four times, and up to 24 h or 200 US$ where they
    /// are nothing today. All others: from a half to twice, hazards up to 100. Always as far as other values were published, by
    /// other sources or in other years.
    pub fn plausible(&self) -> RangeInclusive<f64> {
        self.range.0..=self.range.1
    }

    /// The ground on which it stands.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }
}

impl Network {
    /// Every named figure, in the order of defaults, crossings, places, links, countries and waters.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Scenario, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_650)).time(hours(34)).crossing("khyber", hours(30));
    /// let network = net.build()?;
    /// let ids: Vec<String> = network.figures().map(|figure| figure.id().to_owned()).collect();
    /// assert!(ids.contains(&"khyber.af.road.inbound.hours".to_owned()), "{ids:?}");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn figures(&self) -> impl Iterator<Item = NamedFigure> {
        self.inner.cells().into_iter().map(|cell| NamedFigure::new(&self.inner, cell))
    }
}
