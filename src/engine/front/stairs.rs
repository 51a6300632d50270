//! The least totals at a state: one number with two criteria, a staircase with three.
//!
//! Labels are settled by the first total, so the others say whether one is beaten: of two criteria one total is left (BOA*: Hernandez and
//! others, Artificial Intelligence 314, 2023), of three two. Of two totals what nothing beats is a staircase, the one rising as the other
//! falls, in which one step decides (Kung, Luccio, Preparata, "On finding the maxima of a set of vectors", Journal of the ACM 22, 1975).

/// The totals of two criteria or of three, in lexicographic order.
pub(super) trait Totals: Copy + Ord {
    const COUNT: usize;
    /// What is kept at a state.
    type Stairs: Stairs<Self>;

    /// The first of some totals.
    fn new(totals: [u32; 3]) -> Self;

    fn totals(self) -> [u32; 3];

    /// The sums; `None` where one does not fit.
    #[inline]
    fn plus(self, more: Self) -> Option<Self> {
        let (mine, more) = (self.totals(), more.totals());
        Some(Self::new([mine[0].checked_add(more[0])?, mine[1].checked_add(more[1])?, mine[2].checked_add(more[2])?]))
    }
}

/// What nothing beats of the totals after the first.
pub(super) trait Stairs<K>: Clone + Default {
    /// Whether something here is no more on any of them.
    fn cover(&self, totals: K) -> bool;

    /// Adds what is not covered.
    fn add(&mut self, totals: K);
}

impl Totals for u64 {
    const COUNT: usize = 2;
    type Stairs = Least;

    #[inline]
    fn new([first, second, _]: [u32; 3]) -> u64 {
        u64::from(first) << 32 | u64::from(second)
    }

    #[inline]
    fn totals(self) -> [u32; 3] {
        [(self >> 32) as u32, self as u32, 0]
    }
}

impl Totals for (u64, u32) {
    const COUNT: usize = 3;
    type Stairs = Staircase;

    #[inline]
    fn new([first, second, third]: [u32; 3]) -> (u64, u32) {
        (u64::from(first) << 32 | u64::from(second), third)
    }

    #[inline]
    fn totals(self) -> [u32; 3] {
        [(self.0 >> 32) as u32, self.0 as u32, self.1]
    }
}

/// The least second total.
#[derive(Clone, Copy)]
pub(super) struct Least(u32);

impl Default for Least {
    fn default() -> Least {
        Least(u32::MAX)
    }
}

impl Stairs<u64> for Least {
    #[inline]
    fn cover(&self, totals: u64) -> bool {
        self.0 <= totals as u32
    }

    #[inline]
    fn add(&mut self, totals: u64) {
        self.0 = totals as u32;
    }
}

/// Second and third totals, the second ones rising, the third ones falling.
#[derive(Clone, Default)]
pub(super) struct Staircase(Vec<(u32, u32)>);

impl Stairs<(u64, u32)> for Staircase {
    #[inline]
    fn cover(&self, (totals, third): (u64, u32)) -> bool {
        let after = self.0.partition_point(|step| step.0 <= totals as u32);
        after > 0 && self.0[after - 1].1 <= third
    }

    #[inline]
    fn add(&mut self, (totals, third): (u64, u32)) {
        let step = (totals as u32, third);
        let first = self.0.partition_point(|other| other.0 < step.0);
        let covered = self.0[first..].iter().take_while(|other| other.1 >= third).count();
        if covered == 0 {
            self.0.insert(first, step);
        } else {
            self.0[first] = step;
            self.0.drain(first + 1..first + covered);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list.
        #[test]
        fn staircases_cover_what_is_no_less(steps in prop::collection::vec((0..30u32, 0..30u32), 0..200)) {
            let mut stairs = Staircase::default();
            let mut list: Vec<(u32, u32)> = Vec::new();
            for (second, third) in steps {
                let covered = list.iter().any(|other| other.0 <= second && other.1 <= third);
                prop_assert_eq!(stairs.cover(Totals::new([7, second, third])), covered);
                if !covered {
                    list.retain(|other| other.0 < second || other.1 < third);
                    list.push((second, third));
                    stairs.add(Totals::new([7, second, third]));
                }
                list.sort_unstable();
                prop_assert_eq!(&stairs.0, &list);
            }
        }
    }
}
