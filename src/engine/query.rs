//! What is asked of a path: where it starts and may end, what it must use and keep off.

use super::{Goal, Graph, Path};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A question about paths.
///
/// A path uses its groups as early as it can: it is in layer `i` once it has used one arc of each of the first `i` groups.
#[derive(Clone)]
pub(crate) struct Query<'a> {
    pub(crate) from: u32,
    pub(crate) goals: &'a [Goal],
    /// A bit for the state of each goal, so that nearly all other states need no look at the goals.
    goal_bits: u64,
    /// Groups of arcs, each in order of number: the path uses one arc of each, in order.
    pub(crate) groups: &'a [Vec<u32>],
    /// Places that may not be entered, by place; empty if all may be.
    banned_places: &'a [bool],
    /// Arcs that may not be taken, by arc; empty if all may be.
    closed: &'a [bool],
    /// Whether the path uses the next group by an arc, by layer and arc: 64 arcs to a word.
    uses: Rc<[u64]>,
    /// States that may not be visited, by layer; empty if all may be.
    banned: Vec<bool>,
    /// Places that may not be visited, by layer; empty if all may be.
    shut: Vec<bool>,
}

/// One layer of a question.
pub(crate) struct Within<'q, 'a> {
    query: &'q Query<'a>,
    graph: &'a Graph,
    layer: u32,
    /// Whether nothing is forbidden in all layers alike.
    is_plain: bool,
    uses: &'q [u64],
    banned: &'q [bool],
    shut: &'q [bool],
}

impl Within<'_, '_> {
    /// [`Query::follow`], at less expense.
    #[inline(always)]
    pub(crate) fn follow(&self, arc: u32, head: u32) -> Option<u32> {
        let uses_next = self.uses.get(arc as usize / 64).is_some_and(|bits| bits >> (arc % 64) & 1 == 1);
        if uses_next || !self.is_plain {
            return self.query.follow(self.graph, self.layer, arc, head);
        }
        self.admits(head).then_some(self.layer)
    }

    /// Whether a state may be visited.
    #[inline(always)]
    pub(crate) fn admits(&self, state: u32) -> bool {
        (self.banned.is_empty() || !self.banned[state as usize])
            && (self.shut.is_empty() || !self.shut[self.graph.place(state) as usize])
    }
}

/// What a path may not visit in one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ban {
    pub(crate) layer: u32,
    place: u32,
    /// Only this state of the place.
    pub(crate) state: Option<u32>,
}

impl<'a> Query<'a> {
    pub(crate) fn new(from: u32, goals: &'a [Goal]) -> Query<'a> {
        Query {
            from,
            goals,
            goal_bits: goals.iter().fold(0, |bits, goal| bits | 1 << (goal.state % 64)),
            groups: &[],
            banned_places: &[],
            closed: &[],
            uses: Rc::new([]),
            banned: Vec::new(),
            shut: Vec::new(),
        }
    }

    /// Paths that use one arc of each group, in order.
    pub(crate) fn through(self, graph: &Graph, groups: &'a [Vec<u32>]) -> Query<'a> {
        let words = graph.arcs().div_ceil(64);
        let mut uses = vec![0; words * groups.len()];
        for (layer, group) in groups.iter().enumerate() {
            group.iter().for_each(|arc| uses[layer * words + *arc as usize / 64] |= 1 << (arc % 64));
        }
        Query { groups, uses: uses.into(), ..self }
    }

    /// Where a group joins two places only, forbids the second before it and the first afterwards.
    pub(crate) fn keep_ends_apart(&mut self, graph: &Graph) {
        for (before, group) in (0..).zip(self.groups) {
            let only = |end: &dyn Fn(u32) -> u32| {
                let place = graph.place(end(*group.first()?));
                group.iter().all(|arc| graph.place(end(*arc)) == place).then_some(place)
            };
            let layers = self.groups.len() as u32 + 1;
            let tail = only(&|arc| graph.tail(arc)).map(|place| (place, before + 1..layers));
            let head = only(&|arc| graph.head(arc)).map(|place| (place, 0..before + 1));
            for (place, layers) in tail.into_iter().chain(head) {
                for layer in layers {
                    self.shut(graph, layer, place);
                }
            }
        }
    }

    /// The same question with one more thing that may not be visited.
    pub(crate) fn without(&self, graph: &Graph, ban: Ban) -> Query<'a> {
        let mut query = self.clone();
        query.ban(graph, ban);
        query
    }

    fn ban(&mut self, graph: &Graph, ban: Ban) {
        match ban.state {
            Some(state) => {
                self.banned.resize(graph.states() * self.layers(), false);
                self.banned[ban.layer as usize * graph.states() + state as usize] = true;
            }
            None => _ = self.shut(graph, ban.layer, ban.place),
        }
    }

    /// Forbids a place in a layer; `false` if it was forbidden before.
    pub(crate) fn shut(&mut self, graph: &Graph, layer: u32, place: u32) -> bool {
        self.shut.resize(graph.places() * self.layers(), false);
        !std::mem::replace(&mut self.shut[layer as usize * graph.places() + place as usize], true)
    }

    /// The same question where some places may not be entered, by place.
    pub(crate) fn keeping_off(self, banned_places: &'a [bool]) -> Query<'a> {
        Query { banned_places, ..self }
    }

    /// The same question where some arcs are closed, by arc.
    pub(crate) fn with_closed(self, closed: &'a [bool]) -> Query<'a> {
        Query { closed, ..self }
    }

    /// Whether an arc may not be taken.
    pub(crate) fn is_closed(&self, arc: u32) -> bool {
        self.closed.get(arc as usize).is_some_and(|closed| *closed)
    }

    /// How many layers there are.
    pub(crate) fn layers(&self) -> usize {
        self.groups.len() + 1
    }

    /// Whether any arc may be taken and none counts more than another.
    pub(crate) fn is_plain(&self) -> bool {
        let bans = !self.banned.is_empty() || !self.shut.is_empty();
        self.groups.is_empty() && self.banned_places.is_empty() && self.closed.is_empty() && !bans
    }

    /// The layer after an arc; `None` if the arc may not be taken.
    #[inline]
    pub(crate) fn follow(&self, graph: &Graph, layer: u32, arc: u32, head: u32) -> Option<u32> {
        if !self.banned_places.is_empty() && self.banned_places[graph.place(head) as usize]
            || !self.closed.is_empty() && self.closed[arc as usize]
        {
            return None;
        }
        let word = layer as usize * graph.arcs().div_ceil(64) + arc as usize / 64;
        let next = layer + self.uses.get(word).map_or(0, |bits| (bits >> (arc % 64)) as u32 & 1);
        self.admits(graph, next, head).then_some(next)
    }

    /// What is asked in one layer, for searches that stay in it.
    pub(crate) fn within(&self, graph: &'a Graph, layer: u32) -> Within<'_, 'a> {
        let of_layer = |count: usize| layer as usize * count..(layer as usize + 1) * count;
        let bans = |bans: &'_ [bool], count| if bans.is_empty() { 0..0 } else { of_layer(count) };
        let is_plain = self.banned_places.is_empty() && self.closed.is_empty();
        let (banned, shut) = (bans(&self.banned, graph.states()), bans(&self.shut, graph.places()));
        let uses = self.uses.get(of_layer(graph.arcs().div_ceil(64))).unwrap_or(&[]);
        Within { query: self, graph, layer, is_plain, uses, banned: &self.banned[banned], shut: &self.shut[shut] }
    }

    /// Whether a state may be visited in a layer.
    #[inline]
    pub(crate) fn admits(&self, graph: &Graph, layer: u32, state: u32) -> bool {
        (self.banned.is_empty() || !self.banned[layer as usize * graph.states() + state as usize])
            && (self.shut.is_empty() || self.admits_place(graph.places(), layer, graph.place(state)))
    }

    /// Whether a place may be visited in a layer.
    #[inline]
    pub(crate) fn admits_place(&self, places: usize, layer: u32, place: u32) -> bool {
        self.shut.is_empty() || !self.shut[layer as usize * places + place as usize]
    }

    /// Which places may not be visited in a layer; empty if all may be.
    pub(crate) fn shut_in(&self, places: usize, layer: u32) -> &[bool] {
        if self.shut.is_empty() { &[] } else { &self.shut[layer as usize * places..][..places] }
    }

    /// The goal at a state, if a path that has used all groups may end there.
    #[inline]
    pub(crate) fn goal(&self, layer: u32, state: u32) -> Option<&'a Goal> {
        if self.goal_bits >> (state % 64) & 1 == 0 || layer as usize != self.groups.len() {
            return None;
        }
        self.goals.iter().find(|goal| goal.state == state)
    }

    /// The states of a path, each with its layer.
    pub(crate) fn visits(&self, graph: &Graph, path: &Path) -> Vec<(u32, u32)> {
        let mut visits = vec![(0, self.from)];
        for arc in path.arcs() {
            let layer = visits[visits.len() - 1].0;
            let uses_next = self.groups.get(layer as usize).is_some_and(|group| group.contains(arc));
            visits.push((layer + u32::from(uses_next), graph.head(*arc)));
        }
        visits
    }

    /// Whether two questions that use the same groups forbid the same in a layer.
    pub(crate) fn is_same_in(&self, other: &Query<'_>, graph: &Graph, layer: u32) -> bool {
        let row = |bans: &'_ [bool], count: usize| -> Option<std::ops::Range<usize>> {
            (!bans.is_empty()).then_some(layer as usize * count..(layer as usize + 1) * count)
        };
        let same = |a: &[bool], b: &[bool], count: usize| match (row(a, count), row(b, count)) {
            (Some(of_a), Some(of_b)) => a[of_a] == b[of_b],
            (Some(of_a), None) => !a[of_a].contains(&true),
            (None, Some(of_b)) => !b[of_b].contains(&true),
            (None, None) => true,
        };
        same(&self.shut, &other.shut, graph.places()) && same(&self.banned, &other.banned, graph.states())
    }

    /// Whether a path keeps off all places that are forbidden.
    pub(crate) fn admits_all_of(&self, graph: &Graph, path: &Path) -> bool {
        let admits = |(layer, state): &(u32, u32)| self.admits_place(graph.places(), *layer, graph.place(*state));
        self.visits(graph, path).iter().all(admits)
    }

    /// Two bans, one of which every path keeps that visits no place twice, where this one does; `None` if it visits none twice.
    pub(crate) fn split(&self, graph: &Graph, path: &Path) -> Option<[Ban; 2]> {
        if path.repeated_places(graph).is_empty() {
            return None;
        }
        let visits = self.visits(graph, path);
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
