//! The curated network, as its files say: places, crossings, unions and links. Statuses and figures do not matter here.

use crate::raw::Failure;
use crate::sphere::At;
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

pub struct Place {
    pub id: String,
    pub name: String,
    pub country: String,
    pub kind: String,
    pub at: At,
    pub gauges: Vec<u16>,
    pub locode: Option<String>,
    /// Whether its position has a source, rather than being placed by hand.
    pub measured: bool,
    /// Whether freight can change mode here at all.
    pub transfers: bool,
}

pub struct Crossing {
    pub id: String,
    pub rail: bool,
    pub road: bool,
    /// Country and place of each post.
    pub posts: Vec<(String, String)>,
}

pub struct Link {
    pub id: String,
    pub from: String,
    pub to: String,
    pub mode: String,
    pub gauge: u16,
    pub km: f64,
    pub border_km: Option<f64>,
    pub crossing: Option<String>,
}

pub struct Curated {
    pub places: BTreeMap<String, Place>,
    pub crossings: BTreeMap<String, Crossing>,
    pub links: Vec<Link>,
    pub waters: Vec<String>,
}

impl Curated {
    pub fn load(folder: &Path) -> Result<Curated, Failure> {
        let mut files: Vec<_> =
            std::fs::read_dir(folder)?.chain(std::fs::read_dir(folder.join("families"))?).collect::<Result<_, _>>()?;
        files.sort_by_key(|file| file.path());
        let (mut places, mut crossings) = (BTreeMap::new(), BTreeMap::new());
        let (mut links, mut waters) = (Vec::new(), Vec::new());
        for file in files.iter().filter(|file| file.path().extension().is_some_and(|e| e == "toml")) {
            let table: Table = std::fs::read_to_string(file.path())?.parse()?;
            for entry in list(&table, "place") {
                let place = place(entry).ok_or_else(|| format!("a place: {entry:?}"))?;
                places.insert(place.id.clone(), place);
            }
            for entry in list(&table, "crossing") {
                let crossing = crossing(entry).ok_or_else(|| format!("a crossing: {entry:?}"))?;
                crossings.insert(crossing.id.clone(), crossing);
            }
            for entry in list(&table, "link") {
                links.push(link(entry).ok_or_else(|| format!("a link: {entry:?}"))?);
            }
            waters.extend(list(&table, "water").iter().filter_map(|water| text(water, "id")));
        }
        links.sort_by(|a: &Link, b| a.id.cmp(&b.id));
        waters.sort();
        Ok(Curated { places, crossings, links, waters })
    }
}

fn list<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table.get(key).and_then(Value::as_array).map_or(&[], |list| list)
}

fn text(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}

fn number(value: &Value, key: &str) -> Option<f64> {
    let value = value.get(key)?;
    value.as_float().or(value.as_integer().map(|i| i as f64))
}

fn place(value: &Value) -> Option<Place> {
    let kind = text(value, "kind")?;
    let gauges = value.get("gauges_mm").and_then(Value::as_array).into_iter().flatten();
    let transfers = !matches!(&kind[..], "border_post" | "waypoint") || value.get("transfers").is_some();
    Some(Place {
        id: text(value, "id")?,
        name: text(value, "name")?,
        country: text(value, "country")?,
        at: [number(value, "lat")?, number(value, "lon")?],
        gauges: gauges.filter_map(|g| g.as_integer()).map(|g| g as u16).collect(),
        locode: text(value, "locode"),
        measured: value.get("position").is_some_and(|position| position.get("source").is_some()),
        transfers,
        kind,
    })
}

fn crossing(value: &Value) -> Option<Crossing> {
    let modes: Vec<&str> =
        value.get("modes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let posts = value.get("post")?.as_array()?.iter();
    Some(Crossing {
        id: text(value, "id")?,
        rail: modes.is_empty() || modes.contains(&"rail"),
        road: modes.is_empty() || modes.contains(&"road"),
        posts: posts.filter_map(|post| Some((text(post, "country")?, text(post, "place")?))).collect(),
    })
}

fn link(value: &Value) -> Option<Link> {
    let (from, to, mode) = (text(value, "from")?, text(value, "to")?, text(value, "mode")?);
    let distance = value.get("distance")?;
    Some(Link {
        id: text(value, "id").unwrap_or_else(|| format!("{from}-{to}-{mode}")),
        gauge: number(value, "gauge_mm").unwrap_or(0.0) as u16,
        km: number(distance, "km")?,
        border_km: number(value, "border_km"),
        crossing: text(value, "crossing"),
        from,
        to,
        mode,
    })
}
