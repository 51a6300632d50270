//! Blocks of sixteen vectors or of the corners of sixteen blocks, compared at once.
//!
//! Corners are rounded to sixteen bits, so that eight fit where four exact totals would: a comparison that they fail, the exact ones fail.

use super::super::graph::NONE;
use std::ops::BitOr;

/// Entries in one block.
pub(super) const WIDTH: usize = 16;

/// Up to sixteen vectors, axis by axis, so that the compiler compares them side by side.
pub(super) type Axes<V, const T: usize> = [[V; WIDTH]; T];

#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<const T: usize> {
    pub(super) axes: Axes<i32, T>,
    pub(super) used: u32,
    pub(super) labels: [u32; WIDTH],
}

/// The corners of up to sixteen blocks below, rounded, so that eight are compared at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch<const T: usize> {
    pub(super) least: Axes<i16, T>,
    pub(super) used: u32,
    pub(super) below: [u32; WIDTH],
    pub(super) most: Axes<i16, T>,
}

/// Numbers without a sign in the order of numbers with one, which processors compare faster.
#[inline]
pub(super) fn signed(ticks: u32) -> i32 {
    (ticks ^ 0x8000_0000) as i32
}

/// A bit for each place, as wide as what is compared there: so compilers keep to vectors throughout.
pub(super) const NARROW: [u16; WIDTH] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
pub(super) const WIDE: [u32; WIDTH] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

/// The entries for which `worse(theirs, mine)` holds on no axis, as bits.
#[inline(always)]
pub(super) fn none_worse<V: Copy, B: Copy + Default + BitOr<Output = B> + Into<u32>, const T: usize>(
    axes: &Axes<V, T>,
    mine: &[V; T],
    mut left: [B; WIDTH],
    used: u32,
    worse: impl Fn(V, V) -> bool,
) -> u32 {
    for (theirs, mine) in axes.iter().zip(mine) {
        for (left, theirs) in left.iter_mut().zip(theirs) {
            *left = if worse(*theirs, *mine) { B::default() } else { *left };
        }
    }
    let left: u32 = left.into_iter().fold(B::default(), |bits, left| bits | left).into();
    left & ((1 << used) - 1)
}

/// The places of the bits, from the last one.
pub(super) fn places(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = 31u32.checked_sub(bits.leading_zeros())?;
        bits &= !(1 << place);
        Some(place as usize % WIDTH)
    })
}

/// A vector with its label, or a block; rounded corners, and of a vector what it is exactly.
#[derive(Clone, Copy)]
pub(super) struct Entry<const T: usize> {
    pub(super) least: [i16; T],
    pub(super) most: [i16; T],
    pub(super) number: u32,
    pub(super) exact: [i32; T],
}

impl<const T: usize> Leaf<T> {
    pub(super) const EMPTY: Leaf<T> = Leaf { axes: [[0; WIDTH]; T], labels: [NONE; WIDTH], used: 0 };

    pub(super) fn push(&mut self, entry: &Entry<T>) {
        self.put(self.used as usize, entry);
        self.used += 1;
    }

    pub(super) fn put(&mut self, place: usize, entry: &Entry<T>) {
        self.axes.iter_mut().zip(entry.exact).for_each(|(axis, value)| axis[place] = value);
        self.labels[place] = entry.number;
    }

    pub(super) fn remove(&mut self, place: usize) {
        self.used -= 1;
        let last = self.used as usize;
        self.axes.iter_mut().for_each(|axis| axis[place] = axis[last]);
        self.labels[place] = self.labels[last];
    }

    /// The axis on which the vectors of a full block and one more lie furthest apart, when ticks are scaled.
    pub(super) fn widest(&self, more: &[i32; T], scale: &[u64; T]) -> usize {
        let mut widest = (0, 0);
        for (axis, values) in self.axes.iter().enumerate() {
            let least = values.iter().fold(more[axis], |least, value| least.min(*value));
            let most = values.iter().fold(more[axis], |most, value| most.max(*value));
            widest = widest.max((u64::from(most.abs_diff(least)).saturating_mul(scale[axis]), axis));
        }
        widest.1
    }

    /// Parts the vectors of a full block and one more in the middle of an axis; returns the further half.
    pub(super) fn split(&mut self, entry: &Entry<T>, axis: usize) -> Leaf<T> {
        let value = |place: usize| if place < WIDTH { self.axes[axis][place] } else { entry.exact[axis] };
        let mut order: [i64; WIDTH + 1] =
            std::array::from_fn(|place| i64::from(value(place)) * (WIDTH as i64 + 1) + place as i64);
        order.select_nth_unstable(WIDTH / 2);
        let [mut first, mut second] = [Leaf::EMPTY; 2];
        for (i, key) in order.into_iter().enumerate() {
            let place = key.rem_euclid(WIDTH as i64 + 1) as usize;
            let half = if i < WIDTH / 2 { &mut first } else { &mut second };
            match place {
                WIDTH => half.push(entry),
                _ => half.push_from(self, place),
            }
        }
        *self = first;
        second
    }

    fn push_from(&mut self, other: &Leaf<T>, place: usize) {
        let at = self.used as usize;
        self.axes.iter_mut().zip(&other.axes).for_each(|(mine, theirs)| mine[at] = theirs[place]);
        self.labels[at] = other.labels[place];
        self.used += 1;
    }

    /// The least and the most of each axis.
    pub(super) fn corners(&self) -> [[i32; T]; 2] {
        let of = |t: usize| self.axes[t].iter().take(self.used as usize).copied();
        let least = std::array::from_fn(|t| of(t).fold(i32::MAX, i32::min));
        [least, std::array::from_fn(|t| of(t).fold(i32::MIN, i32::max))]
    }
}

impl<const T: usize> Branch<T> {
    pub(super) const EMPTY: Branch<T> =
        Branch { least: [[i16::MAX; WIDTH]; T], most: [[i16::MIN; WIDTH]; T], below: [NONE; WIDTH], used: 0 };

    pub(super) fn of(entries: &[Entry<T>]) -> Branch<T> {
        let mut branch = Branch::EMPTY;
        entries.iter().for_each(|entry| branch.push(entry));
        branch
    }

    pub(super) fn push(&mut self, entry: &Entry<T>) {
        self.put(self.used as usize, entry);
        self.used += 1;
    }

    pub(super) fn put(&mut self, place: usize, entry: &Entry<T>) {
        self.least.iter_mut().zip(entry.least).for_each(|(axis, value)| axis[place] = value);
        self.most.iter_mut().zip(entry.most).for_each(|(axis, value)| axis[place] = value);
        self.below[place] = entry.number;
    }

    pub(super) fn entry(&self, place: usize) -> Entry<T> {
        let [least, most] = [&self.least, &self.most].map(|axes| std::array::from_fn(|t| axes[t][place]));
        Entry { least, most, number: self.below[place], exact: [0; T] }
    }

    /// The block whose corners a vector moves the least.
    pub(super) fn nearest(&self, vector: &[i16; T]) -> usize {
        let mut moved = [0i16; WIDTH];
        for ((least, most), mine) in self.least.iter().zip(&self.most).zip(vector) {
            for (i, moved) in moved.iter_mut().enumerate() {
                let outside = least[i].saturating_sub(*mine).max(mine.saturating_sub(most[i]));
                *moved = moved.saturating_add(outside.max(0));
            }
        }
        let least = moved.into_iter().fold(i16::MAX, i16::min);
        let found = none_worse(&[moved], &[least], NARROW, self.used, |theirs, mine| theirs > mine);
        found.trailing_zeros() as usize % WIDTH
    }

    /// Moves the corners of a block so that a vector is between them.
    pub(super) fn widen(&mut self, place: usize, vector: &[i16; T]) {
        for ((least, most), mine) in self.least.iter_mut().zip(&mut self.most).zip(vector) {
            least[place] = least[place].min(*mine);
            most[place] = most[place].max(*mine);
        }
    }
}

/// Parts entries in two halves along the axis on which they lie furthest apart; each half as an entry of what is at that place.
pub(super) fn split<const T: usize>(entries: &mut [Entry<T>], places: [u32; 2]) -> ([Entry<T>; 2], usize) {
    let middle = |entry: &Entry<T>, t: usize| i32::from(entry.least[t]) + i32::from(entry.most[t]);
    let spread = |t: usize| {
        let range = entries.iter().map(|entry| middle(entry, t));
        range.clone().max().unwrap_or(0) - range.min().unwrap_or(0)
    };
    let axis = (0..T).max_by_key(|t| spread(*t)).unwrap_or(0);
    let half = entries.len() / 2;
    entries.select_nth_unstable_by_key(half, |entry| middle(entry, axis));
    let corners = |entries: &[Entry<T>], number: u32| {
        let least = |t: usize| entries.iter().map(|entry| entry.least[t]).min().unwrap_or(i16::MAX);
        let most = |t: usize| entries.iter().map(|entry| entry.most[t]).max().unwrap_or(i16::MIN);
        Entry { least: std::array::from_fn(least), most: std::array::from_fn(most), number, exact: [0; T] }
    };
    ([corners(&entries[..half], places[0]), corners(&entries[half..], places[1])], half)
}

/// The places of a full block and one more.
pub(super) fn full_and<const T: usize>(entry: impl Fn(usize) -> Entry<T>, more: Entry<T>) -> [Entry<T>; WIDTH + 1] {
    std::array::from_fn(|place| if place < WIDTH { entry(place) } else { more })
}
