//! A quantity with its unit, for limits.

use crate::cost::Criterion;
use crate::units::{Hours, KilogramsCo2e, Kilometres, RiskPoints, UsDollars};

/// A quantity for [`Trip::at_most`](crate::Trip::at_most): `km(4_000)`, `hours(500)` or `days(21)`, `usd(6_000)`, `points(10)`,
/// `kg_co2e(5_000)`, and a plain number of crossings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    criterion: Criterion,
    value: f64,
}

macro_rules! amount {
    ($($unit:ty => $criterion:ident),*) => {$(
        impl From<$unit> for Amount {
            fn from(quantity: $unit) -> Amount {
                Amount { criterion: Criterion::$criterion, value: quantity.value() }
            }
        }
    )*};
}

amount!(Kilometres => Distance, Hours => Time, UsDollars => Cost, RiskPoints => Risk, KilogramsCo2e => Emissions);

impl From<u32> for Amount {
    /// So many crossings.
    fn from(crossings: u32) -> Amount {
        Amount { criterion: Criterion::Crossings, value: f64::from(crossings) }
    }
}

impl Amount {
    /// The criterion that is measured in its unit.
    pub(crate) fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// Whole ticks of no more than the quantity; `None` if it is negative or no number.
    pub(crate) fn ticks(&self) -> Option<u64> {
        let ticks = self.value * f64::from(self.criterion.ticks_per_unit());
        // What was ticks before comes back as itself: the sum is off by much less than a millionth of a tick.
        (self.value >= 0.0).then_some((ticks + 1e-6).floor() as u64)
    }

    pub(crate) fn value(&self) -> f64 {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{days, points, usd};

    #[test]
    fn ticks_come_back_as_themselves() {
        for ticks in (0..5_000_000u32).step_by(97).chain([u32::MAX]) {
            for criterion in [Criterion::Cost, Criterion::Time, Criterion::Risk] {
                let value = f64::from(ticks) / f64::from(criterion.ticks_per_unit());
                assert_eq!(Amount { criterion, value }.ticks(), Some(u64::from(ticks)));
            }
        }
        assert_eq!(Amount::from(usd(19.999)).ticks(), Some(1_999));
        assert_eq!(Amount::from(days(21)).ticks(), Some(21 * 86_400));
        assert_eq!(Amount::from(points(-1)).ticks(), None);
        assert_eq!(Amount::from(points(f64::NAN)).ticks(), None);
        assert_eq!(Amount::from(points(f64::INFINITY)).ticks(), Some(u64::MAX));
        assert_eq!(Amount::from(3).ticks(), Some(3));
    }
}
