//! Reads the values of a table: texts, numbers, months, words and lists of them.

use super::table::Table;
use crate::month::Month;
use std::fmt::{self, Display};
use toml::de::DeValue;

/// Words of the data and what they mean.
pub(super) type Words<T> = &'static [(&'static str, T)];

/// Stands in for a month that is missing or wrong.
const SOME_MONTH: Month = Month::new(2000, 1).expect("a month");

impl<'t> Table<'t> {
    pub(super) fn some_text(&mut self, key: &'static str) -> Option<String> {
        self.convert(key, "text in quotes", DeValue::as_str).map(str::to_owned)
    }

    pub(super) fn text(&mut self, key: &'static str) -> String {
        self.need(key);
        self.some_text(key).unwrap_or_default()
    }

    /// A list of texts, each read by `read`; nothing if the key is missing.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        expected: impl Display,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.convert(key, format_args!("a list, each {expected}"), DeValue::as_array);
        let mut list = Vec::new();
        for item in items.into_iter().flatten() {
            match read(item.get_ref()) {
                Some(value) => list.push(value),
                None => self.wrong_value(key, item, format_args!("a list, each {expected}")),
            }
        }
        list
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        self.list(key, "text in quotes", |item| item.as_str().map(str::to_owned))
    }

    pub(super) fn some_number(&mut self, key: &'static str) -> Option<f64> {
        self.convert(key, "a finite number", finite)
    }

    pub(super) fn number(&mut self, key: &'static str) -> f64 {
        self.need(key);
        self.some_number(key).unwrap_or_default()
    }

    pub(super) fn some_year(&mut self, key: &'static str) -> Option<u16> {
        self.convert(key, "a year such as 2026", |value| whole(value).filter(|year| (1800..2200).contains(year)))
    }

    pub(super) fn year(&mut self, key: &'static str) -> u16 {
        self.need(key);
        self.some_year(key).unwrap_or_default()
    }

    pub(super) fn wholes<T: TryFrom<u16>>(&mut self, key: &'static str, expected: impl Display) -> Vec<T> {
        self.list(key, expected, |item| T::try_from(whole(item)?).ok())
    }

    pub(super) fn some_whole(&mut self, key: &'static str, expected: impl Display) -> Option<u16> {
        self.convert(key, expected, whole)
    }

    /// `true` or `false`; false if the key is missing.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.convert(key, "`true` or `false`", DeValue::as_bool).unwrap_or_default()
    }

    pub(super) fn some_month(&mut self, key: &'static str) -> Option<Month> {
        self.convert(key, "a month such as \"2026-11\"", |value| value.as_str()?.parse().ok())
    }

    pub(super) fn month(&mut self, key: &'static str) -> Month {
        self.need(key);
        self.some_month(key).unwrap_or(SOME_MONTH)
    }

    pub(super) fn some_word<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> Option<T> {
        self.convert(key, OneOf(words), |value| meaning(value.as_str()?, words))
    }

    /// One of `words`, of which there is at least one.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> T {
        self.need(key);
        self.some_word(key, words).unwrap_or(words[0].1)
    }

    pub(super) fn words<T: Copy>(&mut self, key: &'static str, words: Words<T>) -> Vec<T> {
        self.list(key, OneOf(words), |item| meaning(item.as_str()?, words))
    }
}

fn finite(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64),
        DeValue::Float(digits) => digits.as_str().parse().ok().filter(|value: &f64| value.is_finite()),
        _ => None,
    }
}

fn whole(value: &DeValue<'_>) -> Option<u16> {
    let digits = value.as_integer()?;
    u16::from_str_radix(digits.as_str(), digits.radix()).ok()
}

fn meaning<T: Copy>(word: &str, words: Words<T>) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

struct OneOf<T: 'static>(Words<T>);

impl<T> Display for OneOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted: Vec<String> = self.0.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        match &quoted[..] {
            [only] => f.write_str(only),
            _ => write!(f, "one of {}", quoted.join(", ")),
        }
    }
}
