//! Sets of vectors of which none dominates another, compared sixteen at a time.
//!
//! Labels are settled in lexicographic order, so whether one is dominated shows in all axes but the first (dimension
//! reduction: Pulido, Mandow, Perez de la Cruz, "Dimensionality reduction in multiobjective shortest path search",
//! Computers and Operations Research 64, 2015), and a vector is dropped once a later one is no worse on those axes.
//!
//! A set is a tree of blocks with the corners of what lies below them (R-tree: Guttman 1984; for sets of this kind: Jaszkiewicz,
//! Lust, "ND-Tree-based update", IEEE Transactions on Evolutionary Computation 22, 2018). Small sets are one block.

use super::super::graph::NONE;

/// Entries in one block.
const WIDTH: usize = 16;

/// The most axes with which covered vectors are dropped.
const MOST_DROPPED: usize = 2;

/// A set of labels with their vectors, in [`Sets`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Set {
    /// A leaf if the height is 0; `NONE` while the set is empty.
    root: u32,
    height: u32,
}

impl Set {
    pub(super) const EMPTY: Set = Set { root: NONE, height: 0 };
}

/// Up to sixteen vectors, axis by axis, so that the compiler compares them side by side; rounded, so that eight fit where two exact
/// ones would.
type Axes<const T: usize> = [[i16; WIDTH]; T];

#[derive(Clone, Copy, Debug)]
struct Leaf<const T: usize> {
    axes: Axes<T>,
    used: u32,
    labels: [u32; WIDTH],
    exact: [[u32; T]; WIDTH],
}

/// The corners of up to sixteen blocks below.
#[derive(Clone, Copy, Debug)]
struct Branch<const T: usize> {
    least: Axes<T>,
    used: u32,
    below: [u32; WIDTH],
    most: Axes<T>,
}

/// All sets of a search.
#[derive(Clone, Debug)]
pub(super) struct Sets<const T: usize> {
    leaves: Vec<Leaf<T>>,
    branches: Vec<Branch<T>>,
    /// Where numbers of sixteen bits begin on each axis, and how many of them there are to a tick.
    base: [u32; T],
    scale: [f32; T],
}

/// The entries for which `worse(theirs, mine)` holds on no axis, as bits.
#[inline(always)]
fn none_worse<const T: usize>(axes: &Axes<T>, mine: &[i16; T], used: u32, worse: impl Fn(i16, i16) -> bool) -> u32 {
    // Each place has a bit of its own, which stays or goes: in this form compilers keep to vectors throughout.
    let mut left: [u16; WIDTH] = std::array::from_fn(|place| 1 << place);
    for (theirs, mine) in axes.iter().zip(mine) {
        for (left, theirs) in left.iter_mut().zip(theirs) {
            *left = if worse(*theirs, *mine) { 0 } else { *left };
        }
    }
    u32::from(left.iter().fold(0, |bits, left| bits | left)) & ((1 << used) - 1)
}

/// The places of the bits, from the last one.
fn places(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = 31u32.checked_sub(bits.leading_zeros())?;
        bits &= !(1 << place);
        Some(place as usize)
    })
}

/// A vector, exact and rounded, with its label, or a block with its rounded corners.
#[derive(Clone, Copy)]
struct Entry<const T: usize> {
    least: [i16; T],
    most: [i16; T],
    number: u32,
    exact: [u32; T],
}

impl<const T: usize> Leaf<T> {
    const EMPTY: Leaf<T> = Leaf { axes: [[0; WIDTH]; T], labels: [NONE; WIDTH], exact: [[0; T]; WIDTH], used: 0 };

    fn of(entries: &[Entry<T>]) -> Leaf<T> {
        let mut leaf = Leaf::EMPTY;
        entries.iter().for_each(|entry| leaf.push(entry));
        leaf
    }

    fn push(&mut self, entry: &Entry<T>) {
        self.put(self.used as usize, entry);
        self.used += 1;
    }

    fn put(&mut self, place: usize, entry: &Entry<T>) {
        self.axes.iter_mut().zip(entry.least).for_each(|(axis, value)| axis[place] = value);
        self.labels[place] = entry.number;
        self.exact[place] = entry.exact;
    }

    fn remove(&mut self, place: usize) {
        self.used -= 1;
        let last = self.entry(self.used as usize);
        self.put(place, &last);
    }

    fn entry(&self, place: usize) -> Entry<T> {
        let rounded = std::array::from_fn(|t| self.axes[t][place]);
        Entry { least: rounded, most: rounded, number: self.labels[place], exact: self.exact[place] }
    }
}

impl<const T: usize> Branch<T> {
    const EMPTY: Branch<T> =
        Branch { least: [[0; WIDTH]; T], most: [[0; WIDTH]; T], below: [NONE; WIDTH], used: 0 };

    fn of(entries: &[Entry<T>]) -> Branch<T> {
        let mut branch = Branch::EMPTY;
        entries.iter().for_each(|entry| branch.push(entry));
        branch
    }

    fn push(&mut self, entry: &Entry<T>) {
        self.put(self.used as usize, entry);
        self.used += 1;
    }

    fn put(&mut self, place: usize, entry: &Entry<T>) {
        self.least.iter_mut().zip(entry.least).for_each(|(axis, value)| axis[place] = value);
        self.most.iter_mut().zip(entry.most).for_each(|(axis, value)| axis[place] = value);
        self.below[place] = entry.number;
    }

    fn entry(&self, place: usize) -> Entry<T> {
        let [least, most] = [&self.least, &self.most].map(|axes| std::array::from_fn(|t| axes[t][place]));
        Entry { least, most, number: self.below[place], exact: [0; T] }
    }

    /// The block whose corners a vector moves the least.
    fn nearest(&self, vector: &[i16; T]) -> usize {
        let mut moved = [0i16; WIDTH];
        for t in 0..T {
            for (i, moved) in moved.iter_mut().enumerate() {
                let below = self.least[t][i].saturating_sub(vector[t]).max(0);
                let above = vector[t].saturating_sub(self.most[t][i]).max(0);
                *moved = moved.saturating_add(below).saturating_add(above);
            }
        }
        (0..self.used as usize).min_by_key(|place| moved[*place]).unwrap_or(0)
    }
}

/// Parts entries in two halves along the axis on which they lie furthest apart; each half as an entry of what is at that place.
fn split<const T: usize>(entries: &mut [Entry<T>], places: [u32; 2]) -> ([Entry<T>; 2], usize) {
    let middle = |entry: &Entry<T>, t: usize| i32::from(entry.least[t]) + i32::from(entry.most[t]);
    let spread = |t: usize| {
        let range = entries.iter().map(|entry| middle(entry, t));
        range.clone().max().unwrap_or(0) - range.min().unwrap_or(0)
    };
    let axis = (0..T).max_by_key(|t| spread(*t)).unwrap_or(0);
    entries.sort_unstable_by_key(|entry| middle(entry, axis));
    let half = entries.len() / 2;
    let corners = |entries: &[Entry<T>], number: u32| {
        let least = |t: usize| entries.iter().map(|entry| entry.least[t]).min().unwrap_or(i16::MAX);
        let most = |t: usize| entries.iter().map(|entry| entry.most[t]).max().unwrap_or(i16::MIN);
        Entry { least: std::array::from_fn(least), most: std::array::from_fn(most), number, exact: [0; T] }
    };
    ([corners(&entries[..half], places[0]), corners(&entries[half..], places[1])], half)
}

/// The places of a full block and one more.
fn full_and<const T: usize>(entry: impl Fn(usize) -> Entry<T>, more: Entry<T>) -> [Entry<T>; WIDTH + 1] {
    std::array::from_fn(|place| if place < WIDTH { entry(place) } else { more })
}

impl<const T: usize> Sets<T> {
    /// No sets yet; `spans` says for each axis the least that any vector has, and how much more most will have at the most.
    pub(super) fn new(spans: [(u32, u32); T]) -> Sets<T> {
        let scale = spans.map(|(_, more)| f32::from(u16::MAX) / (more as f32 + 1.0));
        Sets { leaves: Vec::new(), branches: Vec::new(), base: spans.map(|(least, _)| least), scale }
    }

    /// Numbers of which the order says that of ticks, but for those that are rounded to the same.
    #[inline]
    fn rounded(&self, exact: &[u32; T]) -> [i16; T] {
        std::array::from_fn(|t| {
            // A cast takes what is too large to the end of the range.
            let rounded = (exact[t].saturating_sub(self.base[t]) as f32 * self.scale[t]) as u16;
            (rounded ^ 0x8000) as i16
        })
    }

    /// A label of the set that is no worse than `mine` on any axis and that `accept` takes.
    #[inline]
    pub(super) fn covering(&self, set: Set, mine: &[u32; T], accept: &impl Fn(u32) -> bool) -> Option<u32> {
        if set.root == NONE {
            return None;
        }
        self.covering_below(set.root, set.height, mine, &self.rounded(mine), accept)
    }

    fn covering_below(
        &self,
        at: u32,
        height: u32,
        mine: &[u32; T],
        rounded: &[i16; T],
        accept: &impl Fn(u32) -> bool,
    ) -> Option<u32> {
        if height == 0 {
            let leaf = &self.leaves[at as usize];
            let found = none_worse(&leaf.axes, rounded, leaf.used, |theirs, mine| theirs > mine);
            let covers = |place: &usize| leaf.exact[*place].iter().zip(mine).all(|(theirs, mine)| theirs <= mine);
            return places(found).filter(covers).map(|place| leaf.labels[place]).find(|label| accept(*label));
        }
        let branch = &self.branches[at as usize];
        let found = none_worse(&branch.least, rounded, branch.used, |theirs, mine| theirs > mine);
        places(found).find_map(|place| self.covering_below(branch.below[place], height - 1, mine, rounded, accept))
    }

    /// Adds a vector. On one or two axes those that are no better than it on any are dropped, if `accept` takes their label.
    pub(super) fn insert(&mut self, set: &mut Set, mine: &[u32; T], label: u32, accept: &impl Fn(u32) -> bool) {
        if set.root == NONE {
            set.root = self.leaves.len() as u32;
            self.leaves.push(Leaf::EMPTY);
        }
        let rounded = self.rounded(mine);
        let entry = Entry { least: rounded, most: rounded, number: label, exact: *mine };
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
            for place in places(none_worse(&leaf.axes, &entry.least, leaf.used, |theirs, mine| theirs < mine)) {
                let is_covered = leaf.exact[place].iter().zip(&entry.exact).all(|(theirs, mine)| theirs >= mine);
                if is_covered && accept(leaf.labels[place]) {
                    leaf.remove(place);
                }
            }
            return;
        }
        let branch = &self.branches[at as usize];
        for place in places(none_worse(&branch.most, &entry.least, branch.used, |theirs, mine| theirs < mine)) {
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
            let mut entries = full_and(|place| leaf.entry(place), *entry);
            let (halves, half) = split(&mut entries, [at, fresh]);
            *leaf = Leaf::of(&entries[..half]);
            self.leaves.push(Leaf::of(&entries[half..]));
            return Some(halves);
        }
        let branch = &mut self.branches[at as usize];
        let place = branch.nearest(&entry.least);
        for (t, mine) in entry.least.iter().enumerate() {
            branch.least[t][place] = branch.least[t][place].min(*mine);
            branch.most[t][place] = branch.most[t][place].max(*mine);
        }
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
