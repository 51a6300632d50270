//! The corridors compiled in are those of the TOML.

use corridor::Network;

const CORRIDORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors");
static BUNDLE: &[u8] = include_bytes!("../corridors/bundle.bin");

#[test]
fn the_bundle_is_up_to_date() {
    let network = Network::load(CORRIDORS).unwrap_or_else(|error| panic!("{error}"));
    assert!(
        network.to_bundle() == BUNDLE,
        "corridors/bundle.bin is stale; run `cargo run --release --example bundle --features files`"
    );
}

#[test]
fn the_bundle_can_be_decoded() {
    let network = Network::bundled();
    assert!(network.nodes().len() > 0);
    assert!(network.to_bundle() == BUNDLE);
}
