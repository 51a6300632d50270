//! Constraints of a trip: what its routes avoid, come by, use, and take at the most.

use crate::compile::StateGraph;
use crate::constraint::amount::Amount;
use crate::constraint::course::{Course, MOST_LAYERS, Must};
use crate::constraint::thing::{Thing, Use};
use crate::cost::{CostVector, Criterion};
use crate::lookup::QueryError;
use crate::network::Inner;
use crate::planner::Trip;
use crate::units::{hours, kg_co2e, km, points, usd};
use crate::validate::overflows;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// One constraint of a [`Trip`], by the ids of what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// No route uses the thing.
    Avoid(Thing),
    /// Every route comes by the place, after those of the constraints of this kind before it.
    Via(String),
    /// Every route uses the thing.
    Require(Thing),
    /// No route takes more ticks than that (metres, seconds, cents, crossings, thousandths of a point, grams).
    AtMost(Criterion, u64),
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Constraint::Avoid(thing) => write!(f, "avoid {thing}"),
            // Of a coordinate what can be typed again.
            Constraint::Via(id) => write!(f, "come by {}", id.trim_start_matches('~')),
            Constraint::Require(thing) => write!(f, "use {thing}"),
            Constraint::AtMost(criterion, ticks) => {
                let value = *ticks as f64 / f64::from(criterion.ticks_per_unit());
                match criterion {
                    Criterion::Distance => write!(f, "at most {}", km(value)),
                    Criterion::Time => write!(f, "at most {:.1} days ({})", hours(value).days(), hours(value)),
                    Criterion::Cost => write!(f, "at most {}", usd(value)),
                    Criterion::Crossings if *ticks == 1 => write!(f, "at most 1 border"),
                    Criterion::Crossings => write!(f, "at most {ticks} borders"),
                    Criterion::Risk => write!(f, "at most {}", points(value)),
                    Criterion::Emissions => write!(f, "at most {}", kg_co2e(value)),
                }
            }
        }
    }
}

/// All constraints of a trip, and the graphs that keep to them.
#[derive(Debug, Default)]
pub(crate) struct Constraints {
    pub(crate) list: Vec<Constraint>,
    /// How a path uses the thing of each constraint that has one.
    uses: Vec<Option<Use>>,
    open: OnceLock<StateGraph>,
    all: OnceLock<StateGraph>,
}

impl Constraints {
    /// The limits, by criterion.
    pub(crate) fn limits(&self) -> Vec<(Criterion, u64)> {
        let limit = |constraint: &Constraint| match constraint {
            Constraint::AtMost(criterion, ticks) => Some((*criterion, *ticks)),
            _ => None,
        };
        self.list.iter().filter_map(limit).collect()
    }

    /// The places to come by, in order.
    fn via(&self, inner: &Inner) -> Vec<u32> {
        let node = |constraint: &Constraint| match constraint {
            Constraint::Via(id) => inner.node(id),
            _ => None,
        };
        self.list.iter().filter_map(node).collect()
    }

    /// What steers the paths of a trip from a place on.
    pub(crate) fn course(&self, inner: &Inner, from: u32) -> Course {
        let mut course = Course::new(inner.nodes.len(), from);
        for (number, (constraint, uses)) in self.list.iter().zip(&self.uses).enumerate() {
            match (constraint, uses) {
                (Constraint::Via(id), _) => inner.node(id).into_iter().for_each(|node| course.come_by(node)),
                (Constraint::Avoid(_), Some(Use::Links(links))) => course.shut(links),
                (Constraint::Avoid(_), Some(uses)) => course.watch(number, uses.clone(), Must::Not),
                (Constraint::Require(_), Some(uses)) => course.watch(number, uses.clone(), Must::Use),
                _ => {}
            }
        }
        course
    }

    /// The same where only the places of `via` are kept that `kept` says, and all else is counted.
    pub(crate) fn relaxed(&self, inner: &Inner, from: u32, kept: impl Fn(usize) -> bool) -> Course {
        let mut course = Course::new(inner.nodes.len(), from);
        for (number, (constraint, uses)) in self.list.iter().zip(&self.uses).enumerate() {
            match (constraint, uses) {
                (Constraint::Via(id), _) if kept(number) => {
                    inner.node(id).into_iter().for_each(|node| course.come_by(node));
                }
                // Each arc tells by its link.
                (Constraint::Avoid(_), Some(Use::Links(_))) => {}
                (_, Some(uses)) => course.watch(number, uses.clone(), Must::Count),
                _ => {}
            }
        }
        course
    }

    /// Whether paths need a graph of their own.
    fn steers(&self) -> bool {
        self.list.iter().any(|constraint| !matches!(constraint, Constraint::AtMost(..)))
    }

    /// How a path uses the thing of a constraint.
    pub(crate) fn uses(&self, number: usize) -> Option<&Use> {
        self.uses.get(number).and_then(Option::as_ref)
    }
}

impl<'a> Trip<'a> {
    /// Routes that keep off a country, mode, gauge, place, crossing, link or corridor.
    ///
    /// Of a corridor, routes that follow its signature in either direction are left out, and no others: where a corridor is two passages
    /// in order, a route may still take one of them.
    ///
    /// Every question about the trip keeps to this, exactly; one that has no answer then is explained by [`Trip::blockage`].
    ///
    /// # Errors
    /// No such thing, with the nearest spelling; or too many constraints on corridors of several passages.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Thing, Weights, days, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("karachi", "PK", lat(24.85), lon(66.98));
    /// net.node("kabul", "AF", lat(34.53), lon(69.17));
    /// net.node("kashgar", "CN", lat(39.47), lon(75.99));
    /// net.node("almaty", "KZ", lat(43.24), lon(76.89));
    /// net.link("karachi", "kabul", Mode::Road).distance(km(1_650)).time(hours(35)).crossing("torkham", hours(60));
    /// net.link("kabul", "almaty", Mode::Road).distance(km(1_900)).time(hours(40)).crossing("hairatan", hours(30));
    /// net.link("karachi", "kashgar", Mode::Road).distance(km(2_350)).time(hours(60)).crossing("khunjerab", hours(20));
    /// net.link("kashgar", "almaty", Mode::Road).distance(km(1_250)).time(hours(25)).crossing("khorgos", hours(15));
    /// let planner = net.build()?.compile();
    /// let shortest = Weights::new([(Distance, 1.0)])?;
    ///
    /// let trip = planner.trip("karachi", "almaty")?.avoid(Thing::country("AF"))?.at_most(Time, days(7))?;
    /// assert_eq!(trip.best(&shortest).map(|route| route.distance()), Some(km(3_600)));
    ///
    /// let hasty = trip.at_most(Time, days(4))?;
    /// assert!(hasty.best(&shortest).is_none());
    /// let why = hasty.blockage(&shortest).expect("what is in the way");
    /// assert!(why.to_string().contains("at most 4.0 days"));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn avoid(self, thing: impl Into<Thing>) -> Result<Trip<'a>, QueryError> {
        let (thing, uses) = self.inner().thing(&thing.into())?;
        self.with(Constraint::Avoid(thing), Some(uses))
    }

    /// Routes that come by some places in the given order, each given by id, UN/LOCODE or name. More places may be added by further calls.
    ///
    /// The start and the end count. Where the order asks for it, a route may pass these places again: once before the first of them, and
    /// once between each two. No other place is visited twice, so that there is no route by a place to which only one way leads, there and back.
    ///
    /// # Errors
    /// No such place, with the nearest spelling; or too many constraints.
    pub fn via(self, places: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Trip<'a>, QueryError> {
        let mut trip = self;
        for place in places {
            let node = trip.inner().find(place.as_ref())?;
            let id = trip.inner().nodes[node as usize].id.clone();
            trip = trip.with(Constraint::Via(id), None)?;
        }
        Ok(trip)
    }

    /// Routes that use a country, mode, gauge, place, crossing, link or corridor. Several in any order.
    ///
    /// # Errors
    /// No such thing, with the nearest spelling; or too many constraints.
    pub fn require(self, thing: impl Into<Thing>) -> Result<Trip<'a>, QueryError> {
        let (thing, uses) = self.inner().thing(&thing.into())?;
        self.with(Constraint::Require(thing), Some(uses))
    }

    /// Routes that take no more than so much: `trip.at_most(Crossings, 3)`, `trip.at_most(Time, days(21))`. Of several limits on one criterion
    /// the least holds.
    ///
    /// The limit is on what the route reports: for one forty-foot container, borders and transfers included.
    ///
    /// # Errors
    /// An amount in the unit of another criterion, a negative one or none (NaN), or a criterion without figures. An infinite amount is no limit.
    pub fn at_most(self, criterion: Criterion, most: impl Into<Amount>) -> Result<Trip<'a>, QueryError> {
        let most = most.into();
        if most.criterion() != criterion {
            return Err(QueryError::WrongUnit { criterion, given: most.criterion(), example: example(criterion) });
        }
        if !self.inner().covered[criterion as usize] {
            return Err(QueryError::NoFigures { criterion });
        }
        let Some(ticks) = most.ticks() else {
            return Err(QueryError::NoLimit { criterion, value: most.value().to_string() });
        };
        self.with(Constraint::AtMost(criterion, ticks), None)
    }

    /// The constraints, in the order in which they were given.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints.list
    }

    /// A constraint as a verb with its object: `avoid Afghanistan`.
    pub(crate) fn in_words(&self, constraint: &Constraint) -> String {
        let inner = self.inner();
        match constraint {
            Constraint::Avoid(thing) => format!("avoid {}", inner.name_of(thing)),
            Constraint::Via(id) => format!("come by {}", inner.name_of(&Thing::Place(id.clone()))),
            Constraint::Require(thing) => format!("use {}", inner.name_of(thing)),
            Constraint::AtMost(..) => constraint.to_string().replacen("at most", "take at most", 1),
        }
    }

    /// All constraints as verbs with their objects.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.constraints.list.iter().map(|constraint| self.in_words(constraint)).collect()
    }

    fn with(mut self, constraint: Constraint, uses: Option<Use>) -> Result<Trip<'a>, QueryError> {
        let old = &self.constraints;
        let mut list: Vec<(Constraint, Option<Use>)> = old.list.iter().cloned().zip(old.uses.iter().cloned()).collect();
        let limit = |listed: &&mut (Constraint, Option<Use>)| matches!((&listed.0, &constraint), (Constraint::AtMost(a, _), Constraint::AtMost(b, _)) if a == b);
        let last_via = list.iter().rev().find(|listed| matches!(listed.0, Constraint::Via(_)));
        let known = match &constraint {
            Constraint::Via(_) => last_via.is_some_and(|listed| listed.0 == constraint),
            _ => list.iter().any(|listed| listed.0 == constraint),
        };
        match (list.iter_mut().find(limit), &constraint) {
            (Some(listed), Constraint::AtMost(_, ticks)) => {
                if let Constraint::AtMost(_, least) = &mut listed.0 {
                    *least = (*least).min(*ticks);
                }
            }
            _ if known => {}
            _ => list.push((constraint, uses)),
        }
        let (list, uses) = list.into_iter().unzip();
        let constraints = Constraints { list, uses, ..Constraints::default() };
        let layers = constraints.course(self.inner(), self.from).layers();
        if layers > MOST_LAYERS {
            return Err(QueryError::TooManyConstraints { layers, most: MOST_LAYERS });
        }
        // Totals are known to fit for routes that leave each place once.
        let via = constraints.via(self.inner());
        if let Some(criterion) = overflows(self.inner(), &via, via.len() as u64).filter(|_| !via.is_empty()) {
            return Err(QueryError::TooLong { criterion });
        }
        self.constraints = Arc::new(constraints);
        self.forget();
        Ok(self)
    }

    /// That the trip has no constraints, for a question that does not know them.
    pub(crate) fn check_free(&self, question: &'static str) -> Result<(), QueryError> {
        if self.constraints.list.is_empty() {
            Ok(())
        } else {
            Err(QueryError::Constrained { question, leave_out: "`avoid`, `via`, `require` and `at_most`" })
        }
    }

    /// The graph of what is open, keeping to all constraints but limits.
    pub(crate) fn open(&self) -> &StateGraph {
        if !self.constraints.steers() {
            return &self.planner.open;
        }
        self.constraints.open.get_or_init(|| self.steered(&self.planner.open))
    }

    /// The same with what is closed.
    pub(crate) fn all(&self) -> &StateGraph {
        if !self.constraints.steers() {
            return self.planner.all();
        }
        self.constraints.all.get_or_init(|| self.steered(self.planner.all()))
    }

    fn steered(&self, whole: &StateGraph) -> StateGraph {
        whole.steered(self.inner(), &self.constraints.course(self.inner(), self.from)).0
    }

    /// Whether paths have progress: then the best walks may be far from any route, and labels have to remember places.
    pub(crate) fn leads(&self) -> bool {
        self.constraints.course(self.inner(), self.from).layers() > 1
    }

    /// Whether a cost is within all limits.
    pub(crate) fn is_within(&self, cost: &CostVector) -> bool {
        self.constraints.limits().iter().all(|(criterion, most)| u64::from(cost[*criterion]) <= *most)
    }
}

fn example(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Distance => "`km(4_000)`",
        Criterion::Time => "`hours(500)` or `days(21)`",
        Criterion::Cost => "`usd(6_000)`",
        Criterion::Crossings => "a plain number such as `3`",
        Criterion::Risk => "`points(10)`",
        Criterion::Emissions => "`kg_co2e(5_000)`",
    }
}
