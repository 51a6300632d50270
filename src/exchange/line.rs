//! Lines on the globe: geodesics with points between, cut where they pass the antimeridian.

use geo::{Geodesic, InterpolatePoint, Point};

/// Metres between points of a line: straight pieces as long as that stray less than 0.2 km from the geodesic.
const STEP_M: f64 = 100_000.0;

/// Degrees east and north.
pub(super) type Position = [f64; 2];

/// The geodesic between two points given as degrees north and east, as lines that do not pass the antimeridian (RFC 7946, 3.1.9).
pub(super) fn geodesic((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> Vec<Vec<Position>> {
    let (a, b) = (Point::new(lon_a, lat_a), Point::new(lon_b, lat_b));
    cut(Geodesic.points_along_line(a, b, STEP_M, true).map(|point| [point.x(), point.y()]))
}

/// The point halfway between two points.
pub(super) fn halfway((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> Position {
    let middle = Geodesic.point_at_ratio_between(Point::new(lon_a, lat_a), Point::new(lon_b, lat_b), 0.5);
    [middle.x(), middle.y()]
}

/// Cuts a line wherever it passes the antimeridian: where its longitude jumps by more than half the globe.
pub(super) fn cut(points: impl IntoIterator<Item = Position>) -> Vec<Vec<Position>> {
    let mut lines: Vec<Vec<Position>> = vec![Vec::new()];
    for point in points {
        let line = lines.last_mut().and_then(|line| line.last().copied());
        if let Some([lon, lat]) = line.filter(|[lon, _]| (lon - point[0]).abs() > 180.0) {
            let edge = 180.0_f64.copysign(lon);
            // Its longitude beyond the edge, as if the globe went on.
            let beyond = point[0] + 360.0_f64.copysign(lon);
            let share = if beyond == lon { 0.0 } else { (edge - lon) / (beyond - lon) };
            let passes = lat + share * (point[1] - lat);
            if let Some(line) = lines.last_mut().filter(|line| line.last() != Some(&[edge, passes])) {
                line.push([edge, passes]);
            }
            lines.push(if point == [-edge, passes] { Vec::new() } else { vec![[-edge, passes]] });
        }
        if let Some(line) = lines.last_mut() {
            line.push(point);
        }
    }
    // One point is no line: the piece only touches the antimeridian.
    lines.retain(|line| line.len() > 1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_its_ends() {
        assert_eq!(geodesic((40.0, 60.0), (40.1, 60.1)), [[[60.0, 40.0], [60.1, 40.1]]]);
    }

    #[test]
    fn long_lines_bend_towards_the_pole() {
        let lines = geodesic((35.7, 139.7), (55.7, 37.6));
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.len() > 70, "{}", line.len());
        assert!(line.iter().any(|[_, lat]| *lat > 60.0));
        assert_eq!((line[0], line[line.len() - 1]), ([139.7, 35.7], [37.6, 55.7]));
    }

    #[test]
    fn lines_are_cut_at_the_antimeridian() {
        // Vladivostok to Los Angeles, and back.
        for (from, to) in [((43.1, 131.9), (33.7, -118.2)), ((33.7, -118.2), (43.1, 131.9))] {
            let lines = geodesic(from, to);
            let [west, east] = &lines[..] else { panic!("{lines:?}") };
            let (last, first) = (west[west.len() - 1], east[0]);
            assert_eq!((last[0], last[1]), (-first[0], first[1]));
            assert_eq!(last[0].abs(), 180.0);
            for line in &lines {
                assert!(line.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 180.0));
            }
        }
    }

    #[test]
    fn a_line_that_ends_on_the_antimeridian_is_not_cut() {
        let line = [[178.0, 10.0], [180.0, 10.0]];
        assert_eq!(cut(line), [line.to_vec()]);
        // The same point under its other longitude.
        let lines = cut([[178.0, 10.0], [-180.0, 10.0], [-178.0, 10.0]]);
        assert_eq!(lines, [vec![[178.0, 10.0], [180.0, 10.0]], vec![[-180.0, 10.0], [-178.0, 10.0]]]);
        assert_eq!(cut([[178.0, 10.0], [-180.0, 10.0]]), [vec![[178.0, 10.0], [180.0, 10.0]]]);
    }
}
