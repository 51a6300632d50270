//! The whole continent as one graph: the curated network and the base network under it, so that a long haul can leave the corridors wherever that is
//! better.

mod access;
mod build;
mod course;
mod figures;
mod gates;
mod journey;
mod k_best;
mod prepare;
mod rank;
mod ranking;
mod step;
mod table;
mod trip;
mod writer;
mod zone;

pub use journey::{Journey, JourneyLeg, JourneyStop, StopKind};
pub use prepare::ContinentError;
pub use ranking::{JourneyRanking, RankedJourney, ShutCorridor};
pub use trip::ContinentTrip;

use crate::door::Roads;
use crate::engine::{Graph, Hierarchy, Lanes};
use crate::lookup::QueryError;
use crate::planner::Planner;
use access::Yards;
use build::States;
use std::sync::Arc;
use step::{Step, Ways};

/// A graph of the roads, railways and sea lanes of a continent with the corridors among them, made by [`Planner::continent`].
///
/// Its states are those of the planner, a goal for each curated place, and each node of the base network in each mode that meets there. Arcs are the planner's own, at
/// their own figures; edges of the base network at the curated defaults of their mode and country; curated crossings where edges pass them; and changes of
/// mode and gauge at terminals. Where a curated link and the base network draw the same line, the curated figures win. What the curated network has no figures for is absent.
#[derive(Debug)]
pub struct Continent {
    pub(crate) ways: Ways,
    pub(crate) graph: Graph,
    states: States,
    /// By link of the graph.
    steps: Vec<Step>,
    roads: Arc<Roads>,
    yards: Yards,
    hierarchy: Option<Hierarchy>,
    lanes: Option<Lanes>,
}

impl Planner {
    /// The graph of this planner's network and the base network that it stands over.
    ///
    /// Takes some seconds for Eurasia: one search along the base network for each curated link, then O(n log n) for n edges.
    ///
    /// ```no_run
    /// use corridor::{Base, Network, Preset, point};
    /// let planner = Network::bundled().compile().over(Base::load("corridors/base/eurasia.base")?);
    /// let continent = planner.continent()?;
    /// // A mill in Faisalabad, and Almaty.
    /// if let Some(journey) = continent.trip(point(31.418, 73.079), "almaty")?.best(&Preset::Cheapest.weights()) {
    ///     println!("{journey}");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A planner that stands over no base network, or costs so large that a path's total would not fit 32 bits.
    pub fn continent(&self) -> Result<Continent, ContinentError> {
        let ground = self.ground.as_ref().ok_or(ContinentError::Query(QueryError::NoBase))?;
        Ok(Continent::build(&ground.network.inner, ground.roads.base().clone(), ground.roads.clone())?)
    }
}

impl Continent {
    /// The graph, for algorithms of an embedder's own.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How many curated links have a course along the base network, and how many edges lie on one: these edges share the figures of the link.
    pub fn courses(&self) -> (usize, usize) {
        self.ways.courses.counts()
    }

    /// The arcs that pass a curated crossing, on curated links and on edges of the base network: to be closed with [`Customized::update`](crate::engine::Customized::update).
    ///
    /// # Errors
    /// An unknown crossing.
    pub fn passing(&self, crossing: &str) -> Result<Vec<u32>, QueryError> {
        let inner = &self.ways.figures.inner;
        let unknown = || QueryError::UnknownThing { what: "crossing", id: crossing.to_owned(), suggestion: None };
        let wanted = inner.crossing(crossing).ok_or_else(unknown)?;
        Ok((0..self.graph.arcs() as u32).filter(|arc| self.crossing(*arc) == Some(wanted)).collect())
    }

    /// The curated crossing that an arc passes.
    pub(crate) fn crossing(&self, arc: u32) -> Option<u16> {
        match self.step(arc) {
            Step::Link { arc } => {
                let link = self.ways.curated.graph.link(arc);
                self.ways.figures.inner.links[link as usize].crossing
            }
            Step::Edge { edge, .. } => self.ways.figures.crossing(edge as usize),
            _ => None,
        }
    }

    pub(crate) fn step(&self, arc: u32) -> Step {
        self.steps[self.graph.link(arc) as usize]
    }
}
