//! Computed lengths, days and prices beside published ones, for every reference with a target.

use corridor::{Error, Finding, Network, Published, Verdict};

fn main() -> Result<(), Error> {
    let findings = Network::bundled().check_published()?;
    type Measure = fn(&Finding) -> Option<(f64, f64, Verdict)>;
    type Target = fn(&Finding) -> Option<&Published>;
    let tables: [(&str, Measure, Target); 3] = [
        ("length in km (within 8 % of the published interval)", Finding::length, |f| f.reference().length_km()),
        (
            "days door to door (in the published range; a single figure stands for 20 % either way)",
            Finding::days,
            |f| f.reference().days(),
        ),
        ("US$ per forty-foot container (within 25 %; prices of several years)", Finding::cost, |f| {
            f.reference().cost_usd()
        }),
    ];
    for (title, measure, target) in tables {
        println!(
            "{title}\n{:<18} {:>17} {:>9} {:>8}  {:<16} state",
            "reference", "published", "computed", "off by", "verdict"
        );
        let (mut met, mut counted) = (0, 0);
        for finding in findings.iter().filter(|finding| target(finding).is_some()) {
            let Some(published) = target(finding) else { continue };
            let interval = if published.min() == published.max() {
                format!("{}", published.min())
            } else {
                format!("{} - {}", published.min(), published.max())
            };
            let id = finding.reference().id();
            let state = finding.reference().state();
            let Some((value, deviation, verdict)) = measure(finding) else {
                println!("{id:<18} {interval:>17} {:>9} {:>8}  {:<16} {state}", "-", "-", "not comparable");
                continue;
            };
            counted += usize::from(matches!(verdict, Verdict::Met | Verdict::Missed));
            met += usize::from(verdict == Verdict::Met);
            let word = match verdict {
                Verdict::Met => "met",
                Verdict::Missed => "MISSED",
                Verdict::ByConstruction => "by construction",
                Verdict::Excluded => "excluded",
            };
            let fitted = if title.starts_with("days") && finding.reference().is_fitted() { ", fitted" } else { "" };
            let precision = usize::from(value < 100.0);
            println!(
                "{id:<18} {interval:>17} {value:>9.precision$} {:>7.1}%  {:<16} {state}",
                deviation * 100.0,
                format!("{word}{fitted}"),
            );
        }
        println!("{met} of {counted} met\n");
    }
    for finding in findings.iter().filter(|finding| finding.reference().excluded().is_some()) {
        println!("{} is excluded: {}", finding.reference().id(), finding.reference().excluded().unwrap_or_default());
    }
    Ok(())
}
