//! Long hauls over all roads and railways of the continent, beside the same over the corridors alone.
//!
//! `-- FILE` keeps the hierarchy in a file: the next run reads it instead of making it.

use corridor::engine::Workspace;
use corridor::{Base, Continent, Criterion, Network, Planner, Preset, point};

const HAULS: [[&str; 2]; 5] = [
    ["karachi", "almaty"],
    ["moscow", "tashkent"],
    ["rotterdam", "urumqi"],
    ["istanbul", "baku"],
    ["novosibirsk", "samarkand"],
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors/base/eurasia.base");
    let planner = Network::bundled().compile().over(Base::load(path)?);
    let mut continent = planner.continent()?;
    if let Some(file) = std::env::args().nth(1) {
        continent = continent.with_hierarchy_in(file)?.prepare(Criterion::ALL)?;
    }
    let (links, edges) = continent.courses();
    println!(
        "{} states, {} arcs; {links} curated links have a course of {edges} edges along the base network\n",
        continent.graph().states(),
        continent.graph().arcs()
    );
    let mill = point(31.418, 73.079);
    for preset in [Preset::Fastest, Preset::Cheapest, Preset::Safest] {
        if let Some(journey) = continent.trip(mill, point(43.350, 76.990))?.best(&preset.weights()) {
            println!("{}: {journey}", preset.name());
        }
    }
    for preset in [Preset::Fastest, Preset::GeneralisedCost] {
        compare(&planner, &continent, preset)?;
    }
    let weights = Preset::GeneralisedCost.weights();
    print!("{}", continent.trip(mill, "almaty")?.rank_corridors(&weights, &mut Workspace::default())?);
    Ok(())
}

fn compare(planner: &Planner, continent: &Continent, preset: Preset) -> Result<(), Box<dyn std::error::Error>> {
    let weights = preset.weights();
    println!("{}, over the corridors and over the continent", preset.name());
    println!("{:<24} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6}  borders", "", "km", "days", "US$", "km", "days", "US$");
    for [from, to] in HAULS {
        let route = planner.trip(from, to)?.best(&weights).ok_or("no route")?;
        let journey = continent.trip(from, to)?.best(&weights).ok_or("no journey")?;
        let borders: Vec<&str> = journey.stops().filter(|stop| stop.is_border()).map(|stop| stop.name()).collect();
        println!(
            "{:<24} {:>6.0} {:>6.1} {:>6.0}   {:>6.0} {:>6.1} {:>6.0}  {}",
            format!("{from} - {to}"),
            route.distance().value(),
            route.time().days(),
            route.cost().value(),
            journey.distance().value(),
            journey.time().days(),
            journey.cost().value(),
            borders.join(", ")
        );
    }
    println!();
    Ok(())
}
