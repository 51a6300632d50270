//! One table: corridor beside its peers on the bundled network, and whether the targets are met.
//!
//! `cargo bench --bench table`; the table is also kept in `target/bench-table.txt`. Every answer is compared before anything
//! is timed. A time is the least of several rounds, of each question by itself; what follows is over the questions.
//! Clocks are noisy, so a target that is missed is said, and fails nothing.

mod common;

use common::{Contracted, Peers, QUESTIONS, Question};
use corridor::{Network, Preset, Scenario};
use std::collections::HashSet;
use std::fmt::Write;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How often each short question is asked: its least time is that of a moment in which nothing else ran.
const ROUNDS: usize = 40;

/// Microseconds for each question.
struct Times {
    name: &'static str,
    us: Vec<f64>,
}

impl Times {
    fn new(name: &'static str, questions: usize) -> Times {
        Times { name, us: vec![f64::INFINITY; questions] }
    }

    /// Times the answer to question `i` once more.
    fn round<T>(&mut self, i: usize, answer: impl FnOnce() -> T) {
        let started = Instant::now();
        black_box(answer());
        self.us[i] = self.us[i].min(started.elapsed().as_secs_f64() * 1e6);
    }

    fn quantile(&self, share: f64) -> f64 {
        quantile(self.us.clone(), share)
    }

    /// How many times as long as `other` this takes: the median over the questions.
    fn ratio(&self, other: &Times) -> f64 {
        quantile(self.us.iter().zip(&other.us).map(|(mine, theirs)| mine / theirs).collect(), 0.5)
    }
}

fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// The least of `rounds` durations.
fn least<T>(rounds: usize, mut run: impl FnMut() -> T) -> f64 {
    let time = |_| {
        let started = Instant::now();
        black_box(run());
        started.elapsed()
    };
    (0..rounds).map(time).min().unwrap_or(Duration::MAX).as_secs_f64() * 1e6
}

/// The text of the table.
#[derive(Default)]
struct Table(String);

impl Table {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        println!("{line}");
        let _ = writeln!(self.0, "{line}");
    }

    /// A group: the first is corridor's, to which the others are compared.
    fn group(&mut self, title: &str, rows: &[&Times]) {
        self.line(format_args!("\n{title:<58} {:>10} {:>10} {:>8}", "median", "p95", "ratio"));
        for row in rows {
            let (median, p95, ratio) = (row.quantile(0.5), row.quantile(0.95), row.ratio(rows[0]));
            self.line(format_args!("  {:<56} {median:>7.1} us {p95:>7.1} us {ratio:>7.2}x", row.name));
        }
    }

    fn single(&mut self, name: &str, us: f64) {
        self.line(format_args!("  {name:<56} {:>7.2} ms", us / 1e3));
    }

    fn below(&mut self, what: &str, us: f64, limit: f64) {
        let verdict = if us < limit { "met" } else { "MISSED" };
        self.line(format_args!("  {what:<56} {us:>7.1} us, target below {limit} us: {verdict}"));
    }

    fn ahead(&mut self, what: &str, ratio: f64, target: f64) {
        let verdict = if ratio >= target { "met" } else { "MISSED" };
        self.line(format_args!("  {what:<56} {ratio:>7.2}x, target at least {target}x: {verdict}"));
    }
}

fn main() {
    // `cargo test --benches` runs this too: nothing to test then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let mut table = Table::default();
    let network = Network::bundled();
    let planner = network.compile();
    let questions = common::questions(&planner, QUESTIONS);
    table.line(format_args!(
        "{} places, {} links, {} corridors; {} states, {} arcs; {QUESTIONS} questions (pairs of places, random weights)",
        network.nodes().len(),
        network.links().len(),
        network.corridors().len(),
        planner.graph().states(),
        planner.graph().arcs()
    ));

    let twice = common::check_best(&planner, &questions);
    table.line(format_args!("answers equal; {twice} of the peers' routes visit a place twice, which ours may not"));
    let (cold, warm, scored, vectors) = best(&planner, &questions, &mut table);
    let first = first_there(&network, &questions);
    table.group("best route, first trip to its destination", &[&first]);
    one_metric(&planner, &questions, &mut table);
    let ranking = rank(&planner, &questions[..100], &mut table);
    let (mine, yen) = k_best(&network, &questions[..50], &mut table);
    let [compile, folder, scenario] = networks(&network, &mut table);

    table.line(format_args!("\ntargets"));
    table.below("best cold, median", cold.quantile(0.5), 15.0);
    table.below("best cold, p95", cold.quantile(0.95), 15.0);
    table.below("best cold, first trip to its destination, median", first.quantile(0.5), 15.0);
    table.ahead("best cold before petgraph's dijkstra", vectors.ratio(&cold), 4.0);
    table.ahead("best cold before petgraph's dijkstra on known scores", scored.ratio(&cold), 4.0);
    table.ahead("best warm before petgraph's dijkstra", vectors.ratio(&warm), 10.0);
    table.ahead("best warm before petgraph's dijkstra on known scores", scored.ratio(&warm), 10.0);
    table.below("rank_corridors, median", ranking.quantile(0.5), 2_000.0);
    table.below("rank_corridors, p95", ranking.quantile(0.95), 2_000.0);
    table.ahead("10 best before pathfinding's yen", yen.ratio(&mine), 10.0);
    table.below("compile", compile, 10_000.0);
    table.below("load the folder", folder, 80_000.0);
    table.below("scenario: clone, close, compile, reroute", scenario, 2_000.0);

    let path = target().join("bench-table.txt");
    match std::fs::write(&path, &table.0) {
        Ok(()) => println!("\nkept in {}", path.display()),
        Err(error) => println!("\nnot kept in {}: {error}", path.display()),
    }
}

/// The best route of one trip: corridor cold, corridor warm, petgraph on known scores, petgraph.
fn best(planner: &corridor::Planner, questions: &[Question], table: &mut Table) -> (Times, Times, Times, Times) {
    let times = |name| Times::new(name, questions.len());
    let mut cold = times("corridor, cost vector");
    let mut route = times("corridor, route with legs, borders and sources");
    let mut warm = times("corridor, trip prepared, cost vector");
    let mut prepare = times("corridor, preparing the trip");
    let mut vectors = times("petgraph dijkstra, score only");
    let mut scored = times("petgraph dijkstra, score only, arcs scored beforehand");
    let mut pathfinding = times("pathfinding dijkstra, states and score");
    let mut peers = Peers::new(planner);
    let asked = || questions.iter().enumerate();
    for _ in 0..ROUNDS {
        asked().for_each(|(i, question)| cold.round(i, || question.trip(planner).best_cost(&question.weights)));
        asked().for_each(|(i, question)| route.round(i, || question.trip(planner).best(&question.weights)));
        for (i, question) in asked() {
            let start = peers.aim(question);
            vectors.round(i, || peers.petgraph(start, &question.weights));
        }
        for (i, question) in asked() {
            let start = peers.aim(question);
            scored.round(i, || peers.petgraph_scored(start));
        }
        for (i, question) in asked() {
            let start = peers.aim(question);
            pathfinding.round(i, || peers.pathfinding(start, &question.weights));
        }
    }
    asked().for_each(|(i, question)| prepare.round(i, || question.trip(planner).prepared()));
    // The same trip, other weights each time: a person moves the sliders.
    let trips: Vec<_> = questions.iter().map(|question| question.trip(planner).prepared()).collect();
    for _ in 0..ROUNDS {
        asked().for_each(|(i, question)| warm.round(i, || trips[i].best_cost(&question.weights)));
    }
    table.group("best route, new trip and new weights", &[&cold, &route, &vectors, &scored, &pathfinding, &prepare]);
    table.group("best route, known trip and new weights", &[&warm, &vectors, &scored, &pathfinding]);
    (cold, warm, scored, vectors)
}

/// The best route where nobody asked for that destination before: what bounds its trips is made then.
fn first_there(network: &Network, questions: &[Question]) -> Times {
    let mut seen: HashSet<&str> = questions[..2].iter().map(|question| question.to.as_str()).collect();
    let first: Vec<&Question> = questions.iter().filter(|question| seen.insert(&question.to)).collect();
    let mut times = Times::new("corridor, cost vector", first.len());
    for _ in 0..ROUNDS / 4 {
        let planner = network.compile();
        // What all trips share is made at the second question.
        questions[..2].iter().for_each(|question| _ = question.trip(&planner).best_cost(&question.weights));
        for (i, question) in first.iter().enumerate() {
            times.round(i, || question.trip(&planner).best_cost(&question.weights));
        }
    }
    times
}

/// The best route where the weights were known long before: what fast_paths is for.
fn one_metric(planner: &corridor::Planner, questions: &[Question], table: &mut Table) {
    let weights = &Preset::GeneralisedCost.weights();
    let started = Instant::now();
    let mut contracted = Contracted::new(planner, weights);
    let prepared = started.elapsed();
    common::check_contracted(planner, &mut contracted, questions, weights);
    let times = |name| Times::new(name, questions.len());
    let (mut cold, mut warm) = (times("corridor, cost vector"), times("corridor, trip prepared, cost vector"));
    let mut fast_paths = times("fast_paths, weights contracted beforehand");
    let trips: Vec<_> = questions.iter().map(|question| question.trip(planner).prepared()).collect();
    for _ in 0..ROUNDS {
        for (i, question) in questions.iter().enumerate() {
            cold.round(i, || question.trip(planner).best_cost(weights));
        }
        for (i, trip) in trips.iter().enumerate() {
            warm.round(i, || trip.best_cost(weights));
        }
        for (i, trip) in trips.iter().enumerate() {
            let ends = contracted.ends(trip, weights);
            fast_paths.round(i, || contracted.best(trip.start(), ends));
        }
    }
    table.group("best route by generalised cost, new trip", &[&cold, &warm, &fast_paths]);
    table.line(format_args!(
        "  fast_paths contracts the graph for these weights in {prepared:.1?}, and again for others"
    ));
}

fn rank(planner: &corridor::Planner, questions: &[Question], table: &mut Table) -> Times {
    let mut ranking = Times::new("corridor, all corridors with their routes", questions.len());
    for _ in 0..3 {
        for (i, question) in questions.iter().enumerate() {
            ranking.round(i, || question.trip(planner).rank_corridors(&question.weights));
        }
    }
    table.group("ranking of the corridors", &[&ranking]);
    ranking
}

fn k_best(network: &Network, questions: &[Question], table: &mut Table) -> (Times, Times) {
    let network = common::without_parallel_arcs(network);
    let planner = network.compile();
    let found = common::check_k_best(&planner, questions, 10);
    let mut mine = Times::new("corridor, cost vectors", questions.len());
    let mut routes = Times::new("corridor, routes with legs, borders and sources", questions.len());
    let mut yen = Times::new("pathfinding yen, states and score", questions.len());
    let mut peers = Peers::new(&planner);
    for _ in 0..3 {
        for (i, question) in questions.iter().enumerate() {
            mine.round(i, || question.trip(&planner).k_best_costs(&question.weights, 10));
            routes.round(i, || question.trip(&planner).k_best(&question.weights, 10));
            let start = peers.aim(question);
            yen.round(i, || peers.yen(start, &question.weights, 10));
        }
    }
    table.group("10 best routes, new trip and new weights", &[&mine, &routes, &yen]);
    table.line(format_args!(
        "  answers equal up to the first tie; of yen's, {} routes visit a place twice, and in {} questions with ties better \
         routes are missing",
        found.twice, found.wrong
    ));
    (mine, yen)
}

/// Compile, the folder of TOML, a scenario, in microseconds.
fn networks(network: &Network, table: &mut Table) -> [f64; 3] {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors");
    let weights = Preset::GeneralisedCost.weights();
    let closed = Scenario::new("Khunjerab shut").close("khunjerab");
    let scenario = || {
        let changed = network.with(&closed).expect("an open crossing");
        changed.compile().trip("karachi", "almaty").expect("two places").best_cost(&weights)
    };
    let bundled = least(20, Network::bundled);
    let compile = least(50, || network.compile());
    let load = least(10, || Network::load(folder).expect("the folder of the corridors"));
    let scenario = least(50, scenario);
    table.line(format_args!("\n{:<58} {:>10}", "the network itself", "least"));
    table.single("decode the bundle", bundled);
    table.single("compile", compile);
    table.single("load and validate the folder of TOML", load);
    table.single("scenario: clone, close, compile, reroute", scenario);
    [compile, load, scenario]
}

/// Cargo's target folder, in which this program stands.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    target.map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
