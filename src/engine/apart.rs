//! The best path that uses only a part of some things, such as what earlier paths use.
//!
//! The best path of all is asked first. Where it breaks a rule, every path that keeps the rule avoids one of the things that it uses: the
//! first of them, or else the second, ... So the question is split, each part closes one thing more, and the best part
//! goes on (Lawler, Management Science 18, 1972; branch and bound: Land and Doig 1960). Paths of the second part use the first thing, and so on: what
//! would break a rule together with all that they use is closed too. Parts stay open for the next path, when there are more rules.
//!
//! Which thing comes first is free. Best is the one that is dearest to avoid, as far as earlier parts have told (pseudo-costs: Benichou et al.,
//! Mathematical Programming 1, 1971).
//!
//! Most parts have a best path that another part has told already, although they close other things. So each search keeps why its path is the
//! best: the few closed things without which it could have gone elsewhere at no more. Whatever closes these and leaves the path open has the
//! same best path, and whatever closes these scores no less (as in logic-based Benders decomposition: Hooker and Ottosson, Mathematical Programming 96, 2003).

use super::simple::{Answer, GivenUp};
use super::things::Things;
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

/// Finds best paths with some arcs closed.
pub(crate) trait Closable {
    /// The best path that takes no closed arc, with its score; there is one of no more than `most`, unless that is [`u64::MAX`].
    fn best(&mut self, closed: &[bool], most: u64) -> Result<Option<(u64, Path)>, GivenUp>;
    /// The closed arcs without which the last search could have found something else as good or better, each with some number; `None` if it can't tell.
    fn met(&self) -> Option<&[(u64, u32)]>;
}

/// A rule, with the amounts at hand by thing.
struct Limit {
    by_thing: Vec<u64>,
    /// The same but for nothing.
    amounts: Vec<(u32, u64)>,
    largest: u64,
    most: u64,
}

/// A path, its score, and what it uses, each thing once, in order.
#[derive(Debug)]
struct Best {
    score: u64,
    path: Path,
    uses: Vec<u32>,
}

/// The best path, if there is one.
type Found = Option<Rc<Best>>;

/// What is known of the best path without some things.
enum Told {
    Exactly(Found),
    /// It scores no less.
    AtLeast(u64),
}

/// What a search has told: the best path of whatever avoids these things, unless it uses something else that is to be avoided.
struct Known {
    because: Vec<u32>,
    /// A bit for each of them, by which most are told from what is at hand.
    bits: u64,
    found: Found,
}

/// The paths that avoid some things and use some others.
#[derive(Clone, Debug)]
struct Part {
    avoided: Vec<u32>,
    used: Vec<u32>,
    /// The best path that avoids what is avoided, or a score that it does not fall below.
    best: Result<Rc<Best>, u64>,
    /// The score of the part that was split to avoid the last thing.
    before: u64,
}

impl Part {
    fn score(&self) -> u64 {
        self.best.as_ref().map_or_else(|least| *least, |best| best.score)
    }
}

/// Best paths one after the other, under rules that become more.
pub(crate) struct Apart<'a> {
    graph: &'a Graph,
    things: &'a Things,
    limits: Vec<Limit>,
    open: Vec<Part>,
    closed: Vec<bool>,
    /// By thing, whether it is closed.
    shut: Vec<bool>,
    /// By thing, how much more a best path scored once it had to be avoided too: the sum, and how often that was seen.
    dearness: Vec<(u64, u64)>,
    known: Vec<Known>,
    /// Every path found, once.
    paths: Vec<Rc<Best>>,
}

impl<'a> Apart<'a> {
    /// `best` is the best path of all, with its score.
    pub(crate) fn new(graph: &'a Graph, things: &'a Things, (score, path): (u64, Path)) -> Apart<'a> {
        let count = things.arcs.count();
        let mut apart = Apart {
            graph,
            things,
            limits: Vec::new(),
            open: Vec::new(),
            closed: vec![false; graph.arcs()],
            shut: vec![false; count],
            dearness: vec![(0, 0); count],
            known: Vec::new(),
            paths: Vec::new(),
        };
        let best = apart.found(score, path);
        apart.open.push(Part { avoided: Vec::new(), used: Vec::new(), best: Ok(best), before: score });
        apart
    }

    /// What a path uses, each thing once, in order.
    fn uses(&self, path: &Path) -> Vec<u32> {
        let mut uses: Vec<u32> = path.arcs().iter().flat_map(|arc| self.things.of_arcs.of(*arc)).copied().collect();
        uses.sort_unstable();
        uses.dedup();
        uses
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

    /// The open part whose best path comes first, or may do so.
    fn first(&self) -> Option<usize> {
        let mut first: Option<(usize, u64)> = None;
        for (at, part) in self.open.iter().enumerate() {
            let score = part.score();
            let before = |(other, least): (usize, u64)| {
                score < least
                    || score == least
                        && match (&part.best, &self.open[other].best) {
                            (Ok(a), Ok(b)) => {
                                !Rc::ptr_eq(a, b)
                                    && compare_paths(self.graph, (&score, &a.path), (&score, &b.path)).is_lt()
                            }
                            // What is not known yet may come before what is.
                            (a, b) => a.is_err() && b.is_ok(),
                        }
            };
            if first.is_none_or(before) {
                first = Some((at, score));
            }
        }
        first.map(|(at, _)| at)
    }

    /// The first path in the order of answers that keeps all rules. `search` is asked `budget` times at the most.
    pub(crate) fn next(&mut self, mut budget: usize, search: &mut impl Closable) -> Answer {
        loop {
            let Some(at) = self.first() else { return Answer::None };
            let mut part = self.open.swap_remove(at);
            let best = match &part.best {
                Ok(best) => Rc::clone(best),
                Err(least) => {
                    let all = self.with_forced(&part.avoided, &part.used);
                    let told = match self.told(&all, *least) {
                        Told::AtLeast(score) if score <= *least => {
                            let Some(left) = budget.checked_sub(1) else { return Answer::GivenUp };
                            budget = left;
                            let Ok(found) = self.search(&all, search) else { return Answer::GivenUp };
                            Told::Exactly(found)
                        }
                        told => told,
                    };
                    self.open(part, told);
                    continue;
                }
            };
            let Some(things) = self.split(&part, &best.uses) else {
                self.open.push(part);
                return Answer::Path(best.path.clone());
            };
            for thing in things {
                let avoided = [&part.avoided[..], &[thing]].concat();
                let told = self.told(&self.with_forced(&avoided, &part.used), best.score);
                let (used, before) = (part.used.clone(), best.score);
                self.open(Part { avoided, used, best: Err(before), before }, told);
                part.used.push(thing);
            }
        }
    }

    /// Adds a part, unless it has no path.
    fn open(&mut self, mut part: Part, told: Told) {
        match told {
            Told::Exactly(None) => return,
            Told::AtLeast(score) => part.best = Err(score),
            Told::Exactly(Some(best)) => {
                if let Some(thing) = part.avoided.last() {
                    let seen = &mut self.dearness[*thing as usize];
                    *seen = (seen.0.saturating_add(best.score.saturating_sub(part.before)), seen.1 + 1);
                }
                part.best = Ok(best);
            }
        }
        self.open.push(part);
    }

    /// What earlier searches tell of the best path without some things, of which it is known to score at least so much.
    fn told(&mut self, all: &[u32], mut least: u64) -> Told {
        self.shut(all, true);
        let (shut, bits, mut exactly) = (|thing: &u32| self.shut[*thing as usize], bits(all), None);
        let fits = |known: &&Known| known.bits & !bits == 0 && known.because.iter().all(shut);
        for known in self.known.iter().filter(fits) {
            let Some(best) = known.found.as_ref().filter(|best| best.uses.iter().any(shut)) else {
                exactly = Some(known.found.clone());
                break;
            };
            least = least.max(best.score);
        }
        self.shut(all, false);
        exactly.map_or(Told::AtLeast(least), Told::Exactly)
    }

    /// The best path without some things, found and kept together with why.
    fn search(&mut self, all: &[u32], search: &mut impl Closable) -> Result<Found, GivenUp> {
        self.shut(all, true);
        self.close(all, true);
        let open = self.paths.iter().filter(|best| !best.uses.iter().any(|thing| self.shut[*thing as usize]));
        let most = open.map(|best| best.score).min().unwrap_or(u64::MAX);
        let found = search.best(&self.closed, most);
        let mut because: Vec<u32> = Vec::new();
        match search.met() {
            None => because.extend(all),
            Some(met) => {
                for (_, arc) in met {
                    // One reason is enough for an arc. Choke points have the larger numbers, and one of them closes more than a section.
                    let things = || self.things.of_arcs.of(*arc).iter().filter(|thing| self.shut[**thing as usize]);
                    if !things().any(|thing| because.contains(thing)) {
                        because.extend(things().max());
                    }
                }
            }
        }
        self.close(all, false);
        self.shut(all, false);
        let found = found?.map(|(score, path)| self.found(score, path));
        self.known.push(Known { bits: bits(&because), because, found: found.clone() });
        Ok(found)
    }

    /// A path that was found, perhaps not for the first time.
    fn found(&mut self, score: u64, path: Path) -> Rc<Best> {
        if let Some(known) = self.paths.iter().find(|best| best.score == score && best.path == path) {
            return Rc::clone(known);
        }
        let best = Rc::new(Best { uses: self.uses(&path), score, path });
        self.paths.push(Rc::clone(&best));
        best
    }

    fn shut(&mut self, things: &[u32], shut: bool) {
        things.iter().for_each(|thing| self.shut[*thing as usize] = shut);
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
            self.things.arcs.of(*thing).iter().for_each(|arc| self.closed[*arc as usize] = closed);
        }
    }
}

/// A bit for each thing, the same for some.
fn bits(things: &[u32]) -> u64 {
    things.iter().fold(0, |bits, thing| bits | 1 << (thing % 64))
}
