//! Places by coordinate, and lengths on the ellipsoid.

use crate::network::Network;
use crate::place::Node;
use crate::problem::{Problem, ProblemKind};
use crate::records::Location;
use crate::units::{Kilometres, Latitude, Longitude, km};
use geo::{Distance, Geodesic, Point};
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// Finds the place nearest to a coordinate.
///
/// The tree holds points of the unit sphere in space, so that degrees of longitude, which shrink towards the poles and jump
/// at the antimeridian, never pass for a distance.
///
/// ```
/// use corridor::{Mode, Network, km, lat, lon};
/// let mut net = Network::builder();
/// net.node("karachi", "PK", lat(24.85), lon(66.98));
/// net.node("quetta", "PK", lat(30.18), lon(67.0));
/// net.link("karachi", "quetta", Mode::Road).distance(km(685));
/// let network = net.build()?;
/// let locator = network.locator();
/// let (place, distance) = locator.nearest(lat(25.4), lon(68.4)).ok_or("empty")?;
/// assert_eq!((place.id(), distance.value().round()), ("karachi", 156.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Locator {
    network: Network,
    tree: RTree<GeomWithData<[f64; 3], usize>>,
}

impl Network {
    /// An index of the places by coordinate. Takes O(n log n) time.
    pub fn locator(&self) -> Locator {
        let points = self.nodes().enumerate().map(|(i, node)| GeomWithData::new(on_sphere(node.position()), i));
        Locator { network: self.clone(), tree: RTree::bulk_load(points.collect()) }
    }

    /// Links shorter than the geodesic between their ends on the WGS84 ellipsoid. They pass the check on the
    /// sphere, which allows for its flattening, so they are warnings: of a wrong length or a coordinate a little off.
    pub fn length_warnings(&self) -> Vec<Problem> {
        let short = |link: &crate::link::Link| {
            let (from, to) = self.ends_of(link);
            let short_m = geodesic_km(from.position(), to.position()) * 1000.0 - link.distance.value * 1000.0;
            (short_m > 0.5).then(|| Problem {
                at: Location::default(),
                subject: format!("link `{}`", link.id),
                kind: ProblemKind::ShorterThanGeodesic { km: link.distance.value, short_m },
            })
        };
        self.links().filter_map(short).collect()
    }
}

impl Locator {
    /// The nearest place and its distance along the geodesic; `None` in a network without places. Takes O(log n) time.
    pub fn nearest(&self, lat: Latitude, lon: Longitude) -> Option<(&Node, Kilometres)> {
        let found = self.tree.nearest_neighbor(&on_sphere((lat.0, lon.0)))?;
        let node = &self.network.inner.nodes[found.data];
        Some((node, km(geodesic_km((lat.0, lon.0), node.position()))))
    }
}

fn on_sphere((lat, lon): (f64, f64)) -> [f64; 3] {
    let (phi, lambda) = (lat.to_radians(), lon.to_radians());
    [phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()]
}

/// Kilometres along the geodesic of WGS84 (Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013).
pub(crate) fn geodesic_km((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    Geodesic.distance(Point::new(lon_a, lat_a), Point::new(lon_b, lat_b)) / 1000.0
}
