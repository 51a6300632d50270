//! From what was typed to a network, a planner and a trip.

use crate::answer::Failure;
use crate::args::{Common, Trip as Typed};
use crate::document::NetworkDocument;
use crate::words;
use corridor::{LoadError, Network, Planner, QueryError, Trip, Weights};
use std::path::PathBuf;

/// The network that is asked, and the data that it comes from.
pub struct Asked {
    pub network: Network,
    /// Before the month and the tariff were chosen.
    data: Network,
}

impl Asked {
    /// Loads the data and shows them as they were asked for.
    pub fn new(common: &Common) -> Result<Asked, Failure> {
        let data = Asked::load(&common.data)??;
        let mut network = data.clone();
        if let Some(state) = &common.as_of {
            network = network.as_of(state)?;
        }
        if network.tariff() != common.tariff {
            network = network.with_tariff(common.tariff);
        }
        Ok(Asked { network, data })
    }

    /// The network of a folder or the bundled one, with what further files hold; or what is wrong in it.
    pub fn load(paths: &[PathBuf]) -> Result<Result<Network, LoadError>, Failure> {
        let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| path.is_dir());
        Ok(match (&folders[..], &files[..]) {
            ([], []) => Ok(Network::bundled()),
            ([], files) => Network::bundled_with(files),
            ([folder], files) => Network::load_with(folder, files),
            ([_, second, ..], _) => {
                let second = second.display();
                let text = format!("`{second}` is a second folder; give one folder, and files to merge into it");
                return Err(Failure::said(text));
            }
        })
    }

    /// What has to be named when figures are passed on, one owner a line.
    pub fn attribution(&self) -> String {
        let lines = self.network.attribution().iter().map(|owner| format!("\n  {owner}"));
        let lines: String = lines.collect();
        if lines.is_empty() { lines } else { format!("data:{lines}") }
    }

    /// The hash of the data before the month and the tariff were chosen.
    pub fn dataset_sha256(&self) -> String {
        self.data.sha256()
    }

    /// What documents say of it.
    pub fn document(&self) -> NetworkDocument {
        NetworkDocument::new(&self.network, &self.data)
    }
}

/// The trip with its constraints.
pub fn trip<'a>(planner: &'a Planner, typed: &Typed) -> Result<Trip<'a>, Failure> {
    let network = planner.network();
    let mut trip = planner.trip(&typed.from, &typed.to)?;
    if typed.terminals {
        trip = trip.with_terminals()?;
    }
    for text in &typed.avoid {
        trip = trip.avoid(words::thing(network, text).map_err(Failure::said)?)?;
    }
    for text in &typed.require {
        trip = trip.require(words::thing(network, text).map_err(Failure::said)?)?;
    }
    trip = trip.via(&typed.via)?;
    for limit in &typed.at_most {
        trip = trip.at_most(limit.criterion, limit.amount)?;
    }
    Ok(trip)
}

/// Why there is no route, for standard error.
pub fn reason(trip: &Trip<'_>, weights: &Weights) -> Result<String, QueryError> {
    trip.check(weights)?;
    let why = trip.blockage(weights).map_or_else(|| "nothing blocks it".to_owned(), |blockage| blockage.to_string());
    Ok(format!("no route: {why}"))
}
