//! What the benches of hierarchies share: answers beside Dijkstra's, and the time of one thread.

use crate::sequence::Sequence;
use corridor::engine::{Customized, Graph, Workspace};
use cpu_time::ThreadTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

/// A state of a graph.
pub fn state(graph: &Graph, random: &mut Sequence) -> u32 {
    random.below(graph.states()) as u32
}

/// The distances from one state to all others: Dijkstra, as plainly as can be. An arc without a length is closed.
fn plain(graph: &Graph, length: impl Fn(u32) -> Option<u64>, from: u32) -> Vec<Option<u64>> {
    let mut least = vec![None; graph.states()];
    let mut open = BinaryHeap::from([(Reverse(0), from)]);
    least[from as usize] = Some(0);
    while let Some((Reverse(so_far), state)) = open.pop() {
        if least[state as usize].is_some_and(|least| least < so_far) {
            continue;
        }
        for arc in graph.arcs_out(state) {
            let Some(length) = length(arc) else { continue };
            let (head, sum) = (graph.head(arc), so_far + length);
            if least[head as usize].is_none_or(|least| sum < least) {
                least[head as usize] = Some(sum);
                open.push((Reverse(sum), head));
            }
        }
    }
    least
}

/// Checks some targets of each of some sources, distance and arcs; counts the pairs.
pub fn check(
    graph: &Graph,
    made: &Customized,
    length: impl Fn(u32) -> Option<u64>,
    (sources, targets): (usize, usize),
    random: &mut Sequence,
) -> usize {
    let mut memory = Workspace::default();
    for _ in 0..sources {
        let from = state(graph, random);
        let least = plain(graph, &length, from);
        for _ in 0..targets {
            let to = state(graph, random);
            let expected = least[to as usize];
            assert_eq!(made.distance(from, to, &mut memory), expected, "{from} to {to}");
            let path = made.path(from, to, &mut memory);
            let (mut at, mut sum) = (from, 0);
            for arc in path.iter().flatten() {
                assert_eq!(graph.tail(*arc), at, "{from} to {to}: arcs follow one another");
                (at, sum) = (graph.head(*arc), sum + length(*arc).expect("an open arc"));
            }
            assert_eq!(path.map(|_| (at, sum)), expected.map(|sum| (to, sum)), "{from} to {to}: the path");
        }
    }
    sources * targets
}

/// The least processor time of some rounds on this thread, in seconds.
pub fn timed<T>(rounds: usize, mut ask: impl FnMut() -> T) -> f64 {
    let mut least = f64::MAX;
    for _ in 0..rounds {
        let started = ThreadTime::now();
        black_box(ask());
        least = least.min(started.elapsed().as_secs_f64());
    }
    least
}

/// All on this thread, whose time is what is told.
pub fn one_thread() {
    #[cfg(feature = "rayon")]
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
}
