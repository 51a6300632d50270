//! The best path that uses only a part of some things, such as what earlier paths use.
//!
//! The best path of all is asked first. Where it breaks a rule, every path that keeps the rule avoids one of the things that it uses: the
//! first of them, or else the second, ... So the question is split, each part closes one thing more, and the best part
//! goes on (Lawler, Management Science 18, 1972; branch and bound: Land and Doig 1960). Paths of the second part use the first thing, and so on: what
//! would break a rule together with all that they use is closed too. Parts stay open for the next path, when there are more rules.
//!
//! Which thing comes first is free. Best is the one that is dearest to avoid, as far as earlier parts have told (pseudo-costs: Benichou et al.,
//! Mathematical Programming 1, 1971).

use super::simple::{Answer, GivenUp};
use super::{Graph, Path, compare_paths};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a path may use at most: a sum over things, each counted once however often a path uses it.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// By thing.
    pub(crate) amounts: BTreeMap<u32, u64>,
    pub(crate) most: u64,
}

/// The things that each arc uses, as numbers from 0.
#[derive(Clone, Debug)]
pub(crate) struct Things {
    /// Those of arc `a` are `all[first[a]..first[a + 1]]`.
    first: Vec<u32>,
    all: Vec<u32>,
}

impl Things {
    /// Those of one arc after the other.
    pub(crate) fn new<I: IntoIterator<Item = u32>>(arcs: impl Iterator<Item = I>) -> Things {
        let mut things = Things { first: vec![0], all: Vec::new() };
        for of_arc in arcs {
            things.all.extend(of_arc);
            things.first.push(things.all.len() as u32);
        }
        things
    }

    fn of(&self, arc: u32) -> &[u32] {
        &self.all[self.first[arc as usize] as usize..self.first[arc as usize + 1] as usize]
    }

    /// By thing the arcs that use it.
    fn arcs(&self) -> Things {
        let count = self.all.iter().max().map_or(0, |last| *last as usize + 1);
        let mut first = vec![0u32; count + 1];
        self.all.iter().for_each(|thing| first[*thing as usize + 1] += 1);
        (0..count).for_each(|thing| first[thing + 1] += first[thing]);
        let (mut next, mut all) = (first.clone(), vec![0; self.all.len()]);
        for arc in 0..self.first.len() as u32 - 1 {
            for thing in self.of(arc) {
                all[next[*thing as usize] as usize] = arc;
                next[*thing as usize] += 1;
            }
        }
        Things { first, all }
    }
}

/// A rule, with the amounts at hand by thing.
struct Limit {
    by_thing: Vec<u64>,
    /// The same but for nothing.
    amounts: Vec<(u32, u64)>,
    largest: u64,
    most: u64,
}

/// The paths that avoid some things and use some others.
#[derive(Clone, Debug)]
struct Part {
    avoided: Vec<u32>,
    used: Vec<u32>,
    /// The best path that avoids what is avoided.
    best: Rc<Path>,
}

/// A path and its score, if there is one.
type Found = Option<(u64, Rc<Path>)>;

/// Best paths one after the other, under rules that become more.
pub(crate) struct Apart<'a> {
    graph: &'a Graph,
    things: Things,
    arcs_of: Things,
    limits: Vec<Limit>,
    open: Vec<Part>,
    /// The scores of their best paths.
    scores: Vec<u64>,
    closed: Vec<bool>,
    /// By thing, how much more a best path scored once it had to be avoided too: the sum, and how often that was seen.
    dearness: Vec<(u64, u64)>,
    /// The best path for each set of things avoided so far.
    known: BTreeMap<Vec<u32>, Found>,
}

impl<'a> Apart<'a> {
    /// `best` is the best path of all, with its score.
    pub(crate) fn new(graph: &'a Graph, things: Things, (score, best): (u64, Path)) -> Apart<'a> {
        let arcs_of = things.arcs();
        Apart {
            graph,
            limits: Vec::new(),
            open: vec![Part { avoided: Vec::new(), used: Vec::new(), best: Rc::new(best) }],
            scores: vec![score],
            closed: vec![false; graph.arcs()],
            dearness: vec![(0, 0); arcs_of.first.len() - 1],
            known: BTreeMap::new(),
            things,
            arcs_of,
        }
    }

    /// What a path uses, each thing once, in order.
    fn used(&self, path: &Path) -> Vec<u32> {
        let mut used: Vec<u32> = path.arcs().iter().flat_map(|arc| self.things.of(*arc)).copied().collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Every path from now on has to keep one rule more.
    pub(crate) fn add(&mut self, rule: Rule) {
        let mut by_thing = vec![0; self.dearness.len()];
        // What no arc uses counts for no path.
        let amounts =
            rule.amounts.into_iter().filter(|(thing, amount)| *amount > 0 && (*thing as usize) < by_thing.len());
        let amounts: Vec<(u32, u64)> = amounts.collect();
        amounts.iter().for_each(|(thing, amount)| by_thing[*thing as usize] = *amount);
        let largest = amounts.iter().map(|(_, amount)| *amount).max().unwrap_or(0);
        self.limits.push(Limit { by_thing, amounts, largest, most: rule.most });
    }

    /// By rule the sum over things.
    fn sums(&self, things: &[u32]) -> Vec<u64> {
        let sum = |limit: &Limit| things.iter().map(|thing| limit.by_thing[*thing as usize]).sum();
        self.limits.iter().map(sum).collect()
    }

    /// The open part whose best path comes first.
    fn first(&self) -> Option<usize> {
        let mut first: Option<usize> = None;
        for (at, score) in self.scores.iter().enumerate() {
            let before = |other: usize| {
                *score < self.scores[other]
                    || *score == self.scores[other]
                        && compare_paths(self.graph, (score, &*self.open[at].best), (score, &*self.open[other].best))
                            .is_lt()
            };
            if first.is_none_or(before) {
                first = Some(at);
            }
        }
        first
    }

    /// The first path in the order of answers that keeps all rules. `search` finds the best path that takes no closed arc, with its score,
    /// or gives up; it is asked `budget` times at the most.
    pub(crate) fn next(
        &mut self,
        mut budget: usize,
        mut search: impl FnMut(&[bool]) -> Result<Option<(u64, Path)>, GivenUp>,
    ) -> Answer {
        loop {
            let Some(at) = self.first() else { return Answer::None };
            let used = self.used(&self.open[at].best);
            let Some(things) = self.split(&self.open[at], &used) else {
                return Answer::Path(Path::clone(&self.open[at].best));
            };
            let (before, mut part) = (self.scores.swap_remove(at), self.open.swap_remove(at));
            for thing in things {
                let avoided = [&part.avoided[..], &[thing]].concat();
                let all = self.with_forced(&avoided, &part.used);
                let best = match self.known.get(&all) {
                    Some(best) => best.clone(),
                    None => {
                        let Some(left) = budget.checked_sub(1) else { return Answer::GivenUp };
                        budget = left;
                        self.close(&all, true);
                        let best = search(&self.closed);
                        self.close(&all, false);
                        let Ok(best) = best else { return Answer::GivenUp };
                        let best = best.map(|(score, path)| (score, Rc::new(path)));
                        self.known.insert(all, best.clone());
                        best
                    }
                };
                if let Some((score, best)) = best {
                    let seen = &mut self.dearness[thing as usize];
                    *seen = (seen.0.saturating_add(score.saturating_sub(before)), seen.1 + 1);
                    self.open.push(Part { avoided, used: part.used.clone(), best });
                    self.scores.push(score);
                }
                part.used.push(thing);
            }
        }
    }

    /// The things at which a part is split because its best path breaks a rule: paths of the first part avoid the first of them, those of
    /// the second use the first and avoid the second, ... `None` if it breaks no rule.
    fn split(&self, part: &Part, used: &[u32]) -> Option<Vec<u32>> {
        let (sums, kept) = (self.sums(used), self.sums(&part.used));
        let broken = self.limits.iter().zip(sums).filter(|(limit, sum)| *sum > limit.most);
        let splits = broken.map(|(limit, _)| {
            let amount = |thing: u32| limit.by_thing[thing as usize];
            let mut things: Vec<u32> =
                used.iter().copied().filter(|thing| amount(*thing) > 0 && !part.used.contains(thing)).collect();
            // The weightiest first, so that few can be used before the rule is broken; then what is dear to avoid, so that most parts
            // score too much to be looked into.
            let mean = |thing: u32| {
                let (sum, count) = self.dearness[thing as usize];
                sum.checked_div(count).unwrap_or(u64::MAX)
            };
            things.sort_by_key(|thing| (Reverse(amount(*thing)), Reverse(mean(*thing)), *thing));
            // Once what is used breaks a rule no further part has paths.
            let mut kept = kept.clone();
            let mut breaks = |thing: &u32| {
                kept.iter_mut().zip(&self.limits).fold(false, |breaks, (sum, limit)| {
                    *sum += limit.by_thing[*thing as usize];
                    breaks || *sum > limit.most
                })
            };
            let parts = things.iter().position(&mut breaks).map_or(things.len(), |last| last + 1);
            things.truncate(parts);
            things
        });
        splits.min_by_key(Vec::len)
    }

    /// What a part avoids, and what its paths have to avoid besides because with what they use it would break a rule; in order.
    fn with_forced(&self, avoided: &[u32], used: &[u32]) -> Vec<u32> {
        let mut all = avoided.to_vec();
        for limit in &self.limits {
            let sum: u64 = used.iter().map(|thing| limit.by_thing[*thing as usize]).sum();
            if sum + limit.largest > limit.most {
                let too_much =
                    limit.amounts.iter().filter(|(thing, amount)| sum + amount > limit.most && !used.contains(thing));
                all.extend(too_much.map(|(thing, _)| *thing));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn close(&mut self, things: &[u32], closed: bool) {
        for thing in things {
            self.arcs_of.of(*thing).iter().for_each(|arc| self.closed[*arc as usize] = closed);
        }
    }
}
