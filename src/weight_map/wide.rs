//! Whole numbers of 256 bits: as many as the corner of four cells takes (see `lines`).

use std::cmp::Ordering;
use std::ops::{Add, Neg};

/// A signed number in two's complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide {
    high: i128,
    low: u128,
}

impl Wide {
    pub(super) const ZERO: Wide = Wide { high: 0, low: 0 };

    /// The product with a factor. Products have to fit 255 bits, which tests of the callers see to: overflow panics there.
    pub(super) fn times(self, factor: i128) -> Wide {
        let negative = (self.high < 0) != (factor < 0);
        let (mine, factor) = (if self.high < 0 { -self } else { self }, factor.unsigned_abs());
        let (carry, low) = full_product(mine.low, factor);
        // Both are below 2^127 in size, so that the cast keeps them.
        let high = carry as i128 + mine.high * factor as i128;
        let product = Wide { high, low };
        if negative { -product } else { product }
    }

    pub(super) fn sign(self) -> Ordering {
        self.cmp(&Wide::ZERO)
    }

    /// The number, if it is not negative and fits.
    pub(super) fn to_u128(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    /// The nearest float, but for the last two bits.
    pub(super) fn to_f64(self) -> f64 {
        if self.high < 0 {
            return -(-self).to_f64();
        }
        self.high as f64 * 2f64.powi(128) + self.low as f64
    }
}

/// The product of two numbers in two halves, the high one first.
fn full_product(a: u128, b: u128) -> (u128, u128) {
    const HALF: u128 = u64::MAX as u128;
    let [a1, a0, b1, b0] = [a >> 64, a & HALF, b >> 64, b & HALF];
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 64);
    let other = a0 * b1 + (middle & HALF);
    (a1 * b1 + (middle >> 64) + (other >> 64), other << 64 | low & HALF)
}

impl From<i128> for Wide {
    fn from(value: i128) -> Wide {
        Wide { high: value >> 127, low: value as u128 }
    }
}

impl Add for Wide {
    type Output = Wide;
    fn add(self, other: Wide) -> Wide {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide { high: self.high + other.high + i128::from(carry), low }
    }
}

impl Neg for Wide {
    type Output = Wide;
    fn neg(self) -> Wide {
        let (low, carry) = (!self.low).overflowing_add(1);
        Wide { high: !self.high + i128::from(carry), low }
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Wide) -> Ordering {
        (self.high, self.low).cmp(&(other.high, other.low))
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Wide) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_meet() {
        let top = Wide::from(i128::MAX);
        assert_eq!(top.times(-1), -top);
        assert_eq!(top.times(2) + Wide::from(2), Wide { high: 1, low: 0 });
        assert_eq!((-top).times(4), Wide { high: -2, low: 4 });
        assert_eq!(Wide::from(-1).to_f64(), -1.0);
        assert_eq!(top.times(i128::MAX).to_f64(), 2f64.powi(254));
    }

    proptest! {
        #[test]
        fn as_narrow_numbers_are(a in any::<i64>(), b in any::<i64>(), c in any::<i128>()) {
            let c = c >> 2;
            let (x, y) = (i128::from(a), i128::from(b));
            prop_assert_eq!(Wide::from(x).times(y), Wide::from(x * y));
            prop_assert_eq!(Wide::from(x) + Wide::from(-c), Wide::from(x - c));
            prop_assert_eq!(Wide::from(x).cmp(&Wide::from(c)), x.cmp(&c));
        }

        /// Of three factors, those of which the narrow product is made and those of which it is not.
        #[test]
        fn products_distribute(a in any::<i128>(), b in any::<i128>(), c in any::<i64>()) {
            let (a, b, c) = (a >> 2, b >> 2, i128::from(c >> 2));
            let split = Wide::from(a).times(b - c) + Wide::from(a).times(c);
            prop_assert_eq!(Wide::from(a).times(b), split);
            prop_assert_eq!(Wide::from(a).times(b), Wide::from(b).times(a));
            prop_assert_eq!(Wide::from(c).times(b).times(c), Wide::from(b).times(c * c));
            let float = a as f64 * b as f64;
            prop_assert!((Wide::from(a).times(b).to_f64() - float).abs() <= float.abs() * 1e-15);
        }
    }
}
