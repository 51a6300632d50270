//! What arcs use: crossings, ports, kilometres of a line, each a thing that a path uses once however often it passes.

/// Rows of numbers: those of row `i` are `all[first[i]..first[i + 1]]`.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    first: Vec<u32>,
    all: Vec<u32>,
}

impl Rows {
    pub(super) fn of(&self, row: u32) -> &[u32] {
        &self.all[self.first[row as usize] as usize..self.first[row as usize + 1] as usize]
    }

    pub(super) fn count(&self) -> usize {
        self.first.len() - 1
    }
}

/// The things that each arc uses, as numbers from 0, and the arcs that use each thing.
#[derive(Clone, Debug)]
pub(crate) struct Things {
    pub(super) of_arcs: Rows,
    pub(super) arcs: Rows,
}

impl Things {
    /// Those of one arc after the other.
    pub(crate) fn new<I: IntoIterator<Item = u32>>(arcs: impl Iterator<Item = I>) -> Things {
        let mut of_arcs = Rows { first: vec![0], all: Vec::new() };
        for of_arc in arcs {
            of_arcs.all.extend(of_arc);
            of_arcs.first.push(of_arcs.all.len() as u32);
        }
        let count = of_arcs.all.iter().max().map_or(0, |last| *last as usize + 1);
        let mut first = vec![0u32; count + 1];
        of_arcs.all.iter().for_each(|thing| first[*thing as usize + 1] += 1);
        (0..count).for_each(|thing| first[thing + 1] += first[thing]);
        let (mut next, mut all) = (first.clone(), vec![0; of_arcs.all.len()]);
        for arc in 0..of_arcs.count() as u32 {
            for thing in of_arcs.of(arc) {
                all[next[*thing as usize] as usize] = arc;
                next[*thing as usize] += 1;
            }
        }
        Things { of_arcs, arcs: Rows { first, all } }
    }
}

/// Some things, each once.
pub(super) struct Selection {
    holds: Vec<bool>,
    list: Vec<u32>,
}

impl Selection {
    /// None, of so many.
    pub(super) fn new(things: usize) -> Selection {
        Selection { holds: vec![false; things], list: Vec::new() }
    }

    /// These and no others.
    pub(super) fn set(&mut self, things: &[u32]) {
        self.list.drain(..).for_each(|thing| self.holds[thing as usize] = false);
        things.iter().for_each(|thing| self.add(*thing));
    }

    #[inline]
    pub(super) fn add(&mut self, thing: u32) {
        if !std::mem::replace(&mut self.holds[thing as usize], true) {
            self.list.push(thing);
        }
    }

    #[inline]
    pub(super) fn holds(&self, thing: u32) -> bool {
        self.holds[thing as usize]
    }

    pub(super) fn list(&self) -> &[u32] {
        &self.list
    }
}
