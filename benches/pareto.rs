//! Pareto fronts: of the bundled network under criterion, and one table of sizes and times beside the targets.
//!
//! Counts come before times: the fronts of New York have to hold the known number of routes. Its fronts of three criteria, which take
//! some 20 seconds, are found where `CORRIDOR_BENCH_LONG` is set. Times are processor times of one thread.

mod common;
#[path = "common/dimacs.rs"]
mod dimacs;

use common::{QUESTIONS, Question};
use corridor::Criterion::{self, *};
use corridor::engine::{Graph, Hierarchy, Lanes, ParetoOptions, ParetoPaths, Workspace, nested_dissection};
use corridor::{CostVector, Network, Planner};
use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::Duration;

/// Routes on the two-criteria fronts of the first twenty pairs of New York.
const NEW_YORK: usize = 3_551;
/// Pairs of New York, numbered from 1, and the routes on their fronts of hops, time and distance.
const THREE: [((u32, u32), usize); 8] = [
    ((65190, 57030), 1),
    ((198561, 195430), 47),
    ((19103, 95503), 214),
    ((50616, 76333), 461),
    ((33502, 163335), 1_172),
    ((177414, 103345), 3_052),
    ((172882, 189944), 3_439),
    ((181176, 151910), 6_981),
];
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 3;

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The answer and the least time of some rounds.
fn timed<T>(rounds: usize, mut ask: impl FnMut() -> T) -> (T, f64) {
    let mut least = f64::MAX;
    let mut answer = None;
    for _ in 0..rounds {
        let started = ThreadTime::now();
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
        let (bundled, time) = timed(ROUNDS, || query().bundled().find().expect("criteria with figures").len());
        line("  the same in bundles", &format!("{bundled} routes"), 300.0, time);
    }
}

fn new_york() {
    let Some(folder) = dimacs::folder() else { return };
    let graph = dimacs::new_york(&folder);
    let plain = |from, to| graph.pareto_with(from, to, &[Distance, Time], &ParetoOptions::default());
    two_criteria("New York, two criteria", &folder, plain);
    let lanes = lanes(&graph, &folder, &[Distance, Time]);
    let mut memory = Workspace::default();
    let options = ParetoOptions::default();
    let prepared = |from, to| lanes.pareto_with(&graph, from, to, &[Distance, Time], &options, &mut memory);
    two_criteria("  prepared", &folder, prepared);
    println!("  (BOA* with buckets: 144 ms and 65 ms of backward searches a pair, on another day of such a machine)");
    if std::env::var_os("CORRIDOR_BENCH_LONG").is_some() {
        three_criteria(&graph, &folder);
    }
    peak();
}

fn two_criteria(name: &str, folder: &std::path::Path, mut front: impl FnMut(u32, u32) -> ParetoPaths) {
    let (mut routes, mut labels, mut times) = (0, 0, Vec::new());
    for (from, to) in &dimacs::queries(folder)[..20] {
        let (front, time) = timed(ROUNDS, || front(*from, *to));
        routes += front.paths().len();
        labels += front.labels();
        times.push(time);
    }
    assert_eq!(routes, NEW_YORK, "routes on the fronts of New York");
    times.sort_by(f64::total_cmp);
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len() as f64;
    let figures = format!("{routes} routes, {:.2} M labels a front", labels as f64 / 20.0 / 1e6);
    line(&format!("{name}, mean of 20 pairs"), &figures, 120.0, mean(&times));
    line("  the median of them", "", 60.0, quantile(&times, 0.5));
    line("  the mean of the easy half", "", 2.0, mean(&times[..10]));
}

/// The graph made ready for some criteria.
fn lanes(graph: &Graph, folder: &std::path::Path, criteria: &[Criterion]) -> Lanes {
    let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
    let order = nested_dissection(&dimacs::points(folder), &ends);
    let hierarchy = Hierarchy::new(graph, &order).expect("an order of its states");
    Lanes::new(graph, &hierarchy, criteria.iter().copied()).expect("totals that fit")
}

/// Hops count as crossings.
fn three_criteria(roads: &Graph, folder: &std::path::Path) {
    let hop = |arc: u32| CostVector::new([roads.cost(arc)[Distance], roads.cost(arc)[Time], 0, 1, 0, 0]);
    let arc = |arc: u32| (roads.tail(arc), roads.head(arc), hop(arc));
    let graph = Graph::new(roads.states(), (0..roads.arcs() as u32).map(arc)).expect("totals that fit 32 bits");
    let criteria = [Distance, Time, Crossings];
    let lanes = lanes(&graph, folder, &criteria);
    let near = criteria.iter().fold(ParetoOptions::default(), |options, criterion| options.epsilon(*criterion, 0.01));
    let (mut exact_sum, mut prepared_sum) = (0.0, 0.0);
    let mut memory = Workspace::default();
    for ((from, to), routes) in THREE {
        let (from, to) = (from - 1, to - 1);
        let (exact, exact_time) = timed(1, || graph.pareto_with(from, to, &criteria, &ParetoOptions::default()));
        assert_eq!(exact.paths().len(), routes, "routes from {from} to {to}");
        let mut by_lanes =
            |options: &ParetoOptions| timed(1, || lanes.pareto_with(&graph, from, to, &criteria, options, &mut memory));
        let (prepared, prepared_time) = by_lanes(&ParetoOptions::default());
        assert_eq!(prepared.paths(), exact.paths());
        let (bundled, time) = by_lanes(&near.clone().bundled());
        assert!(exact.paths().iter().all(|path| bundled.paths().iter().any(|near| is_near(near.cost(), path.cost()))));
        let figures = format!("{} routes; exact {routes}, {exact_time:.0} ms", bundled.paths().len());
        line(&format!("1 % in bundles, {} - {}", from + 1, to + 1), &figures, 50.0, time);
        (exact_sum, prepared_sum) = (exact_sum + exact_time, prepared_sum + prepared_time);
    }
    line("three criteria, exact, the eight together", "", 20_000.0, exact_sum);
    line("  prepared", "", 20_000.0, prepared_sum);
}

fn is_near(near: &CostVector, cost: &CostVector) -> bool {
    [Distance, Time, Crossings].iter().all(|c| f64::from(near[*c]) <= 1.01 * f64::from(cost[*c]))
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
