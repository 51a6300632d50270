//! Why one route costs more than another: the difference step by step, each step one reason.

use crate::cost::{CostVector, Criterion};
use crate::rank::{Ranked, Ranking};
use crate::route::Route;
use crate::weights::Weights;
use crate::why::reason::Reason;
use std::collections::BTreeMap;

/// The difference between two routes A and B by reason: B less A, adding up to the tick on every criterion.
///
/// It prints as a table: what A costs, what B costs, the difference and a bar, for the score and each criterion.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Waterfall {
    pub(crate) names: [String; 2],
    pub(crate) costs: [CostVector; 2],
    /// Whether both routes have figures.
    pub(crate) covered: [bool; 6],
    reasons: Vec<(Reason, [CostVector; 2])>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) weights: Option<Weights>,
}

/// One step of a [`Waterfall`]: what A and B spend for one reason.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Step {
    reason: Reason,
    ticks: [u64; 2],
    per_unit: u32,
}

impl Step {
    /// What it is spent on.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// What A spends, in the unit of the criterion; a score as it is.
    pub fn a(&self) -> f64 {
        self.ticks[0] as f64 / f64::from(self.per_unit)
    }

    /// What B spends, in the unit of the criterion; a score as it is.
    pub fn b(&self) -> f64 {
        self.ticks[1] as f64 / f64::from(self.per_unit)
    }

    /// What B spends more than A, in the unit of the criterion; below zero if it spends less.
    pub fn difference(&self) -> f64 {
        self.ticks() as f64 / f64::from(self.per_unit)
    }

    /// The difference in ticks (metres, seconds, cents, thousandths of a point, grams) or whole score: these add up exactly.
    pub fn ticks(&self) -> i64 {
        less(self.ticks)
    }
}

/// B less A. Ticks of a route fit 32 bits and scores 61, so that nothing wraps.
fn less([a, b]: [u64; 2]) -> i64 {
    b.wrapping_sub(a) as i64
}

impl Waterfall {
    fn new(names: [String; 2], [a, b]: [&Route; 2], weights: Option<Weights>) -> Waterfall {
        let mut reasons: BTreeMap<Reason, [CostVector; 2]> = BTreeMap::new();
        for (side, route) in [a, b].into_iter().enumerate() {
            for (reason, cost) in route.by_reason() {
                reasons.entry(reason.clone()).or_default()[side] += *cost;
            }
        }
        Waterfall {
            names,
            costs: [a.cost, b.cost],
            covered: std::array::from_fn(|i| a.covered[i] && b.covered[i]),
            reasons: reasons.into_iter().collect(),
            weights,
        }
    }

    /// The steps on one criterion, the largest first; reasons for which A and B spend the same are left out.
    ///
    /// Empty if one of the networks has no figures for the criterion: nothing is said of what is not known.
    pub fn steps(&self, criterion: Criterion) -> Vec<Step> {
        self.largest_first(self.all_steps(criterion))
    }

    /// The steps of the score by the ranking's weights, the largest first; empty if the routes were compared without weights.
    ///
    /// Scores only compare: the steps are no amounts of anything.
    pub fn score_steps(&self) -> Vec<Step> {
        self.largest_first(self.all_score_steps())
    }

    /// B less A in ticks, the sum of the steps; `None` if one of the networks has no figures for the criterion.
    pub fn ticks(&self, criterion: Criterion) -> Option<i64> {
        self.covered[criterion as usize].then(|| less(self.costs.map(|cost| u64::from(cost[criterion]))))
    }

    /// B less A in the unit of the criterion; `None` if one of the networks has no figures for it.
    pub fn difference(&self, criterion: Criterion) -> Option<f64> {
        self.ticks(criterion).map(|ticks| ticks as f64 / f64::from(criterion.ticks_per_unit()))
    }

    /// The score of B less that of A; `None` if the routes were compared without weights.
    pub fn score_difference(&self) -> Option<i64> {
        self.weights.map(|weights| less(self.costs.map(|cost| weights.score(&cost))))
    }

    /// Every reason on one criterion, those without a difference too.
    pub(crate) fn all_steps(&self, criterion: Criterion) -> Vec<Step> {
        if !self.covered[criterion as usize] {
            return Vec::new();
        }
        self.by(criterion.ticks_per_unit(), |cost| u64::from(cost[criterion]))
    }

    pub(crate) fn all_score_steps(&self) -> Vec<Step> {
        self.weights.map_or(Vec::new(), |weights| self.by(1, |cost| weights.score(cost)))
    }

    fn by(&self, per_unit: u32, ticks: impl Fn(&CostVector) -> u64) -> Vec<Step> {
        let step = |(reason, costs): &(Reason, [CostVector; 2])| Step {
            reason: reason.clone(),
            ticks: costs.each_ref().map(&ticks),
            per_unit,
        };
        self.reasons.iter().map(step).collect()
    }

    fn largest_first(&self, mut steps: Vec<Step>) -> Vec<Step> {
        steps.retain(|step| step.ticks() != 0);
        // Stable: equals stay in the order of reasons.
        steps.sort_by_key(|step| std::cmp::Reverse(step.ticks().unsigned_abs()));
        steps
    }
}

impl Ranking {
    /// Why row `b` costs what it does beside row `a`: the difference by reason, on each criterion and in the score.
    ///
    /// Rows come from [`Ranking::rows`], [`Ranking::best`] or [`Ranking::of_corridor`].
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Reason, Weights, hours, km, lat, lon, usd};
    /// let mut net = Network::builder();
    /// net.node("port", "PK", lat(24.85), lon(66.98));
    /// net.node("market", "AF", lat(34.53), lon(69.17));
    /// net.node("pass", "AF", lat(31.0), lon(66.4));
    /// net.link("port", "market", Mode::Road).distance(km(1_680)).time(hours(40)).cost(usd(900))
    ///     .crossing("torkham", hours(30)).crossing_fee(usd(200));
    /// net.link("port", "pass", Mode::Road).distance(km(900)).time(hours(20)).cost(usd(500))
    ///     .crossing("chaman", hours(45)).crossing_fee(usd(150));
    /// net.link("pass", "market", Mode::Road).distance(km(600)).time(hours(14)).cost(usd(300));
    /// net.corridor("east", "Torkham", &[("port", "market")]);
    /// net.corridor("west", "Chaman", &[("port", "pass")]);
    /// let ranking = net.build()?.compile().trip("port", "market")?.rank_corridors(&Weights::new([(Time, 1.0)])?);
    ///
    /// let (Some(east), Some(west)) = (ranking.of_corridor("east"), ranking.of_corridor("west")) else { return Ok(()) };
    /// let why = ranking.why(east, west);
    /// assert_eq!(why.difference(Time), Some(9.0)); // hours
    /// let steps = why.steps(Time);
    /// assert_eq!((steps[0].reason(), steps[0].difference()), (&Reason::Borders, 15.0));
    /// assert_eq!((steps[1].reason(), steps[1].difference()), (&Reason::Road, -6.0));
    /// println!("{why}");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn why(&self, a: &Ranked, b: &Ranked) -> Waterfall {
        Waterfall::new([a.name(), b.name()], [&a.route, &b.route], Some(self.weights))
    }
}

impl Route {
    /// What the route spends for each reason, in ticks; the reasons add up to [`Route::cost_vector`].
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Reason, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "PK", lat(24.85), lon(66.98));
    /// net.node("yard", "PK", lat(34.01), lon(71.52));
    /// net.node("market", "AF", lat(34.53), lon(69.17));
    /// net.link("port", "yard", Mode::Road).distance(km(1_390)).time(hours(26));
    /// net.link("yard", "market", Mode::Road).distance(km(290)).time(hours(9)).crossing("torkham", hours(30));
    /// let planner = net.build()?.compile();
    /// let Some(route) = planner.trip("port", "market")?.best(&Weights::new([(Time, 1.0)])?) else { return Ok(()) };
    /// let seconds: Vec<_> = route.by_reason().map(|(reason, cost)| (reason.clone(), cost[Time])).collect();
    /// assert_eq!(seconds, [(Reason::Road, 35 * 3600), (Reason::Borders, 30 * 3600)]);
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn by_reason(&self) -> impl Iterator<Item = (&Reason, &CostVector)> {
        self.reasons.iter().map(|(reason, cost)| (reason, cost))
    }

    /// The difference between this route A and another route B by reason, without a score: for blocked corridors, fronts,
    /// or a trip before and after a scenario. The routes go by their countries.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Scenario, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "PK", lat(24.85), lon(66.98));
    /// net.node("yard", "PK", lat(34.01), lon(71.52));
    /// net.node("market", "AF", lat(34.53), lon(69.17));
    /// net.link("port", "yard", Mode::Road).distance(km(1_390)).time(hours(26));
    /// net.link("yard", "market", Mode::Road).distance(km(290)).time(hours(9)).crossing("torkham", hours(30));
    /// let today = net.build()?;
    /// let slower = today.with(&Scenario::new("a strike").delay("torkham", hours(12)))?;
    /// let best = |network: &Network| Ok::<_, corridor::Error>(
    ///     network.compile().trip("port", "market")?.best(&Weights::new([(Time, 1.0)])?));
    /// let (Some(before), Some(after)) = (best(&today)?, best(&slower)?) else { return Ok(()) };
    /// let why = before.compared_with(&after);
    /// assert_eq!(why.sentence(), "B takes 12.0 h more than A.");
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn compared_with(&self, other: &Route) -> Waterfall {
        Waterfall::new([self.countries.join(" "), other.countries.join(" ")], [self, other], None)
    }
}
