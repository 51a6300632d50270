//! In which country a point lies, by the polygons of Natural Earth.

use crate::raw::{Failure, Raw};
use crate::sphere::{At, Near};

/// Height of a band, in bands a degree.
const BANDS: f64 = 20.0;
/// No country.
pub const NONE: u8 = u8::MAX;
/// Roads along a coast lie a little outside of coarse polygons.
const COAST: f64 = 30_000.0;

pub struct Countries {
    /// ISO codes in order.
    pub codes: Vec<String>,
    bands: Vec<Vec<(u8, At, At)>>,
    coast: Near,
    coast_of: Vec<u8>,
}

impl Countries {
    pub fn load(raw: &Raw) -> Result<Countries, Failure> {
        let features = raw.features("natural_earth/ne_10m_admin_0_countries_bbox.geojson.gz")?;
        let code = |properties: &serde_json::Value| {
            let (iso, a3) =
                (properties["ISO_A2_EH"].as_str().unwrap_or(""), properties["ADM0_A3"].as_str().unwrap_or(""));
            // Territories without a code of their own count to the country that runs their roads and rails.
            match a3 {
                "KAB" => "KZ".to_owned(),
                "KAS" => "IN".to_owned(),
                "CYN" | "CNM" | "ESB" | "WSB" => "CY".to_owned(),
                "KOS" => "XK".to_owned(),
                "SOL" => "SO".to_owned(),
                _ if iso.len() == 2 && iso != "-1" => iso.to_owned(),
                _ => "ZZ".to_owned(),
            }
        };
        let mut codes: Vec<String> = features.iter().map(|f| code(&f.properties)).collect();
        codes.sort();
        codes.dedup();
        let mut bands = vec![Vec::new(); (180.0 * BANDS) as usize + 1];
        let (mut coast, mut coast_of) = (Vec::new(), Vec::new());
        for feature in &features {
            let country = codes.binary_search(&code(&feature.properties)).map_err(|_| "country")? as u8;
            for ring in &feature.lines {
                for pair in ring.windows(2) {
                    let (low, high) = (pair[0][0].min(pair[1][0]), pair[0][0].max(pair[1][0]));
                    for band in &mut bands[band(low)..=band(high)] {
                        band.push((country, pair[0], pair[1]));
                    }
                    coast.push((pair[0], coast.len() as u32));
                    coast_of.push(country);
                }
            }
        }
        Ok(Countries { codes, bands, coast: Near::new(coast.into_iter()), coast_of })
    }

    /// The country whose polygon holds the point.
    pub fn strict(&self, [lat, lon]: At) -> u8 {
        let mut odd = [false; 256];
        for &(country, a, b) in &self.bands[band(lat)] {
            if (a[0] > lat) != (b[0] > lat) && lon < (b[1] - a[1]) * (lat - a[0]) / (b[0] - a[0]) + a[1] {
                odd[usize::from(country)] ^= true;
            }
        }
        odd.iter().position(|&odd| odd).map_or(NONE, |country| country as u8)
    }

    /// The country of a point on land: of the polygon, or else of the nearest coast.
    pub fn of(&self, at: At) -> u8 {
        match self.strict(at) {
            NONE => self.coast.nearest(at, COAST).map_or(NONE, |(i, _)| self.coast_of[i as usize]),
            country => country,
        }
    }

    pub fn index(&self, code: &str) -> Option<u8> {
        self.codes.binary_search_by(|c| c.as_str().cmp(code)).ok().map(|i| i as u8)
    }
}

fn band(lat: f64) -> usize {
    ((lat + 90.0) * BANDS).clamp(0.0, 180.0 * BANDS) as usize
}
