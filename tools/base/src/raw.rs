//! The raw files, as found in the folder that is named on the command line.

use crate::sphere::At;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

pub type Failure = Box<dyn std::error::Error>;

/// Two nodes and the metres between them.
pub type Span = (u32, u32, f64);

pub struct Raw {
    folder: PathBuf,
}

/// A feature of GeoJSON: its properties and its lines or rings, or one point.
pub struct Feature {
    pub properties: Value,
    pub lines: Vec<Vec<At>>,
}

/// A place of UN/LOCODE, a station, a port.
pub struct Place {
    pub code: String,
    pub name: String,
    pub country: String,
    pub at: At,
    pub rail: bool,
    pub road: bool,
}

impl Raw {
    pub fn new(folder: &Path) -> Raw {
        Raw { folder: folder.to_owned() }
    }

    fn open(&self, name: &str) -> Result<GzDecoder<BufReader<File>>, Failure> {
        let path = self.folder.join(name);
        let file = File::open(&path).map_err(|e| format!("`{}`: {e}; see corridors/base/README.md", path.display()))?;
        Ok(GzDecoder::new(BufReader::new(file)))
    }

    pub fn features(&self, name: &str) -> Result<Vec<Feature>, Failure> {
        let mut text = String::new();
        self.open(name)?.read_to_string(&mut text)?;
        let mut json: Value = serde_json::from_str(&text)?;
        let features = json["features"].as_array_mut().ok_or("no `features`")?;
        Ok(features.iter_mut().map(feature).collect())
    }

    /// Rows of a table with a header, as (name of column -> value).
    pub fn rows(&self, name: &str, wanted: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
        let mut reader = csv::Reader::from_reader(self.open(name)?);
        let header = reader.headers()?.clone();
        let find = |column: &&str| header.iter().position(|h| h == *column).ok_or(format!("`{name}` lacks `{column}`"));
        let columns = wanted.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let row =
            |row: csv::StringRecord| columns.iter().map(|&c| row.get(c).unwrap_or("").trim().to_owned()).collect();
        Ok(reader.records().map(|r| r.map(row)).collect::<Result<_, _>>()?)
    }

    /// Nodes and edges (two nodes, metres) of a graph of scgraph_data.
    pub fn graph(&self, kind: &str) -> Result<(Vec<At>, Vec<Span>), Failure> {
        let mut nodes = Vec::new();
        for row in self.rows(&format!("osm_scgraph/{kind}_nodes.csv.gz"), &["id", "lat", "lon"])? {
            assert_eq!(row[0].parse::<usize>()?, nodes.len(), "ids run from 0");
            nodes.push([row[1].parse()?, row[2].parse()?]);
        }
        let mut edges = Vec::new();
        for row in self.rows(&format!("osm_scgraph/{kind}_edges.csv.gz"), &["u", "v", "length_km"])? {
            edges.push((row[0].parse()?, row[1].parse()?, row[2].parse::<f64>()? * 1000.0));
        }
        Ok((nodes, edges))
    }

    pub fn locodes(&self) -> Result<Vec<Place>, Failure> {
        let columns = ["lat", "lon", "country", "location", "name", "function"];
        let rows = self.rows("unlocode/unlocode_bbox.csv.gz", &columns)?;
        let place = |row: Vec<String>| {
            let at = [row[0].parse().ok()?, row[1].parse().ok()?];
            let function = |i: usize, c: char| row[5].chars().nth(i) == Some(c);
            let (rail, road) = (function(1, '2'), function(2, '3'));
            let code = format!("{}{}", row[2], row[3]);
            Some(Place { code, name: row[4].clone(), country: row[2].clone(), at, rail, road })
        };
        Ok(rows.into_iter().filter_map(place).collect())
    }

    /// Railway stations of OpenStreetMap.
    pub fn stations(&self) -> Result<Vec<At>, Failure> {
        let rows = self.rows("osm_rail_ways/stations_12_windows.csv.gz", &["lat", "lon"])?;
        Ok(rows.into_iter().filter_map(|row| Some([row[0].parse().ok()?, row[1].parse().ok()?])).collect())
    }

    /// Ports of searoute, then those of the World Port Index that have a code and are not very small.
    pub fn ports(&self) -> Result<Vec<Place>, Failure> {
        let mut ports = Vec::new();
        for feature in self.features("sea/searoute_ports.geojson.gz")? {
            let text = |key: &str| feature.properties[key].as_str().unwrap_or("").trim().to_owned();
            let Some(&at) = feature.lines.first().and_then(|line| line.first()) else { continue };
            let code = text("port");
            let country = code.get(..2).unwrap_or("").to_owned();
            ports.push(Place { code, name: text("name"), country, at, rail: false, road: false });
        }
        let columns = ["Latitude", "Longitude", "UN/LOCODE", "Main Port Name", "Harbor Size"];
        for row in self.rows("ports/wpi_pub150_bbox.csv.gz", &columns)? {
            let code = row[2].replace(' ', "");
            if code.len() == 5 && row[4] != "Very Small" {
                let at = [row[0].parse()?, row[1].parse()?];
                let country = code[..2].to_owned();
                ports.push(Place { code, name: row[3].clone(), country, at, rail: false, road: false });
            }
        }
        Ok(ports)
    }
}

fn feature(feature: &mut Value) -> Feature {
    let mut lines = Vec::new();
    collect(&feature["geometry"]["coordinates"], &mut lines);
    Feature { properties: feature["properties"].take(), lines }
}

/// Every list of positions at any depth; a lone position is a list of one.
fn collect(value: &Value, lines: &mut Vec<Vec<At>>) {
    let position = |v: &Value| Some([v.get(1)?.as_f64()?, v.get(0)?.as_f64()?]);
    if let Some(at) = position(value) {
        lines.push(vec![at]);
    } else if let Some(list) = value.as_array() {
        match list.iter().map(position).collect::<Option<Vec<At>>>() {
            Some(line) if !line.is_empty() => lines.push(line),
            _ => list.iter().for_each(|inner| collect(inner, lines)),
        }
    }
}
