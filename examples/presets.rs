//! What each preset weighs: the share of every criterion in the score of its best route, the mean of 20 trips.

use corridor::{Criterion, Error, Network, Preset};

const TRIPS: [(&str, &str); 20] = [
    ("karachi", "almaty"),
    ("karachi", "tashkent"),
    ("karachi", "kashgar"),
    ("gwadar", "bishkek"),
    ("gwadar", "moscow"),
    ("islamabad", "istanbul"),
    ("lahore", "tehran"),
    ("xian", "duisburg"),
    ("xian", "istanbul"),
    ("chongqing", "tbilisi"),
    ("shanghai", "rotterdam"),
    ("urumqi", "hamburg"),
    ("almaty", "poti"),
    ("tashkent", "bandar-abbas"),
    ("tashkent", "karachi"),
    ("kostanay", "hairatan"),
    ("moscow", "nhava-sheva"),
    ("kabul", "chabahar"),
    ("herat", "istanbul"),
    ("baku", "urumqi"),
];

fn main() -> Result<(), Error> {
    let planner = Network::bundled().compile();
    print!("{:<17}", "preset");
    Criterion::ALL.iter().for_each(|criterion| print!("{:>11}", criterion.name()));
    println!();
    for preset in Preset::ALL {
        let weights = preset.weights();
        let mut shares = [0.0; 6];
        for (from, to) in TRIPS {
            let Some(route) = planner.trip(from, to)?.best(&weights) else { continue };
            let term = |criterion| weights.rate(criterion) * route.value(criterion).unwrap_or(0.0);
            let score: f64 = Criterion::ALL.into_iter().map(term).sum();
            for criterion in Criterion::ALL {
                shares[criterion as usize] += term(criterion) / score / TRIPS.len() as f64;
            }
        }
        print!("{:<17}", preset.name());
        shares.iter().for_each(|share| print!("{:>10.1}%", share * 100.0));
        println!();
    }
    Ok(())
}
