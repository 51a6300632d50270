//! A 4-ary min-heap of numbers by score; equal scores are told apart by the caller.

/// Numbers of states or labels, each with its score; a number may stand in it several times.
#[derive(Clone, Debug)]
pub(crate) struct Heap<S> {
    entries: Vec<(S, u32)>,
}

const ARITY: usize = 4;

impl<S: Copy + Ord> Heap<S> {
    pub(crate) fn new() -> Heap<S> {
        Heap { entries: Vec::new() }
    }

    /// Adds a number. `before(a, b)` says which of two numbers of equal score comes first, now and as long as both are in
    /// the heap.
    #[inline]
    pub(crate) fn push(&mut self, score: S, number: u32, before: impl Fn(u32, u32) -> bool) {
        let entry = (score, number);
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if !less(entry, self.entries[parent], &before) {
                break;
            }
            self.entries[at] = self.entries[parent];
            at = parent;
        }
        self.entries[at] = entry;
    }

    /// Removes the first.
    #[inline]
    pub(crate) fn pop(&mut self, before: impl Fn(u32, u32) -> bool) -> Option<(S, u32)> {
        let last = self.entries.pop()?;
        let Some(first) = self.entries.first().copied() else { return Some(last) };
        let count = self.entries.len();
        let mut at = 0;
        loop {
            let children = at * ARITY + 1;
            if children >= count {
                break;
            }
            let mut least = children;
            for child in children + 1..(children + ARITY).min(count) {
                if less(self.entries[child], self.entries[least], &before) {
                    least = child;
                }
            }
            if !less(self.entries[least], last, &before) {
                break;
            }
            self.entries[at] = self.entries[least];
            at = least;
        }
        self.entries[at] = last;
        Some(first)
    }
}

#[inline]
fn less<S: Copy + Ord>(a: (S, u32), b: (S, u32), before: &impl Fn(u32, u32) -> bool) -> bool {
    a.0 < b.0 || (a.0 == b.0 && before(a.1, b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_out_in_order(steps in prop::collection::vec(prop::option::of((0..3u64, 0..4u32)), 0..120)) {
            let mut heap = Heap::new();
            let (mut ties, mut left): (Vec<u32>, Vec<(u64, u32)>) = (Vec::new(), Vec::new());
            for step in steps {
                match step {
                    Some((score, tie)) => {
                        ties.push(tie);
                        heap.push(score, ties.len() as u32 - 1, |a, b| ties[a as usize] < ties[b as usize]);
                        left.push((score, tie));
                    }
                    None => {
                        let first = heap.pop(|a, b| ties[a as usize] < ties[b as usize]);
                        let least = left.iter().copied().min();
                        prop_assert_eq!(first.map(|(score, number)| (score, ties[number as usize])), least);
                        left.iter().position(|other| Some(*other) == least).map(|at| left.swap_remove(at));
                    }
                }
            }
        }
    }
}
