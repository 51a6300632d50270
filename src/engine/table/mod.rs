//! Lower bounds between any two places, for each criterion by itself, so that they bound every weighting: a table of distances, swept over a
//! contraction hierarchy (PHAST; Delling, Goldberg, Nowatzyk, Werneck 2011) for the weights of each criterion (Dibbelt, Strasser, Wagner 2016).
//!
//! The nodes are groups of states: how a ship was loaded makes little difference to what is still to come, but makes many states.

mod blends;
mod build;
mod towards;

use super::Goal;
use super::graph::NONE;
use super::metric::Metric;
use crate::cost::CostVector;
use blends::Blends;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
pub(crate) use towards::{FromStart, Towards};

/// Six criteria and blends of them.
const WIDTH: usize = 16;

/// Ticks or blends of them, infinite where there is no way.
type Lanes = [f32; WIDTH];

/// Steps of each lane that a way takes at the least: of 16 bits, of which every processor takes the lesser of eight at once.
type Steps = [i16; WIDTH];

/// No way, or so long a one that it makes no difference: it bounds either.
const FAR: Steps = [i16::MAX; WIDTH];

/// A table of more entries would take more than 64 MiB, and as much again for ends of trips: its rows are not kept.
const MOST_ENTRIES: usize = 1 << 21;

/// The least between groups of states and places.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// By state; [`NONE`] if nothing leads into it. Groups are numbered from the root of the elimination tree down, those below a group right after it.
    group: Vec<u32>,
    /// The groups of each place, all on one way to the root.
    at_place: Vec<Vec<u32>>,
    /// What group `g` is joined to above it, from the root down: `above[first[g]..first[g + 1]]`.
    first: Vec<u32>,
    above: Vec<u32>,
    /// The least to each of them and from it, over nothing but groups below both.
    to: Vec<Steps>,
    from: Vec<Steps>,
    /// From each group to each place, made when first asked for; empty if that would be too many.
    rows: Vec<OnceLock<Box<[Steps]>>>,
    /// The same to the end of trips to each place, for the goals that were first asked for there.
    ends: Vec<OnceLock<Ends>>,
    blends: Blends,
    /// How long a step is in each lane.
    step: Lanes,
    /// What is left of a length once all that rounding may have added is taken off.
    kept: f32,
}

/// The least from every group to some goals at one place, what ending there costs included.
#[derive(Clone, Debug)]
struct Ends {
    goals: Box<[Goal]>,
    row: Box<[Steps]>,
}

/// What a step in each lane scores at the least.
pub(crate) struct Rates(Lanes);

impl Table {
    /// The group of a state; `None` if nothing leads into it.
    pub(crate) fn group(&self, state: u32) -> Option<u32> {
        Some(self.group[state as usize]).filter(|group| *group != NONE)
    }

    /// The least from every group to a place.
    pub(crate) fn to_place(&self, place: u32) -> Cow<'_, [Steps]> {
        match self.rows.get(place as usize) {
            Some(row) => Cow::Borrowed(row.get_or_init(|| self.sweep_to_place(place).into())),
            None => Cow::Owned(self.sweep_to_place(place)),
        }
    }

    fn sweep_to_place(&self, place: u32) -> Vec<Steps> {
        self.sweep(self.at_place[place as usize].iter().map(|group| (*group, [0; WIDTH])))
    }

    /// The least from every group to goals at a place, what ending there costs included; `None` if other goals were asked for there before.
    fn to_goals(&self, place: u32, goals: &[Goal]) -> Option<&[Steps]> {
        let ends = self.ends.get(place as usize)?.get_or_init(|| {
            let seed = |goal: &Goal| Some((self.group(goal.state)?, self.steps(&goal.cost)));
            Ends { goals: goals.into(), row: self.sweep(goals.iter().filter_map(seed)).into() }
        });
        (*ends.goals == *goals).then_some(&ends.row)
    }

    /// The steps of a cost, rounded down.
    fn steps(&self, cost: &CostVector) -> Steps {
        let lanes = self.blends.lanes(cost);
        std::array::from_fn(|i| (lanes[i] * self.kept / self.step[i]) as i16)
    }

    /// What a step in each lane scores under a metric.
    pub(crate) fn rates(&self, metric: &impl Metric) -> Rates {
        let mut rates = self.blends.rates(metric.rates());
        rates.iter_mut().zip(self.step).for_each(|(rate, step)| *rate *= step);
        Rates(rates)
    }

    fn groups(&self) -> usize {
        self.first.len() - 1
    }

    fn joints(&self, group: u32) -> Range<usize> {
        self.first[group as usize] as usize..self.first[group as usize + 1] as usize
    }

    /// The least from every group to some of one place, from each of which on it is as much as said.
    fn sweep(&self, seeds: impl Iterator<Item = (u32, Steps)>) -> Vec<Steps> {
        let (mut least, mut next) = (vec![FAR; self.groups()], None);
        for (group, steps) in seeds {
            lower(&mut least[group as usize], &steps, &[0; WIDTH]);
            next = next.max(Some(group));
        }
        while let Some(group) = next {
            let (here, joints) = (least[group as usize], self.joints(group));
            for (above, from) in self.above[joints.clone()].iter().zip(&self.from[joints.clone()]) {
                lower(&mut least[*above as usize], from, &here);
            }
            next = self.above[joints].last().copied();
        }
        for group in 0..self.groups() as u32 {
            let (mut here, joints) = (least[group as usize], self.joints(group));
            for (above, to) in self.above[joints.clone()].iter().zip(&self.to[joints]) {
                lower(&mut here, to, &least[*above as usize]);
            }
            least[group as usize] = here;
        }
        least
    }
}

impl Rates {
    /// What steps score at the least.
    #[inline]
    pub(crate) fn score(&self, steps: &Steps) -> u64 {
        // Four sums at once, instead of one after the other.
        let mut sums = [0.0f32; 4];
        for (steps, rates) in steps.chunks_exact(4).zip(self.0.chunks_exact(4)) {
            for i in 0..4 {
                sums[i] += f32::from(steps[i]) * rates[i];
            }
        }
        // Signed, since that is one step for every processor; it is never below 0.
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) as i64 as u64
    }
}

/// Lowers the steps to the sum of two others where that is less.
#[inline(always)]
fn lower(least: &mut Steps, a: &Steps, b: &Steps) {
    for i in 0..WIDTH {
        least[i] = least[i].min(a[i].saturating_add(b[i]));
    }
}

#[cfg(test)]
mod tests {
    use super::super::metric::Single;
    use super::super::oracle::{config, large, small};
    use super::super::{Bound, Scores};
    use super::*;
    use crate::cost::Criterion;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(1000))]

        /// With a group for each state every criterion is told exactly, but for rounding, unless it is far beyond what is usual.
        #[test]
        fn states_by_themselves_are_told_exactly(case in prop_oneof![small(), large()]) {
            let graph = &case.graph;
            let table = Table::new(graph, |state| state).expect("few groups");
            let entered = |state: &u32| graph.is_entered(*state);
            for place in 0..graph.places() as u32 {
                let row = table.to_place(place);
                let ends = || (0..graph.states() as u32).filter(entered).filter(|state| graph.place(*state) == place);
                for criterion in Criterion::ALL {
                    let exact = Scores::to(graph, &Single(criterion), ends().map(|end| (end, 0)));
                    for from in (0..graph.states() as u32).filter(entered) {
                        let i = criterion as usize;
                        let (steps, step) = (row[table.group[from as usize] as usize][i], table.step[i]);
                        match exact.rest(0, from).map(|ticks| ticks as f32) {
                            // Each joint on the way rounds down by less than a step.
                            Some(ticks) => prop_assert!(
                                f32::from(steps) * step <= ticks
                                    && (steps == i16::MAX || f32::from(steps) * step >= ticks * 0.9999 - 40.0 * step),
                                "{} from {from} to {place}: {steps} steps of {step}, not {ticks}", criterion.name()
                            ),
                            None => prop_assert_eq!(steps, i16::MAX),
                        }
                    }
                }
            }
        }
    }
}
