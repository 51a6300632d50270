//! From network to graph: links expand into arcs between states, and a state is a place and how the freight stands there.
//!
//! An arc is one link together with the transfer before it, so a path's arcs are a route's links, one for one.

use crate::alternatives::choke::Chokes;
use crate::corridor::{Corridor, Passage};
use crate::cost::CostVector;
use crate::costing::Standing;
use crate::engine::{Arcs, Goal, Graph, Table};
use crate::follow::Signatures;
use crate::mode::Mode;
use crate::network::Inner;
use crate::status::Status;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The graph of a network, and what its states mean.
#[derive(Debug)]
pub(crate) struct StateGraph {
    pub(crate) graph: Graph,
    /// Place and standing of each state.
    states: Vec<(u32, Standing)>,
    /// States by place, the two on the ground first.
    at_node: Vec<Vec<u32>>,
    /// What opening the link of each arc takes in this state of the network; 0 if it is open.
    pub(crate) closed: Vec<u32>,
    /// Bounds for any trip; made when a question first needs them.
    table: OnceLock<Option<Table>>,
    /// How many best routes were asked for before there were bounds.
    asked: AtomicUsize,
    /// By corridor; made when a ranking first needs them.
    ways: OnceLock<Vec<Vec<Way>>>,
    /// Made when a question first needs them.
    chokes: OnceLock<Chokes>,
    signatures: OnceLock<Signatures>,
    /// Whether a trip may end in each state; empty if it may in all.
    may_end: Vec<bool>,
    /// Where trips to each place end, without terminals and with them; made when first asked for.
    goals: Vec<[OnceLock<Box<[Goal]>>; 2]>,
}

/// What customs on landing depend on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Customs {
    Union(usize),
    Country(u16),
}

/// Ships between the ports of a country with fewer make no state of their own where bounds are told.
const MANY_PORTS: usize = 4;

/// Groups of arcs that a path uses in order.
pub(crate) type Way = Vec<Vec<u32>>;

/// What paths have to mind besides where they lead: it splits the states of a graph by how far a path has come.
pub(crate) trait Steer {
    /// How far a path has come.
    type Progress: Copy + PartialEq;
    /// At the start; `None` if no trip starts at the place.
    fn start(&self, node: u32) -> Option<Self::Progress>;
    /// After a link, taken from its first place to its second if `forward`; `None` if it may not be taken.
    fn after(&self, progress: Self::Progress, link: u32, forward: bool, head: u32) -> Option<Self::Progress>;
    /// What counts as one place, to be visited once.
    fn place(&self, node: u32, progress: Self::Progress) -> u32;
    /// Whether a path may end.
    fn may_end(&self, progress: Self::Progress) -> bool;
}

/// Adds states as they are reached.
struct Expansion {
    states: Vec<(u32, Standing)>,
    at_node: Vec<Vec<u32>>,
}

impl Expansion {
    fn state(&mut self, node: u32, standing: Standing) -> u32 {
        let here = &mut self.at_node[node as usize];
        if let Some(known) = here.iter().find(|state| self.states[**state as usize].1 == standing) {
            return *known;
        }
        let state = self.states.len() as u32;
        self.states.push((node, standing));
        here.push(state);
        state
    }
}

/// Splits states as they are reached.
struct Split<'a, P> {
    whole: &'a StateGraph,
    /// The state of the whole graph, and the progress.
    of: Vec<u32>,
    progress: Vec<Option<P>>,
    at_node: Vec<Vec<u32>>,
    /// By state of the whole graph.
    known: Vec<Vec<(Option<P>, u32)>>,
}

impl<P: Copy + PartialEq> Split<'_, P> {
    fn state(&mut self, of: u32, progress: Option<P>) -> u32 {
        let known = &mut self.known[of as usize];
        if let Some((_, state)) = known.iter().find(|known| known.0 == progress) {
            return *state;
        }
        let state = self.of.len() as u32;
        known.push((progress, state));
        self.of.push(of);
        self.progress.push(progress);
        self.at_node[self.whole.states[of as usize].0 as usize].push(state);
        state
    }
}

impl StateGraph {
    /// The graph of all open links, or of all links if `closed_too`.
    ///
    /// Takes O(states x links at a place).
    pub(crate) fn new(inner: &Inner, closed_too: bool) -> StateGraph {
        StateGraph::with_standings(inner, closed_too, &[])
    }

    /// The same, with ways of standing at places to which no link leads, but something else does.
    pub(crate) fn with_standings(inner: &Inner, closed_too: bool, standings: &[(u32, Standing)]) -> StateGraph {
        let open: Vec<bool> = inner.links.iter().map(|link| inner.status(link).is_open()).collect();
        let mut links_at: Vec<Vec<(u32, bool)>> = vec![Vec::new(); inner.nodes.len()];
        let mut passages = vec![[CostVector::ZERO; 2]; inner.links.len()];
        for (index, link) in inner.links.iter().enumerate().filter(|(index, _)| closed_too || open[*index]) {
            links_at[link.from as usize].push((index as u32, true));
            inner.passage(index as u32, true, &mut passages[index][0]);
            if !link.one_way {
                links_at[link.to as usize].push((index as u32, false));
                inner.passage(index as u32, false, &mut passages[index][1]);
            }
        }
        let mut expansion = Expansion { states: Vec::new(), at_node: vec![Vec::new(); inner.nodes.len()] };
        for node in 0..inner.nodes.len() as u32 {
            for terminals in [false, true] {
                expansion.state(node, Standing::Ground { terminals });
            }
        }
        standings.iter().for_each(|(node, standing)| {
            expansion.state(*node, *standing);
        });
        let mut arcs: Arcs = Vec::new();
        let mut next = 0;
        while let Some((node, standing)) = expansion.states.get(next).copied() {
            for (index, forward) in &links_at[node as usize] {
                let link = &inner.links[*index as usize];
                let mut cost = passages[*index as usize][usize::from(!forward)];
                if !inner.transfer(node, standing, *index, &mut cost) {
                    continue;
                }
                let head = if *forward { link.to } else { link.from };
                let state = expansion.state(head, after(inner, node, standing, link.mode));
                arcs.push((next as u32, state, cost, *index));
            }
            next += 1;
        }
        let Expansion { states, at_node } = expansion;
        let graph = Graph::with_places(states.iter().map(|(node, _)| *node).collect(), arcs);
        let effort: Vec<u32> = inner.links.iter().map(|link| effort(inner.status(link))).collect();
        let closed = (0..graph.arcs() as u32).map(|arc| effort[graph.link(arc) as usize]).collect();
        StateGraph {
            graph,
            states,
            at_node,
            closed,
            table: OnceLock::new(),
            asked: AtomicUsize::new(0),
            ways: OnceLock::new(),
            chokes: OnceLock::new(),
            signatures: OnceLock::new(),
            may_end: Vec::new(),
            goals: vec![Default::default(); inner.nodes.len()],
        }
    }

    /// The part of this graph that steered paths reach from their start, its states split by their progress; and the progress of each state.
    ///
    /// Takes O(states x kinds of progress + arcs x kinds of progress).
    pub(crate) fn steered<S: Steer>(&self, inner: &Inner, steer: &S) -> (StateGraph, Vec<Option<S::Progress>>) {
        let mut split = Split {
            whole: self,
            of: Vec::new(),
            progress: Vec::new(),
            at_node: vec![Vec::new(); self.at_node.len()],
            known: vec![Vec::new(); self.states.len()],
        };
        for (node, here) in (0..).zip(&self.at_node) {
            for ground in here.iter().take(2) {
                split.state(*ground, steer.start(node));
            }
        }
        let (mut arcs, mut next): (Arcs, usize) = (Vec::new(), 0);
        while let Some(state) = split.of.get(next).copied() {
            for arc in self.graph.arcs_out(state) {
                let (link, head) = (self.graph.link(arc), self.graph.head(arc));
                let forward = inner.links[link as usize].from == self.states[state as usize].0;
                let after = |progress| steer.after(progress, link, forward, self.states[head as usize].0);
                let Some(progress) = split.progress[next].and_then(after) else { continue };
                arcs.push((next as u32, split.state(head, Some(progress)), *self.graph.cost(arc), link));
            }
            next += 1;
        }
        let Split { of, progress, at_node, .. } = split;
        let states: Vec<(u32, Standing)> = of.iter().map(|state| self.states[*state as usize]).collect();
        let place = |((node, _), progress): (&(u32, Standing), &Option<S::Progress>)| {
            progress.map_or(*node, |progress| steer.place(*node, progress))
        };
        let graph = Graph::with_places(states.iter().zip(&progress).map(place).collect(), arcs);
        let mut effort = vec![0; inner.links.len()];
        (0..).zip(&self.closed).for_each(|(arc, closed)| effort[self.graph.link(arc) as usize] = *closed);
        let closed = (0..graph.arcs() as u32).map(|arc| effort[graph.link(arc) as usize]).collect();
        let steered = StateGraph {
            graph,
            states,
            at_node,
            closed,
            table: OnceLock::new(),
            asked: AtomicUsize::new(0),
            ways: OnceLock::new(),
            chokes: OnceLock::new(),
            signatures: OnceLock::new(),
            may_end: progress.iter().map(|progress| progress.is_some_and(|at| steer.may_end(at))).collect(),
            goals: vec![Default::default(); inner.nodes.len()],
        };
        (steered, progress)
    }

    /// Bounds for any trip; `None` if the network is too large for them.
    pub(crate) fn table(&self, inner: &Inner) -> Option<&Table> {
        self.table
            .get_or_init(|| {
                let customs = self.customs(inner);
                Table::new(&self.graph, |state| match self.states[state as usize].1 {
                    Standing::Ground { .. } => None,
                    Standing::Landed(mode) => Some((mode, None)),
                    Standing::Afloat { mode, loaded } => Some((mode, customs[loaded as usize])),
                })
            })
            .as_ref()
    }

    /// For each country where ships are loaded what tells apart the customs on landing: the union that it is in, or itself if it has ports enough for
    /// ships between them to matter. Ships that were loaded elsewhere make many states that hardly differ.
    fn customs(&self, inner: &Inner) -> Vec<Option<Customs>> {
        let mut ports = vec![0; inner.countries.len()];
        for (node, here) in self.at_node.iter().enumerate() {
            if here.iter().any(|state| matches!(self.states[*state as usize].1, Standing::Afloat { .. })) {
                ports[inner.nodes[node].country as usize] += 1;
            }
        }
        let of = |country: u16| {
            let union = inner.unions.iter().position(|union| union.members.contains(&country));
            let own = || (ports[country as usize] >= MANY_PORTS).then_some(Customs::Country(country));
            union.map(Customs::Union).or_else(own)
        };
        (0..inner.countries.len() as u16).map(of).collect()
    }

    /// The same once enough was asked to make them worth their time: from the second question on for the bundled network, so that one of many
    /// scenarios that is asked once is done sooner without. They change no answer.
    pub(crate) fn table_for_more(&self, inner: &Inner) -> Option<&Table> {
        let known = self.table.get();
        if known.is_none() && self.asked.fetch_add(1, Ordering::Relaxed) > (self.graph.states() / 2_000).pow(2) {
            return self.table(inner);
        }
        known?.as_ref()
    }

    /// The state in which a trip starts.
    pub(crate) fn start(&self, node: u32, terminals: bool) -> u32 {
        self.at_node[node as usize][usize::from(terminals)]
    }

    /// The states in which a trip can end, with what unloading or landing there costs.
    pub(crate) fn goals(&self, inner: &Inner, node: u32, terminals: bool) -> Vec<Goal> {
        let known = &self.goals[node as usize][usize::from(terminals)];
        known.get_or_init(|| self.ends(inner, node, terminals).collect()).to_vec()
    }

    fn ends<'a>(&'a self, inner: &'a Inner, node: u32, terminals: bool) -> impl Iterator<Item = Goal> + 'a {
        // The two on the ground are where trips start.
        let states = self.at_node[node as usize].iter().skip(2);
        let end = move |state: &u32| {
            if !self.may_end.get(*state as usize).copied().unwrap_or(true) {
                return None;
            }
            let mut cost = CostVector::ZERO;
            let standing = self.states[*state as usize].1;
            inner.arrival(node, standing, terminals, &mut cost).then_some(Goal { state: *state, cost })
        };
        states.filter_map(end)
    }

    /// The arcs along each group of passages, in order.
    pub(crate) fn arcs_of(&self, groups: &[Vec<Passage>], inner: &Inner) -> Vec<Vec<u32>> {
        let arcs = |group: &Vec<Passage>| {
            let mut arcs: Vec<u32> = group.iter().flat_map(|passage| self.arcs_along(*passage, inner)).collect();
            arcs.sort_unstable();
            arcs
        };
        groups.iter().map(arcs).collect()
    }

    /// For each corridor, in either direction, the arcs along one passage of each group, for every choice of passages.
    pub(crate) fn ways(&self, inner: &Inner) -> &[Vec<Way>] {
        self.ways.get_or_init(|| {
            let both =
                |corridor: &Corridor| [false, true].map(|mirrored| self.choices(&corridor.groups(mirrored), inner));
            inner.corridors.iter().map(|corridor| both(corridor).concat()).collect()
        })
    }

    /// The choke points of all arcs.
    pub(crate) fn chokes(&self, inner: &Inner) -> &Chokes {
        self.chokes.get_or_init(|| Chokes::new(inner, self))
    }

    /// The signatures of all corridors.
    pub(crate) fn signatures(&self, inner: &Inner) -> &Signatures {
        self.signatures.get_or_init(|| Signatures::new(inner))
    }

    fn choices(&self, groups: &[Vec<Passage>], inner: &Inner) -> Vec<Way> {
        let mut ways: Vec<Way> = vec![Vec::new()];
        for group in groups {
            let arcs: Vec<Vec<u32>> = group.iter().map(|passage| self.arcs_along(*passage, inner)).collect();
            let on = |way: &Way| {
                arcs.iter().map(|arcs| [&way[..], std::slice::from_ref(arcs)].concat()).collect::<Vec<Way>>()
            };
            ways = ways.iter().flat_map(on).collect();
        }
        ways.retain(|way| way.iter().all(|arcs| !arcs.is_empty()));
        ways
    }

    fn arcs_along(&self, passage: Passage, inner: &Inner) -> Vec<u32> {
        let link = &inner.links[passage.link as usize];
        let tail = if passage.forward { link.from } else { link.to };
        let states = self.at_node[tail as usize].iter();
        states
            .flat_map(|state| self.graph.arcs_out(*state))
            .filter(|arc| self.graph.link(*arc) == passage.link)
            .collect()
    }

    /// The states at a place, the two on the ground first.
    #[cfg(feature = "base")]
    pub(crate) fn at(&self, node: u32) -> &[u32] {
        &self.at_node[node as usize]
    }

    /// The place of a state and how the freight stands there.
    pub(crate) fn state(&self, state: u32) -> (u32, Standing) {
        self.states[state as usize]
    }
}

/// What finishing a line takes, and more than lifting closures can.
pub(crate) const BUILDING: u32 = 1 << 10;

/// What opening a link takes: however many posts are shut, lifting their closure is less than building a line, and finishing
/// one less than beginning it.
fn effort(status: Status) -> u32 {
    match status {
        Status::Operational | Status::Limited => 0,
        Status::Suspended => 1,
        Status::UnderConstruction => BUILDING,
        Status::Planned => 1 << 20,
    }
}

/// How freight stands after moving from `node` over a link of `mode`.
fn after(inner: &Inner, node: u32, standing: Standing, mode: Mode) -> Standing {
    match standing {
        Standing::Afloat { mode: before, .. } if before == mode => standing,
        _ if mode.is_afloat() => Standing::Afloat { mode, loaded: inner.nodes[node as usize].country },
        _ => Standing::Landed(mode),
    }
}
