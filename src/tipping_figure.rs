//! The tipping points of figures: which figures can matter at all, and where.

use crate::cost::CostVector;
use crate::engine::Path;
use crate::network::Inner;
use crate::planner::Trip;
use crate::readers::{Read, Readers, Reads, passage_site};
use crate::tipping::{Change, Grid, Hunt, Line, Scale, comes_before};
use crate::trial::Trial;
use crate::weights::Weights;
use std::collections::HashMap;

/// Everything about a trip that serves all figures.
pub(crate) struct Figures<'a> {
    trip: &'a Trip<'a>,
    inner: &'a Inner,
    weights: &'a Weights,
    readers: &'a Readers,
    winner: &'a Path,
    trial: Trial<'a>,
    /// By arc: whether the winner takes it.
    taken: Vec<bool>,
    /// By site of a passage: whether the winner passes there, the least detour of its arcs, and the least that one adds.
    passed: Vec<bool>,
    near: Vec<Option<(u64, u64)>>,
    /// The goal at which the winner ends, and the figures that ending there or elsewhere reads.
    goal: u32,
    arrivals: HashMap<u32, Vec<Read>>,
    /// What the best path without an arc of the winner scores.
    without: HashMap<u32, Option<u64>>,
    relief: Vec<u64>,
}

/// Which way a figure is varied, and what that makes of its entries.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) grid: Grid,
    /// What entries are multiplied by at the end; `None` where they are nothing now.
    factor: Option<f64>,
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
            detours.reduce(|(tail, arc), (other_tail, other)| (tail.min(other_tail), arc.min(other)))
        });
        let near = near.collect();
        let standings = trial.goals().iter().map(|goal| graph.state(goal.state).1);
        let mut arrivals: HashMap<u32, Vec<Read>> = HashMap::new();
        for (figure, read) in readers.arrivals(inner, (trip.to, trip.terminals), standings) {
            arrivals.entry(figure).or_default().push(read);
        }
        let goal = trial.goals().iter().position(|goal| goal.state == winner.end).unwrap_or(0) as u32;
        let (without, relief) = (HashMap::new(), vec![0; graph.graph.places()]);
        Figures { trip, inner, weights, readers, winner, trial, taken, passed, near, goal, arrivals, without, relief }
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

    fn arrivals(&self, figure: u32) -> &[Read] {
        self.arrivals.get(&figure).map_or(&[], Vec::as_slice)
    }

    /// Whether the winner reads a figure.
    pub(crate) fn used(&self, figure: u32) -> bool {
        self.of_winner(figure).next().is_some()
    }

    /// The steps of the winner that read a figure.
    fn of_winner(&self, figure: u32) -> impl Iterator<Item = &Read> {
        let reads = self.reads(figure);
        let passages = reads.passages.iter().filter(|read| self.passed[read.site as usize]);
        let transfers = reads.transfers.iter().filter(|read| self.taken[read.site as usize]);
        passages.chain(transfers).chain(self.arrivals(figure).iter().filter(|read| read.site == self.goal))
    }

    /// Down and up the plausible range, the latter no further than totals fit their ticks.
    pub(crate) fn ways(&self, figure: u32) -> [Way; 2] {
        let reads = self.reads(figure);
        let (low, high) = self.inner.plausible(reads.cell);
        [low, high].map(|end| {
            let factor = |end: f64| if reads.measure.inverse { reads.now / end } else { end / reads.now };
            let most = self.most_factor(figure);
            let end = match (reads.now > 0.0 && factor(end) > most, reads.measure.inverse) {
                (false, _) => end,
                (true, false) => reads.now * most,
                (true, true) => reads.now / most,
            };
            let grid = Grid::new(reads.now, end, Scale::PerUnit(f64::from(reads.measure.per_unit)));
            Way { grid, factor: (reads.now > 0.0).then(|| factor(end)) }
        })
    }

    fn most_factor(&self, figure: u32) -> f64 {
        let reads = self.reads(figure);
        let all = reads.passages.iter().chain(&reads.transfers).chain(self.arrivals(figure));
        let sum: u64 = all.map(|read| u64::from(read.ticks)).sum();
        let criterion = reads.measure.criterion;
        let goals = self.trial.goals().iter().map(|goal| u64::from(goal.cost[criterion])).max().unwrap_or(0);
        let headroom = self.readers.headroom[criterion as usize].saturating_sub(goals);
        if sum == 0 { f64::INFINITY } else { 1.0 + headroom as f64 / sum as f64 }
    }

    /// The first change of the best route as a figure goes one way.
    pub(crate) fn change(&mut self, figure: u32, way: Way) -> Change {
        let rises = way.factor.is_none_or(|factor| factor > 1.0);
        if way.grid.steps == 0 || !(if rises { self.may_lose(figure, way) } else { self.may_gain(figure, way) }) {
            return Change::Never;
        }
        let (whole, winner) = (self.reads(figure).whole, self.winner);
        let mut line = FigureLine::new(self, figure, way.grid);
        Hunt::new(&mut line, winner, whole).first(0, way.grid.steps)
    }

    /// What the winner costs at a step of a way.
    pub(crate) fn winner_at(&mut self, figure: u32, way: Way, step: u32) -> CostVector {
        let mut line = FigureLine::new(self, figure, way.grid);
        line.set(step);
        line.costed(line.of.winner).cost
    }

    /// What a tick scores.
    fn per_tick(&self, figure: u32) -> u64 {
        self.weights.score(&CostVector::ZERO.with(self.reads(figure).measure.criterion, 1))
    }

    /// Whether the best route could become so much dearer by its own entries that a route without one of these beats it.
    fn may_lose(&mut self, figure: u32, way: Way) -> bool {
        let per_tick = self.per_tick(figure);
        let rise = way.factor.map(|factor| self.of_winner(figure).map(|read| most(read, factor)).sum::<u64>());
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
    fn may_gain(&mut self, figure: u32, way: Way) -> bool {
        let (Some(factor), per_tick) = (way.factor, self.per_tick(figure)) else { return false };
        let reads = self.reads(figure);
        let graph = &self.trip.planner.open.graph;
        let fall = |read: &Read| most(read, factor).saturating_mul(per_tick);
        // Each step: where it starts, what leads there, what it adds, what it loses.
        let passages = reads.passages.iter().filter_map(|read| {
            let (tail, adds) = self.near[read.site as usize]?;
            let link = &self.inner.links[read.site as usize / 2];
            let place = if read.site % 2 == 0 { link.from } else { link.to };
            Some((place, tail, adds, fall(read)))
        });
        let transfers = reads.transfers.iter().filter_map(|read| {
            let (tail, adds) = self.trial.detour(read.site)?;
            Some((graph.place(graph.tail(read.site)), tail, adds, fall(read)))
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

fn site_of(inner: &Inner, trip: &Trip<'_>, arc: u32) -> u32 {
    let graph = &trip.planner.open.graph;
    let link = graph.link(arc);
    passage_site(link, inner.links[link as usize].from == graph.place(graph.tail(arc)))
}

/// One figure on its way.
struct FigureLine<'f, 'a> {
    of: &'f mut Figures<'a>,
    figure: u32,
    grid: Grid,
    /// The network with the figure changed.
    changed: Inner,
    /// The steps that read it, and whether its way changes them at all.
    passages: Vec<(Read, bool)>,
    transfers: Vec<(Read, bool)>,
    arrivals: Vec<(Read, bool)>,
    /// Steps of the grid at which [`Line::holds`] was asked.
    held: HashMap<u32, bool>,
}

impl<'f, 'a> FigureLine<'f, 'a> {
    fn new(of: &'f mut Figures<'a>, figure: u32, grid: Grid) -> FigureLine<'f, 'a> {
        let reads = of.reads(figure);
        let all = |reads: &[Read]| reads.iter().map(|read| (*read, true)).collect::<Vec<_>>();
        let (passages, transfers, arrivals) =
            (all(&reads.passages), all(&reads.transfers), all(of.arrivals(figure)));
        let changed = of.inner.clone();
        let held = HashMap::new();
        let mut line = FigureLine { of, figure, grid, changed, passages, transfers, arrivals, held };
        // Costs go one way, so what is the same at the end is the same everywhere.
        line.set(grid.steps);
        let mut passages = std::mem::take(&mut line.passages);
        passages.iter_mut().for_each(|(read, moves)| *moves = line.passage(read.site) != 0);
        let mut transfers = std::mem::take(&mut line.transfers);
        transfers.iter_mut().for_each(|(read, moves)| *moves = line.transfer(read.site) != 0);
        let mut arrivals = std::mem::take(&mut line.arrivals);
        arrivals.iter_mut().for_each(|(read, moves)| *moves = line.arrival(read.site) != 0);
        [&mut passages, &mut transfers, &mut arrivals].into_iter().for_each(|steps| steps.retain(|step| step.1));
        FigureLine { passages, transfers, arrivals, ..line }
    }

    fn set(&mut self, step: u32) {
        self.changed.set_figure(self.of.reads(self.figure).cell, self.grid.value(step));
    }

    /// By how many ticks the change moves a passage.
    fn passage(&self, site: u32) -> i64 {
        let (criterion, mut cost) = (self.of.reads(self.figure).measure.criterion, CostVector::ZERO);
        self.changed.passage(site / 2, site.is_multiple_of(2), &mut cost);
        i64::from(cost[criterion]) - i64::from(self.of.readers.passages[site as usize][criterion])
    }

    /// By how many ticks it moves the transfer before an arc.
    fn transfer(&self, arc: u32) -> i64 {
        let (criterion, mut cost) = (self.of.reads(self.figure).measure.criterion, CostVector::ZERO);
        let graph = &self.of.trip.planner.open;
        let (node, standing) = graph.state(graph.graph.tail(arc));
        self.changed.transfer(node, standing, graph.graph.link(arc), &mut cost);
        let passage = self.of.readers.passages[site_of(self.of.inner, self.of.trip, arc) as usize][criterion];
        i64::from(cost[criterion]) - (i64::from(graph.graph.cost(arc)[criterion]) - i64::from(passage))
    }

    /// By how many ticks it moves ending at a goal.
    fn arrival(&self, goal: u32) -> i64 {
        let (criterion, mut cost) = (self.of.reads(self.figure).measure.criterion, CostVector::ZERO);
        let end = &self.of.trial.goals()[goal as usize];
        let standing = self.of.trip.planner.open.state(end.state).1;
        self.changed.arrival(self.of.trip.to, standing, self.of.trip.terminals, &mut cost);
        i64::from(cost[criterion]) - i64::from(end.cost[criterion])
    }

    /// The best path at a step, with each entry rounded by so many ticks more against the winner; `None` beside it if a cost could not fall so far.
    fn ask(&mut self, step: u32, against: i64) -> (Option<Path>, bool) {
        self.set(step);
        let criterion = self.of.reads(self.figure).measure.criterion;
        let mut fell_short = false;
        let error = |read: &Read, own: bool| {
            let error = against * (i64::from(read.entries) + 1);
            if own { error } else { -error }
        };
        for (read, _) in &self.passages {
            let by = self.passage(read.site);
            for arc in self.of.readers.arcs_along(read.site) {
                let by = by + error(read, self.of.taken[*arc as usize]);
                fell_short |= self.of.trial.shift(*arc, criterion, by);
            }
        }
        for (read, _) in &self.transfers {
            let by = self.transfer(read.site) + error(read, self.of.taken[read.site as usize]);
            fell_short |= self.of.trial.shift(read.site, criterion, by);
        }
        for (read, _) in &self.arrivals {
            let by = self.arrival(read.site) + error(read, read.site == self.of.goal);
            fell_short |= self.of.trial.shift_goal(read.site, criterion, by);
        }
        let best = self.of.trial.best();
        self.of.trial.reset();
        (best, !fell_short)
    }

    /// A path at the costs of the changed network.
    fn costed(&self, path: &Path) -> Path {
        let graph = &self.of.trip.planner.open.graph;
        let criterion = self.of.reads(self.figure).measure.criterion;
        let has = |reads: &[(Read, bool)], site: u32| reads.binary_search_by_key(&site, |read| read.0.site).is_ok();
        let mut moved = 0;
        for arc in path.arcs() {
            let site = site_of(self.of.inner, self.of.trip, *arc);
            moved += if has(&self.passages, site) { self.passage(site) } else { 0 };
            moved += if has(&self.transfers, *arc) { self.transfer(*arc) } else { 0 };
        }
        let goal = self.of.trial.goals().iter().position(|goal| goal.state == path.end).unwrap_or(0);
        moved += if has(&self.arrivals, goal as u32) { self.arrival(goal as u32) } else { 0 };
        let end = self.of.trial.goals()[goal];
        let same = Path::new(graph, path.arcs.clone(), end);
        let ticks = i64::from(same.cost[criterion]) + moved;
        let cost = same.cost.with(criterion, ticks.clamp(0, i64::from(u32::MAX)) as u32);
        Path { cost, ..same }
    }
}

impl Line for FigureLine<'_, '_> {
    fn best(&mut self, step: u32) -> Option<Path> {
        self.ask(step, 0).0
    }

    fn beats(&mut self, path: &Path, step: u32) -> bool {
        self.set(step);
        let graph = &self.of.trip.planner.open.graph;
        comes_before(graph, self.of.weights, &self.costed(path), &self.costed(self.of.winner))
    }

    fn holds(&mut self, step: u32) -> bool {
        if let Some(known) = self.held.get(&step) {
            return *known;
        }
        let (best, rounded) = self.ask(step, 1);
        let winner = self.of.winner;
        let holds = rounded && best.is_some_and(|path| path.arcs == winner.arcs && path.end == winner.end);
        self.held.insert(step, holds);
        holds
    }
}
