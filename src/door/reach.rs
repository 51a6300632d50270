//! How far a door is by road from the curated places around it, and from another door.

use super::roads::{Roads, Snap};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Places that a door is joined to at the most.
const PLACES: usize = 16;
/// No first or last mile is longer: 1,500 km, a day and a half on most of these roads.
const FARTHEST: u64 = 1_500_000;

/// A way by road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByRoad {
    pub(crate) metres: u64,
    /// Metres from the door to where the country changes, at a border without control.
    pub(crate) border: Option<u64>,
}

/// What roads lead to from a door.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached {
    /// Curated places, nearest first.
    pub(crate) places: Vec<(u32, ByRoad)>,
    /// Other doors, in the order asked; `None` for one that is too far.
    pub(crate) doors: Vec<Option<ByRoad>>,
}

/// How a node was reached.
const NOT_YET: ByRoad = ByRoad { metres: u64::MAX, border: None };

impl Roads {
    /// The nearest curated places by road from a door, and the ways to other doors as near.
    ///
    /// O((n + m) log n) for the n nodes and m roads within reach (Dijkstra 1959). No road passes a controlled border, or more than one open one.
    pub(crate) fn reach(&self, from: &Snap, to: &[&Snap]) -> Reached {
        let mut doors: Vec<Option<ByRoad>> = to.iter().map(|to| along_one_edge(from, to)).collect();
        // The ends of the roads on which the other doors stand.
        let mut ends: BTreeMap<u32, Vec<(usize, u64)>> = BTreeMap::new();
        for (door, to) in to.iter().enumerate() {
            for (node, metres) in to.spot.ends {
                ends.entry(node).or_default().push((door, u64::from(metres) + u64::from(to.metres)));
            }
        }
        let mut ends_left = ends.len();
        let snapped = |metres: u32| u64::from(from.metres) + u64::from(metres);
        let mut labels = vec![NOT_YET; self.nodes()];
        let mut heap = BinaryHeap::new();
        for (node, metres) in from.spot.ends {
            let metres = snapped(metres);
            if metres < labels[node as usize].metres {
                let border = (self.country(node) != Some(from.country)).then_some(metres);
                labels[node as usize] = ByRoad { metres, border };
                heap.push(Reverse((metres, node)));
            }
        }
        let mut best_of: BTreeMap<u32, ByRoad> = BTreeMap::new();
        while let Some(Reverse((metres, node))) = heap.pop() {
            let label = labels[node as usize];
            let enough = || best_of.values().filter(|way| way.metres <= metres).count() >= PLACES;
            if metres > FARTHEST || ends_left == 0 && enough() {
                break;
            }
            if label.metres < metres {
                continue;
            }
            for (place, extra) in self.places(node) {
                let way = ByRoad { metres: metres + u64::from(extra), ..label };
                let known = best_of.entry(place).or_insert(way);
                if way.metres < known.metres {
                    *known = way;
                }
            }
            if let Some(ends) = ends.get(&node) {
                ends_left -= 1;
                for (door, extra) in ends {
                    let same = self.country(node) == Some(to[*door].country);
                    if !same && label.border.is_some() {
                        continue;
                    }
                    let border = if same { label.border } else { Some(metres) };
                    let way = ByRoad { metres: metres + extra, border };
                    if doors[*door].is_none_or(|door| way.metres < door.metres) {
                        doors[*door] = Some(way);
                    }
                }
            }
            for road in self.from(node) {
                let metres = metres + u64::from(road.metres);
                let same = self.country(road.to) == self.country(node);
                // A link knows the countries of its two ends, so that it may lie in no third.
                if !same && label.border.is_some() {
                    continue;
                }
                if metres < labels[road.to as usize].metres {
                    let border = if same { label.border } else { Some(metres) };
                    labels[road.to as usize] = ByRoad { metres, border };
                    heap.push(Reverse((metres, road.to)));
                }
            }
        }
        let mut places: Vec<(u32, ByRoad)> = best_of.into_iter().filter(|(_, way)| way.metres <= FARTHEST).collect();
        places.sort_unstable_by_key(|(place, way)| (way.metres, *place));
        places.truncate(PLACES);
        Reached { places, doors }
    }
}

/// The way between two doors at the same stretch of road.
fn along_one_edge(from: &Snap, to: &Snap) -> Option<ByRoad> {
    if from.spot.edge != to.spot.edge || from.country != to.country {
        return None;
    }
    let along = |snap: &Snap| snap.spot.ends.iter().find(|end| end.0 == from.spot.ends[0].0).map(|end| end.1);
    let between = along(from)?.abs_diff(along(to)?);
    Some(ByRoad { metres: u64::from(from.metres) + u64::from(between) + u64::from(to.metres), border: None })
}
