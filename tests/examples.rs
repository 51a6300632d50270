//! What the examples print, and what stands of it in the README.
#![cfg(feature = "bundled")]

use std::process::Command;

/// The features of this test.
const FEATURES: [(&str, bool); 12] = [
    ("default", cfg!(feature = "default")),
    ("bundled", cfg!(feature = "bundled")),
    ("files", cfg!(feature = "files")),
    ("spatial", cfg!(feature = "spatial")),
    ("serde", cfg!(feature = "serde")),
    ("base", cfg!(feature = "base")),
    ("interop", cfg!(feature = "interop")),
    ("rayon", cfg!(feature = "rayon")),
    ("report", cfg!(feature = "report")),
    ("png", cfg!(feature = "png")),
    ("exchange", cfg!(feature = "exchange")),
    ("cli", cfg!(feature = "cli")),
];

/// What an example prints, built as `cargo test` builds it, so that nothing is built twice.
fn output(example: &str, args: &[&str]) -> String {
    let features: Vec<&str> = FEATURES.iter().filter(|feature| feature.1).map(|feature| feature.0).collect();
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--profile", "test", "--no-default-features", "--features", &features.join(",")])
        .args(["--example", example, "--"])
        .args(args)
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// The part of a document between two marks.
fn between<'a>(document: &'a str, mark: &str) -> &'a str {
    let start = document.find(&format!("<!-- {mark} -->")).expect("the mark") + mark.len() + 9;
    let end = document[start..].find("<!-- end -->").expect("the end") + start;
    document[start..end].trim().trim_start_matches("```text").trim_end_matches("```").trim()
}

#[test]
fn compare_prints_what_the_readme_shows() {
    let printed = output("compare", &[]);
    insta::assert_snapshot!("compare", printed);
    let shown = between(include_str!("../README.md"), "compare");
    assert!(printed.starts_with(shown), "put the first table of `compare` into README.md");
}

#[test]
fn compare_in_another_state_and_by_other_weights() {
    insta::assert_snapshot!(
        "compare_2025",
        output("compare", &["xian", "duisburg", "--as-of", "2025-09", "--weights", "fastest"])
    );
    insta::assert_snapshot!(
        "compare_2032",
        output("compare", &["Kashgar", "UZAZN", "--as-of", "2032", "--weights", "cheapest"])
    );
}

#[test]
fn what_if() {
    insta::assert_snapshot!("what_if", output("what_if", &[]));
}

#[test]
fn own_network() {
    insta::assert_snapshot!("own_network", output("own_network", &[]));
}

#[test]
fn pareto() {
    insta::assert_snapshot!("pareto", output("pareto", &[]));
}

#[test]
fn capacity() {
    insta::assert_snapshot!("capacity", output("capacity", &[]));
}

#[test]
fn alternatives() {
    insta::assert_snapshot!("alternatives", output("alternatives", &[]));
}

#[test]
fn why() {
    insta::assert_snapshot!("why", output("why", &[]));
}

#[test]
fn weight_map() {
    insta::assert_snapshot!("weight_map", output("weight_map", &[]));
}

#[test]
fn investments() {
    insta::assert_snapshot!("investments", output("investments", &[]));
}

#[test]
fn closure_atlas() {
    insta::assert_snapshot!("closure_atlas", output("closure_atlas", &[]));
}

#[test]
fn indicators() {
    insta::assert_snapshot!("indicators", output("indicators", &[]));
}

#[test]
fn matrix() {
    insta::assert_snapshot!("matrix", output("matrix", &[]));
}

#[test]
fn reach() {
    insta::assert_snapshot!("reach", output("reach", &[]));
}

#[test]
fn presets_print_what_the_design_shows() {
    let printed = output("presets", &[]);
    assert_eq!(printed.trim(), between(include_str!("../DESIGN.md"), "presets"));
}

#[test]
fn published_counts_what_the_readme_shows() {
    let printed = output("published", &[]);
    insta::assert_snapshot!("published", printed);
    let shown = between(include_str!("../README.md"), "published");
    for line in shown.lines().filter(|line| line.contains(" of ")) {
        assert!(printed.contains(line.trim_start_matches("* ").split(':').next_back().unwrap_or("").trim()), "{line}");
    }
}
