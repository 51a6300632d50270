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

/// Up to sixteen vectors, axis by axis, so that the compiler compares them side by side.
type Axes<const T: usize> = [[i32; WIDTH]; T];

#[derive(Clone, Copy, Debug)]
struct Leaf<const T: usize> {
    axes: Axes<T>,
    labels: [u32; WIDTH],
    used: u32,
}

/// The corners of up to sixteen blocks below.
#[derive(Clone, Copy, Debug)]
struct Branch<const T: usize> {
    least: Axes<T>,
    most: Axes<T>,
    below: [u32; WIDTH],
    used: u32,
}

/// All sets of a search.
#[derive(Clone, Debug)]
pub(super) struct Sets<const T: usize> {
    leaves: Vec<Leaf<T>>,
    branches: Vec<Branch<T>>,
    /// What makes the axes comparable.
    scale: [f32; T],
}

/// Numbers without a sign in the order of numbers with one, which processors compare faster.
#[inline]
pub(super) fn signed(ticks: u32) -> i32 {
    (ticks ^ 0x8000_0000) as i32
}

/// The entries for which `worse(theirs, mine)` holds on no axis, as bits.
#[inline(always)]
fn none_worse<const T: usize>(axes: &Axes<T>, mine: &[i32; T], worse: impl Fn(i32, i32) -> bool) -> u32 {
    let mut failed = [0i32; WIDTH];
    for (theirs, mine) in axes.iter().zip(mine) {
        for (failed, theirs) in failed.iter_mut().zip(theirs) {
            *failed |= -i32::from(worse(*theirs, *mine));
        }
    }
    // Each place has a bit of its own, so that bits are put together in a vector too.
    failed.iter().enumerate().fold(0, |bits, (i, failed)| bits | (!failed & (1 << i))) as u32
}

/// The places of the bits, from the last one.
fn places(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = 31u32.checked_sub(bits.leading_zeros())?;
        bits &= !(1 << place);
        Some(place as usize)
    })
}

/// A vector or a block, with its corners.
type Entry<const T: usize> = ([i32; T], [i32; T], u32);

impl<const T: usize> Leaf<T> {
    const EMPTY: Leaf<T> = Leaf { axes: [[i32::MAX; WIDTH]; T], labels: [NONE; WIDTH], used: 0 };

    fn put(&mut self, place: usize, vector: &[i32; T], label: u32) {
        self.axes.iter_mut().zip(vector).for_each(|(axis, value)| axis[place] = *value);
        self.labels[place] = label;
    }

    fn remove(&mut self, place: usize) {
        self.used -= 1;
        let last = self.used as usize;
        let vector: [i32; T] = std::array::from_fn(|t| self.axes[t][last]);
        let label = self.labels[last];
        self.put(place, &vector, label);
        self.put(last, &[i32::MAX; T], NONE);
    }

    fn entries(&self) -> impl Iterator<Item = Entry<T>> + '_ {
        (0..self.used as usize).map(|i| {
            let vector = std::array::from_fn(|t| self.axes[t][i]);
            (vector, vector, self.labels[i])
        })
    }
}

impl<const T: usize> Branch<T> {
    const EMPTY: Branch<T> =
        Branch { least: [[i32::MAX; WIDTH]; T], most: [[i32::MIN; WIDTH]; T], below: [NONE; WIDTH], used: 0 };

    fn put(&mut self, place: usize, (least, most, below): &Entry<T>) {
        self.least.iter_mut().zip(least).for_each(|(axis, value)| axis[place] = *value);
        self.most.iter_mut().zip(most).for_each(|(axis, value)| axis[place] = *value);
        self.below[place] = *below;
    }

    fn entries(&self) -> impl Iterator<Item = Entry<T>> + '_ {
        (0..self.used as usize).map(|i| {
            (std::array::from_fn(|t| self.least[t][i]), std::array::from_fn(|t| self.most[t][i]), self.below[i])
        })
    }

    /// The block whose corners a vector moves the least.
    fn nearest(&self, vector: &[i32; T], scale: &[f32; T]) -> usize {
        let mut moved = [0f32; WIDTH];
        for t in 0..T {
            for (i, moved) in moved.iter_mut().enumerate() {
                let below = self.least[t][i].saturating_sub(vector[t]).max(0) as f32;
                let above = vector[t].saturating_sub(self.most[t][i]).max(0) as f32;
                *moved += (below + above) * scale[t];
            }
        }
        (0..self.used as usize).min_by(|a, b| moved[*a].total_cmp(&moved[*b])).unwrap_or(0)
    }
}

/// Parts entries in two halves along the axis on which they lie furthest apart.
fn split<const T: usize>(entries: &mut [Entry<T>], scale: &[f32; T]) -> usize {
    let middle = |entry: &Entry<T>, t: usize| entry.0[t] as f32 * 0.5 + entry.1[t] as f32 * 0.5;
    let spread = |t: usize| {
        let range = entries.iter().map(|entry| middle(entry, t));
        (range.clone().fold(f32::MIN, f32::max) - range.fold(f32::MAX, f32::min)) * scale[t]
    };
    let axis = (0..T).max_by(|a, b| spread(*a).total_cmp(&spread(*b))).unwrap_or(0);
    entries.sort_unstable_by(|a, b| middle(a, axis).total_cmp(&middle(b, axis)));
    entries.len() / 2
}

fn corners<const T: usize>(entries: &[Entry<T>], below: u32) -> Entry<T> {
    let least = |t: usize| entries.iter().map(|entry| entry.0[t]).min().unwrap_or(i32::MAX);
    let most = |t: usize| entries.iter().map(|entry| entry.1[t]).max().unwrap_or(i32::MIN);
    (std::array::from_fn(least), std::array::from_fn(most), below)
}

impl<const T: usize> Sets<T> {
    /// No sets yet; `typical` is a vector of the size that vectors will have.
    pub(super) fn new(typical: [u32; T]) -> Sets<T> {
        Sets { leaves: Vec::new(), branches: Vec::new(), scale: typical.map(|ticks| 1.0 / (ticks as f32 + 1.0)) }
    }

    /// A label of the set that is no worse than `mine` on any axis and that `accept` takes.
    #[inline]
    pub(super) fn covering(&self, set: Set, mine: &[i32; T], accept: &impl Fn(u32) -> bool) -> Option<u32> {
        if set.root == NONE {
            return None;
        }
        self.covering_below(set.root, set.height, mine, accept)
    }

    fn covering_below(&self, at: u32, height: u32, mine: &[i32; T], accept: &impl Fn(u32) -> bool) -> Option<u32> {
        if height == 0 {
            let leaf = &self.leaves[at as usize];
            let found = none_worse(&leaf.axes, mine, |theirs, mine| theirs > mine);
            return places(found).map(|place| leaf.labels[place]).find(|label| *label != NONE && accept(*label));
        }
        let branch = &self.branches[at as usize];
        let found = none_worse(&branch.least, mine, |theirs, mine| theirs > mine);
        places(found)
            .filter(|place| branch.below[*place] != NONE)
            .find_map(|place| self.covering_below(branch.below[place], height - 1, mine, accept))
    }

    /// Adds a vector. On one or two axes those that are no better than it on any are dropped, if `accept` takes their label.
    pub(super) fn insert(&mut self, set: &mut Set, mine: &[i32; T], label: u32, accept: &impl Fn(u32) -> bool) {
        if set.root == NONE {
            set.root = self.leaves.len() as u32;
            self.leaves.push(Leaf::EMPTY);
        }
        // With more axes few vectors are ever dropped, and looking for them takes longer than it saves.
        if T <= MOST_DROPPED {
            self.drop_covered(set.root, set.height, mine, accept);
        }
        let Some((old, new)) = self.insert_below(set.root, set.height, mine, label) else { return };
        let mut root = Branch { used: 2, ..Branch::EMPTY };
        root.put(0, &old);
        root.put(1, &new);
        *set = Set { root: self.branches.len() as u32, height: set.height + 1 };
        self.branches.push(root);
    }

    fn drop_covered(&mut self, at: u32, height: u32, mine: &[i32; T], accept: &impl Fn(u32) -> bool) {
        if height == 0 {
            let leaf = &mut self.leaves[at as usize];
            // From the last place on, since the last vector moves into the gap.
            for place in places(none_worse(&leaf.axes, mine, |theirs, mine| theirs < mine)) {
                if leaf.labels[place] != NONE && accept(leaf.labels[place]) {
                    leaf.remove(place);
                }
            }
            return;
        }
        for place in places(none_worse(&self.branches[at as usize].most, mine, |theirs, mine| theirs < mine)) {
            let below = self.branches[at as usize].below[place];
            if below != NONE {
                self.drop_covered(below, height - 1, mine, accept);
            }
        }
    }

    /// Adds a vector below a block. If the block is full it becomes two, which are returned with their corners.
    fn insert_below(&mut self, at: u32, height: u32, mine: &[i32; T], label: u32) -> Option<(Entry<T>, Entry<T>)> {
        if height == 0 {
            let leaf = &mut self.leaves[at as usize];
            if (leaf.used as usize) < WIDTH {
                leaf.put(leaf.used as usize, mine, label);
                leaf.used += 1;
                return None;
            }
            let mut entries: Vec<Entry<T>> = leaf.entries().chain([(*mine, *mine, label)]).collect();
            let half = split(&mut entries, &self.scale);
            let fresh = self.leaves.len() as u32;
            let [old, new] = [&entries[..half], &entries[half..]].map(|half| {
                let mut leaf = Leaf { used: half.len() as u32, ..Leaf::EMPTY };
                half.iter().enumerate().for_each(|(i, entry)| leaf.put(i, &entry.0, entry.2));
                leaf
            });
            self.leaves[at as usize] = old;
            self.leaves.push(new);
            return Some((corners(&entries[..half], at), corners(&entries[half..], fresh)));
        }
        let branch = &mut self.branches[at as usize];
        let place = branch.nearest(mine, &self.scale);
        for (t, mine) in mine.iter().enumerate() {
            branch.least[t][place] = branch.least[t][place].min(*mine);
            branch.most[t][place] = branch.most[t][place].max(*mine);
        }
        let below = branch.below[place];
        let (old, new) = self.insert_below(below, height - 1, mine, label)?;
        let branch = &mut self.branches[at as usize];
        branch.put(place, &old);
        if (branch.used as usize) < WIDTH {
            branch.put(branch.used as usize, &new);
            branch.used += 1;
            return None;
        }
        let mut entries: Vec<Entry<T>> = branch.entries().chain([new]).collect();
        let half = split(&mut entries, &self.scale);
        let fresh = self.branches.len() as u32;
        let [old, new] = [&entries[..half], &entries[half..]].map(|half| {
            let mut branch = Branch { used: half.len() as u32, ..Branch::EMPTY };
            half.iter().enumerate().for_each(|(i, entry)| branch.put(i, entry));
            branch
        });
        self.branches[at as usize] = old;
        self.branches.push(new);
        Some((corners(&entries[..half], at), corners(&entries[half..], fresh)))
    }

    #[cfg(test)]
    fn labels(&self, at: u32, height: u32) -> Vec<u32> {
        match (at, height) {
            (NONE, _) => Vec::new(),
            (_, 0) => self.leaves[at as usize].entries().map(|entry| entry.2).collect(),
            _ => self.branches[at as usize].entries().flat_map(|entry| self.labels(entry.2, height - 1)).collect(),
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
            let (mut sets, mut set) = (Sets::<2>::new([20; 2]), Set::EMPTY);
            let mut list: Vec<([u32; 2], u32)> = Vec::new();
            for (label, (vector, kind)) in steps.into_iter().enumerate() {
                let mine = vector.map(signed);
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
