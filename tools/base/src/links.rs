//! The course of each curated link, for maps: along the base network where that is as long as the link says.

use crate::curated::{Curated, Link};
use crate::graph::{Graph, Kind};
use crate::raw::Failure;
use crate::report::Report;
use crate::sphere::{At, Near, between, metres, simplify};
use crate::terminal::Where;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The way found may be so much shorter or longer than the link.
const RANGE: std::ops::RangeInclusive<f64> = 0.84..=1.18;
/// Lines keep within this of their course.
const TOLERANCE: f64 = 600.0;

pub fn write(
    path: &Path,
    graphs: &[Graph; 3],
    ways: &BTreeMap<String, Vec<(Where, u16, f64)>>,
    curated: &Curated,
    report: &mut Report,
) -> Result<(), Failure> {
    let near = [0, 1, 2].map(|g| Near::new(graphs[g].nodes().filter(|&(_, n)| graphs[g].degree(n) > 0)));
    let (mut text, mut geodesics) = (String::from("{\"type\":\"FeatureCollection\",\"features\":[\n"), Vec::new());
    for (i, link) in curated.links.iter().enumerate() {
        let [from, to] = [&link.from, &link.to].map(|id| &curated.places[id]);
        let (matched, line) = match course(link, graphs, &near, ways, curated) {
            Some(line) => ("base", line),
            None => ("geodesic", geodesic(from.at, to.at)),
        };
        if matched == "geodesic" {
            geodesics.push(&link.id[..]);
        }
        let line = simplify(&line, TOLERANCE);
        let km: f64 = line.windows(2).map(|pair| metres(pair[0], pair[1])).sum::<f64>() / 1000.0;
        let points: Vec<String> = line
            .iter()
            .map(|[lat, lon]| format!("[{},{}]", (lon * 1e3).round() / 1e3, (lat * 1e3).round() / 1e3))
            .collect();
        let comma = if i == 0 { "" } else { ",\n" };
        write!(
            text,
            r#"{comma}{{"type":"Feature","properties":{{"link":"{}","mode":"{}","match":"{matched}","km":{:.1}}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}"#,
            link.id,
            link.mode,
            km,
            points.join(",")
        )?;
    }
    text.push_str("\n]}\n");
    std::fs::write(path, &text)?;
    let (count, all) = (geodesics.len(), curated.links.len());
    report.say(format!(
        "{} of {all} curated links drawn along the base network ({} bytes); geodesics: {}",
        all - count,
        text.len(),
        geodesics.join(", ")
    ));
    Ok(())
}

fn course(
    link: &Link,
    graphs: &[Graph; 3],
    near: &[Near; 3],
    ways: &BTreeMap<String, Vec<(Where, u16, f64)>>,
    curated: &Curated,
) -> Option<Vec<At>> {
    let number = match &link.mode[..] {
        "road" => 0,
        "rail" => 1,
        _ => 2,
    };
    let graph = &graphs[number];
    let ends = [&link.from, &link.to].map(|id| {
        let own: Vec<u32> = ways[id]
            .iter()
            .filter(|((g, _), gauge, _)| *g == number && (number != 1 || *gauge == link.gauge))
            .map(|((_, n), ..)| *n)
            .collect();
        // A place beyond the border, or of a mode that its record does not name.
        let around = || near[number].nearest(curated.places[id].at, 30_000.0).into_iter().map(|(n, _)| n).collect();
        if own.is_empty() { around() } else { own }
    });
    let limit = link.km * 1000.0 * RANGE.end();
    let (_, edges, start) = graph.path(&ends[0], &ends[1], limit, |edge| number != 1 || edge.kind == Kind::Rail)?;
    let mut line = vec![curated.places[&link.from].at];
    let mut here = start;
    line.push(graph.at[here as usize]);
    for edge in edges {
        here = graph.other(edge, here);
        line.push(graph.at[here as usize]);
    }
    line.push(curated.places[&link.to].at);
    let on: f64 = {
        let mut total = metres(line[0], line[1]) + metres(line[line.len() - 2], line[line.len() - 1]);
        let (_, edges, _) = graph.path(&ends[0], &ends[1], limit, |_| true)?;
        total += edges.iter().map(|&e| graph.edges[e as usize].metres).sum::<f64>();
        total
    };
    let close = line.iter().zip(&line[1..]).next().is_some();
    (close && RANGE.contains(&(on / 1000.0 / link.km))).then_some(line)
}

/// Points along the great circle, so that a map shows its bend.
fn geodesic(a: At, b: At) -> Vec<At> {
    let vector = |[lat, lon]: At| {
        let (phi, lambda) = (lat.to_radians(), lon.to_radians());
        [phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()]
    };
    let (u, v) = (vector(a), vector(b));
    let angle = (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]).clamp(-1.0, 1.0).acos();
    let steps = (metres(a, b) / 100_000.0).ceil().max(1.0);
    let at = |i: u32| {
        let share = f64::from(i) / steps;
        if angle < 1e-9 {
            return between(a, b, share);
        }
        let (p, q) = (((1.0 - share) * angle).sin() / angle.sin(), (share * angle).sin() / angle.sin());
        let [x, y, z] = [0, 1, 2].map(|i| p * u[i] + q * v[i]);
        [z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees()]
    };
    (0..=steps as u32).map(at).collect()
}
