//! Lower bounds from landmarks (ALT; Goldberg and Harrelson, "Computing the shortest path: A* search meets graph theory", SODA 2005),
//! for each criterion by itself, so that they bound every weighting.
//!
//! What lies between two places is told from what lies between each of them and a few landmarks. The tables are of places, not
//! of states: how freight stands at a place makes little difference to what is still to come.

use super::metric::{Metric, Score, Single};
use super::scores::{Bound, Scores};
use super::{Goal, Graph};
use crate::cost::{CostVector, Criterion};
use crate::weights::Weights;
use std::cell::Cell;

/// How many landmarks: more make hardly fewer states to settle, and take longer to make.
const COUNT: usize = 4;

/// Ticks of each criterion, infinite where there is no way. Two more lanes make eight, and floats because every processor takes
/// the larger of four of them at once, which it cannot do with integers.
pub(crate) type Lanes = [f32; 8];

/// The least ticks between each place and a few landmarks.
#[derive(Clone, Debug)]
pub(crate) struct Landmarks {
    /// By place, then landmark: there, rounded down, and back, rounded up.
    tables: Vec<[[Lanes; 2]; COUNT]>,
}

impl Landmarks {
    /// Two sweeps over the graph of places for each landmark and criterion.
    pub(crate) fn new(graph: &Graph) -> Landmarks {
        let places = graph.of_places();
        let mut tables = vec![[[[0.0; 8]; 2]; COUNT]; places.states()];
        let distances = |from| Scores::from(places, &Single(Criterion::Distance), from);
        // The first is the place farthest from the best joined one, each further one that farthest from all before it.
        let hub = (0..places.states() as u32).max_by_key(|place| places.arcs_out(*place).len()).unwrap_or(0);
        let mut landmark = distances(hub).farthest().unwrap_or(hub);
        let mut nearest = vec![u32::MAX; places.states()];
        for index in 0..COUNT {
            for criterion in Criterion::ALL {
                let metric = Single(criterion);
                let there = Scores::to(places, &metric, [(landmark, 0)]);
                let back = Scores::from(places, &metric, landmark);
                for (place, row) in (0..).zip(&mut tables) {
                    row[index][0][criterion as usize] = there.rest(0, place).map_or(f32::INFINITY, rounded_down);
                    row[index][1][criterion as usize] = back.rest(0, place).map_or(f32::INFINITY, rounded_up);
                }
            }
            let from = distances(landmark);
            (0..).zip(&mut nearest).for_each(|(place, nearest)| *nearest = (*nearest).min(from.at(place)));
            let reached = (0..nearest.len()).filter(|place| nearest[*place] != u32::MAX);
            landmark = reached.max_by_key(|place| nearest[*place]).map_or(landmark, |place| place as u32);
        }
        Landmarks { tables }
    }

    /// Bounds of what is still to come on the way to goals at one place; `None` without goals.
    pub(crate) fn towards<'a>(&'a self, graph: &'a Graph, goals: &[Goal], weights: &Weights) -> Option<Towards<'a>> {
        let place = goals.first().map(|goal| graph.place(goal.state))?;
        let end = goals.iter().map(|goal| goal.cost).reduce(CostVector::least)?;
        Some(Towards {
            tables: &self.tables,
            goal: self.aim(place),
            place: graph.places_of_states(),
            end: weights.score(&end),
            rates: weights.rates(),
            known: vec![Cell::new(UNKNOWN); self.tables.len()],
        })
    }

    /// A lower bound on the score from one place to another; `None` if there is no way.
    pub(crate) fn between<S: Score>(&self, from: u32, to: &Aim, rates: &Lanes) -> Option<S> {
        weighted(&least(&self.tables[from as usize], &to.0), rates).map(S::floor)
    }

    /// A place that is to be reached.
    pub(crate) fn aim(&self, place: u32) -> Aim {
        let down = |ticks: f32| if ticks.is_finite() { ticks.next_down() } else { ticks };
        Aim(self.tables[place as usize].map(|[there, back]| [there.map(f32::next_up), back.map(down)]))
    }
}

/// The row of a place that is to be reached, rounded the other way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aim([[Lanes; 2]; COUNT]);

/// Eight products and their sum lose less of their value than this leaves.
pub(crate) const SAFE: f32 = 0.99999;

fn rounded_down(ticks: u32) -> f32 {
    let near = ticks as f32;
    if near as u64 > u64::from(ticks) { near.next_down() } else { near }
}

fn rounded_up(ticks: u32) -> f32 {
    let near = ticks as f32;
    if (near as u64) < u64::from(ticks) { near.next_up() } else { near }
}

/// [`Landmarks`] for one trip under one weighting.
pub(crate) struct Towards<'a> {
    tables: &'a [[[Lanes; 2]; COUNT]],
    goal: Aim,
    place: &'a [u32],
    /// What ending the trip scores at the least.
    end: u64,
    rates: Lanes,
    /// By place, once it was asked for.
    known: Vec<Cell<u64>>,
}

const UNKNOWN: u64 = u64::MAX;
/// The goals can't be reached.
const NO_WAY: u64 = u64::MAX - 1;

impl Bound<u64> for Towards<'_> {
    #[inline]
    fn rest(&self, _: u32, state: u32) -> Option<u64> {
        let place = self.place[state as usize];
        let known = &self.known[place as usize];
        if known.get() == UNKNOWN {
            known.set(self.rest_of_place(place));
        }
        Some(known.get()).filter(|rest| *rest != NO_WAY)
    }
}

impl Towards<'_> {
    fn rest_of_place(&self, place: u32) -> u64 {
        weighted(&least(&self.tables[place as usize], &self.goal.0), &self.rates)
            .map_or(NO_WAY, |score| score + self.end)
    }
}

/// A lower bound on each criterion.
fn least(here: &[[Lanes; 2]; COUNT], goal: &[[Lanes; 2]; COUNT]) -> Lanes {
    let mut least = [0.0f32; 8];
    // Comparisons instead of `max`, for what is infinite on both sides tells nothing.
    let raise = |least: &mut f32, bound: f32| *least = if bound > *least { bound } else { *least };
    for (here, goal) in here.iter().zip(goal) {
        for i in 0..8 {
            // From here to the landmark is no more than over the goal; from the landmark to the goal no more than over here.
            raise(&mut least[i], here[0][i] - goal[0][i]);
            raise(&mut least[i], goal[1][i] - here[1][i]);
        }
    }
    least
}

/// The score of a bound, rounded down; `None` if there is no way.
fn weighted(least: &Lanes, rates: &Lanes) -> Option<u64> {
    let sum: f32 = least.iter().zip(rates).map(|(least, rate)| least * rate).sum();
    (least[0] < f32::INFINITY).then_some(sum as u64)
}
