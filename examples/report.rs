//! A report of one trip in one file: `cargo run --release --example report --features report -- [FROM TO]`.
//!
//! It writes `target/report.html`, and the map and the time-distance chart alone as SVG. With `--check` it writes beside them what a search
//! ranks at a hundred positions of the sliders, for the test in a browser.

use corridor::{Criterion::*, Network, Preset, Weights};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let places: Vec<&str> = args.iter().map(String::as_str).filter(|arg| !arg.starts_with("--")).collect();
    let (from, to) = match places[..] {
        [from, to] => (from, to),
        _ => ("karachi", "almaty"),
    };
    let started = Instant::now();
    let network = Network::bundled();
    let planner = network.compile();
    let trip = planner.trip(from, to)?;
    let weights = Preset::GeneralisedCost.weights();
    let report = trip.report(&weights)?;

    let folder = Path::new("target");
    std::fs::create_dir_all(folder)?;
    let files = [
        ("report.html", report.html()),
        ("report-map.svg", report.map_svg()),
        ("report-time.svg", report.time_chart_svg()),
    ];
    for (name, text) in &files {
        std::fs::write(folder.join(name), text)?;
        println!("target/{name:<16} {:>4} kB", text.len() / 1000);
    }
    println!("{from} to {to} by {weights}, {}", network.name());
    if args.iter().any(|arg| arg == "--time") {
        println!("in {:.0?}", started.elapsed());
    }
    if args.iter().any(|arg| arg == "--check") {
        let mut checks = Vec::new();
        let mut seed = 1u64;
        let mut factor = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            4f64.powf((seed >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0)
        };
        for _ in 0..100 {
            // Anywhere between the ends of the sliders, not only where they stop.
            let rates = [0.0, 12.5 * factor(), 1.0, 50.0 * factor(), 5.0 * factor(), 0.08];
            let weights = Weights::new([Distance, Time, Cost, Crossings, Risk, Emissions].into_iter().zip(rates))?;
            let ranking = trip.rank_corridors(&weights);
            let rows = ranking.rows().iter().map(|row| (row.corridors().collect(), row.score().to_string()));
            checks.push((
                rates,
                rows.map(|(ids, score): (Vec<&str>, String)| (ids.join(" "), score)).collect::<Vec<_>>(),
            ));
        }
        // Arrays of numbers and plain text: as debugging prints them they are JSON, but for brackets.
        let text = format!("{checks:?}").replace('(', "[").replace(')', "]");
        std::fs::write(folder.join("report-checks.json"), text)?;
        println!("target/report-checks.json");
    }
    Ok(())
}
