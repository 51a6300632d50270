//! Which places a label has to remember, so that it does not visit them twice.
//!
//! A walk that nothing beats may come back to a place: a lorry goes to a station and its train passes the same place again.
//! Such a place becomes critical: labels remember it, but only as long as they stay among the places of the detours that
//! came back to it, so that labels stay comparable everywhere else (ng-routes: Baldacci, Mingozzi, Roberti, Operations Research 59,
//! 2011; grown where needed: Martinelli, Pecin, Poggi, European Journal of Operational Research 239, 2014).

use super::Graph;
use super::graph::NONE;

/// The critical places and where they are remembered.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The critical places, by bit.
    critical: Vec<u32>,
    bit_of: Vec<u32>,
    /// Pairs of a place and the bit of a critical place that is remembered there.
    kept: Vec<(u32, u32)>,
    /// What is remembered at place `p`: `masks[p * words..(p + 1) * words]`.
    masks: Vec<u64>,
    /// The last path that came to each place, counted, and where on the path that was.
    seen: Vec<(u32, u32)>,
    paths: u32,
}

impl Memory {
    /// How many words a label's memory takes.
    pub(super) fn words(&self) -> usize {
        self.critical.len().div_ceil(64)
    }

    /// Learns from a path's detours back to a place that it has visited; `false` if it has none.
    pub(super) fn learn(&mut self, graph: &Graph, from: u32, arcs: &[u32]) -> bool {
        if self.seen.len() != graph.places() {
            self.seen = vec![(0, 0); graph.places()];
        }
        self.paths += 1;
        let place = |at: usize| graph.place(at.checked_sub(1).map_or(from, |arc| graph.head(arcs[arc])));
        let mut back = false;
        for end in 0..=arcs.len() {
            let here = place(end);
            let (path, start) = std::mem::replace(&mut self.seen[here as usize], (self.paths, end as u32));
            if path == self.paths {
                back = true;
                let bit = self.bit(graph, here);
                self.kept.extend((start as usize + 1..end).map(|between| (place(between), bit)));
            }
        }
        back
    }

    fn bit(&mut self, graph: &Graph, place: u32) -> u32 {
        self.bit_of.resize(graph.places(), NONE);
        let bit = &mut self.bit_of[place as usize];
        if *bit == NONE {
            *bit = self.critical.len() as u32;
            self.critical.push(place);
        }
        *bit
    }

    /// Makes what was learnt ready for a search.
    pub(super) fn prepare(&mut self, graph: &Graph) {
        self.kept.sort_unstable();
        self.kept.dedup();
        let words = self.words();
        self.masks.clear();
        self.masks.resize(graph.places() * words, 0);
        for (place, bit) in &self.kept {
            self.masks[*place as usize * words + *bit as usize / 64] |= 1 << (bit % 64);
        }
    }

    /// What a label that remembers `mine` at one place remembers at the next; `false` if it remembers to have been there.
    #[inline]
    pub(super) fn enter(&self, mine: &[u64], place: u32, next: u32, marks: &mut [u64]) -> bool {
        let words = mine.len();
        let bit = self.bit_of[next as usize];
        if place == next || (bit != NONE && mine[bit as usize / 64] >> (bit % 64) & 1 == 1) {
            return false;
        }
        marks.copy_from_slice(mine);
        let left = self.bit_of[place as usize];
        if left != NONE {
            marks[left as usize / 64] |= 1 << (left % 64);
        }
        let kept = &self.masks[next as usize * words..][..words];
        marks.iter_mut().zip(kept).for_each(|(mark, kept)| *mark &= kept);
        true
    }
}
