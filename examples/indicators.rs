//! CAREC's indicators (CPMM) of three well-known trips, computed, beside the published averages: `cargo run --release --example indicators`.

use corridor::{Error, Indicators, Network, Preset};

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    let planner = network.compile();
    let weights = Preset::GeneralisedCost.weights();
    println!(
        "{:<52}{:<8}{:>8}{:>9}{:>9}{:>9}{:>9}",
        "the best corridors by generalised cost", "of", "TFI1", "TFI2", "TFI3", "SWD", "SWOD"
    );
    println!("{:<60}{:>8}{:>9}{:>9}{:>9}{:>9}", "", "h", "US$", "US$", "km/h", "km/h");
    for (from, to) in [("karachi", "almaty"), ("xian", "tashkent"), ("urumqi", "baku")] {
        let ranking = planner.trip(from, to)?.rank_corridors(&weights);
        println!("{from} to {to}");
        for row in ranking.rows().iter().take(3) {
            let name: String = row.name().chars().take(48).collect();
            line(&format!("  {name}"), "all", &row.route.indicators());
            for (mode, indicators) in row.route.indicators_by_mode() {
                line("", mode, &indicators);
            }
        }
    }
    println!("published: averages of a year's samples, at each post of a border by itself");
    for set in network.published_indicators() {
        let name = format!("  {} {}", set.programme(), set.year());
        print!("{name:<52}{:<8}", set.mode());
        print(set.tfi1(), set.tfi2(), set.tfi3(), set.swd(), set.swod());
    }
    println!(
        "TFI1, TFI2: at a border, both posts together; TFI3: for 500 km and 20 t; SWD, SWOD: with and without stops"
    );
    Ok(())
}

fn line(name: &str, of: &str, found: &Indicators) {
    print!("{name:<52}{of:<8}");
    let (hours, fees, cost) = (found.tfi1(), found.tfi2(), found.tfi3());
    print(hours.map(|h| h.value()), fees.map(|m| m.value()), cost.map(|m| m.value()), found.swd(), found.swod());
}

fn print(tfi1: Option<f64>, tfi2: Option<f64>, tfi3: Option<f64>, swd: Option<f64>, swod: Option<f64>) {
    let shown = |value: Option<f64>, digits: usize| value.map_or("-".to_owned(), |value| format!("{value:.digits$}"));
    let [swd, swod] = [swd, swod].map(|speed| shown(speed, 1));
    println!("{:>8}{:>9}{:>9}{swd:>9}{swod:>9}", shown(tfi1, 1), shown(tfi2, 0), shown(tfi3, 0));
}
