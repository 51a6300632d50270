//! Routes from Karachi to Almaty that really differ: no two share more than half of their choke points or of their kilometres.

use corridor::{Error, Network, Preset};

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    // In US$: an hour at the value of time, and the rates put on borders, risk and emissions.
    let weights = Preset::GeneralisedCost.weights();
    let planner = network.compile();
    println!("{}", planner.trip("karachi", "almaty")?.alternatives(&weights).count(6));
    // Stricter: hardly any choke point in common.
    println!("{}", planner.trip("xian", "istanbul")?.alternatives(&weights).choke_points_at_most(0.2).count(5));
    println!("{}", network.attribution().join("; "));
    Ok(())
}
