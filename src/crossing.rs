//! Border crossings: a named border point with a post on each side.

use crate::capacity::load::Capacity;
use crate::mode::Mode;
use crate::place::Control;
use crate::provenance::Figure;
use crate::status::Record;

/// Out of the post's country, or into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(any(feature = "serde", feature = "bundled"), derive(serde::Serialize, serde::Deserialize))]
pub enum Direction {
    /// Leaving the post's country.
    Outbound,
    /// Entering the post's country.
    Inbound,
}

impl Direction {
    /// `outbound` or `inbound`.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Outbound => "outbound",
            Direction::Inbound => "inbound",
        }
    }
}

/// A published clearing time of one post in one year.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Observation {
    pub(crate) year: u16,
    pub(crate) direction: Direction,
    pub(crate) hours: f64,
    pub(crate) source: Option<u16>,
    pub(crate) note: Option<Box<str>>,
}

impl Observation {
    /// The year observed.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Out of the post's country, or into it.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Hours to clear.
    pub fn hours(&self) -> f64 {
        self.hours
    }
}

/// One side of a border crossing, or the customs of a port.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Post {
    /// Index into the countries.
    pub(crate) country: u16,
    /// Index into the nodes.
    pub(crate) place: Option<u32>,
    /// `road` or `rail`, where the modes differ.
    pub(crate) mode: Option<Mode>,
    pub(crate) outbound: Option<Figure>,
    pub(crate) inbound: Option<Figure>,
    pub(crate) outbound_fee: Option<Figure>,
    pub(crate) inbound_fee: Option<Figure>,
    pub(crate) includes_gauge_change: bool,
    pub(crate) history: Vec<Observation>,
}

impl Post {
    /// Hours to clear, where this very post has a published figure.
    pub fn hours(&self, direction: Direction) -> Option<&Figure> {
        match direction {
            Direction::Outbound => self.outbound.as_ref(),
            Direction::Inbound => self.inbound.as_ref(),
        }
    }

    /// US$ to clear, where this very post has a published figure.
    pub fn fee(&self, direction: Direction) -> Option<&Figure> {
        match direction {
            Direction::Outbound => self.outbound_fee.as_ref(),
            Direction::Inbound => self.inbound_fee.as_ref(),
        }
    }

    /// The mode that it clears; `None` if all of them.
    pub fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// What was published over the years.
    pub fn history(&self) -> &[Observation] {
        &self.history
    }

    pub(crate) fn serves(&self, mode: Mode) -> bool {
        self.mode.is_none_or(|own| own.same_kind(mode))
    }
}

/// A passage over a border at a named point.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Crossing {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Names of the modes that can pass; empty: any.
    pub(crate) modes: Vec<String>,
    /// Resolved from the unions where the data do not say.
    pub(crate) control: Control,
    /// The two countries, in order of index.
    pub(crate) countries: [u16; 2],
    pub(crate) posts: Vec<Post>,
    pub(crate) gauge_break: Option<[u16; 2]>,
    pub(crate) opening_hours: Option<String>,
    /// Index into the sources.
    pub(crate) opening_hours_source: Option<u16>,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) record: Record,
    pub(crate) last_verified: Option<String>,
    pub(crate) note: Option<Box<str>>,
    /// Hours that a scenario adds to each passage.
    pub(crate) delay: f64,
    /// What a scenario multiplies fees by.
    pub(crate) fee_factor: f64,
}

impl Crossing {
    /// The id, such as `torkham` or `khorgos-rail`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the border is controlled.
    pub fn control(&self) -> Control {
        self.control
    }

    /// Both sides; a side has two posts where road and rail clear apart.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// When it is open, as published.
    pub fn opening_hours(&self) -> Option<&str> {
        self.opening_hours.as_deref()
    }

    /// How much can pass.
    pub fn capacity(&self) -> Option<&Capacity> {
        self.capacity.as_ref()
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether freight of `mode` can pass.
    pub(crate) fn passes(&self, mode: Mode) -> bool {
        self.modes.is_empty() || self.modes.iter().any(|passing| passing == mode.name())
    }

    /// The post of `country` that clears freight of `mode`.
    pub(crate) fn post(&self, country: u16, mode: Mode) -> Option<&Post> {
        let mut of_country = self.posts.iter().filter(|post| post.country == country && post.serves(mode));
        let first = of_country.next();
        // A post for this very mode goes before one for all modes.
        of_country.find(|post| post.mode.is_some()).or(first)
    }
}
