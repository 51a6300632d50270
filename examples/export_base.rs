//! A bounding box of the base network as GeoJSON, for QGIS: south, west, north, east; without arguments the Khorgos gate.

use corridor::Base;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<f64> = std::env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let bbox = match given[..] {
        [south, west, north, east] => [south, west, north, east],
        [] => [44.10, 80.15, 44.30, 80.50],
        _ => return Err("give four numbers: south, west, north, east".into()),
    };
    let base = Base::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("corridors/base/eurasia.base"))?;
    print!("{}", base.geojson(bbox));
    Ok(())
}
