//! `front`: the routes that none beats.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Front as Args};
use crate::ask::{self, Asked};
use crate::commands::rank;
use crate::document::{AnswerDocument, Document, FrontDocument, FrontRouteDocument};
use crate::progress::Progress;
use crate::table::{Table, heading, of_route};
use corridor::exchange::Costs;
use corridor::{Criterion, Front, Preset, Route, exchange};

/// More rows than this are summed up in a table.
const LISTED: usize = 40;

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&asked, &planner, &args.trip)?;
    let progress = Progress::of("searching routes that none beats");
    let front = trip.front(args.by.0.iter().copied()).epsilon_on_all(args.tolerance).find()?;
    // Which weights does not matter for whether there is a route.
    let shortest = Preset::Shortest.weights();
    let reason = if front.is_empty() { Some(ask::reason(&trip, &shortest)?) } else { None };
    let names = corridors(&front);
    drop(progress);
    let text = match common.format {
        Format::Table if front.len() > LISTED => {
            format!("{}{front}\n{}", rank::only(&[], trip.counts_terminals()), asked.attribution())
        }
        Format::Table => table(&asked, &rank::only(trip.constraints(), trip.counts_terminals()), &front, &names),
        Format::Csv => exchange::csv::routes(named(&front, &names)),
        Format::Geojson => exchange::geojson::routes(trip.network(), named(&front, &names)),
        Format::Json => {
            let answer = AnswerDocument::Front(document(&front, args.tolerance, reason.clone()));
            Document::new(&asked, answer).of_trip(&trip).text()?
        }
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

fn named<'a>(front: &'a Front<'_>, names: &'a [String]) -> impl Iterator<Item = (&'a str, &'a Route)> {
    names.iter().map(String::as_str).zip(front.routes())
}

/// The names of the corridors that each route follows.
fn corridors(front: &Front<'_>) -> Vec<String> {
    let mut names: Vec<Vec<String>> = vec![Vec::new(); front.len()];
    for group in front.by_corridor() {
        group.rows().iter().for_each(|row| names[*row].push(group.name().to_owned()));
    }
    names.into_iter().map(|names| names.join("; ")).collect()
}

fn table(asked: &Asked, only: &str, front: &Front<'_>, names: &[String]) -> String {
    if front.is_empty() {
        return format!("no route is open ({})", asked.network.name());
    }
    let criteria = front.criteria();
    let by: Vec<&str> = criteria.iter().map(|criterion| criterion.name()).collect();
    let mut text =
        format!("{} routes, none beaten on all of {} ({})\n{only}", front.len(), by.join(", "), asked.network.name());
    let header: Vec<&str> =
        ["#", "weights"].into_iter().chain(criteria.iter().copied().map(heading)).chain(["corridors"]).collect();
    let mut table = Table::new(&header);
    for (row, (name, route)) in named(front, names).enumerate() {
        let costs = criteria.iter().map(|criterion: &Criterion| of_route(route, *criterion));
        let mark = if front.is_supported(row) { "some" } else { "none" };
        let cells = [format!("{}.", row + 1), mark.to_owned()].into_iter().chain(costs).chain([name.to_owned()]);
        table.row(cells);
    }
    text.push_str(&table.text());
    text + "(weights: whether some choose the route)\n" + &asked.attribution()
}

fn document(front: &Front<'_>, tolerance: f64, no_route: Option<String>) -> FrontDocument {
    let mut followed: Vec<Vec<String>> = vec![Vec::new(); front.len()];
    for group in front.by_corridor() {
        let ids = group.corridor().map(str::to_owned);
        group.rows().iter().for_each(|row| followed[*row].extend(ids.clone()));
    }
    let route = |(row, (corridors, route)): (usize, (Vec<String>, &Route))| FrontRouteDocument {
        corridors,
        supported: front.is_supported(row),
        costs: Costs::of_route(route),
        links: route.links().to_vec(),
    };
    FrontDocument {
        criteria: front.criteria().iter().map(|criterion| criterion.name().to_owned()).collect(),
        tolerance,
        complete: front.complete(),
        routes: followed.into_iter().zip(front.routes()).enumerate().map(route).collect(),
        no_route,
    }
}
