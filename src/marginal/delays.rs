//! Where a route spends hours that somebody could shorten: posts, ports, transfers, waits for vessels; and on which arcs.

use crate::compile::StateGraph;
use crate::cost::Criterion;
use crate::costing::{Cause, Ledger, Standing};
use crate::figure::readers::passage_site;
use crate::network::Inner;
use crate::place::TransferKind;
use crate::provenance::Basis;
use std::collections::BTreeMap;

/// A thing at which freight waits or is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// One side of a land border, in both directions and all modes.
    Post {
        crossing: u16,
        country: u16,
    },
    /// Customs of a port, for freight that lands there from abroad.
    Port {
        node: u32,
    },
    /// Customs of the ports of a country, for freight that leaves it by sea: where it boarded is known by country alone.
    Leaving {
        country: u16,
    },
    Transfer {
        node: u32,
        kind: TransferKind,
    },
    Wait {
        link: u32,
    },
    Terminal {
        node: u32,
    },
}

/// The hours of one step at one spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub(crate) spot: u32,
    pub(crate) seconds: u32,
    /// How much of it is estimated.
    pub(crate) estimated: u32,
}

/// Every spot of open links, and the arcs that pass it.
#[derive(Debug)]
pub(crate) struct Delays {
    pub(crate) spots: Vec<Spot>,
    numbers: BTreeMap<Spot, u32>,
    stays: Vec<Vec<Stay>>,
    arcs: Vec<Vec<(u32, u32)>>,
}

/// Notes the hours of one step, which ends or begins at `node`.
struct Notes<'a> {
    inner: &'a Inner,
    node: u32,
    found: Vec<(Spot, u32, u32)>,
}

impl Ledger<'_> for Notes<'_> {
    fn add(&mut self, cause: Cause, criterion: Criterion, ticks: u32, basis: &Basis) {
        let country_here = self.inner.nodes[self.node as usize].country;
        let spot = match cause {
            _ if criterion != Criterion::Time || ticks == 0 => return,
            Cause::Border { crossing, country } => Spot::Post { crossing, country },
            Cause::Port { country } if country == country_here => Spot::Port { node: self.node },
            Cause::Port { country } => Spot::Leaving { country },
            Cause::Transfer { node, kind } => Spot::Transfer { node, kind },
            Cause::Wait { link, .. } => Spot::Wait { link },
            Cause::Terminal { node } => Spot::Terminal { node },
            Cause::Running { .. } | Cause::Event { .. } | Cause::Stops { .. } => return,
        };
        let estimated = if basis.is_estimate() { ticks } else { 0 };
        match self.found.iter_mut().find(|stay| stay.0 == spot) {
            Some((_, seconds, guessed)) => {
                (*seconds, *guessed) = (seconds.saturating_add(ticks), guessed.saturating_add(estimated));
            }
            None => self.found.push((spot, ticks, estimated)),
        }
    }
}

impl Delays {
    /// Costs every arc once more: O(arcs).
    pub(crate) fn new(inner: &Inner, graph: &StateGraph) -> Delays {
        let mut delays = Delays { spots: Vec::new(), numbers: BTreeMap::new(), stays: Vec::new(), arcs: Vec::new() };
        let mut notes = Notes { inner, node: 0, found: Vec::new() };
        let mut passages: Vec<Option<Vec<(Spot, u32, u32)>>> = vec![None; 2 * inner.links.len()];
        for arc in 0..graph.graph.arcs() as u32 {
            let ((node, standing), link) = (graph.state(graph.graph.tail(arc)), graph.graph.link(arc));
            let forward = inner.links[link as usize].from == node;
            notes.node = node;
            inner.transfer(node, standing, link, &mut notes);
            let transfer = std::mem::take(&mut notes.found);
            let passage = passages[passage_site(link, forward) as usize].get_or_insert_with(|| {
                inner.passage(link, forward, &mut notes);
                std::mem::take(&mut notes.found)
            });
            let stays = transfer.iter().chain(passage.iter());
            let stays = stays.map(|stay| delays.stay(*stay)).collect::<Vec<Stay>>();
            for stay in &stays {
                delays.arcs[stay.spot as usize].push((arc, stay.seconds));
            }
            delays.stays.push(stays);
        }
        for state in 0..graph.graph.states() as u32 {
            let (node, standing) = graph.state(state);
            delays.arrivals(inner, node, true, standing);
        }
        delays
    }

    fn stay(&mut self, (spot, seconds, estimated): (Spot, u32, u32)) -> Stay {
        let number = *self.numbers.entry(spot).or_insert_with(|| {
            self.spots.push(spot);
            self.arcs.push(Vec::new());
            self.spots.len() as u32 - 1
        });
        Stay { spot: number, seconds, estimated }
    }

    fn arrivals(&mut self, inner: &Inner, node: u32, terminals: bool, standing: Standing) {
        let mut notes = Notes { inner, node, found: Vec::new() };
        inner.arrival(node, standing, terminals, &mut notes);
        notes.found.into_iter().for_each(|stay| {
            self.stay(stay);
        });
    }

    /// The hours of an arc, by spot.
    pub(crate) fn of_arc(&self, arc: u32) -> &[Stay] {
        &self.stays[arc as usize]
    }

    /// The hours of ending a trip.
    pub(crate) fn of_arrival(&self, inner: &Inner, (node, terminals): (u32, bool), standing: Standing) -> Vec<Stay> {
        let mut notes = Notes { inner, node, found: Vec::new() };
        inner.arrival(node, standing, terminals, &mut notes);
        let known = |(spot, seconds, estimated): (Spot, u32, u32)| {
            Some(Stay { spot: *self.numbers.get(&spot)?, seconds, estimated })
        };
        notes.found.into_iter().filter_map(known).collect()
    }

    /// The arcs that pass a spot, and how long each stays there.
    pub(crate) fn arcs(&self, spot: u32) -> &[(u32, u32)] {
        &self.arcs[spot as usize]
    }
}
