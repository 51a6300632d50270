//! Why a trip has no route: what a person is told.

use crate::constraint::list::Constraint;
use crate::constraint::thing::Thing;
use crate::rank::Obstacle;
use crate::route::Route;

/// Why a trip has no route.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Blockage {
    /// Things that are closed or forbidden; with them open or given up there is a route.
    Things(Box<Opening>),
    /// No links, in whatever state, make a route, whatever the trip asks.
    NotConnected(Gap),
}

/// The fewest things that keep a trip from having a route, and the route that it would have.
#[derive(Clone, Debug)]
pub struct Opening {
    pub(crate) obstructions: Vec<Obstruction>,
    pub(crate) proven: bool,
    /// The best route if all of the things were open or given up.
    pub route: Route,
}

/// A thing that keeps a trip from having a route.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Obstruction {
    /// A link, a crossing or a place that is closed in this state of the network.
    Closed {
        /// What it is.
        thing: Thing,
        /// Its name and status, since when it is closed and who says so.
        obstacle: Obstacle,
    },
    /// A constraint of the trip.
    Asked {
        /// The constraint.
        constraint: Constraint,
        /// The constraint in words: `avoid Afghanistan`.
        words: String,
    },
}

/// The two sides between which no route leads.
#[derive(Clone, Debug)]
pub struct Gap {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) reached: Vec<String>,
    pub(crate) reaching: Vec<String>,
}

impl Blockage {
    /// What is closed or forbidden, the fewest things; `None` if nothing that could be opened or given up makes a route.
    pub fn opening(&self) -> Option<&Opening> {
        match self {
            Blockage::Things(opening) => Some(opening),
            Blockage::NotConnected(_) => None,
        }
    }
}

impl Opening {
    /// The things, never none: closed ones first, then constraints.
    ///
    /// Where it is [proven](Opening::proven) that no fewer make a route, none of several opens one alone.
    pub fn things(&self) -> &[Obstruction] {
        &self.obstructions
    }

    /// Whether it is proven that no fewer things make a route, and none as few with less to build or a better route. Proven up to four things.
    pub fn proven(&self) -> bool {
        self.proven
    }
}

impl Obstruction {
    /// The closed thing and its status; `None` for a constraint.
    pub fn closed(&self) -> Option<&Obstacle> {
        match self {
            Obstruction::Closed { obstacle, .. } => Some(obstacle),
            Obstruction::Asked { .. } => None,
        }
    }

    /// The constraint; `None` for what is closed.
    pub fn constraint(&self) -> Option<&Constraint> {
        match self {
            Obstruction::Asked { constraint, .. } => Some(constraint),
            Obstruction::Closed { .. } => None,
        }
    }
}

impl Gap {
    /// The ids of the places that freight from the start can get to with every link open.
    pub fn from_start(&self) -> &[String] {
        &self.reached
    }

    /// The ids of the places from which freight can get to the end with every link open.
    pub fn to_end(&self) -> &[String] {
        &self.reaching
    }
}
