//! A bounding box as GeoJSON (RFC 7946), which QGIS reads.

use super::parts::BasePassage;
use super::{Base, BaseParts};
use std::fmt::Write;

impl Base {
    /// Every edge and terminal with a point within a box, as GeoJSON: an edge as a line with its mode, metres, country
    /// and what it passes, a terminal as a point with its name. Takes time linear in the network.
    ///
    /// The box is south, west, north, east in degrees; if west is larger than east, it crosses the antimeridian.
    pub fn geojson(&self, [south, west, north, east]: [f64; 4]) -> String {
        let parts = &self.parts;
        let inside = |(lat, lon): (i32, i32)| {
            let (lat, lon) = (f64::from(lat) / 1e6, f64::from(lon) / 1e6);
            let between = if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
            south <= lat && lat <= north && between
        };
        let mut features = Vec::new();
        for edge in 0..self.edge_count() {
            let line = parts.line(edge);
            if line.iter().any(|&point| inside(point)) {
                features.push(parts.edge_feature(edge, &line));
            }
        }
        for terminal in parts.terminals.iter().filter(|terminal| inside((terminal.lat, terminal.lon))) {
            let place = terminal.place.map_or("null".to_owned(), |place| quoted(&parts.places[place as usize]));
            let locode = terminal.locode.as_deref().map_or("null".to_owned(), quoted);
            features.push(format!(
                r#"{{"type":"Feature","properties":{{"kind":"{}","name":{},"place":{place},"locode":{locode}}},"geometry":{{"type":"Point","coordinates":{}}}}}"#,
                terminal.kind.name(),
                quoted(&terminal.name),
                position((terminal.lat, terminal.lon)),
            ));
        }
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
    }
}

impl BaseParts {
    /// An edge with its ends, from `from` to `to`.
    pub fn line(&self, edge: usize) -> Vec<(i32, i32)> {
        let node = |node: u32| (self.lat[node as usize], self.lon[node as usize]);
        let ends = (node(self.from[edge]), node(self.to[edge]));
        std::iter::once(ends.0).chain(self.points(edge)).chain([ends.1]).collect()
    }

    fn edge_feature(&self, edge: usize, line: &[(i32, i32)]) -> String {
        let table = if self.is_afloat(edge) { &self.waters } else { &self.countries };
        let area = table.get(usize::from(self.area[edge])).map_or("null".to_owned(), |area| quoted(area));
        let passage = match BasePassage::of_code(self.passage[edge]) {
            BasePassage::None => "null".to_owned(),
            BasePassage::Open => quoted("open"),
            BasePassage::Closed => quoted("closed"),
            BasePassage::Crossing(crossing) => quoted(&self.crossings[usize::from(crossing)]),
            BasePassage::Strait(strait) => quoted(&self.straits[usize::from(strait)]),
        };
        format!(
            r#"{{"type":"Feature","properties":{{"edge":{edge},"mode":"{}","metres":{},"area":{area},"passage":{passage}}},"geometry":{}}}"#,
            self.modes[usize::from(self.mode[edge])],
            self.metres[edge],
            geometry(line),
        )
    }
}

/// A line, cut in two where it crosses the antimeridian, as RFC 7946 asks.
fn geometry(line: &[(i32, i32)]) -> String {
    const HALF: i64 = 180_000_000;
    let mut pieces = vec![Vec::new()];
    let mut last: Option<(i32, i32)> = None;
    for &(lat, lon) in line {
        if let Some((lat_0, lon_0)) = last.filter(|&(_, lon_0)| lon_0.abs_diff(lon) > HALF as u32) {
            let side = if lon_0 < 0 { -HALF } else { HALF };
            let (to_cut, whole) = (side - i64::from(lon_0), i64::from(lon) + 2 * side - i64::from(lon_0));
            let share = if whole == 0 { 0.0 } else { to_cut as f64 / whole as f64 };
            let cut = lat_0 + (f64::from(lat - lat_0) * share) as i32;
            pieces.last_mut().into_iter().for_each(|piece| piece.push((cut, side as i32)));
            pieces.push(vec![(cut, -side as i32)]);
        }
        pieces.last_mut().into_iter().for_each(|piece| piece.push((lat, lon)));
        last = Some((lat, lon));
    }
    let piece =
        |piece: &Vec<(i32, i32)>| format!("[{}]", piece.iter().map(|&p| position(p)).collect::<Vec<_>>().join(","));
    match &pieces[..] {
        [only] => format!(r#"{{"type":"LineString","coordinates":{}}}"#, piece(only)),
        many => {
            let many: Vec<String> = many.iter().map(piece).collect();
            format!(r#"{{"type":"MultiLineString","coordinates":[{}]}}"#, many.join(","))
        }
    }
}

fn position((lat, lon): (i32, i32)) -> String {
    format!("[{},{}]", f64::from(lon) / 1e6, f64::from(lat) / 1e6)
}

/// Text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut json = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            control if control < ' ' => _ = write!(json, "\\u{:04x}", control as u32),
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::file::tests::small;

    fn base() -> Base {
        Base { parts: small(), checksum: 0 }
    }

    #[test]
    fn a_box_takes_what_has_a_point_in_it() {
        let at_karachi = base().geojson([24.0, 66.0, 25.0, 68.0]);
        assert_eq!(at_karachi.matches("\"edge\":").count(), 2, "{at_karachi}");
        assert!(at_karachi.contains(r#""mode":"road","metres":1,"area":"KZ","passage":"open""#), "{at_karachi}");
        assert!(at_karachi.contains(r#""area":"arabian-sea","passage":"hormuz""#), "{at_karachi}");
        assert_eq!(base().geojson([50.0, 0.0, 51.0, 1.0]), "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n");
    }

    #[test]
    fn lines_are_cut_at_the_antimeridian_and_boxes_reach_over_it() {
        let over = base().geojson([-34.0, 179.0, -32.0, -179.0]);
        assert_eq!(over.matches("\"edge\":").count(), 2, "{over}");
        assert!(over.contains(r#"[[[179.5,24.9],[180,-4.05]],[[-180,-4.05],[-179.5,-33]]]"#), "{over}");
    }

    #[test]
    fn names_are_escaped() {
        let terminals = base().geojson([-1.0, 179.0, 1.0, 180.0]);
        assert!(terminals.contains(r#""name":"\"Алтынкөл\"","place":null,"locode":null"#), "{terminals}");
        assert!(terminals.contains(r#""name":"Karachi","place":"karachi","locode":"PKKHI""#), "{terminals}");
        assert_eq!(quoted("a\n\\"), "\"a\\u000a\\\\\"");
    }
}
