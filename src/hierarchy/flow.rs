//! Small separators between two ends of a graph: the most paths that share no node, by blocking flows (Dinic 1970; Even and
//! Tarjan 1975 for nodes that carry one path each).
//!
//! A node that a path uses has an entry and an exit, which are told apart only here: state `2 * node` is the entry, the next one
//! the exit. Ends may grow while the paths stay, so that a row of ever better balanced separators costs little more than the
//! last of them (as in FlowCutter: Hamann, Strasser 2018).

use super::order::Part;

const NONE: u32 = u32::MAX;

/// Which end of the graph a node is fixed to.
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
    /// Nodes of the source at which a path may start.
    sources: Vec<u32>,
    sinks: Vec<u32>,
    /// Whether a path uses a node; then the nodes before and after it, `NONE` at the ends.
    used: Vec<bool>,
    before: Vec<u32>,
    after: Vec<u32>,
    paths: usize,
    /// Steps from the source to a state.
    level: Vec<u32>,
    /// The next neighbour to look at, by exit.
    next: Vec<u32>,
    queue: Vec<u32>,
    trail: Vec<u32>,
}

/// Nodes whose removal parts a graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Separator {
    pub(super) nodes: Vec<u32>,
    /// Whether a node lies on the side of the source; those of the separator do not.
    pub(super) near: Vec<bool>,
    /// How many nodes the smaller side has.
    pub(super) smaller: usize,
}

impl<'a> Flow<'a> {
    pub(super) fn new(part: &'a Part) -> Flow<'a> {
        let nodes = part.nodes();
        Flow {
            part,
            end: vec![End::Neither; nodes],
            sources: Vec::new(),
            sinks: Vec::new(),
            used: vec![false; nodes],
            before: vec![NONE; nodes],
            after: vec![NONE; nodes],
            paths: 0,
            level: vec![NONE; 2 * nodes],
            next: vec![0; nodes],
            queue: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// Fixes more nodes to the two ends. What paths there are stays.
    pub(super) fn grow(&mut self, source: &[u32], sink: &[u32]) {
        for (nodes, end) in [(source, End::Source), (sink, End::Sink)] {
            for node in nodes {
                self.end[*node as usize] = end;
            }
        }
        for (nodes, all, end) in [(source, &mut self.sources, End::Source), (sink, &mut self.sinks, End::Sink)] {
            all.extend(nodes);
            // Paths need not pass inside an end.
            let (part, ends) = (self.part, &self.end);
            all.retain(|node| part.neighbours(*node).iter().any(|other| ends[*other as usize] != end));
        }
    }

    /// Adds paths until no more fit; `false` if there would be more than `most`.
    pub(super) fn fill(&mut self, most: usize) -> bool {
        while self.measure() {
            self.next.fill(0);
            for at in 0..self.sources.len() {
                if self.push(2 * self.sources[at]) {
                    self.paths += 1;
                    if self.paths > most {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// How many paths there are.
    pub(super) fn paths(&self) -> usize {
        self.paths
    }

    /// Counts the steps from the source to each state up to the sink; whether the sink is reached.
    fn measure(&mut self) -> bool {
        self.level.fill(NONE);
        self.queue.clear();
        for node in &self.sources {
            self.level[2 * *node as usize] = 0;
            self.queue.push(2 * node);
        }
        let (mut at, mut last) = (0, NONE);
        while let Some(&state) = self.queue.get(at) {
            at += 1;
            let (node, step) = (state / 2, self.level[state as usize] + 1);
            if step > last {
                break;
            }
            if state % 2 == 0 {
                let next = if self.used[node as usize] { self.before[node as usize] } else { node };
                if next != NONE {
                    self.reach(2 * next + 1, step);
                }
                continue;
            }
            if self.end[node as usize] == End::Sink {
                last = step - 1;
                continue;
            }
            if self.used[node as usize] {
                self.reach(2 * node, step);
            }
            let part = self.part;
            for other in part.neighbours(node) {
                if self.end[*other as usize] != End::Source {
                    self.reach(2 * other, step);
                }
            }
        }
        last != NONE
    }

    #[inline]
    fn reach(&mut self, state: u32, level: u32) {
        let known = &mut self.level[state as usize];
        if *known == NONE {
            *known = level;
            self.queue.push(state);
        }
    }

    /// Adds a path from an entry if there is one that gets nearer to the sink with each step.
    fn push(&mut self, start: u32) -> bool {
        self.trail.clear();
        self.trail.push(start);
        while let Some(&state) = self.trail.last() {
            let node = state / 2;
            if state % 2 == 1 && self.end[node as usize] == End::Sink {
                self.apply();
                return true;
            }
            match self.step(state) {
                Some(next) => self.trail.push(next),
                None => {
                    self.level[state as usize] = NONE;
                    self.trail.pop();
                }
            }
        }
        false
    }

    /// A state one step on from this one.
    fn step(&mut self, state: u32) -> Option<u32> {
        let (node, want) = (state / 2, self.level[state as usize].wrapping_add(1));
        let fits = |level: &[u32], next: u32| level[next as usize] == want;
        if state.is_multiple_of(2) {
            let next = if self.used[node as usize] { self.before[node as usize] } else { node };
            return (next != NONE && fits(&self.level, 2 * next + 1)).then_some(2 * next + 1);
        }
        if self.used[node as usize] && fits(&self.level, 2 * node) {
            return Some(2 * node);
        }
        let part = self.part;
        let neighbours = part.neighbours(node);
        let next = &mut self.next[node as usize];
        while let Some(&other) = neighbours.get(*next as usize) {
            if fits(&self.level, 2 * other) {
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
        // A state is left for good once the trail has passed it.
        for state in &self.trail {
            self.level[*state as usize] = NONE;
        }
    }

    /// The smallest separator next to the source. To be asked when no more paths fit.
    pub(super) fn near_source(&self) -> Separator {
        // The last measure reached all states that the source reaches.
        let entered = |node: usize| self.level[2 * node] != NONE;
        let left = |node: usize| self.level[2 * node + 1] != NONE;
        let inside = |node: usize| self.end[node] == End::Source && !entered(node);
        let near: Vec<bool> = (0..self.part.nodes()).map(|node| left(node) || inside(node)).collect();
        self.separator((0..self.part.nodes()).filter(|node| entered(*node) && !left(*node)), near)
    }

    fn separator(&self, nodes: impl Iterator<Item = usize>, near: Vec<bool>) -> Separator {
        let nodes: Vec<u32> = nodes.map(|node| node as u32).collect();
        let side = near.iter().filter(|near| **near).count();
        let smaller = side.min(near.len() - side - nodes.len());
        Separator { nodes, near, smaller }
    }

    /// The smallest separator next to the sink. To be asked when no more paths fit.
    pub(super) fn near_sink(&mut self) -> Separator {
        let part = self.part;
        // From which states the sink is reached.
        self.level.fill(NONE);
        self.queue.clear();
        for at in 0..self.sinks.len() {
            self.reach(2 * self.sinks[at] + 1, 0);
        }
        let mut at = 0;
        while let Some(&state) = self.queue.get(at) {
            at += 1;
            let node = state / 2;
            let used = self.used[node as usize];
            if state % 2 == 1 {
                // An exit is entered from its own entry, or from the entry that its path goes on to.
                let from = if used { self.after[node as usize] } else { node };
                if from != NONE {
                    self.reach(2 * from, 0);
                }
                continue;
            }
            if used {
                self.reach(2 * node + 1, 0);
            }
            for other in part.neighbours(node) {
                if self.end[*other as usize] != End::Sink {
                    self.reach(2 * other + 1, 0);
                }
            }
        }
        let entered = |node: usize| self.level[2 * node] != NONE;
        let left = |node: usize| self.level[2 * node + 1] != NONE;
        let inside = |node: usize| self.end[node] == End::Sink && !left(node);
        let apart = |node: usize| left(node) && !entered(node);
        let near: Vec<bool> = (0..part.nodes()).map(|node| !apart(node) && !entered(node) && !inside(node)).collect();
        self.separator((0..part.nodes()).filter(|node| apart(*node)), near)
    }
}
