//! An answer: a list of arcs, its cost and its place in the order of answers.

use super::{Goal, Graph};
use crate::cost::CostVector;
use std::cmp::Ordering;

/// A path through a graph: its arcs in order and what they cost together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub(crate) arcs: Vec<u32>,
    /// The state at which it ends.
    pub(crate) end: u32,
    pub(crate) cost: CostVector,
}

impl Path {
    /// The path along `arcs`, ending with what the goal costs.
    pub(crate) fn new(graph: &Graph, arcs: Vec<u32>, goal: Goal) -> Path {
        let cost = arcs.iter().map(|arc| *graph.cost(*arc)).sum::<CostVector>() + goal.cost;
        Path { arcs, end: goal.state, cost }
    }

    /// The arcs, from the start.
    pub fn arcs(&self) -> &[u32] {
        &self.arcs
    }

    /// What the arcs cost together.
    pub fn cost(&self) -> &CostVector {
        &self.cost
    }

    /// The places that it visits more than once.
    pub(crate) fn repeated_places(&self, graph: &Graph) -> Vec<u32> {
        let start = self.arcs.first().map(|arc| graph.tail(*arc));
        // Mostly there are none, which a few bits tell.
        let mut seen = [0u64; 16];
        let mut clash = |place: u32| {
            let (word, bit) = (&mut seen[place as usize / 64 % 16], 1 << (place % 64));
            std::mem::replace(word, *word | bit) & bit != 0
        };
        let apart = |state: u32| graph.place(state);
        if !start.map(apart).into_iter().chain(self.arcs.iter().map(|arc| apart(graph.head(*arc)))).any(&mut clash) {
            return Vec::new();
        }
        let states = start.into_iter().chain(self.arcs.iter().map(|arc| graph.head(*arc)));
        let mut places: Vec<u32> = states.map(|state| graph.place(state)).collect();
        places.sort_unstable();
        let mut repeated: Vec<u32> = places.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        repeated.dedup();
        repeated
    }
}

/// Orders link sequences from the last link back: the final rule of ties.
pub(crate) fn compare_links<A, B>(a: A, b: B) -> Ordering
where
    A: DoubleEndedIterator<Item = u32>,
    B: DoubleEndedIterator<Item = u32>,
{
    a.rev().cmp(b.rev())
}

/// The order of answers: score, the six costs, the number of links, then the smaller link from the last one back.
pub(crate) fn compare_paths<S: Ord>(graph: &Graph, a: (&S, &Path), b: (&S, &Path)) -> Ordering {
    let links = |path: &Path| path.arcs.iter().map(|arc| graph.link(*arc)).collect::<Vec<u32>>();
    (a.0, &a.1.cost, a.1.arcs.len()).cmp(&(b.0, &b.1.cost, b.1.arcs.len())).then_with(|| {
        let (a, b) = (links(a.1), links(b.1));
        compare_links(a.into_iter(), b.into_iter())
    })
}
