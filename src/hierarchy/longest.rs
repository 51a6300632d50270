//! How long a shortest path can be: what tells that lengths fit fewer bits than sums over all arcs would need.

use super::customize::Lengths;
use super::query::at;
use super::ticks::{Block, Sums};
use super::topology::{Topology, WIDTH};

/// Two that are less add up to less than infinity.
const HALF: u32 = 1 << 29;
/// Not reached.
const INFINITY: u32 = u32::INFINITY;

/// How often what cannot be joined to the most important state of all is looked at by itself.
const ROUNDS: u32 = 3;

impl Lengths<u32> {
    /// Whether no shortest path is too long to be told from no path, where sums of lengths that reach infinity were cut down to it.
    ///
    /// O(a) for a arcs of the hierarchy. `false` means only that it could not be told.
    pub(crate) fn tell_all(&self, topology: &Topology) -> bool {
        // What was cut down first was the sum of two that were not; of these one is at least half of it.
        !has_long(&self.up)
            && !has_long(&self.down)
            && self.longest(topology, &vec![true; topology.states()], ROUNDS) < u64::from(INFINITY)
    }

    /// More than any shortest path takes that keeps within some positions, as all paths between them do.
    fn longest(&self, topology: &Topology, within: &[bool], rounds: u32) -> u64 {
        let (Some(up), Some(down)) = (ways(topology, &self.up, within), ways(topology, &self.down, within)) else {
            return u64::MAX;
        };
        // A path that could lead over the most important position is no longer than over it. All of another start where no way
        // leads there, or all end where none comes from.
        [up.1, down.1].iter().fold(up.0 + down.0, |most, apart| {
            let rest = match apart.iter().any(|apart| *apart) {
                false => 0,
                true if rounds > 0 => self.longest(topology, apart, rounds - 1),
                true => self.sum_of(topology, apart),
            };
            most.max(rest)
        })
    }

    /// More than a path of these positions takes: it visits each once, and so takes at most one arc of its row up and one down.
    fn sum_of(&self, topology: &Topology, within: &[bool]) -> u64 {
        let row = |p: u32| {
            let mut most = [0u32; 2];
            for (_, lane) in topology.lanes(p).filter(|(head, _)| within[*head as usize]) {
                for i in topology.given_range(p).filter(|i| topology.slot[*i] / 2 == lane && self.given[*i] < INFINITY)
                {
                    let side = &mut most[(topology.slot[i] & 1) as usize];
                    *side = (*side).max(self.given[i]);
                }
            }
            u64::from(most[0]) + u64::from(most[1])
        };
        (0..topology.states() as u32).filter(|p| within[*p as usize]).map(row).sum()
    }
}

/// Whether any length is at least half of infinity without being it.
fn has_long(side: &[Block<u32>]) -> bool {
    // One more than infinity is a single bit, so that the bit below tells.
    let bits = side.iter().fold([0; WIDTH as usize], |bits, block| std::array::from_fn(|i| bits[i] | (block[i] + 1)));
    bits.into_iter().any(|bits| bits & HALF != 0)
}

/// The longest of some ways between positions and the most important above each, none of them much longer than it has to be, and which positions have no way; `None`
/// if one is too long.
fn ways(topology: &Topology, side: &[Block<u32>], within: &[bool]) -> Option<(u64, Vec<bool>)> {
    let mut ways = vec![INFINITY; topology.states()];
    let (mut longest, mut apart) = (0, vec![false; topology.states()]);
    for p in (0..topology.states()).filter(|p| within[*p]) {
        let (mut is_first, mut way) = (true, INFINITY);
        // The most important neighbour comes first, and mostly has a way that is not far from the shortest.
        for (head, lane) in topology.lanes(p as u32).filter(|(head, _)| within[*head as usize]) {
            is_first = false;
            let (rest, length) = (ways[head as usize], at(side, lane));
            if rest < INFINITY && length < INFINITY {
                way = rest + length;
                break;
            }
        }
        if is_first {
            way = 0;
        } else if way > INFINITY {
            return None;
        }
        ways[p] = way;
        apart[p] = way == INFINITY;
        if way < INFINITY {
            longest = longest.max(way);
        }
    }
    Some((u64::from(longest), apart))
}

#[cfg(test)]
mod tests {
    use crate::cost::CostVector;
    use crate::engine::{Graph, Hierarchy, Workspace};

    /// A path of states is 4 times as long as 32 bits hold, though every arc fits.
    #[test]
    fn what_32_bits_cannot_hold_is_told_all_the_same() {
        let arcs = (1..40u32).map(|at| (at - 1, at, CostVector::ZERO));
        let graph = Graph::new(41, arcs).unwrap();
        let hierarchy = Hierarchy::new(&graph, &(0..41).collect::<Vec<_>>()).unwrap();
        let memory = &mut Workspace::default();
        for long in [1u64 << 20, 1 << 25, (1 << 26) + 3, 1 << 27, (1 << 29) - 1] {
            let length = |arc: u32| long + u64::from(arc % 2);
            let made = hierarchy.customize(length).unwrap();
            let whole: u64 = (0..39).map(length).sum();
            for _ in 0..2 {
                assert_eq!(made.distance(0, 39, memory), Some(whole), "{long}");
                assert_eq!(made.path(0, 39, memory).map(|path| path.len()), Some(39));
                assert_eq!((made.distance(39, 0, memory), made.distance(0, 40, memory)), (None, None));
            }
            assert_eq!(made.matrix(&[0], &[39]).distance(0, 0), Some(whole));
            assert_eq!(made.reach(0, u64::MAX).len(), 40);
        }
    }
}
