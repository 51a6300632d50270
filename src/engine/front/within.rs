//! The front of the paths within limits, from that on the chosen and the limited criteria together.

use super::super::limited::{Limited, Resource};
use super::super::metric::{Lanes, SAFE};
use super::super::{Goal, Graph, Metric, Path, Query};
use super::options::{Limits, ParetoOptions};
use crate::cost::{CostVector, Criterion};

/// The sum of some criteria.
struct Sum<'a>(&'a [Criterion]);

impl Metric for Sum<'_> {
    type Score = u64;

    fn cost(&self, cost: &CostVector) -> u64 {
        self.0.iter().map(|criterion| u64::from(cost[*criterion])).sum()
    }

    fn rates(&self) -> Lanes {
        let mut rates = [0.0; 8];
        self.0.iter().for_each(|criterion| rates[*criterion as usize] = SAFE);
        rates
    }

    fn arc(&self, _: u32, cost: &CostVector) -> u64 {
        self.cost(cost)
    }
}

/// Takes paths of the front on the chosen and the limited criteria to that on the chosen ones; `false` if a budget ended it.
///
/// For each the best path by the sum of the chosen criteria is searched among those within the limits that take no more of any
/// chosen criterion: nothing within the limits beats that one, and of its equals it is the first in the order of answers. So what is kept is
/// on the front, whatever the search left out for a tolerance or a budget.
pub(super) fn refine(
    graph: &Graph,
    from: u32,
    goals: &[Goal],
    criteria: &[Criterion],
    options: &ParetoOptions,
    limits: &mut Limits,
    paths: &mut Vec<Path>,
) -> bool {
    let limited: Vec<(Criterion, u64)> = options.limited().collect();
    let metric = Sum(criteria);
    let of = |criterion: &Criterion| Resource::of(graph, goals, *criterion);
    let resources = criteria.iter().chain(limited.iter().map(|limit| &limit.0)).map(of).collect();
    let search = Limited::new(graph, &metric, goals, resources);
    let query = Query::new(from, goals);
    let most = |cost: &CostVector| -> Vec<u64> {
        let chosen = criteria.iter().map(|criterion| u64::from(cost[*criterion]));
        chosen.chain(limited.iter().map(|limit| limit.1)).collect()
    };
    let chosen = |path: &Path| criteria.iter().map(|criterion| path.cost[*criterion]).collect::<Vec<u32>>();
    let mut firsts: Vec<Path> = paths.iter().filter_map(|path| search.best(&query, &most(&path.cost))).collect();
    firsts.sort_by_cached_key(chosen);
    firsts.dedup_by_key(|path| chosen(path));
    let mut complete = true;
    if options.equals {
        let all = firsts.iter().flat_map(|first| {
            let (all, whole) = search.all(from, &most(&first.cost), || limits.take());
            complete &= whole;
            all
        });
        firsts = all.collect();
    }
    *paths = firsts;
    complete
}
