//! What a path may use at most of some things, and which of them it is asked about first where it uses too much.

use super::things::Selection;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a path may use at most: a sum over things, each counted once however often a path uses it.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// By thing.
    pub(crate) amounts: BTreeMap<u32, u64>,
    pub(crate) most: u64,
}

/// A rule: amounts of things, the largest first, and their sum at the most.
struct Limit {
    amounts: Vec<(u32, u64)>,
    most: u64,
}

/// Rules, all of which a path has to keep.
pub(super) struct Rules {
    limits: Vec<Limit>,
    /// By thing, the rules that count it, each with how much. Few rules count any one thing.
    of_things: Vec<Vec<(u32, u64)>>,
    /// By thing, how much more a best path scored once it had to be avoided too: the sum, and how often that was seen.
    dearness: Vec<(u64, u64)>,
}

impl Rules {
    /// None yet, over so many things.
    pub(super) fn new(things: usize) -> Rules {
        Rules { limits: Vec::new(), of_things: vec![Vec::new(); things], dearness: vec![(0, 0); things] }
    }

    pub(super) fn add(&mut self, rule: Rule) {
        let number = self.limits.len() as u32;
        // What no arc uses counts for no path.
        let known = |(thing, amount): &(u32, u64)| *amount > 0 && (*thing as usize) < self.of_things.len();
        let mut amounts: Vec<(u32, u64)> = rule.amounts.into_iter().filter(known).collect();
        amounts.sort_unstable_by_key(|(thing, amount)| (Reverse(*amount), *thing));
        amounts.iter().for_each(|(thing, amount)| self.of_things[*thing as usize].push((number, *amount)));
        self.limits.push(Limit { amounts, most: rule.most });
    }

    /// Avoiding a thing besides was seen to score so much more.
    pub(super) fn seen(&mut self, thing: u32, more: u64) {
        let seen = &mut self.dearness[thing as usize];
        *seen = (seen.0.saturating_add(more), seen.1 + 1);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.limits.len()
    }

    /// Adds what a thing counts to the sums of all rules; whether it breaks one.
    pub(super) fn count(&self, sums: &mut [u64], thing: u32) -> bool {
        self.of_things[thing as usize].iter().fold(false, |breaks, (rule, amount)| {
            sums[*rule as usize] += amount;
            breaks || sums[*rule as usize] > self.limits[*rule as usize].most
        })
    }

    /// By rule the sum over things.
    pub(super) fn sums(&self, things: &[u32]) -> Vec<u64> {
        let mut sums = vec![0; self.limits.len()];
        for thing in things {
            self.count(&mut sums, *thing);
        }
        sums
    }

    /// Adds what has to be avoided because it would break a rule together with what is used, of which `sums` are the sums.
    pub(super) fn force(&self, used: &[u32], sums: &[u64], shut: &mut Selection) {
        for (limit, sum) in self.limits.iter().zip(sums) {
            let too_much = limit.amounts.iter().take_while(|(_, amount)| sum + amount > limit.most);
            too_much.filter(|(thing, _)| !used.contains(thing)).for_each(|(thing, _)| shut.add(*thing));
        }
    }

    /// The things at which paths that use all of `used`, of which `kept` are the sums, are split because one of them, which uses `uses`, breaks a
    /// rule: paths of the first part avoid the first of them, those of the second use the first and avoid the second, ... `None` if it breaks no
    /// rule.
    pub(super) fn split(&self, (used, kept): (&[u32], &[u64]), uses: &[u32]) -> Option<Vec<u32>> {
        let sums = self.sums(uses);
        let broken = self.limits.iter().zip(&sums).filter(|(limit, sum)| **sum > limit.most);
        let mut shortest: Option<Vec<u32>> = None;
        for (limit, _) in broken {
            let free = |(thing, _): &&(u32, u64)| uses.binary_search(thing).is_ok() && !used.contains(thing);
            // The weightiest first, so that few can be used before the rule is broken; then what is dear to avoid, so that most parts
            // score too much to be looked into.
            let order = |(thing, amount): &(u32, u64)| {
                let (sum, count) = self.dearness[*thing as usize];
                (Reverse(*amount), Reverse(sum.checked_div(count).unwrap_or(u64::MAX)), *thing)
            };
            let mut things: Vec<_> = limit.amounts.iter().filter(free).map(order).collect();
            things.sort_unstable();
            // Once what is used breaks a rule no further part has paths.
            let mut sums = kept.to_vec();
            let last = things.iter().position(|(.., thing)| self.count(&mut sums, *thing));
            things.truncate(last.map_or(things.len(), |last| last + 1));
            if shortest.as_ref().is_none_or(|shortest| things.len() < shortest.len()) {
                shortest = Some(things.into_iter().map(|(.., thing)| thing).collect());
            }
        }
        shortest
    }
}
