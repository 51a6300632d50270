//! Trips with constraints on the bundled network: the best route within one limit that binds, off one country, by one place; and what blocks a trip.

mod common;

use common::Question;
use corridor::{Amount, Criterion, Network, Planner, Thing, Trip, hours, kg_co2e, km, points, usd};
use std::hint::black_box;
use std::time::Instant;

/// Trips of each sort.
const TRIPS: usize = 100;
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 5;

fn amount(criterion: Criterion, ticks: u32) -> Amount {
    let value = f64::from(ticks) / f64::from(criterion.ticks_per_unit());
    match criterion {
        Criterion::Distance => km(value).into(),
        Criterion::Time => hours(value).into(),
        Criterion::Cost => usd(value).into(),
        Criterion::Crossings => ticks.into(),
        Criterion::Risk => points(value).into(),
        Criterion::Emissions => kg_co2e(value).into(),
    }
}

/// The trip with a limit just below what its best route takes of one criterion.
fn limited<'a>(planner: &'a Planner, question: &Question, nth: usize) -> Option<Trip<'a>> {
    let criterion = Criterion::ALL[nth % 6];
    let ticks = question.trip(planner).best_cost(&question.weights)?[criterion].checked_sub(1)?;
    question.trip(planner).at_most(criterion, amount(criterion, ticks)).ok()
}

/// The trip off a country that its best route passes between its ends.
fn avoiding<'a>(planner: &'a Planner, question: &Question, _: usize) -> Option<Trip<'a>> {
    let best = question.trip(planner).best(&question.weights)?;
    let ends = [&question.from, &question.to]
        .map(|id| planner.network().node(id).map(|node| planner.network().country_of(node)));
    let between = best.countries().iter().find(|country| ends.iter().flatten().all(|end| end.id() != **country))?;
    question.trip(planner).avoid(Thing::country(between.clone())).ok()
}

/// The trip by where another one starts.
fn by_a_place<'a>(planner: &'a Planner, questions: &[Question], nth: usize) -> Option<Trip<'a>> {
    let question = &questions[nth];
    question.trip(planner).via([&questions[(nth + 1) % questions.len()].from]).ok()
}

/// Least milliseconds of some rounds, on a trip made anew each time, so that its graph is made each time too.
fn timed<'a, T>(trip: impl Fn() -> Option<Trip<'a>>, ask: impl Fn(&Trip<'a>) -> T) -> f64 {
    let round = |_| {
        let trip = trip().expect("a trip");
        let started = Instant::now();
        black_box(ask(&trip));
        started.elapsed().as_secs_f64() * 1e3
    };
    (0..ROUNDS).map(round).fold(f64::MAX, f64::min)
}

fn line(what: &str, mut times: Vec<f64>) {
    if times.is_empty() {
        return println!("  {what:<52} none");
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!(
        "  {what:<52} {:>4} trips  median {:>7.3} ms  p95 {:>7.3} ms  most {:>8.3} ms",
        times.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

/// Times the trips that have a route, or those that have none and are asked why.
fn measure<'a>(what: &str, questions: &[Question], trip: &dyn Fn(usize) -> Option<Trip<'a>>, open: bool) {
    let asks = |nth: &usize| trip(*nth).is_some_and(|trip| trip.best_cost(&questions[*nth].weights).is_some() == open);
    let ask = |nth: usize| {
        let weights = &questions[nth].weights;
        match open {
            true => timed(|| trip(nth), |trip| trip.best_cost(weights).is_some()),
            false => timed(|| trip(nth), |trip| trip.blockage(weights).is_some()),
        }
    };
    line(what, (0..questions.len()).filter(asks).take(TRIPS).map(ask).collect());
}

fn main() {
    let planner = Network::bundled().compile();
    let questions = common::questions(&planner, 4 * TRIPS);
    // The table of distances is made before the first measurement.
    assert!(questions.iter().take(2).all(|question| question.trip(&planner).best_cost(&question.weights).is_some()));
    let free = |nth: usize| Some(questions[nth].trip(&planner));
    let with_limit = |nth: usize| limited(&planner, &questions[nth], nth);
    let off = |nth: usize| avoiding(&planner, &questions[nth], nth);
    let by = |nth: usize| by_a_place(&planner, &questions, nth);
    measure("best, no constraint", &questions, &free, true);
    measure("best within one limit that binds", &questions, &with_limit, true);
    measure("best off a country of the best route", &questions, &off, true);
    measure("best by one place", &questions, &by, true);
    measure("what blocks a trip with one limit", &questions, &with_limit, false);
    measure("what blocks a trip off a country", &questions, &off, false);
    measure("what blocks a trip by one place", &questions, &by, false);
}
