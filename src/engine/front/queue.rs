//! A queue of labels by their first two totals: buckets of the first, and a 4-ary heap of the bucket at hand.
//!
//! A heap of all labels of a large graph is out of the processor's caches; a bucket's is not (bucket queues: Dial 1969).

use super::super::graph::NONE;
use super::super::heap::Heap;

/// Labels that wait; those of equal key are told apart by the caller.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    /// What comes next, by the first two totals of a label as one number.
    near: Heap<u64>,
    /// The first label of each later bucket.
    first: Vec<u32>,
    /// The label after each in its bucket.
    next: Vec<u32>,
    base: u32,
    shift: u32,
    /// The bucket of the heap.
    at: usize,
}

impl Queue {
    /// A queue for first totals from `base` on, most of them within `range`, in about so many buckets; more come last.
    pub(super) fn new(base: u32, range: u32, buckets: u32) -> Queue {
        let shift = (range / buckets.max(1)).checked_ilog2().map_or(0, |log| log + 1);
        let count = if buckets == 0 { 0 } else { (range >> shift) as usize + 2 };
        Queue { near: Heap::new(), first: vec![NONE; count], next: Vec::new(), base, shift, at: 0 }
    }

    #[inline]
    pub(super) fn push(&mut self, key: u64, label: u32, before: impl Fn(u32, u32) -> bool) {
        let bucket = (((key >> 32) as u32 - self.base) >> self.shift) as usize;
        let bucket = bucket.min(self.first.len().saturating_sub(1));
        if bucket <= self.at {
            return self.near.push(key, label, before);
        }
        if self.next.len() <= label as usize {
            self.next.resize(label as usize + 1, NONE);
        }
        self.next[label as usize] = std::mem::replace(&mut self.first[bucket], label);
    }

    /// Takes the first label; `key` gives that of a label.
    #[inline]
    pub(super) fn pop(&mut self, key: impl Fn(u32) -> u64, before: impl Fn(u32, u32) -> bool) -> Option<u32> {
        loop {
            if let Some((_, label)) = self.near.pop(&before) {
                return Some(label);
            }
            self.at += 1;
            let mut label = std::mem::replace(self.first.get_mut(self.at)?, NONE);
            while label != NONE {
                self.near.push(key(label), label, &before);
                label = self.next[label as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Keys never fall behind what was taken, as in a search.
        #[test]
        fn labels_come_out_in_order(steps in prop::collection::vec((0..300u64, any::<bool>()), 0..200), range in 0..400u32, buckets in 0..40u32) {
            let mut queue = Queue::new(1_000, range, buckets);
            let mut keys: Vec<u64> = Vec::new();
            let mut waiting: Vec<(u64, u32)> = Vec::new();
            let mut last = 1_000u64;
            for (more, pop) in steps {
                if pop {
                    let found = queue.pop(|label| keys[label as usize], |a, b| a < b);
                    waiting.sort_unstable();
                    let expected = (!waiting.is_empty()).then(|| waiting.remove(0));
                    prop_assert_eq!(found, expected.map(|entry| entry.1));
                    last = expected.map_or(last, |entry| entry.0 >> 32);
                } else {
                    let key = (last + more) << 32 | (more * 7 % 5);
                    waiting.push((key, keys.len() as u32));
                    queue.push(key, keys.len() as u32, |a, b| a < b);
                    keys.push(key);
                }
            }
        }
    }
}
