//! Networks and their parts as JSON.

use corridor::{Basis, Corridor, Crossing, Direction, Figure, Link, Mode, Network, Node, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// The network that was asked.
#[derive(JsonSchema, Serialize)]
pub struct NetworkDocument {
    /// What it is called, with the state or scenario that it shows.
    name: String,
    /// The SHA-256 of the data; of the bundled ones that of `corridors/bundle.bin`.
    dataset_sha256: String,
    /// The checksum (CRC-32) of the base network, where roads of it were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_crc32: Option<String>,
    /// The month of the data, such as `2026-11`.
    edition: Option<String>,
    /// The month or named state that it shows.
    state: Option<String>,
    /// The price level of rail freight: `through` or `wagonload`.
    tariff: String,
    licence: Option<String>,
    /// What has to be named when figures are passed on.
    attribution: Vec<String>,
}

impl NetworkDocument {
    /// Of a network as it was asked, and of the data before month and tariff were chosen.
    pub fn new(network: &Network, data: &Network, base: Option<u32>) -> NetworkDocument {
        NetworkDocument {
            name: network.name().to_owned(),
            dataset_sha256: data.sha256(),
            base_crc32: base.map(|checksum| format!("{checksum:08x}")),
            edition: network.edition().map(|month| month.to_string()),
            state: network.state().map(|state| state.to_string()),
            tariff: network.tariff().name().to_owned(),
            licence: network.licence().map(str::to_owned),
            attribution: network.attribution().to_vec(),
        }
    }
}

/// A figure and where it comes from.
#[derive(JsonSchema, Serialize)]
pub struct FigureDocument {
    /// The number, in the unit that the field's name ends with.
    value: f64,
    /// The id of the publication.
    source: Option<String>,
    /// The year that it describes.
    year: Option<u16>,
    /// How it was estimated, if it was.
    estimate: Option<String>,
}

impl FigureDocument {
    fn new(network: &Network, figure: &Figure) -> FigureDocument {
        let basis: &Basis = figure.basis();
        FigureDocument {
            value: figure.value(),
            source: network.source_of(figure).map(|source| source.id().to_owned()),
            year: basis.year(),
            estimate: basis.estimate().map(str::to_owned),
        }
    }
}

/// A place.
#[derive(JsonSchema, Serialize)]
pub struct PlaceDocument {
    id: String,
    name: String,
    aliases: Vec<String>,
    /// ISO 3166.
    country: String,
    kind: String,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    gauges_mm: Vec<u16>,
    /// UN/LOCODE.
    locode: Option<String>,
    note: Option<String>,
}

impl PlaceDocument {
    pub fn new(network: &Network, node: &Node) -> PlaceDocument {
        PlaceDocument {
            id: node.id().to_owned(),
            name: node.name().to_owned(),
            aliases: node.aliases().to_vec(),
            country: network.country_of(node).id().to_owned(),
            kind: node.kind().to_string(),
            lat: node.position().0,
            lon: node.position().1,
            gauges_mm: node.gauges().iter().map(|gauge| gauge.mm()).collect(),
            locode: node.locode().map(str::to_owned),
            note: node.note().map(str::to_owned),
        }
    }
}

/// A link.
#[derive(JsonSchema, Serialize)]
pub struct LinkDocument {
    id: String,
    /// The ids of its ends.
    from: String,
    to: String,
    /// `road`, `rail`, `sea` or `ferry`.
    mode: String,
    gauge_mm: Option<u16>,
    distance_km: FigureDocument,
    /// Running time, where it has its own.
    time_h: Option<FigureDocument>,
    /// For a forty-foot container at the tariff, where it has its own.
    cost_usd: Option<FigureDocument>,
    /// The id of the border crossing on it.
    crossing: Option<String>,
    /// The water that it crosses.
    water: Option<String>,
    one_way: bool,
    /// The ids of the corridors that it belongs to.
    corridors: Vec<String>,
    status: String,
    note: Option<String>,
}

impl LinkDocument {
    pub fn new(network: &Network, link: &Link) -> LinkDocument {
        let (from, to) = network.ends_of(link);
        let figure = |figure| FigureDocument::new(network, figure);
        LinkDocument {
            id: link.id().to_owned(),
            from: from.id().to_owned(),
            to: to.id().to_owned(),
            mode: link.mode().name().to_owned(),
            gauge_mm: gauge(link.mode()),
            distance_km: figure(link.distance()),
            time_h: link.time().map(figure),
            cost_usd: link.cost(network.tariff()).map(figure),
            crossing: network.crossing_of(link).map(|crossing| crossing.id().to_owned()),
            water: network.water_of(link).map(str::to_owned),
            one_way: link.is_one_way(),
            corridors: network.corridors_of(link).map(|corridor| corridor.id().to_owned()).collect(),
            status: network.status_of(link).to_string(),
            note: link.note().map(str::to_owned),
        }
    }
}

/// The gauge of a railway in millimetres.
pub fn gauge(mode: Mode) -> Option<u16> {
    if let Mode::Rail(gauge) = mode { Some(gauge.mm()) } else { None }
}

/// A border crossing.
#[derive(JsonSchema, Serialize)]
pub struct CrossingDocument {
    id: String,
    name: String,
    /// The two countries, in order of code.
    countries: Vec<String>,
    /// `customs`, `union` (inside a customs union) or `open`.
    control: String,
    status: String,
    posts: Vec<PostDocument>,
    opening_hours: Option<String>,
    note: Option<String>,
}

/// One side of a crossing, with the figures published for it.
#[derive(JsonSchema, Serialize)]
pub struct PostDocument {
    country: String,
    /// The id of its place.
    place: Option<String>,
    outbound_h: Option<FigureDocument>,
    inbound_h: Option<FigureDocument>,
    outbound_fee_usd: Option<FigureDocument>,
    inbound_fee_usd: Option<FigureDocument>,
}

impl CrossingDocument {
    pub fn new(network: &Network, crossing: &Crossing) -> CrossingDocument {
        let figure = |figure: Option<&Figure>| figure.map(|figure| FigureDocument::new(network, figure));
        let posts = crossing.posts().iter().map(|post| {
            let (country, place) = network.seat_of(post);
            PostDocument {
                country: country.id().to_owned(),
                place: place.map(|place| place.id().to_owned()),
                outbound_h: figure(post.hours(Direction::Outbound)),
                inbound_h: figure(post.hours(Direction::Inbound)),
                outbound_fee_usd: figure(post.fee(Direction::Outbound)),
                inbound_fee_usd: figure(post.fee(Direction::Inbound)),
            }
        });
        CrossingDocument {
            id: crossing.id().to_owned(),
            name: crossing.name().to_owned(),
            countries: network.countries_of(crossing).map(|country| country.id().to_owned()).to_vec(),
            control: crossing.control().to_string(),
            status: network.status_of_crossing(crossing).to_string(),
            posts: posts.collect(),
            opening_hours: crossing.opening_hours().map(str::to_owned),
            note: crossing.note().map(str::to_owned),
        }
    }
}

/// A corridor.
#[derive(JsonSchema, Serialize)]
pub struct CorridorDocument {
    id: String,
    name: String,
    status: String,
    /// How many links belong to it.
    links: usize,
    note: Option<String>,
}

impl CorridorDocument {
    pub fn new(network: &Network, corridor: &Corridor) -> CorridorDocument {
        CorridorDocument {
            id: corridor.id().to_owned(),
            name: corridor.name().to_owned(),
            status: corridor.status().to_string(),
            links: links_of(network, corridor),
            note: corridor.note().map(str::to_owned),
        }
    }
}

/// How many links belong to a corridor.
pub fn links_of(network: &Network, corridor: &Corridor) -> usize {
    let belongs = |link: &&Link| network.corridors_of(link).any(|other| other.id() == corridor.id());
    network.links().filter(belongs).count()
}

/// A publication.
#[derive(JsonSchema, Serialize)]
pub struct SourceDocument {
    id: String,
    title: String,
    publisher: Option<String>,
    year: Option<u16>,
    url: Option<String>,
}

impl SourceDocument {
    pub fn new(source: &Source) -> SourceDocument {
        SourceDocument {
            id: source.id().to_owned(),
            title: source.title().to_owned(),
            publisher: source.publisher().map(str::to_owned),
            year: source.year(),
            url: source.url().map(str::to_owned),
        }
    }
}
