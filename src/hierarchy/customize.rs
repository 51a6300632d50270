//! Lengths of all arcs of a hierarchy, from those of the given arcs.

use super::ticks::{Block, SEVERAL, Sums, Ticks};
use super::topology::{NONE, Topology, WIDTH};
use super::unit::Unit;
use super::unpack::Parts;

/// The length of an arc that nothing may take.
pub(crate) const CLOSED: u64 = u64::MAX;

/// A length as it is kept: what is too long stays so, and is no closure.
#[inline]
pub(crate) fn kept(length: Option<u64>) -> u64 {
    length.map_or(CLOSED, |ticks| ticks.min(CLOSED - 1))
}

/// The lengths of one metric.
#[derive(Clone, Debug)]
pub(crate) struct Lengths<W> {
    /// Of each given arc, in the order of [`Topology::given`].
    pub(crate) given: Vec<W>,
    /// Of each arc towards the more important end.
    pub(crate) up: Vec<Block<W>>,
    /// Of each arc back.
    pub(crate) down: Vec<Block<W>>,
    /// What each arc stands for, as far as paths have needed it.
    pub(crate) parts: Parts,
}

impl<W: Ticks> Lengths<W> {
    /// All lengths, bottom up: each arc is as long as the shortest way below it (Dibbelt, Strasser, Wagner 2016).
    ///
    /// O(t) for t triangles.
    pub(crate) fn customize(topology: &Topology, given: Vec<W>) -> Lengths<W> {
        let [up, down] = zeros(topology);
        let mut lengths = Lengths { given, up, down, parts: Parts::default() };
        lengths.customize_again(topology);
        lengths
    }

    /// All lengths anew after those of given arcs have changed, in the memory that the old ones had.
    pub(crate) fn customize_again(&mut self, topology: &Topology) {
        self.parts = Parts::default();
        if topology.height() > HIGHEST {
            return self.customize_high(topology);
        }
        Rows { given: &self.given, up: &mut self.up, down: &mut self.down, first: 0 }.close(topology);
    }

    /// The same for trees so high that unfinished rows would not fit memory: arc by arc.
    fn customize_high(&mut self, topology: &Topology) {
        for p in (0..topology.states() as u32).rev() {
            let blocks = topology.blocks(p);
            self.up[blocks.clone()].fill(W::UNREACHED);
            self.down[blocks].fill(W::UNREACHED);
            for (_, lane) in topology.lanes(p) {
                let [up, down] = self.made_anew(topology, p, lane);
                let (block, i) = ((lane / WIDTH) as usize, (lane % WIDTH) as usize);
                (self.up[block][i], self.down[block][i]) = (up, down);
            }
        }
    }
}

/// The lengths of several metrics side by side, [`SEVERAL`] at the most: what takes time is finding the rows, which all share.
pub(crate) struct Together {
    pub(crate) up: Vec<Block<[u32; SEVERAL]>>,
    pub(crate) down: Vec<Block<[u32; SEVERAL]>>,
}

impl Together {
    /// Room for them, to be used for one batch after the other; `None` where the tree is too high for it.
    pub(crate) fn new(topology: &Topology) -> Option<Together> {
        let [up, down] = zeros(topology);
        (topology.height() <= HIGHEST).then_some(Together { up, down })
    }

    /// All lengths from those of the given arcs, by metric.
    pub(crate) fn customize(&mut self, topology: &Topology, given: &[Vec<u32>]) {
        let of = |i: usize| std::array::from_fn(|metric| given.get(metric).map_or(0, |given| given[i]));
        let given: Vec<[u32; SEVERAL]> = (0..topology.given.len()).map(of).collect();
        Rows { given: &given, up: &mut self.up, down: &mut self.down, first: 0 }.close(topology);
    }
}

/// Room for the lengths both ways. Zeros cost nothing until they are written, and every row is written before it is read.
fn zeros<W: Sums>(topology: &Topology) -> [Vec<Block<W>>; 2] {
    [(); 2].map(|()| vec![Block::<W>::default(); topology.block.len()])
}

/// The rows of a range of positions.
struct Rows<'a, W> {
    given: &'a [W],
    up: &'a mut [Block<W>],
    down: &'a mut [Block<W>],
    /// The block with which they begin.
    first: usize,
}

impl<W: Sums> Rows<'_, W> {
    /// Makes all rows.
    fn close(mut self, topology: &Topology) {
        let tasks = tasks(topology);
        let parts = self.make_apart(topology, &tasks);
        let mut open = open_tiles(topology.height());
        let (mut tasks, mut end) = (tasks.iter().zip(&parts).rev().peekable(), topology.states() as u32);
        while end > 0 {
            if let Some((root, part)) = tasks.next_if(|(root, _)| topology.end(**root) == end) {
                let pairs = pairs(topology, *root).zip(part);
                pairs.for_each(|(place, handed)| merge(&mut open[place], handed));
                end = *root;
            } else {
                end -= 1;
                self.close_row(topology, end, &mut open);
            }
        }
    }

    /// Makes the subtrees at some positions, none below another, on all cores; what each hands on to those above, by pairs of blocks of its row.
    fn make_apart(&mut self, topology: &Topology, roots: &[u32]) -> Vec<Vec<Tile<W>>> {
        let (mut up, mut down, mut first) = (&mut self.up[..], &mut self.down[..], 0);
        let mut apart = Vec::with_capacity(roots.len());
        for root in roots {
            let blocks = [*root, topology.end(*root)].map(|p| topology.first_block[p as usize] as usize);
            let (above, up_after) = std::mem::take(&mut up)[blocks[0] - first..].split_at_mut(blocks[1] - blocks[0]);
            let (below, down_after) =
                std::mem::take(&mut down)[blocks[0] - first..].split_at_mut(blocks[1] - blocks[0]);
            (up, down, first) = (up_after, down_after, blocks[1]);
            apart.push((*root, Rows { given: self.given, up: above, down: below, first: blocks[0] }));
        }
        let make = |open: &mut Vec<Tile<W>>, (root, mut rows): (u32, Rows<'_, W>)| {
            (root..topology.end(root)).rev().for_each(|p| rows.close_row(topology, p, open));
            let unreached = [[W::UNREACHED; 2]; WIDTH as usize];
            pairs(topology, root).map(|place| std::mem::replace(&mut open[place], unreached)).collect()
        };
        let height = topology.height();
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            apart.into_par_iter().map_init(|| open_tiles(height), make).collect()
        }
        #[cfg(not(feature = "rayon"))]
        {
            let mut open = open_tiles(height);
            apart.into_iter().map(|task| make(&mut open, task)).collect()
        }
    }

    /// Makes the row of `p`, to which all below have been handed on, and hands it on to its heads.
    ///
    /// The rows of the ancestors of one position are few and stay in the nearest memory; looking from each row at all below it
    /// would fetch them from afar. Lanes that are no heads are handed on too, as infinity: that takes less time than to tell them apart.
    #[inline]
    fn close_row(&mut self, topology: &Topology, p: u32, open: &mut [Tile<W>]) {
        let depth = topology.depth[p as usize];
        let blocks = topology.blocks(p);
        let here = blocks.start - self.first..blocks.end - self.first;
        let (above, below) = (&mut self.up[here.clone()], &mut self.down[here]);
        let block = &topology.block[blocks.clone()];
        let (own, lane) = ((depth / WIDTH) as usize, (depth % WIDTH) as usize);
        let row = tiles(open, own);
        // Of the block with `p` itself only what is before it belongs to the row.
        for side in &mut row[own][lane] {
            side[lane..].fill(W::INFINITY);
        }
        for (block, (above, below)) in block.iter().zip(above.iter_mut().zip(below.iter_mut())) {
            [*above, *below] = std::mem::replace(&mut row[*block as usize][lane], [W::UNREACHED; 2]);
        }
        row[own][lane] = [W::UNREACHED; 2];
        for i in topology.given_range(p) {
            let (side, lane) = (topology.slot[i] & 1, topology.slot[i] / 2 - blocks.start as u32 * WIDTH);
            let side = if side == 0 { &mut *above } else { &mut *below };
            let length = &mut side[(lane / WIDTH) as usize][(lane % WIDTH) as usize];
            *length = length.least(self.given[i]);
        }
        for last in 0..block.len() {
            let (to, back) = (below[last], above[last]);
            let row = tiles(open, block[last] as usize);
            let lengths = above[..=last].iter().zip(&below[..=last]);
            for (block, (above, below)) in block[..=last].iter().zip(lengths) {
                let tile = &mut row[*block as usize];
                for ([up, down], (to, back)) in tile.iter_mut().zip(to.iter().zip(back)) {
                    W::relax(up, above, *to);
                    W::relax(down, below, back);
                }
            }
        }
    }
}

/// The largest subtrees that take no more than a share of all positions, to be made at the same time; none without the feature `rayon`.
fn tasks(topology: &Topology) -> Vec<u32> {
    let share = if cfg!(test) { 6 } else { (topology.states() / 32).max(1000) };
    let share = if cfg!(any(test, feature = "rayon")) { share as u32 } else { 0 };
    let is_small = |p: u32| topology.subtree[p as usize] <= share;
    let parent = |p: u32| topology.parent[p as usize];
    // A leaf alone is made as fast as it is handed over.
    let is_task = |p: &u32| {
        is_small(*p) && topology.subtree[*p as usize] > share / 4 && (parent(*p) == NONE || !is_small(parent(*p)))
    };
    (0..topology.states() as u32).filter(is_task).collect()
}

/// Where the tiles stand that a row hands something on to.
fn pairs(topology: &Topology, p: u32) -> impl Iterator<Item = usize> + '_ {
    let row = &topology.block[topology.blocks(p)];
    let place = |last: u32, block: u32| last as usize * (last as usize + 1) / 2 + block as usize;
    (0..row.len()).flat_map(move |last| row[..=last].iter().map(move |block| place(row[last], *block)))
}

fn merge<W: Sums>(tile: &mut Tile<W>, handed: &Tile<W>) {
    for (to, from) in tile.as_flattened_mut().iter_mut().zip(handed.as_flattened()) {
        W::relax(to, from, W::default());
    }
}

fn open_tiles<W: Sums>(height: usize) -> Vec<Tile<W>> {
    vec![[[W::UNREACHED; 2]; WIDTH as usize]; height * (height + 1) / 2]
}

/// The most blocks of ancestors for which unfinished rows are held: 64 MB of them.
const HIGHEST: usize = if cfg!(test) { 3 } else { 1000 };

/// Unfinished rows of the ancestors of one position: for each depth of a block the lengths both ways to each depth of another.
type Tile<W> = [[Block<W>; 2]; WIDTH as usize];

/// The tiles of a block of depths, one for each block up to itself.
#[inline]
fn tiles<W>(open: &mut [Tile<W>], block: usize) -> &mut [Tile<W>] {
    &mut open[block * (block + 1) / 2..][..=block]
}

/// The lengths of given arcs, counted in a unit of them, in the order of a topology, and more than any path takes; `None` if one does not fit.
pub(crate) fn in_rows<W: Ticks>(topology: &Topology, by_arc: &[u64], unit: Unit) -> Option<(Vec<W>, u64)> {
    let (mut lengths, mut most) = (Vec::with_capacity(topology.given.len()), 0u64);
    for p in 0..topology.states() as u32 {
        // A path takes at most one arc of this row up and one down.
        let mut longest = [0u64; 2];
        for i in topology.given_range(p) {
            let (ticks, side) = (by_arc[topology.given[i] as usize], &mut longest[(topology.slot[i] & 1) as usize]);
            lengths.push(if ticks == CLOSED {
                W::INFINITY
            } else {
                let count = unit.counted(ticks)?;
                *side = (*side).max(count);
                W::of(count)?
            });
        }
        most = most.saturating_add(longest[0]).saturating_add(longest[1]);
    }
    Some((lengths, most))
}

/// Lengths shifted right in the order of a topology, with what is too long cut down to infinity: for bounds from below.
pub(crate) fn in_rows_capped(topology: &Topology, by_arc: &[u64], shift: u32) -> Vec<u32> {
    let length = |arc: &u32| match by_arc[*arc as usize] {
        CLOSED => u32::INFINITY,
        ticks => u32::of(ticks >> shift).unwrap_or(u32::INFINITY),
    };
    topology.given.iter().map(length).collect()
}
