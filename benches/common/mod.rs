//! What the benches share: questions, the peers on the same state graph, and the check that all of them answer alike.
#![allow(dead_code)] // each bench uses its own part

mod sequence;

use corridor::{CostVector, Criterion, Network, Planner, Scenario, Trip, Weights};
use petgraph::graph::NodeIndex;
use sequence::Sequence;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many questions a bench asks.
pub const QUESTIONS: usize = 500;

/// A trip that the network can make, and what the asker cares about.
pub struct Question {
    pub from: String,
    pub to: String,
    pub weights: Weights,
}

impl Question {
    pub fn trip<'a>(&self, planner: &'a Planner) -> Trip<'a> {
        planner.trip(&self.from, &self.to).expect("places of the network")
    }
}

impl Sequence {
    /// In US$: what a person may care about, each criterion left out one time in three.
    fn weights(&mut self) -> Weights {
        let largest = [0.2, 25.0, 1.0, 500.0, 20.0, 0.2];
        loop {
            let mut rates = Vec::new();
            for (criterion, largest) in Criterion::ALL.into_iter().zip(largest) {
                let (rate, kept) = (largest * (1 + self.below(100)) as f64 / 100.0, self.below(3) > 0);
                rates.extend(kept.then_some((criterion, rate)));
            }
            // Six left out, or two too far apart: draw again.
            if let Ok(weights) = Weights::new(rates) {
                return weights;
            }
        }
    }
}

/// The same questions in every run: random pairs of places that an open route joins, each with random weights.
pub fn questions(planner: &Planner, count: usize) -> Vec<Question> {
    questions_with(planner, count, |_, _, _| {})
}
pub fn questions_with(planner: &Planner, count: usize, f: impl Fn(&str, &str, &Weights)) -> Vec<Question> {
    let places: Vec<&str> = planner.network().nodes().map(|node| node.id()).collect();
    let mut random = Sequence(20_260_101);
    let mut questions = Vec::new();
    while questions.len() < count {
        let (from, to) = (random.below(places.len()), random.below(places.len()));
        let weights = random.weights();
        f(places[from], places[to], &weights);
        let joined = planner.trip(places[from], places[to]).is_ok_and(|trip| trip.best_cost(&weights).is_some());
        if joined {
            questions.push(Question { from: places[from].to_owned(), to: places[to].to_owned(), weights });
        }
    }
    questions
}

/// The network with one link of each bundle of parallel arcs left open: `pathfinding::yen` adds the costs of all of them.
pub fn without_parallel_arcs(network: &Network) -> Network {
    let ids: Vec<&str> = network.links().map(|link| link.id()).collect();
    let planner = network.compile();
    let graph = planner.graph();
    let mut parallel: Vec<u32> = (1..graph.arcs() as u32)
        .filter(|arc| (graph.tail(*arc), graph.head(*arc)) == (graph.tail(*arc - 1), graph.head(*arc - 1)))
        .map(|arc| graph.link(arc))
        .collect();
    parallel.sort_unstable();
    parallel.dedup();
    let close = |scenario: Scenario, link: &u32| scenario.close(ids[*link as usize]);
    let scenario = parallel.iter().fold(Scenario::new("no parallel arcs"), close);
    network.with(&scenario).expect("open links can be closed")
}

/// The state graph in the peers' forms, with one more node: where the trip at hand ends.
pub struct Peers<'a> {
    planner: &'a Planner,
    /// With cost vectors on the arcs: the weights come with the question.
    pub vectors: petgraph::Graph<(), CostVector>,
    /// With scores on the arcs, as if the weights had been known before.
    pub scalars: petgraph::Graph<(), u64>,
    rows: Vec<Vec<(u32, CostVector)>>,
    ends: Vec<(u32, CostVector)>,
}

impl<'a> Peers<'a> {
    pub fn new(planner: &'a Planner) -> Peers<'a> {
        let graph = planner.graph();
        let mut rows = vec![Vec::new(); graph.states() + 1];
        let mut vectors = petgraph::Graph::with_capacity(graph.states() + 1, graph.arcs());
        let mut scalars = petgraph::Graph::with_capacity(graph.states() + 1, graph.arcs());
        for _ in 0..=graph.states() {
            vectors.add_node(());
            scalars.add_node(());
        }
        for arc in 0..graph.arcs() as u32 {
            let (tail, head) = (graph.tail(arc), graph.head(arc));
            rows[tail as usize].push((head, *graph.cost(arc)));
            vectors.add_edge(NodeIndex::from(tail), NodeIndex::from(head), *graph.cost(arc));
            scalars.add_edge(NodeIndex::from(tail), NodeIndex::from(head), 0);
        }
        Peers { planner, vectors, scalars, rows, ends: Vec::new() }
    }

    /// The node that stands for the end of the trip.
    pub fn goal(&self) -> u32 {
        self.planner.graph().states() as u32
    }

    /// Makes the peers ready for a question, which is no part of what is timed: several states become one goal, and the
    /// scalar graph gets its scores.
    pub fn aim(&mut self, question: &Question) -> u32 {
        let (goal, arcs) = (self.goal(), self.planner.graph().arcs());
        for (state, _) in self.ends.drain(..) {
            self.rows[state as usize].pop();
        }
        while self.vectors.edge_count() > arcs {
            // The last edge is the newest, so that the others keep their numbers.
            self.vectors.remove_edge((self.vectors.edge_count() as u32 - 1).into());
            self.scalars.remove_edge((self.scalars.edge_count() as u32 - 1).into());
        }
        let trip = question.trip(self.planner);
        self.ends.extend(trip.ends());
        for (state, cost) in &self.ends {
            self.rows[*state as usize].push((goal, *cost));
            self.vectors.add_edge((*state).into(), goal.into(), *cost);
            self.scalars.add_edge((*state).into(), goal.into(), 0);
        }
        for (score, cost) in self.scalars.edge_weights_mut().zip(self.vectors.edge_weights()) {
            *score = question.weights.score(cost);
        }
        trip.start()
    }

    /// petgraph's `dijkstra` with the weights of the question.
    pub fn petgraph(&self, start: u32, weights: &Weights) -> Option<u64> {
        let goal = NodeIndex::from(self.goal());
        let score = |arc: petgraph::graph::EdgeReference<'_, CostVector>| weights.score(arc.weight());
        petgraph::algo::dijkstra(&self.vectors, start.into(), Some(goal), score).get(&goal).copied()
    }

    /// petgraph's `dijkstra` on scores that were there before the question.
    pub fn petgraph_scored(&self, start: u32) -> Option<u64> {
        let goal = NodeIndex::from(self.goal());
        petgraph::algo::dijkstra(&self.scalars, start.into(), Some(goal), |arc| *arc.weight()).get(&goal).copied()
    }

    /// pathfinding's `dijkstra`: states and score.
    pub fn pathfinding(&self, start: u32, weights: &Weights) -> Option<(Vec<u32>, u64)> {
        let goal = self.goal();
        pathfinding::directed::dijkstra::dijkstra(
            &start,
            |state| self.successors(*state, weights),
            |state| *state == goal,
        )
    }

    /// pathfinding's `yen`: states and score of the `k` best.
    pub fn yen(&self, start: u32, weights: &Weights, k: usize) -> Vec<(Vec<u32>, u64)> {
        let goal = self.goal();
        pathfinding::directed::yen::yen(&start, |state| self.successors(*state, weights), |state| *state == goal, k)
    }

    fn successors<'b>(&'b self, state: u32, weights: &'b Weights) -> impl Iterator<Item = (u32, u64)> + use<'a, 'b> {
        self.rows[state as usize].iter().map(|(head, cost)| (*head, weights.score(cost)))
    }
}

/// fast_paths: contracted for one weighting.
pub struct Contracted {
    graph: fast_paths::FastGraph,
    calculator: fast_paths::PathCalculator,
}

impl Contracted {
    pub fn new(planner: &Planner, weights: &Weights) -> Contracted {
        let graph = planner.graph();
        let mut input = fast_paths::InputGraph::new();
        for arc in 0..graph.arcs() as u32 {
            let score = weights.score(graph.cost(arc));
            assert!(score > 0, "fast_paths drops arcs that cost nothing");
            input.add_edge(graph.tail(arc) as usize, graph.head(arc) as usize, score as usize);
        }
        input.freeze();
        let graph = fast_paths::prepare(&input);
        Contracted { calculator: fast_paths::create_calculator(&graph), graph }
    }

    pub fn best(&mut self, start: u32, ends: Vec<(usize, usize)>) -> Option<u64> {
        let path = self.calculator.calc_path_multiple_sources_and_targets(&self.graph, vec![(start as usize, 0)], ends);
        path.map(|path| path.get_weight() as u64)
    }

    /// The ends of a trip as fast_paths takes them.
    pub fn ends(&self, trip: &Trip<'_>, weights: &Weights) -> Vec<(usize, usize)> {
        let nodes = self.graph.get_num_nodes();
        let ends = trip.ends().map(|(state, cost)| (state as usize, weights.score(&cost) as usize));
        ends.filter(|(state, _)| *state < nodes).collect()
    }
}

/// The place of each state that a trip can reach.
pub fn places_of_states(planner: &Planner) -> HashMap<u32, String> {
    let (network, graph) = (planner.network(), planner.graph());
    let links: Vec<(&str, &str)> =
        network.links().map(|link| network.ends_of(link)).map(|(from, to)| (from.id(), to.id())).collect();
    let any = network.nodes().map(|node| node.id()).collect::<Vec<&str>>();
    let mut places = HashMap::new();
    let mut queue = Vec::new();
    for (i, id) in any.iter().enumerate() {
        let trip = planner.trip(id, any[(i + 1) % any.len()]).expect("two places of the network");
        queue.push((trip.start(), *id));
    }
    while let Some((state, place)) = queue.pop() {
        if places.insert(state, place.to_owned()).is_none() {
            for arc in graph.arcs_out(state) {
                let (from, to) = links[graph.link(arc) as usize];
                queue.push((graph.head(arc), if from == place { to } else { from }));
            }
        }
    }
    places
}

/// Whether a path of states visits a place twice. Peers know no places, so their best may; ours may not.
pub fn visits_twice(places: &HashMap<u32, String>, states: &[u32]) -> bool {
    let mut visited: Vec<&String> = states.iter().filter_map(|state| places.get(state)).collect();
    let all = visited.len();
    visited.sort_unstable();
    visited.dedup();
    visited.len() < all
}

/// Panics unless corridor's best routes are those of all peers. A peer's route that visits a place twice is no route, and
/// may only score less. Returns how many such there are.
pub fn check_best(planner: &Planner, questions: &[Question]) -> usize {
    let mut peers = Peers::new(planner);
    let places = places_of_states(planner);
    let mut twice = 0;
    for question in questions {
        let (trip, weights) = (question.trip(planner), &question.weights);
        let name = format!("{} - {} with {weights}", question.from, question.to);
        let mine = trip.best_cost(weights).expect("a joined pair");
        let route = trip.best(weights).expect("a joined pair");
        let prepared = trip.clone().prepared().best_cost(weights);
        assert_eq!((Some(mine), mine), (prepared, *route.cost_vector()), "{name}: corridor has several answers");
        let mine = weights.score(&mine);
        let start = peers.aim(question);
        let (states, score) = peers.pathfinding(start, weights).expect("a joined pair");
        assert_eq!(peers.petgraph(start, weights), Some(score), "{name}: petgraph and pathfinding");
        assert_eq!(peers.petgraph_scored(start), Some(score), "{name}: petgraph with scores and pathfinding");
        if visits_twice(&places, &states) {
            twice += 1;
            assert!(mine >= score, "{name}: corridor {mine}, peers {score}");
        } else {
            assert_eq!(mine, score, "{name}: corridor and the peers");
        }
    }
    twice
}

/// Panics unless fast_paths, contracted for `weights`, finds corridor's routes. Routes that visit a place twice as in
/// [`check_best`].
pub fn check_contracted(planner: &Planner, contracted: &mut Contracted, questions: &[Question], weights: &Weights) {
    let mut peers = Peers::new(planner);
    let places = places_of_states(planner);
    for question in questions {
        let trip = question.trip(planner);
        let mine = trip.best_cost(weights).map(|cost| weights.score(&cost));
        let ends = contracted.ends(&trip, weights);
        let theirs = contracted.best(trip.start(), ends);
        let same = Question { from: question.from.clone(), to: question.to.clone(), weights: *weights };
        let start = peers.aim(&same);
        let walk = peers.pathfinding(start, weights);
        assert_eq!(walk.as_ref().map(|walk| walk.1), theirs, "{} - {}: fast_paths", question.from, question.to);
        let fine = mine == theirs || walk.is_some_and(|walk| visits_twice(&places, &walk.0));
        assert!(fine, "{} - {}: corridor {mine:?}, fast_paths {theirs:?}", question.from, question.to);
    }
}

/// What [`check_k_best`] found in yen's answers.
#[derive(Default)]
pub struct Yen {
    /// Routes that visit a place twice, which ours may not.
    pub twice: usize,
    /// Questions where it leaves out better routes than it gives.
    pub wrong: usize,
}

/// Panics unless yen's routes that visit no place twice are corridor's, as far as they go. Where routes tie, pathfinding
/// 4.16 takes all of the tie before it looks for the ways off each of them, and may leave out better ones; so from the first
/// tie on corridor's routes only have to be no worse.
pub fn check_k_best(planner: &Planner, questions: &[Question], k: usize) -> Yen {
    let mut peers = Peers::new(planner);
    let places = places_of_states(planner);
    let mut found = Yen::default();
    for question in questions {
        let (trip, weights) = (question.trip(planner), &question.weights);
        let mine: Vec<u64> = trip.k_best_costs(weights, k).iter().map(|cost| weights.score(cost)).collect();
        let start = peers.aim(question);
        let theirs = peers.yen(start, weights, k);
        let all = theirs.len();
        let routes = theirs.iter().filter(|(states, _)| !visits_twice(&places, states));
        let theirs: Vec<u64> = routes.map(|(_, score)| *score).collect();
        found.twice += all - theirs.len();
        let name = format!("{} - {} with {weights}", question.from, question.to);
        let no_worse = mine.len() >= theirs.len() && mine.iter().zip(&theirs).all(|(mine, theirs)| mine <= theirs);
        assert!(no_worse, "{name}: corridor {mine:?}, yen {theirs:?}");
        let tie = mine.windows(2).position(|pair| pair[0] == pair[1]).map_or(k, |first| first + 1);
        let same = tie.min(theirs.len());
        assert_eq!(mine[..same], theirs[..same], "{name}: corridor and yen");
        found.wrong += usize::from(mine[..theirs.len()] != theirs);
    }
    found
}

/// Short measurements: the table gives the ratios, instruction counts guard against slowdowns.
pub fn criterion() -> criterion::Criterion {
    criterion::Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args()
}

/// Times `ask` over all questions, without what `aim` does before each.
pub fn over<T>(
    bencher: &mut criterion::Bencher<'_>,
    questions: &[Question],
    peers: &mut Peers<'_>,
    ask: impl Fn(&Peers<'_>, u32, &Weights) -> T,
) {
    bencher.iter_custom(|rounds| {
        let mut total = Duration::ZERO;
        for question in (0..rounds).flat_map(|_| questions) {
            let start = peers.aim(question);
            let started = Instant::now();
            black_box(ask(peers, start, &question.weights));
            total += started.elapsed();
        }
        total
    });
}
