//! Trips over the continent: from any place or coordinate to any other.

use super::Continent;
use super::access::{Access, By};
use super::figures::Area;
use super::journey::Journey;
use super::step::Sum;
use crate::cost::CostVector;
use crate::door::Snap;
use crate::engine::{Path, Workspace};
use crate::lookup::QueryError;
use crate::mode::Mode;
use crate::stop::{Point, Stop};
use crate::weights::Weights;

/// A question to a [`Continent`]: freight is to go from one place or coordinate to another.
#[derive(Clone, Debug)]
pub struct ContinentTrip<'a> {
    pub(crate) continent: &'a Continent,
    pub(crate) from: End,
    pub(crate) to: End,
}

/// One end of a trip.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Place(u32),
    /// A door, where it meets the road, and the country it stands in. It may stand in a terminal that no road is near to.
    Door {
        name: String,
        point: Point,
        /// The terminal, if it was given by its name.
        terminal: Option<u32>,
        snap: Option<Snap>,
    },
}

/// A way from end to end: the access, the path, the access; no path if both doors stand on one stretch of road.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) start: Access,
    pub(crate) arcs: Vec<u32>,
    pub(crate) end: Access,
    pub(crate) cost: CostVector,
}

impl Continent {
    /// A trip between two ends, each a place by id, UN/LOCODE or name, a port or rail terminal of the base network by UN/LOCODE or name, or a [`point`](crate::point).
    ///
    /// A point is joined to the nearest road, in a straight line at road speed: of roads in the country of the nearest to one from which places can be reached. From a port or rail terminal
    /// that is named freight may also go straight on a train of any gauge there, without a lorry, or on a ship, with boarding as usual; so it may from a point within 1 km of the track of a
    /// terminal that is no curated city, or of a port. From farther away a train or ship is reached by road, and the transfer is charged.
    ///
    /// # Errors
    /// An unknown place (with the nearest spelling), a name that several places have, or twice the same place; a point off the Earth, more than 50 km from any road (the
    /// error tells how far) and in no terminal, or in a country of which the network has no figures.
    pub fn trip<'s>(
        &self,
        from: impl Into<Stop<'s>>,
        to: impl Into<Stop<'s>>,
    ) -> Result<ContinentTrip<'_>, QueryError> {
        let (from, to) = (self.end(from.into())?, self.end(to.into())?);
        if let (End::Place(a), End::Place(b)) = (&from, &to)
            && a == b
        {
            return Err(QueryError::SamePlace { id: self.ways.figures.inner.nodes[*a as usize].id.clone() });
        }
        Ok(ContinentTrip { continent: self, from, to })
    }

    fn end(&self, stop: Stop<'_>) -> Result<End, QueryError> {
        let door = |point: Point, name: String, terminal: Option<u32>| {
            let found = self.roads.snap_to_any(point);
            // In a port or rail terminal a door needs no road.
            if found.is_err() && point.is_valid() && !self.in_terminals(point, terminal, true).is_empty() {
                return Ok(End::Door { name, point, terminal, snap: None });
            }
            let snap = found?;
            let country = || self.ways.figures.inner.countries[snap.country as usize].id.clone();
            let mut sum = Sum::default();
            self.ways.figures.metres(Mode::Road, Area::Country(snap.country), 1000.0, &mut sum);
            match self.ways.lacking(&sum) {
                Some(criterion) => Err(QueryError::NoRoadFigures { criterion, country: country() }),
                None => Ok(End::Door { name, point, terminal, snap: Some(snap) }),
            }
        };
        match stop {
            Stop::Point(point) => door(point, point.to_string(), None),
            Stop::Place(text) => match self.ways.figures.inner.find(text) {
                Ok(place) if place < self.ways.figures.stand_in(0) => Ok(End::Place(place)),
                Ok(_) => Err(QueryError::UnknownPlace { text: text.to_owned(), suggestion: None }),
                Err(error) => {
                    let base = self.roads.base();
                    let (point, name) = base.find(text).ok_or(error)?;
                    door(point, name.to_owned(), base.terminal(text).map(|number| number as u32))
                }
            },
        }
    }

    /// The states in which a trip from an end starts, or one to it ends.
    pub(crate) fn accesses(&self, end: &End, starts: bool) -> Vec<Access> {
        match end {
            End::Place(place) => {
                let state = if starts { self.ways.curated.start(*place, false) } else { self.states.arrived(*place) };
                vec![Access { state, by: By::Place, cost: CostVector::ZERO }]
            }
            End::Door { point, terminal, snap, .. } => {
                let by_road = snap.iter().flat_map(|snap| self.by_road(snap));
                by_road.chain(self.in_terminals(*point, *terminal, starts)).collect()
            }
        }
    }
}

impl<'a> ContinentTrip<'a> {
    /// The best journey; `None` if no way leads there, or the network lacks a criterion of the weights.
    ///
    /// Order: score, the six criteria, the number of arcs, then the smaller arc from the last one back. Exact, with nothing prepared by a search from both ends, some tens of milliseconds on Eurasia;
    /// after [`Continent::prepare`] guided by its bounds, in a fraction of that. Between two coordinates each pair of ends is asked, mostly up to four; more where both stand in terminals.
    /// No way leads out of a country whose border posts the curated network does not know, unless its borders are open.
    pub fn best(&self, weights: &Weights) -> Option<Journey> {
        self.best_with(weights, &mut Workspace::default())
    }

    /// The same in memory that earlier questions have used.
    pub fn best_with(&self, weights: &Weights, memory: &mut Workspace) -> Option<Journey> {
        let whole = self.best_whole(weights, memory)?;
        Some(Journey::new(self, whole))
    }

    /// What its two ends are called.
    pub(crate) fn names(&self) -> [String; 2] {
        [&self.from, &self.to].map(|end| match end {
            End::Place(place) => self.continent.ways.figures.inner.nodes[*place as usize].name.clone(),
            End::Door { name, .. } => name.clone(),
        })
    }

    pub(crate) fn is_covered(&self, weights: &Weights) -> bool {
        weights.criteria().all(|criterion| self.continent.ways.figures.inner.covered[criterion as usize])
    }

    pub(crate) fn best_whole(&self, weights: &Weights, memory: &mut Workspace) -> Option<Whole> {
        if !self.is_covered(weights) {
            return None;
        }
        let mut found: Option<Whole> = self.along_one_road();
        for pair in self.pairs() {
            let Some(next) = self.way(pair, weights, memory) else { continue };
            let key = |whole: &Whole| (weights.score(&whole.cost), whole.cost, whole.arcs.len());
            if found.as_ref().is_none_or(|found| key(&next) < key(found)) {
                found = Some(next);
            }
        }
        found
    }

    /// Each state in which it may start, with each in which it may end.
    pub(crate) fn pairs(&self) -> Vec<[Access; 2]> {
        let (starts, ends) = (self.continent.accesses(&self.from, true), self.continent.accesses(&self.to, false));
        starts.iter().flat_map(|start| ends.iter().map(|end| [*start, *end])).collect()
    }

    /// The best way between two ends.
    pub(crate) fn way(&self, [start, end]: [Access; 2], weights: &Weights, memory: &mut Workspace) -> Option<Whole> {
        let graph = &self.continent.graph;
        let path = match self.continent.lanes_for(weights) {
            Some(lanes) => lanes.best(graph, start.state, end.state, weights, memory),
            None => graph.best(start.state, end.state, weights, memory),
        };
        whole(start, path?, end)
    }

    /// The way between two doors at the same stretch of road.
    pub(crate) fn along_one_road(&self) -> Option<Whole> {
        let (End::Door { snap: Some(a), .. }, End::Door { snap: Some(b), .. }) = (&self.from, &self.to) else {
            return None;
        };
        if a.spot.edge != b.spot.edge || a.country != b.country {
            return None;
        }
        let along = |snap: &Snap| snap.spot.ends.iter().find(|end| end.0 == a.spot.ends[0].0).map(|end| end.1);
        let between = f64::from(along(a)?.abs_diff(along(b)?));
        let access =
            |snap: &Snap, metres: f64| self.continent.access(u32::MAX, By::Road { country: snap.country, metres });
        let (start, end) = (access(a, f64::from(a.metres) + between)?, access(b, f64::from(b.metres))?);
        Some(Whole { start, arcs: Vec::new(), end, cost: start.cost + end.cost })
    }
}

/// `None` where a total would not fit, beyond four million kilometres.
pub(crate) fn whole(start: Access, path: Path, end: Access) -> Option<Whole> {
    let cost = start.cost + *path.cost() + end.cost;
    let fits = cost.ticks().iter().all(|ticks| *ticks < u32::MAX);
    fits.then(|| Whole { start, arcs: path.arcs().to_vec(), end, cost })
}
