//! A trip asked again with the costs of some steps changed, on the same graph: states and arcs do not depend on figures.

use crate::cost::{CostVector, Criterion};
use crate::engine::{Bound, Goal, Graph, Metric, Path, Query, Scored, Scores, best_simple};
use crate::planner::Trip;
use crate::weights::Weights;

/// The graph of a trip, on which costs can be shifted and put back.
///
/// Two sweeps with nothing shifted bound every search: what steps get cheaper by can shorten the way from a state by no more than the sum over places of
/// the greatest relief, since a path leaves each place once.
pub(crate) struct Trial<'a> {
    base: &'a Graph,
    weights: &'a Weights,
    start: u32,
    goals: Vec<Goal>,
    /// The same with costs shifted.
    graph: Graph,
    metric: Scored<'a, Weights>,
    shifted_goals: Vec<Goal>,
    /// The arcs that were shifted, each with what it scored before.
    shifted: Vec<(u32, u64)>,
    /// Least scores to the goals with nothing shifted.
    to: Scores<u64>,
    memory: Scores<u64>,
    /// By arc: what a walk to it scores more than the least, and what it then adds.
    detours: Vec<Option<Detour>>,
    /// The greatest relief at each place, and of a goal; their sum.
    relief: Vec<u64>,
    at_goal: u64,
    eased: u64,
    /// What each shifted arc keeps of its score at the least, as a part of it.
    keeps: f64,
}

/// A walk over an arc beside the best of all walks, with nothing shifted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detour {
    /// What the way to its tail and on from there scores more than the least.
    pub(crate) before: u64,
    /// What taking it then adds.
    pub(crate) adds: u64,
}

impl Detour {
    /// What the best walk over the arc scores more than the best of all.
    pub(crate) fn whole(self) -> u64 {
        self.before.saturating_add(self.adds)
    }
}

/// Least scores to the goals, less what may have become cheaper: by a sum for all of a path, or each arc by a part.
struct Eased<'a> {
    to: &'a Scores<u64>,
    by: u64,
    /// What each arc keeps of its score, in parts of [`WHOLE`].
    keeps: u64,
    /// What the end may have become cheaper by.
    at_goal: u64,
}

const WHOLE: u64 = 1 << 32;

impl Bound<u64> for Eased<'_> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<u64> {
        let rest = self.to.rest(layer, state)?;
        let kept = (u128::from(rest) * u128::from(self.keeps) / u128::from(WHOLE)) as u64;
        Some(rest.saturating_sub(self.by).max(kept.saturating_sub(self.at_goal)))
    }
}

impl<'a> Trial<'a> {
    /// Two sweeps and a copy of the graph.
    pub(crate) fn new(trip: &'a Trip<'_>, weights: &'a Weights) -> Trial<'a> {
        let base = &trip.planner.open.graph;
        let (start, goals) = (trip.planner.open.start(trip.from, trip.terminals), trip.goals(&trip.planner.open));
        let metric = Scored::new(base, weights);
        let (from, to) = (Scores::from(base, &metric, start), Scores::to_goals(base, &metric, &goals));
        let least = to.at(start);
        let detour = |arc: u32| {
            let (tail, head) = (base.tail(arc), base.head(arc));
            let (before, here, after) = (from.rest(0, tail)?, to.rest(0, tail)?, to.rest(0, head)?);
            Some(Detour { before: before + here - least, adds: base.score(&metric, arc) + after - here })
        };
        let detours = (0..base.arcs() as u32).map(detour).collect();
        Trial {
            base,
            weights,
            start,
            graph: base.clone(),
            metric,
            shifted_goals: goals.clone(),
            goals,
            shifted: Vec::new(),
            detours,
            to,
            memory: Scores::default(),
            relief: vec![0; base.places()],
            at_goal: 0,
            eased: 0,
            keeps: 1.0,
        }
    }

    pub(crate) fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// What an arc scores with nothing shifted.
    pub(crate) fn score(&self, arc: u32) -> u64 {
        self.weights.score(self.base.cost(arc))
    }

    /// The least score of a walk, with nothing shifted.
    pub(crate) fn least(&self) -> u64 {
        self.to.at(self.start)
    }

    /// `None` if no walk leads over the arc.
    pub(crate) fn detour(&self, arc: u32) -> Option<Detour> {
        self.detours[arc as usize]
    }

    /// Adds ticks to what an arc costs, no further than to nothing; `false` if that cut it short.
    pub(crate) fn shift(&mut self, arc: u32, criterion: Criterion, by: i64) -> bool {
        let Some(Detour { adds, .. }) = self.detours[arc as usize].filter(|_| by != 0) else { return true };
        let cost = self.graph.cost_mut(arc);
        let whole = shift(cost, criterion, by);
        self.shifted.push((arc, self.metric.arc(arc, cost)));
        let score = self.weights.score(cost);
        self.metric.set(arc, score);
        if by < 0 {
            let before = self.weights.score(self.base.cost(arc));
            self.keeps = if before > 0 { self.keeps.min(score as f64 / before as f64) } else { self.keeps };
            let fall = self.base.cost(arc)[criterion].saturating_sub(cost[criterion]);
            let gain = self.weights.score(&CostVector::ZERO.with(criterion, fall)).saturating_sub(adds);
            let most = &mut self.relief[self.base.place(self.base.tail(arc)) as usize];
            self.eased += gain.saturating_sub(*most);
            *most = gain.max(*most);
        }
        whole
    }

    /// The same for what ending at a goal costs.
    pub(crate) fn shift_goal(&mut self, goal: u32, criterion: Criterion, by: i64) -> bool {
        let cost = &mut self.shifted_goals[goal as usize].cost;
        let whole = shift(cost, criterion, by);
        let fall = self.goals[goal as usize].cost[criterion].saturating_sub(cost[criterion]);
        self.at_goal = self.at_goal.max(self.weights.score(&CostVector::ZERO.with(criterion, fall)));
        whole
    }

    /// Puts all costs back.
    pub(crate) fn reset(&mut self) {
        // An arc may have been shifted twice.
        for (arc, score) in self.shifted.drain(..).rev() {
            *self.graph.cost_mut(arc) = *self.base.cost(arc);
            self.metric.set(arc, score);
            self.relief[self.base.place(self.base.tail(arc)) as usize] = 0;
        }
        self.shifted_goals.copy_from_slice(&self.goals);
        (self.eased, self.at_goal, self.keeps) = (0, 0, 1.0);
    }

    /// By how much the shifts may have shortened a path, at the most.
    pub(crate) fn eased(&self) -> u64 {
        self.eased + self.at_goal
    }

    /// The best path at the shifted costs.
    pub(crate) fn best(&mut self) -> Option<Path> {
        // A float may be off in its last digits.
        let keeps = (self.keeps * WHOLE as f64) as u64;
        let bound = Eased { by: self.eased(), keeps: keeps.saturating_sub(1), at_goal: self.at_goal, to: &self.to };
        let query = Query::new(self.start, &self.shifted_goals);
        best_simple(&self.graph, &self.metric, &bound, &query, &mut self.memory)
    }

    /// The best path that keeps off some arcs; nothing may be shifted.
    pub(crate) fn best_without(&mut self, closed: &[bool]) -> Option<Path> {
        let query = Query::new(self.start, &self.goals).with_closed(closed);
        best_simple(self.base, &self.metric, &self.to, &query, &mut self.memory)
    }
}

/// Adds to one criterion; `false` if it ends at nothing before all was added.
fn shift(cost: &mut CostVector, criterion: Criterion, by: i64) -> bool {
    let ticks = i64::from(cost[criterion]) + by;
    *cost = cost.with(criterion, ticks.clamp(0, i64::from(u32::MAX)) as u32);
    ticks >= 0
}
