//! A hierarchy in a file, so that it is made once for a network.
//!
//! Little-endian numbers of 32 bits: a head of [`HEAD`] numbers, then the state at each position, where each row ends, and the heads of all rows.
//! Everything else follows from these and the graph.

use super::Hierarchy;
use super::topology::Topology;
use crate::engine::Graph;
use std::io::{Read, Write};
use std::sync::Arc;

const MAGIC: [u32; 2] = [u32::from_le_bytes(*b"corr"), u32::from_le_bytes(*b"hier")];
const VERSION: u32 = 1;
/// Magic, version, states, shortcuts, hash of the graph, checksum of what follows the head.
const HEAD: usize = 9;

/// Why a file holds no hierarchy for a graph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyFileError {
    /// It could not be read.
    #[error("the hierarchy could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// It does not begin as such a file does.
    #[error("this is no file of a hierarchy; write one with `Hierarchy::write`")]
    NotAHierarchy,
    /// It was written by another version of the library.
    #[error("the hierarchy has format {found}, not {supported}; make it anew with this version")]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that this version reads.
        supported: u32,
    },
    /// It was made for another graph.
    #[error("the hierarchy was made for another graph; make it anew")]
    OtherGraph,
    /// It ends too early or too late.
    #[error("the hierarchy has {found} bytes and not {expected}; it was cut off or added to")]
    Length {
        /// How many bytes there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Its bytes are not those that were written.
    #[error("the hierarchy is damaged; make it anew")]
    Damaged,
}

impl Hierarchy {
    /// Writes the hierarchy, to be read with [`Hierarchy::read`]: 8 bytes a state and 4 a shortcut.
    ///
    /// ```
    /// # use corridor::engine::{Graph, Hierarchy};
    /// # let graph = Graph::new(3, [(0, 1), (1, 2)].map(|(tail, head)| (tail, head, corridor::CostVector::ZERO)))?;
    /// let mut file = Vec::new();
    /// Hierarchy::new(&graph, &[0, 2, 1])?.write(&mut file)?;
    /// assert_eq!(Hierarchy::read(&file[..], &graph)?.shortcuts(), 2);
    /// assert!(Hierarchy::read(&file[..20], &graph).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer reports.
    pub fn write(&self, file: impl Write) -> std::io::Result<()> {
        let topology = &*self.topology;
        let numbers = || topology.state.iter().chain(&topology.first[1..]).chain(&topology.head).copied();
        let (graph, sum) = (self.graph, mixed(numbers()));
        let counts = [topology.states() as u32, topology.head.len() as u32];
        let head = [MAGIC[0], MAGIC[1], VERSION, counts[0], counts[1]];
        let head = head.into_iter().chain([graph as u32, (graph >> 32) as u32, sum as u32, (sum >> 32) as u32]);
        put(file, head.chain(numbers()))
    }

    /// Reads the hierarchy of a graph.
    ///
    /// Beside the checksum all is checked that a right answer needs: no file, however it was made, leads to a wrong one. O(a + m log a) for m arcs
    /// and a shortcuts.
    ///
    /// # Errors
    /// A file that can't be read, is no hierarchy, was written by another version, is for another graph, cut off or damaged.
    pub fn read(mut file: impl Read, graph: &Graph) -> Result<Hierarchy, HierarchyFileError> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut head = [0; HEAD];
        head.iter_mut().zip(bytes.chunks_exact(4)).for_each(|(number, bytes)| *number = word(bytes));
        if head[..2] != MAGIC {
            return Err(HierarchyFileError::NotAHierarchy);
        }
        if head[2] != VERSION {
            return Err(HierarchyFileError::Version { found: head[2], supported: VERSION });
        }
        let (states, shortcuts) = (head[3] as usize, head[4] as usize);
        let expected = 4 * (HEAD as u64 + 2 * states as u64 + shortcuts as u64);
        if bytes.len() as u64 != expected {
            return Err(HierarchyFileError::Length { expected, found: bytes.len() as u64 });
        }
        let arcs: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        let (made_for, here) = (long(head[5], head[6]), hash(graph.states(), &arcs));
        if made_for != here {
            return Err(HierarchyFileError::OtherGraph);
        }
        if states != graph.states() {
            return Err(HierarchyFileError::Damaged);
        }
        let numbers = |bytes: &[u8]| bytes.chunks_exact(4).map(word).collect::<Vec<u32>>();
        let numbers_of = &bytes[4 * HEAD..];
        if long(head[7], head[8]) != mixed(numbers_of.chunks_exact(4).map(word)) {
            return Err(HierarchyFileError::Damaged);
        }
        let (state, rest) = numbers_of.split_at(4 * states);
        let (ends, heads) = rest.split_at(4 * states);
        let mut first = vec![0; states + 1];
        first[1..].iter_mut().zip(ends.chunks_exact(4)).for_each(|(first, end)| *first = word(end));
        let (state, heads) = (numbers(state), numbers(heads));
        drop(bytes);
        let topology = Topology::from_rows(&arcs, state, first, heads).ok_or(HierarchyFileError::Damaged)?;
        Ok(Hierarchy { topology: Arc::new(topology), graph: here })
    }
}

/// A hash of the number of states and of where each arc leads.
pub(crate) fn hash(states: usize, arcs: &[(u32, u32)]) -> u64 {
    mixed(std::iter::once(states as u32).chain(arcs.iter().flat_map(|(tail, head)| [*tail, *head])))
}

/// Writes numbers in order, some thousand at a time.
pub(super) fn put(mut file: impl Write, numbers: impl Iterator<Item = u32>) -> std::io::Result<()> {
    let mut bytes = Vec::with_capacity(1 << 16);
    for number in numbers {
        bytes.extend(number.to_le_bytes());
        if bytes.len() == 1 << 16 {
            file.write_all(&bytes)?;
            bytes.clear();
        }
    }
    file.write_all(&bytes)
}

/// The number that four bytes hold.
pub(super) fn word(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_le_bytes)
}

/// The number of 64 bits that two of 32 hold.
pub(super) fn long(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// A number that changes with each of `numbers` and their order: each is added and the sum multiplied by the odd constant of
/// Knuth's MMIX, folded so that high bits reach low ones.
pub(super) fn mixed(numbers: impl Iterator<Item = u32>) -> u64 {
    numbers.fold(0x9E37_79B9_7F4A_7C15, |sum: u64, number| {
        let sum = (sum ^ u64::from(number)).wrapping_mul(6_364_136_223_846_793_005);
        sum ^ sum >> 32
    })
}

/// Makes the checksum right again, whatever the rest has become.
#[cfg(test)]
pub(crate) fn seal(file: &mut [u8]) {
    let numbers = file.chunks_exact(4).skip(HEAD).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let sum = mixed(numbers);
    file[4 * HEAD - 8..4 * HEAD].copy_from_slice(&sum.to_le_bytes());
}
