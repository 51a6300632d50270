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
            let way = (!entry.tied).then(|| self.arcs_of(&stretch.exits[*exit])).flatten();
            let Some(arcs) = way else { return Some((score, None)) };
            ways.push(arcs);
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

    /// From the start to a group, as the sweep tells it.
    pub(super) fn first_stretch(&self, group: &[u32]) -> Arc<Stretch<M::Score>> {
        let ([from, _], mut stretch) = (self.sweeps(), Stretch::default());
        for arc in group {
            if let Some(before) = from.rest(0, self.graph.tail(*arc)) {
                stretch.take(self.graph.head(*arc), before + self.arc(*arc), Way::Over(*arc));
            }
        }
        Arc::new(stretch)
    }

    /// From a state to the goals, the same.
    pub(super) fn last_stretch(&self, state: u32) -> Arc<Stretch<M::Score>> {
        let [_, to] = self.sweeps();
        let exit = to.rest(0, state).map(|score| Exit { state: END, score, way: Way::Onward(state) });
        Arc::new(Stretch { exits: exit.into_iter().collect() })
    }

    /// From a state to a group, whatever is forbidden in some questions.
    pub(super) fn between(&self, state: u32, group: &[u32], memory: &mut Memory<M::Score>) -> Arc<Stretch<M::Score>> {
        let all = || self.between.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all().get(group).and_then(|known| known.iter().find(|known| known.0 == state).cloned());
        if let Some((_, stretch)) = known {
            return stretch;
        }
        let (groups, last, nothing) = ([group.to_vec()], Last::Nothing, M::Score::default());
        let Some(chain) = self.chain(&groups, &last) else { return Arc::default() };
        let query = Query::new(state, &[]).through(self.graph, &groups);
        let layer = Layer { graph: self.graph, metric: &self.metric, query: &query, layer: 0 };
        let rest = |to| chain.rest(0, to);
        let found = layer.stretch(state, M::Score::UNREACHED, rest, |_| Some(nothing), &mut memory.layer);
        let found = Arc::new(found);
        all().entry(group.into()).or_default().push((state, found.clone()));
        found
    }

    /// The arcs of a way; `None` where several score the same.
    fn arcs_of(&self, exit: &Exit<M::Score>) -> Option<Vec<u32>> {
        let graph = self.graph;
        let only = |ways: &mut dyn Iterator<Item = u32>| ways.next().filter(|_| ways.next().is_none());
        let mut arcs = Vec::new();
        match &exit.way {
            Way::Tied => return None,
            Way::Arcs(known) => arcs.extend(known),
            Way::Over(over) => {
                let [from, _] = self.sweeps();
                let mut state = graph.tail(*over);
                arcs.push(*over);
                while state != self.start {
                    let score = from.rest(0, state)?;
                    let before = |arc: u32| from.rest(0, graph.tail(arc)).map(|rest| rest + self.arc(arc));
                    let arc = only(&mut graph.arcs_in(state).filter(|arc| before(*arc) == Some(score)))?;
                    arcs.push(arc);
                    state = graph.tail(arc);
                }
                arcs.reverse();
            }
            Way::Onward(from) => {
                let ([_, to], mut state) = (self.sweeps(), *from);
                loop {
                    let score = to.rest(0, state)?;
                    let after = |arc: u32| to.rest(0, graph.head(arc)).map(|rest| rest + self.arc(arc));
                    let mut onward = graph.arcs_out(state).filter(|arc| after(*arc) == Some(score));
                    let ends = |goal: &Goal| goal.state == state && self.metric.cost(&goal.cost) == score;
                    if self.goals.iter().any(ends) {
                        return onward.next().is_none().then_some(arcs);
                    }
                    let arc = only(&mut onward)?;
                    arcs.push(arc);
                    state = graph.head(arc);
                }
            }
        }
        Some(arcs)
    }
}
