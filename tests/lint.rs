//! What is wrong in files is reported: each rule once, all problems at once, and never with a panic.
//!
//! Each file of `tests/fixtures` adds one wrong thing to the network in `tests/fixtures/valid`.

use corridor::{InvalidNetwork, LoadError, Mode, Network, Scenario, hours, lat, lon};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
const CORRIDORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors");

/// An empty folder for one test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The `.toml` files of a network's folder, by their paths in it.
fn files(folder: impl AsRef<Path>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for within in ["", "families/", "scenarios/"] {
        for entry in fs::read_dir(folder.as_ref().join(within)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.file_name().unwrap().to_str().unwrap();
                files.push((format!("{within}{name}"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn write(folder: &Path, files: &[(String, String)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn invalid(loaded: Result<Network, LoadError>) -> InvalidNetwork {
    match loaded {
        Err(LoadError::Invalid(invalid)) => invalid,
        other => panic!("expected an invalid network, got {other:?}"),
    }
}

/// The valid network with one more file, which is wrong. Tests run side by side, each in folders of its own.
fn load_with(test: &str, fixture: &Path) -> InvalidNetwork {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    let folder = folder(&format!("{test}/{name}"));
    write(&folder, &files(format!("{FIXTURES}/valid")));
    fs::copy(fixture, folder.join(name)).unwrap();
    invalid(Network::load(&folder))
}

fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(FIXTURES).unwrap().map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    fixtures.sort();
    fixtures
}

#[test]
fn the_valid_network_is_valid() {
    let network = Network::load(format!("{FIXTURES}/valid")).unwrap();
    assert_eq!(network.nodes().len(), 6);
    assert_eq!(network.links().len(), 7);
    for (id, scenario) in network.scenarios() {
        network.with(scenario).unwrap_or_else(|error| panic!("{id}: {error}"));
    }
    network.as_of("2032").unwrap();
}

#[test]
fn each_fixture_has_exactly_one_problem() {
    for fixture in fixtures() {
        let invalid = load_with("each", &fixture);
        let name = fixture.file_stem().unwrap().to_str().unwrap();
        if name != "many-problems" {
            assert_eq!(invalid.problems().len(), 1, "{name}: {invalid}");
        }
        for problem in invalid.problems() {
            assert!(problem.location().file().is_some() && problem.location().line() > 0, "{name}: {problem}");
        }
        insta::assert_snapshot!(name, invalid);
    }
}

#[test]
fn every_kind_of_problem_has_a_fixture() {
    // Only code can leave a length out: in a file that is a missing key.
    let mut net = Network::builder();
    net.node("port", "PK", lat(24.85), lon(66.98));
    net.node("market", "PK", lat(34.01), lon(71.52));
    net.link("port", "market", Mode::Road).time(hours(26));
    let no_length = net.build().unwrap_err();
    insta::assert_snapshot!("no-length", no_length);

    let invalid: Vec<InvalidNetwork> =
        fixtures().iter().map(|path| load_with("kinds", path)).chain([no_length]).collect();
    let kinds = invalid.iter().flat_map(|invalid| invalid.problems()).map(|problem| format!("{:?}", problem.kind()));
    let name = |kind: String| kind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let seen: BTreeSet<String> = kinds.map(name).collect();

    let source = include_str!("../src/problem.rs");
    let body = source.split("pub enum ProblemKind {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants =
        body.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| line.starts_with(char::is_uppercase));
    // One is a warning about a network that is valid; two are of other formats, which the command line's transcripts show.
    let elsewhere = ["ShorterThanGeodesic", "NotCsv", "NotGeoJson"];
    let declared: BTreeSet<String> =
        variants.map(|line| name(line.to_owned())).filter(|kind| !elsewhere.contains(&kind.as_str())).collect();
    assert_eq!(seen, declared);
}

#[test]
fn a_scenario_says_what_is_wrong_in_it() {
    let text = "
        name = \"wrong in every change\"
        noet = \"a misspelt key\"
        [[change]]
        clsoe = \"torkham\"
        [[change]]
        close = \"torkham\"
        open = \"torkham\"
        [[change]]
        delay = \"torkham\"
        [[change]]
        reprice = \"torkham\"
        usd = 900
        [[change]]
        set_hours = \"torkham\"
        direction = \"sideways\"
        h = \"12\"
        [[change]]
        as_of = \"2025-13\"
        [[change]]
        open_everything = false
        [[change]]
        add_link = { from = \"karachi\", to = \"kabul\", mode = \"rail\", distance = 1600 }
    ";
    insta::assert_snapshot!("scenario", Scenario::from_toml(text).unwrap_err());
    insta::assert_snapshot!("scenario-syntax", Scenario::from_toml("name = \"x\"\nnote = ").unwrap_err());
}

#[test]
fn changes_that_cannot_be_made_are_all_reported() {
    let network = Network::load(format!("{FIXTURES}/valid")).unwrap();
    let text = "
        name = \"impossible\"
        [[change]]
        close = \"torkam\"
        [[change]]
        open = \"torkham\"
        [[change]]
        close = \"peshawar-torkham-pk-rail\"
        [[change]]
        reprice = \"kabul\"
        factor = 2
        [[change]]
        set_hours = \"kabul\"
        h = 12
        [[change]]
        set_hours = \"torkham\"
        country = \"AE\"
        h = 12
        [[change]]
        delay = \"torkham\"
        h = -12
        [[change]]
        scale = \"wait.sea.arabian-see\"
        factor = 2
        [[change]]
        as_of = \"2020-01\"
        [[change]]
        open_lines_by = 2029
        [[change]]
        add_link = { from = \"karachi\", to = \"kabul\", mode = \"road\", distance = { km = 160 } }
        [[change]]
        add_link = { from = \"karachi\", to = \"kabul\", mode = \"road\", distance = { km = 160, estimate = \"a dream\" } }
    ";
    let scenario = Scenario::from_toml(text).unwrap();
    insta::assert_snapshot!("impossible-changes", network.with(&scenario).unwrap_err());
    insta::assert_snapshot!("unknown-state-asked", network.as_of("2040").unwrap_err());
    insta::assert_snapshot!("month-outside-record", network.as_of("2020-01").unwrap_err());
    let undated = Network::builder().build().unwrap();
    insta::assert_snapshot!("not-dated", undated.as_of("2020-01").unwrap_err());
}

#[test]
fn what_cannot_be_read_is_named() {
    let message = |error: LoadError| error.to_string().replace(env!("CARGO_TARGET_TMPDIR"), "");
    let empty = folder("nothing-here");
    insta::assert_snapshot!("empty", message(Network::load(&empty).unwrap_err()));
    insta::assert_snapshot!("no-folder", message(Network::load(empty.join("nowhere")).unwrap_err()));
    insta::assert_snapshot!("no-scenario", message(Scenario::load(empty.join("nowhere.toml")).unwrap_err()));
}

/// Records as text, each with what belongs to it: `[[crossing.post]]` stays with its `[[crossing]]`.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines() {
        if line.starts_with("[[") && !line.contains('.') {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().unwrap();
        block.push_str(line);
        block.push('\n');
    }
    blocks
}

#[test]
fn the_order_of_files_and_records_does_not_matter() {
    for (test, original) in [("shuffled-fixture", format!("{FIXTURES}/valid")), ("shuffled", CORRIDORS.to_owned())] {
        let shuffled = folder(test);
        let (scenarios, records): (Vec<_>, Vec<_>) =
            files(&original).into_iter().partition(|(name, _)| name.starts_with("scenarios/"));
        write(&shuffled, &scenarios);
        // Keys of the manifest stand before the first record of their file; the records go to other files, backwards.
        let mut pieces = vec![String::new(); 7];
        let mut manifest = String::new();
        for (_, text) in &records {
            let mut blocks = blocks(text).into_iter();
            manifest.extend(blocks.next());
            for (i, block) in blocks.enumerate() {
                let piece = &mut pieces[(i * 5 + block.len()) % 7];
                piece.insert_str(0, &block);
            }
        }
        pieces[3].insert_str(0, &manifest);
        let named = pieces
            .into_iter()
            .enumerate()
            .map(|(i, piece)| (if i % 2 == 0 { format!("{i}.toml") } else { format!("families/{i}.toml") }, piece));
        write(&shuffled, &named.collect::<Vec<_>>());

        let [before, after] = [Path::new(&original), &shuffled].map(|folder| Network::load(folder).unwrap());
        assert!(format!("{before:?}") == format!("{after:?}"), "{test}: the order of files or records matters");
    }
}

#[test]
fn the_scenarios_of_the_data_apply() {
    let network = Network::load(CORRIDORS).unwrap();
    for (id, scenario) in network.scenarios() {
        network.with(scenario).unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

#[test]
fn a_file_cut_short_is_no_reason_to_panic() {
    const CUTS: usize = 24;
    let cut_short = folder("cut-short");
    for (name, text) in files(CORRIDORS) {
        let path = cut_short.join("cut.toml");
        // Coprime with most things that repeat in the files, so that the cuts fall everywhere in a record.
        for cut in 0..CUTS {
            let end = text.len() * cut / CUTS + 7 * cut % 31;
            let end = (0..=end.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
            fs::write(&path, &text[..end]).unwrap();
            if let Err(error) = Network::load(&cut_short) {
                assert!(matches!(error, LoadError::Invalid(_)), "{name} cut at {end}: {error}");
            }
            let _ = Scenario::load(&path);
        }
    }
}

#[test]
fn a_mangled_file_is_no_reason_to_panic() {
    let mangled = folder("mangled");
    let valid = files(format!("{FIXTURES}/valid"));
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..300 {
        let mut files = valid.clone();
        let chosen = random(files.len());
        let text = &mut files[chosen].1;
        let lines: Vec<&str> = text.lines().collect();
        let (at, other) = (random(lines.len()), lines[random(lines.len())].to_owned());
        let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
        match random(4) {
            0 => drop(lines.remove(at)),
            1 => lines[at] = other,
            2 => lines.insert(at, other),
            _ => {
                let digits = ["-1", "nan", "1e300", "99999999999999999999", "\"\"", "[]", "{}", "0", "true"];
                let value = digits[random(digits.len())];
                if let Some((key, _)) = lines[at].split_once('=') {
                    lines[at] = format!("{key}= {value}");
                }
            }
        }
        *text = lines.join("\n");
        write(&mangled, &files);
        let _ = Network::load(&mangled);
    }
}
