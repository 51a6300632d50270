//! Arcs as labels see them: what they add to bounded totals.

use super::super::graph::NONE;
use super::search::Task;

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
