//! The best course over a corridor's passages, put together of stretches that are known already.

use super::super::chain::Last;
use super::super::metric::Score;
use super::super::query::Query;
use super::super::scores::Bound;
use super::super::stretch::{END, Exit, Layer, Stretch, Way};
use super::super::{Goal, Metric, Path};
use super::{Memory, Through};
use std::sync::{Arc, PoisonError};

/// The best way to a state at which a layer begins: over which exit of a stretch, and from which of the states before.
struct Entry<S> {
    state: u32,
    score: S,
    before: Option<(Arc<Stretch<S>>, usize, usize)>,
    tied: bool,
}

impl<M: Metric> Through<'_, M> {
    /// The least score of all ways through so many groups, and the arcs of the best; no arcs where several score the same.
    pub(super) fn course(
        &self,
        groups: u32,
        most: M::Score,
        memory: &mut Memory<M::Score>,
        mut stretch: impl FnMut(u32, (u32, M::Score), &mut Memory<M::Score>) -> Arc<Stretch<M::Score>>,
    ) -> Option<(M::Score, Option<Vec<u32>>)> {
        let start = Entry { state: self.start, score: M::Score::default(), before: None, tied: false };
        let mut layers = vec![vec![start]];
        for layer in 0..=groups {
            let mut next: Vec<Entry<M::Score>> = Vec::new();
            for (from, entry) in layers[layer as usize].iter().enumerate() {
                let found = stretch(layer, (entry.state, entry.score), memory);
                for (i, exit) in found.exits.iter().enumerate() {
                    let (state, score) = (exit.state, entry.score + exit.score);
                    let over = || Entry { state, score, before: Some((found.clone(), i, from)), tied: false };
                    match next.iter_mut().find(|known| known.state == state) {
                        None => next.push(over()),
                        Some(known) if score < known.score => *known = over(),
                        Some(known) => known.tied |= score == known.score,
                    }
                }
            }
            layers.push(next);
        }
        let mut entry = layers.pop()?.pop().filter(|end| end.score <= most)?;
        let (score, mut ways) = (entry.score, Vec::new());
        while let Some((stretch, exit, from)) = &entry.before {
            let (false, Way::Arcs(arcs)) = (entry.tied, &stretch.exits[*exit].way) else { return Some((score, None)) };
            ways.push(arcs.clone());
            let mut before = layers.pop()?;
            entry = before.swap_remove(*from);
        }
        Some((score, Some(ways.into_iter().rev().flatten().collect())))
    }

    pub(super) fn path(&self, arcs: Vec<u32>) -> Option<Path> {
        let end = arcs.last().map_or(self.start, |arc| self.graph.head(*arc));
        let goal = self.goals.iter().find(|goal| goal.state == end)?;
        Some(Path::new(self.graph, arcs, *goal))
    }

    /// From a state to a group, or to the goals where there is none, whatever is forbidden in some questions. The first layer and the last
    /// are told by the sweeps.
    pub(super) fn unhindered(
        &self,
        layer: u32,
        state: u32,
        group: Option<&Vec<u32>>,
        memory: &mut Memory<M::Score>,
    ) -> Arc<Stretch<M::Score>> {
        let all = || self.between.lock().unwrap_or_else(PoisonError::into_inner);
        let to = group.map_or(&[][..], |group| group);
        let known = all().get(to).and_then(|known| known.iter().find(|known| known.0 == state).cloned());
        if let Some((_, stretch)) = known {
            return stretch;
        }
        let found = Arc::new(match (layer, group) {
            (_, None) => self.last_stretch(state),
            (0, Some(group)) => self.first_stretch(group),
            (_, Some(group)) => self.between(state, group, memory),
        });
        all().entry(to.into()).or_default().push((state, found.clone()));
        found
    }

    /// From the start to a group, as the sweep tells it.
    fn first_stretch(&self, group: &[u32]) -> Stretch<M::Score> {
        let ([from, _], mut stretch) = (self.sweeps(), Stretch::default());
        for arc in group {
            if let Some(before) = from.rest(0, self.graph.tail(*arc)) {
                stretch.take(self.graph.head(*arc), before + self.arc(*arc), Way::Over(*arc));
            }
        }
        for exit in &mut stretch.exits {
            if let Way::Over(arc) = exit.way {
                exit.way = self.arcs_before(arc).map_or(Way::Tied, Way::Arcs);
            }
        }
        stretch
    }

    /// From a state to the goals, the same.
    fn last_stretch(&self, state: u32) -> Stretch<M::Score> {
        let [_, to] = self.sweeps();
        let way = || self.arcs_onward(state).map_or(Way::Tied, Way::Arcs);
        let exit = to.rest(0, state).map(|score| Exit { state: END, score, way: way() });
        Stretch { exits: exit.into_iter().collect() }
    }

    /// From a state to a group, searched.
    fn between(&self, state: u32, group: &[u32], memory: &mut Memory<M::Score>) -> Stretch<M::Score> {
        let (groups, last, nothing) = ([group.to_vec()], Last::Nothing, M::Score::default());
        let Some(chain) = self.chain(&groups, &last) else { return Stretch::default() };
        let query = Query::new(state, &[]).through(self.graph, &groups);
        let layer = Layer { graph: self.graph, metric: &self.metric, query: &query, layer: 0 };
        let rest = |to| chain.rest(0, to);
        layer.stretch(state, M::Score::UNREACHED, rest, |_| Some(nothing), &mut memory.layer)
    }

    /// The arcs of the way from the start over one of them; `None` where several score the same.
    fn arcs_before(&self, over: u32) -> Option<Vec<u32>> {
        let (graph, [from, _]) = (self.graph, self.sweeps());
        let (mut arcs, mut state) = (vec![over], graph.tail(over));
        while state != self.start {
            let score = from.rest(0, state)?;
            let before = |arc: u32| from.rest(0, graph.tail(arc)).map(|rest| rest + self.arc(arc));
            let arc = only(graph.arcs_in(state).filter(|arc| before(*arc) == Some(score)))?;
            arcs.push(arc);
            state = graph.tail(arc);
        }
        arcs.reverse();
        Some(arcs)
    }

    /// The arcs of the way from a state to the goals, the same.
    fn arcs_onward(&self, mut state: u32) -> Option<Vec<u32>> {
        let (graph, [_, to], mut arcs) = (self.graph, self.sweeps(), Vec::new());
        loop {
            let score = to.rest(0, state)?;
            let after = |arc: u32| to.rest(0, graph.head(arc)).map(|rest| rest + self.arc(arc));
            let mut onward = graph.arcs_out(state).filter(|arc| after(*arc) == Some(score));
            let ends = |goal: &Goal| goal.state == state && self.metric.cost(&goal.cost) == score;
            if self.goals.iter().any(ends) {
                return onward.next().is_none().then_some(arcs);
            }
            let arc = only(onward)?;
            arcs.push(arc);
            state = graph.head(arc);
        }
    }
}

/// The only item, if there is one and no other.
fn only(mut items: impl Iterator<Item = u32>) -> Option<u32> {
    items.next().filter(|_| items.next().is_none())
}
