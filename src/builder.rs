//! A network written in code.

use crate::capacity::load::{CapacityUnit, Vehicle};
use crate::crossing::Direction;
use crate::defaults::{ModeKind, Quantity};
use crate::mode::Mode;
use crate::month::Month;
use crate::network::Network;
use crate::place::{Control, NodeKind};
use crate::problem::InvalidNetwork;
use crate::records::{
    BasisRecord, CapacityRecord, CorridorRecord, CountryRecord, CrossingRecord, DefaultRecord, EventRecord,
    FigureRecord, LinkRecord, PassageRecord, PlaceRecord, PostRecord, Records, StatusRecord,
};
use crate::resolve::resolve;
use crate::status::Status;
use crate::units::{Hours, KilogramsCo2e, Kilometres, Latitude, Longitude, RiskPoints, UsDollars};

/// Collects places and links; [`build`](NetworkBuilder::build) is the only way to a [`Network`].
///
/// ```
/// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
/// let mut net = Network::builder();
/// net.node("port", "PK", lat(24.85), lon(66.98));
/// net.node("market", "PK", lat(34.01), lon(71.52));
/// net.link("port", "market", Mode::Road).distance(km(1_390)).time(hours(26));
/// let planner = net.build()?.compile();
/// let best = planner.trip("port", "market")?.best(&Weights::new([(Time, 1.0)])?);
/// assert_eq!(best.map(|route| route.time()), Some(hours(26)));
/// # Ok::<(), corridor::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct NetworkBuilder {
    records: Records,
    /// Crossings declared on links: link, crossing, hours, fee.
    crossings: Vec<(usize, String, f64, Option<f64>)>,
    /// What can pass the crossing that a link takes.
    crossing_capacities: Vec<(usize, CapacityRecord)>,
}

impl Network {
    /// An empty network to fill in code: no files, no features.
    pub fn builder() -> NetworkBuilder {
        NetworkBuilder::default()
    }
}

impl NetworkBuilder {
    /// Names the network.
    pub fn name(&mut self, name: &str) -> &mut NetworkBuilder {
        self.records.name = Some(name.to_owned());
        self
    }

    /// The months on record: before `first` and after `edition` the network has no state. The built network shows `edition`.
    pub fn dated(&mut self, first: Month, edition: Month) -> &mut NetworkBuilder {
        self.records.records_from = Some(first);
        self.records.edition = Some(edition);
        self
    }

    /// Adds a place. It is a [`City`](NodeKind::City) unless told otherwise; its country is an ISO 3166 code.
    pub fn node(&mut self, id: &str, country: &str, lat: Latitude, lon: Longitude) -> NodeDraft<'_> {
        self.records.places.push(PlaceRecord {
            at: Default::default(),
            id: id.to_owned(),
            name: id.to_owned(),
            aliases: Vec::new(),
            country: country.to_owned(),
            kind: NodeKind::City,
            lat: lat.0,
            lon: lon.0,
            gauges: Vec::new(),
            planned_gauges: Vec::new(),
            locode: None,
            position: BasisRecord { own: true, ..BasisRecord::default() },
            transfers: Vec::new(),
            own_hours: None,
            own_fee: None,
            port: None,
            capacity: None,
            note: None,
        });
        NodeDraft { place: self.records.places.last_mut().expect("just pushed") }
    }

    /// Adds a two-way link between two places.
    pub fn link(&mut self, from: &str, to: &str, mode: Mode) -> LinkDraft<'_> {
        self.records.links.push(LinkRecord::new(from, to, mode));
        let index = self.records.links.len() - 1;
        LinkDraft { builder: self, index }
    }

    /// Gives a country its hazard: points of risk for 1000 km, 0 to 100.
    pub fn hazard(&mut self, country: &str, hazard: f64) -> &mut NetworkBuilder {
        self.records.countries.push(CountryRecord {
            id: country.to_owned(),
            name: country.to_owned(),
            hazard: Some(FigureRecord::own(hazard)),
            ..CountryRecord::default()
        });
        self
    }

    /// Adds a corridor whose signature is a list of passages (`from`, `to`), all of which a route has to use in order.
    pub fn corridor(&mut self, id: &str, name: &str, signature: &[(&str, &str)]) -> &mut NetworkBuilder {
        let group = |(from, to): &(&str, &str)| {
            vec![PassageRecord { from: (*from).to_owned(), to: (*to).to_owned(), mode: None }]
        };
        self.records.corridors.push(CorridorRecord {
            at: Default::default(),
            id: id.to_owned(),
            name: name.to_owned(),
            signature: signature.iter().map(group).collect(),
            status: Status::Operational,
            volumes: Vec::new(),
            note: None,
        });
        self
    }

    /// Clearing a vessel from abroad at any port, charged where it lands. Links by sea or ferry between countries need it.
    pub fn ports(&mut self, hours: Hours, fee: UsDollars) -> &mut NetworkBuilder {
        // As at a crossing: the figures of both posts together stand on one of them.
        let at = |direction| {
            let (hours, fee) = if direction == Direction::Inbound { (hours.value(), fee.value()) } else { (0.0, 0.0) };
            [
                (Quantity::PostHours(ModeKind::Sea, Control::Customs, direction), hours),
                (Quantity::PostFee(ModeKind::Sea, Control::Customs, direction), fee),
            ]
        };
        self.defaults([at(Direction::Outbound), at(Direction::Inbound)].concat())
    }

    /// Loading the first lorry or train of a trip, and unloading the last: what
    /// [`with_terminals`](crate::Trip::with_terminals) charges at each end.
    pub fn terminals(&mut self, hours: Hours, fee: UsDollars) -> &mut NetworkBuilder {
        let ends = [ModeKind::Road, ModeKind::Rail].into_iter().flat_map(|mode| [(mode, true), (mode, false)]);
        let figures = ends.flat_map(|(mode, loading)| {
            [
                (Quantity::TerminalHours(mode, loading), hours.value()),
                (Quantity::TerminalFee(mode, loading), fee.value()),
            ]
        });
        self.defaults(figures.collect())
    }

    /// Tonnes that a train, a container or a lorry carries, by which capacities that count them become tonnes.
    pub fn load(&mut self, vehicle: Vehicle, tonnes: f64) -> &mut NetworkBuilder {
        self.defaults(vec![(Quantity::Load(vehicle), tonnes)])
    }

    fn defaults(&mut self, figures: Vec<(Quantity, f64)>) -> &mut NetworkBuilder {
        self.records.defaults.extend(figures.into_iter().map(|(quantity, value)| DefaultRecord {
            at: Default::default(),
            quantity,
            place: None,
            figure: FigureRecord::own(value),
        }));
        self
    }

    /// Checks everything and returns the network.
    ///
    /// # Errors
    /// All problems at once.
    pub fn build(&self) -> Result<Network, InvalidNetwork> {
        let mut records = self.records.clone();
        for (link, id, hours, fee) in &self.crossings {
            declare_crossing(&mut records, *link, id, *hours, *fee);
        }
        for (link, capacity) in &self.crossing_capacities {
            let id = records.links[*link].crossing.clone();
            if let Some(crossing) = records.crossings.iter_mut().find(|crossing| Some(&crossing.id) == id.as_ref()) {
                crossing.capacity = Some(capacity.clone());
            }
        }
        resolve(records)
    }
}

/// Adds to crossing `id` a post on each side: the hours and fee of a passage are charged on the way out.
fn declare_crossing(records: &mut Records, link: usize, id: &str, hours: f64, fee: Option<f64>) {
    let link = &mut records.links[link];
    link.crossing = Some(id.to_owned());
    let mode = link.mode;
    let ends = [link.from.clone(), link.to.clone()];
    let known = records.crossings.iter().position(|crossing| crossing.id == id).unwrap_or_else(|| {
        records.crossings.push(CrossingRecord { id: id.to_owned(), name: id.to_owned(), ..CrossingRecord::default() });
        records.crossings.len() - 1
    });
    for end in ends {
        let Some(place) = records.places.iter().find(|place| place.id == end) else {
            continue;
        };
        let country = place.country.clone();
        let posts = &mut records.crossings[known].posts;
        if posts.iter().any(|post| post.country == country && post.mode.is_some_and(|own| own.same_kind(mode))) {
            continue;
        }
        posts.push(PostRecord {
            country,
            mode: Some(mode),
            outbound: Some(FigureRecord::own(hours)),
            inbound: Some(FigureRecord::own(0.0)),
            outbound_fee: fee.map(FigureRecord::own),
            inbound_fee: fee.map(|_| FigureRecord::own(0.0)),
            ..PostRecord::default()
        });
    }
}

/// A place that was just added.
#[derive(Debug)]
pub struct NodeDraft<'a> {
    place: &'a mut PlaceRecord,
}

impl NodeDraft<'_> {
    /// The name that people read; without it, the id.
    pub fn name(self, name: &str) -> Self {
        self.place.name = name.to_owned();
        self
    }

    /// What kind of place it is, which decides whether freight can change mode there.
    pub fn kind(self, kind: NodeKind) -> Self {
        self.place.kind = kind;
        self
    }

    /// Its UN/LOCODE.
    pub fn locode(self, locode: &str) -> Self {
        self.place.locode = Some(locode.to_owned());
        self
    }

    /// Hours of every change of mode or gauge at this place. Where time is known and a place has no such hours, nothing changes mode there.
    pub fn transfer(self, hours: Hours) -> Self {
        self.place.own_hours = Some(FigureRecord::own(hours.value()));
        self
    }

    /// US$ of every change of mode or gauge at this place.
    pub fn transfer_fee(self, fee: UsDollars) -> Self {
        self.place.own_fee = Some(FigureRecord::own(fee.value()));
        self
    }

    /// How much the port can move between ships and the shore, each way.
    pub fn capacity(self, amount: f64, unit: CapacityUnit) -> Self {
        self.place.capacity = Some(CapacityRecord::own(amount, unit));
        self
    }
}

/// A link that was just added.
#[derive(Debug)]
pub struct LinkDraft<'a> {
    builder: &'a mut NetworkBuilder,
    index: usize,
}

impl LinkDraft<'_> {
    fn record(&mut self) -> &mut LinkRecord {
        &mut self.builder.records.links[self.index]
    }

    /// An id of its own; without it, `from-to-mode`.
    pub fn id(mut self, id: &str) -> Self {
        self.record().id = Some(id.to_owned());
        self
    }

    /// Its length.
    pub fn distance(mut self, distance: Kilometres) -> Self {
        self.record().distance = Some(FigureRecord::own(distance.value()));
        self
    }

    /// Its running time.
    pub fn time(mut self, time: Hours) -> Self {
        self.record().time = Some(FigureRecord::own(time.value()));
        self
    }

    /// Its cost for one forty-foot container, on either tariff.
    pub fn cost(mut self, cost: UsDollars) -> Self {
        let figure = FigureRecord::own(cost.value());
        self.record().cost = [Some(figure.clone()), Some(figure)];
        self
    }

    /// Its points of risk, in place of kilometres times hazard.
    pub fn risk(mut self, risk: RiskPoints) -> Self {
        self.record().risk = Some(FigureRecord::own(risk.value()));
        self
    }

    /// Its emissions for one forty-foot container.
    pub fn emissions(mut self, emissions: KilogramsCo2e) -> Self {
        self.record().emissions = Some(FigureRecord::own(emissions.value()));
        self
    }

    /// The border crossing on it and the hours of a passage, both posts together, in either direction.
    pub fn crossing(self, id: &str, hours: Hours) -> Self {
        self.builder.crossings.push((self.index, id.to_owned(), hours.value(), None));
        self
    }

    /// US$ of a passage of the border crossing on it.
    pub fn crossing_fee(self, fee: UsDollars) -> Self {
        let index = self.index;
        for crossing in self.builder.crossings.iter_mut().filter(|crossing| crossing.0 == index) {
            crossing.3 = Some(fee.value());
        }
        self
    }

    /// How much can pass along the link.
    pub fn capacity(mut self, amount: f64, unit: CapacityUnit) -> Self {
        self.record().capacity = Some(CapacityRecord::own(amount, unit));
        self
    }

    /// How much can pass the crossing of this link, over all its links together. The last one given for a crossing holds; without a
    /// crossing it means nothing.
    pub fn crossing_capacity(self, amount: f64, unit: CapacityUnit) -> Self {
        self.builder.crossing_capacities.push((self.index, CapacityRecord::own(amount, unit)));
        self
    }

    /// Hours until the ship or ferry sails, charged on boarding.
    pub fn wait(mut self, wait: Hours) -> Self {
        self.record().wait = Some(FigureRecord::own(wait.value()));
        self
    }

    /// Traffic only runs from the first place to the second.
    pub fn one_way(mut self) -> Self {
        self.record().one_way = true;
        self
    }

    /// Its status from a month on; before the first one it is operational.
    pub fn status(mut self, from: Month, status: Status) -> Self {
        let entry = StatusRecord { at: Default::default(), from, until: None, status, source: None, note: None };
        self.record().history.entries.push(entry);
        self
    }

    /// Something that raises its risk from a month on.
    pub fn event(mut self, from: Month, risk: RiskPoints, what: &str) -> Self {
        self.record().history.events.push(EventRecord {
            from,
            until: None,
            points: risk.value(),
            what: what.to_owned(),
            basis: BasisRecord { own: true, ..BasisRecord::default() },
            note: None,
        });
        self
    }
}
