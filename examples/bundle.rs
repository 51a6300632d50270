//! Makes `corridors/bundle.bin`, the compact form that `Network::bundled` decodes, of the TOML in `corridors`.
//!
//! `cargo run --release --example bundle --features files`; with `-- --check` it only says whether the file is stale.

use corridor::{LoadError, Network};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> Result<ExitCode, LoadError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors");
    let started = Instant::now();
    let network = match Network::load(&folder) {
        Ok(network) => network,
        Err(error) => {
            eprintln!("{error}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let loaded = started.elapsed();
    let bytes = network.to_bundle();
    println!(
        "{} places, {} links, {} crossings, {} corridors, {} references, {} sources, {} scenarios; read in {loaded:.1?}",
        network.nodes().len(),
        network.links().len(),
        network.crossings().len(),
        network.corridors().len(),
        network.references().len(),
        network.sources().len(),
        network.scenarios().len(),
    );

    let path = folder.join("bundle.bin");
    let unreadable = |source| LoadError::Io {
        path: path.clone(),
        source,
    };
    if std::fs::read(&path).is_ok_and(|old| old == bytes) {
        println!("{} is up to date: {} bytes", path.display(), bytes.len());
    } else if std::env::args().any(|argument| argument == "--check") {
        println!(
            "{} is stale; run `cargo run --release --example bundle --features files`",
            path.display()
        );
        return Ok(ExitCode::FAILURE);
    } else {
        std::fs::write(&path, &bytes).map_err(unreadable)?;
        println!("{} written: {} bytes", path.display(), bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}
