//! Why the second-best route from Karachi to Almaty is not the best: `cargo run --release --example why -- [FROM TO [CORRIDOR]]`.
//!
//! With a corridor's id the best is compared with that corridor instead.

use corridor::{Error, Network, Preset};

fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (from, to) = match args.get(..2) {
        Some([from, to]) => (from.as_str(), to.as_str()),
        _ => ("karachi", "almaty"),
    };
    let planner = Network::bundled().compile();
    let (trip, weights) = (planner.trip(from, to)?, Preset::GeneralisedCost.weights());
    let ranking = trip.rank_corridors(&weights);
    let other = match args.get(2) {
        Some(id) => ranking.of_corridor(id),
        None => ranking.rows().get(1),
    };
    match (ranking.best(), other) {
        (Some(best), Some(other)) => print!("{}", ranking.why(best, other)),
        _ => println!("{from} to {to}: no two routes to compare"),
    }

    // What a closed corridor would give: its route is compared without a score.
    if let (None, Some(best), Some(blocked)) = (args.first(), ranking.best(), ranking.blocked().first()) {
        println!("\nIf {} were open (A the best today, B through it):", blocked.name());
        println!("{}", best.route.compared_with(&blocked.route).sentence());
    }

    println!("\nThe nearest changes by which another route would be the best:");
    for point in trip.tipping_points(&weights)?.points().iter().take(3) {
        println!("  {point}");
    }
    Ok(())
}
