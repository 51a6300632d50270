//! corridor beside petgraph, pathfinding, fast_paths and RoutingKit on the road graph of New York.
//!
//! `cargo run --release` takes some minutes, `cargo run --release -- --short` less than 90 seconds. Answers are compared before anything is
//! timed. Times are processor time of one thread: the least of several rounds for each question, then the median over the questions; ratios are
//! medians of the questions' ratios. A missed target is said, and fails nothing.

mod known;
mod table;
mod unseen;
mod world;

use table::{Targets, held, single, us};
use world::World;

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let Some(folder) = world::folder() else { return };
    let world = World::new_york(&folder);
    let mut targets = Targets::default();
    println!(
        "New York: {} nodes, {} arcs; {} mode",
        world.nodes(),
        world.arcs.len(),
        if short { "short" } else { "full" }
    );
    println!("\nbytes of memory an arc");
    let before = held();
    let graph = world.graph();
    println!("  {:<56} {:>11.0}", "corridor, graph", (held() - before) / graph.arcs() as f64);

    let ends: Vec<(u32, u32)> = world.arcs.iter().map(|(tail, head, _)| (*tail, *head)).collect();
    let (ordering, order) = us(|| corridor::engine::nested_dissection(&world.points, &ends));
    let before = held();
    let (building, hierarchy) =
        us(|| corridor::engine::Hierarchy::new(&graph, &order).expect("an order of all states"));
    println!("  {:<56} {:>11.0}", "corridor, hierarchy", (held() - before) / graph.arcs() as f64);
    println!("\norder and hierarchy: {} shortcuts", hierarchy.shortcuts());
    single("corridor, order", ordering);
    single("corridor, hierarchy", building);
    targets.below("order and hierarchy", ordering + building, 10e6, 2.5e6);

    known::run(&world, &graph, &order, &hierarchy, short, &mut targets);
    unseen::small(&world, short, &mut targets);
    unseen::growth(&world, short);
    unseen::new_york(&world, &graph, &hierarchy, short, &mut targets);
    unseen::several(&world, &graph, &hierarchy, short, &mut targets);
    targets.print();
}
