//! What the command line takes.

use crate::answer::Failure;
use crate::words;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use corridor::{Criterion, Tariff, Weights};
use std::path::PathBuf;

/// Plans freight routes over the transport corridors of Eurasia.
#[derive(Debug, Parser)]
#[command(name = "corridor", version, max_term_width = 110, arg_required_else_help = true, after_help = AFTER)]
pub struct Cli {
    /// What everything is asked of.
    #[command(flatten)]
    pub common: Common,
    /// The question.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Places are given by id, UN/LOCODE or name: karachi, PKKHI, \"Xi'an\". `corridor places QUERY` finds them.
With a base network (`--base`) any coordinate will do, degrees north before east: 31.42,73.08; and any port or rail terminal.
Exit status: 0, 1 (no route; the reason is on stderr), 2 (wrong input, or nothing could be written).";

/// Options of every command.
#[derive(Args, Debug)]
pub struct Common {
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Table, global = true, value_name = "FORMAT", help_heading = "Options of every command")]
    pub format: Format,
    /// A folder of TOML in place of the bundled data, or GeoJSON and CSV files of places and links that are merged into it
    #[arg(long, global = true, value_name = "PATH", help_heading = "Options of every command")]
    pub data: Vec<PathBuf>,
    /// The month (2025-09) or the named state of the data (2032) that is asked about
    #[arg(long, global = true, value_name = "STATE", help_heading = "Options of every command")]
    pub as_of: Option<String>,
    /// The price level of rail freight: through (block trains, unless given) or wagonload
    #[arg(long, global = true, value_name = "LEVEL", value_parser = words::tariff, help_heading = "Options of every command")]
    pub tariff: Option<Tariff>,
    /// The base network of roads, for coordinates and terminals; unless given what CORRIDOR_BASE names, or base/eurasia.base in the folder of the data
    #[arg(long, global = true, value_name = "FILE", help_heading = "Options of every command")]
    pub base: Option<PathBuf>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One document; `corridor schema` prints what it may hold.
    Json,
    /// One record a line, by the header.
    Csv,
    /// For maps.
    Geojson,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Rank the corridors for a trip
    Rank(Rank),
    /// The best journey over all roads, railways and lanes of the base network, corridors or not
    Journey(Journey),
    /// The routes that none beats on all of some criteria: no weights, no opinion
    Front(Front),
    /// Why one corridor is better than another, reason by reason, and what would change that
    Why(Why),
    /// Routes that really differ: by border, port and ferry
    Alternatives(Alternatives),
    /// A scenario's effect on a trip, corridor by corridor
    WhatIf(WhatIf),
    /// Each crossing, port, ferry and link closed in turn, and what that does to many trips
    Atlas(Atlas),
    /// From each of some places to each of others: days, US$ or any criterion
    Matrix(Matrix),
    /// The places within a budget of hours, US$ or km from one place
    Reach(Reach),
    /// The indicators of the field (CAREC CPMM) of each corridor, beside published ones
    Indicators(Indicators),
    /// A report in one file: map, tables, charts, weights to move
    Report(Report),
    /// Places, or those that a text finds; with a base network its ports and rail terminals, too
    Places(Query),
    /// Links, or those that a text finds
    Links(Query),
    /// Border crossings with their hours, or those that a text finds
    Crossings(Query),
    /// Corridors, or those that a text finds
    Corridors(Query),
    /// The publications behind the figures, or those that a text finds
    Sources(Query),
    /// Check a folder of data, or files that are merged into the bundled ones
    Lint(Lint),
    /// Print the JSON schema of every answer
    Schema,
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// From where to where, under which constraints.
#[derive(Args, Debug)]
pub struct Trip {
    /// Where freight starts: id, UN/LOCODE, name, or a coordinate such as 31.42,73.08
    pub from: String,
    /// Where it is to go
    pub to: String,
    #[command(flatten)]
    pub only: Constraints,
}

/// What routes have to keep to.
#[derive(Args, Debug)]
pub struct Constraints {
    /// Keep off: a country (AF), mode (sea), gauge (1520), place, crossing, link or corridor; country:AF and the like where that is ambiguous
    #[arg(long, value_name = "THING", value_delimiter = ',', help_heading = "Constraints")]
    pub avoid: Vec<String>,
    /// Use it, whatever the order
    #[arg(long, value_name = "THING", value_delimiter = ',', help_heading = "Constraints")]
    pub require: Vec<String>,
    /// Come by these places or coordinates in this order
    #[arg(long, value_name = "PLACE", help_heading = "Constraints")]
    pub via: Vec<String>,
    /// A limit: time=21d, cost=6000, crossings=3, distance=5000, risk=100, emissions=4000
    #[arg(long, value_name = "LIMIT", value_delimiter = ',', value_parser = words::limit, help_heading = "Constraints")]
    pub at_most: Vec<words::Limit>,
    /// Charge loading the first lorry or train and unloading the last
    #[arg(long, help_heading = "Constraints")]
    pub terminals: bool,
}

/// What counts how much.
#[derive(Args, Debug)]
pub struct Rates {
    /// A preset (generalised-cost, fastest, cheapest, shortest, fewest-borders, safest, greenest) or exchange rates such as time=1,risk=0.5
    #[arg(long, value_name = "RATES", value_parser = words::weights, default_value = "generalised-cost")]
    pub weights: Weights,
}

/// `rank`
#[derive(Args, Debug)]
pub struct Rank {
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
}

/// `journey`
#[derive(Args, Debug)]
pub struct Journey {
    /// Where freight starts: id, UN/LOCODE, name, or a coordinate such as 31.42,73.08
    pub from: String,
    /// Where it is to go
    pub to: String,
    /// How many journeys, best first
    #[arg(long, value_name = "N", value_parser = words::count, default_value = "1", conflicts_with = "corridors")]
    pub count: usize,
    /// The best journey along each corridor in place of the best of all
    #[arg(long)]
    pub corridors: bool,
    /// A file that keeps what `--corridors` works out about the network, seconds of work, until the network changes
    #[arg(long, value_name = "FILE")]
    pub hierarchy: Option<PathBuf>,
    #[command(flatten)]
    pub rates: Rates,
}

/// `front`
#[derive(Args, Debug)]
pub struct Front {
    #[command(flatten)]
    pub trip: Trip,
    /// The criteria: distance, time, cost, crossings, risk, emissions, or all
    #[arg(long, value_name = "CRITERIA", value_parser = words::criteria, default_value = "time,cost")]
    pub by: words::Criteria,
    /// Leave out what is better by no more than this share on each criterion, such as 0.01
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub tolerance: f64,
}

/// `why`
#[derive(Args, Debug)]
pub struct Why {
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
    /// The corridor to compare the best one with, by id; the second best unless given
    #[arg(long, value_name = "CORRIDOR")]
    pub than: Option<String>,
    /// The corridor that is compared, by id; the best unless given
    #[arg(long, value_name = "CORRIDOR")]
    pub of: Option<String>,
}

/// `alternatives`
#[derive(Args, Debug)]
pub struct Alternatives {
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
    /// How many routes
    #[arg(long, value_name = "N", value_parser = words::count, default_value = "5")]
    pub count: usize,
    /// The share of the choke points of any route above that may be used again
    #[arg(long, value_name = "SHARE", value_parser = words::share, default_value = "0.5")]
    pub choke_points: f64,
    /// The share of the kilometres of any route above that may be used again
    #[arg(long, value_name = "SHARE", value_parser = words::share, default_value = "1")]
    pub kilometres: f64,
}

/// `what-if`
#[derive(Args, Debug)]
pub struct WhatIf {
    /// A scenario: a TOML file, or the id of one that comes with the data
    pub scenario: PathBuf,
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
}

/// `atlas`
#[derive(Args, Debug)]
pub struct Atlas {
    /// The trips, two places each: xian duisburg karachi almaty; thirty relations of Eurasian trade unless given
    #[arg(value_name = "FROM TO", num_args = 2..)]
    pub places: Vec<String>,
    #[command(flatten)]
    pub only: Constraints,
    #[command(flatten)]
    pub rates: Rates,
}

/// `matrix`
#[derive(Args, Debug)]
pub struct Matrix {
    /// Where freight starts: places, coordinates, or countries by code for all their cities and ports
    #[arg(long, value_name = "PLACES", required = true)]
    pub from: Vec<String>,
    /// Where it is to go
    #[arg(long, value_name = "PLACES", required = true)]
    pub to: Vec<String>,
    /// What the table shows: time (in days), cost, distance, crossings, risk, emissions
    #[arg(long, value_name = "CRITERIA", value_parser = words::criteria, default_value = "time,cost")]
    pub show: words::Criteria,
    #[command(flatten)]
    pub only: Constraints,
    #[command(flatten)]
    pub rates: Rates,
}

/// `reach`
#[derive(Args, Debug)]
pub struct Reach {
    /// Where freight starts
    pub from: String,
    /// The budget: 7d or 168h, or of another criterion such as cost=3000
    #[arg(long, value_name = "BUDGET", value_parser = words::budget, default_value = "7d")]
    pub within: words::Limit,
    #[command(flatten)]
    pub only: Constraints,
}

/// `indicators`
#[derive(Args, Debug)]
pub struct Indicators {
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
}

/// `report`
#[derive(Args, Debug)]
pub struct Report {
    #[command(flatten)]
    pub trip: Trip,
    #[command(flatten)]
    pub rates: Rates,
    /// Where the page is written
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    pub output: PathBuf,
    /// Where the map alone is written, as .svg or .png
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Where the time-distance chart alone is written, as .svg or .png
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,
    /// Where the cost-distance chart alone is written, as .svg or .png
    #[arg(long, value_name = "FILE")]
    pub cost_chart: Option<PathBuf>,
}

/// A list that a text narrows down.
#[derive(Args, Debug)]
pub struct Query {
    /// Part of an id, a name or a code; all of them unless given
    pub query: Option<String>,
}

/// `lint`
#[derive(Args, Debug)]
pub struct Lint {
    /// A folder of TOML, or GeoJSON and CSV files
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

impl Common {
    /// Refuses what a command would leave unheeded.
    pub fn refuse(&self, command: &str, why: &str) -> Result<(), Failure> {
        let given =
            [("--data", !self.data.is_empty()), ("--as-of", self.as_of.is_some()), ("--tariff", self.tariff.is_some())];
        match given.into_iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(Failure::said(format!("`{command}` knows no `{option}`; {why}"))),
            None => Ok(()),
        }
    }
}

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Geojson => "geojson",
        }
    }
}

/// Criteria in the order in which tables show them.
pub const COLUMNS: [Criterion; 6] = [
    Criterion::Distance,
    Criterion::Crossings,
    Criterion::Risk,
    Criterion::Time,
    Criterion::Cost,
    Criterion::Emissions,
];
