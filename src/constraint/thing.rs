//! What a trip can avoid or be required to use.

use crate::corridor::Passage;
use crate::lookup::QueryError;
use crate::mode::{Gauge, Mode};
use crate::network::Inner;
use crate::problem::nearest;
use std::fmt;

/// Something that [`Trip::avoid`](crate::Trip::avoid) keeps off or [`Trip::require`](crate::Trip::require) asks for.
///
/// Modes and gauges are things by themselves: `trip.avoid(Mode::Sea)`, `trip.avoid(Gauge::BROAD)`. `Mode::Rail(gauge)` means trains on that
/// gauge; [`Thing::rail`] means trains on any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thing {
    /// A country by its code or name: every link that lies in it or touches a place in it.
    Country(String),
    /// A place by id, UN/LOCODE or name: every link that ends there.
    Place(String),
    /// A border crossing by id: every link over it.
    Crossing(String),
    /// A link by id, in both directions.
    Link(String),
    /// A corridor by id. A route uses it if it follows its signature, in either direction.
    Corridor(String),
    /// Every link of one mode.
    Mode(Mode),
    /// Every railway, whatever its gauge.
    Rail,
}

impl Thing {
    /// A country by its code, such as `AF`, or its name.
    pub fn country(code: impl Into<String>) -> Thing {
        Thing::Country(code.into())
    }

    /// A place by id, UN/LOCODE or name.
    pub fn place(place: impl Into<String>) -> Thing {
        Thing::Place(place.into())
    }

    /// A border crossing by id.
    pub fn crossing(id: impl Into<String>) -> Thing {
        Thing::Crossing(id.into())
    }

    /// A link by id.
    pub fn link(id: impl Into<String>) -> Thing {
        Thing::Link(id.into())
    }

    /// A corridor by id.
    pub fn corridor(id: impl Into<String>) -> Thing {
        Thing::Corridor(id.into())
    }

    /// Trains, whatever the gauge.
    pub fn rail() -> Thing {
        Thing::Rail
    }
}

impl From<Mode> for Thing {
    fn from(mode: Mode) -> Thing {
        Thing::Mode(mode)
    }
}

impl From<Gauge> for Thing {
    /// Trains on that gauge.
    fn from(gauge: Gauge) -> Thing {
        Thing::Mode(Mode::Rail(gauge))
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Thing::Country(code) => write!(f, "country {code}"),
            Thing::Place(id) => write!(f, "place {id}"),
            Thing::Crossing(id) => write!(f, "crossing {id}"),
            Thing::Link(id) => write!(f, "link {id}"),
            Thing::Corridor(id) => write!(f, "corridor {id}"),
            Thing::Mode(mode) => write!(f, "{mode}"),
            Thing::Rail => write!(f, "rail"),
        }
    }
}

/// A thing as a path uses it.
#[derive(Clone, Debug)]
pub(crate) enum Use {
    /// One of some links, by link.
    Links(Vec<bool>),
    /// One passage of each group in order, on one of two tracks: the signature of a corridor there and back.
    Tracks([Vec<Vec<Passage>>; 2]),
}

impl Use {
    /// Whether a path that moves along a link in one direction advances group `group` of a track.
    pub(crate) fn advances(&self, track: usize, group: usize, passage: Passage) -> bool {
        match self {
            Use::Links(links) => links[passage.link as usize],
            Use::Tracks(tracks) => tracks[track].get(group).is_some_and(|group| group.contains(&passage)),
        }
    }

    /// How many groups each track has.
    pub(crate) fn groups(&self) -> Vec<usize> {
        match self {
            Use::Links(_) => vec![1],
            Use::Tracks(tracks) => tracks.iter().map(Vec::len).collect(),
        }
    }
}

impl Inner {
    /// What people call a thing.
    pub(crate) fn name_of(&self, thing: &Thing) -> String {
        let name = match thing {
            Thing::Country(code) => self.countries.iter().find(|c| c.id == *code).map(|c| &c.name),
            Thing::Place(id) => self.node(id).map(|node| &self.nodes[node as usize].name),
            Thing::Crossing(id) => self.crossing(id).map(|crossing| &self.crossings[crossing as usize].name),
            Thing::Corridor(id) => self.corridor(id).map(|corridor| &self.corridors[corridor as usize].name),
            Thing::Link(_) | Thing::Mode(_) | Thing::Rail => None,
        };
        name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| thing.to_string())
    }

    /// The thing under its proper id, and the links or passages by which a path uses it.
    pub(crate) fn thing(&self, thing: &Thing) -> Result<(Thing, Use), QueryError> {
        let links = |uses: &dyn Fn(u32) -> bool| Use::Links((0..self.links.len() as u32).map(uses).collect());
        let unknown = |what, id: &str, known: &mut dyn Iterator<Item = &str>| QueryError::UnknownThing {
            what,
            id: id.to_owned(),
            suggestion: nearest(id, known),
        };
        Ok(match thing {
            Thing::Country(code) => {
                let Some(country) = self.country(code) else {
                    let (id, suggestion) = (code.clone(), self.country_near(code));
                    return Err(QueryError::UnknownThing { what: "country", id, suggestion });
                };
                let lies = |link: u32| self.touches(link, country);
                (Thing::Country(self.countries[country as usize].id.clone()), links(&lies))
            }
            Thing::Place(text) => {
                let node = self.find(text)?;
                let ends = |link: u32| [self.links[link as usize].from, self.links[link as usize].to].contains(&node);
                (Thing::Place(self.nodes[node as usize].id.clone()), links(&ends))
            }
            Thing::Crossing(id) => {
                let Some(crossing) = self.crossing(id) else {
                    return Err(unknown("crossing", id, &mut self.crossings.iter().map(|c| c.id.as_str())));
                };
                (thing.clone(), links(&|link| self.links[link as usize].crossing == Some(crossing)))
            }
            Thing::Link(id) => {
                let Some(link) = self.link(id) else {
                    return Err(unknown("link", id, &mut self.links.iter().map(|l| l.id.as_str())));
                };
                (thing.clone(), links(&|other| other == link))
            }
            Thing::Corridor(id) => {
                let corridor = &self.corridors[self.corridor_named(id)? as usize];
                let uses = match &corridor.signature[..] {
                    // There and back are both directions of these links.
                    [group] => links(&|link| group.iter().any(|passage| passage.link == link)),
                    _ => Use::Tracks([corridor.groups(false), corridor.groups(true)]),
                };
                (thing.clone(), uses)
            }
            Thing::Mode(mode) => (thing.clone(), links(&|link| self.links[link as usize].mode == *mode)),
            Thing::Rail => (Thing::Rail, links(&|link| matches!(self.links[link as usize].mode, Mode::Rail(_)))),
        })
    }

    /// Whether a link lies in a country in part, or ends at a place there. A link by land lies in the countries of its ends.
    fn touches(&self, link: u32, country: u16) -> bool {
        let link = &self.links[link as usize];
        [link.from, link.to].into_iter().any(|node| self.nodes[node as usize].country == country)
    }
}
