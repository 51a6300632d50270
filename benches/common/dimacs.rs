//! The road graph of New York of the ninth DIMACS challenge, where the folder with it is at hand.
#![allow(dead_code)] // each bench uses its own part

use corridor::CostVector;
use corridor::engine::Graph;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The folder that `CORRIDOR_BENCH_DATA` names, else `../shared/data/bench` beside the clone; `None`, said aloud, if it is not there.
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/bench");
    let folder = std::env::var_os("CORRIDOR_BENCH_DATA").map_or(beside, PathBuf::from);
    if folder.join("USA-road-d.NY.gr.gz").exists() {
        return Some(folder);
    }
    println!("!! New York skipped: no {}; set CORRIDOR_BENCH_DATA to the folder with it", folder.display());
    None
}

/// Tail, head and length of each arc, states counted from 0.
fn arcs(file: &Path) -> (usize, Vec<(u32, u32, u32)>) {
    let file = File::open(file).expect("a file");
    let (mut states, mut arcs) = (0, Vec::new());
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.expect("text");
        let mut words = line.split_ascii_whitespace();
        let (kind, mut numbers) = (words.next(), words.filter_map(|word| word.parse::<u32>().ok()));
        let mut number = || numbers.next().expect("a number");
        match kind {
            Some("p") => states = number() as usize,
            Some("a") => arcs.push((number() - 1, number() - 1, number())),
            _ => {}
        }
    }
    (states, arcs)
}

/// Distance (tenths of metres) and travel time as published; nothing else costs anything.
pub fn new_york(folder: &Path) -> Graph {
    let (states, lengths) = arcs(&folder.join("USA-road-d.NY.gr.gz"));
    let (_, times) = arcs(&folder.join("USA-road-t.NY.gr.gz"));
    let both = lengths
        .into_iter()
        .zip(times)
        .map(|((tail, head, length), (_, _, time))| (tail, head, CostVector::new([length, time, 0, 0, 0, 0])));
    Graph::new(states, both).expect("totals that fit 32 bits")
}

/// Latitude and longitude of each state.
pub fn points(folder: &Path) -> Vec<(f64, f64)> {
    let file = File::open(folder.join("USA-road-d.NY.co.gz")).expect("a file");
    let point = |line: std::io::Result<String>| {
        let line = line.expect("text");
        let mut numbers = line.strip_prefix("v ")?.split(' ').skip(1).map(|word| word.parse().expect("a number"));
        let (lon, lat): (f64, f64) = (numbers.next()?, numbers.next()?);
        Some((lat / 1e6, lon / 1e6))
    };
    BufReader::new(GzDecoder::new(file)).lines().filter_map(point).collect()
}

/// The query pairs, states counted from 0.
pub fn queries(folder: &Path) -> Vec<(u32, u32)> {
    let text = std::fs::read_to_string(folder.join("queries/NY-queries")).expect("the queries");
    let pair = |line: &str| {
        let mut numbers = line.split_ascii_whitespace().map(|word| word.parse::<u32>().expect("a number") - 1);
        Some((numbers.next()?, numbers.next()?))
    };
    text.lines().filter_map(pair).collect()
}
