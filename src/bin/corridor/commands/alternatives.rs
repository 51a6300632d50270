//! `alternatives`: routes that really differ.

use crate::answer::{Answer, Failure};
use crate::args::{Alternatives as Args, COLUMNS, Common, Format};
use crate::ask::{self, Asked};
use crate::commands::rank;
use crate::document::{
    AlternativeDocument, AlternativesDocument, AnswerDocument, Document, RouteDocument, ShareDocument, neat,
};
use crate::progress::Progress;
use crate::table::{Table, grouped, heading, of_route, unless_it_fits};
use corridor::{Alternatives, ChokePoint, Route, Trip, Weights, exchange};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&asked, &planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("searching routes that differ");
    let query = trip.alternatives(weights).choke_points_at_most(args.choke_points);
    let found = query.kilometres_at_most(args.kilometres).count(args.count);
    let reason = if found.rows().is_empty() { Some(ask::reason(&trip, weights)?) } else { None };
    drop(progress);
    let names: Vec<String> = found.rows().iter().map(|row| row.name()).collect();
    let text = match common.format {
        Format::Table => {
            let told = unless_it_fits(found.to_string(), || narrow(&found, &trip, weights));
            format!("{}{told}\n{}", rank::only(&[], trip.counts_terminals()), asked.attribution())
        }
        Format::Csv => exchange::csv::routes(named(&found, &names)),
        Format::Geojson => exchange::geojson::routes(trip.network(), named(&found, &names)),
        Format::Json => {
            let answer = AnswerDocument::Alternatives(document(&found, reason.clone()));
            Document::new(&asked, answer).of_trip(&trip).by(weights).text()?
        }
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

/// The rows without what would widen them, and what they pass and share below.
fn narrow(found: &Alternatives, trip: &Trip<'_>, weights: &Weights) -> String {
    let only = rank::only(trip.constraints(), false);
    let mut text = format!("{} to {}: alternatives\n{only}scored by {weights}\n", trip.from().name(), trip.to().name());
    let header: Vec<&str> = ["#", "corridor"].into_iter().chain(COLUMNS.map(heading)).chain(["#score"]).collect();
    let mut table = Table::new(&header);
    for (number, row) in (1..).zip(found.rows()) {
        let costs = COLUMNS.map(|criterion| of_route(row.route(), criterion));
        let score = found.score_ratio(row).map_or("-".to_owned(), |ratio| format!("{ratio:.2}x"));
        let cells = [format!("{number}."), row.name()].into_iter().chain(costs).chain([score]);
        if number == 1 { table.best(cells) } else { table.row(cells) }
    }
    text.push_str(&table.text());
    let names = |points: &[ChokePoint]| points.iter().map(ToString::to_string).collect::<Vec<String>>().join(", ");
    for (number, row) in (1..).zip(found.rows()) {
        text.push_str(&format!("\n{number}. by {}\n", names(row.choke_points())));
        for (with, overlap) in (1..).zip(row.overlaps()).filter(|(_, of)| !of.shared_choke_points().is_empty()) {
            let (shared, km) = (names(overlap.shared_choke_points()), grouped(overlap.kilometres().value()));
            text.push_str(&format!("shares {shared} and {km} km with {with}.\n"));
        }
    }
    match (found.rows().is_empty(), found.is_exhausted(), found.is_given_up()) {
        (true, ..) => text.push_str("no route is open\n"),
        (_, true, _) => text.push_str("\nno other route differs enough from these\n"),
        (_, _, true) => text.push_str("\n!! the search for one more was given up: there may be others\n"),
        _ => {}
    }
    text
}

fn named<'a>(found: &'a Alternatives, names: &'a [String]) -> impl Iterator<Item = (&'a str, &'a Route)> {
    names.iter().map(String::as_str).zip(found.rows().iter().map(|row| row.route()))
}

fn document(found: &Alternatives, no_route: Option<String>) -> AlternativesDocument {
    let names = |points: &[ChokePoint]| points.iter().map(|point| point.name().to_owned()).collect();
    let rows = found.rows().iter().map(|row| AlternativeDocument {
        name: row.name(),
        score_ratio: found.score_ratio(row).map(neat),
        choke_points: names(row.choke_points()),
        shares: (1..)
            .zip(row.overlaps())
            .map(|(with, overlap)| ShareDocument {
                with,
                choke_points: names(overlap.shared_choke_points()),
                choke_points_share: neat(overlap.share_of_choke_points()),
                distance_km: neat(overlap.kilometres().value()),
                distance_share: neat(overlap.share_of_kilometres()),
            })
            .collect(),
        route: RouteDocument::new(row.route()),
    });
    AlternativesDocument {
        rows: rows.collect(),
        exhausted: found.is_exhausted(),
        given_up: found.is_given_up(),
        no_route,
    }
}
