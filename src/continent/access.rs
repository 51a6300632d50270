//! How the ends of a trip are joined to the graph: at a place, by road, or right on a train or ship where a door stands in a terminal.

use super::Continent;
use super::figures::Area;
use super::step::{Step, Sum, Ways};
use super::zone::Port;
use crate::base::terminal_position;
use crate::cost::CostVector;
use crate::costing::Ledger;
use crate::door::Snap;
use crate::mode::Mode;
use crate::place::NodeKind;
use crate::spatial::{geodesic_km, on_sphere};
use crate::stop::Point;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::{BTreeMap, BTreeSet};

/// A door no farther than this from the track of a terminal, or from a port, stands on its siding or quay.
const IN_TERMINAL_KM: f64 = 1.0;

/// A state in which a path may start or end, and the way between it and the end of the trip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access {
    pub(crate) state: u32,
    pub(crate) by: By,
    pub(crate) cost: CostVector,
}

/// The way between a state and the end of a trip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum By {
    /// None: the state is one of the place itself.
    Place,
    /// By lorry between the door and the road.
    Road { country: u16, metres: f64 },
    /// By train on the siding on which the door stands.
    Siding { mode: Mode, country: u16, metres: f64 },
    /// By ship at the quay on which the door stands: a member of a terminal, of a country, and whether the trip starts there.
    Quay { terminal: u32, sea: u16, country: u16, starts: bool },
}

/// The terminals in which a door may stand.
#[derive(Debug)]
pub(crate) struct Yards {
    /// Tracks of terminals, and ports.
    spots: RTree<GeomWithData<[f64; 3], u32>>,
    /// By terminal: the state of a lane, the member at sea, the country.
    quays: BTreeMap<u32, Vec<(u32, u16, u16)>>,
}

impl Yards {
    pub(crate) fn new(ways: &Ways) -> Yards {
        let (figures, parts) = (&ways.figures, ways.figures.base.parts());
        let mut spots = Vec::new();
        for (number, terminal) in (0..).zip(&parts.terminals) {
            // A city is no yard: who stands in its middle has no siding.
            let place = terminal.place.and_then(|place| figures.places[place as usize]);
            if place.is_some_and(|place| figures.inner.nodes[place as usize].kind == NodeKind::City) {
                continue;
            }
            let rails = terminal.members.iter().filter(|member| is_rail(parts.modes[usize::from(member.mode)]));
            spots.extend(rails.map(|member| (figures.position(member.node), number)));
            spots.push((terminal_position(terminal), number));
        }
        let spots = spots.into_iter().map(|(at, number)| GeomWithData::new(on_sphere(at), number));
        Yards { spots: RTree::bulk_load(spots.collect()), quays: BTreeMap::new() }
    }

    /// A port from which the lanes of a zone lead.
    pub(crate) fn add(&mut self, ways: &Ways, port: &Port, lane: u32) {
        let Step::Board { terminal, land, sea } = port.board else { return };
        let member = &ways.figures.base.parts().terminals[terminal as usize].members[usize::from(land)];
        let Some(country) = ways.figures.country(member.node) else { return };
        let quays = self.quays.entry(terminal).or_default();
        if !quays.contains(&(lane, sea, country)) {
            quays.push((lane, sea, country));
        }
    }

    /// The terminals around a door.
    fn around(&self, point: Point) -> BTreeSet<u32> {
        // The ellipsoid differs from the sphere by less than a hundredth.
        let chord = IN_TERMINAL_KM * 1.01 / 6371.0;
        self.spots.locate_within_distance(on_sphere(point.position()), chord * chord).map(|spot| spot.data).collect()
    }
}

fn is_rail(mode: Mode) -> bool {
    matches!(mode, Mode::Rail(_))
}

impl By {
    /// The entries of the way.
    pub(crate) fn entries(self, ways: &Ways, ledger: &mut impl for<'l> Ledger<'l>) -> bool {
        match self {
            By::Place => true,
            By::Road { country, metres } => {
                ways.figures.metres(Mode::Road, Area::Country(country), metres, ledger);
                true
            }
            By::Siding { mode, country, metres } => {
                ways.figures.metres(mode, Area::Country(country), metres, ledger);
                true
            }
            By::Quay { terminal, sea, country, starts } => {
                let terminal = &ways.figures.base.parts().terminals[terminal as usize];
                let (lane, place) = (&terminal.members[usize::from(sea)], ways.handled_at(terminal, country));
                if starts {
                    ways.board(place, lane.node, lane.metres, ledger)
                } else {
                    ways.land(place, lane.node, lane.metres, ledger)
                }
            }
        }
    }
}

impl Continent {
    /// The way at an end, if there are figures for it.
    pub(crate) fn access(&self, state: u32, by: By) -> Option<Access> {
        let mut sum = Sum::default();
        let goes = by.entries(&self.ways, &mut sum) && self.ways.lacking(&sum).is_none();
        goes.then_some(Access { state, by, cost: sum.cost })
    }

    /// From a door to the ends of the road that it stands at.
    pub(crate) fn by_road(&self, snap: &Snap) -> Vec<Access> {
        let road = self.ways.figures.base.parts().modes.iter().position(|mode| *mode == Mode::Road);
        let Some(road) = road else { return Vec::new() };
        let access = |(node, along): &(u32, u32)| {
            let metres = f64::from(snap.metres) + f64::from(*along);
            let by = By::Road { country: snap.country, metres };
            Some((*along, self.access(self.states.at(*node, road as u8)?, by)?))
        };
        let mut found: Vec<(u32, Access)> = snap.spot.ends.iter().filter_map(access).collect();
        // A door at a junction has no way to the far end of its road but over the junction.
        if snap.spot.ends.iter().any(|(_, along)| *along == 0) {
            found.sort_by_key(|(along, _)| *along);
            found.truncate(1);
        }
        found.into_iter().map(|(_, access)| access).collect()
    }

    /// The trains of each gauge and the ships that a door is right at: those of a terminal, or of any around it.
    pub(crate) fn in_terminals(&self, point: Point, named: Option<u32>, starts: bool) -> Vec<Access> {
        let (ways, parts) = (&self.ways, self.ways.figures.base.parts());
        let mut sidings: BTreeMap<u8, (f64, u32, u16)> = BTreeMap::new();
        let mut quays: BTreeMap<u32, By> = BTreeMap::new();
        let km = |at: (f64, f64)| geodesic_km(point.position(), at);
        let is_at = |at: (f64, f64)| named.is_some() || km(at) <= IN_TERMINAL_KM;
        let around = named.map_or_else(|| self.yards.around(point), |terminal| BTreeSet::from([terminal]));
        for number in around {
            let terminal = &parts.terminals[number as usize];
            let place = terminal.place.and_then(|place| ways.figures.places[place as usize]);
            if place.is_some_and(|place| ways.figures.inner.nodes[place as usize].closed) {
                continue;
            }
            for member in terminal.members.iter().filter(|member| is_rail(parts.modes[usize::from(member.mode)])) {
                let (state, at) = (self.states.at(member.node, member.mode), ways.figures.position(member.node));
                let (Some(state), Some(country)) = (state, ways.figures.country(member.node)) else { continue };
                let nearer = sidings.get(&member.mode).is_none_or(|known| km(at) * 1000.0 < known.0);
                if is_at(at) && nearer {
                    sidings.insert(member.mode, (km(at) * 1000.0, state, country));
                }
            }
            if !is_at(terminal_position(terminal)) {
                continue;
            }
            for (lane, sea, country) in self.yards.quays.get(&number).into_iter().flatten() {
                let quay = By::Quay { terminal: number, sea: *sea, country: *country, starts };
                quays.entry(*lane).or_insert(quay);
            }
        }
        let sidings = sidings.into_iter().filter_map(|(mode, (metres, state, country))| {
            self.access(state, By::Siding { mode: parts.modes[usize::from(mode)], country, metres })
        });
        sidings.chain(quays.into_iter().filter_map(|(lane, quay)| self.access(lane, quay))).collect()
    }
}
