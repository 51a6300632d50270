//! The command line: what it prints in `tests/cli/*.md` (`TRYCMD=overwrite` writes it anew), and what no transcript can show.

use serde_json::Value;
use std::io::Read;
use std::process::{Command, Output, Stdio};

const VALID: &str = "tests/fixtures/valid";

fn corridor(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("COLUMNS").env_remove("CORRIDOR_BASE");
    command
}

fn output(args: &[&str]) -> Output {
    corridor(args).output().expect("the program runs")
}

fn stdout(args: &[&str]) -> String {
    let output = output(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn transcripts() {
    // What is set for a terminal, or for other data, is none of theirs; two files set it themselves.
    trycmd::TestCases::new().case("tests/cli/terminal.md").case("tests/cli/doors.md");
    let others = trycmd::TestCases::new();
    others.env("COLUMNS", "").env("CORRIDOR_BASE", "").case("tests/cli/*.md");
    others.skip("tests/cli/terminal.md").skip("tests/cli/doors.md");
}

/// Every command that has a form for it, on the bundled data.
const EVERY: [&[&str]; 15] = [
    &["rank", "karachi", "almaty"],
    &["front", "karachi", "almaty"],
    &["why", "karachi", "almaty"],
    &["alternatives", "karachi", "almaty"],
    &["what-if", "hormuz-closed", "karachi", "almaty"],
    &["atlas", "karachi", "almaty"],
    &["matrix", "--from", "karachi", "--to", "almaty"],
    &["reach", "karachi"],
    &["indicators", "karachi", "almaty"],
    &["places", "KZ"],
    &["links", "khunjerab"],
    &["crossings", "PK"],
    &["corridors"],
    &["sources", "cpmm"],
    &["lint", VALID],
];

#[test]
fn json_documents_say_what_they_are_and_what_they_rest_on() {
    let hash = corridor_hash();
    let checked = corridor::Network::load(VALID).expect("a network").sha256();
    for args in EVERY {
        let text = stdout(&[args, &["--format", "json"]].concat());
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["format_version"], 1, "{args:?}");
        assert_eq!(document["kind"], args[0], "{args:?}");
        // What is checked is what the document is about.
        let hash = if args[0] == "lint" { &checked } else { &hash };
        assert_eq!(document["network"]["dataset_sha256"], *hash, "{args:?}");
        assert_eq!(document["network"]["state"], "2026-11", "{args:?}");
        assert!(!document["answer"].is_null(), "{args:?}");
    }
}

/// The hash of the file that the bundled network is decoded from.
fn corridor_hash() -> String {
    corridor::Network::bundled().sha256()
}

#[test]
fn the_state_and_the_tariff_do_not_change_the_hash() {
    let text = stdout(&["places", "almaty", "--as-of", "2025-09", "--tariff", "wagonload", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["network"]["dataset_sha256"], corridor_hash());
    assert_eq!(document["network"]["state"], "2025-09");
    assert_eq!(document["network"]["tariff"], "wagonload");
}

/// `corridor schema > schema/corridor.json` writes it anew.
#[test]
fn the_published_schema_is_current() {
    let published = include_str!("../schema/corridor.json");
    assert!(stdout(&["schema"]) == published, "run `cargo run --features cli -- schema > schema/corridor.json`");
}

/// Fields that the schema asks for, by the kind of document.
#[test]
fn documents_have_the_fields_of_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema/corridor.json")).expect("JSON");
    for args in EVERY {
        let text = stdout(&[args, &["--format", "json"]].concat());
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let wrong = mismatch(&schema, &schema, &document);
        assert!(wrong.is_none(), "{args:?}: {wrong:?}");
    }
    // A field that has gone is seen.
    let text = stdout(&["rank", "karachi", "almaty", "--format", "json"]);
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    document["answer"]["rows"][0]["route"].as_object_mut().expect("a route").remove("time_h");
    document["answer"]["rows"][0].as_object_mut().expect("a row").remove("name");
    assert!(mismatch(&schema, &schema, &document).is_some());
}

/// Where a document lacks what a schema requires, has what it does not know, or is of another type. As much of JSON Schema as ours uses.
fn mismatch(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return mismatch(root, root.pointer(reference.trim_start_matches('#'))?, value);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let fits = choices.iter().any(|choice| mismatch(root, choice, value).is_none());
            if !fits {
                return Some(format!("none of {choice}: {}", value.to_string().chars().take(120).collect::<String>()));
            }
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name)) {
        return Some(format!("{value} is no {types:?}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        return Some(format!("{value} is not {}", schema["const"]));
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(key).is_none() {
            return Some(format!("no `{key}`"));
        }
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(wrong) = value.get(key).and_then(|value| mismatch(root, inner, value)) {
            return Some(format!("{key}: {wrong}"));
        }
    }
    let items = value.as_array().into_iter().flatten();
    items.filter(|_| schema["items"].is_object()).find_map(|item| mismatch(root, &schema["items"], item))
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let mut child = corridor(&["links", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // More is written than a pipe holds, and nobody reads it.
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut complaint).expect("UTF-8");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(complaint, "");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let torn = OsStr::from_bytes(b"kar\xffachi");
    let output = corridor(&["rank"]).arg(torn).arg("almaty").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("UTF-8"));
    // A path may be anything; this one does not exist.
    let output = corridor(&["places", "--data"]).arg(torn).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let output = corridor(&["places"]).stdout(full).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be written"));
}

/// Degrees east before degrees north, in their ranges, and no line across the antimeridian (RFC 7946).
#[test]
fn maps_hold_what_the_standard_allows() {
    for args in EVERY {
        let args = [args, &["--format", "geojson"]].concat();
        let output = output(&args);
        if ["sources", "lint"].contains(&args[0]) {
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(complaint.contains("has no form `geojson`; use table, json or csv"), "{args:?}: {complaint}");
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            continue;
        }
        assert!(output.status.success(), "{args:?}");
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(document["type"], "FeatureCollection", "{args:?}");
        let features = document["features"].as_array().expect("features");
        assert!(!features.is_empty(), "{args:?}");
        for geometry in features.iter().map(|feature| &feature["geometry"]).filter(|geometry| !geometry.is_null()) {
            let coordinates = &geometry["coordinates"];
            match geometry["type"].as_str() {
                Some("Point") => drop(position(coordinates)),
                Some("LineString") => check_line(coordinates),
                Some("MultiLineString") => coordinates.as_array().expect("lines").iter().for_each(check_line),
                other => panic!("{args:?}: {other:?}"),
            }
        }
    }
}

fn position(value: &Value) -> [f64; 2] {
    let [lon, lat] = [0, 1].map(|axis| value[axis].as_f64().expect("degrees"));
    assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0, "{value}");
    // Everything bundled lies in the east, and most of it farther east than north.
    assert!(lon > -20.0, "{value}");
    [lon, lat]
}

fn check_line(line: &Value) {
    let line: Vec<[f64; 2]> = line.as_array().expect("positions").iter().map(position).collect();
    assert!(line.len() > 1);
    assert!(line.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 30.0), "{line:?}");
}

#[test]
fn colours_are_for_terminals() {
    assert!(!stdout(&["rank", "karachi", "kabul", "--data", VALID]).contains('\u{1b}'));
}

/// Under `script`, which lends a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colours_unless_they_are_refused() {
    let seen = |no_color: &str| {
        let program = env!("CARGO_BIN_EXE_corridor");
        let mut script = Command::new("script");
        script.args(["-qec", &format!("{program} rank karachi kabul --data {VALID}"), "/dev/null"]);
        script.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", no_color).env("TERM", "xterm").output()
    };
    let (Ok(coloured), Ok(plain)) = (seen(""), seen("1")) else {
        return eprintln!("skipped: there is no `script` here");
    };
    assert!(String::from_utf8_lossy(&coloured.stdout).contains("\u{1b}["), "{coloured:?}");
    let plain = String::from_utf8_lossy(&plain.stdout).into_owned();
    assert!(plain.contains("Karachi to Kabul") && !plain.contains('\u{1b}'), "{plain}");
}

/// Every table keeps to the width of the terminal; what cannot be broken is one word.
#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in ["60", "80", "120"] {
        for args in EVERY.iter().filter(|args| args[0] != "lint") {
            let output = corridor(args).env("COLUMNS", columns).output().expect("the program runs");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let width: usize = columns.parse().expect("a number");
            let wide = text.lines().find(|line| line.chars().count() > width && line.trim().contains(' '));
            assert_eq!(wide, None, "{args:?} in {columns} columns");
            assert!(text.lines().count() > 3, "{args:?}");
        }
    }
}

/// A folder of data may hold the base network; a line on a map begins at the door.
#[test]
fn coordinates_are_joined_by_road() {
    let trip = ["rank", "31.42,73.08", "43.24,76.95", "--data", "corridors"];
    let document: Value = serde_json::from_str(&stdout(&[&trip[..], &["--format", "json"]].concat())).expect("JSON");
    assert_eq!(document["trip"]["from"], "~31.42000,73.08000");
    assert_eq!(document["trip"]["from_name"], "31.420 N 73.080 E");
    assert!(document["network"]["base_crc32"].as_str().is_some_and(|checksum| checksum.len() == 8));
    let schema: Value = serde_json::from_str(include_str!("../schema/corridor.json")).expect("JSON");
    assert_eq!(mismatch(&schema, &schema, &document), None);
    let map: Value = serde_json::from_str(&stdout(&[&trip[..], &["--format", "geojson"]].concat())).expect("JSON");
    assert_eq!(map["features"][0]["geometry"]["coordinates"][0], serde_json::json!([73.08, 31.42]));
    // A place of the corridors needs no base network, and none is read.
    let document = stdout(&["rank", "karachi", "almaty", "--data", "corridors", "--format", "json"]);
    assert!(!document.contains("base_crc32"));
    let broken = ["rank", "karachi", "almaty", "--base", "README.md"];
    assert!(output(&broken).status.success());
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("doors.html");
    let path = path.to_str().expect("UTF-8");
    stdout(&["report", "31.42,73.08", "43.24,76.95", "--data", "corridors", "-o", path]);
    assert!(std::fs::read_to_string(path).expect("a page").contains("31.420 N 73.080 E to 43.240 N 76.950 E"));
}

/// The reason stands on standard error, and in a document in its place; an answer is written all the same.
#[test]
fn no_route_is_explained_in_every_format() {
    let trip = ["karachi", "kabul", "--avoid", "torkham"];
    let commands = [
        [&["rank"], &trip[..]].concat(),
        [&["front"], &trip[..]].concat(),
        [&["why"], &trip[..]].concat(),
        [&["alternatives"], &trip[..]].concat(),
        [&["what-if", "every-change"], &trip[..]].concat(),
        [&["indicators"], &trip[..]].concat(),
        vec!["matrix", "--from", "karachi", "--to", "kabul", "--avoid", "torkham"],
        vec!["reach", "karachi", "--within", "1h"],
        vec!["atlas", "karachi", "kabul", "--as-of", "2025-11"],
    ];
    for command in commands {
        for format in ["table", "json", "csv", "geojson"] {
            let args = [&command[..], &["--data", VALID, "--format", format]].concat();
            let output = output(&args);
            assert_eq!(output.status.code(), Some(1), "{args:?}");
            let reason = String::from_utf8(output.stderr).expect("UTF-8");
            assert!(reason.starts_with("no ") && reason.trim().lines().count() == 1, "{args:?}: {reason}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            if format.ends_with("json") {
                let document: Value = serde_json::from_str(&text).expect("JSON");
                let told = document["answer"].get("no_route").or(document["answer"]["after"].get("no_route"));
                let told = told.and_then(Value::as_str).map(str::to_owned);
                assert!(told.is_none_or(|told| told == reason.trim()), "{args:?}");
            }
        }
    }
}

/// What is charged at the ends is told wherever its trips are.
#[test]
fn terminals_are_told() {
    let line = "with loading at the start and unloading at the end";
    for command in ["rank", "front", "why", "alternatives", "indicators"] {
        let args = [command, "karachi", "almaty", "--terminals"];
        assert!(stdout(&args).contains(line), "{command}");
        assert!(!stdout(&args[..3]).contains(line), "{command}");
        let document: Value =
            serde_json::from_str(&stdout(&[&args[..], &["--format", "json"]].concat())).expect("JSON");
        assert_eq!(document["trip"]["terminals"], true, "{command}");
    }
    let what_if = ["what-if", "hormuz-closed", "karachi", "almaty", "--terminals"];
    assert!(stdout(&what_if).contains(line));
    for args in
        [&["matrix", "--from", "karachi", "--to", "almaty", "--terminals"][..], &["reach", "karachi", "--terminals"]]
    {
        assert!(stdout(args).contains(line), "{args:?}");
        let document: Value = serde_json::from_str(&stdout(&[args, &["--format", "json"]].concat())).expect("JSON");
        assert_eq!(document["answer"]["terminals"], true, "{args:?}");
    }
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminals.html");
    let path = path.to_str().expect("UTF-8");
    stdout(&["report", "karachi", "almaty", "--terminals", "-o", path]);
    assert!(
        std::fs::read_to_string(path).expect("a page").contains("With loading at the start and unloading at the end")
    );
}

/// No figure has the digits that floating point adds.
#[test]
fn figures_are_written_as_they_are_known() {
    for args in EVERY {
        for format in ["json", "csv"] {
            let text = stdout(&[args, &["--format", format]].concat());
            // A hash is no figure, nor is what stands in a word.
            let tokens = text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '_'));
            let long = tokens
                .filter(|token| token.parse::<f64>().is_ok())
                .find(|token| token.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 6));
            assert_eq!(long, None, "{args:?} {format}");
        }
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(stdout(&["completions", shell]).contains("alternatives"), "{shell}");
    }
}

/// What is written as CSV or GeoJSON is read again as the same places and links.
#[test]
fn exports_come_back() {
    for format in ["csv", "geojson"] {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-exports").join(format);
        std::fs::create_dir_all(&folder).expect("a folder");
        // What no list of places and links holds: countries, sources, crossings, defaults.
        let network = std::fs::read_to_string(format!("{VALID}/network.toml")).expect("text");
        let records: String = network
            .split("\n\n")
            .filter(|record| !record.starts_with("[[place]]"))
            .fold(String::new(), |text, record| text + record + "\n\n");
        std::fs::write(folder.join("network.toml"), records).expect("a file");
        std::fs::copy(format!("{VALID}/defaults.toml"), folder.join("defaults.toml")).expect("a file");
        let corridor_of = std::fs::read_to_string(format!("{VALID}/families/kabul.toml")).expect("text");
        let kept = corridor_of.split("\n\n").filter(|record| record.starts_with("[[corridor]]"));
        std::fs::write(folder.join("corridors.toml"), kept.collect::<Vec<&str>>().join("\n\n")).expect("a file");
        std::fs::create_dir_all(folder.join("scenarios")).expect("a folder");
        std::fs::copy(format!("{VALID}/scenarios/2032.toml"), folder.join("scenarios/2032.toml")).expect("a file");
        let mut data = vec!["--data".to_owned(), folder.display().to_string()];
        for what in ["places", "links"] {
            let path = folder.join(format!("{what}.{format}"));
            std::fs::write(&path, stdout(&[what, "--data", VALID, "--format", format])).expect("a file");
            data.extend(["--data".to_owned(), path.display().to_string()]);
        }
        let data: Vec<&str> = data.iter().map(String::as_str).collect();
        for what in ["places", "links"] {
            let again = stdout(&[&[what, "--format", "csv"], &data[..]].concat());
            assert_eq!(again, stdout(&[what, "--data", VALID, "--format", "csv"]), "{what} by {format}");
        }
    }
}
