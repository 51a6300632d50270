//! Lanes on which no border is passed: coastal shipping of one country, or of a union without borders.
//!
//! A border is passed where the curated network knows how, by ship as by land: so ships to other countries are those of curated links alone.

use super::build::States;
use super::figures::Figures;
use super::step::{Step, Ways};
use crate::costing::Standing;
use crate::mode::Mode;
use crate::place::Control;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Two ports farther apart are joined by the lanes of those between them, or not at all: 3,000 km.
const FARTHEST: u64 = 3_000_000;

/// Countries between which ships pass no border.
pub(crate) struct Zone(Vec<u16>);

/// Where a ship is boarded from land.
pub(crate) struct Port {
    pub(crate) lane: u32,
    /// The state on land.
    pub(crate) land: u32,
    pub(crate) board: Step,
    /// `None` where a trip starts.
    pub(crate) landing: Option<Step>,
}

/// Unions without borders, then the countries outside of them.
pub(crate) fn zones(figures: &Figures) -> Vec<Zone> {
    let inner = &figures.inner;
    let open = || inner.unions.iter().filter(|union| union.control == Control::Open);
    let alone =
        (0..inner.countries.len() as u16).filter(|country| !open().any(|union| union.members.contains(country)));
    open().map(|union| Zone(union.members.clone())).chain(alone.map(|country| Zone(vec![country]))).collect()
}

/// Ports of that name take tankers and no containers.
fn loads_oil(name: &str) -> bool {
    name.ends_with(" Terminal")
}

impl Zone {
    /// The ways between land and lanes at the zone's ports.
    pub(crate) fn ports(&self, ways: &Ways, states: &States) -> Vec<Port> {
        let (figures, parts) = (&ways.figures, ways.figures.base.parts());
        let is_sea = |mode: u8| parts.modes[usize::from(mode)] == Mode::Sea;
        let mut ports = Vec::new();
        for (number, terminal) in (0..).zip(&parts.terminals).filter(|(_, terminal)| !loads_oil(&terminal.name)) {
            let members = || (0..).zip(&terminal.members);
            for (land, by) in members().filter(|(_, member)| !is_sea(member.mode)) {
                let within = figures.country(by.node).is_some_and(|country| self.0.contains(&country));
                let Some(state) = states.at(by.node, by.mode).filter(|_| within) else { continue };
                for (sea, lane) in members().filter(|(_, member)| is_sea(member.mode)) {
                    let board = Step::Board { terminal: number, land, sea };
                    let landing = Some(Step::Land { terminal: number, land, sea });
                    ports.push(Port { lane: lane.node, land: state, board, landing });
                }
            }
        }
        for (number, connector) in (0..).zip(&parts.connectors).filter(|(_, connector)| is_sea(connector.mode)) {
            let Some(place) = figures.places[connector.place as usize] else { continue };
            let here = &figures.inner.nodes[place as usize];
            if here.closed || !self.0.contains(&here.country) {
                continue;
            }
            for land in ways.curated.at(place) {
                let landing = match ways.curated.state(*land).1 {
                    Standing::Ground { terminals: false } => None,
                    Standing::Landed(_) => Some(Step::LandAt { connector: number }),
                    _ => continue,
                };
                ports.push(Port {
                    lane: connector.node,
                    land: *land,
                    board: Step::BoardAt { connector: number },
                    landing,
                });
            }
        }
        ports
    }

    /// The edges on the shortest ways between ports (Dijkstra 1959, from each).
    pub(crate) fn lanes(&self, ways: &Ways, ports: &[Port]) -> Vec<usize> {
        let (figures, parts) = (&ways.figures, ways.figures.base.parts());
        let goals: BTreeSet<u32> = ports.iter().map(|port| port.lane).collect();
        let mut kept = BTreeSet::new();
        for start in &goals {
            let mut reached: BTreeMap<u32, (u64, u32)> = BTreeMap::from([(*start, (0, u32::MAX))]);
            let mut heap = BinaryHeap::from([Reverse((0, *start))]);
            let mut walked = BTreeSet::new();
            while let Some(Reverse((metres, node))) = heap.pop() {
                if metres > reached[&node].0 {
                    continue;
                }
                if goals.contains(&node) {
                    let mut at = node;
                    while at != *start && walked.insert(at) {
                        let edge = reached[&at].1 as usize;
                        kept.insert(edge);
                        at = parts.from[edge] + parts.to[edge] - at;
                    }
                }
                for edge in ways.lanes_at(node) {
                    let head = parts.from[edge] + parts.to[edge] - node;
                    let length = metres + u64::from(parts.metres[edge]);
                    let nearer = reached.get(&head).is_none_or(|known| length < known.0);
                    if length <= FARTHEST && nearer && figures.is_open(edge) {
                        reached.insert(head, (length, edge as u32));
                        heap.push(Reverse((length, head)));
                    }
                }
            }
        }
        kept.into_iter().collect()
    }
}
