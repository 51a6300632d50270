//! Lanes in a file, so that they are made once for a network.
//!
//! Little-endian numbers of 32 bits: a head of [`HEAD`] numbers, then the lengths of all shortcuts up and those back. The vectors follow from the
//! graph.

use super::Hierarchy;
use super::file::{long, mixed, put, word};
use super::lanes::{INFINITY, Lanes};
use crate::engine::Graph;
use std::io::{Read, Write};

const MAGIC: [u32; 2] = [u32::from_le_bytes(*b"corr"), u32::from_le_bytes(*b"lane")];
const VERSION: u32 = 1;
/// Magic, version, criteria, vectors, shortcuts, hash of what they were made for, checksum of what follows the head.
const HEAD: usize = 10;

/// Why a file holds no lanes for a graph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LanesFileError {
    /// It could not be read.
    #[error("the lanes could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// It does not begin as such a file does.
    #[error("this is no file of lanes; write one with `Lanes::write`")]
    NotLanes,
    /// It was written by another version of the library.
    #[error("the lanes have format {found}, not {supported}; make them anew with this version")]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that this version reads.
        supported: u32,
    },
    /// They were made for another graph, other costs or another hierarchy.
    #[error("the lanes were made for another graph, other costs or another hierarchy; make them anew")]
    OtherGraph,
    /// It ends too early or too late.
    #[error("the lanes have {found} bytes and not {expected}; they were cut off or added to")]
    Length {
        /// How many bytes there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Its bytes are not those that were written.
    #[error("the lanes are damaged; make them anew")]
    Damaged,
}

impl Lanes {
    /// Writes the lanes, to be read with [`Lanes::read`]: 8 bytes for each shortcut and vector.
    ///
    /// ```
    /// # use corridor::engine::{Graph, Hierarchy, Lanes};
    /// # use corridor::{CostVector, Criterion::*};
    /// # let arcs = [(0, 1, 7), (1, 2, 5)].map(|(tail, head, km)| (tail, head, CostVector::new([km, 60, 0, 0, 0, 0])));
    /// # let graph = Graph::new(3, arcs)?;
    /// # let hierarchy = Hierarchy::new(&graph, &[0, 2, 1])?;
    /// let mut file = Vec::new();
    /// Lanes::new(&graph, &hierarchy, [Distance, Time])?.write(&mut file)?;
    /// assert_eq!(Lanes::read(&file[..], &graph, &hierarchy)?.vectors(), 9);
    /// assert!(Lanes::read(&file[..20], &graph, &hierarchy).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer reports.
    pub fn write(&self, file: impl Write) -> std::io::Result<()> {
        let numbers = || self.up.iter().chain(&self.down).copied();
        let (made_for, sum) = (self.made_for, mixed(numbers()));
        let counts = [self.mask(), self.vectors.len() as u32, self.topology.head.len() as u32];
        let head = [MAGIC[0], MAGIC[1], VERSION].into_iter().chain(counts);
        let head = head.chain([made_for as u32, (made_for >> 32) as u32, sum as u32, (sum >> 32) as u32]);
        put(file, head.chain(numbers()))
    }

    /// Reads the lanes of a graph and a hierarchy of it.
    ///
    /// Costs are part of what is compared: lanes made for lower costs would bound as well, but lanes made for higher ones would not. That the lengths are right
    /// is not worked out again, only that they are those that were written. O(m + a v) for m arcs, a shortcuts and v vectors.
    ///
    /// # Errors
    /// A file that can't be read, holds no lanes, was written by another version, is for another graph, cut off or damaged.
    pub fn read(mut file: impl Read, graph: &Graph, hierarchy: &Hierarchy) -> Result<Lanes, LanesFileError> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut head = [0; HEAD];
        head.iter_mut().zip(bytes.chunks_exact(4)).for_each(|(number, bytes)| *number = word(bytes));
        if head[..2] != MAGIC {
            return Err(LanesFileError::NotLanes);
        }
        if head[2] != VERSION {
            return Err(LanesFileError::Version { found: head[2], supported: VERSION });
        }
        let lengths = u64::from(head[4]) * u64::from(head[5]);
        // More than fits a number is more than any file holds.
        let expected = lengths.saturating_mul(8).saturating_add(4 * HEAD as u64);
        if bytes.len() as u64 != expected {
            return Err(LanesFileError::Length { expected, found: bytes.len() as u64 });
        }
        if graph.arcs() != hierarchy.arcs() || graph.states() != hierarchy.states() || head[3] >> 6 != 0 {
            return Err(LanesFileError::OtherGraph);
        }
        let criteria = std::array::from_fn(|axis| head[3] >> axis & 1 == 1);
        let mut lanes = Lanes::without_lengths(graph, hierarchy, criteria).map_err(|_| LanesFileError::OtherGraph)?;
        let counts = [lanes.vectors.len(), hierarchy.shortcuts()];
        if lanes.made_for != long(head[6], head[7]) || counts != [head[4] as usize, head[5] as usize] {
            return Err(LanesFileError::OtherGraph);
        }
        let numbers: Vec<u32> = bytes[4 * HEAD..].chunks_exact(4).map(word).collect();
        drop(bytes);
        // Sums of two lengths have to fit.
        let fit = numbers.iter().all(|length| *length <= INFINITY);
        if !fit || long(head[8], head[9]) != mixed(numbers.iter().copied()) {
            return Err(LanesFileError::Damaged);
        }
        lanes.down = numbers[numbers.len() / 2..].to_vec();
        lanes.up = numbers;
        lanes.up.truncate(lanes.down.len());
        lanes.up.shrink_to_fit();
        Ok(lanes)
    }

    /// A hash of the arcs and their costs, the hierarchy, the criteria, the vectors and the bits cut off.
    pub(super) fn hash(&self, graph: &Graph) -> u64 {
        let topology = &*self.topology;
        let arc = |arc: u32| [graph.tail(arc), graph.head(arc)].into_iter().chain(graph.cost(arc).ticks());
        let arcs = (0..graph.arcs() as u32).flat_map(arc);
        let order = topology.state.iter().chain(&topology.first).chain(&topology.head).copied();
        let vectors = self.vectors.iter().flatten().flat_map(|weight| [*weight as u32, (*weight >> 32) as u32]);
        let lanes = vectors.chain(self.shifts.iter().copied()).chain([self.mask()]);
        mixed(arcs.chain(order).chain(lanes))
    }
}

/// Makes the checksum right again, whatever the rest has become.
#[cfg(test)]
pub(super) fn seal(file: &mut [u8]) {
    let sum = mixed(file.chunks_exact(4).skip(HEAD).map(word));
    file[4 * HEAD - 8..4 * HEAD].copy_from_slice(&sum.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::{CostVector, Criterion};
    use crate::engine::Workspace;
    use crate::engine::oracle::{Case, config, large};
    use crate::hierarchy::nested_dissection;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn hierarchy(graph: &Graph) -> Hierarchy {
        let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        Hierarchy::new(graph, &nested_dissection(&vec![(0.0, 0.0); graph.states()], &ends)).unwrap()
    }

    proptest! {
        #![proptest_config(config(60))]

        #[test]
        fn a_file_gives_the_same_lanes_or_an_error(
            case in large(),
            criteria in prop::sample::subsequence(Criterion::ALL.to_vec(), 0..=6),
            damage in vec((any::<prop::sample::Index>(), 1..=u8::MAX), 30),
        ) {
            let Case { graph, weights, from, goals, .. } = &case;
            let (hierarchy, memory) = (hierarchy(graph), &mut Workspace::default());
            let lanes = Lanes::new(graph, &hierarchy, criteria).unwrap();
            let mut file = Vec::new();
            lanes.write(&mut file).unwrap();
            let read = Lanes::read(&file[..], graph, &hierarchy).unwrap();
            prop_assert_eq!((&read.up, &read.down, &read.vectors), (&lanes.up, &lanes.down, &lanes.vectors));
            prop_assert_eq!((&read.shifts, read.mask()), (&lanes.shifts, lanes.mask()));
            for (at, flip) in damage {
                let at = at.index(file.len());
                prop_assert!(Lanes::read(&file[..at], graph, &hierarchy).is_err());
                let mut damaged = file.clone();
                damaged[at] ^= flip;
                prop_assert!(Lanes::read(&damaged[..], graph, &hierarchy).is_err(), "byte {}", at);
                // With a checksum that hides the damage nothing panics.
                seal(&mut damaged);
                if let Ok(read) = Lanes::read(&damaged[..], graph, &hierarchy) {
                    read.best(graph, *from, goals[0].state, weights, memory);
                }
            }
        }
    }

    #[test]
    fn a_file_says_why_it_is_refused() {
        let graph = |metres: u32| {
            let arcs = [(0, 1, metres), (1, 2, 5)];
            Graph::new(3, arcs.map(|(tail, head, metres)| (tail, head, CostVector::new([metres, 0, 0, 0, 0, 0]))))
                .unwrap()
        };
        let (made_for, dearer) = (graph(7), graph(8));
        let order = |order: [u32; 3]| Hierarchy::new(&made_for, &order).unwrap();
        let (hierarchy, other) = (order([0, 2, 1]), order([1, 0, 2]));
        let mut file = Vec::new();
        Lanes::new(&made_for, &hierarchy, [Criterion::Distance]).unwrap().write(&mut file).unwrap();
        let refused = |file: &[u8], graph, hierarchy| Lanes::read(file, graph, hierarchy).unwrap_err().to_string();
        assert!(refused(&file, &dearer, &hierarchy).contains("other costs"));
        assert!(refused(&file, &made_for, &other).contains("another hierarchy"));
        assert!(refused(&file[..file.len() - 1], &made_for, &hierarchy).contains("cut off"));
        assert!(refused(b"no lanes", &made_for, &hierarchy).contains("no file of lanes"));
        let mut later = file.clone();
        later[8] = 9;
        assert!(refused(&later, &made_for, &hierarchy).contains("format 9, not 1"));
        *file.last_mut().unwrap() ^= 1;
        assert!(refused(&file, &made_for, &hierarchy).contains("damaged"));
    }
}
