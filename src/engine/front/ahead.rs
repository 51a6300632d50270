//! What is still to come from each state at the least, however it is known.

use super::super::{Goal, Graph, Path};
use crate::cost::Criterion;

/// Ticks of a state from which no goal can be reached, or none that matters.
pub(crate) const FAR: u32 = u32::MAX;

/// Lower bounds of what is still to come, one for each of the criteria that labels are compared by.
///
/// The bound of a state is no more than an arc and the bound of its head, and is asked once for each state that a search comes to.
pub(crate) trait Ahead {
    /// The least ticks from a state by each criterion, zeros after them; `None` where no goal that matters can be reached.
    fn of(&self, state: u32) -> Option<[u32; 6]>;

    /// The most that either total can be on a front of two criteria, where that is known.
    fn most(&self) -> Option<[u32; 2]> {
        None
    }
}

/// A shortest path by one criterion, read off what is still to come; `None` if that is not exact, or if the path comes back to a place.
pub(crate) fn shortest(
    graph: &Graph,
    from: u32,
    goals: &[Goal],
    criterion: Criterion,
    rest: impl Fn(u32) -> Option<u32>,
) -> Option<Path> {
    let (mut state, mut left, mut arcs) = (from, rest(from)?, Vec::new());
    loop {
        if let Some(goal) = goals.iter().find(|goal| goal.state == state && goal.cost[criterion] == left) {
            return Some(Path::new(graph, arcs, *goal)).filter(|path| path.repeated_places(graph).is_empty());
        }
        // Arcs that cost nothing may lead round and round.
        if arcs.len() > graph.states() {
            return None;
        }
        let after = |arc: u32| left.checked_sub(graph.cost(arc)[criterion]);
        let is_tight = |arc: &u32| after(*arc).is_some_and(|after| rest(graph.head(*arc)) == Some(after));
        let arc = graph.arcs_out(state).filter(is_tight).min_by_key(|arc| graph.cost(*arc)[criterion] == 0)?;
        arcs.push(arc);
        (state, left) = (graph.head(arc), after(arc)?);
    }
}
