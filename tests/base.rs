//! The base network that is committed fits the curated network and the code.
#![cfg(all(feature = "base", feature = "bundled"))]

use corridor::{Base, BasePassage, Network};
use std::path::{Path, PathBuf};

const AGAIN: &str = "build it again: cargo run --release --manifest-path tools/base/Cargo.toml -- RAW_DIR";

fn corridors(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors").join(file)
}

#[test]
fn its_tables_name_what_the_curated_network_has() {
    let (base, network) = (Base::load(corridors("base/eurasia.base")).unwrap(), Network::bundled());
    let parts = base.parts();
    let stale = |id: &String, known: bool| assert!(known, "`{id}` is no longer there; {AGAIN}");
    parts.places.iter().for_each(|id| stale(id, network.node(id).is_some()));
    parts.crossings.iter().for_each(|id| stale(id, network.crossing(id).is_some()));
    assert!(base.node_count() > 250_000 && base.terminal_count() > 3000);
    let size = std::fs::metadata(corridors("base/eurasia.base")).unwrap().len();
    assert!(size < 12_000_000, "{size}");
}

#[test]
fn an_edge_over_a_border_passes_it_and_no_other_does() {
    let base = Base::load(corridors("base/eurasia.base")).unwrap();
    let parts = base.parts();
    for edge in (0..base.edge_count()).filter(|&edge| !parts.is_afloat(edge)) {
        let [from, to] = [parts.from[edge], parts.to[edge]].map(|node| parts.country[node as usize]);
        let passes = BasePassage::of_code(parts.passage[edge]) != BasePassage::None;
        assert!(from == to || passes || from == u8::MAX || to == u8::MAX, "edge {edge}");
        assert!(!passes || from != to, "edge {edge}");
        assert!([from, to].contains(&parts.area[edge]) || parts.area[edge] == u8::MAX, "edge {edge}");
    }
}

#[test]
fn every_curated_link_has_a_course() {
    let courses = std::fs::read_to_string(corridors("geometry.geojson")).unwrap();
    let network = Network::bundled();
    for link in network.links() {
        assert!(courses.contains(&format!("\"link\":\"{}\"", link.id())), "`{}` has no course; {AGAIN}", link.id());
    }
    assert_eq!(courses.matches("\"link\":").count(), network.links().len(), "{AGAIN}");
    assert!(courses.len() < 1_500_000);
}
