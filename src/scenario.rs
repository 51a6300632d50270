//! Named sets of changes that turn a network into another network.

use crate::coverage;
use crate::crossing::Direction;
use crate::figure::name;
use crate::link::Link;
use crate::month::Month;
use crate::network::{Inner, Network, StateError};
use crate::problem::{InvalidNetwork, ProblemKind, nearest};
use crate::provenance::Figure;
use crate::records::{FigureRecord, LinkRecord};
use crate::resolve::resolve_link;
use crate::status::Status;
use crate::units::{Hours, Kilometres, UsDollars};
use crate::{mode::Mode, validate};
use std::fmt;
use std::sync::Arc;

/// Ordered changes: close, open, delay, reprice, set hours, scale a default, set any figure, add a link, a date.
///
/// ```
/// use corridor::{Scenario, hours};
/// let scenario = Scenario::new("a slow winter").delay("torkham", hours(24)).scale("wait.ferry.caspian", 2.0);
/// assert_eq!(scenario.name(), "a slow winter");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Scenario {
    name: String,
    note: Option<String>,
    changes: Vec<Change>,
}

/// One change. The text names a crossing, link or place by its id.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
enum Change {
    Close(String),
    Open(String),
    Delay(String, f64),
    Reprice(String, f64),
    SetHours { crossing: String, country: Option<String>, direction: Option<Direction>, hours: f64 },
    Scale(String, f64),
    AddLink(Box<NewLink>),
    AsOf(Month),
    OpenLinesBy(u16),
    OpenEverything,
    Set(String, f64),
}

impl Change {
    /// Whether what a step costs may change, and not only what is open.
    fn touches_costs(&self) -> bool {
        match self {
            Change::Close(_) | Change::Open(_) | Change::OpenLinesBy(_) | Change::OpenEverything => false,
            Change::Delay(..) | Change::Reprice(..) | Change::SetHours { .. } => true,
            Change::Scale(..) | Change::Set(..) => true,
            // A date brings its events.
            Change::AddLink(_) | Change::AsOf(_) => true,
        }
    }
}

/// A link that a scenario adds.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct NewLink {
    record: LinkRecord,
}

impl NewLink {
    /// A two-way link between two places of the network. Time and cost come from the network's defaults unless given.
    pub fn new(from: &str, to: &str, mode: Mode, distance: Kilometres) -> NewLink {
        let distance = Some(FigureRecord::own(distance.value()));
        NewLink { record: LinkRecord { distance, ..LinkRecord::new(from, to, mode) } }
    }

    #[cfg(feature = "files")]
    pub(crate) fn of_record(record: LinkRecord) -> NewLink {
        NewLink { record }
    }

    /// Its running time, in place of the default speed.
    pub fn time(mut self, time: Hours) -> NewLink {
        self.record.time = Some(FigureRecord::own(time.value()));
        self
    }

    /// Its cost for one forty-foot container, in place of the default rate.
    pub fn cost(mut self, cost: UsDollars) -> NewLink {
        let figure = FigureRecord::own(cost.value());
        self.record.cost = [Some(figure.clone()), Some(figure)];
        self
    }

    /// The border crossing on it.
    pub fn crossing(mut self, id: &str) -> NewLink {
        self.record.crossing = Some(id.to_owned());
        self
    }

    /// The water that a ship or ferry crosses.
    pub fn water(mut self, id: &str) -> NewLink {
        self.record.water = Some(id.to_owned());
        self
    }
}

/// Every change that cannot be made, together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct ScenarioError {
    scenario: String,
    faults: Vec<Fault>,
}

impl ScenarioError {
    /// What is wrong, in the order of the changes.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario `{}` cannot be applied:", self.scenario)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

/// One change that cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // each variant's message is its documentation
pub enum Fault {
    #[error("no crossing, link or place `{id}`{}", did_you_mean(suggestion))]
    Unknown { id: String, suggestion: Option<String> },
    #[error("no default `{name}`{}", did_you_mean(suggestion))]
    UnknownDefault { name: String, suggestion: Option<String> },
    #[error("no figure `{id}`{}", did_you_mean(suggestion))]
    UnknownFigure { id: String, suggestion: Option<String> },
    #[error("`{id}` is closed already ({status}); leave the change out")]
    ClosedAlready { id: String, status: Status },
    #[error("`{id}` is open already; leave the change out")]
    OpenAlready { id: String },
    #[error("`{id}` is no crossing, so it has no clearing hours; use `delay`")]
    NoCrossing { id: String },
    #[error("`{id}` is a place, which has no price; reprice a link or crossing")]
    NoPrice { id: String },
    #[error("crossing `{id}` has no post in {country}; name one of its two countries")]
    NoPost { id: String, country: String },
    #[error("`{id}` is given {value}; give a finite number, 0 or more")]
    NotANumber { id: String, value: f64 },
    #[error("no line has a published opening by {year}; leave the change out")]
    NoOpening { year: u16 },
    #[error("{0}")]
    Date(String),
    #[error("{0}")]
    Link(String),
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or(String::new(), |suggestion| format!("; did you mean `{suggestion}`?"))
}

impl Scenario {
    /// A scenario without changes.
    pub fn new(name: &str) -> Scenario {
        Scenario { name: name.to_owned(), ..Scenario::default() }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    #[cfg(feature = "files")]
    pub(crate) fn with_note(mut self, note: Option<String>) -> Scenario {
        self.note = note;
        self
    }

    fn change(mut self, change: Change) -> Scenario {
        self.changes.push(change);
        self
    }

    /// Shuts a crossing, link or place.
    pub fn close(self, id: &str) -> Scenario {
        self.change(Change::Close(id.to_owned()))
    }

    /// Opens a crossing, link or place, whatever its dated status.
    pub fn open(self, id: &str) -> Scenario {
        self.change(Change::Open(id.to_owned()))
    }

    /// Adds hours to every passage of a crossing or link, or to every transfer at a place.
    pub fn delay(self, id: &str, hours: Hours) -> Scenario {
        self.change(Change::Delay(id.to_owned(), hours.value()))
    }

    /// Multiplies the cost of a link or the fees of a crossing.
    pub fn reprice(self, id: &str, factor: f64) -> Scenario {
        self.change(Change::Reprice(id.to_owned(), factor))
    }

    /// Sets the clearing hours of every post of a crossing, in both directions.
    pub fn set_hours(self, crossing: &str, hours: Hours) -> Scenario {
        self.set_post_hours(crossing, None, None, hours)
    }

    /// Sets the clearing hours of a crossing on one side (a country) or in one direction; `None` means both.
    pub fn set_post_hours(
        self,
        crossing: &str,
        country: Option<&str>,
        direction: Option<Direction>,
        hours: Hours,
    ) -> Scenario {
        let (crossing, country) = (crossing.to_owned(), country.map(str::to_owned));
        self.change(Change::SetHours { crossing, country, direction, hours: hours.value() })
    }

    /// Multiplies a default by its name (see [`Network::defaults`]), such as `wait.ferry.caspian`.
    pub fn scale(self, default: &str, factor: f64) -> Scenario {
        self.change(Change::Scale(default.to_owned(), factor))
    }

    /// Sets one figure by its id (see [`Network::figures`]), in its unit, for everything that reads it. Where it comes from stays as it was, so that
    /// published hours of a rail post are still scaled for block trains.
    pub fn set(self, figure: &str, value: f64) -> Scenario {
        self.change(Change::Set(figure.to_owned(), value))
    }

    /// Adds a link between places of the network.
    pub fn add_link(self, link: NewLink) -> Scenario {
        self.change(Change::AddLink(Box::new(link)))
    }

    /// Sets the month whose state is shown.
    pub fn as_of(self, month: Month) -> Scenario {
        self.change(Change::AsOf(month))
    }

    /// Opens every planned line whose published opening is in or before `year`.
    pub fn open_lines_by(self, year: u16) -> Scenario {
        self.change(Change::OpenLinesBy(year))
    }

    /// Opens every link and crossing, planned or shut.
    pub fn open_everything(self) -> Scenario {
        self.change(Change::OpenEverything)
    }
}

impl Network {
    /// This network with the changes of a scenario, made in order on a copy.
    ///
    /// # Errors
    /// Every change that cannot be made: an unknown id, closing what is closed, a date outside the record.
    pub fn with(&self, scenario: &Scenario) -> Result<Network, ScenarioError> {
        let mut inner = Inner::clone(&self.inner);
        let mut faults = Vec::new();
        for change in &scenario.changes {
            if let Err(fault) = inner.apply(change) {
                faults.push(fault);
            }
        }
        if scenario.changes.iter().any(Change::touches_costs) {
            let too_large = validate::totals(&inner).into_iter();
            faults.extend(
                too_large.map(|(link, kind)| Fault::Link(format!("link `{}` {kind}", inner.links[link as usize].id))),
            );
        }
        if !faults.is_empty() {
            return Err(ScenarioError { scenario: scenario.name.clone(), faults });
        }
        inner.name = format!("{}, {}", self.inner.name, scenario.name);
        Ok(Network { inner: Arc::new(inner) })
    }
}

/// What an id of a scenario names.
enum Target {
    Crossing(usize),
    Link(usize),
    Node(usize),
}

impl Inner {
    fn target(&self, id: &str) -> Result<Target, Fault> {
        if let Some(crossing) = self.crossing(id) {
            return Ok(Target::Crossing(crossing as usize));
        }
        if let Some(link) = self.links.iter().position(|link| link.id == id) {
            return Ok(Target::Link(link));
        }
        if let Some(node) = self.node(id) {
            return Ok(Target::Node(node as usize));
        }
        let crossings = self.crossings.iter().map(|crossing| crossing.id.as_str());
        let links = self.links.iter().map(|link| link.id.as_str());
        let nodes = self.nodes.iter().map(|node| node.id.as_str());
        let suggestion = nearest(id, crossings.chain(links).chain(nodes));
        Err(Fault::Unknown { id: id.to_owned(), suggestion })
    }

    fn apply(&mut self, change: &Change) -> Result<(), Fault> {
        match change {
            Change::Close(id) => self.close(id),
            Change::Open(id) => self.open(id),
            Change::Delay(id, hours) => self.delay(id, *hours),
            Change::Reprice(id, factor) => self.reprice(id, *factor),
            Change::SetHours { crossing, country, direction, hours } => {
                self.set_hours(crossing, country.as_deref(), *direction, *hours)
            }
            Change::Scale(name, factor) => {
                let factor = number(name, *factor)?;
                if self.defaults.scale(name, factor) {
                    return Ok(());
                }
                let suggestion = nearest(name, self.defaults.iter().map(|(name, _)| name));
                Err(Fault::UnknownDefault { name: name.clone(), suggestion })
            }
            Change::Set(id, value) => {
                let value = number(id, *value)?;
                let Some(cell) = self.cell(id) else {
                    let ids: Vec<String> = self.cells().into_iter().map(|cell| name::id(self, cell)).collect();
                    let suggestion = nearest(id, ids.iter().map(String::as_str));
                    return Err(Fault::UnknownFigure { id: id.clone(), suggestion });
                };
                self.set_figure(cell, value);
                for entry in self.defaults.named(id) {
                    self.defaults.set(entry, value);
                }
                Ok(())
            }
            Change::AddLink(link) => self.add_link(link),
            Change::AsOf(month) => self.set_month(*month).map_err(|error: StateError| Fault::Date(error.to_string())),
            Change::OpenLinesBy(year) => self.open_lines_by(*year),
            Change::OpenEverything => {
                self.links.change(|_| true, |link| link.record.decided = Some(Status::Operational));
                self.crossings.change(|_| true, |crossing| crossing.record.decided = Some(Status::Operational));
                self.nodes.change(|node| node.closed, |node| node.closed = false);
                Ok(())
            }
        }
    }

    fn close(&mut self, id: &str) -> Result<(), Fault> {
        let already = |status| Err(Fault::ClosedAlready { id: id.to_owned(), status });
        let month = self.month;
        let record = match self.target(id)? {
            Target::Node(node) if self.nodes[node].closed => return already(Status::Suspended),
            Target::Node(node) => {
                self.nodes[node].closed = true;
                return Ok(());
            }
            Target::Crossing(crossing) => &mut self.crossings[crossing].record,
            Target::Link(link) => &mut self.links[link].record,
        };
        let status = record.status(month);
        if !status.is_open() {
            return already(status);
        }
        record.decided = Some(Status::Suspended);
        Ok(())
    }

    /// Opens a link or place, or a crossing with the suspended links that it shut.
    fn open(&mut self, id: &str) -> Result<(), Fault> {
        let month = self.month;
        let mut opened = false;
        let mut open = |record: &mut crate::status::Record| {
            if !record.status(month).is_open() {
                record.decided = Some(Status::Operational);
                opened = true;
            }
        };
        match self.target(id)? {
            Target::Node(node) => opened = std::mem::take(&mut self.nodes[node].closed),
            Target::Link(link) => open(&mut self.links[link].record),
            Target::Crossing(crossing) => {
                open(&mut self.crossings[crossing].record);
                // The links over a shut crossing are dated as shut too; a planned line stays planned.
                let shut = |link: &Link| link.record.status(month) == Status::Suspended;
                let over = |link: &Link| link.crossing == Some(crossing as u16) && shut(link);
                self.links.change(over, |link| open(&mut link.record));
            }
        }
        if opened { Ok(()) } else { Err(Fault::OpenAlready { id: id.to_owned() }) }
    }

    fn delay(&mut self, id: &str, hours: f64) -> Result<(), Fault> {
        let hours = number(id, hours)?;
        match self.target(id)? {
            Target::Crossing(crossing) => self.crossings[crossing].delay += hours,
            Target::Link(link) => self.links[link].delay += hours,
            Target::Node(node) => self.nodes[node].delay += hours,
        }
        Ok(())
    }

    fn reprice(&mut self, id: &str, factor: f64) -> Result<(), Fault> {
        let factor = number(id, factor)?;
        match self.target(id)? {
            Target::Crossing(crossing) => self.crossings[crossing].fee_factor *= factor,
            Target::Link(link) => self.links[link].cost_factor *= factor,
            Target::Node(_) => return Err(Fault::NoPrice { id: id.to_owned() }),
        }
        Ok(())
    }

    fn set_hours(
        &mut self,
        id: &str,
        country: Option<&str>,
        direction: Option<Direction>,
        hours: f64,
    ) -> Result<(), Fault> {
        let hours = number(id, hours)?;
        let Target::Crossing(index) = self.target(id)? else {
            return Err(Fault::NoCrossing { id: id.to_owned() });
        };
        let no_post = |country: &str| Fault::NoPost { id: id.to_owned(), country: country.to_owned() };
        let country = match country {
            Some(code) => {
                let known = self.countries.iter().position(|country| country.id == code);
                let of_crossing = known.filter(|known| self.crossings[index].countries.contains(&(*known as u16)));
                Some(of_crossing.ok_or_else(|| no_post(code))? as u16)
            }
            None => None,
        };
        let posts = &mut self.crossings[index].posts;
        for post in posts.iter_mut().filter(|post| country.is_none_or(|country| post.country == country)) {
            if direction != Some(Direction::Inbound) {
                post.outbound = Some(Figure::own(hours));
            }
            if direction != Some(Direction::Outbound) {
                post.inbound = Some(Figure::own(hours));
            }
        }
        Ok(())
    }

    fn add_link(&mut self, link: &NewLink) -> Result<(), Fault> {
        let wrong = |invalid: InvalidNetwork| {
            let texts: Vec<String> = invalid.problems().iter().map(ToString::to_string).collect();
            Fault::Link(texts.join("\n"))
        };
        let link: Link = resolve_link(self, &link.record).map_err(wrong)?;
        let problems: Vec<String> = validate::link_problems(self, &link)
            .iter()
            .map(|kind: &ProblemKind| format!("link `{}` {kind}", link.id))
            .collect();
        if !problems.is_empty() {
            return Err(Fault::Link(problems.join("\n")));
        }
        self.links.push(link);
        self.sort_links();
        self.index_posts();
        let figures = coverage::uncovered(self);
        if figures.is_empty() { Ok(()) } else { Err(Fault::Link(figures.join("\n"))) }
    }

    fn open_lines_by(&mut self, year: u16) -> Result<(), Fault> {
        let month = self.month;
        let mut opened = false;
        let mut crossings = Vec::new();
        let unbuilt = |link: &Link| matches!(link.record.status(month), Status::Planned | Status::UnderConstruction);
        let due = |link: &Link| link.opening.as_ref().is_some_and(|opening| opening.year <= year);
        self.links.change(
            |link| due(link) && unbuilt(link),
            |link| {
                link.record.decided = Some(Status::Operational);
                crossings.extend(link.crossing);
                opened = true;
            },
        );
        // A border post on a new line opens with it.
        for crossing in crossings {
            let record = &mut self.crossings[crossing as usize].record;
            if matches!(record.status(month), Status::Planned | Status::UnderConstruction) {
                record.decided = Some(Status::Operational);
            }
        }
        if opened { Ok(()) } else { Err(Fault::NoOpening { year }) }
    }

    /// Puts links back in order of id after one was added, and keeps signatures pointing at theirs.
    fn sort_links(&mut self) {
        let mut order: Vec<usize> = (0..self.links.len()).collect();
        order.sort_by(|a, b| self.links[*a].id.cmp(&self.links[*b].id));
        let mut new_index = vec![0u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            new_index[*old] = new as u32;
        }
        self.links.sort_by(|a, b| a.id.cmp(&b.id));
        self.corridors.change(
            |_| true,
            |corridor| {
                for passage in corridor.signature.iter_mut().flatten() {
                    passage.link = new_index[passage.link as usize];
                }
            },
        );
    }
}

fn number(id: &str, value: f64) -> Result<f64, Fault> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(Fault::NotANumber { id: id.to_owned(), value }) }
}
