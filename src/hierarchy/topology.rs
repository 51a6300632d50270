//! What a hierarchy knows without any weights: the chordal supergraph of an order and its elimination tree.

use super::HierarchyError;

/// How many depths make a block: what fits one vector of plain x86-64, four numbers of 32 bits.
pub(crate) const WIDTH: u32 = 4;

/// Twice a lane, and one, has to fit 31 bits.
const MOST_SHORTCUTS: u32 = u32::MAX / (4 * WIDTH) - 1;
/// No position.
pub(crate) const NONE: u32 = u32::MAX;

/// The chordal supergraph of a graph under an order of its states (Dibbelt, Strasser, Wagner 2016).
///
/// States are renamed to positions: 0 is the most important, each stands before all its descendants in the
/// elimination tree, and every subtree is one range of positions. The row of a position holds the arcs to more important ones,
/// which all are its ancestors; each arc stands for both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Topology {
    /// The position of each state.
    pub(crate) position: Vec<u32>,
    /// The state at each position.
    pub(crate) state: Vec<u32>,
    /// The least important of the more important neighbours; [`NONE`] at a root.
    pub(crate) parent: Vec<u32>,
    /// How many positions each subtree takes.
    pub(crate) subtree: Vec<u32>,
    /// The row of position `p` is `first[p]..first[p + 1]`.
    pub(crate) first: Vec<u32>,
    /// Ascending within a row, all less than the position of the row.
    pub(crate) head: Vec<u32>,
    /// How many ancestors each position has. Those of one position all differ in it, so that it stands for them there.
    pub(crate) depth: Vec<u32>,
    /// The blocks of `p` are `first_block[p]..first_block[p + 1]`: the depths of its heads, [`WIDTH`] at a time, so
    /// that lengths are read and compared a block at a time. Lanes that are no heads stay at infinity.
    pub(crate) first_block: Vec<u32>,
    pub(crate) block: Vec<u32>,
    /// The arcs whose head is `p`, but not the first of their row, are `lanes_down[first_down[p]..first_down[p + 1]]`, ascending in
    /// their tails: those by which `p` has lower triangles.
    pub(crate) first_down: Vec<u32>,
    pub(crate) lanes_down: Vec<u32>,
    pub(crate) tails_down: Vec<u32>,
    /// The given arcs in the row of `p` are `first_given[p]..first_given[p + 1]` of the next two.
    pub(crate) first_given: Vec<u32>,
    /// Where the length of a given arc stands: twice the lane, and one more if the arc leads down.
    pub(crate) slot: Vec<u32>,
    pub(crate) given: Vec<u32>,
    /// Where each given arc stands there; [`NONE`] for a loop, which no shortest path takes.
    pub(crate) given_at: Vec<u32>,
}

impl Topology {
    /// O(a log a) time for a arcs of the chordal supergraph.
    pub(crate) fn new(states: usize, arcs: &[(u32, u32)], order: &[u32]) -> Result<Topology, HierarchyError> {
        let rank = ranks(states, order)?;
        if arcs.len() > MOST_SHORTCUTS as usize {
            return Err(HierarchyError::TooManyShortcuts { limit: MOST_SHORTCUTS });
        }
        let lower = lower_neighbours(states, arcs, &rank);
        let parents = elimination_tree(&lower);
        let position_of_rank = in_preorder(&parents);
        let position: Vec<u32> = rank.iter().map(|rank| position_of_rank[*rank as usize]).collect();
        let mut state = vec![0; states];
        (0..).zip(&position).for_each(|(s, position)| state[*position as usize] = s);

        // Rows of the least important first, which is how they come about; turned round at the end.
        let given = by_row(states, arcs, &position);
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); states];
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); states];
        let mut seen = vec![NONE; states];
        for p in (0..states as u32).rev() {
            let mut row = Vec::new();
            let mut add = |head: u32| {
                if head < p && std::mem::replace(&mut seen[head as usize], p) != p {
                    row.push(head);
                }
            };
            given.row(p).for_each(|(head, ..)| add(head));
            for child in &children[p as usize] {
                rows[*child as usize].iter().for_each(|head| add(*head));
            }
            row.sort_unstable();
            if let Some(parent) = row.last() {
                children[*parent as usize].push(p);
            }
            rows[p as usize] = row;
        }
        let mut first = vec![0u32; states + 1];
        let mut total = 0usize;
        for (p, row) in rows.iter().enumerate() {
            total += row.len();
            let limit = MOST_SHORTCUTS;
            let fits = |n: &u32| *n <= limit;
            first[p + 1] = u32::try_from(total).ok().filter(fits).ok_or(HierarchyError::TooManyShortcuts { limit })?;
        }
        let head: Vec<u32> = rows.concat();
        drop(rows);
        Topology::from_rows(arcs, state, first, head).ok_or(HierarchyError::NoOrder { states, named: order.len() })
    }

    /// All that follows from the state at each position and the rows, or `None` if they are no hierarchy of the arcs.
    ///
    /// What is checked is enough for every answer to be right, wherever the rows come from: all arcs are in them, and of the more
    /// important neighbours of a position all but its parent are neighbours of that too. O(a + m log a) for a arcs of the hierarchy and m given.
    pub(crate) fn from_rows(arcs: &[(u32, u32)], state: Vec<u32>, first: Vec<u32>, head: Vec<u32>) -> Option<Topology> {
        let states = state.len();
        let position = ranks(states, &state).ok()?;
        if arcs.len().max(head.len()) > MOST_SHORTCUTS as usize
            || first.len() != states + 1
            || first[0] != 0
            || first[states] as usize != head.len()
            || !first.is_sorted()
        {
            return None;
        }
        let (mut parent, mut depth, mut subtree) = (vec![NONE; states], vec![0u32; states], vec![1u32; states]);
        let (mut first_block, mut block) = (vec![0u32; states + 1], Vec::with_capacity(head.len() / 2));
        let mut lane = Vec::with_capacity(head.len());
        let mut first_down = vec![0u32; states + 1];
        for p in 0..states {
            let row = &head[first[p] as usize..first[p + 1] as usize];
            if let Some((last, others)) = row.split_last() {
                if *last as usize >= p || !row.is_sorted_by(|a, b| a < b) {
                    return None;
                }
                let above = &head[first[*last as usize] as usize..first[*last as usize + 1] as usize];
                let mut above = above.iter();
                if !others.iter().all(|head| above.any(|other| other == head)) {
                    return None;
                }
                parent[p] = *last;
                depth[p] = depth[*last as usize] + 1;
            }
            for head in row {
                let depth = depth[*head as usize];
                if block.len() == first_block[p] as usize || block.last() != Some(&(depth / WIDTH)) {
                    block.push(depth / WIDTH);
                }
                lane.push((block.len() as u32 - 1) * WIDTH + depth % WIDTH);
            }
            row.iter().skip(1).for_each(|head| first_down[*head as usize + 1] += 1);
            first_block[p + 1] = block.len() as u32;
        }
        for p in (0..states).rev().filter(|p| parent[*p] != NONE) {
            subtree[parent[p] as usize] += subtree[p];
        }
        // Each subtree within that of its parent, as many positions as it has states: so it is one range.
        let ends = |p: usize| p as u64 + u64::from(subtree[p]);
        if (0..states).any(|p| parent[p] != NONE && ends(p) > ends(parent[p] as usize)) {
            return None;
        }
        add_up(&mut first_down);
        let (mut next, down) = (first_down.clone(), first_down[states] as usize);
        let (mut lanes_down, mut tails_down) = (vec![0; down], vec![0; down]);
        for p in 0..states {
            for arc in (first[p] as usize..first[p + 1] as usize).skip(1) {
                let at = &mut next[head[arc] as usize];
                (lanes_down[*at as usize], tails_down[*at as usize]) = (lane[arc], p as u32);
                *at += 1;
            }
        }
        let given = by_row(states, arcs, &position);
        let mut slot = Vec::with_capacity(given.arc.len());
        for p in 0..states {
            let row = first[p] as usize..first[p + 1] as usize;
            for i in given.first[p] as usize..given.first[p + 1] as usize {
                let arc = row.start + head[row.clone()].binary_search(&given.head[i]).ok()?;
                slot.push(2 * lane[arc] + u32::from(given.down[i]));
            }
        }
        let mut given_at = vec![NONE; arcs.len()];
        (0..).zip(&given.arc).for_each(|(at, arc)| given_at[*arc as usize] = at);
        Some(Topology {
            position,
            state,
            parent,
            subtree,
            first,
            head,
            depth,
            first_block,
            block,
            first_down,
            lanes_down,
            tails_down,
            first_given: given.first,
            slot,
            given: given.arc,
            given_at,
        })
    }

    pub(crate) fn states(&self) -> usize {
        self.parent.len()
    }

    /// The position after the subtree of `p`.
    #[inline]
    pub(crate) fn end(&self, p: u32) -> u32 {
        p + self.subtree[p as usize]
    }

    #[inline]
    pub(crate) fn row(&self, p: u32) -> std::ops::Range<usize> {
        self.first[p as usize] as usize..self.first[p as usize + 1] as usize
    }

    #[inline]
    pub(crate) fn given_range(&self, p: u32) -> std::ops::Range<usize> {
        self.first_given[p as usize] as usize..self.first_given[p as usize + 1] as usize
    }

    /// Where the arcs that lead down from `p` stand in `arcs_down` and `tails_down`.
    #[inline]
    pub(crate) fn down(&self, p: u32) -> std::ops::Range<usize> {
        self.first_down[p as usize] as usize..self.first_down[p as usize + 1] as usize
    }

    /// The heads of a row, each with its lane.
    pub(crate) fn lanes(&self, p: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut at = self.first_block[p as usize] as usize;
        self.head[self.row(p)].iter().map(move |head| {
            let depth = self.depth[*head as usize];
            while self.block[at] != depth / WIDTH {
                at += 1;
            }
            (*head, at as u32 * WIDTH + depth % WIDTH)
        })
    }

    /// The lanes of all shortcuts, row by row.
    pub(crate) fn all_lanes(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.states() as u32).flat_map(|p| self.lanes(p).map(|(_, lane)| lane))
    }

    #[inline]
    pub(crate) fn blocks(&self, p: u32) -> std::ops::Range<usize> {
        self.first_block[p as usize] as usize..self.first_block[p as usize + 1] as usize
    }

    /// How many blocks hold the lengths at all ancestors of any position.
    pub(crate) fn height(&self) -> usize {
        self.depth.iter().max().map_or(0, |deepest| (*deepest / WIDTH) as usize + 1)
    }

    /// The lane of the arc from `p` to the ancestor at a depth.
    #[inline]
    pub(crate) fn lane(&self, p: u32, depth: u32) -> Option<u32> {
        let row = self.blocks(p);
        let at = self.block[row.clone()].binary_search(&(depth / WIDTH)).ok()?;
        Some((row.start + at) as u32 * WIDTH + depth % WIDTH)
    }
}

/// The rank of each state, if the order names each state once.
fn ranks(states: usize, order: &[u32]) -> Result<Vec<u32>, HierarchyError> {
    let wrong = HierarchyError::NoOrder { states, named: order.len() };
    if order.len() != states || states >= NONE as usize {
        return Err(wrong);
    }
    let mut rank = vec![NONE; states];
    for (at, state) in (0..).zip(order) {
        match rank.get_mut(*state as usize) {
            Some(rank) if *rank == NONE => *rank = at,
            _ => return Err(wrong),
        }
    }
    Ok(rank)
}

/// For each rank the lower ranks next to it, in rows.
fn lower_neighbours(states: usize, arcs: &[(u32, u32)], rank: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let ends = || {
        arcs.iter().map(|(tail, head)| {
            let (tail, head) = (rank[*tail as usize], rank[*head as usize]);
            (tail.max(head), tail.min(head))
        })
    };
    let (first, order) = grouped(states, ends().map(|(higher, _)| higher));
    let lower: Vec<u32> = ends().map(|(_, lower)| lower).collect();
    (first, order.into_iter().map(|arc| lower[arc as usize]).collect())
}

/// The parent of each rank in the elimination tree (Liu 1986), by paths that are cut short as they are walked.
fn elimination_tree((first, lower): &(Vec<u32>, Vec<u32>)) -> Vec<u32> {
    let states = first.len() - 1;
    let (mut parent, mut ancestor) = (vec![NONE; states], vec![NONE; states]);
    for v in 0..states as u32 {
        for u in &lower[first[v as usize] as usize..first[v as usize + 1] as usize] {
            let mut u = *u;
            while u != v {
                let next = std::mem::replace(&mut ancestor[u as usize], v);
                if next == NONE {
                    parent[u as usize] = v;
                    break;
                }
                u = next;
            }
        }
    }
    parent
}

/// The position of each rank when a tree is walked from its roots down, the largest subtree first so that long chains stay
/// together.
fn in_preorder(parents: &[u32]) -> Vec<u32> {
    let states = parents.len();
    let mut size = vec![1u32; states];
    for v in 0..states {
        if parents[v] != NONE {
            size[parents[v] as usize] += size[v];
        }
    }
    // Roots stand in one row more, after those of all ranks.
    let (first, mut children) =
        grouped(states + 1, parents.iter().map(|parent| if *parent == NONE { states as u32 } else { *parent }));
    let (mut position, mut next) = (vec![NONE; states], 0);
    let mut open = Vec::new();
    let mut v = states;
    loop {
        let row = &mut children[first[v] as usize..first[v + 1] as usize];
        row.sort_by_key(|child| size[*child as usize]);
        open.extend_from_slice(row);
        let Some(child) = open.pop() else { return position };
        position[child as usize] = next;
        next += 1;
        v = child as usize;
    }
}

/// The given arcs by the less important of their ends.
struct Given {
    first: Vec<u32>,
    arc: Vec<u32>,
    head: Vec<u32>,
    down: Vec<bool>,
}

impl Given {
    fn row(&self, p: u32) -> impl Iterator<Item = (u32, bool, u32)> + '_ {
        (self.first[p as usize] as usize..self.first[p as usize + 1] as usize)
            .map(|i| (self.head[i], self.down[i], self.arc[i]))
    }
}

/// Where rows start, given how many each has after it.
fn add_up(counts: &mut [u32]) {
    let mut sum = 0;
    counts.iter_mut().for_each(|count| {
        sum += *count;
        *count = sum;
    });
}

fn by_row(states: usize, arcs: &[(u32, u32)], position: &[u32]) -> Given {
    let ends = |arc: u32| {
        let (tail, head) = arcs[arc as usize];
        (position[tail as usize], position[head as usize])
    };
    let mut first = vec![0u32; states + 1];
    let rows: Vec<u32> = (0..arcs.len() as u32).map(|arc| ends(arc).0.max(ends(arc).1)).collect();
    let is_loop = |arc: u32| arcs[arc as usize].0 == arcs[arc as usize].1;
    let kept = || (0..).zip(&rows).filter(|(arc, _)| !is_loop(*arc));
    kept().for_each(|(_, row)| first[*row as usize + 1] += 1);
    add_up(&mut first);
    let (mut next, mut arc) = (first.clone(), vec![0u32; first[states] as usize]);
    for (kept, row) in kept() {
        let at = &mut next[*row as usize];
        arc[*at as usize] = kept;
        *at += 1;
    }
    for row in first.windows(2) {
        arc[row[0] as usize..row[1] as usize]
            .sort_by_key(|arc| (ends(*arc).0.min(ends(*arc).1), ends(*arc).0 < ends(*arc).1));
    }
    let head = arc.iter().map(|arc| ends(*arc).0.min(ends(*arc).1)).collect();
    let down = arc.iter().map(|arc| ends(*arc).0 < ends(*arc).1).collect();
    Given { first, arc, head, down }
}

/// Row starts and the indices of `keys` sorted by key, in order among equals.
pub(crate) fn grouped(rows: usize, keys: impl Iterator<Item = u32> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0u32; rows + 1];
    let mut count = 0;
    for key in keys.clone() {
        first[key as usize + 1] += 1;
        count += 1;
    }
    for row in 0..rows {
        first[row + 1] += first[row];
    }
    let (mut next, mut sorted) = (first.clone(), vec![0; count]);
    for (i, key) in (0..).zip(keys) {
        sorted[next[key as usize] as usize] = i;
        next[key as usize] += 1;
    }
    (first, sorted)
}
