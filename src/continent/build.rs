//! From two networks to one graph.

use super::Continent;
use super::access::Yards;
use super::course::Courses;
use super::figures::{Area, Figures};
use super::step::{DRY, Step, Ways};
use super::zone::zones;
use crate::base::Base;
use crate::compile::StateGraph;
use crate::cost::CostVector;
use crate::costing::Standing;
use crate::door::Roads;
use crate::engine::{Graph, GraphError};
use crate::mode::Mode;
use crate::network::Inner;
use std::collections::HashMap;
use std::sync::Arc;

/// What a state of the continent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// A state of the curated network.
    Curated(u32),
    /// A curated place at which a trip has ended.
    Arrived(u32),
    /// A base node in a mode: where edges of that mode meet.
    Base { node: u32, mode: u8 },
    /// A base node at sea, on lanes between the ports of a zone.
    Lane { node: u32 },
}

/// The states, the curated ones first, then a goal for each place.
#[derive(Debug)]
pub(crate) struct States {
    pub(crate) of: Vec<State>,
    /// By node and mode.
    base: HashMap<(u32, u8), u32>,
    /// By node and zone.
    lanes: HashMap<(u32, u16), u32>,
    goals: u32,
}

impl States {
    fn new(curated: usize, places: usize) -> States {
        let curated = (0..curated as u32).map(State::Curated);
        let of: Vec<State> = curated.clone().chain((0..places as u32).map(State::Arrived)).collect();
        States { goals: curated.len() as u32, of, base: HashMap::new(), lanes: HashMap::new() }
    }

    fn add(&mut self, node: u32, mode: u8) -> u32 {
        *self.base.entry((node, mode)).or_insert_with(|| {
            self.of.push(State::Base { node, mode });
            self.of.len() as u32 - 1
        })
    }

    /// The state of a base node in a mode, if edges of that mode meet there.
    pub(crate) fn at(&self, node: u32, mode: u8) -> Option<u32> {
        self.base.get(&(node, mode)).copied()
    }

    fn add_lane(&mut self, node: u32, zone: u16) -> u32 {
        *self.lanes.entry((node, zone)).or_insert_with(|| {
            self.of.push(State::Lane { node });
            self.of.len() as u32 - 1
        })
    }

    pub(crate) fn arrived(&self, place: u32) -> u32 {
        self.goals + place
    }
}

/// Arcs and what they are.
#[derive(Default)]
struct Arcs {
    arcs: Vec<(u32, u32, CostVector)>,
    steps: Vec<Step>,
}

impl Arcs {
    fn push(&mut self, ways: &Ways, tail: u32, head: u32, step: Step) {
        if let Some(cost) = ways.cost(step) {
            self.arcs.push((tail, head, cost));
            self.steps.push(step);
        }
    }
}

impl Continent {
    pub(crate) fn build(inner: &Inner, base: Arc<Base>, roads: Arc<Roads>) -> Result<Continent, GraphError> {
        let places = inner.nodes.len();
        let figures = Figures::new(inner, base);
        let courses = Courses::new(&figures);
        let curated = StateGraph::with_standings(&figures.inner, false, &Ways::standings(&figures));
        let (water, at_sea) = waters(&figures);
        let ways = Ways { figures, courses, curated, water, at_sea };
        let mut states = States::new(ways.curated.graph.states(), places);
        let mut arcs = Arcs::default();
        curated_arcs(&ways, places, &states, &mut arcs);
        edges(&ways, &mut states, &mut arcs);
        transfers(&ways, &states, &mut arcs);
        connectors(&ways, &states, &mut arcs);
        let mut yards = Yards::new(&ways);
        ships(&ways, &mut states, &mut yards, &mut arcs);
        // Over all roads of the continent one after the other no total would fit; no journey comes near.
        let graph = Graph::with_room(states.of.len(), arcs.arcs, 4)?;
        Ok(Continent { ways, graph, states, steps: arcs.steps, roads, yards, hierarchy: None, lanes: None })
    }
}

fn curated_arcs(ways: &Ways, places: usize, states: &States, arcs: &mut Arcs) {
    let graph = &ways.curated.graph;
    for arc in 0..graph.arcs() as u32 {
        // A journey is charged from the ground to the ground, without first loading and last unloading.
        if ways.curated.state(graph.tail(arc)).1 == (Standing::Ground { terminals: true }) {
            continue;
        }
        arcs.arcs.push((graph.tail(arc), graph.head(arc), *graph.cost(arc)));
        arcs.steps.push(Step::Link { arc });
    }
    for state in 0..graph.states() as u32 {
        let (place, standing) = ways.curated.state(state);
        let ends = !matches!(standing, Standing::Ground { .. }) && (place as usize) < places;
        if ends && !ways.figures.inner.is_waypoint(place) {
            arcs.push(ways, state, states.arrived(place), Step::Arrive { state });
        }
    }
}

fn edges(ways: &Ways, states: &mut States, arcs: &mut Arcs) {
    let parts = ways.figures.base.parts();
    for edge in 0..parts.from.len() {
        if parts.is_afloat(edge) || !ways.figures.is_open(edge) || ways.courses.is_shut(edge) {
            continue;
        }
        let [from, to] = [parts.from[edge], parts.to[edge]].map(|node| states.add(node, parts.mode[edge]));
        for (tail, head, forward) in [(from, to, true), (to, from, false)] {
            arcs.push(ways, tail, head, Step::Edge { edge: edge as u32, forward });
        }
    }
}

fn transfers(ways: &Ways, states: &States, arcs: &mut Arcs) {
    let parts = ways.figures.base.parts();
    for (number, terminal) in (0..).zip(&parts.terminals) {
        let state = |member: u16| {
            let member = &terminal.members[usize::from(member)];
            Some((states.at(member.node, member.mode)?, member.mode))
        };
        let members = terminal.members.len() as u16;
        for (from, to) in (0..members).flat_map(|from| (0..members).map(move |to| (from, to))) {
            let (Some((tail, a)), Some((head, b))) = (state(from), state(to)) else { continue };
            if a != b {
                arcs.push(ways, tail, head, Step::Transfer { terminal: number, from, to });
            }
        }
    }
}

fn connectors(ways: &Ways, states: &States, arcs: &mut Arcs) {
    let (figures, parts) = (&ways.figures, ways.figures.base.parts());
    for (number, connector) in (0..).zip(&parts.connectors) {
        let mode = parts.modes[usize::from(connector.mode)];
        let place = figures.places[connector.place as usize];
        let (Some(place), Some(state)) = (place, states.at(connector.node, connector.mode)) else { continue };
        let here = &figures.inner.nodes[place as usize];
        // Over a border is no way to a place.
        if here.closed || figures.country(connector.node) != Some(here.country) {
            continue;
        }
        for here in ways.curated.at(place) {
            match ways.curated.state(*here).1 {
                Standing::Ground { terminals: false } => {
                    arcs.push(ways, *here, state, Step::Connect { connector: number });
                }
                Standing::Landed(landed) if landed == mode => {
                    arcs.push(ways, *here, state, Step::Connect { connector: number });
                    arcs.push(ways, state, *here, Step::Connect { connector: number });
                }
                _ => {}
            }
        }
    }
}

/// Lanes between the ports of each zone.
fn ships(ways: &Ways, states: &mut States, yards: &mut Yards, arcs: &mut Arcs) {
    let (figures, parts) = (&ways.figures, ways.figures.base.parts());
    for (number, zone) in (0..).zip(zones(figures)) {
        let ports = zone.ports(ways, states);
        for edge in zone.lanes(ways, &ports) {
            let [from, to] = [parts.from[edge], parts.to[edge]].map(|node| states.add_lane(node, number));
            for (tail, head, forward) in [(from, to, true), (to, from, false)] {
                arcs.push(ways, tail, head, Step::Edge { edge: edge as u32, forward });
            }
        }
        for port in ports {
            let Some(lane) = states.lanes.get(&(port.lane, number)).copied() else { continue };
            arcs.push(ways, port.land, lane, port.board);
            yards.add(ways, &port, lane);
            if let Some(land) = port.landing {
                arcs.push(ways, lane, port.land, land);
            }
        }
    }
}

/// By base node, the water of a lane there; and the lanes at each node.
fn waters(figures: &Figures) -> (Vec<u16>, Vec<(u32, u32)>) {
    let parts = figures.base.parts();
    let (mut water, mut at_sea) = (vec![DRY; parts.lat.len()], Vec::new());
    for edge in 0..parts.from.len() {
        if let (Mode::Sea, Some(Area::Water(here))) = (figures.mode(edge), figures.area(edge)) {
            for node in [parts.from[edge], parts.to[edge]] {
                let water = &mut water[node as usize];
                *water = here.min(*water);
                at_sea.push((node, edge as u32));
            }
        }
    }
    at_sea.sort_unstable();
    (water, at_sea)
}
