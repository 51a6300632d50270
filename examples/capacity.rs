//! What corridors can carry in a year at most, beside the trade that they carry or are meant to carry.

use corridor::{Error, Mode, Network, Preset};

/// Corridor and trip.
const CORRIDORS: [(&str, &str, &str); 9] = [
    ("kazakh-grain", "kostanay", "hairatan"),
    ("middle", "altynkol", "poti"),
    ("middle", "altynkol", "kars"),
    ("khorgos-gateway", "urumqi", "almaty"),
    ("dostyk-gateway", "urumqi", "almaty"),
    ("instc-east", "moscow", "tehran"),
    ("instc-west", "moscow", "tehran"),
    ("karakoram-khorgos", "karachi", "almaty"),
    ("uap-railway", "tashkent", "peshawar"),
];

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    let weights = Preset::GeneralisedCost.weights();
    let today = network.compile();
    let planned = network.as_of("all-open").map(|network| network.compile());
    for (id, from, to) in CORRIDORS {
        let Some(corridor) = network.corridor(id) else { continue };
        println!("{}, {from} to {to}", corridor.name());
        let mut found = today.trip(from, to)?.bottleneck(id, &weights)?;
        if let (None, Ok(planned)) = (&found, &planned) {
            print!("   if it were open: ");
            found = planned.trip(from, to)?.bottleneck(id, &weights)?;
        } else {
            print!("   ");
        }
        println!("{}", found.map_or("no way along it".to_owned(), |found| found.to_string()));
        for volume in corridor.volumes() {
            let (kind, year) =
                (if volume.is_planned() { "planned" } else { "carried" }, volume.tonnes().basis().year());
            let year = year.map_or(String::new(), |year| format!(" {year}"));
            println!("   {kind}{year}: {:.2} Mt, {}", volume.tonnes().value() / 1e6, volume.what());
        }
    }
    println!("\nall open ways together, by rail and water:");
    for (from, to) in [("kostanay", "hairatan"), ("tashkent", "naibabad"), ("almaty", "baku"), ("xian", "duisburg")] {
        // No road has a published capacity: with roads, nothing would be known.
        println!("{from} to {to}: {}", today.trip(from, to)?.avoid(Mode::Road)?.max_flow()?);
    }
    println!("\n{}", network.attribution().join("; "));
    Ok(())
}
