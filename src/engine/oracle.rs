//! Answers found by trying everything, on random small graphs: what every search is checked against.
//!
//! The graphs have what breaks searches: several states at a place, parallel arcs, links shared by arcs, arcs that cost
//! nothing, many ties, states that nothing reaches, several goals with costs of their own.

use super::{Goal, Graph, Metric, Path};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;
use proptest::array::uniform6;
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{Add, Range};

/// A question on a random graph.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) graph: Graph,
    pub(crate) from: u32,
    pub(crate) goals: Vec<Goal>,
    pub(crate) weights: Weights,
    /// Arcs that count as closed where a search asks.
    pub(crate) closed: Vec<u32>,
    /// Groups of arcs for a path to use in order.
    pub(crate) groups: Vec<Vec<u32>>,
}

/// `PROPTEST_CASES` random cases, or else `usual`; the same in every run unless `PROPTEST_RNG_SEED` asks for others.
pub(crate) fn config(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let rng_seed = RngSeed::Fixed(seed);
    ProptestConfig { cases, rng_seed, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}

/// Graphs small enough to enumerate: up to 7 states at 6 places.
pub(crate) fn small() -> impl Strategy<Value = Case> {
    cases(3..8, 4..32, 6, 3)
}

/// Graphs with more ways and fewer ties: up to 9 states at 6 places.
pub(crate) fn dense() -> impl Strategy<Value = Case> {
    cases(6..10, 20..50, 6, 9)
}

/// Graphs large enough for deep heaps, each state a place of its own.
pub(crate) fn large() -> impl Strategy<Value = Case> {
    cases(30..60, 60..200, u32::MAX, 3)
}

/// Numbers that become states and arcs by their remainder, so that shrinking keeps them valid.
type Drawn = (Vec<u32>, Vec<(u32, u32, [u32; 6], u32, bool)>, u32, Vec<(u32, [u32; 6])>, Vec<Vec<u32>>);

fn cases(states: Range<usize>, arcs: Range<usize>, places: u32, costs: u32) -> impl Strategy<Value = Case> {
    let number = || 0..u32::from(u16::MAX);
    let cost = || uniform6(0..costs);
    let drawn = (
        vec(number(), states),
        vec((number(), number(), cost(), 0..12u32, weighted(0.2)), arcs),
        number(),
        vec((number(), cost()), 1..4),
        vec(vec(number(), 1..12), 1..4),
    );
    // Criteria that cost nothing anywhere make ties.
    let costly = prop_oneof![
        2 => Just([false; 6]),
        1 => (0..6usize).prop_map(|only| std::array::from_fn(|i| i == only)),
        2 => uniform6(any::<bool>()),
    ];
    let costly = if costs > 3 { Just([true; 6]).boxed() } else { costly.boxed() };
    let rates = uniform6(prop_oneof![3 => Just(0.0), 3 => Just(1.0), 1 => Just(2.0)]);
    (drawn, costly, rates).prop_filter_map("no weight", move |(drawn, costly, rates)| {
        // Rates that weigh all ticks alike make ties too.
        let rates = Criterion::ALL.map(|c| (c, rates[c as usize] * f64::from(c.ticks_per_unit())));
        Some(Case::new(drawn, costly, Weights::new(rates).ok()?, places))
    })
}

impl Case {
    fn new((states, arcs, from, goals, groups): Drawn, costly: [bool; 6], weights: Weights, places: u32) -> Case {
        let count = states.len() as u32;
        let cost = |raw: [u32; 6]| CostVector::new(std::array::from_fn(|i| raw[i] * u32::from(costly[i])));
        let (place, unique): (Vec<u32>, bool) = match places {
            u32::MAX => ((0..count).collect(), true),
            places => (states.iter().map(|raw| raw % places).collect(), false),
        };
        let mut arcs: Vec<(u32, u32, u32, CostVector, bool)> = (0..)
            .zip(arcs)
            .map(|(i, (tail, head, raw, link, closed))| {
                (tail % count, if unique { i } else { link }, head % count, cost(raw), closed)
            })
            .collect();
        // From one state, a link leads to one state only, so that different paths have different links.
        arcs.sort_by_key(|arc| (arc.0, arc.1));
        arcs.dedup_by_key(|arc| (arc.0, arc.1));
        arcs.sort_by_key(|arc| (arc.0, arc.2, arc.1)); // as the graph numbers them
        let closed = arcs.iter().map(|arc| u32::from(arc.4)).collect();
        let group = |raw: &Vec<u32>| {
            let arcs = arcs.len() as u32;
            let group: BTreeSet<u32> = raw.iter().filter_map(|raw| raw.checked_rem(arcs)).collect();
            group.into_iter().collect()
        };
        let groups = groups.iter().map(group).collect();
        let goals: BTreeMap<u32, CostVector> = goals.iter().map(|(raw, c)| (raw % count, cost(*c))).collect();
        let arcs = arcs.iter().map(|(tail, link, head, cost, _)| (*tail, *head, *cost, *link));
        Case {
            graph: Graph::with_places(place, arcs.collect()),
            from: from % count,
            goals: goals.into_iter().map(|(state, cost)| Goal { state, cost }).collect(),
            weights,
            closed,
            groups,
        }
    }

    /// The same with all goals at one place, as they are for a trip.
    pub(crate) fn at_one_place(mut self) -> Case {
        let place = self.graph.place(self.goals[0].state);
        self.goals.retain(|goal| self.graph.place(goal.state) == place);
        self
    }
}

impl fmt::Debug for Case {
    /// One line for each arc.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let graph = &self.graph;
        let places: Vec<u32> = (0..graph.states() as u32).map(|state| graph.place(state)).collect();
        writeln!(f, "from {}, places of states {places:?}, {:?}", self.from, self.weights)?;
        for goal in &self.goals {
            writeln!(f, "goal {} {:?}", goal.state, goal.cost.ticks())?;
        }
        for arc in 0..graph.arcs() as u32 {
            let (tail, head, link) = (graph.tail(arc), graph.head(arc), graph.link(arc));
            let closed = if self.closed[arc as usize] > 0 { " closed" } else { "" };
            writeln!(f, "arc {arc}: {tail} > {head} by link {link} {:?}{closed}", graph.cost(arc).ticks())?;
        }
        writeln!(f, "groups {:?}", self.groups)
    }
}

/// A path with its whole place in the order of answers: score, the six costs, the number of arcs, the links from the
/// last one back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Answer<S> {
    pub(crate) score: S,
    pub(crate) cost: CostVector,
    pub(crate) len: usize,
    links_back: Vec<u32>,
    pub(crate) arcs: Vec<u32>,
    pub(crate) end: u32,
}

impl<S: Copy + Add<Output = S>> Answer<S> {
    fn new<M: Metric<Score = S>>(graph: &Graph, metric: &M, arcs: Vec<u32>, goal: &Goal) -> Answer<S> {
        let scores = arcs.iter().map(|arc| metric.arc(*arc, graph.cost(*arc)));
        Answer {
            score: scores.fold(metric.cost(&goal.cost), |sum, score| sum + score),
            cost: arcs.iter().fold(goal.cost, |sum, arc| sum + *graph.cost(*arc)),
            len: arcs.len(),
            links_back: arcs.iter().rev().map(|arc| graph.link(*arc)).collect(),
            end: goal.state,
            arcs,
        }
    }

    pub(crate) fn path(&self) -> Path {
        Path { arcs: self.arcs.clone(), end: self.end, cost: self.cost }
    }

    /// Whether it uses one arc of each group, in order.
    pub(crate) fn uses(&self, groups: &[Vec<u32>]) -> bool {
        let mut arcs = self.arcs.iter();
        groups.iter().all(|group| arcs.any(|arc| group.contains(arc)))
    }
}

/// Every path that visits no place twice, in the order of answers.
pub(crate) fn all_paths<M: Metric>(graph: &Graph, metric: &M, from: u32, goals: &[Goal]) -> Vec<Answer<M::Score>> {
    let mut found = Vec::new();
    let mut open: Vec<(u32, Vec<u32>)> = vec![(from, Vec::new())];
    while let Some((state, arcs)) = open.pop() {
        let ends = goals.iter().filter(|goal| goal.state == state);
        found.extend(ends.map(|goal| Answer::new(graph, metric, arcs.clone(), goal)));
        for arc in 0..graph.arcs() as u32 {
            let place = graph.place(graph.head(arc));
            let visited = |arc: &u32| graph.place(graph.head(*arc)) == place;
            if graph.tail(arc) == state && place != graph.place(from) && !arcs.iter().any(visited) {
                open.push((graph.head(arc), [&arcs[..], &[arc]].concat()));
            }
        }
    }
    found.sort();
    found
}

/// The first walk in the order of answers between each state and the roots, by going on until nothing changes:
/// from a root if `forward`, else to one of them.
pub(crate) fn all_walks<M: Metric>(
    graph: &Graph,
    metric: &M,
    roots: &[Goal],
    forward: bool,
) -> Vec<Option<Answer<M::Score>>> {
    let mut best: Vec<Option<Answer<M::Score>>> = vec![None; graph.states()];
    for root in roots {
        best[root.state as usize] = Some(Answer::new(graph, metric, Vec::new(), root));
    }
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for arc in 0..graph.arcs() as u32 {
            let (tail, head) = (graph.tail(arc), graph.head(arc));
            let (known, next) = if forward { (tail, head) } else { (head, tail) };
            let Some(known) = &best[known as usize] else { continue };
            let arcs = if forward { [&known.arcs[..], &[arc]].concat() } else { [&[arc], &known.arcs[..]].concat() };
            let root = roots.iter().find(|root| root.state == known.end).expect("a root");
            let offer = Answer::new(graph, metric, arcs, root);
            if best[next as usize].as_ref().is_none_or(|old| offer < *old) {
                best[next as usize] = Some(offer);
                changed = true;
            }
        }
    }
    best
}

mod tests {
    use super::super::{NoBound, Query, scores::Scores, simple::walk};
    use super::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    /// Among the random questions are enough of those that are hard to answer.
    #[test]
    fn the_random_graphs_ask_something() {
        let mut runner = TestRunner::deterministic();
        let mut counts = [0; 6];
        for _ in 0..1000 {
            let case = small().new_tree(&mut runner).expect("a case").current();
            let (graph, weights, memory) = (&case.graph, &case.weights, &mut Scores::default());
            let paths = all_paths(graph, weights, case.from, &case.goals);
            let walk = self::walk(graph, weights, &NoBound, &Query::new(case.from, &case.goals), memory, u64::MAX)
                .map(|(_, path)| path);
            let over = Query::new(case.from, &case.goals).through(graph, &case.groups);
            let over_walk = self::walk(graph, weights, &NoBound, &over, memory, u64::MAX).map(|(_, path)| path);
            let repeats = |walk: Option<Path>| walk.is_some_and(|walk| !walk.repeated_places(graph).is_empty());
            let over: Vec<&Answer<u64>> = paths.iter().filter(|path| path.uses(&case.groups)).collect();
            let tied = |a: &Answer<u64>, b: &Answer<u64>| (a.score, a.cost, a.len) == (b.score, b.cost, b.len);
            // Several paths, ties among the best, best walks that repeat a place; and the same over groups of arcs.
            let found = [
                paths.len() > 1,
                paths.len() > 1 && tied(&paths[0], &paths[1]),
                repeats(walk) && !paths.is_empty(),
                !over.is_empty(),
                over.len() > 1 && tied(over[0], over[1]),
                repeats(over_walk) && !over.is_empty(),
            ];
            counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
        }
        assert!(counts.iter().all(|count| *count >= 20), "{counts:?}");
    }
}
