//! Named sets of changes that turn a network into another network.

mod apply;
mod fault;

use crate::crossing::Direction;
use crate::mode::Mode;
use crate::month::Month;
use crate::records::{FigureRecord, LinkRecord};
use crate::units::{Hours, Kilometres, UsDollars};
pub use fault::{Fault, ScenarioError};

/// Ordered changes: close, open, delay, reprice, set hours, scale a default, set any figure, add a link, a date.
///
/// ```
/// use corridor::{Scenario, hours};
/// let scenario = Scenario::new("a slow winter").delay("torkham", hours(24)).scale("wait.ferry.caspian", 2.0);
/// assert_eq!(scenario.name(), "a slow winter");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct Scenario {
    name: String,
    note: Option<String>,
    changes: Vec<Change>,
}

/// One change. The text names a crossing, link or place by its id.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
enum Change {
    Close(String),
    Open(String),
    Delay(String, f64),
    Reprice(String, f64),
    SetHours { crossing: String, country: Option<String>, direction: Option<Direction>, hours: f64 },
    Scale(String, f64),
    AddLink(Box<NewLink>),
    AsOf(Month),
    OpenLinesBy(u16),
    OpenEverything,
    Set(String, f64),
}

impl Change {
    /// Whether what a step costs may change, and not only what is open.
    fn touches_costs(&self) -> bool {
        match self {
            Change::Close(_) | Change::Open(_) | Change::OpenLinesBy(_) | Change::OpenEverything => false,
            Change::Delay(..) | Change::Reprice(..) | Change::SetHours { .. } => true,
            Change::Scale(..) | Change::Set(..) => true,
            // A date brings its events.
            Change::AddLink(_) | Change::AsOf(_) => true,
        }
    }
}

/// A link that a scenario adds.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub struct NewLink {
    record: LinkRecord,
}

impl NewLink {
    /// A two-way link between two places of the network. Time and cost come from the network's defaults unless given.
    pub fn new(from: &str, to: &str, mode: Mode, distance: Kilometres) -> NewLink {
        let distance = Some(FigureRecord::own(distance.value()));
        NewLink { record: LinkRecord { distance, ..LinkRecord::new(from, to, mode) } }
    }

    /// An id of its own; without it, `from-to-mode`. A second link of a mode between two places needs one.
    pub fn id(mut self, id: &str) -> NewLink {
        self.record.id = Some(id.to_owned());
        self
    }

    #[cfg(feature = "files")]
    pub(crate) fn of_record(record: LinkRecord) -> NewLink {
        NewLink { record }
    }

    /// Its running time, in place of the default speed.
    pub fn time(mut self, time: Hours) -> NewLink {
        self.record.time = Some(FigureRecord::own(time.value()));
        self
    }

    /// Its cost for one forty-foot container, in place of the default rate.
    pub fn cost(mut self, cost: UsDollars) -> NewLink {
        let figure = FigureRecord::own(cost.value());
        self.record.cost = [Some(figure.clone()), Some(figure)];
        self
    }

    /// The border crossing on it.
    pub fn crossing(mut self, id: &str) -> NewLink {
        self.record.crossing = Some(id.to_owned());
        self
    }

    /// The water that a ship or ferry crosses.
    pub fn water(mut self, id: &str) -> NewLink {
        self.record.water = Some(id.to_owned());
        self
    }
}

impl Scenario {
    /// A scenario without changes.
    pub fn new(name: &str) -> Scenario {
        Scenario { name: name.to_owned(), ..Scenario::default() }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is to be known about it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    #[cfg(feature = "files")]
    pub(crate) fn with_note(mut self, note: Option<String>) -> Scenario {
        self.note = note;
        self
    }

    fn change(mut self, change: Change) -> Scenario {
        self.changes.push(change);
        self
    }

    /// Shuts a crossing, link or place.
    pub fn close(self, id: &str) -> Scenario {
        self.change(Change::Close(id.to_owned()))
    }

    /// Opens a crossing, link or place, whatever its dated status.
    pub fn open(self, id: &str) -> Scenario {
        self.change(Change::Open(id.to_owned()))
    }

    /// Adds hours to every passage of a crossing or link, or to every transfer at a place.
    pub fn delay(self, id: &str, hours: Hours) -> Scenario {
        self.change(Change::Delay(id.to_owned(), hours.value()))
    }

    /// Multiplies the cost of a link or the fees of a crossing.
    pub fn reprice(self, id: &str, factor: f64) -> Scenario {
        self.change(Change::Reprice(id.to_owned(), factor))
    }

    /// Sets the clearing hours of every post of a crossing, in both directions.
    pub fn set_hours(self, crossing: &str, hours: Hours) -> Scenario {
        self.set_post_hours(crossing, None, None, hours)
    }

    /// Sets the clearing hours of a crossing on one side (a country) or in one direction; `None` means both.
    pub fn set_post_hours(
        self,
        crossing: &str,
        country: Option<&str>,
        direction: Option<Direction>,
        hours: Hours,
    ) -> Scenario {
        let (crossing, country) = (crossing.to_owned(), country.map(str::to_owned));
        self.change(Change::SetHours { crossing, country, direction, hours: hours.value() })
    }

    /// Multiplies a default by its name (see [`Network::defaults`](crate::Network::defaults)), such as `wait.ferry.caspian`.
    pub fn scale(self, default: &str, factor: f64) -> Scenario {
        self.change(Change::Scale(default.to_owned(), factor))
    }

    /// Sets one figure by its id (see [`Network::figures`](crate::Network::figures)), in its unit, for everything that reads it. Where it comes from stays as it was, so that
    /// published hours of a rail post are still scaled for block trains.
    pub fn set(self, figure: &str, value: f64) -> Scenario {
        self.change(Change::Set(figure.to_owned(), value))
    }

    /// Adds a link between places of the network.
    pub fn add_link(self, link: NewLink) -> Scenario {
        self.change(Change::AddLink(Box::new(link)))
    }

    /// Sets the month whose state is shown.
    pub fn as_of(self, month: Month) -> Scenario {
        self.change(Change::AsOf(month))
    }

    /// Opens every planned line whose published opening is in or before `year`.
    pub fn open_lines_by(self, year: u16) -> Scenario {
        self.change(Change::OpenLinesBy(year))
    }

    /// Opens every link and crossing, planned or shut.
    pub fn open_everything(self) -> Scenario {
        self.change(Change::OpenEverything)
    }
}
