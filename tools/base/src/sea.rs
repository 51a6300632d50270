//! Sea lanes of the whole world, each with its water and the strait it passes; the Caspian by itself.

use crate::graph::{Graph, Kind};
use crate::raw::{Failure, Raw};
use crate::sphere::{At, between, metres};
use std::collections::HashMap;

/// Metres between vertices, so that a port finds the lane near it.
const STEP: f64 = 20_000.0;

/// Names of straits and canals in the file; what is also a curated waypoint has its id.
pub const STRAITS: [(&str, &str); 13] = [
    ("babalmandab", "bab-el-mandeb"),
    ("bering", "bering-strait"),
    ("bosporus", "bosporus"),
    ("chili", "cape-horn"),
    ("dardanelles", "dardanelles"),
    ("gibraltar", "gibraltar"),
    ("malacca", "malacca"),
    ("northwest", "northwest-passage"),
    ("ormuz", "hormuz"),
    ("panama", "panama-canal"),
    ("south_africa", "cape-of-good-hope"),
    ("suez", "suez-canal"),
    ("sunda", "sunda"),
];

/// Between Don and Volga stands a canal of river ships, which model no ocean ship may pass.
fn is_volga_don(at: At) -> bool {
    (48.2..48.8).contains(&at[0]) && (43.5..44.6).contains(&at[1])
}

pub fn build(raw: &Raw, waters: &[String]) -> Result<(Graph, Vec<String>), Failure> {
    let mut straits: Vec<String> = STRAITS.iter().map(|(_, id)| (*id).to_owned()).collect();
    straits.sort();
    let mut graph = Graph::default();
    let mut vertex: HashMap<[i64; 2], u32> = HashMap::new();
    for feature in raw.features("sea/marnet_searoute.geojson.gz")? {
        let passage = feature.properties["passage"].as_str();
        let id = passage.and_then(|p| STRAITS.iter().find(|(name, _)| *name == p)).map(|(_, id)| *id);
        let code = id.and_then(|id| straits.iter().position(|s| s == id)).map_or(0, |i| 0x8000 + i as u16);
        for line in &feature.lines {
            let line: Vec<At> = line.iter().map(|&[lat, lon]| [lat, (lon + 540.0).rem_euclid(360.0) - 180.0]).collect();
            // A strait counts once, wherever a ship leaves its line.
            let middle = line.len() / 2;
            for (i, pair) in line.windows(2).enumerate() {
                if pair.iter().all(|&at| is_volga_don(at)) || pair[0] == pair[1] {
                    continue;
                }
                let mut place = |graph: &mut Graph, at: At| {
                    let key = at.map(|x| (x * 1e5).round() as i64);
                    *vertex.entry(key).or_insert_with(|| graph.node(at))
                };
                let (mut last, end) = (place(&mut graph, pair[0]), place(&mut graph, pair[1]));
                if last == end {
                    continue;
                }
                let length = metres(pair[0], pair[1]);
                let steps = (length / STEP).ceil().max(1.0);
                for step in 1..=steps as u32 {
                    let share = f64::from(step) / steps;
                    let next = if step == steps as u32 { end } else { graph.node(between(pair[0], pair[1], share)) };
                    let edge = graph.edge(last, next, length / steps, Kind::Sea);
                    if step == 1 && i + 1 == middle.max(1) {
                        graph.edges[edge as usize].passage = code;
                    }
                    last = next;
                }
            }
        }
    }
    let (of, totals) = graph.components();
    let ocean = (0..totals.len()).max_by(|&a, &b| totals[a].total_cmp(&totals[b])).unwrap_or(0) as u32;
    for edge in &mut graph.edges {
        let at = between(graph.at[edge.a as usize], graph.at[edge.b as usize], 0.5);
        let closed = of[edge.a as usize] != ocean;
        edge.kind = if closed { Kind::Ferry } else { Kind::Sea };
        let id = if closed { "caspian" } else { water(at) };
        edge.area = waters.iter().position(|w| w == id).map_or(u8::MAX, |i| i as u8);
    }
    Ok((graph, straits))
}

/// The curated water of a point at sea, by boxes: south, west, north, east, the first that holds it.
pub fn water([lat, lon]: At) -> &'static str {
    const BOXES: [([f64; 4], &str); 15] = [
        ([40.9, 27.3, 47.5, 42.0], "black-sea"),
        ([45.0, 34.0, 50.0, 44.0], "black-sea"),
        ([29.5, 32.2, 31.3, 32.7], "suez-canal"),
        ([30.0, -5.6, 46.0, 36.3], "mediterranean"),
        ([12.5, 32.2, 30.0, 43.5], "red-sea"),
        ([10.0, 43.2, 16.0, 51.5], "red-sea"),
        ([23.5, 47.5, 31.0, 56.4], "persian-gulf"),
        ([6.0, 51.0, 26.6, 77.6], "arabian-sea"),
        ([53.5, 9.6, 66.0, 31.0], "baltic"),
        ([48.5, -5.0, 61.5, 9.6], "north-sea"),
        ([-12.0, 98.0, 52.0, 145.0], "east-asian-seas"),
        ([1.0, 94.5, 8.0, 98.0], "east-asian-seas"),
        ([-70.0, 20.0, 31.0, 120.0], "indian-ocean"),
        ([-70.0, -70.0, 75.0, 20.0], "atlantic"),
        ([7.0, -100.0, 75.0, -60.0], "atlantic"),
    ];
    let inside = |b: &[f64; 4]| b[0] <= lat && lat <= b[2] && b[1] <= lon && lon <= b[3];
    BOXES.iter().find(|(b, _)| inside(b)).map_or("", |(_, id)| id)
}
