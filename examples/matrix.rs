//! Ports by Central Asian capitals, days and US$ for a container: `cargo run --release --example matrix`.

use corridor::{Criterion::Time, Error, Network, Preset};

fn main() -> Result<(), Error> {
    let planner = Network::bundled().compile();
    let ports = ["karachi", "gwadar", "chabahar", "bandar-abbas", "mersin", "poti", "novorossiysk", "lianyungang"];
    let capitals = ["ashgabat", "tashkent", "dushanbe", "bishkek", "astana"];
    let matrix = planner.matrix(ports, capitals, &Preset::GeneralisedCost.weights())?;
    println!("{matrix}");

    for (at, capital) in matrix.destinations().enumerate() {
        let days = |port: usize| matrix.value(port, at, Time).unwrap_or(f64::INFINITY);
        let nearest = (0..ports.len()).min_by(|a, b| days(*a).total_cmp(&days(*b)));
        if let Some((port, name)) = nearest.and_then(|port| Some((port, matrix.origins().nth(port)?.name()))) {
            println!("{} is nearest to {name}: {:.1} days", capital.name(), days(port) / 24.0);
        }
    }
    Ok(())
}
