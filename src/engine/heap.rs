//! A 4-ary min-heap of states by score; equal scores are told apart by the caller.

/// States, each at most once, with the score of each.
#[derive(Clone, Debug)]
pub(crate) struct Heap<S> {
    entries: Vec<(S, u32)>,
    /// Where each state stands in `entries`. Not cleared: another state stands there if it has left.
    at: Vec<u32>,
}

const ARITY: usize = 4;

impl<S: Copy + Ord> Heap<S> {
    pub(crate) fn new() -> Heap<S> {
        Heap { entries: Vec::new(), at: Vec::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(crate) fn peek(&self) -> Option<S> {
        self.entries.first().map(|entry| entry.0)
    }

    /// Adds a state, or moves it forward if it is there and comes earlier now. `before(a, b)` says which of two states of
    /// equal score comes first; of states in the heap, its answer may only change in favour of the one pushed.
    #[inline]
    pub(crate) fn push(&mut self, score: S, state: u32, before: impl Fn(u32, u32) -> bool) {
        let entry = (score, state);
        if self.at.len() <= state as usize {
            self.at.resize(state as usize + 1, 0);
        }
        let mut at = self.at[state as usize] as usize;
        if self.entries.get(at).is_none_or(|known| known.1 != state) {
            at = self.entries.len();
            self.entries.push(entry);
        }
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if !less(entry, self.entries[parent], &before) {
                break;
            }
            self.put(at, self.entries[parent]);
            at = parent;
        }
        self.put(at, entry);
    }

    /// Removes the first state.
    #[inline]
    pub(crate) fn pop(&mut self, before: impl Fn(u32, u32) -> bool) -> Option<(S, u32)> {
        let first = *self.entries.first()?;
        let last = self.entries.pop()?;
        if self.entries.is_empty() {
            return Some(first);
        }
        let mut at = 0;
        loop {
            let children = at * ARITY + 1..(at * ARITY + 1 + ARITY).min(self.entries.len());
            let Some(mut least) = children.clone().next().filter(|first| *first < self.entries.len()) else {
                break;
            };
            for child in children.skip(1) {
                if less(self.entries[child], self.entries[least], &before) {
                    least = child;
                }
            }
            if !less(self.entries[least], last, &before) {
                break;
            }
            self.put(at, self.entries[least]);
            at = least;
        }
        self.put(at, last);
        Some(first)
    }

    #[inline]
    fn put(&mut self, at: usize, entry: (S, u32)) {
        self.entries[at] = entry;
        self.at[entry.1 as usize] = at as u32;
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
    use std::collections::BTreeMap;

    proptest! {
        /// Keys are a score and a tie that the heap asks for, as labels are; both only ever improve.
        #[test]
        fn states_come_out_in_order_though_keys_improve(steps in prop::collection::vec((0..12u32, 0..3u64, 0..4u32), 0..80)) {
            let mut heap = Heap::new();
            let mut tie = [u32::MAX; 12];
            let mut left: BTreeMap<u32, (u64, u32)> = BTreeMap::new();
            for (state, score, order) in steps {
                if order == 3 {
                    let first = heap.pop(|a, b| tie[a as usize] < tie[b as usize]);
                    let least = left.iter().map(|(state, key)| (*key, *state)).min();
                    prop_assert_eq!(first.map(|first| first.0), least.map(|least| least.0.0));
                    let Some((score, state)) = first else { continue };
                    prop_assert_eq!(left.remove(&state), least.map(|least| least.0), "score {}", score);
                } else if left.get(&state).is_none_or(|known| (score, order) < *known) {
                    tie[state as usize] = order;
                    left.insert(state, (score, order));
                    heap.push(score, state, |a, b| tie[a as usize] < tie[b as usize]);
                }
            }
        }
    }
}
