//! `report`: one page with map, tables and charts, and its pictures.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Report};
use crate::ask::{self, Asked};
use crate::progress::Progress;
use std::fmt::Write;
use std::fs;
use std::path::Path;

pub fn run(common: &Common, args: &Report) -> Result<Answer, Failure> {
    if common.format != Format::Table {
        return Err(Failure::no_form("report", common.format, "`--output`, `--map`, `--chart` and `--cost-chart`"));
    }
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&asked, &planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("weighing routes");
    let report = trip.report(weights)?.with_dataset(asked.dataset_sha256());
    drop(progress);
    let mut files = vec![(args.output.as_path(), report.html().into_bytes())];
    if let Some(path) = &args.map {
        files.push((path, picture(path, || report.map_svg(), || png(&report.map_svg()))?));
    }
    if let Some(path) = &args.chart {
        files.push((path, picture(path, || report.time_chart_svg(), || png(&report.time_chart_svg()))?));
    }
    if let Some(path) = &args.cost_chart {
        files.push((path, picture(path, || report.cost_chart_svg(), || png(&report.cost_chart_svg()))?));
    }
    let mut text = String::new();
    for (path, bytes) in files {
        let shown = path.display();
        let failed = |error| {
            Failure::said(format!(
                "`{shown}` cannot be written: {error}; name a file in a folder that is there and yours"
            ))
        };
        fs::write(path, &bytes).map_err(failed)?;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{shown}: {} kB", bytes.len().div_ceil(1000));
    }
    Ok(match report.has_route() {
        true => Answer::found(text),
        false => Answer::no_route(text, ask::reason(&trip, weights)?),
    })
}

/// A picture in the form that its name asks for.
fn picture(
    path: &Path,
    svg: impl Fn() -> String,
    png: impl Fn() -> Result<Vec<u8>, Failure>,
) -> Result<Vec<u8>, Failure> {
    match path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => Ok(svg().into_bytes()),
        Some("png") => png(),
        _ => Err(Failure::said(format!("`{}` is neither .svg nor .png; end it with one of these", path.display()))),
    }
}

#[cfg(feature = "png")]
fn png(svg: &str) -> Result<Vec<u8>, Failure> {
    Ok(corridor::Report::png(svg)?)
}

#[cfg(not(feature = "png"))]
fn png(_: &str) -> Result<Vec<u8>, Failure> {
    Err(Failure::said("this program draws no PNG; take .svg, or install it with `--features cli,png`".to_owned()))
}
