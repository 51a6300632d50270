//! The network of one trip with doors: the curated one, a node for each door, and road links from it.

use super::reach::{ByRoad, Reached};
use super::roads::{Roads, Snap};
use crate::coverage::lacks;
use crate::link::Link;
use crate::lookup::QueryError;
use crate::mode::Mode;
use crate::network::{Inner, Network};
use crate::place::{Node, NodeKind};
use crate::provenance::{Basis, Figure};
use crate::status::{Record, Status};
use crate::stop::Point;
use std::sync::Arc;

/// One end of a trip.
pub(crate) enum End {
    /// A curated place.
    Place(u32),
    /// A coordinate, with the name that it is to have.
    Door(Point, String),
}

/// A door where it meets the road.
struct Door {
    point: Point,
    name: String,
    snap: Snap,
}

impl Roads {
    /// The network of a trip between two ends of which one at least is a door, and its two nodes.
    ///
    /// # Errors
    /// A door that no road leads from, or from which no place of the network can be reached.
    pub(crate) fn network(&self, network: &Network, ends: [End; 2]) -> Result<(Network, [u32; 2]), QueryError> {
        let mut inner = Inner::clone(&network.inner);
        let mut nodes = [0; 2];
        let mut doors: Vec<(usize, Door)> = Vec::new();
        for (side, end) in ends.into_iter().enumerate() {
            match end {
                End::Place(node) => nodes[side] = node,
                End::Door(point, name) => doors.push((side, Door { point, name, snap: self.snap(point)? })),
            }
        }
        // Ids of doors come after all others, so that nothing else changes its number.
        doors.sort_by_key(|(_, door)| door.id());
        for (side, door) in &doors {
            nodes[*side] = inner.nodes.len() as u32;
            inner.nodes.push(door.node());
        }
        let mut links = Vec::new();
        for (at, (side, door)) in doors.iter().enumerate() {
            let other = doors.get(at + 1).map(|(_, other)| other);
            let reached: Reached = self.reach(&door.snap, other.map(|other| &other.snap));
            if reached.places.is_empty() && reached.door.is_none() {
                return Err(QueryError::NoPlaceByRoad { text: door.name.clone() });
            }
            let to_places = reached.places.iter().map(|(place, way)| (*place, way));
            let to_door = other.and(reached.door.as_ref()).map(|way| (nodes[1 - side], way));
            for (node, way) in to_places.chain(to_door) {
                links.push(link(&inner, nodes[*side], node, way));
            }
        }
        links.sort_by(|a, b| a.id.cmp(&b.id));
        for link in links {
            inner.links.push(link);
            if let Some(criterion) = lacks(&inner, inner.links.len() as u32 - 1) {
                let country = inner.countries[doors[0].1.snap.country as usize].id.clone();
                return Err(QueryError::NoRoadFigures { criterion, country });
            }
        }
        Ok((Network { inner: Arc::new(inner) }, nodes))
    }
}

impl Door {
    /// `~` follows every letter.
    fn id(&self) -> String {
        format!("~{:.5},{:.5}", self.point.lat, self.point.lon)
    }

    fn node(&self) -> Node {
        Node {
            id: self.id(),
            name: self.name.clone(),
            aliases: Vec::new(),
            country: self.snap.country,
            kind: NodeKind::City,
            lat: self.point.lat,
            lon: self.point.lon,
            gauges: Vec::new(),
            planned_gauges: Vec::new(),
            locode: None,
            position: Basis::default(),
            transfers: Vec::new(),
            own_hours: None,
            own_fee: None,
            port: None,
            capacity: None,
            note: None,
            closed: false,
            delay: 0.0,
        }
    }
}

fn link(inner: &Inner, door: u32, to: u32, way: &ByRoad) -> Link {
    let id = |node: u32| &inner.nodes[node as usize].id;
    let kilometres = way.metres as f64 / 1000.0;
    let estimate = "shortest way by road in the base network, with the straight line from the door to the road";
    let basis = Basis { estimate: Some(estimate.into()), ..Basis::default() };
    let distance = Figure { basis, ..Figure::own(kilometres) };
    Link {
        id: format!("{}-{}-road", id(door), id(to)),
        from: door,
        to,
        mode: Mode::Road,
        water: None,
        distance,
        time: None,
        cost: [None, None],
        cost_back: None,
        risk: None,
        emissions: None,
        wait: None,
        sailings_per_week: None,
        crossing: None,
        border_km: way.border.map(|metres| metres as f64 / 1000.0),
        one_way: false,
        capacity: None,
        record: Record { decided: Some(Status::Operational), ..Record::default() },
        opening: None,
        corridors: Vec::new(),
        note: None,
        delay: 0.0,
        cost_factor: 1.0,
    }
}
