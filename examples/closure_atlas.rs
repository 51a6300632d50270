//! What closing each crossing, port, strait, ferry and corridor link by itself does to thirty trade relations of Eurasia.

use corridor::{Error, Network, Preset};

/// Relations between main places of trade, chosen by hand: they weigh alike, whatever is carried on them.
const PAIRS: [(&str, &str); 30] = [
    // China and Europe
    ("xian", "duisburg"),
    ("chongqing", "malaszewicze"),
    ("urumqi", "warsaw"),
    ("shanghai", "rotterdam"),
    ("xian", "istanbul"),
    ("beijing", "moscow"),
    // China and Central Asia
    ("urumqi", "almaty"),
    ("xian", "tashkent"),
    ("kashgar", "osh"),
    ("lanzhou", "dushanbe"),
    ("urumqi", "tehran"),
    // Pakistan and its neighbours
    ("karachi", "almaty"),
    ("karachi", "tashkent"),
    ("karachi", "kabul"),
    ("lahore", "kashgar"),
    ("gwadar", "moscow"),
    ("islamabad", "istanbul"),
    // India, Iran and Russia
    ("mumbai", "moscow"),
    ("mumbai", "tashkent"),
    ("mumbai", "kabul"),
    ("bandar-abbas", "moscow"),
    ("bandar-abbas", "almaty"),
    ("tehran", "baku"),
    // Central Asia, the Caucasus and the west
    ("almaty", "moscow"),
    ("tashkent", "moscow"),
    ("tashkent", "istanbul"),
    ("ashgabat", "istanbul"),
    ("baku", "poti"),
    ("almaty", "rotterdam"),
    ("kabul", "mersin"),
];

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    // In US$: an hour at the value of time, and the rates put on risk and emissions.
    let weights = Preset::GeneralisedCost.weights();
    let atlas = network.compile().closure_atlas(PAIRS, &weights)?;
    println!("{atlas}");

    println!("articulation points, without which open links no longer join some place to the rest:");
    let points: Vec<&str> = atlas.articulation_points().collect();
    for row in points.chunks(8) {
        println!("  {}", row.join(", "));
    }
    println!("\n{}", network.attribution().join("; "));
    Ok(())
}
