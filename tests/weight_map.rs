//! Maps of who wins for which weights, against asking for the best route at every point of dense grids.

mod random;

use corridor::{
    Breakpoint, CostVector, Criterion, Front, QueryError, Trip, WeightBox, WeightBoxError, WeightMap, Weights,
};
use proptest::prelude::*;
use random::{config, drafts, ends, place_id};

/// Every combination of rates of the free criteria.
fn grid(rates: &WeightBox, along: impl Fn(f64, f64) -> Vec<f64>) -> Vec<Vec<(Criterion, f64)>> {
    rates.free_criteria().fold(vec![Vec::new()], |points, criterion| {
        let (low, high) = rates.range_of(criterion).expect("a range").into_inner();
        let with = |rate: f64| points.iter().map(move |point| [&point[..], &[(criterion, rate)]].concat());
        along(low, high).into_iter().flat_map(with).collect()
    })
}

/// The weights at a point of the box, all rates times `scale`; `None` if they are too far apart for [`Weights`].
fn weights_at(rates: &WeightBox, point: &[(Criterion, f64)], scale: f64) -> Option<Weights> {
    let rate = |criterion: Criterion| {
        let given = point.iter().find(|(free, _)| *free == criterion);
        (criterion, given.map_or_else(|| rates.rate(criterion), |(_, rate)| *rate) * scale)
    };
    Weights::new(Criterion::ALL.map(rate)).ok()
}

/// The score of a cost vector at a rate p / q of one criterion, times q and whatever makes it whole.
fn exact_score(rates: &WeightBox, cost: &CostVector, breakpoint: &Breakpoint) -> u128 {
    let (free, (p, q)) = (breakpoint.criterion(), breakpoint.fraction().expect("small numbers"));
    let fixed = Criterion::ALL.into_iter().filter(|criterion| *criterion != free).map(|criterion| {
        let whole = rates.rate(criterion) / f64::from(criterion.ticks_per_unit()) * 64.0;
        assert_eq!(whole.fract(), 0.0);
        whole as u128 * u128::from(cost[criterion])
    });
    fixed.sum::<u128>() * q * u128::from(free.ticks_per_unit()) + 64 * p * u128::from(cost[free])
}

/// At a breakpoint both routes score the same, no other less, and above it the one with less of the criterion wins.
fn check_breakpoint(front: &Front<'_>, rates: &WeightBox, breakpoint: &Breakpoint) -> Result<(), TestCaseError> {
    let costs: Vec<CostVector> = front.costs().copied().collect();
    let [below, above] = [breakpoint.below(), breakpoint.above()];
    let least = costs.iter().map(|cost| exact_score(rates, cost, breakpoint)).min();
    prop_assert_eq!(Some(exact_score(rates, &costs[below], breakpoint)), least);
    prop_assert_eq!(Some(exact_score(rates, &costs[above], breakpoint)), least);
    prop_assert!(costs[below][breakpoint.criterion()] > costs[above][breakpoint.criterion()]);
    let (p, q) = breakpoint.fraction().expect("small numbers");
    prop_assert!((breakpoint.rate() - p as f64 / q as f64).abs() <= breakpoint.rate() * 1e-15);
    Ok(())
}

fn check_changes(front: &Front<'_>, rates: &WeightBox, map: &WeightMap<'_>) -> Result<(), TestCaseError> {
    let winner = map.winner();
    prop_assert_eq!(map.winner_at([]), Ok(winner));
    for change in map.smallest_changes() {
        let criterion = change.criterion();
        // Another box, in which this criterion is free alone, around the same rates.
        let alone = WeightBox::around(&weights_at(rates, &[], 1.0).expect("near rates"))
            .range(criterion, change.range().0..=change.range().1);
        let others = front.weight_map(&alone).expect("one free weight");
        let [below, above] = [change.below(), change.above()];
        let nearest = change.nearest().map(Breakpoint::rate);
        prop_assert!(
            nearest.is_none() || nearest == below.map(Breakpoint::rate) || nearest == above.map(Breakpoint::rate)
        );
        [below, above].into_iter().flatten().try_for_each(|breakpoint| check_breakpoint(front, &alone, breakpoint))?;
        let (low, high) = change.range();
        // At the ends of a range a route may tie that wins nowhere else.
        for step in 1..32 {
            let rate = low + (high - low) * f64::from(step) / 32.0;
            let row = others.winner_at([(criterion, rate)]).expect("a rate in the box");
            let same = below.is_none_or(|below| rate > below.rate()) && above.is_none_or(|above| rate < above.rate());
            prop_assert!(!same || row == winner, "{} at {}: {} for {}", criterion, rate, row, winner);
            let next = [below, above].into_iter().flatten().find(|breakpoint| breakpoint.rate() == rate);
            let changed =
                below.is_some_and(|below| rate < below.rate()) || above.is_some_and(|above| rate > above.rate());
            prop_assert!(!changed || row != winner || next.is_some(), "{} at {}", criterion, rate);
        }
    }
    Ok(())
}

/// Asks for the best route at every point, and returns how often each row won.
fn check_grid(
    trip: &Trip<'_>,
    map: &WeightMap<'_>,
    points: &[Vec<(Criterion, f64)>],
    scale: f64,
) -> Result<Vec<f64>, TestCaseError> {
    let costs: Vec<CostVector> = map.front().costs().copied().collect();
    let mut won = vec![0.0; costs.len()];
    for point in points {
        let Some(weights) = weights_at(map.weight_box(), point, scale) else { continue };
        let best = trip.best_cost(&weights).expect("a front with routes");
        let row = map.winner_at(point.iter().copied()).expect("a point in the box");
        let score = weights.score(&best);
        prop_assert_eq!(weights.score(&costs[row]), score, "at {:?}", point);
        prop_assert_eq!(costs[row], best, "at {:?}", point);
        prop_assert!(map.cells().iter().any(|cell| weights.score(&costs[cell.row()]) == score), "at {:?}", point);
        if let [(_, rate)] = point[..] {
            let inside = |cell: &&corridor::WeightCell| {
                cell.vertices()[0][0] <= rate && rate <= cell.vertices()[cell.vertices().len() - 1][0]
            };
            let cells: Vec<_> = map.cells().iter().filter(inside).collect();
            prop_assert!(!cells.is_empty() && cells.iter().all(|cell| weights.score(&costs[cell.row()]) == score));
        }
        won[row] += 1.0 / points.len() as f64;
    }
    Ok(won)
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn the_best_route_is_that_of_the_cell(
        draft in drafts(), places in ends(), first in 0..6usize, free in 1..4usize,
        rates in prop::array::uniform6(0..4usize), ranges in prop::array::uniform3((0..4u32, 1..4u32)), doubled in 0..4u32
    ) {
        let per_tick = |criterion: Criterion, rate: f64| rate * f64::from(criterion.ticks_per_unit());
        let covered: Vec<Criterion> =
            (0..6).map(|i| Criterion::ALL[(first + i) % 6]).filter(|criterion| draft.covers(*criterion)).collect();
        // At least one criterion is fixed and weighs something: the last.
        let fixed = covered.last().copied();
        let rate = |criterion: &Criterion| {
            let rate: f64 = [0.0, 0.5, 1.0, 2.0][rates[*criterion as usize]];
            (*criterion, per_tick(*criterion, if Some(*criterion) == fixed { rate.max(0.5) } else { rate }))
        };
        let mut rates = WeightBox::around(&Weights::new(covered.iter().map(rate)).expect("a rate"));
        let free = free.min(covered.len().saturating_sub(1));
        for (criterion, (low, width)) in covered.iter().zip(ranges).take(free) {
            let low = f64::from(1 << low) / 8.0;
            rates = rates.range(*criterion, per_tick(*criterion, low)..=per_tick(*criterion, low * f64::from(1 << width)));
        }
        let planner = draft.build().with(&draft.closure()).expect("links to close").compile();
        let (from, to) = draft.two_places(places);
        let trip = planner.trip(&place_id(from), &place_id(to)).expect("two places");
        let counts = |criterion: &Criterion| rates.rate(*criterion) > 0.0;
        let front = trip.pareto(Criterion::ALL.into_iter().filter(counts));
        let map = match front.weight_map(&rates) {
            Err(error) => {
                let expected = if free == 0 { WeightBoxError::NoFreeWeight } else { WeightBoxError::NoRoute };
                prop_assert_eq!(error, expected);
                prop_assert!(free == 0 || front.is_empty());
                return Ok(());
            }
            Ok(map) => map,
        };
        let points = grid(&rates, |low, high| (0..=4).map(|step| low + (high - low) * f64::from(step) / 4.0).collect());
        check_grid(&trip, &map, &points, f64::from(1 << doubled))?;
        prop_assert!((map.cells().iter().map(|cell| cell.share()).sum::<f64>() - 1.0).abs() < 1e-4);
        map.breakpoints().iter().try_for_each(|breakpoint| check_breakpoint(&front, &rates, breakpoint))?;
        prop_assert_eq!(map.breakpoints().len(), if free == 1 { map.cells().len() - 1 } else { 0 });
        // The geometric mean of a range may be no short number: such boxes are left to the other checks.
        if Criterion::ALL.into_iter().all(|criterion| (rates.rate(criterion) / f64::from(criterion.ticks_per_unit()) * 64.0).fract() == 0.0) {
            check_changes(&front, &rates, &map)?;
        }
    }
}

#[test]
fn fronts_that_may_lack_winners_make_no_map() {
    let mut net = corridor::Network::builder();
    net.node("port", "AA", corridor::lat(40), corridor::lon(60));
    net.node("market", "AA", corridor::lat(42), corridor::lon(62));
    net.node("yard", "AA", corridor::lat(41), corridor::lon(61));
    for (from, to, km, h) in [("port", "market", 300, 9), ("port", "yard", 200, 3), ("yard", "market", 200, 3)] {
        net.link(from, to, corridor::Mode::Road).distance(corridor::km(km)).time(corridor::hours(h));
    }
    let planner = net.build().expect("valid").compile();
    let trip = planner.trip("port", "market").expect("two places");
    use Criterion::{Crossings, Distance, Risk, Time};
    let rates = WeightBox::around(&Weights::new([(Distance, 1.0), (Time, 50.0)]).expect("rates")).free(Time);
    let found = |front: Result<Front<'_>, QueryError>, rates: &WeightBox| {
        front.expect("figures").weight_map(rates).err().map(|error| error.to_string())
    };
    let all = || trip.front([Distance, Time]);
    assert_eq!(found(all().find(), &rates), None);
    let errors = [
        found(trip.front([Time]).find(), &rates),
        found(all().epsilon(Time, 0.01).find(), &rates),
        found(all().budget(1).find(), &rates),
        found(Ok(trip.pareto([Distance, Time, Risk])), &rates),
        found(all().find(), &rates.clone().range(Time, 1e-30..=1.0)),
        found(all().find(), &WeightBox::around(&Weights::new([(Distance, 1.0)]).expect("a rate")).free(Crossings)),
    ];
    insta::assert_snapshot!(errors.map(|error| error.expect("an error")).join("\n"), @r"
    the front was searched without distance, so it may lack winners; add it to the criteria of the front
    the front was searched with a tolerance, so it may lack winners; search it without
    the search of the front was cut by its limits, so it may lack winners; raise them
    the network has no figures for risk, so there is no front; leave it out or add them
    the rates in the box, from the lowest of time to the highest of time, are too far apart to be compared exactly
    crossings is free but weighs nothing; say how far it ranges with `range`
    ");
    let front = all().find().expect("figures");
    let map = front.weight_map(&rates).expect("a map");
    assert_eq!(map.winner_at([(Distance, 2.0)]), Err(WeightBoxError::NotFree { criterion: Distance }));
    assert!(matches!(map.winner_at([(Time, 12.0)]), Err(WeightBoxError::OutsideBox { criterion: Time, .. })));
    assert!(matches!(map.winner_at([(Time, f64::NAN)]), Err(WeightBoxError::OutsideBox { .. })));
}

#[cfg(feature = "bundled")]
mod bundled {
    use super::*;
    use corridor::{Criterion::*, Network, Preset};

    /// Rates in US$, around which boxes range; the generalised cost weighs distance by nothing.
    fn in_dollars(criterion: Criterion) -> f64 {
        if criterion == Distance { 0.25 } else { Preset::GeneralisedCost.weights().rate(criterion) }
    }

    /// The weights of a preset, with some criteria free from a quarter to four times what they are worth beside its unit.
    fn around(preset: Preset, free: &[Criterion]) -> Option<WeightBox> {
        let weights = preset.weights();
        let unit = weights.criteria().find(|criterion| !free.contains(criterion))?;
        let open = |rates: WeightBox, criterion: &Criterion| {
            let rate = in_dollars(*criterion) / in_dollars(unit) * weights.rate(unit);
            if weights.rate(*criterion) > 0.0 {
                rates.free(*criterion)
            } else {
                rates.range(*criterion, rate / 4.0..=rate * 4.0)
            }
        };
        Some(free.iter().fold(WeightBox::around(&weights), open))
    }

    /// Rates in the middle of equal steps of ratios.
    fn middles(steps: u32) -> impl Fn(f64, f64) -> Vec<f64> {
        move |low, high| {
            let rate = |step| low * (high / low).powf((f64::from(step) + 0.5) / f64::from(steps));
            (0..steps).map(rate).collect()
        }
    }

    #[test]
    fn the_best_route_is_that_of_the_cell() {
        let planner = Network::bundled().compile();
        let trips = [
            ("karachi", "almaty"),
            ("xian", "duisburg"),
            ("tashkent", "bandar-abbas"),
            ("baku", "urumqi"),
            ("gwadar", "moscow"),
        ];
        let (mut maps, mut most) = (0, 0);
        for (from, to) in trips {
            let trip = planner.trip(from, to).expect("two places");
            for preset in Preset::ALL {
                for (free, steps) in [
                    (&[Time][..], 60),
                    (&[Cost, Risk][..], 16),
                    (&[Time, Crossings, Risk][..], 8),
                    (&[Distance, Cost, Emissions][..], 8),
                ] {
                    let Some(rates) = around(preset, free) else { continue };
                    let front =
                        trip.pareto(Criterion::ALL.into_iter().filter(|criterion| rates.rate(*criterion) > 0.0));
                    let map = front.weight_map(&rates).expect("a front with all winners");
                    let points = grid(&rates, middles(steps));
                    let name = format!("{from} - {to}, {} with {free:?}", preset.name());
                    let won = check_grid(&trip, &map, &points, 1.0).unwrap_or_else(|error| panic!("{name}: {error}"));
                    let ends = grid(&rates, |low, high| vec![low, high]);
                    check_grid(&trip, &map, &ends, 1.0).unwrap_or_else(|error| panic!("{name}: {error}"));
                    for (row, won) in won.into_iter().enumerate() {
                        // A grid errs by about the sides of its squares that are cut; where rates are too far apart it has holes.
                        let near = (map.share(row) - won).abs() < 1.5 / f64::from(steps);
                        assert!(
                            near || preset == Preset::FewestBorders,
                            "{name}: {} of {row}, {won} of the grid",
                            map.share(row)
                        );
                    }
                    (maps, most) = (maps + 1, most.max(map.cells().len()));
                }
            }
        }
        assert!(maps >= 100 && most > 8, "{maps} maps with up to {most} cells");
    }
}
