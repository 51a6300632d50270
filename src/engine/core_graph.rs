//! A smaller graph with the same best paths under all weights: states that few others are joined to are left out, and what led over them leads
//! past them.
//!
//! A core, as of Bauer, Delling, Sanders, Schieferdecker, Schultes, Wagner ("Combining hierarchical and goal-directed speed-up techniques for
//! Dijkstra's algorithm", ACM Journal of Experimental Algorithmics 15, 2010). There an arc past a state has one length; here it keeps all
//! six costs, and of two arcs between the same states both stay unless one costs no more on any criterion. So no weights are needed to make it.

use super::Graph;
use super::graph::NONE;
use super::path::compare_links;
use crate::cost::CostVector;
use std::cmp::Ordering;

/// States with more neighbours stay.
const NEIGHBOURS: usize = 3;
/// So do states with more arcs: beyond that parallel ones beat each other too seldom.
const ARCS: u32 = 12;

/// Where an arc leads and what it costs, side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) state: u32,
    pub(super) cost: CostVector,
}

/// The arcs of one direction in rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    first: Vec<u32>,
    pub(super) ends: Vec<End>,
    /// Which arc each is.
    pub(super) arcs: Vec<u32>,
}

impl Rows {
    #[inline(always)]
    pub(super) fn row(&self, state: u32) -> std::ops::Range<usize> {
        self.first[state as usize] as usize..self.first[state as usize + 1] as usize
    }

    /// The state in whose row an arc stands.
    pub(super) fn owner(&self, at: u32) -> u32 {
        self.first.partition_point(|first| *first <= at) as u32 - 1
    }
}

/// The core of a graph, and the way to it from each state that is left out.
#[derive(Clone, Debug)]
pub(crate) struct CoreGraph {
    /// The number of each state here: those of the core first, in the order in which a search reaches them.
    pub(super) number: Vec<u32>,
    /// How many states the core has.
    pub(super) core: u32,
    /// Arcs from each state, and arcs to it. Of states left out only those from and to states that were left out later or never.
    pub(super) rows: [Rows; 2],
    /// The two arcs that each arc stands for; of one of the graph's own arcs itself and [`NONE`].
    halves: Vec<(u32, u32)>,
}

impl CoreGraph {
    /// O(n + m) time for graphs with rows of bounded length; up to 40 bytes for each arc and direction.
    pub(crate) fn new(graph: &Graph) -> CoreGraph {
        let mut maker = Maker::new(graph);
        let mut queue: std::collections::VecDeque<u32> = (0..graph.states() as u32).collect();
        let mut near = Vec::new();
        while let Some(state) = queue.pop_front() {
            if maker.leave_out(graph, state, &mut near) {
                queue.extend(&near);
            }
        }
        maker.finish(graph)
    }

    /// The graph's own arcs that arcs one after the other stand for.
    pub(super) fn unpack(&self, arcs: Vec<u32>) -> Vec<u32> {
        unpack(&self.halves, arcs)
    }
}

fn unpack(halves: &[(u32, u32)], mut open: Vec<u32>) -> Vec<u32> {
    let mut path = Vec::with_capacity(3 * open.len());
    open.reverse();
    while let Some(arc) = open.pop() {
        match halves[arc as usize] {
            (given, NONE) => path.push(given),
            (first, then) => open.extend([then, first]),
        }
    }
    path
}

/// An arc while states are being left out.
struct Arc {
    tail: u32,
    head: u32,
    cost: CostVector,
    links: u32,
}

struct Maker {
    arcs: Vec<Arc>,
    halves: Vec<(u32, u32)>,
    /// Arcs that another beats or that a state took along.
    gone: Vec<bool>,
    /// By direction and state; may hold arcs that are gone.
    rows: [Vec<Vec<u32>>; 2],
    /// How many arcs of each state are not gone.
    count: Vec<u32>,
    /// The states left out, and their arcs in both directions.
    out: Vec<(u32, [Vec<u32>; 2])>,
    is_out: Vec<bool>,
}

impl Maker {
    fn new(graph: &Graph) -> Maker {
        let states = graph.states();
        let mut maker = Maker {
            arcs: Vec::with_capacity(2 * graph.arcs()),
            halves: Vec::with_capacity(2 * graph.arcs()),
            gone: Vec::with_capacity(2 * graph.arcs()),
            rows: [vec![Vec::new(); states], vec![Vec::new(); states]],
            count: vec![0; states],
            out: Vec::new(),
            is_out: vec![false; states],
        };
        for arc in 0..graph.arcs() as u32 {
            let (tail, head, cost) = (graph.tail(arc), graph.head(arc), *graph.cost(arc));
            maker.add(graph, Arc { tail, head, cost, links: 1 }, (arc, NONE));
        }
        maker
    }

    /// Adds an arc unless another comes before it under all weights; those that it comes before go.
    fn add(&mut self, graph: &Graph, arc: Arc, halves: (u32, u32)) {
        if arc.tail == arc.head {
            return;
        }
        let new = self.arcs.len() as u32;
        self.arcs.push(arc);
        self.halves.push(halves);
        self.gone.push(false);
        let arc = &self.arcs[new as usize];
        let (out, into) = (&self.rows[0][arc.tail as usize], &self.rows[1][arc.head as usize]);
        let parallel = |other: &&u32| {
            let is = &self.arcs[**other as usize];
            !self.gone[**other as usize] && (is.tail, is.head) == (arc.tail, arc.head)
        };
        // At a hub only the shorter row can be read each time.
        let row = if out.len() < into.len() { out } else { into };
        let others: Vec<u32> = row.iter().filter(parallel).copied().collect();
        if others.iter().any(|other| self.beats(graph, *other, new)) {
            self.gone[new as usize] = true;
            return;
        }
        let (tail, head) = (arc.tail as usize, arc.head as usize);
        for other in others {
            if self.beats(graph, new, other) {
                self.gone[other as usize] = true;
                self.count[tail] -= 1;
                self.count[head] -= 1;
            }
        }
        self.rows[0][tail].push(new);
        self.rows[1][head].push(new);
        self.count[tail] += 1;
        self.count[head] += 1;
    }

    /// Whether one of two parallel arcs comes before the other in the order of answers under all weights.
    fn beats(&self, graph: &Graph, a: u32, b: u32) -> bool {
        let (one, other) = (&self.arcs[a as usize], &self.arcs[b as usize]);
        let (mine, theirs) = (one.cost.ticks(), other.cost.ticks());
        if mine != theirs {
            return mine.iter().zip(theirs).all(|(mine, theirs)| *mine <= theirs);
        }
        let links = |arc: u32| unpack(&self.halves, vec![arc]).into_iter().map(|given| graph.link(given));
        let last = || compare_links(links(a), links(b));
        one.links.cmp(&other.links).then_with(last) == Ordering::Less
    }

    /// The arcs of a state that are not gone.
    fn live(&mut self, side: usize, state: u32) -> Vec<u32> {
        let row = &mut self.rows[side][state as usize];
        row.retain(|arc| !self.gone[*arc as usize]);
        row.clone()
    }

    /// Leaves a state out if few are joined to it and no more arcs lead past it than led over it, about; its neighbours are then in `near`.
    fn leave_out(&mut self, graph: &Graph, state: u32, near: &mut Vec<u32>) -> bool {
        if self.is_out[state as usize] || self.count[state as usize] > ARCS {
            return false;
        }
        let rows = [0, 1].map(|side| self.live(side, state));
        near.clear();
        near.extend(rows[0].iter().map(|arc| self.arcs[*arc as usize].head));
        near.extend(rows[1].iter().map(|arc| self.arcs[*arc as usize].tail));
        near.sort_unstable();
        near.dedup();
        if near.len() > NEIGHBOURS {
            return false;
        }
        let pairs = || rows[1].iter().flat_map(|before| rows[0].iter().map(move |after| (*before, *after)));
        let leads_past =
            |(before, after): &(u32, u32)| self.arcs[*before as usize].tail != self.arcs[*after as usize].head;
        let pairs: Vec<(u32, u32)> = pairs().filter(leads_past).collect();
        if pairs.len() > rows[0].len() + rows[1].len() + 2 {
            return false;
        }
        for arc in rows.iter().flatten() {
            let Arc { tail, head, .. } = self.arcs[*arc as usize];
            self.gone[*arc as usize] = true;
            self.count[tail as usize] -= 1;
            self.count[head as usize] -= 1;
        }
        for (before, after) in pairs {
            let (one, other) = (&self.arcs[before as usize], &self.arcs[after as usize]);
            let mut cost = [0; 6];
            let sums = cost.iter_mut().zip(one.cost.ticks().into_iter().zip(other.cost.ticks()));
            // Only a walk that visits a state twice can cost more than a total holds, and another arc beats it.
            let fits = sums.fold(true, |fits, (sum, (one, other))| {
                let (total, over) = u32::overflowing_add(one, other);
                *sum = total;
                fits && !over
            });
            if fits {
                let (tail, head, links) = (one.tail, other.head, one.links + other.links);
                self.add(graph, Arc { tail, head, cost: CostVector::new(cost), links }, (before, after));
            }
        }
        self.is_out[state as usize] = true;
        self.out.push((state, rows));
        true
    }

    fn finish(mut self, graph: &Graph) -> CoreGraph {
        let states = graph.states();
        let mut number = vec![NONE; states];
        let mut order: Vec<u32> = Vec::with_capacity(states);
        // Neighbours get numbers near each other, whatever the graph calls them, so that a search finds them in near memory.
        let mut done = 0;
        for start in 0..states as u32 {
            if self.is_out[start as usize] || number[start as usize] != NONE {
                continue;
            }
            number[start as usize] = order.len() as u32;
            order.push(start);
            while let Some(state) = order.get(done).copied() {
                done += 1;
                for side in [0, 1] {
                    for arc in self.live(side, state) {
                        let Arc { tail, head, .. } = self.arcs[arc as usize];
                        let other = if side == 0 { head } else { tail };
                        if number[other as usize] == NONE {
                            number[other as usize] = order.len() as u32;
                            order.push(other);
                        }
                    }
                }
            }
        }
        let core = order.len() as u32;
        // The last to be left out come next to the core.
        for (state, _) in self.out.iter().rev() {
            number[*state as usize] = order.len() as u32;
            order.push(*state);
        }
        let mut rows = [Rows::default(), Rows::default()];
        for (side, rows) in rows.iter_mut().enumerate() {
            rows.first.push(0);
            for (at, state) in order.iter().enumerate() {
                let row = match at.checked_sub(core as usize) {
                    None => self.live(side, *state),
                    Some(at) => std::mem::take(&mut self.out[states - core as usize - 1 - at].1[side]),
                };
                for arc in row {
                    let Arc { tail, head, cost, .. } = self.arcs[arc as usize];
                    let other = if side == 0 { head } else { tail };
                    rows.ends.push(End { state: number[other as usize], cost });
                    rows.arcs.push(arc);
                }
                rows.first.push(rows.ends.len() as u32);
            }
        }
        CoreGraph { number, core, rows, halves: self.halves }
    }
}
