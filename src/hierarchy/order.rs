//! The order in which a hierarchy contracts nodes: nested dissection (George 1973) with separators by inertial flow on the
//! coordinates (Schild and Sommer, "On balanced separators in road networks", SEA 2015; better balanced separators from the same flow as in
//! InertialFlowCutter: Gottesbüren, Hamann, Uhl, Wagner, Algorithms 12, 2019).

use super::flow::{Flow, Separator};

/// Parts of up to so many nodes are ordered by degree; it fits a word.
const LEAF: usize = 64;
/// Directions along which the ends of a part are sought.
const DIRECTIONS: usize = 4;
/// How many hundredths of a part each end has, one after the other.
const SHARES: [usize; 1] = [25];

/// Orders the nodes of a graph from the least to the most important, for a hierarchy of few arcs: what separates large parts
/// of the graph comes last.
///
/// `points` are the nodes' latitudes and longitudes in degrees; `arcs` join two of them each and count both ways. Arcs with an
/// end that does not exist are left out.
pub fn nested_dissection(points: &[(f64, f64)], arcs: &[(u32, u32)]) -> Vec<u32> {
    let places: Vec<[f64; 3]> = points.iter().map(|point| on_sphere(*point)).collect();
    let mut rows = Rows::new(points.len(), arcs);
    let mut order = rows.strip();
    let rest = rows.rest();
    for part in rest.components(&vec![false; rest.nodes()]) {
        dissect(&part, &places, &mut order);
    }
    order
}

fn on_sphere((lat, lon): (f64, f64)) -> [f64; 3] {
    let radians = |degrees: f64| if degrees.is_finite() { degrees.to_radians() } else { 0.0 };
    let (lat, lon) = (radians(lat), radians(lon));
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Neighbours of each node, no node twice, in rows that only shrink.
struct Rows {
    first: Vec<u32>,
    len: Vec<u32>,
    heads: Vec<u32>,
    gone: Vec<bool>,
}

impl Rows {
    fn new(nodes: usize, arcs: &[(u32, u32)]) -> Rows {
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
    fn strip(&mut self) -> Vec<u32> {
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
    fn rest(&self) -> Part {
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
    ids: Vec<u32>,
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

    /// The connected parts of what is left without some nodes.
    fn components(&self, without: &[bool]) -> Vec<Part> {
        const NONE: u32 = u32::MAX;
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
        for node in 0..self.nodes() {
            if let Some(part) = parts.get_mut(component[node] as usize) {
                part.first.push(part.heads.len() as u32);
                let inside = self.neighbours(node as u32).iter().filter(|other| !without[**other as usize]);
                part.heads.extend(inside.map(|other| local[*other as usize]));
            }
        }
        parts.iter_mut().for_each(|part| part.first.push(part.heads.len() as u32));
        parts
    }
}

/// Orders the nodes of a connected part.
fn dissect(part: &Part, places: &[[f64; 3]], order: &mut Vec<u32>) {
    if part.nodes() <= LEAF {
        by_degree(part, order);
        return;
    }
    let Some(separator) = separator(part, places) else {
        order.extend(&part.ids);
        return;
    };
    let mut without = vec![false; part.nodes()];
    separator.nodes.iter().for_each(|node| without[*node as usize] = true);
    for part in part.components(&without) {
        dissect(&part, places, order);
    }
    order.extend(separator.nodes.iter().map(|node| part.ids[*node as usize]));
}

/// Takes out the node with the fewest neighbours, joins them, and so on.
fn by_degree(part: &Part, order: &mut Vec<u32>) {
    let mut rows = [0u64; LEAF];
    for node in 0..part.nodes() {
        rows[node] = part.neighbours(node as u32).iter().fold(0, |row, other| row | 1 << other);
    }
    let mut left: Vec<usize> = (0..part.nodes()).collect();
    while let Some(at) = (0..left.len()).min_by_key(|at| rows[left[*at]].count_ones()) {
        let node = left.remove(at);
        order.push(part.ids[node]);
        let joined = rows[node];
        for other in &left {
            if joined >> other & 1 == 1 {
                rows[*other] = (rows[*other] | joined) & !(1 << other | 1 << node);
            }
        }
    }
}

/// The separator with the fewest nodes for the size of the smaller side; `None` if every one takes a whole side.
fn separator(part: &Part, places: &[[f64; 3]]) -> Option<Separator> {
    let mut best: Option<Separator> = None;
    let plane = plane(part, places);
    for direction in 0..DIRECTIONS {
        let angle = std::f64::consts::PI * direction as f64 / DIRECTIONS as f64;
        let along = along(&plane, angle);
        let mut flow = Flow::new(part);
        let mut fixed = 0;
        for share in SHARES {
            let grown = (part.nodes() * share / 100).max(1);
            let (near, far) = (&along[fixed..grown], &along[along.len() - grown..along.len() - fixed]);
            flow.grow(near, far);
            fixed = grown;
            // No side can have more than half.
            let most = best.as_ref().map_or(usize::MAX, |best| best.nodes.len() * (part.nodes() / 2) / best.smaller);
            if !flow.fill(most) {
                break;
            }
            for found in [flow.near_source(), flow.near_sink()] {
                let better = |best: &Separator| found.nodes.len() * best.smaller < best.nodes.len() * found.smaller;
                if found.smaller > 0 && best.as_ref().is_none_or(better) {
                    best = Some(found);
                }
            }
        }
    }
    best
}

/// Where the nodes lie on a plane that touches the sphere in their middle.
fn plane(part: &Part, places: &[[f64; 3]]) -> Vec<(f64, f64)> {
    let mut middle = [0.0; 3];
    for id in &part.ids {
        (0..3).for_each(|axis| middle[axis] += places[*id as usize][axis]);
    }
    let level = middle[0].hypot(middle[1]);
    let length = level.hypot(middle[2]);
    // Any direction does where there is no middle.
    let (east, [x, y, z]) = if level > 0.0 {
        ([-middle[1] / level, middle[0] / level], middle.map(|axis| axis / length))
    } else {
        ([0.0, 1.0], [1.0, 0.0, 0.0])
    };
    let north = [-z * east[1], z * east[0], x * east[1] - y * east[0]];
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
    part.ids.iter().map(|id| &places[*id as usize]).map(|at| (dot(&east, at), dot(&north, at))).collect()
}

/// The nodes in order along a direction.
fn along(plane: &[(f64, f64)], angle: f64) -> Vec<u32> {
    let (sin, cos) = angle.sin_cos();
    let mut along: Vec<(f64, u32)> = plane.iter().zip(0..).map(|((x, y), node)| (x * cos + y * sin, node)).collect();
    along.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    along.into_iter().map(|(_, node)| node).collect()
}
