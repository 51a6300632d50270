//! Files merged into a folder's network, or into the bundled one.

use super::{csv, geojson};
use crate::load::file::File;
use crate::load::{LoadError, Reading, SCENARIOS};
use crate::network::Network;
use std::path::Path;

/// The TOML behind the bundled network: what a user adds is checked together with it, as one. Read only then.
macro_rules! bundled {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../../../corridors/", $name)))),*] };
}
const BUNDLED: [(&str, &str); 25] = bundled![
    "countries.toml",
    "crossings.toml",
    "defaults.toml",
    "indicators.toml",
    "network.toml",
    "places.toml",
    "sources.toml",
    "families/china-europe-gateways.toml",
    "families/instc-iran.toml",
    "families/karachi-khorgos.toml",
    "families/moscow-gwadar.toml",
    "families/northern.toml",
    "families/sea.toml",
    "families/trans-afghan.toml",
    "families/trans-caspian.toml",
    "scenarios/2032.toml",
    "scenarios/all-open.toml",
    "scenarios/caspian-wait-doubled.toml",
    "scenarios/hormuz-closed.toml",
    "scenarios/khunjerab-winter.toml",
    "scenarios/poland-belarus-closed.toml",
    "scenarios/suez-closed.toml",
    "scenarios/torkham-and-chaman-reopened.toml",
    "scenarios/tripp-open.toml",
    "scenarios/western-trans-afghan-railway.toml",
];

impl Network {
    /// The network of a folder (see [`Network::load`]) with places and links of further files: CSV, GeoJSON, or any record in TOML.
    ///
    /// Fields have the names that [`exchange`](crate::exchange) writes. A CSV file is of places if its header has `lat`, of links if it has `from`; in GeoJSON points are places,
    /// and lines are links, as long as they are drawn unless they have a `distance_km`. Each record has a `source` and `year`, or an `estimate`, which hold for all its figures.
    ///
    /// # Errors
    /// A file that cannot be read or is of another kind; or all that is wrong in all files and in the whole network, each with file and line.
    pub fn load_with(
        folder: impl AsRef<Path>,
        files: impl IntoIterator<Item = impl AsRef<Path>>,
    ) -> Result<Network, LoadError> {
        let mut reading = Reading::default();
        reading.folder(folder.as_ref())?;
        reading.merged(files)
    }

    /// The bundled network with places and links of further files; see [`Network::load_with`]. Takes some tens of milliseconds, since all is checked as one.
    ///
    /// # Errors
    /// As [`Network::load_with`].
    pub fn bundled_with(files: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<Network, LoadError> {
        let mut reading = Reading::default();
        for (name, text) in BUNDLED {
            let stem = name.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")).unwrap_or(name);
            if name.starts_with(SCENARIOS) {
                reading.scenario(File::new(name, text), stem.to_owned());
            } else {
                reading.records(File::new(name, text));
            }
        }
        reading.merged(files)
    }
}

impl Reading {
    fn merged(mut self, files: impl IntoIterator<Item = impl AsRef<Path>>) -> Result<Network, LoadError> {
        for path in files {
            let path = path.as_ref();
            let text =
                std::fs::read_to_string(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
            let name = path.display().to_string();
            match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
                "csv" => csv::read(&name, &text, &mut self.records, &mut self.problems),
                "geojson" | "json" => geojson::read(&name, &text, &mut self.records, &mut self.problems),
                "toml" => self.records(File::new(&name, &text)),
                _ => return Err(LoadError::UnknownKind { path: path.to_owned() }),
            }
        }
        Ok(self.network()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_toml_makes_the_bundled_network() {
        let none: [&Path; 0] = [];
        assert_eq!(Network::bundled_with(none).unwrap().inner, Network::bundled().inner);
    }
}
