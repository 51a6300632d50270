//! What is still to come on a way through groups of arcs: by the table as far as the next group, and on from the last one exactly.

use super::metric::Score;
use super::scores::{Bound, Scores};
use super::table::Towards;
use super::{Graph, Metric, Table};

/// Lower bounds of what is still to come in each layer of a question.
pub(crate) struct Chain<'a, S> {
    /// For each group the places at which its arcs start, and what they and all that follows score at the least.
    groups: Vec<Vec<Next<'a, S>>>,
    last: &'a Last<'a, S>,
}

enum Next<'a, S> {
    Place(Towards<'a, S>),
    /// Where there is no table.
    Anywhere(S),
}

/// What is still to come from a state once all groups are used.
pub(crate) enum Last<'a, S> {
    Swept(&'a Scores<S>),
    #[cfg(any(test, feature = "report"))]
    Table(Towards<'a, S>),
    /// Nothing comes after the groups that are asked about.
    Nothing,
}

impl<'a, S: Score> Chain<'a, S> {
    /// `None` if no path uses all of the groups in order. A look at each of their arcs.
    pub(crate) fn new<M: Metric<Score = S>>(
        graph: &Graph,
        table: Option<&'a Table>,
        metric: &M,
        groups: &[Vec<u32>],
        last: &'a Last<'a, S>,
    ) -> Option<Chain<'a, S>> {
        let mut chain = Chain { groups: vec![], last };
        // From the last group back, so that what follows is known: the layers are put in order in the end.
        for group in groups.iter().rev() {
            let mut places: Vec<(u32, S)> = Vec::new();
            for arc in group {
                let Some(after) = chain.after(graph.head(*arc)) else { continue };
                let (place, score) = (graph.place(graph.tail(*arc)), graph.score(metric, *arc) + after);
                match places.iter_mut().find(|known| known.0 == place) {
                    Some(known) => known.1 = known.1.min(score),
                    None => places.push((place, score)),
                }
            }
            if places.is_empty() {
                return None;
            }
            let next = |(place, least): (u32, S)| match table {
                Some(table) => Next::Place(table.towards_place(place, least, metric)),
                None => Next::Anywhere(least),
            };
            chain.groups.push(places.into_iter().map(next).collect());
        }
        chain.groups.reverse();
        Some(chain)
    }

    /// From a state after all groups that are not known yet.
    fn after(&self, state: u32) -> Option<S> {
        match self.groups.last() {
            Some(places) => least(places, state),
            None => self.last.rest(0, state),
        }
    }
}

fn least<S: Score>(places: &[Next<'_, S>], state: u32) -> Option<S> {
    let to = |next: &Next<'_, S>| match next {
        Next::Place(place) => place.rest(0, state),
        Next::Anywhere(least) => Some(*least),
    };
    places.iter().filter_map(to).min()
}

impl<S: Score> Bound<S> for Chain<'_, S> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<S> {
        match self.groups.get(layer as usize) {
            Some(places) => least(places, state),
            None => self.last.rest(0, state),
        }
    }
}

impl<S: Score> Bound<S> for Last<'_, S> {
    #[inline]
    fn rest(&self, layer: u32, state: u32) -> Option<S> {
        match self {
            Last::Swept(scores) => scores.rest(layer, state),
            #[cfg(any(test, feature = "report"))]
            Last::Table(towards) => towards.rest(layer, state),
            Last::Nothing => Some(S::default()),
        }
    }
}
