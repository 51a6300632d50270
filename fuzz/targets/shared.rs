//! A small graph out of the first bytes, and files whose checksums are right.

use corridor::CostVector;
use corridor::engine::Graph;

/// Up to 8 states and 15 arcs; takes their bytes off the input.
pub fn graph(input: &mut &[u8]) -> Graph {
    let mut next = || {
        let (first, rest) = input.split_first().unwrap_or((&0, &[]));
        *input = rest;
        u32::from(*first)
    };
    let (states, arcs) = (1 + next() % 8, next() % 16);
    let arcs: Vec<(u32, u32, CostVector)> =
        (0..arcs).map(|_| (next() % states, next() % states, CostVector::new([next(), next(), 0, 0, 1, 0]))).collect();
    Graph::new(states as usize, arcs).expect("few arcs of little cost")
}

/// The file of `head` numbers and of `body` with the checksum set right.
pub fn sealed(valid: &[u8], head: usize, body: &[u8]) -> Vec<u8> {
    let body = &body[..body.len() / 4 * 4];
    let mut file = [&valid[..4 * head], body].concat();
    let numbers = body.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let sum = numbers.fold(0x9E37_79B9_7F4A_7C15, |sum: u64, number| {
        let sum = (sum ^ u64::from(number)).wrapping_mul(6_364_136_223_846_793_005);
        sum ^ sum >> 32
    });
    file[4 * head - 8..4 * head].copy_from_slice(&sum.to_le_bytes());
    file
}
