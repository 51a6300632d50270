//! The continent: answers against plain search first, then sizes and times beside the targets.
//!
//! Sources are checked one to all: 32 for each preset, 32 targets each, and while crossings are closed.

#[path = "common/checks.rs"]
mod checks;
#[path = "common/sequence.rs"]
mod sequence;

use checks::{check, one_thread, state, timed};
use corridor::Criterion::{self, *};
use corridor::engine::{Graph, ParetoOptions, Workspace};
use corridor::{Base, Continent, Network, Preset, Weights};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use sequence::Sequence;
use std::hint::black_box;
use std::path::Path;

/// Sources of each check, and targets of each source: 1,024 pairs.
const CHECKED: (usize, usize) = (32, 32);
/// The same while a crossing is closed.
const CHECKED_CLOSED: (usize, usize) = (2, 32);
/// Crossings closed one after the other.
const CLOSED: [&str; 6] = ["khunjerab", "torugart", "brest", "khorgos-rail", "saryagash-rail", "ozinki-rail"];
/// Rounds of a measurement; the least counts.
const ROUNDS: usize = 5;

impl Sequence {
    /// Rates that make each criterion matter, an eighth to eight times what they are in a usual generalised cost.
    fn weights(&mut self, criteria: &[Criterion]) -> Weights {
        let usual = [1.0, 15.0, 1.0, 150.0, 10.0, 0.2];
        let mut rate = |criterion: &Criterion| {
            let factor = self.below(6001) as f64 / 1000.0 - 3.0;
            (*criterion, usual[*criterion as usize] * factor.exp2())
        };
        Weights::new(criteria.iter().map(&mut rate).collect::<Vec<_>>()).expect("rates")
    }
}

fn row(what: &str, found: f64, unit: &str, target: Option<f64>) {
    let word = match target {
        Some(target) if found <= target => format!("target {target}: met"),
        Some(target) => format!("target {target}: missed"),
        None => String::new(),
    };
    println!("{what:<52} {found:>9.3} {unit:<3} {word}");
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

fn main() {
    one_thread();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/base/eurasia.base");
    let planner = Network::bundled().compile().over(Base::load(path).expect("the base network"));
    let mut continent = planner.continent().expect("within limits");
    let building = timed(2, || continent = planner.continent().expect("within limits"));
    let file = std::env::temp_dir().join(format!("continent-{}.hierarchy", std::process::id()));
    let ordering = timed(1, || {
        let made = planner.continent().expect("within limits");
        continent = made.with_hierarchy_in(&file).expect("a file to write");
    });
    let bytes = std::fs::metadata(&file).map_or(0, |file| file.len());
    let graph = continent.graph().clone();
    let hierarchy = continent.hierarchy().expect("made").clone();
    println!("the continent: {} states, {} arcs, {} shortcuts", graph.states(), graph.arcs(), hierarchy.shortcuts());

    let random = &mut Sequence(20_261_122);
    let (mut checked, mut closings) = (0, Vec::new());
    for preset in Preset::ALL {
        let weights = preset.weights();
        let made = continent.customize(&weights).expect("scores that add up");
        checked += check(&graph, &made, |arc| Some(weights.score(graph.cost(arc))), CHECKED, random);
    }
    let fastest = Preset::Fastest.weights();
    let mut made = continent.customize(&fastest).expect("scores that add up");
    for crossing in CLOSED {
        let closed = continent.passing(crossing).unwrap_or_default();
        assert!(!closed.is_empty(), "no arc passes `{crossing}`");
        made.update(closed.iter().map(|arc| (*arc, None))).expect("arcs");
        let length = |arc: u32| (!closed.contains(&arc)).then(|| fastest.score(graph.cost(arc)));
        checked += check(&graph, &made, length, CHECKED_CLOSED, random);
        let open = closed.iter().map(|arc| (*arc, Some(fastest.score(graph.cost(*arc)))));
        closings.push(1e3 * timed(1, || made.update(open.clone()).expect("arcs")));
    }
    checked += check(&graph, &made, |arc| Some(fastest.score(graph.cost(arc))), CHECKED_CLOSED, random);
    println!("{checked} distances and paths equal those of Dijkstra's algorithm, closures of crossings among them");

    let pairs: Vec<(u32, u32)> = (0..1000).map(|_| (state(&graph, random), state(&graph, random))).collect();
    let mut memory = Workspace::default();
    let joined: Vec<(u32, u32)> =
        pairs.into_iter().filter(|(from, to)| made.distance(*from, *to, &mut memory).is_some()).collect();
    println!("{} of 1000 random pairs are joined; times are of these, of one thread's processor\n", joined.len());

    row("build from planner and base network", building, "s", None);
    row("build, order and hierarchy, written", ordering, "s", None);
    row("order and hierarchy alone", ordering - building, "s", Some(10.0));
    let reading = timed(3, || {
        let file = std::fs::read(&file).expect("written");
        corridor::engine::Hierarchy::read(&file[..], &graph).expect("what was written")
    });
    row("read the hierarchy", 1e3 * reading, "ms", Some(100.0));
    row("its file", bytes as f64 / 1e6, "MB", None);
    let arcs = graph.arcs() as f64;
    println!(
        "bytes an arc: graph {:.0}, hierarchy {:.0}, lengths {:.0}",
        48.0 + 4.0 * 4.0 * graph.states() as f64 / arcs,
        40.0 * hierarchy.shortcuts() as f64 / arcs,
        18.0 * hierarchy.shortcuts() as f64 / arcs
    );
    for preset in [Preset::Shortest, Preset::Fastest, Preset::GeneralisedCost] {
        let weights = preset.weights();
        let what = format!("customize, {}", preset.name());
        row(&what, 1e3 * timed(ROUNDS, || continent.customize(&weights).expect("scores")), "ms", Some(25.0));
    }
    let mean = |ask: &mut dyn FnMut(u32, u32)| {
        1e6 / joined.len() as f64 * timed(ROUNDS, || joined.iter().for_each(|(from, to)| ask(*from, *to)))
    };
    row("distance", mean(&mut |from, to| _ = black_box(made.distance(from, to, &mut memory))), "us", Some(15.0));
    row(
        "the same with its arcs",
        mean(&mut |from, to| _ = black_box(made.path(from, to, &mut memory))),
        "us",
        Some(35.0),
    );
    let (from, to): (Vec<u32>, Vec<u32>) = joined.iter().copied().unzip();
    let matrix = timed(2, || made.matrix(&from, &to)) * 1e6 / (from.len() * from.len()) as f64;
    row("matrix of 1000 x 1000", matrix, "s", Some(0.6));
    row("open a crossing again, median", median(closings), "ms", Some(0.5));
    let khunjerab = continent.passing("khunjerab").expect("a crossing");
    let closing = timed(1, || {
        made.update(khunjerab.iter().map(|arc| (*arc, None))).expect("arcs");
        black_box(made.distance(from[0], to[0], &mut memory))
    });
    row("close Khunjerab, ask again", 1e3 * closing, "ms", Some(0.5));
    let prepared = unseen(continent, &graph, &joined, random);
    searches(&graph, &planner.continent().expect("within limits"), &prepared);
    rankings(&prepared);
    _ = std::fs::remove_file(file);
}

/// Weights never seen, a new vector for each pair, beside petgraph; answers equal first.
fn unseen(mut continent: Continent, graph: &Graph, joined: &[(u32, u32)], random: &mut Sequence) -> Continent {
    let arcs = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc), arc));
    let peer: DiGraph<(), u32> = DiGraph::from_edges(arcs);
    let mut memory = Workspace::default();
    for (criteria, target) in [(&[Time, Cost][..], 25.0), (&[Time, Cost, Risk], 25.0), (&Criterion::ALL, 5.0)] {
        let mut preparing = 0.0;
        let hierarchy = continent.hierarchy().expect("made").clone();
        let mut lanes = None;
        preparing +=
            timed(1, || lanes = corridor::engine::Lanes::new(graph, &hierarchy, criteria.iter().copied()).ok());
        let lanes = lanes.expect("scores that add up");
        let asked: Vec<(u32, u32, Weights)> =
            joined.iter().take(200).map(|(from, to)| (*from, *to, random.weights(criteria))).collect();
        let (mut ours, mut theirs, mut unprepared) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (from, to, weights)) in asked.iter().enumerate() {
            let mut found = None;
            ours.push(timed(3, || found = lanes.best(graph, *from, *to, weights, &mut memory)));
            let score = found.as_ref().map(|path| weights.score(path.cost()));
            if number < 40 {
                let goal = NodeIndex::new(*to as usize);
                let mut least = None;
                theirs.push(timed(1, || {
                    let start = NodeIndex::new(*from as usize);
                    least = dijkstra(&peer, start, Some(goal), |edge| weights.score(graph.cost(*edge.weight())))
                        .remove(&goal);
                }));
                assert_eq!(score, least, "{from} to {to}");
                let mut plain = None;
                unprepared.push(timed(1, || plain = graph.best(*from, *to, weights, &mut memory)));
                assert_eq!(found, plain, "{from} to {to}");
            }
        }
        let mean = |list: &[f64]| 1e3 * list.iter().sum::<f64>() / list.len() as f64;
        let count = criteria.len();
        println!(
            "\n{count} criteria: {} vectors prepared in {preparing:.1} s, {:.0} MB",
            lanes.vectors(),
            lanes.bytes() as f64 / 1e6
        );
        row("best, unseen weights, mean of 200", mean(&ours), "ms", None);
        row("the same, median", 1e3 * median(ours.clone()), "ms", None);
        row("nothing prepared, from both ends", mean(&unprepared), "ms", None);
        row("petgraph's dijkstra", mean(&theirs), "ms", None);
        let ratio = mean(&theirs) / mean(&ours);
        println!(
            "petgraph takes {ratio:.0} times ours, target {target}: {}",
            if ratio >= target { "met" } else { "missed" }
        );
    }
    // The same from coordinates and places, journeys and all.
    continent = continent.prepare(Criterion::ALL).expect("scores that add up");
    let weights = Preset::GeneralisedCost.weights();
    let asked = timed(ROUNDS, || {
        continent.trip("karachi", "almaty").ok().and_then(|trip| trip.best_with(&weights, &mut memory))
    });
    row("Karachi - Almaty, a journey with its legs", 1e3 * asked, "ms", None);
    continent
}

/// Corridors over all roads and railways: the weights are worked in for each ranking.
fn rankings(prepared: &Continent) {
    println!();
    let mut memory = Workspace::default();
    for (from, to) in [("karachi", "almaty"), ("rotterdam", "xian"), ("moscow", "gwadar")] {
        let trip = prepared.trip(from, to).expect("two places");
        let mut told = String::new();
        let asked = timed(2, || {
            let ranking = trip.rank_corridors(&Preset::GeneralisedCost.weights(), &mut memory).expect("scores");
            assert_eq!(
                ranking.best().map(|row| row.score()),
                trip.best(ranking.weights()).map(|best| ranking.weights().score(best.cost_vector()))
            );
            told = format!("{} rows", ranking.rows().len());
        });
        row(&format!("corridors ranked, prepared, {from} - {to}: {told}"), 1e3 * asked, "ms", None);
    }
}

/// Several routes, and fronts of two criteria, between places near and far.
fn searches(graph: &Graph, continent: &Continent, prepared: &Continent) {
    println!();
    let mut memory = Workspace::default();
    let weights = Preset::GeneralisedCost.weights();
    for (from, to) in [("bishkek", "almaty"), ("moscow", "tashkent"), ("karachi", "almaty")] {
        let trip = continent.trip(from, to).expect("two places");
        for k in [10, 100] {
            let mut found = Vec::new();
            let asked = timed(2, || found = trip.k_best(&weights, k, &mut memory));
            row(&format!("{} best journeys, {from} - {to}", found.len()), 1e3 * asked, "ms", None);
            let trip = prepared.trip(from, to).expect("two places");
            let mut again = Vec::new();
            let asked = timed(2, || again = trip.k_best(&weights, k, &mut memory));
            assert!(
                again.iter().map(|journey| journey.arcs()).eq(found.iter().map(|journey| journey.arcs())),
                "{from} - {to}"
            );
            row("the same, prepared for six criteria", 1e3 * asked, "ms", None);
        }
        let Some(best) = trip.best(&weights) else { continue };
        let ends = [best.arcs().first().map(|arc| graph.tail(*arc)), best.arcs().last().map(|arc| graph.head(*arc))];
        let [Some(start), Some(goal)] = ends else { continue };
        for epsilon in [0.0, 0.01] {
            let options = ParetoOptions::default().labels(5_000_000).epsilon(Time, epsilon).epsilon(Cost, epsilon);
            let mut told = String::new();
            let asked = timed(2, || {
                let front = graph.pareto_with(start, goal, &[Time, Cost], &options);
                told = format!("{}{}", front.paths().len(), if front.complete() { "" } else { " (given up)" });
            });
            row(&format!("front of time and cost, {epsilon}: {told}, {from} - {to}"), 1e3 * asked, "ms", None);
        }
    }
}
