//! The difference between two routes adds up to the tick, reason by reason.

mod random;

use corridor::{CostVector, Criterion, Part, Reason, Route, Step, Waterfall};
use proptest::prelude::*;
use random::{config, drafts, ends, place_id, weights};

/// Sorted by size, none of zero, and the sum is the difference.
fn adds_up(steps: &[Step], difference: Option<i64>) {
    assert_eq!(steps.iter().map(Step::ticks).sum::<i64>(), difference.unwrap_or(0));
    assert!(steps.iter().all(|step| step.ticks() != 0));
    assert!(steps.windows(2).all(|pair| pair[0].ticks().unsigned_abs() >= pair[1].ticks().unsigned_abs()));
}

fn holds(why: &Waterfall, a: &Route, b: &Route) {
    for criterion in Criterion::ALL {
        let steps = why.steps(criterion);
        let known = a.value(criterion).is_some() && b.value(criterion).is_some();
        let less = i64::from(b.cost_vector()[criterion]) - i64::from(a.cost_vector()[criterion]);
        assert_eq!(why.ticks(criterion), known.then_some(less), "{criterion}");
        adds_up(&steps, why.ticks(criterion));
        assert!(known || steps.is_empty(), "{criterion}");
    }
    for route in [a, b] {
        let sum: CostVector = route.by_reason().map(|(_, cost)| *cost).sum();
        assert_eq!(&sum, route.cost_vector());
        let at_borders = |reason: &Reason| matches!(reason, Reason::Borders | Reason::Ports);
        let borders: CostVector =
            route.by_reason().filter(|(reason, _)| at_borders(reason)).map(|(_, cost)| *cost).sum();
        for criterion in [Criterion::Time, Criterion::Cost] {
            assert_eq!(borders.value(criterion), route.part(Part::Border, criterion));
        }
    }
    assert!(why.to_string().contains(&why.sentence()));
}

#[cfg(feature = "bundled")]
#[test]
fn every_pair_of_rows_of_real_trips_adds_up() {
    use corridor::{Network, Preset};
    let planner = Network::bundled().compile();
    let mut pairs = 0;
    for (from, to) in [("karachi", "almaty"), ("xian", "duisburg"), ("tashkent", "bandar-abbas"), ("baku", "urumqi")] {
        for preset in [Preset::GeneralisedCost, Preset::Fastest, Preset::Safest] {
            for terminals in [false, true] {
                let mut trip = planner.trip(from, to).expect("places");
                if terminals {
                    trip = trip.with_terminals().expect("figures");
                }
                let ranking = trip.rank_corridors(&preset.weights());
                for a in ranking.rows() {
                    for b in ranking.rows() {
                        let why = ranking.why(a, b);
                        holds(&why, &a.route, &b.route);
                        let less = i64::try_from(i128::from(b.score()) - i128::from(a.score())).expect("64 bits");
                        assert_eq!(why.score_difference(), Some(less));
                        adds_up(&why.score_steps(), Some(less));
                        pairs += 1;
                    }
                    for blocked in ranking.blocked() {
                        holds(&a.route.compared_with(&blocked.route), &a.route, &blocked.route);
                    }
                }
            }
        }
    }
    assert!(pairs > 1_000, "{pairs}");
}

#[cfg(feature = "bundled")]
#[test]
fn what_is_spent_has_the_names_that_people_know() {
    use corridor::{Network, Preset};
    let planner = Network::bundled().compile();
    let trip = planner.trip("aktau", "baku").expect("places").with_terminals().expect("figures");
    let route = trip.best(&Preset::Shortest.weights()).expect("a ferry");
    let named: Vec<String> = route.by_reason().map(|(reason, _)| reason.to_string()).collect();
    for name in ["line haul by ferry", "customs of ports", "waiting for a ferry", "risk: Caspian Sea"] {
        assert!(named.iter().any(|known| known == name), "{name} in {named:?}");
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn routes_of_any_network_add_up(draft in drafts(), rates in weights(), ends in ends(), terminals in any::<bool>()) {
        let (weights, (from, to)) = (draft.weights(rates), draft.two_places(ends));
        let planner = draft.build().compile();
        let mut trip = planner.trip(&place_id(from), &place_id(to)).expect("two places");
        if terminals {
            trip = trip.clone().with_terminals().unwrap_or(trip);
        }
        let routes = trip.k_best(&weights, 6);
        for a in &routes {
            for b in &routes {
                let why = a.compared_with(b);
                holds(&why, a, b);
                prop_assert!(why.score_steps().is_empty() && why.score_difference().is_none());
            }
        }
        let ranking = trip.rank_corridors(&weights);
        for a in ranking.rows() {
            for b in ranking.rows() {
                let why = ranking.why(a, b);
                holds(&why, &a.route, &b.route);
                prop_assert_eq!(why.score_difference(), Some(b.score() as i64 - a.score() as i64));
                adds_up(&why.score_steps(), why.score_difference());
            }
        }
    }
}
