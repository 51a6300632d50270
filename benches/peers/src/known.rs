//! Weights that are known long before they are asked for.

use crate::table::{Targets, Times, group, held, least, single, us};
use crate::world::{Sequence, World};
use corridor::Criterion;
use corridor::engine::{Graph, Hierarchy, Workspace};
use routingkit_cch::{CCH, CCHMetric, CCHMetricPartialUpdater, CCHOneToMany, CCHQuery, compute_order_inertial};
use std::collections::BTreeMap;

pub fn run(world: &World, graph: &Graph, order: &[u32], hierarchy: &Hierarchy, short: bool, targets: &mut Targets) {
    let tails: Vec<u32> = (0..graph.arcs() as u32).map(|arc| graph.tail(arc)).collect();
    let heads: Vec<u32> = (0..graph.arcs() as u32).map(|arc| graph.head(arc)).collect();
    let lengths = |criterion| -> Vec<u32> { (0..graph.arcs() as u32).map(|arc| graph.cost(arc)[criterion]).collect() };
    // The short mode spares RoutingKit's own order and takes ours.
    let theirs;
    let order = if short {
        order
    } else {
        let (lat, lon): (Vec<f32>, Vec<f32>) = world.points.iter().map(|(lat, lon)| (*lat as f32, *lon as f32)).unzip();
        let (ordering, own) = us(|| compute_order_inertial(world.nodes() as u32, &tails, &heads, &lat, &lon));
        single("RoutingKit, order", ordering);
        theirs = own;
        &theirs
    };
    let (building, peer) = us(|| CCH::new(order, &tails, &heads, |_| {}, false));
    single("RoutingKit, hierarchy", building);

    let pairs: Vec<(u32, u32)> =
        world.questions(1_000, &[Criterion::Time]).iter().map(|(from, to, _)| (*from, *to)).collect();
    let memory = &mut Workspace::default();
    for criterion in [Criterion::Distance, Criterion::Time] {
        let mine = hierarchy.customize(|arc| u64::from(graph.cost(arc)[criterion])).expect("lengths that fit");
        let metric = CCHMetric::new(&peer, lengths(criterion));
        let mut query = CCHQuery::new(&metric);
        for (from, to) in &pairs {
            let found = mine.distance(*from, *to, memory);
            assert_eq!(found, ask(&mut query, *from, *to, |_| ()).0, "{from} to {to} by {criterion}");
            let path = mine.path(*from, *to, memory);
            let length = path.map(|arcs| arcs.iter().map(|arc| u64::from(graph.cost(*arc)[criterion])).sum());
            assert_eq!(length, found, "{from} to {to} by {criterion}: the path");
        }
    }

    println!("\ncustomize one weight vector");
    let before = held();
    let (customizing, mut mine) =
        least(5, || hierarchy.customize(|arc| u64::from(graph.cost(arc)[Criterion::Time])).expect("lengths that fit"));
    let bytes = (held() - before) / graph.arcs() as f64;
    let mut metric = CCHMetric::new(&peer, lengths(Criterion::Time));
    let (resetting, ()) = least(5, || metric.reset(lengths(Criterion::Time)));
    single("corridor", customizing);
    single("RoutingKit", resetting);
    println!("  {:<56} {bytes:>11.0}", "corridor, bytes an arc");
    targets.below("customize one weight vector", customizing, 25e3, 10e3);

    let times = |name| Times::new(name, pairs.len());
    let (mut distance, mut path) = (times("corridor, distance"), times("corridor, arcs"));
    let (mut their_distance, mut their_path) = (times("RoutingKit CCH, distance"), times("RoutingKit CCH, arcs"));
    {
        let mut query = CCHQuery::new(&metric);
        for _ in 0..5 {
            for (i, (from, to)) in pairs.iter().enumerate() {
                distance.round(i, || mine.distance(*from, *to, memory));
                their_distance.round(i, || ask(&mut query, *from, *to, |_| ()).0);
                path.round(i, || mine.path(*from, *to, memory));
                their_path.round(i, || ask(&mut query, *from, *to, |result| result.arc_path()).1);
            }
        }
    }
    group("distance, weights known", &[&distance, &their_distance]);
    if !short {
        contracted(graph, &pairs, &mut distance);
    }
    group("the same with its arcs", &[&path, &their_path]);
    targets.below("distance, weights known", distance.quantile(0.5), 15.0, 8.0);
    targets.below("the same with its arcs", path.quantile(0.5), 35.0, 20.0);

    // The arc in the middle of each best path is closed, the way round it is asked, and the arc is opened again.
    let mut updater = CCHMetricPartialUpdater::new(&peer);
    let closed: Vec<(u32, u32, u32)> = pairs[..100]
        .iter()
        .filter_map(|(from, to)| {
            mine.path(*from, *to, memory).and_then(|arcs| Some((*from, *to, *arcs.get(arcs.len() / 2)?)))
        })
        .collect();
    let mut close = Times::new("corridor, close an arc and ask again", closed.len());
    let mut their_close = Times::new("RoutingKit CCH, close an arc and ask again", closed.len());
    for round in 0..3 {
        for (i, (from, to, arc)) in closed.iter().enumerate() {
            let ticks = graph.cost(*arc)[Criterion::Time];
            let mut found = [None; 2];
            close.round(i, || {
                mine.update([(*arc, None)]).expect("an arc");
                found[0] = mine.distance(*from, *to, memory);
            });
            mine.update([(*arc, Some(u64::from(ticks)))]).expect("an arc");
            their_close.round(i, || {
                updater.apply(&mut metric, &BTreeMap::from([(*arc, routingkit_cch::INF_WEIGHT)]));
                found[1] = ask(&mut CCHQuery::new(&metric), *from, *to, |_| ()).0;
            });
            updater.apply(&mut metric, &BTreeMap::from([(*arc, ticks)]));
            assert!(round > 0 || found[0] == found[1], "{from} to {to} without {arc}: {found:?}");
        }
    }
    group("close one arc, route again", &[&close, &their_close]);
    targets.below("close one arc, route again", close.quantile(0.5), 500.0, 100.0);

    let mut random = Sequence(11);
    let mut thousand = || -> Vec<u32> { (0..1_000).map(|_| random.below(world.nodes()) as u32).collect() };
    let (from, to) = (thousand(), thousand());
    let mut many = CCHOneToMany::new(&metric, &to);
    let matrix = mine.matrix(&from[..20], &to);
    for (i, source) in from[..20].iter().enumerate() {
        for (j, distance) in many.distances_from(*source).into_iter().enumerate() {
            assert_eq!(matrix.distance(i, j), distance.map(u64::from), "{source} to {}", to[j]);
        }
    }
    let (ours, _) = least(if short { 1 } else { 3 }, || mine.matrix(&from, &to));
    let rows = if short { &from[..100] } else { &from };
    let (theirs, _) = us(|| rows.iter().map(|source| many.distances_from(*source).len()).sum::<usize>());
    println!("\n1,000 x 1,000 matrix");
    single("corridor", ours);
    single("RoutingKit CCH (short mode: ten times 100 rows)", theirs * 1_000.0 / rows.len() as f64);
    targets.below("1,000 x 1,000 matrix", ours, 600e3, 150e3);
}

/// RoutingKit's answer.
fn ask<T>(
    query: &mut CCHQuery<'_>,
    from: u32,
    to: u32,
    then: impl Fn(&routingkit_cch::CCHQueryResult<'_, '_>) -> T,
) -> (Option<u64>, T) {
    query.add_source(from, 0);
    query.add_target(to, 0);
    let result = query.run();
    (result.distance().map(u64::from), then(&result))
}

/// fast_paths, contracted for these lengths alone.
fn contracted(graph: &Graph, pairs: &[(u32, u32)], mine: &mut Times) {
    let mut input = fast_paths::InputGraph::new();
    for arc in 0..graph.arcs() as u32 {
        let ticks = graph.cost(arc)[Criterion::Time];
        assert!(ticks > 0, "fast_paths drops arcs that cost nothing");
        input.add_edge(graph.tail(arc) as usize, graph.head(arc) as usize, ticks as usize);
    }
    input.freeze();
    let (preparing, contracted) = us(|| fast_paths::prepare(&input));
    let mut calculator = fast_paths::create_calculator(&contracted);
    let mut times = Times::new("fast_paths, arcs contracted for these weights", pairs.len());
    for _ in 0..3 {
        for (i, (from, to)) in pairs.iter().enumerate() {
            times.round(i, || calculator.calc_path(&contracted, *from as usize, *to as usize));
        }
    }
    group("distance, weights known, beside fast_paths", &[mine, &times]);
    single("fast_paths, contracting", preparing);
}
