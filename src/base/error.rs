//! Why bytes are no base network.

use std::path::PathBuf;

/// Why a file is no base network.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaseError {
    /// The file cannot be read.
    #[error("cannot read `{}`; check that it exists", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The bytes begin otherwise than a base network.
    #[error("this is no base network; name a file such as `corridors/base/eurasia.base`")]
    NotBase,
    /// Another version of the format.
    #[error("base network of format {found}, but this program reads format {wanted}; take the file that belongs to it")]
    Version {
        /// The version of the file.
        found: u16,
        /// The version that can be read.
        wanted: u16,
    },
    /// The file ends too early or goes on too long.
    #[error("base network of {found} bytes that should have {wanted}; it was cut or added to: copy it again")]
    Length {
        /// Bytes that are there.
        found: u64,
        /// Bytes that its header announces.
        wanted: u64,
    },
    /// The bytes are not those that were written.
    #[error("base network with checksum `{found:08x}` in place of `{wanted:08x}`; it was damaged: copy it again")]
    Checksum {
        /// The checksum of the bytes.
        found: u32,
        /// The checksum in the header.
        wanted: u32,
    },
    /// The bytes are as written, but contradict each other.
    #[error("base network that contradicts itself ({what}); build it again")]
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
}
