//! Which data an answer was computed from.

use crate::network::Network;
use sha2::{Digest, Sha256};

impl Network {
    /// The SHA-256 of the network in its compact form, in hexadecimal: of the bundled one that of the file `corridors/bundle.bin`.
    ///
    /// A network in another month or state, or changed by a scenario, has another hash: take that of the data before. Milliseconds.
    pub fn sha256(&self) -> String {
        Sha256::digest(self.to_bundle()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
