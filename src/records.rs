//! What a person declares, before ids are looked up: the common ground of code and files.

use crate::capacity::load::CapacityUnit;
use crate::crossing::Direction;
use crate::defaults::{ModeKind, Quantity, name};
use crate::link::Tariff;
use crate::mode::{Gauge, Mode};
use crate::month::Month;
use crate::place::{Control, NodeKind, TransferKind};
use crate::provenance::Confidence;
use crate::scenario::Scenario;
use crate::status::Status;
use std::fmt;
use std::sync::Arc;

/// Where something was declared; nothing for what is declared in code.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    pub(crate) file: Option<Arc<str>>,
    pub(crate) line: usize,
}

impl Location {
    /// The file, by its path inside the loaded folder.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file}:{}: ", self.line),
            None => Ok(()),
        }
    }
}

/// The ground of a figure, its source by id.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct BasisRecord {
    pub(crate) source: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) estimate: Option<String>,
    /// Given in code: needs no source.
    pub(crate) own: bool,
    #[cfg_attr(feature = "bundled", serde(skip))]
    pub(crate) at: Location,
}

#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct FigureRecord {
    pub(crate) value: f64,
    pub(crate) basis: BasisRecord,
    pub(crate) others: Vec<(f64, Option<String>, Option<u16>)>,
    pub(crate) note: Option<String>,
}

impl FigureRecord {
    pub(crate) fn own(value: f64) -> FigureRecord {
        FigureRecord { value, basis: BasisRecord { own: true, ..BasisRecord::default() }, ..FigureRecord::default() }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SourceRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) publisher: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) url: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct CountryRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    /// Points for 1000 km.
    pub(crate) hazard: Option<FigureRecord>,
}

#[derive(Clone, Debug)]
pub(crate) struct UnionRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) control: Control,
    pub(crate) members: Vec<String>,
    pub(crate) source: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct WaterRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hazard: Option<FigureRecord>,
}

#[derive(Clone, Debug)]
pub(crate) struct PlaceRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) country: String,
    pub(crate) kind: NodeKind,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) gauges: Vec<Gauge>,
    pub(crate) planned_gauges: Vec<Gauge>,
    pub(crate) locode: Option<String>,
    pub(crate) position: BasisRecord,
    pub(crate) transfers: Vec<TransferKind>,
    pub(crate) own_hours: Option<FigureRecord>,
    pub(crate) own_fee: Option<FigureRecord>,
    pub(crate) port: Option<PostRecord>,
    pub(crate) capacity: Option<CapacityRecord>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct ObservationRecord {
    pub(crate) year: u16,
    pub(crate) direction: Direction,
    pub(crate) hours: f64,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct PostRecord {
    pub(crate) at: Location,
    pub(crate) country: String,
    pub(crate) place: Option<String>,
    pub(crate) mode: Option<Mode>,
    pub(crate) outbound: Option<FigureRecord>,
    pub(crate) inbound: Option<FigureRecord>,
    pub(crate) outbound_fee: Option<FigureRecord>,
    pub(crate) inbound_fee: Option<FigureRecord>,
    pub(crate) includes_gauge_change: bool,
    pub(crate) history: Vec<ObservationRecord>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct StatusRecord {
    #[cfg_attr(feature = "bundled", serde(skip))]
    pub(crate) at: Location,
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
    pub(crate) status: Status,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct SeasonRecord {
    pub(crate) months: Vec<u8>,
    pub(crate) closed: bool,
    pub(crate) from: Option<Month>,
    pub(crate) until: Option<Month>,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct EventRecord {
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
    pub(crate) points: f64,
    pub(crate) what: String,
    pub(crate) basis: BasisRecord,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct CapacityRecord {
    pub(crate) amount: f64,
    pub(crate) unit: CapacityUnit,
    pub(crate) basis: BasisRecord,
    pub(crate) note: Option<String>,
}

/// The dated record of a link or crossing.
impl CapacityRecord {
    /// A capacity that the embedder gives in code.
    pub(crate) fn own(amount: f64, unit: CapacityUnit) -> CapacityRecord {
        CapacityRecord { amount, unit, basis: BasisRecord { own: true, ..BasisRecord::default() }, note: None }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct HistoryRecord {
    pub(crate) entries: Vec<StatusRecord>,
    pub(crate) season: Option<SeasonRecord>,
    pub(crate) events: Vec<EventRecord>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct CrossingRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) modes: Vec<String>,
    pub(crate) control: Option<Control>,
    pub(crate) posts: Vec<PostRecord>,
    pub(crate) gauge_break: Option<[u16; 2]>,
    pub(crate) opening_hours: Option<String>,
    pub(crate) opening_hours_source: Option<String>,
    pub(crate) capacity: Option<CapacityRecord>,
    pub(crate) history: HistoryRecord,
    pub(crate) last_verified: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct OpeningRecord {
    pub(crate) year: u16,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "bundled", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct LinkRecord {
    #[cfg_attr(feature = "bundled", serde(skip))]
    pub(crate) at: Location,
    pub(crate) id: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) mode: Mode,
    pub(crate) water: Option<String>,
    pub(crate) distance: Option<FigureRecord>,
    pub(crate) time: Option<FigureRecord>,
    pub(crate) cost: [Option<FigureRecord>; 2],
    pub(crate) cost_back: Option<FigureRecord>,
    pub(crate) risk: Option<FigureRecord>,
    pub(crate) emissions: Option<FigureRecord>,
    pub(crate) wait: Option<FigureRecord>,
    pub(crate) sailings_per_week: Option<FigureRecord>,
    pub(crate) crossing: Option<String>,
    pub(crate) border_km: Option<f64>,
    pub(crate) one_way: bool,
    pub(crate) capacity: Option<CapacityRecord>,
    pub(crate) history: HistoryRecord,
    pub(crate) opening: Option<OpeningRecord>,
    pub(crate) corridors: Vec<String>,
    pub(crate) note: Option<String>,
}

impl LinkRecord {
    pub(crate) fn new(from: &str, to: &str, mode: Mode) -> LinkRecord {
        LinkRecord {
            at: Location::default(),
            id: None,
            from: from.to_owned(),
            to: to.to_owned(),
            mode,
            water: None,
            distance: None,
            time: None,
            cost: [None, None],
            cost_back: None,
            risk: None,
            emissions: None,
            wait: None,
            sailings_per_week: None,
            crossing: None,
            border_km: None,
            one_way: false,
            capacity: None,
            history: HistoryRecord::default(),
            opening: None,
            corridors: Vec::new(),
            note: None,
        }
    }

    /// The id as given, or else `from-to-mode`.
    pub(crate) fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{}-{}-{}", self.from, self.to, self.mode.name()))
    }
}

/// A directed passage of a signature: `from > to`, in one mode or in any.
#[derive(Clone, Debug)]
pub(crate) struct PassageRecord {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) mode: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct CorridorRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) signature: Vec<Vec<PassageRecord>>,
    pub(crate) status: Status,
    pub(crate) volumes: Vec<VolumeRecord>,
    pub(crate) note: Option<String>,
}

/// Trade that a corridor carried in a year, or is planned to carry.
#[derive(Clone, Debug)]
pub(crate) struct VolumeRecord {
    pub(crate) what: String,
    pub(crate) tonnes: FigureRecord,
    pub(crate) planned: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct PublishedRecord {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) unit: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct ReferenceRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) corridor: String,
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) via: Vec<String>,
    pub(crate) modes: Vec<String>,
    pub(crate) state: String,
    pub(crate) length: Option<PublishedRecord>,
    pub(crate) days: Option<PublishedRecord>,
    pub(crate) cost: Option<PublishedRecord>,
    pub(crate) excluded: Option<String>,
    pub(crate) by_construction: bool,
    pub(crate) section: bool,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct IndicatorsRecord {
    pub(crate) at: Location,
    pub(crate) id: String,
    pub(crate) programme: String,
    pub(crate) mode: String,
    pub(crate) year: u16,
    /// TFI1 in hours, TFI2 and TFI3 in US$, SWD and SWOD in km/h.
    pub(crate) values: [Option<f64>; 5],
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct DefaultRecord {
    pub(crate) at: Location,
    pub(crate) quantity: Quantity,
    /// A country or a water.
    pub(crate) place: Option<String>,
    pub(crate) figure: FigureRecord,
}

impl DefaultRecord {
    pub(crate) fn name(&self) -> String {
        name(self.quantity, self.place.as_deref())
    }

    /// Whether the place is a water rather than a country.
    pub(crate) fn is_of_water(&self) -> bool {
        let afloat = |mode| matches!(mode, ModeKind::Sea | ModeKind::Ferry);
        match self.quantity {
            Quantity::Speed(mode) | Quantity::Rate(mode, Tariff::Through | Tariff::Wagonload) => afloat(mode),
            Quantity::Emission(mode) | Quantity::Wait(mode) | Quantity::Stops(mode) => afloat(mode),
            _ => false,
        }
    }
}

/// Everything that was declared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    pub(crate) name: Option<String>,
    pub(crate) edition: Option<Month>,
    pub(crate) records_from: Option<Month>,
    pub(crate) licence: Option<String>,
    pub(crate) attribution: Vec<String>,
    /// Named states: id, scenario, where declared.
    pub(crate) states: Vec<(String, String, Location)>,
    pub(crate) sources: Vec<SourceRecord>,
    pub(crate) countries: Vec<CountryRecord>,
    pub(crate) unions: Vec<UnionRecord>,
    pub(crate) waters: Vec<WaterRecord>,
    pub(crate) places: Vec<PlaceRecord>,
    pub(crate) crossings: Vec<CrossingRecord>,
    pub(crate) links: Vec<LinkRecord>,
    pub(crate) corridors: Vec<CorridorRecord>,
    pub(crate) references: Vec<ReferenceRecord>,
    pub(crate) indicators: Vec<IndicatorsRecord>,
    pub(crate) defaults: Vec<DefaultRecord>,
    pub(crate) scenarios: Vec<(String, Scenario)>,
}
