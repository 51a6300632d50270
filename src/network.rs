//! What the world has: places, links, crossings and corridors, valid and immutable.

use crate::corridor::{Corridor, Reference, StateName};
use crate::cost::Criterion;
use crate::crossing::{Crossing, Post};
use crate::defaults::Defaults;
use crate::indicators::published::PublishedIndicators;
use crate::link::{Link, Tariff};
use crate::month::Month;
use crate::place::{Control, Country, Node, NodeKind, Union, Water};
use crate::provenance::{Figure, Source};
use crate::scenario::Scenario;
use crate::shared::Shared;
use crate::status::Status;
use std::sync::Arc;

/// A transport network, valid and immutable. Cloning shares it.
///
/// It comes from [`Network::bundled`](Network), [`Network::load`](Network) or [`Network::builder`]; a
/// [`Scenario`](crate::Scenario) turns it into another one with [`Network::with`].
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Inner {
    pub(crate) name: String,
    /// The month of the data; without it nothing is dated.
    pub(crate) edition: Option<Month>,
    /// The first month on record.
    pub(crate) records_from: Option<Month>,
    pub(crate) licence: Option<String>,
    pub(crate) attribution: Vec<String>,
    /// The month whose state this is.
    pub(crate) month: Option<Month>,
    /// The named state that this is, such as `2032`.
    pub(crate) state: Option<String>,
    /// Named states: id and the index of the scenario that makes each.
    pub(crate) states: Vec<(String, String)>,
    pub(crate) tariff: Tariff,
    pub(crate) sources: Shared<Source>,
    pub(crate) countries: Shared<Country>,
    pub(crate) unions: Shared<Union>,
    pub(crate) waters: Shared<Water>,
    pub(crate) nodes: Shared<Node>,
    pub(crate) links: Shared<Link>,
    pub(crate) crossings: Shared<Crossing>,
    pub(crate) corridors: Shared<Corridor>,
    pub(crate) references: Shared<Reference>,
    pub(crate) indicators: Shared<PublishedIndicators>,
    pub(crate) defaults: Defaults,
    pub(crate) scenarios: Shared<(String, Scenario)>,
    /// Nodes whose post's inbound hours contain the change of gauge, in order.
    pub(crate) gauge_cleared_at: Vec<u32>,
    /// The only port of each country that has just one.
    pub(crate) only_port_of: Vec<Option<u32>>,
    /// For which criteria every link, crossing and transfer has a figure.
    pub(crate) covered: [bool; 6],
}

/// A date outside the record, or a state that the data do not name.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The text is neither a month nor a named state.
    #[error("`{text}` is neither a month such as `2026-11` nor a named state{}", among(known))]
    Unknown {
        /// The text as given.
        text: String,
        /// The named states of the data.
        known: Vec<String>,
    },
    /// The month lies before the first record or after the last.
    #[error("{month} is outside the record, which runs from {first} to {last}; give a month of it")]
    OutsideRecord {
        /// The month asked for.
        month: Month,
        /// The first month on record.
        first: Month,
        /// The month of the data's edition.
        last: Month,
    },
    /// The network is not dated.
    #[error("this network is not dated, so it has no state of another month; leave the month out or date the network")]
    NotDated,
    /// The scenario behind a named state does not apply.
    #[error("the scenario behind the state `{state}` does not apply; correct it in the data")]
    Scenario {
        /// The named state.
        state: String,
        /// What is wrong with it.
        #[source]
        source: crate::scenario::ScenarioError,
    },
}

/// What can be asked for in place of an unknown state.
fn among(known: &[String]) -> String {
    if known.is_empty() { "; give a month".to_owned() } else { format!(" ({}); give one of these", known.join(", ")) }
}

impl Network {
    /// What the network is called, with the scenarios that made it.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The month of the data's edition; `None` if the network is not dated.
    pub fn edition(&self) -> Option<Month> {
        self.inner.edition
    }

    /// The month or named state that this network shows.
    pub fn state(&self) -> Option<StateName> {
        match (&self.inner.state, self.inner.month) {
            (Some(name), _) => Some(StateName::Named(name.clone())),
            (None, month) => month.map(StateName::Month),
        }
    }

    /// The network as it was in a month (`2025-09`), or in a named state of the data (`2032`).
    ///
    /// # Errors
    /// A month before the first record or after the data's edition, or text that is neither month nor state.
    pub fn as_of(&self, state: &str) -> Result<Network, StateError> {
        if let Some((id, scenario)) = self.inner.states.iter().find(|(id, _)| id == state) {
            let scenario = self.inner.scenarios.iter().find(|(id, _)| id == scenario).map(|(_, scenario)| scenario);
            let named = scenario.cloned().unwrap_or_else(|| Scenario::new(id));
            let changed = self.with(&named);
            let mut network = changed.map_err(|source| StateError::Scenario { state: id.clone(), source })?;
            let inner = Arc::make_mut(&mut network.inner);
            inner.state = Some(id.clone());
            inner.name = format!("{}, {id}", self.inner.name);
            return Ok(network);
        }
        let known = self.inner.states.iter().map(|(id, _)| id.clone()).collect();
        let month: Month = state.parse().map_err(|_| StateError::Unknown { text: state.to_owned(), known })?;
        let mut network = self.clone();
        Arc::make_mut(&mut network.inner).set_month(month)?;
        Ok(network)
    }

    /// The network at the other price level of rail freight.
    pub fn with_tariff(&self, tariff: Tariff) -> Network {
        Network { inner: Arc::new(self.inner.at_tariff(tariff)) }
    }

    /// The price level of rail freight.
    pub fn tariff(&self) -> Tariff {
        self.inner.tariff
    }

    /// Every place, in order of id.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.inner.nodes.iter()
    }

    /// Every link, in order of id.
    pub fn links(&self) -> impl ExactSizeIterator<Item = &Link> {
        self.inner.links.iter()
    }

    /// Every border crossing, in order of id.
    pub fn crossings(&self) -> impl ExactSizeIterator<Item = &Crossing> {
        self.inner.crossings.iter()
    }

    /// Every corridor, in order of id.
    pub fn corridors(&self) -> impl ExactSizeIterator<Item = &Corridor> {
        self.inner.corridors.iter()
    }

    /// Every published reference, in order of id.
    pub fn references(&self) -> impl ExactSizeIterator<Item = &Reference> {
        self.inner.references.iter()
    }

    /// Every publication, in order of id.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &Source> {
        self.inner.sources.iter()
    }

    /// Every country, in order of code.
    pub fn countries(&self) -> impl ExactSizeIterator<Item = &Country> {
        self.inner.countries.iter()
    }

    /// The figures that hold where a link or post has none of its own, by name.
    pub fn defaults(&self) -> impl Iterator<Item = (&str, &Figure)> {
        self.inner.defaults.iter()
    }

    /// The scenarios that come with the data, by id.
    pub fn scenarios(&self) -> impl ExactSizeIterator<Item = (&str, &Scenario)> {
        self.inner.scenarios.iter().map(|(id, scenario)| (id.as_str(), scenario))
    }

    /// The licence of the data.
    pub fn licence(&self) -> Option<&str> {
        self.inner.licence.as_deref()
    }

    /// What has to be named when figures of this network are passed on.
    pub fn attribution(&self) -> &[String] {
        &self.inner.attribution
    }

    /// The place with that id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.inner.node(id).map(|node| &self.inner.nodes[node as usize])
    }

    /// The link with that id.
    pub fn link(&self, id: &str) -> Option<&Link> {
        self.inner.link(id).map(|link| &self.inner.links[link as usize])
    }

    /// The crossing with that id.
    pub fn crossing(&self, id: &str) -> Option<&Crossing> {
        self.inner.crossing(id).map(|crossing| &self.inner.crossings[crossing as usize])
    }

    /// The corridor with that id.
    pub fn corridor(&self, id: &str) -> Option<&Corridor> {
        self.inner.corridor(id).map(|corridor| &self.inner.corridors[corridor as usize])
    }

    /// The country in which a place lies.
    pub fn country_of(&self, node: &Node) -> &Country {
        &self.inner.countries[node.country as usize]
    }

    /// The two places that a link joins.
    pub fn ends_of(&self, link: &Link) -> (&Node, &Node) {
        (&self.inner.nodes[link.from as usize], &self.inner.nodes[link.to as usize])
    }

    /// The crossing that a link passes.
    pub fn crossing_of(&self, link: &Link) -> Option<&Crossing> {
        link.crossing.map(|crossing| &self.inner.crossings[crossing as usize])
    }

    /// The name of the water that a link by sea or ferry crosses.
    pub fn water_of(&self, link: &Link) -> Option<&str> {
        link.water.map(|water| self.inner.waters[water as usize].name.as_str())
    }

    /// The corridors to which a link belongs, in order of id.
    pub fn corridors_of(&self, link: &Link) -> impl Iterator<Item = &Corridor> {
        link.corridors.iter().map(|corridor| &self.inner.corridors[*corridor as usize])
    }

    /// The two countries that a crossing joins, in order of code.
    pub fn countries_of(&self, crossing: &Crossing) -> [&Country; 2] {
        crossing.countries.map(|country| &self.inner.countries[country as usize])
    }

    /// The country of a post, and its place where that is known.
    pub fn seat_of(&self, post: &Post) -> (&Country, Option<&Node>) {
        let place = post.place.map(|node| &self.inner.nodes[node as usize]);
        (&self.inner.countries[post.country as usize], place)
    }

    /// The publication that a figure rests on.
    pub fn source_of(&self, figure: &Figure) -> Option<&Source> {
        figure.basis.source.map(|source| &self.inner.sources[source as usize])
    }

    /// The status of a link in this state of the network: its own, or that of its crossing if that is shut.
    pub fn status_of(&self, link: &Link) -> Status {
        self.inner.status(link)
    }

    /// The status of a crossing in this state of the network.
    pub fn status_of_crossing(&self, crossing: &Crossing) -> Status {
        crossing.record.status(self.inner.month)
    }

    /// Lines that are planned or being built in this state of the network, each with its published year of opening.
    pub fn unbuilt(&self) -> impl Iterator<Item = (&Link, Option<u16>)> {
        let unbuilt = |link: &&Link| matches!(self.inner.status(link), Status::Planned | Status::UnderConstruction);
        self.inner.links.iter().filter(unbuilt).map(|link| (link, link.opening_year()))
    }

    /// Whether every link, crossing and transfer has a figure for a criterion, so that routes can be ranked by it.
    pub fn covers(&self, criterion: Criterion) -> bool {
        self.inner.covered[criterion as usize]
    }
}

/// The index of an id in a list sorted by id.
fn index_of<T>(list: &Shared<T>, id: &str, id_of: impl Fn(&T) -> &str) -> Option<usize> {
    list.binary_search_by(|item| id_of(item).cmp(id)).ok()
}

impl Inner {
    pub(crate) fn node(&self, id: &str) -> Option<u32> {
        index_of(&self.nodes, id, |node| &node.id).map(|i| i as u32)
    }

    pub(crate) fn link(&self, id: &str) -> Option<u32> {
        index_of(&self.links, id, |link| &link.id).map(|i| i as u32)
    }

    pub(crate) fn crossing(&self, id: &str) -> Option<u16> {
        index_of(&self.crossings, id, |crossing| &crossing.id).map(|i| i as u16)
    }

    /// Whether a node is a coordinate that a trip starts or ends at; its id follows every id of the data.
    pub(crate) fn is_door(&self, node: u32) -> bool {
        self.nodes[node as usize].id.starts_with('~')
    }

    pub(crate) fn corridor(&self, id: &str) -> Option<u16> {
        index_of(&self.corridors, id, |corridor| &corridor.id).map(|i| i as u16)
    }

    pub(crate) fn set_month(&mut self, month: Month) -> Result<(), StateError> {
        let (Some(first), Some(last)) = (self.records_from, self.edition) else {
            return Err(StateError::NotDated);
        };
        if month < first || last < month {
            return Err(StateError::OutsideRecord { month, first, last });
        }
        self.month = Some(month);
        self.state = None;
        Ok(())
    }

    pub(crate) fn at_tariff(&self, tariff: Tariff) -> Inner {
        Inner { tariff, ..self.clone() }
    }

    /// The control of a border between two countries: that of the first union of both.
    pub(crate) fn control_between(&self, a: u16, b: u16) -> Control {
        let both = |union: &&Union| union.members.contains(&a) && union.members.contains(&b);
        self.unions.iter().filter(both).map(|union| union.control).min().unwrap_or(Control::Customs)
    }

    pub(crate) fn status(&self, link: &Link) -> Status {
        let own = link.record.status(self.month);
        let crossing = link.crossing.map(|c| self.crossings[c as usize].record.status(self.month));
        let shut = |node: u32| self.nodes[node as usize].closed;
        if shut(link.from) || shut(link.to) {
            return Status::Suspended.max(own);
        }
        crossing.map_or(own, |crossing| own.max(crossing))
    }

    /// Whether a node only lets ships pass.
    pub(crate) fn is_waypoint(&self, node: u32) -> bool {
        self.nodes[node as usize].kind == NodeKind::Waypoint
    }
}
