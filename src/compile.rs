//! From network to graph: links expand into arcs between states, and a state is a place and how the freight stands there.
//!
//! An arc is one link together with the transfer before it, so a path's arcs are a route's links, one for one.

use crate::corridor::{Corridor, Passage};
use crate::cost::CostVector;
use crate::costing::Standing;
use crate::engine::{Arcs, Goal, Graph, Landmarks};
use crate::mode::Mode;
use crate::network::Inner;
use crate::status::Status;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

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
    landmarks: OnceLock<Landmarks>,
    /// Whether a best route was asked for.
    asked: AtomicBool,
    /// By corridor; made when a ranking first needs them.
    ways: OnceLock<Vec<Vec<Way>>>,
    /// Whether a trip may end in each state; empty if it may in all.
    may_end: Vec<bool>,
}

/// Groups of arcs that a path uses in order.
pub(crate) type Way = Vec<Vec<u32>>;

/// What paths through a network have to mind besides where they lead: it splits the states of a place by how far a path has come.
pub(crate) trait Steer {
    /// How far a path has come.
    type Progress: Copy + PartialEq;
    /// At the start; `None` if no trip starts at the place.
    fn start(&self, node: u32) -> Option<Self::Progress>;
    /// After a link, taken from its first place to its second if `forward`; `None` if it may not be taken.
    fn after(&self, progress: Self::Progress, link: u32, forward: bool, head: u32) -> Option<Self::Progress>;
    /// What counts as one place, to be visited once.
    fn place(&self, node: u32, progress: Self::Progress) -> u32;
}

/// Anything goes.
struct Free;

impl Steer for Free {
    type Progress = ();

    fn start(&self, _: u32) -> Option<()> {
        Some(())
    }

    #[inline]
    fn after(&self, (): (), _: u32, _: bool, _: u32) -> Option<()> {
        Some(())
    }

    fn place(&self, node: u32, (): ()) -> u32 {
        node
    }
}

/// Adds states as they are reached.
struct Expansion<P> {
    states: Vec<(u32, Standing)>,
    progress: Vec<Option<P>>,
    at_node: Vec<Vec<u32>>,
}

impl<P: Copy + PartialEq> Expansion<P> {
    fn state(&mut self, node: u32, standing: Standing, progress: Option<P>) -> u32 {
        let here = &mut self.at_node[node as usize];
        let same =
            |state: &&u32| self.states[**state as usize].1 == standing && self.progress[**state as usize] == progress;
        if let Some(known) = here.iter().find(same) {
            return *known;
        }
        let state = self.states.len() as u32;
        self.states.push((node, standing));
        self.progress.push(progress);
        here.push(state);
        state
    }
}

impl StateGraph {
    /// The graph of all open links, or of all links if `closed_too`.
    ///
    /// Takes O(states x links at a place).
    pub(crate) fn new(inner: &Inner, closed_too: bool) -> StateGraph {
        StateGraph::expand(inner, closed_too, &Free).0
    }

    /// The same for paths that are steered, which may end in states that `may_end` says.
    pub(crate) fn steered<S: Steer>(
        inner: &Inner,
        closed_too: bool,
        steer: &S,
        may_end: impl Fn(S::Progress) -> bool,
    ) -> (StateGraph, Vec<Option<S::Progress>>) {
        let (mut graph, progress) = StateGraph::expand(inner, closed_too, steer);
        graph.may_end = progress.iter().map(|progress| progress.is_some_and(&may_end)).collect();
        (graph, progress)
    }

    fn expand<S: Steer>(inner: &Inner, closed_too: bool, steer: &S) -> (StateGraph, Vec<Option<S::Progress>>) {
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
        let mut expansion =
            Expansion { states: Vec::new(), progress: Vec::new(), at_node: vec![Vec::new(); inner.nodes.len()] };
        for node in 0..inner.nodes.len() as u32 {
            for terminals in [false, true] {
                expansion.state(node, Standing::Ground { terminals }, steer.start(node));
            }
        }
        let mut arcs: Arcs = Vec::new();
        let mut next = 0;
        while let Some((node, standing)) = expansion.states.get(next).copied() {
            let Some(progress) = expansion.progress[next] else {
                next += 1;
                continue;
            };
            for (index, forward) in &links_at[node as usize] {
                let link = &inner.links[*index as usize];
                let head = if *forward { link.to } else { link.from };
                let Some(progress) = steer.after(progress, *index, *forward, head) else { continue };
                let mut cost = passages[*index as usize][usize::from(!forward)];
                if !inner.transfer(node, standing, *index, &mut cost) {
                    continue;
                }
                let state = expansion.state(head, after(inner, node, standing, link.mode), Some(progress));
                arcs.push((next as u32, state, cost, *index));
            }
            next += 1;
        }
        let Expansion { states, progress, at_node } = expansion;
        let place = |((node, _), progress): (&(u32, Standing), &Option<S::Progress>)| {
            progress.map_or(*node, |progress| steer.place(*node, progress))
        };
        let graph = Graph::with_places(states.iter().zip(&progress).map(place).collect(), arcs);
        let effort: Vec<u32> = inner.links.iter().map(|link| effort(inner.status(link))).collect();
        let closed = (0..graph.arcs() as u32).map(|arc| effort[graph.link(arc) as usize]).collect();
        let graph = StateGraph {
            graph,
            states,
            at_node,
            closed,
            landmarks: OnceLock::new(),
            asked: AtomicBool::new(false),
            ways: OnceLock::new(),
            may_end: Vec::new(),
        };
        (graph, progress)
    }

    pub(crate) fn landmarks(&self) -> &Landmarks {
        self.landmarks.get_or_init(|| Landmarks::new(&self.graph))
    }

    /// Landmarks from the second question on: a network that is asked once, as one of many scenarios, is done sooner
    /// without. They change no answer.
    pub(crate) fn landmarks_for_more(&self) -> Option<&Landmarks> {
        if self.asked.swap(true, Ordering::Relaxed) { Some(self.landmarks()) } else { self.landmarks.get() }
    }

    /// The state in which a trip starts.
    pub(crate) fn start(&self, node: u32, terminals: bool) -> u32 {
        self.at_node[node as usize][usize::from(terminals)]
    }

    /// The states in which a trip can end, with what unloading or landing there costs.
    pub(crate) fn goals(&self, inner: &Inner, node: u32, terminals: bool) -> Vec<Goal> {
        // The two on the ground are where trips start.
        let states = self.at_node[node as usize].iter().skip(2);
        let end = |state: &u32| {
            if !self.may_end.get(*state as usize).copied().unwrap_or(true) {
                return None;
            }
            let mut cost = CostVector::ZERO;
            let standing = self.states[*state as usize].1;
            inner.arrival(node, standing, terminals, &mut cost).then_some(Goal { state: *state, cost })
        };
        states.filter_map(end).collect()
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

    /// The place of a state and how the freight stands there.
    pub(crate) fn state(&self, state: u32) -> (u32, Standing) {
        self.states[state as usize]
    }
}

/// What opening a link takes: however many posts are shut, lifting their closure is less than building a line, and finishing
/// one less than beginning it.
fn effort(status: Status) -> u32 {
    match status {
        Status::Operational | Status::Limited => 0,
        Status::Suspended => 1,
        Status::UnderConstruction => 1 << 10,
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
