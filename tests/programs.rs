//! The programs that a newcomer sees first compile as they are printed, and run.

#[cfg(feature = "bundled")]
mod a {
    // (a) rank the corridors by what the user cares about
    use corridor::{Criterion::*, Error, Network, Weights};

    fn main() -> Result<(), Error> {
        let planner = Network::bundled().compile(); // or Network::load("my-corridors")?
        // Exchange rates in kilometres: a border is worth a 250 km detour, a point of risk 10 km.
        let weights = Weights::new([(Distance, 1.0), (Crossings, 250.0), (Risk, 10.0)])?;

        let ranking = planner.trip("karachi", "almaty")?.rank_corridors(&weights);
        println!("{ranking}");
        if let Some(winner) = ranking.best() {
            for leg in winner.route.legs() {
                println!("   {leg}");
            }
        }
        Ok(())
    }

    #[test]
    fn runs() {
        main().unwrap();
    }
}

#[cfg(feature = "bundled")]
mod b {
    use corridor::{Criterion::*, Error, Network};

    fn main() -> Result<(), Error> {
        let planner = Network::bundled().compile();
        // (b) the exact Pareto front: no weights, no opinion
        let front = planner.trip("karachi", "almaty")?.pareto([Distance, Crossings, Risk]);
        println!("{} routes, none beaten on all three counts:\n{front}", front.len());
        if let (Some(shortest), Some(safest)) = (front.best(Distance), front.best(Risk)) {
            let detour = safest.distance() - shortest.distance();
            let relief = shortest.risk() - safest.risk();
            println!("A detour of {detour} buys {relief:.1} less.");
        }
        Ok(())
    }

    #[test]
    fn runs() {
        main().unwrap();
    }
}

#[cfg(feature = "bundled")]
mod c {
    use corridor::{Criterion::*, Error, Network, Scenario, Weights};

    fn main() -> Result<(), Error> {
        // (c) what if Torkham reopens? A scenario turns a network into another network
        let today = Network::bundled();
        let reopened = today.with(&Scenario::new("Torkham reopened").open("torkham"))?;
        let weights = Weights::new([(Time, 1.0), (Risk, 0.5)])?; // a point of risk is worth half an hour

        let before = today.compile().trip("karachi", "almaty")?.rank_corridors(&weights);
        let after = reopened.compile().trip("karachi", "almaty")?.rank_corridors(&weights);
        println!("{}:\n{}", reopened.name(), after.compared_to(&before));
        Ok(())
    }

    #[test]
    fn runs() {
        main().unwrap();
    }
}

mod d {
    use corridor::{Criterion::*, Error, Gauge, Mode, Network, Weights, hours, km, lat, lon};

    fn main() -> Result<(), Error> {
        // (d) an embedder's own network: no files, no serde, no features
        let mut net = Network::builder();
        net.node("port", "PK", lat(24.85), lon(66.98));
        net.node("yard", "PK", lat(34.01), lon(71.52)).transfer(hours(8));
        net.node("market", "AF", lat(34.53), lon(69.17));
        net.link("port", "yard", Mode::Rail(Gauge::BROAD)).distance(km(1_687)).time(hours(40));
        net.link("port", "yard", Mode::Road).distance(km(1_390)).time(hours(26));
        net.link("yard", "market", Mode::Road).distance(km(290)).time(hours(9)).crossing("torkham", hours(30));

        let planner = net.build()?.compile();
        let fastest = planner.trip("port", "market")?.best(&Weights::new([(Time, 1.0)])?);
        println!("{}", fastest.map_or("no route".into(), |r| format!("{}, {}", r.time(), r.distance())));
        Ok(())
    }

    #[test]
    fn runs() {
        main().unwrap();
    }
}
