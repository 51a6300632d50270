//! The engine for large graphs: a customizable contraction hierarchy (Dibbelt, Strasser, Wagner, "Customizable contraction
//! hierarchies", ACM Journal of Experimental Algorithmics 21, 2016).
//!
//! An order of the states is found once ([`nested_dissection`]), and a [`Hierarchy`] made from it once, without any weights. Any weights
//! then take milliseconds to be worked in ([`Hierarchy::customize`]), and microseconds to be asked ([`Customized`]).

mod blend;
mod customize;
mod customized;
mod file;
mod flow;
mod front;
mod lanes;
mod lanes_file;
mod longest;
mod order;
mod part;
mod potential;
mod query;
mod sweep;
mod ticks;
mod topology;
mod unit;
mod unpack;
mod update;

pub(crate) use blend::Space as BlendSpace;
pub use customized::Customized;
pub(crate) use customized::Spaces;
pub use file::HierarchyFileError;
pub use lanes::Lanes;
pub use lanes_file::LanesFileError;
pub use order::nested_dissection;
pub use potential::DistancesTo;
pub use sweep::Matrix;

use crate::engine::Graph;
use std::sync::Arc;
use topology::Topology;

/// What is known about a graph whatever its weights: which states to pass through first, and the shortcuts that follow. Cheap to clone.
///
/// ```
/// use corridor::engine::{Graph, Hierarchy, Workspace, nested_dissection};
/// use corridor::{CostVector, Criterion::Time};
/// let points = [(24.9, 67.0), (31.5, 74.3), (33.7, 73.1), (34.0, 71.5)];
/// let roads = [(0, 1, 20), (1, 2, 4), (2, 3, 2), (0, 3, 22)]; // hours
/// let arcs = roads.map(|(tail, head, hours)| (tail, head, CostVector::new([0, 3600 * hours, 0, 0, 0, 0])));
/// let graph = Graph::new(4, arcs)?;
/// let order = nested_dissection(&points, &roads.map(|(tail, head, _)| (tail, head)));
/// let hierarchy = Hierarchy::new(&graph, &order)?;
///
/// let mut fastest = hierarchy.customize(|arc| u64::from(graph.cost(arc)[Time]))?;
/// let mut memory = Workspace::default();
/// assert_eq!(fastest.distance(0, 3, &mut memory), Some(22 * 3600));
/// assert_eq!(fastest.path(0, 3, &mut memory).map(|path| path.len()), Some(1));
/// let direct = graph.arcs_out(0).find(|arc| graph.head(*arc) == 3);
/// fastest.update(direct.map(|arc| (arc, None)))?; // closed
/// assert_eq!(fastest.distance(0, 3, &mut memory), Some(26 * 3600));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Hierarchy {
    topology: Arc<Topology>,
    /// The hash of the graph.
    graph: u64,
}

/// Why there is no hierarchy, or no lengths on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyError {
    /// The order leaves out a state, names one twice or one that does not exist.
    #[error("an order that names {named} states does not name each of {states} states once; number them from 0")]
    NoOrder {
        /// How many states there are.
        states: usize,
        /// How many the order names.
        named: usize,
    },
    /// The order needs more shortcuts than can be numbered.
    #[error("the order needs more than {limit} shortcuts; order the states by nested dissection")]
    TooManyShortcuts {
        /// The most that there may be.
        limit: u32,
    },
    /// A path could be longer than can be counted.
    #[error("a path could be longer than {limit}; use larger units")]
    TooLong {
        /// The greatest length.
        limit: u64,
    },
    /// A length is given for an arc that does not exist.
    #[error("there is no arc {arc} among {arcs}, numbered from 0")]
    NoArc {
        /// The arc as given.
        arc: u32,
        /// How many arcs there are.
        arcs: usize,
    },
}

impl Hierarchy {
    /// The hierarchy of a graph under an order of its states from the least to the most important.
    ///
    /// O(a log a) time and 40 bytes for each of a shortcuts; lengths take another 18 for each.
    ///
    /// # Errors
    /// An order that does not name each state once, or one that needs too many shortcuts.
    pub fn new(graph: &Graph, order: &[u32]) -> Result<Hierarchy, HierarchyError> {
        let arcs: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        let topology = Arc::new(Topology::new(graph.states(), &arcs, order)?);
        Ok(Hierarchy { topology, graph: file::hash(graph.states(), &arcs) })
    }

    /// How many states the graph has.
    pub fn states(&self) -> usize {
        self.topology.states()
    }

    /// How many arcs the graph has.
    pub fn arcs(&self) -> usize {
        self.topology.given_at.len()
    }

    /// How many arcs the hierarchy has, each standing for both directions.
    pub fn shortcuts(&self) -> usize {
        self.topology.head.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::CostVector;
    use crate::engine::Workspace;
    use crate::engine::oracle::config;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// A multigraph with one-way and parallel arcs, loops, zeros, closed arcs and parts that nothing joins; an order; changes.
    #[derive(Clone, Debug)]
    struct Case {
        graph: Graph,
        order: Vec<u32>,
        lengths: Vec<Option<u64>>,
        changes: Vec<(u32, Option<u64>)>,
    }

    fn cases() -> impl Strategy<Value = Case> {
        let length = || prop_oneof![2 => Just(Some(0)), 8 => (0..20u64).prop_map(Some), 1 => Just(None)];
        let arcs = vec((any::<u16>(), any::<u16>(), length()), 1..120);
        // Ticks by so much, and a little more for every other arc, so that no unit makes them few again: some paths then fit 32 bits, some do not.
        let long = || prop_oneof![3 => Just((1u64, 0u64)), 1 => Just(((1 << 40) + 1, 1)), 1 => Just((12, 0)), 2 => (20..26u32).prop_map(|bits| (1 << bits, 1))];
        let changes = vec((any::<u16>(), length()), 0..8);
        (1..40usize, arcs, any::<u64>(), (long(), long()), changes).prop_map(|(states, arcs, seed, long, changes)| {
            let ends = |(tail, head, _): &(u16, u16, _)| (*tail as u32 % states as u32, *head as u32 % states as u32);
            let made = |long: (u64, u64), i: usize, ticks: u64| ticks * long.0 + i as u64 % 2 * long.1;
            let arcs = arcs.iter().enumerate();
            let mut listed: Vec<_> =
                arcs.map(|(i, arc)| (ends(arc), arc.2.map(|ticks| made(long.0, i, ticks)))).collect();
            listed.sort();
            let graph = Graph::new(states, listed.iter().map(|((tail, head), _)| (*tail, *head, CostVector::ZERO)));
            let mut order: Vec<u32> = (0..states as u32).collect();
            order.sort_by_key(|state| (u64::from(*state) + 1).wrapping_mul(seed | 1) >> 7);
            let arcs = listed.len() as u32;
            Case {
                graph: graph.expect("arcs between states"),
                order,
                lengths: listed.into_iter().map(|(_, length)| length).collect(),
                changes: changes
                    .into_iter()
                    .map(|(arc, length)| (u32::from(arc) % arcs, length.map(|ticks| made(long.1, arc.into(), ticks))))
                    .collect(),
            }
        })
    }

    /// The distances between all states, by relaxing until nothing changes.
    fn all_distances(graph: &Graph, lengths: &[Option<u64>]) -> Vec<Vec<Option<u64>>> {
        let row = |from: usize| {
            let mut row = vec![None; graph.states()];
            row[from] = Some(0);
            for _ in 0..graph.states() {
                for (arc, length) in (0..).zip(lengths) {
                    let (tail, head) = (graph.tail(arc) as usize, graph.head(arc) as usize);
                    if let (Some(so_far), Some(length)) = (row[tail], length)
                        && row[head].is_none_or(|known| so_far + length < known)
                    {
                        row[head] = Some(so_far + length);
                    }
                }
            }
            row
        };
        (0..graph.states()).map(row).collect()
    }

    fn check(graph: &Graph, customized: &Customized, lengths: &[Option<u64>]) -> Result<(), TestCaseError> {
        let mut memory = Workspace::default();
        for (from, row) in (0..).zip(all_distances(graph, lengths)) {
            for (to, expected) in (0..).zip(row) {
                prop_assert_eq!(customized.distance(from, to, &mut memory), expected, "{} to {}", from, to);
                let path = customized.path(from, to, &mut memory);
                prop_assert_eq!(path.is_some(), expected.is_some());
                let (mut at, mut sum) = (from, 0);
                for arc in path.into_iter().flatten() {
                    prop_assert_eq!(graph.tail(arc), at);
                    at = graph.head(arc);
                    sum += lengths[arc as usize].expect("an open arc");
                }
                if let Some(expected) = expected {
                    prop_assert_eq!((at, sum), (to, expected));
                }
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(config(600))]

        #[test]
        fn distances_and_paths_are_those_of_the_graph(case in cases()) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let customized = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            check(&case.graph, &customized, &case.lengths)?;
        }

        #[test]
        fn a_matrix_is_its_single_queries_and_reach_its_row(case in cases(), budget in 0..40u64, few in 1..40u32) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let customized = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            let (states, memory) = (case.graph.states() as u32, &mut Workspace::default());
            let sources: Vec<u32> = (0..=states).rev().collect();
            let targets: Vec<u32> = (0..states.min(few)).map(|i| i * 7 % (states + 1)).collect();
            let matrix = customized.matrix(&sources, &targets);
            for (i, from) in sources.iter().enumerate() {
                for (j, to) in targets.iter().enumerate() {
                    prop_assert_eq!(matrix.distance(i, j), customized.distance(*from, *to, memory));
                }
                let near = |to: u32| Some((to, customized.distance(*from, to, memory).filter(|length| *length <= budget)?));
                prop_assert_eq!(customized.reach(*from, budget), (0..states).filter_map(near).collect::<Vec<_>>());
            }
            prop_assert_eq!(matrix.distance(0, targets.len()), None);
            prop_assert_eq!(matrix.distance(sources.len(), 0), None);
        }

        #[test]
        fn an_update_is_as_good_as_customizing_anew(case in cases()) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let mut updated = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            let mut lengths = case.lengths.clone();
            for changes in case.changes.chunks(3) {
                updated.update(changes.iter().copied()).unwrap();
                changes.iter().for_each(|(arc, length)| lengths[*arc as usize] = *length);
                check(&case.graph, &updated, &lengths)?;
            }
        }

        #[test]
        fn distances_to_a_target_are_single_queries(case in cases()) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let customized = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            let (states, memory) = (case.graph.states() as u32, &mut Workspace::default());
            for to in 0..=states {
                let mut rest = customized.distances_to(to);
                for from in (0..=states).rev() {
                    prop_assert_eq!(rest.distance(from), customized.distance(from, to, memory));
                }
            }
        }

        #[test]
        fn lengths_made_anew_are_as_good_as_new(case in cases(), wide in any::<[bool; 2]>()) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let metric = |wide: bool| {
                let length = |ticks: u64| if wide { ticks << 8 | 1 << 40 } else { ticks };
                case.lengths.iter().rev().map(|ticks| ticks.map(length)).collect::<Vec<_>>()
            };
            let mut customized = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            for wide in wide {
                let lengths = metric(wide);
                customized.customize_again(|arc| lengths[arc as usize]).unwrap();
                check(&case.graph, &customized, &lengths)?;
            }
        }

        #[test]
        fn several_floors_at_once_are_each_as_if_alone(case in cases(), shifts in vec(0..3u32, 0..10)) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let arcs = case.lengths.len();
            let length = |metric: usize, arc: u32| case.lengths[(arc as usize + metric) % arcs].unwrap_or(7);
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            hierarchy.floors(&shifts, length, |metric, place, both| found.push((metric, place, both)));
            for (metric, shift) in shifts.iter().enumerate() {
                let floor = hierarchy.floor(*shift, |arc| length(metric, arc));
                let both = floor.up().iter().zip(floor.down()).enumerate();
                expected.extend(both.map(|(place, (up, down))| (metric, place, [*up, *down])));
            }
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_floor_is_no_more_than_the_lengths(case in cases(), cut in 0..3u32) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let length = |arc: u32| case.lengths[arc as usize];
            let exact = hierarchy.customize(length).unwrap();
            let shift = hierarchy.safe_shift(length).unwrap() + cut;
            let floor = hierarchy.floor(shift, length);
            let topology = &*hierarchy.topology;
            for p in 0..topology.states() as u32 {
                for ((_, lane), i) in topology.lanes(p).zip(topology.row(p)) {
                    let lengths = match exact.lengths() {
                        customized::Either::Narrow(held) => [&held.up, &held.down].map(|side| exact.ticks(query::at(side, lane))),
                        customized::Either::Wide(held) => [&held.up, &held.down].map(|side| exact.ticks(query::at(side, lane))),
                    };
                    for (length, floor_of) in lengths.into_iter().zip([floor.up()[i], floor.down()[i]]) {
                        let bound = u64::from(floor_of) << shift;
                        prop_assert!(length.map_or(floor_of == 1073741823, |length| bound <= length));
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(config(60))]

        #[test]
        fn a_file_gives_the_same_hierarchy_or_an_error(case in cases(), flips in vec((any::<u32>(), 1..=u8::MAX), 60)) {
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            let mut file = Vec::new();
            hierarchy.write(&mut file).unwrap();
            let read = Hierarchy::read(&file[..], &case.graph).unwrap();
            prop_assert_eq!(&*read.topology, &*hierarchy.topology);
            for end in 0..file.len() {
                prop_assert!(Hierarchy::read(&file[..end], &case.graph).is_err());
            }
            for (at, flip) in flips {
                let (mut damaged, at) = (file.clone(), at as usize % file.len());
                damaged[at] ^= flip;
                prop_assert!(Hierarchy::read(&damaged[..], &case.graph).is_err(), "byte {}", at);
                // With a checksum that hides the damage it is no hierarchy, or a right one.
                file::seal(&mut damaged);
                if let Ok(read) = Hierarchy::read(&damaged[..], &case.graph) {
                    let customized = read.customize(|arc| case.lengths[arc as usize]).unwrap();
                    check(&case.graph, &customized, &case.lengths)?;
                }
            }
        }
    }

    #[test]
    fn a_file_says_why_it_is_refused() {
        let graph = |arcs: &[(u32, u32)]| {
            Graph::new(3, arcs.iter().map(|(tail, head)| (*tail, *head, CostVector::ZERO))).unwrap()
        };
        let (made_for, turned) = (graph(&[(0, 1), (1, 2)]), graph(&[(0, 1), (2, 1)]));
        let mut file = Vec::new();
        Hierarchy::new(&made_for, &[0, 2, 1]).unwrap().write(&mut file).unwrap();
        let refused = |file: &[u8], graph: &Graph| Hierarchy::read(file, graph).unwrap_err().to_string();
        assert_eq!(refused(&file, &turned), "the hierarchy was made for another graph; make it anew");
        assert!(refused(&file[..file.len() - 1], &made_for).contains("cut off"));
        assert!(refused(b"not a hierarchy", &made_for).contains("no file of a hierarchy"));
        let mut other = file.clone();
        other[8] = 9;
        assert!(refused(&other, &made_for).contains("format 9, not 1"));
        *file.last_mut().unwrap() ^= 1;
        assert!(refused(&file, &made_for).contains("damaged"));
    }

    #[test]
    fn the_cases_are_what_they_are_meant_to_be() {
        use proptest::strategy::ValueTree;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let (mut high, mut wide, mut cut, mut widened, mut told, mut stood_in) = (0, 0, 0, 0, 0, 0);
        for _ in 0..200 {
            let case = cases().new_tree(&mut runner).unwrap().current();
            let hierarchy = Hierarchy::new(&case.graph, &case.order).unwrap();
            high += usize::from(hierarchy.topology.height() > 3);
            let mut customized = hierarchy.customize(|arc| case.lengths[arc as usize]).unwrap();
            let is_wide = |customized: &Customized| matches!(customized.held, customized::Held::Wide(_));
            let before = is_wide(&customized);
            wide += usize::from(before);
            told += usize::from(!before && !customized.fits_by_sum() && customized.instead().is_none());
            stood_in += usize::from(customized.instead().is_some());
            customized.update(case.changes.iter().copied()).unwrap();
            widened += usize::from(is_wide(&customized) && !before);
            cut += usize::from(customized.distance(0, 1, &mut Workspace::default()).is_none());
        }
        assert!(high > 20 && wide > 20 && cut > 20 && widened > 0, "{high} {wide} {cut} {widened}");
        assert!(told > 5 && stood_in > 5, "{told} {stood_in}");
    }

    #[test]
    fn wrong_orders_and_lengths_are_refused() {
        let arcs = [(0, 1), (1, 2)].map(|(tail, head)| (tail, head, CostVector::ZERO));
        let graph = Graph::new(3, arcs).unwrap();
        for order in [&[0, 1][..], &[0, 1, 1], &[0, 1, 3]] {
            let refused = Hierarchy::new(&graph, order).unwrap_err();
            assert_eq!(refused, HierarchyError::NoOrder { states: 3, named: order.len() });
        }
        let hierarchy = Hierarchy::new(&graph, &[0, 2, 1]).unwrap();
        assert!(matches!(hierarchy.customize(|_| 1 << 62), Err(HierarchyError::TooLong { .. })));
        assert!(matches!(hierarchy.customize(|_| u64::MAX), Err(HierarchyError::TooLong { .. })));
        let mut customized = hierarchy.customize(|_| 7).unwrap();
        assert_eq!(customized.update([(2, None)]), Err(HierarchyError::NoArc { arc: 2, arcs: 2 }));
        assert!(customized.update([(0, Some(1 << 62))]).is_err());
        let memory = &mut Workspace::default();
        assert_eq!(customized.distance(0, 2, memory), Some(14));
        customized.update([(0, Some(1 << 45))]).unwrap();
        assert_eq!(customized.distance(0, 2, memory), Some((1 << 45) + 7));
        assert_eq!(customized.distance(0, 3, memory), None);
    }
}
