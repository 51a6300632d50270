//! The fewest things, closed or forbidden, without which a trip would have a route.
//!
//! Things are links, crossings and places that are closed, and the constraints of the trip. Places of `via` and limits change what a route is,
//! so that each choice of those to give up is a question of its own; what is closed, avoided or required is told by the labels of one
//! search, each with the set of things that it needs (`engine::fewest`).

use crate::blockage::opening::{Blockage, Gap, Obstruction, Opening};
use crate::compile::{BUILDING, StateGraph};
use crate::constraint::list::Constraint;
use crate::constraint::thing::{Thing, Use};
use crate::cost::CostVector;
use crate::engine::{Few, GivenUp, Goal, LeastToOpen, Limited, MOST_NEEDS, Metric, Needs, Path, Query, Scores};
use crate::network::Inner;
use crate::planner::Trip;
use crate::rank::Obstacle;
use crate::status::{Record, Status};
use crate::weights::Weights;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Labels of one trip's searches, after which the best set found so far has to do.
const LABELS: u64 = 4_000_000;
/// Smallest sets of things kept for one search.
const SETS: usize = 400_000;
/// Choices of limits and places of `via` to give up that are tried.
const CHOICES: usize = 2_000;
/// Graphs kept for them.
const GRAPHS: usize = 32;

/// A thing by its number in the network or among the constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Crossing(u16),
    Link(u32),
    Place(u32),
    Asked(usize),
}

/// The graph of all links in which everything may be used at the price of the things that it needs.
struct Relaxed {
    graph: StateGraph,
    goals: Vec<Goal>,
    needs: Needs,
    /// What building the link of each arc takes; nothing where it only has to open.
    building: Vec<u32>,
}

impl Trip<'_> {
    /// Why the trip has no route: a smallest set of closed or forbidden things without which it has one, and that route. `None` if there is a
    /// route, or the network lacks figures for the weights ([`Trip::check`]).
    ///
    /// Of several smallest sets that is given which takes the least to build: finishing a line is less than beginning one, and lifting a closure or giving up
    /// a constraint is less than either. Among equals it is the set with the best route. A crossing that several links lead over counts once; a link that
    /// is closed itself and lies behind a closed crossing needs both. Exact for up to four things; beyond that the best set found, which
    /// [`Opening::proven`] says. (Label search by sets of things; the problem is NP-hard: Hassin, Monnot, Segev 2007.)
    ///
    /// ```
    /// use corridor::{Blockage, Criterion::*, Mode, Network, Scenario, Thing, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.node("dubai", "AE", lat(25.27), lon(55.29));
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_650)).time(hours(35)).crossing("torkham", hours(60));
    /// net.link("karachi", "dubai", Mode::Sea).distance(km(1_200)).time(hours(50));
    /// let shut = net.build()?.with(&Scenario::new("Torkham shut").close("torkham"))?;
    /// let weights = Weights::new([(Distance, 1.0)])?;
    ///
    /// let planner = shut.compile();
    /// let Some(Blockage::Things(why)) = planner.trip("karachi", "kabul")?.blockage(&weights) else { panic!("a closure") };
    /// assert_eq!(why.things()[0].closed().map(|closed| closed.id()), Some("torkham"));
    /// assert_eq!(why.route.distance(), km(1_650));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn blockage(&self, weights: &Weights) -> Option<Blockage> {
        if self.check(weights).is_err() || self.best_path(weights).is_some() {
            return None;
        }
        Some(Search::new(self, weights).run())
    }

    /// What has to be opened for a path, in its order.
    pub(crate) fn obstacles(&self, graph: &StateGraph, path: &Path) -> Vec<Obstacle> {
        let inner = self.inner();
        let closed = path.arcs().iter().filter(|arc| graph.closed[**arc as usize] > 0);
        let mut obstacles: Vec<Obstacle> = Vec::new();
        for obstacle in closed.flat_map(|arc| inner.closed_about(graph.graph.link(*arc))) {
            if !obstacles.contains(&obstacle) {
                obstacles.push(obstacle);
            }
        }
        obstacles
    }

    /// Everything that may be used, with the places of `via` that `kept` says.
    fn relaxed(&self, items: &[Item], kept: impl Fn(usize) -> bool) -> Relaxed {
        let inner = self.inner();
        let course = self.constraints.relaxed(inner, self.from, kept);
        let (graph, progress) = self.planner.all().steered(inner, &course);
        let number = |item: Item| items.binary_search(&item).ok().map(|at| at as u32);
        let of_link: Vec<Vec<u32>> = (0..inner.links.len() as u32)
            .map(|link| closed_items(inner, link).chain(self.avoided(link)).filter_map(number).collect())
            .collect();
        let used = |state: u32| progress[state as usize].into_iter().flat_map(|at| course.used(at)).collect::<Vec<_>>();
        let needs = |arc: u32| {
            let mut needs = of_link[graph.graph.link(arc) as usize].clone();
            if course.watches() {
                let (before, after) = (used(graph.graph.tail(arc)), used(graph.graph.head(arc)));
                let newly = before.iter().zip(&after).filter(|(before, after)| !before.1 && after.1);
                let avoided = newly.filter(|(_, after)| matches!(self.constraints.list[after.0], Constraint::Avoid(_)));
                needs.extend(avoided.filter_map(|(_, after)| number(Item::Asked(after.0))));
            }
            needs.sort_unstable();
            needs.dedup();
            needs
        };
        let by_arc = (0..graph.graph.arcs() as u32).map(needs).collect();
        let goals = self.goals(&graph);
        let missing = |goal: &Goal| {
            let missing = used(goal.state).into_iter().filter(|(_, used)| !used);
            let missing = missing.filter(|(at, _)| matches!(self.constraints.list[*at], Constraint::Require(_)));
            missing.filter_map(|(at, _)| number(Item::Asked(at))).collect()
        };
        let by_goal = goals.iter().map(missing).collect();
        let building = graph.closed.iter().map(|effort| effort / BUILDING).collect();
        Relaxed { graph, goals, needs: Needs { by_arc, by_goal }, building }
    }

    /// The constraints that a link goes against by itself.
    fn avoided(&self, link: u32) -> impl Iterator<Item = Item> + '_ {
        let against = move |number: &usize| {
            matches!(self.constraints.list[*number], Constraint::Avoid(_))
                && matches!(self.constraints.uses(*number), Some(Use::Links(links)) if links[link as usize])
        };
        (0..self.constraints.list.len()).filter(against).map(Item::Asked)
    }

    fn obstruction(&self, item: Item) -> Obstruction {
        let inner = self.inner();
        match item {
            Item::Asked(number) => {
                let constraint = self.constraints.list[number].clone();
                Obstruction::Asked { words: self.in_words(&constraint), constraint }
            }
            Item::Crossing(crossing) => {
                let obstacle = inner.closed_crossing(crossing);
                Obstruction::Closed { thing: Thing::crossing(&obstacle.id), obstacle }
            }
            Item::Link(link) => {
                let link = &inner.links[link as usize];
                Obstruction::Closed { thing: Thing::link(&link.id), obstacle: inner.closed_link(link) }
            }
            Item::Place(node) => {
                let obstacle = inner.closed_place(node);
                Obstruction::Closed { thing: Thing::place(&obstacle.id), obstacle }
            }
        }
    }

    /// Which places lie on either side of what no link joins.
    fn gap(&self, weights: &Weights) -> Gap {
        let (graph, inner) = (self.planner.all(), self.inner());
        let goals = self.goals(graph);
        let ids = |reached: &dyn Fn(u32) -> bool, also: u32| {
            let states = (0..graph.graph.states() as u32).filter(|state| reached(*state));
            let mut nodes: Vec<u32> = states.map(|state| graph.state(state).0).chain([also]).collect();
            nodes.sort_unstable();
            nodes.dedup();
            nodes.iter().map(|node| inner.nodes[*node as usize].id.clone()).collect::<Vec<String>>()
        };
        let from = Scores::from(&graph.graph, weights, graph.start(self.from, self.terminals));
        let to = Scores::to_goals(&graph.graph, weights, &goals);
        let known = |scores: &Scores<u64>, state: u32| scores.at(state) != u64::MAX;
        Gap {
            from: inner.nodes[self.from as usize].name.clone(),
            to: inner.nodes[self.to as usize].name.clone(),
            reached: ids(&|state| known(&from, state), self.from),
            reaching: ids(&|state| known(&to, state), self.to),
        }
    }
}

/// What is closed about a link: its crossing, itself, a place at its end. A link that is suspended with its crossing opens with it, as by
/// [`Scenario::open`](crate::Scenario::open).
fn closed_items(inner: &Inner, link: u32) -> impl Iterator<Item = Item> + use<> {
    let of = &inner.links[link as usize];
    let shut = |record: &Record| !record.status(inner.month).is_open();
    let crossing = of.crossing.filter(|crossing| shut(&inner.crossings[*crossing as usize].record)).map(Item::Crossing);
    let with_crossing = crossing.is_some() && of.record.status(inner.month) == Status::Suspended;
    let own = (shut(&of.record) && !with_crossing).then_some(Item::Link(link));
    let place = |node: u32| inner.nodes[node as usize].closed.then_some(Item::Place(node));
    [crossing, own, place(of.from), place(of.to)].into_iter().flatten()
}

impl Inner {
    /// A closed thing, with what its record says.
    pub(crate) fn obstacle(&self, id: &str, name: String, record: Option<&Record>) -> Obstacle {
        let entry = record.and_then(|record| record.entry(self.month?)).filter(|entry| !entry.status.is_open());
        let source = entry.and_then(|entry| entry.source).map(|source| self.sources[source as usize].id.clone());
        let status = record.map_or(Status::Suspended, |record| record.status(self.month));
        Obstacle { id: id.to_owned(), name, status, since: entry.map(|entry| entry.from), source }
    }

    pub(crate) fn closed_link(&self, link: &crate::link::Link) -> Obstacle {
        let (from, to) = (&self.nodes[link.from as usize].name, &self.nodes[link.to as usize].name);
        self.obstacle(&link.id, format!("{from} - {to} ({})", link.mode.name()), Some(&link.record))
    }

    fn closed_crossing(&self, crossing: u16) -> Obstacle {
        let crossing = &self.crossings[crossing as usize];
        self.obstacle(&crossing.id, crossing.name.clone(), Some(&crossing.record))
    }

    fn closed_place(&self, node: u32) -> Obstacle {
        let node = &self.nodes[node as usize];
        self.obstacle(&node.id, node.name.clone(), None)
    }

    /// What is closed about a link.
    pub(crate) fn closed_about(&self, link: u32) -> impl Iterator<Item = Obstacle> + '_ {
        closed_items(self, link).filter_map(|item| match item {
            Item::Crossing(crossing) => Some(self.closed_crossing(crossing)),
            Item::Link(link) => Some(self.closed_link(&self.links[link as usize])),
            Item::Place(node) => Some(self.closed_place(node)),
            Item::Asked(_) => None,
        })
    }
}

/// A path that needs some things. The first takes the least to build, then it is the first in the order of answers, then by its things.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// What building takes, link by link.
    building: u64,
    score: u64,
    cost: CostVector,
    len: usize,
    /// Links from the last one back.
    back: Vec<u32>,
    items: Vec<Item>,
    given_up: Vec<usize>,
    arcs: Vec<u32>,
    end: u32,
}

/// The search for the smallest set.
struct Search<'s, 'a> {
    trip: &'s Trip<'a>,
    weights: &'s Weights,
    /// Everything closed or forbidden, in order.
    items: Vec<Item>,
    /// Places of `via` and limits.
    asked: Vec<usize>,
    graphs: BTreeMap<Vec<usize>, Rc<Relaxed>>,
    labels: u64,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(trip: &'s Trip<'a>, weights: &'s Weights) -> Search<'s, 'a> {
        let inner = trip.inner();
        let mut items: Vec<Item> = (0..inner.links.len() as u32).flat_map(|link| closed_items(inner, link)).collect();
        items.extend((0..trip.constraints.list.len()).map(Item::Asked));
        items.sort_unstable();
        items.dedup();
        let global =
            |number: &usize| matches!(trip.constraints.list[*number], Constraint::Via(_) | Constraint::AtMost(..));
        let asked = (0..trip.constraints.list.len()).filter(global).collect();
        Search { trip, weights, items, asked, graphs: BTreeMap::new(), labels: LABELS }
    }

    fn run(mut self) -> Blockage {
        // With every place of `via` and every limit given up this is a plain search.
        let everything = self.asked.clone();
        let Ok(Some(enough)) = self.least(&everything, |_| true, &mut { u64::MAX }) else {
            return Blockage::NotConnected(self.trip.gap(self.weights));
        };
        let mut proven = true;
        for count in 1..=MOST_NEEDS {
            let (choices, all) = subsets(&self.asked, count);
            proven &= all;
            let mut best: Option<Found> = None;
            for given_up in choices {
                match self.exact(&given_up, count - given_up.len()) {
                    Ok(found) => best = best.into_iter().chain(found).min(),
                    Err(GivenUp) => proven = false,
                }
            }
            if let Some(found) = best {
                return self.answer(found, proven);
            }
            if !proven {
                break;
            }
        }
        let found = self.good_enough(enough);
        self.answer(found, false)
    }

    fn answer(mut self, found: Found, proven: bool) -> Blockage {
        let relaxed = self.graph_of(&found.given_up);
        let path = Path { arcs: found.arcs, end: found.end, cost: found.cost };
        let obstructions = found.items.iter().map(|item| self.trip.obstruction(*item)).collect();
        let route = self.trip.builder(&relaxed.graph).route(&path);
        Blockage::Things(Box::new(Opening { obstructions, proven, route }))
    }

    /// The graph without some places of `via`.
    fn graph_of(&mut self, given_up: &[usize]) -> Rc<Relaxed> {
        let via = |number: &&usize| matches!(self.trip.constraints.list[**number], Constraint::Via(_));
        let key: Vec<usize> = given_up.iter().filter(via).copied().collect();
        if let Some(known) = self.graphs.get(&key) {
            return known.clone();
        }
        if self.graphs.len() >= GRAPHS {
            self.graphs.clear();
        }
        let relaxed = Rc::new(self.trip.relaxed(&self.items, |number| !key.contains(&number)));
        self.graphs.insert(key, relaxed.clone());
        relaxed
    }

    /// A search within the limits that are not given up, and these limits.
    fn limited<'g, M: Metric>(
        &self,
        relaxed: &'g Relaxed,
        metric: &'g M,
        given_up: &[usize],
    ) -> (Limited<'g, M>, Vec<u64>) {
        let kept = self.asked.iter().filter(|number| !given_up.contains(number));
        let limits = kept.filter_map(|number| match self.trip.constraints.list[*number] {
            Constraint::AtMost(criterion, most) => Some((criterion, most)),
            _ => None,
        });
        Limited::within(&relaxed.graph.graph, metric, &relaxed.goals, limits.collect())
    }

    fn start(&self, relaxed: &Relaxed) -> u32 {
        relaxed.graph.start(self.trip.from, self.trip.terminals)
    }

    /// The best path that needs no more than `most` things besides the constraints given up.
    fn exact(&mut self, given_up: &[usize], most: usize) -> Result<Option<Found>, GivenUp> {
        let relaxed = self.graph_of(given_up);
        let graph = &relaxed.graph.graph;
        let few = Few::new(graph, &relaxed.goals, &relaxed.needs, most, SETS).ok_or(GivenUp)?;
        let metric = LeastToOpen { weights: self.weights, closed: &relaxed.building };
        let (limited, limits) = self.limited(&relaxed, &metric, given_up);
        let query = Query::new(self.start(&relaxed), &relaxed.goals);
        let path = limited.best_with_few(&query, &limits, Some(&few), &mut self.labels).path()?;
        Ok(path.map(|path| self.found(&relaxed, path, given_up)))
    }

    /// A path that needs few things, counted arc by arc, and ends where `ends` takes what ending needs; then the best with these things.
    fn least(
        &mut self,
        given_up: &[usize],
        ends: impl Fn(&[u32]) -> bool,
        labels: &mut u64,
    ) -> Result<Option<Found>, GivenUp> {
        let relaxed = self.graph_of(given_up);
        let (needs, start) = (&relaxed.needs, self.start(&relaxed));
        let counts: Vec<u32> = needs.by_arc.iter().map(|needs| needs.len() as u32).collect();
        let metric = LeastToOpen { weights: self.weights, closed: &counts };
        let all = relaxed.goals.iter().zip(&needs.by_goal);
        let goals: Vec<Goal> = all.clone().filter(|(_, needs)| ends(needs)).map(|(goal, _)| *goal).collect();
        let (limited, limits) = self.limited(&relaxed, &metric, given_up);
        let first = limited.best_with_few(&Query::new(start, &goals), &limits, None, labels).path()?;
        let Some(first) = first else { return Ok(None) };
        let end = all.clone().find(|(goal, _)| goal.state == first.end).map(|(_, needs)| needs);
        let mut set: Vec<u32> = first.arcs().iter().flat_map(|arc| &needs.by_arc[*arc as usize]).copied().collect();
        set.extend(end.into_iter().flatten());
        let within = |needs: &Vec<u32>| needs.iter().all(|thing| set.contains(thing));
        let closed: Vec<bool> = needs.by_arc.iter().map(|needs| !within(needs)).collect();
        let goals: Vec<Goal> = all.filter(|(_, needs)| within(needs)).map(|(goal, _)| *goal).collect();
        let metric = LeastToOpen { weights: self.weights, closed: &relaxed.building };
        let (limited, limits) = self.limited(&relaxed, &metric, given_up);
        let query = Query::new(start, &goals).with_closed(&closed);
        let path = limited.best_with_few(&query, &limits, None, labels).path()?;
        Ok(path.map(|path| self.found(&relaxed, path, given_up)))
    }

    /// The smallest set found by counting arc by arc, where the exact search goes no further; `enough` is one of them.
    fn good_enough(&mut self, enough: Found) -> Found {
        let (mut choices, _) = subsets(&self.asked, 2);
        choices.push(self.asked.clone());
        let (mut labels, mut best) = (LABELS, enough);
        for given_up in choices {
            // Searches that come to no end leave the others less.
            let any = self.least(&given_up, |_| true, &mut labels);
            let free = self.least(&given_up, <[u32]>::is_empty, &mut labels);
            for found in [any, free].into_iter().filter_map(Result::ok).flatten() {
                if (found.items.len(), &found) < (best.items.len(), &best) {
                    best = found;
                }
            }
        }
        best
    }

    fn found(&self, relaxed: &Relaxed, path: Path, given_up: &[usize]) -> Found {
        let (graph, needs) = (&relaxed.graph.graph, &relaxed.needs);
        let goal = relaxed.goals.iter().position(|goal| goal.state == path.end);
        let ending = goal.map(|goal| needs.by_goal[goal].clone()).unwrap_or_default();
        let of_arcs = path.arcs().iter().flat_map(|arc| &needs.by_arc[*arc as usize]);
        let mut items: Vec<Item> = of_arcs.chain(&ending).map(|thing| self.items[*thing as usize]).collect();
        let broken = |number: &&usize| match self.trip.constraints.list[**number] {
            Constraint::AtMost(criterion, most) => u64::from(path.cost()[criterion]) > most,
            _ => true,
        };
        items.extend(given_up.iter().filter(broken).map(|number| Item::Asked(*number)));
        items.sort_unstable();
        items.dedup();
        Found {
            building: path.arcs().iter().map(|arc| u64::from(relaxed.building[*arc as usize])).sum(),
            score: self.weights.score(path.cost()),
            cost: *path.cost(),
            len: path.arcs().len(),
            back: path.arcs().iter().rev().map(|arc| graph.link(*arc)).collect(),
            items,
            given_up: given_up.to_vec(),
            end: path.end,
            arcs: path.arcs,
        }
    }
}

/// Every choice of no more than `most` numbers, the smaller first; the first few if there are too many, and whether these are all.
fn subsets(numbers: &[usize], most: usize) -> (Vec<Vec<usize>>, bool) {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    let mut first = 0;
    for _ in 0..most {
        let longer: Vec<Vec<usize>> = found[first..]
            .iter()
            .flat_map(|set| {
                let more = numbers.iter().filter(|number| set.last().is_none_or(|last| last < number));
                more.map(|number| [&set[..], &[*number]].concat())
            })
            .take(CHOICES + 1)
            .collect();
        first = found.len();
        found.extend(longer);
    }
    let all = found.len() <= CHOICES;
    found.truncate(CHOICES);
    (found, all)
}
