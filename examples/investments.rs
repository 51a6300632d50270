//! What an hour less at each border post, port, transfer and vessel is worth to the trade between eighteen places of Eurasia.

use corridor::{DelayKind, Error, Network, Preset};

/// The main origins and destinations of the corridors; every ordered pair of them is one trip, and all weigh alike, whatever is carried.
const PLACES: [&str; 18] = [
    "xian",
    "chongqing",
    "urumqi",
    "kashgar",
    "almaty",
    "tashkent",
    "dushanbe",
    "kabul",
    "karachi",
    "gwadar",
    "mumbai",
    "bandar-abbas",
    "tehran",
    "istanbul",
    "poti",
    "baku",
    "moscow",
    "duisburg",
];

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    // In US$: an hour at the value of time, and the rates put on borders, risk and emissions.
    let weights = Preset::GeneralisedCost.weights();
    let pairs = PLACES.iter().flat_map(|from| PLACES.iter().map(move |to| (from, to))).filter(|(from, to)| from != to);
    let values = network.compile().marginal_values(pairs, &weights)?;
    println!("every trip between {}", PLACES.join(", "));
    print!("{values}");

    println!("\nby kind, an hour less at each of them by itself, added up:");
    for kind in [DelayKind::Post, DelayKind::Port, DelayKind::Transfer, DelayKind::Wait] {
        let of_kind = values.values().iter().filter(|value| value.kind() == kind);
        let sum: f64 = of_kind.clone().filter_map(|value| value.worth()).map(|worth| worth.value()).sum();
        println!("  {:<13} {:>4} of them, {sum:>9.2} US$", kind.to_string(), of_kind.count());
    }
    println!("\n{}", network.attribution().join("; "));
    Ok(())
}
