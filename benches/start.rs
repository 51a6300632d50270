//! The command line as whole processes, from start to end: `cargo bench --features cli --bench start`.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs that are counted.
const RUNS: usize = 40;
/// Milliseconds within which `rank` is to answer.
const TARGET_MS: f64 = 30.0;

fn run(args: &[&str]) -> Duration {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).stdout(Stdio::null()).status();
    let took = started.elapsed();
    assert!(status.is_ok_and(|status| status.success()), "{args:?}");
    took
}

fn main() {
    let commands: [&[&str]; 7] = [
        &["--version"],
        &["rank", "karachi", "almaty"],
        &["rank", "karachi", "almaty", "--format", "json"],
        &["rank", "xian", "duisburg"],
        &["front", "karachi", "almaty"],
        &["alternatives", "karachi", "almaty"],
        &["atlas"],
    ];
    println!("{:<44}{:>9}{:>10}", "whole processes, ms", "least", "median");
    for args in commands {
        // The first run reads the program from the disk.
        run(args);
        let mut took: Vec<f64> = (0..RUNS).map(|_| run(args).as_secs_f64() * 1e3).collect();
        took.sort_by(f64::total_cmp);
        let (least, median) = (took[0], took[RUNS / 2]);
        let ranks = args[0] == "rank";
        let verdict = match median < TARGET_MS {
            _ if !ranks => String::new(),
            true => format!("  target below {TARGET_MS} ms: met"),
            false => format!("  target below {TARGET_MS} ms: MISSED"),
        };
        println!("{:<44}{least:>9.1}{median:>10.1}{verdict}", args.join(" "));
    }
}
