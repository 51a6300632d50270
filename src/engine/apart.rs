//! The best path that uses only a part of some things, such as what earlier paths use.
//!
//! The best path of all is asked first. Where it breaks a rule, every path that keeps the rule avoids one of the things that it uses: the
//! first of them, or else the second, ... So the question is split, each part closes one thing more, and the best part
//! goes on (Lawler, Management Science 18, 1972; branch and bound: Land and Doig 1960). Parts stay open for the next path, when there are more
//! rules.

use super::simple::{Answer, GivenUp};
use super::{Graph, Path, compare_paths};
use std::collections::BTreeMap;

/// What a path may use at most: a sum over things, each counted once however often a path uses it.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// By thing.
    pub(crate) amounts: BTreeMap<u32, u64>,
    pub(crate) most: u64,
}

impl Rule {
    fn sum<'t>(&self, things: impl Iterator<Item = &'t u32>) -> u64 {
        things.filter_map(|thing| self.amounts.get(thing)).sum()
    }
}

/// The paths that avoid some things and use some others.
#[derive(Clone, Debug)]
struct Part {
    avoided: Vec<u32>,
    used: Vec<u32>,
    /// The best path that avoids what is avoided.
    best: (u64, Path),
}

/// Best paths one after the other, under rules that become more.
pub(crate) struct Apart<'a> {
    graph: &'a Graph,
    /// The things that each arc uses.
    things: &'a [Vec<u32>],
    arcs_of: Vec<Vec<u32>>,
    rules: Vec<Rule>,
    open: Vec<Part>,
    closed: Vec<bool>,
}

impl<'a> Apart<'a> {
    /// `best` is the best path of all, with its score.
    pub(crate) fn new(graph: &'a Graph, things: &'a [Vec<u32>], best: (u64, Path)) -> Apart<'a> {
        let count = things.iter().flatten().max().map_or(0, |last| *last as usize + 1);
        let mut arcs_of = vec![Vec::new(); count];
        for (arc, things) in (0..).zip(things) {
            things.iter().for_each(|thing| arcs_of[*thing as usize].push(arc));
        }
        let open = vec![Part { avoided: Vec::new(), used: Vec::new(), best }];
        Apart { graph, things, arcs_of, rules: Vec::new(), open, closed: vec![false; graph.arcs()] }
    }

    /// What a path uses, each thing once.
    fn used(&self, path: &Path) -> Vec<u32> {
        let mut used: Vec<u32> = path.arcs().iter().flat_map(|arc| &self.things[*arc as usize]).copied().collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    pub(crate) fn add(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// The first path in the order of answers that keeps all rules. `search` finds the best path that takes no closed arc, with its score,
    /// or gives up; it is asked `budget` times at the most.
    pub(crate) fn next(
        &mut self,
        mut budget: usize,
        mut search: impl FnMut(&[bool]) -> Result<Option<(u64, Path)>, GivenUp>,
    ) -> Answer {
        loop {
            let first = |a: &usize, b: &usize| {
                let of = |at: usize| (&self.open[at].best.0, &self.open[at].best.1);
                compare_paths(self.graph, of(*a), of(*b))
            };
            let Some(at) = (0..self.open.len()).min_by(first) else { return Answer::None };
            let used = self.used(&self.open[at].best.1);
            let Some(parts) = self.split(&self.open[at], &used) else {
                return Answer::Path(self.open[at].best.1.clone());
            };
            self.open.swap_remove(at);
            for (avoided, used) in parts {
                let Some(left) = budget.checked_sub(1) else { return Answer::GivenUp };
                budget = left;
                self.close(&avoided, true);
                let best = search(&self.closed);
                self.close(&avoided, false);
                let Ok(best) = best else { return Answer::GivenUp };
                self.open.extend(best.map(|best| Part { avoided, used, best }));
            }
        }
    }

    /// What the parts avoid and use that a part falls into because its best path breaks a rule; `None` if it breaks none.
    fn split(&self, part: &Part, used: &[u32]) -> Option<Vec<(Vec<u32>, Vec<u32>)>> {
        let broken = self.rules.iter().filter(|rule| rule.sum(used.iter()) > rule.most);
        let splits = broken.map(|rule| {
            let mut things: Vec<u32> = used.iter().copied().filter(|thing| rule.amounts.contains_key(thing)).collect();
            // The weightiest first, so that few can be used before the rule is broken.
            things.sort_by_key(|thing| (std::cmp::Reverse(rule.amounts[thing]), *thing));
            let (mut parts, mut kept) = (Vec::new(), part.used.clone());
            for thing in things.into_iter().filter(|thing| !part.used.contains(thing)) {
                parts.push(([&part.avoided[..], &[thing]].concat(), kept.clone()));
                kept.push(thing);
                if self.rules.iter().any(|rule| rule.sum(kept.iter()) > rule.most) {
                    break;
                }
            }
            parts
        });
        splits.min_by_key(Vec::len)
    }

    fn close(&mut self, things: &[u32], closed: bool) {
        for thing in things {
            self.arcs_of[*thing as usize].iter().for_each(|arc| self.closed[*arc as usize] = closed);
        }
    }
}
