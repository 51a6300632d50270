//! Why and tipping points of 500 random trips of the bundled network, by the generalised cost.

mod common;

use corridor::{Network, Preset, Trip, Weights};
use std::hint::black_box;
use std::time::{Duration, Instant};

const TRIPS: usize = common::QUESTIONS;
const ROUNDS: usize = 5;

/// The least of several rounds for each trip, in order.
fn times(trips: &[Trip<'_>], ask: impl Fn(&Trip<'_>)) -> Vec<Duration> {
    let once = |trip: &Trip<'_>| {
        let started = Instant::now();
        ask(trip);
        started.elapsed()
    };
    let least = |trip: &Trip<'_>| (0..ROUNDS).map(|_| once(trip)).min().unwrap_or_default();
    let mut times: Vec<Duration> = trips.iter().map(least).collect();
    times.sort_unstable();
    times
}

fn print(what: &str, times: &[Duration]) {
    let (median, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("{what:<44} median {median:>9.2?}  p95 {p95:>9.2?}  most {:>9.2?}", times[times.len() - 1]);
}

/// The waterfall between the first two rows of a ranking, as a table.
fn why(trip: &Trip<'_>, weights: &Weights) -> impl Fn() {
    let ranking = trip.rank_corridors(weights);
    move || {
        if let [best, other, ..] = ranking.rows() {
            black_box(ranking.why(best, other));
        }
    }
}

fn main() {
    let planner = Network::bundled().compile();
    let weights = Preset::GeneralisedCost.weights();
    let questions = common::questions(&planner, TRIPS);
    let trips: Vec<Trip<'_>> = questions.iter().map(|question| question.trip(&planner)).collect();

    let started = Instant::now();
    black_box(trips[0].tipping_points(&weights).is_ok());
    println!("the first question of a planner, with what serves all: {:.1?}", started.elapsed());
    for trip in &trips {
        black_box(trip.tipping_points(&weights).is_ok());
    }
    let found: usize =
        trips.iter().filter_map(|trip| trip.tipping_points(&weights).ok()).map(|t| t.points().len()).sum();
    println!("{found} points in {TRIPS} trips");
    print("tipping points", &times(&trips, |trip| drop(black_box(trip.tipping_points(&weights)))));
    print("marginal values", &times(&trips, |trip| drop(black_box(trip.marginal_values(&weights)))));
    let mut whys: Vec<Duration> = trips
        .iter()
        .map(|trip| {
            let why = why(trip, &weights);
            let started = Instant::now();
            why();
            started.elapsed()
        })
        .collect();
    whys.sort_unstable();
    print("why, from a ranking", &whys);
}
