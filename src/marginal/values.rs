//! What an hour less is worth at each post, port, transfer and vessel: the figure that ranks investments.

use crate::cost::{CostVector, Criterion};
use crate::engine::Path;
use crate::lookup::QueryError;
use crate::marginal::delays::{Delays, Spot, Stay};
use crate::network::{Inner, Network};
use crate::planner::{Planner, Trip};
use crate::tipping::trial::{Detour, Trial};
use crate::units::{Hours, UsDollars, hours, usd};
use crate::weights::Weights;

/// Seconds taken off.
const HOUR: u32 = 3600;

/// What an hour less at each thing is worth to the best routes of some trips; see [`Trip::marginal_values`].
#[derive(Clone, Debug)]
pub struct MarginalValues {
    pub(crate) network: Network,
    pub(crate) weights: Weights,
    trips: usize,
    routed: usize,
    values: Vec<MarginalValue>,
}

/// At what an hour is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DelayKind {
    /// The post of one country at a land border.
    Post,
    /// Customs of a port, or of all ports of a country for freight that leaves it.
    Port,
    /// A change of mode or gauge, boarding or landing at a place.
    Transfer,
    /// The wait for a vessel.
    Wait,
    /// Loading or unloading at the end of a trip.
    Terminal,
}

/// What an hour less at one thing is worth.
#[derive(Clone, Debug)]
pub struct MarginalValue {
    kind: DelayKind,
    id: String,
    name: String,
    score: u64,
    per_dollar: u64,
    trips: Vec<usize>,
    seconds: u64,
    estimated: u64,
    short: usize,
}

impl MarginalValue {
    /// A post, port, transfer, wait or terminal.
    pub fn kind(&self) -> DelayKind {
        self.kind
    }

    /// The id of the crossing, place, link or country.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is, in words: `Khunjerab, post of CN`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// By how much the scores of the best routes fall together; only compares.
    pub fn score(&self) -> u64 {
        self.score
    }

    /// The same in US$ at the exchange rates of the weights, for one container on each trip; `None` if the weights put no value on US$.
    pub fn worth(&self) -> Option<UsDollars> {
        (self.per_dollar > 0).then(|| usd(self.score as f64 / self.per_dollar as f64))
    }

    /// The trips that gain, by number.
    pub fn trips(&self) -> &[usize] {
        &self.trips
    }

    /// The mean hours there today on the routes that gain.
    pub fn hours(&self) -> Hours {
        hours(self.seconds as f64 / f64::from(HOUR) / self.trips.len().max(1) as f64)
    }

    /// The share of these hours that rests on estimates.
    pub fn estimated(&self) -> f64 {
        if self.seconds == 0 { 0.0 } else { self.estimated as f64 / self.seconds as f64 }
    }

    /// On how many of these trips a passage takes less than an hour, so that all of it is taken off.
    pub fn shorter_than_an_hour(&self) -> usize {
        self.short
    }
}

impl MarginalValues {
    /// What is worth anything, the most first.
    pub fn values(&self) -> &[MarginalValue] {
        &self.values
    }

    /// How many trips were asked about.
    pub fn trips(&self) -> usize {
        self.trips
    }

    /// How many of them have a route.
    pub fn routed(&self) -> usize {
        self.routed
    }
}

/// What one trip gains at one spot.
struct Gain {
    spot: u32,
    score: u64,
    /// The stay there on the route that is then the best.
    stay: Stay,
    short: bool,
}

impl Planner {
    pub(crate) fn delays(&self) -> &Delays {
        self.delays.get_or_init(|| Delays::new(&self.network().inner, &self.open))
    }

    /// What an hour less at each thing is worth to many trips together, one container on each. No loading or unloading is charged.
    ///
    /// # Errors
    /// A place that [`Planner::trip`] would not take, or a criterion of the weights without figures.
    pub fn marginal_values(
        &self,
        pairs: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
        weights: &Weights,
    ) -> Result<MarginalValues, QueryError> {
        let trips: Result<Vec<Trip<'_>>, QueryError> =
            pairs.into_iter().map(|(from, to)| self.trip(from.as_ref(), to.as_ref())).collect();
        self.marginal_values_of(&trips?, weights)
    }

    fn marginal_values_of(&self, trips: &[Trip<'_>], weights: &Weights) -> Result<MarginalValues, QueryError> {
        let (inner, delays) = (&self.network().inner, self.delays());
        if let Some(criterion) = weights.criteria().find(|criterion| !inner.covered[*criterion as usize]) {
            return Err(QueryError::NoFigures { criterion });
        }
        let per_dollar = weights.score(&CostVector::ZERO.with(Criterion::Cost, 100));
        let mut values: Vec<MarginalValue> =
            delays.spots.iter().map(|spot| MarginalValue::new(inner, *spot, per_dollar)).collect();
        let mut routed = 0;
        for (number, trip) in trips.iter().enumerate() {
            let Some(winner) = trip.best_path(weights) else { continue };
            routed += 1;
            for gain in gains(trip, weights, &winner, delays) {
                let value = &mut values[gain.spot as usize];
                value.score = value.score.saturating_add(gain.score);
                value.trips.push(number);
                value.seconds += u64::from(gain.stay.seconds);
                value.estimated += u64::from(gain.stay.estimated);
                value.short += usize::from(gain.short);
            }
        }
        values.retain(|value| value.score > 0);
        values.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
        Ok(MarginalValues { network: self.network().clone(), weights: *weights, trips: trips.len(), routed, values })
    }
}

impl Trip<'_> {
    /// What an hour less at each post, port, transfer and wait for a vessel is worth to the best route: by how much its score falls.
    ///
    /// Each passage of the thing takes an hour less, or no time at all if it takes less than an hour. Exact: where another route is best then, the gain is
    /// counted from there; where it takes more than that hour for another route to win, nothing is gained. Things are taken one at a time, whatever
    /// their hours come from, a figure of their own or a default. Two sweeps, then a short search for each thing that can matter.
    ///
    /// # Errors
    /// A criterion of the weights without figures, or a trip with constraints.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.link("karachi", "kabul", Mode::Road).id("east").distance(km(1_650)).time(hours(34)).crossing("khyber", hours(30));
    /// net.link("karachi", "kabul", Mode::Road).id("west").distance(km(1_500)).time(hours(35)).crossing("chaman", hours(29.5));
    /// let planner = net.build()?.compile();
    /// let values = planner.trip("karachi", "kabul")?.marginal_values(&Weights::new([(Time, 1.0)])?)?;
    /// // An hour less at either post of the Khyber; at Chaman half of it goes into catching up.
    /// let names: Vec<&str> = values.values().iter().map(|value| value.id()).collect();
    /// assert_eq!(names, ["khyber", "chaman"]);
    /// assert_eq!(values.values()[0].score(), 2 * values.values()[1].score());
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn marginal_values(&self, weights: &Weights) -> Result<MarginalValues, QueryError> {
        self.check_free("marginal values")?;
        self.planner.marginal_values_of(std::slice::from_ref(self), weights)
    }
}

/// What a trip gains by an hour less at each spot, where that is anything.
fn gains(trip: &Trip<'_>, weights: &Weights, winner: &Path, delays: &Delays) -> Vec<Gain> {
    let (inner, graph) = (trip.inner(), &trip.planner.open);
    let mut trial = Trial::new(trip, weights);
    let at_goal = |goal: usize, trial: &Trial<'_>| {
        let standing = graph.state(trial.goals()[goal].state).1;
        delays.of_arrival(inner, (trip.to, trip.terminals), standing)
    };
    let arrivals: Vec<Vec<Stay>> = (0..trial.goals().len()).map(|goal| at_goal(goal, &trial)).collect();
    let score = weights.score(winner.cost());
    let behind = score - trial.least();
    let per_second = weights.score(&CostVector::ZERO.with(Criterion::Time, 1));
    let mut found = Vec::new();
    for spot in (0..delays.spots.len() as u32).filter(|_| per_second > 0) {
        let mut near = u64::MAX;
        for (arc, seconds) in delays.arcs(spot) {
            let Some(Detour { before, adds }) = trial.detour(*arc) else { continue };
            let less = (*seconds).min(HOUR);
            near = near.min(before + adds.saturating_sub(per_second * u64::from(less)));
            trial.shift(*arc, Criterion::Time, -i64::from(less));
        }
        for (goal, stays) in (0..).zip(&arrivals) {
            for stay in stays.iter().filter(|stay| stay.spot == spot) {
                near = 0;
                trial.shift_goal(goal, Criterion::Time, -i64::from(stay.seconds.min(HOUR)));
            }
        }
        // Whether any route over it could come out ahead.
        let best = if near < behind.saturating_add(trial.eased()) { trial.best() } else { None };
        trial.reset();
        let Some(best) = best else { continue };
        let gain = score.saturating_sub(weights.score(best.cost()));
        if gain == 0 {
            continue;
        }
        let goal = trial.goals().iter().position(|goal| goal.state == best.end);
        let stays = best.arcs().iter().flat_map(|arc| delays.of_arc(*arc));
        let stays = stays.chain(goal.iter().flat_map(|goal| &arrivals[*goal])).filter(|stay| stay.spot == spot);
        let (mut sum, mut short) = (Stay { spot, seconds: 0, estimated: 0 }, false);
        for stay in stays {
            sum.seconds = sum.seconds.saturating_add(stay.seconds);
            sum.estimated = sum.estimated.saturating_add(stay.estimated);
            short |= stay.seconds < HOUR;
        }
        found.push(Gain { spot, score: gain, stay: sum, short });
    }
    found
}

impl MarginalValue {
    fn new(inner: &Inner, spot: Spot, per_dollar: u64) -> MarginalValue {
        use crate::place::TransferKind::*;
        let node = |node: u32| &inner.nodes[node as usize];
        let (kind, id, name) = match spot {
            Spot::Post { crossing, country } => {
                let crossing = &inner.crossings[crossing as usize];
                let country = &inner.countries[country as usize].id;
                (DelayKind::Post, crossing.id.clone(), format!("{}, post of {country}", crossing.name))
            }
            Spot::Port { node: index } => {
                (DelayKind::Port, node(index).id.clone(), format!("{}, customs on landing", node(index).name))
            }
            Spot::Leaving { country } => {
                let country = &inner.countries[country as usize];
                (DelayKind::Port, country.id.clone(), format!("ports of {}, customs on leaving", country.name))
            }
            Spot::Transfer { node: index, kind } => {
                let what = match kind {
                    RoadRail => "reloading road - rail",
                    Gauge => "change of gauge",
                    BoardingSea => "boarding ships",
                    LandingSea => "landing from ships",
                    BoardingFerry => "boarding ferries",
                    LandingFerry => "landing from ferries",
                };
                (DelayKind::Transfer, node(index).id.clone(), format!("{}, {what}", node(index).name))
            }
            Spot::Wait { link } => {
                let link = &inner.links[link as usize];
                let (from, to) = (&node(link.from).name, &node(link.to).name);
                (DelayKind::Wait, link.id.clone(), format!("{from} - {to}, wait ({})", link.mode.name()))
            }
            Spot::Terminal { node: index } => {
                (DelayKind::Terminal, node(index).id.clone(), format!("{}, loading and unloading", node(index).name))
            }
        };
        let (trips, seconds, estimated, short) = (Vec::new(), 0, 0, 0);
        MarginalValue { kind, id, name, score: 0, per_dollar, trips, seconds, estimated, short }
    }
}
