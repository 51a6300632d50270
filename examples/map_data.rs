//! Makes the compact lines that reports draw their maps with: `cargo run --release --example map_data --features report -- FOLDER`.
//!
//! FOLDER holds Natural Earth as GeoJSON, plain or `.gz`: `ne_50m_admin_0_countries*`, `ne_10m_admin_0_boundary_lines_land*`,
//! `ne_10m_admin_0_boundary_lines_disputed_areas*` (public domain). It writes `corridors/map/earth.bin`, and of `corridors/geometry.geojson`, the
//! courses of links, `corridors/map/links.bin` for maps on paper and `corridors/map/courses.bin` with all their points for GeoJSON. Without FOLDER
//! it makes these two alone.

use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A name and where it stands.
type Label = (String, (f64, f64));
/// A name and its lines.
type Feature = (String, Vec<Line>);
type Found<T> = Result<Vec<T>, Box<dyn Error>>;
type Line = Vec<(f64, f64)>;

/// Parts of a degree that maps on paper tell apart.
const MAP: f64 = 100.0;
/// The digits that the courses have.
const EXACT: f64 = 1000.0;
/// Degrees that a simplified line may lie beside the original one: a kilometre and a half, a quarter of a pixel on a screen.
const TOLERANCE: f64 = 0.02;
/// Islands whose box is smaller than this many square degrees are left out.
const SMALL: f64 = 0.03;

fn main() -> Result<(), Box<dyn Error>> {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/map");
    if let Some(folder) = std::env::args().nth(1) {
        let folder = Path::new(&folder);
        let wide = |ring: &Line| {
            let extent = |of: fn(&(f64, f64)) -> f64| {
                let (low, high) = ring.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
                high - low
            };
            extent(|at| at.0) * extent(|at| at.1) > SMALL
        };
        let land = features(folder, "ne_50m_admin_0_countries")?.into_iter().flat_map(|(_, lines)| lines).filter(wide);
        let mut borders = features(folder, "ne_10m_admin_0_boundary_lines_land")?;
        borders.extend(features(folder, "ne_10m_admin_0_boundary_lines_disputed_areas")?);
        borders.retain(|(kind, _)| !["Reference", "Lease", "Overlay"].iter().any(|other| kind.starts_with(other)));
        let (settled, other): (Vec<_>, Vec<_>) =
            borders.into_iter().partition(|(kind, _)| kind.starts_with("International"));
        let lines = |features: Vec<(String, Vec<Line>)>| features.into_iter().flat_map(|(_, lines)| lines).collect();
        let groups: [Vec<Line>; 3] = [land.collect(), lines(settled), lines(other)];
        let mut bytes = Vec::new();
        for group in &groups {
            varint(group.len() as u64, &mut bytes);
            group.iter().for_each(|line| write_line(&simplified(line), MAP, &mut bytes));
        }
        let names = labels(folder)?;
        varint(names.len() as u64, &mut bytes);
        for (code, at) in names {
            bytes.extend(code.as_bytes());
            write_line(&vec![at], MAP, &mut bytes);
        }
        fs::write(map.join("earth.bin"), bytes)?;
    }
    let courses = map.with_file_name("geometry.geojson");
    if courses.exists() {
        let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(courses)?)?;
        let (mut bytes, mut exact) = (Vec::new(), Vec::new());
        for feature in json["features"].as_array().ok_or("no features")? {
            let id = feature["properties"]["link"].as_str().ok_or("a feature without link")?;
            if feature["properties"]["match"] == "geodesic" {
                continue;
            }
            let lines = lines_of(&feature["geometry"]);
            for (bytes, parts) in [(&mut bytes, MAP), (&mut exact, EXACT)] {
                varint(id.len() as u64, bytes);
                bytes.extend(id.as_bytes());
                varint(lines.len() as u64, bytes);
                let drawn = |line: &Line| if parts == MAP { simplified(line) } else { line.clone() };
                lines.iter().for_each(|line| write_line(&drawn(line), parts, bytes));
            }
        }
        fs::write(map.join("links.bin"), bytes)?;
        fs::write(map.join("courses.bin"), exact)?;
    }
    for name in ["earth.bin", "links.bin", "courses.bin"] {
        println!("corridors/map/{name}: {} bytes", fs::metadata(map.join(name)).map_or(0, |file| file.len()));
    }
    Ok(())
}

/// Where the name of each country of ISO 3166 is to stand.
fn labels(folder: &Path) -> Found<Label> {
    let label = |feature: &serde_json::Value| {
        let own = &feature["properties"];
        let code = own["ISO_A2_EH"].as_str().filter(|code| code.len() == 2 && code.is_ascii())?;
        Some((code.to_owned(), (own["LABEL_X"].as_f64()?, own["LABEL_Y"].as_f64()?)))
    };
    Ok(read(folder, "ne_50m_admin_0_countries")?.iter().filter_map(label).collect())
}

/// The features of a layer: what each is, and its lines or rings.
fn features(folder: &Path, layer: &str) -> Found<Feature> {
    let feature = |feature: &serde_json::Value| {
        let kind = feature["properties"]["featurecla"].as_str().unwrap_or_default().to_owned();
        (kind, lines_of(&feature["geometry"]))
    };
    Ok(read(folder, layer)?.iter().map(feature).collect())
}

fn read(folder: &Path, layer: &str) -> Result<Vec<serde_json::Value>, Box<dyn Error>> {
    let of_layer = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(layer));
    let mut paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let path = paths.find(of_layer).ok_or_else(|| format!("no {layer}* in {}", folder.display()))?;
    let (bytes, mut text) = (fs::read(&path)?, String::new());
    if path.extension().is_some_and(|end| end == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    let json: serde_json::Value = serde_json::from_str(&text)?;
    Ok(json["features"].as_array().ok_or("no features")?.clone())
}

/// Every list of positions in a geometry, however deep.
fn lines_of(value: &serde_json::Value) -> Vec<Line> {
    let Some(list) = value.as_array() else {
        return value.get("coordinates").map_or(Vec::new(), lines_of);
    };
    let position = |at: &serde_json::Value| Some((at.get(0)?.as_f64()?, at.get(1)?.as_f64()?));
    match list.iter().map(position).collect::<Option<Line>>() {
        Some(line) if !line.is_empty() => vec![line],
        _ => list.iter().flat_map(lines_of).collect(),
    }
}

/// Fewer points, none of those left out farther than the tolerance from the line (Douglas and Peucker 1973).
fn simplified(line: &Line) -> Line {
    let mut keep = vec![false; line.len()];
    let mut spans = vec![(0, line.len() - 1)];
    keep[0] = true;
    keep[line.len() - 1] = true;
    while let Some((first, last)) = spans.pop() {
        let (a, b) = (line[first], line[last]);
        let distance = |at: (f64, f64)| {
            let shrink = at.1.to_radians().cos();
            let (px, py, bx, by) = ((at.0 - a.0) * shrink, at.1 - a.1, (b.0 - a.0) * shrink, b.1 - a.1);
            let length = bx * bx + by * by;
            let along = if length > 0.0 { ((px * bx + py * by) / length).clamp(0.0, 1.0) } else { 0.0 };
            (px - along * bx).hypot(py - along * by)
        };
        let farthest = (first + 1..last).max_by(|i, j| distance(line[*i]).total_cmp(&distance(line[*j])));
        if let Some(middle) = farthest.filter(|i| distance(line[*i]) > TOLERANCE) {
            keep[middle] = true;
            spans.extend([(first, middle), (middle, last)]);
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(at, _)| *at).collect()
}

/// Parts of a degree, each as the difference from the one before.
fn write_line(line: &Line, parts: f64, bytes: &mut Vec<u8>) {
    varint(line.len() as u64, bytes);
    let mut last = (0i64, 0i64);
    for (lon, lat) in line {
        let at = ((lon * parts).round() as i64, (lat * parts).round() as i64);
        for difference in [at.0 - last.0, at.1 - last.1] {
            varint((difference << 1 ^ difference >> 63) as u64, bytes);
        }
        last = at;
    }
}

/// Seven bits a byte, the lowest first.
fn varint(mut value: u64, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
