//! A queue of states in buckets of nearly equal scores (Dial 1969; widened as in Denardo and Fox, "Shortest-route methods", Operations
//! Research 27, 1979).
//!
//! Within a bucket states come out in any order, so that a state may have to be settled again. In exchange nothing is
//! compared, which makes it about a third faster than a heap.

use super::graph::NONE;
use super::metric::Score;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::marker::PhantomData;

/// Eight buckets to the mean arc: finer ones are mostly empty, in coarser ones states are settled again.
pub(crate) const COARSE: u32 = 3;
/// Under a bound all that matters lies within a few arcs of the best, and much of it nearly ties.
pub(crate) const FINE: u32 = 6;

/// Buckets that are open at a time; states further off wait apart.
const OPEN: usize = 512;
const WORDS: usize = OPEN / 64;

#[derive(Clone, Debug)]
pub(crate) struct Buckets<S> {
    /// The last entry of each open bucket: bucket `b` is at `b % OPEN`, for `OPEN` buckets from `first` on.
    last: Vec<u32>,
    /// States, each with the entry before it in its bucket.
    entries: Vec<(u32, u32)>,
    /// A bit for each open bucket that is not empty.
    filled: [u64; WORDS],
    first: u64,
    /// Scores are divided by 2 to this power.
    shift: u32,
    /// States further off, by bucket.
    far: BinaryHeap<Reverse<(u64, u32)>>,
    /// The first bucket of those.
    nearest_far: u64,
    scores: PhantomData<S>,
}

impl<S: Score> Default for Buckets<S> {
    fn default() -> Buckets<S> {
        Buckets {
            last: vec![NONE; OPEN],
            entries: Vec::new(),
            filled: [0; WORDS],
            first: 0,
            shift: 0,
            far: BinaryHeap::new(),
            nearest_far: u64::MAX,
            scores: PhantomData,
        }
    }
}

impl<S: Score> Buckets<S> {
    /// Empties the queue for scores of which `arc` is the mean on an arc, which 2 to the power of `fineness` buckets divide.
    pub(crate) fn clear(&mut self, arc: S, fineness: u32) {
        if self.filled != [0; WORDS] {
            self.last.fill(NONE);
            self.filled = [0; WORDS];
        }
        self.entries.clear();
        self.far.clear();
        self.nearest_far = u64::MAX;
        self.first = 0;
        self.shift = arc.bits().saturating_sub(fineness);
    }

    /// Where the bucket begins that was last taken from.
    #[inline]
    pub(crate) fn floor(&self) -> u64 {
        self.first << self.shift
    }

    /// Adds a state. Scores below that of the last bucket taken from count as equal to it.
    #[inline]
    pub(crate) fn push(&mut self, score: S, state: u32) {
        let bucket = score.shifted(self.shift).max(self.first);
        if bucket - self.first < OPEN as u64 {
            self.put(bucket, state)
        } else {
            self.nearest_far = self.nearest_far.min(bucket);
            self.far.push(Reverse((bucket, state)))
        }
    }

    #[inline]
    fn put(&mut self, bucket: u64, state: u32) {
        let at = bucket as usize % OPEN;
        self.entries.push((state, self.last[at]));
        self.last[at] = self.entries.len() as u32 - 1;
        self.filled[at / 64] |= 1 << (at % 64);
    }

    /// Removes a state of the first bucket; `None` if the queue is empty or the first bucket is beyond `limit`.
    #[inline]
    pub(crate) fn pop(&mut self, limit: S) -> Option<u32> {
        loop {
            if let Some(at) = self.next_filled() {
                let bucket = self.first + ((at + OPEN - self.first as usize % OPEN) % OPEN) as u64;
                if bucket <= self.nearest_far {
                    if bucket > limit.shifted(self.shift) {
                        return None;
                    }
                    self.first = bucket;
                    let (state, before) = self.entries[self.last[at] as usize];
                    self.last[at] = before;
                    if before == NONE {
                        self.filled[at / 64] &= !(1 << (at % 64));
                    }
                    return Some(state);
                }
            }
            let Reverse((nearest, _)) = self.far.peek().filter(|next| next.0.0 <= limit.shifted(self.shift))?;
            self.first = *nearest;
            // What was far away has come near.
            while let Some(Reverse((bucket, state))) = self.far.peek().copied()
                && bucket - self.first < OPEN as u64
            {
                self.far.pop();
                self.put(bucket, state);
            }
            self.nearest_far = self.far.peek().map_or(u64::MAX, |next| next.0.0);
        }
    }

    /// The first filled bucket from `first` on, by its place in `open`.
    #[inline]
    fn next_filled(&self) -> Option<usize> {
        let start = self.first as usize % OPEN;
        let word = start / 64;
        let ahead = self.filled[word] & (u64::MAX << (start % 64));
        if ahead != 0 {
            return Some(word * 64 + ahead.trailing_zeros() as usize);
        }
        // Round to the part of the first word that lies before the start.
        (1..=WORDS).map(|i| (word + i) % WORDS).find_map(|word| {
            let bits = self.filled[word];
            (bits != 0).then(|| word * 64 + bits.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is far away, and whatever is added behind the bucket that is being emptied.
        #[test]
        fn states_come_out_bucket_by_bucket(
            steps in prop::collection::vec(prop::option::weighted(0.7, 0..100_000u64), 0..400),
            arc in 1..5_000u64,
            limit in prop_oneof![Just(u64::MAX), 0..100_000u64],
        ) {
            let (mut queue, mut left, mut first) = (Buckets::default(), Vec::new(), 0);
            for (round, fineness) in [COARSE, FINE].into_iter().enumerate() {
                queue.clear(arc, fineness);
                left.clear();
                first = 0;
                for (state, step) in (0..).zip(&steps) {
                    match step {
                        Some(score) => {
                            queue.push(*score, state);
                            left.push(((score >> queue.shift).max(first), state));
                        }
                        None => {
                            let found = queue.pop(limit);
                            let least = left.iter().map(|entry| entry.0).min();
                            let expected = least.filter(|least| *least <= limit >> queue.shift);
                            first = expected.unwrap_or(first);
                            let at = found.and_then(|state| left.iter().position(|entry| entry.1 == state));
                            prop_assert_eq!(at.map(|at| left[at].0), expected, "round {}", round);
                            at.map(|at| left.swap_remove(at));
                        }
                    }
                }
            }
            prop_assert!(first <= 100_000);
        }
    }
}
