//! Every answer about a trip against all its routes, enumerated and costed by another hand from the model's definitions.

mod random;

use corridor::{Blockage, Criterion, Mode, Trip, Weights};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use random::routes::{Expected, Oracle, check, check_best, check_front, check_k_best, check_ranking, follows};
use random::{config, drafts, ends, place_id, weights};

/// Each closed link is a thing of its own here, and no route has more than five.
fn check_blockage(trip: &Trip<'_>, weights: &Weights, all: &[Expected]) -> Result<(), TestCaseError> {
    match (trip.blockage(weights), all.first()) {
        (None, Some(first)) => prop_assert_eq!(first.closed, 0),
        (Some(Blockage::NotConnected(gap)), None) => {
            prop_assert!(!gap.from_start().is_empty() && !gap.to_end().is_empty());
        }
        (Some(Blockage::Things(opening)), Some(first)) if opening.proven() => {
            check(&opening.route, first)?;
            prop_assert_eq!(opening.things().len(), first.closed);
        }
        (Some(Blockage::Things(opening)), Some(first)) => prop_assert!(first.closed > 4 && opening.things().len() > 4),
        (found, first) => prop_assert!(false, "{found:?} for {first:?}"),
    }
    Ok(())
}

/// Among the random trips are enough of every sort.
#[test]
fn the_random_trips_ask_something() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 9];
    for _ in 0..1000 {
        let draw = (drafts(), weights(), ends()).new_tree(&mut runner).expect("a draft").current();
        let weights = draw.0.weights(draw.1);
        let ends = draw.0.two_places(draw.2);
        let all = Oracle::routes(&draw.0, &weights, ends, false);
        let (draft, open) = (&draw.0, all.iter().filter(|route| route.closed == 0).count());
        let modes = |route: &Expected| route.back.iter().map(|link| draft.links[*link].mode).collect::<Vec<Mode>>();
        let calls = |route: &Expected| modes(route).windows(2).any(|pair| pair[0] == pair[1] && pair[0].is_afloat());
        let gauges = |route: &Expected| {
            modes(route).windows(2).any(|pair| matches!(pair, [Mode::Rail(a), Mode::Rail(b)] if a != b))
        };
        let corridors = |signature: &&Vec<(usize, usize)>| all.iter().any(|route| follows(draft, route, signature));
        let found = [
            open == 0,
            open > 1,
            all.len() > 1 && (all[0].score, all[0].ticks) == (all[1].score, all[1].ticks),
            all.first().is_some_and(|route| route.closed > 0),
            all.iter().any(calls),
            all.iter().any(gauges),
            all.iter().any(|route| route.ticks[Criterion::Crossings as usize] > 0),
            draft.signatures.iter().filter(corridors).count() > 1,
            draft.signatures.iter().filter(|signature| signature.len() > 1).any(|signature| corridors(&signature)),
        ];
        counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
    }
    assert!(counts.iter().all(|count| *count >= 20), "{counts:?}");
}

proptest! {
    #![proptest_config(config(1200))]

    #[test]
    fn every_answer_is_the_one_that_enumeration_finds(draft in drafts(), rates in weights(), ends in ends()) {
        let weights = draft.weights(rates);
        let planner = draft.build().with(&draft.closure()).expect("links to close").compile();
        let (from, to) = draft.two_places(ends);
        let trip = planner.trip(&place_id(from), &place_id(to)).expect("two places");
        let all = Oracle::routes(&draft, &weights, (from, to), false);
        let open = &all[..all.iter().take_while(|route| route.closed == 0).count()];
        check_best(&trip, &weights, open)?;
        check_k_best(&trip, &weights, open)?;
        check_ranking(&draft, &trip, &weights, &all)?;
        check_blockage(&trip, &weights, &all)?;
        check_front(&draft, &trip, &weights, open)?;
        check_best(&trip.clone().prepared(), &weights, open)?;
        let by_land = draft.links.iter().any(|link| !link.mode.is_afloat());
        let unpriced = by_land && draft.terminal.is_none() && (draft.timed || draft.priced);
        prop_assert_eq!(trip.clone().with_terminals().is_err(), unpriced);
        if let Ok(trip) = trip.with_terminals() {
            let all = Oracle::routes(&draft, &weights, (from, to), true);
            let open = &all[..all.iter().take_while(|route| route.closed == 0).count()];
            check_best(&trip, &weights, open)?;
            check_best(&trip.clone().prepared(), &weights, open)?;
            check_k_best(&trip, &weights, open)?;
            check_ranking(&draft, &trip, &weights, &all)?;
            check_front(&draft, &trip, &weights, open)?;
        }
    }
}
