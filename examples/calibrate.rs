//! Fits the estimated hours of borders, transfers and waits to published days: `cargo run --release --example calibrate`.
//!
//! At most 15 factors, by mode and kind of place, none by corridor, multiply the estimates among the defaults; published
//! figures stay. Half of the references, chosen by a hash of their ids, are fitted; the others test the result. The error of a
//! reference is the logarithm by which computed days miss the published range; absolute errors are added, since single
//! trial runs among the references would rule a sum of squares. A factor far from 1 is held back by a penalty, so that what the
//! references do not speak of stays as it was. Coordinate descent, no randomness.

use corridor::{DAYS_TOLERANCE, Error, Finding, Network, Scenario};

/// What each factor multiplies: every default whose name starts so and which is an estimate.
const FACTORS: [(&str, &[&str]); 15] = [
    ("road border, customs", &["hours.road.customs"]),
    ("rail border, customs", &["hours.rail.customs"]),
    ("border in a union", &["hours.road.union", "hours.rail.union"]),
    ("port clearance", &["hours.sea.customs"]),
    ("published rail border hours of block trains", &["published-rail-post.through"]),
    ("road to rail", &["transfer-hours.road-rail"]),
    ("change of gauge", &["transfer-hours.gauge"]),
    ("ship, boarding and landing", &["transfer-hours.boarding-sea", "transfer-hours.landing-sea"]),
    ("ferry, boarding and landing", &["transfer-hours.boarding-ferry", "transfer-hours.landing-ferry"]),
    ("wait for a Caspian ferry", &["wait.ferry.caspian"]),
    ("wait for a ship", &["wait.sea"]),
    ("first loading, last unloading", &["terminal-hours"]),
    ("stops on the way, road", &["stops.road"]),
    ("stops on the way, rail", &["stops.rail"]),
    ("stops on the way, sea", &["stops.sea"]),
];
/// Weight of the squared logarithm of a factor beside the absolute errors.
const PENALTY: f64 = 0.1;
/// Factors stay between half and twice the estimate.
const LIMIT: f64 = 2.0;

fn main() -> Result<(), Error> {
    let network = Network::bundled();
    let mut factors = [1.0; FACTORS.len()];
    let mut least = loss(&network, &factors)?;
    println!("before: {least:.4}");
    for step in [2.0, 1.4, 1.15, 1.05] {
        let mut moved = true;
        while moved {
            moved = false;
            for i in 0..factors.len() {
                for change in [step, 1.0 / step] {
                    let mut trial = factors;
                    trial[i] = (trial[i] * change).clamp(1.0 / LIMIT, LIMIT);
                    let loss = loss(&network, &trial)?;
                    if loss < least - 1e-6 {
                        (factors, least, moved) = (trial, loss, true);
                    }
                }
            }
        }
        println!("steps of {step}: {least:.4}");
    }
    for ((name, prefixes), factor) in FACTORS.iter().zip(factors) {
        println!("{factor:>6.2}  {name}");
        for (default, figure) in estimates(&network, prefixes) {
            println!("          {default} = {} -> {:.1}", figure, figure * factor);
        }
    }
    let findings = scaled(&network, &factors)?.check_published()?;
    for fitted in [true, false] {
        println!("{}", if fitted { "fitted:" } else { "tested:" });
        for (finding, error) in
            findings.iter().filter(|f| f.reference().is_fitted() == fitted).filter_map(|f| Some((f, error(f)?)))
        {
            let published = finding.reference().days().map_or((0.0, 0.0), |days| (days.min(), days.max()));
            let days = finding.days().map_or(0.0, |days| days.0);
            let verdict = finding.days().map(|days| days.2);
            println!("  {:<16} {published:?} {days:.1} {:+.2} {verdict:?}", finding.reference().id(), error);
        }
    }
    Ok(())
}

/// How far computed days lie outside what counts as met, as a logarithm; nothing for what is no test.
fn error(finding: &Finding) -> Option<f64> {
    let (published, (days, ..)) = (finding.reference().days()?, finding.days()?);
    let band = if published.min() == published.max() { DAYS_TOLERANCE } else { 0.0 };
    let nearest = days.clamp(published.min() * (1.0 - band), published.max() * (1.0 + band));
    finding.reference().excluded().is_none().then(|| (days / nearest).ln())
}

fn loss(network: &Network, factors: &[f64]) -> Result<f64, Error> {
    let network = scaled(network, factors)?;
    let mut errors = 0.0;
    for reference in network.references().filter(|reference| reference.is_fitted() && reference.days().is_some()) {
        errors += error(&network.check_reference(reference)?).map_or(0.0, f64::abs);
    }
    Ok(errors + PENALTY * factors.iter().map(|factor| factor.ln().powi(2)).sum::<f64>())
}

fn scaled(network: &Network, factors: &[f64]) -> Result<Network, Error> {
    let mut scenario = Scenario::new("calibration");
    for ((_, prefixes), factor) in FACTORS.iter().zip(factors) {
        for (name, _) in estimates(network, prefixes) {
            scenario = scenario.scale(&name, *factor);
        }
    }
    Ok(network.with(&scenario)?)
}

fn estimates(network: &Network, prefixes: &[&str]) -> Vec<(String, f64)> {
    let chosen = |(name, figure): &(&str, &corridor::Figure)| {
        figure.basis().is_estimate() && prefixes.iter().any(|prefix| name.starts_with(prefix))
    };
    network.defaults().filter(chosen).map(|(name, figure)| (name.to_owned(), figure.value())).collect()
}
