//! What each command answers, as JSON.

use super::journey::JourneysDocument;
use super::route::{IndicatorsDocument, PublishedDocument, RouteDocument};
use super::world::{CorridorDocument, CrossingDocument, LinkDocument, PlaceDocument, SourceDocument};
use corridor::exchange::Costs;
use corridor::{Blocked, Obstacle, Ranked};
use schemars::JsonSchema;
use serde::Serialize;

/// The answer, by what was asked.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "kind", content = "answer", rename_all = "kebab-case")]
pub enum AnswerDocument {
    Rank(RankDocument),
    Journey(JourneysDocument),
    Front(FrontDocument),
    Why(WhyDocument),
    Alternatives(AlternativesDocument),
    WhatIf(WhatIfDocument),
    Atlas(AtlasDocument),
    Matrix(MatrixDocument),
    Reach(ReachDocument),
    Indicators(AllIndicatorsDocument),
    Places(Vec<PlaceDocument>),
    Links(Vec<LinkDocument>),
    Crossings(Vec<CrossingDocument>),
    Corridors(Vec<CorridorDocument>),
    Sources(Vec<SourceDocument>),
    Lint(LintDocument),
}

/// A corridor by id and name.
#[derive(JsonSchema, Serialize)]
pub struct NamedDocument {
    pub id: String,
    pub name: String,
}

/// The corridors ranked.
#[derive(JsonSchema, Serialize)]
pub struct RankDocument {
    /// Best first; empty if no route is open.
    pub rows: Vec<RowDocument>,
    /// Corridors that carry no traffic, and what they would cost if they did.
    pub blocked: Vec<BlockedDocument>,
    /// How many corridors make no sense for the trip.
    pub left_out: usize,
    /// The ids of corridors of which it could not be decided whether a route follows them.
    pub undecided: Vec<String>,
    /// Why there is no route, if there is none.
    pub no_route: Option<String>,
}

/// One row of a ranking.
#[derive(JsonSchema, Serialize)]
pub struct RowDocument {
    /// From 1.
    place: usize,
    /// The ids of the corridors whose best route this is; none for "no named corridor".
    corridors: Vec<String>,
    name: String,
    /// The score against that of the best: 1.05 is 5 % worse; null where the best scores nothing and this one something.
    score_ratio: Option<f64>,
    route: RouteDocument,
}

impl RowDocument {
    pub fn new(place: usize, row: &Ranked, score_ratio: Option<f64>) -> RowDocument {
        RowDocument {
            place,
            corridors: row.corridors().map(str::to_owned).collect(),
            name: row.name(),
            score_ratio: score_ratio.map(super::neat),
            route: RouteDocument::new(&row.route),
        }
    }
}

/// A corridor that carries no traffic.
#[derive(JsonSchema, Serialize)]
pub struct BlockedDocument {
    corridor: NamedDocument,
    obstacles: Vec<ObstacleDocument>,
    route: RouteDocument,
}

/// Something closed.
#[derive(JsonSchema, Serialize)]
pub struct ObstacleDocument {
    id: String,
    name: String,
    status: String,
    /// The month since when.
    since: Option<String>,
    /// The id of the publication.
    source: Option<String>,
}

impl ObstacleDocument {
    pub fn new(obstacle: &Obstacle) -> ObstacleDocument {
        ObstacleDocument {
            id: obstacle.id().to_owned(),
            name: obstacle.name().to_owned(),
            status: obstacle.status().to_string(),
            since: obstacle.since().map(|month| month.to_string()),
            source: obstacle.source().map(str::to_owned),
        }
    }
}

impl BlockedDocument {
    pub fn new(blocked: &Blocked) -> BlockedDocument {
        BlockedDocument {
            corridor: NamedDocument { id: blocked.corridor().to_owned(), name: blocked.name().to_owned() },
            obstacles: blocked.obstacles().iter().map(ObstacleDocument::new).collect(),
            route: RouteDocument::new(&blocked.route),
        }
    }
}

/// The routes that none beats.
#[derive(JsonSchema, Serialize)]
pub struct FrontDocument {
    pub criteria: Vec<String>,
    /// Routes that are better by no more than this share on each criterion are left out.
    pub tolerance: f64,
    pub complete: bool,
    pub routes: Vec<FrontRouteDocument>,
    /// Why there is no route, if there is none.
    pub no_route: Option<String>,
}

/// One route of a front.
#[derive(JsonSchema, Serialize)]
pub struct FrontRouteDocument {
    /// The ids of the corridors that it follows.
    pub corridors: Vec<String>,
    /// Whether some weights choose it.
    pub supported: bool,
    #[serde(flatten)]
    pub costs: Costs,
    pub links: Vec<String>,
}

/// The difference between two routes, reason by reason.
#[derive(JsonSchema, Serialize)]
pub struct WhyDocument {
    /// The corridors compared; differences are B less A. Null if there are no two routes.
    pub a: Option<String>,
    pub b: Option<String>,
    pub sentence: Option<String>,
    pub steps: Vec<StepDocument>,
    /// By which change another route would be the best, the five nearest; null where that was not asked.
    pub tipping_points: Option<Vec<TippingDocument>>,
    /// Why it was not asked.
    pub no_tipping_points: Option<String>,
    /// Why there are no two routes, if there are none.
    pub no_route: Option<String>,
}

/// What A and B spend for one reason, in the unit of the criterion.
#[derive(JsonSchema, Serialize)]
pub struct StepDocument {
    pub criterion: String,
    pub unit: String,
    pub reason: String,
    pub a: f64,
    pub b: f64,
    pub difference: f64,
}

/// A value from which on another route is the best.
#[derive(JsonSchema, Serialize)]
pub struct TippingDocument {
    pub sentence: String,
    /// The id of the figure that changes, as scenarios set it; null if it is a weight.
    pub figure: Option<String>,
    /// The criterion whose weight changes; null if it is a figure.
    pub weight: Option<String>,
    /// The unit of `now` and `at`; of a weight what the score counts for one unit of its criterion, such as `per h`.
    pub unit: String,
    pub now: f64,
    pub at: f64,
    /// What the best route is called then.
    pub winner: String,
}

/// Routes that differ.
#[derive(JsonSchema, Serialize)]
pub struct AlternativesDocument {
    pub rows: Vec<AlternativeDocument>,
    /// No other route differs enough.
    pub exhausted: bool,
    /// The search for one more was given up.
    pub given_up: bool,
    /// Why there is no route, if there is none.
    pub no_route: Option<String>,
}

/// One of them.
#[derive(JsonSchema, Serialize)]
pub struct AlternativeDocument {
    pub name: String,
    pub score_ratio: Option<f64>,
    /// Borders, ports, ferries and the like, by name.
    pub choke_points: Vec<String>,
    /// What it shares with each row above.
    pub shares: Vec<ShareDocument>,
    pub route: RouteDocument,
}

/// What is shared with one row above.
#[derive(JsonSchema, Serialize)]
pub struct ShareDocument {
    pub with: usize,
    pub choke_points: Vec<String>,
    pub choke_points_share: f64,
    pub distance_km: f64,
    pub distance_share: f64,
}

/// Before and after a scenario.
#[derive(JsonSchema, Serialize)]
pub struct WhatIfDocument {
    pub scenario: String,
    pub note: Option<String>,
    /// The first is the best route of all.
    pub changes: Vec<ChangeDocument>,
    /// The ranking afterwards.
    pub after: RankDocument,
}

/// One corridor before and after.
#[derive(JsonSchema, Serialize)]
pub struct ChangeDocument {
    /// The id; null for the best route of all.
    pub corridor: Option<String>,
    pub name: String,
    /// Null where it carries no traffic.
    pub before: Option<PlacedDocument>,
    pub after: Option<PlacedDocument>,
}

/// The place in a ranking, and what the route costs.
#[derive(JsonSchema, Serialize)]
pub struct PlacedDocument {
    pub place: usize,
    #[serde(flatten)]
    pub costs: Costs,
}

/// Closures one at a time.
#[derive(JsonSchema, Serialize)]
pub struct AtlasDocument {
    /// What routes avoid, come by, use and take at the most, in words.
    pub constraints: Vec<String>,
    /// Whether loading the first lorry or train and unloading the last is charged.
    pub terminals: bool,
    pub trips: Vec<AtlasTripDocument>,
    /// Those that change or cut off a trip, worst first.
    pub closures: Vec<ClosureDocument>,
    pub countries: Vec<ExposureDocument>,
    /// The ids of places without which some place is no longer joined to the rest.
    pub articulation_points: Vec<String>,
    /// The ids of such links.
    pub bridges: Vec<String>,
}

/// A trip of the atlas, and what it costs today; null without a route.
#[derive(JsonSchema, Serialize)]
pub struct AtlasTripDocument {
    pub from: String,
    pub to: String,
    pub today: Option<Costs>,
}

/// One closure.
#[derive(JsonSchema, Serialize)]
pub struct ClosureDocument {
    pub kind: String,
    pub id: String,
    pub name: String,
    /// How many trips change their route.
    pub changed: usize,
    /// The trips that have no route then, by number from 0.
    pub cut_off: Vec<usize>,
    /// What the changed trips take more together.
    pub added_time_h: Option<f64>,
    pub added_cost_usd: Option<f64>,
}

/// What hangs on a country.
#[derive(JsonSchema, Serialize)]
pub struct ExposureDocument {
    pub country: String,
    pub closures: usize,
    pub changed: usize,
    pub cut_off: usize,
    pub added_time_h: Option<f64>,
    pub added_cost_usd: Option<f64>,
}

/// From each of some places to each of others.
#[derive(JsonSchema, Serialize)]
pub struct MatrixDocument {
    /// What routes avoid, come by, use and take at the most, in words.
    pub constraints: Vec<String>,
    /// Whether loading the first lorry or train and unloading the last is charged.
    pub terminals: bool,
    /// The ids; of a coordinate `~` and its degrees north and east.
    pub origins: Vec<String>,
    pub destinations: Vec<String>,
    /// By origin, then by destination; null without a route.
    pub costs: Vec<Vec<Option<Costs>>>,
}

/// The places within a budget.
#[derive(JsonSchema, Serialize)]
pub struct ReachDocument {
    pub from: String,
    pub criterion: String,
    /// In this unit.
    pub unit: String,
    pub budget: f64,
    /// What routes avoid, come by, use and take at the most, in words.
    pub constraints: Vec<String>,
    /// Whether loading the first lorry or train and unloading the last is charged.
    pub terminals: bool,
    /// Nearest first.
    pub places: Vec<ReachedDocument>,
    pub by_country: Vec<CountDocument>,
}

/// A place and what the best route there costs.
#[derive(JsonSchema, Serialize)]
pub struct ReachedDocument {
    pub id: String,
    pub name: String,
    pub country: String,
    pub lat: f64,
    pub lon: f64,
    #[serde(flatten)]
    pub costs: Costs,
}

/// How many places lie in a country.
#[derive(JsonSchema, Serialize)]
pub struct CountDocument {
    pub country: String,
    pub places: usize,
}

/// Indicators of each corridor, and published ones.
#[derive(JsonSchema, Serialize)]
pub struct AllIndicatorsDocument {
    pub rows: Vec<IndicatorsRowDocument>,
    pub published: Vec<PublishedDocument>,
    /// Why there is no route, if there is none.
    pub no_route: Option<String>,
}

/// The indicators of a corridor's best route.
#[derive(JsonSchema, Serialize)]
pub struct IndicatorsRowDocument {
    pub corridors: Vec<String>,
    pub name: String,
    pub whole: IndicatorsDocument,
    pub by_mode: Vec<ModeIndicatorsDocument>,
}

/// The indicators of one mode of a route.
#[derive(JsonSchema, Serialize)]
pub struct ModeIndicatorsDocument {
    pub mode: String,
    #[serde(flatten)]
    pub values: IndicatorsDocument,
}

/// What is wrong with data.
#[derive(JsonSchema, Serialize)]
pub struct LintDocument {
    pub problems: Vec<ProblemDocument>,
    /// What to look at, though it is allowed.
    pub warnings: Vec<ProblemDocument>,
}

/// One problem: where, what, what to do.
#[derive(JsonSchema, Serialize)]
pub struct ProblemDocument {
    pub file: Option<String>,
    pub line: Option<usize>,
    pub message: String,
}
