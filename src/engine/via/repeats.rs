//! Where the best walk over a corridor's passages visits a place twice: what is forced is forbidden, then the question is split.

use super::super::chain::Chain;
use super::super::forced::forbid_forced;
use super::super::query::{Ban, Query};
use super::super::scores::Bound;
use super::super::simple::{Answer, Looked, Walk, split_until_simple, walk};
use super::super::stretch::Layer;
use super::super::{Metric, Path};
use super::{Known, Memory, Through};
use std::cell::RefCell;
use std::sync::Arc;

/// What is known of a part of a question.
pub(crate) struct Told<S> {
    stretches: Vec<Known<S>>,
    due: Due,
}

/// In which layers more may be forced than was found.
#[derive(Clone, Copy)]
enum Due {
    Nowhere,
    In(u32),
    Everywhere,
}

/// A part of a question with its best walk.
type Part<'q, S> = Walk<'q, S, Told<S>>;

/// What a first look at a question finds.
pub(crate) enum Draft<'q, S> {
    /// The answer.
    Path(Path),
    /// A walk that visits a place twice. What answers the question scores no less.
    Walk(Part<'q, S>),
}

impl<M: Metric> Through<'_, M> {
    /// The best walk of a question once the ends of its groups are kept apart, given the best walk before and what is known of its layers.
    pub(super) fn keep_apart<'q>(
        &self,
        (first, mut query): ((M::Score, Path), Query<'q>),
        mut known: Vec<Known<M::Score>>,
        chain: &Chain<'_, M::Score>,
        memory: &mut Memory<M::Score>,
        most: M::Score,
    ) -> Option<Draft<'q, M::Score>> {
        let repeats = |path: &Path| !path.repeated_places(self.graph).is_empty();
        if !repeats(&first.1) {
            return Some(Draft::Path(first.1));
        }
        query.keep_ends_apart(self.graph);
        self.forget(&mut known, None, &query);
        let (score, path) = self.walk(&query, chain, &mut known, memory, most)?;
        if !repeats(&path) {
            return Some(Draft::Path(path));
        }
        let known = Told { stretches: known, due: Due::Everywhere };
        Some(Draft::Walk(Walk { score, path, query, known }))
    }

    /// The best path of a question that visits no place twice.
    pub(super) fn without_repeats<'q>(
        &self,
        walk: Part<'q, M::Score>,
        chain: &Chain<'_, M::Score>,
        memory: &mut Memory<M::Score>,
        most: M::Score,
        budget: usize,
    ) -> Answer {
        let memory = RefCell::new(memory);
        let solve = |split: &Part<'q, M::Score>, ban: Ban| {
            let query = split.query.without(self.graph, ban);
            let mut known = split.known.stretches.clone();
            self.forget(&mut known, Some(&split.query), &query);
            let (score, path) = self.walk(&query, chain, &mut known, &mut memory.borrow_mut(), most)?;
            // Places tell what is forced, states do not.
            let due = if ban.state.is_none() { Due::In(ban.layer) } else { Due::Nowhere };
            Some(Walk { score, path, query, known: Told { stretches: known, due } })
        };
        // Mostly the way there and the way back are forced through the same places.
        let look = |mut part: Part<'q, M::Score>| {
            let changed = match std::mem::replace(&mut part.known.due, Due::Nowhere) {
                Due::Nowhere => return Looked::Same(part),
                Due::In(layer) => Some(layer),
                Due::Everywhere => None,
            };
            let before = part.query.clone();
            if !forbid_forced(self.graph, &mut part.query, changed, &part.path) {
                return Looked::Nothing;
            }
            self.forget(&mut part.known.stretches, Some(&before), &part.query);
            if part.query.admits_all_of(self.graph, &part.path) {
                return Looked::Same(part);
            }
            let stretches = &mut part.known.stretches;
            match self.walk(&part.query, chain, stretches, &mut memory.borrow_mut(), most) {
                Some((score, path)) => Looked::Another(Walk { score, path, ..part }),
                None => Looked::Nothing,
            }
        };
        split_until_simple(self.graph, walk, look, solve, budget)
    }

    /// Forgets what is known of layers, where more is forbidden now and rules it out.
    pub(super) fn forget(&self, known: &mut [Known<M::Score>], before: Option<&Query<'_>>, now: &Query<'_>) {
        for (layer, known) in (0..).zip(known) {
            if before.is_none_or(|before| !now.is_same_in(before, self.graph, layer)) {
                known.retain(|(from, stretch)| stretch.is_admitted(self.graph, now, layer, *from));
            }
        }
    }

    /// The first walk in the order of answers, layer by layer; what is known of a layer is not searched again.
    pub(super) fn walk(
        &self,
        query: &Query<'_>,
        chain: &Chain<'_, M::Score>,
        known: &mut [Known<M::Score>],
        memory: &mut Memory<M::Score>,
        most: M::Score,
    ) -> Option<(M::Score, Path)> {
        let search = |layer: u32, (state, score): (u32, M::Score), memory: &mut Memory<M::Score>| {
            let known = &mut known[layer as usize];
            if let Some((_, stretch)) = known.iter().find(|known| known.0 == state) {
                return stretch.clone();
            }
            if score > most {
                return Arc::default();
            }
            let (rest, beyond) = (|to| chain.rest(layer, to), |to| chain.rest(layer + 1, to));
            let layer = Layer { graph: self.graph, metric: &self.metric, query, layer };
            let (most, memory) = (most - score, &mut memory.layer);
            let stretch = Arc::new(match self.sweeps.get().filter(|_| layer.layer == 0 && !query.groups.is_empty()) {
                Some([before, _]) => layer.stretch_back(state, most, |from| before.rest(0, from), beyond, memory),
                None => layer.stretch(state, most, rest, beyond, memory),
            });
            known.push((state, stretch.clone()));
            stretch
        };
        let (score, arcs) = self.course(query.groups.len() as u32, most, memory, search)?;
        match arcs.and_then(|arcs| self.path(arcs)) {
            Some(path) => Some((score, path)),
            None => walk(self.graph, &self.metric, chain, query, &mut memory.layers, score),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::oracle::{Case, config, small};
    use super::super::super::{LeastToOpen, NoBound, Score, Table};
    use super::super::Last;
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    /// Layer by layer as through all layers at once, whatever is forbidden; and the same again from what is known of the layers.
    fn check_walks<M: Metric>(case: &Case, metric: &M) -> Result<bool, TestCaseError> {
        let (graph, table) = (&case.graph, Table::new(&case.graph, |state| state % 2));
        let through = Through::new(graph, table.as_ref(), metric, case.from, case.goals.clone());
        let last = Last::Swept(&through.sweeps()[1]);
        let Some(chain) = through.chain(&case.groups, &last) else { return Ok(false) };
        let mut query = Query::new(case.from, &case.goals).through(graph, &case.groups);
        let (mut memory, mut known) = (Memory::default(), vec![Vec::new(); query.layers()]);
        let mut found = false;
        for bans in [false, true] {
            if bans {
                let before = query.clone();
                query.keep_ends_apart(graph);
                through.forget(&mut known, Some(&before), &query);
            }
            let most = M::Score::UNREACHED;
            let expected = walk(graph, metric, &NoBound, &query, &mut memory.layers, most);
            for _ in 0..2 {
                prop_assert_eq!(&through.walk(&query, &chain, &mut known, &mut memory, most), &expected);
            }
            found |= expected.is_some();
        }
        Ok(found && case.groups.len() > 1)
    }

    #[test]
    fn walks_found_layer_by_layer_are_the_first_of_all() {
        let several = Cell::new(0);
        proptest!(config(2000), |(case in small())| {
            several.set(several.get() + usize::from(check_walks(&case, &case.weights)?));
            check_walks(&case, &LeastToOpen { weights: &case.weights, closed: &case.closed })?;
        });
        assert!(several.get() >= 2, "{several:?} walks over several groups");
    }
}
