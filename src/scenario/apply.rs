//! The changes of a scenario, made on a copy of a network.

use super::fault::{Fault, ScenarioError};
use super::{Change, NewLink, Scenario};
use crate::coverage;
use crate::crossing::Direction;
use crate::figure::name;
use crate::link::Link;
use crate::network::{Inner, Network, StateError};
use crate::problem::{InvalidNetwork, ProblemKind, nearest};
use crate::provenance::Figure;
use crate::resolve::resolve_link;
use crate::status::Status;
use crate::validate;
use std::sync::Arc;

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
