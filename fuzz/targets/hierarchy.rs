#![no_main]
//! Whatever a file of a hierarchy holds, it is refused or gives the distances of the graph.

mod shared;

use corridor::engine::{Graph, Hierarchy, Workspace};
use libfuzzer_sys::fuzz_target;

/// Magic, version, states, shortcuts, hash of the graph, checksum.
const HEAD: usize = 9;

fuzz_target!(|input: &[u8]| {
    let mut input = input;
    let graph = shared::graph(&mut input);
    let Some((kind, body)) = input.split_first() else { return };
    if kind & 1 == 1 {
        _ = Hierarchy::read(body, &graph);
        return;
    }
    let order: Vec<u32> = (0..graph.states() as u32).collect();
    let mut valid = Vec::new();
    Hierarchy::new(&graph, &order).expect("an order").write(&mut valid).expect("memory");
    let mut file = shared::sealed(&valid, HEAD, body);
    let shortcuts = (body.len() / 4).saturating_sub(2 * graph.states()) as u32;
    file[16..20].copy_from_slice(&shortcuts.to_le_bytes());
    // Or what a right file has, but for a few numbers.
    if kind & 2 == 2 {
        let mut changed = valid[4 * HEAD..].to_vec();
        for change in body.chunks_exact(2) {
            let at = usize::from(change[0]) % changed.len();
            changed[at] = change[1];
        }
        file = shared::sealed(&valid, HEAD, &changed);
    }
    if let Ok(read) = Hierarchy::read(&file[..], &graph) {
        check(&graph, &read);
    }
});

fn check(graph: &Graph, hierarchy: &Hierarchy) {
    let length = |arc: u32| u64::from(graph.cost(arc).ticks()[0]);
    let customized = hierarchy.customize(length).expect("short lengths");
    let memory = &mut Workspace::default();
    for from in 0..graph.states() as u32 {
        let mut least = vec![u64::MAX; graph.states()];
        least[from as usize] = 0;
        for _ in 0..graph.states() {
            for arc in 0..graph.arcs() as u32 {
                let (tail, head) = (graph.tail(arc) as usize, graph.head(arc) as usize);
                least[head] = least[head].min(least[tail].saturating_add(length(arc)));
            }
        }
        for (to, least) in (0..).zip(least) {
            let expected = (least != u64::MAX).then_some(least);
            assert_eq!(customized.distance(from, to, memory), expected, "{from} to {to}");
            let path = customized.path(from, to, memory);
            assert_eq!(path.map(|arcs| arcs.into_iter().map(length).sum()), expected, "{from} to {to}");
        }
    }
}
