//! Finding a place by what people type: an id, a UN/LOCODE, a name.

use crate::network::{Inner, Network};
use crate::place::{Country, Node};
use crate::problem::nearest;

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// No place answers to the text.
    #[error("no node `{text}`{}", suggestion.as_ref().map_or("; give an id, a UN/LOCODE or a name".to_owned(), |s| format!("; did you mean `{s}`?")))]
    UnknownPlace {
        /// The text as given.
        text: String,
        /// The nearest spelling.
        suggestion: Option<String>,
    },
    /// Several places have that name.
    #[error("`{text}` is the name of several places; say which: {}", ids.join(", "))]
    Ambiguous {
        /// The text as given.
        text: String,
        /// The ids of the places.
        ids: Vec<String>,
    },
    /// The trip ends where it starts.
    #[error("the trip starts and ends at `{id}`; name two places")]
    SamePlace {
        /// The place.
        id: String,
    },
    /// The network has no figure for a criterion that the weights use.
    #[error("the network has no figures for {criterion}, so routes cannot be ranked by it; leave it out or add them")]
    NoFigures {
        /// The criterion that is not covered.
        criterion: crate::cost::Criterion,
    },
    /// A front was asked for by no criterion.
    #[error("a front needs criteria; name at least one")]
    NoCriterion,
    /// The tolerance of a front is no share.
    #[error("the tolerance of {criterion} is {epsilon}; give a share from 0 to below 1, such as 0.01")]
    NoTolerance {
        /// The criterion.
        criterion: crate::cost::Criterion,
        /// The tolerance as given.
        epsilon: String,
    },
    /// The question is answered for trips without constraints only.
    #[error("{question} are not found under such constraints; leave out {leave_out}")]
    Constrained {
        /// What was asked for.
        question: &'static str,
        /// The constraints that the question does not know.
        leave_out: &'static str,
    },
    /// A place is visited so often that a route could have more ticks than a total holds.
    #[error("a route by so many places could have more {criterion} than a total holds; name fewer places to come by")]
    TooLong {
        /// The criterion that could overflow.
        criterion: crate::cost::Criterion,
    },
    /// The network has no figures for loading and unloading.
    #[error("the network has no figures for loading and unloading; leave terminals out or add them")]
    NoTerminals,
    /// The search for a route along the corridor that visits no place twice and keeps to all constraints was given up.
    #[error(
        "whether a route follows the corridor `{id}` is undecided: the search was given up; name nearer places or ask for less"
    )]
    Undecided {
        /// The corridor.
        id: String,
    },
    /// No such thing to avoid or to require.
    #[error("no {what} `{id}`; {}", suggestion.as_ref().map_or_else(|| format!("give the id of a {what}"), |s| format!("did you mean `{s}`?")))]
    UnknownThing {
        /// What it should be: a country, a crossing, a link.
        what: &'static str,
        /// The id as given.
        id: String,
        /// The nearest spelling.
        suggestion: Option<String>,
    },
    /// A limit has the unit of another criterion.
    #[error("a limit of {criterion} was given as an amount of {given}; give it as {example}")]
    WrongUnit {
        /// The criterion that has the limit.
        criterion: crate::cost::Criterion,
        /// The criterion that has the unit.
        given: crate::cost::Criterion,
        /// How it could be given.
        example: &'static str,
    },
    /// A limit is negative or no number.
    #[error("the limit of {criterion} is {value}; give a number, 0 or more")]
    NoLimit {
        /// The criterion that has the limit.
        criterion: crate::cost::Criterion,
        /// The number as given.
        value: String,
    },
    /// So much is to be used and come by that too many combinations would have to be told apart.
    #[error(
        "the constraints ask for {layers} combinations of what a route has used and come by; {most} are possible, so leave some out"
    )]
    TooManyConstraints {
        /// How many combinations there are.
        layers: u64,
        /// The most that are told apart.
        most: u64,
    },
    /// A coordinate was given to a planner without a base network.
    #[error("a coordinate needs the base network; give one to the planner with `Planner::over` (feature `base`)")]
    NoBase,
    /// A door was to have a name by which another place is found.
    #[error("`{name}` is the name of another place; give the door a name of its own")]
    NameTaken {
        /// The name as given.
        name: String,
    },
    /// The numbers are no coordinate.
    #[error("`{text}` is no coordinate; give degrees north from -90 to 90, then degrees east from -180 to 180")]
    NoCoordinate {
        /// The coordinate as given.
        text: String,
    },
    /// The base network has no road that leads to a place.
    #[error(
        "no road of the base network leads from `{text}` to a place of the network; take the base network that belongs to it"
    )]
    NoRoads {
        /// The coordinate.
        text: String,
    },
    /// The nearest road is too far from a coordinate.
    #[error(
        "the nearest road that leads anywhere is {km} km from `{text}`, more than {limit_km} km; give a point nearer to a road, degrees north first"
    )]
    FarFromRoad {
        /// The coordinate.
        text: String,
        /// Kilometres to the road.
        km: u32,
        /// Kilometres that are taken at the most.
        limit_km: u32,
    },
    /// The coordinate lies in a country of which the network has no figures.
    #[error("`{text}` lies in a country that the network does not know; start or end at one of its places")]
    NoCountry {
        /// The coordinate.
        text: String,
    },
    /// The network has no default for roads where a coordinate lies.
    #[error(
        "the network has no default figure for {criterion} on the roads around `{country}`; add one, or start and end at its places"
    )]
    NoRoadFigures {
        /// The criterion without a figure.
        criterion: crate::cost::Criterion,
        /// The country of the first coordinate.
        country: String,
    },
    /// No place can be reached from a coordinate by road without passing a controlled border.
    #[error("no place of the network is within 1,500 km of `{text}` by road on this side of the border; name a place")]
    NoPlaceByRoad {
        /// The coordinate.
        text: String,
    },
    /// No corridor of that id.
    #[error("no corridor `{id}`; {}", suggestion.as_ref().map_or("give the id of one".to_owned(), |s| format!("did you mean `{s}`?")))]
    UnknownCorridor {
        /// The id as given.
        id: String,
        /// The nearest spelling.
        suggestion: Option<String>,
    },
}

impl Network {
    /// The place that a text names: its id, UN/LOCODE, name or another spelling, whatever the case and accents.
    ///
    /// # Errors
    /// No such place (with the nearest spelling), or several of that name.
    pub fn find(&self, text: &str) -> Result<&Node, QueryError> {
        self.inner.find(text).map(|node| &self.inner.nodes[node as usize])
    }

    /// The country that a text names: its ISO 3166 code or its name, whatever the case and accents.
    ///
    /// ```
    /// use corridor::{Mode, Network, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.node("herat", "AF", lat(34.35), lon(62.2));
    /// net.link("kabul", "herat", Mode::Road).distance(km(820));
    /// assert_eq!(net.build()?.country("af").map(|country| country.id()), Some("AF"));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn country(&self, text: &str) -> Option<&Country> {
        self.inner.country(text).map(|country| &self.inner.countries[country as usize])
    }
}

impl Inner {
    pub(crate) fn country(&self, text: &str) -> Option<u16> {
        let wanted = folded(text);
        let called = |name: fn(&Country) -> &str| self.countries.iter().position(|c| folded(name(c)) == wanted);
        called(Country::id).or_else(|| called(Country::name)).map(|country| country as u16)
    }

    /// The code or name of a country that might be meant.
    pub(crate) fn country_near(&self, text: &str) -> Option<String> {
        let names = || self.countries.iter().flat_map(|country| [country.id.as_str(), &country.name]);
        let known: Vec<String> = names().map(folded).collect();
        let found = nearest(&folded(text), known.iter().map(String::as_str))?;
        names().find(|name| folded(name) == found).map(str::to_owned)
    }

    /// The corridor of an id, or which might be meant.
    pub(crate) fn corridor_named(&self, id: &str) -> Result<u16, QueryError> {
        self.corridor(id).ok_or_else(|| {
            let suggestion = nearest(id, self.corridors.iter().map(|corridor| corridor.id.as_str()));
            QueryError::UnknownCorridor { id: id.to_owned(), suggestion }
        })
    }

    pub(crate) fn find(&self, text: &str) -> Result<u32, QueryError> {
        if let Some(node) = self.node(text) {
            return Ok(node);
        }
        let wanted = folded(text);
        if wanted.is_empty() {
            return Err(QueryError::UnknownPlace { text: text.to_owned(), suggestion: None });
        }
        let answers = |name: &str| folded(name) == wanted;
        let by_code = |node: &Node| node.locode.as_deref().is_some_and(answers);
        if let Some(node) = self.nodes.iter().position(|node| by_code(node) || answers(&node.id)) {
            return Ok(node as u32);
        }
        let by_name = |node: &Node| answers(&node.name) || node.aliases.iter().any(|alias| answers(alias));
        // "Karachi (Keamari)" answers to "Karachi" too, unless another place has that very name.
        let short = |name: &str| name.split(['(', '/']).next().map(folded).unwrap_or_default();
        let by_short = |node: &Node| short(&node.name) == wanted;
        for rule in [&by_name as &dyn Fn(&Node) -> bool, &by_short] {
            let found: Vec<usize> = (0..self.nodes.len()).filter(|node| rule(&self.nodes[*node])).collect();
            match found[..] {
                [] => {}
                [node] => return Ok(node as u32),
                _ => {
                    let ids = found.iter().map(|node| self.nodes[*node].id.clone()).collect();
                    return Err(QueryError::Ambiguous { text: text.to_owned(), ids });
                }
            }
        }
        let names = self.nodes.iter().map(|node| short(&node.name));
        let known: Vec<(String, &str)> = names
            .zip(self.nodes.iter().map(|node| node.id.as_str()))
            .chain(self.nodes.iter().map(|node| (folded(&node.id), node.id.as_str())))
            .collect();
        let suggestion = nearest(&wanted, known.iter().map(|(name, _)| name.as_str()))
            .and_then(|name| known.iter().find(|(known, _)| *known == name).map(|(_, id)| (*id).to_owned()));
        Err(QueryError::UnknownPlace { text: text.to_owned(), suggestion })
    }
}

/// Lower case, without accents, spaces or punctuation. Covers the Latin letters of the region's languages.
pub(crate) fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ə' => Some('a'),
        'ç' | 'ć' | 'č' => Some('c'),
        'đ' | 'ď' => Some('d'),
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => Some('e'),
        'ğ' | 'ġ' | 'ģ' => Some('g'),
        'ḥ' | 'ħ' | 'ḩ' => Some('h'),
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => Some('i'),
        'ł' | 'ľ' | 'ĺ' => Some('l'),
        'ñ' | 'ń' | 'ň' | 'ŋ' => Some('n'),
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ő' | 'ō' | 'ø' => Some('o'),
        'ř' | 'ŕ' => Some('r'),
        'ş' | 'ś' | 'š' | 'ș' | 'ṣ' => Some('s'),
        'ţ' | 'ț' | 'ť' | 'ṭ' => Some('t'),
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => Some('u'),
        'ý' | 'ÿ' => Some('y'),
        'ž' | 'ź' | 'ż' | 'ẕ' => Some('z'),
        letter if letter.is_alphanumeric() => Some(letter),
        _ => None,
    };
    text.chars().flat_map(char::to_lowercase).filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spelling_is_forgiven() {
        assert_eq!(folded("Türkmenbaşy"), "turkmenbasy");
        assert_eq!(folded("Xi'an"), folded("XIAN"));
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("Mazar-i-Sharif"), "mazarisharif");
    }
}
