//! One figure on its way: the best path at each step, on the same graph with the costs of its readers shifted.

use crate::cost::CostVector;
use crate::engine::Path;
use crate::figure::readers::{Read, Reads};
use crate::network::Inner;
use crate::tipping::figures::{Figures, site_of};
use crate::tipping::search::{Grid, Line, comes_before, lead};
use crate::tipping::trial::Detour;
use std::collections::HashMap;

/// One figure on its way.
pub(crate) struct FigureLine<'f, 'a> {
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
    /// The arcs that these passages move, each with the number of the passage.
    along: Vec<(u32, u32)>,
    /// Steps of the grid at which [`Line::holds`] was asked.
    held: HashMap<u32, bool>,
}

impl<'f, 'a> FigureLine<'f, 'a> {
    pub(crate) fn new(of: &'f mut Figures<'a>, figure: u32, side: usize, grid: Grid) -> FigureLine<'f, 'a> {
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
        let mut line = FigureLine {
            of,
            figure,
            reads,
            side,
            grid,
            changed,
            passages,
            transfers,
            arrivals: Vec::new(),
            along: Vec::new(),
            held,
        };
        if !ends.is_empty() {
            line.set(reads.ends[side]);
            line.arrivals = ends.into_iter().map(|read| (read, line.arrival(read.site))).collect();
            line.arrivals.retain(|step| step.1 != 0);
        }
        // What is out of reach falls for nobody, so that what is left may reach less far.
        let mut reach = line.reach();
        line.keep_within(reach);
        if line.falls() {
            reach = reach.min(line.reach());
            line.keep_within(reach);
        }
        let of = &line.of;
        for (number, (read, _)) in (0..).zip(&line.passages) {
            let arcs = of.readers.arcs_along(read.site).iter();
            let arcs = arcs.filter(|arc| of.trial.detour(**arc).is_some_and(|detour| detour.whole() <= reach));
            line.along.extend(arcs.map(|arc| (*arc, number)));
        }
        line
    }

    /// Whether the way makes steps cheaper.
    fn falls(&self) -> bool {
        let steps = self.passages.iter().chain(&self.transfers).chain(&self.arrivals);
        steps.into_iter().any(|(_, by)| *by < 0)
    }

    /// Leaves steps out that are on no path within a detour.
    fn keep_within(&mut self, reach: u64) {
        let within = |detour: Option<Detour>| detour.is_some_and(|detour| detour.whole() <= reach);
        let of = &self.of;
        self.passages.retain(|(read, _)| within(of.near(read.site)));
        self.transfers.retain(|(read, _)| within(of.trial.detour(read.site)));
    }

    /// Whether all that is left to move is on the winner, and gets cheaper: then no other path gains more.
    pub(crate) fn eases_the_winner_alone(&self) -> bool {
        self.along.iter().all(|(arc, number)| self.passages[*number as usize].1 < 0 && self.of.taken[*arc as usize])
            && self.transfers.iter().all(|(read, by)| *by < 0 && self.of.taken[read.site as usize])
            && self.arrivals.iter().all(|(read, by)| *by < 0 && read.site == self.of.goal)
    }

    /// How large the detour of an arc may be that is on a path as good as the winner at any step.
    fn reach(&mut self) -> u64 {
        let rounding = self.of.most_rounding(self.figure);
        let (least, score) = (self.of.trial.least(), self.of.weights.score(self.of.winner.cost()));
        let per_tick = self.of.per_tick(self.figure);
        if self.falls() {
            let rounding = if self.reads.whole { 0 } else { rounding };
            let most = score.saturating_add(rounding.saturating_mul(per_tick));
            let (share, sum, arrival) = self.fall();
            // A path keeps that share of its score but for its end, and loses no more than the sum. A float may be off in its last digits.
            let by_share = most.saturating_add(arrival) as f64 / share * 1.000_000_1;
            let by_share = if share > 0.0 { by_share.ceil() as u64 } else { u64::MAX };
            return by_share.min(most.saturating_add(sum).saturating_add(arrival)) - least;
        }
        let of = &self.of;
        // The winner at its worst, and any other with all rounding in its favour.
        let rise = |(read, by): &(Read, i64)| by.unsigned_abs() + error(read).unsigned_abs();
        let passages = self.passages.iter().filter(|(read, _)| of.passes(read.site)).map(rise);
        let transfers = self.transfers.iter().filter(|(read, _)| of.taken[read.site as usize]).map(rise);
        let arrivals = self.arrivals.iter().filter(|(read, _)| read.site == of.goal).map(rise);
        let own: u64 = passages.chain(transfers).chain(arrivals).sum();
        (score - least).saturating_add(own.saturating_add(rounding).saturating_mul(per_tick))
    }

    /// What arcs keep of their scores at the least, by how much a path may fall at the most before it ends, and what its end may fall by.
    fn fall(&mut self) -> (f64, u64, u64) {
        let (per_tick, whole) = (self.of.per_tick(self.figure), self.reads.whole);
        let fall = |(read, by): &(Read, i64)| {
            let hidden = if whole { 0 } else { error(read).unsigned_abs() };
            ((-by).max(0).unsigned_abs() + hidden).saturating_mul(per_tick)
        };
        let part = |fall: u64, score: u64| if score == 0 { 0.0 } else { fall as f64 / score as f64 };
        let of = &self.of;
        let most = |parts: &mut dyn Iterator<Item = f64>| parts.fold(0.0, f64::max);
        let passages = most(&mut self.passages.iter().map(|s| part(fall(s), of.passage_scores[s.0.site as usize])));
        let transfers = most(&mut self.transfers.iter().map(|s| part(fall(s), of.trial.score(s.0.site))));
        let graph = &of.trip.planner.open.graph;
        let before = |arc: u32| graph.place(graph.tail(arc));
        let of_passages = self.passages.iter().map(|step| (of.place_before(step.0.site), fall(step))).collect();
        let of_transfers = self.transfers.iter().map(|step| (before(step.0.site), fall(step))).collect();
        let sum = self.of.most_along(of_passages).saturating_add(self.of.most_along(of_transfers));
        let arrival = self.arrivals.iter().map(fall).max().unwrap_or(0);
        ((1.0 - passages - transfers).max(0.0), sum, arrival)
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
            let error = error(read);
            match (against, own) {
                (false, _) => by,
                (true, true) if end.abs() <= error => end.max(0),
                (true, false) if end.abs() <= error => end.min(0),
                (true, true) => by + error,
                (true, false) => by - error,
            }
        };
        let (criterion, mut whole) = (self.reads.measure.criterion, true);
        let moved: Vec<i64> = self.passages.iter().map(|(read, end)| now(*end, &|| self.passage(read.site))).collect();
        for (arc, number) in &self.along {
            let (read, end) = &self.passages[*number as usize];
            let by = rounded(read, *end, moved[*number as usize], self.of.taken[*arc as usize]);
            whole &= self.of.trial.shift(*arc, criterion, by);
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
    pub(crate) fn winner_at(&mut self, step: u32) -> CostVector {
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

/// By how many ticks the rounding of its entries may hide what a step is moved by.
fn error(read: &Read) -> i64 {
    i64::from(read.entries) + 1
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

    fn lead(&mut self, path: &Path, step: u32) -> i64 {
        self.set(self.grid.value(step));
        lead(self.of.weights, &self.costed(path), &self.costed(self.of.winner))
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
