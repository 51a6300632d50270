//! The ways between groups that are joined in the tree, from arcs.

use super::super::Graph;
use super::super::graph::NONE;
use super::super::tree::Tree;
use super::{Blends, Lanes, MOST_ENTRIES, Steps, Table, WIDTH};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// With more groups the rows of bits of the elimination would take more memory than the bounds are worth.
const MOST_GROUPS: usize = 8_192;
/// The steps of about the longest way.
const MOST_STEPS: f32 = 32_000.0;

const FAR: Lanes = [f32::INFINITY; WIDTH];

/// The least ways between groups that are joined, as in [`Table`], in the making.
struct Joints {
    first: Vec<u32>,
    joints: Vec<Joint>,
}

/// The least ways between a group and one above it.
#[derive(Clone, Copy)]
struct Joint {
    above: u32,
    to: Lanes,
    from: Lanes,
}

impl Table {
    /// The states that nothing leads into are left out; of the others those of the same `kind` at a place are one group.
    ///
    /// `None` if there are too many groups. O(groups x square of the ancestors that a group is joined to); each row later takes
    /// O(groups x these ancestors).
    pub(crate) fn new<K: Ord>(graph: &Graph, kind: impl Fn(u32) -> K) -> Option<Table> {
        let (mut known, mut at_place) = (BTreeMap::new(), vec![Vec::new(); graph.places()]);
        let group_of = |state: u32| {
            if !graph.is_entered(state) {
                return NONE;
            }
            let (place, next) = (graph.place(state), known.len() as u32);
            *known.entry((place, kind(state))).or_insert_with(|| {
                at_place[place as usize].push(next);
                next
            })
        };
        let mut group: Vec<u32> = (0..graph.states() as u32).map(group_of).collect();
        let groups = known.len();
        if groups > MOST_GROUPS {
            return None;
        }
        let arcs = |group: &[u32]| -> Vec<(u32, u32, u32)> {
            let ends = |arc: u32| (group[graph.tail(arc) as usize], group[graph.head(arc) as usize], arc);
            (0..graph.arcs() as u32).map(ends).filter(|ends| ends.0 != NONE).collect()
        };
        // The groups of a place on one way to the root, so that one climb starts at all of them.
        let ashore = at_place.iter().flat_map(|here| here.iter().flat_map(|a| here.iter().map(|b| (*a, *b))));
        let tree = Tree::new(groups, arcs(&group).iter().map(|(tail, head, _)| (*tail, *head)).chain(ashore));
        let number = tree.numbers();
        let renumber = |group: &mut u32| *group = number[*group as usize];
        group.iter_mut().filter(|group| **group != NONE).for_each(renumber);
        at_place.iter_mut().flatten().for_each(renumber);
        let mut nodes = vec![0; groups];
        number.iter().zip(0..).for_each(|(number, node)| nodes[*number as usize] = node);

        let blends = Blends::new(graph);
        let mut joints = Joints { first: vec![0], joints: Vec::new() };
        for node in nodes {
            let above = tree.above[node as usize].iter().map(|other| number[*other as usize]);
            joints.joints.extend(above.map(|above| Joint { above, to: FAR, from: FAR }));
            joints.first.push(joints.joints.len() as u32);
        }
        for (tail, head, arc) in arcs(&group) {
            joints.take(tail, head, &blends.lanes(graph.cost(arc)));
        }
        joints.join();
        let step = joints.longest().map(|longest| if longest > 0.0 { longest / MOST_STEPS } else { 1.0 });
        // Each product, and each of at most three sums for a group on the way, rounds by at most 2^-24 of its value; twice that is taken off.
        let kept = 1.0 - (3 * groups + 32) as f32 * f32::EPSILON;
        let steps = |lanes: &Lanes| -> Steps { std::array::from_fn(|i| (lanes[i] * kept / step[i]) as i16) };
        let kept_rows = if groups * graph.places() <= MOST_ENTRIES { graph.places() } else { 0 };
        Some(Table {
            group,
            at_place,
            first: joints.first,
            above: joints.joints.iter().map(|joint| joint.above).collect(),
            to: joints.joints.iter().map(|joint| steps(&joint.to)).collect(),
            from: joints.joints.iter().map(|joint| steps(&joint.from)).collect(),
            rows: vec![OnceLock::new(); kept_rows],
            ends: vec![OnceLock::new(); kept_rows],
            kept,
            blends,
            step,
        })
    }
}

impl Joints {
    fn of(&self, group: u32) -> Range<usize> {
        self.first[group as usize] as usize..self.first[group as usize + 1] as usize
    }

    fn between(&mut self, group: u32, above: u32) -> Option<&mut Joint> {
        let joints = self.of(group);
        self.joints[joints].iter_mut().find(|joint| joint.above == above)
    }

    /// Takes an arc between two groups, one of which is joined to the other above it.
    fn take(&mut self, tail: u32, head: u32, lanes: &Lanes) {
        if tail > head {
            self.between(tail, head).into_iter().for_each(|joint| lower(&mut joint.to, lanes, &[0.0; WIDTH]));
        } else {
            self.between(head, tail).into_iter().for_each(|joint| lower(&mut joint.from, lanes, &[0.0; WIDTH]));
        }
    }

    /// Takes ways over each group between those that it is joined to, from below.
    fn join(&mut self) {
        for group in (0..self.first.len() as u32 - 1).rev() {
            let joints = self.of(group);
            for i in joints.clone() {
                let deep = self.joints[i];
                // The deeper one is joined to all that are higher, and to others between them, in the same order.
                let mut at = self.of(deep.above).start;
                for j in joints.start..i {
                    let high = self.joints[j];
                    while self.joints[at].above != high.above {
                        at += 1;
                    }
                    lower(&mut self.joints[at].to, &deep.from, &high.to);
                    lower(&mut self.joints[at].from, &high.from, &deep.to);
                }
            }
        }
    }

    /// In each lane a way to the root and back: hardly any is longer.
    fn longest(&self) -> Lanes {
        let mut longest = [0.0; WIDTH];
        for side in [|joint: &Joint| joint.to, |joint: &Joint| joint.from] {
            let (mut least, mut farthest) = (vec![FAR; self.first.len() - 1], [0.0f32; WIDTH]);
            for group in 0..least.len() {
                let joints = &self.joints[self.of(group as u32)];
                let mut here = if joints.is_empty() { [0.0; WIDTH] } else { FAR };
                joints.iter().for_each(|joint| lower(&mut here, &side(joint), &least[joint.above as usize]));
                least[group] = here;
                // Where the root is not reached, at least what is joined.
                let finite = |(far, way): (&mut f32, f32)| *far = if way.is_finite() { far.max(way) } else { *far };
                joints.iter().map(side).chain([here]).for_each(|way| farthest.iter_mut().zip(way).for_each(finite));
            }
            longest.iter_mut().zip(farthest).for_each(|(longest, far)| *longest += far);
        }
        longest
    }
}

/// Lowers each lane to the sum of two others if that is less.
#[inline(always)]
fn lower(least: &mut Lanes, a: &Lanes, b: &Lanes) {
    for i in 0..WIDTH {
        let sum = a[i] + b[i];
        least[i] = if sum < least[i] { sum } else { least[i] };
    }
}
