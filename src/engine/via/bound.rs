//! What no path over a corridor's passages can score less than, from group to group of the table.

use super::super::metric::Score;
use super::super::scores::Bound;
use super::super::{Graph, Metric, Table};
use std::collections::BTreeMap;

/// What no path through the groups can score less than, given the least scores from the start and to the goals; `None` if there is
/// none.
pub(crate) fn bound<M: Metric>(
    graph: &Graph,
    table: Option<&Table>,
    metric: &M,
    (from, to): (&impl Bound<M::Score>, &impl Bound<M::Score>),
    groups: &[Vec<u32>],
) -> Option<M::Score> {
    let (first, further) = groups.split_first()?;
    let known = table.map(|table| (table, table.rates(metric)));
    // Nothing comes between two groups of states that no table tells about.
    let group = |state: u32| known.as_ref().map_or(Some(0), |(table, _)| table.group(state));
    let start = |arc: &u32| Some((*arc, from.rest(0, graph.tail(*arc))? + graph.score(metric, *arc)));
    let mut over: Vec<(u32, M::Score)> = first.iter().filter_map(start).collect();
    for arcs in further {
        // From group to group of states, of which there are few.
        let mut left: BTreeMap<u32, M::Score> = BTreeMap::new();
        for (arc, score) in &over {
            let least = left.entry(group(graph.head(*arc))?).or_insert(*score);
            *least = (*least).min(*score);
        }
        let mut entered: BTreeMap<u32, Option<M::Score>> = BTreeMap::new();
        let reach = |to: u32| match &known {
            None => left.values().min().copied(),
            Some((table, rates)) => {
                let row = table.to_place(to);
                let over =
                    |(from, score): (&u32, &M::Score)| *score + M::Score::floor(rates.score(&row[*from as usize]));
                left.iter().map(over).min()
            }
        };
        let enter = |arc: &u32| {
            let tail = graph.tail(*arc);
            group(tail)?;
            let least = *entered.entry(graph.place(tail)).or_insert_with(|| reach(graph.place(tail)));
            Some((*arc, least? + graph.score(metric, *arc)))
        };
        over = arcs.iter().filter_map(enter).collect();
    }
    over.iter().filter_map(|(arc, score)| Some(*score + to.rest(0, graph.head(*arc))?)).min()
}
