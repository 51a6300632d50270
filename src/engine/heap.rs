//! A 4-ary min-heap of states by score; equal scores are told apart by the caller.

/// Entries of a score and the state that has it. An entry may be outdated: the caller knows.
#[derive(Clone, Debug)]
pub(crate) struct Heap<S> {
    entries: Vec<(S, u32)>,
}

const ARITY: usize = 4;

impl<S: Copy + Ord> Heap<S> {
    pub(crate) fn new() -> Heap<S> {
        Heap { entries: Vec::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(crate) fn peek(&self) -> Option<S> {
        self.entries.first().map(|entry| entry.0)
    }

    /// Adds a state. `before(a, b)` says which of two states of equal score comes first.
    #[inline]
    pub(crate) fn push(&mut self, score: S, state: u32, before: impl Fn(u32, u32) -> bool) {
        let entry = (score, state);
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
