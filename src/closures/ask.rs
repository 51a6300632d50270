//! Every single crossing, port, ferry and corridor link closed in turn: which trips change, and by how much.
//!
//! A closure changes a trip only if the best route used what it shuts, so that only those trips are asked about again: on the same
//! graph, with arcs left out. One sweep from each destination bounds all its trips; with less open a bound only gets weaker.

use crate::closures::atlas::{Closure, ClosureAtlas, ClosureKind, TripOfAtlas};
use crate::closures::criticality::articulation;
use crate::compile::StateGraph;
use crate::constraint::thing::Thing;
use crate::cost::CostVector;
use crate::engine::{Query, Scored, Scores, best_simple};
use crate::lookup::QueryError;
use crate::matrix::costs::Asked;
use crate::mode::Mode;
use crate::network::Inner;
use crate::parallel;
use crate::place::NodeKind;
use crate::planner::{Planner, Trip};
use crate::stop::Stop;
use crate::weights::Weights;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What can be closed, and the open links that it shuts.
struct Closable {
    kind: ClosureKind,
    /// The number of the crossing, place or link.
    index: u32,
    links: Vec<u32>,
}

/// The answers for one trip: its best cost, then what each closure on its route makes of it.
struct Answers {
    trip: u32,
    cost: Option<CostVector>,
    closed: Vec<(u32, Option<CostVector>)>,
}

impl Planner {
    /// What every single closure does to the best routes of many trips: each open crossing, port, strait, ferry and corridor link is
    /// closed in turn. Places are given as for [`Planner::trip`], and no loading or unloading is charged.
    ///
    /// The same as closing each by a [`Scenario`](crate::Scenario) and asking again. A sweep for each destination, then a search
    /// for each trip and each closure on its best route, of O((n + m) log n) each for n states and m arcs.
    ///
    /// # Errors
    /// A place that [`Planner::trip`] would not take, or a criterion of the weights without figures.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("torkham", "PK", lat(34.12), lon(71.09));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.link("karachi", "torkham", Mode::Road).distance(km(1_420)).time(hours(28));
    /// net.link("torkham", "kabul", Mode::Road).distance(km(230)).time(hours(6)).crossing("khyber", hours(30));
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_500)).time(hours(35)).crossing("chaman", hours(40));
    /// let planner = net.build()?.compile();
    /// let atlas = planner.closure_atlas([("karachi", "kabul")], &Weights::new([(Time, 1.0)])?)?;
    /// let worst = &atlas.closures()[0];
    /// assert_eq!((worst.id(), worst.added(Time)), ("khyber", Some(11.0))); // 75 h over Chaman in place of 64 h
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn closure_atlas<'s>(
        &self,
        pairs: impl IntoIterator<Item = (impl Into<Stop<'s>>, impl Into<Stop<'s>>)>,
        weights: &Weights,
    ) -> Result<ClosureAtlas, QueryError> {
        self.closure_atlas_with(pairs, weights, |_, _| ())
    }

    /// The same, telling now and then how many trips are done of how many.
    ///
    /// # Errors
    /// As [`Planner::closure_atlas`].
    pub fn closure_atlas_with<'s>(
        &self,
        pairs: impl IntoIterator<Item = (impl Into<Stop<'s>>, impl Into<Stop<'s>>)>,
        weights: &Weights,
        progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ClosureAtlas, QueryError> {
        self.closure_atlas_where(pairs, weights, |trip| Ok(trip), progress)
    }

    /// The same where each trip keeps to the same constraints, or is charged for loading and unloading, as `ask` says.
    ///
    /// Closures that such a trip's best route does not use change nothing; for each other one the trip is asked again, keeping off what is closed: a search
    /// each, and no sweep that serves several.
    ///
    /// # Errors
    /// As [`Planner::closure_atlas`], and those of `ask`.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Thing, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("torkham", "PK", lat(34.12), lon(71.09));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.link("karachi", "torkham", Mode::Road).distance(km(1_420)).time(hours(28));
    /// net.link("torkham", "kabul", Mode::Road).distance(km(230)).time(hours(6)).crossing("khyber", hours(30));
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_500)).time(hours(35)).crossing("chaman", hours(40));
    /// let (planner, fastest) = (net.build()?.compile(), Weights::new([(Time, 1.0)])?);
    /// let atlas = planner.closure_atlas_where([("karachi", "kabul")], &fastest, |trip| trip.avoid(Thing::crossing("khyber")), |_, _| ())?;
    /// assert_eq!(atlas.closures()[0].id(), "chaman"); // the only way left
    /// assert_eq!(atlas.closures()[0].impossible().len(), 1);
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn closure_atlas_where<'s>(
        &self,
        pairs: impl IntoIterator<Item = (impl Into<Stop<'s>>, impl Into<Stop<'s>>)>,
        weights: &Weights,
        ask: impl for<'t> Fn(Trip<'t>) -> Result<Trip<'t>, QueryError>,
        progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ClosureAtlas, QueryError> {
        let stops: Vec<Stop<'s>> = pairs.into_iter().flat_map(|(from, to)| [from.into(), to.into()]).collect();
        let (host, places) = self.stand(&stops)?;
        let inner = &host.network().inner;
        if let Some(criterion) = weights.criteria().find(|criterion| !inner.covered[*criterion as usize]) {
            return Err(QueryError::NoFigures { criterion });
        }
        let (mut trips, mut asked) = (Vec::new(), Vec::new());
        let mut sources: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (number, pair) in (0..).zip(places.chunks_exact(2)) {
            let (from, to) = (pair[0], pair[1]);
            if from == to {
                return Err(host.same_place(from));
            }
            trips.push(TripOfAtlas { from, to, cost: None });
            let trip = ask(host.between(from, to))?;
            let free = trip.constraints().is_empty() && !trip.counts_terminals();
            if free {
                sources.entry(to).or_default().push((number, from));
            }
            asked.push((number, trip, free));
        }
        let kept = asked.first().map(|(_, trip, _)| Asked::of(trip)).unwrap_or_default();
        let things = closable(inner);
        let rounds = Rounds::new(&host.open, weights, inner, &things);
        let (count, progress) = (trips.len(), Mutex::new((0, progress)));
        let done = |answers: Vec<Answers>| {
            let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress.0 += answers.len();
            let done = progress.0;
            (progress.1)(done, count);
            answers
        };
        let free = |(to, sources): (&u32, &Vec<(u32, u32)>)| done(rounds.to(*to, sources));
        let bound = |(trip, asked, _): &(u32, Trip<'_>, bool)| done(vec![rounds.of(*trip, asked)]);
        let mut answers = parallel::map(sources.iter().collect(), free);
        answers.extend(parallel::map(asked.iter().filter(|(.., free)| !free).collect(), bound));

        let mut closures: Vec<Closure> =
            things.iter().map(|thing| Closure::new(inner, thing.kind, thing.index)).collect();
        let mut answers: Vec<Answers> = answers.into_iter().flatten().collect();
        answers.sort_unstable_by_key(|answers| answers.trip);
        for Answers { trip, cost: before, closed } in answers {
            trips[trip as usize].cost = before;
            let Some(before) = before else { continue };
            for (closure, after) in closed {
                closures[closure as usize].add(trip, &trips[trip as usize], (&before, after), weights);
            }
        }
        let (cut_places, cut_links) = articulation(inner);
        let atlas = ClosureAtlas::new(host.network().clone(), *weights, trips, closures, cut_places, cut_links);
        Ok(atlas.kept_to(kept))
    }
}

/// Everything that is open and can be closed by itself, in order of kind and id.
fn closable(inner: &Inner) -> Vec<Closable> {
    let open: Vec<u32> =
        (0..inner.links.len() as u32).filter(|link| inner.status(&inner.links[*link as usize]).is_open()).collect();
    let mut crossings = vec![Vec::new(); inner.crossings.len()];
    let mut places = vec![Vec::new(); inner.nodes.len()];
    for index in &open {
        let link = &inner.links[*index as usize];
        link.crossing.into_iter().for_each(|crossing| crossings[crossing as usize].push(*index));
        [link.from, link.to].into_iter().for_each(|node| places[node as usize].push(*index));
    }
    let mut of_corridor: Vec<bool> = inner.links.iter().map(|link| !link.corridors.is_empty()).collect();
    for passage in inner.corridors.iter().flat_map(|corridor| corridor.signature.iter().flatten()) {
        of_corridor[passage.link as usize] = true;
    }
    // A link that alone leads over its crossing is that crossing's row already.
    let alone =
        |link: u32| inner.links[link as usize].crossing.is_some_and(|crossing| crossings[crossing as usize].len() == 1);
    let link =
        |link: &u32| (inner.links[*link as usize].mode == Mode::Ferry || of_corridor[*link as usize]) && !alone(*link);
    let links = open.iter().filter(|index| link(index));
    let links: Vec<Closable> =
        links.map(|link| Closable { kind: ClosureKind::Link, index: *link, links: vec![*link] }).collect();
    let port = |node: &u32| {
        matches!(inner.nodes[*node as usize].kind, NodeKind::Seaport | NodeKind::DryPort | NodeKind::Waypoint)
    };
    let crossings = (0..)
        .zip(crossings)
        .map(|(index, links)| Closable { kind: ClosureKind::Crossing, index, links })
        .filter(|thing| !thing.links.is_empty());
    let places = (0..)
        .zip(places)
        .filter(|(node, links)| port(node) && !links.is_empty())
        .map(|(index, links)| Closable { kind: ClosureKind::Place, index, links });
    crossings.chain(places).chain(links).collect()
}

/// What serves the trips to every destination.
struct Rounds<'a> {
    inner: &'a Inner,
    graph: &'a StateGraph,
    weights: &'a Weights,
    metric: Scored<'a, Weights>,
    things: &'a [Closable],
    /// By link: the closures that shut it, and its arcs.
    shut_by: Vec<Vec<u32>>,
    arcs: Vec<Vec<u32>>,
}

impl<'a> Rounds<'a> {
    fn new(graph: &'a StateGraph, weights: &'a Weights, inner: &'a Inner, things: &'a [Closable]) -> Rounds<'a> {
        let mut shut_by = vec![Vec::new(); inner.links.len()];
        for (number, thing) in (0..).zip(things) {
            thing.links.iter().for_each(|link| shut_by[*link as usize].push(number));
        }
        let mut arcs = vec![Vec::new(); inner.links.len()];
        (0..graph.graph.arcs() as u32).for_each(|arc| arcs[graph.graph.link(arc) as usize].push(arc));
        Rounds { inner, graph, weights, metric: Scored::new(&graph.graph, weights), things, shut_by, arcs }
    }

    /// The closures that shut one of some links.
    fn shutting(&self, links: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut closures: Vec<u32> = links.flat_map(|link| self.shut_by[link as usize].iter().copied()).collect();
        closures.sort_unstable();
        closures.dedup();
        closures
    }

    /// A trip with constraints: it is asked anew for each closure.
    fn of(&self, number: u32, trip: &Trip<'_>) -> Answers {
        let graph = &trip.open().graph;
        let best = trip.best_path(self.weights);
        let closures = self.shutting(best.iter().flat_map(|path| path.arcs()).map(|arc| graph.link(*arc)));
        let without = |closure: u32| {
            let thing = &self.things[closure as usize];
            if thing.kind == ClosureKind::Place && [trip.from, trip.to].contains(&thing.index) {
                return None;
            }
            let index = thing.index as usize;
            let closed = match thing.kind {
                ClosureKind::Crossing => Thing::crossing(&self.inner.crossings[index].id),
                ClosureKind::Place => Thing::place(&self.inner.nodes[index].id),
                ClosureKind::Link => Thing::link(&self.inner.links[index].id),
            };
            // What is closed adds nothing to tell apart, so that no constraint is too much.
            let trip = trip.clone().avoid(closed).ok()?;
            trip.best_path(self.weights).map(|path| *path.cost())
        };
        let closed = closures.into_iter().map(|closure| (closure, without(closure))).collect();
        Answers { trip: number, cost: best.map(|path| *path.cost()), closed }
    }

    /// The trips to one place, each given by its number and where it starts.
    fn to(&self, to: u32, sources: &[(u32, u32)]) -> Vec<Answers> {
        let (graph, goals) = (&self.graph.graph, self.graph.goals(self.inner, to, false));
        let bound = Scores::to_goals(graph, &self.metric, &goals);
        let (mut memory, mut shut) = (Scores::default(), vec![false; graph.arcs()]);
        let mut answer = |(trip, from): &(u32, u32)| {
            let query = Query::new(self.graph.start(*from, false), &goals);
            let best = best_simple(graph, &self.metric, &bound, &query, &mut memory);
            let closures = self.shutting(best.iter().flat_map(|path| path.arcs()).map(|arc| graph.link(*arc)));
            let mut without = |closure: u32| {
                let thing = &self.things[closure as usize];
                if thing.kind == ClosureKind::Place && [*from, to].contains(&thing.index) {
                    return None;
                }
                let arcs = || thing.links.iter().flat_map(|link| &self.arcs[*link as usize]);
                arcs().for_each(|arc| shut[*arc as usize] = true);
                let query = query.clone().with_closed(&shut);
                let path = best_simple(graph, &self.metric, &bound, &query, &mut memory);
                arcs().for_each(|arc| shut[*arc as usize] = false);
                path.map(|path| *path.cost())
            };
            let closed = closures.into_iter().map(|closure| (closure, without(closure))).collect();
            Answers { trip: *trip, cost: best.map(|path| *path.cost()), closed }
        };
        sources.iter().map(&mut answer).collect()
    }
}
