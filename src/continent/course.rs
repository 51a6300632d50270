//! Which edges of the base network run along a curated link, so that the curated figures win there.
//!
//! The course of a link is the shortest way in its mode between the nodes that its two places are joined to, without any border but its own. It is the
//! same line if it is no longer than the link by a sixth or [`SLACK`], and no shorter than half: simplified lines are shorter than what they
//! draw. Its edges then share the link's length, hours, US$, risk and events among them by their metres.

use super::figures::Figures;
use crate::base::BasePassage;
use crate::link::Link;
use crate::mode::Mode;
use crate::sphere::distance_km;
use crate::status::Status;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// The longest and the shortest that the same line may be drawn.
const RANGE: [f64; 2] = [0.5, 1.18];
/// Or longer by so many kilometres, where places are whole cities.
const SLACK: f64 = 15.0;
/// A cape or strait is met by the lanes within so many kilometres.
const NEAR_LANE: f64 = 30.0;

/// A link whose course an edge lies on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    pub(crate) link: u32,
    /// Length of the whole course, from place to place.
    pub(crate) metres: f64,
    /// Whether the edge runs from its second node to its first as the link runs from its first place to its second.
    pub(crate) back: bool,
}

/// By edge, the link on whose course it lies.
#[derive(Clone, Debug)]
pub(crate) struct Courses {
    /// Link times two, and one if back; `NONE` without a course.
    of_edge: Vec<u32>,
    /// By link that has a course.
    metres: BTreeMap<u32, f64>,
    /// By link that has a course of edges, the one at half of its length, and whether the link runs from its second node to its first.
    middles: BTreeMap<u32, (u32, bool)>,
    /// Edges along links that are shut.
    shut: Vec<bool>,
}

const NONE: u32 = u32::MAX;

impl Courses {
    /// Takes one search for each curated link, among what lies between its places.
    pub(crate) fn new(figures: &Figures) -> Courses {
        let (inner, edges) = (&figures.inner, figures.base.edge_count());
        let (metres, middles) = Default::default();
        let mut courses = Courses { of_edge: vec![NONE; edges], metres, middles, shut: vec![false; edges] };
        let mut finder = Finder::new(figures);
        // The shortest link says most about its edges.
        let mut order: Vec<u32> = (0..inner.links.len() as u32).collect();
        let length = |link: &u32| inner.links[*link as usize].distance.value;
        order.sort_by(|a, b| length(a).total_cmp(&length(b)).then(a.cmp(b)));
        let mut closed = Vec::new();
        for index in order {
            let link = &inner.links[index as usize];
            let status = inner.status(link);
            // What is not built yet lies on no line that is.
            if link.one_way || link.mode == Mode::Ferry || matches!(status, Status::UnderConstruction | Status::Planned)
            {
                continue;
            }
            let Some((metres, way)) = finder.course(link) else { continue };
            if !status.is_open() {
                closed.extend(way.iter().map(|(edge, _)| *edge));
                continue;
            }
            courses.metres.insert(index, metres);
            courses.middles.extend(middle(figures, &way).map(|middle| (index, middle)));
            for (edge, back) in way {
                let of_edge = &mut courses.of_edge[edge as usize];
                if *of_edge == NONE {
                    *of_edge = 2 * index + u32::from(back);
                }
            }
        }
        closed
            .into_iter()
            .filter(|edge| courses.of_edge[*edge as usize] == NONE)
            .for_each(|edge| courses.shut[edge as usize] = true);
        courses
    }

    pub(crate) fn of(&self, edge: usize) -> Option<Course> {
        let known = self.of_edge[edge];
        let link = known / 2;
        (known != NONE).then(|| Course {
            link,
            metres: self.metres.get(&link).copied().unwrap_or(1.0),
            back: known % 2 == 1,
        })
    }

    /// The edge at half of the length of a link's course, and whether the link runs from its second node to its first.
    pub(crate) fn middle(&self, link: u32) -> Option<(u32, bool)> {
        self.middles.get(&link).copied()
    }

    /// Whether an edge only carries a link that is shut.
    pub(crate) fn is_shut(&self, edge: usize) -> bool {
        self.shut[edge]
    }

    /// How many links have a course, and how many edges lie on one.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.metres.len(), self.of_edge.iter().filter(|of| **of != NONE).count())
    }
}

fn middle(figures: &Figures, way: &[(u32, bool)]) -> Option<(u32, bool)> {
    let metres = |edge: u32| u64::from(figures.base.parts().metres[edge as usize]);
    let half = way.iter().map(|(edge, _)| metres(*edge)).sum::<u64>() / 2;
    let mut run = 0;
    let mut beyond = |edge: u32| {
        run += metres(edge);
        run > half
    };
    way.iter().find(|(edge, _)| beyond(*edge)).copied()
}

/// Finds ways along the base network.
struct Finder<'a> {
    figures: &'a Figures,
    /// Edges at node `n` are `first[n]..first[n + 1]` of `edges`.
    first: Vec<u32>,
    edges: Vec<u32>,
    /// Of the last search: metres, and the edge by which a node was reached.
    labels: Vec<(u64, u32)>,
    touched: Vec<u32>,
    joined: BTreeMap<(u32, Mode), Vec<(u32, u32)>>,
}

const FAR: u64 = u64::MAX;

impl<'a> Finder<'a> {
    fn new(figures: &'a Figures) -> Finder<'a> {
        let parts = figures.base.parts();
        let nodes = parts.lat.len();
        let mut first = vec![0u32; nodes + 1];
        let ends = || parts.from.iter().zip(&parts.to);
        ends().for_each(|(from, to)| [from, to].into_iter().for_each(|node| first[*node as usize + 1] += 1));
        (1..first.len()).for_each(|node| first[node] += first[node - 1]);
        let (mut next, mut edges) = (first.clone(), vec![0; 2 * parts.from.len()]);
        for (edge, (from, to)) in (0..).zip(ends()) {
            for node in [from, to] {
                let slot = &mut next[*node as usize];
                edges[*slot as usize] = edge;
                *slot += 1;
            }
        }
        let mut joined: BTreeMap<(u32, Mode), Vec<(u32, u32)>> = BTreeMap::new();
        for connector in &parts.connectors {
            if let Some(place) = figures.places[connector.place as usize] {
                let mode = parts.modes[usize::from(connector.mode)];
                joined.entry((place, mode)).or_default().push((connector.node, connector.metres));
            }
        }
        Finder { figures, first, edges, labels: vec![(FAR, NONE); nodes], touched: Vec::new(), joined }
    }

    /// The nodes that a place is joined to, with metres; for ships that pass, the lane nearest to it.
    fn ends(&self, place: u32, mode: Mode) -> Vec<(u32, u32)> {
        if let Some(known) = self.joined.get(&(place, mode)) {
            return known.clone();
        }
        if mode != Mode::Sea {
            return Vec::new();
        }
        let at = self.figures.inner.nodes[place as usize].position();
        let lanes = (0..self.figures.base.edge_count()).filter(|edge| self.figures.mode(*edge) == Mode::Sea);
        let parts = self.figures.base.parts();
        let nodes = lanes.flat_map(|edge| [parts.from[edge], parts.to[edge]]);
        let near = nodes.map(|node| (distance_km(at, self.figures.position(node)), node));
        let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.filter(|(km, _)| *km <= NEAR_LANE).map(|(km, node)| (node, (km * 1000.0) as u32)).into_iter().collect()
    }

    /// Metres from place to place, and the edges in order, each with whether it is taken backwards.
    fn course(&mut self, link: &Link) -> Option<(f64, Vec<(u32, bool)>)> {
        let (starts, ends) = (self.ends(link.from, link.mode), self.ends(link.to, link.mode));
        let km = link.distance.value;
        let longest = ((km * RANGE[1]).max(km + SLACK) * 1000.0) as u64;
        let (length, end) = self.search(link, &starts, &ends, longest)?;
        if (length as f64) < km * 1000.0 * RANGE[0] && length as f64 + SLACK * 1000.0 < km * 1000.0 {
            return None;
        }
        let parts = self.figures.base.parts();
        let (mut at, mut way) = (end, Vec::new());
        while self.labels[at as usize].1 != NONE {
            let edge = self.labels[at as usize].1;
            let back = parts.from[edge as usize] == at;
            at = if back { parts.to[edge as usize] } else { parts.from[edge as usize] };
            way.push((edge, back));
        }
        way.reverse();
        Some((length as f64, way))
    }

    /// The shortest way between nodes that places are joined to (A*; Hart, Nilsson, Raphael 1968): its metres with both joins, and its last node.
    fn search(&mut self, link: &Link, starts: &[(u32, u32)], ends: &[(u32, u32)], longest: u64) -> Option<(u64, u32)> {
        self.touched.drain(..).for_each(|node| self.labels[node as usize] = (FAR, NONE));
        let (figures, parts) = (self.figures, self.figures.base.parts());
        let goal = figures.inner.nodes[link.to as usize].position();
        // Places are joined over some kilometres, and drawn lines are a little shorter than they should be.
        let rest = |node: u32| ((distance_km(figures.position(node), goal) * 970.0) as u64).saturating_sub(30_000);
        let mut heap = BinaryHeap::new();
        for (node, metres) in starts {
            if u64::from(*metres) < self.labels[*node as usize].0 {
                self.labels[*node as usize] = (u64::from(*metres), NONE);
                self.touched.push(*node);
                heap.push(Reverse((u64::from(*metres) + rest(*node), u64::from(*metres), *node)));
            }
        }
        let mut best: Option<(u64, u32)> = None;
        while let Some(Reverse((bound, metres, node))) = heap.pop() {
            if bound > longest || best.is_some_and(|(best, _)| bound >= best) {
                break;
            }
            if self.labels[node as usize].0 < metres {
                continue;
            }
            for (end, extra) in ends.iter().filter(|(end, _)| *end == node) {
                let length = metres + u64::from(*extra);
                if length <= longest && best.is_none_or(|best| length < best.0) {
                    best = Some((length, *end));
                }
            }
            for slot in self.first[node as usize]..self.first[node as usize + 1] {
                let edge = self.edges[slot as usize];
                let passes = match BasePassage::of_code(parts.passage[edge as usize]) {
                    BasePassage::Closed => false,
                    BasePassage::Crossing(_) => figures.crossing(edge as usize) == link.crossing,
                    _ => true,
                };
                if figures.mode(edge as usize) != link.mode || figures.area(edge as usize).is_none() || !passes {
                    continue;
                }
                let (from, to) = (parts.from[edge as usize], parts.to[edge as usize]);
                let head = if from == node { to } else { from };
                let length = metres + u64::from(parts.metres[edge as usize]);
                if length < self.labels[head as usize].0 {
                    self.labels[head as usize] = (length, edge);
                    self.touched.push(head);
                    heap.push(Reverse((length + rest(head), length, head)));
                }
            }
        }
        best
    }
}
