//! What a scenario changes, corridor by corridor: `cargo run --release --example what_if -- [SCENARIO [FROM TO]]`.
//!
//! Without arguments Torkham and Chaman reopen for a trip from Karachi to Almaty. The scenarios that come
//! with the data are listed below the comparison.

use corridor::{Criterion::*, Error, Network, Weights};

fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let id = args.first().map_or("torkham-and-chaman-reopened", String::as_str);
    let (from, to) = match args.get(1..3) {
        Some([from, to]) => (from.as_str(), to.as_str()),
        _ => ("karachi", "almaty"),
    };
    let today = Network::bundled();
    let known: Vec<&str> = today.scenarios().map(|(id, _)| id).collect();
    let Some((_, scenario)) = today.scenarios().find(|(known, _)| *known == id) else {
        eprintln!("no scenario `{id}`; there are {}", known.join(", "));
        std::process::exit(2);
    };
    let changed = today.with(scenario)?;
    // Exchange rates in hours: a point of risk is worth half an hour.
    let weights = Weights::new([(Time, 1.0), (Risk, 0.5)])?;

    let before = today.compile().trip(from, to)?.rank_corridors(&weights);
    let after = changed.compile().trip(from, to)?.rank_corridors(&weights);
    println!("{}", scenario.name());
    if let Some(note) = scenario.note() {
        println!("{note}");
    }
    println!("scored by {weights}\n\n{}", after.compared_to(&before));
    if let Some(winner) = after.best() {
        println!("The best afterwards: {}\n{}", winner.name(), winner.route);
    }
    println!("scenarios: {}", known.join(", "));
    Ok(())
}
