//! A network written in code, without files: a railway that stops short of a border, a road that does not.

use corridor::{Criterion::*, Error, Gauge, Mode, Network, Part, Scenario, Weights, hours, km, lat, lon, usd};

fn main() -> Result<(), Error> {
    let mut net = Network::builder();
    net.node("port", "PK", lat(24.85), lon(66.98)).name("Karachi");
    net.node("yard", "PK", lat(34.01), lon(71.52)).name("Peshawar").transfer(hours(8)).transfer_fee(usd(80));
    net.node("market", "AF", lat(34.53), lon(69.17)).name("Kabul");
    net.link("port", "yard", Mode::Rail(Gauge::BROAD)).distance(km(1_687)).time(hours(67)).cost(usd(840));
    net.link("port", "yard", Mode::Road).distance(km(1_390)).time(hours(56)).cost(usd(1_580));
    net.link("yard", "market", Mode::Road)
        .distance(km(290))
        .time(hours(9))
        .cost(usd(520))
        .crossing("torkham", hours(48))
        .crossing_fee(usd(507));
    let network = net.build()?;

    let questions = [
        ("the fastest", Weights::new([(Time, 1.0)])?),
        ("the cheapest", Weights::new([(Cost, 1.0)])?),
        // An hour is worth 12.50 US$.
        ("by generalised cost", Weights::new([(Cost, 1.0), (Time, 12.5)])?),
    ];
    let planner = network.compile();
    for (name, weights) in &questions {
        for (place, route) in planner.trip("port", "market")?.k_best(weights, 2).iter().enumerate() {
            println!("{name}, {}.: {}, {}, {}", place + 1, route.time(), route.cost(), route.distance());
            for leg in route.legs() {
                println!("   {leg}");
            }
            println!("   of which {:.0} h at the border", route.part(Part::Border, Time));
        }
    }
    let shut = network.with(&Scenario::new("Torkham shut").close("torkham"))?.compile();
    let trip = shut.trip("port", "market")?;
    match trip.blockage(&questions[0].1) {
        Some(blockage) => println!("Torkham shut: no route\n{blockage}"),
        None => println!("Torkham shut: still open"),
    }
    Ok(())
}
