//! Ways that wait to become labels, in the order of their totals: two levels of buckets of the first, and a heap of the bucket at hand.
//!
//! Most ways are beaten while they wait, so one is sixteen bytes (24 with three criteria) in a row of its like, and is looked at once more as its wide bucket is
//! dealt out into narrow ones. (Buckets: Dial 1969; in two levels: Denardo, Fox, Operations Research 27, 1979.)

use super::super::heap::Heap;
use super::stairs::Totals;

/// Narrow buckets in a wide one, as a power of two.
const NARROW: u32 = 6;

/// One arc after a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<K> {
    pub(super) key: K,
    /// The label before.
    pub(super) before: u32,
    /// The arc, by the number that the search gave it.
    pub(super) row: u32,
}

/// Ways that wait.
pub(super) struct Waiting<K> {
    wide: Vec<Vec<Way<K>>>,
    narrow: Vec<Vec<Way<K>>>,
    /// The ways of the bucket at hand, as places in `ways`.
    near: Heap<K>,
    ways: Vec<(u32, u32)>,
    base: u32,
    shift: u32,
    /// The narrow bucket at hand, counted over all wide ones.
    at: usize,
}

impl<K: Totals> Waiting<K> {
    /// For first totals from `base` on, most of them within `range`, in about so many narrow buckets; more come last.
    pub(super) fn new(base: u32, range: u32, buckets: u32) -> Waiting<K> {
        let shift = (range / buckets.max(1)).checked_ilog2().map_or(0, |log| log + 1);
        let wide = if buckets == 0 { 0 } else { (range >> shift >> NARROW) as usize + 1 };
        let narrow = if buckets == 0 { 0 } else { 1 << NARROW };
        let (wide, narrow) = (vec![Vec::new(); wide], vec![Vec::new(); narrow]);
        Waiting { wide, narrow, near: Heap::new(), ways: Vec::new(), base, shift, at: 0 }
    }

    /// Adds a way that is no less than the last one taken; `first` says which of two of equal totals comes first.
    #[inline]
    pub(super) fn push(&mut self, way: Way<K>, first: impl Fn((u32, u32), (u32, u32)) -> bool) {
        let bucket = self.bucket(way.key);
        if bucket <= self.at {
            self.push_near(way, first);
        } else if bucket >> NARROW == self.at >> NARROW {
            self.narrow[bucket % (1 << NARROW)].push(way);
        } else {
            self.wide[bucket >> NARROW].push(way);
        }
    }

    #[inline]
    fn bucket(&self, key: K) -> usize {
        let last = (self.wide.len() << NARROW).saturating_sub(1);
        (((key.totals()[0] - self.base) >> self.shift) as usize).min(last)
    }

    #[inline]
    fn push_near(&mut self, way: Way<K>, first: impl Fn((u32, u32), (u32, u32)) -> bool) {
        let place = self.ways.len() as u32;
        self.ways.push((way.before, way.row));
        let ways = &self.ways;
        self.near.push(way.key, place, |a, b| first(ways[a as usize], ways[b as usize]));
    }

    /// Takes the first way; those that `keep` refuses may be dropped before their turn.
    #[inline]
    pub(super) fn pop(
        &mut self,
        keep: impl Fn(&Way<K>) -> bool,
        first: impl Fn((u32, u32), (u32, u32)) -> bool,
    ) -> Option<Way<K>> {
        loop {
            let ways = &self.ways;
            if let Some((key, place)) = self.near.pop(|a, b| first(ways[a as usize], ways[b as usize])) {
                let (before, row) = self.ways[place as usize];
                return Some(Way { key, before, row });
            }
            self.ways.clear();
            self.at += 1;
            if self.at.is_multiple_of(1 << NARROW) {
                let wide = self.at >> NARROW;
                let wide = wide + self.wide.get(wide..)?.iter().position(|ways| !ways.is_empty())?;
                self.at = wide << NARROW;
                for way in std::mem::take(&mut self.wide[wide]) {
                    if keep(&way) {
                        let bucket = self.bucket(way.key);
                        self.narrow[bucket % (1 << NARROW)].push(way);
                    }
                }
            } else if self.wide.is_empty() {
                return None;
            }
            let mut narrow = std::mem::take(&mut self.narrow[self.at % (1 << NARROW)]);
            for way in narrow.drain(..) {
                if keep(&way) {
                    self.push_near(way, &first);
                }
            }
            // Its memory serves the next wide bucket.
            self.narrow[self.at % (1 << NARROW)] = narrow;
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
        fn ways_come_out_in_order(
            steps in prop::collection::vec((0..300u64, any::<bool>()), 0..200), range in 0..4_000u32, buckets in 0..600u32
        ) {
            let mut queue = Waiting::<u64>::new(1_000, range, buckets);
            let mut waiting: Vec<(u64, u32)> = Vec::new();
            let (mut last, mut count) = (1_000u64, 0);
            // Every seventh is dropped, sooner or later.
            let keep = |way: &Way<u64>| !way.row.is_multiple_of(7);
            for (more, pop) in steps {
                if pop {
                    let mut found = queue.pop(keep, |a, b| a.1 < b.1);
                    while found.is_some_and(|way| !keep(&way)) {
                        found = queue.pop(keep, |a, b| a.1 < b.1);
                    }
                    waiting.sort_unstable();
                    let expected = (!waiting.is_empty()).then(|| waiting.remove(0));
                    prop_assert_eq!(found.map(|way| (way.key, way.row)), expected);
                    last = expected.map_or(last, |entry| entry.0 >> 32);
                } else {
                    let key = (last + more) << 32 | (more * 7 % 5);
                    count += 1;
                    queue.push(Way { key, before: 0, row: count }, |a, b| a.1 < b.1);
                    waiting.extend(keep(&Way { key, before: 0, row: count }).then_some((key, count)));
                }
            }
        }
    }
}
