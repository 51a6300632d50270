//! What each step costs: the one place where figures become ticks.
//!
//! The graph adds the entries of a step up; a route keeps them apart. Both therefore agree to the tick.

use crate::cost::{CostVector, Criterion, Criterion::*};
use crate::crossing::{Crossing, Direction};
use crate::defaults::{ModeKind, Place, Quantity};
use crate::link::Link;
use crate::mode::Mode;
use crate::network::Inner;
use crate::place::{Control, TransferKind};
use crate::provenance::{Basis, Figure};

/// Tonnes in the container of which every figure speaks.
pub(crate) const TONNES: f64 = 20.0;

/// How the freight stands at a place before it moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// On the ground, where the trip starts; loading the first lorry or train is charged if `terminals`.
    Ground { terminals: bool },
    /// On a lorry, or on a train of one gauge.
    Landed(Mode),
    /// On a ship or ferry, boarded in this country.
    Afloat { mode: Mode, loaded: u16 },
}

/// Why a step costs what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// Moving along a link; `country` tells whose kilometres they are, where that matters.
    Running { link: u32, country: Option<u16> },
    /// An event on a link.
    Event { link: u32 },
    /// A post at a land border.
    Border { crossing: u16, country: u16 },
    /// Customs of a port, or of the country where the ship was loaded.
    Port { country: u16 },
    /// A change of mode or gauge.
    Transfer { node: u32, kind: TransferKind },
    /// Stops on the way: drivers' rest, yards, calls.
    Stops { link: u32 },
    /// Waiting for a vessel.
    Wait { node: u32, link: u32 },
    /// First loading or last unloading.
    Terminal { node: u32 },
}

/// Receives the entries of a step.
pub(crate) trait Ledger<'a> {
    fn add(&mut self, cause: Cause, criterion: Criterion, ticks: u32, basis: &'a Basis);
    /// The entry added last is a product, and this figure is in it too.
    fn also_reads(&mut self, _criterion: Criterion, _ticks: u32, _basis: &'a Basis) {}
    /// The network has no figure for this entry.
    fn missing(&mut self, _cause: Cause, _criterion: Criterion) {}
}

impl Ledger<'_> for CostVector {
    fn add(&mut self, _: Cause, criterion: Criterion, ticks: u32, _: &Basis) {
        let sum = self[criterion].saturating_add(ticks);
        *self = self.with(criterion, sum);
    }
}

/// Figures counted rather than published, such as one crossing for one border.
static COUNTED: Basis = Basis { source: None, year: None, confidence: None, estimate: None };

/// One of the two countries that a link runs through, and the kilometres in it. The high seas are one share.
#[derive(Clone, Copy)]
struct Share {
    country: u16,
    km: f64,
}

/// The one or two shares of a link.
struct Shares {
    first: Share,
    second: Option<Share>,
}

impl Shares {
    fn count(&self) -> f64 {
        if self.second.is_some() { 2.0 } else { 1.0 }
    }

    fn iter(&self) -> impl Iterator<Item = Share> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl Inner {
    fn shares(&self, link: &Link) -> Shares {
        let country = |node: u32| self.nodes[node as usize].country;
        let (from, to) = (country(link.from), country(link.to));
        let km = link.distance.value;
        if from == to || link.mode.is_afloat() {
            return Shares { first: Share { country: from, km }, second: None };
        }
        let border = link.border_km.unwrap_or(km / 2.0).clamp(0.0, km);
        Shares { first: Share { country: from, km: border }, second: Some(Share { country: to, km: km - border }) }
    }

    /// The entries of running along a link and passing its border.
    pub(crate) fn passage<'a>(&'a self, link_index: u32, forward: bool, ledger: &mut impl Ledger<'a>) {
        self.passage_of(link_index, &self.links[link_index as usize], forward, ledger);
    }

    /// The same for a link that need not be one of the network; `link_index` only stands in the causes.
    pub(crate) fn passage_of<'a>(
        &'a self,
        link_index: u32,
        link: &'a Link,
        forward: bool,
        ledger: &mut impl Ledger<'a>,
    ) {
        let cause = Cause::Running { link: link_index, country: None };
        ledger.add(cause, Distance, Distance.ticks(link.distance.value), &link.distance.basis);
        self.running(link_index, link, forward, ledger);
        self.exposure(link_index, link, ledger);
        if let Some(crossing) = link.crossing {
            let country = |node: u32| self.nodes[node as usize].country;
            let (out_of, into) = if forward { (link.from, link.to) } else { (link.to, link.from) };
            self.land_border(crossing, link, country(out_of), country(into), ledger);
        }
    }

    /// Hours, US$ and emissions of a link: its own figures, or else kilometres at the defaults; and stops on the way.
    fn running<'a>(&'a self, index: u32, link: &'a Link, forward: bool, ledger: &mut impl Ledger<'a>) {
        let cause = Cause::Running { link: index, country: None };
        let kind = ModeKind::from(link.mode);
        let back = if forward { None } else { link.cost_back.as_ref() };
        let own_cost = back.or(link.cost[self.tariff as usize].as_ref());
        if link.delay > 0.0 {
            ledger.add(cause, Time, Time.ticks(link.delay), &COUNTED);
        }
        let own = [
            (Time, link.time.as_ref(), 1.0),
            (Cost, own_cost, link.cost_factor),
            (Emissions, link.emissions.as_ref(), 1.0),
        ];
        // The link's own figures count whole: cut at the border they would round twice.
        for (criterion, figure, factor) in own {
            if let Some(figure) = figure {
                ledger.add(cause, criterion, criterion.ticks(figure.value * factor), &figure.basis);
            }
        }
        let shares = self.shares(link);
        for share in shares.iter() {
            let place = link.water.map_or(Place::Country(share.country), Place::Water);
            let mut entry = |criterion: Criterion, quantity, of_km: &dyn Fn(f64) -> f64| {
                let Some(figure) = self.defaults.find(quantity, place) else {
                    ledger.missing(cause, criterion);
                    return None;
                };
                let units = of_km(figure.value);
                ledger.add(cause, criterion, criterion.ticks(units), &figure.basis);
                Some(units)
            };
            let hours = match &link.time {
                Some(time) if link.distance.value > 0.0 => Some(time.value * share.km / link.distance.value),
                Some(time) => Some(time.value / shares.count()),
                None => entry(Time, Quantity::Speed(kind), &|km_per_h| share.km / km_per_h),
            };
            if own_cost.is_none() {
                let rate = Quantity::Rate(kind, self.tariff);
                entry(Cost, rate, &|usd_per_km| share.km * usd_per_km * link.cost_factor);
            }
            if link.emissions.is_none() {
                entry(Emissions, Quantity::Emission(kind), &|grams| share.km * grams * TONNES / 1000.0);
            }
            if let Some((hours, stops)) = hours.zip(self.defaults.find(Quantity::Stops(kind), place)) {
                let ticks = Time.ticks(hours * stops.value);
                ledger.add(Cause::Stops { link: index }, Time, ticks, &stops.basis);
                let speed = || self.defaults.find(Quantity::Speed(kind), place);
                if let Some(of) = link.time.as_ref().or_else(speed) {
                    ledger.also_reads(Time, ticks, &of.basis);
                }
            }
        }
    }

    /// Points of risk: kilometres at the hazard of each country or of the water, and events on the link.
    fn exposure<'a>(&'a self, index: u32, link: &'a Link, ledger: &mut impl Ledger<'a>) {
        let mut entry = |country, km: f64, hazard: Option<&'a Figure>| {
            let cause = Cause::Running { link: index, country };
            match hazard {
                Some(hazard) => ledger.add(cause, Risk, Risk.ticks(km / 1000.0 * hazard.value), &hazard.basis),
                None => ledger.missing(cause, Risk),
            }
        };
        if let Some(risk) = &link.risk {
            ledger.add(Cause::Running { link: index, country: None }, Risk, Risk.ticks(risk.value), &risk.basis);
        } else if link.mode.is_afloat() {
            let hazard = link.water.and_then(|water| self.waters[water as usize].hazard.as_ref());
            entry(None, link.distance.value, hazard);
        } else {
            for share in self.shares(link).iter() {
                entry(Some(share.country), share.km, self.countries[share.country as usize].hazard.as_ref());
            }
        }
        for event in link.record.events(self.month) {
            ledger.add(Cause::Event { link: index }, Risk, Risk.ticks(event.points), &event.basis);
        }
    }

    /// Both posts of a land border, its count, and events at the crossing.
    fn land_border<'a>(&'a self, index: u16, link: &'a Link, out_of: u16, into: u16, ledger: &mut impl Ledger<'a>) {
        let crossing = &self.crossings[index as usize];
        for event in crossing.record.events(self.month) {
            let cause = Cause::Border { crossing: index, country: into };
            ledger.add(cause, Risk, Risk.ticks(event.points), &event.basis);
        }
        if crossing.control == Control::Open {
            return;
        }
        let cause = Cause::Border { crossing: index, country: into };
        ledger.add(cause, Crossings, 1, &COUNTED);
        if crossing.delay > 0.0 {
            ledger.add(cause, Time, Time.ticks(crossing.delay), &COUNTED);
        }
        for (country, direction) in [(out_of, Direction::Outbound), (into, Direction::Inbound)] {
            let cause = Cause::Border { crossing: index, country };
            let post = crossing.post(country, link.mode);
            match self.post_hours(crossing, country, link.mode, direction) {
                Some((hours, basis)) => {
                    let ticks = Time.ticks(hours);
                    ledger.add(cause, Time, ticks, basis);
                    let own = post.and_then(|post| post.hours(direction));
                    if let Some(own) = own.filter(|own| !std::ptr::eq(&own.basis, basis)) {
                        ledger.also_reads(Time, ticks, &own.basis);
                    }
                }
                None => ledger.missing(cause, Time),
            }
            let own = post.and_then(|post| post.fee(direction));
            let quantity = Quantity::PostFee(link.mode.into(), crossing.control, direction);
            match own.or_else(|| self.defaults.find(quantity, Place::Country(country))) {
                Some(fee) => ledger.add(cause, Cost, Cost.ticks(fee.value * crossing.fee_factor), &fee.basis),
                None => ledger.missing(cause, Cost),
            }
        }
    }

    /// Hours at one post: published ones, scaled for block trains, or else the default.
    pub(crate) fn post_hours<'a>(
        &'a self,
        crossing: &'a Crossing,
        country: u16,
        mode: Mode,
        direction: Direction,
    ) -> Option<(f64, &'a Basis)> {
        let own = crossing.post(country, mode).and_then(|post| post.hours(direction));
        if let Some(hours) = own {
            let scale = match mode {
                Mode::Rail(_) => self.defaults.find(Quantity::PublishedRailPost(self.tariff), Place::Anywhere),
                _ => None,
            };
            return Some(match scale {
                Some(scale) if hours.basis.source.is_some() => (hours.value * scale.value, &scale.basis),
                _ => (hours.value, &hours.basis),
            });
        }
        let quantity = Quantity::PostHours(mode.into(), crossing.control, direction);
        self.defaults.find(quantity, Place::Country(country)).map(|hours| (hours.value, &hours.basis))
    }

    /// The entries of getting from how the freight stands at `node` onto a link; `false` if there is no way.
    pub(crate) fn transfer<'a>(
        &'a self,
        node: u32,
        standing: Standing,
        onto: u32,
        ledger: &mut impl Ledger<'a>,
    ) -> bool {
        let link = &self.links[onto as usize];
        let place = &self.nodes[node as usize];
        let mode = link.mode;
        let boarding = boarding(mode);
        let mut change = |kind: TransferKind| self.handle(node, kind, false, ledger);
        let moved = match standing {
            Standing::Ground { terminals } => match boarding {
                Some(kind) => change(kind),
                None => {
                    if terminals {
                        self.terminal(node, mode, true, ledger);
                    }
                    return true;
                }
            },
            Standing::Landed(before) if before == mode => return true,
            Standing::Landed(before) => match boarding {
                Some(kind) => change(kind),
                None if before.same_kind(mode) => {
                    self.handle(node, TransferKind::Gauge, self.cleared_gauge(node, link), ledger)
                }
                None => change(TransferKind::RoadRail),
            },
            // The same vessel calls and sails on.
            Standing::Afloat { mode: before, .. } if before == mode => return true,
            Standing::Afloat { mode: before, loaded } => {
                let landed = landing(before).is_none_or(&mut change);
                let moved = landed && boarding.is_none_or(change);
                if moved {
                    self.port(place.country, node, loaded, ledger);
                }
                moved
            }
        };
        if moved && boarding.is_some() {
            self.wait(node, onto, link, ledger);
        }
        moved
    }

    /// The entries of ending a trip; `false` if the freight can't get ashore.
    pub(crate) fn arrival<'a>(
        &'a self,
        node: u32,
        standing: Standing,
        terminals: bool,
        ledger: &mut impl Ledger<'a>,
    ) -> bool {
        match standing {
            Standing::Ground { .. } => true,
            Standing::Landed(mode) => {
                if terminals {
                    self.terminal(node, mode, false, ledger);
                }
                true
            }
            Standing::Afloat { mode, loaded } => {
                let landed = landing(mode).is_none_or(|kind| self.handle(node, kind, false, ledger));
                if landed {
                    self.port(self.nodes[node as usize].country, node, loaded, ledger);
                }
                landed
            }
        }
    }

    /// One handling at a place; `cleared` if published border hours already contain it.
    pub(crate) fn handle<'a>(
        &'a self,
        node: u32,
        kind: TransferKind,
        cleared: bool,
        ledger: &mut impl Ledger<'a>,
    ) -> bool {
        let place = &self.nodes[node as usize];
        if !place.allows(kind) {
            return false;
        }
        let at = Place::Country(place.country);
        let cause = Cause::Transfer { node, kind };
        let hours = place.own_hours.as_ref().or_else(|| self.defaults.find(Quantity::TransferHours(kind), at));
        let fee = place.own_fee.as_ref().or_else(|| self.defaults.find(Quantity::TransferFee(kind), at));
        if hours.is_none() && self.covered[Time as usize] {
            return false; // no figure, no transfer: a missing figure is never zero
        }
        match hours {
            Some(hours) => {
                let added = if cleared { 0.0 } else { hours.value };
                ledger.add(cause, Time, Time.ticks(added + place.delay), &hours.basis);
            }
            None => ledger.missing(cause, Time),
        }
        match fee {
            Some(fee) => ledger.add(cause, Cost, Cost.ticks(fee.value), &fee.basis),
            None => ledger.missing(cause, Cost),
        }
        true
    }

    /// Whether freight comes from a post whose published inbound hours contain the change of gauge.
    fn cleared_gauge(&self, node: u32, onto: &Link) -> bool {
        // Moving inland, that is: onto the border link the freight leaves, and outbound hours contain no change.
        onto.crossing.is_none() && self.gauge_cleared_at.binary_search(&node).is_ok()
    }

    /// Whether loading and unloading have a figure at both ends of every link by land, on time and cost if these are covered.
    pub(crate) fn prices_terminals(&self) -> bool {
        let priced = |node: u32, kind: ModeKind, loading| {
            let at = Place::Country(self.nodes[node as usize].country);
            let figure = |quantity| self.defaults.find(quantity, at).is_some();
            (figure(Quantity::TerminalHours(kind, loading)) || !self.covered[Time as usize])
                && (figure(Quantity::TerminalFee(kind, loading)) || !self.covered[Cost as usize])
        };
        let by_land = self.links.iter().filter(|link| !link.mode.is_afloat());
        by_land.flat_map(|link| [(link.from, link.mode), (link.to, link.mode)]).all(|(node, mode)| {
            let kind = ModeKind::from(mode);
            priced(node, kind, true) && priced(node, kind, false)
        })
    }

    fn terminal<'a>(&'a self, node: u32, mode: Mode, loading: bool, ledger: &mut impl Ledger<'a>) {
        let at = Place::Country(self.nodes[node as usize].country);
        let cause = Cause::Terminal { node };
        match self.defaults.find(Quantity::TerminalHours(mode.into(), loading), at) {
            Some(hours) => ledger.add(cause, Time, Time.ticks(hours.value), &hours.basis),
            None => ledger.missing(cause, Time),
        }
        match self.defaults.find(Quantity::TerminalFee(mode.into(), loading), at) {
            Some(fee) => ledger.add(cause, Cost, Cost.ticks(fee.value), &fee.basis),
            None => ledger.missing(cause, Cost),
        }
    }

    /// Waiting until the vessel of this link sails.
    pub(crate) fn wait<'a>(&'a self, node: u32, index: u32, link: &'a Link, ledger: &mut impl Ledger<'a>) {
        let at = link.water.map_or(Place::Anywhere, Place::Water);
        let default = || self.defaults.find(Quantity::Wait(link.mode.into()), at);
        if let Some(wait) = link.wait.as_ref().or_else(default) {
            ledger.add(Cause::Wait { node, link: index }, Time, Time.ticks(wait.value), &wait.basis);
        }
    }

    /// Clearing a ship from abroad: charged on landing, since calls on the way count nothing.
    fn port<'a>(&'a self, country: u16, node: u32, loaded: u16, ledger: &mut impl Ledger<'a>) {
        if country == loaded {
            return;
        }
        let control = self.control_between(country, loaded);
        if control == Control::Open {
            return;
        }
        ledger.add(Cause::Port { country }, Crossings, 1, &COUNTED);
        let here = self.nodes[node as usize].port.as_ref();
        let there = self.only_port_of[loaded as usize].and_then(|node| self.nodes[node as usize].port.as_ref());
        for (country, post, direction) in [(loaded, there, Direction::Outbound), (country, here, Direction::Inbound)] {
            let cause = Cause::Port { country };
            let at = Place::Country(country);
            let hours = Quantity::PostHours(ModeKind::Sea, control, direction);
            match post.and_then(|post| post.hours(direction)).or_else(|| self.defaults.find(hours, at)) {
                Some(hours) => ledger.add(cause, Time, Time.ticks(hours.value), &hours.basis),
                None => ledger.missing(cause, Time),
            }
            let fee = Quantity::PostFee(ModeKind::Sea, control, direction);
            match post.and_then(|post| post.fee(direction)).or_else(|| self.defaults.find(fee, at)) {
                Some(fee) => ledger.add(cause, Cost, Cost.ticks(fee.value), &fee.basis),
                None => ledger.missing(cause, Cost),
            }
        }
    }
}

fn boarding(mode: Mode) -> Option<TransferKind> {
    match mode {
        Mode::Sea => Some(TransferKind::BoardingSea),
        Mode::Ferry => Some(TransferKind::BoardingFerry),
        Mode::Road | Mode::Rail(_) => None,
    }
}

fn landing(mode: Mode) -> Option<TransferKind> {
    match mode {
        Mode::Sea => Some(TransferKind::LandingSea),
        Mode::Ferry => Some(TransferKind::LandingFerry),
        Mode::Road | Mode::Rail(_) => None,
    }
}
