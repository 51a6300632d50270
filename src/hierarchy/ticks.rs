//! The whole numbers in which lengths are held.

use super::topology::WIDTH;
use std::fmt::Debug;

/// The lengths at the positions of a block.
pub(crate) type Block<W> = [W; WIDTH as usize];

/// A length, or several side by side. Two that are no more than [`Sums::INFINITY`] add up without overflow, and still compare as signed
/// numbers, which the vector units of plain x86-64 can do.
pub(crate) trait Sums: Copy + Default + Send + Sync + 'static {
    /// No path.
    const INFINITY: Self;
    /// No path to any position of a block.
    const UNREACHED: Block<Self> = [Self::INFINITY; WIDTH as usize];

    fn least(self, other: Self) -> Self;

    /// Each of `lengths` becomes the least of itself and `by` plus what stands at the same place of `row`.
    fn relax(lengths: &mut Block<Self>, row: &Block<Self>, by: Self);
}

/// One length.
pub(crate) trait Ticks: Sums + Ord + Debug {
    fn of(ticks: u64) -> Option<Self>;

    fn ticks(self) -> u64;

    fn plus(self, other: Self) -> Self;
}

/// A number whose bits can be read as those of a float.
trait Bits: Copy {
    type Float: Copy + PartialOrd;

    fn float(self) -> Self::Float;

    fn whole(float: Self::Float) -> Self;
}

/// The lesser of numbers, of which `old` are no more than [`Sums::INFINITY`] and `sum` no more than twice that.
///
/// By their bits read as floats: these come in the same order, and plain x86-64 has a minimum of floats in one step, but of integers in four or
/// not at all. A sum beyond all floats is no number, and so not less.
#[inline(always)]
fn lesser<W: Bits, const N: usize>(sum: [W; N], old: [W; N]) -> [W; N] {
    let (sum, old) = (sum.map(W::float), old.map(W::float));
    // Chosen among floats and only then read as whole numbers, or else no compiler sees the minimum.
    let least: [W::Float; N] = std::array::from_fn(|i| if sum[i] < old[i] { sum[i] } else { old[i] });
    least.map(W::whole)
}

/// How many metrics one sweep works in at most.
pub(crate) const SEVERAL: usize = 4;

impl Sums for [u32; SEVERAL] {
    const INFINITY: [u32; SEVERAL] = [u32::INFINITY; SEVERAL];

    #[inline(always)]
    fn least(self, other: [u32; SEVERAL]) -> [u32; SEVERAL] {
        std::array::from_fn(|i| self[i].least(other[i]))
    }

    #[inline(always)]
    fn relax(lengths: &mut Block<[u32; SEVERAL]>, row: &Block<[u32; SEVERAL]>, by: [u32; SEVERAL]) {
        for (lengths, row) in lengths.iter_mut().zip(row) {
            let (old, row) = (*lengths, *row);
            *lengths = lesser(std::array::from_fn(|i| by[i] + row[i]), old);
        }
    }
}

macro_rules! ticks {
    ($unsigned:ty, $signed:ty, $float:ty) => {
        impl Sums for $unsigned {
            const INFINITY: $unsigned = <$signed>::MAX as $unsigned / 2;

            #[inline(always)]
            fn least(self, other: $unsigned) -> $unsigned {
                self.min(other)
            }

            #[inline(always)]
            fn relax(lengths: &mut Block<$unsigned>, row: &Block<$unsigned>, by: $unsigned) {
                // Read as a whole and written as a whole, or else no compiler makes one vector of it.
                let (old, row) = (*lengths, *row);
                *lengths = lesser(row.map(|length| by + length), old);
            }
        }

        impl Bits for $unsigned {
            type Float = $float;

            #[inline(always)]
            fn float(self) -> $float {
                <$float>::from_bits(self)
            }

            #[inline(always)]
            fn whole(float: $float) -> $unsigned {
                float.to_bits()
            }
        }

        impl Ticks for $unsigned {
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
        }
    };
}

ticks!(u32, i32, f32);
ticks!(u64, i64, f64);
