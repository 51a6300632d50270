//! Numbers that look random and are the same in every run.

/// A fixed sequence of numbers: the multiplier of Knuth's MMIX.
pub struct Sequence(pub u64);

impl Sequence {
    /// The next one, from 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0) * end as u128) >> 64) as usize
    }
}
