//! A network with doors: the curated one, a node for each door, and road links from it.

use super::reach::{ByRoad, Reached};
use super::roads::{Roads, Snap};
use crate::coverage::lacks;
use crate::link::Link;
use crate::lookup::QueryError;
use crate::mode::Mode;
use crate::network::{Inner, Network};
use crate::place::{Node, NodeKind};
use crate::provenance::{Basis, Figure};
use crate::stop::Point;
use std::sync::Arc;

/// A door where it meets the road.
struct Door {
    point: Point,
    name: String,
    snap: Snap,
}

impl Roads {
    /// A network with doors, and the node of each.
    ///
    /// # Errors
    /// A door that no road leads from, or from which no place of the network can be reached; one that is there twice.
    pub(crate) fn with_doors(
        &self,
        network: &Network,
        doors: &[(String, Point)],
    ) -> Result<(Network, Vec<u32>), QueryError> {
        let mut inner = Inner::clone(&network.inner);
        let met =
            |(name, point): &(String, Point)| Ok(Door { snap: self.snap(*point)?, point: *point, name: name.clone() });
        let doors = doors.iter().map(met).collect::<Result<Vec<Door>, QueryError>>()?;
        // Ids of doors come after all others, so that nothing else changes its number.
        let first = inner.nodes.len() as u32;
        let mut order: Vec<usize> = (0..doors.len()).collect();
        order.sort_by_key(|door| doors[*door].id());
        if let Some(twice) = order.windows(2).find(|pair| doors[pair[0]].id() == doors[pair[1]].id()) {
            return Err(QueryError::SamePlace { id: doors[twice[0]].name.clone() });
        }
        order.iter().for_each(|door| inner.nodes.push(doors[*door].node()));
        let mut links = Vec::new();
        for (at, number) in order.iter().enumerate() {
            let (door, node) = (&doors[*number], first + at as u32);
            let others: Vec<&Snap> = order[at + 1..].iter().map(|other| &doors[*other].snap).collect();
            let reached: Reached = self.reach(&door.snap, &others);
            if reached.places.is_empty() && reached.doors.iter().all(Option::is_none) {
                return Err(QueryError::NoPlaceByRoad { text: door.name.clone() });
            }
            let to_doors = (node + 1..).zip(&reached.doors).filter_map(|(node, way)| Some((node, way.as_ref()?)));
            let to_places = reached.places.iter().map(|(place, way)| (*place, way));
            links.extend(to_places.chain(to_doors).map(|(to, way)| link(&inner, node, to, way)));
        }
        links.sort_by(|a, b| a.id.cmp(&b.id));
        for link in links {
            let country = inner.nodes[link.from as usize].country;
            inner.links.push(link);
            if let Some(criterion) = lacks(&inner, inner.links.len() as u32 - 1) {
                let country = inner.countries[country as usize].id.clone();
                return Err(QueryError::NoRoadFigures { criterion, country });
            }
        }
        let mut nodes = vec![0; doors.len()];
        (first..).zip(order).for_each(|(node, door)| nodes[door] = node);
        Ok((Network { inner: Arc::new(inner) }, nodes))
    }
}

/// The id of a door, to a metre; `~` follows every letter.
pub(crate) fn id_of(point: Point) -> String {
    format!("~{:.5},{:.5}", point.lat, point.lon)
}

impl Door {
    fn id(&self) -> String {
        id_of(self.point)
    }

    fn node(&self) -> Node {
        Node::bare(self.id(), self.name.clone(), self.snap.country, NodeKind::City, self.point.position())
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
        distance,
        border_km: way.border.map(|metres| metres as f64 / 1000.0),
        ..Link::bare(door, to, Mode::Road, kilometres)
    }
}
