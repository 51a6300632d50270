//! From many states to many: one sweep down the hierarchy for sixteen sources at a time (RPHAST; Delling, Goldberg, Werneck, "Faster
//! batched shortest paths in road networks", ATMOS 2011).

use super::customize::Lengths;
use super::customized::{Customized, Either};
use super::query::{Space, at};
use super::ticks::{Block, Ticks};
use super::topology::{NONE, Topology};

/// Sources that one sweep serves: four vectors, one line of the cache at 32 bits.
const BLOCKS: usize = 4;
const SOURCES: usize = BLOCKS * super::topology::WIDTH as usize;
type Row<W> = [Block<W>; BLOCKS];

/// The distances from some states to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    targets: usize,
    /// Row by row; `u64::MAX` where there is no path.
    lengths: Vec<u64>,
}

impl Matrix {
    /// From the source and to the target that stand at these places in the question; `None` if there is no path, or no such place.
    pub fn distance(&self, source: usize, target: usize) -> Option<u64> {
        let row = self.lengths.chunks(self.targets.max(1)).nth(source)?;
        row.get(target).copied().filter(|length| *length != u64::MAX)
    }
}

/// The ancestors of all targets, the most important first, with the arcs down to each.
struct Selection<W> {
    /// Where each position stands among the selected; [`NONE`] if it does not.
    place: Vec<u32>,
    first: Vec<u32>,
    /// The place of the more important end and the length.
    arcs: Vec<(u32, W)>,
}

impl<W: Ticks> Selection<W> {
    fn new(lengths: &Lengths<W>, topology: &Topology, targets: &[Option<u32>]) -> Selection<W> {
        let mut place = vec![NONE; topology.states()];
        for target in targets.iter().flatten() {
            let mut p = *target;
            while p != NONE && place[p as usize] == NONE {
                place[p as usize] = 0;
                p = topology.parent[p as usize];
            }
        }
        let (mut first, mut arcs) = (vec![0], Vec::new());
        for p in 0..topology.states() as u32 {
            if place[p as usize] != NONE {
                place[p as usize] = first.len() as u32 - 1;
                let open = topology.lanes(p).map(|(head, lane)| (place[head as usize], at(&lengths.down, lane)));
                arcs.extend(open.filter(|(_, length)| *length < W::INFINITY));
                first.push(arcs.len() as u32);
            }
        }
        Selection { place, first, arcs }
    }

    /// The distances from up to [`SOURCES`] positions to all that is selected.
    fn sweep(&self, lengths: &Lengths<W>, topology: &Topology, sources: &[Option<u32>], memory: &mut Memory<W>) {
        memory.rows.clear();
        memory.rows.resize(self.first.len() - 1, [W::UNREACHED; BLOCKS]);
        for (i, source) in sources.iter().enumerate() {
            let Some(source) = source else { continue };
            lengths.climb_all(topology, *source, &mut memory.space, |p, length| {
                if let Some(row) = memory.rows.get_mut(self.place[p as usize] as usize) {
                    row[i / Block::<W>::default().len()][i % Block::<W>::default().len()] = length;
                }
            });
        }
        for i in 0..self.first.len() - 1 {
            let (above, row) = memory.rows.split_at_mut(i);
            let row = &mut row[0];
            for (head, length) in &self.arcs[self.first[i] as usize..self.first[i + 1] as usize] {
                for (to, from) in row.iter_mut().zip(&above[*head as usize]) {
                    W::relax(to, from, *length);
                }
            }
        }
    }
}

#[derive(Default)]
struct Memory<W> {
    rows: Vec<Row<W>>,
    space: Space<W>,
}

impl<W: Ticks> Lengths<W> {
    fn matrix(
        &self,
        topology: &Topology,
        sources: &[Option<u32>],
        targets: &[Option<u32>],
        of: &Customized,
    ) -> Vec<u64> {
        let selection = Selection::new(self, topology, targets);
        let mut lengths = vec![u64::MAX; sources.len() * targets.len()];
        let fill = |memory: &mut Memory<W>, sources: &[Option<u32>], lengths: &mut [u64]| {
            selection.sweep(self, topology, sources, memory);
            for (i, lengths) in lengths.chunks_mut(targets.len()).enumerate() {
                for (target, length) in targets.iter().zip(lengths) {
                    let place = target.map_or(NONE, |target| selection.place[target as usize]);
                    let found = memory.rows.get(place as usize).map_or(W::INFINITY, |row| row.as_flattened()[i]);
                    if sources[i].is_some() {
                        *length = of.ticks(found).unwrap_or(u64::MAX);
                    }
                }
            }
        };
        let rows = SOURCES * targets.len();
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            let rows = lengths.par_chunks_mut(rows.max(1)).zip(sources.par_chunks(SOURCES));
            rows.for_each_init(Memory::default, |memory, (lengths, sources)| fill(memory, sources, lengths));
        }
        #[cfg(not(feature = "rayon"))]
        {
            let mut memory = Memory::default();
            for (lengths, sources) in lengths.chunks_mut(rows.max(1)).zip(sources.chunks(SOURCES)) {
                fill(&mut memory, sources, lengths);
            }
        }
        lengths
    }

    /// The distances from a position to all of its tree and beyond, by position, as far as `budget`.
    fn reach(&self, topology: &Topology, source: u32, budget: W) -> Vec<W> {
        let mut lengths = vec![W::INFINITY; topology.states()];
        self.climb_all(topology, source, &mut Space::default(), |p, length| lengths[p as usize] = length);
        for p in 0..topology.states() as u32 {
            let ways = topology.lanes(p).map(|(head, lane)| lengths[head as usize].plus(at(&self.down, lane)));
            let least = ways.min().unwrap_or(W::INFINITY).min(lengths[p as usize]);
            lengths[p as usize] = if least <= budget { least } else { W::INFINITY };
        }
        lengths
    }
}

impl Customized {
    /// The distances from each source to each target.
    ///
    /// O(a) time for each sixteen sources, where a counts the shortcuts of all ancestors of targets; on all cores with the feature `rayon`. States that
    /// do not exist have no distance.
    ///
    /// ```
    /// # use corridor::engine::{Graph, Hierarchy};
    /// # let graph = Graph::new(3, [(0, 1), (1, 2)].map(|(tail, head)| (tail, head, corridor::CostVector::ZERO)))?;
    /// let hops = Hierarchy::new(&graph, &[0, 2, 1])?.customize(|_| 1)?;
    /// let matrix = hops.matrix(&[0, 1], &[0, 1, 2]);
    /// assert_eq!((matrix.distance(0, 2), matrix.distance(1, 0)), (Some(2), None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn matrix(&self, sources: &[u32], targets: &[u32]) -> Matrix {
        let positions = |states: &[u32]| states.iter().map(|state| self.position(*state)).collect::<Vec<_>>();
        let (from, to) = (positions(sources), positions(targets));
        let topology = &*self.hierarchy.topology;
        let lengths = match self.lengths() {
            Either::Narrow(lengths) => lengths.matrix(topology, &from, &to, self),
            Either::Wide(lengths) => lengths.matrix(topology, &from, &to, self),
        };
        Matrix { targets: targets.len(), lengths }
    }

    /// The states at most `budget` away from a state, each with its distance, in order of state.
    ///
    /// Takes time in proportion to all shortcuts.
    ///
    /// ```
    /// # use corridor::engine::{Graph, Hierarchy};
    /// # let graph = Graph::new(3, [(0, 1), (1, 2)].map(|(tail, head)| (tail, head, corridor::CostVector::ZERO)))?;
    /// let hops = Hierarchy::new(&graph, &[0, 2, 1])?.customize(|_| 1)?;
    /// assert_eq!(hops.reach(0, 1), [(0, 0), (1, 1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reach(&self, from: u32, budget: u64) -> Vec<(u32, u64)> {
        fn all<W: Ticks>(customized: &Customized, lengths: &Lengths<W>, p: u32, budget: u64) -> Vec<(u32, u64)> {
            let topology = &*customized.hierarchy.topology;
            // More than any path is long means all.
            let budget = W::of(customized.units(budget)).unwrap_or(W::INFINITY);
            let found = lengths.reach(topology, p, budget);
            let length = |state: u32| customized.ticks(found[topology.position[state as usize] as usize]);
            (0..topology.states() as u32).filter_map(|state| Some((state, length(state)?))).collect()
        }
        match (self.lengths(), self.position(from)) {
            (_, None) => Vec::new(),
            (Either::Narrow(lengths), Some(p)) => all(self, lengths, p, budget),
            (Either::Wide(lengths), Some(p)) => all(self, lengths, p, budget),
        }
    }
}
