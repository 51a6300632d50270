//! Files: a folder of TOML becomes a network, one file a scenario.
//!
//! `file`, `table` and `values` read keys and report what is wrong with them; each of the other files knows one group
//! of records.

mod corridors;
mod countries;
mod crossings;
mod defaults;
mod figures;
mod file;
mod history;
mod indicators;
mod links;
#[cfg(feature = "exchange")]
mod own;
mod places;
mod scenarios;
mod table;
mod values;
mod words;

use crate::network::Network;
use crate::problem::{InvalidNetwork, Problem, ProblemKind};
use crate::records::{Location, Records};
use crate::resolve::resolve;
use crate::scenario::Scenario;
use file::File;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use table::Table;

/// The subfolders that belong to a network, beside the folder itself.
const FAMILIES: &str = "families";
const SCENARIOS: &str = "scenarios";

/// Why files became no network or scenario.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file or folder cannot be read.
    #[error("cannot read `{}`; check that it exists and is text", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The folder holds nothing to load.
    #[error("no `.toml` file in `{}`; name the folder that holds the network", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A file to merge into a network is of no kind that can be.
    #[cfg(feature = "exchange")]
    #[error("`{}` is no `.csv`, `.geojson`, `.json` or `.toml` file; export it as one of these", path.display())]
    UnknownKind {
        /// The file.
        path: PathBuf,
    },
    /// The files can be read, but something in them is wrong.
    #[error(transparent)]
    Invalid(#[from] InvalidNetwork),
    /// The file or text of a scenario is wrong.
    #[error("the scenario cannot be read:{}", problems.iter().map(|problem| format!("\n{problem}")).collect::<String>())]
    InvalidScenario {
        /// What is wrong with it, by line.
        problems: Vec<Problem>,
    },
}

impl Network {
    /// The network that a folder declares: every `.toml` file directly in it, in `families` and in `scenarios`. Any
    /// record may stand in any file; a scenario is a file of its own in `scenarios`, and its id is the name of the file.
    ///
    /// ```no_run
    /// use corridor::Network;
    /// let network = Network::load("my-corridors")?;
    /// println!("{} places", network.nodes().len());
    /// # Ok::<(), corridor::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// A file that cannot be read; or all that is wrong in all files, each with file and line.
    pub fn load(path: impl AsRef<Path>) -> Result<Network, LoadError> {
        let mut reading = Reading::default();
        reading.folder(path.as_ref())?;
        Ok(reading.network()?)
    }
}

impl Reading {
    /// Reads every file of a folder.
    fn folder(&mut self, folder: &Path) -> Result<(), LoadError> {
        let mut found = false;
        for (prefix, optional) in [("", false), (FAMILIES, true), (SCENARIOS, true)] {
            let within = if prefix.is_empty() { folder.to_owned() } else { folder.join(prefix) };
            if optional && !within.is_dir() {
                continue;
            }
            for (stem, path) in toml_files(&within)? {
                let text = std::fs::read_to_string(&path).map_err(|source| LoadError::Io { path, source })?;
                let slash = if prefix.is_empty() { "" } else { "/" };
                let file = File::new(&format!("{prefix}{slash}{stem}.toml"), &text);
                if prefix == SCENARIOS {
                    self.scenario(file, stem);
                } else {
                    self.records(file);
                }
                found = true;
            }
        }
        if !found {
            return Err(LoadError::Empty { path: folder.to_owned() });
        }
        Ok(())
    }
}

impl Scenario {
    /// The scenario in a TOML file.
    ///
    /// # Errors
    /// A file that cannot be read; or all that is wrong in it, each with its line.
    pub fn load(path: impl AsRef<Path>) -> Result<Scenario, LoadError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
        read_scenario(&path.display().to_string(), &text)
    }

    /// The scenario that TOML text declares: a `name`, perhaps a `note`, and changes in order. Each `[[change]]` holds one of `close`, `open`, `delay` (with `h`),
    /// `reprice` (`factor`), `set_hours` (`h`, perhaps `country` and `direction`), `scale` (`factor`), `set` (`value`), `add_link` (the keys of a link), `as_of`,
    /// `open_lines_by`, `open_everything`: what the methods of these names do.
    ///
    /// ```
    /// use corridor::Scenario;
    /// let text = r#"
    ///     name = "a slow winter"
    ///     [[change]]
    ///     delay = "torkham"
    ///     h = 24
    ///     [[change]]
    ///     scale = "wait.ferry.black-sea"
    ///     factor = 2.0
    ///     [[change]]
    ///     set = "wait.ferry.caspian"
    ///     value = 24
    /// "#;
    /// assert_eq!(Scenario::from_toml(text)?.name(), "a slow winter");
    /// # Ok::<(), corridor::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// All that is wrong in it, each with its line.
    pub fn from_toml(text: &str) -> Result<Scenario, LoadError> {
        read_scenario("scenario", text)
    }
}

fn read_scenario(name: &str, text: &str) -> Result<Scenario, LoadError> {
    let mut problems = Vec::new();
    let scenario = File::new(name, text).read(&mut problems, scenarios::scenario);
    match scenario {
        Some(scenario) if problems.is_empty() => Ok(scenario),
        _ => {
            problems.sort_by(|a, b| a.location().cmp(b.location()));
            Err(LoadError::InvalidScenario { problems })
        }
    }
}

/// The `.toml` files directly in a folder, by the stems of their names.
fn toml_files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, LoadError> {
    let unreadable = |source| LoadError::Io { path: folder.to_owned(), source };
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        if let Some(stem) = stem.filter(|_| path.extension().is_some_and(|extension| extension == "toml")) {
            files.insert(stem, path);
        }
    }
    Ok(files)
}

/// What has been read so far, and what is wrong with it.
#[derive(Default)]
struct Reading {
    records: Records,
    problems: Vec<Problem>,
    /// Where each key of the manifest was given.
    manifest: BTreeMap<&'static str, Location>,
}

impl Reading {
    fn scenario(&mut self, file: File<'_>, id: String) {
        let scenario = file.read(&mut self.problems, scenarios::scenario);
        self.records.scenarios.extend(scenario.map(|scenario| (id, scenario)));
    }

    fn records(&mut self, file: File<'_>) {
        let Reading { records, problems, manifest } = self;
        let mut twice = Vec::new();
        file.read(problems, |table| {
            for key in ["name", "edition", "records_from", "licence", "attribution"] {
                if table.has(key) {
                    let at = table.location_of(key);
                    match manifest.get(key) {
                        Some(first) => twice.push((key, at, first.clone())),
                        None => drop(manifest.insert(key, at)),
                    }
                }
            }
            records.name = table.some_text("name").or(records.name.take());
            records.edition = table.some_month("edition").or(records.edition);
            records.records_from = table.some_month("records_from").or(records.records_from);
            records.licence = table.some_text("licence").or(records.licence.take());
            records.attribution.extend(table.texts("attribution"));
            records.states.extend(table.tables("state", state));
            records.sources.extend(table.tables("source", countries::source));
            records.countries.extend(table.tables("country", countries::country));
            records.unions.extend(table.tables("union", countries::union));
            records.waters.extend(table.tables("water", countries::water));
            records.places.extend(table.tables("place", places::place));
            records.crossings.extend(table.tables("crossing", crossings::crossing));
            records.links.extend(table.tables("link", links::link));
            records.corridors.extend(table.tables("corridor", corridors::corridor));
            records.references.extend(table.tables("reference", corridors::reference));
            records.indicators.extend(table.tables("indicators", indicators::indicators));
            records.defaults.extend(defaults::defaults(table));
        });
        problems.extend(twice.into_iter().map(|(key, at, first)| Problem {
            at,
            subject: format!("key `{key}`"),
            kind: ProblemKind::Duplicate { first },
        }));
    }

    /// Ids are looked up only in files that could be read whole: a record that could not would be missed everywhere.
    fn network(self) -> Result<Network, InvalidNetwork> {
        match InvalidNetwork::of(self.problems) {
            Some(invalid) => Err(invalid),
            None => resolve(self.records),
        }
    }
}

/// A named state: its id, the scenario that makes it, where it is declared.
fn state(table: &mut Table<'_>) -> (String, String, Location) {
    let id = table.id("state");
    // For the reader of the file only: the scenario has a note of its own.
    table.some_text("note");
    (id, table.text("scenario"), table.location())
}
