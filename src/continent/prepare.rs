//! The continent made ready for any weights, from a file where one is at hand.

use super::Continent;
use super::build::State;
use crate::cost::Criterion;
use crate::engine::{Customized, GraphError, Hierarchy, HierarchyError, HierarchyFileError, Lanes, nested_dissection};
use crate::lookup::QueryError;
use crate::weights::Weights;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why there is no continent, or why it was not made ready.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContinentError {
    /// The question cannot be asked.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Costs too large for totals.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// No hierarchy, or no lengths on it.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// The file cannot be read or written, or holds no hierarchy.
    #[error("cannot keep a hierarchy in `{}`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: HierarchyFileError,
    },
}

impl Continent {
    /// Makes the continent ready for best journeys under any weights of some criteria. The answers stay the same.
    ///
    /// An order of the states (nested dissection), a contraction hierarchy and a few fixed weightings of it bound every search; see [`engine::Lanes`](crate::engine::Lanes).
    /// `benches/NOTES.md` tells how long it takes and how much memory.
    ///
    /// # Errors
    /// Costs so large that a journey's score could not be counted, or more shortcuts than can be numbered.
    pub fn prepare(mut self, criteria: impl IntoIterator<Item = Criterion>) -> Result<Continent, ContinentError> {
        let hierarchy = match self.hierarchy.take() {
            Some(hierarchy) => hierarchy,
            None => self.new_hierarchy()?,
        };
        self.lanes = Some(Lanes::new(&self.graph, &hierarchy, criteria)?);
        self.hierarchy = Some(hierarchy);
        Ok(self)
    }

    /// The same continent with its hierarchy, without lanes: read from a file, or made and written there if the file does not exist, or belongs to another graph or
    /// version. The graph changes with the data, the month and scenarios that close or open something, so that each state of the network needs a file of its own.
    ///
    /// # Errors
    /// A file that cannot be read or written, that was damaged, or that holds something else, which is never overwritten.
    pub fn with_hierarchy_in(mut self, file: impl AsRef<Path>) -> Result<Continent, ContinentError> {
        let path = file.as_ref();
        let failed = |source: HierarchyFileError| ContinentError::File { path: path.to_owned(), source };
        let read = File::open(path).map_err(HierarchyFileError::Io).and_then(|file| Hierarchy::read(file, &self.graph));
        self.hierarchy = Some(match read {
            Ok(hierarchy) => hierarchy,
            Err(HierarchyFileError::OtherGraph | HierarchyFileError::Version { .. }) => self.written_to(path)?,
            Err(HierarchyFileError::Io(error)) if error.kind() == ErrorKind::NotFound => self.written_to(path)?,
            Err(error) => return Err(failed(error)),
        });
        Ok(self)
    }

    fn written_to(&self, path: &Path) -> Result<Hierarchy, ContinentError> {
        let hierarchy = self.new_hierarchy()?;
        let mut bytes = Vec::new();
        let written = hierarchy.write(&mut bytes).and_then(|()| fs::write(path, &bytes));
        written
            .map_err(|error| ContinentError::File { path: path.to_owned(), source: HierarchyFileError::Io(error) })?;
        Ok(hierarchy)
    }

    fn new_hierarchy(&self) -> Result<Hierarchy, HierarchyError> {
        let graph = &self.graph;
        let points: Vec<(f64, f64)> = (0..graph.states() as u32).map(|state| self.position(state)).collect();
        let ends: Vec<(u32, u32)> = (0..graph.arcs() as u32).map(|arc| (graph.tail(arc), graph.head(arc))).collect();
        Hierarchy::new(graph, &nested_dissection(&points, &ends))
    }

    /// Degrees north and east of a state.
    pub(crate) fn position(&self, state: u32) -> (f64, f64) {
        let figures = &self.ways.figures;
        match self.states.of[state as usize] {
            State::Curated(state) => figures.inner.nodes[self.ways.curated.state(state).0 as usize].position(),
            State::Arrived(place) => figures.inner.nodes[place as usize].position(),
            State::Base { node, .. } | State::Lane { node } => figures.position(node),
        }
    }

    /// The hierarchy, once there is one.
    pub fn hierarchy(&self) -> Option<&Hierarchy> {
        self.hierarchy.as_ref()
    }

    /// The lanes, once the continent is prepared.
    pub fn lanes(&self) -> Option<&Lanes> {
        self.lanes.as_ref()
    }

    /// The lanes, where they bound all that weighs something.
    pub(crate) fn lanes_for(&self, weights: &Weights) -> Option<&Lanes> {
        self.lanes.as_ref().filter(|lanes| lanes.covers(weights))
    }

    /// The hierarchy with the scores of some weights worked in, for distances, matrices, reach and closures; makes the hierarchy if there is none.
    ///
    /// # Errors
    /// As [`Continent::prepare`].
    pub fn customize(&self, weights: &Weights) -> Result<Customized, ContinentError> {
        let made;
        let hierarchy = match &self.hierarchy {
            Some(hierarchy) => hierarchy,
            None => {
                made = self.new_hierarchy()?;
                &made
            }
        };
        Ok(hierarchy.customize(|arc| weights.score(self.graph.cost(arc)))?)
    }
}
