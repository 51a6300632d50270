//! The command `report`: the files that it writes, and what it says.

use std::path::PathBuf;
use std::process::{Command, Output};

fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn report(args: &[&str], files: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "report",
        "karachi",
        "kabul",
        "--data",
        "tests/fixtures/valid",
    ]);
    files.iter().for_each(|(option, name)| _ = command.arg(option).arg(scratch(name)));
    command.args(args).output().expect("the program runs")
}

#[test]
fn a_page_and_its_pictures_are_written() {
    let files = [("-o", "report.html"), ("--map", "map.svg"), ("--chart", "days.SVG"), ("--cost-chart", "usd.svg")];
    let output = report(&["--avoid", "sea"], &files);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 4);
    let read = |name| std::fs::read_to_string(scratch(name)).expect("it is written");
    let page = read("report.html");
    assert!(page.starts_with("<!doctype html>") && page.contains("Only routes that avoid sea"), "{page}");
    assert!(page.contains("Hash of the data"));
    ["map.svg", "days.SVG", "usd.svg"].iter().for_each(|name| assert!(read(name).starts_with("<svg ")));
}

#[cfg(feature = "png")]
#[test]
fn a_map_is_drawn_as_png() {
    let output = report(&[], &[("-o", "png.html"), ("--map", "map.png")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read(scratch("map.png")).expect("it is written").starts_with(b"\x89PNG"));
}

#[test]
fn without_a_route_there_is_a_page_that_tells_why() {
    let output = report(&["--avoid", "AF"], &[("-o", "none.html")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("no route: "));
    assert!(std::fs::read_to_string(scratch("none.html")).expect("it is written").contains("No route is open"));
}

#[test]
fn what_cannot_be_written_is_told() {
    for (files, said) in [
        ([("-o", "ok.html"), ("--map", "map.jpeg")], "is neither .svg nor .png"),
        ([("-o", "no/such/folder.html"), ("--map", "map.svg")], "cannot be written"),
    ] {
        let output = report(&[], &files);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(said));
    }
}
