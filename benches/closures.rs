//! Every single closure of the bundled network for 2,000 random trips, by the generalised cost.

mod common;

use corridor::{ClosureAtlas, Network, Planner, Preset};
use criterion::{Criterion, Throughput};

const TRIPS: usize = 2_000;

fn closures(criterion: &mut Criterion) {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, TRIPS);
    let weights = Preset::GeneralisedCost.weights();
    let atlas = |planner: &Planner| -> ClosureAtlas {
        let pairs = questions.iter().map(|question| (&question.from, &question.to));
        planner.closure_atlas(pairs, &weights).expect("places and figures")
    };
    // What the time goes into: each closure on the way of a trip is one more search.
    let of_trip = |atlas: &ClosureAtlas| -> usize {
        atlas.closures().iter().map(|closure| closure.changed().len() + closure.impossible().len()).sum()
    };
    let once = atlas(&planner);
    println!("{} closures, {} searches for {TRIPS} trips", once.closures().len(), of_trip(&once));

    let mut group = criterion.benchmark_group("closure_atlas");
    group.throughput(Throughput::Elements(TRIPS as u64));
    group.bench_function("2,000 trips", |bencher| bencher.iter(|| atlas(&planner).closures().len()));
    group.finish();
}

fn main() {
    let mut criterion = common::criterion();
    closures(&mut criterion);
    criterion.final_summary();
}
