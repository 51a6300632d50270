//! `what-if`: before and after a scenario.

use crate::answer::{Answer, Failure};
use crate::args::{COLUMNS, Common, Format, WhatIf as Args};
use crate::ask::{self, Asked};
use crate::commands::{csv_of, rank};
use crate::document::{AnswerDocument, ChangeDocument, Document, PlacedDocument, WhatIfDocument};
use crate::progress::Progress;
use crate::table::{Table, grouped, heading, of_route};
use crate::words;
use corridor::exchange::Costs;
use corridor::{Change, Comparison, Criterion, Network, Route, Scenario, exchange};
use std::path::Path;

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let scenario = scenario(&asked.network, &args.scenario)?;
    let changed = asked.network.with(&scenario)?;
    let ends = [words::stop(&args.trip.from)?, words::stop(&args.trip.to)?];
    let (today, then) =
        (asked.planner(&asked.network, &ends, &args.trip.only)?, asked.planner(&changed, &ends, &args.trip.only)?);
    let (before, after) = (ask::trip(&asked, &today, &args.trip)?, ask::trip(&asked, &then, &args.trip)?);
    let weights = &args.rates.weights;
    after.check(weights)?;
    let progress = Progress::of("ranking corridors, before and after");
    let rankings = (before.rank_corridors(weights), after.rank_corridors(weights));
    let comparison = rankings.1.compared_to(&rankings.0);
    let reason = if rankings.1.best().is_some() { None } else { Some(ask::reason(&after, weights)?) };
    drop(progress);
    let text = match common.format {
        Format::Geojson => exchange::geojson::ranking(after.network(), &rankings.1),
        Format::Csv => csv(&comparison)?,
        Format::Json => {
            let answer = AnswerDocument::WhatIf(WhatIfDocument {
                scenario: scenario.name().to_owned(),
                note: scenario.note().map(str::to_owned),
                changes: comparison.changes().iter().map(document).collect(),
                after: rank::document(&rankings.1, reason.clone()),
            });
            Document::new(&asked, answer).of_trip(&after).by(weights).text()?
        }
        Format::Table => {
            let mut text = format!("{}\n", scenario.name());
            text.extend(scenario.note().map(|note| format!("{note}\n")));
            text.push_str(&rank::title(&asked, &before, &rankings.0));
            text.push_str(&table(&comparison));
            if let Some(best) = rankings.1.best() {
                text.push_str(&format!("\nThe best afterwards: {}\n{}", best.name(), rank::leg_by_leg(&best.route)));
            }
            text + "\n" + &asked.attribution()
        }
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

/// The scenario in a file, or one that comes with the data.
fn scenario(network: &Network, path: &Path) -> Result<Scenario, Failure> {
    let known = || network.scenarios().find(|(id, _)| path.as_os_str() == *id).map(|(_, scenario)| scenario.clone());
    if path.exists() {
        return Ok(Scenario::load(path)?);
    }
    known().ok_or_else(|| {
        let ids: Vec<&str> = network.scenarios().map(|(id, _)| id).collect();
        let path = path.display();
        Failure::said(format!("`{path}` is neither a file nor a scenario of the data; there are {}", ids.join(", ")))
    })
}

fn placed(side: Option<(usize, &Route)>) -> String {
    side.map_or_else(|| "shut".to_owned(), |(place, _)| format!("{place}."))
}

fn table(comparison: &Comparison) -> String {
    let header: Vec<&str> = ["corridor", "#before", "#after"].into_iter().chain(COLUMNS.map(heading)).collect();
    let mut table = Table::new(&header);
    for change in comparison.changes() {
        let costs = COLUMNS.map(|criterion| difference(change, criterion));
        let cells =
            [change.name().to_owned(), placed(change.before()), placed(change.after())].into_iter().chain(costs);
        match (change.before(), change.after()) {
            (_, None) => table.faint(cells),
            (None, Some(_)) => table.best(cells),
            _ => table.row(cells),
        }
    }
    table.text() + "(with a sign: the difference; without: what is new)\n"
}

/// `-1,204` if both sides have a route, the new value if only the later one has, `-` if it lost it.
fn difference(change: &Change, criterion: Criterion) -> String {
    match (change.before(), change.after()) {
        (Some((_, before)), Some((_, after))) => match (before.value(criterion), after.value(criterion)) {
            (Some(before), Some(after)) if before == after => "=".to_owned(),
            (Some(before), Some(after)) if criterion == Criterion::Time => format!("{:+.1}", (after - before) / 24.0),
            (Some(before), Some(after)) => {
                let sign = if after > before { "+" } else { "" };
                format!("{sign}{}", grouped(after - before))
            }
            _ => "-".to_owned(),
        },
        (None, Some((_, after))) => of_route(after, criterion),
        _ => "-".to_owned(),
    }
}

fn document(change: &Change) -> ChangeDocument {
    let side = |side: Option<(usize, &Route)>| {
        side.map(|(place, route)| PlacedDocument { place, costs: Costs::of_route(route) })
    };
    ChangeDocument {
        corridor: change.corridor().map(str::to_owned),
        name: change.name().to_owned(),
        before: side(change.before()),
        after: side(change.after()),
    }
}

fn csv(comparison: &Comparison) -> Result<String, Failure> {
    let sides = ["before", "after"];
    let fields = sides.iter().flat_map(|side| {
        std::iter::once(format!("{side}_place")).chain(Costs::FIELDS.map(|field| format!("{side}_{field}")))
    });
    let header: Vec<String> = ["corridor".to_owned(), "name".to_owned()].into_iter().chain(fields).collect();
    let rows = comparison.changes().iter().map(|change| {
        let mut cells = vec![change.corridor().unwrap_or_default().to_owned(), change.name().to_owned()];
        for side in [change.before(), change.after()] {
            cells.push(side.map_or(String::new(), |(place, _)| place.to_string()));
            cells.extend(side.map_or_else(Costs::none, |(_, route)| Costs::of_route(route)).cells());
        }
        cells
    });
    csv_of(&header, rows)
}
