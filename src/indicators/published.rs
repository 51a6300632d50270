//! Indicators as published, to lay computed ones beside them.

use crate::month::Month;
use crate::network::Network;
use crate::provenance::Source;

/// TFI1 to TFI4 of one mode in one year, as a monitoring programme published them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct PublishedIndicators {
    pub(crate) id: String,
    pub(crate) programme: String,
    pub(crate) mode: String,
    pub(crate) year: u16,
    /// TFI1 in hours, TFI2 and TFI3 in US$, SWD and SWOD in km/h.
    pub(crate) values: [Option<f64>; 5],
    /// Index into the sources.
    pub(crate) source: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

impl PublishedIndicators {
    /// Who published them, such as `CAREC CPMM`.
    pub fn programme(&self) -> &str {
        &self.programme
    }

    /// `road` or `rail`.
    pub fn mode(&self) -> &str {
        &self.mode
    }

    /// The year that they describe.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// TFI1: hours at one border-crossing point, that is at one post.
    pub fn tfi1(&self) -> Option<f64> {
        self.values[0]
    }

    /// TFI2: US$ at one border-crossing point.
    pub fn tfi2(&self) -> Option<f64> {
        self.values[1]
    }

    /// TFI3: US$ for 500 km and 20 t.
    pub fn tfi3(&self) -> Option<f64> {
        self.values[2]
    }

    /// SWD: km/h with delay.
    pub fn swd(&self) -> Option<f64> {
        self.values[3]
    }

    /// SWOD: km/h without delay.
    pub fn swod(&self) -> Option<f64> {
        self.values[4]
    }

    /// What is to be known about them.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

impl Network {
    /// Every published set of indicators, in order of id.
    pub fn published_indicators(&self) -> impl ExactSizeIterator<Item = &PublishedIndicators> {
        self.inner.indicators.iter()
    }

    /// For each mode the newest published set of a year no later than the month that this network shows, if there is one.
    pub fn published_indicators_now(&self) -> Vec<&PublishedIndicators> {
        let year = self.inner.month.map_or(u16::MAX, Month::year);
        let mut newest: Vec<&PublishedIndicators> = Vec::new();
        for set in self.published_indicators().filter(|set| set.year <= year) {
            match newest.iter_mut().find(|other| other.mode == set.mode) {
                Some(other) if other.year < set.year => *other = set,
                Some(_) => {}
                None => newest.push(set),
            }
        }
        newest.sort_by(|a, b| b.mode.cmp(&a.mode));
        newest
    }

    /// The publication of a set of indicators.
    pub fn source_of_indicators(&self, set: &PublishedIndicators) -> Option<&Source> {
        set.source.map(|source| &self.inner.sources[source as usize])
    }
}
