//! The corridors compiled in: a network as bytes, made by `cargo run --release --example bundle --features files`.

use crate::network::{Inner, Network};
use std::sync::Arc;

/// The bytes that the command made of the folder `corridors`; `tests/bundle.rs` tells when they are stale.
static BUNDLE: &[u8] = include_bytes!("../corridors/bundle.bin");

/// How every bundle begins, before its version.
const MAGIC: &[u8; 8] = b"corridor";

/// Rises whenever the bytes of a network change their meaning.
const VERSION: u8 = 2;

/// Why bytes are no network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
enum BundleError {
    #[error("not a bundle; run `cargo run --release --example bundle --features files`")]
    NoBundle,
    #[error(
        "bundle of version {found}, but this is {VERSION}; run `cargo run --release --example bundle --features files`"
    )]
    Version { found: u8 },
    #[error("bundle that is damaged; run `cargo run --release --example bundle --features files`")]
    Damaged(#[from] postcard::Error),
}

impl Network {
    /// The corridors of Eurasia that come with the crate, in the state of the month of their
    /// [`edition`](Network::edition). They are decoded at every call: keep the network or its clones.
    ///
    /// ```
    /// use corridor::Network;
    /// let network = Network::bundled();
    /// assert!(network.node("karachi").is_some());
    /// ```
    pub fn bundled() -> Network {
        decode(BUNDLE).expect("`tests/bundle.rs` decodes these very bytes")
    }

    /// The network as bytes, for the command that makes the bundle. The form changes without notice.
    #[doc(hidden)]
    pub fn to_bundle(&self) -> Vec<u8> {
        let header = [&MAGIC[..], &[VERSION]].concat();
        postcard::to_extend(&*self.inner, header).expect("a network is plain values, and memory grows")
    }
}

fn decode(bytes: &[u8]) -> Result<Network, BundleError> {
    let after_magic = bytes.strip_prefix(MAGIC).ok_or(BundleError::NoBundle)?;
    match after_magic.split_first() {
        None => Err(BundleError::NoBundle),
        Some((&VERSION, network)) => {
            let inner: Inner = postcard::from_bytes(network)?;
            Ok(Network { inner: Arc::new(inner) })
        }
        Some((&found, _)) => Err(BundleError::Version { found }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, hours, km, lat, lon};

    fn network() -> Network {
        let mut net = Network::builder();
        net.node("port", "PK", lat(24.85), lon(66.98));
        net.node("market", "PK", lat(34.01), lon(71.52));
        net.link("port", "market", Mode::Road).distance(km(1_390)).time(hours(26));
        net.build().unwrap()
    }

    #[test]
    fn bytes_become_the_same_network() {
        let network = network();
        assert_eq!(decode(&network.to_bundle()).unwrap().inner, network.inner);
    }

    #[test]
    fn what_is_no_bundle_is_refused() {
        let bytes = network().to_bundle();
        assert_eq!(decode(b"").unwrap_err(), BundleError::NoBundle);
        assert_eq!(decode(b"corridor").unwrap_err(), BundleError::NoBundle);
        assert_eq!(decode(b"corridor\xff").unwrap_err(), BundleError::Version { found: 255 });
        assert!(matches!(decode(&bytes[..bytes.len() - 9]), Err(BundleError::Damaged(_))));
    }
}
