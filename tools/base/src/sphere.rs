//! Lengths on the ellipsoid, nearest points, and simpler lines.

use geo::{Distance, Geodesic, Point};
use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

/// Degrees north, degrees east.
pub type At = [f64; 2];

/// Metres along the geodesic of WGS84.
pub fn metres(a: At, b: At) -> f64 {
    Geodesic.distance(Point::new(a[1], a[0]), Point::new(b[1], b[0]))
}

/// Metres as the crow flies through the ball: monotone in distance, cheap, and blind to the antimeridian.
fn ball([lat, lon]: At) -> [f64; 3] {
    let (phi, lambda) = (lat.to_radians(), lon.to_radians());
    [phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()].map(|x| x * 6_371_008.8)
}

/// Points of the sphere, each with a number, by nearness.
pub struct Near {
    tree: RTree<GeomWithData<[f64; 3], u32>>,
}

impl Near {
    pub fn new(points: impl Iterator<Item = (At, u32)>) -> Near {
        Near { tree: RTree::bulk_load(points.map(|(at, number)| GeomWithData::new(ball(at), number)).collect()) }
    }

    /// Numbers of the points within so many metres, nearest first, the smaller number first among equals.
    pub fn within(&self, at: At, radius: f64) -> Vec<(u32, f64)> {
        let here = ball(at);
        let found = self.tree.locate_within_distance(here, radius * radius);
        let mut found: Vec<(u32, f64)> = found.map(|p| (p.data, p.distance_2(&here).sqrt())).collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found
    }

    pub fn nearest(&self, at: At, radius: f64) -> Option<(u32, f64)> {
        let here = ball(at);
        let (point, distance) = {
            let point = self.tree.nearest_neighbor(&here)?;
            (point, point.distance_2(&here).sqrt())
        };
        if distance > radius {
            return None;
        }
        // Several points may stand in one place, and the tree's order among them is its own affair.
        let same = self.tree.locate_within_distance(here, (distance + 0.01) * (distance + 0.01));
        let first = same.map(|p| p.data).min().unwrap_or(point.data);
        Some((first, distance))
    }
}

/// A point between two.
pub fn between(a: At, b: At, share: f64) -> At {
    let mut east = b[1] - a[1];
    if east > 180.0 {
        east -= 360.0;
    } else if east < -180.0 {
        east += 360.0;
    }
    let lon = a[1] + east * share;
    let lon = if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    };
    [a[0] + (b[0] - a[0]) * share, lon]
}

/// Metres from a point to the straight piece between two others, on the plane that touches the Earth there.
pub fn off_line(p: At, a: At, b: At) -> f64 {
    let scale = p[0].to_radians().cos();
    let flat = |q: At| {
        let mut east = q[1] - p[1];
        if east > 180.0 {
            east -= 360.0;
        } else if east < -180.0 {
            east += 360.0;
        }
        [(q[0] - p[0]) * 111_195.0, east * scale * 111_195.0]
    };
    let (a, b) = (flat(a), flat(b));
    let along = [b[0] - a[0], b[1] - a[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let share = if square == 0.0 { 0.0 } else { (-(a[0] * along[0] + a[1] * along[1]) / square).clamp(0.0, 1.0) };
    (a[0] + along[0] * share).hypot(a[1] + along[1] * share)
}

/// Leaves out points that lie within so many metres of the simpler line (Douglas and Peucker, 1973).
pub fn simplify(line: &[At], tolerance: f64) -> Vec<At> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    (keep[0], keep[line.len() - 1]) = (true, true);
    let mut open = vec![(0, line.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let far = (from + 1..to).map(|i| (off_line(line[i], line[from], line[to]), i));
        if let Some((distance, i)) = far.max_by(|a, b| a.0.total_cmp(&b.0))
            && distance > tolerance
        {
            keep[i] = true;
            open.extend([(from, i), (i, to)]);
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(&at, _)| at).collect()
}
