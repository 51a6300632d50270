//! What a route costs on each axis: the closed set of criteria and the vector of ticks.

use std::fmt;
use std::ops::{Add, AddAssign, Index};

/// An axis on which routes are compared. The order is the order of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Criterion {
    /// Kilometres along the links; counted in metres.
    Distance,
    /// Hours running, at borders and in transfers; counted in seconds.
    Time,
    /// US$ per forty-foot container: rates, border fees, handling; counted in cents.
    Cost,
    /// Controlled borders passed.
    Crossings,
    /// Points of exposure (see [`RiskPoints`](crate::RiskPoints)); counted in thousandths.
    Risk,
    /// Kilograms of CO2 equivalent, well to wheel, per forty-foot container of 20 t; counted in grams.
    Emissions,
}

use Criterion::{Cost, Crossings, Distance, Emissions, Risk, Time};

impl Criterion {
    /// All six, in the order of ties.
    pub const ALL: [Criterion; 6] = [Distance, Time, Cost, Crossings, Risk, Emissions];

    /// The name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Distance => "distance",
            Time => "time",
            Cost => "cost",
            Crossings => "crossings",
            Risk => "risk",
            Emissions => "emissions",
        }
    }

    /// The criterion of that name, in any case.
    ///
    /// ```
    /// use corridor::Criterion;
    /// assert_eq!(Criterion::from_name("Risk"), Some(Criterion::Risk));
    /// assert_eq!(Criterion::from_name("beauty"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Criterion> {
        Criterion::ALL.into_iter().find(|c| c.name().eq_ignore_ascii_case(name))
    }

    /// The unit in which people read it: `km`, `h`, `US$`, `border`, `point`, `kg CO2e`.
    pub fn unit(self) -> &'static str {
        match self {
            Distance => "km",
            Time => "h",
            Cost => "US$",
            Crossings => "border",
            Risk => "point",
            Emissions => "kg CO2e",
        }
    }

    /// How many ticks make one unit: 1000 metres, 3600 seconds, 100 cents, 1, 1000 milli-points, 1000 grams.
    pub const fn ticks_per_unit(self) -> u32 {
        match self {
            Distance | Risk | Emissions => 1000,
            Time => 3600,
            Cost => 100,
            Crossings => 1,
        }
    }

    /// The ticks of a value in units, rounded half up; values beyond the range of ticks stop at its end.
    pub(crate) fn ticks(self, units: f64) -> u32 {
        // A float-to-integer cast saturates, and takes NaN to 0; validation has let neither through.
        (units * f64::from(self.ticks_per_unit()) + 0.5).floor() as u32
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One whole number of ticks for each criterion.
///
/// ```
/// use corridor::{CostVector, Criterion::*};
/// let a = CostVector::new([1_000, 60, 0, 0, 0, 0]);
/// let b = CostVector::new([1_000, 90, 0, 0, 0, 0]);
/// assert!(a.dominates(&b) && !b.dominates(&a) && !a.dominates(&a));
/// assert_eq!(a[Distance], 1_000); // metres
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CostVector(pub(crate) [u32; 6]);

impl CostVector {
    /// Nothing on every axis.
    pub const ZERO: CostVector = CostVector([0; 6]);

    /// Ticks in the order of [`Criterion::ALL`].
    pub const fn new(ticks: [u32; 6]) -> CostVector {
        CostVector(ticks)
    }

    /// Ticks in the order of [`Criterion::ALL`].
    pub const fn ticks(&self) -> [u32; 6] {
        self.0
    }

    /// The value on one axis in its unit (kilometres, hours, US$, borders, points, kilograms).
    pub fn value(&self, criterion: Criterion) -> f64 {
        f64::from(self[criterion]) / f64::from(criterion.ticks_per_unit())
    }

    /// No worse on any axis and better on one.
    pub fn dominates(&self, other: &CostVector) -> bool {
        self != other && self.0.iter().zip(&other.0).all(|(mine, theirs)| mine <= theirs)
    }

    /// The lesser of two vectors on each axis by itself.
    pub(crate) fn least(self, other: CostVector) -> CostVector {
        CostVector(std::array::from_fn(|i| self.0[i].min(other.0[i])))
    }

    /// This vector with one axis replaced.
    pub(crate) const fn with(mut self, criterion: Criterion, ticks: u32) -> CostVector {
        self.0[criterion as usize] = ticks;
        self
    }
}

impl Index<Criterion> for CostVector {
    type Output = u32;
    #[inline]
    fn index(&self, criterion: Criterion) -> &u32 {
        &self.0[criterion as usize]
    }
}

impl Add for CostVector {
    type Output = CostVector;
    /// Axis by axis, stopping at the largest tick instead of wrapping.
    #[inline]
    fn add(self, other: CostVector) -> CostVector {
        let mut sum = self.0;
        for (mine, theirs) in sum.iter_mut().zip(other.0) {
            *mine = mine.saturating_add(theirs);
        }
        CostVector(sum)
    }
}

impl AddAssign for CostVector {
    fn add_assign(&mut self, other: CostVector) {
        *self = *self + other;
    }
}

impl std::iter::Sum for CostVector {
    fn sum<I: Iterator<Item = CostVector>>(vectors: I) -> CostVector {
        vectors.fold(CostVector::ZERO, Add::add)
    }
}
