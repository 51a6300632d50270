//! The course of each curated link, for maps: along the base network where that is as long as the link says.

use crate::curated::{Curated, Link};
use crate::graph::Graph;
use crate::raw::Failure;
use crate::report::Report;
use crate::sphere::{At, Near, between, metres, simplify};
use crate::terminal::Where;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The way found may be so much shorter or longer than the link.
const RANGE: std::ops::RangeInclusive<f64> = 0.84..=1.18;
/// Or by so many kilometres, where places are whole cities.
const SLACK: f64 = 6.0;
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
        let course = course(link, graphs, &near, ways, curated);
        let found = course.as_ref().map(|(_, km)| *km);
        let fits = |km: f64| RANGE.contains(&(km / link.km)) || (km - link.km).abs() < SLACK;
        let (matched, line) = match course {
            Some((line, km)) if fits(km) => ("base", line),
            _ => ("geodesic", geodesic(from.at, to.at)),
        };
        if matched == "geodesic" {
            let found = found.map_or("no way".to_owned(), |km| format!("{km:.0}"));
            geodesics.push(format!("{} {:.0} ({found})", link.id, link.km));
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
        "{} of {all} curated links drawn along the base network ({} bytes); geodesics, with the length of the link and of the way found: {}",
        all - count,
        text.len(),
        geodesics.join(", ")
    ));
    Ok(())
}

/// The line along the base network, and its kilometres.
fn course(
    link: &Link,
    graphs: &[Graph; 3],
    near: &[Near; 3],
    ways: &BTreeMap<String, Vec<(Where, u16, f64)>>,
    curated: &Curated,
) -> Option<(Vec<At>, f64)> {
    let number = match &link.mode[..] {
        "road" => 0,
        "rail" => 1,
        _ => 2,
    };
    let graph = &graphs[number];
    let ends = [&link.from, &link.to].map(|id| {
        let fits = |gauge: u16| number != 1 || gauge == link.gauge;
        let own = ways[id].iter().filter(|((g, _), gauge, _)| *g == number && fits(*gauge)).map(|((_, n), ..)| *n);
        let own: Vec<u32> = own.collect();
        // A place beyond the border, or of a mode that its record does not name.
        let around = || near[number].nearest(curated.places[id].at, 30_000.0).into_iter().map(|(n, _)| n).collect();
        if own.is_empty() { around() } else { own }
    });
    let limit = link.km * 2000.0 + 30_000.0;
    let (length, edges, start) = graph.path(&ends[0], &ends[1], limit, |_| true)?;
    let [from, to] = [&link.from, &link.to].map(|id| curated.places[id].at);
    let mut here = start;
    let mut line = vec![from, graph.at[here as usize]];
    for edge in &edges {
        here = graph.other(*edge, here);
        line.push(graph.at[here as usize]);
    }
    line.push(to);
    let access = metres(line[0], line[1]) + metres(line[line.len() - 2], line[line.len() - 1]);
    (!edges.is_empty()).then_some((line, (length + access) / 1000.0))
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
