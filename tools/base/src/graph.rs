//! One mode's network while it is made: every vertex is a node, every piece between two vertices an edge.

use crate::sphere::{At, metres};
use std::collections::{BinaryHeap, HashMap};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Road,
    Rail,
    Sea,
    Ferry,
}

#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub a: u32,
    pub b: u32,
    pub metres: f64,
    pub kind: Kind,
    /// As in `BasePassage`.
    pub passage: u16,
    /// Millimetres, of railways.
    pub gauge: u16,
    /// Index into the countries or waters.
    pub area: u8,
}

#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub at: Vec<At>,
    pub country: Vec<u8>,
    pub edges: Vec<Edge>,
    /// By node, the edges that meet there.
    pub around: Vec<Vec<u32>>,
    /// Nodes that are to stay when chains are drawn together.
    pub keep: Vec<bool>,
}

impl Graph {
    pub fn node(&mut self, at: At) -> u32 {
        self.at.push(at);
        self.around.push(Vec::new());
        self.keep.push(false);
        self.at.len() as u32 - 1
    }

    pub fn edge(&mut self, a: u32, b: u32, metres: f64, kind: Kind) -> u32 {
        self.push(Edge { a, b, metres, kind, passage: 0, gauge: 0, area: u8::MAX })
    }

    pub fn push(&mut self, edge: Edge) -> u32 {
        let number = self.edges.len() as u32;
        self.around[edge.a as usize].push(number);
        self.around[edge.b as usize].push(number);
        self.edges.push(edge);
        number
    }

    pub fn straight(&mut self, a: u32, b: u32, kind: Kind) -> u32 {
        let length = metres(self.at[a as usize], self.at[b as usize]);
        self.edge(a, b, length, kind)
    }

    pub fn other(&self, edge: u32, node: u32) -> u32 {
        let Edge { a, b, .. } = self.edges[edge as usize];
        if a == node { b } else { a }
    }

    pub fn degree(&self, node: u32) -> usize {
        self.around[node as usize].len()
    }

    pub fn nodes(&self) -> impl Iterator<Item = (At, u32)> + '_ {
        self.at.iter().copied().zip(0..)
    }

    /// Keeps the edges for which `keep` holds, and the nodes that still have one.
    pub fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        let mut new = vec![u32::MAX; self.at.len()];
        let mut graph = Graph::default();
        let numbers = 0..self.edges.len() as u32;
        for edge in numbers.filter(|&e| keep(e)).map(|e| self.edges[e as usize]) {
            let mut place = |node: u32| {
                if new[node as usize] == u32::MAX {
                    new[node as usize] = graph.node(self.at[node as usize]);
                    graph.keep[new[node as usize] as usize] = self.keep[node as usize];
                    if let Some(&country) = self.country.get(node as usize) {
                        graph.country.push(country);
                    }
                }
                new[node as usize]
            };
            let (a, b) = (place(edge.a), place(edge.b));
            graph.push(Edge { a, b, ..edge });
        }
        *self = graph;
    }

    /// The component of each node, and the metres of each component.
    pub fn components(&self) -> (Vec<u32>, Vec<f64>) {
        let mut of = vec![u32::MAX; self.at.len()];
        let mut totals = Vec::new();
        for start in 0..self.at.len() as u32 {
            if of[start as usize] != u32::MAX {
                continue;
            }
            let number = totals.len() as u32;
            let (mut twice, mut open) = (0.0, vec![start]);
            of[start as usize] = number;
            while let Some(node) = open.pop() {
                for &edge in &self.around[node as usize] {
                    twice += self.edges[edge as usize].metres;
                    let next = self.other(edge, node);
                    if of[next as usize] == u32::MAX {
                        of[next as usize] = number;
                        open.push(next);
                    }
                }
            }
            totals.push(twice / 2.0);
        }
        (of, totals)
    }

    /// Metres from some nodes to each that is nearer than `limit`; stops at the first goal.
    pub fn reach(&self, from: &[(u32, f64)], goals: &[(u32, f64)], limit: f64) -> Option<f64> {
        let mut best: HashMap<u32, f64> = HashMap::new();
        let mut open = BinaryHeap::new();
        for &(node, d) in from {
            if best.get(&node).is_none_or(|&b| d < b) {
                best.insert(node, d);
                open.push(Open(d, node));
            }
        }
        let mut found = f64::INFINITY;
        while let Some(Open(d, node)) = open.pop() {
            if d > limit || d >= found {
                break;
            }
            if best[&node] < d {
                continue;
            }
            if let Some((_, offset)) = goals.iter().find(|goal| goal.0 == node) {
                found = found.min(d + offset);
            }
            for &edge in &self.around[node as usize] {
                let (next, d) = (self.other(edge, node), d + self.edges[edge as usize].metres);
                if d <= limit && best.get(&next).is_none_or(|&b| d < b) {
                    best.insert(next, d);
                    open.push(Open(d, next));
                }
            }
        }
        (found <= limit).then_some(found)
    }

    /// The shortest path between two sets of nodes, as edges; `open` tells which edges may be used.
    pub fn path(
        &self,
        from: &[u32],
        goals: &[u32],
        limit: f64,
        open: impl Fn(&Edge) -> bool,
    ) -> Option<(f64, Vec<u32>, u32)> {
        let mut best = vec![f64::INFINITY; self.at.len()];
        let mut by = vec![u32::MAX; self.at.len()];
        let mut heap = BinaryHeap::new();
        for &node in from {
            best[node as usize] = 0.0;
            heap.push(Open(0.0, node));
        }
        while let Some(Open(d, node)) = heap.pop() {
            if best[node as usize] < d {
                continue;
            }
            if goals.contains(&node) {
                let (mut edges, mut here) = (Vec::new(), node);
                while by[here as usize] != u32::MAX {
                    edges.push(by[here as usize]);
                    here = self.other(by[here as usize], here);
                }
                edges.reverse();
                return Some((d, edges, here));
            }
            for &edge in &self.around[node as usize] {
                if !open(&self.edges[edge as usize]) {
                    continue;
                }
                let (next, d) = (self.other(edge, node), d + self.edges[edge as usize].metres);
                if d < best[next as usize] && d <= limit {
                    best[next as usize] = d;
                    by[next as usize] = edge;
                    heap.push(Open(d, next));
                }
            }
        }
        None
    }
}

/// The smallest distance first, then the smaller node.
#[derive(PartialEq)]
struct Open(f64, u32);
impl Eq for Open {}
impl Ord for Open {
    fn cmp(&self, other: &Open) -> std::cmp::Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}
impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Open) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
