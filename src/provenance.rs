//! Where a figure comes from: its source and year, or how it was estimated.

use std::fmt;

/// A publication that figures name.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub struct Source {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) publisher: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) url: Option<String>,
}

impl Source {
    /// The id by which figures name it, such as `cp23kz`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Who published it.
    pub fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }

    /// The year of publication.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// Where it can be read.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        if let Some(publisher) = &self.publisher {
            write!(f, ", {publisher}")?;
        }
        if let Some(year) = self.year {
            write!(f, ", {year}")?;
        }
        Ok(())
    }
}

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "serde", not(feature = "bundled")), serde(rename_all = "lowercase"))]
pub enum Confidence {
    /// One weak source, or a source that means something slightly different.
    Low,
    /// A source that measured something close to it.
    Medium,
    /// A source that published this very figure.
    High,
}

/// The ground on which a figure stands.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Basis {
    /// Index into [`Network::sources`](crate::Network::sources).
    pub(crate) source: Option<u16>,
    pub(crate) year: Option<u16>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) estimate: Option<Box<str>>,
}

impl Basis {
    /// Whether the figure is an estimate rather than a published one.
    pub fn is_estimate(&self) -> bool {
        self.estimate.is_some()
    }

    /// How it was estimated.
    pub fn estimate(&self) -> Option<&str> {
        self.estimate.as_deref()
    }

    /// The year that the figure describes.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// How far the figure can be trusted.
    pub fn confidence(&self) -> Option<Confidence> {
        self.confidence
    }
}

/// A number, the ground on which it stands, and what other sources say.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Figure {
    pub(crate) value: f64,
    pub(crate) basis: Basis,
    /// Values of other sources: value, source, year.
    pub(crate) others: Vec<(f64, Option<u16>, Option<u16>)>,
    pub(crate) note: Option<Box<str>>,
}

impl Figure {
    /// A figure that the embedder gives in code: neither sourced nor an estimate.
    pub(crate) fn own(value: f64) -> Figure {
        Figure { value, basis: Basis::default(), others: Vec::new(), note: None }
    }

    /// The number, in the unit of the place where the figure stands.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The ground on which it stands.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// What other sources say instead of [`value`](Self::value), in the same unit, lowest first.
    pub fn other_values(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.others.iter().map(|other| other.0).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// Why this value was chosen, or what is peculiar about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
