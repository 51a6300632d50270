//! From a mill in Faisalabad to a warehouse in Almaty, by three presets: first mile, corridors, last mile.

use corridor::{Base, Network, Preset, point};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors/base/eurasia.base");
    let planner = Network::bundled().compile().over(Base::load(path)?);
    let (mill, warehouse) = (point(31.418, 73.079), point(43.350, 76.990));
    let trip = planner.trip(mill, warehouse)?;

    for preset in [Preset::Fastest, Preset::Cheapest, Preset::Safest] {
        let weights = preset.weights();
        let Some(route) = trip.best(&weights) else {
            println!(
                "{}: no route: {}",
                preset.name(),
                trip.blockage(&weights).map_or("not connected".into(), |why| why.to_string())
            );
            continue;
        };
        println!("{}: {}, {:.1} days, {}", preset.name(), route.distance(), route.time().days(), route.cost());
        for leg in route.legs() {
            println!("   {leg}");
        }
    }
    println!("\n{}", trip.rank_corridors(&Preset::GeneralisedCost.weights()));
    Ok(())
}
