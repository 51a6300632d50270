//! Places that every path of a question has to pass in one layer, so that none may visit them in another.
//!
//! A corridor that leads away from a trip mostly forces the way there and the way back through the same places. A look at the graph of
//! places tells so without a search. A place is forced if it separates both ends of a layer (a dominator: Lowry and Medlock,
//! Communications of the ACM 12, 1969); along one path all such places are found in one pass.

use super::Graph;
use super::query::Query;

/// With more places the rows of bits would take more memory than the look is worth.
const MOST_PLACES: usize = 4_096;

/// Which places lead to which, as rows of bits.
#[derive(Clone, Debug)]
pub(crate) struct Onward {
    words: usize,
    bits: Vec<u64>,
}

impl Onward {
    /// O(places x places) bits; none if there are too many.
    pub(crate) fn new(graph: &Graph) -> Option<Onward> {
        let places = graph.of_places();
        let words = places.states().div_ceil(64);
        let mut onward = Onward { words, bits: Vec::new() };
        if places.states() > MOST_PLACES {
            return None;
        }
        onward.bits.resize(words * places.states(), 0);
        for arc in 0..places.arcs() as u32 {
            let row = &mut onward.bits[places.tail(arc) as usize * words..][..words];
            set(row, places.head(arc));
        }
        Some(onward)
    }

    fn row(&self, place: u32) -> &[u64] {
        &self.bits[place as usize * self.words..][..self.words]
    }

    /// Forbids every place that is forced in one layer in all others, until nothing more follows; `false` if no path is left.
    ///
    /// Where that was done before, and more was forbidden since in one layer only, `changed` names it.
    ///
    /// Takes O(places x words of a row) for each layer and round. What is forbidden is visited by no path that visits no place twice.
    pub(crate) fn forbid_forced(&self, graph: &Graph, query: &mut Query<'_>, changed: Option<u32>) -> bool {
        let mut layers: Vec<Layer> =
            (0..).take(query.layers()).map(|layer| Layer::new(self, graph, query, layer)).collect();
        for (_, layer) in (0..).zip(&mut layers).filter(|(at, _)| changed.is_some_and(|changed| changed != *at)) {
            // What it depends on is not known any more.
            (layer.is_stale, layer.looked_at) = (false, vec![u64::MAX; self.words]);
        }
        let mut pass = Pass::new(self, graph, query.from);
        while let Some(at) = layers.iter().position(|layer| layer.is_stale) {
            if !pass.run(&mut layers[at], at == 0) {
                return false;
            }
            for place in &pass.forced {
                for (other, layer) in layers.iter_mut().enumerate().filter(|(other, _)| *other != at) {
                    if query.shut(graph, other as u32, *place) {
                        clear(&mut layer.admitted, *place);
                        // What was never looked at made no difference.
                        layer.is_stale |= has(&layer.looked_at, *place);
                    }
                }
            }
        }
        true
    }
}

/// What is known of one layer.
struct Layer {
    admitted: Vec<u64>,
    entries: Vec<u32>,
    exits: Vec<u64>,
    /// The places that what is forced depends on.
    looked_at: Vec<u64>,
    /// Whether more may be forced than was found.
    is_stale: bool,
}

impl Layer {
    fn new(onward: &Onward, graph: &Graph, query: &Query<'_>, layer: u32) -> Layer {
        let count = graph.places();
        let mut admitted = vec![0; onward.words];
        let open = (0..count as u32).filter(|place| query.admits_place(count, layer, *place));
        open.for_each(|place| set(&mut admitted, place));
        let entries = match layer.checked_sub(1) {
            None => vec![graph.place(query.from)],
            Some(before) => query.groups[before as usize].iter().map(|arc| graph.place(graph.head(*arc))).collect(),
        };
        let mut exits = vec![0; onward.words];
        match query.groups.get(layer as usize) {
            None => query.goals.iter().for_each(|goal| set(&mut exits, graph.place(goal.state))),
            Some(group) => group.iter().for_each(|arc| set(&mut exits, graph.place(graph.tail(*arc)))),
        }
        Layer { admitted, entries, exits, looked_at: vec![0; onward.words], is_stale: true }
    }
}

/// Looks at one layer.
struct Pass<'a> {
    onward: &'a Onward,
    /// Where the trip starts, and which places lie next to it: it may start in a state that nothing leads into, which the graph
    /// of places leaves out.
    start: (u32, Vec<u64>),
    /// The place before each on the way to it; itself where the layer is entered.
    before: Vec<u32>,
    /// The position of each place on the path, counted from 1.
    position: Vec<u32>,
    open: Vec<u32>,
    path: Vec<u32>,
    forced: Vec<u32>,
}

impl<'a> Pass<'a> {
    fn new(onward: &'a Onward, graph: &Graph, from: u32) -> Pass<'a> {
        let start = graph.place(from);
        let mut row = onward.row(start).to_vec();
        graph.arcs_out(from).for_each(|arc| set(&mut row, graph.place(graph.head(arc))));
        let none = vec![0; graph.places()];
        let (open, path, forced) = (Vec::new(), Vec::new(), Vec::new());
        Pass { onward, start: (start, row), before: none.clone(), position: none, open, path, forced }
    }

    /// Finds the places that are forced in a layer; `false` if the layer can't be passed.
    fn run(&mut self, layer: &mut Layer, is_first: bool) -> bool {
        self.forced.clear();
        layer.is_stale = false;
        if !self.find_path(layer, is_first) {
            return false;
        }
        self.find_forced(layer, is_first);
        true
    }

    /// Any path from the entries of a layer to its exits.
    fn find_path(&mut self, layer: &Layer, is_first: bool) -> bool {
        let mut unseen = layer.admitted.clone();
        self.open.clear();
        for place in &layer.entries {
            if has(&unseen, *place) {
                clear(&mut unseen, *place);
                self.before[*place as usize] = *place;
                self.open.push(*place);
            }
        }
        while let Some(mut place) = self.open.pop() {
            if has(&layer.exits, place) {
                self.path.clear();
                self.path.push(place);
                while self.before[place as usize] != place {
                    place = self.before[place as usize];
                    self.path.push(place);
                }
                self.path.reverse();
                return true;
            }
            let row = if is_first && place == self.start.0 { &self.start.1 } else { self.onward.row(place) };
            for (word, (row, unseen)) in row.iter().zip(&mut unseen).enumerate() {
                let found = row & *unseen;
                if found != 0 {
                    *unseen &= !found;
                    for next in bits(word, found) {
                        self.before[next as usize] = place;
                        self.open.push(next);
                    }
                }
            }
        }
        false
    }

    /// The places of that path which no way jumps over.
    fn find_forced(&mut self, layer: &mut Layer, is_first: bool) {
        let (mut unseen, mut path) = (layer.admitted.clone(), vec![0; layer.admitted.len()]);
        for (place, at) in self.path.iter().zip(1..) {
            self.position[*place as usize] = at;
            set(&mut path, *place);
        }
        // How far along the path the places looked at so far lead without those further on.
        let (last, mut far) = (self.path.len() as u32, 0);
        self.open.clear();
        for place in &layer.entries {
            if has(&path, *place) {
                far = far.max(self.position[*place as usize]);
            } else if has(&unseen, *place) {
                clear(&mut unseen, *place);
                self.open.push(*place);
            }
        }
        for at in 0..=last {
            if at > 0 {
                self.open.push(self.path[at as usize - 1]);
            }
            while let Some(place) = self.open.pop() {
                if has(&layer.exits, place) {
                    far = last + 1;
                }
                let row = if is_first && place == self.start.0 { &self.start.1 } else { self.onward.row(place) };
                for (word, (row, unseen)) in row.iter().zip(&mut unseen).enumerate() {
                    let found = row & *unseen;
                    if found != 0 {
                        *unseen &= !found;
                        far = bits(word, found & path[word])
                            .map(|place| self.position[place as usize])
                            .fold(far, u32::max);
                        self.open.extend(bits(word, found & !path[word]));
                    }
                }
            }
            if far > last {
                break;
            }
            if far == at + 1 {
                self.forced.push(self.path[at as usize]);
            }
        }
        let looked_at = layer.admitted.iter().zip(&unseen).zip(&path);
        layer.looked_at = looked_at.map(|((admitted, unseen), path)| admitted & !unseen | path).collect();
    }
}

/// The places of a word of bits.
fn bits(word: usize, mut left: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let next = (left != 0).then(|| word as u32 * 64 + left.trailing_zeros())?;
        left &= left - 1;
        Some(next)
    })
}

fn set(row: &mut [u64], place: u32) {
    row[place as usize / 64] |= 1 << (place % 64);
}

fn clear(row: &mut [u64], place: u32) {
    row[place as usize / 64] &= !(1 << (place % 64));
}

fn has(row: &[u64], place: u32) -> bool {
    row[place as usize / 64] >> (place % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Case, all_paths, config, small};
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
            let may_be = Onward::new(graph).expect("few places").forbid_forced(graph, &mut query, None);
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
        assert!(!Onward::new(&graph).expect("few places").forbid_forced(&graph, &mut query, None));
    }
}
