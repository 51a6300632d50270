//! The continent on a piece of the base network: answers against plain search, sums, closures, doors, files.
#![cfg(all(feature = "base", feature = "bundled"))]

use corridor::engine::{Hierarchy, Workspace};
use corridor::{
    Base, BaseParts, Continent, ContinentError, Criterion, Journey, Mode, Network, Part, Planner, Preset, QueryError,
    Scenario, StopKind, Weights, point,
};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// From the Indus to the Balkhash, in degrees: Pakistan, Afghanistan, Central Asia, the west of China.
const BOX: [(f64, f64); 2] = [(33.0, 45.0), (65.0, 79.0)];

/// The south of the Baltic, with countries in which the corridors have no place.
const BALTIC: [(f64, f64); 2] = [(53.0, 58.0), (13.0, 25.0)];

/// The part of the base network in a box.
fn piece(limits: [(f64, f64); 2]) -> BaseParts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/base/eurasia.base");
    let mut parts = Base::load(path).expect("the base network").parts().clone();
    let within = |at: i32, (low, high): (f64, f64)| (low..high).contains(&(f64::from(at) / 1e6));
    let mut next = 0;
    let numbers: Vec<Option<u32>> = (parts.lat.iter().zip(&parts.lon))
        .map(|(lat, lon)| {
            next += 1;
            (within(*lat, limits[0]) && within(*lon, limits[1])).then_some(next - 1)
        })
        .collect();
    let kept: Vec<u32> = numbers.iter().flatten().copied().collect();
    let new: Vec<Option<u32>> = numbers.iter().map(|n| n.map(|n| kept.partition_point(|k| *k < n) as u32)).collect();
    fn pick<T: Copy>(column: &[T], kept: &[u32]) -> Vec<T> {
        kept.iter().map(|at| column[*at as usize]).collect()
    }
    let both =
        |edge: &u32| new[parts.from[*edge as usize] as usize].and(new[parts.to[*edge as usize] as usize]).is_some();
    let edges: Vec<u32> = (0..parts.from.len() as u32).filter(both).collect();
    let ends = |column: &[u32]| pick(column, &edges).iter().map(|node| new[*node as usize].expect("kept")).collect();
    (parts.from, parts.to) = (ends(&parts.from), ends(&parts.to));
    parts.metres = pick(&parts.metres, &edges);
    (parts.mode, parts.area) = (pick(&parts.mode, &edges), pick(&parts.area, &edges));
    parts.passage = pick(&parts.passage, &edges);
    let points = |edge: &u32| parts.points_from[*edge as usize]..parts.points_from[*edge as usize + 1];
    let course: Vec<u32> = edges.iter().flat_map(points).collect();
    let first = |sum: &mut u32, edge: &u32| Some(std::mem::replace(sum, *sum + points(edge).len() as u32));
    let first: Vec<u32> = edges.iter().scan(0, first).chain([course.len() as u32]).collect();
    (parts.points_from, parts.point_lat, parts.point_lon) =
        (first, pick(&parts.point_lat, &course), pick(&parts.point_lon, &course));
    (parts.lat, parts.lon) = (pick(&parts.lat, &kept), pick(&parts.lon, &kept));
    parts.country = pick(&parts.country, &kept);
    for terminal in &mut parts.terminals {
        terminal.members.retain(|member| new[member.node as usize].is_some());
        terminal.members.iter_mut().for_each(|member| member.node = new[member.node as usize].expect("kept"));
    }
    parts.terminals.retain(|terminal| terminal.members.len() > 1);
    parts.connectors.retain(|connector| new[connector.node as usize].is_some());
    parts.connectors.iter_mut().for_each(|connector| connector.node = new[connector.node as usize].expect("kept"));
    parts
}

fn base() -> Base {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    Base::from_bytes(FILE.get_or_init(|| Base::file_of(&piece(BOX)).expect("a piece"))).expect("what was written")
}

fn planner() -> Planner {
    Network::bundled().compile().over(base())
}

/// The same numbers in every run: the multiplier of Knuth's MMIX.
fn sequence(seed: u64) -> impl FnMut(usize) -> u32 {
    let mut state = seed;
    move |end| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state) * end as u128) >> 64) as u32
    }
}

/// The least scores from one state, by relaxing what has changed until nothing does.
fn plain(continent: &Continent, weights: &Weights, from: u32, closed: &[u32]) -> Vec<u64> {
    let graph = continent.graph();
    let mut least = vec![u64::MAX; graph.states()];
    least[from as usize] = 0;
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(state) = queue.pop_front() {
        for arc in graph.arcs_out(state).filter(|arc| !closed.contains(arc)) {
            let (head, sum) = (graph.head(arc), least[state as usize] + weights.score(graph.cost(arc)));
            if sum < least[head as usize] {
                least[head as usize] = sum;
                queue.push_back(head);
            }
        }
    }
    least
}

#[test]
fn every_way_to_search_gives_the_same_answer() {
    let continent = planner().continent().expect("within limits").prepare(Criterion::ALL).expect("scores");
    let (graph, hierarchy) = (continent.graph(), continent.hierarchy().expect("prepared"));
    assert!(graph.states() > 5_000, "{}", graph.states());
    let (mut random, memory) = (sequence(7), &mut Workspace::default());
    let (mut joined, mut moved) = (0, 0);
    for preset in [Preset::Fastest, Preset::Cheapest, Preset::FewestBorders, Preset::GeneralisedCost] {
        let weights = preset.weights();
        let mut made = continent.customize(&weights).expect("scores");
        let from = random(graph.states());
        let to: Vec<u32> = (0..40).map(|_| random(graph.states())).collect();
        let open = plain(&continent, &weights, from, &[]);
        for to in &to {
            let expected = Some(open[*to as usize]).filter(|score| *score < u64::MAX);
            assert_eq!(made.distance(from, *to, memory), expected);
            let lanes = continent.lanes().expect("prepared").best(graph, from, *to, &weights, memory);
            assert_eq!(lanes.as_ref().map(|path| weights.score(path.cost())), expected);
            assert_eq!(lanes, graph.best(from, *to, &weights, memory));
            joined += usize::from(expected.is_some());
        }
        let closed: Vec<u32> = ["khunjerab", "torugart", "irkeshtam"]
            .iter()
            .flat_map(|id| continent.passing(id).expect("a crossing"))
            .collect();
        assert!(closed.len() > 6, "curated links and edges pass them");
        made.update(closed.iter().map(|arc| (*arc, None))).expect("arcs");
        let shut = plain(&continent, &weights, from, &closed);
        for to in 0..graph.states() as u32 {
            let expected = Some(shut[to as usize]).filter(|score| *score < u64::MAX);
            moved += usize::from(expected != Some(open[to as usize]).filter(|score| *score < u64::MAX));
            if to % 97 == 0 {
                assert_eq!(made.distance(from, to, memory), expected);
            }
        }
    }
    assert!(joined > 60 && moved > 100, "{joined} {moved}");
    assert_eq!(hierarchy.arcs(), graph.arcs());
}

#[test]
fn a_journey_is_the_sum_of_what_it_shows() {
    let planner = planner();
    let continent = planner.continent().expect("within limits");
    let mill = point(31.418, 73.079);
    assert!(
        matches!(continent.trip(mill, "almaty").map(drop), Err(QueryError::FarFromRoad { .. })),
        "outside of the piece"
    );
    let (mut stops, mut saved) = (0, 0);
    for preset in Preset::ALL {
        let weights = preset.weights();
        let trip = continent.trip(point(34.00, 71.55), point(43.35, 76.99)).expect("roads");
        let door = trip.best(&weights).expect("a way");
        assert_eq!((door.legs()[0].from(), door.legs()[0].country()), ("34.000 N 71.550 E", Some("PK")));
        assert_eq!(door.legs().last().map(|leg| leg.to()), Some("43.350 N 76.990 E"));
        for [from, to] in [["karachi", "almaty"], ["mazar-i-sharif", "urumqi"], ["islamabad", "bishkek"]] {
            let journey = continent.trip(from, to).expect("places").best(&weights).expect("a way");
            let route = planner.trip(from, to).expect("places").best(&weights).expect("a route");
            let scores = [journey.cost_vector(), route.cost_vector()].map(|cost| weights.score(cost));
            assert!(scores[0] <= scores[1], "{from} - {to}: more ways cannot make it worse");
            saved += usize::from(scores[0] < scores[1]);
            for journey in [&journey, &door] {
                let legs = |of: fn(&corridor::JourneyLeg) -> f64| journey.legs().iter().map(of).sum::<f64>();
                let at = |of: fn(&corridor::JourneyStop) -> f64| journey.stops().map(of).sum::<f64>();
                let sums = [
                    (legs(|leg| leg.distance().value()), journey.distance().value()),
                    (legs(|leg| leg.time().value()) + at(|stop| stop.time().value()), journey.time().value()),
                    (legs(|leg| leg.cost().value()) + at(|stop| stop.cost().value()), journey.cost().value()),
                ];
                sums.iter().for_each(|(sum, total)| assert!((sum - total).abs() < 1e-6, "{sums:?}\n{journey}"));
                let borders = journey.stops().filter(|stop| stop.is_border()).count();
                assert_eq!(borders, journey.cost_vector()[Criterion::Crossings] as usize, "{journey}");
                for criterion in Criterion::ALL {
                    let parts: f64 = Part::ALL.map(|part| journey.part(part, criterion)).iter().sum();
                    assert!((parts - journey.cost_vector().value(criterion)).abs() < 1e-6, "{criterion}");
                }
                let ends = journey
                    .legs()
                    .windows(2)
                    .all(|pair| pair[0].to() == pair[1].from() || !pair[1].before().is_empty());
                assert!(ends, "{journey}");
                stops += journey.stops().count();
            }
        }
    }
    assert!(stops > 50 && saved > 5, "{stops} {saved}");
}

/// Legs and stops make up the whole.
fn adds_up(journey: &Journey) {
    let moving: f64 = journey.legs().iter().map(|leg| leg.time().value()).sum();
    let standing: f64 = journey.stops().map(|stop| stop.time().value()).sum();
    assert!((moving + standing - journey.time().value()).abs() < 1e-6, "{journey}");
    for criterion in Criterion::ALL {
        let parts: f64 = Part::ALL.map(|part| journey.part(part, criterion)).iter().sum();
        assert!((parts - journey.cost_vector().value(criterion)).abs() < 1e-6, "{criterion}");
    }
}

#[test]
fn a_door_in_a_rail_terminal_is_right_at_the_train() {
    let continent = planner().continent().expect("within limits");
    let greenest = Preset::Greenest.weights();
    let reloaded = |journey: &Journey| journey.stops().filter(|stop| stop.kind() == StopKind::Reloading).count();
    // Beside the tracks of Khamza and Kokand, and a village beside each.
    let (siding, village) = ([point(40.417, 71.5), point(40.517, 70.933)], [point(40.44, 71.55), point(40.56, 70.97)]);
    let train = continent.trip(siding[0], siding[1]).expect("terminals").best(&greenest).expect("a way");
    adds_up(&train);
    assert!(train.legs().iter().all(|leg| matches!(leg.mode(), Mode::Rail(_))) && reloaded(&train) == 0, "{train}");
    assert_eq!((train.legs()[0].from(), train.from()), ("40.417 N 71.500 E", "40.417 N 71.500 E"));
    let coded = continent.trip("UZKHM", "UZKOK").expect("codes").best(&greenest).expect("a way");
    assert!((coded.distance().value() - train.distance().value()).abs() < 0.5, "coordinates are to the minute");
    // Guliston's code has a coordinate to the minute, 1.7 km from the track: by name it is the terminal, by its coordinate a door.
    let named = continent.trip("UZGST", "UZKOK").expect("codes").best(&greenest).expect("a way");
    assert!(matches!(named.legs()[0].mode(), Mode::Rail(_)), "{named}");
    let door = continent.trip(point(40.5, 68.7833), "UZKOK").expect("a road").best(&greenest).expect("a way");
    assert_eq!(door.legs()[0].mode(), Mode::Road, "{door}");
    let lorry = continent.trip(village[0], village[1]).expect("roads").best(&greenest).expect("a way");
    adds_up(&lorry);
    assert_eq!(lorry.legs().first().map(|leg| leg.mode()), Some(Mode::Road), "{lorry}");
    assert!(lorry.legs().iter().all(|leg| leg.mode() == Mode::Road) || reloaded(&lorry) == 2, "{lorry}");
    // From a siding the road is still there.
    let fastest = Weights::new([(Criterion::Time, 1.0)]).expect("a rate");
    let hasty = continent.trip(siding[0], siding[1]).expect("terminals").best(&fastest).expect("a way");
    assert!(hasty.time() <= train.time());
}

/// From a coordinate freight sets out both ways along its road; each way's best are those of the graph from that end of the road, but for those that come by the door again.
#[test]
fn several_journeys_from_a_coordinate_take_both_ends_of_its_road() {
    let continent = planner().continent().expect("within limits");
    let prepared = planner().continent().expect("within limits").prepare([Criterion::Time]).expect("scores");
    let (graph, weights) = (continent.graph(), Preset::Fastest.weights());
    let (k, memory) = (20, &mut Workspace::default());
    // Doors at bends of roads: from one at a junction all roads that meet there lead on.
    let (base, mut both, mut round) = (base(), 0, 0);
    let parts = base.parts();
    let degrees = |(lat, lon): (i32, i32)| (f64::from(lat) / 1e6, f64::from(lon) / 1e6);
    let roads = || (0..base.edge_count()).filter(|edge| parts.modes[usize::from(parts.mode[*edge])] == Mode::Road);
    let bends = |edge: usize| parts.points(edge).map(degrees).collect::<Vec<_>>();
    let around = |at: &(f64, f64)| (41.2..41.4).contains(&at.0) && (69.25..69.5).contains(&at.1);
    let takes = |journey: &Journey, edge: usize| {
        let ends = [parts.from[edge], parts.to[edge]].map(|node| (parts.lat[node as usize], parts.lon[node as usize]));
        let [a, b] = ends.map(degrees);
        journey.course().windows(2).any(|pair| pair == [a, b] || pair == [b, a])
    };
    let doors = roads().flat_map(|edge| bends(edge).into_iter().map(move |at| (edge, at)));
    for (edge, (lat, lon)) in doors.filter(|(_, at)| around(at)) {
        let trip = continent.trip(point(lat, lon), "tashkent").expect("a road");
        let found = trip.k_best(&weights, k, memory);
        if found.len() < k || found[0].arcs().is_empty() {
            continue;
        }
        assert_eq!(found[0].arcs(), trip.best(&weights).expect("a way").arcs());
        assert!(!found.iter().any(|journey| takes(journey, edge)), "by {lat} {lon} again");
        let score = |journey: &Journey| weights.score(journey.cost_vector());
        let total = |arcs: &[u32]| arcs.iter().map(|arc| weights.score(graph.cost(*arc))).sum::<u64>();
        // The ends of the road, and what it takes to get there.
        let start = |journey: &Journey| (graph.tail(journey.arcs()[0]), score(journey) - total(journey.arcs()));
        let mut starts: Vec<(u32, u64)> = found.iter().map(start).collect();
        starts.sort_unstable();
        starts.dedup();
        let to = graph.head(*found[0].arcs().last().expect("far"));
        let mut expected = Vec::new();
        for (end, access) in &starts {
            let paths = graph.k_best(*end, to, &weights, 300, memory);
            assert_eq!(paths.len(), 300);
            let is_end = |state: u32| starts.iter().any(|start| start.0 == state);
            let back = |arc: &u32| is_end(graph.tail(*arc)) && is_end(graph.head(*arc));
            let paths = paths.iter().filter(|path| starts.len() == 1 || !path.arcs().iter().any(back));
            let scores: Vec<u64> = paths.map(|path| access + weights.score(path.cost())).collect();
            assert!(!scores.is_empty(), "more than 300 lead back by the door");
            expected.extend(scores.into_iter().take(k));
        }
        expected.sort_unstable();
        assert_eq!(found.iter().map(score).collect::<Vec<u64>>(), expected[..k], "{lat} {lon}");
        both += usize::from(starts.len() == 2);
        let same = prepared.trip(point(lat, lon), "tashkent").expect("a road").k_best(&weights, k, memory);
        let arcs = |journeys: &[Journey]| journeys.iter().map(|journey| journey.arcs().to_vec()).collect::<Vec<_>>();
        assert_eq!(arcs(&same), arcs(&found), "{lat} {lon}");
    }
    assert!(both > 0, "no door with ways at both ends");
    // Two doors on one road: straight to the other, and round only by ways that come by neither again.
    for edge in roads().filter(|edge| bends(*edge).len() > 1).take(4) {
        let doors = bends(edge);
        let [a, b] = [doors[0], doors[1]].map(|(lat, lon)| point(lat, lon));
        let trip = continent.trip(a, b).expect("roads");
        let found = trip.k_best(&weights, 3, memory);
        assert!(found[0].arcs().is_empty() && found[0].distance() == trip.best(&weights).expect("a way").distance());
        assert!(found[1..].iter().all(|journey| journey.time() > found[0].time() && !takes(journey, edge)));
        round += found.len() - 1;
    }
    assert!(round > 0, "no way round");
}

#[test]
fn a_door_on_a_quay_is_right_at_the_ship() {
    let bytes = Base::file_of(&piece(BALTIC)).expect("a piece");
    let planner = Network::bundled().compile().over(Base::from_bytes(&bytes).expect("what was written"));
    let continent = planner.continent().expect("within limits");
    let greenest = Weights::new([(Criterion::Emissions, 1.0)]).expect("a rate");
    let ship = continent.trip("PLGDN", "LTKLJ").expect("two ports").best(&greenest).expect("a way");
    adds_up(&ship);
    assert!(ship.legs().iter().all(|leg| leg.mode() == Mode::Sea), "{ship}");
    let stops: Vec<(StopKind, &str)> = ship.stops().map(|stop| (stop.kind(), stop.name())).collect();
    assert_eq!(stops, [(StopKind::Boarding, "Gdansk"), (StopKind::Landing, "Klaipeda")]);
    // Kaunas, in a country without a curated place, to a quay.
    let lorry = continent.trip(point(54.90, 23.90), "LTKLJ").expect("roads").best(&Preset::Fastest.weights());
    let lorry = lorry.expect("a way");
    assert!((180.0..260.0).contains(&lorry.distance().value()), "{lorry}");
    let far = continent.trip(point(55.6, 18.5), "LTKLJ").map(drop).expect_err("open sea");
    assert!(matches!(far, QueryError::FarFromRoad { km: 51.., .. }), "{far}");
}

/// With nothing under it, the continent is the curated network.
#[test]
fn without_a_base_network_the_answers_are_those_of_the_planner() {
    let parts = BaseParts { points_from: vec![0], ..BaseParts::default() };
    let nothing = Base::from_bytes(&Base::file_of(&parts).expect("columns")).expect("what was written");
    let planner = Network::bundled().compile().over(nothing);
    let continent = planner.continent().expect("within limits");
    let places = ["karachi", "almaty", "rotterdam", "urumqi", "baku", "moscow", "herat", "mumbai", "xian", "tashkent"];
    let memory = &mut Workspace::default();
    let mut asked = 0;
    for (from, to) in places.iter().flat_map(|from| places.iter().map(move |to| (from, to))).filter(|(a, b)| a != b) {
        let (Ok(trip), Ok(known)) = (continent.trip(*from, *to), planner.trip(*from, *to)) else { continue };
        for preset in [Preset::Fastest, Preset::Cheapest, Preset::Safest, Preset::GeneralisedCost] {
            let weights = preset.weights();
            let score = trip.best_with(&weights, memory).map(|journey| weights.score(journey.cost_vector()));
            assert_eq!(
                score,
                known.best_cost(&weights).map(|cost| weights.score(&cost)),
                "{from} - {to}, {}",
                preset.name()
            );
            asked += 1;
        }
    }
    assert!(asked > 200, "{asked}");
}

/// With nothing under it, a corridor's best journey is the planner's best route of it, unless only a detour that the planner forces apart could follow it.
#[test]
fn without_a_base_network_corridors_rank_as_with_the_planner() {
    let parts = BaseParts { points_from: vec![0], ..BaseParts::default() };
    let nothing = Base::from_bytes(&Base::file_of(&parts).expect("columns")).expect("what was written");
    let planner = Network::bundled().compile().over(nothing);
    let continent = planner.continent().expect("within limits").prepare(Criterion::ALL).expect("scores");
    let places = ["karachi", "almaty", "rotterdam", "urumqi", "baku", "moscow", "herat", "tashkent"];
    let memory = &mut Workspace::default();
    let (mut ranked, mut shut, mut doubling) = (0, 0, 0);
    for (from, to) in places.iter().flat_map(|from| places.iter().map(move |to| (from, to))).filter(|(a, b)| a != b) {
        let (trip, known) = (continent.trip(*from, *to).expect("places"), planner.trip(*from, *to).expect("places"));
        for preset in [Preset::Fastest, Preset::FewestBorders, Preset::GeneralisedCost] {
            let weights = preset.weights();
            let (found, expected) = (trip.rank_corridors(&weights, memory), known.rank_corridors(&weights));
            let found = found.expect("scores");
            let best = trip.best_with(&weights, memory).expect("a way");
            assert_eq!(found.best().expect("a way").journey.arcs(), best.arcs(), "{found}");
            assert!(found.rows().windows(2).all(|pair| pair[0].score() <= pair[1].score()));
            for row in found.rows() {
                for corridor in row.corridors() {
                    let route = known.best_on(corridor, &weights).expect("decided").expect("a route");
                    assert_eq!(route.cost_vector(), row.journey.cost_vector(), "{corridor}\n{found}{expected}");
                    ranked += 1;
                }
            }
            for corridor in found.shut() {
                assert!(!corridor.obstacles().is_empty() && expected.of_corridor(corridor.corridor()).is_none());
                shut += 1;
            }
            // What doubles back is at least no better.
            for corridor in found.doubling_back() {
                assert_ne!(expected.best().map(|row| row.corridors().any(|id| id == corridor)), Some(true), "{found}");
                doubling += 1;
            }
            let named = found.rows().iter().flat_map(|row| row.corridors()).count() + found.doubling_back().count();
            assert_eq!(named + found.shut().len() + found.left_out(), planner.network().corridors().count());
        }
    }
    assert!(ranked > 1_000 && shut > 500 && doubling > 100, "{ranked} {shut} {doubling}");
}

/// On the base network a corridor is passed at its borders, wherever the road to them runs.
#[test]
fn corridors_rank_by_their_borders() {
    let continent = planner().continent().expect("within limits").prepare(Criterion::ALL).expect("scores");
    let (graph, memory) = (continent.graph(), &mut Workspace::default());
    let passing = |id: &str| continent.passing(id).expect("a crossing");
    let khunjerab = passing("khunjerab");
    let mut led = 0;
    for preset in [Preset::Fastest, Preset::Cheapest, Preset::GeneralisedCost] {
        let weights = preset.weights();
        let trip = continent.trip("islamabad", "almaty").expect("places");
        let ranking = trip.rank_corridors(&weights, memory).expect("scores");
        let best = &ranking.best().expect("a way").journey;
        assert_eq!(best.arcs(), trip.best(&weights).expect("a way").arcs());
        assert!(ranking.shut().iter().any(|shut| shut.obstacles().iter().any(|obstacle| obstacle.id() == "torkham")));
        let start = graph.tail(best.arcs()[0]);
        let end = graph.head(best.arcs()[best.arcs().len() - 1]);
        let from_start = plain(&continent, &weights, start, &[]);
        for (corridor, second) in [("qtta-torugart", "torugart"), ("qtta-irkeshtam", "irkeshtam")] {
            let second = passing(second);
            // Both borders, one after the other; no way back here needs the Khunjerab last.
            let mut least = u64::MAX;
            for a in &khunjerab {
                let so_far = from_start[graph.tail(*a) as usize];
                let Some(so_far) = so_far.checked_add(weights.score(graph.cost(*a))) else { continue };
                let on = plain(&continent, &weights, graph.head(*a), &[]);
                for b in &second {
                    let Some(so_far) = on[graph.tail(*b) as usize].checked_add(so_far) else { continue };
                    let so_far = so_far + weights.score(graph.cost(*b));
                    let rest = plain(&continent, &weights, graph.head(*b), &[])[end as usize];
                    least = least.min(rest.saturating_add(so_far));
                }
            }
            let row = ranking.of_corridor(corridor).expect("it makes sense here");
            assert_eq!(row.score(), least, "{corridor}\n{ranking}");
            adds_up(&row.journey);
            led += usize::from(row.score() == ranking.best().expect("a way").score());
        }
    }
    assert!(led > 0, "the best of all follows one of them");
}

#[test]
fn what_a_scenario_closes_is_closed_below_as_well() {
    let shut = Scenario::new("Khunjerab shut").close("khunjerab");
    let network = Network::bundled().with(&shut).expect("a crossing");
    let (open, closed) = (planner(), network.compile().over(base()));
    let arcs =
        |planner: &Planner, id: &str| planner.continent().expect("within limits").passing(id).expect("known").len();
    assert!(arcs(&open, "khunjerab") > 2);
    assert_eq!(arcs(&closed, "khunjerab"), 0);
    assert_eq!(arcs(&open, "torkham"), 0, "suspended in the data");
    let unknown = open.continent().expect("within limits").passing("khunjrab").map(drop);
    assert_eq!(unknown.expect_err("no crossing").to_string(), "no crossing `khunjrab`; give the id of a crossing");
    assert!(matches!(
        Network::bundled().compile().continent().map(drop),
        Err(ContinentError::Query(QueryError::NoBase))
    ));
}

#[test]
fn a_hierarchy_is_kept_in_a_file_that_fits() {
    let file: PathBuf = std::env::temp_dir().join(format!("corridor-{}.hierarchy", std::process::id()));
    _ = std::fs::remove_file(&file);
    let made = planner().continent().expect("within limits").with_hierarchy_in(&file).expect("written");
    let written = std::fs::read(&file).expect("a file");
    let again = planner().continent().expect("within limits").with_hierarchy_in(&file).expect("read");
    let count = |continent: &Continent| continent.hierarchy().map(Hierarchy::shortcuts);
    assert_eq!(count(&made), count(&again));
    // Another state of the network has other arcs, and its file replaces the old one.
    let shut = Scenario::new("Khunjerab shut").close("khunjerab");
    let network = Network::bundled().with(&shut).expect("a crossing");
    network.compile().over(base()).continent().expect("within limits").with_hierarchy_in(&file).expect("made anew");
    assert_ne!(std::fs::read(&file).expect("a file"), written);
    for bytes in [&b"something else"[..], &written[..written.len() - 4]] {
        std::fs::write(&file, bytes).expect("a file");
        let error = planner().continent().expect("within limits").with_hierarchy_in(&file).map(drop);
        assert!(error.expect_err("no hierarchy").to_string().starts_with("cannot keep a hierarchy in `"));
        assert_eq!(std::fs::read(&file).expect("a file"), bytes, "what is not ours is not overwritten");
    }
    _ = std::fs::remove_file(&file);
}
