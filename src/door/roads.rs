//! The roads of the base network: which lead where, and which is nearest to a coordinate.

use crate::base::{Base, BaseParts, BasePassage};
use crate::lookup::QueryError;
use crate::mode::Mode;
use crate::network::Inner;
use crate::spatial::{geodesic_km, on_sphere};
use crate::stop::Point;
use petgraph::unionfind::UnionFind;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::sync::Arc;

/// A door farther from any road than this is none.
pub(crate) const SNAP_LIMIT_KM: f64 = 50.0;
/// Mean radius of the Earth.
const EARTH_KM: f64 = 6371.0;

/// The roads of a base network, ready for doors.
#[derive(Debug)]
pub(crate) struct Roads {
    base: Arc<Base>,
    /// Roads out of node `n` are `first[n]..first[n + 1]` of `ahead`.
    first: Vec<u32>,
    ahead: Vec<Road>,
    /// By base node, the curated places that it is joined to: place and metres.
    joined: Vec<(u32, u32, u32)>,
    /// By base node, its country in the curated network.
    country: Vec<Option<u16>>,
    spots: RTree<GeomWithData<[f64; 3], Spot>>,
}

/// A road on from a node. It passes no controlled border.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Road {
    pub(crate) to: u32,
    pub(crate) metres: u32,
}

/// A point on a road: metres from either end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) edge: u32,
    pub(crate) ends: [(u32, u32); 2],
    /// Whether places can be reached from there.
    leads: bool,
}

/// Where a door meets the road.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Snap {
    pub(crate) spot: Spot,
    /// Metres from the door to the road, along the geodesic.
    pub(crate) metres: u32,
    /// Index into the countries of the curated network.
    pub(crate) country: u16,
}

impl Roads {
    /// Takes O(n log n) for n points of roads.
    pub(crate) fn new(base: Arc<Base>, inner: &Inner) -> Roads {
        let parts = base.parts();
        let nodes = parts.lat.len();
        let is_road = |mode: u8| parts.modes[usize::from(mode)] == Mode::Road;
        // A controlled border is for the corridors to pass: they know its hours.
        let free = |edge: &usize| {
            let passage = BasePassage::of_code(parts.passage[*edge]);
            is_road(parts.mode[*edge]) && matches!(passage, BasePassage::None | BasePassage::Open)
        };
        let edges: Vec<usize> = (0..parts.from.len()).filter(free).collect();
        let (first, ahead) = rows(parts, &edges);
        let code = |index: u8| parts.countries.get(usize::from(index)).map(String::as_str);
        let known = |id: &str| inner.countries.iter().position(|country| country.id == id).map(|at| at as u16);
        let table: Vec<Option<u16>> = (0..=u8::MAX).map(|index| code(index).and_then(known)).collect();
        let country: Vec<Option<u16>> = parts.country.iter().map(|index| table[usize::from(*index)]).collect();
        let mut joined: Vec<(u32, u32, u32)> = parts
            .connectors
            .iter()
            .filter(|connector| is_road(connector.mode))
            .filter_map(|c| Some((c.node, inner.node(&parts.places[c.place as usize])?, c.metres)))
            // Over a border is no way to a place.
            .filter(|(node, place, _)| country[*node as usize] == Some(inner.nodes[*place as usize].country))
            .collect();
        joined.sort_unstable();
        let mut parted = UnionFind::<u32>::new(nodes);
        edges.iter().for_each(|edge| {
            parted.union(parts.from[*edge], parts.to[*edge]);
        });
        let mut leads = vec![false; nodes];
        joined.iter().for_each(|(node, ..)| leads[parted.find(*node) as usize] = true);
        let leads = |edge: usize| leads[parted.find(parts.from[edge]) as usize];
        let spots = RTree::bulk_load(spots(parts, &edges, leads));
        Roads { first, ahead, joined, country, spots, base }
    }

    /// The nearest point on a road from which places can be reached.
    ///
    /// # Errors
    /// A coordinate off the Earth, one too far from any road, or in a country that the network does not know.
    pub(crate) fn snap(&self, point: Point) -> Result<Snap, QueryError> {
        self.snap_to(point, |spot| spot.leads)
    }

    /// The nearest point on any road; on one from which places can be reached if such a road of the same country is within the limit.
    ///
    /// # Errors
    /// As [`Roads::snap`].
    pub(crate) fn snap_to_any(&self, point: Point) -> Result<Snap, QueryError> {
        let nearest = self.snap_to(point, |_| true)?;
        if nearest.spot.leads {
            return Ok(nearest);
        }
        // A chord of the unit sphere; the ellipsoid differs by less than a hundredth.
        let chord = SNAP_LIMIT_KM * 1.01 / EARTH_KM;
        let near = self.spots.nearest_neighbor_iter_with_distance_2(&on_sphere(point.position()));
        let mut near = near.take_while(|found| found.1 <= chord * chord).map(|found| found.0);
        let leads = near.find(|found| found.data.leads && self.country_of(&found.data) == Some(nearest.country));
        let snap = leads.and_then(|found| self.met(point, found).ok());
        Ok(snap.unwrap_or(nearest))
    }

    fn snap_to(&self, point: Point, fits: impl Fn(&Spot) -> bool) -> Result<Snap, QueryError> {
        let text = point.to_string();
        if !point.is_valid() {
            return Err(QueryError::NoCoordinate { text });
        }
        let found = self.spots.nearest_neighbor_iter(&on_sphere(point.position())).find(|found| fits(&found.data));
        self.met(point, found.ok_or(QueryError::NoRoads { text })?)
    }

    /// A door that meets the road there.
    fn met(&self, point: Point, found: &GeomWithData<[f64; 3], Spot>) -> Result<Snap, QueryError> {
        let (text, km) = (point.to_string(), geodesic_km(point.position(), position(found.geom())));
        if km > SNAP_LIMIT_KM {
            let (km, limit_km) = (km.ceil() as u32, SNAP_LIMIT_KM as u32);
            return Err(QueryError::FarFromRoad { text, km, limit_km });
        }
        let country = self.country_of(&found.data).ok_or(QueryError::NoCountry { text })?;
        Ok(Snap { spot: found.data, metres: (km * 1000.0).round() as u32, country })
    }

    /// The country of the nearer end.
    fn country_of(&self, spot: &Spot) -> Option<u16> {
        let nearer = spot.ends.iter().min_by_key(|end| end.1).map_or(0, |end| end.0);
        self.country[nearer as usize]
    }

    pub(crate) fn base(&self) -> &Arc<Base> {
        &self.base
    }

    pub(crate) fn nodes(&self) -> usize {
        self.country.len()
    }

    pub(crate) fn country(&self, node: u32) -> Option<u16> {
        self.country[node as usize]
    }

    pub(crate) fn from(&self, node: u32) -> &[Road] {
        &self.ahead[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The curated places that a node is joined to, each with metres.
    pub(crate) fn places(&self, node: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let start = self.joined.partition_point(|joined| joined.0 < node);
        self.joined[start..].iter().take_while(move |joined| joined.0 == node).map(|joined| (joined.1, joined.2))
    }
}

/// The roads out of each node, in both directions of each edge.
fn rows(parts: &BaseParts, edges: &[usize]) -> (Vec<u32>, Vec<Road>) {
    let both = |edge: &usize| {
        let (from, to, metres) = (parts.from[*edge], parts.to[*edge], parts.metres[*edge]);
        [(from, Road { to, metres }), (to, Road { to: from, metres })]
    };
    let mut first = vec![0u32; parts.lat.len() + 1];
    edges.iter().flat_map(both).for_each(|(node, _)| first[node as usize + 1] += 1);
    for node in 1..first.len() {
        first[node] += first[node - 1];
    }
    let mut next = first.clone();
    let mut ahead = vec![Road { to: 0, metres: 0 }; edges.len() * 2];
    for (node, road) in edges.iter().flat_map(both) {
        ahead[next[node as usize] as usize] = road;
        next[node as usize] += 1;
    }
    (first, ahead)
}

/// The nodes of roads and the points between them. A road between far nodes is met wherever it bends.
fn spots(parts: &BaseParts, edges: &[usize], leads: impl Fn(usize) -> bool) -> Vec<GeomWithData<[f64; 3], Spot>> {
    let degrees = |(lat, lon): (i32, i32)| (f64::from(lat) / 1e6, f64::from(lon) / 1e6);
    let of_node = |node: u32| (parts.lat[node as usize], parts.lon[node as usize]);
    let mut spots = Vec::new();
    let mut seen = vec![false; parts.lat.len()];
    for edge in edges {
        let (from, to, metres) = (parts.from[*edge], parts.to[*edge], parts.metres[*edge]);
        let leads = leads(*edge);
        for (node, ends) in [(from, [(from, 0), (to, metres)]), (to, [(from, metres), (to, 0)])] {
            if !std::mem::replace(&mut seen[node as usize], true) {
                let spot = Spot { edge: *edge as u32, ends, leads };
                spots.push(GeomWithData::new(on_sphere(degrees(of_node(node))), spot));
            }
        }
        let line: Vec<(f64, f64)> =
            [of_node(from)].into_iter().chain(parts.points(*edge)).chain([of_node(to)]).map(degrees).collect();
        let lengths: Vec<f64> = line.windows(2).map(|pair| crate::sphere::distance_km(pair[0], pair[1])).collect();
        let whole: f64 = lengths.iter().sum();
        let mut along = 0.0;
        for (length, point) in lengths.iter().zip(&line[1..line.len() - 1]) {
            along += length;
            let part = ((f64::from(metres) * along / whole.max(f64::MIN_POSITIVE)).round() as u32).min(metres);
            let spot = Spot { edge: *edge as u32, ends: [(from, part), (to, metres - part)], leads };
            spots.push(GeomWithData::new(on_sphere(*point), spot));
        }
    }
    spots
}

/// Degrees of a point of the unit sphere.
fn position([x, y, z]: &[f64; 3]) -> (f64, f64) {
    (z.clamp(-1.0, 1.0).asin().to_degrees(), y.atan2(*x).to_degrees())
}
