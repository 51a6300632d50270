//! Places that every path of a question has to pass in one layer, so that none may visit them in another.
//!
//! A corridor that leads away from a trip mostly forces the way there and the way back through the same places. A look at the graph of
//! places tells so without a search. A place is forced if it separates both ends of a layer (a dominator: Lowry and Medlock,
//! Communications of the ACM 12, 1969); along one path all such places are found in one pass.

use super::query::Query;
use super::{Graph, Path};

/// Forbids every place that is forced in one layer in all others, until nothing more follows; `false` if no path is left.
///
/// Where that was done before, and more was forbidden since in one layer only, `changed` names it. `walk` is any walk that answered the
/// question before: while nothing on it is forbidden in a layer, no other way through it has to be found.
///
/// Takes two looks at the graph of places for each layer and round, one of them where the walk still serves. What is forbidden is visited
/// by no path that visits no place twice.
pub(crate) fn forbid_forced(graph: &Graph, query: &mut Query<'_>, changed: Option<u32>, walk: &Path) -> bool {
    let mut layers: Vec<Layer> = (0..).take(query.layers()).map(|layer| Layer::new(graph, query, layer)).collect();
    for (_, layer) in (0..).zip(&mut layers).filter(|(at, _)| changed.is_some_and(|changed| changed != *at)) {
        // What it depends on is not known any more.
        (layer.is_stale, layer.looked_at) = (false, vec![SEEN; graph.places()]);
    }
    for (layer, state) in query.visits(graph, walk) {
        layers[layer as usize].walk_on(graph.place(state));
    }
    let mut pass = Pass::new(graph, query.from);
    while let Some(at) = layers.iter().position(|layer| layer.is_stale) {
        if !pass.run(&mut layers[at], query.shut_in(graph.places(), at as u32), at == 0) {
            return false;
        }
        for place in &pass.forced {
            for (other, layer) in layers.iter_mut().enumerate().filter(|(other, _)| *other != at) {
                // What was never looked at made no difference.
                let matters = layer.looked_at.get(*place as usize) == Some(&SEEN);
                layer.is_stale |= query.shut(graph, other as u32, *place) && matters;
            }
        }
    }
    true
}

/// The mark of a place that was seen.
const SEEN: u32 = u32::MAX;

/// What is known of one layer.
struct Layer {
    entries: Vec<u32>,
    exits: Vec<u32>,
    /// The places that what is forced depends on, as [`SEEN`]; empty before the first look.
    looked_at: Vec<u32>,
    /// Whether more may be forced than was found.
    is_stale: bool,
    /// A path through it, as far as is known, no place twice.
    path: Vec<u32>,
}

impl Layer {
    fn new(graph: &Graph, query: &Query<'_>, layer: u32) -> Layer {
        let places = |mut places: Vec<u32>| {
            places.sort_unstable();
            places.dedup();
            places
        };
        let entries = match layer.checked_sub(1) {
            None => vec![graph.place(query.from)],
            Some(before) => query.groups[before as usize].iter().map(|arc| graph.place(graph.head(*arc))).collect(),
        };
        let exits = match query.groups.get(layer as usize) {
            None => query.goals.iter().map(|goal| graph.place(goal.state)).collect(),
            Some(group) => group.iter().map(|arc| graph.place(graph.tail(*arc))).collect(),
        };
        Layer {
            entries: places(entries),
            exits: places(exits),
            looked_at: Vec::new(),
            is_stale: true,
            path: Vec::new(),
        }
    }

    /// Goes on to a place, and leaves out the way round where it was there before.
    fn walk_on(&mut self, place: u32) {
        match self.path.iter().position(|before| *before == place) {
            Some(at) => self.path.truncate(at + 1),
            None => self.path.push(place),
        }
    }
}

/// Looks at one layer.
struct Pass<'a> {
    places: &'a Graph,
    /// Where the trip starts, and which places lie next to it: it may start in a state that nothing leads into, which the graph
    /// of places leaves out.
    start: (u32, Vec<u32>),
    /// The place before each on the way to it; itself where the layer is entered.
    before: Vec<u32>,
    /// [`SEEN`] if a place was seen or is shut; until then its position on the path, counted from 1, or 0 off the path.
    mark: Vec<u32>,
    open: Vec<u32>,
    forced: Vec<u32>,
}

impl<'a> Pass<'a> {
    fn new(graph: &'a Graph, from: u32) -> Pass<'a> {
        let next = graph.arcs_out(from).map(|arc| graph.place(graph.head(arc))).collect();
        let none = vec![0; graph.places()];
        Pass {
            places: graph.of_places(),
            start: (graph.place(from), next),
            before: none,
            mark: Vec::new(),
            open: Vec::new(),
            forced: Vec::new(),
        }
    }

    /// Finds the places that are forced in a layer, where those that are `shut` may not be visited; `false` if the layer can't be passed.
    fn run(&mut self, layer: &mut Layer, shut: &[bool], is_first: bool) -> bool {
        self.forced.clear();
        layer.is_stale = false;
        let is_shut = |place: &u32| shut.get(*place as usize) == Some(&true);
        if (layer.path.is_empty() || layer.path.iter().any(is_shut)) && !self.find_path(layer, shut, is_first) {
            return false;
        }
        self.find_forced(layer, shut, is_first);
        true
    }

    /// Nothing is seen yet but what is shut.
    fn start_anew(&mut self, shut: &[bool]) {
        self.open.clear();
        self.mark.clear();
        self.mark.extend(shut.iter().map(|shut| if *shut { SEEN } else { 0 }));
        self.mark.resize(self.before.len(), 0);
    }

    /// What lies next to a place: in the graph of places, and besides where the trip starts there.
    fn next(&self, place: u32, is_first: bool) -> [&[u32]; 2] {
        let further = if is_first && place == self.start.0 { &self.start.1[..] } else { &[] };
        [self.places.row(place).1, further]
    }

    /// Any path from the entries of a layer to its exits.
    fn find_path(&mut self, layer: &mut Layer, shut: &[bool], is_first: bool) -> bool {
        self.start_anew(shut);
        let (mut mark, mut open) = (std::mem::take(&mut self.mark), std::mem::take(&mut self.open));
        let mut see = |place: u32, before: u32, open: &mut Vec<u32>, from: &mut [u32]| {
            if std::mem::replace(&mut mark[place as usize], SEEN) != SEEN {
                from[place as usize] = before;
                open.push(place);
            }
        };
        let mut from = std::mem::take(&mut self.before);
        layer.entries.iter().for_each(|place| see(*place, *place, &mut open, &mut from));
        layer.path.clear();
        while let Some(mut place) = open.pop() {
            if layer.exits.contains(&place) {
                layer.path.push(place);
                while from[place as usize] != place {
                    place = from[place as usize];
                    layer.path.push(place);
                }
                layer.path.reverse();
                break;
            }
            self.next(place, is_first).into_iter().flatten().for_each(|next| see(*next, place, &mut open, &mut from));
        }
        (self.mark, self.open, self.before) = (mark, open, from);
        !layer.path.is_empty()
    }

    /// The places of the path through a layer which no way jumps over.
    fn find_forced(&mut self, layer: &mut Layer, shut: &[bool], is_first: bool) {
        self.start_anew(shut);
        let (mut mark, mut open) = (std::mem::take(&mut self.mark), std::mem::take(&mut self.open));
        for (place, at) in layer.path.iter().zip(1..) {
            mark[*place as usize] = at;
        }
        // How far along the path the places looked at so far lead without those further on.
        let (last, mut far) = (layer.path.len() as u32, 0);
        let mut see = |places: &[u32], open: &mut Vec<u32>, far: &mut u32| {
            for place in places {
                match std::mem::replace(&mut mark[*place as usize], SEEN) {
                    0 => open.push(*place),
                    SEEN => {}
                    position => *far = (*far).max(position),
                }
            }
        };
        see(&layer.entries, &mut open, &mut far);
        for at in 0..=last {
            open.extend(at.checked_sub(1).map(|before| layer.path[before as usize]));
            while let Some(place) = open.pop() {
                if layer.exits.contains(&place) {
                    // A way leads over all that is left of the path.
                    far = last + 1;
                    break;
                }
                let [next, further] = self.next(place, is_first);
                see(next, &mut open, &mut far);
                see(further, &mut open, &mut far);
            }
            if far > last {
                break;
            }
            if far == at + 1 {
                self.forced.push(layer.path[at as usize]);
            }
        }
        layer.path.iter().for_each(|place| mark[*place as usize] = SEEN);
        self.open = open;
        self.mark = std::mem::replace(&mut layer.looked_at, mark);
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_paths, config, small};
    use super::super::simple::walk;
    use super::super::{NoBound, Scores};
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    /// Whether a path keeps off what the query forbids in each layer.
    fn keeps_off(case: &Case, query: &Query<'_>, arcs: &[u32]) -> bool {
        let graph = &case.graph;
        let mut layer = 0;
        let start = query.admits_place(graph.places(), 0, graph.place(case.from));
        start
            && arcs.iter().all(|arc| {
                layer += u32::from(case.groups.get(layer as usize).is_some_and(|group| group.contains(arc)));
                query.admits_place(graph.places(), layer, graph.place(graph.head(*arc)))
            })
    }

    #[test]
    fn no_path_visits_what_is_forbidden() {
        let (none, forbidden) = (Cell::new(0), Cell::new(0));
        proptest!(config(4000), |(case in small())| {
            let graph = &case.graph;
            let mut query = Query::new(case.from, &case.goals).through(graph, &case.groups);
            let before = query.clone();
            let walk = walk(graph, &case.weights, &NoBound, &before, &mut Scores::default(), u64::MAX);
            let may_be = walk.is_some_and(|(_, walk)| forbid_forced(graph, &mut query, None, &walk));
            let paths = all_paths(graph, &case.weights, case.from, &case.goals);
            for path in paths.iter().filter(|path| path.uses(&case.groups)) {
                prop_assert!(may_be && keeps_off(&case, &query, &path.arcs), "{:?}", path.arcs);
            }
            let shut = (0..query.layers() as u32).flat_map(|layer| query.shut_in(graph.places(), layer));
            none.set(none.get() + usize::from(!may_be));
            forbidden.set(forbidden.get() + usize::from(may_be && shut.filter(|shut| **shut).count() > 4));
        });
        assert!(none.get() >= 2 && forbidden.get() >= 2, "{none:?} {forbidden:?}");
    }

    /// The way from 0 to 2 and the way back to 5 both pass place 1.
    #[test]
    fn a_forced_way_back_is_no_path() {
        use crate::cost::CostVector;
        let arcs = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 1), (1, 5), (0, 4), (4, 1)];
        let graph = Graph::new(6, arcs.map(|(tail, head)| (tail, head, CostVector::ZERO))).expect("states");
        let goals = [super::super::Goal { state: 5, cost: CostVector::ZERO }];
        let group = [(0..graph.arcs() as u32).filter(|arc| graph.tail(*arc) == 2).collect()];
        let mut query = Query::new(0, &goals).through(&graph, &group);
        let arcs = [0, 2, 3, 4, 5].map(|link| (0..graph.arcs() as u32).find(|arc| graph.link(*arc) == link));
        let walk = Path::new(&graph, arcs.into_iter().flatten().collect(), goals[0]);
        assert!(!forbid_forced(&graph, &mut query, None, &walk));
    }
}
