//! The best within limits against all paths, enumerated.

use super::super::LeastToOpen;
use super::super::oracle::{Answer, Case, all_paths, config, dense, small};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// Up to three resources for up to 50 arcs and 3 goals; many of them cost nothing.
fn resources() -> impl Strategy<Value = Vec<(Vec<u32>, Vec<u32>)>> {
    let amount = || prop_oneof![2 => Just(0), 2 => 0..4u32, 1 => Just(u32::MAX)];
    vec((vec(amount(), 50), vec(amount(), 3)), 0..4)
}

impl Resource<'_> {
    /// What the whole path uses, given the goals.
    fn used(&self, path: &Path, goals: &[Goal]) -> u64 {
        let end = goals.iter().position(|goal| goal.state == path.end).map_or(0, |goal| self.by_goal[goal]);
        u64::from(end) + path.arcs.iter().map(|arc| u64::from(self.by_arc[*arc as usize])).sum::<u64>()
    }
}

/// The `nth` of all amounts that paths use, a little less or more; so that most limits bind.
fn limit(case: &Case, paths: &[Path], resource: &Resource<'_>, nth: usize, shift: i64) -> u64 {
    let mut amounts: Vec<u64> = paths.iter().map(|path| resource.used(path, &case.goals)).collect();
    amounts.sort_unstable();
    amounts.get(nth % amounts.len().max(1)).map_or(0, |amount| amount.saturating_add_signed(shift))
}

type Drawn = (Vec<(Vec<u32>, Vec<u32>)>, Vec<(usize, i64)>, Option<Criterion>);

fn drawn() -> impl Strategy<Value = Drawn> {
    let limits = vec((0..1000usize, -1..2i64), 4);
    let criterion = (0..9usize).prop_map(|c| Criterion::ALL.get(c).copied());
    (resources(), limits, criterion)
}

fn check<M: Metric>(case: &Case, metric: &M, (own, nth, criterion): &Drawn) -> Result<(), TestCaseError> {
    let (graph, goals) = (&case.graph, &case.goals[..]);
    let own = own.iter().map(|(arcs, ends)| Resource::new(&arcs[..graph.arcs()], ends[..goals.len()].to_vec()));
    let resources: Vec<Resource<'_>> =
        own.chain(criterion.map(|criterion| Resource::of(graph, goals, criterion))).collect();
    let all = all_paths(graph, metric, case.from, goals);
    let through: Vec<&Answer<M::Score>> = all.iter().filter(|answer| answer.uses(&case.groups)).collect();
    let over = Query::new(case.from, goals).through(graph, &case.groups);
    let plain = Query::new(case.from, goals);
    for (query, answers) in [(plain, all.iter().collect::<Vec<_>>()), (over, through)] {
        let paths: Vec<Path> = answers.iter().map(|answer| answer.path()).collect();
        let limits: Vec<u64> =
            resources.iter().zip(nth).map(|(r, (nth, shift))| limit(case, &paths, r, *nth, *shift)).collect();
        let within = |path: &&Path| resources.iter().zip(&limits).all(|(r, limit)| r.used(path, goals) <= *limit);
        let expected = paths.iter().find(within);
        let limited = Limited::new(graph, metric, goals, resources.clone());
        let found = limited.best(&query, &limits);
        prop_assert_eq!(found.as_ref(), expected, "limits {:?}", limits);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn the_best_within_limits_is_the_first_of_all_that_keep_them(case in prop_oneof![small(), dense()], drawn in drawn()) {
        check(&case, &case.weights, &drawn)?;
        check(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed }, &drawn)?;
    }
}
