//! The front against all paths, enumerated.

use super::super::oracle::{Answer, Case, all_paths, config, dense, large, small};
use super::*;
use proptest::prelude::*;

/// One to six criteria.
fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
    (1..64usize).prop_map(|bits| Criterion::ALL.into_iter().filter(|c| bits >> *c as usize & 1 == 1).collect())
}

fn chosen(cost: &CostVector, criteria: &[Criterion]) -> Vec<u32> {
    Criterion::ALL.iter().filter(|c| criteria.contains(c)).map(|c| cost[*c]).collect()
}

fn beats(a: &[u32], b: &[u32]) -> bool {
    a != b && a.iter().zip(b).all(|(a, b)| a <= b)
}

/// Every path on the front, in order; the equals side by side.
fn expected(case: &Case, criteria: &[Criterion]) -> Vec<Path> {
    expected_within(case, criteria, |_| true)
}

/// The same of the paths whose cost `within` takes.
fn expected_within(case: &Case, criteria: &[Criterion], within: impl Fn(&CostVector) -> bool) -> Vec<Path> {
    let mut answers: Vec<Answer<u64>> = all_paths(&case.graph, &case.weights, case.from, &case.goals);
    answers.retain(|answer| within(&answer.cost));
    answers.iter_mut().for_each(|answer| answer.score = 0);
    answers.sort();
    answers.sort_by_key(|answer| chosen(&answer.cost, criteria));
    let vectors: Vec<Vec<u32>> = answers.iter().map(|answer| chosen(&answer.cost, criteria)).collect();
    let on_front = |vector: &Vec<u32>| !vectors.iter().any(|other| beats(other, vector));
    answers.iter().zip(&vectors).filter(|(_, vector)| on_front(vector)).map(|(answer, _)| answer.path()).collect()
}

fn firsts(mut paths: Vec<Path>, criteria: &[Criterion]) -> Vec<Path> {
    paths.dedup_by_key(|path| chosen(&path.cost, criteria));
    paths
}

fn check(case: &Case, criteria: &[Criterion], epsilon: f64, labels: u64) -> Result<(), TestCaseError> {
    let find = |options: &ParetoOptions| pareto(&case.graph, case.from, &case.goals, criteria, options);
    let all = expected(case, criteria);
    let front = firsts(all.clone(), criteria);
    let found = find(&ParetoOptions::default());
    prop_assert_eq!(&found.paths, &front);
    prop_assert!(found.complete);

    let equals = find(&ParetoOptions::default().all_routes());
    prop_assert_eq!(&equals.paths, &all);
    prop_assert!(equals.complete);

    let options = criteria.iter().fold(ParetoOptions::default(), |options, c| options.epsilon(*c, epsilon));
    let near = find(&options);
    prop_assert!(near.complete && near.paths.len() <= front.len());
    for path in &near.paths {
        prop_assert!(
            path.repeated_places(&case.graph).is_empty() && front.contains(path),
            "{:?} is not on the front",
            path
        );
    }
    let within = |near: &Path, path: &Path| {
        criteria.iter().all(|c| f64::from(near.cost[*c]) <= (1.0 + epsilon) * f64::from(path.cost[*c]))
    };
    for path in &front {
        prop_assert!(near.paths.iter().any(|near| within(near, path)), "nothing is near {:?}", path);
    }

    let bundled = find(&options.clone().bundled());
    prop_assert!(bundled.complete());
    for path in &front {
        prop_assert!(bundled.paths.iter().any(|near| within(near, path)), "no bundle is near {:?}", path);
    }
    for path in &bundled.paths {
        prop_assert!(path.repeated_places(&case.graph).is_empty());
        let mine = chosen(&path.cost, criteria);
        prop_assert!(!bundled.paths.iter().any(|other| beats(&chosen(&other.cost, criteria), &mine)));
    }

    for options in [ParetoOptions::default(), ParetoOptions::default().all_routes()] {
        let cut = find(&options.labels(labels));
        let whole = if cut.complete { find(&ParetoOptions::default()).paths.len() } else { 0 };
        prop_assert!(cut.labels <= labels && cut.paths.len() >= whole);
        prop_assert!(cut.paths.iter().all(|path| all.contains(path)));
    }
    Ok(())
}

/// The same with limits, each the amount of some path or one less.
fn check_within(
    case: &Case,
    criteria: &[Criterion],
    limits: &[(Criterion, usize, bool)],
    epsilon: f64,
    labels: u64,
) -> Result<(), TestCaseError> {
    let all = all_paths(&case.graph, &case.weights, case.from, &case.goals);
    let limit = |(criterion, nth, less): &(Criterion, usize, bool)| {
        let some = all.get(nth % all.len().max(1)).map_or(0, |answer| u64::from(answer.cost[*criterion]));
        (*criterion, some.saturating_sub(u64::from(*less)))
    };
    let limits: Vec<(Criterion, u64)> = limits.iter().map(limit).collect();
    let options = limits.iter().fold(ParetoOptions::default(), |options, (c, most)| options.at_most(*c, *most));
    // Of two limits on a criterion the last is set.
    let last = |criterion: Criterion| limits.iter().rev().find(|limit| limit.0 == criterion).map(|limit| limit.1);
    let within =
        |cost: &CostVector| Criterion::ALL.into_iter().all(|c| last(c).is_none_or(|most| u64::from(cost[c]) <= most));
    let all = expected_within(case, criteria, within);
    let front = firsts(all.clone(), criteria);
    let find = |options: &ParetoOptions| pareto(&case.graph, case.from, &case.goals, criteria, options);
    let found = find(&options);
    prop_assert_eq!(&found.paths, &front);
    prop_assert!(found.complete);
    let equals = find(&options.clone().all_routes());
    prop_assert_eq!(&equals.paths, &all);
    let near = find(&criteria.iter().fold(options.clone(), |options, c| options.epsilon(*c, epsilon)));
    prop_assert!(near.paths.iter().all(|path| front.contains(path)));
    let close = |near: &Path, path: &Path| {
        criteria.iter().all(|c| f64::from(near.cost[*c]) <= (1.0 + epsilon) * f64::from(path.cost[*c]))
    };
    prop_assert!(front.iter().all(|path| near.paths.iter().any(|near| close(near, path))));
    let cut = find(&options.labels(labels));
    prop_assert!(cut.paths.iter().all(|path| front.contains(path)));
    prop_assert!(!cut.complete || cut.paths.len() == front.len());
    Ok(())
}

fn limits() -> impl Strategy<Value = Vec<(Criterion, usize, bool)>> {
    proptest::collection::vec((0..6usize, 0..100usize, any::<bool>()), 1..3)
        .prop_map(|limits| limits.into_iter().map(|(c, nth, less)| (Criterion::ALL[c], nth, less)).collect())
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn fronts_within_limits_hold_what_no_path_within_them_beats(
        case in prop_oneof![small(), dense()], criteria in criteria(), limits in limits(), epsilon in 0.0..0.99f64, labels in 0..60u64
    ) {
        check_within(&case, &criteria, &limits, epsilon, labels)?;
    }

    #[test]
    fn fronts_hold_what_no_path_beats(
        case in small(), criteria in criteria(), epsilon in prop_oneof![Just(0.01), 0.0..0.99f64], labels in 0..60u64
    ) {
        check(&case, &criteria, epsilon, labels)?;
    }

    #[test]
    fn fronts_of_trips_hold_what_no_path_beats(
        case in dense(), criteria in criteria(), epsilon in 0.0..0.99f64, labels in 0..60u64
    ) {
        check(&case.at_one_place(), &criteria, epsilon, labels)?;
    }
}

proptest! {
    #![proptest_config(config(300))]

    /// Every best path is on the front; fronts of fewer criteria are covered; states are places here.
    #[test]
    fn fronts_of_large_graphs_hold_every_best_path(case in large(), criteria in criteria()) {
        let graph = &case.graph;
        let goals = &case.goals;
        let front = pareto(graph, case.from, goals, &Criterion::ALL, &ParetoOptions::default()).paths;
        let query = super::super::Query::new(case.from, goals);
        let best = super::super::best_simple(graph, &case.weights, &super::super::NoBound, &query, &mut Default::default());
        let best: Vec<Path> = best.into_iter().collect();
        prop_assert!(best.iter().all(|best| front.iter().any(|path| path.cost == best.cost)));
        let fewer = pareto(graph, case.from, goals, &criteria, &ParetoOptions::default()).paths;
        let mut reduced: Vec<Vec<u32>> = front.iter().map(|path| chosen(&path.cost, &criteria)).collect();
        reduced.sort();
        reduced.dedup();
        let kept: Vec<Vec<u32>> = reduced.iter().filter(|v| !reduced.iter().any(|other| beats(other, v))).cloned().collect();
        prop_assert_eq!(fewer.iter().map(|path| chosen(&path.cost, &criteria)).collect::<Vec<_>>(), kept);
    }
}

/// Among the random questions are enough fronts of several vectors and walks that come back.
#[test]
fn the_random_graphs_have_fronts() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0; 3];
    for _ in 0..1000 {
        let (case, criteria) = (dense(), criteria()).new_tree(&mut runner).expect("a case").current();
        let all = expected(&case, &criteria);
        let front = firsts(all, &criteria);
        let axes = Axes::new(&criteria);
        let bounds = Bounds::new(&case.graph, case.from, &case.goals, axes.chosen());
        let memory = Memory::default();
        let (graph, from, goals) = (&case.graph, case.from, &case.goals[..]);
        let task = Task { graph, from, goals, axes: &axes, ahead: &bounds, memory: &memory, equals: false };
        let found = search(&task, &mut ParetoOptions::default().limits(&axes));
        let back = found.ends.iter().filter_map(|end| found.path(graph, *end, goals));
        let back = back.filter(|path| !path.repeated_places(graph).is_empty()).count();
        let found = [front.len() > 1, front.len() > 3, back > 0];
        counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
    }
    assert!(counts.iter().all(|count| *count >= 20), "{counts:?}");
}
