//! The ten best routes of a trip, beside `pathfinding::yen` on the network without parallel arcs: an iteration asks 10
//! questions.

mod common;

use common::Peers;
use corridor::Network;
use criterion::{Criterion, Throughput};

fn k_best(criterion: &mut Criterion) {
    let network = common::without_parallel_arcs(&Network::bundled());
    let planner = network.compile();
    let questions = common::questions(&planner, 10);
    common::check_k_best(&planner, &questions, 10);
    let mut peers = Peers::new(&planner);

    let mut group = criterion.benchmark_group("10 best");
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("corridor", |bencher| {
        let ask = |question: &common::Question| question.trip(&planner).k_best_costs(&question.weights, 10).len();
        bencher.iter(|| questions.iter().map(ask).sum::<usize>());
    });
    group.bench_function("pathfinding yen", |bencher| {
        common::over(bencher, &questions, &mut peers, |peers, start, weights| peers.yen(start, weights, 10));
    });
    group.finish();
}

fn main() {
    let mut criterion = common::criterion();
    k_best(&mut criterion);
    criterion.final_summary();
}
