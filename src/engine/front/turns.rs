//! The arcs out of each state as labels see them, and the turns that no path of a front takes.
//!
//! Where two arcs in turn lead to a state to which one or two others lead at no more of any criterion and less of one, no label need take
//! that turn. Whatever takes it is beaten by a walk that the search makes as well, so that nothing of the front is lost, equals included.

use super::super::graph::NONE;
use super::task::{Reduced, Task, reduce};
use std::ops::Range;

/// The turns of an arc that are looked at; the bit after them says that they were.
pub(super) const TURNS: usize = 63;
const KNOWN: u64 = 1 << TURNS;

pub(super) struct Rows<'a> {
    task: &'a Task<'a>,
    /// Where the arcs of each state stand among the rows; `NONE` until they are asked for.
    of: Vec<(u32, u32)>,
    rows: Vec<Reduced>,
    /// For each arc the turns after it that are not taken, by place among the rows of its head; 0 while they are not known.
    barred: Vec<u64>,
    /// The same of those that are taken and lead on; 0 while they are not known.
    taken: Vec<u64>,
}

/// The places of the bits, from the first one.
#[inline]
pub(super) fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < 64).then_some(place as usize)
    })
}

impl<'a> Rows<'a> {
    pub(super) fn new(task: &'a Task<'a>) -> Rows<'a> {
        let of = vec![(NONE, 0); task.graph.states()];
        Rows { task, of, rows: Vec::new(), barred: vec![0; task.graph.arcs()], taken: vec![0; task.graph.arcs()] }
    }

    /// The arcs out of a state that lead anywhere.
    #[inline]
    pub(super) fn of(&mut self, state: u32) -> Range<usize> {
        if self.of[state as usize].0 == NONE {
            let first = self.rows.len() as u32;
            reduce(self.task, state, &mut self.rows);
            self.of[state as usize] = (first, self.rows.len() as u32 - first);
        }
        let (first, count) = self.of[state as usize];
        first as usize..(first + count) as usize
    }

    #[inline]
    pub(super) fn at(&self, row: usize) -> Reduced {
        self.rows[row]
    }

    /// The places among the rows of a state that a label goes on to that came over an arc, the first `TURNS` of them by bit.
    #[inline]
    pub(super) fn taken(&mut self, state: u32, arc: u32) -> u64 {
        match self.taken.get(arc as usize) {
            Some(taken) if *taken != 0 => taken & !KNOWN,
            _ => self.find_taken(state, arc),
        }
    }

    #[cold]
    fn find_taken(&mut self, state: u32, arc: u32) -> u64 {
        let mut taken = 0;
        for (place, row) in self.of(state).enumerate().take(TURNS) {
            let is_needless = (arc != NONE && self.is_barred(arc, place)) || self.is_useless(state, row);
            taken |= u64::from(!is_needless) << place;
        }
        if let Some(known) = self.taken.get_mut(arc as usize) {
            *known = KNOWN | taken;
        }
        taken
    }

    /// Whether a label that came over an arc need not take what stands at a place among the rows.
    fn is_barred(&self, arc: u32, place: usize) -> bool {
        place < TURNS && self.barred[arc as usize] >> place & 1 == 1
    }

    /// Whether no turn after the arc of a row out of a state is taken; learns its turns.
    pub(super) fn is_useless(&mut self, state: u32, row: usize) -> bool {
        let Reduced { head, arc, .. } = self.rows[row];
        if arc == NONE {
            return false;
        }
        if self.barred[arc as usize] == 0 {
            self.barred[arc as usize] = KNOWN | self.learn(state, row);
        }
        let (_, count) = self.of[head as usize];
        count as usize <= TURNS && self.barred[arc as usize] & !KNOWN == (1 << count) - 1
    }

    fn learn(&mut self, state: u32, row: usize) -> u64 {
        let Reduced { add, head, .. } = self.rows[row];
        let (here, there) = (self.of(state), self.of(head));
        for at in here.clone() {
            if self.rows[at].arc != NONE {
                self.of(self.rows[at].head);
            }
        }
        let mut barred = 0;
        for (place, turn) in there.enumerate().take(TURNS) {
            let Reduced { add: more, head: end, .. } = self.rows[turn];
            let total = self.sum(&add, &more);
            let is_better = |sum: &[u64; 6]| sum != &total && sum.iter().zip(&total).all(|(sum, total)| sum <= total);
            // Back where it came from is better not left.
            let back = end == state && is_better(&[0; 6]);
            let is_beaten = back
                || self.rows[here.clone()].iter().any(|first| {
                    if first.head == end {
                        return is_better(&self.sum(&first.add, &[0; 6]));
                    }
                    first.arc != NONE
                        && self
                            .rows_of(first.head)
                            .iter()
                            .any(|second| second.head == end && is_better(&self.sum(&first.add, &second.add)))
                });
            barred |= u64::from(is_beaten) << place;
        }
        barred
    }

    /// How many criteria labels are compared by.
    pub(super) fn axes(&self) -> usize {
        self.task.axes.count
    }

    fn rows_of(&self, state: u32) -> &[Reduced] {
        let (first, count) = self.of[state as usize];
        &self.rows[first as usize..(first + count) as usize]
    }

    /// What both add to the criteria that labels are compared by.
    fn sum(&self, a: &[u32; 6], b: &[u32; 6]) -> [u64; 6] {
        let count = self.task.axes.count;
        std::array::from_fn(|axis| if axis < count { u64::from(a[axis]) + u64::from(b[axis]) } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::memory::Memory;
    use super::super::super::oracle::{Case, config, dense, large, small};
    use super::super::Axes;
    use super::super::ahead::Ahead;
    use super::super::bounds::Bounds;
    use super::*;
    use crate::cost::{CostVector, Criterion};
    use proptest::prelude::*;

    /// What the walks of at most two arcs out of a state cost, with the states where they end; none through the start.
    fn short_walks(case: &Case, ahead: &Bounds, state: u32) -> Vec<(u32, CostVector)> {
        let graph = &case.graph;
        let on = |(state, cost): (u32, CostVector)| {
            let closed = [graph.place(case.from), graph.place(state)];
            let arcs = graph.arcs_out(state).filter(move |arc| !closed.contains(&graph.place(graph.head(*arc))));
            let arcs = arcs.filter(|arc| ahead.of(graph.head(*arc)).is_some());
            arcs.map(move |arc| (graph.head(arc), cost + *graph.cost(arc)))
        };
        let one: Vec<(u32, CostVector)> = on((state, CostVector::ZERO)).collect();
        let two: Vec<(u32, CostVector)> = one.iter().copied().flat_map(on).collect();
        [(state, CostVector::ZERO)].into_iter().chain(one).chain(two).collect()
    }

    /// Turns that are barred and turns that are not, and arcs that are useless; checks each against all walks of two arcs.
    fn check(case: &Case, criteria: &[Criterion]) -> Result<[usize; 3], TestCaseError> {
        let (graph, goals, from) = (&case.graph, &case.goals[..], case.from);
        let (axes, memory) = (Axes::new(criteria), Memory::default());
        let ahead = Bounds::new(graph, from, goals, axes.chosen());
        let task = Task { graph, from, goals, axes: &axes, ahead: &ahead, memory: &memory, equals: false };
        let mut rows = Rows::new(&task);
        let mut counts = [0; 3];
        let beats = |a: &CostVector, b: &CostVector| {
            criteria.iter().all(|c| a[*c] <= b[*c]) && criteria.iter().any(|c| a[*c] < b[*c])
        };
        // A search comes to no other state, and bounds need not hold there.
        let visited = |state: &u32| *state == from || graph.is_entered(*state);
        for state in (0..graph.states() as u32).filter(visited).filter(|state| ahead.of(*state).is_some()) {
            let walks = short_walks(case, &ahead, state);
            for row in rows.of(state) {
                let Reduced { head, arc, .. } = rows.at(row);
                let is_useless = rows.is_useless(state, row);
                counts[2] += usize::from(is_useless);
                if arc == NONE {
                    continue;
                }
                let mut all = true;
                for (place, turn) in rows.of(head).enumerate() {
                    let Reduced { head: end, arc: next, .. } = rows.at(turn);
                    let is_barred = rows.is_barred(arc, place);
                    all &= is_barred;
                    // Where paths end the costs of goals come in, which the tests of fronts look at.
                    if next != NONE {
                        let total = *graph.cost(arc) + *graph.cost(next);
                        let is_beaten = walks.iter().any(|(at, cost)| *at == end && beats(cost, &total));
                        prop_assert_eq!(is_barred, is_beaten, "from {} over {} and {}", state, arc, next);
                        counts[usize::from(is_barred)] += 1;
                    }
                }
                prop_assert_eq!(is_useless, all);
            }
        }
        Ok(counts)
    }

    fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
        prop::sample::subsequence(Criterion::ALL.to_vec(), 1..=6)
    }

    proptest! {
        #![proptest_config(config(500))]

        #[test]
        fn turns_are_barred_where_two_arcs_do_better(
            case in prop_oneof![small(), dense(), large()], criteria in criteria()
        ) {
            check(&case, &criteria)?;
        }
    }

    /// Among the random graphs are enough turns of both kinds and arcs that no label takes.
    #[test]
    fn the_random_graphs_have_turns() {
        use proptest::strategy::ValueTree;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut counts = [0; 3];
        for _ in 0..200 {
            let (case, criteria) = (large(), criteria()).new_tree(&mut runner).expect("a case").current();
            let found = check(&case, &criteria).expect("turns as expected");
            counts.iter_mut().zip(found).for_each(|(count, found)| *count += found);
        }
        assert!(counts.iter().all(|count| *count >= 100), "{counts:?}");
    }
}
