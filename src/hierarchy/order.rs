//! The order in which a hierarchy contracts nodes: nested dissection (George 1973) with separators by inertial flow on the
//! coordinates (Schild and Sommer, "On balanced separators in road networks", SEA 2015). Unlike there, nodes carry the flow, not arcs:
//! what has to be small is the number of nodes. Which cut is best for its size is told as by Gottesbüren, Hamann, Uhl, Wagner,
//! "Faster and better nested dissection orders for customizable contraction hierarchies", Algorithms 12, 2019.

use super::flow::{Flow, Separator};
use super::part::{Part, Rows};

/// Parts of up to so many nodes are ordered by degree; it fits a word.
const LEAF: usize = 64;
/// Directions along which the ends of a part are sought.
const DIRECTIONS: usize = 4;
/// How many hundredths of a part each end has.
const SHARE: usize = 25;

/// Orders the nodes of a graph from the least to the most important, for a hierarchy of few arcs: what separates large parts
/// of the graph comes last.
///
/// `points` are the latitudes and longitudes of the nodes in degrees; `arcs` join two nodes each and count both ways, parallel ones once. Loops
/// and arcs between nodes that do not exist are left out. Coordinates may be equal, rough or wrong: they only guide, and a graph without any
/// may have the same for all nodes. The same graph gets the same order, on one core or many (feature `rayon`).
///
/// O(c m log n) for m arcs and separators of at most c nodes; a graph of 264,346 nodes and 365,050 pairs of neighbours takes 1.3 s.
///
/// ```
/// use corridor::engine::nested_dissection;
/// // Two squares that share a corner: what parts them comes last.
/// let points = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (1.0, 2.0), (2.0, 2.0)];
/// let arcs = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (5, 6)];
/// let order = nested_dissection(&points, &arcs);
/// assert_eq!(order.len(), 7);
/// ```
pub fn nested_dissection(points: &[(f64, f64)], arcs: &[(u32, u32)]) -> Vec<u32> {
    let places: Vec<[f64; 3]> = points.iter().map(|point| on_sphere(*point)).collect();
    let mut rows = Rows::new(points.len(), arcs);
    let mut order = rows.strip();
    let rest = rows.rest();
    order.extend(dissect_all(rest.components(&vec![false; rest.nodes()]), &places));
    order
}

fn on_sphere((lat, lon): (f64, f64)) -> [f64; 3] {
    let radians = |degrees: f64| if degrees.is_finite() { degrees.to_radians() } else { 0.0 };
    let (lat, lon) = (radians(lat), radians(lon));
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Orders the nodes of connected parts, one part after the other.
fn dissect_all(parts: Vec<Part>, places: &[[f64; 3]]) -> Vec<u32> {
    #[cfg(feature = "rayon")]
    if parts.iter().filter(|part| part.nodes() > LEAF).nth(1).is_some() {
        use rayon::prelude::*;
        let orders: Vec<Vec<u32>> = parts.par_iter().map(|part| dissect(part, places)).collect();
        return orders.concat();
    }
    let mut order = Vec::with_capacity(parts.iter().map(Part::nodes).sum());
    parts.iter().for_each(|part| order.append(&mut dissect(part, places)));
    order
}

/// Orders the nodes of a connected part.
fn dissect(part: &Part, places: &[[f64; 3]]) -> Vec<u32> {
    if part.nodes() <= LEAF {
        return by_degree(part);
    }
    let Some(separator) = separator(part, places) else { return part.ids.clone() };
    let mut without = vec![false; part.nodes()];
    separator.nodes.iter().for_each(|node| without[*node as usize] = true);
    let mut order = dissect_all(part.components(&without), places);
    order.extend(separator.nodes.iter().map(|node| part.ids[*node as usize]));
    order
}

/// Takes out the node with the fewest neighbours, joins them, and so on.
fn by_degree(part: &Part) -> Vec<u32> {
    let mut order = Vec::with_capacity(part.nodes());
    let mut rows = [0u64; LEAF];
    for (node, row) in (0..part.nodes() as u32).zip(&mut rows) {
        *row = part.neighbours(node).iter().fold(0, |row, other| row | 1 << other);
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
    order
}

/// The separator with the fewest nodes for the size of the smaller side; `None` if every one takes a whole side.
fn separator(part: &Part, places: &[[f64; 3]]) -> Option<Separator> {
    let mut best: Option<Separator> = None;
    let mut plane = plane(part, places);
    if plane.iter().all(|at| *at == plane[0]) {
        plane = by_steps(part);
    }
    for direction in 0..DIRECTIONS {
        let angle = std::f64::consts::PI * direction as f64 / DIRECTIONS as f64;
        let along = along(&plane, angle);
        let ends = (part.nodes() * SHARE / 100).max(1);
        let mut flow = Flow::new(part, &along[..ends], &along[along.len() - ends..]);
        if !flow.fill(best.as_ref().map_or(usize::MAX, |best| best.nodes.len())) {
            continue;
        }
        let near_sink = flow.near_sink();
        for found in [near_sink, flow.turned().near_sink()] {
            let better = |best: &Separator| found.nodes.len() * best.smaller < best.nodes.len() * found.smaller;
            if found.smaller > 0 && best.as_ref().is_none_or(better) {
                best = Some(found);
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

/// A plane on which nodes lie by their steps from two corners, where coordinates tell nothing.
fn by_steps(part: &Part) -> Vec<(f64, f64)> {
    let corner = |steps: &[u32]| (0..).zip(steps).max_by_key(|(_, steps)| **steps).map_or(0, |(node, _)| node);
    let first = part.steps(corner(&part.steps(0)));
    let opposite = part.steps(corner(&first));
    let between: Vec<u32> = first.iter().zip(&opposite).map(|(a, b)| *a.min(b)).collect();
    let second = part.steps(corner(&between));
    first.into_iter().zip(second).map(|(x, y)| (f64::from(x), f64::from(y))).collect()
}

/// The nodes in order along a direction.
fn along(plane: &[(f64, f64)], angle: f64) -> Vec<u32> {
    let (sin, cos) = angle.sin_cos();
    let mut along: Vec<(f64, u32)> = plane.iter().zip(0..).map(|((x, y), node)| (x * cos + y * sin, node)).collect();
    along.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    along.into_iter().map(|(_, node)| node).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::oracle::config;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// How many arcs the hierarchy of an order has, and the height of its elimination tree.
    fn hierarchy(nodes: usize, arcs: &[(u32, u32)], order: &[u32]) -> (usize, usize) {
        let mut rank = vec![usize::MAX; nodes];
        order.iter().enumerate().for_each(|(at, node)| rank[*node as usize] = at);
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); nodes];
        for (a, b) in arcs.iter().map(|(a, b)| (rank[*a as usize], rank[*b as usize])).filter(|(a, b)| a != b) {
            above[a.min(b)].push(a.max(b));
        }
        let (mut count, mut parent) = (0, vec![None; nodes]);
        for at in 0..nodes {
            let mut row = std::mem::take(&mut above[at]);
            row.sort_unstable();
            row.dedup();
            count += row.len();
            if let Some((first, rest)) = row.split_first() {
                parent[at] = Some(*first);
                above[*first].extend(rest);
            }
        }
        let mut height = vec![1; nodes];
        for at in (0..nodes).rev() {
            height[at] = parent[at].map_or(1, |parent: usize| height[parent] + 1);
        }
        (count, height.into_iter().max().unwrap_or(0))
    }

    type Drawn = (Vec<(f64, f64)>, Vec<(u32, u32)>);

    fn grid(side: u32) -> Drawn {
        let points = (0..side * side).map(|at| (f64::from(at / side), f64::from(at % side))).collect();
        let right = (0..side * side).filter(|at| at % side + 1 < side).map(|at| (at, at + 1));
        (points, right.chain((0..side * (side - 1)).map(|at| (at, at + side))).collect())
    }

    #[test]
    fn a_grid_makes_a_flat_hierarchy_of_few_arcs() {
        let (points, arcs) = grid(40);
        let (count, height) = hierarchy(1600, &arcs, &nested_dissection(&points, &arcs));
        // Row by row it would have some 62,000 arcs and be 1,600 high.
        assert!(count < 23_000 && height < 130, "{count} arcs, {height} high");
        // Where coordinates tell nothing, the flow still finds separators.
        let (count, height) = hierarchy(1600, &arcs, &nested_dissection(&[(0.0, 0.0); 1600], &arcs));
        assert!(count < 30_000 && height < 180, "{count} arcs, {height} high");
    }

    #[test]
    fn a_long_chain_makes_a_flat_hierarchy() {
        let arcs: Vec<(u32, u32)> = (1..10_000).map(|node| (node - 1, node)).collect();
        let points: Vec<(f64, f64)> = (0..10_000).map(|node| (f64::from(node) / 1_000.0, 0.0)).collect();
        let (count, height) = hierarchy(10_000, &arcs, &nested_dissection(&points, &arcs));
        assert!(count < 20_000 && height < 30, "{count} arcs, {height} high");
    }

    #[test]
    fn a_graph_that_nothing_parts_is_ordered_too() {
        let arcs: Vec<(u32, u32)> = (0..100).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
        assert_eq!(hierarchy(100, &arcs, &nested_dissection(&[(f64::NAN, 0.0); 100], &arcs)), (4950, 100));
    }

    proptest! {
        #![proptest_config(config(300))]

        #[test]
        fn every_node_comes_once(
            points in vec((-90.0..90.0, prop_oneof![Just(180.0), -180.0..180.0]), 0..300),
            arcs in vec((0..320u32, 0..320u32), 0..900),
        ) {
            let mut order = nested_dissection(&points, &arcs);
            prop_assert_eq!(&nested_dissection(&points, &arcs), &order);
            order.sort_unstable();
            prop_assert!(order.into_iter().eq(0..points.len() as u32));
        }
    }
}
