//! What a stretch of the base network costs: that of a link as long, in its mode and country.

use super::course::Courses;
use crate::base::{Base, BasePassage};
use crate::costing::Ledger;
use crate::link::Link;
use crate::mode::Mode;
use crate::network::Inner;
use crate::place::{Node, NodeKind};
use crate::provenance::Figure;
use crate::spatial::geodesic_km;
use std::sync::Arc;

/// The curated network as the base network names it, with a place in each country where stretches begin and end.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) base: Arc<Base>,
    pub(crate) inner: Inner,
    /// The first of the places that stand in for countries, in order of country.
    first: u32,
    /// By the tables of the base network, the index in the curated one.
    countries: Vec<Option<u16>>,
    waters: Vec<Option<u16>>,
    crossings: Vec<Option<u16>>,
    straits: Vec<Option<u32>>,
    pub(crate) places: Vec<Option<u32>>,
}

/// Where a stretch lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    Country(u16),
    Water(u16),
}

impl Figures {
    pub(crate) fn new(inner: &Inner, base: Arc<Base>) -> Figures {
        let mut inner = inner.clone();
        let first = inner.nodes.len() as u32;
        let codes: Vec<String> = inner.countries.iter().map(|country| country.id.clone()).collect();
        for (country, code) in (0..).zip(codes) {
            inner.nodes.push(Node::bare(format!("~{code}"), code, country, NodeKind::City, (0.0, 0.0)));
        }
        let parts = base.parts();
        let index = |found: Option<usize>| found.map(|at| at as u16);
        let countries = parts.countries.iter().map(|id| index(inner.countries.iter().position(|c| &c.id == id)));
        let waters = parts.waters.iter().map(|id| index(inner.waters.iter().position(|water| &water.id == id)));
        let crossings = parts.crossings.iter().map(|id| inner.crossing(id));
        let straits = parts.straits.iter().map(|id| inner.node(id));
        let places = parts.places.iter().map(|id| inner.node(id));
        Figures {
            first,
            countries: countries.collect(),
            waters: waters.collect(),
            crossings: crossings.collect(),
            straits: straits.collect(),
            places: places.collect(),
            inner,
            base,
        }
    }

    /// The country of a base node; `None` at sea, and where the curated network has no figures.
    pub(crate) fn country(&self, node: u32) -> Option<u16> {
        let country = self.base.parts().country[node as usize];
        self.countries.get(usize::from(country)).copied().flatten()
    }

    /// Where an edge lies; `None` where the curated network has no figures.
    pub(crate) fn area(&self, edge: usize) -> Option<Area> {
        let (parts, area) = (self.base.parts(), usize::from(self.base.parts().area[edge]));
        if parts.is_afloat(edge) {
            self.waters.get(area).copied().flatten().map(Area::Water)
        } else {
            self.countries.get(area).copied().flatten().map(Area::Country)
        }
    }

    pub(crate) fn mode(&self, edge: usize) -> Mode {
        let parts = self.base.parts();
        parts.modes[usize::from(parts.mode[edge])]
    }

    /// The curated crossing that an edge passes.
    pub(crate) fn crossing(&self, edge: usize) -> Option<u16> {
        match BasePassage::of_code(self.base.parts().passage[edge]) {
            BasePassage::Crossing(crossing) => self.crossings[usize::from(crossing)],
            _ => None,
        }
    }

    /// Whether freight can take an edge at all: it lies where there are figures, in a mode that goes by itself, and passes no closed border or strait.
    pub(crate) fn is_open(&self, edge: usize) -> bool {
        let (parts, mode) = (self.base.parts(), self.mode(edge));
        let Some(area) = self.area(edge) else { return false };
        let ends = [parts.from[edge], parts.to[edge]];
        match area {
            // A ferry is a service, not a lane: the curated network knows those there are.
            Area::Water(_) => {
                mode == Mode::Sea && !ends.iter().any(|node| self.is_icy(*node)) && self.is_passable(edge)
            }
            Area::Country(_) => ends.iter().all(|node| self.country(*node).is_some()) && self.is_passable(edge),
        }
    }

    fn is_passable(&self, edge: usize) -> bool {
        match BasePassage::of_code(self.base.parts().passage[edge]) {
            BasePassage::None | BasePassage::Open => true,
            BasePassage::Closed => false,
            BasePassage::Strait(strait) => match self.straits[usize::from(strait)] {
                Some(place) => !self.inner.nodes[place as usize].closed,
                None => true,
            },
            BasePassage::Crossing(_) => {
                // A line may be planned over a crossing that lorries pass: one of its mode has to be open.
                let (crossing, mode) = (self.crossing(edge), self.mode(edge));
                let open = |link: &Link| {
                    link.crossing == crossing && link.mode.same_kind(mode) && self.inner.status(link).is_open()
                };
                crossing.is_some() && self.inner.links.iter().any(open)
            }
        }
    }

    /// Beyond the waters that stay open all winter: the Barents Sea does.
    fn is_icy(&self, node: u32) -> bool {
        let parts = self.base.parts();
        let (lat, lon) = (parts.lat[node as usize], parts.lon[node as usize]);
        lat > 66_000_000 && !(-15_000_000..45_000_000).contains(&lon)
    }

    /// The entries of moving along an edge, `forward` from its first node to its second.
    pub(crate) fn along(&self, edge: usize, forward: bool, courses: &Courses, ledger: &mut impl for<'l> Ledger<'l>) {
        let Some(area) = self.area(edge) else { return };
        let metres = f64::from(self.base.parts().metres[edge]);
        let (link, back) = match courses.of(edge) {
            Some(course) => {
                let curated = &self.inner.links[course.link as usize];
                let share = metres / course.metres.max(1.0);
                (self.share_of(curated, share, edge, area, course.back), course.back)
            }
            None => (self.stretch(self.mode(edge), area, metres, Some(edge)), false),
        };
        self.inner.passage_of(u32::MAX, &link, forward != back, ledger);
    }

    /// The entries of moving so many metres in one country or water.
    pub(crate) fn metres(&self, mode: Mode, area: Area, metres: f64, ledger: &mut impl for<'l> Ledger<'l>) {
        let link = self.stretch(mode, area, metres, None);
        self.inner.passage_of(u32::MAX, &link, true, ledger);
    }

    /// So many metres of a lane.
    pub(crate) fn lane(&self, water: u16, metres: f64) -> Link {
        self.stretch(Mode::Sea, Area::Water(water), metres, None)
    }

    /// The place that stands in for a country.
    pub(crate) fn stand_in(&self, country: u16) -> u32 {
        self.first + u32::from(country)
    }

    /// Where a link begins and ends that runs like an edge, and how far from its beginning the border is.
    fn ends(&self, edge: usize, area: Area, km: f64, back: bool) -> (u32, u32, Option<f64>) {
        let Area::Country(own) = area else { return (self.stand_in(0), self.stand_in(0), None) };
        let parts = self.base.parts();
        let [from, to] = [parts.from[edge], parts.to[edge]].map(|node| self.country(node).unwrap_or(own));
        let (from, to) = if back { (to, from) } else { (from, to) };
        (self.stand_in(from), self.stand_in(to), (from != to).then_some(if from == own { km } else { 0.0 }))
    }

    /// A link without figures of its own.
    fn stretch(&self, mode: Mode, area: Area, metres: f64, edge: Option<usize>) -> Link {
        let km = metres / 1000.0;
        let (from, to, border_km) = match (edge, area) {
            (Some(edge), _) => self.ends(edge, area, km, false),
            (None, Area::Country(country)) => (self.stand_in(country), self.stand_in(country), None),
            (None, Area::Water(_)) => (self.stand_in(0), self.stand_in(0), None),
        };
        Link {
            water: match area {
                Area::Water(water) => Some(water),
                Area::Country(_) => None,
            },
            crossing: edge.and_then(|edge| self.crossing(edge)),
            border_km,
            ..Link::bare(from, to, mode, km)
        }
    }

    /// A share of a curated link, on an edge of its course.
    fn share_of(&self, curated: &Link, share: f64, edge: usize, area: Area, back: bool) -> Link {
        let part = |figure: &Option<Figure>| {
            figure.as_ref().map(|figure| Figure {
                value: figure.value * share,
                basis: figure.basis.clone(),
                ..Figure::own(0.0)
            })
        };
        let km = curated.distance.value * share;
        let (from, to, border_km) = self.ends(edge, area, km, back);
        let mut record = curated.record.clone();
        record.events.iter_mut().for_each(|event| event.points *= share);
        let [through, wagonload] = &curated.cost;
        Link {
            from,
            to,
            border_km,
            distance: Figure::own(km),
            time: part(&curated.time),
            cost: [part(through), part(wagonload)],
            cost_back: part(&curated.cost_back),
            risk: part(&curated.risk),
            emissions: part(&curated.emissions),
            record,
            delay: curated.delay * share,
            cost_factor: curated.cost_factor,
            ..self.stretch(curated.mode, area, km * 1000.0, Some(edge))
        }
    }

    /// Metres along the geodesic between two base nodes.
    pub(crate) fn between(&self, a: u32, b: u32) -> f64 {
        geodesic_km(self.position(a), self.position(b)) * 1000.0
    }

    /// Degrees north and east of a base node.
    pub(crate) fn position(&self, node: u32) -> (f64, f64) {
        let parts = self.base.parts();
        (f64::from(parts.lat[node as usize]) / 1e6, f64::from(parts.lon[node as usize]) / 1e6)
    }
}

#[cfg(all(test, feature = "bundled"))]
mod tests {
    use super::*;
    use crate::base::BaseParts;
    use crate::cost::CostVector;
    use crate::{Base, Network};

    /// A stretch costs what a link as long costs, in every country, water and mode in which a link has no figures of its own.
    #[test]
    fn a_stretch_costs_as_a_link_does() {
        let inner = &Network::bundled().inner;
        let parts = BaseParts { points_from: vec![0], ..BaseParts::default() };
        let base = Base::from_bytes(&Base::file_of(&parts).unwrap()).unwrap();
        let figures = Figures::new(inner, Arc::new(base));
        let mut met = 0;
        for (index, link) in (0..).zip(inner.links.iter()) {
            let [from, to] = [link.from, link.to].map(|node| inner.nodes[node as usize].country);
            let own = link.time.is_some() || link.cost.iter().any(Option::is_some) || link.risk.is_some();
            let events = link.record.events(inner.month).next().is_some();
            if own || events || link.emissions.is_some() || (link.water.is_none() && from != to) {
                continue;
            }
            let area = link.water.map_or(Area::Country(from), Area::Water);
            let (mut expected, mut found) = (CostVector::ZERO, CostVector::ZERO);
            inner.passage(index, true, &mut expected);
            figures.metres(link.mode, area, link.distance.value * 1000.0, &mut found);
            assert_eq!(found, expected, "{}", link.id);
            met += 1;
        }
        assert!(met > 200, "{met}");
    }
}
