//! Builds `corridors/base/eurasia.base` and `corridors/geometry.geojson` from a folder of raw files:
//!
//!     cargo run --release --manifest-path tools/base/Cargo.toml -- RAW_DIR
//!
//! The same raw files and curated places give the same bytes. `-- RAW_DIR stability` prints rows for `corridors/countries.toml` instead.
//! `corridors/base/README.md` says what the raw files are.

mod border;
mod countries;
mod curated;
mod graph;
mod links;
mod pack;
mod rail;
mod raw;
mod report;
mod road;
mod sea;
mod sphere;
mod stability;
mod terminal;

use corridor::Base;
use graph::{Graph, Kind};
use raw::Failure;
use report::Report;
use sphere::{At, Near};
use std::path::Path;

/// Lines that exist but that no layer joins: from, to, what.
const MENDS: [(At, At, Kind, &str); 2] = [
    ([34.567, 60.186], [34.384, 60.440], Kind::Rail, "Khaf to the edge of the window of OpenStreetMap, about 31 km"),
    ([30.262, 57.011], [30.302, 57.061], Kind::Rail, "Kerman station to the line that passes by, about 7 km"),
];

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("name the folder of raw files; corridors/base/README.md says which")?;
    let raw = raw::Raw::new(Path::new(&folder));
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corridors");
    if std::env::args().nth(2).is_some_and(|what| what == "stability") {
        return stability::print(&raw, &home);
    }
    let bar = indicatif::ProgressBar::new(9);
    bar.set_style(indicatif::ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} ({elapsed})")?);
    let mut report = Report { bar: Some(bar.clone()), ..Report::default() };
    let step = |what: &'static str| {
        bar.inc(1);
        bar.set_message(what);
    };

    step("countries and curated places");
    let countries = countries::Countries::load(&raw)?;
    let curated = curated::Curated::load(&home)?;
    let crossings: Vec<String> = curated.crossings.keys().cloned().collect();
    let locodes = raw.locodes()?;

    step("railways");
    let on_rails = |place: &&curated::Place| !place.gauges.is_empty();
    let known: Vec<At> = curated.places.values().filter(on_rails).map(|place| place.at).collect();
    let mut rail = rail::build(&raw, &known, &mut report)?;
    mend(&mut rail, Kind::Rail, &mut report);
    border::cut(&mut rail, &countries, &curated);
    border::gauges(&mut rail, &countries);
    join_rail(&mut rail, &countries, &mut report);

    step("roads");
    let on_roads = locodes.iter().filter(|place| place.road || place.rail).map(|place| (place.at, false));
    let towns = curated.places.values().filter(|place| place.kind != "waypoint").map(|place| (place.at, true));
    let places: Vec<(At, bool)> = towns.chain(on_roads).collect();
    let mut road = road::build(&raw, &places)?;
    let joined = road::join_components(&mut road, 1000.0, Kind::Road, |_, _| true);
    report.say(format!("{joined} pairs of pieces of road joined within 1 km"));
    border::cut(&mut road, &countries, &curated);
    drop_small(&mut road, 50_000.0);

    step("borders");
    border::tie(&mut rail, &curated, &countries, &crossings, Kind::Rail, &mut report);
    border::tie(&mut road, &curated, &countries, &crossings, Kind::Road, &mut report);

    step("sea lanes");
    let (sea, straits) = sea::build(&raw, &curated.waters)?;

    step("terminals");
    let mut graphs = [road, rail, sea];
    let finder = terminal::Finder::new(&graphs);
    let ways = terminal::connect(&mut graphs, &finder, &curated, &countries, &mut report);
    let terminals = terminal::terminals(&mut graphs, &finder, &curated, &ways, &countries, raw.ports()?, locodes);

    step("courses of curated links");
    links::write(&home.join("geometry.geojson"), &graphs, &ways, &curated, &mut report)?;

    step("writing");
    let parts = pack::pack(&graphs, &terminals, &ways, &curated, &countries, straits, crossings);
    let file = Base::file_of(&parts)?;
    std::fs::create_dir_all(home.join("base"))?;
    std::fs::write(home.join("base/eurasia.base"), &file)?;
    report.say(format!(
        "{} nodes, {} edges, {} points, {} terminals, {} connectors: {} bytes",
        parts.lat.len(),
        parts.from.len(),
        parts.point_lat.len(),
        parts.terminals.len(),
        parts.connectors.len(),
        file.len()
    ));
    step("done");
    bar.finish();
    std::fs::write(home.join("base/build.txt"), report.lines.join("\n") + "\n")?;
    Ok(())
}

fn mend(graph: &mut Graph, kind: Kind, report: &mut Report) {
    for (from, to, _, what) in MENDS.iter().filter(|mend| mend.2 == kind) {
        let near = Near::new(graph.nodes());
        let mut end = |at: At| match near.nearest(at, 5000.0) {
            Some((node, _)) => (node, ""),
            None => (graph.node(at), " (no line there)"),
        };
        let ((a, no_a), (b, no_b)) = (end(*from), end(*to));
        graph.straight(a, b, kind);
        report.say(format!("mended{no_a}{no_b}: {what}"));
    }
}

/// Ends of lines and small pieces are joined to what is near in the same country and gauge.
fn join_rail(rail: &mut Graph, countries: &countries::Countries, report: &mut Report) {
    let gauge = |graph: &Graph, n: u32| graph.around[n as usize].first().map(|&e| graph.edges[e as usize].gauge);
    let alike: Vec<(u8, Option<u16>)> =
        (0..rail.at.len() as u32).map(|n| (rail.country[n as usize], gauge(rail, n))).collect();
    let joined = road::join_components(rail, 2500.0, Kind::Rail, |a, b| alike[a as usize] == alike[b as usize]);
    let ends = road::join(rail, 1500.0, 12_000.0, Kind::Rail, |a, b| alike[a as usize] == alike[b as usize]);
    report.say(format!("{joined} pairs of pieces of railway joined within 2.5 km, {ends} ends of lines within 1.5 km"));
    for number in 0..rail.edges.len() {
        if rail.edges[number].gauge == 0 {
            rail.edges[number].area = rail.country[rail.edges[number].a as usize];
        }
    }
    border::gauges(rail, countries);
    drop_small(rail, 30_000.0);
}

fn drop_small(graph: &mut Graph, least: f64) {
    let (of, totals) = graph.components();
    let ends: Vec<u32> = graph.edges.iter().map(|edge| edge.a).collect();
    graph.retain(|edge| totals[of[ends[edge as usize] as usize] as usize] > least);
}
