//! `alternatives`: routes that really differ.

use crate::answer::{Answer, Failure};
use crate::args::{Alternatives as Args, Common, Format};
use crate::ask::{self, Asked};
use crate::commands::rank;
use crate::document::{
    AlternativeDocument, AlternativesDocument, AnswerDocument, Document, RouteDocument, ShareDocument, neat,
};
use crate::progress::Progress;
use corridor::{Alternatives, ChokePoint, Route, exchange};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&planner, &args.trip)?;
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
            format!("{}{found}\n{}", rank::only(&[], trip.counts_terminals()), asked.attribution())
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
