//! The greatest number that divides all lengths: counted in it they need fewer bits.

use super::customize::CLOSED;

/// A number of ticks, and how to tell quickly how many times it goes into others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    shift: u32,
    odd: u64,
    /// What `odd` times this leaves is 1, modulo 2^64.
    inverse: u64,
    /// How many times `odd` goes into the largest number.
    most: u64,
}

impl Unit {
    /// The greatest unit of some lengths, of which those of closed arcs do not count; one tick where nothing is long.
    pub(crate) fn of(lengths: &[u64]) -> Unit {
        // A length of nothing is divided by all numbers.
        let open = || lengths.iter().copied().filter(|length| ![0, CLOSED].contains(length));
        let Some(first) = open().next() else { return Unit::new(0, 1) };
        let shift = open().fold(0, |all, length| all | length).trailing_zeros();
        let mut unit = Unit::new(shift, first >> shift);
        for length in open() {
            if unit.odd != 1 && unit.counted(length).is_none() {
                unit = Unit::new(shift, greatest_divisor(unit.odd, length >> shift));
            }
        }
        unit
    }

    fn new(shift: u32, divisor: u64) -> Unit {
        // All twos that divide every length are in the shift.
        let odd = divisor >> divisor.trailing_zeros();
        // Each step of Newton's doubles the bits that are right; three are at the start.
        let inverse = (0..5).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))));
        Unit { shift, odd, inverse, most: u64::MAX / odd }
    }

    /// How many units a length has; `None` if it is not a whole number of them.
    #[inline]
    pub(crate) fn counted(self, ticks: u64) -> Option<u64> {
        let count = (ticks >> self.shift).wrapping_mul(self.inverse);
        // Of numbers that are no multiple the product is larger than any quotient.
        (count <= self.most && ticks.trailing_zeros() >= self.shift).then_some(count)
    }

    /// The ticks of so many units.
    #[inline]
    pub(crate) fn ticks(self, count: u64) -> u64 {
        (count * self.odd) << self.shift
    }

    /// How many units, rounded down, so many ticks have.
    pub(crate) fn within(self, ticks: u64) -> u64 {
        (ticks >> self.shift) / self.odd
    }
}

fn greatest_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::oracle::config;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(300))]

        #[test]
        fn the_unit_divides_all_and_nothing_greater_does(
            counts in vec(prop_oneof![0..50u64, Just(CLOSED)], 0..6),
            by in prop_oneof![1..20u64, Just(1 << 20), Just(34_359_738), any::<u32>().prop_map(|by| u64::from(by).max(1))],
            other in any::<u64>(),
        ) {
            let ticks: Vec<u64> = counts.iter().map(|count| if *count == CLOSED { CLOSED } else { count * by }).collect();
            let unit = Unit::of(&ticks);
            let open = || ticks.iter().filter(|ticks| **ticks != CLOSED);
            let expected = open().fold(0, |unit, ticks| greatest_divisor(unit, *ticks)).max(1);
            prop_assert_eq!(unit.ticks(1), expected);
            for ticks in open().copied().chain([other, other / expected * expected]) {
                prop_assert_eq!(unit.counted(ticks), (ticks % expected == 0).then_some(ticks / expected));
                prop_assert_eq!(unit.within(ticks), ticks / expected);
            }
        }
    }
}
