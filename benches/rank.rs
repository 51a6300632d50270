//! All corridors ranked for a trip: the one that the README prints, and 20 random questions an iteration.

mod common;

use corridor::{Criterion::*, Network, Weights};
use criterion::{Criterion, Throughput};

fn rank(criterion: &mut Criterion) {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, 20);
    let weights = Weights::new([(Distance, 1.0), (Crossings, 250.0), (Risk, 10.0)]).expect("three rates");

    let mut group = criterion.benchmark_group("rank_corridors");
    group.bench_function("karachi - almaty", |bencher| {
        bencher.iter(|| planner.trip("karachi", "almaty").map(|trip| trip.rank_corridors(&weights)));
    });
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("random trips and weights", |bencher| {
        let ask = |question: &common::Question| question.trip(&planner).rank_corridors(&question.weights).rows().len();
        bencher.iter(|| questions.iter().map(ask).sum::<usize>());
    });
    group.finish();
}

fn main() {
    let mut criterion = common::criterion();
    rank(&mut criterion);
    criterion.final_summary();
}
