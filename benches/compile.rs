//! From bytes or files to a planner, and from a planner to the planner of a scenario.

mod common;

use corridor::{Network, Preset, Scenario};
use criterion::Criterion;

fn compile(criterion: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors");
    let network = Network::bundled();
    let weights = Preset::GeneralisedCost.weights();
    let scenario = Scenario::new("Khunjerab shut").close("khunjerab");

    let mut group = criterion.benchmark_group("compile");
    group.bench_function("decode the bundle", |bencher| bencher.iter(Network::bundled));
    group.bench_function("load the folder", |bencher| bencher.iter(|| Network::load(folder)));
    group.bench_function("compile", |bencher| bencher.iter(|| network.compile()));
    group.bench_function("scenario: clone, close, compile, reroute", |bencher| {
        bencher.iter(|| {
            let planner = network.with(&scenario).expect("an open crossing").compile();
            planner.trip("karachi", "almaty").expect("two places").best_cost(&weights)
        });
    });
    group.finish();
}

fn main() {
    let mut criterion = common::criterion();
    compile(&mut criterion);
    criterion.final_summary();
}
