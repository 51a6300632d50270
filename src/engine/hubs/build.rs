//! Labels from arcs: first between what is joined in the tree, then to all ancestors.

use super::super::Graph;
use super::super::graph::NONE;
use super::super::metric::Lanes;
use super::super::tree::Tree;
use super::{Blends, Hubs, NO_WAY, Steps};
use std::collections::BTreeMap;

/// With more groups the rows of bits of the elimination would take more memory than the bounds are worth.
const MOST_GROUPS: usize = 8_192;
/// With more entries the labels would.
const MOST_ENTRIES: usize = 1 << 20;
/// The steps of the longest way, so that no sum of two is more than fits.
const MOST_STEPS: f32 = 16_000.0;

const FAR: Lanes = [f32::INFINITY; 8];

/// Labels in the making, entry by entry as in [`Hubs`].
struct Rows<'a> {
    tree: &'a Tree,
    first: &'a [u32],
    ancestor: Vec<u16>,
    to: Vec<Lanes>,
    from: Vec<Lanes>,
}

impl Hubs {
    /// The states that nothing leads into are left out; of the others those of the same `kind` at a place are one group.
    ///
    /// `None` if there are too many groups. O(sum over the groups of ancestors x size of the gate).
    pub(crate) fn new<K: Ord>(graph: &Graph, kind: impl Fn(u32) -> K) -> Option<Hubs> {
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
        let group: Vec<u32> = (0..graph.states() as u32).map(group_of).collect();
        let groups = known.len();
        if groups > MOST_GROUPS {
            return None;
        }
        let arcs = || {
            let ends = |arc: u32| (group[graph.tail(arc) as usize], group[graph.head(arc) as usize], arc);
            (0..graph.arcs() as u32).map(ends).filter(|ends| ends.0 != NONE)
        };
        // The groups of a place on one way to the root, so that a trip may end in any of them.
        let ashore = at_place.iter().flat_map(|here| here.iter().flat_map(|a| here.iter().map(|b| (*a, *b))));
        let tree = Tree::new(groups, arcs().map(|(tail, head, _)| (tail, head)).chain(ashore));
        let mut first = vec![0u32; groups + 1];
        for (group, depth) in tree.depth.iter().enumerate() {
            first[group + 1] = first[group] + depth + 1;
            if first[group + 1] as usize > MOST_ENTRIES {
                return None;
            }
        }
        let blends = Blends::new(graph.mean_cost());
        let mut rows = Rows::new(&tree, &first);
        for (tail, head, arc) in arcs() {
            rows.lower(tail, head, &blends.lanes(graph.cost(arc)));
        }
        rows.join();
        rows.spread();
        // A way passes each group once at the most, and each sum and each product rounds by at most 2^-24 of its value; twice that is taken off.
        let kept = 1.0 - (groups + 32) as f32 * f32::EPSILON;
        let mut longest = [0.0f32; 8];
        for lanes in rows.to.iter().chain(&rows.from) {
            let finite = lanes.iter().map(|lane| if lane.is_finite() { *lane } else { 0.0 });
            longest.iter_mut().zip(finite).for_each(|(longest, lane)| *longest = longest.max(lane));
        }
        let step = longest.map(|longest| if longest > 0.0 { longest / MOST_STEPS } else { 1.0 });
        let steps = |lanes: &Lanes| -> Steps {
            let steps = |i: usize| if lanes[i].is_finite() { (lanes[i] * kept / step[i]) as i16 } else { NO_WAY };
            std::array::from_fn(steps)
        };
        let (to, from) = (rows.to.iter().map(steps).collect(), rows.from.iter().map(steps).collect());
        let ancestor = rows.ancestor;
        let (mut first_gate, mut gate) = (vec![0], Vec::new());
        for (above, depth) in tree.above.iter().zip(&tree.depth) {
            gate.extend(above.iter().map(|other| tree.depth[*other as usize] as u16).chain([*depth as u16]));
            first_gate.push(gate.len() as u32);
        }
        Some(Hubs { group, first, ancestor, to, from, first_gate, gate, blends, step })
    }
}

impl<'a> Rows<'a> {
    fn new(tree: &'a Tree, first: &'a [u32]) -> Rows<'a> {
        let entries = first.last().map_or(0, |entries| *entries as usize);
        let mut rows =
            Rows { tree, first, ancestor: vec![0; entries], to: vec![FAR; entries], from: vec![FAR; entries] };
        for group in tree.order.iter().rev() {
            let (start, last) = (first[*group as usize] as usize, first[*group as usize + 1] as usize - 1);
            if let Some(parent) = tree.parent[*group as usize] {
                rows.ancestor.copy_within(first[parent as usize] as usize..first[parent as usize + 1] as usize, start);
            }
            rows.ancestor[last] = *group as u16;
            (rows.to[last], rows.from[last]) = ([0.0; 8], [0.0; 8]);
        }
        rows
    }

    fn entry(&self, group: u32, ancestor: u32) -> usize {
        (self.first[group as usize] + self.tree.depth[ancestor as usize]) as usize
    }

    /// Takes an arc between two groups, one of which is an ancestor of the other.
    fn lower(&mut self, tail: u32, head: u32, lanes: &Lanes) {
        if self.tree.depth[tail as usize] > self.tree.depth[head as usize] {
            let entry = self.entry(tail, head);
            lower(&mut self.to[entry], lanes, &[0.0; 8]);
        } else {
            let entry = self.entry(head, tail);
            lower(&mut self.from[entry], lanes, &[0.0; 8]);
        }
    }

    /// Takes ways over each group between the ancestors that it is joined to, from below.
    fn join(&mut self) {
        for group in &self.tree.order {
            let above = &self.tree.above[*group as usize];
            for (i, a) in above.iter().enumerate() {
                let joint = self.entry(*group, *a);
                let (there, back) = (self.to[joint], self.from[joint]);
                for b in &above[..i] {
                    let (mine, theirs) = (self.entry(*group, *b), self.entry(*a, *b));
                    let (to, from) = (self.to[mine], self.from[mine]);
                    lower(&mut self.to[theirs], &back, &to);
                    lower(&mut self.from[theirs], &from, &there);
                }
            }
        }
    }

    /// Takes ways from each group over the ancestors that it is joined to on to all others, from the root down.
    fn spread(&mut self) {
        for group in self.tree.order.iter().rev() {
            let (row, depth) = (self.first[*group as usize] as usize, self.tree.depth[*group as usize] as usize);
            for a in &self.tree.above[*group as usize] {
                let (start, joint) = (self.first[*a as usize] as usize, self.tree.depth[*a as usize] as usize);
                let (there, back) = (self.to[row + joint], self.from[row + joint]);
                for other in 0..depth {
                    // Between the two ancestors: in the row of the deeper one.
                    let (on, off) = if other <= joint {
                        (self.to[start + other], self.from[start + other])
                    } else {
                        let deeper = self.first[usize::from(self.ancestor[row + other])] as usize + joint;
                        (self.from[deeper], self.to[deeper])
                    };
                    lower(&mut self.to[row + other], &there, &on);
                    lower(&mut self.from[row + other], &off, &back);
                }
            }
        }
    }
}

/// Lowers each lane to the sum of two others if that is less.
#[inline(always)]
fn lower(least: &mut Lanes, a: &Lanes, b: &Lanes) {
    for i in 0..8 {
        let sum = a[i] + b[i];
        least[i] = if sum < least[i] { sum } else { least[i] };
    }
}
