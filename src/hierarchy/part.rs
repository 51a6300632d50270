//! A graph without directions, taken apart.

const NONE: u32 = u32::MAX;

/// Neighbours of each node, no node twice, in rows that only shrink.
pub(super) struct Rows {
    first: Vec<u32>,
    len: Vec<u32>,
    heads: Vec<u32>,
    gone: Vec<bool>,
}

impl Rows {
    /// Arcs count both ways; loops and arcs between nodes that do not exist are left out.
    pub(super) fn new(nodes: usize, arcs: &[(u32, u32)]) -> Rows {
        let fits = |arc: &&(u32, u32)| arc.0 != arc.1 && (arc.0.max(arc.1) as usize) < nodes;
        let mut first = vec![0u32; nodes + 1];
        for (a, b) in arcs.iter().filter(fits) {
            first[*a as usize + 1] += 1;
            first[*b as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut heads = vec![0; first[nodes] as usize];
        let mut next = first.clone();
        let mut put = |a: u32, b: u32| {
            heads[next[a as usize] as usize] = b;
            next[a as usize] += 1;
        };
        for (a, b) in arcs.iter().filter(fits) {
            put(*a, *b);
            put(*b, *a);
        }
        let mut len = vec![0; nodes];
        for node in 0..nodes {
            let row = &mut heads[first[node] as usize..first[node + 1] as usize];
            row.sort_unstable();
            let mut kept = 0;
            for at in 0..row.len() {
                if at == 0 || row[at] != row[at - 1] {
                    row[kept] = row[at];
                    kept += 1;
                }
            }
            len[node] = kept as u32;
        }
        Rows { first, len, heads, gone: vec![false; nodes] }
    }

    fn row(&self, node: u32) -> &[u32] {
        &self.heads[self.first[node as usize] as usize..][..self.len[node as usize] as usize]
    }

    /// Takes nodes of at most two neighbours out, joining the two, until none is left; in rounds in which no two are neighbours,
    /// so that long chains make no deep hierarchy.
    pub(super) fn strip(&mut self) -> Vec<u32> {
        let (mut order, mut open): (Vec<u32>, Vec<u32>) = (Vec::new(), (0..self.len.len() as u32).collect());
        let mut kept = vec![0u32; self.len.len()];
        let mut round = 0;
        while !open.is_empty() {
            round += 1;
            for node in std::mem::take(&mut open) {
                let at = node as usize;
                if self.gone[at] || self.len[at] > 2 {
                    continue;
                }
                if kept[at] == round {
                    open.push(node);
                    continue;
                }
                self.gone[at] = true;
                order.push(node);
                let ends = match *self.row(node) {
                    [] => continue,
                    [a] => [(a, a), (a, a)],
                    [a, b, ..] => [(a, b), (b, a)],
                };
                for (end, other) in ends {
                    self.replace(end, node, other);
                    kept[end as usize] = round;
                    open.push(end);
                }
            }
        }
        order
    }

    /// Puts `new` in the place of a neighbour unless it is one already, or the node itself.
    fn replace(&mut self, node: u32, old: u32, new: u32) {
        let known = node == new || self.row(node).contains(&new);
        let len = self.len[node as usize] as usize;
        let row = &mut self.heads[self.first[node as usize] as usize..][..len];
        let Some(at) = row.iter().position(|other| *other == old) else { return };
        if known {
            row[at] = row[len - 1];
            self.len[node as usize] -= 1;
        } else {
            row[at] = new;
        }
    }

    /// What was not taken out.
    pub(super) fn rest(&self) -> Part {
        let mut local = vec![0; self.len.len()];
        let ids: Vec<u32> = (0..self.len.len() as u32).filter(|node| !self.gone[*node as usize]).collect();
        (0..).zip(&ids).for_each(|(at, id)| local[*id as usize] = at);
        let (mut first, mut heads) = (vec![0], Vec::new());
        for id in &ids {
            heads.extend(self.row(*id).iter().map(|other| local[*other as usize]));
            first.push(heads.len() as u32);
        }
        Part { ids, first, heads }
    }
}

/// A part of the graph, its nodes numbered from 0.
pub(super) struct Part {
    /// What the nodes are called outside.
    pub(super) ids: Vec<u32>,
    first: Vec<u32>,
    heads: Vec<u32>,
}

impl Part {
    pub(super) fn nodes(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub(super) fn neighbours(&self, node: u32) -> &[u32] {
        &self.heads[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// How many steps each node is away from one; `u32::MAX` if there is no way.
    pub(super) fn steps(&self, from: u32) -> Vec<u32> {
        let mut steps = vec![NONE; self.nodes()];
        let mut queue = vec![from];
        steps[from as usize] = 0;
        let mut at = 0;
        while let Some(&node) = queue.get(at) {
            at += 1;
            for other in self.neighbours(node) {
                if steps[*other as usize] == NONE {
                    steps[*other as usize] = steps[node as usize] + 1;
                    queue.push(*other);
                }
            }
        }
        steps
    }

    /// The connected parts of what is left without some nodes.
    pub(super) fn components(&self, without: &[bool]) -> Vec<Part> {
        let mut component = vec![NONE; self.nodes()];
        let mut found = 0;
        let mut sizes = Vec::new();
        let mut open = Vec::new();
        for node in 0..self.nodes() as u32 {
            if without[node as usize] || component[node as usize] != NONE {
                continue;
            }
            component[node as usize] = found;
            open.push(node);
            let mut size = 0;
            while let Some(node) = open.pop() {
                size += 1;
                for other in self.neighbours(node) {
                    if component[*other as usize] == NONE && !without[*other as usize] {
                        component[*other as usize] = found;
                        open.push(*other);
                    }
                }
            }
            sizes.push(size);
            found += 1;
        }
        let empty = |size: &usize| Part {
            ids: Vec::with_capacity(*size),
            first: Vec::with_capacity(size + 1),
            heads: Vec::with_capacity(4 * size),
        };
        let mut parts: Vec<Part> = sizes.iter().map(empty).collect();
        let mut local = vec![0; self.nodes()];
        for (node, id) in self.ids.iter().enumerate() {
            if let Some(part) = parts.get_mut(component[node] as usize) {
                local[node] = part.ids.len() as u32;
                part.ids.push(*id);
            }
        }
        for (node, component) in (0..).zip(&component) {
            if let Some(part) = parts.get_mut(*component as usize) {
                part.first.push(part.heads.len() as u32);
                let inside = self.neighbours(node).iter().filter(|other| !without[**other as usize]);
                part.heads.extend(inside.map(|other| local[*other as usize]));
            }
        }
        parts.iter_mut().for_each(|part| part.first.push(part.heads.len() as u32));
        parts
    }
}
