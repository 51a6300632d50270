//! Pareto fronts: of the bundled network under criterion, and one table of sizes and times beside the targets.
//!
//! Counts come before times: the fronts of New York have to hold the known number of routes.

mod common;
#[path = "common/dimacs.rs"]
mod dimacs;

use common::{QUESTIONS, Question};
use corridor::Criterion::{self, *};
use corridor::engine::ParetoOptions;
use corridor::{Network, Planner};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Routes on the two-criteria fronts of the first twenty pairs of New York.
const NEW_YORK: usize = 3_551;
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 3;

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The answer and the least time of some rounds.
fn timed<T>(rounds: usize, ask: impl Fn() -> T) -> (T, f64) {
    let mut least = f64::MAX;
    let mut answer = None;
    for _ in 0..rounds {
        let started = Instant::now();
        answer = Some(black_box(ask()));
        least = least.min(milliseconds(started.elapsed()));
    }
    (answer.expect("a round"), least)
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn line(what: &str, figures: &str, target: f64, time: f64) {
    let verdict = if time <= target { "met" } else { "MISSED" };
    println!("  {what:<44} {figures:<44} {time:>9.2} ms, target {target:>6.1} ms: {verdict}");
}

fn bundled(planner: &Planner, questions: &[Question]) {
    for (criteria, targets) in [(&[Distance, Crossings, Risk][..], [0.3, 2.0]), (&Criterion::ALL[..], [5.0, 300.0])] {
        let found: Vec<(usize, f64)> = questions
            .iter()
            .map(|question| timed(ROUNDS, || question.trip(planner).pareto(criteria.iter().copied()).len()))
            .collect();
        let mut times: Vec<f64> = found.iter().map(|found| found.1).collect();
        times.sort_by(f64::total_cmp);
        let mut sizes: Vec<f64> = found.iter().map(|found| found.0 as f64).collect();
        sizes.sort_by(f64::total_cmp);
        for (name, share, target) in [("median", 0.5, targets[0]), ("p95", 0.95, targets[1])] {
            let what = format!("exact front of {} criteria, {name}", criteria.len());
            line(&what, &format!("{} routes", quantile(&sizes, share)), target, quantile(&times, share));
        }
        let (size, time) = (sizes[sizes.len() - 1], times[times.len() - 1]);
        println!("  {:<44} {size} routes, {time:.0} ms", "  the largest, the slowest");
    }
    for (from, to) in [("karachi", "almaty"), ("xian", "duisburg"), ("shanghai", "rotterdam")] {
        let trip = planner.trip(from, to).expect("places of the network");
        let query = || trip.front(Criterion::ALL).epsilon_on_all(0.01);
        let (near, time) = timed(ROUNDS, || query().find().expect("criteria with figures").len());
        let (exact, exact_time) = timed(1, || trip.pareto(Criterion::ALL).len());
        let figures = format!("{near} routes; exact {exact}, {exact_time:.0} ms");
        line(&format!("1 % front of all six, {from} - {to}"), &figures, 300.0, time);
    }
}

fn new_york() {
    let Some(folder) = dimacs::folder() else { return };
    let graph = dimacs::new_york(&folder);
    let criteria = [Distance, Time];
    let (mut routes, mut labels, mut times) = (0, 0, Vec::new());
    for (from, to) in &dimacs::queries(&folder)[..20] {
        let ask = || graph.pareto_with(*from, *to, &criteria, &ParetoOptions::default());
        let (front, time) = timed(2, ask);
        routes += front.paths().len();
        labels += front.labels();
        times.push(time);
    }
    assert_eq!(routes, NEW_YORK, "routes on the fronts of New York");
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    let figures = format!("{routes} routes, {:.2} M labels a front", labels as f64 / 20.0 / 1e6);
    line("New York, two criteria, mean of 20 pairs", &figures, 120.0, mean);
    times.sort_by(f64::total_cmp);
    line("  the median of them", "", 60.0, quantile(&times, 0.5));
    println!("  (BOA* with buckets: 144 ms and 65 ms of backward searches a pair, on another day of such a machine)");
    peak();
}

/// What the process took at most, where the system tells.
fn peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("  peak memory, graph included: {}", peak.trim());
    }
}

fn main() {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, QUESTIONS);
    let mut criterion = common::criterion();
    let mut group = criterion.benchmark_group("front");
    let some = &questions[..50];
    for (name, criteria) in [("3 criteria", vec![Distance, Crossings, Risk]), ("2 criteria", vec![Distance, Time])] {
        let ask = |question: &Question| question.trip(&planner).pareto(criteria.iter().copied()).len();
        group.bench_function(format!("{name}, 50 questions"), |bencher| {
            bencher.iter(|| some.iter().map(ask).sum::<usize>());
        });
    }
    group.finish();
    criterion.final_summary();
    println!("\nPareto fronts; the least of {ROUNDS} rounds of each question");
    bundled(&planner, &questions);
    new_york();
}
