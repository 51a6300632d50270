//! Cells checked against looking at every route at many points, on random vectors with as many ties as can be.

use super::cells;
use super::envelope::Envelope;
use super::lines::Lines;
use crate::cost::{CostVector, Criterion, Criterion::*};
use crate::engine::oracle::config;
use crate::weight_box::WeightBox;
use crate::weights::Weights;
use proptest::array::uniform6;
use proptest::collection::vec;
use proptest::prelude::*;

/// Cost vectors and a box with one to three free weights around weights of ticks.
#[derive(Clone, Debug)]
struct Case {
    costs: Vec<CostVector>,
    rates: WeightBox,
}

/// Halves, wholes and doubles: vectors tie at whole lines and planes of points.
fn cases(ticks: std::ops::Range<u32>, routes: std::ops::Range<usize>) -> impl Strategy<Value = Case> {
    let rate = || prop_oneof![Just(0.5), Just(1.0), Just(2.0), Just(3.0)];
    let most = ticks.end;
    let drawn = (vec(uniform6(ticks), routes), uniform6(rate()), 0..6usize, 1..4usize, vec((0..3u32, 1..5u32), 3));
    drawn.prop_map(move |(costs, rates, first, free, ranges)| {
        let criteria: Vec<Criterion> = (0..5).map(|i| Criterion::ALL[(first + i) % 6]).collect();
        let per_tick = |criterion: Criterion, rate: f64| rate * f64::from(criterion.ticks_per_unit());
        let weights = criteria.iter().map(|criterion| (*criterion, per_tick(*criterion, rates[*criterion as usize])));
        let mut rates = WeightBox::around(&Weights::new(weights).expect("rates"));
        for (criterion, (low, width)) in criteria.iter().zip(ranges).take(free) {
            let low = f64::from(1 << low) / 4.0;
            rates =
                rates.range(*criterion, per_tick(*criterion, low)..=per_tick(*criterion, low * f64::from(1 << width)));
        }
        let costs = costs.into_iter().map(|cost| {
            // Half of the routes pay, on a fixed criterion, for what they have little of: so that many win somewhere.
            let mut cost = cost;
            if cost[criteria[4] as usize] % 2 == 0 {
                let saved = |criterion: &Criterion| u128::from(most - cost[*criterion as usize].min(most));
                let paid: u128 = criteria[..free].iter().map(|criterion| saved(criterion).pow(2)).sum();
                criteria[free..].iter().for_each(|criterion| cost[*criterion as usize] = 0);
                cost[criteria[3] as usize] = (paid / u128::from(most / 2)).min(u128::from(most)) as u32;
            }
            cost[Crossings as usize] %= 1 << 20;
            CostVector::new(cost)
        });
        Case { costs: costs.collect(), rates }
    })
}

impl Case {
    fn axes(&self) -> Vec<(Criterion, f64, f64)> {
        let range = |criterion| self.rates.range_of(criterion).expect("a range").into_inner();
        self.rates.free_criteria().map(|criterion| (criterion, range(criterion).0, range(criterion).1)).collect()
    }

    /// Points evenly spread, ends included, at which rates of ticks are short: eighths of the range.
    fn grid(&self) -> Vec<Vec<f64>> {
        self.axes().iter().fold(vec![Vec::new()], |points, (_, low, high)| {
            let steps = (0..=8).map(|step| low + (high - low) * f64::from(step) / 8.0);
            steps.flat_map(|rate| points.iter().map(move |point| [&point[..], &[rate]].concat())).collect()
        })
    }

    /// Scores in sixty-fourths of a tick's rate, which are whole at the points of the grid.
    fn scores(&self, at: &[f64]) -> Vec<u128> {
        let free: Vec<Criterion> = self.rates.free_criteria().collect();
        let rate = |criterion: Criterion| {
            let place = free.iter().position(|free| *free == criterion);
            let rate = place.map_or_else(|| self.rates.rate(criterion), |place| at[place]);
            let whole = rate / f64::from(criterion.ticks_per_unit()) * 64.0;
            assert_eq!(whole.fract(), 0.0);
            whole as u128
        };
        let weights: Vec<(Criterion, u128)> =
            self.rates.criteria().map(|criterion| (criterion, rate(criterion))).collect();
        self.costs.iter().map(|cost| weights.iter().map(|(c, weight)| weight * u128::from(cost[*c])).sum()).collect()
    }

    fn lines(&self) -> Lines {
        Lines::new(&self.rates, &self.costs).expect("rates that are near each other")
    }
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let lines = case.lines();
    let cells = cells(&lines);
    prop_assert!(!cells.is_empty());
    let sum: f64 = cells.iter().map(|cell| cell.share).sum();
    prop_assert!((sum - 1.0).abs() < 1e-4, "shares sum to {}", sum);
    for at in case.grid() {
        let scores = case.scores(&at);
        let least = *scores.iter().min().expect("a route");
        let first = (0..scores.len()).filter(|row| scores[*row] == least).min_by_key(|row| (case.costs[*row], *row));
        prop_assert_eq!(Some(lines.row(lines.lowest(&lines.at(&at)))), first, "at {:?}", &at);
        prop_assert!(cells.iter().any(|cell| scores[cell.row] == least), "no cell at {:?}", &at);
        // Who wins alone somewhere wins around it too.
        let winners: Vec<usize> = (0..scores.len()).filter(|row| scores[*row] == least).collect();
        if let [only] = winners[..] {
            prop_assert!(cells.iter().any(|cell| cell.row == only));
        }
    }
    for cell in &cells {
        prop_assert!(cell.share > 0.0, "{:?}", cell);
        prop_assert!(cell.vertices.len() > case.axes().len());
        for other in cells.iter().filter(|other| other.row != cell.row) {
            let meets = cell.neighbours.contains(&other.row);
            prop_assert_eq!(meets, other.neighbours.contains(&cell.row));
            if meets {
                let shared = cell.vertices.iter().filter(|vertex| other.vertices.contains(vertex));
                let shared: Vec<&Vec<f64>> = shared.collect();
                prop_assert!(shared.len() >= case.axes().len(), "{:?} {:?}", cell, other);
                // The middle of a side lies inside the box: cells that only touch at its end are no neighbours.
                for (axis, (_, low, high)) in case.axes().into_iter().enumerate() {
                    let sum: f64 = shared.iter().map(|vertex| vertex[axis]).sum();
                    let middle = sum / shared.len() as f64;
                    prop_assert!(low < middle && middle < high, "{:?} {:?}", cell, other);
                }
            }
        }
        for vertex in &cell.vertices {
            let inside = vertex.iter().zip(case.axes()).all(|(rate, (_, low, high))| low <= *rate && *rate <= high);
            prop_assert!(inside, "{:?}", vertex);
        }
    }
    Ok(())
}

/// Shares by slices: the first free weight is set to many rates, evenly spread in ratios, and the rest mapped by itself.
fn by_slices(case: &Case, slices: usize) -> Vec<f64> {
    let mut shares = vec![0.0; case.costs.len()];
    let axes = case.axes();
    let [(criterion, low, high), rest @ ..] = &axes[..] else { return shares };
    if rest.is_empty() {
        cells(&case.lines()).iter().for_each(|cell| shares[cell.row] = cell.share);
        return shares;
    }
    for slice in 0..slices {
        let rate = low * (high / low).powf((slice as f64 + 0.5) / slices as f64);
        let fixed =
            case.rates.criteria().map(|other| (other, if other == *criterion { rate } else { case.rates.rate(other) }));
        let mut rates = WeightBox::around(&Weights::new(fixed).expect("rates"));
        for (other, low, high) in rest {
            rates = rates.range(*other, *low..=*high);
        }
        let part = by_slices(&Case { rates, costs: case.costs.clone() }, slices);
        shares.iter_mut().zip(part).for_each(|(share, part)| *share += part / slices as f64);
    }
    shares
}

fn check_shares(case: &Case) -> Result<(), TestCaseError> {
    let slices = [400, 400, 60][case.axes().len() - 1];
    let expected = by_slices(case, slices);
    for cell in cells(&case.lines()) {
        // Ties of whole sides go to one of several equal routes; a slice may lie in one.
        prop_assert!((cell.share - expected[cell.row]).abs() < 0.002, "{:?}: {}", cell, expected[cell.row]);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn cells_are_where_their_routes_win(case in cases(0..7, 1..24)) {
        check(&case)?;
    }

    #[test]
    fn cells_of_routes_that_tie(case in cases(0..3, 1..30)) {
        check(&case)?;
    }

    #[test]
    fn cells_of_many_routes(case in cases(0..1_000_000, 10..60)) {
        check(&case)?;
    }

    #[test]
    fn the_largest_numbers_fit(case in cases(u32::MAX / 2..u32::MAX, 2..12), rough in any::<bool>()) {
        // Rates with all the bits of a float.
        let rough = if rough { 1.0 / 3.0 } else { 1.0 };
        let rate = |criterion| (criterion, case.rates.rate(criterion) * rough);
        let mut rates = WeightBox::around(&Weights::new(case.rates.criteria().map(rate)).expect("rates"));
        for (i, (criterion, low, high)) in case.axes().into_iter().enumerate() {
            let far = if i == 0 { 0.01 } else { 1.0 };
            rates = rates.range(criterion, low * rough * far..=high * rough * 10.0);
        }
        let cells = cells(&Case { rates, costs: case.costs.clone() }.lines());
        let sum: f64 = cells.iter().map(|cell| cell.share).sum();
        prop_assert!((sum - 1.0).abs() < 1e-4, "shares sum to {}", sum);
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn shares_are_those_of_slices(case in cases(1..1_000, 2..20)) {
        check_shares(&case)?;
    }
}

/// Among the random cases are enough of those that are hard: corners where more routes tie than are needed, routes that only touch.
#[test]
fn the_random_cases_ask_something() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0; 5];
    for _ in 0..500 {
        let case = cases(0..7, 1..24).new_tree(&mut runner).expect("a case").current();
        let lines = case.lines();
        let envelope = Envelope::new(&lines);
        let regions = envelope.regions();
        let most = (0..).map_while(|at| envelope.tight(at)).max().unwrap_or(0);
        let found = [
            regions.len() > 2 && case.axes().len() == 1,
            regions.len() > 3 && case.axes().len() == 2,
            regions.len() > 3 && case.axes().len() == 3,
            most > case.axes().len() + 1,
            envelope.cuts() > regions.len(),
        ];
        counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
    }
    assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
}

#[test]
fn three_routes_that_tie_at_one_rate() {
    // At 2 per tick all three score 12; the middle one wins nowhere else.
    let costs = [[0, 4, 4, 0, 0, 0], [0, 3, 6, 0, 0, 0], [0, 2, 8, 0, 0, 0]].map(CostVector::new);
    let weights = Weights::new([(Time, 3600.0), (Cost, 100.0)]).expect("rates");
    let rates = WeightBox::around(&weights).range(Time, 3600.0..=4.0 * 3600.0);
    let lines = Lines::new(&rates, &costs).expect("near rates");
    let cells = cells(&lines);
    assert_eq!(cells.iter().map(|cell| cell.row).collect::<Vec<usize>>(), [0, 2]);
    assert!(cells.iter().all(|cell| (cell.share - 0.5).abs() < 1e-12));
    // There the order of answers decides: the least time.
    assert_eq!(lines.row(lines.lowest(&lines.at(&[2.0 * 3600.0]))), 2);
}
