//! The best path within many limits: what a path uses is given a price, and score and prices together bound it.
//!
//! Sums of many resources make labels incomparable, so that a search within many limits drowns in them. Whatever the prices, no path
//! within the limits has a score below the least of score and price of what it uses, less the price of all that it may use
//! (Lagrangian relaxation: Handler and Zang 1980). Prices go up where the cheapest path uses too much (subgradients, with steps after
//! Polyak 1969); on the way some path within the limits is mostly found. A label that with the best of these prices must end above that
//! path's score is given up. Nothing else changes, so that the answer is the same.

use super::limited::Limited;
use super::metric::Metric;
use super::query::Query;
use super::scores::{Bound, Scores};
use super::simple::Answer;
use super::{Graph, Path};
use crate::cost::CostVector;

/// Rounds of prices; more if no path within the limits is found.
const ROUNDS: usize = 8;
const MORE_ROUNDS: usize = 40;
/// Scores are rounded down to so many bits, so that sums with prices fit.
const BITS: u32 = 36;
/// No arc costs more than this with its price, and no limit is worth more: sums of a path fit 64 bits.
const MOST: f64 = (1u64 << 48) as f64;

/// Arcs by score and price together.
struct Priced(Vec<u64>);

impl Metric for Priced {
    type Score = u64;

    fn cost(&self, _: &CostVector) -> u64 {
        0
    }

    fn rates(&self) -> super::landmarks::Lanes {
        [0.0; 8]
    }

    #[inline]
    fn arc(&self, arc: u32, _: &CostVector) -> u64 {
        self.0[arc as usize]
    }
}

/// Prices with what they bound.
struct Prices {
    price: Vec<u64>,
    arcs: Priced,
    /// What ending at each goal costs.
    ends: Vec<u64>,
    rest: Scores<u64>,
    /// What the limits are worth.
    worth: u64,
    /// No path within the limits scores less, in rounded scores.
    bound: i128,
}

/// Rounded scores of arcs, and the few arcs that use a resource.
struct Uses {
    scores: Vec<u64>,
    of: Vec<Vec<(u32, u32)>>,
}

impl<M: Metric<Score = u64>> Limited<'_, M> {
    /// The same as [`Limited::best_of_few`], sooner where there are many limits.
    ///
    /// `value` is what the prices were for an earlier question, and becomes what they are now: no answer depends on it.
    pub(crate) fn best_priced(
        &self,
        query: &Query<'_>,
        limits: &[u64],
        value: &mut Vec<f64>,
        mut labels: u64,
    ) -> Answer {
        let graph = self.graph();
        let Some(least) = self.scores().rest(0, query.from) else { return Answer::None };
        let shift = (u64::BITS - least.leading_zeros()).saturating_sub(BITS);
        let scale: Vec<f64> = (0..limits.len()).map(|axis| self.most_used(axis).max(1) as f64).collect();
        value.resize(limits.len(), 0.0);
        let all = 0..graph.arcs() as u32;
        let scores: Vec<u64> = all.map(|arc| (self.arc_score(arc) >> shift).min(MOST as u64)).collect();
        let uses = Uses { scores, of: (0..limits.len()).map(|axis| self.users(axis)).collect() };
        // What no path's score can exceed: it leaves each state once at most.
        let largest = |state: u32| graph.arcs_out(state).map(|arc| uses.scores[arc as usize]).max().unwrap_or(0);
        let beyond: i128 = (0..graph.states() as u32).map(|state| i128::from(largest(state) + 1)).sum();
        let ends = (0..self.goals().len()).map(|goal| i128::from(self.goal_score(goal) >> shift) + 1).max();
        let beyond = beyond + ends.unwrap_or(0);

        let mut found: Option<u64> = None;
        let mut best: Option<Prices> = None;
        for round in 0..MORE_ROUNDS {
            if round >= ROUNDS && found.is_some() {
                break;
            }
            let prices = self.priced(query, limits, (shift, &uses), value, &scale);
            // Arcs that cost nothing may lead it in a circle.
            let Some(path) = self.cheapest(query, &prices) else { break };
            if prices.bound > beyond {
                return Answer::None;
            }
            let used = self.used(path.arcs());
            let within = used.iter().zip(limits).all(|(used, limit)| used <= limit);
            if within && path.repeated_places(graph).is_empty() {
                let score = self.path_score(&path);
                found = Some(found.map_or(score, |found| found.min(score)));
            }
            let bound = prices.bound as f64;
            if best.as_ref().is_none_or(|best| prices.bound > best.bound) {
                best = Some(prices);
            }
            let over: Vec<f64> = used
                .iter()
                .zip(limits)
                .zip(&scale)
                .map(|((used, limit), scale)| (*used as f64 - *limit as f64) / scale)
                .collect();
            let steep: f64 = over
                .iter()
                .zip(value.iter())
                .filter(|(over, value)| **over > 0.0 || **value > 0.0)
                .map(|(over, _)| over * over)
                .sum();
            let aim = found.map_or(bound.abs() * 1.2 + 1.0, |found| (found >> shift) as f64);
            let gap = aim - bound;
            if steep <= 0.0 || (found.is_some() && gap <= aim * 1e-4) {
                break;
            }
            let step = gap.max(1.0) / steep;
            value.iter_mut().zip(&over).for_each(|(value, over)| *value = (*value + step * over).clamp(0.0, MOST));
        }
        let (Some(most), Some(prices)) = (found, best) else {
            return self.search(query, limits, None, None, &mut labels);
        };
        let most = u128::from(most >> shift) + u128::from(prices.worth);
        let hopeless = |score: u64, used: &[u64], state: u32| {
            let price: u128 =
                used.iter().zip(&prices.price).map(|(used, price)| u128::from(*used) * u128::from(*price)).sum();
            prices.rest.rest(0, state).is_none_or(|rest| u128::from(score >> shift) + price + u128::from(rest) > most)
        };
        self.search(query, limits, None, Some(&hopeless), &mut labels)
    }

    fn priced(
        &self,
        query: &Query<'_>,
        limits: &[u64],
        (shift, uses): (u32, &Uses),
        value: &[f64],
        scale: &[f64],
    ) -> Prices {
        let worth = |(value, scale): (&f64, &f64)| (value / scale) as u64;
        let mut price: Vec<u64> = value.iter().zip(scale).map(worth).collect();
        // A limit of many units is worth no more than sums can hold.
        price.iter_mut().zip(limits).for_each(|(price, limit)| *price = (*price).min(MOST as u64 / (limit + 1)));
        let (graph, most) = (self.graph(), MOST as u64);
        let mut arcs = uses.scores.clone();
        for (of, price) in uses.of.iter().zip(&price).filter(|(_, price)| **price > 0) {
            for (arc, used) in of {
                let cost = &mut arcs[*arc as usize];
                *cost = cost.saturating_add(u64::from(*used).saturating_mul(*price)).min(2 * most);
            }
        }
        let end = |goal: usize| {
            let priced = self.goal_uses(goal).zip(&price).map(|(used, price)| used.saturating_mul(*price));
            priced.fold((self.goal_score(goal) >> shift).min(most), u64::saturating_add).min(2 * most)
        };
        let ends: Vec<u64> = (0..self.goals().len()).map(end).collect();
        let arcs = Priced(arcs);
        let rest = Scores::to(graph, &arcs, self.goals().iter().map(|goal| goal.state).zip(ends.iter().copied()));
        let worth = price.iter().zip(limits).map(|(price, limit)| price * limit).sum();
        let bound = rest.rest(0, query.from).map_or(i128::MAX, |rest| i128::from(rest) - i128::from(worth));
        Prices { price, arcs, ends, rest, worth, bound }
    }

    /// The walk of least score and price together.
    fn cheapest(&self, query: &Query<'_>, prices: &Prices) -> Option<Path> {
        let graph: &Graph = self.graph();
        let (mut state, mut arcs) = (query.from, Vec::new());
        for _ in 0..=graph.states() {
            let left = prices.rest.rest(0, state)?;
            let goal = self.goals().iter().position(|goal| goal.state == state);
            if let Some(goal) = goal.filter(|goal| prices.ends[*goal] == left) {
                return Some(Path::new(graph, arcs, self.goals()[goal]));
            }
            let next = graph.arcs_out(state).find(|arc| {
                let rest = prices.rest.rest(0, graph.head(*arc));
                rest.is_some_and(|rest| rest + prices.arcs.0[*arc as usize] == left)
            })?;
            arcs.push(next);
            state = graph.head(next);
        }
        None
    }
}
