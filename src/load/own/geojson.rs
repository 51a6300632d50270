//! Places and links in GeoJSON: points are places, lines are links.

use super::fields::{Fields, report_unknown};
use super::records::{LINK, PLACE, link, place};
use crate::problem::{Problem, ProblemKind};
use crate::records::{Location, Records};
use crate::spatial::geodesic_km;
use geojson::{Feature, GeometryValue, Position};
use serde_json::Value;
use serde_json::value::RawValue;
use std::sync::Arc;

/// A collection whose features keep their text, so that problems can name their lines.
#[derive(serde::Deserialize)]
struct Collection<'t> {
    #[serde(borrow)]
    features: Vec<&'t RawValue>,
}

/// Reads a collection of features.
pub(super) fn read(file: &str, text: &str, records: &mut Records, problems: &mut Vec<Problem>) {
    let name: Arc<str> = file.into();
    let at = |line: usize| Location { file: Some(Arc::clone(&name)), line };
    let not = |line, message: String| Problem {
        at: at(line),
        subject: String::new(),
        kind: ProblemKind::NotGeoJson { message },
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let collection: Collection<'_> = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => return problems.push(not(error.line(), format!("{error}; give a FeatureCollection"))),
    };
    for raw in collection.features {
        // The text of a feature is a part of the whole.
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let line = 1 + text.get(..offset).map_or(0, |before| before.matches('\n').count());
        let feature: Feature = match raw.get().parse() {
            Ok(feature) => feature,
            Err(error) => {
                problems.push(not(line, format!("{error}")));
                continue;
            }
        };
        let geometry = feature.geometry.map(|geometry| geometry.value);
        let (what, known): (&str, &[&str]) = match &geometry {
            Some(GeometryValue::Point { .. }) => ("place", &PLACE),
            Some(GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. }) => ("link", &LINK),
            _ => {
                let message = "a feature is neither a point (a place) nor a line (a link); leave it out".to_owned();
                problems.push(not(line, message));
                continue;
            }
        };
        let properties = feature.properties.unwrap_or_default();
        let id = properties.get("id").map(cell).unwrap_or_default();
        let subject = format!("{what} `{id}`");
        report_unknown(properties.keys().map(String::as_str), known, &at(line), &subject, problems);
        let mut cells: Vec<(String, String)> =
            properties.iter().map(|(name, value)| (name.clone(), cell(value))).collect();
        if let Some(GeometryValue::Point { coordinates }) = &geometry {
            cells.retain(|(name, _)| !["lat", "lon"].contains(&name.as_str()));
            let degrees = ["lon", "lat"].into_iter().zip(coordinates.as_slice());
            cells.extend(degrees.map(|(name, degrees)| (name.to_owned(), degrees.to_string())));
        }
        let mut fields = Fields::new(what, at(line), cells, problems);
        match geometry {
            Some(GeometryValue::LineString { coordinates }) => {
                records.links.push(link(&mut fields, Some(length_km(&coordinates))));
            }
            Some(GeometryValue::MultiLineString { coordinates }) => {
                let km = coordinates.iter().map(|line| length_km(line)).sum();
                records.links.push(link(&mut fields, Some(km)));
            }
            _ => records.places.push(place(&mut fields)),
        }
    }
}

/// Kilometres along a line, by geodesics between its points.
fn length_km(line: &[Position]) -> f64 {
    let point = |position: &Position| match position.as_slice() {
        [lon, lat, ..] => (*lat, *lon),
        _ => (f64::NAN, f64::NAN),
    };
    line.windows(2).map(|pair| geodesic_km(point(&pair[0]), point(&pair[1]))).sum()
}

/// Lists stand in one field as they do in CSV: gauges and corridors by blanks, as both read.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<String>>().join(" "),
        other => other.to_string(),
    }
}
