//! From what was typed to a network, a planner and a trip.

use crate::answer::Failure;
use crate::args::{Common, Constraints, Trip as Typed};
use crate::document::NetworkDocument;
use crate::words;
use corridor::{
    Amount, Base, BaseError, Criterion, LoadError, Network, Planner, Point, QueryError, Stop, Tariff, Thing, Trip,
    Weights,
};
use std::cell::OnceCell;
use std::path::PathBuf;

/// Where the base network lies in a folder of data.
const BASE: &str = "base/eurasia.base";
/// Names the file of the base network, where no option does.
const BASE_VARIABLE: &str = "CORRIDOR_BASE";

/// The network that is asked, and the data that it comes from.
pub struct Asked {
    pub network: Network,
    /// Before the month and the tariff were chosen.
    data: Network,
    /// The file of the base network, if there is one.
    base: Option<PathBuf>,
    /// The base network, once a question has needed it.
    ground: OnceCell<Base>,
}

impl Asked {
    /// Loads the data and shows them as they were asked for.
    pub fn new(common: &Common) -> Result<Asked, Failure> {
        let data = Asked::load(&common.data)??;
        let mut network = data.clone();
        if let Some(state) = &common.as_of {
            network = network.as_of(state)?;
        }
        let tariff = common.tariff.unwrap_or(Tariff::Through);
        if network.tariff() != tariff {
            network = network.with_tariff(tariff);
        }
        let beside = || common.data.iter().map(|path| path.join(BASE)).find(|path| path.is_file());
        // A variable that is set to nothing is not set.
        let set = || std::env::var_os(BASE_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let given = common.base.clone().or_else(set);
        Ok(Asked { network, data, base: given.or_else(beside), ground: OnceCell::new() })
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

    /// A planner on which these ends, and the places to come by, can be asked for. The base network is read only where one of them is a coordinate, or
    /// nothing that the corridors know.
    pub fn planner(&self, network: &Network, ends: &[Stop<'_>], typed: &Constraints) -> Result<Planner, Failure> {
        let via = words::places(&typed.via);
        let by = via.iter().map(|text| words::stop(text)).collect::<Result<Vec<Stop<'_>>, QueryError>>()?;
        let planner = self.on_ground(network, &[ends, &by].concat())?;
        let mut doors: Vec<(String, Point)> = Vec::new();
        for text in &via {
            doors.extend(self.door(network, text)?.filter(|door| doors.iter().all(|other| other.0 != door.0)));
        }
        Ok(if doors.is_empty() { planner } else { planner.with_doors(doors)? })
    }

    /// The name and the coordinate of a place to come by that the corridors do not know.
    fn door(&self, network: &Network, text: &str) -> Result<Option<(String, Point)>, Failure> {
        Ok(match words::stop(text)? {
            Stop::Point(point) => Some((point.to_string(), point)),
            _ if network.find(text).is_ok() => None,
            _ => self.ground.get().and_then(|base| base.find(text)).map(|(point, name)| {
                let name = if network.find(name).is_ok() { text } else { name };
                (name.to_owned(), point)
            }),
        })
    }

    fn on_ground(&self, network: &Network, stops: &[Stop<'_>]) -> Result<Planner, Failure> {
        let unknown = |stop: &Stop<'_>| match stop {
            Stop::Place(text) => network.find(text).err().map(|error| (None, error)),
            Stop::Point(point) => Some((Some(*point), QueryError::NoBase)),
            _ => None,
        };
        let Some((point, error)) = stops.iter().find_map(unknown) else { return Ok(network.compile()) };
        if let Some(path) = &self.base {
            return Ok(network.compile().over(self.ground(path)?.clone()));
        }
        Err(Failure::said(match (point, &error) {
            (Some(point), _) => format!(
                "{point} is no place of the corridors, and roads to a coordinate need the base network; give its file with `--base`, as \
                 corridors/base/eurasia.base of the repository"
            ),
            (_, QueryError::UnknownPlace { suggestion: None, .. }) => {
                format!(
                    "{error}; `corridor places` lists them, and with `--base FILE` more ports and rail terminals are known"
                )
            }
            _ => error.to_string(),
        }))
    }

    /// The base network, if a file of it is given.
    pub fn base(&self) -> Result<Option<&Base>, Failure> {
        self.base.as_ref().map(|path| self.ground(path)).transpose()
    }

    /// A planner over the base network, which has to be given.
    pub fn planner_over_base(&self) -> Result<Planner, Failure> {
        let base = self.base()?.ok_or_else(|| {
            Failure::said(
                "a journey runs over the base network; give its file with `--base`, as corridors/base/eurasia.base of the repository"
                    .to_owned(),
            )
        })?;
        Ok(self.network.compile().over(base.clone()))
    }

    fn ground(&self, path: &PathBuf) -> Result<&Base, Failure> {
        if let Some(base) = self.ground.get() {
            return Ok(base);
        }
        let told = |error: BaseError| match &error {
            BaseError::Io { source, .. } => Failure::said(format!("{error}: {source}")),
            _ => Failure::said(format!("`{}`: {error}", path.display())),
        };
        let base = Base::load(path).map_err(told)?;
        Ok(self.ground.get_or_init(|| base))
    }

    /// What has to be named when figures are passed on, one owner a line.
    pub fn attribution(&self) -> String {
        let base = self.ground.get().map(|_| "(c) OpenStreetMap contributors, Natural Earth: roads from door to place");
        let owners = self.network.attribution().iter().map(String::as_str).chain(base);
        let lines: String = owners.map(|owner| format!("\n  {owner}")).collect();
        if lines.is_empty() { lines } else { format!("data:{lines}") }
    }

    /// The hash of the data before the month and the tariff were chosen.
    pub fn dataset_sha256(&self) -> String {
        self.data.sha256()
    }

    /// What documents say of it.
    pub fn document(&self) -> NetworkDocument {
        NetworkDocument::new(&self.network, &self.data, self.ground.get().map(Base::checksum))
    }

    /// A planner for a trip.
    pub fn planner_of(&self, typed: &Typed) -> Result<Planner, Failure> {
        self.planner(&self.network, &[words::stop(&typed.from)?, words::stop(&typed.to)?], &typed.only)
    }
}

/// Constraints that a network has understood.
pub struct Only {
    avoid: Vec<Thing>,
    require: Vec<Thing>,
    via: Vec<String>,
    at_most: Vec<(Criterion, Amount)>,
    terminals: bool,
}

impl Only {
    pub fn new(asked: &Asked, network: &Network, typed: &Constraints) -> Result<Only, Failure> {
        let by = |text: &String| Ok(asked.door(&asked.network, text)?.map_or_else(|| text.clone(), |door| door.0));
        let things = |texts: &[String]| {
            let things = texts.iter().map(|text| words::thing(network, text).map_err(Failure::said));
            things.collect::<Result<Vec<Thing>, Failure>>()
        };
        Ok(Only {
            avoid: things(&typed.avoid)?,
            require: things(&typed.require)?,
            via: words::places(&typed.via).iter().map(by).collect::<Result<Vec<String>, Failure>>()?,
            at_most: typed.at_most.iter().map(|limit| (limit.criterion, limit.amount)).collect(),
            terminals: typed.terminals,
        })
    }

    /// A trip that keeps to them.
    pub fn on<'a>(&self, mut trip: Trip<'a>) -> Result<Trip<'a>, QueryError> {
        if self.terminals {
            trip = trip.with_terminals()?;
        }
        for thing in &self.avoid {
            trip = trip.avoid(thing.clone())?;
        }
        for thing in &self.require {
            trip = trip.require(thing.clone())?;
        }
        trip = trip.via(&self.via)?;
        for (criterion, amount) in &self.at_most {
            trip = trip.at_most(*criterion, *amount)?;
        }
        Ok(trip)
    }
}

/// The trip with its constraints.
pub fn trip<'a>(asked: &Asked, planner: &'a Planner, typed: &Typed) -> Result<Trip<'a>, Failure> {
    let trip = planner.trip(words::stop(&typed.from)?, words::stop(&typed.to)?)?;
    Ok(Only::new(asked, planner.network(), &typed.only)?.on(trip)?)
}

/// Why there is no route, for standard error.
pub fn reason(trip: &Trip<'_>, weights: &Weights) -> Result<String, QueryError> {
    trip.check(weights)?;
    let why = trip.blockage(weights).map_or_else(
        || "nothing blocks it, and a search for a route was given up; ask for less".to_owned(),
        |blockage| blockage.to_string(),
    );
    Ok(format!("no route: {why}"))
}
