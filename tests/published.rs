//! Computed against published figures: lengths must hold, days are counted and those that miss are listed by name.
#![cfg(feature = "bundled")]

use corridor::{Finding, Network, Verdict};

fn findings() -> Vec<Finding> {
    Network::bundled().check_published().expect("every reference names a state of the network")
}

#[test]
fn every_published_length_is_met() {
    let mut counted = 0;
    for finding in findings() {
        let reference = finding.reference();
        if reference.length_km().is_none() {
            continue;
        }
        let (km, deviation, verdict) = finding.length().unwrap_or_else(|| panic!("{} has no route", reference.id()));
        counted += usize::from(verdict == Verdict::Met);
        // The excluded ones say why; those met by construction prove nothing, but may not drift either.
        let drifted = verdict == Verdict::ByConstruction && deviation.abs() > 0.08;
        assert!(verdict != Verdict::Missed && !drifted, "{}: {km} km is off by {deviation:.3}", reference.id());
    }
    assert!(counted >= 24, "only {counted} lengths were compared");
}

#[test]
fn the_split_of_the_calibration_is_fixed_by_the_ids() {
    let fitted: Vec<String> = findings()
        .iter()
        .filter(|finding| finding.days().is_some_and(|days| days.2 != Verdict::Excluded))
        .filter(|finding| finding.reference().is_fitted())
        .map(|finding| finding.reference().id().to_owned())
        .collect();
    insta::assert_snapshot!(fitted.join("\n"));
}

/// References that were not used in the fit: how many are in the published range, and which are not.
#[test]
fn days_of_the_references_that_were_not_fitted() {
    let tested: Vec<(String, f64, Verdict)> = findings()
        .iter()
        .filter(|finding| !finding.reference().is_fitted())
        .filter_map(|finding| finding.days().map(|days| (finding.reference().id().to_owned(), days.1, days.2)))
        .filter(|(_, _, verdict)| *verdict != Verdict::Excluded)
        .collect();
    let met = tested.iter().filter(|(_, _, verdict)| *verdict == Verdict::Met).count();
    let mut text = format!("{met} of {} in the published range; not:\n", tested.len());
    for (id, deviation, _) in tested.iter().filter(|(_, _, verdict)| *verdict == Verdict::Missed) {
        text += &format!("{id} {:+.0} %\n", deviation * 100.0);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn no_reference_loses_its_route() {
    for finding in findings() {
        assert!(
            finding.route().is_some(),
            "{} has no route in {}",
            finding.reference().id(),
            finding.reference().state()
        );
    }
}
