//! The tipping points of figures: which figures can matter at all, and where.

use crate::cost::CostVector;
use crate::engine::Path;
use crate::network::Inner;
use crate::planner::Trip;
use crate::readers::{Read, Readers, Reads, passage_site};
use crate::tipping::{Change, Grid, Hunt, Line, Scale, comes_before};
use crate::trial::{Detour, Trial};
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
    near: Vec<Option<Detour>>,
    /// The goal at which the winner ends, and the figures that ending there or elsewhere reads.
    goal: u32,
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
        let change = Hunt::new(&mut line, winner, reads.whole).first(0, grid.steps);
        let cost = match change {
            Change::At(step, _) => line.winner_at(step),
            _ => cost,
        };
        (grid, change, cost)
    }

    /// Whether the best route is so far ahead with nothing moved that the rounding of a figure could not hide another.
    fn is_firm(&mut self, figure: u32) -> bool {
        let reads = self.reads(figure);
        let (graph, error) = (&self.trip.planner.open.graph, |read: &Read| u64::from(read.entries) + 1);
        let passages = reads.passages.iter().map(|read| {
            let link = &self.inner.links[read.site as usize / 2];
            (if read.site.is_multiple_of(2) { link.from } else { link.to }, error(read))
        });
        let transfers = reads.transfers.iter().map(|read| (graph.place(graph.tail(read.site)), error(read)));
        // A path leaves each place once, by a passage and the transfer before it.
        let (mut sum, most) = (0, &mut self.relief);
        for errors in [passages.collect::<Vec<_>>(), transfers.collect()] {
            for (place, error) in &errors {
                let known = &mut most[*place as usize];
                sum += error.saturating_sub(*known);
                *known = (*known).max(*error);
            }
            errors.iter().for_each(|(place, _)| most[*place as usize] = 0);
        }
        sum += self.arrivals(figure).iter().map(error).max().unwrap_or(0);
        // The winner's own may be rounded against it too.
        let lead = self.lead();
        lead.is_none_or(|lead| lead > 2 * sum.saturating_mul(self.per_tick(figure)))
    }

    /// By how much the best route is ahead of all others; `None` if there is no other.
    fn lead(&mut self) -> Option<u64> {
        let arcs = self.winner.arcs().to_vec();
        let others = arcs.into_iter().filter_map(|arc| self.without(arc)).min();
        others.map(|other| other - self.weights.score(self.winner.cost()))
    }

    /// What a tick scores.
    fn per_tick(&self, figure: u32) -> u64 {
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
            let link = &self.inner.links[read.site as usize / 2];
            let place = if read.site % 2 == 0 { link.from } else { link.to };
            Some((place, before, adds, fall(read)))
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

fn site_of(inner: &Inner, trip: &Trip<'_>, arc: u32) -> u32 {
    let graph = &trip.planner.open.graph;
    let link = graph.link(arc);
    passage_site(link, inner.links[link as usize].from == graph.place(graph.tail(arc)))
}

/// One figure on its way.
struct FigureLine<'f, 'a> {
    of: &'f mut Figures<'a>,
    figure: u32,
    reads: &'a Reads,
    side: usize,
    grid: Grid,
    /// The network with the figure changed; made when a step between the ends is asked for.
    changed: Option<Inner>,
    /// The steps that read it and that its way changes, each with what it moves them by at the end.
    passages: Vec<(Read, i64)>,
    transfers: Vec<(Read, i64)>,
    arrivals: Vec<(Read, i64)>,
    /// Steps of the grid at which [`Line::holds`] was asked.
    held: HashMap<u32, bool>,
}

impl<'f, 'a> FigureLine<'f, 'a> {
    fn new(of: &'f mut Figures<'a>, figure: u32, side: usize, grid: Grid) -> FigureLine<'f, 'a> {
        let reads = of.reads(figure);
        let moved = of.readers.moved(of.inner, &of.trip.planner.open, figure, side);
        // Costs go one way, so what is the same at the end is the same everywhere.
        let moving = |reads: &[Read], by: &[i64]| {
            let steps = reads.iter().copied().zip(by.iter().copied());
            steps.filter(|(_, by)| *by != 0).collect::<Vec<(Read, i64)>>()
        };
        let (passages, transfers) =
            (moving(&reads.passages, &moved.passages), moving(&reads.transfers, &moved.transfers));
        let ends: Vec<Read> = of.arrivals(figure).to_vec();
        let (changed, held) = (None, HashMap::new());
        let mut line =
            FigureLine { of, figure, reads, side, grid, changed, passages, transfers, arrivals: Vec::new(), held };
        if !ends.is_empty() {
            line.set(reads.ends[side]);
            line.arrivals = ends.into_iter().map(|read| (read, line.arrival(read.site))).collect();
            line.arrivals.retain(|step| step.1 != 0);
        }
        line
    }

    fn set(&mut self, value: f64) {
        let inner = self.of.inner;
        self.changed.get_or_insert_with(|| inner.clone()).set_figure(self.reads.cell, value);
    }

    /// By how many ticks the change moves a passage, the transfer before an arc, ending at a goal.
    fn passage(&self, site: u32) -> i64 {
        self.changed.as_ref().map_or(0, |inner| self.of.readers.passage(inner, site, self.reads.measure.criterion))
    }

    fn transfer(&self, arc: u32) -> i64 {
        let moved = |inner| {
            let graph = &self.of.trip.planner.open;
            self.of.readers.transfer(inner, graph, arc, self.reads.measure.criterion)
        };
        self.changed.as_ref().map_or(0, moved)
    }

    fn arrival(&self, goal: u32) -> i64 {
        let Some(inner) = &self.changed else { return 0 };
        let (criterion, mut cost) = (self.reads.measure.criterion, CostVector::ZERO);
        let end = &self.of.trial.goals()[goal as usize];
        let standing = self.of.trip.planner.open.state(end.state).1;
        inner.arrival(self.of.trip.to, standing, self.of.trip.terminals, &mut cost);
        i64::from(cost[criterion]) - i64::from(end.cost[criterion])
    }

    /// The best path at a step, if `against` with each entry rounded against the winner as far as it can be; and whether every cost could move so far.
    ///
    /// An entry is off a straight line by no more than a tick between two steps of the grid. One that moves no more than that over the whole range is
    /// taken at its better end, for the winner at its worse one.
    fn ask(&mut self, step: u32, against: bool) -> (Option<Path>, bool) {
        // At the last step of the grid the ends are at hand, if it is where the range ends.
        let at_end = step == self.grid.steps && self.grid.value(step) == self.reads.ends[self.side];
        if step > 0 && !at_end {
            self.set(self.grid.value(step));
        }
        let now = |end: i64, moved: &dyn Fn() -> i64| match step {
            0 => 0,
            _ if at_end => end,
            _ => moved(),
        };
        let rounded = |read: &Read, end: i64, by: i64, own: bool| {
            let error = i64::from(read.entries) + 1;
            match (against, own) {
                (false, _) => by,
                (true, true) if end.abs() <= error => end.max(0),
                (true, false) if end.abs() <= error => end.min(0),
                (true, true) => by + error,
                (true, false) => by - error,
            }
        };
        let (criterion, mut whole) = (self.reads.measure.criterion, true);
        for (read, end) in &self.passages {
            let by = now(*end, &|| self.passage(read.site));
            for arc in self.of.readers.arcs_along(read.site) {
                let by = rounded(read, *end, by, self.of.taken[*arc as usize]);
                whole &= self.of.trial.shift(*arc, criterion, by);
            }
        }
        for (read, end) in &self.transfers {
            let by = now(*end, &|| self.transfer(read.site));
            let by = rounded(read, *end, by, self.of.taken[read.site as usize]);
            whole &= self.of.trial.shift(read.site, criterion, by);
        }
        for (read, end) in &self.arrivals {
            let by = now(*end, &|| self.arrival(read.site));
            let by = rounded(read, *end, by, read.site == self.of.goal);
            whole &= self.of.trial.shift_goal(read.site, criterion, by);
        }
        let best = self.of.trial.best();
        self.of.trial.reset();
        (best, whole)
    }

    /// What the winner costs at a step.
    fn winner_at(&mut self, step: u32) -> CostVector {
        self.set(self.grid.value(step));
        self.costed(self.of.winner).cost
    }

    /// A path at the costs of the changed network.
    fn costed(&self, path: &Path) -> Path {
        let graph = &self.of.trip.planner.open.graph;
        let criterion = self.reads.measure.criterion;
        let has = |reads: &[(Read, i64)], site: u32| reads.binary_search_by_key(&site, |read| read.0.site).is_ok();
        let mut moved = 0;
        for arc in path.arcs() {
            let site = site_of(self.of.inner, self.of.trip, *arc);
            moved += if has(&self.passages, site) { self.passage(site) } else { 0 };
            moved += if has(&self.transfers, *arc) { self.transfer(*arc) } else { 0 };
        }
        let goal = self.of.trial.goals().iter().position(|goal| goal.state == path.end).unwrap_or(0);
        moved += if has(&self.arrivals, goal as u32) { self.arrival(goal as u32) } else { 0 };
        let same = Path::new(graph, path.arcs.clone(), self.of.trial.goals()[goal]);
        let ticks = i64::from(same.cost[criterion]) + moved;
        let cost = same.cost.with(criterion, ticks.clamp(0, i64::from(u32::MAX)) as u32);
        Path { cost, ..same }
    }
}

impl Line for FigureLine<'_, '_> {
    fn best(&mut self, step: u32) -> Option<Path> {
        self.ask(step, false).0
    }

    fn beats(&mut self, path: &Path, step: u32) -> bool {
        self.set(self.grid.value(step));
        let graph = &self.of.trip.planner.open.graph;
        comes_before(graph, self.of.weights, &self.costed(path), &self.costed(self.of.winner))
    }

    fn holds(&mut self, step: u32) -> bool {
        if step == 0 && self.of.is_firm(self.figure) {
            return true;
        }
        if let Some(known) = self.held.get(&step) {
            return *known;
        }
        let (best, whole) = self.ask(step, true);
        let winner = self.of.winner;
        let holds = whole && best.is_some_and(|path| path.arcs == winner.arcs && path.end == winner.end);
        self.held.insert(step, holds);
        holds
    }
}
