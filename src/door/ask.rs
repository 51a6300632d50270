//! Door-to-door trips of a planner.

#[cfg(feature = "base")]
use super::{End, Roads};
#[cfg(feature = "base")]
use crate::base::Base;
use crate::lookup::QueryError;
#[cfg(feature = "base")]
use crate::planner::Host;
use crate::planner::{Planner, Trip};
use crate::stop::Stop;
#[cfg(feature = "base")]
use std::sync::Arc;

#[cfg(not(feature = "base"))]
impl Planner {
    pub(crate) fn is_terminal(&self, _: &str) -> bool {
        false
    }

    pub(crate) fn door_to_door(&self, _: [Stop<'_>; 2]) -> Result<Trip<'_>, QueryError> {
        Err(QueryError::NoBase)
    }
}

#[cfg(feature = "base")]
impl Planner {
    /// The same planner over a base network, so that trips may start and end at any coordinate, port or rail terminal of it.
    ///
    /// A door is joined by road to up to 16 places around it, no farther than 1,500 km and without passing a controlled border, which is
    /// for the corridors to pass; and to the door at the other end, if that is as near. These roads are the shortest of the base network, at
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
        self.roads = Some(Arc::new(Roads::new(base, &self.network().inner)));
        self
    }

    /// Whether a text names a port, rail terminal or place of the base network.
    pub(crate) fn is_terminal(&self, text: &str) -> bool {
        self.roads.as_ref().is_some_and(|roads| roads.terminal(text).is_some())
    }

    pub(crate) fn door_to_door(&self, stops: [Stop<'_>; 2]) -> Result<Trip<'_>, QueryError> {
        let roads = self.roads.as_ref().ok_or(QueryError::NoBase)?;
        let end = |stop: Stop<'_>| match stop {
            Stop::Point(point) => Ok(End::Door(point, point.to_string())),
            Stop::Place(text) => match (self.network().inner.find(text), roads.terminal(text)) {
                (Ok(node), _) => Ok(End::Place(node)),
                (Err(_), Some((point, name))) => Ok(End::Door(point, name.to_owned())),
                (Err(error), None) => Err(error),
            },
        };
        let [from, to] = stops;
        let ends = [end(from)?, end(to)?];
        if let [End::Door(from, name), End::Door(to, _)] = &ends
            && from == to
        {
            return Err(QueryError::SamePlace { id: name.clone() });
        }
        let (network, [from, to]) = roads.network(self.network(), ends)?;
        Ok(Trip::new(Host::Own(Arc::new(network.compile())), from, to))
    }
}
