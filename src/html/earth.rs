//! Coasts, borders and the courses of links in a compact form, made by `cargo run --release --example map_data --features report -- FOLDER`.

use crate::compact::{self, Line, Reader};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Land and borders of Natural Earth (public domain), simplified.
static EARTH: &[u8] = include_bytes!("../../corridors/map/earth.bin");
/// The courses of the bundled links, where they are known.
static LINKS: &[u8] = include_bytes!("../../corridors/map/links.bin");

/// What maps are drawn on.
#[derive(Debug, Default)]
pub(crate) struct Earth {
    /// Rings of land.
    pub(crate) land: Vec<Line>,
    /// Borders that the two sides agree on.
    pub(crate) borders: Vec<Line>,
    /// Lines of control, claims and undefined borders.
    pub(crate) disputed: Vec<Line>,
    /// Where the name of each country of ISO 3166 may stand.
    pub(crate) names: Vec<(String, (f64, f64))>,
}

/// Positions are written in hundredths of a degree.
const PARTS: f64 = 100.0;

fn read(bytes: &[u8]) -> Option<Earth> {
    let mut reader = Reader::new(bytes, PARTS);
    let (land, borders, disputed) = (reader.lines()?, reader.lines()?, reader.lines()?);
    let count = reader.number()?;
    let names = (0..count).map(|_| Some((reader.text(2)?, *reader.line()?.first()?))).collect::<Option<_>>();
    Some(Earth { land, borders, disputed, names: names? })
}

/// Coasts and borders, read once.
pub(crate) fn earth() -> &'static Earth {
    static READ: OnceLock<Earth> = OnceLock::new();
    READ.get_or_init(|| read(EARTH).unwrap_or_default())
}

/// The course of a bundled link from its first place to its second, where it is known.
pub(crate) fn course(link: &str) -> Option<&'static [Line]> {
    static READ: OnceLock<BTreeMap<String, Vec<Line>>> = OnceLock::new();
    let all = READ.get_or_init(|| compact::named(LINKS, PARTS).unwrap_or_default());
    all.get(link).map(Vec::as_slice)
}

/// Points of the great circle between two places, at most some two degrees apart; both ends included.
pub(crate) fn great_circle(from: (f64, f64), to: (f64, f64)) -> Line {
    let unit = |(lon, lat): (f64, f64)| {
        let (lambda, phi) = (lon.to_radians(), lat.to_radians());
        [phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()]
    };
    let (a, b) = (unit(from), unit(to));
    let angle = a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>().clamp(-1.0, 1.0).acos();
    if angle < 1e-9 {
        return vec![from, to];
    }
    let steps = (angle.to_degrees() / 2.0).ceil().max(1.0) as usize;
    let between = |step: usize| {
        let part = step as f64 / steps as f64;
        let weights = [((1.0 - part) * angle).sin() / angle.sin(), (part * angle).sin() / angle.sin()];
        let [x, y, z] = std::array::from_fn(|i| weights[0] * a[i] + weights[1] * b[i]);
        (y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
    };
    let mut line: Line = (0..=steps).map(between).collect();
    line[0] = from;
    line[steps] = to;
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earth_is_there() {
        let earth = read(EARTH).unwrap();
        assert!(earth.land.len() > 100 && earth.borders.len() > 100 && earth.disputed.len() > 10);
        let all = earth.land.iter().chain(&earth.borders).chain(&earth.disputed).flatten();
        all.for_each(|(lon, lat)| assert!((-180.0..=180.1).contains(lon) && (-90.0..=90.0).contains(lat)));
        assert!(earth.names.iter().any(|(code, (lon, lat))| code == "KZ" && *lon > 50.0 && *lat > 40.0));
        assert!(read(&EARTH[..EARTH.len() / 2]).is_none() && read(b"\xff").is_none());
        assert!(compact::named(LINKS, PARTS).is_some());
    }

    #[test]
    fn great_circles_bend_north() {
        let line = great_circle((0.0, 45.0), (90.0, 45.0));
        assert_eq!((line[0], line[line.len() - 1]), ((0.0, 45.0), (90.0, 45.0)));
        assert!(line[line.len() / 2].1 > 50.0);
        assert_eq!(great_circle((1.0, 2.0), (1.0, 2.0)).len(), 2);
    }
}
