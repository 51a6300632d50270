//! The routes that a report holds, so that it can rank the corridors again for other weights without a search: of each corridor all
//! that win for some position of the sliders.
//!
//! Scores are linear in the rates, so the least of them is concave: routes that explain the least score at every corner of their own
//! lower envelope explain it everywhere in the box (Benson 1998). Corners are asked until none tells a new route. They are asked with whole
//! weights, as all searches are: a route that wins only as near to a corner as these round (12 bits and more) can stay unseen.

use crate::contest::{OpenCorridors, SENSELESS};
use crate::cost::{CostVector, Criterion};
use crate::engine::{self, Path};
use crate::html::sliders::Sliders;
use crate::parallel;
use crate::planner::Trip;
use crate::weight_box::WeightBox;
use crate::weights::Weights;
use std::collections::{BTreeMap, BTreeSet};

/// Questions asked for one corridor at the most; a bound against rates so far apart that corners differ by rounding alone.
const QUESTIONS: usize = 400;

/// The routes of a report.
#[derive(Debug)]
pub(crate) struct Held {
    /// In the order of answers among equal scores.
    pub(crate) paths: Vec<Path>,
    /// Of each corridor in contest its routes, by place in the list.
    pub(crate) corridors: Vec<(u16, Vec<usize>)>,
    /// The routes that are the best of all somewhere.
    pub(crate) best: Vec<usize>,
    /// Corridors of which some search was given up for weights of the sliders.
    pub(crate) undecided: Vec<u16>,
    /// The same for each preset.
    pub(crate) undecided_by: Vec<Vec<u16>>,
    /// The corridors by the weights in the middle.
    pub(crate) middle: OpenCorridors,
    /// Of each criterion whether the network has figures.
    pub(crate) covered: [bool; 6],
}

/// One row of a ranking, by places in the lists of [`Held`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) route: usize,
    /// Indices of corridors of the network.
    pub(crate) corridors: Vec<u16>,
    pub(crate) score: u64,
}

impl Held {
    /// Everything that can win for the weights of the sliders and the presets.
    pub(crate) fn new(trip: &Trip<'_>, sliders: &Sliders) -> Held {
        let mut found: BTreeMap<Option<u16>, Vec<Path>> = BTreeMap::new();
        let mut undecided = BTreeSet::new();
        let add = |found: &mut BTreeMap<Option<u16>, Vec<Path>>, corridor, path: Path| {
            let paths = found.entry(corridor).or_default();
            if !paths.contains(&path) {
                paths.push(path);
            }
        };
        let ranges = sliders.weight_box();
        let corners = ranges.as_ref().and_then(|ranges| crate::weight_map::corners(ranges, &[CostVector::ZERO]).ok());
        let corners = corners.unwrap_or_default();
        let presets = sliders.presets.iter().map(|(_, weights)| (*weights, true));
        let first = corners.iter().filter_map(|rates| sliders.at(rates)).chain([sliders.weights]);
        let asked: Vec<(Weights, bool)> = first.map(|weights| (weights, false)).chain(presets).collect();
        let answers = parallel::map(asked, |(weights, preset)| {
            (weights, preset, trip.open_corridors(&weights), trip.best_path(&weights))
        });
        let (mut undecided_by, mut middle) = (Vec::new(), OpenCorridors::default());
        for (weights, preset, (paths, given_up), best) in answers {
            if !preset && weights == sliders.weights {
                middle = (paths.clone(), given_up.clone());
            }
            if preset {
                undecided_by.push(given_up);
            } else {
                undecided.extend(given_up);
            }
            for (corridor, path) in paths {
                if let Some(corridor) = corridor {
                    add(&mut found, Some(corridor), path);
                }
            }
            if let Some(best) = best {
                add(&mut found, None, best);
            }
        }
        if let Some(ranges) = &ranges {
            let asked: BTreeSet<Vec<u64>> = corners.iter().map(|rates| bits(rates)).collect();
            let complete = |(corridor, paths): (Option<u16>, Vec<Path>)| {
                let (paths, decided) = complete(trip, sliders, ranges, corridor, paths, asked.clone());
                (corridor, paths, decided)
            };
            let all = parallel::map(found.into_iter().collect(), complete);
            undecided.extend(all.iter().filter(|one| !one.2).filter_map(|one| one.0));
            found = all.into_iter().map(|(corridor, paths, _)| (corridor, paths)).collect();
        }
        let graph = &trip.open().graph;
        let mut paths: Vec<Path> = Vec::new();
        for path in found.values().flatten() {
            if !paths.contains(path) {
                paths.push(path.clone());
            }
        }
        paths.sort_by(|a, b| engine::compare_paths(graph, (&0, a), (&0, b)));
        let places = |list: &[Path]| -> Vec<usize> {
            let place = |path: &Path| paths.iter().position(|other| other == path);
            list.iter().filter_map(place).collect()
        };
        let corridors = found.iter().filter_map(|(corridor, list)| Some(((*corridor)?, places(list)))).collect();
        let best = found.get(&None).map_or(Vec::new(), |list| places(list));
        let undecided = undecided.into_iter().collect();
        Held { corridors, best, undecided, undecided_by, middle, covered: trip.inner().covered, paths }
    }

    /// The corridors ranked, but for undecided ones, as `Trip::rank_corridors` ranks them. The script of the page does the same, line by line.
    pub(crate) fn rank(&self, weights: &Weights, undecided: &[u16]) -> Vec<Row> {
        let score = |route: usize| weights.score(self.paths[route].cost());
        let least = |routes: &[usize]| routes.iter().copied().min_by_key(|route| (score(*route), *route));
        let decided = self.corridors.iter().filter(|(corridor, _)| !undecided.contains(corridor));
        let mut found: Vec<(Option<u16>, usize)> =
            decided.filter_map(|(corridor, routes)| Some((Some(*corridor), least(routes)?))).collect();
        let Some(best) = least(&self.best) else { return Vec::new() };
        if !found.iter().any(|(_, route)| *route == best) {
            found.push((None, best));
        }
        found.sort_by_key(|(_, route)| (score(*route), *route));
        let ticks = |route: usize, criterion: Criterion| u64::from(self.paths[route].cost()[criterion]);
        let lowest = |criterion| found.iter().map(|(_, route)| ticks(*route, criterion)).min().unwrap_or(0);
        let (km, time) = (lowest(Criterion::Distance), lowest(Criterion::Time));
        let senseless = |route: usize| {
            let slow =
                !self.covered[Criterion::Time as usize] || ticks(route, Criterion::Time) > u64::from(SENSELESS) * time;
            slow && ticks(route, Criterion::Distance) > u64::from(SENSELESS) * km
        };
        let (mut rows, mut last): (Vec<Row>, Option<usize>) = (Vec::new(), None);
        for (corridor, route) in found {
            let same = last == Some(route);
            if senseless(route) && !same && !rows.is_empty() {
                continue;
            }
            match rows.last_mut().filter(|_| same) {
                Some(row) => row.corridors.extend(corridor),
                None => rows.push(Row { route, corridors: corridor.into_iter().collect(), score: score(route) }),
            }
            last = Some(route);
        }
        rows
    }
}

/// Asks at the corners of the lower envelope of a corridor's routes, or of the best of all, until none tells a new one; false if a search
/// was given up.
fn complete(
    trip: &Trip<'_>,
    sliders: &Sliders,
    ranges: &WeightBox,
    corridor: Option<u16>,
    mut paths: Vec<Path>,
    mut asked: BTreeSet<Vec<u64>>,
) -> (Vec<Path>, bool) {
    let mut decided = true;
    'again: loop {
        let costs: Vec<CostVector> = paths.iter().map(|path| *path.cost()).collect();
        let Ok(corners) = crate::weight_map::corners(ranges, &costs) else { break };
        for rates in corners {
            if asked.len() >= QUESTIONS || !asked.insert(bits(&rates)) {
                continue;
            }
            let Some(weights) = sliders.at(&rates) else { continue };
            let least = costs.iter().map(|cost| weights.score(cost)).min().unwrap_or(u64::MAX);
            let found = match corridor {
                Some(corridor) => trip.better_path_on(corridor, &weights, least),
                None => Ok(trip.best_path(&weights)),
            };
            match found {
                Ok(Some(path)) if !paths.contains(&path) => {
                    paths.push(path);
                    continue 'again;
                }
                Ok(_) => {}
                Err(()) => decided = false,
            }
        }
        break;
    }
    (paths, decided && asked.len() < QUESTIONS)
}

fn bits(rates: &[f64]) -> Vec<u64> {
    rates.iter().map(|rate| rate.to_bits()).collect()
}

#[cfg(all(test, feature = "bundled"))]
mod tests {
    use super::*;
    use crate::weights::Preset;
    use crate::{Criterion::*, Network};

    /// Rows as the ids of their corridors and links.
    fn expected(trip: &Trip<'_>, weights: &Weights) -> Vec<(Vec<String>, Vec<String>)> {
        let ranking = trip.rank_corridors(weights);
        let row = |row: &crate::Ranked| (row.corridors().map(str::to_owned).collect(), row.route.links().to_vec());
        ranking.rows().iter().map(row).collect()
    }

    fn held_rows(
        trip: &Trip<'_>,
        held: &Held,
        weights: &Weights,
        undecided: &[u16],
    ) -> Vec<(Vec<String>, Vec<String>)> {
        let (inner, graph) = (trip.inner(), &trip.open().graph);
        let row = |row: Row| {
            let corridors = row.corridors.iter().map(|corridor| inner.corridors[*corridor as usize].id.clone());
            let links =
                held.paths[row.route].arcs().iter().map(|arc| inner.links[graph.link(*arc) as usize].id.clone());
            (corridors.collect(), links.collect())
        };
        held.rank(weights, undecided).into_iter().map(row).collect()
    }

    /// Numbers that are the same in every run.
    fn random(seed: &mut u64) -> usize {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 40) as usize
    }

    fn ranks_as_a_search_does(from: &str, to: &str, weights: &Weights, positions: usize) {
        let planner = Network::bundled().compile();
        let trip = planner.trip(from, to).unwrap();
        let sliders = Sliders::around(&trip, weights);
        let held = Held::new(&trip, &sliders);
        let mut orders = BTreeSet::new();
        for ((_, weights), undecided) in sliders.presets.iter().zip(&held.undecided_by) {
            assert!(held_rows(&trip, &held, weights, undecided) == expected(&trip, weights), "{weights}");
        }
        let mut seed = 7;
        for _ in 0..positions {
            let rates: Vec<f64> =
                sliders.sliders.iter().map(|slider| slider.rates[random(&mut seed) % slider.rates.len()]).collect();
            let weights = sliders.at(&rates).unwrap();
            let rows = held_rows(&trip, &held, &weights, &held.undecided);
            assert!(rows == expected(&trip, &weights), "{weights}");
            orders.insert(rows);
        }
        assert!(orders.len() > 10, "the sliders change the order");
    }

    #[test]
    fn a_hundred_weights_rank_as_a_search_does() {
        ranks_as_a_search_does("karachi", "almaty", &Preset::GeneralisedCost.weights(), 100);
    }

    #[test]
    fn so_do_other_trips_and_units() {
        let kilometres = Weights::new([(Distance, 1.0), (Crossings, 250.0), (Risk, 10.0)]).unwrap();
        ranks_as_a_search_does("karachi", "almaty", &kilometres, 20);
        ranks_as_a_search_does("moscow", "gwadar", &Preset::GeneralisedCost.weights(), 20);
        ranks_as_a_search_does("tashkent", "rotterdam", &kilometres, 20);
    }
}
