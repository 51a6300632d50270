//! Door-to-door trips of a planner.

#[cfg(feature = "base")]
use super::Roads;
#[cfg(feature = "base")]
use super::network::id_of;
#[cfg(feature = "base")]
use crate::base::Base;
use crate::lookup::QueryError;
#[cfg(feature = "base")]
use crate::network::Network;
use crate::planner::{Host, Planner};
#[cfg(feature = "base")]
use crate::stop::Point;
use crate::stop::Stop;
#[cfg(feature = "base")]
use std::sync::Arc;

#[cfg(not(feature = "base"))]
impl Planner {
    pub(crate) fn is_terminal(&self, _: &str) -> bool {
        false
    }

    fn with_stops(&self, _: &[Stop<'_>]) -> Result<(Host<'_>, Vec<u32>), QueryError> {
        Err(QueryError::NoBase)
    }
}

impl Planner {
    /// The numbers of some places, on this planner or on one of their own if there are doors among them.
    pub(crate) fn stand(&self, stops: &[Stop<'_>]) -> Result<(Host<'_>, Vec<u32>), QueryError> {
        let mut places = Vec::with_capacity(stops.len());
        for stop in stops {
            match stop {
                Stop::Place(text) => match self.network().inner.find(text) {
                    Ok(node) => places.push(node),
                    Err(error) if !self.is_terminal(text) => return Err(error),
                    Err(_) => {}
                },
                Stop::Point(_) => {}
            }
        }
        if places.len() == stops.len() {
            return Ok((Host::Shared(self), places));
        }
        self.with_stops(stops)
    }
}

#[cfg(feature = "base")]
impl Planner {
    /// The same planner over a base network, so that trips may start and end at any coordinate, port or rail terminal of it.
    ///
    /// A door is joined by road to up to 16 places around it, no farther than 1,500 km and without passing a controlled border, which is
    /// for the corridors to pass, or more than one open one; and to the door at the other end, if that is as near. A door belongs to the country of the road that is
    /// nearest to it, which the straight line to that road is not checked against: near a border give a point on the right side's road. These roads are the shortest of the base network, at
    /// the speeds and rates of the curated defaults, and are marked as estimates. Everything else about a route is as curated.
    ///
    /// Takes O(n log n) for n points of roads, some tenths of a second for Eurasia.
    ///
    /// ```no_run
    /// use corridor::{Base, Network, Preset, point};
    /// let planner = Network::bundled().compile().over(Base::load("corridors/base/eurasia.base")?);
    /// // A mill in Faisalabad and a warehouse in Almaty.
    /// let trip = planner.trip(point(31.418, 73.079), point(43.350, 76.990))?;
    /// println!("{}", trip.rank_corridors(&Preset::Fastest.weights()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn over(mut self, base: Base) -> Planner {
        let (network, doors) = match self.ground.take() {
            Some(ground) => (ground.network, ground.doors),
            None => (self.network().clone(), Vec::new()),
        };
        let roads = Arc::new(Roads::new(Arc::new(base), &network.inner));
        self.ground = Some(Ground { roads, network, doors });
        self
    }

    /// Whether a text names a port, rail terminal or place of the base network.
    pub(crate) fn is_terminal(&self, text: &str) -> bool {
        self.ground.as_ref().is_some_and(|ground| ground.roads.base().find(text).is_some())
    }

    /// The same planner with more places: doors, each with a name by which trips, matrices and everything else can ask for it.
    ///
    /// # Errors
    /// No base network; a name that a place or another door has; a coordinate off the Earth, far from any road, or in a country of which the
    /// network has no figures; one from which no place is within reach; two doors at the same coordinate.
    ///
    /// ```no_run
    /// use corridor::{Base, Network, Preset, point};
    /// let planner = Network::bundled().compile().over(Base::load("corridors/base/eurasia.base")?);
    /// let doors = planner.with_doors([("mill", point(31.418, 73.079)), ("warehouse", point(43.350, 76.990))])?;
    /// let best = doors.trip("mill", "warehouse")?.best(&Preset::Fastest.weights());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_doors(
        &self,
        doors: impl IntoIterator<Item = (impl Into<String>, Point)>,
    ) -> Result<Planner, QueryError> {
        let ground = self.ground.as_ref().ok_or(QueryError::NoBase)?;
        let mut ground = ground.clone();
        for (name, point) in doors {
            let name = name.into();
            if ground.network.inner.find(&name).is_ok() || ground.doors.iter().any(|door| door.0 == name) {
                return Err(QueryError::NameTaken { name });
            }
            ground.doors.push((name, point));
        }
        let (network, _) = ground.roads.with_doors(&ground.network, &ground.doors)?;
        let mut planner = network.compile();
        planner.ground = Some(ground);
        Ok(planner)
    }

    /// A planner on whose network all stops are places, and their numbers.
    fn with_stops(&self, stops: &[Stop<'_>]) -> Result<(Host<'_>, Vec<u32>), QueryError> {
        let ground = self.ground.as_ref().ok_or(QueryError::NoBase)?;
        let mut doors = ground.doors.clone();
        let mut number = |name: String, point: Point| {
            let known = doors.iter().position(|door| id_of(door.1) == id_of(point));
            known.unwrap_or_else(|| {
                doors.push((name, point));
                doors.len() - 1
            })
        };
        let mut end = |stop: &Stop<'_>| match stop {
            Stop::Point(point) => Ok(End::Door(number(point.to_string(), *point))),
            Stop::Place(text) => match self.network().inner.find(text) {
                Ok(node) => Ok(self.door(node).map_or(End::Place(node), End::Door)),
                Err(error) => {
                    let (point, name) = ground.roads.base().find(text).ok_or(error)?;
                    Ok(End::Door(number(name.to_owned(), point)))
                }
            },
        };
        let ends = stops.iter().map(&mut end).collect::<Result<Vec<End>, QueryError>>()?;
        let (network, nodes) = ground.roads.with_doors(&ground.network, &doors)?;
        let place = |end: End| match end {
            End::Place(node) => node,
            End::Door(number) => nodes[number],
        };
        Ok((Host::Own(Arc::new(network.compile())), ends.into_iter().map(place).collect()))
    }

    /// The number of a door by its node.
    fn door(&self, node: u32) -> Option<usize> {
        let place = &self.network().inner.nodes[node as usize];
        let ground = self.ground.as_ref().filter(|_| self.network().inner.is_door(node))?;
        ground.doors.iter().position(|door| door.1.position() == place.position())
    }
}

/// One end of a trip.
#[cfg(feature = "base")]
enum End {
    /// A curated place.
    Place(u32),
    /// A door by its number.
    Door(usize),
}

/// What a planner with a base network stands on.
#[cfg(feature = "base")]
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) roads: Arc<Roads>,
    /// Without doors.
    pub(crate) network: Network,
    doors: Vec<(String, Point)>,
}
