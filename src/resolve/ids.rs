//! Ids and what they name, and the problems found on the way.

use crate::lookup::folded;
use crate::network::Inner;
use crate::problem::{Problem, ProblemKind, nearest};
use crate::records::{BasisRecord, LinkRecord, Location, Records};
use std::collections::BTreeMap;

/// Ids of one kind, in order, with their indices.
pub(super) struct Ids {
    what: &'static str,
    pub(super) index: BTreeMap<String, usize>,
}

impl Ids {
    pub(super) fn new<'a>(
        what: &'static str,
        declared: impl Iterator<Item = (&'a str, &'a Location)>,
        problems: &mut Vec<Problem>,
    ) -> Ids {
        let mut first: BTreeMap<String, Location> = BTreeMap::new();
        for (id, at) in declared {
            if let Some(first) = first.get(id) {
                let kind = ProblemKind::Duplicate { first: first.clone() };
                problems.push(Problem { at: at.clone(), subject: format!("{what} `{id}`"), kind });
            } else {
                first.insert(id.to_owned(), at.clone());
            }
        }
        let index = first.into_keys().enumerate().map(|(i, id)| (id, i)).collect();
        Ids { what, index }
    }
}

/// Looks ids up, and reports those that are not declared.
pub(super) struct Resolver {
    pub(super) sources: Ids,
    pub(super) countries: Ids,
    pub(super) waters: Ids,
    pub(super) places: Ids,
    pub(super) crossings: Ids,
    pub(super) links: Ids,
    pub(super) corridors: Ids,
    pub(super) problems: Vec<Problem>,
    /// What the record in hand is, for problems in it.
    pub(super) subject: String,
    pub(super) at: Location,
}

impl Resolver {
    /// Knows the ids of these records. Of an id declared twice the later record is reported and dropped; the rest stand in
    /// order of id.
    pub(super) fn new(records: &mut Records) -> Resolver {
        let mut problems = Vec::new();
        macro_rules! ids {
            ($what:literal, $list:expr) => {
                Ids::new($what, $list.iter().map(|record| (record.id.as_str(), &record.at)), &mut problems)
            };
        }
        let sources = ids!("source", records.sources);
        let countries = ids!("country", records.countries);
        let waters = ids!("water", records.waters);
        let places = ids!("place", records.places);
        let crossings = ids!("crossing", records.crossings);
        let corridors = ids!("corridor", records.corridors);
        ids!("reference", records.references);
        ids!("indicators", records.indicators);
        ids!("union", records.unions);
        let link_ids: Vec<String> = records.links.iter().map(LinkRecord::id).collect();
        let declared = link_ids.iter().zip(&records.links).map(|(id, link)| (id.as_str(), &link.at));
        let links = Ids::new("link", declared, &mut problems);
        keep_first(&mut records.sources, |r| r.id.clone());
        keep_first(&mut records.countries, |r| r.id.clone());
        keep_first(&mut records.waters, |r| r.id.clone());
        keep_first(&mut records.places, |r| r.id.clone());
        keep_first(&mut records.crossings, |r| r.id.clone());
        keep_first(&mut records.corridors, |r| r.id.clone());
        keep_first(&mut records.references, |r| r.id.clone());
        keep_first(&mut records.indicators, |r| r.id.clone());
        keep_first(&mut records.unions, |r| r.id.clone());
        keep_first(&mut records.links, LinkRecord::id);
        let (subject, at) = (String::new(), Location::default());
        Resolver { sources, countries, waters, places, crossings, links, corridors, problems, subject, at }
    }

    /// Knows the ids of a network, for one more link in it.
    pub(super) fn of(inner: &Inner) -> Resolver {
        let ids = |what, list: Vec<String>| Ids {
            what,
            index: list.into_iter().enumerate().map(|(i, id)| (id, i)).collect(),
        };
        Resolver {
            sources: ids("source", inner.sources.iter().map(|source| source.id.clone()).collect()),
            countries: ids("country", inner.countries.iter().map(|country| country.id.clone()).collect()),
            waters: ids("water", inner.waters.iter().map(|water| water.id.clone()).collect()),
            places: ids("place", inner.nodes.iter().map(|node| node.id.clone()).collect()),
            crossings: ids("crossing", inner.crossings.iter().map(|crossing| crossing.id.clone()).collect()),
            links: ids("link", inner.links.iter().map(|link| link.id.clone()).collect()),
            corridors: ids("corridor", inner.corridors.iter().map(|corridor| corridor.id.clone()).collect()),
            problems: Vec::new(),
            subject: String::new(),
            at: Location::default(),
        }
    }

    /// Reports a problem of the record in hand.
    pub(super) fn report(&mut self, kind: ProblemKind) {
        self.problems.push(Problem { at: self.at.clone(), subject: self.subject.clone(), kind });
    }

    /// Reports a problem of a figure, at the line of its own if it has one.
    pub(super) fn report_in(&mut self, basis: &BasisRecord, kind: ProblemKind) {
        let of_record = self.at.clone();
        if basis.at.file.is_some() {
            self.at = basis.at.clone();
        }
        self.report(kind);
        self.at = of_record;
    }

    /// Takes a record in hand, and checks its id.
    pub(super) fn enter(&mut self, what: &str, id: &str, at: &Location) {
        self.subject = format!("{what} `{id}`");
        self.at = at.clone();
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        // In code any id will do, but for those of doors.
        let wrong = if at.file.is_some() { !id.chars().all(lower) } else { id.starts_with('~') };
        if what != "country" && (id.is_empty() || wrong) {
            self.report(ProblemKind::BadId { suggestion: plain(id, what) });
        }
    }

    /// The index of an id; one that is not declared is reported with the nearest spelling.
    pub(super) fn find(&mut self, ids: fn(&Resolver) -> &Ids, id: &str) -> Option<usize> {
        let known = ids(self);
        if let Some(index) = known.index.get(id) {
            return Some(*index);
        }
        let suggestion = nearest(id, known.index.keys().map(String::as_str));
        let kind = ProblemKind::Dangling { what: known.what, id: id.to_owned(), suggestion };
        self.report(kind);
        None
    }

    pub(super) fn source(&mut self, id: &Option<String>) -> Option<u16> {
        let id = id.as_deref()?;
        self.find(|r| &r.sources, id).map(|index| index as u16)
    }

    pub(super) fn country(&mut self, id: &str) -> u16 {
        self.find(|r| &r.countries, id).unwrap_or(0) as u16
    }

    pub(super) fn place(&mut self, id: &str) -> u32 {
        self.find(|r| &r.places, id).unwrap_or(0) as u32
    }
}

/// An id that may stand in place of one that may not: accents fall away, what is between words becomes `-`.
fn plain(id: &str, what: &str) -> String {
    let words = id.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '\'').map(folded);
    let words: Vec<String> = words.filter(|word| !word.is_empty() && word.is_ascii()).collect();
    // Of other scripts and signs nothing is left to make an id of.
    if words.is_empty() { format!("{}-1", what.replace(' ', "-")) } else { words.join("-") }
}

/// Keeps the first record of each id and puts them in order of id.
fn keep_first<T>(records: &mut Vec<T>, id: impl Fn(&T) -> String) {
    records.sort_by_cached_key(|record| id(record));
    records.dedup_by(|later, first| id(later) == id(first));
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn suggested_ids_are_allowed_ones() {
        for (id, wanted) in [
            ("Landi Kotal", "landi-kotal"),
            ("Türkmenbaşy (port)", "turkmenbasy-port"),
            ("Xi'an", "xian"),
            ("käshgar", "kashgar"),
            ("Straße 7", "7"),
            ("Алматы", "place-1"),
            ("", "place-1"),
        ] {
            assert_eq!(plain(id, "place"), wanted);
        }
    }
}
