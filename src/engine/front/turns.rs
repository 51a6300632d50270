//! The arcs out of each state as labels see them, and the turns that no path of a front takes.
//!
//! Where two arcs in turn lead to a state to which one or two others lead at no more of any criterion and less of one, no label need take
//! that turn. Whatever takes it is beaten by a walk that the search makes as well, so that nothing of the front is lost, equals included.

use super::super::graph::NONE;
use super::task::{Reduced, Task, reduce};
use std::ops::Range;

/// The turns of an arc that are looked at; the bit after them says that they were.
const TURNS: usize = 63;
const KNOWN: u64 = 1 << TURNS;

pub(super) struct Rows<'a> {
    task: &'a Task<'a>,
    /// Where the arcs of each state stand among the rows; `NONE` until they are asked for.
    of: Vec<(u32, u32)>,
    rows: Vec<Reduced>,
    /// For each arc the turns after it that are not taken, by place among the rows of its head; 0 while they are not known.
    barred: Vec<u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(task: &'a Task<'a>) -> Rows<'a> {
        let of = vec![(NONE, 0); task.graph.states()];
        Rows { task, of, rows: Vec::new(), barred: vec![0; task.graph.arcs()] }
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

    /// Whether a label that came over an arc need not take what stands at a place among the rows.
    #[inline]
    pub(super) fn is_barred(&self, arc: u32, place: usize) -> bool {
        place < TURNS && self.barred[arc as usize] >> place & 1 == 1
    }

    /// Whether no turn after the arc of a row out of a state is taken; learns its turns.
    #[inline]
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
                        && self.rows_of(first.head).iter().any(|second| {
                            second.head == end && is_better(&self.sum(&first.add, &second.add))
                        })
                });
            barred |= u64::from(is_beaten) << place;
        }
        barred
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
