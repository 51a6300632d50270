//! The tipping points of figures: which figures can matter at all, and where.

use crate::cost::CostVector;
use crate::engine::Path;
use crate::figure::readers::{Read, Readers, Reads, passage_site};
use crate::network::Inner;
use crate::planner::Trip;
use crate::tipping::line::FigureLine;
use crate::tipping::search::{Change, Grid, Hunt, Scale};
use crate::tipping::trial::{Detour, Trial};
use crate::weights::Weights;
use std::collections::HashMap;

/// Everything about a trip that serves all figures.
pub(crate) struct Figures<'a> {
    pub(crate) trip: &'a Trip<'a>,
    pub(crate) inner: &'a Inner,
    pub(crate) weights: &'a Weights,
    pub(crate) readers: &'a Readers,
    pub(crate) winner: &'a Path,
    pub(crate) trial: Trial<'a>,
    /// By arc: whether the winner takes it.
    pub(crate) taken: Vec<bool>,
    /// By site of a passage: whether the winner passes there, the least detour of its arcs, and the least that one adds.
    passed: Vec<bool>,
    near: Vec<Option<Detour>>,
    /// What passing each site scores.
    pub(crate) passage_scores: Vec<u64>,
    /// The goal at which the winner ends, and the figures that ending there or elsewhere reads.
    pub(crate) goal: u32,
    arrivals: HashMap<u32, Vec<Read>>,
    /// What the best path without an arc of the winner scores.
    without: HashMap<u32, Option<u64>>,
    relief: Vec<u64>,
}

impl<'a> Figures<'a> {
    pub(crate) fn new(trip: &'a Trip<'a>, weights: &'a Weights, winner: &'a Path) -> Figures<'a> {
        let (inner, readers, trial) = (trip.inner(), trip.planner.readers(), Trial::new(trip, weights));
        let graph = &trip.planner.open;
        let mut taken = vec![false; graph.graph.arcs()];
        let mut passed = vec![false; readers.passages.len()];
        for arc in winner.arcs() {
            taken[*arc as usize] = true;
            passed[site_of(inner, trip, *arc) as usize] = true;
        }
        let near = (0..passed.len() as u32).map(|site| {
            let detours = readers.arcs_along(site).iter().filter_map(|arc| trial.detour(*arc));
            detours.reduce(|a, b| Detour { before: a.before.min(b.before), adds: a.adds.min(b.adds) })
        });
        let near = near.collect();
        let passage_scores = readers.passages.iter().map(|cost| weights.score(cost)).collect();
        let standings = trial.goals().iter().map(|goal| graph.state(goal.state).1);
        let mut arrivals: HashMap<u32, Vec<Read>> = HashMap::new();
        for (figure, read) in readers.arrivals(inner, (trip.to, trip.terminals), standings) {
            arrivals.entry(figure).or_default().push(read);
        }
        let goal = trial.goals().iter().position(|goal| goal.state == winner.end).unwrap_or(0) as u32;
        let (without, relief) = (HashMap::new(), vec![0; graph.graph.places()]);
        Figures {
            trip,
            inner,
            weights,
            readers,
            winner,
            trial,
            taken,
            passed,
            near,
            passage_scores,
            goal,
            arrivals,
            without,
            relief,
        }
    }

    /// The figures that open links or the ends of the trip read.
    pub(crate) fn read(&self) -> Vec<u32> {
        let figures = (0..).zip(&self.readers.figures);
        let read = figures.filter(|(number, reads)| {
            !reads.passages.is_empty() || !reads.transfers.is_empty() || self.arrivals.contains_key(number)
        });
        read.map(|(number, _)| number).collect()
    }

    pub(crate) fn reads(&self, figure: u32) -> &'a Reads {
        &self.readers.figures[figure as usize]
    }

    pub(crate) fn arrivals(&self, figure: u32) -> &[Read] {
        self.arrivals.get(&figure).map_or(&[], Vec::as_slice)
    }

    /// The steps of the winner that read a figure.
    fn of_winner(&self, figure: u32) -> impl Iterator<Item = &Read> {
        let reads = self.reads(figure);
        let passages = reads.passages.iter().filter(|read| self.passed[read.site as usize]);
        let transfers = reads.transfers.iter().filter(|read| self.taken[read.site as usize]);
        passages.chain(transfers).chain(self.arrivals(figure).iter().filter(|read| read.site == self.goal))
    }

    /// The first change of the best route as a figure goes down (0) or up (1) its range, and what the winner costs there.
    pub(crate) fn change(&mut self, figure: u32, side: usize) -> (Grid, Change, CostVector) {
        let reads = self.reads(figure);
        let grid = Grid::new(reads.now, reads.ends[side], Scale::PerUnit(f64::from(reads.measure.per_unit)));
        let (factor, winner, cost) = (reads.factor(side), self.winner, *self.winner.cost());
        let rises = factor.is_none_or(|factor| factor > 1.0);
        let can = grid.steps > 0 && if rises { self.may_lose(figure, factor) } else { self.may_gain(figure, factor) };
        if !can {
            return (grid, Change::Never, cost);
        }
        let mut line = FigureLine::new(self, figure, side, grid);
        if line.eases_the_winner_alone() {
            return (grid, Change::Never, cost);
        }
        let change = Hunt::new(&mut line, winner, reads.whole).first(0, grid.steps);
        let cost = match change {
            Change::At(step, _) => line.winner_at(step),
            _ => cost,
        };
        (grid, change, cost)
    }

    /// The least detour of the arcs along a site of a passage; `None` if no walk leads over them.
    pub(crate) fn near(&self, site: u32) -> Option<Detour> {
        self.near[site as usize]
    }

    /// Whether the winner passes a site.
    pub(crate) fn passes(&self, site: u32) -> bool {
        self.passed[site as usize]
    }

    /// How many ticks the rounding of a figure may hide on a path, at the most.
    pub(crate) fn most_rounding(&mut self, figure: u32) -> u64 {
        let reads = self.reads(figure);
        let (graph, error) = (&self.trip.planner.open.graph, |read: &Read| u64::from(read.entries) + 1);
        let sums = [
            self.most_along(reads.passages.iter().map(|read| (self.place_before(read.site), error(read))).collect()),
            self.most_along(
                reads.transfers.iter().map(|read| (graph.place(graph.tail(read.site)), error(read))).collect(),
            ),
        ];
        sums[0] + sums[1] + self.arrivals(figure).iter().map(error).max().unwrap_or(0)
    }

    /// The place from which a passage leads.
    pub(crate) fn place_before(&self, site: u32) -> u32 {
        let link = &self.inner.links[site as usize / 2];
        if site.is_multiple_of(2) { link.from } else { link.to }
    }

    /// What amounts at places come to along a path at the most: it leaves each place once, by a passage and the transfer before it.
    pub(crate) fn most_along(&mut self, amounts: Vec<(u32, u64)>) -> u64 {
        let (mut sum, most) = (0u64, &mut self.relief);
        for (place, amount) in &amounts {
            let known = &mut most[*place as usize];
            sum = sum.saturating_add(amount.saturating_sub(*known));
            *known = (*known).max(*amount);
        }
        amounts.iter().for_each(|(place, _)| most[*place as usize] = 0);
        sum
    }

    /// Whether the best route is so far ahead with nothing moved that the rounding of a figure could not hide another.
    pub(crate) fn is_firm(&mut self, figure: u32) -> bool {
        // The winner's own may be rounded against it too.
        let most = 2 * self.most_rounding(figure).saturating_mul(self.per_tick(figure));
        let lead = self.lead();
        lead.is_none_or(|lead| lead > most)
    }

    /// By how much the best route is ahead of all others; `None` if there is no other.
    fn lead(&mut self) -> Option<u64> {
        let arcs = self.winner.arcs().to_vec();
        let others = arcs.into_iter().filter_map(|arc| self.without(arc)).min();
        others.map(|other| other - self.weights.score(self.winner.cost()))
    }

    /// What a tick scores.
    pub(crate) fn per_tick(&self, figure: u32) -> u64 {
        self.weights.score(&CostVector::ZERO.with(self.reads(figure).measure.criterion, 1))
    }

    /// Whether the best route could become so much dearer by its own entries that a route without one of these beats it.
    fn may_lose(&mut self, figure: u32, factor: Option<f64>) -> bool {
        let per_tick = self.per_tick(figure);
        let rise = factor.map(|factor| self.of_winner(figure).map(|read| most(read, factor)).sum::<u64>());
        let arcs = self.winner.arcs().len();
        let reads = |figures: &Figures<'_>, at: usize| {
            let arc = figures.winner.arcs()[at];
            let site = site_of(figures.inner, figures.trip, arc);
            let reads = figures.reads(figure);
            found(&reads.passages, site).is_some()
                || found(&reads.transfers, arc).is_some()
                || at + 1 == arcs && figures.arrivals(figure).iter().any(|read| read.site == figures.goal)
        };
        let score = self.weights.score(self.winner.cost());
        for at in 0..arcs {
            if !reads(self, at) {
                continue;
            }
            let Some(other) = self.without(self.winner.arcs()[at]) else { continue };
            if rise.is_none_or(|rise| score.saturating_add(rise.saturating_mul(per_tick)) >= other) {
                return true;
            }
        }
        false
    }

    /// What the best path without an arc of the winner scores.
    fn without(&mut self, arc: u32) -> Option<u64> {
        if let Some(known) = self.without.get(&arc) {
            return *known;
        }
        let mut closed = vec![false; self.taken.len()];
        closed[arc as usize] = true;
        let score = self.trial.best_without(&closed).map(|path| self.weights.score(path.cost()));
        self.without.insert(arc, score);
        score
    }

    /// Whether some route could become so much cheaper by its entries that it beats the best one, even if this gains too.
    fn may_gain(&mut self, figure: u32, factor: Option<f64>) -> bool {
        let (Some(factor), per_tick) = (factor, self.per_tick(figure)) else { return false };
        let reads = self.reads(figure);
        let graph = &self.trip.planner.open.graph;
        let fall = |read: &Read| most(read, factor).saturating_mul(per_tick);
        // Each step: where it starts, what leads there, what it adds, what it loses.
        let passages = reads.passages.iter().filter_map(|read| {
            let Detour { before, adds } = self.near[read.site as usize]?;
            Some((self.place_before(read.site), before, adds, fall(read)))
        });
        let transfers = reads.transfers.iter().filter_map(|read| {
            let Detour { before, adds } = self.trial.detour(read.site)?;
            Some((graph.place(graph.tail(read.site)), before, adds, fall(read)))
        });
        let arrivals = self.arrivals(figure).iter().map(|read| (self.trip.to, 0, 0, fall(read)));
        let steps: Vec<(u32, u64, u64, u64)> =
            passages.chain(transfers).chain(arrivals).filter(|step| step.3 > 0 || per_tick == 0).collect();
        let mut relief = 0;
        for (place, _, adds, fall) in &steps {
            let most = &mut self.relief[*place as usize];
            let gain = fall.saturating_sub(*adds).max(*most);
            relief += gain - *most;
            *most = gain;
        }
        steps.iter().for_each(|step| self.relief[step.0 as usize] = 0);
        let least = self.weights.score(self.winner.cost()) - self.trial.least();
        let limit = least.saturating_add(relief);
        let reached = |step: &(u32, u64, u64, u64)| step.1.saturating_add(step.2.saturating_sub(step.3)) <= limit;
        steps.iter().any(reached)
    }
}

/// By how many ticks the entries of a step change at the most if the figure is multiplied: half a tick may be hidden before and after.
fn most(read: &Read, factor: f64) -> u64 {
    let by = (factor - 1.0).abs();
    let hidden = f64::from(read.entries) * (by / 2.0 + 1.0);
    ((f64::from(read.ticks) * by + hidden).ceil() as u64).saturating_add(1)
}

fn found(reads: &[Read], site: u32) -> Option<&Read> {
    reads.binary_search_by_key(&site, |read| read.site).ok().map(|at| &reads[at])
}

pub(crate) fn site_of(inner: &Inner, trip: &Trip<'_>, arc: u32) -> u32 {
    let graph = &trip.planner.open.graph;
    let link = graph.link(arc);
    passage_site(link, inner.links[link as usize].from == graph.place(graph.tail(arc)))
}
