//! How far freight gets from Karachi in 3, 7 and 14 days, by country: `cargo run --release --example reach`.

use corridor::{Error, Network, days};

fn main() -> Result<(), Error> {
    let planner = Network::bundled().compile();
    for budget in [3, 7, 14] {
        println!("{}", planner.reach("karachi", days(budget))?);
    }
    Ok(())
}
