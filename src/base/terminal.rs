//! The ports and rail terminals of the base network, by what people call them.

use super::{Base, BaseMember, BaseTerminal, BaseTerminalKind};
use crate::lookup::folded;
use crate::mode::{Gauge, Mode};
use crate::network::Network;
use crate::place::{Node, NodeKind};
use crate::provenance::Basis;
use crate::stop::Point;
use std::collections::BTreeSet;

impl Base {
    /// The coordinate and the name of a port, rail terminal or place, by its UN/LOCODE or name, case and accents folded; `None` if there is none, or several of that
    /// name. O(n) for n terminals.
    ///
    /// ```no_run
    /// use corridor::Base;
    /// let base = Base::load("corridors/base/eurasia.base")?;
    /// let Some((port, name)) = base.find("JPTYO") else { return Ok(()) };
    /// println!("{name} lies at {port}");
    /// # Ok::<(), corridor::BaseError>(())
    /// ```
    pub fn find(&self, text: &str) -> Option<(Point, &str)> {
        let terminal = &self.parts().terminals[self.terminal(text)?];
        let (lat, lon) = position(terminal);
        Some((Point { lat, lon }, &terminal.name))
    }

    /// The number of that terminal.
    pub(crate) fn terminal(&self, text: &str) -> Option<usize> {
        let terminals = &self.parts().terminals;
        let of_code = |code: &Option<String>| code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(text));
        let named = || {
            let wanted = folded(text);
            let mut found = (0..terminals.len()).filter(|number| folded(&terminals[*number].name) == wanted);
            found.next().filter(|_| found.next().is_none())
        };
        terminals.iter().position(|terminal| of_code(&terminal.locode)).or_else(named)
    }

    /// The ports and rail terminals that have a UN/LOCODE, as places in the countries of a network, where that network has no place of that code itself. Their ids
    /// are the codes in small letters, by which a planner over this base finds them. O(n) for n terminals and places.
    ///
    /// ```no_run
    /// use corridor::{Base, Network};
    /// let (base, network) = (Base::load("corridors/base/eurasia.base")?, Network::bundled());
    /// for place in base.places(&network).iter().filter(|place| network.country_of(place).id() == "JP") {
    ///     println!("{} {}", place.id(), place.name());
    /// }
    /// # Ok::<(), corridor::BaseError>(())
    /// ```
    pub fn places(&self, network: &Network) -> Vec<Node> {
        let nodes = || network.nodes();
        let ids = nodes().map(Node::id).chain(nodes().filter_map(Node::locode));
        let known: BTreeSet<String> = ids.map(str::to_lowercase).collect();
        let place = |terminal: &BaseTerminal| {
            let kind = match terminal.kind {
                BaseTerminalKind::Port => NodeKind::Seaport,
                BaseTerminalKind::Rail => NodeKind::RailStation,
                BaseTerminalKind::Place => NodeKind::City,
                BaseTerminalKind::GaugeBreak => return None,
            };
            let code = terminal.locode.as_ref().filter(|code| !known.contains(&code.to_lowercase()))?;
            let country = terminal.members.iter().find_map(|member| self.country_of(network, member))?;
            Some(self.place(terminal, code, country, kind))
        };
        let mut places: Vec<Node> = self.parts().terminals.iter().filter_map(place).collect();
        places.sort_by(|a, b| a.id.cmp(&b.id));
        places.dedup_by(|a, b| a.id == b.id);
        places
    }

    /// The country of a terminal's node as the network counts them; `None` at sea, and where the network has no such country.
    fn country_of(&self, network: &Network, member: &BaseMember) -> Option<u16> {
        let parts = self.parts();
        let code = parts.countries.get(usize::from(parts.country[member.node as usize]))?;
        network.inner.countries.iter().position(|country| country.id == *code).map(|at| at as u16)
    }

    fn place(&self, terminal: &BaseTerminal, code: &str, country: u16, kind: NodeKind) -> Node {
        let gauge = |member: &BaseMember| match self.parts().modes[usize::from(member.mode)] {
            Mode::Rail(gauge) => Some(gauge),
            _ => None,
        };
        let mut gauges: Vec<Gauge> = terminal.members.iter().filter_map(gauge).collect();
        gauges.sort_unstable();
        gauges.dedup();
        Node {
            gauges,
            locode: Some(code.to_owned()),
            position: Basis { estimate: Some("as the base network has it".into()), ..Basis::default() },
            ..Node::bare(code.to_lowercase(), terminal.name.clone(), country, kind, position(terminal))
        }
    }
}

/// Degrees north and east.
pub(crate) fn position(terminal: &BaseTerminal) -> (f64, f64) {
    (f64::from(terminal.lat) / 1e6, f64::from(terminal.lon) / 1e6)
}
