//! A box of exchange rates: which weights are open, and how far.

use crate::cost::Criterion;
use crate::weights::Weights;
use std::fmt;
use std::ops::RangeInclusive;

/// How far a weight ranges unless something else is said: from a quarter to four times its rate.
pub(crate) const FACTOR: f64 = 4.0;
/// Weights that a map shows at most.
pub(crate) const FREE: usize = 3;

/// Exchange rates of which one to three are open, each within a range; the others stay as they are.
///
/// Rates are in units of the weights: if US$ weigh 1, then the rate of time is US$ an hour. Within its range every ratio counts alike
/// (log-uniform): from 5 to 10 lies as much of the box as from 10 to 20.
///
/// ```
/// use corridor::{Criterion::*, Preset, WeightBox};
/// // An hour may be worth 3.125 to 50 US$, a point of risk 1 to 20 US$.
/// let weights = Preset::GeneralisedCost.weights();
/// let rates = WeightBox::around(&weights).free(Time).range(Risk, 1.0..=20.0);
/// assert!(rates.to_string().starts_with("time 3.125 to 50 US$ per h, risk 1 to 20 US$ per point"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WeightBox {
    rates: [f64; 6],
    ranges: [Option<(f64, f64)>; 6],
}

/// Why there is no map of who wins for which weights.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightBoxError {
    /// No weight of the box is open.
    #[error("no weight of the box is free; name one to three with `free` or `range`")]
    NoFreeWeight,
    /// More weights are open than a map shows.
    #[error("{count} weights of the box are free; a map shows three at the most, so fix the others")]
    TooManyFree {
        /// How many are open.
        count: usize,
    },
    /// No fixed weight gives the others a unit.
    #[error("every weight of the box is free, so that they have no unit; fix one, such as cost at 1")]
    NoUnit,
    /// A free weight has no rate around which it could range.
    #[error("{criterion} is free but weighs nothing; say how far it ranges with `range`")]
    NoRange {
        /// The criterion.
        criterion: Criterion,
    },
    /// A range holds nothing, or rates that have no ratio.
    #[error("the range of {criterion} is {low} to {high}; give two finite rates above 0, the lower one first")]
    EmptyRange {
        /// The criterion.
        criterion: Criterion,
        /// The lower end as given.
        low: f64,
        /// The upper end as given.
        high: f64,
    },
    /// The rates lie so far apart that whole numbers cannot keep them together.
    #[error(
        "the rates in the box, from the lowest of {smallest} to the highest of {largest}, are too far apart to be compared exactly"
    )]
    TooFarApart {
        /// The criterion with the smallest rate.
        smallest: Criterion,
        /// The criterion with the largest rate.
        largest: Criterion,
    },
    /// The front was searched without a criterion that counts in the box, so that it may lack winners.
    #[error("the front was searched without {criterion}, so it may lack winners; add it to the criteria of the front")]
    NotInFront {
        /// The criterion.
        criterion: Criterion,
    },
    /// The network has no figures for a criterion of the front, so that there is no front.
    #[error("the network has no figures for {criterion}, so there is no front; leave it out or add them")]
    NoFigures {
        /// The criterion.
        criterion: Criterion,
    },
    /// The front leaves out routes within a tolerance.
    #[error("the front was searched with a tolerance, so it may lack winners; search it without")]
    Tolerant,
    /// The search of the front was cut by its limits.
    #[error("the search of the front was cut by its limits, so it may lack winners; raise them")]
    Incomplete,
    /// The front holds no route.
    #[error("the front holds no route, so none wins; `Trip::blockage` tells why")]
    NoRoute,
    /// A rate was given for a criterion that is not free in the box.
    #[error("{criterion} is not free in the box; leave its rate out or make a box in which it is")]
    NotFree {
        /// The criterion.
        criterion: Criterion,
    },
    /// A rate lies outside of the box.
    #[error("the rate {rate} of {criterion} is outside of the box, {low} to {high}")]
    OutsideBox {
        /// The criterion.
        criterion: Criterion,
        /// The rate as given.
        rate: f64,
        /// The lower end of its range.
        low: f64,
        /// The upper end of its range.
        high: f64,
    },
}

impl WeightBox {
    /// The weights as they are, none of them open yet.
    pub fn around(weights: &Weights) -> WeightBox {
        WeightBox { rates: Criterion::ALL.map(|criterion| weights.rate(criterion)), ranges: [None; 6] }
    }

    /// Opens a weight from a quarter to four times its rate.
    pub fn free(mut self, criterion: Criterion) -> WeightBox {
        self.ranges[criterion as usize] = Some(self.usual(criterion));
        self
    }

    /// Opens a weight from one rate to another, in units of the weights.
    pub fn range(mut self, criterion: Criterion, rates: RangeInclusive<f64>) -> WeightBox {
        self.ranges[criterion as usize] = Some((*rates.start(), *rates.end()));
        self
    }

    /// The range of a free weight, in units of the weights; `None` if it is fixed.
    pub fn range_of(&self, criterion: Criterion) -> Option<RangeInclusive<f64>> {
        self.ranges[criterion as usize].map(|(low, high)| low..=high)
    }

    /// The free weights, in the order of [`Criterion::ALL`].
    pub fn free_criteria(&self) -> impl Iterator<Item = Criterion> + '_ {
        Criterion::ALL.into_iter().filter(|criterion| self.ranges[*criterion as usize].is_some())
    }

    /// The rate from which changes are counted: that of the weights, or if it lies outside of the range (as 0 does), the geometric mean
    /// of the range.
    pub fn rate(&self, criterion: Criterion) -> f64 {
        let rate = self.rates[criterion as usize];
        match self.ranges[criterion as usize] {
            Some((low, high)) if !(low..=high).contains(&rate) => low.sqrt() * high.sqrt(),
            _ => rate,
        }
    }

    /// The criteria that count somewhere in the box.
    pub(crate) fn criteria(&self) -> impl Iterator<Item = Criterion> + '_ {
        let counts =
            |criterion: &Criterion| self.ranges[*criterion as usize].is_some() || self.rates[*criterion as usize] > 0.0;
        Criterion::ALL.into_iter().filter(counts)
    }

    /// The fixed criteria that weigh something.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = Criterion> + '_ {
        self.criteria().filter(|criterion| self.ranges[*criterion as usize].is_none())
    }

    /// Everything that can be wrong with the box itself.
    pub(crate) fn check(&self) -> Result<(), WeightBoxError> {
        let count = self.free_criteria().count();
        if count == 0 {
            return Err(WeightBoxError::NoFreeWeight);
        }
        if count > FREE {
            return Err(WeightBoxError::TooManyFree { count });
        }
        for criterion in self.free_criteria() {
            let (low, high) = self.ranges[criterion as usize].unwrap_or_default();
            if (low, high) == (0.0, 0.0) {
                return Err(WeightBoxError::NoRange { criterion });
            }
            // A range of NaN is empty too.
            if !(0.0 < low && low < high && high.is_finite()) {
                return Err(WeightBoxError::EmptyRange { criterion, low, high });
            }
        }
        self.fixed().next().map(|_| ()).ok_or(WeightBoxError::NoUnit)
    }

    /// The same rates with one weight open alone: in its range if it has one, else from a quarter to four times its rate.
    pub(crate) fn only(&self, criterion: Criterion) -> WeightBox {
        let mut ranges = [None; 6];
        ranges[criterion as usize] = self.ranges[criterion as usize].or(Some(self.usual(criterion)));
        WeightBox { rates: Criterion::ALL.map(|criterion| self.rate(criterion)), ranges }
    }

    fn usual(&self, criterion: Criterion) -> (f64, f64) {
        let rate = self.rates[criterion as usize];
        (rate / FACTOR, rate * FACTOR)
    }

    /// A rate with its unit: `14.2 US$ per h` if a fixed weight is 1, or else `14.2 per h`.
    pub(crate) fn shown(&self, rate: f64, criterion: Criterion) -> String {
        let unit = self.fixed().find(|fixed| self.rates[*fixed as usize] == 1.0).filter(|unit| *unit != criterion);
        let unit = unit.map_or(String::new(), |unit| format!("{}{} ", unit.unit(), plural(unit)));
        format!("{} {unit}per {}", significant(rate), criterion.unit())
    }
}

fn plural(unit: Criterion) -> &'static str {
    if matches!(unit, Criterion::Crossings | Criterion::Risk) { "s" } else { "" }
}

/// Four significant digits: `3.125`, `12.5`, `0.02`, `1234`.
pub(crate) fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let rounded = format!("{value:.*}", digits.clamp(0, 300) as usize);
    match rounded.contains('.') {
        true => rounded.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => rounded,
    }
}

impl fmt::Display for WeightBox {
    /// The ranges and the fixed rates: `time 3.125 to 50 US$ per h; fixed: cost 1 per US$`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let free = self.free_criteria().map(|criterion| {
            let (low, high) = self.ranges[criterion as usize].unwrap_or_default();
            format!("{criterion} {} to {}", significant(low), self.shown(high, criterion))
        });
        let fixed =
            self.fixed().map(|criterion| format!("{criterion} {}", self.shown(self.rate(criterion), criterion)));
        let [free, fixed] = [free.collect::<Vec<String>>(), fixed.collect()].map(|parts| parts.join(", "));
        write!(f, "{free}; fixed: {fixed}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::Criterion::*;
    use crate::weights::Preset;

    #[test]
    fn what_is_wrong_with_a_box_is_said() {
        let around = || WeightBox::around(&Preset::GeneralisedCost.weights());
        let wrong = |rates: WeightBox| rates.check().unwrap_err().to_string();
        let said = [
            wrong(around()),
            wrong(around().free(Time).free(Risk).free(Cost).free(Crossings)),
            wrong(WeightBox::around(&Preset::Fastest.weights()).free(Time)),
            wrong(around().free(Distance)),
            wrong(around().range(Risk, 5.0..=5.0)),
            wrong(around().range(Risk, 0.0..=5.0)),
            wrong(around().range(Risk, 1.0..=f64::INFINITY)),
            wrong(around().range(Risk, f64::NAN..=1.0)),
        ];
        insta::assert_snapshot!(said.join("\n"), @r"
        no weight of the box is free; name one to three with `free` or `range`
        4 weights of the box are free; a map shows three at the most, so fix the others
        every weight of the box is free, so that they have no unit; fix one, such as cost at 1
        distance is free but weighs nothing; say how far it ranges with `range`
        the range of risk is 5 to 5; give two finite rates above 0, the lower one first
        the range of risk is 0 to 5; give two finite rates above 0, the lower one first
        the range of risk is 1 to inf; give two finite rates above 0, the lower one first
        the range of risk is NaN to 1; give two finite rates above 0, the lower one first
        ");
        assert_eq!(around().free(Time).free(Risk).free(Cost).check(), Ok(()));
    }

    #[test]
    fn a_rate_outside_of_its_range_gives_way_to_the_middle() {
        let rates = WeightBox::around(&Preset::GeneralisedCost.weights()).range(Distance, 0.25..=4.0).free(Time);
        assert_eq!([Distance, Time, Risk].map(|criterion| rates.rate(criterion)), [1.0, 12.5, 5.0]);
    }

    #[test]
    fn rates_print_with_four_digits() {
        let printed = [3.125, 12.5, 0.02, 1234.0, 123_456.0, 0.001_234_56, 14.217_3].map(significant);
        assert_eq!(printed, ["3.125", "12.5", "0.02", "1234", "123456", "0.001235", "14.22"]);
    }
}
