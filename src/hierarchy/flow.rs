//! Small separators between two ends of a graph: the most paths that share no node, found many at a time (Dinic 1970; with distances
//! to the sink as in Ahuja and Orlin 1991).
//!
//! A node that a path uses has an entry and an exit, which only flows tell apart: what comes to its entry can go on only by
//! pushing that path back, and its exit can only be come to by what pushes its path on.

use super::part::Part;

const NONE: u32 = u32::MAX;

/// Which end of the graph a node belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Neither,
    Source,
    Sink,
}

/// Paths between two ends of a part of a graph that share no node.
pub(super) struct Flow<'a> {
    part: &'a Part,
    end: Vec<End>,
    /// Nodes of the ends with neighbours outside it.
    sources: Vec<u32>,
    sinks: Vec<u32>,
    /// Whether a path uses a node; then the nodes before and after it, `NONE` at the ends.
    used: Vec<bool>,
    before: Vec<u32>,
    after: Vec<u32>,
    paths: usize,
    /// Steps from the entry and from the exit of a node to the sink; `NONE` if there is no way.
    entry: Vec<u32>,
    exit: Vec<u32>,
    /// The next neighbour to look at, by node.
    next: Vec<u32>,
    /// Entries and exits by number: twice the node, and one more for the exit.
    queue: Vec<u32>,
    trail: Vec<u32>,
}

/// Nodes whose removal parts a graph.
pub(super) struct Separator {
    pub(super) nodes: Vec<u32>,
    /// How many nodes the smaller side has.
    pub(super) smaller: usize,
}

impl<'a> Flow<'a> {
    /// No paths yet between two ends that share no node.
    pub(super) fn new(part: &'a Part, source: &[u32], sink: &[u32]) -> Flow<'a> {
        let nodes = part.nodes();
        let mut end = vec![End::Neither; nodes];
        source.iter().for_each(|node| end[*node as usize] = End::Source);
        sink.iter().for_each(|node| end[*node as usize] = End::Sink);
        // Paths need not pass inside an end.
        let outer = |nodes: &[u32]| -> Vec<u32> {
            let out =
                |node: &&u32| part.neighbours(**node).iter().any(|other| end[*other as usize] != end[**node as usize]);
            nodes.iter().filter(out).copied().collect()
        };
        Flow {
            part,
            sources: outer(source),
            sinks: outer(sink),
            end,
            used: vec![false; nodes],
            before: vec![NONE; nodes],
            after: vec![NONE; nodes],
            paths: 0,
            entry: vec![NONE; nodes],
            exit: vec![NONE; nodes],
            next: vec![0; nodes],
            queue: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// Adds paths until no more fit; `false` if there would be more than `most`.
    pub(super) fn fill(&mut self, most: usize) -> bool {
        while self.measure() {
            self.next.fill(0);
            for at in 0..self.sources.len() {
                if self.push(self.sources[at]) {
                    self.paths += 1;
                    if self.paths > most {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Counts the steps to the sink; whether there is a way from the source.
    fn measure(&mut self) -> bool {
        self.entry.fill(NONE);
        self.exit.fill(NONE);
        self.queue.clear();
        for at in 0..self.sinks.len() {
            self.reach_exit(self.sinks[at], 0);
        }
        let mut at = 0;
        while let Some(&state) = self.queue.get(at) {
            at += 1;
            let node = state / 2;
            let used = self.used[node as usize];
            let (is_exit, steps) = if state % 2 == 1 {
                (true, self.exit[node as usize] + 1)
            } else {
                (false, self.entry[node as usize] + 1)
            };
            if is_exit && used {
                // To be come to only by what pushes the path back from the next node.
                let after = self.after[node as usize];
                if after != NONE && self.entry[after as usize] == NONE {
                    self.entry[after as usize] = steps;
                    self.queue.push(2 * after);
                }
                continue;
            }
            if used {
                self.reach_exit(node, steps);
            }
            if self.end[node as usize] == End::Source {
                continue;
            }
            let part = self.part;
            for other in part.neighbours(node) {
                self.reach_exit(*other, steps);
            }
        }
        self.sources.iter().any(|node| self.entry[*node as usize] != NONE)
    }

    #[inline]
    fn reach_exit(&mut self, node: u32, steps: u32) {
        let at = node as usize;
        if self.exit[at] == NONE {
            self.exit[at] = steps;
            if !self.used[at] {
                self.entry[at] = steps;
            }
            self.queue.push(2 * node + 1);
        }
    }

    /// Adds a path from a node of the source if there is one that gets nearer to the sink with each step.
    fn push(&mut self, source: u32) -> bool {
        if self.entry[source as usize] == NONE {
            return false;
        }
        self.trail.clear();
        self.trail.push(2 * source);
        while let Some(&state) = self.trail.last() {
            let at = state as usize / 2;
            if state % 2 == 1 && self.end[at] == End::Sink {
                self.apply();
                return true;
            }
            match self.step(state) {
                Some(next) => self.trail.push(next),
                None => {
                    if state % 2 == 1 {
                        self.exit[at] = NONE
                    } else {
                        self.entry[at] = NONE
                    }
                    self.trail.pop();
                }
            }
        }
        false
    }

    /// One step nearer to the sink.
    #[inline]
    fn step(&mut self, state: u32) -> Option<u32> {
        let node = state / 2;
        let at = node as usize;
        if state.is_multiple_of(2) {
            let entry = self.entry[at];
            if !self.used[at] {
                return (self.exit[at] == entry).then_some(2 * node + 1);
            }
            let before = self.before[at];
            return (before != NONE && self.exit[before as usize] < entry).then_some(2 * before + 1);
        }
        let exit = self.exit[at];
        if self.used[at] && self.entry[at] < exit {
            return Some(2 * node);
        }
        let neighbours = self.part.neighbours(node);
        let next = &mut self.next[at];
        while let Some(&other) = neighbours.get(*next as usize) {
            if self.entry[other as usize] < exit {
                return Some(2 * other);
            }
            *next += 1;
        }
        None
    }

    /// Makes the trail a path, which may turn others off their nodes.
    fn apply(&mut self) {
        let (first, last) = (self.trail[0] / 2, self.trail[self.trail.len() - 1] / 2);
        for pair in self.trail.windows(2) {
            let (here, there) = (pair[0] / 2, pair[1] / 2);
            match (pair[0] % 2 == 0, here == there) {
                (true, true) => self.used[here as usize] = true,
                (false, true) => self.used[here as usize] = false,
                (false, false) => {
                    self.after[here as usize] = there;
                    self.before[there as usize] = here;
                }
                // Back along a path: what comes before and after on the trail replaces it.
                (true, false) => {}
            }
        }
        self.before[first as usize] = NONE;
        self.after[last as usize] = NONE;
        // Each entry and exit lets one path through.
        for state in &self.trail {
            let at = *state as usize / 2;
            if state % 2 == 1 { self.exit[at] = NONE } else { self.entry[at] = NONE }
        }
    }

    /// The smallest separator nearest to the sink. To be asked when no more paths fit.
    pub(super) fn near_sink(&self) -> Separator {
        let apart = |node: &u32| self.exit[*node as usize] != NONE && self.entry[*node as usize] == NONE;
        let inside = |node: &usize| self.entry[*node] != NONE || self.end[*node] == End::Sink;
        self.separator(
            (0..self.part.nodes() as u32).filter(apart).collect(),
            (0..self.part.nodes()).filter(inside).count(),
        )
    }

    fn separator(&self, nodes: Vec<u32>, side: usize) -> Separator {
        let side = side - nodes.iter().filter(|node| self.end[**node as usize] == End::Sink).count();
        let smaller = side.min(self.part.nodes() - side - nodes.len());
        Separator { nodes, smaller }
    }

    /// The same from the other end.
    pub(super) fn turned(mut self) -> Flow<'a> {
        for end in &mut self.end {
            *end = match end {
                End::Neither => End::Neither,
                End::Source => End::Sink,
                End::Sink => End::Source,
            };
        }
        std::mem::swap(&mut self.sources, &mut self.sinks);
        std::mem::swap(&mut self.before, &mut self.after);
        self.measure();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::part::Rows;
    use super::*;
    use crate::engine::oracle::config;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Whether nothing leads from one end to the other without some nodes.
    fn parts(part: &Part, without: u32, ends: [u32; 2]) -> bool {
        let mut reached = ends[0] & !without;
        loop {
            let next = (0..part.nodes() as u32).filter(|node| reached >> node & 1 == 1);
            let next =
                next.flat_map(|node| part.neighbours(node)).fold(reached, |all, node| all | 1 << node) & !without;
            if next == reached {
                return reached & ends[1] == 0;
            }
            reached = next;
        }
    }

    proptest! {
        #![proptest_config(config(2000))]

        #[test]
        fn no_separator_is_smaller(arcs in vec((0..11u32, 0..11u32), 5..40), ends in (1..5usize, 1..5usize)) {
            let part = Rows::new(11, &arcs).rest();
            let nodes: Vec<u32> = (0..11).collect();
            let (source, sink) = (&nodes[..ends.0], &nodes[11 - ends.1..]);
            let bits = |nodes: &[u32]| nodes.iter().fold(0, |bits, node| bits | 1 << node);
            let ends = [bits(source), bits(sink)];
            let least = (0..1u32 << 11).filter(|nodes| parts(&part, *nodes, ends)).map(u32::count_ones).min();
            let mut flow = Flow::new(&part, source, sink);
            prop_assert!(flow.fill(usize::MAX));
            prop_assert_eq!(Some(flow.paths as u32), least);
            for separator in [flow.near_sink(), flow.turned().near_sink()] {
                prop_assert_eq!(Some(separator.nodes.len() as u32), least);
                prop_assert!(parts(&part, bits(&separator.nodes), ends), "{:?}", separator.nodes);
                prop_assert!(separator.nodes.len() + 2 * separator.smaller <= 11);
            }
        }
    }
}
