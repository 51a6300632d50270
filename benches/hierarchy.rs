//! The customizable contraction hierarchy on the road graph of New York: answers against plain search first, then times beside the targets.

#[path = "common/dimacs.rs"]
mod dimacs;

use corridor::Criterion::{self, *};
use corridor::engine::{Customized, Graph, Hierarchy, Workspace, nested_dissection};
use cpu_time::ThreadTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

/// Pairs whose distance is checked, for each of two metrics.
const PAIRS: usize = 1_000;
/// Random mixtures of the two, each checked by so many pairs.
const MIXTURES: (usize, usize) = (20, 50);
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 7;

/// A fixed sequence of numbers: the multiplier of Knuth's MMIX.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, end: usize) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0) * end as u128) >> 64) as u32
    }
}

/// The distances from one state to all others: Dijkstra, as plainly as can be.
fn plain(graph: &Graph, length: impl Fn(u32) -> u64, from: u32) -> Vec<u64> {
    let mut least = vec![u64::MAX; graph.states()];
    let mut open = BinaryHeap::from([(Reverse(0), from)]);
    least[from as usize] = 0;
    while let Some((Reverse(so_far), state)) = open.pop() {
        if so_far > least[state as usize] {
            continue;
        }
        for arc in graph.arcs_out(state) {
            let (head, sum) = (graph.head(arc), so_far + length(arc));
            if sum < least[head as usize] {
                least[head as usize] = sum;
                open.push((Reverse(sum), head));
            }
        }
    }
    least
}

/// Checks pairs of a few sources, distance and arcs; counts them.
fn check(graph: &Graph, made: &Customized, length: impl Fn(u32) -> u64, pairs: usize, random: &mut Sequence) -> usize {
    let mut memory = Workspace::default();
    let sources = pairs.div_ceil(50);
    for _ in 0..sources {
        let from = random.below(graph.states());
        let least = plain(graph, &length, from);
        for _ in 0..50 {
            let to = random.below(graph.states());
            let expected = Some(least[to as usize]).filter(|distance| *distance != u64::MAX);
            assert_eq!(made.distance(from, to, &mut memory), expected, "{from} to {to}");
            let path = made.path(from, to, &mut memory);
            let (mut at, mut sum) = (from, 0);
            for arc in path.iter().flatten() {
                assert_eq!(graph.tail(*arc), at, "arcs follow one another");
                (at, sum) = (graph.head(*arc), sum + length(*arc));
            }
            assert_eq!(path.map(|_| (at, sum)), expected.map(|sum| (to, sum)), "{from} to {to}");
        }
    }
    50 * sources
}

/// The least processor time of some rounds on this thread, in seconds.
fn timed<T>(rounds: usize, mut ask: impl FnMut() -> T) -> f64 {
    let mut least = f64::MAX;
    for _ in 0..rounds {
        let started = ThreadTime::now();
        black_box(ask());
        least = least.min(started.elapsed().as_secs_f64());
    }
    least
}

fn row(what: &str, found: f64, unit: &str, bar: f64, aim: f64) {
    let word = if found <= aim {
        "aim met"
    } else if found <= bar {
        "bar met"
    } else {
        "missed"
    };
    println!("{what:<44} {found:>9.3} {unit:<3}  bar {bar:>6} aim {aim:>5}  {word}");
}

fn main() {
    // On this thread alone, whose time is what is told.
    #[cfg(feature = "rayon")]
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
    let Some(folder) = dimacs::folder() else { return };
    let graph = dimacs::new_york(&folder);
    let points = dimacs::points(&folder);
    let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
    let mut order = Vec::new();
    let ordering = timed(1, || order = nested_dissection(&points, &ends));
    let mut hierarchy = Hierarchy::new(&graph, &order).expect("an order of all states");
    let building = timed(3, || hierarchy = Hierarchy::new(&graph, &order).expect("an order of all states"));
    println!("New York: {} states, {} arcs, {} shortcuts", graph.states(), graph.arcs(), hierarchy.shortcuts());

    let length = |criterion: Criterion| {
        let graph = &graph;
        move |arc: u32| u64::from(graph.cost(arc)[criterion])
    };
    let made = |length: &dyn Fn(u32) -> u64| hierarchy.customize(length).expect("lengths that add up");
    let random = &mut Sequence(20_260_102);
    let mut checked = 0;
    for criterion in [Distance, Time] {
        checked += check(&graph, &made(&length(criterion)), length(criterion), PAIRS, random);
    }
    for _ in 0..MIXTURES.0 {
        let (a, b) = (u64::from(random.below(1000)), u64::from(random.below(1000)));
        let mixed = |arc| a * length(Distance)(arc) + b * length(Time)(arc);
        checked += check(&graph, &made(&mixed), mixed, MIXTURES.1, random);
    }
    println!("{checked} distances and paths equal those of Dijkstra's algorithm\n");

    row("order and hierarchy", ordering + building, "s", 10.0, 2.5);
    let mut distance = made(&length(Distance));
    row("customize, 32 bits", 1e3 * timed(ROUNDS, || made(&length(Distance))), "ms", 25.0, 10.0);
    let wide = |arc| length(Distance)(arc) << 20 | 1;
    row("customize, 64 bits", 1e3 * timed(ROUNDS, || made(&wide)), "ms", 25.0, 10.0);
    let pairs: Vec<(u32, u32)> =
        (0..1000).map(|_| (random.below(graph.states()), random.below(graph.states()))).collect();
    let mut memory = Workspace::default();
    let mut mean = |ask: &mut dyn FnMut(u32, u32, &mut Workspace)| {
        1e6 / 1000.0 * timed(ROUNDS, || pairs.iter().for_each(|(from, to)| ask(*from, *to, &mut memory)))
    };
    let asked = mean(&mut |from, to, memory| _ = black_box(distance.distance(from, to, memory)));
    row("distance, mean of 1000 random pairs", asked, "us", 15.0, 8.0);
    let asked = mean(&mut |from, to, memory| _ = black_box(distance.path(from, to, memory)));
    row("the same with its arcs", asked, "us", 35.0, 20.0);
    let (from, to): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    row("matrix of 1000 x 1000", timed(3, || distance.matrix(&from, &to)), "s", 0.6, 0.15);
    let mut closing: Vec<f64> = Vec::new();
    for (from, to) in &pairs[..200] {
        let path = distance.path(*from, *to, &mut memory).unwrap_or_default();
        let Some(arc) = path.get(path.len() / 2).copied() else { continue };
        closing.push(
            1e3 * timed(1, || {
                distance.update([(arc, None)]).expect("an arc");
                black_box(distance.distance(*from, *to, &mut memory))
            }),
        );
        distance.update([(arc, Some(length(Distance)(arc)))]).expect("an arc");
    }
    closing.sort_by(f64::total_cmp);
    row("close one arc, ask again, median of 200", closing[closing.len() / 2], "ms", 0.5, 0.1);
    row("close one arc, ask again, 95th percentile", closing[closing.len() * 95 / 100], "ms", 0.5, 0.1);
    let mut file = Vec::new();
    hierarchy.write(&mut file).expect("memory to write to");
    let reading = timed(3, || Hierarchy::read(&file[..], &graph).expect("what was written"));
    row("read the hierarchy", 1e3 * reading, "ms", 100.0, 50.0);
    println!("{:.1} bytes a shortcut in the file", file.len() as f64 / hierarchy.shortcuts() as f64);
}
