//! Exchange rates between the criteria, turned into whole numbers once.

use crate::cost::{CostVector, Criterion, Criterion::*};
use ordered_float::NotNan;
use std::fmt;

/// Exchange rates into one unit of the caller's choice, said as a sentence: "a border is worth a 250 km detour".
///
/// A score is the sum of whole weight times ticks in `u64`: the same number on every machine and in every search.
/// Scores choose between routes; they are never money.
///
/// ```
/// use corridor::{Criterion::*, Weights};
/// // In kilometres: a border is worth a 250 km detour, a point of risk 10 km.
/// let weights = Weights::new([(Distance, 1.0), (Crossings, 250.0), (Risk, 10.0)])?;
/// assert_eq!(weights.rate(Crossings), 250.0);
/// # Ok::<(), corridor::WeightsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    rates: [f64; 6],
    per_tick: [u64; 6],
}

/// Why a list of exchange rates is no [`Weights`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// A rate is not a number, negative or infinite.
    #[error("the rate of {criterion} is {rate}; a rate is a finite number, 0 or more")]
    NotARate {
        /// The criterion whose rate it is.
        criterion: Criterion,
        /// The rate as given.
        rate: f64,
    },
    /// A criterion is listed twice.
    #[error("{criterion} is given twice; give each criterion one rate")]
    Twice {
        /// The criterion that is listed twice.
        criterion: Criterion,
    },
    /// Every rate is zero, so that all routes would score the same.
    #[error("every rate is zero; give at least one criterion a rate above 0")]
    AllZero,
    /// A rate is so small beside the others that whole numbers cannot keep it.
    #[error("the rate of {criterion} is lost beside that of {largest}; leave it out or bring the two closer")]
    TooFarApart {
        /// The criterion whose rate would round to zero.
        criterion: Criterion,
        /// The criterion whose rate outweighs it.
        largest: Criterion,
    },
}

/// Bits of the largest total of each criterion: a path's ticks fit 32 bits, its crossings 20 (checked where graphs are made).
const TOTAL_BITS: [i32; 6] = [32, 32, 32, 20, 32, 32];
/// Bits of weight times total: six such terms fit a `u64` with room to spare for walks that no answer keeps.
const TERM_BITS: i32 = 58;
/// Bits that every weight keeps of its rate at the least.
const PRECISION_BITS: u32 = 12;

impl Weights {
    /// Turns exchange rates into whole weights. Criteria that are not listed weigh nothing.
    ///
    /// Multiplying all rates by a power of two gives the same weights. Each weight keeps at least
    /// 12 significant bits of its rate, the largest about 25.
    ///
    /// # Errors
    /// A rate that is negative, infinite or not a number; a criterion listed twice; all rates zero; rates too far apart
    /// to be kept together in 58 bits.
    pub fn new(rates: impl IntoIterator<Item = (Criterion, f64)>) -> Result<Weights, WeightsError> {
        let mut given = [None; 6];
        for (criterion, rate) in rates {
            let guarded = NotNan::new(rate).ok().filter(|r| r.is_finite() && **r >= 0.0);
            let Some(rate) = guarded else {
                return Err(WeightsError::NotARate { criterion, rate });
            };
            if given[criterion as usize].replace(rate.into_inner()).is_some() {
                return Err(WeightsError::Twice { criterion });
            }
        }
        let rates = given.map(|rate| rate.unwrap_or(0.0));
        let weights = Weights::scaled(rates);
        let largest = Criterion::ALL
            .into_iter()
            .filter(|c| rates[*c as usize] > 0.0)
            .max_by_key(|c| weights.per_tick[*c as usize])
            .ok_or(WeightsError::AllZero)?;
        for criterion in Criterion::ALL {
            if rates[criterion as usize] > 0.0 && weights.per_tick[criterion as usize] < 1 << PRECISION_BITS {
                return Err(WeightsError::TooFarApart { criterion, largest });
            }
        }
        Ok(weights)
    }

    /// One criterion alone, in its unit.
    pub(crate) fn of(criterion: Criterion) -> Weights {
        let mut rates = [0.0; 6];
        rates[criterion as usize] = 1.0;
        Weights::scaled(rates)
    }

    /// Scales by the largest power of two at which no term can overflow, then rounds to whole numbers.
    fn scaled(rates: [f64; 6]) -> Weights {
        let per_tick: [f64; 6] = std::array::from_fn(|i| rates[i] / f64::from(Criterion::ALL[i].ticks_per_unit()));
        let exponent = (0..6)
            .filter(|&i| per_tick[i] > 0.0)
            .map(|i| TERM_BITS - TOTAL_BITS[i] - (exponent_of(per_tick[i]) + 1))
            .min()
            .unwrap_or(0);
        // Two steps, since 2^exponent alone may leave the range of a float.
        let half = exponent / 2;
        let scale = |rate: f64| (rate * 2f64.powi(half) * 2f64.powi(exponent - half)).round() as u64;
        Weights { rates, per_tick: per_tick.map(scale) }
    }

    /// The exchange rate as it was given, 0 if the criterion weighs nothing.
    pub fn rate(&self, criterion: Criterion) -> f64 {
        self.rates[criterion as usize]
    }

    /// The criteria that weigh something.
    pub fn criteria(&self) -> impl Iterator<Item = Criterion> + '_ {
        Criterion::ALL.into_iter().filter(|c| self.per_tick[*c as usize] > 0)
    }

    /// The whole weights of all criteria but one.
    pub(crate) fn without(&self, criterion: Criterion) -> [u64; 6] {
        let mut others = self.per_tick;
        others[criterion as usize] = 0;
        others
    }

    /// The weighted sum of a cost vector: whole weight times ticks, which cannot overflow on a path of a `Graph`.
    #[inline]
    pub fn score(&self, cost: &CostVector) -> u64 {
        let mut score = 0u64;
        for i in 0..6 {
            score = score.wrapping_add(self.per_tick[i].wrapping_mul(u64::from(cost.0[i])));
        }
        score
    }
}

/// The power of two at or below a positive number.
fn exponent_of(value: f64) -> i32 {
    let bits = (value.to_bits() >> 52) as i32 & 0x7ff;
    if bits == 0 { -1074 } else { bits - 1023 }
}

impl fmt::Display for Weights {
    /// The rates as a sentence: `1 per km, 250 per border, 10 per point`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> =
            self.criteria().map(|c| format!("{} per {}", self.rates[c as usize], c.unit())).collect();
        f.write_str(&parts.join(", "))
    }
}

/// Ready-made [`Weights`] for the questions that people ask first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Preset {
    /// Kilometres only.
    Shortest,
    /// Hours only.
    Fastest,
    /// US$ only.
    Cheapest,
    /// Borders first; a border is worth a 20,000 km detour, so that length only breaks ties.
    FewestBorders,
    /// Points of risk only.
    Safest,
    /// Kilograms of CO2 equivalent only.
    Greenest,
    /// US$ and hours at [`VALUE_OF_TIME`], with the values put on a border, a point of risk and a tonne of CO2e.
    GeneralisedCost,
}

/// US$ per hour for one forty-foot container.
///
/// A day in transit is worth 0.6 % of the goods at the least (Hummels and Schaur, "Time as a trade barrier", American
/// Economic Review 103, 2013: 0.6 to 2.1 %). With goods of 50,000 US$ in the container (an estimate) that is 300 US$ a
/// day, 12.50 US$ an hour.
pub const VALUE_OF_TIME: f64 = 12.5;
/// US$ per border, beyond its hours and fees: papers and the chance of being stopped. An estimate.
const VALUE_OF_A_BORDER: f64 = 50.0;
/// US$ per point of risk: 1000 km through hazard 60 (Pakistan) is then worth 300 US$. An estimate.
const VALUE_OF_RISK: f64 = 5.0;
/// US$ per kilogram of CO2e: 80 US$ a tonne, the order of the European Union's allowances in 2024. An estimate.
const VALUE_OF_CO2E: f64 = 0.08;

impl Preset {
    /// All presets, in the order in which they are listed.
    pub const ALL: [Preset; 7] = [
        Preset::Shortest,
        Preset::Fastest,
        Preset::Cheapest,
        Preset::FewestBorders,
        Preset::Safest,
        Preset::Greenest,
        Preset::GeneralisedCost,
    ];

    /// The name on a command line, such as `fewest-borders`.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Shortest => "shortest",
            Preset::Fastest => "fastest",
            Preset::Cheapest => "cheapest",
            Preset::FewestBorders => "fewest-borders",
            Preset::Safest => "safest",
            Preset::Greenest => "greenest",
            Preset::GeneralisedCost => "generalised-cost",
        }
    }

    /// The preset of that name.
    pub fn from_name(name: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The exchange rates of the preset.
    ///
    /// ```
    /// use corridor::{Criterion, Preset};
    /// assert_eq!(Preset::GeneralisedCost.weights().rate(Criterion::Time), 12.5);
    /// ```
    pub fn weights(self) -> Weights {
        let one = |criterion: Criterion| {
            let mut rates = [0.0; 6];
            rates[criterion as usize] = 1.0;
            rates
        };
        Weights::scaled(match self {
            Preset::Shortest => one(Distance),
            Preset::Fastest => one(Time),
            Preset::Cheapest => one(Cost),
            Preset::FewestBorders => [1.0, 0.0, 0.0, 20_000.0, 0.0, 0.0],
            Preset::Safest => one(Risk),
            Preset::Greenest => one(Emissions),
            Preset::GeneralisedCost => [0.0, VALUE_OF_TIME, 1.0, VALUE_OF_A_BORDER, VALUE_OF_RISK, VALUE_OF_CO2E],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_two_changes_nothing() {
        for exponent in [-300, -40, -1, 1, 7, 300] {
            let rates = [(Distance, 1.0), (Crossings, 250.0), (Risk, 10.3)];
            let scaled = rates.map(|(c, r)| (c, r * 2f64.powi(exponent)));
            assert_eq!(Weights::new(rates).unwrap().per_tick, Weights::new(scaled).unwrap().per_tick);
        }
    }

    #[test]
    fn the_largest_totals_fit() {
        let totals = CostVector([u32::MAX, u32::MAX, u32::MAX, (1 << 20) - 1, u32::MAX, u32::MAX]);
        for rates in [[1.0; 6], [1.0, 3600.0, 1e3, 250.0, 10.0, 7.0], [0.0, 0.0, 1.0, 1e4, 1.0, 0.0]] {
            let weights = Weights::new(Criterion::ALL.into_iter().zip(rates)).unwrap();
            let exact: u128 = weights.per_tick.iter().zip(totals.0).map(|(w, t)| u128::from(*w) * u128::from(t)).sum();
            assert_eq!(u128::from(weights.score(&totals)), exact);
        }
    }

    #[test]
    fn wrong_rates_are_named() {
        assert!(matches!(Weights::new([(Risk, -1.0)]), Err(WeightsError::NotARate { criterion: Risk, .. })));
        assert!(matches!(Weights::new([(Risk, f64::NAN)]), Err(WeightsError::NotARate { .. })));
        assert!(matches!(Weights::new([(Risk, 1.0), (Risk, 2.0)]), Err(WeightsError::Twice { .. })));
        assert!(matches!(Weights::new([(Risk, 0.0)]), Err(WeightsError::AllZero)));
        assert!(matches!(
            Weights::new([(Time, 1.0), (Risk, 1e-30)]),
            Err(WeightsError::TooFarApart { criterion: Risk, largest: Time })
        ));
    }

    #[test]
    fn every_preset_is_valid() {
        for preset in Preset::ALL {
            let rates = Criterion::ALL.map(|c| (c, preset.weights().rate(c)));
            assert_eq!(Weights::new(rates).unwrap(), preset.weights());
            assert_eq!(Preset::from_name(preset.name()), Some(preset));
        }
    }
}
