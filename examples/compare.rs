//! Ranks the corridors for a trip: `cargo run --release --example compare -- FROM TO [--as-of STATE] [--weights RATES]`.
//!
//! RATES is a preset (`generalised-cost`, `fastest`, ...) or a list such as `distance=1,crossings=250,risk=10`.

use corridor::{Criterion, Criterion::*, Error, Network, Preset, Weights};

const USAGE: &str = "usage: compare [FROM TO] [--as-of 2025-09] [--weights fastest | distance=1,crossings=250,risk=10]";

fn main() -> std::process::ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            std::process::ExitCode::from(2)
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut places, mut state, mut rates) = (Vec::new(), None, None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--as-of" => state = Some(args.next().ok_or("--as-of needs a month")?),
            "--weights" => rates = Some(args.next().ok_or("--weights needs rates")?),
            option if option.starts_with('-') => return Err(format!("unknown option `{option}`")),
            _ => places.push(arg),
        }
    }
    let (from, to) = match places.as_slice() {
        [] => ("karachi", "almaty"),
        [from, to] => (from.as_str(), to.as_str()),
        _ => return Err("give two places, or none".to_owned()),
    };
    // Exchange rates in kilometres: a border is worth a 250 km detour, a point of risk 10 km.
    let default = || Weights::new([(Distance, 1.0), (Crossings, 250.0), (Risk, 10.0)]).map_err(text);
    let weights = rates.map_or_else(default, |rates| parse(&rates))?;
    rank(from, to, state.as_deref(), &weights).map_err(text)
}

fn rank(from: &str, to: &str, state: Option<&str>, weights: &Weights) -> Result<(), Error> {
    let mut network = Network::bundled();
    if let Some(state) = state {
        network = network.as_of(state)?;
    }
    let planner = network.compile();
    let trip = planner.trip(from, to)?;
    let ranking = trip.rank_corridors(weights);
    println!("{ranking}");
    match (ranking.best(), trip.blockage(weights)) {
        (Some(winner), _) => println!("The best: {}\n{}", winner.name(), winner.route),
        (None, Some(blockage)) => {
            println!("{blockage}");
            blockage.opening().into_iter().for_each(|opening| println!("{}", opening.route));
        }
        (None, None) => println!("The network lacks figures for these weights."),
    }
    println!("{}", network.attribution().join("; "));
    Ok(())
}

fn parse(rates: &str) -> Result<Weights, String> {
    if let Some(preset) = Preset::from_name(rates) {
        return Ok(preset.weights());
    }
    let rate = |part: &str| {
        let (name, rate) = part.split_once('=').ok_or_else(|| format!("`{part}` is neither a preset nor NAME=RATE"))?;
        let criterion = Criterion::from_name(name.trim()).ok_or_else(|| format!("no criterion `{name}`"))?;
        Ok((criterion, rate.trim().parse::<f64>().map_err(|_| format!("`{rate}` is no number"))?))
    };
    let rates = rates.split(',').map(rate).collect::<Result<Vec<_>, String>>()?;
    Weights::new(rates).map_err(text)
}

fn text(problem: impl std::fmt::Display) -> String {
    problem.to_string()
}
