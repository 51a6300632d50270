//! From a path to a route: every step is costed again, entry by entry, so that nothing is lost on the way.

use crate::compile::StateGraph;
use crate::cost::{CostVector, Criterion};
use crate::costing::{Cause, Ledger, Standing};
use crate::crossing::{Direction, Observation};
use crate::engine::Path;
use crate::indicators::measured::Sums;
use crate::network::{Inner, Network};
use crate::place::{Control, TransferKind};
use crate::provenance::Basis;
use crate::route::{BorderPassage, Leg, Part, Route, Transfer};
use crate::units::{hours, km, usd};
use crate::warning::warnings;
use crate::why::reason::by_reason;
use std::collections::BTreeMap;

/// One entry of a route's account.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    cause: Cause,
    criterion: Criterion,
    ticks: u32,
    basis: &'a Basis,
}

/// The account of a route: every entry, in order of travel.
#[derive(Clone, Debug, Default)]
struct Account<'a> {
    entries: Vec<Entry<'a>>,
}

impl<'a> Ledger<'a> for Account<'a> {
    fn add(&mut self, cause: Cause, criterion: Criterion, ticks: u32, basis: &'a Basis) {
        self.entries.push(Entry { cause, criterion, ticks, basis });
    }
}

impl Cause {
    pub(crate) fn part(self) -> Part {
        match self {
            Cause::Running { .. } | Cause::Event { .. } => Part::Running,
            Cause::Border { .. } | Cause::Port { .. } => Part::Border,
            Cause::Transfer { .. } | Cause::Wait { .. } | Cause::Terminal { .. } | Cause::Stops { .. } => {
                Part::Transfer
            }
        }
    }
}

/// Builds routes from paths.
pub(crate) struct RouteBuilder<'a> {
    pub(crate) network: &'a Network,
    pub(crate) graph: &'a StateGraph,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) terminals: bool,
}

/// Where a route stands after a stretch of moving or a stop: what it has taken until then.
#[cfg(feature = "report")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Station {
    pub(crate) km: f64,
    pub(crate) hours: f64,
    pub(crate) usd: f64,
    /// The name of the crossing or place, if this is the end of a stop.
    pub(crate) stop: Option<(String, Part)>,
}

#[cfg(feature = "report")]
impl RouteBuilder<'_> {
    /// The course of a path by distance: stretches on the move, and stops at which no kilometre is made.
    pub(crate) fn stations(&self, path: &Path) -> Vec<Station> {
        let inner = &*self.network.inner;
        let mut at = Station { km: 0.0, hours: 0.0, usd: 0.0, stop: None };
        let mut stations = vec![at.clone()];
        let mut go = |km: f64, hours: f64, usd: f64, stop: Option<(String, Part)>| {
            if km + hours + usd > 0.0 {
                at = Station { km: at.km + km, hours: at.hours + hours, usd: at.usd + usd, stop };
                stations.push(at.clone());
            }
        };
        let place = |node: u32| Some((inner.nodes[node as usize].name.clone(), Part::Transfer));
        let both = |entries: &[Entry<'_>]| (sum(entries, Criterion::Time), sum(entries, Criterion::Cost));
        for arc in path.arcs() {
            let (node, standing) = self.graph.state(self.graph.graph.tail(*arc));
            let index = self.graph.graph.link(*arc);
            let link = &inner.links[index as usize];
            let forward = link.from == node;
            let mut before = Account::default();
            inner.transfer(node, standing, index, &mut before);
            let (hours, usd) = both(&before.entries);
            go(0.0, hours, usd, place(node));
            let mut own = Account::default();
            inner.passage(index, forward, &mut own);
            let (border, moving): (Vec<Entry<'_>>, Vec<Entry<'_>>) =
                own.entries.into_iter().partition(|entry| entry.cause.part() == Part::Border);
            let (km, (hours, usd)) = (sum(&moving, Criterion::Distance), both(&moving));
            let (border_hours, border_usd) = both(&border);
            if border_hours + border_usd > 0.0 {
                let part = link.border_km.map_or(0.5, |border| (border / link.distance.value).clamp(0.0, 1.0));
                let part = if forward { part } else { 1.0 - part };
                let name = link.crossing.map(|crossing| inner.crossings[crossing as usize].name.clone());
                go(km * part, hours * part, usd * part, None);
                go(0.0, border_hours, border_usd, name.map(|name| (name, Part::Border)));
                go(km * (1.0 - part), hours * (1.0 - part), usd * (1.0 - part), None);
            } else {
                go(km, hours, usd, None);
            }
        }
        let (_, standing) = self.graph.state(path.end);
        let mut end = Account::default();
        inner.arrival(self.to, standing, self.terminals, &mut end);
        let (hours, usd) = both(&end.entries);
        go(0.0, hours, usd, place(self.to));
        stations
    }
}

impl RouteBuilder<'_> {
    /// The route of a path, with the account of every step.
    pub(crate) fn route(&self, path: &Path) -> Route {
        let inner = &*self.network.inner;
        let mut account = Account::default();
        let mut steps = Vec::new();
        for arc in path.arcs() {
            let (node, standing) = self.graph.state(self.graph.graph.tail(*arc));
            let index = self.graph.graph.link(*arc);
            let forward = inner.links[index as usize].from == node;
            let first = account.entries.len();
            inner.transfer(node, standing, index, &mut account);
            let moved = account.entries.len();
            inner.passage(index, forward, &mut account);
            steps.push(Step { node, standing, link: index, forward, first, moved, end: account.entries.len() });
        }
        let (_, standing) = self.graph.state(path.end);
        inner.arrival(self.to, standing, self.terminals, &mut account);
        let entries = account.entries;
        let mut parts = [CostVector::ZERO; 3];
        let mut estimated = [0.0; 6];
        let mut sources: Vec<u16> = Vec::new();
        for entry in &entries {
            let part = &mut parts[entry.cause.part() as usize];
            *part = part.with(entry.criterion, part[entry.criterion].saturating_add(entry.ticks));
            if entry.basis.is_estimate() {
                estimated[entry.criterion as usize] += f64::from(entry.ticks);
            }
            sources.extend(entry.basis.source);
        }
        sources.sort_unstable();
        sources.dedup();
        for criterion in Criterion::ALL {
            let total = f64::from(path.cost()[criterion]);
            let share = &mut estimated[criterion as usize];
            *share = if total > 0.0 { *share / total } else { 0.0 };
        }
        let id = |node: u32| inner.nodes[node as usize].id.clone();
        let places: Vec<u32> = std::iter::once(self.from).chain(steps.iter().map(|step| step.to(inner))).collect();
        let time = path.cost().value(Criterion::Time);
        let (less, more) = spread(inner, &steps, self.to, standing);
        Route {
            from: id(self.from),
            to: id(self.to),
            cost: *path.cost(),
            parts,
            by_mode: by_mode(inner, &steps, &entries),
            reasons: by_reason(entries.iter().map(|entry| (entry.cause, entry.criterion, entry.ticks)), inner),
            covered: inner.covered,
            links: steps.iter().map(|step| inner.links[step.link as usize].id.clone()).collect(),
            countries: countries(inner, &places, &steps),
            corridors: corridors(inner, &steps),
            places: places.iter().map(|node| id(*node)).collect(),
            legs: legs(inner, &steps, &entries),
            borders: borders(inner, &steps, &entries, self.to),
            transfers: transfers(inner, &entries),
            sources: sources.iter().map(|source| inner.sources[*source as usize].clone()).collect(),
            estimated,
            time_range: (time - less, time + more),
            warnings: warnings(inner, &steps.iter().map(|step| step.link).collect::<Vec<u32>>(), &estimated),
            tariff: inner.tariff,
        }
    }
}

/// One link of a route, and which entries of the account are its own.
struct Step {
    node: u32,
    standing: Standing,
    link: u32,
    forward: bool,
    /// Entries of the transfer before it.
    first: usize,
    /// Entries of the link itself.
    moved: usize,
    end: usize,
}

impl Step {
    fn to(&self, inner: &Inner) -> u32 {
        let link = &inner.links[self.link as usize];
        if self.forward { link.to } else { link.from }
    }
}

fn sum(entries: &[Entry<'_>], criterion: Criterion) -> f64 {
    let ticks: u64 = entries.iter().filter(|e| e.criterion == criterion).map(|e| u64::from(e.ticks)).sum();
    ticks as f64 / f64::from(criterion.ticks_per_unit())
}

/// What links of each mode add up to, with the borders and stops on them and changes of gauge before them.
fn by_mode(inner: &Inner, steps: &[Step], entries: &[Entry<'_>]) -> Vec<(&'static str, Sums)> {
    let mut modes: BTreeMap<&'static str, Sums> = BTreeMap::new();
    for step in steps {
        let sums = modes.entry(inner.links[step.link as usize].mode.name()).or_default();
        let of_gauge = |entry: &&Entry<'_>| matches!(entry.cause, Cause::Transfer { kind: TransferKind::Gauge, .. });
        let changes = entries[step.first..step.moved].iter().filter(of_gauge);
        for entry in changes.chain(&entries[step.moved..step.end]) {
            sums.add(entry.cause.part(), entry.criterion, entry.ticks);
        }
    }
    modes.into_iter().collect()
}

fn legs(inner: &Inner, steps: &[Step], entries: &[Entry<'_>]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::new();
    let [timed, priced] = [Criterion::Time, Criterion::Cost].map(|criterion| inner.covered[criterion as usize]);
    let name = |node: u32| inner.nodes[node as usize].name.clone();
    for (i, step) in steps.iter().enumerate() {
        let link = &inner.links[step.link as usize];
        // The first and the last mile are legs of their own.
        let of_door = |step: &Step| inner.is_door(step.node) || inner.is_door(step.to(inner));
        let same = |before: &Step| inner.links[before.link as usize].mode == link.mode && !of_door(before);
        let goes_on = i > 0 && same(&steps[i - 1]) && !of_door(step);
        if !goes_on {
            legs.push(Leg {
                mode: link.mode,
                from: name(step.node),
                to: String::new(),
                links: Vec::new(),
                distance: km(0),
                time: timed.then_some(hours(0)),
                cost: priced.then_some(usd(0)),
                borders: Vec::new(),
                before: before(inner, step, &entries[step.first..step.moved]),
            });
        }
        let Some(leg) = legs.last_mut() else { continue };
        let own = &entries[step.first..step.end];
        leg.to = name(step.to(inner));
        leg.links.push(link.id.clone());
        leg.distance = leg.distance + km(sum(own, Criterion::Distance));
        leg.time = leg.time.map(|time| time + hours(sum(own, Criterion::Time)));
        leg.cost = leg.cost.map(|cost| cost + usd(sum(own, Criterion::Cost)));
        if let Some(crossing) = link.crossing.map(|crossing| &inner.crossings[crossing as usize])
            && crossing.control != Control::Open
        {
            let own = &entries[step.moved..step.end];
            let at_border: Vec<Entry<'_>> =
                own.iter().filter(|entry| entry.cause.part() == Part::Border).copied().collect();
            let waited = if timed { format!(" {:.0} h", sum(&at_border, Criterion::Time)) } else { String::new() };
            leg.borders.push(format!("{}{waited}", crossing.name));
        }
    }
    // What ends the trip belongs to the last leg, so that the legs add up to the route.
    if let (Some(leg), Some(step)) = (legs.last_mut(), steps.last()) {
        let arrival = &entries[step.end..];
        leg.time = leg.time.map(|time| time + hours(sum(arrival, Criterion::Time)));
        leg.cost = leg.cost.map(|cost| cost + usd(sum(arrival, Criterion::Cost)));
    }
    legs
}

/// What happens before a leg, in words: `gauge 1435 to 1520 mm, 12 h`.
fn before(inner: &Inner, step: &Step, entries: &[Entry<'_>]) -> Option<String> {
    let what: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.criterion == Criterion::Time)
        .filter_map(|entry| match entry.cause {
            Cause::Transfer { kind: TransferKind::RoadRail, .. } => Some("reloading"),
            Cause::Transfer { kind: TransferKind::Gauge, .. } => Some("change of gauge"),
            Cause::Transfer { kind: TransferKind::BoardingSea | TransferKind::BoardingFerry, .. } => Some("boarding"),
            Cause::Transfer { .. } => Some("landing"),
            Cause::Wait { .. } => Some("waiting for a vessel"),
            Cause::Port { .. } => Some("port clearance"),
            Cause::Terminal { .. } => Some("loading"),
            _ => None,
        })
        .collect();
    let mut what = what;
    what.dedup();
    if what.is_empty() {
        return None;
    }
    let place = &inner.nodes[step.node as usize].name;
    Some(format!("{} at {place}, {:.0} h", what.join(" and "), sum(entries, Criterion::Time)))
}

/// Controlled borders in order of travel: by land on a link, by sea on landing.
fn borders(inner: &Inner, steps: &[Step], entries: &[Entry<'_>], to: u32) -> Vec<BorderPassage> {
    let country = |node: u32| inner.nodes[node as usize].country;
    let code = |country: u16| inner.countries[country as usize].id.clone();
    let passage = |own: &[Entry<'_>], crossing: Option<u16>, from: u16, into: u16, name: String, control: Control| {
        let at_border: Vec<Entry<'_>> =
            own.iter().filter(|entry| entry.cause.part() == Part::Border).copied().collect();
        let counted = at_border.iter().any(|entry| entry.criterion == Criterion::Crossings);
        counted.then(|| BorderPassage {
            name,
            crossing: crossing.map(|crossing| inner.crossings[crossing as usize].id.clone()),
            from_country: code(from),
            to_country: code(into),
            control,
            time: hours(sum(&at_border, Criterion::Time)),
            fee: usd(sum(&at_border, Criterion::Cost)),
        })
    };
    let by_sea = |node: u32, standing: Standing, own: &[Entry<'_>]| {
        let Standing::Afloat { loaded, .. } = standing else {
            return None;
        };
        let name = format!("port of {}", inner.nodes[node as usize].name);
        passage(own, None, loaded, country(node), name, inner.control_between(loaded, country(node)))
    };
    let mut found = Vec::new();
    for step in steps {
        found.extend(by_sea(step.node, step.standing, &entries[step.first..step.moved]));
        if let Some(index) = inner.links[step.link as usize].crossing {
            let crossing = &inner.crossings[index as usize];
            let (from, into) = (country(step.node), country(step.to(inner)));
            let own = &entries[step.moved..step.end];
            found.extend(passage(own, Some(index), from, into, crossing.name.clone(), crossing.control));
        }
    }
    let arrival = steps.last().map(|step| (step, inner.links[step.link as usize].mode));
    if let Some((step, mode)) = arrival.filter(|(_, mode)| mode.is_afloat()) {
        let loaded = match step.standing {
            Standing::Afloat { mode: before, loaded } if before == mode => loaded,
            _ => country(step.node),
        };
        found.extend(by_sea(to, Standing::Afloat { mode, loaded }, &entries[step.end..]));
    }
    found
}

fn transfers(inner: &Inner, entries: &[Entry<'_>]) -> Vec<Transfer> {
    let mut transfers: Vec<(Cause, Transfer)> = Vec::new();
    for entry in entries {
        let Cause::Transfer { node, kind } = entry.cause else {
            continue;
        };
        if transfers.last().is_none_or(|(cause, _)| *cause != entry.cause) {
            let place = inner.nodes[node as usize].name.clone();
            transfers.push((entry.cause, Transfer { place, kind, time: hours(0), fee: usd(0) }));
        }
        let Some((_, transfer)) = transfers.last_mut() else {
            continue;
        };
        let value = f64::from(entry.ticks) / f64::from(entry.criterion.ticks_per_unit());
        match entry.criterion {
            Criterion::Time => transfer.time = transfer.time + hours(value),
            Criterion::Cost => transfer.fee = transfer.fee + usd(value),
            _ => {}
        }
    }
    transfers.into_iter().map(|(_, transfer)| transfer).collect()
}

fn countries(inner: &Inner, places: &[u32], steps: &[Step]) -> Vec<String> {
    // A port at which a ship only calls is no country of the route.
    let on_land = |i: usize| {
        let afloat = |step: Option<&Step>| step.is_none_or(|step| inner.links[step.link as usize].mode.is_afloat());
        let ends = i == 0 || i + 1 == places.len();
        ends || !(afloat(steps.get(i)) && afloat(steps.get(i - 1)))
    };
    let mut codes: Vec<String> = places
        .iter()
        .enumerate()
        .filter(|(i, _)| on_land(*i))
        .map(|(_, node)| inner.countries[inner.nodes[*node as usize].country as usize].id.clone())
        .collect();
    codes.dedup();
    codes
}

fn corridors(inner: &Inner, steps: &[Step]) -> Vec<String> {
    let mut found: Vec<u16> =
        steps.iter().flat_map(|step| inner.links[step.link as usize].corridors.iter().copied()).collect();
    found.sort_unstable();
    found.dedup();
    found.iter().map(|corridor| inner.corridors[*corridor as usize].id.clone()).collect()
}

/// Hours by which the published history of the posts could shorten or lengthen the route.
fn spread(inner: &Inner, steps: &[Step], to: u32, arrived: Standing) -> (f64, f64) {
    let (mut less, mut more) = (0.0, 0.0);
    let mut post = |chosen: f64, scale: f64, history: &[Observation], direction: Direction| {
        let seen = history.iter().filter(|seen| seen.direction == direction).map(|seen| seen.hours * scale);
        let (low, high) = seen.fold((chosen, chosen), |(low, high), hours| (low.min(hours), high.max(hours)));
        less += chosen - low;
        more += high - chosen;
    };
    for step in steps {
        let link = &inner.links[step.link as usize];
        let country = |node: u32| inner.nodes[node as usize].country;
        if let Some(crossing) = link.crossing.map(|crossing| &inner.crossings[crossing as usize]) {
            let sides = [(country(step.node), Direction::Outbound), (country(step.to(inner)), Direction::Inbound)];
            for (side, direction) in sides {
                let Some((chosen, _)) = inner.post_hours(crossing, side, link.mode, direction) else {
                    continue;
                };
                let Some(own) = crossing.post(side, link.mode) else {
                    continue;
                };
                // History is scaled as the chosen figure was.
                let scale =
                    own.hours(direction).map_or(1.0, |raw| if raw.value > 0.0 { chosen / raw.value } else { 1.0 });
                if crossing.control != Control::Open {
                    post(chosen, scale, &own.history, direction);
                }
            }
        }
    }
    let landings = steps.iter().map(|step| (step.node, step.standing)).chain([(to, arrived)]);
    for (node, standing) in landings {
        let here = &inner.nodes[node as usize];
        let landed = matches!(standing, Standing::Afloat { loaded, .. } if loaded != here.country);
        let calls_on = steps.iter().any(|step| {
            step.node == node && step.standing == standing && inner.links[step.link as usize].mode.is_afloat()
        });
        if let Some((own, chosen)) = here.port.as_ref().and_then(|own| Some((own, own.hours(Direction::Inbound)?)))
            && landed
            && !calls_on
        {
            post(chosen.value, 1.0, &own.history, Direction::Inbound);
        }
    }
    (less, more)
}
