//! The best path that uses only a part of some things, such as what earlier paths use.
//!
//! The best path of all is asked first. Where it breaks a rule, every path that keeps the rule avoids one of the things that it uses: the
//! first of them, or else the second, ... So the question is split, each part closes one thing more, and the best part
//! goes on (Lawler, Management Science 18, 1972; branch and bound: Land and Doig 1960). Paths of the second part use the first thing, and so on: what
//! would break a rule together with all that they use is closed too. Parts stay open for the next path, when there are more rules.
//!
//! Most best paths of a part do not use what its paths have to use, and would be split for nothing. So each search tells besides what a path
//! scores at the least that does.
//!
//! Which thing comes first is free. Best is the one that is dearest to avoid, as far as earlier parts have told (pseudo-costs: Benichou et al.,
//! Mathematical Programming 1, 1971).

use super::known::{Best, Found, Known, Place, Told};
use super::rules::{Rule, Rules};
use super::simple::{Answer, GivenUp};
use super::things::{Selection, Things};
use super::{Graph, Path};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The best path with some arcs closed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) score: u64,
    pub(crate) path: Path,
    /// No path that uses all that was asked for scores less.
    pub(crate) least: u64,
}

/// What a search came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Nearest {
    Path(Open),
    /// No path scores as little as was asked for.
    Beyond,
    /// There is no path at all.
    None,
}

/// How far a search looks for the best path, and for what paths score at the least that use what they have to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) most: u64,
    pub(crate) far: u64,
}

/// Finds best paths with some arcs closed.
pub(crate) trait Closable {
    /// The best path that takes no closed arc, if it scores no more than `most` or the search does not ask. And what those score at the least
    /// that use all things of `used`, as far as `far`.
    fn best(&mut self, closed: &[bool], used: &[u32], limits: Limits) -> Result<Nearest, GivenUp>;
    /// The closed arcs without which the last search could have found something else as good or better, each with some number; `None` if it can't tell.
    fn met(&self) -> Option<&[(u64, u32)]>;
}

/// The paths that avoid some things and use some others.
#[derive(Clone, Debug)]
struct Part {
    /// What is avoided, and what has to be besides because of so many rules and of what is used.
    shut: Vec<u32>,
    rules: usize,
    used: Vec<u32>,
    /// What the part was split off to avoid.
    avoided: Option<u32>,
    /// No path of the part scores less.
    least: u64,
    /// The best path that avoids what is avoided, once it is known.
    best: Found,
    /// The score of the part that it was split off from.
    before: u64,
    /// So many lessons have told nothing more of it.
    lessons: usize,
}

impl Part {
    /// The first place that a path of the part can have; what is not known comes before what is.
    fn first(&self) -> (u64, Option<&Place>) {
        let place = self.best.as_ref().map(|best| &best.place);
        (self.least, place.filter(|place| place.score == self.least))
    }
}

/// The greatest is the one that may come first, as queues want it.
impl Ord for Part {
    fn cmp(&self, other: &Part) -> Ordering {
        other.first().cmp(&self.first())
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Part) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Part) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Part {}

/// Best paths one after the other, under rules that become more.
pub(crate) struct Apart<'a> {
    things: &'a Things,
    rules: Rules,
    open: BinaryHeap<Part>,
    closed: Vec<bool>,
    /// What the part at hand avoids.
    shut: Selection,
    known: Known<'a>,
    /// The score of the best path of all.
    base: u64,
}

impl<'a> Apart<'a> {
    /// `best` is the best path of all, with its score.
    pub(crate) fn new(graph: &'a Graph, things: &'a Things, (score, path): (u64, Path)) -> Apart<'a> {
        let (mut known, count) = (Known::new(graph, things), things.arcs.count());
        let best = Some(known.keep(score, path));
        let (shut, used) = (Vec::new(), Vec::new());
        let all = Part { shut, rules: 0, used, avoided: None, least: score, best, before: score, lessons: 0 };
        Apart {
            things,
            rules: Rules::new(count),
            open: BinaryHeap::from([all]),
            closed: vec![false; graph.arcs()],
            shut: Selection::new(count),
            known,
            base: score,
        }
    }

    /// Every path from now on has to keep one rule more.
    pub(crate) fn add(&mut self, rule: Rule) {
        self.rules.add(rule);
    }

    /// The first path in the order of answers that keeps all rules. `search` is asked `budget` times at the most.
    pub(crate) fn next(&mut self, mut budget: usize, search: &mut impl Closable) -> Answer {
        loop {
            let Some(mut part) = self.open.pop() else { return Answer::None };
            if let Some(best) = part.best.clone() {
                let kept = self.rules.sums(&part.used);
                let Some(things) = self.rules.split((&part.used, &kept), &best.uses) else {
                    self.open.push(part);
                    return Answer::Path(best.path.clone());
                };
                self.split(part, kept, &best, things);
                continue;
            }
            self.close_all(&mut part);
            match self.known.told(&self.shut, part.lessons, part.least) {
                Told::AtLeast(score) if score <= part.least => {
                    let Some(left) = budget.checked_sub(1) else { return Answer::GivenUp };
                    budget = left;
                    let Ok((told, least)) = self.search(&part, search) else { return Answer::GivenUp };
                    part.least = part.least.max(least);
                    part.lessons = self.known.lessons();
                    self.open(part, told);
                }
                told => {
                    part.lessons = self.known.lessons();
                    self.open(part, told);
                }
            }
        }
    }

    /// Takes a part in hand, with what rules close that came after it.
    fn close_all(&mut self, part: &mut Part) {
        self.shut.set(&part.shut);
        if part.rules < self.rules.len() {
            self.rules.force(&part.used, &self.rules.sums(&part.used), &mut self.shut);
            part.rules = self.rules.len();
            if part.shut.len() < self.shut.list().len() {
                part.shut = self.shut.list().to_vec();
                part.lessons = 0;
            }
        }
    }

    /// Parts that avoid one of some things each, since a path that uses them all breaks a rule. `kept` are the sums of what the part uses.
    fn split(&mut self, mut part: Part, mut kept: Vec<u64>, best: &Best, things: Vec<u32>) {
        let (before, rules, lessons) = (best.place.score, self.rules.len(), self.known.lessons());
        for thing in things {
            self.shut.set(&part.shut);
            self.shut.add(thing);
            self.rules.force(&part.used, &kept, &mut self.shut);
            let told = self.known.told(&self.shut, 0, part.least);
            let (shut, used, avoided) = (self.shut.list().to_vec(), part.used.clone(), Some(thing));
            self.open(Part { shut, rules, used, avoided, least: part.least, best: None, before, lessons }, told);
            part.used.push(thing);
            self.rules.count(&mut kept, thing);
        }
    }

    /// Adds a part, unless it has no path.
    fn open(&mut self, mut part: Part, told: Told) {
        match told {
            Told::Exactly(None) => return,
            Told::AtLeast(score) => part.least = part.least.max(score),
            Told::Exactly(Some(best)) => {
                if let Some(thing) = part.avoided {
                    self.rules.seen(thing, best.place.score.saturating_sub(part.before));
                }
                part.least = part.least.max(best.place.score);
                part.best = Some(best);
            }
        }
        self.open.push(part);
    }

    /// The best path without what is shut, found and kept together with why; and what one scores at the least that uses others.
    fn search(&mut self, part: &Part, search: &mut impl Closable) -> Result<(Told, u64), GivenUp> {
        let far = self.far(part.least);
        let most = self.known.least_without(&self.shut).unwrap_or(u64::MAX).min(far);
        self.close(true);
        let nearest = search.best(&self.closed, &part.used, Limits { most, far });
        self.close(false);
        let (told, least) = match nearest? {
            Nearest::Path(found) => (Told::Exactly(Some(self.known.keep(found.score, found.path))), found.least),
            Nearest::Beyond => (Told::AtLeast(most.saturating_add(1)), 0),
            Nearest::None => (Told::Exactly(None), 0),
        };
        self.known.learn(&self.shut, search.met(), told.clone());
        Ok((told, least))
    }

    /// How far to look where no path scores less than `least`. Paths of most parts score more than the last path that is asked for, and how much more
    /// need not be known.
    fn far(&self, least: u64) -> u64 {
        let detour = least - self.base;
        least.saturating_add((detour - detour / 4).max(self.base / 8))
    }

    fn close(&mut self, closed: bool) {
        for thing in self.shut.list() {
            self.things.arcs.of(*thing).iter().for_each(|arc| self.closed[*arc as usize] = closed);
        }
    }
}
