//! Who wins for which weights: maps of one, two and three free weights around the generalised cost, on random trips.

mod common;

use corridor::{Criterion, Criterion::*, Front, Network, Planner, Preset, WeightBox};
use std::hint::black_box;
use std::time::Instant;

const TRIPS: usize = 200;
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 3;
/// Milliseconds that a map may take.
const TARGET: f64 = 5.0;
/// What the generalised cost weighs.
const CRITERIA: [Criterion; 5] = [Time, Cost, Crossings, Risk, Emissions];

/// The answer and the least milliseconds of some rounds.
fn timed<T>(ask: impl Fn() -> T) -> (T, f64) {
    let round = || {
        let started = Instant::now();
        let answer = black_box(ask());
        (answer, started.elapsed().as_secs_f64() * 1e3)
    };
    let first = round();
    (1..ROUNDS).map(|_| round()).fold(first, |best, next| if next.1 < best.1 { next } else { best })
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn boxes() -> [WeightBox; 3] {
    let around = WeightBox::around(&Preset::GeneralisedCost.weights());
    let one = around.free(Time);
    let two = one.clone().free(Risk);
    [one, two.clone(), two.free(Crossings)]
}

fn map(front: &Front<'_>, rates: &WeightBox) -> usize {
    front.weight_map(rates).map_or(0, |map| map.cells().len())
}

fn random_trips(planner: &Planner) {
    let questions = common::questions(planner, TRIPS);
    let fronts: Vec<(Front<'_>, f64)> =
        questions.iter().map(|question| timed(|| question.trip(planner).pareto(CRITERIA))).collect();
    for rates in boxes() {
        let found: Vec<(usize, f64)> = fronts.iter().map(|(front, _)| timed(|| map(front, &rates))).collect();
        let cells: Vec<f64> = found.iter().map(|found| found.0 as f64).collect();
        let alone: Vec<f64> = found.iter().map(|found| found.1).collect();
        let both: Vec<f64> = found.iter().zip(&fronts).map(|(found, front)| found.1 + front.1).collect();
        println!("{} free weights, {TRIPS} random trips:", rates.free_criteria().count());
        for (name, share) in [("median", 0.5), ("p95", 0.95), ("most", 1.0)] {
            let [cells, alone, both] = [&cells, &alone, &both].map(|values| quantile(values, share));
            let verdict = if alone <= TARGET { "met" } else { "MISSED" };
            println!(
                "   {name:<7} {cells:>4} cells  {alone:>7.2} ms, target {TARGET} ms: {verdict};  with the front {both:>8.2} ms"
            );
        }
    }
}

fn long_trips(planner: &Planner) {
    for (from, to) in [("karachi", "almaty"), ("xian", "duisburg"), ("shanghai", "rotterdam")] {
        let trip = planner.trip(from, to).expect("places of the network");
        let (front, time) = timed(|| trip.pareto(CRITERIA));
        let maps = boxes().map(|rates| timed(|| map(&front, &rates)));
        let maps = maps.map(|(cells, time)| format!("{cells} cells in {time:.2} ms"));
        println!("{from} - {to}: front of {} in {time:.0} ms; {}", front.len(), maps.join(", "));
    }
}

fn main() {
    let planner = Network::bundled().compile();
    let mut criterion = common::criterion();
    let trip = planner.trip("karachi", "almaty").expect("places of the network");
    let front = trip.pareto(CRITERIA);
    let mut group = criterion.benchmark_group("weight_map");
    for rates in boxes() {
        let name = format!("karachi - almaty, {} free", rates.free_criteria().count());
        group.bench_function(name, |bencher| bencher.iter(|| map(&front, &rates)));
    }
    group.finish();
    criterion.final_summary();
    random_trips(&planner);
    long_trips(&planner);
}
