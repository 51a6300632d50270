//! The whole numbers in which lengths are held.

use super::topology::WIDTH;
use std::fmt::Debug;

/// The lengths at the positions of a block.
pub(crate) type Block<W> = [W; WIDTH as usize];

/// A length. Two that are no more than [`Ticks::INFINITY`] add up without overflow, and still compare as signed numbers, which
/// the vector units of plain x86-64 can do.
pub(crate) trait Ticks: Copy + Ord + Debug + Default + Send + Sync + 'static {
    /// No path.
    const INFINITY: Self;
    /// No path to any position of a block.
    const UNREACHED: Block<Self> = [Self::INFINITY; WIDTH as usize];

    fn of(ticks: u64) -> Option<Self>;

    fn ticks(self) -> u64;

    fn plus(self, other: Self) -> Self;

    /// Each of `lengths` becomes the least of itself and `by` plus what stands at the same place of `row`.
    fn relax(lengths: &mut Block<Self>, row: &Block<Self>, by: Self);
}

macro_rules! ticks {
    ($unsigned:ty, $signed:ty) => {
        impl Ticks for $unsigned {
            const INFINITY: $unsigned = <$signed>::MAX as $unsigned / 2;

            #[inline]
            fn of(ticks: u64) -> Option<$unsigned> {
                <$unsigned>::try_from(ticks).ok().filter(|ticks| *ticks < Self::INFINITY)
            }

            #[inline]
            fn ticks(self) -> u64 {
                u64::from(self)
            }

            #[inline]
            fn plus(self, other: $unsigned) -> $unsigned {
                self + other
            }

            #[inline(always)]
            fn relax(lengths: &mut Block<$unsigned>, row: &Block<$unsigned>, by: $unsigned) {
                // Read as a whole and written as a whole, or else no compiler makes one vector of it.
                let (old, row) = (*lengths, *row);
                *lengths = std::array::from_fn(|i| (old[i] as $signed).min((by + row[i]) as $signed) as $unsigned);
            }
        }
    };
}

ticks!(u32, i32);
ticks!(u64, i64);
