//! A short number that tells one set of data from another.

use crate::network::Network;

/// FNV-1a of 64 bits over the network's compact form, in hexadecimal: against mix-ups, not against forgery.
pub(crate) fn of(network: &Network) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", network.to_bundle().iter().fold(0xcbf2_9ce4_8422_2325, step))
}
