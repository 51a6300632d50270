//! The routes from Karachi to Almaty that none beats, and how many there are on more criteria and longer trips.

use corridor::{Criterion, Criterion::*, Error, Network};

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    let planner = network.compile();
    let front = planner.trip("karachi", "almaty")?.pareto([Distance, Crossings, Risk]);
    println!("{} routes, none beaten on all three counts:\n{front}", front.len());
    if let (Some(shortest), Some(safest)) = (front.best(Distance), front.best(Risk)) {
        let detour = safest.distance() - shortest.distance();
        let relief = shortest.risk() - safest.risk();
        println!("A detour of {detour} buys {relief:.1} less.");
    }

    println!("\nroutes on the front, exact and within 1 %:");
    println!("{:<24}{:>12}{:>12}{:>12}{:>12}", "", "km, borders,", "time, cost,", "all six", "all six");
    println!("{:<24}{:>12}{:>12}{:>12}{:>12}", "", "risk", "CO2e", "exact", "1 %");
    for (from, to) in [("karachi", "almaty"), ("tashkent", "bandar-abbas"), ("baku", "urumqi")] {
        let trip = planner.trip(from, to)?;
        let sizes = [
            trip.pareto([Distance, Crossings, Risk]).len(),
            trip.pareto([Time, Cost, Emissions]).len(),
            trip.pareto(Criterion::ALL).len(),
            trip.front(Criterion::ALL).epsilon_on_all(0.01).find()?.len(),
        ];
        let sizes = sizes.map(|size| format!("{size:>12}")).concat();
        println!("{:<24}{sizes}", format!("{from} - {to}"));
    }

    println!();
    let front = planner.trip("karachi", "almaty")?.front(Criterion::ALL).epsilon_on_all(0.05).find()?;
    println!("{front}");
    println!("{}", network.attribution().join("; "));
    Ok(())
}
