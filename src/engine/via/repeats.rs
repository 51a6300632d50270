//! Where the best walk over a corridor's passages visits a place twice: what is forced is forbidden, then the question is split.

use super::super::chain::Chain;
use super::super::forced::forbid_forced;
use super::super::query::{Ban, Query};
use super::super::scores::Bound;
use super::super::simple::{Answer, Walk, split_until_simple, walk};
use super::super::stretch::Layer;
use super::super::{Metric, Path};
use super::{Known, Memory, Through};
use std::sync::Arc;

impl<M: Metric> Through<'_, M> {
    /// The best path of a question that visits no place twice, given its best walk.
    pub(super) fn without_repeats<'q>(
        &self,
        first: Option<(M::Score, Path)>,
        mut query: Query<'q>,
        chain: &Chain<'_, M::Score>,
        memory: &mut Memory<M::Score>,
        most: M::Score,
        budget: usize,
    ) -> Answer {
        let repeats = |path: &Path| !path.repeated_places(self.graph).is_empty();
        match first {
            None => return Answer::None,
            Some((_, path)) if !repeats(&path) => return Answer::Path(path),
            Some(_) => {}
        }
        query.keep_ends_apart(self.graph);
        let mut known: Vec<Known<M::Score>> = vec![Vec::new(); query.layers()];
        let Some(mut found) = self.walk(&query, chain, &mut known, memory, most) else { return Answer::None };
        if repeats(&found.1) {
            // Mostly the way there and the way back are forced through the same places.
            let before = query.clone();
            if !forbid_forced(self.graph, &mut query, None) {
                return Answer::None;
            }
            self.forget(&mut known, &before, &query);
            if !query.admits_all_of(self.graph, &found.1) {
                let Some(again) = self.walk(&query, chain, &mut known, memory, most) else { return Answer::None };
                found = again;
            }
        }
        let (score, path) = found;
        let solve = |split: &Walk<'q, M::Score, Vec<Known<M::Score>>>, ban: Ban| {
            let mut query = split.query.without(self.graph, ban);
            if ban.state.is_none() && !forbid_forced(self.graph, &mut query, Some(ban.layer)) {
                return None;
            }
            let mut known = split.known.clone();
            self.forget(&mut known, &split.query, &query);
            let (score, path) = self.walk(&query, chain, &mut known, memory, most)?;
            Some(Walk { score, path, query, known })
        };
        split_until_simple(self.graph, Walk { score, path, query, known }, solve, budget)
    }

    /// Forgets what is known of layers in which more is forbidden now.
    pub(super) fn forget(&self, known: &mut [Known<M::Score>], before: &Query<'_>, now: &Query<'_>) {
        for (layer, known) in (0..).zip(known) {
            if !now.is_same_in(before, self.graph, layer) {
                known.clear();
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
            let stretch = Arc::new(layer.stretch(state, most - score, rest, beyond, &mut memory.layer));
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
                through.forget(&mut known, &before, &query);
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
