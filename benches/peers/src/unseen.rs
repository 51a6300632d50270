//! Weights that nobody has seen before.

use crate::table::{Targets, Times, group, held, least, single, time};
use crate::world::World;
use corridor::engine::{Graph, Hierarchy, Lanes, Workspace, nested_dissection};
use corridor::{CostVector, Criterion, Weights};
use petgraph::graph::NodeIndex;

const TWO: [Criterion; 2] = [Criterion::Distance, Criterion::Time];
const THREE: [Criterion; 3] = [Criterion::Distance, Criterion::Time, Criterion::Risk];

/// petgraph's `dijkstra` with the weights of a question.
fn petgraph(graph: &petgraph::Graph<(), CostVector>, (from, to, weights): &(u32, u32, Weights)) -> Option<u64> {
    let goal = NodeIndex::from(*to);
    let score = |arc: petgraph::graph::EdgeReference<'_, CostVector>| weights.score(arc.weight());
    petgraph::algo::dijkstra(graph, (*from).into(), Some(goal), score).get(&goal).copied()
}

fn peer(world: &World) -> petgraph::Graph<(), CostVector> {
    let mut graph = petgraph::Graph::with_capacity(world.nodes(), world.arcs.len());
    (0..world.nodes()).for_each(|_| _ = graph.add_node(()));
    world.arcs.iter().for_each(|(tail, head, cost)| _ = graph.add_edge((*tail).into(), (*head).into(), *cost));
    graph
}

/// Panics unless all answer alike.
fn check(
    graph: &Graph,
    peer: &petgraph::Graph<(), CostVector>,
    lanes: Option<&Lanes>,
    questions: &[(u32, u32, Weights)],
) {
    let (memory, other) = (&mut Workspace::default(), &mut Workspace::default());
    for question @ (from, to, weights) in questions {
        let plain = graph.best(*from, *to, weights, memory);
        let score = plain.as_ref().map(|path| weights.score(path.cost()));
        assert_eq!(score, petgraph(peer, question), "{from} to {to} with {weights}: petgraph");
        if let Some(lanes) = lanes {
            assert_eq!(lanes.best(graph, *from, *to, weights, other), plain, "{from} to {to} with {weights}: lanes");
        }
    }
}

/// Small graphs, on which nothing needs to be prepared.
pub fn small(world: &World, short: bool, targets: &mut Targets) {
    for (nodes, bar, aim) in [(100, 3.0, 5.0), (1_000, 4.0, 8.0), (10_000, 8.0, 20.0)] {
        let part = world.part(nodes);
        let (graph, peer) = (part.graph(), peer(&part));
        let questions = part.questions(if short { 100 } else { 500 }, &THREE);
        check(&graph, &peer, None, &questions);
        let mut mine = Times::new("corridor, plain search from both ends, route", questions.len());
        let mut theirs = Times::new("petgraph dijkstra, score only", questions.len());
        let mut rows = Times::new("pathfinding dijkstra, nodes and score", questions.len());
        let mut heads = vec![Vec::new(); nodes];
        part.arcs.iter().for_each(|(tail, head, cost)| heads[*tail as usize].push((*head, *cost)));
        let memory = &mut Workspace::default();
        for _ in 0..5 {
            for (i, question @ (from, to, weights)) in questions.iter().enumerate() {
                mine.round(i, || graph.best(*from, *to, weights, memory));
                theirs.round(i, || petgraph(&peer, question));
                let next = |node: &u32| heads[*node as usize].iter().map(|(head, cost)| (*head, weights.score(cost)));
                rows.round(i, || pathfinding::directed::dijkstra::dijkstra(from, next, |node| node == to));
            }
        }
        group(&format!("one route, weights never seen, nothing prepared, {nodes} nodes"), &[&mine, &theirs, &rows]);
        targets.ahead(&format!("plain search before petgraph, {nodes} nodes"), theirs.ratio(&mine), bar, aim);
    }
}

/// How times grow with the graph.
pub fn growth(world: &World, short: bool) {
    println!(
        "\n{:<12} {:>10} {:>11} {:>11} {:>11} {:>11} {:>11} {:>11}",
        "growth, two", "order", "hierarchy", "customize", "distance", "lanes", "plain", "petgraph"
    );
    for nodes in [10_000, 50_000, world.nodes()] {
        let part = if nodes == world.nodes() { world.clone() } else { world.part(nodes) };
        let (graph, peer) = (part.graph(), peer(&part));
        let ends: Vec<(u32, u32)> = part.arcs.iter().map(|(tail, head, _)| (*tail, *head)).collect();
        let (ordering, order) = least(1, || nested_dissection(&part.points, &ends));
        let (building, hierarchy) = least(1, || Hierarchy::new(&graph, &order).expect("an order"));
        let length = |arc: u32| u64::from(graph.cost(arc)[Criterion::Time]);
        let (customizing, customized) = least(3, || hierarchy.customize(length).expect("lengths that fit"));
        let lanes = Lanes::new(&graph, &hierarchy, TWO).expect("lengths that fit");
        let questions = part.questions(if short { 30 } else { 200 }, &TWO);
        check(&graph, &peer, Some(&lanes), &questions[..10]);
        let [mut distance, mut blended, mut plain, mut theirs] = [""; 4].map(|name| Times::new(name, questions.len()));
        let memory = &mut Workspace::default();
        for _ in 0..3 {
            for (i, (from, to, weights)) in questions.iter().enumerate() {
                distance.round(i, || customized.distance(*from, *to, memory));
                blended.round(i, || lanes.best(&graph, *from, *to, weights, memory));
            }
        }
        for (i, question @ (from, to, weights)) in questions.iter().enumerate() {
            plain.round(i, || graph.best(*from, *to, weights, memory));
            theirs.round(i, || petgraph(&peer, question));
        }
        let median = |times: &Times| time(times.quantile(0.5));
        println!(
            "{nodes:<12} {:>10} {:>11} {:>11} {:>11} {:>11} {:>11} {:>11}",
            time(ordering),
            time(building),
            time(customizing),
            median(&distance),
            median(&blended),
            median(&plain),
            median(&theirs)
        );
    }
}

/// New York with 2, 3 and 6 criteria.
pub fn new_york(world: &World, graph: &Graph, hierarchy: &Hierarchy, short: bool, targets: &mut Targets) {
    let peer = peer(world);
    for (criteria, bar, aim) in [(&TWO[..], 25.0, 100.0), (&THREE, 25.0, 100.0), (&Criterion::ALL, 5.0, 20.0)] {
        let before = held();
        let (preparing, lanes) =
            least(1, || Lanes::new(graph, hierarchy, criteria.iter().copied()).expect("lengths that fit"));
        let count = criteria.len();
        println!(
            "\nlanes for {count} criteria: {} vectors, {:.0} MB ({:.0} bytes an arc)",
            lanes.vectors(),
            lanes.bytes() as f64 / 1e6,
            (held() - before) / graph.arcs() as f64
        );
        single("corridor, preparing them, once", preparing);
        let questions = world.questions(if short { 30 } else { 200 }, criteria);
        check(graph, &peer, Some(&lanes), &questions);
        if !short && count == 2 {
            everything(world, graph, &peer, &lanes);
        }
        let mut mine = Times::new("corridor, blended bounds, route", questions.len());
        let mut plain = Times::new("corridor, plain search from both ends, route", questions.len());
        let mut theirs = Times::new("petgraph dijkstra, score only", questions.len());
        let memory = &mut Workspace::default();
        for round in 0..5 {
            for (i, question @ (from, to, weights)) in questions.iter().enumerate() {
                mine.round(i, || lanes.best(graph, *from, *to, weights, memory));
                if round < 2 {
                    plain.round(i, || graph.best(*from, *to, weights, memory));
                    theirs.round(i, || petgraph(&peer, question));
                }
            }
        }
        group(&format!("one route, weights never seen, {count} criteria"), &[&mine, &plain, &theirs]);
        targets.ahead(&format!("blended bounds before petgraph, {count} criteria"), theirs.ratio(&mine), bar, aim);
        if count == 2 {
            println!("  {:<56} {:>10.2}x", "plain search before petgraph", theirs.ratio(&plain));
        }
    }
}

/// 1,000 pairs under both metrics and under 20 mixtures of them in turn.
fn everything(world: &World, graph: &Graph, peer: &petgraph::Graph<(), CostVector>, lanes: &Lanes) {
    let one = |criterion| Weights::new([(criterion, 1.0)]).expect("a rate");
    let mixtures: Vec<Weights> = world.questions(20, &TWO).into_iter().map(|question| question.2).collect();
    let pairs = world.questions(1_000, &TWO);
    let asked = pairs.iter().zip(mixtures.iter().cycle()).flat_map(|((from, to, _), mixture)| {
        [one(Criterion::Distance), one(Criterion::Time), *mixture].map(|weights| (*from, *to, weights))
    });
    check(graph, peer, Some(lanes), &asked.collect::<Vec<_>>());
    println!("  1,000 pairs under distance, time and 20 mixtures: answers equal");
}

/// The best loopless routes.
pub fn several(world: &World, graph: &Graph, hierarchy: &Hierarchy, short: bool, targets: &mut Targets) {
    let part = world.part(10_000).without_parallel_arcs();
    let small = part.graph();
    let mut heads = vec![Vec::new(); part.nodes()];
    part.arcs.iter().for_each(|(tail, head, cost)| heads[*tail as usize].push((*head, *cost)));
    let questions = part.questions(if short { 1 } else { 5 }, &TWO);
    let mut mine = Times::new("corridor, 10 best routes", questions.len());
    let mut theirs = Times::new("pathfinding yen, nodes and score", questions.len());
    let memory = &mut Workspace::default();
    for (i, (from, to, weights)) in questions.iter().enumerate() {
        let next = |node: &u32| heads[*node as usize].iter().map(|(head, cost)| (*head, weights.score(cost)));
        let yen = || pathfinding::directed::yen::yen(from, next, |node| node == to, 10);
        let scores: Vec<u64> =
            small.k_best(*from, *to, weights, 10, memory).iter().map(|path| weights.score(path.cost())).collect();
        assert_eq!(scores, yen().into_iter().map(|path| path.1).collect::<Vec<u64>>(), "{from} to {to}: yen");
        mine.round(i, || small.k_best(*from, *to, weights, 10, memory));
        theirs.round(i, yen);
    }
    group("10 best loopless routes, 10,000 nodes", &[&mine, &theirs]);
    let questions = world.questions(if short { 3 } else { 20 }, &TWO);
    let lanes = Lanes::new(graph, hierarchy, TWO).expect("scores that add up");
    for (count, bar, aim) in [(10, 30e3, 3e3), (100, 100e3, 15e3)] {
        let mut times = Times::new("corridor, routes", questions.len());
        let mut prepared = Times::new("corridor, routes, lanes prepared", questions.len());
        for (i, (from, to, weights)) in questions.iter().enumerate() {
            let found = graph.k_best(*from, *to, weights, count, memory);
            assert_eq!(lanes.k_best(graph, *from, *to, weights, count, memory), found, "{from} to {to}");
            for _ in 0..3 {
                times.round(i, || graph.k_best(*from, *to, weights, count, memory));
                prepared.round(i, || lanes.k_best(graph, *from, *to, weights, count, memory));
            }
        }
        group(&format!("{count} best loopless routes, New York"), &[&times, &prepared]);
        targets.below(&format!("{count} loopless routes"), times.quantile(0.5), bar, aim);
        targets.below(&format!("{count} loopless routes, prepared"), prepared.quantile(0.5), bar, aim);
    }
}
