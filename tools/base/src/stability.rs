//! Rows for `corridors/countries.toml`: the political stability of the countries that the base network has and the curated one lacks.

use crate::raw::{Failure, Raw};
use corridor::Base;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Codes of the index that are no ISO 3166 codes.
const OWN_CODES: [(&str, &str); 5] = [("COD", "ZAR"), ("PSE", "WBG"), ("ROU", "ROM"), ("TLS", "TMP"), ("XKX", "KSV")];
/// Fewer surveys than this behind an estimate make its confidence medium.
const SURVEYS: u32 = 5;

/// An estimate of the index.
struct Estimate {
    year: u32,
    value: f64,
    surveys: u32,
}

/// Prints the rows that are missing, those that differ from the index, and the countries that no row can be made for.
pub fn print(raw: &Raw, home: &Path) -> Result<(), Failure> {
    let index = latest(raw)?;
    let names = names(raw)?;
    let known = known(home)?;
    let (mut uncovered, mut rows) = (Vec::new(), 0);
    for code in used(home)? {
        let (a3, name) = names.get(&code).ok_or_else(|| format!("no country `{code}` on the map"))?;
        let own = OWN_CODES.iter().find(|own| own.0 == a3).map_or(a3.as_str(), |own| own.1);
        match (index.get(own), known.get(&code)) {
            (Some(found), None) => {
                let (value, year) = ((found.value * 1000.0).round() / 1000.0, found.year);
                let confidence = if found.surveys < SURVEYS { "medium" } else { "high" };
                println!("[[country]]\nid = \"{code}\"\nname = \"{name}\"");
                println!(
                    "stability = {{ wgi = {value}, source = \"wgi\", year = {year}, confidence = \"{confidence}\" }}\n"
                );
                rows += 1;
            }
            (Some(found), Some(row)) if (found.value - row).abs() > 0.0006 => {
                println!("# {code} stands at {row}, the index at {:.3} ({})", found.value, found.year);
            }
            (Some(_), Some(_)) => {}
            (None, _) => uncovered.push(format!("{code} ({name})")),
        }
    }
    println!("# {rows} rows; not in the index: {}", uncovered.join(", "));
    Ok(())
}

/// The last estimate of each country, by the code of the index.
fn latest(raw: &Raw) -> Result<BTreeMap<String, Estimate>, Failure> {
    let columns = ["iso3", "year", "indicator", "estimate", "nsource"];
    let mut index: BTreeMap<String, Estimate> = BTreeMap::new();
    for row in raw.rows("country_indices/wgi_1996_latest.csv.gz", &columns)? {
        if row[2] != "pv" || row[3].is_empty() {
            continue;
        }
        let next = Estimate { year: row[1].parse()?, value: row[3].parse()?, surveys: row[4].parse().unwrap_or(0) };
        let known = index.get(&row[0]).is_some_and(|known| known.year >= next.year);
        if !known {
            index.insert(row[0].clone(), next);
        }
    }
    Ok(index)
}

/// Three letters and the English name, by two letters.
fn names(raw: &Raw) -> Result<BTreeMap<String, (String, String)>, Failure> {
    let features = raw.features("natural_earth/ne_10m_admin_0_countries_bbox.geojson.gz")?;
    let named = features.iter().filter_map(|feature| {
        let text = |key: &str| feature.properties[key].as_str().map(str::to_owned);
        let (code, a3) = if text("ADM0_A3")? == "KOS" {
            ("XK".to_owned(), "XKX".to_owned())
        } else {
            (text("ISO_A2_EH")?, text("ISO_A3_EH")?)
        };
        Some((code, (a3, text("NAME_EN")?)))
    });
    Ok(named.collect())
}

/// The estimates that stand in the file, by country.
fn known(home: &Path) -> Result<BTreeMap<String, f64>, Failure> {
    let file: toml::Table = std::fs::read_to_string(home.join("countries.toml"))?.parse()?;
    let rows = file["country"].as_array().ok_or("no countries")?;
    let row = |row: &toml::Value| Some((row["id"].as_str()?.to_owned(), row.get("stability")?["wgi"].as_float()?));
    Ok(rows.iter().filter_map(row).collect())
}

/// The countries in which the base network has a node.
fn used(home: &Path) -> Result<BTreeSet<String>, Failure> {
    let base = Base::load(home.join("base/eurasia.base"))?;
    let parts = base.parts();
    let code = |index: &u8| parts.countries.get(usize::from(*index)).cloned();
    Ok(parts.country.iter().collect::<BTreeSet<_>>().into_iter().filter_map(code).collect())
}
