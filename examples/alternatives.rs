//! Routes from Karachi to Almaty that really differ: half of the choke points of one are not on the next, nor a fifth of its kilometres.
//!
//! `cargo run --release --example alternatives`

use corridor::{Error, Network, Preset};

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    // In US$: an hour at the value of time, and the rates put on borders, risk and emissions.
    let weights = Preset::GeneralisedCost.weights();
    let planner = network.compile();
    println!("{}", planner.trip("karachi", "almaty")?.alternatives(&weights).kilometres_at_most(0.8).count(6));
    // Stricter: hardly any choke point in common.
    println!("{}", planner.trip("xian", "istanbul")?.alternatives(&weights).choke_points_at_most(0.2).count(5));
    println!("{}", network.attribution().join("; "));
    Ok(())
}
