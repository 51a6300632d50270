//! A 4-ary min-heap of numbers with a payload, for searches that leave outdated entries in it.

const ARITY: usize = 4;

/// Entries of a key and what it belongs to; entries of equal key are told apart by the caller.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    entries: Vec<(u64, u32)>,
}

impl Queue {
    #[inline]
    pub(super) fn push(&mut self, key: u64, item: u32, before: impl Fn(u32, u32) -> bool) {
        let entry = (key, item);
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

    #[inline]
    pub(super) fn pop(&mut self, before: impl Fn(u32, u32) -> bool) -> Option<(u64, u32)> {
        let first = *self.entries.first()?;
        let last = self.entries.pop()?;
        let len = self.entries.len();
        if len == 0 {
            return Some(first);
        }
        let mut at = 0;
        loop {
            let child = at * ARITY + 1;
            if child >= len {
                break;
            }
            let mut least = child;
            for other in child + 1..(child + ARITY).min(len) {
                if less(self.entries[other], self.entries[least], &before) {
                    least = other;
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
fn less(a: (u64, u32), b: (u64, u32), before: &impl Fn(u32, u32) -> bool) -> bool {
    a.0 < b.0 || (a.0 == b.0 && before(a.1, b.1))
}
