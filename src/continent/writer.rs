//! From a path to a journey: each step is costed again, and its entries put into legs and stops.

use super::Continent;
use super::access::By;
use super::figures::Area;
use super::journey::{Journey, JourneyLeg, JourneyStop, StopKind};
use super::step::Step;
use super::trip::{ContinentTrip, Whole};
use crate::cost::{CostVector, Criterion};
use crate::costing::{Cause, Ledger};
use crate::mode::Mode;
use crate::place::TransferKind;
use crate::provenance::Basis;

/// The entries of a step by what they are for.
#[derive(Debug, Default)]
struct Book {
    moving: CostVector,
    stops: CostVector,
    border: CostVector,
    port: CostVector,
    handling: CostVector,
    kind: Option<TransferKind>,
}

impl<'a> Ledger<'a> for Book {
    fn add(&mut self, cause: Cause, criterion: Criterion, ticks: u32, _: &'a Basis) {
        if let Cause::Transfer { kind, .. } = cause {
            self.kind = Some(kind);
        }
        let slot = match cause {
            Cause::Running { .. } | Cause::Event { .. } => &mut self.moving,
            Cause::Stops { .. } => &mut self.stops,
            Cause::Border { .. } => &mut self.border,
            Cause::Port { .. } => &mut self.port,
            Cause::Transfer { .. } | Cause::Wait { .. } | Cause::Terminal { .. } => &mut self.handling,
        };
        *slot = slot.with(criterion, slot[criterion].saturating_add(ticks));
    }
}

/// Where a move lies: leaving it begins a new leg.
type Where = (Mode, Option<u16>);

/// Puts moves and stops together.
struct Writer<'a> {
    continent: &'a Continent,
    parts: [CostVector; 3],
    legs: Vec<(Where, JourneyLeg)>,
    waiting: Vec<JourneyStop>,
    /// What the next leg begins at.
    here: String,
    /// Whether the next move begins a leg even if nothing lies between.
    apart: bool,
}

impl Writer<'_> {
    fn moved(&mut self, at: Where, cost: CostVector, share: f64) {
        if cost == CostVector::ZERO || share <= 0.0 {
            return;
        }
        let goes_on = self.waiting.is_empty() && !self.apart;
        if !goes_on || self.legs.last().is_none_or(|(last, _)| *last != at) {
            let before = std::mem::take(&mut self.waiting);
            if before.is_empty()
                && !self.apart
                && let Some(((_, last), _)) = self.legs.last()
            {
                self.here = self.open_border(*last, at.1);
            }
            self.close();
            let country = at.1.map(|country| self.continent.ways.figures.inner.countries[country as usize].id.clone());
            let leg = JourneyLeg {
                mode: at.0,
                country,
                from: self.here.clone(),
                to: String::new(),
                distance: 0.0,
                hours: 0.0,
                usd: 0.0,
                before,
            };
            self.legs.push((at, leg));
            self.apart = false;
        }
        if let Some((_, leg)) = self.legs.last_mut() {
            leg.distance += share * cost.value(Criterion::Distance);
            leg.hours += share * cost.value(Criterion::Time);
            leg.usd += share * cost.value(Criterion::Cost);
        }
    }

    /// Two countries between which nobody stops.
    fn open_border(&self, from: Option<u16>, to: Option<u16>) -> String {
        let code = |country: Option<u16>| {
            country.map_or("sea", |country| &self.continent.ways.figures.inner.countries[country as usize].id)
        };
        format!("border {} - {}", code(from), code(to))
    }

    /// The last leg ends here.
    fn close(&mut self) {
        if let Some((_, leg)) = self.legs.last_mut().filter(|(_, leg)| leg.to.is_empty()) {
            leg.to = self.here.clone();
        }
    }

    fn stopped(&mut self, kind: StopKind, name: &str, cost: CostVector) {
        if cost == CostVector::ZERO {
            return;
        }
        self.here = name.to_owned();
        self.close();
        let (hours, usd) = (cost.value(Criterion::Time), cost.value(Criterion::Cost));
        let border = cost[Criterion::Crossings] > 0;
        self.waiting.push(JourneyStop { kind, name: name.to_owned(), hours, usd, border });
    }

    fn handled(&mut self, book: &Book, name: &str) {
        let kind = match book.kind {
            Some(TransferKind::Gauge) => StopKind::GaugeChange,
            Some(TransferKind::BoardingSea | TransferKind::BoardingFerry) => StopKind::Boarding,
            Some(TransferKind::LandingSea | TransferKind::LandingFerry) => StopKind::Landing,
            Some(TransferKind::RoadRail) | None => StopKind::Reloading,
        };
        self.stopped(kind, name, book.handling + book.port);
    }

    fn book(&mut self, book: &Book) {
        let parts = [book.moving, book.border + book.port, book.handling + book.stops];
        self.parts.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }

    fn step(&mut self, step: Step) {
        let ways = &self.continent.ways;
        let (figures, inner, parts) = (&ways.figures, &ways.figures.inner, ways.figures.base.parts());
        let mut book = Book::default();
        ways.entries(step, &mut book);
        self.book(&book);
        let moving = book.moving + book.stops;
        let country = |area: Option<Area>| match area {
            Some(Area::Country(country)) => Some(country),
            _ => None,
        };
        match step {
            Step::Link { arc } => {
                let (node, _) = ways.curated.state(ways.curated.graph.tail(arc));
                self.handled(&book, &inner.nodes[node as usize].name);
                let link = &inner.links[ways.curated.graph.link(arc) as usize];
                let (tail, head) = if link.from == node { (link.from, link.to) } else { (link.to, link.from) };
                let [own, next] = [tail, head].map(|node| Some(inner.nodes[node as usize].country));
                if link.mode.is_afloat() || own == next {
                    self.moved((link.mode, own.filter(|_| !link.mode.is_afloat())), moving, 1.0);
                    return;
                }
                let length = link.distance.value.max(f64::MIN_POSITIVE);
                let border = (link.border_km.unwrap_or(length / 2.0) / length).clamp(0.0, 1.0);
                let first = if link.from == node { border } else { 1.0 - border };
                self.moved((link.mode, own), moving, first);
                if let Some(crossing) = link.crossing {
                    self.stopped(StopKind::Border, &inner.crossings[crossing as usize].name, book.border);
                }
                self.moved((link.mode, next), moving, 1.0 - first);
            }
            Step::Arrive { state } => {
                let node = ways.curated.state(state).0;
                self.handled(&book, &inner.nodes[node as usize].name);
            }
            Step::Edge { edge, forward } => {
                let at = (figures.mode(edge as usize), country(figures.area(edge as usize)));
                let tail = if forward { parts.from[edge as usize] } else { parts.to[edge as usize] };
                let name = figures.crossing(edge as usize).map(|crossing| &inner.crossings[crossing as usize].name);
                let before = figures.country(tail) != at.1;
                if let Some(name) = name.filter(|_| before) {
                    self.stopped(StopKind::Border, name, book.border);
                }
                self.moved(at, moving, 1.0);
                if let Some(name) = name.filter(|_| !before) {
                    self.stopped(StopKind::Border, name, book.border);
                }
            }
            Step::Connect { connector } => {
                let connector = &parts.connectors[connector as usize];
                self.moved((parts.modes[usize::from(connector.mode)], figures.country(connector.node)), moving, 1.0);
            }
            Step::Transfer { terminal, from, to } => {
                let terminal = &parts.terminals[terminal as usize];
                let (from, to) = (&terminal.members[usize::from(from)], &terminal.members[usize::from(to)]);
                let here = figures.country(from.node);
                let name = self.name_of(terminal.place, &terminal.name, from.node);
                let modes = [from, to].map(|member| parts.modes[usize::from(member.mode)]);
                let gauge = modes[0].same_kind(modes[1]);
                let at = (if gauge { modes[1] } else { Mode::Road }, here);
                if modes[0] == Mode::Road {
                    self.moved(at, moving, 1.0);
                    self.handled(&book, &name);
                } else {
                    self.handled(&book, &name);
                    self.moved(at, moving, 1.0);
                }
            }
            Step::Board { terminal, land, .. } | Step::Land { terminal, land, .. } => {
                let terminal = &parts.terminals[terminal as usize];
                let member = &terminal.members[usize::from(land)];
                let name = self.name_of(terminal.place, &terminal.name, member.node);
                let at = (parts.modes[usize::from(member.mode)], figures.country(member.node));
                if matches!(step, Step::Board { .. }) {
                    self.moved(at, moving, 1.0);
                    self.handled(&book, &name);
                } else {
                    self.handled(&book, &name);
                    self.moved(at, moving, 1.0);
                }
            }
            Step::BoardAt { connector } | Step::LandAt { connector } => {
                let place = parts.connectors[connector as usize].place;
                self.handled(&book, &self.name_of(Some(place), "", 0));
                self.moved((Mode::Sea, None), moving, 1.0);
            }
        }
    }

    fn name_of(&self, place: Option<u32>, name: &str, node: u32) -> String {
        let figures = &self.continent.ways.figures;
        let place = place.and_then(|place| figures.places[place as usize]);
        match place {
            Some(place) => figures.inner.nodes[place as usize].name.clone(),
            None if name.is_empty() => {
                let (lat, lon) = figures.position(node);
                crate::stop::point(lat, lon).to_string()
            }
            None => name.to_owned(),
        }
    }
}

impl Journey {
    pub(super) fn new(trip: &ContinentTrip<'_>, whole: Whole) -> Journey {
        let continent = trip.continent;
        let [from, to] = trip.names();
        let mut writer = Writer {
            continent,
            parts: [CostVector::ZERO; 3],
            legs: Vec::new(),
            waiting: Vec::new(),
            here: from.clone(),
            apart: true,
        };
        writer.start(whole.start.by);
        whole.arcs.iter().for_each(|arc| writer.step(continent.step(*arc)));
        writer.end(whole.end.by);
        writer.here.clone_from(&to);
        writer.close();
        let states = whole.arcs.iter().map(|arc| continent.graph.head(*arc));
        let first = whole.arcs.first().map(|arc| continent.graph.tail(*arc));
        let course = first.into_iter().chain(states).map(|state| continent.position(state)).collect();
        Journey {
            from,
            to,
            cost: whole.cost,
            parts: writer.parts,
            legs: writer.legs.into_iter().map(|(_, leg)| leg).collect(),
            at_end: writer.waiting,
            arcs: whole.arcs,
            course,
        }
    }
}

/// Where a first mile ends and a last one begins.
const ROAD: &str = "the road there";

impl Writer<'_> {
    /// From where the trip starts to the graph.
    fn start(&mut self, by: By) {
        match by {
            By::Place => {}
            By::Road { .. } => {
                self.mile(by);
                self.here = ROAD.to_owned();
                self.close();
                self.apart = true;
            }
            By::Siding { .. } => self.mile(by),
            By::Quay { .. } => {
                let book = self.booked(by);
                self.handled(&book, &self.quay(by));
                self.moved((Mode::Sea, None), book.moving + book.stops, 1.0);
            }
        }
    }

    /// From the graph to where the trip ends.
    fn end(&mut self, by: By) {
        match by {
            By::Place => {}
            By::Road { .. } => {
                if self.waiting.is_empty() {
                    self.here = ROAD.to_owned();
                    self.close();
                }
                self.apart = true;
                self.mile(by);
            }
            By::Siding { .. } => self.mile(by),
            By::Quay { .. } => {
                let book = self.booked(by);
                self.moved((Mode::Sea, None), book.moving + book.stops, 1.0);
                self.handled(&book, &self.quay(by));
            }
        }
    }

    fn booked(&mut self, by: By) -> Book {
        let mut book = Book::default();
        by.entries(&self.continent.ways, &mut book);
        self.book(&book);
        book
    }

    fn mile(&mut self, by: By) {
        let at = match by {
            By::Road { country, .. } => (Mode::Road, Some(country)),
            By::Siding { mode, country, .. } => (mode, Some(country)),
            By::Place | By::Quay { .. } => return,
        };
        let book = self.booked(by);
        self.moved(at, book.moving + book.stops, 1.0);
    }

    /// The name of the port.
    fn quay(&self, by: By) -> String {
        let By::Quay { terminal, sea, .. } = by else { return String::new() };
        let terminal = &self.continent.ways.figures.base.parts().terminals[terminal as usize];
        self.name_of(terminal.place, &terminal.name, terminal.members[usize::from(sea)].node)
    }
}
