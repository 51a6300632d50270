//! Ten alternatives on the bundled network, by the generalised cost, for 500 random trips and some that people ask about.

mod common;

use corridor::{Network, Planner, Preset};
use std::time::{Duration, Instant};

const TRIPS: usize = common::QUESTIONS;
const WANTED: usize = 10;
const ROUNDS: usize = 3;
const NAMED: [(&str, &str); 4] =
    [("karachi", "almaty"), ("xian", "duisburg"), ("shanghai", "rotterdam"), ("gwadar", "moscow")];

/// The least time of some rounds, and how many alternatives there are.
fn time(planner: &Planner, from: &str, to: &str) -> (Duration, usize, bool) {
    let weights = Preset::GeneralisedCost.weights();
    let trip = planner.trip(from, to).expect("places of the network");
    let round = |_| {
        let begin = Instant::now();
        let found = trip.alternatives(&weights).count(WANTED);
        (begin.elapsed(), found.rows().len(), found.is_given_up())
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn main() {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, TRIPS);
    let mut times: Vec<(Duration, usize, bool)> =
        questions.iter().map(|question| time(&planner, &question.from, &question.to)).collect();
    let found: usize = times.iter().map(|time| time.1).sum();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].0;
    println!(
        "{WANTED} alternatives, {TRIPS} random trips (target 2 ms), {:.1} found",
        found as f64 / times.len() as f64
    );
    println!("{} given up", times.iter().filter(|time| time.2).count());
    println!("median {:?}, p95 {:?}, most {:?}", at(50), at(95), at(100));
    for (from, to) in NAMED {
        let (time, found, _) = time(&planner, from, to);
        println!("{from} - {to}: {found} in {time:?}");
    }
}
