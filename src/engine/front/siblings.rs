//! States of one place, whose labels make each other's needless where the ways on cost nearly the same.
//!
//! What leaves a place by rail costs a lorry a transfer more than a train. A label at one state is needless where one at another state of
//! its place is better by as much as each of its ways on costs that one more: whatever goes on from it is beaten by a walk that the search
//! makes as well, or that something else beats.

use super::super::Graph;
use super::super::graph::NONE;
use super::task::Reduced;
use super::turns::{Rows, TURNS};

/// The first label of a state for which it is worth looking at the others of its place; in tests the very first.
const FEW: u32 = if cfg!(test) { 1 } else { 16 };
/// How often a state may be asked in vain for each time that it knows better.
const IN_VAIN: u32 = 16;
/// How often it is asked in any case.
const AT_FIRST: u32 = 16;

pub(super) struct Siblings {
    /// The states of each place that have labels.
    of_place: Vec<Vec<u32>>,
    /// For labels that came over an arc what is known of these, in that order.
    pairs: Vec<Vec<Pair>>,
    settled: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Pair {
    /// How much more the ways on cost at the most from the other state; none if one of them does not start there.
    more: Option<[i32; 6]>,
    asked: u32,
    found: u32,
}

impl Siblings {
    pub(super) fn new(graph: &Graph) -> Siblings {
        Siblings {
            of_place: vec![Vec::new(); graph.places()],
            pairs: vec![Vec::new(); graph.arcs()],
            settled: vec![0; graph.states()],
        }
    }

    /// Notes that a state has one more label.
    #[inline]
    pub(super) fn settle(&mut self, graph: &Graph, state: u32) {
        let settled = &mut self.settled[state as usize];
        if *settled == 0 {
            self.of_place[graph.place(state) as usize].push(state);
        }
        *settled += 1;
    }

    /// Whether `knows_better` holds for another state of the place, given how much more the ways on cost from there at the most.
    ///
    /// Only states are asked that have known better often enough.
    #[inline]
    pub(super) fn any(
        &mut self,
        rows: &mut Rows<'_>,
        (place, state, arc): (u32, u32, u32),
        mut knows_better: impl FnMut(u32, &[i32; 6]) -> bool,
    ) -> bool {
        if arc == NONE || self.settled[state as usize] + 1 < FEW {
            return false;
        }
        let (others, pairs) = (&self.of_place[place as usize], &mut self.pairs[arc as usize]);
        while let Some(other) = others.get(pairs.len()) {
            let more = if *other == state { None } else { more(rows, state, arc, *other) };
            pairs.push(Pair { more, asked: 0, found: 0 });
        }
        others.iter().zip(pairs).any(|(other, pair)| {
            let Some(more) = &pair.more else { return false };
            if pair.asked >= AT_FIRST && pair.found * IN_VAIN < pair.asked {
                return false;
            }
            pair.asked += 1;
            let found = knows_better(*other, more);
            pair.found += u32::from(found);
            found
        })
    }
}

/// How much more each total grows at the most from another state than from a state, over the ways that labels take there after an arc.
fn more(rows: &mut Rows<'_>, state: u32, arc: u32, other: u32) -> Option<[i32; 6]> {
    let (mine, theirs) = (rows.of(state), rows.of(other));
    let taken = rows.taken(state, arc);
    let mut most: Option<[i32; 6]> = None;
    for (place, row) in mine.enumerate() {
        if place < TURNS && taken >> place & 1 == 0 {
            continue;
        }
        let Reduced { add, head, .. } = rows.at(row);
        let difference = |way: Reduced| -> Option<[i32; 6]> {
            let mut more = [0; 6];
            for axis in 0..rows.axes() {
                more[axis] = i32::try_from(i64::from(way.add[axis]) - i64::from(add[axis])).ok()?;
            }
            Some(more)
        };
        // Of parallel ways the one that costs the least more.
        let ways = theirs.clone().map(|row| rows.at(row)).filter(|way| way.head == head).filter_map(difference);
        let more = ways.min_by_key(|more| more.iter().map(|more| i64::from((*more).max(0))).sum::<i64>())?;
        most = Some(most.map_or(more, |most| std::array::from_fn(|axis| most[axis].max(more[axis]))));
    }
    most
}

#[cfg(test)]
mod tests {
    use super::super::super::memory::Memory;
    use super::super::super::oracle::dense;
    use super::super::bounds::Bounds;
    use super::super::task::Task;
    use super::super::{Axes, ParetoOptions, search::search};
    use crate::cost::Criterion;
    use proptest::strategy::{Strategy, ValueTree};

    /// Among the random graphs, whose fronts are compared with all paths, are enough labels that one of the same place makes needless.
    #[test]
    fn the_random_graphs_have_places_that_know_better() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut needless = 0;
        for _ in 0..1000 {
            let case = dense().new_tree(&mut runner).expect("a case").current();
            let (graph, from, goals) = (&case.graph, case.from, &case.goals[..]);
            let (axes, memory) = (Axes::new(&Criterion::ALL), Memory::default());
            let ahead = Bounds::new(graph, from, goals, axes.chosen());
            let task = Task { graph, from, goals, axes: &axes, ahead: &ahead, memory: &memory, equals: false };
            needless += search(&task, &mut ParetoOptions::default().limits(&axes)).needless_at_place;
        }
        assert!(needless >= 20, "{needless}");
    }
}
