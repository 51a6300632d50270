//! Lower bounds between any two states, for each criterion by itself, so that they bound every weighting: hub labels over an elimination
//! tree (H2H; Ouyang, Qin, Chang, Lin, Zhang, Zhu, "When hierarchy meets 2-hop-labeling", SIGMOD 2018).
//!
//! Every way between two nodes of such a tree passes a gate of a few common ancestors. So each node knows the least to and from all of
//! its ancestors, and the least between two nodes is found at a look at their gate, without a search.
//!
//! The nodes are groups of states: how a ship was loaded makes little difference to what is still to come, but makes many states.

mod blends;
mod build;
mod towards;

use super::graph::NONE;
use super::metric::{Lanes, Metric, Score};
use blends::Blends;

/// Steps of each lane that a way takes at the least: of 16 bits, of which every processor takes the lesser of eight at once.
type Steps = [i16; 8];

/// More steps than any way has.
const NO_WAY: i16 = i16::MAX;

/// The least between groups of states.
#[derive(Clone, Debug)]
pub(crate) struct Hubs {
    /// By state; [`NONE`] if nothing leads into it.
    group: Vec<u32>,
    /// The entries of group `g` are `first[g]..first[g + 1]`: one for each ancestor, from the root down, and one for itself.
    first: Vec<u32>,
    ancestor: Vec<u16>,
    /// From the group to the ancestor, and from the ancestor to the group.
    to: Vec<Steps>,
    from: Vec<Steps>,
    /// By their depth, the ancestors that every way out of what stands below group `g` passes, and `g` itself:
    /// `gate[first_gate[g]..first_gate[g + 1]]`.
    first_gate: Vec<u32>,
    gate: Vec<u16>,
    blends: Blends,
    /// How long a step is in each lane.
    step: Lanes,
}

/// Groups that are to be reached, all on one way to the root.
pub(crate) struct Aim<'a> {
    /// The ancestors of the deepest of them, and itself.
    ancestors: &'a [u16],
    /// The least from each of these.
    from: Vec<Steps>,
}

/// What a step in each lane scores at the least.
pub(crate) struct Rates(Lanes);

impl Hubs {
    /// The group of a state; `None` if nothing leads into it.
    pub(crate) fn group(&self, state: u32) -> Option<u32> {
        Some(self.group[state as usize]).filter(|group| *group != NONE)
    }

    /// Groups that are to be reached; `None` if there are none, or if they are not on one way to the root.
    pub(crate) fn aim(&self, groups: &[u32]) -> Option<Aim<'_>> {
        let deepest = *groups.iter().max_by_key(|group| self.row(**group).len())?;
        let row = self.row(deepest);
        let ancestors = &self.ancestor[row.clone()];
        let mut from = self.from[row].to_vec();
        for group in groups.iter().filter(|group| **group != deepest) {
            let row = self.row(*group);
            let last = row.len() - 1;
            if u32::from(ancestors[last]) != *group {
                return None;
            }
            // From its ancestors, and from what stands below it.
            from.iter_mut().zip(&self.from[row]).for_each(|(from, other)| lesser(from, other));
            for (from, below) in from.iter_mut().zip(ancestors).skip(last + 1) {
                lesser(from, &self.to[self.row(u32::from(*below))][last]);
            }
        }
        Some(Aim { ancestors, from })
    }

    /// A lower bound on the score from a group to what is aimed at; `None` if there is no way.
    pub(crate) fn between<S: Score>(&self, from: u32, to: &Aim<'_>, rates: &Rates) -> Option<S> {
        self.score(from, to, rates).map(S::floor)
    }

    /// What a step in each lane scores under a metric.
    pub(crate) fn rates(&self, metric: &impl Metric) -> Rates {
        let mut rates = self.blends.rates(metric.rates());
        rates.iter_mut().zip(self.step).for_each(|(rate, step)| *rate *= step);
        Rates(rates)
    }

    #[inline]
    fn score(&self, from: u32, to: &Aim<'_>, rates: &Rates) -> Option<u64> {
        let steps = self.steps(from, to);
        let scored = |i: usize| f32::from(steps[i]) * rates.0[i];
        // Half of them at once, instead of one after the other.
        let half: [f32; 4] = std::array::from_fn(|i| scored(i) + scored(4 + i));
        (steps[0] != NO_WAY).then_some(((half[0] + half[1]) + (half[2] + half[3])) as u64)
    }

    /// The least steps in each lane.
    #[inline]
    fn steps(&self, from: u32, to: &Aim<'_>) -> Steps {
        let row = self.row(from);
        let Some(meeting) = in_common(&self.ancestor[row.clone()], to.ancestors).checked_sub(1) else {
            return [NO_WAY; 8];
        };
        let meeting = usize::from(to.ancestors[meeting]);
        let gate = self.first_gate[meeting] as usize..self.first_gate[meeting + 1] as usize;
        least_over(&self.gate[gate], &self.to[row], &to.from)
    }

    fn row(&self, group: u32) -> std::ops::Range<usize> {
        self.first[group as usize] as usize..self.first[group as usize + 1] as usize
    }
}

/// The least over some depths. By itself, since the compiler takes eight lanes at once only where it does not see what becomes of them.
#[inline(never)]
fn least_over(gate: &[u16], to: &[Steps], from: &[Steps]) -> Steps {
    let over = |depth: &u16| -> Steps {
        let (to, from) = (&to[usize::from(*depth)], &from[usize::from(*depth)]);
        std::array::from_fn(|i| to[i].saturating_add(from[i]))
    };
    gate.iter().map(over).fold([NO_WAY; 8], |a, b| std::array::from_fn(|i| a[i].min(b[i])))
}

#[inline(always)]
fn lesser(least: &mut Steps, other: &Steps) {
    for (least, other) in least.iter_mut().zip(other) {
        *least = (*least).min(*other);
    }
}

/// How many ancestors two rows share.
#[inline]
fn in_common(a: &[u16], b: &[u16]) -> usize {
    let shared = a.len().min(b.len());
    let four = |row: &[u16; 4]| (0..4).fold(0, |word, i| word | u64::from(row[i]) << (16 * i));
    let words = a.as_chunks::<4>().0.iter().zip(b.as_chunks::<4>().0);
    let mut whole = 0;
    for (a, b) in words {
        let differ = four(a) ^ four(b);
        if differ != 0 {
            return whole + differ.trailing_zeros() as usize / 16;
        }
        whole += 4;
    }
    whole + a[whole..shared].iter().zip(&b[whole..shared]).take_while(|(a, b)| a == b).count()
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

        /// With a group for each state every criterion is told exactly, but for rounding.
        #[test]
        fn states_by_themselves_are_told_exactly(case in prop_oneof![small(), large()]) {
            let graph = &case.graph;
            let hubs = Hubs::new(graph, |state| state).expect("few groups");
            let entered: Vec<u32> = (0..graph.states() as u32).filter(|state| graph.is_entered(*state)).collect();
            for to in &entered {
                let aim = hubs.aim(&[hubs.group[*to as usize]]).expect("a group");
                for criterion in Criterion::ALL {
                    let (exact, i) = (Scores::to(graph, &Single(criterion), [(*to, 0)]), criterion as usize);
                    for from in &entered {
                        let steps = hubs.steps(hubs.group[*from as usize], &aim)[i];
                        let least = f32::from(steps) * hubs.step[i];
                        match exact.rest(0, *from) {
                            Some(ticks) => prop_assert!(
                                least <= ticks as f32 && least + 3.0 * hubs.step[i] >= ticks as f32 * 0.9999,
                                "{} from {from} to {to}: {least}, not {ticks}", criterion.name()
                            ),
                            None => prop_assert_eq!(steps, NO_WAY),
                        }
                    }
                }
            }
        }

        #[test]
        fn any_of_several_states_at_a_place_may_be_reached(case in small()) {
            let graph = &case.graph;
            let hubs = Hubs::new(graph, |state| state).expect("few groups");
            let groups = |place: u32| -> Vec<u32> {
                (0..graph.states() as u32).filter(|s| graph.place(*s) == place).filter_map(|s| hubs.group(s)).collect()
            };
            for place in 0..graph.places() as u32 {
                let ends = groups(place);
                let Some(aim) = hubs.aim(&ends) else {
                    prop_assert!(ends.is_empty());
                    continue;
                };
                for from in (0..graph.states() as u32).filter_map(|state| hubs.group(state)) {
                    let each = ends.iter().map(|end| hubs.steps(from, &hubs.aim(&[*end]).expect("a group")));
                    let least = each.reduce(|mut a, b| { lesser(&mut a, &b); a }).expect("an end");
                    // Over another ancestor the same sum may be rounded otherwise.
                    for (found, least) in hubs.steps(from, &aim).iter().zip(&least) {
                        prop_assert!(found == least || (found - least).abs() <= 1, "{found}, not {least}");
                    }
                }
            }
        }
    }
}
