//! How much can go from one place to another in a year, over all open ways together: maximum flow and minimum cut.

use crate::bottleneck::megatonnes;
use crate::costing::Standing;
use crate::limit::{Limit, LimitKind, Thing};
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
    /// over it cancel, so it makes no difference whether a published figure is for one direction or for both. All links over a crossing
    /// share its capacity, as all ships share that of a port where freight boards or lands; at a crossing the
    /// links are not told apart, so that the bound may be too high there, never too low. What has no figure counts as unlimited. If some
    /// way has no figure at all, the answer is [`MaxFlow::Unknown`] and names one.
    ///
    /// The largest flow is found by shortest augmenting paths (Edmonds and Karp 1972), in O(n m²) for n places in each mode and m
    /// links at worst; the cut follows from it (Ford and Fulkerson 1956).
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
    /// let MaxFlow::AtMost(cut) = planner.trip("port", "market")?.max_flow() else { panic!("it has figures") };
    /// assert_eq!(cut.tonnes(), 3_000_000);
    /// assert_eq!(cut.limits().len(), 2);
    /// assert_eq!(cut.without_figure()[0].id(), "port-south-road");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn max_flow(&self) -> MaxFlow {
        let flow = FlowNetwork::new(self);
        if !flow.reached(|_| true).contains(&flow.sink) {
            return MaxFlow::NoRoute;
        }
        if let Some(path) = flow.unlimited_path() {
            return MaxFlow::Unknown(path.into_iter().map(|thing| self.inner().limit(thing)).collect());
        }
        MaxFlow::AtMost(flow.cut(self.inner()))
    }
}

/// Where freight stands: the ends of the trip, a place and how it moves there, or the way in and out of what several links share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Source,
    Sink,
    At(u32, Mode),
    /// Into (`false`) or out of a crossing that is left from a country.
    Crossing(u16, u16, bool),
    /// Into or out of the handling of a port: boarding or landing.
    Port(u32, bool, bool),
}

struct FlowNetwork<'a> {
    inner: &'a Inner,
    stages: BTreeMap<Stage, NodeIndex>,
    /// What each edge runs over, and tonnes a year if that has a figure.
    graph: DiGraph<Stage, (Option<Thing>, Option<u64>)>,
    known: BTreeSet<(Stage, Stage, Option<Thing>)>,
    source: NodeIndex,
    sink: NodeIndex,
}

impl<'a> FlowNetwork<'a> {
    fn new(trip: &Trip<'a>) -> FlowNetwork<'a> {
        let (mut graph, mut stages) = (DiGraph::new(), BTreeMap::new());
        let [source, sink] = [Stage::Source, Stage::Sink].map(|end| *stages.entry(end).or_insert(graph.add_node(end)));
        let mut flow = FlowNetwork { inner: trip.inner(), stages, graph, known: BTreeSet::new(), source, sink };
        let states = &trip.planner.open;
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
        *self.stages.entry(stage).or_insert_with(|| graph.add_node(stage))
    }

    fn edge(&mut self, from: Stage, to: Stage, thing: Option<Thing>) {
        if self.known.insert((from, to, thing)) {
            let (tail, head) = (self.stage(from), self.stage(to));
            let tonnes = thing.and_then(|thing| self.inner.tonnes_over(thing));
            self.graph.add_edge(tail, head, (thing, tonnes));
        }
    }

    /// From standing to standing at one place; between ship and shore through the port.
    fn transfer(&mut self, node: u32, from: Stage, to: Stage) {
        if from == to {
            return;
        }
        let afloat = |stage: Stage| matches!(stage, Stage::At(_, mode) if mode.is_afloat());
        if !afloat(from) && !afloat(to) {
            return self.edge(from, to, None);
        }
        let boards = afloat(to);
        let (inward, outward) = (Stage::Port(node, boards, false), Stage::Port(node, boards, true));
        self.edge(from, inward, None);
        self.edge(inward, outward, Some(Thing::Port(node)));
        self.edge(outward, to, None);
    }

    /// Along a link, through its crossing if that has a figure.
    fn travel(&mut self, index: u32, tail: u32, head: u32) {
        let link = &self.inner.links[index as usize];
        let (from, to, thing) = (Stage::At(tail, link.mode), Stage::At(head, link.mode), Some(Thing::Link(index)));
        let crossing = self.inner.limiting_crossing(link);
        match crossing.filter(|crossing| self.inner.tonnes_over(Thing::Crossing(*crossing)).is_some()) {
            None => self.edge(from, to, thing),
            Some(crossing) => {
                let left = self.inner.nodes[tail as usize].country;
                let (inward, outward) = (Stage::Crossing(crossing, left, false), Stage::Crossing(crossing, left, true));
                self.edge(from, inward, thing);
                self.edge(inward, outward, Some(Thing::Crossing(crossing)));
                self.edge(outward, to, thing);
            }
        }
    }

    /// The stages that freight can reach over edges that are let through.
    fn reached(&self, through: impl Fn(&(Option<Thing>, Option<u64>)) -> bool) -> BTreeSet<NodeIndex> {
        let open = self.graph.filter_map(|_, stage| Some(*stage), |_, edge| through(edge).then_some(()));
        let mut search = Bfs::new(&open, self.source);
        std::iter::from_fn(|| search.next(&open)).collect()
    }

    /// A way from the start to the destination on which nothing has a figure, with the fewest steps.
    fn unlimited_path(&self) -> Option<Vec<Thing>> {
        let mut over: BTreeMap<NodeIndex, (NodeIndex, Option<Thing>)> = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([self.source]);
        while let Some(stage) = queue.pop_front() {
            for edge in self.graph.edges(stage).filter(|edge| edge.weight().1.is_none()) {
                if edge.target() != self.source && !over.contains_key(&edge.target()) {
                    over.insert(edge.target(), (stage, edge.weight().0));
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

    /// The cut nearest to the start. There is no way without a figure.
    fn cut(&self, inner: &Inner) -> Cut {
        let finite = self.graph.edge_weights().filter_map(|edge| edge.1);
        // More than can ever flow, so that such an edge is in no cut.
        let unlimited = finite.fold(1u64, u64::saturating_add);
        let capacities = self.graph.map(|_, _| (), |_, edge| edge.1.unwrap_or(unlimited));
        let (_, flows) = ford_fulkerson(&capacities, self.source, self.sink);
        // What the flow could still be pushed to.
        let mut residual: DiGraph<(), ()> =
            self.graph.map(|_, _| (), |_, _| ()).filter_map(|_, _| Some(()), |_, _| None);
        for edge in capacities.edge_references() {
            let flow = flows.get(edge.id().index()).copied().unwrap_or(0);
            if flow < *edge.weight() {
                residual.add_edge(edge.source(), edge.target(), ());
            }
            if flow > 0 {
                residual.add_edge(edge.target(), edge.source(), ());
            }
        }
        let mut search = Bfs::new(&residual, self.source);
        let near: BTreeSet<NodeIndex> = std::iter::from_fn(|| search.next(&residual)).collect();
        let across = |edge: &petgraph::graph::EdgeReference<'_, (Option<Thing>, Option<u64>)>| {
            near.contains(&edge.source()) && !near.contains(&edge.target())
        };
        let things: BTreeSet<Thing> =
            self.graph.edge_references().filter(across).filter_map(|edge| edge.weight().0).collect();
        let limits: Vec<Limit> = things.into_iter().map(|thing| inner.limit(thing)).collect();
        // A thing that is cut twice, in two directions, still lets through no more than once.
        let tonnes = limits.iter().filter_map(|limit| limit.tonnes).fold(0, u64::saturating_add);
        Cut { tonnes, limits, without_figure: self.without_figure(inner) }
    }

    /// What has no figure and lies on some way from the start to the destination.
    fn without_figure(&self, inner: &Inner) -> Vec<Limit> {
        let reached = self.reached(|_| true);
        let back = Reversed(&self.graph);
        let mut search = Bfs::new(back, self.sink);
        let leads: BTreeSet<NodeIndex> = std::iter::from_fn(|| search.next(back)).collect();
        let edges = self.graph.edge_references();
        let on_the_way = edges.filter(|edge| reached.contains(&edge.source()) && leads.contains(&edge.target()));
        let unknown = on_the_way.filter_map(|edge| edge.weight().0.filter(|_| edge.weight().1.is_none()));
        let speaks = |thing: &Thing| match thing {
            Thing::Link(link) => {
                let crossing = inner.limiting_crossing(&inner.links[*link as usize]);
                crossing.is_none_or(|crossing| inner.tonnes_over(Thing::Crossing(crossing)).is_none())
            }
            Thing::Crossing(_) | Thing::Port(_) => true,
        };
        let things: BTreeSet<Thing> = unknown.filter(speaks).collect();
        things.into_iter().map(|thing| inner.limit(thing)).collect()
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
