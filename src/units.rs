//! Quantities with units, so that kilometres never meet hours by accident.
//!
//! Outside the crate every figure is one of these types; inside, searches add integer ticks
//! (metres, seconds, cents, milli-points, grams) so that dominance is exact and the same on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident, $new:ident, $(#[$new_doc:meta])*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(transparent))]
        pub struct $name(f64);

        $(#[$new_doc])*
        pub fn $new(value: impl Into<f64>) -> $name {
            $name(value.into())
        }

        impl $name {
            /// The number without its unit.
            pub fn value(self) -> f64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = $name;
            fn add(self, other: $name) -> $name {
                $name(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = $name;
            fn sub(self, other: $name) -> $name {
                $name(self.0 - other.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = $name;
            fn mul(self, factor: f64) -> $name {
                $name(self.0 * factor)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = $name>>(quantities: I) -> $name {
                quantities.fold($name(0.0), Add::add)
            }
        }
    };
}

unit! {
    /// A length in kilometres.
    Kilometres, km,
    /// A length in kilometres: `km(1_687)`.
}
unit! {
    /// A duration in hours.
    Hours, hours,
    /// A duration in hours: `hours(30)`.
}
unit! {
    /// Money in US dollars, in the prices of the figure's year: for one forty-foot container unless said otherwise.
    UsDollars, usd,
    /// Money in US dollars: `usd(900)`.
}
unit! {
    /// Greenhouse gases in kilograms of CO2 equivalent, well to wheel: for one forty-foot container of 20 t unless said otherwise.
    KilogramsCo2e, kg_co2e,
    /// Greenhouse gases in kilograms of CO2 equivalent: `kg_co2e(1_200)`.
}
unit! {
    /// Exposure to risk: one point is 1000 km through a country at hazard 1 (of 100).
    RiskPoints, points,
    /// Exposure to risk in points: `points(10)`.
}

/// A duration in days of 24 hours: `days(21)`.
pub fn days(value: impl Into<f64>) -> Hours {
    hours(value.into() * 24.0)
}

impl Hours {
    /// The duration in days of 24 hours.
    ///
    /// ```
    /// assert_eq!(corridor::hours(36).days(), 1.5);
    /// ```
    pub fn days(self) -> f64 {
        self.0 / 24.0
    }
}

/// Degrees north of the equator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latitude(pub(crate) f64);

/// Degrees east of Greenwich.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Longitude(pub(crate) f64);

/// Degrees north, a type of its own so that it can't be swapped with [`lon`].
pub fn lat(degrees: impl Into<f64>) -> Latitude {
    Latitude(degrees.into())
}

/// Degrees east, a type of its own so that it can't be swapped with [`lat`].
pub fn lon(degrees: impl Into<f64>) -> Longitude {
    Longitude(degrees.into())
}

/// `1234567.8` as `1,234,568`, honouring the formatter's precision.
fn grouped(f: &fmt::Formatter<'_>, value: f64, default_precision: usize) -> String {
    let precision = f.precision().unwrap_or(default_precision);
    let plain = format!("{:.*}", precision, value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, d)| (w, d));
    let negative = value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let mut text = String::from(if negative { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

macro_rules! display {
    ($name:ident, $precision:expr, $pattern:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = format!($pattern, grouped(f, self.0, $precision));
                padded(f, &text)
            }
        }
    };
}

/// Pads to the formatter's width without cutting at its precision, as `Formatter::pad` would.
fn padded(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let missing = f.width().unwrap_or(0).saturating_sub(text.chars().count());
    if f.align() == Some(fmt::Alignment::Left) {
        write!(f, "{text}{:missing$}", "")
    } else {
        write!(f, "{:missing$}{text}", "")
    }
}

display!(Kilometres, 0, "{} km");
display!(Hours, 0, "{} h");
display!(UsDollars, 0, "{} US$");
display!(KilogramsCo2e, 0, "{} kg CO2e");
display!(RiskPoints, 1, "{} points of risk");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_print_grouped_with_unit_and_precision() {
        assert_eq!(km(1_234_567.8).to_string(), "1,234,568 km");
        assert_eq!(format!("{:.1}", points(12.34)), "12.3 points of risk");
        assert_eq!(format!("{:>10}", km(5)), "      5 km");
        assert_eq!(format!("{:<8}|", hours(5)), "5 h     |");
        assert_eq!(usd(-1500).to_string(), "-1,500 US$");
        assert_eq!(km(-0.2).to_string(), "0 km");
    }

    #[test]
    fn arithmetic_keeps_the_unit() {
        assert_eq!(km(3) + km(4) - km(2), km(5));
        assert_eq!([hours(1), hours(2)].into_iter().sum::<Hours>(), hours(3));
        assert_eq!(days(2), hours(48));
    }
}
