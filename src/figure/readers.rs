//! Which steps read which figure: made once for a planner, so that varying a figure looks at its own arcs alone.
//!
//! A figure is told by where it stands in memory: costing hands the basis of each figure that it reads to its ledger.

use crate::compile::StateGraph;
use crate::cost::{CostVector, Criterion};
use crate::costing::{Cause, Ledger, Standing};
use crate::figure::cell::{Cell, Measure};
use crate::network::Inner;
use crate::provenance::Basis;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A step that reads a figure: the ticks of the entries that it is in, and how many these are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    /// An arc for the transfer before it; twice the link, and one more back, for a passage; a goal for an arrival.
    pub(crate) site: u32,
    pub(crate) ticks: u32,
    pub(crate) entries: u32,
}

/// Who reads one figure.
#[derive(Debug)]
pub(crate) struct Reads {
    pub(crate) cell: Cell,
    pub(crate) measure: Measure,
    pub(crate) now: f64,
    /// Down and up the plausible range, the latter no further than totals fit their ticks.
    pub(crate) ends: [f64; 2],
    /// Whether all entries that the figure moves move by the same ticks, so that scores are straight lines in these.
    pub(crate) whole: bool,
    /// In order of site.
    pub(crate) passages: Vec<Read>,
    pub(crate) transfers: Vec<Read>,
    /// The most ticks of ending any trip.
    arrival: u32,
    /// What the ends make of it; made when a question first needs them.
    moved: [OnceLock<Moved>; 2],
}

/// By how many ticks the end of a range moves each step that reads a figure.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) passages: Vec<i64>,
    pub(crate) transfers: Vec<i64>,
}

/// The figures that open links read.
#[derive(Debug)]
pub(crate) struct Readers {
    pub(crate) figures: Vec<Reads>,
    /// By the address of the basis, the number of the figure.
    numbers: HashMap<usize, u32>,
    /// What passing a link costs, by site.
    pub(crate) passages: Vec<CostVector>,
    arcs_along: Vec<Vec<u32>>,
}

/// Notes the figures of one step.
struct Notes<'a> {
    numbers: &'a HashMap<usize, u32>,
    read: Vec<(u32, u32)>,
    factors: Vec<u32>,
}

fn address(basis: &Basis) -> usize {
    std::ptr::from_ref(basis) as usize
}

impl Ledger<'_> for Notes<'_> {
    fn add(&mut self, _: Cause, _: Criterion, ticks: u32, basis: &Basis) {
        self.read.extend(self.numbers.get(&address(basis)).map(|number| (*number, ticks)));
    }

    fn also_reads(&mut self, _: Criterion, ticks: u32, basis: &Basis) {
        if let Some(number) = self.numbers.get(&address(basis)) {
            self.read.push((*number, ticks));
            self.factors.push(*number);
        }
    }
}

impl Notes<'_> {
    /// Hands over what was noted since the last time, figure by figure.
    fn take(&mut self, site: u32, mut read: impl FnMut(u32, Read)) {
        self.read.sort_unstable();
        for same in self.read.chunk_by(|a, b| a.0 == b.0) {
            let ticks = same.iter().fold(0u32, |sum, (_, ticks)| sum.saturating_add(*ticks));
            read(same[0].0, Read { site, ticks, entries: same.len() as u32 });
        }
        self.read.clear();
    }
}

/// The site of a link passed in one direction.
pub(crate) fn passage_site(link: u32, forward: bool) -> u32 {
    2 * link + u32::from(!forward)
}

impl Readers {
    /// Costs every arc once more: O(arcs).
    pub(crate) fn new(inner: &Inner, graph: &StateGraph) -> Readers {
        let (mut figures, mut numbers) = (Vec::new(), HashMap::new());
        for cell in inner.cells() {
            let Some(figure) = inner.figure(cell) else { continue };
            numbers.insert(address(&figure.basis), figures.len() as u32);
            let measure = inner.measure(cell);
            let whole = inner.moves_alike(cell);
            figures.push(Reads {
                cell,
                measure,
                now: figure.value,
                ends: [figure.value; 2],
                whole,
                passages: Vec::new(),
                transfers: Vec::new(),
                arrival: 0,
                moved: [OnceLock::new(), OnceLock::new()],
            });
        }
        let mut notes = Notes { numbers: &numbers, read: Vec::new(), factors: Vec::new() };
        let sites = 2 * inner.links.len();
        let (mut passages, mut arcs_along) = (vec![CostVector::ZERO; sites], vec![Vec::new(); sites]);
        for arc in 0..graph.graph.arcs() as u32 {
            let (node, standing) = graph.state(graph.graph.tail(arc));
            let link = graph.graph.link(arc);
            arcs_along[passage_site(link, inner.links[link as usize].from == node) as usize].push(arc);
            inner.transfer(node, standing, link, &mut notes);
            notes.take(arc, |figure, read| figures[figure as usize].transfers.push(read));
        }
        for site in (0..sites as u32).filter(|site| !arcs_along[*site as usize].is_empty()) {
            let (link, forward) = (site / 2, site % 2 == 0);
            inner.passage(link, forward, &mut passages[site as usize]);
            inner.passage(link, forward, &mut notes);
            notes.take(site, |figure, read| figures[figure as usize].passages.push(read));
        }
        let mut landing = CostVector::ZERO;
        for state in 0..graph.graph.states() as u32 {
            let ((node, standing), mut cost) = (graph.state(state), CostVector::ZERO);
            inner.arrival(node, standing, true, &mut cost);
            landing = CostVector(std::array::from_fn(|i| landing.0[i].max(cost.0[i])));
            inner.arrival(node, standing, true, &mut notes);
            notes.take(0, |figure, read| {
                let arrival = &mut figures[figure as usize].arrival;
                *arrival = (*arrival).max(read.ticks);
            });
        }
        for factor in notes.factors {
            let reads = &mut figures[factor as usize];
            // Published hours of a rail post enter one product alone; a running time enters its own entry and that of the stops.
            reads.whole &= matches!(reads.cell, Cell::PostHours(..));
        }
        let headroom = headroom(graph, landing);
        for reads in &mut figures {
            reads.ends = reads.within(inner.plausible(reads.cell), headroom[reads.measure.criterion as usize]);
        }
        Readers { figures, passages, arcs_along, numbers }
    }

    /// By how many ticks one end of its range moves each step that reads a figure.
    pub(crate) fn moved(&self, inner: &Inner, graph: &StateGraph, figure: u32, side: usize) -> &Moved {
        let reads = &self.figures[figure as usize];
        reads.moved[side].get_or_init(|| {
            let mut changed = inner.clone();
            changed.set_figure(reads.cell, reads.ends[side]);
            let criterion = reads.measure.criterion;
            Moved {
                passages: reads.passages.iter().map(|read| self.passage(&changed, read.site, criterion)).collect(),
                transfers: reads
                    .transfers
                    .iter()
                    .map(|read| self.transfer(&changed, graph, read.site, criterion))
                    .collect(),
            }
        })
    }

    /// By how many ticks a changed network moves a passage.
    pub(crate) fn passage(&self, changed: &Inner, site: u32, criterion: Criterion) -> i64 {
        let mut cost = CostVector::ZERO;
        changed.passage(site / 2, site.is_multiple_of(2), &mut cost);
        i64::from(cost[criterion]) - i64::from(self.passages[site as usize][criterion])
    }

    /// By how many ticks it moves the transfer before an arc.
    pub(crate) fn transfer(&self, changed: &Inner, graph: &StateGraph, arc: u32, criterion: Criterion) -> i64 {
        let mut cost = CostVector::ZERO;
        let ((node, standing), link) = (graph.state(graph.graph.tail(arc)), graph.graph.link(arc));
        changed.transfer(node, standing, link, &mut cost);
        let site = passage_site(link, changed.links[link as usize].from == node);
        let passage = i64::from(self.passages[site as usize][criterion]);
        i64::from(cost[criterion]) - (i64::from(graph.graph.cost(arc)[criterion]) - passage)
    }

    /// The arcs along a link in one direction.
    pub(crate) fn arcs_along(&self, site: u32) -> &[u32] {
        &self.arcs_along[site as usize]
    }

    /// The figures that ending a trip reads, by goal.
    pub(crate) fn arrivals(
        &self,
        inner: &Inner,
        (node, terminals): (u32, bool),
        standings: impl Iterator<Item = Standing>,
    ) -> Vec<(u32, Read)> {
        let mut notes = Notes { numbers: &self.numbers, read: Vec::new(), factors: Vec::new() };
        let mut found = Vec::new();
        for (goal, standing) in (0..).zip(standings) {
            inner.arrival(node, standing, terminals, &mut notes);
            notes.take(goal, |figure, read| found.push((figure, read)));
        }
        found
    }
}

impl Reads {
    /// The ends of a range, cut where a path could have more ticks than a total can hold.
    fn within(&self, (low, high): (f64, f64), headroom: u64) -> [f64; 2] {
        let all = self.passages.iter().chain(&self.transfers).map(|read| u64::from(read.ticks));
        let sum = all.sum::<u64>() + u64::from(self.arrival);
        let most = if sum == 0 { f64::INFINITY } else { 1.0 + headroom as f64 / sum as f64 };
        match self.measure.inverse {
            _ if self.now <= 0.0 => [low, high],
            true => [low.max(self.now / most), high],
            false => [low, high.min(self.now * most)],
        }
    }

    /// What entries are multiplied by at an end of the range; `None` if they are nothing now.
    pub(crate) fn factor(&self, side: usize) -> Option<f64> {
        let end = self.ends[side];
        (self.now > 0.0).then(|| if self.measure.inverse { self.now / end } else { end / self.now })
    }
}

/// A path leaves each place once, so the dearest arc of each place bounds its totals.
fn headroom(graph: &StateGraph, landing: CostVector) -> [u64; 6] {
    let graph = &graph.graph;
    let mut dearest = vec![CostVector::ZERO; graph.places()];
    for arc in 0..graph.arcs() as u32 {
        let known = &mut dearest[graph.place(graph.tail(arc)) as usize];
        *known = CostVector(std::array::from_fn(|i| known.0[i].max(graph.cost(arc).0[i])));
    }
    let total = |i: usize| dearest.iter().map(|cost| u64::from(cost.0[i])).sum::<u64>() + u64::from(landing.0[i]);
    std::array::from_fn(|i| u64::from(u32::MAX).saturating_sub(total(i)))
}
