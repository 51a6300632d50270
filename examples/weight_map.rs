//! Who wins for which weights: `cargo run --release --example weight_map -- [FROM TO]`.
//!
//! First the value of time alone, then time, borders and risk together, around the generalised cost.

use corridor::{Criterion::*, Error, Network, Preset, WeightBox};

fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (from, to) = match args.get(..2) {
        Some([from, to]) => (from.as_str(), to.as_str()),
        _ => ("karachi", "almaty"),
    };
    let network = Network::bundled();
    let planner = network.compile();
    let weights = Preset::GeneralisedCost.weights();
    // All that the generalised cost weighs: it leaves distance out.
    let front = planner.trip(from, to)?.pareto([Time, Cost, Crossings, Risk, Emissions]);

    println!("{}", front.weight_map(&WeightBox::around(&weights).free(Time))?);
    println!("{}", front.weight_map(&WeightBox::around(&weights).free(Time).free(Crossings).free(Risk))?);
    println!("{}", network.attribution().join("; "));
    Ok(())
}
