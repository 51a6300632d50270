//! One layer of a question: the best ways from a state to where the next group of arcs is used, or to the goals.
//!
//! A path through groups of arcs has to use one after the other, so its layers are asked one by one, and what is known of one serves
//! all questions that do not differ there.

use super::graph::NONE;
use super::metric::Score;
use super::query::Query;
use super::scores::Scores;
use super::{Graph, Metric};

/// The best ways from one state through a layer.
#[derive(Debug)]
pub(crate) struct Stretch<S> {
    pub(crate) exits: Vec<Exit<S>>,
}

/// The best way to one state at which a layer is left.
#[derive(Debug)]
pub(crate) struct Exit<S> {
    /// Where the next layer begins; [`END`] in the last one.
    pub(crate) state: u32,
    pub(crate) score: S,
    pub(crate) way: Way,
}

/// Where all ways through the last layer lead.
pub(crate) const END: u32 = NONE;

/// The arcs of a way through a layer, that of the group among them.
#[derive(Debug)]
pub(crate) enum Way {
    Arcs(Vec<u32>),
    /// To be read off what was searched: its last arc.
    Over(u32),
    /// Several score the same.
    Tied,
}

impl<S> Default for Stretch<S> {
    fn default() -> Stretch<S> {
        Stretch { exits: Vec::new() }
    }
}

impl<S: Score> Stretch<S> {
    /// Takes one more way to where a layer is left; `false` if there was a better one.
    pub(crate) fn take(&mut self, state: u32, score: S, way: Way) -> bool {
        let Some(known) = self.exits.iter_mut().find(|exit| exit.state == state) else {
            self.exits.push(Exit { state, score, way });
            return true;
        };
        if known.score == score {
            known.way = Way::Tied;
        } else if score < known.score {
            (known.score, known.way) = (score, way);
        }
        known.score == score
    }
}

impl<S> Stretch<S> {
    /// Whether all its ways may be taken from a state through a layer of a question. What was best where less was forbidden is still best then.
    pub(crate) fn is_admitted(&self, graph: &Graph, query: &Query<'_>, layer: u32, from: u32) -> bool {
        let within = query.within(graph, layer);
        let next = |arc: &u32| within.follow(*arc, graph.head(*arc));
        let may_be = |exit: &Exit<S>| match &exit.way {
            Way::Arcs(arcs) if exit.state == END => arcs.iter().all(|arc| next(arc) == Some(layer)),
            Way::Arcs(arcs) => arcs.split_last().is_some_and(|(last, arcs)| {
                next(last) == Some(layer + 1) && arcs.iter().all(|arc| next(arc) == Some(layer))
            }),
            Way::Over(_) | Way::Tied => false,
        };
        query.admits(graph, layer, from) && self.exits.iter().all(may_be)
    }
}

/// A search through one layer of a question.
pub(crate) struct Layer<'a, 'q, M: Metric> {
    pub(crate) graph: &'a Graph,
    pub(crate) metric: &'a M,
    pub(crate) query: &'a Query<'q>,
    pub(crate) layer: u32,
}

/// What a search has found of where its layer is left.
struct Found<S> {
    stretch: Stretch<S>,
    /// For each exit the last state before it, and what the whole way is at the least.
    ends: Vec<(u32, S)>,
    /// How many exits there are.
    exits: usize,
    limit: S,
}

impl<S: Score> Found<S> {
    fn leave(&mut self, state: u32, (to, over): (u32, u32), score: S, beyond: S) {
        let total = score + beyond;
        if total > self.limit || !self.stretch.take(to, score, Way::Over(over)) {
            return;
        }
        let at = self.stretch.exits.iter().position(|exit| exit.state == to).unwrap_or_default();
        if at < self.ends.len() {
            self.ends[at] = (state, total);
        } else {
            self.ends.push((state, total));
        }
        if self.ends.len() == self.exits {
            self.limit = self.ends.iter().map(|end| end.1).max().unwrap_or(total);
        }
    }
}

impl<M: Metric> Layer<'_, '_, M> {
    /// The best ways from a state.
    ///
    /// `rest` bounds what is still to come from a state in the layer, `beyond` from one after it; ways whose sum is more than `most` may be
    /// left out. O((n + m) log n) for what the bounds do not rule out.
    pub(crate) fn stretch(
        &self,
        from: u32,
        most: M::Score,
        rest: impl Fn(u32) -> Option<M::Score>,
        beyond: impl Fn(u32) -> Option<M::Score>,
        memory: &mut Scores<M::Score>,
    ) -> Stretch<M::Score> {
        let Layer { graph, metric, query, layer } = *self;
        let exits = query.groups.get(layer as usize).map_or(1, |group| {
            let mut heads: Vec<u32> = group.iter().map(|arc| graph.head(*arc)).collect();
            heads.sort_unstable();
            heads.dedup();
            heads.len()
        });
        let mut found = Found { stretch: Stretch::default(), ends: Vec::new(), exits, limit: most };
        let nothing = M::Score::default();
        let within = query.within(graph, layer);
        memory.reset(graph.states(), graph.mean_score(metric));
        if query.admits(graph, layer, from) {
            memory.offer(from, nothing, most, || Some(nothing));
        }
        while let Some((state, score)) = memory.next(found.limit) {
            if let Some(goal) = query.goal(layer, state) {
                found.leave(state, (END, NONE), score + metric.cost(&goal.cost), nothing);
            }
            let (first, heads, costs) = graph.row(state);
            for (arc, (head, cost)) in (first..).zip(heads.iter().zip(costs)) {
                let Some(next) = within.follow(arc, *head) else { continue };
                let score = score + metric.arc(arc, cost);
                if next == layer {
                    memory.come(*head, score, found.limit, (arc, state), || rest(*head));
                } else if let Some(beyond) = beyond(*head) {
                    found.leave(state, (*head, arc), score, beyond);
                }
            }
        }
        for (exit, end) in found.stretch.exits.iter_mut().zip(found.ends) {
            if let Way::Over(arc) = exit.way {
                exit.way = read(memory, from, end.0, arc);
            }
        }
        found.stretch
    }
}

impl<M: Metric> Layer<'_, '_, M> {
    /// The same, searched from each exit back, which is sooner where `before` tells what comes before a state at the least, and tells it well.
    ///
    /// The layer ends with a group.
    pub(crate) fn stretch_back(
        &self,
        from: u32,
        most: M::Score,
        before: impl Fn(u32) -> Option<M::Score>,
        beyond: impl Fn(u32) -> Option<M::Score>,
        memory: &mut Scores<M::Score>,
    ) -> Stretch<M::Score> {
        let Layer { graph, metric, query, layer } = *self;
        let group = query.groups.get(layer as usize).map_or(&[][..], |group| group);
        let (within, mut stretch) = (query.within(graph, layer), Stretch::default());
        if !query.admits(graph, layer, from) {
            return stretch;
        }
        let mut exits: Vec<(u32, u32)> = group.iter().map(|arc| (graph.head(*arc), *arc)).collect();
        exits.sort_unstable();
        for arcs in exits.chunk_by(|a, b| a.0 == b.0) {
            let head = arcs[0].0;
            let Some(beyond) = beyond(head).filter(|beyond| *beyond <= most) else { continue };
            let mut limit = most - beyond;
            memory.reset(graph.states(), graph.mean_score(metric));
            for (_, arc) in arcs.iter().filter(|(_, arc)| query.follow(graph, layer, *arc, head) == Some(layer + 1)) {
                let tail = graph.tail(*arc);
                if query.admits(graph, layer, tail) {
                    memory.come(tail, graph.score(metric, *arc), limit, (*arc, NONE), || before(tail));
                }
            }
            while let Some((state, score)) = memory.next(limit) {
                if state == from {
                    limit = limit.min(score);
                    continue;
                }
                for arc in graph.arcs_in(state) {
                    let tail = graph.tail(arc);
                    if within.follow(arc, state) == Some(layer) && within.admits(tail) {
                        let score = score + graph.score(metric, arc);
                        memory.come(tail, score, limit, (arc, state), || before(tail));
                    }
                }
            }
            let score = memory.at(from);
            if score != M::Score::UNREACHED {
                stretch.exits.push(Exit { state: head, score, way: read_back(memory, from) });
            }
        }
        stretch
    }
}

/// The arcs of the last search back, from a state on.
fn read_back<S: Score>(memory: &Scores<S>, mut state: u32) -> Way {
    let mut arcs = Vec::new();
    while state != NONE {
        let Some((arc, after)) = memory.only_way(state) else { return Way::Tied };
        arcs.push(arc);
        state = after;
    }
    Way::Arcs(arcs)
}

/// The arcs of the last search from a state to another, and one more; [`NONE`] for none.
fn read<S: Score>(memory: &Scores<S>, from: u32, mut state: u32, over: u32) -> Way {
    let mut arcs: Vec<u32> = Some(over).filter(|arc| *arc != NONE).into_iter().collect();
    while state != from {
        let Some((arc, before)) = memory.only_way(state) else { return Way::Tied };
        arcs.push(arc);
        state = before;
    }
    arcs.reverse();
    Way::Arcs(arcs)
}
