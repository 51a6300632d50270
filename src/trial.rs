//! A trip asked again with the costs of some steps changed, on the same graph: states and arcs do not depend on figures.

use crate::compile::StateGraph;
use crate::cost::{CostVector, Criterion};
use crate::engine::{Bound, Goal, Graph, Path, Query, Scores, best_simple};
use crate::planner::Trip;
use crate::weights::Weights;

/// The graph of a trip, on which costs can be shifted and put back.
///
/// Two sweeps with nothing shifted bound every search: what steps get cheaper by can shorten the way from a state by no more than the sum over places of
/// the greatest relief, since a path leaves each place once.
pub(crate) struct Trial<'a> {
    base: &'a StateGraph,
    weights: &'a Weights,
    start: u32,
    goals: Vec<Goal>,
    /// The same with costs shifted.
    graph: Graph,
    shifted_goals: Vec<Goal>,
    shifted: Vec<u32>,
    /// Least scores from the start, and to the goals, with nothing shifted.
    from: Scores<u64>,
    to: Scores<u64>,
    memory: Scores<u64>,
    /// The greatest relief at each place.
    relief: Vec<u64>,
}

/// Least scores to the goals, less what may have become cheaper.
struct Eased<'a> {
    to: &'a Scores<u64>,
    by: u64,
}

impl Bound<u64> for Eased<'_> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<u64> {
        self.to.rest(layer, state).map(|rest| rest.saturating_sub(self.by))
    }
}

impl<'a> Trial<'a> {
    /// Two sweeps and a copy of the graph.
    pub(crate) fn new(trip: &Trip<'a>, weights: &'a Weights) -> Trial<'a> {
        let base = &trip.planner.open;
        let (start, goals) = (base.start(trip.from, trip.terminals), trip.goals(base));
        let (from, to) =
            (Scores::from(&base.graph, weights, start), Scores::to_goals(&base.graph, weights, &goals));
        let relief = vec![0; base.graph.places()];
        let (graph, shifted_goals) = (base.graph.clone(), goals.clone());
        let (shifted, memory) = (Vec::new(), Scores::default());
        Trial { base, weights, start, goals, graph, shifted_goals, shifted, from, to, memory, relief }
    }

    pub(crate) fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// The least score of a walk, with nothing shifted.
    pub(crate) fn least(&self) -> u64 {
        self.to.at(self.start)
    }

    /// What a walk over the tail of an arc scores more than the least, and what the arc then adds; `None` if none leads over it.
    pub(crate) fn detour(&self, arc: u32) -> Option<(u64, u64)> {
        let (tail, head) = (self.base.graph.tail(arc), self.base.graph.head(arc));
        let (before, here, after) = (self.from.rest(0, tail)?, self.to.rest(0, tail)?, self.to.rest(0, head)?);
        let reduced = self.weights.score(self.base.graph.cost(arc)) + after - here;
        Some((before + here - self.least(), reduced))
    }

    /// Adds ticks to what an arc costs, no further than to nothing; says whether it went that far.
    pub(crate) fn shift(&mut self, arc: u32, criterion: Criterion, by: i64) -> bool {
        self.shifted.push(arc);
        shift(self.graph.cost_mut(arc), criterion, by)
    }

    /// The same for what ending at a goal costs.
    pub(crate) fn shift_goal(&mut self, goal: u32, criterion: Criterion, by: i64) -> bool {
        shift(&mut self.shifted_goals[goal as usize].cost, criterion, by)
    }

    /// Puts all costs back.
    pub(crate) fn reset(&mut self) {
        for arc in self.shifted.drain(..) {
            *self.graph.cost_mut(arc) = *self.base.graph.cost(arc);
        }
        self.shifted_goals.copy_from_slice(&self.goals);
    }

    /// The best path at the shifted costs.
    pub(crate) fn best(&mut self) -> Option<Path> {
        let bound = Eased { by: self.eased(), to: &self.to };
        let query = Query::new(self.start, &self.shifted_goals);
        best_simple(&self.graph, self.weights, &bound, &query, &mut self.memory)
    }

    /// The best path with nothing shifted that keeps off some arcs.
    pub(crate) fn best_without(&mut self, closed: &[bool]) -> Option<Path> {
        let query = Query::new(self.start, &self.goals).with_closed(closed);
        best_simple(&self.base.graph, self.weights, &self.to, &query, &mut self.memory)
    }

    /// By how much the shifts may have shortened a path, at the most.
    fn eased(&mut self) -> u64 {
        let mut sum = 0u64;
        for arc in &self.shifted {
            let (old, new) = (self.base.graph.cost(*arc), self.graph.cost(*arc));
            let fall = self.weights.score(old).saturating_sub(self.weights.score(new));
            let Some((_, reduced)) = self.detour(*arc).filter(|_| fall > 0) else { continue };
            let most = &mut self.relief[self.base.graph.place(self.base.graph.tail(*arc)) as usize];
            let relief = fall.saturating_sub(reduced).max(*most);
            sum += relief - *most;
            *most = relief;
        }
        for arc in &self.shifted {
            self.relief[self.base.graph.place(self.base.graph.tail(*arc)) as usize] = 0;
        }
        let falls = self.goals.iter().zip(&self.shifted_goals);
        let falls = falls.map(|(old, new)| self.weights.score(&old.cost).saturating_sub(self.weights.score(&new.cost)));
        sum + falls.max().unwrap_or(0)
    }
}

fn shift(cost: &mut CostVector, criterion: Criterion, by: i64) -> bool {
    let ticks = i64::from(cost[criterion]) + by;
    *cost = cost.with(criterion, ticks.clamp(0, i64::from(u32::MAX)) as u32);
    ticks < 0
}
