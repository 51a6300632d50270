//! What no path over a corridor's passages can score less than, from group to group of the table.

use super::super::metric::Score;
use super::super::scores::Bound;
use super::super::table::Rates;
use super::super::{Graph, Metric, Table};

/// What no path through the groups can score less than, given the least scores from the start and to the goals; `None` if there is
/// none.
///
/// Few states come into question, so that lists serve to look them up.
pub(crate) fn bound<M: Metric>(
    graph: &Graph,
    known: Option<(&Table, &Rates)>,
    metric: &M,
    (from, to): (&impl Bound<M::Score>, &impl Bound<M::Score>),
    groups: &[Vec<u32>],
) -> Option<M::Score> {
    let (first, further) = groups.split_first()?;
    // Nothing comes between two groups of states that no table tells about.
    let group = |state: u32| known.as_ref().map_or(Some(0), |(table, _)| table.group(state));
    let start = |arc: &u32| Some((*arc, from.rest(0, graph.tail(*arc))? + graph.score(metric, *arc)));
    let mut over: Vec<(u32, M::Score)> = first.iter().filter_map(start).collect();
    for arcs in further {
        // From group to group of states, of which there are few.
        let mut left: Vec<(u32, M::Score)> = Vec::new();
        for (arc, score) in &over {
            let group = group(graph.head(*arc))?;
            match left.iter_mut().find(|known| known.0 == group) {
                Some(known) => known.1 = known.1.min(*score),
                None => left.push((group, *score)),
            }
        }
        let mut entered: Vec<(u32, Option<M::Score>)> = Vec::new();
        let reach = |to: u32| match known {
            None => left.iter().map(|(_, score)| *score).min(),
            Some((table, rates)) => {
                let row = table.to_place(to);
                let over =
                    |(from, score): &(u32, M::Score)| *score + M::Score::floor(rates.score(&row[*from as usize]));
                left.iter().map(over).min()
            }
        };
        let enter = |arc: &u32| {
            let tail = graph.tail(*arc);
            group(tail)?;
            let place = graph.place(tail);
            let known = entered.iter().find(|known| known.0 == place).map(|known| known.1);
            let least = known.unwrap_or_else(|| {
                entered.push((place, reach(place)));
                entered[entered.len() - 1].1
            });
            Some((*arc, least? + graph.score(metric, *arc)))
        };
        over = arcs.iter().filter_map(enter).collect();
    }
    over.iter().filter_map(|(arc, score)| Some(*score + to.rest(0, graph.head(*arc))?)).min()
}
