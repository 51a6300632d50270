//! Turns what was declared into a network: looks ids up, orders everything by id, then asks `validate` whether it holds.

use crate::corridor::{Corridor, Passage, Published, Reference, StateName};
use crate::crossing::{Capacity, Crossing, Observation, Post};
use crate::defaults::{Defaults, Place, Quantity};
use crate::link::{Link, Opening};
use crate::mode::Mode;
use crate::network::{Inner, Network};
use crate::place::{Control, Country, Node, Union, Water};
use crate::problem::{InvalidNetwork, Problem, ProblemKind, nearest};
use crate::provenance::{Basis, Figure, Source};
use crate::records::*;
use crate::shared::Shared;
use crate::status::{Event, Record, Season, StatusEntry};
use crate::validate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The network of these records.
///
/// # Errors
/// All problems at once.
pub(crate) fn resolve(mut records: Records) -> Result<Network, InvalidNetwork> {
    let mut resolver = Resolver::new(&mut records);
    let inner = resolver.network(&records);
    let mut problems = resolver.problems;
    // Rules about figures need every id to be known; otherwise they would repeat what is already reported.
    if problems.is_empty() {
        validate::check(&inner, &records, &mut problems);
    }
    match InvalidNetwork::of(problems) {
        Some(invalid) => Err(invalid),
        None => Ok(Network { inner: Arc::new(inner) }),
    }
}

/// Ids of one kind, in order, with their indices.
struct Ids {
    what: &'static str,
    index: BTreeMap<String, usize>,
}

impl Ids {
    fn new<'a>(
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

struct Resolver {
    sources: Ids,
    countries: Ids,
    waters: Ids,
    places: Ids,
    crossings: Ids,
    links: Ids,
    corridors: Ids,
    problems: Vec<Problem>,
    /// What the record in hand is, for problems in it.
    subject: String,
    at: Location,
}

impl Resolver {
    fn new(records: &mut Records) -> Resolver {
        declare_countries_of_code(records);
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
        ids!("union", records.unions);
        let link_ids: Vec<String> = records.links.iter().map(LinkRecord::id).collect();
        let declared = link_ids.iter().zip(&records.links).map(|(id, link)| (id.as_str(), &link.at));
        let links = Ids::new("link", declared, &mut problems);
        // Later records of a repeated id are reported above and dropped here.
        keep_first(&mut records.sources, |r| r.id.clone());
        keep_first(&mut records.countries, |r| r.id.clone());
        keep_first(&mut records.waters, |r| r.id.clone());
        keep_first(&mut records.places, |r| r.id.clone());
        keep_first(&mut records.crossings, |r| r.id.clone());
        keep_first(&mut records.corridors, |r| r.id.clone());
        keep_first(&mut records.references, |r| r.id.clone());
        keep_first(&mut records.unions, |r| r.id.clone());
        keep_first(&mut records.links, LinkRecord::id);
        let (subject, at) = (String::new(), Location::default());
        Resolver { sources, countries, waters, places, crossings, links, corridors, problems, subject, at }
    }

    fn report(&mut self, kind: ProblemKind) {
        self.problems.push(Problem { at: self.at.clone(), subject: self.subject.clone(), kind });
    }

    /// Reports a problem of a figure, at the line of its own if it has one.
    fn report_in(&mut self, basis: &BasisRecord, kind: ProblemKind) {
        let of_record = self.at.clone();
        if basis.at.file.is_some() {
            self.at = basis.at.clone();
        }
        self.report(kind);
        self.at = of_record;
    }

    fn enter(&mut self, what: &str, id: &str, at: &Location) {
        self.subject = format!("{what} `{id}`");
        self.at = at.clone();
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if what != "country" && at.file.is_some() && (id.is_empty() || !id.chars().all(lower)) {
            let suggestion = id.to_lowercase().replace([' ', '.'], "-");
            self.report(ProblemKind::BadId { suggestion });
        }
    }

    fn find(&mut self, ids: fn(&Resolver) -> &Ids, id: &str) -> Option<usize> {
        let known = ids(self);
        if let Some(index) = known.index.get(id) {
            return Some(*index);
        }
        let suggestion = nearest(id, known.index.keys().map(String::as_str));
        let kind = ProblemKind::Dangling { what: known.what, id: id.to_owned(), suggestion };
        self.report(kind);
        None
    }

    fn source(&mut self, id: &Option<String>) -> Option<u16> {
        let id = id.as_deref()?;
        self.find(|r| &r.sources, id).map(|index| index as u16)
    }

    fn country(&mut self, id: &str) -> u16 {
        self.find(|r| &r.countries, id).unwrap_or(0) as u16
    }

    fn place(&mut self, id: &str) -> u32 {
        self.find(|r| &r.places, id).unwrap_or(0) as u32
    }

    fn basis(&mut self, key: &str, record: &BasisRecord) -> Basis {
        let sourced = record.source.is_some() && record.year.is_some();
        if !record.own && !sourced && record.estimate.is_none() {
            self.report_in(record, ProblemKind::NoSource { key: key.to_owned() });
        }
        Basis {
            source: self.source(&record.source),
            year: record.year,
            confidence: record.confidence,
            estimate: record.estimate.as_deref().map(Into::into),
        }
    }

    fn figure(&mut self, key: &str, record: &FigureRecord) -> Figure {
        if !record.value.is_finite() || record.value < 0.0 {
            let kind = ProblemKind::OutOfRange {
                what: format!("`{key}` ="),
                value: record.value,
                expected: "a finite number, 0 or more",
            };
            self.report_in(&record.basis, kind);
        }
        let others = record.others.iter().map(|(value, source, year)| (*value, self.source(source), *year)).collect();
        Figure { value: record.value, basis: self.basis(key, &record.basis), others, note: boxed(&record.note) }
    }

    fn some_figure(&mut self, key: &str, record: &Option<FigureRecord>) -> Option<Figure> {
        record.as_ref().map(|record| self.figure(key, record))
    }

    fn history(&mut self, record: &HistoryRecord) -> Record {
        let entries: Vec<StatusEntry> = record
            .entries
            .iter()
            .map(|entry| StatusEntry {
                from: entry.from,
                until: entry.until,
                status: entry.status,
                source: self.source(&entry.source),
                note: boxed(&entry.note),
            })
            .collect();
        for (i, entry) in entries.iter().enumerate() {
            let at = record.entries[i].at.clone();
            let previous = i.checked_sub(1).map(|previous| &entries[previous]);
            let earlier = previous.map(|previous| previous.until.unwrap_or(previous.from).max(previous.from));
            let late = earlier.filter(|earlier| entry.from <= *earlier).map(|earlier| (earlier, entry.from));
            let backwards = entry.until.filter(|until| *until < entry.from).map(|until| (entry.from, until));
            for (earlier, later) in late.into_iter().chain(backwards) {
                let kind = ProblemKind::DateOrder { earlier, later };
                self.problems.push(Problem { at: at.clone(), subject: self.subject.clone(), kind });
            }
        }
        let season = record.season.as_ref().map(|season| {
            for month in season.months.iter().filter(|month| !(1..=12).contains(*month)) {
                let (what, value) = ("a season in month".to_owned(), f64::from(*month));
                self.report(ProblemKind::OutOfRange { what, value, expected: "1 to 12" });
            }
            if let (Some(earlier), Some(later)) = (season.from, season.until)
                && later < earlier
            {
                self.report(ProblemKind::DateOrder { earlier, later });
            }
            Season {
                months: season.months.clone(),
                closed: season.closed,
                from: season.from,
                until: season.until,
                source: self.source(&season.source),
                note: boxed(&season.note),
            }
        });
        let events = record
            .events
            .iter()
            .map(|event| {
                if let Some(until) = event.until.filter(|until| *until < event.from) {
                    self.report(ProblemKind::DateOrder { earlier: event.from, later: until });
                }
                Event {
                    from: event.from,
                    until: event.until,
                    points: event.points,
                    what: event.what.as_str().into(),
                    basis: self.basis("events", &event.basis),
                    note: boxed(&event.note),
                }
            })
            .collect();
        Record { entries, season, events, decided: None }
    }

    fn capacity(&mut self, record: &Option<CapacityRecord>) -> Option<Capacity> {
        let record = record.as_ref()?;
        let basis = self.basis("capacity", &record.basis);
        Some(Capacity { amount: record.amount, unit: record.unit, basis, note: boxed(&record.note) })
    }

    fn post(&mut self, record: &PostRecord) -> Post {
        if record.at.file.is_some() {
            self.at = record.at.clone();
        }
        Post {
            country: self.country(&record.country),
            place: record.place.as_ref().map(|place| self.place(place)),
            mode: record.mode,
            outbound: self.some_figure("outbound", &record.outbound),
            inbound: self.some_figure("inbound", &record.inbound),
            outbound_fee: self.some_figure("outbound_fee", &record.outbound_fee),
            inbound_fee: self.some_figure("inbound_fee", &record.inbound_fee),
            includes_gauge_change: record.includes_gauge_change,
            history: record
                .history
                .iter()
                .map(|seen| Observation {
                    year: seen.year,
                    direction: seen.direction,
                    hours: seen.hours,
                    source: self.source(&seen.source),
                    note: boxed(&seen.note),
                })
                .collect(),
        }
    }

    fn network(&mut self, records: &Records) -> Inner {
        let mut inner = Inner {
            name: records.name.clone().unwrap_or_else(|| "network".to_owned()),
            edition: records.edition,
            records_from: records.records_from,
            licence: records.licence.clone(),
            attribution: records.attribution.clone(),
            month: records.edition,
            state: None,
            states: records.states.iter().map(|(id, scenario, _)| (id.clone(), scenario.clone())).collect(),
            tariff: Default::default(),
            sources: self.all_sources(&records.sources),
            countries: self.all_countries(&records.countries),
            unions: self.all_unions(&records.unions),
            waters: self.all_waters(&records.waters),
            nodes: self.all_nodes(&records.places),
            links: Shared::default(),
            crossings: Shared::default(),
            corridors: Shared::default(),
            references: Shared::default(),
            defaults: self.all_defaults(&records.defaults),
            scenarios: records.scenarios.iter().cloned().collect(),
            gauge_cleared_at: Vec::new(),
            only_port_of: Vec::new(),
            covered: [true; 6],
        };
        inner.scenarios.sort_by(|a, b| a.0.cmp(&b.0));
        inner.states.sort();
        self.check_states(records);
        inner.crossings = self.all_crossings(&records.crossings, &inner);
        inner.links = self.all_links(&records.links);
        inner.corridors = self.all_corridors(&records.corridors, &inner);
        inner.references = self.all_references(records);
        // Whatever is not declared stands as index 0, which need not exist.
        if self.problems.is_empty() {
            add_gauges_of_code(&mut inner, records);
            inner.index_posts();
            inner.covered = validate::covered(&inner);
        }
        inner
    }

    /// A named state needs the scenario that makes it.
    fn check_states(&mut self, records: &Records) {
        let declared = records.states.iter().map(|(id, _, at)| (id.as_str(), at));
        Ids::new("state", declared, &mut self.problems);
        for (id, scenario, at) in &records.states {
            self.enter("state", id, at);
            if !records.scenarios.iter().any(|(known, _)| known == scenario) {
                let suggestion = nearest(scenario, records.scenarios.iter().map(|(known, _)| known.as_str()));
                self.report(ProblemKind::Dangling { what: "scenario", id: scenario.clone(), suggestion });
            }
        }
    }

    fn all_sources(&mut self, records: &[SourceRecord]) -> Shared<Source> {
        records
            .iter()
            .map(|record| {
                self.enter("source", &record.id, &record.at);
                Source {
                    id: record.id.clone(),
                    title: record.title.clone(),
                    publisher: record.publisher.clone(),
                    year: record.year,
                    url: record.url.clone(),
                }
            })
            .collect()
    }

    fn all_countries(&mut self, records: &[CountryRecord]) -> Shared<Country> {
        records
            .iter()
            .map(|record| {
                self.enter("country", &record.id, &record.at);
                let hazard = self.some_figure("hazard", &record.hazard);
                if let Some(hazard) = hazard.as_ref().filter(|hazard| hazard.value > 100.0) {
                    let (what, value) = ("a hazard of".to_owned(), hazard.value);
                    self.report(ProblemKind::OutOfRange { what, value, expected: "0 to 100" });
                }
                Country { id: record.id.clone(), name: record.name.clone(), hazard }
            })
            .collect()
    }

    fn all_unions(&mut self, records: &[UnionRecord]) -> Shared<Union> {
        records
            .iter()
            .map(|record| {
                self.enter("union", &record.id, &record.at);
                Union {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    control: record.control,
                    members: record.members.iter().map(|country| self.country(country)).collect(),
                    source: self.source(&record.source),
                }
            })
            .collect()
    }

    fn all_waters(&mut self, records: &[WaterRecord]) -> Shared<Water> {
        records
            .iter()
            .map(|record| {
                self.enter("water", &record.id, &record.at);
                let hazard = self.some_figure("hazard", &record.hazard);
                Water { id: record.id.clone(), name: record.name.clone(), hazard }
            })
            .collect()
    }

    fn all_nodes(&mut self, records: &[PlaceRecord]) -> Shared<Node> {
        records
            .iter()
            .map(|record| {
                self.enter("place", &record.id, &record.at);
                let degrees = [("a latitude of", record.lat, 90.0), ("a longitude of", record.lon, 180.0)];
                for (what, value, limit) in degrees {
                    if !value.is_finite() || value.abs() > limit {
                        let expected = if limit == 90.0 { "-90 to 90 degrees" } else { "-180 to 180 degrees" };
                        self.report(ProblemKind::OutOfRange { what: what.to_owned(), value, expected });
                    }
                }
                Node {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    aliases: record.aliases.clone(),
                    country: self.country(&record.country),
                    kind: record.kind,
                    lat: record.lat,
                    lon: record.lon,
                    gauges: record.gauges.clone(),
                    planned_gauges: record.planned_gauges.clone(),
                    locode: record.locode.clone(),
                    position: self.basis("position", &record.position),
                    transfers: record.transfers.clone(),
                    own_hours: self.some_figure("transfer hours", &record.own_hours),
                    own_fee: self.some_figure("transfer fee", &record.own_fee),
                    port: record.port.as_ref().map(|port| self.post(port)),
                    note: boxed(&record.note),
                    closed: false,
                    delay: 0.0,
                }
            })
            .collect()
    }

    fn all_crossings(&mut self, records: &[CrossingRecord], inner: &Inner) -> Shared<Crossing> {
        records
            .iter()
            .map(|record| {
                self.enter("crossing", &record.id, &record.at);
                let posts: Vec<Post> = record.posts.iter().map(|post| self.post(post)).collect();
                self.at = record.at.clone();
                let mut countries: Vec<u16> = posts.iter().map(|post| post.country).collect();
                countries.sort_unstable();
                countries.dedup();
                let pair = match countries[..] {
                    [a, b] => [a, b],
                    _ => {
                        let names: Vec<&str> = countries
                            .iter()
                            .filter_map(|c| inner.countries.get(*c as usize))
                            .map(|country| country.id.as_str())
                            .collect();
                        let countries = if names.is_empty() { "no country".to_owned() } else { names.join(", ") };
                        self.report(ProblemKind::PostCountries { countries });
                        [0, 0]
                    }
                };
                Crossing {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    modes: record.modes.clone(),
                    control: record.control.unwrap_or_else(|| inner.control_between(pair[0], pair[1])),
                    countries: pair,
                    posts,
                    gauge_break: record.gauge_break,
                    opening_hours: record.opening_hours.clone(),
                    opening_hours_source: self.source(&record.opening_hours_source),
                    capacity: self.capacity(&record.capacity),
                    record: self.history(&record.history),
                    last_verified: record.last_verified.clone(),
                    note: boxed(&record.note),
                    delay: 0.0,
                    fee_factor: 1.0,
                }
            })
            .collect()
    }

    fn all_links(&mut self, records: &[LinkRecord]) -> Shared<Link> {
        records
            .iter()
            .map(|record| {
                self.enter("link", &record.id(), &record.at);
                self.link(record)
            })
            .collect()
    }

    fn link(&mut self, record: &LinkRecord) -> Link {
        if record.distance.is_none() {
            self.report(ProblemKind::NoLength);
        }
        Link {
            id: record.id(),
            from: self.place(&record.from),
            to: self.place(&record.to),
            mode: record.mode,
            water: record.water.as_ref().and_then(|water| self.find(|r| &r.waters, water)).map(|water| water as u16),
            distance: record.distance.as_ref().map_or(Figure::own(0.0), |distance| self.figure("distance", distance)),
            time: self.some_figure("time", &record.time),
            cost: [self.some_figure("cost", &record.cost[0]), self.some_figure("cost", &record.cost[1])],
            cost_back: self.some_figure("cost_back", &record.cost_back),
            risk: self.some_figure("risk", &record.risk),
            emissions: self.some_figure("emissions", &record.emissions),
            wait: self.some_figure("wait", &record.wait),
            sailings_per_week: self.some_figure("sailings_per_week", &record.sailings_per_week),
            crossing: record.crossing.as_ref().and_then(|id| self.find(|r| &r.crossings, id)).map(|id| id as u16),
            border_km: record.border_km,
            one_way: record.one_way,
            capacity: self.capacity(&record.capacity),
            record: self.history(&record.history),
            opening: record.opening.as_ref().map(|opening| Opening {
                year: opening.year,
                source: self.source(&opening.source),
                note: boxed(&opening.note),
            }),
            corridors: record
                .corridors
                .iter()
                .filter_map(|corridor| self.find(|r| &r.corridors, corridor))
                .map(|corridor| corridor as u16)
                .collect(),
            note: boxed(&record.note),
            delay: 0.0,
            cost_factor: 1.0,
        }
    }

    fn all_corridors(&mut self, records: &[CorridorRecord], inner: &Inner) -> Shared<Corridor> {
        records
            .iter()
            .map(|record| {
                self.enter("corridor", &record.id, &record.at);
                let signature = record
                    .signature
                    .iter()
                    .map(|group| group.iter().flat_map(|passage| self.passages(passage, inner)).collect())
                    .collect();
                Corridor {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    signature,
                    status: record.status,
                    note: boxed(&record.note),
                }
            })
            .collect()
    }

    /// All links between two places, in the direction asked for.
    fn passages(&mut self, record: &PassageRecord, inner: &Inner) -> Vec<Passage> {
        let (from, to) = (self.place(&record.from), self.place(&record.to));
        let found: Vec<Passage> = inner
            .links
            .iter()
            .enumerate()
            .filter_map(|(index, link)| {
                let forward = (link.from, link.to) == (from, to);
                let joins = forward || (link.to, link.from) == (from, to);
                let wanted = record.mode.as_ref().is_none_or(|mode| mode == link.mode.name());
                (joins && wanted).then_some(Passage { link: index as u32, forward })
            })
            .collect();
        if found.is_empty() {
            let passage = format!("{} > {}", record.from, record.to);
            self.report(ProblemKind::NoPassage { passage, mode: record.mode.clone() });
        }
        found
    }

    fn all_references(&mut self, records: &Records) -> Shared<Reference> {
        records
            .references
            .iter()
            .map(|record| {
                self.enter("reference", &record.id, &record.at);
                let state = match record.state.parse() {
                    Ok(month) => StateName::Month(month),
                    Err(_) => StateName::Named(record.state.clone()),
                };
                let known = match &state {
                    StateName::Month(month) => {
                        records.records_from.is_some_and(|first| first <= *month)
                            && records.edition.is_some_and(|last| *month <= last)
                    }
                    StateName::Named(name) => records.states.iter().any(|(id, ..)| id == name),
                };
                if !known {
                    self.report(ProblemKind::UnknownState { state: record.state.clone() });
                }
                Reference {
                    id: record.id.clone(),
                    corridor: self.find(|r| &r.corridors, &record.corridor).unwrap_or(0) as u16,
                    name: record.name.clone(),
                    from: self.place(&record.from),
                    to: self.place(&record.to),
                    via: record.via.iter().map(|place| self.place(place)).collect(),
                    modes: record.modes.clone(),
                    state,
                    length_km: self.published(&record.length),
                    days: self.published(&record.days),
                    cost_usd: self.published(&record.cost),
                    excluded: boxed(&record.excluded),
                    by_construction: record.by_construction,
                    section: record.section,
                    note: boxed(&record.note),
                }
            })
            .collect()
    }

    fn published(&mut self, record: &Option<PublishedRecord>) -> Option<Published> {
        let record = record.as_ref()?;
        Some(Published {
            min: record.min,
            max: record.max,
            unit: record.unit.clone(),
            source: self.source(&record.source),
            year: record.year,
            note: boxed(&record.note),
        })
    }

    fn all_defaults(&mut self, records: &[DefaultRecord]) -> Defaults {
        let mut first: BTreeMap<(Quantity, Place), Location> = BTreeMap::new();
        let figures: Vec<_> = records
            .iter()
            .map(|record| {
                self.subject = format!("default `{}`", record.name());
                self.at = record.at.clone();
                let place = match &record.place {
                    None => Place::Anywhere,
                    Some(water) if record.is_of_water() => {
                        Place::Water(self.find(|r| &r.waters, water).unwrap_or(0) as u16)
                    }
                    Some(country) => Place::Country(self.country(country)),
                };
                if let Some(first) = first.get(&(record.quantity, place)).cloned() {
                    self.report(ProblemKind::Duplicate { first });
                }
                first.insert((record.quantity, place), record.at.clone());
                ((record.quantity, place), record.name(), self.figure("value", &record.figure))
            })
            .collect();
        Defaults::from(figures)
    }
}

/// Resolves one more link against an existing network, as a scenario adds it.
pub(crate) fn resolve_link(inner: &Inner, record: &LinkRecord) -> Result<Link, InvalidNetwork> {
    let ids =
        |what, list: Vec<String>| Ids { what, index: list.into_iter().enumerate().map(|(i, id)| (id, i)).collect() };
    let mut resolver = Resolver {
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
    };
    resolver.enter("link", &record.id(), &record.at);
    if resolver.links.index.contains_key(&record.id()) {
        resolver.report(ProblemKind::Duplicate { first: Location::default() });
    }
    let link = resolver.link(record);
    match InvalidNetwork::of(resolver.problems) {
        Some(invalid) => Err(invalid),
        None => Ok(link),
    }
}

/// Keeps the first record of each id and puts them in order of id.
fn keep_first<T>(records: &mut Vec<T>, id: impl Fn(&T) -> String) {
    records.sort_by_cached_key(|record| id(record));
    records.dedup_by(|later, first| id(later) == id(first));
}

/// A place written in code brings its country with it.
fn declare_countries_of_code(records: &mut Records) {
    for place in &records.places {
        if place.at.file.is_none() && !records.countries.iter().any(|country| country.id == place.country) {
            records.countries.push(CountryRecord {
                id: place.country.clone(),
                name: place.country.clone(),
                ..CountryRecord::default()
            });
        }
    }
}

/// A place written in code has the gauges of its links.
fn add_gauges_of_code(inner: &mut Inner, records: &Records) {
    for link in inner.links.iter() {
        let Mode::Rail(gauge) = link.mode else { continue };
        for end in [link.from, link.to] {
            let own = records.places.get(end as usize).is_some_and(|place| place.at.file.is_none());
            let gauges = &mut inner.nodes[end as usize].gauges;
            if own && !gauges.contains(&gauge) {
                gauges.push(gauge);
            }
        }
    }
}

impl Inner {
    /// Looks up once what costing asks for at every step.
    pub(crate) fn index_posts(&mut self) {
        let posts = self.crossings.iter().filter(|c| c.control != Control::Open).flat_map(|c| &c.posts);
        let mut cleared: Vec<u32> =
            posts.filter(|post| post.includes_gauge_change).filter_map(|post| post.place).collect();
        cleared.sort_unstable();
        cleared.dedup();
        self.gauge_cleared_at = cleared;
        let mut ports: Vec<Vec<u32>> = vec![Vec::new(); self.countries.len()];
        for link in self.links.iter().filter(|link| link.mode.is_afloat()) {
            for end in [link.from, link.to] {
                let of_country = &mut ports[self.nodes[end as usize].country as usize];
                if !self.is_waypoint(end) && !of_country.contains(&end) {
                    of_country.push(end);
                }
            }
        }
        let only = |ports: Vec<u32>| if let [only] = ports[..] { Some(only) } else { None };
        self.only_port_of = ports.into_iter().map(only).collect();
    }
}

fn boxed(text: &Option<String>) -> Option<Box<str>> {
    text.as_deref().map(Into::into)
}
