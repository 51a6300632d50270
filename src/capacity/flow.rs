//! How much can go from one place to another in a year, over all open ways together: maximum flow and minimum cut.

use crate::capacity::bottleneck::megatonnes;
use crate::capacity::limit::{Facility, Limit, LimitKind};
use crate::costing::Standing;
use crate::lookup::QueryError;
use crate::mode::Mode;
use crate::network::Inner;
use crate::planner::Trip;
use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Bfs, EdgeRef, Reversed};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How much can go from one place to another in a year. See [`Trip::max_flow`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum MaxFlow {
    /// No more than a cut lets through.
    AtMost(Cut),
    /// Some way has no figure at all: these links and ports, in order of travel. So nothing is known, which is not to say that
    /// nothing limits it.
    Unknown(Vec<Limit>),
    /// No open way joins the two places.
    NoRoute,
}

/// Things that every way between two places has to pass, and what they let through together.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cut {
    tonnes: u64,
    limits: Vec<Limit>,
    without_figure: Vec<Limit>,
}

impl Cut {
    /// Tonnes a year that can pass at most.
    pub fn tonnes(&self) -> u64 {
        self.tonnes
    }

    /// What makes up the cut; the tonnes are the sum of theirs.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Every open link and port on the way without a figure: were one of them narrow, less could pass.
    pub fn without_figure(&self) -> &[Limit] {
        &self.without_figure
    }
}

impl Trip<'_> {
    /// An upper bound for what can go from the start to the destination in a year, over all open ways together, with the cut that
    /// sets it.
    ///
    /// Freight changes mode and gauge wherever routes may. A link passes its capacity in either direction; goods that go both ways
    /// over it cancel, so it makes no difference whether a published figure is for one direction or for both. All links over a
    /// crossing share its capacity, and so do all ships of a port, boarding and landing each by itself. What has no figure counts as
    /// unlimited. If some way has no figure at all, the answer is [`MaxFlow::Unknown`] and names one.
    ///
    /// The cut has the least sum of all. It follows from a largest flow (Ford and Fulkerson 1956), found by shortest augmenting paths
    /// (Edmonds and Karp 1972) in O(n m²) for n places in each mode and m links at worst; once for each set of the crossings
    /// that have a figure and several links. Beyond ten of these, the capacities of the others are not shared: the bound may then
    /// be too high, never too low.
    ///
    /// # Errors
    /// The trip has constraints other than things to avoid: flow joins ways at a place whatever each has come by, used or taken.
    ///
    /// ```
    /// use corridor::{CapacityUnit::*, MaxFlow, Mode, Network, km, lat, lon};
    /// let mut net = Network::builder();
    /// for (id, east) in [("port", 60), ("north", 61), ("south", 61), ("market", 62)] {
    ///     net.node(id, "AA", lat(40), lon(east));
    /// }
    /// net.link("port", "north", Mode::Road).distance(km(300)).capacity(2e6, TonnesPerYear);
    /// net.link("north", "market", Mode::Road).distance(km(300)).capacity(5e6, TonnesPerYear);
    /// net.link("port", "south", Mode::Road).distance(km(300)); // nobody publishes what it can take
    /// net.link("south", "market", Mode::Road).distance(km(300)).capacity(1e6, TonnesPerYear);
    /// let planner = net.build()?.compile();
    /// let MaxFlow::AtMost(cut) = planner.trip("port", "market")?.max_flow()? else { panic!("it has figures") };
    /// assert_eq!(cut.tonnes(), 3_000_000);
    /// assert_eq!(cut.limits().len(), 2);
    /// assert_eq!(cut.without_figure()[0].id(), "port-south-road");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn max_flow(&self) -> Result<MaxFlow, QueryError> {
        if self.is_narrow() {
            let question = "largest flows";
            return Err(QueryError::Constrained {
                question,
                leave_out: "all but things to `avoid` that are no corridor",
            });
        }
        let flow = FlowNetwork::new(self);
        if !flow.is_connected() {
            return Ok(MaxFlow::NoRoute);
        }
        if let Some(path) = flow.unlimited_path() {
            return Ok(MaxFlow::Unknown(path.into_iter().map(|thing| self.inner().limit(thing)).collect()));
        }
        Ok(MaxFlow::AtMost(flow.cut()))
    }
}

/// Where freight stands: the ends of the trip, a place and how it moves there, or the way in and out of a port's handling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Source,
    Sink,
    At(u32, Mode),
    /// Boarding or landing, before and after.
    Port(u32, bool, bool),
}

/// One step of freight.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// The link, or a port.
    over: Option<Facility>,
    /// What limits it, in tonnes a year, if that has a figure.
    limit: Option<(Facility, u64)>,
    /// The crossing whose capacity it shares with others.
    crossing: Option<u16>,
}

/// So many crossings are cut or left as a whole, each set of them.
const SETS: usize = 10;

struct FlowNetwork<'a> {
    inner: &'a Inner,
    stages: BTreeMap<Stage, NodeIndex>,
    graph: DiGraph<(), Step>,
    known: BTreeSet<(Stage, Stage, Option<Facility>)>,
    source: NodeIndex,
    sink: NodeIndex,
}

impl<'a> FlowNetwork<'a> {
    fn new(trip: &'a Trip<'_>) -> FlowNetwork<'a> {
        let (mut graph, mut stages) = (DiGraph::new(), BTreeMap::new());
        let [source, sink] = [Stage::Source, Stage::Sink].map(|end| *stages.entry(end).or_insert(graph.add_node(())));
        let mut flow = FlowNetwork { inner: trip.inner(), stages, graph, known: BTreeSet::new(), source, sink };
        let states = trip.open();
        let graph = &states.graph;
        let start = trip.start();
        for arc in 0..graph.arcs() as u32 {
            let (node, standing) = states.state(graph.tail(arc));
            let index = graph.link(arc);
            let mode = flow.inner.links[index as usize].mode;
            let before = match standing {
                Standing::Ground { .. } if graph.tail(arc) == start => Stage::Source,
                Standing::Ground { .. } => continue,
                Standing::Landed(before) | Standing::Afloat { mode: before, .. } => Stage::At(node, before),
            };
            flow.transfer(node, before, Stage::At(node, mode));
            flow.travel(index, node, states.state(graph.head(arc)).0);
        }
        for goal in trip.goals(states) {
            if let (node, Standing::Landed(mode) | Standing::Afloat { mode, .. }) = states.state(goal.state) {
                flow.transfer(node, Stage::At(node, mode), Stage::Sink);
            }
        }
        flow
    }

    fn stage(&mut self, stage: Stage) -> NodeIndex {
        let graph = &mut self.graph;
        *self.stages.entry(stage).or_insert_with(|| graph.add_node(()))
    }

    fn edge(&mut self, from: Stage, to: Stage, step: Step) {
        if self.known.insert((from, to, step.over)) {
            let (tail, head) = (self.stage(from), self.stage(to));
            self.graph.add_edge(tail, head, step);
        }
    }

    fn limit(&self, thing: Facility) -> Option<(Facility, u64)> {
        Some((thing, self.inner.tonnes_over(thing)?))
    }

    /// From standing to standing at one place; between ship and shore through the port.
    fn transfer(&mut self, node: u32, from: Stage, to: Stage) {
        if from == to {
            return;
        }
        let afloat = |stage: Stage| matches!(stage, Stage::At(_, mode) if mode.is_afloat());
        if !afloat(from) && !afloat(to) {
            return self.edge(from, to, Step::default());
        }
        let boards = afloat(to);
        let (inward, outward) = (Stage::Port(node, boards, false), Stage::Port(node, boards, true));
        let handling = Facility::Port(node, boards);
        self.edge(from, inward, Step::default());
        self.edge(inward, outward, Step { over: Some(handling), limit: self.limit(handling), crossing: None });
        self.edge(outward, to, Step::default());
    }

    /// Along a link, of which its crossing may let less pass.
    fn travel(&mut self, index: u32, tail: u32, head: u32) {
        let link = &self.inner.links[index as usize];
        let own = Facility::Link(index);
        let crossing = self.inner.limiting_crossing(link);
        let shared = crossing.and_then(|crossing| self.limit(Facility::Crossing(crossing)));
        let limit = [self.limit(own), shared].into_iter().flatten().min_by_key(|limit| limit.1);
        let step = Step { over: Some(own), limit, crossing: shared.and(crossing) };
        self.edge(Stage::At(tail, link.mode), Stage::At(head, link.mode), step);
    }

    fn is_connected(&self) -> bool {
        let mut search = Bfs::new(&self.graph, self.source);
        std::iter::from_fn(|| search.next(&self.graph)).any(|stage| stage == self.sink)
    }

    /// A way from the start to the destination on which nothing has a figure, with the fewest steps.
    fn unlimited_path(&self) -> Option<Vec<Facility>> {
        let mut over: BTreeMap<NodeIndex, (NodeIndex, Option<Facility>)> = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([self.source]);
        while let Some(stage) = queue.pop_front() {
            for edge in self.graph.edges(stage).filter(|edge| edge.weight().limit.is_none()) {
                if edge.target() != self.source && !over.contains_key(&edge.target()) {
                    over.insert(edge.target(), (stage, edge.weight().over));
                    queue.push_back(edge.target());
                }
            }
        }
        let mut path = Vec::new();
        let mut at = self.sink;
        while at != self.source {
            let (before, thing) = *over.get(&at)?;
            path.extend(thing);
            at = before;
        }
        path.reverse();
        Some(path)
    }

    /// The least cut. There is no way without a figure.
    fn cut(&self) -> Cut {
        // A crossing over which several links run is cut as a whole, or link by link.
        let mut links: BTreeMap<u16, BTreeSet<Facility>> = BTreeMap::new();
        for step in self.graph.edge_weights() {
            links
                .entry(step.crossing.unwrap_or(u16::MAX))
                .or_default()
                .extend(step.over.filter(|_| step.crossing.is_some()));
        }
        let mut shared: Vec<(u64, u16)> = links
            .into_iter()
            .filter(|(_, links)| links.len() > 1)
            .filter_map(|(crossing, _)| Some((self.limit(Facility::Crossing(crossing))?.1, crossing)))
            .collect();
        shared.sort_unstable();
        shared.truncate(SETS);
        let mut best: Option<(u64, BTreeSet<(Facility, u64)>)> = None;
        for set in 0..1u32 << shared.len() {
            let whole = shared.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, shared)| *shared);
            let whole: BTreeMap<u16, u64> = whole.map(|(tonnes, crossing)| (crossing, tonnes)).collect();
            let sum = whole.values().fold(0, |sum: u64, tonnes| sum.saturating_add(*tonnes));
            if best.as_ref().is_some_and(|best| best.0 <= sum) {
                continue;
            }
            let mut things = self.cut_without(&whole);
            things.extend(whole.iter().map(|(crossing, tonnes)| (Facility::Crossing(*crossing), *tonnes)));
            // A thing that is cut at several steps still lets through no more than once.
            let sum = things.iter().fold(0, |sum: u64, thing| sum.saturating_add(thing.1));
            if best.as_ref().is_none_or(|best| sum < best.0) {
                best = Some((sum, things));
            }
        }
        let (tonnes, things) = best.unwrap_or_default();
        let limits = things.into_iter().map(|(thing, _)| self.inner.limit(thing)).collect();
        Cut { tonnes, limits, without_figure: self.without_figure() }
    }

    /// The cut nearest to the start if nothing passes some crossings.
    fn cut_without(&self, shut: &BTreeMap<u16, u64>) -> BTreeSet<(Facility, u64)> {
        let is_shut = |step: &Step| step.crossing.is_some_and(|crossing| shut.contains_key(&crossing));
        let finite = self.graph.edge_weights().filter_map(|step| step.limit);
        // More than can ever flow, so that such a step is in no cut.
        let unlimited = finite.fold(1u64, |sum, limit| sum.saturating_add(limit.1));
        let tonnes = |step: &Step| if is_shut(step) { 0 } else { step.limit.map_or(unlimited, |limit| limit.1) };
        let capacities = self.graph.map(|_, ()| (), |_, step| tonnes(step));
        let (_, flows) = ford_fulkerson(&capacities, self.source, self.sink);
        // Where more could still be pushed to.
        let mut near = BTreeSet::from([self.source]);
        let mut open = vec![self.source];
        while let Some(stage) = open.pop() {
            let flow = |edge: usize| flows.get(edge).copied().unwrap_or(0);
            let onward = capacities.edges(stage).filter(|edge| flow(edge.id().index()) < *edge.weight());
            let back = capacities.edges_directed(stage, petgraph::Incoming).filter(|edge| flow(edge.id().index()) > 0);
            let next = onward.map(|edge| edge.target()).chain(back.map(|edge| edge.source()));
            open.extend(next.filter(|next| near.insert(*next)));
        }
        let across = |edge: &petgraph::graph::EdgeReference<'_, Step>| {
            near.contains(&edge.source()) && !near.contains(&edge.target()) && !is_shut(edge.weight())
        };
        self.graph.edge_references().filter(across).filter_map(|edge| edge.weight().limit).collect()
    }

    /// What has no figure and lies on some way from the start to the destination.
    fn without_figure(&self) -> Vec<Limit> {
        let mut search = Bfs::new(&self.graph, self.source);
        let reached: BTreeSet<NodeIndex> = std::iter::from_fn(|| search.next(&self.graph)).collect();
        let back = Reversed(&self.graph);
        let mut search = Bfs::new(back, self.sink);
        let leads: BTreeSet<NodeIndex> = std::iter::from_fn(|| search.next(back)).collect();
        let edges = self.graph.edge_references();
        let on_the_way = edges.filter(|edge| reached.contains(&edge.source()) && leads.contains(&edge.target()));
        let unknown = on_the_way.filter(|edge| edge.weight().limit.is_none()).filter_map(|edge| edge.weight().over);
        let things: BTreeSet<Facility> = unknown.collect();
        things.into_iter().map(|thing| self.inner.limit(thing)).collect()
    }
}

impl fmt::Display for MaxFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MaxFlow::NoRoute => f.write_str("nothing: no open way"),
            MaxFlow::Unknown(path) => {
                let links: Vec<&str> = path
                    .iter()
                    .filter(|limit| limit.kind == LimitKind::Link)
                    .map(|limit| limit.name.as_str())
                    .collect();
                let more = if links.len() > 3 { ", ..." } else { "" };
                let shown = links.iter().take(3).copied().collect::<Vec<&str>>().join(", ");
                write!(f, "unknown: no figure on any of the {} links by {shown}{more}", links.len())
            }
            MaxFlow::AtMost(cut) => {
                write!(f, "at most {} a year, cut at:", megatonnes(cut.tonnes))?;
                cut.limits.iter().try_for_each(|limit| write!(f, "\n  {limit}"))?;
                let without = cut.without_figure.len();
                if without > 0 {
                    write!(f, "\n  ({without} links and ports on the way have no figure)")
                } else {
                    Ok(())
                }
            }
        }
    }
}
