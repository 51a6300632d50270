#![no_main]
//! Whatever a file of lanes holds, nothing panics; those that were written give the best paths.

mod shared;

use corridor::engine::{Hierarchy, Lanes, Workspace};
use corridor::{Criterion, Weights};
use libfuzzer_sys::fuzz_target;

/// Magic, version, criteria, vectors, shortcuts, hash of what they were made for, checksum.
const HEAD: usize = 10;

fuzz_target!(|input: &[u8]| {
    let mut input = input;
    let graph = shared::graph(&mut input);
    let Some((kind, body)) = input.split_first() else { return };
    let order: Vec<u32> = (0..graph.states() as u32).collect();
    let hierarchy = Hierarchy::new(&graph, &order).expect("an order");
    if kind & 1 == 1 {
        _ = Lanes::read(body, &graph, &hierarchy);
        return;
    }
    let criteria = Criterion::ALL.into_iter().filter(|criterion| kind >> (*criterion as u8 + 2) & 1 == 1);
    let mut valid = Vec::new();
    Lanes::new(&graph, &hierarchy, criteria).expect("short lengths").write(&mut valid).expect("memory");
    let mut changed = valid[4 * HEAD..].to_vec();
    for change in body.chunks_exact(3) {
        let at = (usize::from(change[0]) << 8 | usize::from(change[1])) % changed.len().max(1);
        if let Some(byte) = changed.get_mut(at) {
            *byte = change[2];
        }
    }
    let untouched = changed == valid[4 * HEAD..];
    let Ok(read) = Lanes::read(&shared::sealed(&valid, HEAD, &changed)[..], &graph, &hierarchy) else {
        assert!(!untouched, "what was written is read");
        return;
    };
    let (memory, plain) = (&mut Workspace::default(), &mut Workspace::default());
    let weights = Weights::new([(Criterion::Distance, 1.0), (Criterion::Time, 3.0)]).expect("rates");
    for from in 0..graph.states() as u32 {
        for to in 0..graph.states() as u32 {
            let found = read.best(&graph, from, to, &weights, memory);
            assert!(!untouched || found == graph.best(from, to, &weights, plain), "{from} to {to}");
        }
    }
});
