//! Sets of vectors of which none dominates another, compared sixteen at a time.
//!
//! Labels are settled in lexicographic order, so whether one is dominated shows in all axes but the first (dimension
//! reduction: Pulido, Mandow, Perez de la Cruz, "Dimensionality reduction in multiobjective shortest path search",
//! Computers and Operations Research 64, 2015), and a vector is dropped once a later one is no worse on those axes.
//!
//! A set is a tree of blocks with the corners of what lies below them (R-tree: Guttman 1984; for sets of this kind: Jaszkiewicz,
//! Lust, "ND-Tree-based update", IEEE Transactions on Evolutionary Computation 22, 2018). Small sets are one block.

use super::super::graph::NONE;
use super::blocks::{Branch, Entry, Leaf, NARROW, WIDE, WIDTH, full_and, none_worse, places, signed, split};

/// The most axes with which covered vectors are dropped.
pub(super) const MOST_DROPPED: usize = 2;

/// A set of labels with their vectors, in [`Sets`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Set {
    /// A leaf if the height is 0; `NONE` while the set is empty.
    root: u32,
    height: u32,
}

impl Set {
    pub(super) const EMPTY: Set = Set { root: NONE, height: 0 };
}

/// All sets of a search.
#[derive(Clone, Debug)]
pub(super) struct Sets<const T: usize> {
    leaves: Vec<Leaf<T>>,
    branches: Vec<Branch<T>>,
    /// Where numbers of sixteen bits begin on each axis, how many ticks they span, and how many 2^-32 of them there are to a tick.
    base: [u32; T],
    span: [u32; T],
    scale: [u64; T],
}

impl<const T: usize> Sets<T> {
    /// No sets yet; `spans` says for each axis the least that any vector has, and how much more most will have at the most.
    pub(super) fn new(spans: [(u32, u32); T]) -> Sets<T> {
        let scale = spans.map(|(_, more)| (u64::from(u16::MAX - 1) << 32) / u64::from(more.max(1)));
        let [base, span] = [spans.map(|(least, _)| least), spans.map(|(_, more)| more.max(1))];
        Sets { leaves: Vec::new(), branches: Vec::new(), base, span, scale }
    }

    /// Numbers of which the order says that of ticks, but for those that are rounded to the same.
    #[inline]
    fn rounded(&self, exact: &[i32; T]) -> [i16; T] {
        std::array::from_fn(|t| {
            let ticks = signed(exact[t] as u32) as u32;
            // What is too large comes to the end of the range.
            let within = u64::from(ticks.saturating_sub(self.base[t]).min(self.span[t]));
            (((within * self.scale[t]) >> 32) as u16 ^ 0x8000) as i16
        })
    }

    /// A label of the set that is no worse than `mine` on any axis and that `accept` takes.
    #[inline]
    pub(super) fn covering(&self, set: Set, mine: &[u32; T], accept: &impl Fn(u32) -> bool) -> Option<u32> {
        if set.root == NONE {
            return None;
        }
        let mine = mine.map(signed);
        if set.height == 0 {
            return self.covering_in(set.root, &mine, accept);
        }
        self.covering_below(set.root, set.height, &mine, &self.rounded(&mine), accept)
    }

    fn covering_below(
        &self,
        at: u32,
        height: u32,
        mine: &[i32; T],
        rounded: &[i16; T],
        accept: &impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let branch = &self.branches[at as usize];
        let found = none_worse(&branch.least, rounded, NARROW, WIDTH as u32, |theirs, mine| theirs > mine);
        for place in places(found) {
            let below = branch.below[place];
            // Most blocks are leaves: they are looked at without another call.
            let label = match height {
                1 => self.covering_in(below, mine, accept),
                _ => self.covering_below(below, height - 1, mine, rounded, accept),
            };
            if label.is_some() {
                return label;
            }
        }
        None
    }

    #[inline(always)]
    fn covering_in(&self, leaf: u32, mine: &[i32; T], accept: &impl Fn(u32) -> bool) -> Option<u32> {
        let leaf = &self.leaves[leaf as usize];
        let found = none_worse(&leaf.axes, mine, WIDE, leaf.used, |theirs, mine| theirs > mine);
        places(found).map(|place| leaf.labels[place]).find(|label| accept(*label))
    }

    /// Adds a vector. On one or two axes those that are no better than it on any are dropped, if `accept` takes their label.
    pub(super) fn insert(&mut self, set: &mut Set, mine: &[u32; T], label: u32, accept: &impl Fn(u32) -> bool) {
        if set.root == NONE {
            set.root = self.leaves.len() as u32;
            self.leaves.push(Leaf::EMPTY);
        }
        let exact = mine.map(signed);
        // Where there is but one block its vectors are compared as they are.
        let rounded = if set.height > 0 { self.rounded(&exact) } else { [0; T] };
        let entry = Entry { least: rounded, most: rounded, number: label, exact };
        // With more axes few vectors are ever dropped, and looking for them takes longer than it saves.
        if T <= MOST_DROPPED {
            self.drop_covered(set.root, set.height, &entry, accept);
        }
        let Some(halves) = self.insert_below(set.root, set.height, &entry) else { return };
        *set = Set { root: self.branches.len() as u32, height: set.height + 1 };
        self.branches.push(Branch::of(&halves));
    }

    fn drop_covered(&mut self, at: u32, height: u32, entry: &Entry<T>, accept: &impl Fn(u32) -> bool) {
        if height == 0 {
            let leaf = &mut self.leaves[at as usize];
            // From the last place on, since the last vector moves into the gap.
            for place in places(none_worse(&leaf.axes, &entry.exact, WIDE, leaf.used, |theirs, mine| theirs < mine)) {
                if accept(leaf.labels[place]) {
                    leaf.remove(place);
                }
            }
            return;
        }
        let branch = &self.branches[at as usize];
        for place in places(none_worse(&branch.most, &entry.least, NARROW, branch.used, |theirs, mine| theirs < mine)) {
            self.drop_covered(self.branches[at as usize].below[place], height - 1, entry, accept);
        }
    }

    /// Adds a vector below a block. If the block is full it becomes two, which are returned with their corners.
    fn insert_below(&mut self, at: u32, height: u32, entry: &Entry<T>) -> Option<[Entry<T>; 2]> {
        if height == 0 {
            let fresh = self.leaves.len() as u32;
            let leaf = &mut self.leaves[at as usize];
            if (leaf.used as usize) < WIDTH {
                leaf.push(entry);
                return None;
            }
            let axis = leaf.widest(&entry.exact, &self.scale);
            let second = leaf.split(entry, axis);
            let corners = [leaf.corners(), second.corners()];
            self.leaves.push(second);
            let rounded = |[least, most]: [[i32; T]; 2], number| Entry {
                least: self.rounded(&least),
                most: self.rounded(&most),
                number,
                exact: least,
            };
            return Some([rounded(corners[0], at), rounded(corners[1], fresh)]);
        }
        let branch = &mut self.branches[at as usize];
        let place = branch.nearest(&entry.least);
        branch.widen(place, &entry.least);
        let below = branch.below[place];
        let [old, new] = self.insert_below(below, height - 1, entry)?;
        let fresh = self.branches.len() as u32;
        let branch = &mut self.branches[at as usize];
        branch.put(place, &old);
        if (branch.used as usize) < WIDTH {
            branch.push(&new);
            return None;
        }
        let mut entries = full_and(|place| branch.entry(place), new);
        let (halves, half) = split(&mut entries, [at, fresh]);
        *branch = Branch::of(&entries[..half]);
        self.branches.push(Branch::of(&entries[half..]));
        Some(halves)
    }

    #[cfg(test)]
    fn labels(&self, at: u32, height: u32) -> Vec<u32> {
        match (at, height) {
            (NONE, _) => Vec::new(),
            (_, 0) => {
                let leaf = &self.leaves[at as usize];
                leaf.labels[..leaf.used as usize].to_vec()
            }
            _ => {
                let branch = &self.branches[at as usize];
                branch.below[..branch.used as usize].iter().flat_map(|below| self.labels(*below, height - 1)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list, with labels that refuse.
        #[test]
        fn sets_keep_what_nothing_covers(
            steps in prop::collection::vec((prop::array::uniform2(0..40u32), 0..4u32), 0..500)
        ) {
            let (mut sets, mut set) = (Sets::<2>::new([(2, 30); 2]), Set::EMPTY);
            let mut list: Vec<([u32; 2], u32)> = Vec::new();
            for (label, (vector, kind)) in steps.into_iter().enumerate() {
                let mine = vector;
                let accept = |other: u32| kind > 2 && (other + kind).is_multiple_of(3);
                let covered = list.iter().any(|(other, l)| accept(*l) && (0..2).all(|i| other[i] <= vector[i]));
                prop_assert_eq!(sets.covering(set, &mine, &accept).is_some(), covered);
                if !covered {
                    list.retain(|(other, l)| !(accept(*l) && (0..2).all(|i| other[i] >= vector[i])));
                    list.push((vector, label as u32));
                    sets.insert(&mut set, &mine, label as u32, &accept);
                }
                let mut kept = sets.labels(set.root, set.height);
                kept.sort_unstable();
                let expected: Vec<u32> = list.iter().map(|entry| entry.1).collect();
                prop_assert_eq!(kept, expected);
            }
        }
    }
}
