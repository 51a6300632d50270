//! What a search asks for, and the arcs as its labels see them: what they add to bounded totals.

use super::super::graph::NONE;
use super::super::memory::Memory;
use super::super::{Goal, Graph};
use super::Axes;
use super::ahead::Ahead;

/// Graphs of more states have their labels wait in buckets.
pub(super) const MANY: usize = 1 << 14;

/// What a search asks for.
pub(super) struct Task<'a> {
    pub(super) graph: &'a Graph,
    pub(super) from: u32,
    pub(super) goals: &'a [Goal],
    pub(super) axes: &'a Axes,
    pub(super) ahead: &'a dyn Ahead,
    pub(super) memory: &'a Memory,
    /// Whether equals of settled labels are kept.
    pub(super) equals: bool,
}

impl Task<'_> {
    /// For each axis after the first the least total, and how much more most totals are at the most: a few times as much, or a hundred
    /// arcs out of the way.
    pub(super) fn spans<const T: usize>(&self) -> [(u32, u32); T] {
        let least = self.ahead.of(self.from).unwrap_or_default();
        let mean = self.axes.in_order(self.graph.mean_cost());
        let more = |i: usize| least[i].saturating_mul(3).saturating_add(mean[i].saturating_mul(128)).saturating_add(64);
        std::array::from_fn(|i| (least[i + 1], more(i + 1)))
    }
}

/// An arc with what it adds to the key of a label: the bounds of its ends are in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reduced {
    pub(super) add: [u32; 6],
    /// The state that it leads to; one more than there are where a path ends.
    pub(super) head: u32,
    pub(super) arc: u32,
}

/// Adds the arcs out of a state that lead anywhere.
pub(super) fn reduce(task: &Task<'_>, state: u32, rows: &mut Vec<Reduced>) {
    let (graph, axes, ahead) = (task.graph, task.axes, task.ahead);
    let Some(here) = ahead.of(state) else { return };
    let (first_arc, heads, costs) = graph.row(state);
    let (start, here_at) = (graph.place(task.from), graph.place(state));
    for (i, (head, cost)) in heads.iter().zip(costs).enumerate() {
        if [start, here_at].contains(&graph.place(*head)) {
            continue;
        }
        let Some(there) = ahead.of(*head) else { continue };
        let mut add = axes.in_order(cost);
        for axis in 0..axes.count {
            // The bound of a state is no more than an arc and the bound of its head.
            add[axis] = add[axis].wrapping_add(there[axis]).wrapping_sub(here[axis]);
        }
        rows.push(Reduced { add, head: *head, arc: first_arc + i as u32 });
    }
    for goal in task.goals.iter().filter(|goal| goal.state == state) {
        let mut add = axes.in_order(&goal.cost);
        for axis in 0..axes.count {
            add[axis] -= here[axis];
        }
        rows.push(Reduced { add, head: graph.states() as u32, arc: NONE });
    }
}
