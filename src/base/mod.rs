//! The base network: roads, railways and sea lanes of Eurasia under the curated corridors.
//!
//! It knows where track, road and lane lie and which border they pass, and no speed, rate, hour or fee: those come by
//! mode and country from the curated defaults when a question is asked, so that one table serves both networks.

mod column;
mod error;
mod file;
mod geojson;
mod parts;
mod terminal;

pub use error::BaseError;
pub use parts::{BaseConnector, BaseMember, BaseParts, BasePassage, BaseTerminal, BaseTerminalKind};
pub(crate) use terminal::position as terminal_position;

use std::path::Path;

/// The continental network of roads, railways and sea lanes, as built into `corridors/base/eurasia.base`.
///
/// It takes some 25 MB in memory. The data are under the Open Database License: © OpenStreetMap contributors, Natural
/// Earth, searoute; `corridors/base/README.md` holds the notices to be kept.
///
/// ```no_run
/// use corridor::Base;
/// let base = Base::load("corridors/base/eurasia.base")?;
/// println!("{} nodes, {} edges", base.node_count(), base.edge_count());
/// # Ok::<(), corridor::BaseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    parts: BaseParts,
    checksum: u32,
}

impl Base {
    /// Reads a file. Takes time linear in its size, about a tenth of a second for Eurasia.
    ///
    /// # Errors
    /// A file that cannot be read, that is no base network or of another version, or that is cut or damaged.
    pub fn load(path: impl AsRef<Path>) -> Result<Base, BaseError> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|source| BaseError::Io { path: path.to_owned(), source })?;
        Base::from_bytes(&bytes)
    }

    /// The network that a file holds, from its bytes.
    ///
    /// # Errors
    /// Bytes that are no base network or of another version, or that are cut or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Base, BaseError> {
        let (parts, checksum) = file::read(bytes)?;
        Ok(Base { parts, checksum })
    }

    /// How many nodes it has.
    pub fn node_count(&self) -> usize {
        self.parts.lat.len()
    }

    /// How many edges it has; each is open both ways.
    pub fn edge_count(&self) -> usize {
        self.parts.from.len()
    }

    /// How many ports, terminals and places it has, where freight can change mode.
    pub fn terminal_count(&self) -> usize {
        self.parts.terminals.len()
    }

    /// The checksum of the file, by which preprocessing tells for which network it was made.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The columns, for the commands that build and measure the file. Their form changes without notice.
    #[doc(hidden)]
    pub fn parts(&self) -> &BaseParts {
        &self.parts
    }
}
