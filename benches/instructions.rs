//! Instructions counted under valgrind: the same in every run, where clocks move by a fifth. `.ci/instructions` compares
//! them with `benches/baseline`.
#![allow(missing_docs)] // of what gungraun's macros write

use corridor::{Network, Planner, Preset};
use gungraun::prelude::*;
use std::hint::black_box;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors");

/// Trips by name, not at random, so that a new place in the data moves the counts little.
const TRIPS: [(&str, &str); 12] = [
    ("karachi", "almaty"),
    ("gwadar", "tashkent"),
    ("moscow", "karachi"),
    ("xian", "hamburg"),
    ("chongqing", "duisburg"),
    ("lianyungang", "istanbul"),
    ("nhava-sheva", "moscow"),
    ("kostanay", "hairatan"),
    ("bandar-abbas", "st-petersburg"),
    ("urumqi", "poti"),
    ("mersin", "baku"),
    ("kabul", "warsaw"),
];

fn bundled() -> Network {
    Network::bundled()
}

/// A planner with the memory of its searches at hand, as after a first question.
fn planner() -> Planner {
    // On this thread alone: others are counted apart.
    #[cfg(feature = "rayon")]
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
    let planner = Network::bundled().compile();
    let (from, to) = TRIPS[0];
    black_box(planner.trip(from, to).map(|trip| trip.best_cost(&Preset::Shortest.weights()))).expect("two places");
    planner
}

#[library_benchmark]
fn load_bundled() -> Network {
    black_box(Network::bundled())
}

#[library_benchmark]
fn load_folder() -> Network {
    black_box(Network::load(FOLDER).expect("the folder of the corridors"))
}

#[library_benchmark]
#[bench::bundled(bundled())]
fn compile(network: Network) -> Planner {
    black_box(network.compile())
}

// Each trip with each preset: 84 questions.
#[library_benchmark]
#[bench::cold(planner())]
fn best(planner: Planner) -> Planner {
    for (from, to) in TRIPS {
        for preset in Preset::ALL {
            black_box(planner.trip(from, to).map(|trip| trip.best_cost(&preset.weights()))).expect("two places");
        }
    }
    planner
}

// Each trip once.
#[library_benchmark]
#[bench::ten(planner())]
fn k_best(planner: Planner) -> Planner {
    for ((from, to), preset) in TRIPS.into_iter().zip(Preset::ALL.into_iter().cycle()) {
        black_box(planner.trip(from, to).map(|trip| trip.k_best_costs(&preset.weights(), 10))).expect("two places");
    }
    planner
}

// The first three trips.
#[library_benchmark]
#[bench::three(planner())]
fn rank_corridors(planner: Planner) -> Planner {
    for (from, to) in &TRIPS[..3] {
        black_box(planner.trip(from, to).map(|trip| trip.rank_corridors(&Preset::GeneralisedCost.weights())))
            .expect("two places");
    }
    planner
}

library_benchmark_group!(
    name = questions_and_networks,
    benchmarks = [load_bundled, load_folder, compile, best, k_best, rank_corridors]
);

main!(library_benchmark_groups = questions_and_networks);
