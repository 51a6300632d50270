//! Where a trip may start and end: a place by what people call it, or any coordinate.

use crate::lookup::QueryError;
use std::fmt;
use std::str::FromStr;

/// The start or end of a trip.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Stop<'a> {
    /// A place by id, UN/LOCODE or name.
    Place(&'a str),
    /// A coordinate, from which roads of the base network lead to places.
    Point(Point),
}

/// A coordinate on the ground, for trips from door to door. See [`point`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub(crate) lat: f64,
    pub(crate) lon: f64,
}

/// So many degrees north (south: negative), so many east (west: negative): `point(24.86, 67.01)` is Karachi.
///
/// A planner takes points once it has a base network (`Planner::over`, feature `base`).
pub fn point(lat: f64, lon: f64) -> Point {
    Point { lat, lon }
}

impl Point {
    /// Degrees north and degrees east.
    pub fn position(&self) -> (f64, f64) {
        (self.lat, self.lon)
    }

    /// Whether it lies on the Earth.
    pub(crate) fn is_valid(&self) -> bool {
        self.lat.abs() <= 90.0 && self.lon.abs() <= 180.0
    }
}

impl fmt::Display for Point {
    /// `24.860 N 67.010 E`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (north, east) = (if self.lat < 0.0 { 'S' } else { 'N' }, if self.lon < 0.0 { 'W' } else { 'E' });
        write!(f, "{:.3} {north} {:.3} {east}", self.lat.abs(), self.lon.abs())
    }
}

impl FromStr for Point {
    type Err = QueryError;

    /// Degrees north, a comma, degrees east: `31.418,73.079`.
    ///
    /// ```
    /// let mill: corridor::Point = "31.418, 73.079".parse()?;
    /// assert_eq!(mill.position(), (31.418, 73.079));
    /// assert!("91,0".parse::<corridor::Point>().is_err());
    /// # Ok::<(), corridor::QueryError>(())
    /// ```
    fn from_str(text: &str) -> Result<Point, QueryError> {
        let degrees = |text: &str| text.trim().parse::<f64>().ok();
        let point = text.split_once(',').and_then(|(lat, lon)| Some(point(degrees(lat)?, degrees(lon)?)));
        point.filter(Point::is_valid).ok_or_else(|| QueryError::NoCoordinate { text: text.to_owned() })
    }
}

impl<'a> From<&'a str> for Stop<'a> {
    fn from(text: &'a str) -> Stop<'a> {
        Stop::Place(text)
    }
}

impl<'a> From<&'a String> for Stop<'a> {
    fn from(text: &'a String) -> Stop<'a> {
        Stop::Place(text)
    }
}

impl<'a, 'b: 'a> From<&'a &'b str> for Stop<'a> {
    fn from(text: &'a &'b str) -> Stop<'a> {
        Stop::Place(text)
    }
}

impl From<Point> for Stop<'_> {
    fn from(point: Point) -> Self {
        Stop::Point(point)
    }
}
