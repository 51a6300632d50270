//! An order in which the nodes of a small graph are set aside one by one, and the tree that it makes.
//!
//! Setting a node aside joins all its neighbours that are left. Taking a node with the fewest of them each time (minimum degree: Rose,
//! "A graph-theoretic study of the numerical solution of sparse positive definite systems of linear equations", 1972) keeps the neighbours
//! few. The first of them to go next is the node's parent, and all of them are its ancestors.

/// An elimination tree.
pub(crate) struct Tree {
    /// The nodes, each before its parent.
    pub(crate) order: Vec<u32>,
    /// The ancestors that each node is joined to when it is set aside, the nearest to the root first: the last is its parent.
    pub(crate) above: Vec<Vec<u32>>,
}

/// The nodes that each is joined to, as rows of bits, and the nodes by how many they are.
struct Joined {
    words: usize,
    bits: Vec<u64>,
    degree: Vec<u32>,
    /// The nodes that are left, by degree; those that have another degree by now stand there too.
    left: Vec<Vec<u32>>,
}

impl Joined {
    fn row(&self, node: u32) -> &[u64] {
        &self.bits[node as usize * self.words..][..self.words]
    }

    fn set(&mut self, node: u32, other: u32) {
        self.bits[node as usize * self.words + other as usize / 64] |= 1 << (other % 64);
    }

    fn clear(&mut self, node: u32, other: u32) {
        self.bits[node as usize * self.words + other as usize / 64] &= !(1 << (other % 64));
    }

    /// Counts what a node is joined to and puts it in its turn.
    fn place(&mut self, node: u32) {
        let degree: u32 = self.row(node).iter().map(|word| word.count_ones()).sum();
        if self.degree[node as usize] != degree {
            self.degree[node as usize] = degree;
            self.left[degree as usize].push(node);
        }
    }

    /// A node with the fewest neighbours.
    fn take(&mut self) -> Option<u32> {
        for degree in 0..self.left.len() {
            while let Some(node) = self.left[degree].pop() {
                if self.degree[node as usize] == degree as u32 {
                    self.degree[node as usize] = u32::MAX;
                    return Some(node);
                }
            }
        }
        None
    }

    fn neighbours(&self, node: u32) -> Vec<u32> {
        let word = |(word, bits): (usize, &u64)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| word as u32 * 64 + left.trailing_zeros())?;
                left &= left - 1;
                Some(next)
            })
        };
        self.row(node).iter().enumerate().flat_map(word).collect()
    }
}

impl Tree {
    /// The tree of nodes that are joined in pairs. O(n^2 / 64) words of memory, and as much time for each neighbour of a node.
    pub(crate) fn new(nodes: usize, pairs: impl IntoIterator<Item = (u32, u32)>) -> Tree {
        let words = nodes.div_ceil(64);
        let (bits, degree) = (vec![0; words * nodes], vec![u32::MAX; nodes]);
        let mut joined = Joined { words, bits, degree, left: vec![Vec::new(); nodes + 1] };
        for (a, b) in pairs.into_iter().filter(|(a, b)| a != b) {
            joined.set(a, b);
            joined.set(b, a);
        }
        (0..nodes as u32).rev().for_each(|node| joined.place(node));
        let (mut order, mut above) = (Vec::with_capacity(nodes), vec![Vec::new(); nodes]);
        let mut position = vec![0; nodes];
        while let Some(node) = joined.take() {
            position[node as usize] = order.len();
            order.push(node);
            let neighbours = joined.neighbours(node);
            let row = joined.row(node).to_vec();
            for neighbour in &neighbours {
                let start = *neighbour as usize * words;
                joined.bits[start..start + words].iter_mut().zip(&row).for_each(|(mine, row)| *mine |= row);
                joined.clear(*neighbour, *neighbour);
                joined.clear(*neighbour, node);
                joined.place(*neighbour);
            }
            above[node as usize] = neighbours;
        }
        above
            .iter_mut()
            .for_each(|above| above.sort_unstable_by_key(|node| std::cmp::Reverse(position[*node as usize])));
        Tree { order, above }
    }

    /// A number for each node: less than those of all below it, which follow it without a gap, so that what is near in the graph is near
    /// in memory.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let parent = |node: u32| self.above[node as usize].last().map(|parent| *parent as usize);
        let mut below = vec![1; self.order.len()];
        for node in &self.order {
            if let Some(parent) = parent(*node) {
                below[parent] += below[*node as usize];
            }
        }
        let (mut number, mut next, mut root) = (vec![0; self.order.len()], vec![0; self.order.len()], 0);
        for node in self.order.iter().rev() {
            let free = parent(*node).map_or(&mut root, |parent| &mut next[parent]);
            let mine = *free;
            *free += below[*node as usize];
            (number[*node as usize], next[*node as usize]) = (mine, mine + 1);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::config;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config(500))]

        #[test]
        fn every_pair_lies_on_one_way_to_the_root(
            nodes in 1..100usize,
            pairs in prop::collection::vec((0..10_000u32, 0..10_000u32), 0..200),
        ) {
            let pairs = pairs.iter().map(|(a, b)| (a % nodes as u32, b % nodes as u32));
            let tree = Tree::new(nodes, pairs.clone());
            let mut order = tree.order.clone();
            order.sort_unstable();
            prop_assert_eq!(order, (0..nodes as u32).collect::<Vec<u32>>());
            let numbers = tree.numbers();
            let mut each = numbers.clone();
            each.sort_unstable();
            prop_assert_eq!(each, (0..nodes as u32).collect::<Vec<u32>>());
            let ancestors = |node: u32| -> Vec<u32> {
                std::iter::successors(Some(node), |node| tree.above[*node as usize].last().copied()).skip(1).collect()
            };
            for (a, b) in pairs.filter(|(a, b)| a != b) {
                prop_assert!(tree.above[a as usize].contains(&b) || tree.above[b as usize].contains(&a));
            }
            for node in 0..nodes as u32 {
                let (above, mut all) = (&tree.above[node as usize], ancestors(node));
                all.reverse();
                // From the root down, as far as they are joined to it.
                let joined: Vec<u32> = all.into_iter().filter(|other| above.contains(other)).collect();
                prop_assert_eq!(&joined, above);
                prop_assert!(above.iter().all(|other| numbers[*other as usize] < numbers[node as usize]));
                // What is joined to a node is joined among itself.
                for (i, b) in above.iter().enumerate() {
                    prop_assert!(above[..i].iter().all(|a| tree.above[*b as usize].contains(a)));
                }
            }
        }
    }
}
