//! Makes `corridors/bundle.bin`, the compact form that `Network::bundled` decodes, of the TOML in `corridors`:
//! `cargo run --release --example bundle --features files`. With `-- --check` it only tells whether that file is stale.

use corridor::Network;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match bundle(check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the file is up to date in the end.
fn bundle(check: bool) -> Result<bool, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors");
    let started = Instant::now();
    let network = Network::load(&folder)?;
    println!("{} in {:.1?}:", network.name(), started.elapsed());
    println!(
        "{} places, {} links, {} crossings, {} corridors, {} references, {} sources, {} defaults, {} scenarios",
        network.nodes().len(),
        network.links().len(),
        network.crossings().len(),
        network.corridors().len(),
        network.references().len(),
        network.sources().len(),
        network.defaults().count(),
        network.scenarios().len(),
    );

    let (path, bytes) = (folder.join("bundle.bin"), network.to_bundle());
    let fresh = std::fs::read(&path).is_ok_and(|old| old == bytes);
    if check {
        println!("{} is {}", path.display(), if fresh { "up to date" } else { "stale; run this without `--check`" });
        return Ok(fresh);
    }
    std::fs::write(&path, &bytes)?;
    println!("{} {}: {} bytes", path.display(), if fresh { "unchanged" } else { "written" }, bytes.len());
    Ok(true)
}
