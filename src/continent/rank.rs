//! Corridors ranked over the continent: for each the best journey that passes its signature.
//!
//! A walk by way of gates is a chain of shortest paths. The hierarchy tells all distances between gates at once, scores choose the chain, and paths are searched for
//! only where a chain is the best or ties with it.

use super::access::Access;
use super::build::State;
use super::gates::Gates;
use super::prepare::ContinentError;
use super::ranking::{JourneyRanking, RankedJourney, ShutCorridor};
use super::trip::{ContinentTrip, Whole};
use super::{Continent, Journey};
use crate::contest::SENSELESS;
use crate::cost::{CostVector, Criterion};
use crate::engine::{Matrix, Path, Workspace, compare_links};
use crate::rank::Named;
use crate::weights::Weights;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// One way on: to a state, over an arc or an access, to the next state.
#[derive(Clone, Copy)]
struct Step {
    enter: u32,
    leave: u32,
    cost: CostVector,
    arc: Option<u32>,
}

/// The best beginning of a chain up to one of its steps.
#[derive(Clone)]
struct Chain {
    score: u64,
    cost: CostVector,
    arcs: Vec<u32>,
    /// Which access it starts and ends by.
    ends: [usize; 2],
}

/// Distances between gates, and the paths where they are needed.
struct Relay<'a> {
    continent: &'a Continent,
    weights: &'a Weights,
    starts: Vec<Access>,
    ends: Vec<Access>,
    matrix: Matrix,
    sources: BTreeMap<u32, usize>,
    targets: BTreeMap<u32, usize>,
}

impl<'a> Relay<'a> {
    fn new(trip: &ContinentTrip<'a>, weights: &'a Weights, gates: &[u32]) -> Result<Relay<'a>, ContinentError> {
        let continent = trip.continent;
        let graph = &continent.graph;
        let (starts, ends) = (continent.accesses(&trip.from, true), continent.accesses(&trip.to, false));
        let heads = gates.iter().map(|arc| graph.head(*arc)).chain(starts.iter().map(|access| access.state));
        let tails = gates.iter().map(|arc| graph.tail(*arc)).chain(ends.iter().map(|access| access.state));
        let (sources, targets): (BTreeSet<u32>, BTreeSet<u32>) = (heads.collect(), tails.collect());
        let listed = |states: &BTreeSet<u32>| states.iter().copied().collect::<Vec<u32>>();
        let matrix = continent.customize(weights)?.matrix(&listed(&sources), &listed(&targets));
        let numbered = |states: BTreeSet<u32>| states.into_iter().zip(0..).collect();
        Ok(Relay { continent, weights, starts, ends, matrix, sources: numbered(sources), targets: numbered(targets) })
    }

    fn distance(&self, from: u32, to: u32) -> Option<u64> {
        self.matrix.distance(*self.sources.get(&from)?, *self.targets.get(&to)?)
    }

    fn path(&self, from: u32, to: u32, memory: &mut Workspace) -> Option<Path> {
        let graph = &self.continent.graph;
        match self.continent.lanes_for(self.weights) {
            Some(lanes) => lanes.best(graph, from, to, self.weights, memory),
            None => graph.best(from, to, self.weights, memory),
        }
    }

    /// The best walk over one arc of each group, in order.
    fn best(&self, groups: &[Vec<u32>], memory: &mut Workspace) -> Option<Chain> {
        let graph = &self.continent.graph;
        let gate = |arc: &u32| Step {
            enter: graph.tail(*arc),
            leave: graph.head(*arc),
            cost: *graph.cost(*arc),
            arc: Some(*arc),
        };
        let access = |access: &Access| Step { enter: access.state, leave: access.state, cost: access.cost, arc: None };
        let mut layers: Vec<Vec<Step>> = vec![self.starts.iter().map(access).collect()];
        layers.extend(groups.iter().map(|group| group.iter().map(gate).collect::<Vec<Step>>()));
        layers.push(self.ends.iter().map(access).collect());
        let scores = self.scores(&layers);
        let least = *scores.last()?.iter().flatten().min()?;
        let last = layers.len() - 1;
        let mut known: BTreeMap<(usize, usize), Option<Chain>> = BTreeMap::new();
        let tied = (0..layers[last].len()).filter(|end| scores[last][*end] == Some(least));
        let chains = tied.filter_map(|end| self.chain(&layers, &scores, (last, end), &mut known, memory));
        chains.min_by(|a, b| self.compare(a, b))
    }

    /// The least score with which each step can be done.
    fn scores(&self, layers: &[Vec<Step>]) -> Vec<Vec<Option<u64>>> {
        let own = |step: &Step| self.weights.score(&step.cost);
        let mut scores: Vec<Vec<Option<u64>>> = vec![layers[0].iter().map(|step| Some(own(step))).collect()];
        for (before, here) in layers.iter().zip(&layers[1..]) {
            let known = &scores[scores.len() - 1];
            let least = |step: &Step| {
                let ways = before
                    .iter()
                    .zip(known)
                    .filter_map(|(last, score)| Some((*score)? + self.distance(last.leave, step.enter)?));
                ways.min().map(|score| score + own(step))
            };
            scores.push(here.iter().map(least).collect());
        }
        scores
    }

    /// The best of the chains that reach a step with its least score.
    fn chain(
        &self,
        layers: &[Vec<Step>],
        scores: &[Vec<Option<u64>>],
        (layer, at): (usize, usize),
        known: &mut BTreeMap<(usize, usize), Option<Chain>>,
        memory: &mut Workspace,
    ) -> Option<Chain> {
        let step = layers[layer][at];
        let own = self.weights.score(&step.cost);
        if layer == 0 {
            return Some(Chain { score: own, cost: step.cost, arcs: Vec::new(), ends: [at, 0] });
        }
        if let Some(chain) = known.get(&(layer, at)) {
            return chain.clone();
        }
        let mut best: Option<Chain> = None;
        for (before, last) in layers[layer - 1].iter().enumerate() {
            let Some((score, distance)) = scores[layer - 1][before].zip(self.distance(last.leave, step.enter)) else {
                continue;
            };
            if Some(score + distance + own) != scores[layer][at] {
                continue;
            }
            let Some(mut chain) = self.chain(layers, scores, (layer - 1, before), known, memory) else { continue };
            let Some(path) = self.path(last.leave, step.enter, memory) else { continue };
            chain.score += distance + own;
            chain.cost = chain.cost + *path.cost() + step.cost;
            chain.arcs.extend(path.arcs().iter().chain(&step.arc));
            chain.ends[1] = at;
            if best.as_ref().is_none_or(|best| self.compare(&chain, best).is_lt()) {
                best = Some(chain);
            }
        }
        known.insert((layer, at), best.clone());
        best
    }

    /// The order of answers, as everywhere.
    fn compare(&self, a: &Chain, b: &Chain) -> Ordering {
        let link = |arc: &u32| self.continent.graph.link(*arc);
        let key = |chain: &Chain| (chain.score, chain.cost, chain.arcs.len());
        key(a).cmp(&key(b)).then_with(|| compare_links(a.arcs.iter().map(link), b.arcs.iter().map(link)))
    }

    /// Whether a walk leaves a place or junction and comes by it again.
    fn doubles_back(&self, chain: &Chain) -> bool {
        let graph = &self.continent.graph;
        let spot = |state: u32| match self.continent.states.of[state as usize] {
            State::Curated(state) => (0, self.continent.ways.curated.state(state).0),
            State::Arrived(place) => (0, place),
            State::Base { node, .. } | State::Lane { node } => (1, node),
        };
        let start = chain.arcs.first().map(|arc| graph.tail(*arc));
        let states = start.into_iter().chain(chain.arcs.iter().map(|arc| graph.head(*arc)));
        let mut spots: Vec<(u8, u32)> = states.map(spot).collect();
        // From one mode to another on the spot.
        spots.dedup();
        spots.sort_unstable();
        spots.windows(2).any(|pair| pair[0] == pair[1])
    }

    fn whole(&self, chain: Chain) -> Option<Whole> {
        let (start, end) = (self.starts[chain.ends[0]], self.ends[chain.ends[1]]);
        let fits = chain.cost.ticks().iter().all(|ticks| *ticks < u32::MAX);
        fits.then_some(Whole { start, arcs: chain.arcs, end, cost: chain.cost })
    }
}

impl ContinentTrip<'_> {
    /// The best journey along each corridor, best first.
    ///
    /// A journey follows a corridor if it passes one link of each group of the signature, in order, in either direction of the whole: along the curated link; or, on the base network,
    /// over its border in its mode, or the middle of its course if it passes none. Exact, with the order of [`ContinentTrip::best`]. A corridor that
    /// the best way could follow only by coming twice by one place is named apart, and one that would take more than three times the least distance and
    /// the least time is left out and counted.
    ///
    /// The weights are worked into the hierarchy once, which is made if there is none (see [`Continent::customize`]); then one matrix between the gates of all
    /// corridors, and a search for each stretch of the answers. `benches/NOTES.md` tells how long that takes.
    ///
    /// # Errors
    /// As [`Continent::prepare`].
    pub fn rank_corridors(&self, weights: &Weights, memory: &mut Workspace) -> Result<JourneyRanking, ContinentError> {
        let inner = &self.continent.ways.figures.inner;
        let mut ranking = JourneyRanking::new(self, weights);
        let Some(best) = self.best_whole(weights, memory) else { return Ok(ranking) };
        let gates = Gates::new(self.continent);
        let ways: Vec<[Vec<Vec<u32>>; 2]> =
            inner.corridors.iter().map(|corridor| [false, true].map(|mirrored| gates.of(corridor, mirrored))).collect();
        let all: Vec<u32> = ways.iter().flatten().flatten().flatten().copied().collect();
        let relay = Relay::new(self, weights, &all)?;
        let mut found: Vec<(Vec<Named>, Whole)> = vec![(Vec::new(), best)];
        for (corridor, ways) in inner.corridors.iter().zip(&ways) {
            let named = Named { id: corridor.id.clone(), name: corridor.name.clone() };
            let open = ways.iter().filter(|groups| groups.iter().all(|group| !group.is_empty()));
            if open.clone().next().is_none() {
                ranking.shut.push(ShutCorridor::new(inner, named, corridor, &ways[0]));
                continue;
            }
            let chain = open.filter_map(|groups| relay.best(groups, memory)).min_by(|a, b| relay.compare(a, b));
            let Some(chain) = chain else {
                ranking.left_out += 1;
                continue;
            };
            let doubles_back = relay.doubles_back(&chain);
            let Some(whole) = relay.whole(chain) else {
                ranking.left_out += 1;
                continue;
            };
            match found.iter_mut().find(|(_, known)| known.arcs == whole.arcs) {
                Some((corridors, _)) => corridors.push(named),
                None if doubles_back => ranking.doubling_back.push(named),
                None => found.push((vec![named], whole)),
            }
        }
        // Stable: among equals the best of all, then in the order of corridors.
        found.sort_by_key(|(_, whole)| (weights.score(&whole.cost), whole.cost, whole.arcs.len()));
        let counts = [Criterion::Distance, Criterion::Time].into_iter();
        let counts = counts.filter(|criterion| inner.covered[*criterion as usize]);
        let most: Vec<(Criterion, u64)> = counts
            .map(|criterion| (criterion, found.iter().map(|(_, whole)| u64::from(whole.cost[criterion])).min()))
            .map(|(criterion, least)| (criterion, u64::from(SENSELESS) * least.unwrap_or(0)))
            .collect();
        for (place, (corridors, whole)) in found.into_iter().enumerate() {
            // The best of all stays, however far it goes.
            if place > 0 && most.iter().all(|(criterion, most)| u64::from(whole.cost[*criterion]) > *most) {
                ranking.left_out += corridors.len();
                continue;
            }
            let score = weights.score(&whole.cost);
            ranking.rows.push(RankedJourney { corridors, score, journey: Journey::new(self, whole) });
        }
        Ok(ranking)
    }
}
