//! TFI1 to TFI4 of a route.
//!
//! Definitions: Asian Development Bank, CAREC Corridor Performance Measurement and Monitoring (CPMM), annual reports since 2010; the unit is
//! a lorry or train with 20 t, which is the forty-foot container of every figure here.

use crate::cost::Criterion;
use crate::route::{Part, Route};
use crate::units::{Hours, UsDollars, hours, usd};

/// Kilometres over which the third indicator counts.
const SECTION_KM: f64 = 500.0;

/// What a route, or one mode of it, adds up to, in ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct Sums {
    pub(crate) metres: u64,
    pub(crate) crossings: u64,
    /// Seconds and cents at borders.
    pub(crate) border_seconds: u64,
    pub(crate) border_cents: u64,
    pub(crate) running_seconds: u64,
    pub(crate) seconds: u64,
    pub(crate) cents: u64,
}

impl Sums {
    /// Counts one entry of a route's account.
    pub(crate) fn add(&mut self, part: Part, criterion: Criterion, ticks: u32) {
        let ticks = u64::from(ticks);
        let only = |wanted: Part| if part == wanted { ticks } else { 0 };
        match criterion {
            Criterion::Distance => self.metres += ticks,
            Criterion::Crossings => self.crossings += ticks,
            Criterion::Time => {
                self.seconds += ticks;
                self.border_seconds += only(Part::Border);
                self.running_seconds += only(Part::Running);
            }
            Criterion::Cost => {
                self.cents += ticks;
                self.border_cents += only(Part::Border);
            }
            Criterion::Risk | Criterion::Emissions => {}
        }
    }
}

/// The trade facilitation indicators of a route, as CAREC's corridor monitoring (CPMM) defines them; see [`Route::indicators`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indicators {
    sums: Sums,
    timed: bool,
    priced: bool,
}

impl Route {
    /// TFI1 to TFI4 of the whole route: every controlled border, by sea too, and every stop and transfer.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon, usd};
    /// let mut net = Network::builder();
    /// net.node("port", "PK", lat(24.85), lon(66.98));
    /// net.node("market", "AF", lat(34.53), lon(69.17));
    /// net.link("port", "market", Mode::Road).distance(km(1_600)).time(hours(40)).crossing("khyber", hours(24));
    /// let trip = net.build()?.compile();
    /// let route = trip.trip("port", "market")?.best(&Weights::new([(Distance, 1.0)])?).ok_or("no route")?;
    /// let found = route.indicators();
    /// assert_eq!((found.tfi1(), found.swod(), found.swd()), (Some(hours(24)), Some(40.0), Some(25.0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn indicators(&self) -> Indicators {
        let ticks = |part: Part, criterion: Criterion| u64::from(self.parts[part as usize][criterion]);
        let total = |criterion: Criterion| u64::from(self.cost[criterion]);
        self.indicators_of(Sums {
            metres: total(Criterion::Distance),
            crossings: total(Criterion::Crossings),
            border_seconds: ticks(Part::Border, Criterion::Time),
            border_cents: ticks(Part::Border, Criterion::Cost),
            running_seconds: ticks(Part::Running, Criterion::Time),
            seconds: total(Criterion::Time),
            cents: total(Criterion::Cost),
        })
    }

    /// The same of each mode by itself, `road`, `rail`, `sea` or `ferry`: its links, their stops and land borders, and changes of gauge. That is what CPMM samples, which
    /// follow one lorry or train; changes between modes, waits for vessels and customs of ports belong to no mode.
    pub fn indicators_by_mode(&self) -> impl ExactSizeIterator<Item = (&'static str, Indicators)> + '_ {
        self.by_mode.iter().map(|(mode, sums)| (*mode, self.indicators_of(*sums)))
    }

    fn indicators_of(&self, sums: Sums) -> Indicators {
        let covers = |criterion: Criterion| self.covered[criterion as usize];
        Indicators { sums, timed: covers(Criterion::Time), priced: covers(Criterion::Cost) }
    }
}

impl Indicators {
    /// TFI1: hours to clear a border crossing, both posts together, on average. `None` without a controlled border or without figures.
    ///
    /// CPMM counts each border-crossing point, that is one post, by itself: two of its values, one of each side, make one of these.
    pub fn tfi1(&self) -> Option<Hours> {
        let known = self.timed && self.sums.crossings > 0;
        known.then(|| hours(self.sums.border_seconds as f64 / 3600.0 / self.sums.crossings as f64))
    }

    /// TFI2: US$ at a border crossing, both posts together, on average. `None` without a controlled border or without figures.
    pub fn tfi2(&self) -> Option<UsDollars> {
        let known = self.priced && self.sums.crossings > 0;
        known.then(|| usd(self.sums.border_cents as f64 / 100.0 / self.sums.crossings as f64))
    }

    /// TFI3: US$ for 500 km and 20 t, with all that is paid on the way.
    pub fn tfi3(&self) -> Option<UsDollars> {
        let known = self.priced && self.sums.metres > 0;
        known.then(|| usd(self.sums.cents as f64 / 100.0 / (self.sums.metres as f64 / 1000.0) * SECTION_KM))
    }

    /// TFI4, speed with delay (SWD): km/h from start to end, borders and stops counted.
    pub fn swd(&self) -> Option<f64> {
        self.speed(self.sums.seconds)
    }

    /// TFI4, speed without delay (SWOD): km/h while moving.
    pub fn swod(&self) -> Option<f64> {
        self.speed(self.sums.running_seconds)
    }

    /// How many controlled borders the averages are of.
    pub fn crossings(&self) -> u64 {
        self.sums.crossings
    }

    fn speed(&self, seconds: u64) -> Option<f64> {
        let known = self.timed && seconds > 0;
        known.then(|| self.sums.metres as f64 / 1000.0 / (seconds as f64 / 3600.0))
    }
}
