//! What an arc of the continent is, and its entries: the graph adds them up, a journey keeps them apart.

use super::course::Courses;
use super::figures::{Area, Figures};
use crate::base::{BaseMember, BaseTerminal};
use crate::compile::StateGraph;
use crate::cost::{CostVector, Criterion};
use crate::costing::{Cause, Ledger, Standing};
use crate::mode::Mode;
use crate::place::TransferKind;
use crate::provenance::Basis;

/// One arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An arc of the curated network: a transfer and a link.
    Link {
        arc: u32,
    },
    /// The end of a trip at a place, from a state of the curated network.
    Arrive {
        state: u32,
    },
    /// An edge of the base network.
    Edge {
        edge: u32,
        forward: bool,
    },
    /// Between a curated place and the base network, in the mode of the connector.
    Connect {
        connector: u32,
    },
    /// From one member of a terminal to another, both by land.
    Transfer {
        terminal: u32,
        from: u16,
        to: u16,
    },
    /// From a member on land to a lane, or back.
    Board {
        terminal: u32,
        land: u16,
        sea: u16,
    },
    Land {
        terminal: u32,
        land: u16,
        sea: u16,
    },
    /// From a curated place to a lane, or back.
    BoardAt {
        connector: u32,
    },
    LandAt {
        connector: u32,
    },
}

/// What steps are made of.
#[derive(Debug)]
pub(crate) struct Ways {
    pub(crate) figures: Figures,
    pub(crate) courses: Courses,
    pub(crate) curated: StateGraph,
    /// By base node, the water of its lanes.
    pub(crate) water: Vec<u16>,
    /// Nodes at sea, each with an edge.
    pub(crate) at_sea: Vec<(u32, u32)>,
}

/// No water.
pub(crate) const DRY: u16 = u16::MAX;

/// Adds entries up, and notes what has no figure.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    pub(crate) cost: CostVector,
    pub(crate) lacks: [bool; 6],
}

impl<'a> Ledger<'a> for Sum {
    fn add(&mut self, cause: Cause, criterion: Criterion, ticks: u32, basis: &'a Basis) {
        Ledger::add(&mut self.cost, cause, criterion, ticks, basis);
    }

    fn missing(&mut self, _: Cause, criterion: Criterion) {
        self.lacks[criterion as usize] = true;
    }
}

impl Ways {
    /// What a step costs; `None` if there is no such way, or no figure where all links have one.
    pub(crate) fn cost(&self, step: Step) -> Option<CostVector> {
        let mut sum = Sum::default();
        let goes = self.entries(step, &mut sum) && self.lacking(&sum).is_none();
        goes.then_some(sum.cost)
    }

    /// A criterion of which the network has figures everywhere but here.
    pub(crate) fn lacking(&self, sum: &Sum) -> Option<Criterion> {
        Criterion::ALL.into_iter().find(|c| sum.lacks[*c as usize] && self.figures.inner.covered[*c as usize])
    }

    /// The entries of a step; `false` if there is no such way.
    pub(crate) fn entries(&self, step: Step, ledger: &mut impl for<'l> Ledger<'l>) -> bool {
        let (figures, inner) = (&self.figures, &self.figures.inner);
        let parts = figures.base.parts();
        match step {
            Step::Link { arc } => {
                let graph = &self.curated.graph;
                let (node, standing) = self.curated.state(graph.tail(arc));
                let link = graph.link(arc);
                let moved = inner.transfer(node, standing, link, ledger);
                inner.passage(link, inner.links[link as usize].from == node, ledger);
                moved
            }
            Step::Arrive { state } => {
                let (node, standing) = self.curated.state(state);
                inner.arrival(node, standing, false, ledger)
            }
            Step::Edge { edge, forward } => {
                figures.along(edge as usize, forward, &self.courses, ledger);
                true
            }
            Step::Connect { connector } => {
                let connector = &parts.connectors[connector as usize];
                let Some(country) = figures.country(connector.node) else { return false };
                let mode = parts.modes[usize::from(connector.mode)];
                figures.metres(mode, Area::Country(country), f64::from(connector.metres), ledger);
                true
            }
            Step::Transfer { terminal, from, to } => {
                let terminal = &parts.terminals[terminal as usize];
                let (from, to) = (&terminal.members[usize::from(from)], &terminal.members[usize::from(to)]);
                let Some(country) = figures.country(from.node) else { return false };
                let modes = [from, to].map(|member| parts.modes[usize::from(member.mode)]);
                let kind = if modes[0].same_kind(modes[1]) { TransferKind::Gauge } else { TransferKind::RoadRail };
                let node = self.handled_at(terminal, country);
                let cleared = kind == TransferKind::Gauge && self.is_cleared(node, modes[1]);
                let moved = inner.handle(node, kind, cleared, ledger);
                let mode = if kind == TransferKind::Gauge { modes[1] } else { Mode::Road };
                figures.metres(mode, Area::Country(country), figures.between(from.node, to.node), ledger);
                moved
            }
            Step::Board { terminal, land, sea } => self
                .to_quay(terminal, land, sea, ledger)
                .is_some_and(|(place, sea)| self.board(place, sea.node, sea.metres, ledger)),
            Step::Land { terminal, land, sea } => self
                .to_quay(terminal, land, sea, ledger)
                .is_some_and(|(place, sea)| self.land(place, sea.node, sea.metres, ledger)),
            Step::BoardAt { connector } | Step::LandAt { connector } => {
                let connector = &parts.connectors[connector as usize];
                let Some(place) = figures.places[connector.place as usize] else { return false };
                if matches!(step, Step::BoardAt { .. }) {
                    self.board(place, connector.node, connector.metres, ledger)
                } else {
                    self.land(place, connector.node, connector.metres, ledger)
                }
            }
        }
    }

    /// The way between a member of a terminal on land and its quay, whichever way round; where freight is handled there, and the member at sea.
    fn to_quay(
        &self,
        terminal: u32,
        land: u16,
        sea: u16,
        ledger: &mut impl for<'l> Ledger<'l>,
    ) -> Option<(u32, &BaseMember)> {
        let (figures, parts) = (&self.figures, self.figures.base.parts());
        let terminal = &parts.terminals[terminal as usize];
        let (land, sea) = (&terminal.members[usize::from(land)], &terminal.members[usize::from(sea)]);
        let country = figures.country(land.node)?;
        let mode = parts.modes[usize::from(land.mode)];
        figures.metres(mode, Area::Country(country), f64::from(land.metres), ledger);
        Some((self.handled_at(terminal, country), sea))
    }

    /// Going aboard at a place.
    pub(crate) fn board(&self, place: u32, lane: u32, metres: u32, ledger: &mut impl for<'l> Ledger<'l>) -> bool {
        let (inner, water) = (&self.figures.inner, self.water[lane as usize]);
        if water == DRY || !inner.handle(place, TransferKind::BoardingSea, false, ledger) {
            return false;
        }
        let lane = self.figures.lane(water, f64::from(metres));
        inner.wait(place, u32::MAX, &lane, ledger);
        inner.passage_of(u32::MAX, &lane, true, ledger);
        true
    }

    /// Going ashore at a place.
    pub(crate) fn land(&self, place: u32, lane: u32, metres: u32, ledger: &mut impl for<'l> Ledger<'l>) -> bool {
        let (inner, water) = (&self.figures.inner, self.water[lane as usize]);
        if water == DRY || !inner.handle(place, TransferKind::LandingSea, false, ledger) {
            return false;
        }
        inner.passage_of(u32::MAX, &self.figures.lane(water, f64::from(metres)), true, ledger);
        true
    }

    /// Where a terminal handles freight: at its curated place, or as anywhere in its country.
    pub(crate) fn handled_at(&self, terminal: &BaseTerminal, country: u16) -> u32 {
        let place = terminal.place.and_then(|place| self.figures.places[place as usize]);
        place.unwrap_or(self.figures.stand_in(country))
    }

    /// Whether the hours of entering the country contain the change to this gauge: that of the lines inland.
    fn is_cleared(&self, place: u32, onto: Mode) -> bool {
        let inner = &self.figures.inner;
        let inland = |link: &crate::link::Link| {
            link.crossing.is_none() && link.mode == onto && (link.from == place || link.to == place)
        };
        inner.gauge_cleared_at.binary_search(&place).is_ok() && inner.links.iter().any(inland)
    }

    /// The lanes at a node.
    pub(crate) fn lanes_at(&self, node: u32) -> impl Iterator<Item = usize> + '_ {
        let start = self.at_sea.partition_point(|lane| lane.0 < node);
        self.at_sea[start..].iter().take_while(move |lane| lane.0 == node).map(|lane| lane.1 as usize)
    }

    /// How freight may stand at curated places because the base network leads there.
    pub(crate) fn standings(figures: &Figures) -> Vec<(u32, Standing)> {
        let parts = figures.base.parts();
        let mut standings = Vec::new();
        for connector in &parts.connectors {
            let mode = parts.modes[usize::from(connector.mode)];
            if let Some(place) = figures.places[connector.place as usize].filter(|_| !mode.is_afloat()) {
                standings.push((place, Standing::Landed(mode)));
            }
        }
        // Who comes by a lane goes on by whatever leads on.
        for connector in parts.connectors.iter().filter(|c| parts.modes[usize::from(c.mode)] == Mode::Sea) {
            let Some(place) = figures.places[connector.place as usize] else { continue };
            let links = figures.inner.links.iter().filter(|link| link.from == place || link.to == place);
            standings
                .extend(links.filter(|link| !link.mode.is_afloat()).map(|link| (place, Standing::Landed(link.mode))));
        }
        standings.sort_unstable();
        standings.dedup();
        standings
    }
}
