//! The road graph of New York of the ninth DIMACS challenge, with four more criteria, and parts of it.

#[path = "../../common/sequence.rs"]
mod sequence;

use corridor::engine::Graph;
use corridor::{CostVector, Criterion, Weights};
use flate2::read::GzDecoder;
pub use sequence::Sequence;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Arcs with their costs, and where the nodes lie: latitude and longitude in degrees.
#[derive(Clone, Default)]
pub struct World {
    pub points: Vec<(f64, f64)>,
    pub arcs: Vec<(u32, u32, CostVector)>,
}

/// The folder that `CORRIDOR_BENCH_DATA` names, else `../shared/data/bench` beside the clone; `None`, said aloud, if it is not there.
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/bench");
    let folder = std::env::var_os("CORRIDOR_BENCH_DATA").map_or(beside, PathBuf::from);
    if folder.join("USA-road-d.NY.gr.gz").exists() {
        return Some(folder);
    }
    println!("!! New York skipped: no {}; set CORRIDOR_BENCH_DATA to the folder with it", folder.display());
    None
}

/// The numbers of the lines that begin with a letter.
fn rows(file: &Path, kind: &str) -> Vec<[i64; 3]> {
    let lines = BufReader::new(GzDecoder::new(File::open(file).expect("a file"))).lines();
    let row = |line: String| {
        let mut words = line.split_ascii_whitespace();
        let wanted = words.next() == Some(kind);
        wanted.then(|| std::array::from_fn(|_| words.next().and_then(|word| word.parse().ok()).expect("a number")))
    };
    lines.filter_map(|line| row(line.expect("text"))).collect()
}

impl World {
    /// New York: distance (tenths of metres) and time as published. The rest is made up, the same in every run: a toll (as cost) on
    /// one arc in 32, one to five times the median time; one border an arc, which counts hops; risk from 1 to 1,000 that has to do
    /// with nothing else; emissions of 0.6 times distance and 0.4 times time, 10 % up or down.
    pub fn new_york(folder: &Path) -> World {
        let lengths = rows(&folder.join("USA-road-d.NY.gr.gz"), "a");
        let times = rows(&folder.join("USA-road-t.NY.gr.gz"), "a");
        let places = rows(&folder.join("USA-road-d.NY.co.gz"), "v");
        let mut sorted: Vec<i64> = times.iter().map(|row| row[2]).collect();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2] as usize;
        let mut random = Sequence(20_260_101);
        let arc = |([tail, head, length], [.., time]): (&[i64; 3], &[i64; 3])| {
            let toll = if random.below(32) == 0 { median + random.below(4 * median + 1) } else { 0 };
            let risk = 1 + random.below(1_000);
            let noise = 900 + random.below(201);
            let emissions = (6 * *length as usize + 4 * *time as usize) * noise / 10_000;
            let ticks = [*length as u32, *time as u32, toll as u32, 1, risk as u32, emissions as u32];
            (*tail as u32 - 1, *head as u32 - 1, CostVector::new(ticks))
        };
        let arcs = lengths.iter().zip(&times).map(arc).collect();
        let points = places.iter().map(|[_, lon, lat]| (*lat as f64 / 1e6, *lon as f64 / 1e6)).collect();
        World { points, arcs }
    }

    pub fn nodes(&self) -> usize {
        self.points.len()
    }

    pub fn graph(&self) -> Graph {
        Graph::new(self.nodes(), self.arcs.iter().copied()).expect("totals that fit 32 bits")
    }

    /// The nodes nearest to the middle by number of arcs.
    pub fn part(&self, nodes: usize) -> World {
        let mut neighbours = vec![Vec::new(); self.nodes()];
        self.arcs.iter().for_each(|(tail, head, _)| neighbours[*tail as usize].push(*head));
        let middle = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let (lat, lon) = (
            middle(&mut self.points.iter().map(|point| point.0).collect()),
            middle(&mut self.points.iter().map(|point| point.1).collect()),
        );
        let apart = |node: &usize| (self.points[*node].0 - lat).hypot(self.points[*node].1 - lon);
        let start = (0..self.nodes()).min_by(|a, b| apart(a).total_cmp(&apart(b))).expect("a node");
        let mut number = vec![u32::MAX; self.nodes()];
        let mut queue = vec![start as u32];
        number[start] = 0;
        let mut at = 0;
        while at < queue.len() && queue.len() < nodes {
            for other in &neighbours[queue[at] as usize] {
                if number[*other as usize] == u32::MAX && queue.len() < nodes {
                    number[*other as usize] = queue.len() as u32;
                    queue.push(*other);
                }
            }
            at += 1;
        }
        let inside = |(tail, head, cost): &(u32, u32, CostVector)| {
            let ends = (number[*tail as usize], number[*head as usize]);
            (ends.0.max(ends.1) != u32::MAX).then_some((ends.0, ends.1, *cost))
        };
        World {
            points: queue.iter().map(|node| self.points[*node as usize]).collect(),
            arcs: self.arcs.iter().filter_map(inside).collect(),
        }
    }

    /// The same with the first of parallel arcs only, which `pathfinding::yen` needs.
    pub fn without_parallel_arcs(mut self) -> World {
        self.arcs.sort_by_key(|(tail, head, _)| (*tail, *head));
        self.arcs.dedup_by_key(|(tail, head, _)| (*tail, *head));
        self
    }

    /// Weights between a thousandth and all of what makes the criteria count alike on the mean arc.
    pub fn weights(&self, criteria: &[Criterion], random: &mut Sequence) -> Weights {
        let rate = |criterion: &Criterion| {
            let total: u64 = self.arcs.iter().map(|arc| u64::from(arc.2[*criterion])).sum();
            let per_tick = (1 + random.below(1_000)) as f64 / total as f64;
            (*criterion, per_tick * f64::from(criterion.ticks_per_unit()))
        };
        Weights::new(criteria.iter().map(rate)).expect("rates that go together")
    }

    /// Pairs of nodes, each with weights of its own.
    pub fn questions(&self, count: usize, criteria: &[Criterion]) -> Vec<(u32, u32, Weights)> {
        let mut random = Sequence(7);
        let nodes = self.nodes();
        let mut question = |_| {
            let ends = (random.below(nodes) as u32, random.below(nodes) as u32);
            (ends.0, ends.1, self.weights(criteria, &mut random))
        };
        (0..count).map(&mut question).collect()
    }
}
