//! The best route of one trip: an iteration asks 500 questions.
//!
//! Cold is a new trip with new weights each time, warm a trip that is prepared once and asked with new weights. Peers
//! search the same state graph, and what makes them ready for a question is not timed.

mod common;

use common::{Contracted, Peers, QUESTIONS};
use corridor::{Network, Preset};
use criterion::{Criterion, Throughput};

fn best(criterion: &mut Criterion) {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, QUESTIONS);
    common::check_best(&planner, &questions);
    let mut peers = Peers::new(&planner);

    let mut group = criterion.benchmark_group("best");
    group.throughput(Throughput::Elements(QUESTIONS as u64));
    group.bench_function("corridor, cold", |bencher| {
        let ask = |question: &common::Question| question.trip(&planner).best_cost(&question.weights);
        bencher.iter(|| questions.iter().filter_map(ask).count());
    });
    let trips: Vec<_> = questions.iter().map(|question| question.trip(&planner).prepared()).collect();
    group.bench_function("corridor, warm", |bencher| {
        let asked = || trips.iter().zip(&questions);
        bencher.iter(|| asked().filter_map(|(trip, question)| trip.best_cost(&question.weights)).count());
    });
    group.bench_function("petgraph dijkstra", |bencher| {
        common::over(bencher, &questions, &mut peers, |peers, start, weights| peers.petgraph(start, weights));
    });
    group.bench_function("petgraph dijkstra, scores known", |bencher| {
        common::over(bencher, &questions, &mut peers, |peers, start, _| peers.petgraph_scored(start));
    });
    group.bench_function("pathfinding dijkstra", |bencher| {
        common::over(bencher, &questions, &mut peers, |peers, start, weights| peers.pathfinding(start, weights));
    });
    group.finish();

    let weights = Preset::GeneralisedCost.weights();
    let mut contracted = Contracted::new(&planner, &weights);
    common::check_contracted(&planner, &mut contracted, &questions, &weights);
    let mut group = criterion.benchmark_group("best by generalised cost");
    group.throughput(Throughput::Elements(QUESTIONS as u64));
    group.bench_function("corridor, cold", |bencher| {
        let ask = |question: &common::Question| question.trip(&planner).best_cost(&weights);
        bencher.iter(|| questions.iter().filter_map(ask).count());
    });
    let asked: Vec<_> = questions
        .iter()
        .map(|question| question.trip(&planner))
        .map(|trip| (trip.start(), contracted.ends(&trip, &weights)))
        .collect();
    group.bench_function("fast_paths, contracted for it", |bencher| {
        bencher.iter(|| asked.iter().filter_map(|(start, ends)| contracted.best(*start, ends.clone())).count());
    });
    group.finish();
}

fn main() {
    let mut criterion = common::criterion();
    best(&mut criterion);
    criterion.final_summary();
}
