//! The customizable contraction hierarchy on the road graph of New York: answers against plain search first, then times beside the targets.

#[path = "common/checks.rs"]
mod checks;
#[path = "common/dimacs.rs"]
mod dimacs;
#[path = "common/sequence.rs"]
mod sequence;

use checks::{check, one_thread, state, timed};
use corridor::Criterion::{self, *};
use corridor::engine::{Hierarchy, Workspace, nested_dissection};
use sequence::Sequence;
use std::hint::black_box;

/// Sources and targets of each whose distance is checked, for each of two metrics.
const PAIRS: (usize, usize) = (20, 50);
/// Random mixtures of the two.
const MIXTURES: usize = 20;
/// Sources and targets of each whose distance is checked, for each mixture.
const PAIRS_OF_MIXTURE: (usize, usize) = (1, 50);
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 7;

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
    one_thread();
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
        checked += check(&graph, &made(&length(criterion)), |arc| Some(length(criterion)(arc)), PAIRS, random);
    }
    for _ in 0..MIXTURES {
        let (a, b) = (random.below(1000) as u64, random.below(1000) as u64);
        let mixed = |arc| a * length(Distance)(arc) + b * length(Time)(arc);
        checked += check(&graph, &made(&mixed), |arc| Some(mixed(arc)), PAIRS_OF_MIXTURE, random);
    }
    println!("{checked} distances and paths equal those of Dijkstra's algorithm\n");

    row("order and hierarchy", ordering + building, "s", 10.0, 2.5);
    let mut distance = made(&length(Distance));
    row("customize, 32 bits", 1e3 * timed(ROUNDS, || made(&length(Distance))), "ms", 25.0, 10.0);
    let wide = |arc| length(Distance)(arc) << 20 | 1;
    row("customize, 64 bits", 1e3 * timed(ROUNDS, || made(&wide)), "ms", 25.0, 10.0);
    let pairs: Vec<(u32, u32)> = (0..1000).map(|_| (state(&graph, random), state(&graph, random))).collect();
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
