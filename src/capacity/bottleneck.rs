//! The narrowest point of a route: the least capacity on it, and what has none on record.

use crate::capacity::limit::{Facility, Limit, LimitKind};
use crate::capacity::load::CapacityUnit;
use crate::lookup::QueryError;
use crate::network::{Inner, Network};
use crate::planner::Trip;
use crate::report::grouped;
use crate::route::Route;
use crate::weights::Weights;
use std::fmt;

/// How much can go along a route in a year, as far as capacities are published.
///
/// Every link of the route, the crossing that it takes and each port where freight boards or lands may limit it. The least of their
/// capacities is an upper bound: whatever lacks a figure may be narrower still. Without any figure on the way nothing is known.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bottleneck {
    limits: Vec<Limit>,
    without_figure: Vec<Limit>,
    kilometres: f64,
}

impl Trip<'_> {
    /// The narrowest point of a corridor on this trip: the least capacity along [`Trip::best_on`], the best open route that follows
    /// the corridor under these weights. `None` if there is no such route. For a corridor that is planned, ask a network in which a
    /// scenario opens it.
    ///
    /// It speaks of one way through the network; where a corridor has several side by side, [`Trip::max_flow`] adds them up.
    ///
    /// # Errors
    /// As [`Trip::best_on`]: an unknown corridor, a criterion of the weights without figures, a question given up.
    ///
    /// ```
    /// use corridor::{CapacityUnit::*, Criterion::*, Mode, Network, Vehicle, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("kostanay", "KZ", lat(53.2), lon(63.6));
    /// net.node("saryagash", "KZ", lat(41.5), lon(69.2));
    /// net.node("hairatan", "AF", lat(37.2), lon(67.4));
    /// net.link("kostanay", "saryagash", Mode::Road).distance(km(1_900)).time(hours(38));
    /// net.link("saryagash", "hairatan", Mode::Road).distance(km(770)).time(hours(15)).crossing("galaba", hours(20)).crossing_capacity(500.0, TrucksPerDay);
    /// net.load(Vehicle::Truck, 20.0);
    /// net.corridor("flour", "Flour", &[("saryagash", "hairatan")]);
    /// let planner = net.build()?.compile();
    /// let flour = planner.trip("kostanay", "hairatan")?.bottleneck("flour", &Weights::new([(Distance, 1.0)])?)?;
    /// let flour = flour.expect("a route");
    /// assert_eq!(flour.tonnes(), Some(3_650_000)); // 500 lorries of 20 t on 365 days
    /// assert_eq!(flour.without_figure().len(), 1); // Kostanay - Saryagash may be narrower
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn bottleneck(&self, corridor: &str, weights: &Weights) -> Result<Option<Bottleneck>, QueryError> {
        let route = self.best_on(corridor, weights)?;
        Ok(route.and_then(|route| self.planner.network().bottleneck(&route)))
    }
}

impl Network {
    /// The narrowest point of a route. `None` if the route has a link that this network lacks.
    pub fn bottleneck(&self, route: &Route) -> Option<Bottleneck> {
        let inner = &*self.inner;
        let links: Option<Vec<u32>> = route.links().iter().map(|id| inner.link(id)).collect();
        let places: Option<Vec<u32>> = route.places().iter().map(|id| inner.node(id)).collect();
        Some(Bottleneck::along(inner, &links?, &places?))
    }
}

impl Bottleneck {
    fn along(inner: &Inner, links: &[u32], places: &[u32]) -> Bottleneck {
        let mut bottleneck = Bottleneck { limits: Vec::new(), without_figure: Vec::new(), kilometres: 0.0 };
        let afloat =
            |link: Option<&u32>| link.map(|link| inner.links[*link as usize].mode).filter(|mode| mode.is_afloat());
        for (at, place) in places.iter().enumerate() {
            let before = if at == 0 { None } else { links.get(at - 1) };
            // Who stays on board passes the port, whatever it can handle.
            if afloat(before) != afloat(links.get(at)) {
                bottleneck.pass(inner, &[Facility::Port(*place, afloat(links.get(at)).is_some())]);
            }
            let Some(index) = links.get(at) else { continue };
            let link = &inner.links[*index as usize];
            bottleneck.kilometres += link.distance.value;
            match inner.limiting_crossing(link) {
                Some(crossing) => bottleneck.pass(inner, &[Facility::Link(*index), Facility::Crossing(crossing)]),
                None => bottleneck.pass(inner, &[Facility::Link(*index)]),
            }
        }
        bottleneck
    }

    /// Freight passes all these things at once: a figure for one of them speaks for all.
    fn pass(&mut self, inner: &Inner, things: &[Facility]) {
        let known: Vec<Limit> =
            things.iter().map(|thing| inner.limit(*thing)).filter(|limit| limit.tonnes.is_some()).collect();
        match things.first() {
            Some(first) if known.is_empty() => self.without_figure.push(inner.limit(*first)),
            _ => self.limits.extend(known),
        }
    }

    /// Tonnes a year that can pass at most; `None` if nothing on the way has a figure.
    pub fn tonnes(&self) -> Option<u64> {
        self.narrowest().and_then(Limit::tonnes)
    }

    /// What limits the route most; the first one in order of travel if several do.
    pub fn narrowest(&self) -> Option<&Limit> {
        self.limits.iter().min_by_key(|limit| limit.tonnes)
    }

    /// Everything on the way that has a figure, in order of travel.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Every link and port on the way for which there is no figure, in order of travel: each may be narrower than the bound.
    pub fn without_figure(&self) -> &[Limit] {
        &self.without_figure
    }

    /// The share of the kilometres that have a figure, 0 to 1.
    pub fn known_share(&self) -> f64 {
        let unknown: f64 = self.without_figure.iter().map(|limit| limit.kilometres).sum();
        if self.kilometres > 0.0 { (1.0 - unknown / self.kilometres).clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl fmt::Display for Bottleneck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.narrowest() {
            None => write!(f, "unknown: nothing on the way has a figure")?,
            Some(narrowest) => write!(f, "at most {narrowest}")?,
        }
        let count = |kind| self.without_figure.iter().filter(|limit| limit.kind == kind).count();
        let (links, ports) = (count(LimitKind::Link), count(LimitKind::Port));
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{count} {what}s")),
        };
        let missing: Vec<String> = [counted(links, "link"), counted(ports, "port")].into_iter().flatten().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let kilometres: f64 = self.without_figure.iter().map(|limit| limit.kilometres).sum();
        let of = grouped(self.kilometres);
        write!(f, "; no figure for {}, {} of {of} km", missing.join(" and "), grouped(kilometres))
    }
}

impl fmt::Display for Limit {
    /// `9.00 Mt a year, Galaba - Hairatan (18 pairs of trains a day, 2025, source)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tonnes {
            Some(tonnes) => write!(f, "{} a year, {}", megatonnes(tonnes), self.name)?,
            None => write!(f, "{}, no figure", self.name)?,
        }
        let mut notes = Vec::new();
        if let Some((amount, unit)) = self.amount.filter(|(_, unit)| *unit != CapacityUnit::TonnesPerYear) {
            notes.push(format!("{} {}", grouped(amount), unit.name()));
        }
        notes.extend(self.year.map(|year| year.to_string()));
        notes.extend(self.source.clone().or(self.estimated.then(|| "estimate".to_owned())));
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

/// `9.00 Mt`, or `400 t` where that would be nothing.
pub(crate) fn megatonnes(tonnes: u64) -> String {
    match tonnes {
        0..10_000 => format!("{} t", grouped(tonnes as f64)),
        _ => format!("{:.2} Mt", tonnes as f64 / 1e6),
    }
}
