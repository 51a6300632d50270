//! What searches with some things closed tell of later ones that close others.
//!
//! Most searches would find a path that another has told already, although they close other things. So each keeps why its path is the
//! best: the few closed things without which it could have gone elsewhere at no more. Whatever closes these and leaves the path open has the
//! same best path, and whatever closes these scores no less (as in logic-based Benders decomposition: Hooker and Ottosson, Mathematical Programming 96, 2003).

use super::things::{Selection, Things};
use super::{Graph, Path};
use crate::cost::CostVector;
use std::rc::Rc;

/// Where a path stands in the order of answers: score, costs, number of links, links from the last one back.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) score: u64,
    cost: CostVector,
    count: usize,
    links: Vec<u32>,
}

/// A path and what it uses, each thing once, in order.
#[derive(Debug)]
pub(super) struct Best {
    pub(super) place: Place,
    pub(super) path: Path,
    pub(super) uses: Vec<u32>,
}

/// The best path, if there is one.
pub(super) type Found = Option<Rc<Best>>;

/// What is known of the best path without some things.
#[derive(Clone)]
pub(super) enum Told {
    Exactly(Found),
    /// It scores no less.
    AtLeast(u64),
}

/// What a search has told: the best path of whatever avoids these things, unless it uses something else that is to be avoided; or what that scores at the
/// least.
struct Lesson {
    because: Vec<u32>,
    told: Told,
}

/// What all searches have told so far.
pub(super) struct Known<'a> {
    graph: &'a Graph,
    things: &'a Things,
    lessons: Vec<Lesson>,
    /// A bit for each reason of a lesson, by which most are told from what is at hand.
    bits: Vec<u64>,
    /// Every path found, once, in the order of answers.
    paths: Vec<Rc<Best>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(graph: &'a Graph, things: &'a Things) -> Known<'a> {
        Known { graph, things, lessons: Vec::new(), bits: Vec::new(), paths: Vec::new() }
    }

    /// How many searches have told something.
    pub(super) fn lessons(&self) -> usize {
        self.lessons.len()
    }

    /// Keeps a path, perhaps not for the first time.
    pub(super) fn keep(&mut self, score: u64, path: Path) -> Rc<Best> {
        let links = || path.arcs().iter().rev().map(|arc| self.graph.link(*arc));
        let (cost, count) = (*path.cost(), path.arcs().len());
        let found = self.paths.binary_search_by(|best| {
            let place = &best.place;
            let totals = (place.score, &place.cost, place.count).cmp(&(score, &cost, count));
            totals.then_with(|| place.links.iter().copied().cmp(links()))
        });
        let at = match found {
            Ok(at) => return Rc::clone(&self.paths[at]),
            Err(at) => at,
        };
        let place = Place { score, cost, count, links: links().collect() };
        let mut uses: Vec<u32> = path.arcs().iter().flat_map(|arc| self.things.of_arcs.of(*arc)).copied().collect();
        uses.sort_unstable();
        uses.dedup();
        let best = Rc::new(Best { place, path, uses });
        self.paths.insert(at, Rc::clone(&best));
        best
    }

    /// What is known of the best path without some things, which is known to score at least so much, from all but the first so many lessons.
    pub(super) fn told(&self, shut: &Selection, first: usize, mut least: u64) -> Told {
        let open = !bits(shut.list());
        for (lesson, bits) in self.lessons[first..].iter().zip(&self.bits[first..]) {
            if bits & open != 0 || !lesson.because.iter().all(|thing| shut.holds(*thing)) {
                continue;
            }
            match &lesson.told {
                Told::AtLeast(score) => least = least.max(*score),
                Told::Exactly(Some(best)) if best.uses.iter().any(|thing| shut.holds(*thing)) => {
                    least = least.max(best.place.score);
                }
                Told::Exactly(found) => return Told::Exactly(found.clone()),
            }
        }
        Told::AtLeast(least)
    }

    /// The least score of any path known that avoids some things.
    pub(super) fn least_without(&self, shut: &Selection) -> Option<u64> {
        let open = |best: &&Rc<Best>| !best.uses.iter().any(|thing| shut.holds(*thing));
        self.paths.iter().find(open).map(|best| best.place.score)
    }

    /// A search without some things met these closed arcs, and found this.
    pub(super) fn learn(&mut self, shut: &Selection, met: Option<&[(u64, u32)]>, told: Told) {
        let mut because: Vec<u32> = Vec::new();
        match met {
            None => because.extend(shut.list()),
            Some(met) => {
                for (_, arc) in met {
                    // One reason is enough for an arc. Choke points have the larger numbers, and one of them closes more than a section.
                    let things = || self.things.of_arcs.of(*arc).iter().filter(|thing| shut.holds(**thing));
                    if !things().any(|thing| because.contains(thing)) {
                        because.extend(things().max());
                    }
                }
            }
        }
        self.bits.push(bits(&because));
        self.lessons.push(Lesson { because, told });
    }
}

/// A bit for each thing, the same for some.
fn bits(things: &[u32]) -> u64 {
    things.iter().fold(0, |bits, thing| bits | 1 << (thing % 64))
}
