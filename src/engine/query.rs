//! What is asked of a path: where it starts and may end, what it must use and keep off.

use super::{Goal, Graph, Path};
use std::collections::BTreeMap;

/// A question about paths.
///
/// A path uses its groups as early as it can: it is in layer `i` once it has used one arc of each of the first `i` groups.
#[derive(Clone)]
pub(crate) struct Query<'a> {
    pub(crate) from: u32,
    pub(crate) goals: &'a [Goal],
    /// Groups of arcs, each in order of number: the path uses one arc of each, in order.
    pub(crate) groups: &'a [Vec<u32>],
    /// Places that may not be entered, by place; empty if all may be.
    pub(crate) banned_places: &'a [bool],
    /// Arcs out of `from` that may not be taken.
    pub(crate) banned_arcs: &'a [u32],
    pub(crate) bans: Vec<Ban>,
}

/// What a path may not visit in one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ban {
    layer: u32,
    place: u32,
    /// Only this state of the place.
    state: Option<u32>,
}

impl<'a> Query<'a> {
    pub(crate) fn new(from: u32, goals: &'a [Goal]) -> Query<'a> {
        Query { from, goals, groups: &[], banned_places: &[], banned_arcs: &[], bans: Vec::new() }
    }

    /// Paths that use one arc of each group, in order.
    pub(crate) fn through(self, groups: &'a [Vec<u32>]) -> Query<'a> {
        Query { groups, ..self }
    }

    /// The same question with one more thing that may not be visited.
    pub(crate) fn without(&self, ban: Ban) -> Query<'a> {
        let mut query = self.clone();
        query.bans.push(ban);
        query
    }

    /// How many layers there are.
    pub(crate) fn layers(&self) -> usize {
        self.groups.len() + 1
    }

    /// The layer after an arc; `None` if the arc may not be taken.
    #[inline]
    pub(crate) fn follow(&self, graph: &Graph, layer: u32, tail: u32, arc: u32, head: u32) -> Option<u32> {
        if !self.banned_places.is_empty() && self.banned_places[graph.place(head) as usize]
            || tail == self.from && self.banned_arcs.contains(&arc)
        {
            return None;
        }
        let next = match self.groups.get(layer as usize) {
            Some(group) => layer + u32::from(group.binary_search(&arc).is_ok()),
            None => layer,
        };
        (self.bans.is_empty() || self.admits(graph, next, head)).then_some(next)
    }

    /// Whether a state may be visited in a layer.
    pub(crate) fn admits(&self, graph: &Graph, layer: u32, state: u32) -> bool {
        let place = graph.place(state);
        let hit = |ban: &Ban| ban.layer == layer && ban.place == place && ban.state.is_none_or(|only| only == state);
        !self.bans.iter().any(hit)
    }

    /// The goal at a state, if a path that has used all groups may end there.
    #[inline]
    pub(crate) fn goal(&self, layer: u32, state: u32) -> Option<&'a Goal> {
        if layer as usize != self.groups.len() {
            return None;
        }
        self.goals.iter().find(|goal| goal.state == state)
    }

    /// Two bans, one of which every path keeps that visits no place twice, where this one does; `None` if it visits none twice.
    pub(crate) fn split(&self, graph: &Graph, path: &Path) -> Option<[Ban; 2]> {
        if path.repeated_places(graph).is_empty() {
            return None;
        }
        let mut visits = vec![(0, self.from)];
        for arc in path.arcs() {
            let layer = visits[visits.len() - 1].0;
            let uses_next = self.groups.get(layer as usize).is_some_and(|group| group.binary_search(arc).is_ok());
            visits.push((layer + u32::from(uses_next), graph.head(*arc)));
        }
        // The two visits next to each other in time: a forced way back most likely crosses the way there near its turn.
        let mut last = BTreeMap::new();
        let mut nearest: Option<(usize, usize)> = None;
        for (at, (_, state)) in visits.iter().enumerate() {
            if let Some(before) = last.insert(graph.place(*state), at)
                && nearest.is_none_or(|(first, second)| at - before < second - first)
            {
                nearest = Some((before, at));
            }
        }
        let (first, second) = nearest?;
        let same_layer = visits[first].0 == visits[second].0;
        Some([first, second].map(|at| {
            let (layer, state) = visits[at];
            Ban { layer, place: graph.place(state), state: same_layer.then_some(state) }
        }))
    }
}
