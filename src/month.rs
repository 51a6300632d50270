//! A calendar month, the grain of every dated fact.

use std::fmt;
use std::str::FromStr;

/// A calendar month, written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// The month, or `None` unless `month` is 1 to 12.
    pub const fn new(year: u16, month: u8) -> Option<Month> {
        if 1 <= month && month <= 12 { Some(Month { year, month }) } else { None }
    }

    /// The year, such as 2026.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month of the year, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Text that is no month of the form `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no month; write it as `2026-11`")]
pub struct MonthError(pub(crate) String);

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Month, MonthError> {
        let wrong = || MonthError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong());
        }
        let month = month.parse().map_err(|_| wrong())?;
        year.parse().ok().and_then(|year| Month::new(year, month)).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_parse_and_print() {
        assert_eq!("2026-11".parse::<Month>().unwrap().to_string(), "2026-11");
        for wrong in ["2026", "2026-13", "26-11", "2026-1", "nov 2026", "2026-00"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
