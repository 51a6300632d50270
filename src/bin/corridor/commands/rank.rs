//! `rank`: the corridors of a trip in order of score.

use crate::answer::{Answer, Failure};
use crate::args::{COLUMNS, Common, Format, Rank};
use crate::ask::{self, Asked};
use crate::document::{AnswerDocument, BlockedDocument, Document, RankDocument, RowDocument};
use crate::progress::Progress;
use crate::table::{Table, heading, of_route};
use corridor::{Criterion, Ranking, Trip, exchange};

pub fn run(common: &Common, args: &Rank) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.network.compile();
    let trip = ask::trip(&planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("ranking corridors");
    let ranking = trip.rank_corridors(weights);
    let reason = if ranking.best().is_some() { None } else { Some(ask::reason(&trip, weights)?) };
    drop(progress);
    let text = match common.format {
        Format::Table => table(&asked, &trip, &ranking),
        Format::Csv => exchange::csv::ranking(&ranking),
        Format::Geojson => exchange::geojson::ranking(&asked.network, &ranking),
        Format::Json => {
            let answer = AnswerDocument::Rank(document(&ranking, reason.clone()));
            Document::new(&asked, answer).of_trip(&trip).by(weights).text()?
        }
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

pub fn document(ranking: &Ranking, no_route: Option<String>) -> RankDocument {
    let row = |(place, row)| RowDocument::new(place, row, ranking.score_ratio(row));
    RankDocument {
        rows: (1..).zip(ranking.rows()).map(row).collect(),
        blocked: ranking.blocked().iter().map(BlockedDocument::new).collect(),
        left_out: ranking.left_out(),
        undecided: ranking.undecided().map(str::to_owned).collect(),
        no_route,
    }
}

fn table(asked: &Asked, trip: &Trip<'_>, ranking: &Ranking) -> String {
    let mut text = title(asked, trip, ranking);
    if ranking.rows().is_empty() {
        text.push_str("no route is open\n");
    } else {
        text.push_str(&rows(ranking));
        text.push_str("(in brackets: the place by that criterion alone)\n");
    }
    if !ranking.blocked().is_empty() {
        text.push_str("\nblocked, and what it would cost if it were open:\n");
        text.push_str(&blocked(ranking));
    }
    let undecided: Vec<&str> = ranking.undecided().collect();
    if !undecided.is_empty() {
        let names = undecided.join(", ");
        text.push_str(&format!("undecided, since the search was given up: {names}\n"));
    }
    match ranking.left_out() {
        0 => {}
        1 => text.push_str("1 corridor makes no sense for this trip\n"),
        several => text.push_str(&format!("{several} corridors make no sense for this trip\n")),
    }
    if let Some(best) = ranking.best() {
        text.push_str(&format!("\nThe best: {}\n{}", best.name(), best.route));
    }
    text + "\n" + &asked.attribution()
}

/// From where to where, under which constraints, by which weights.
pub fn title(asked: &Asked, trip: &Trip<'_>, ranking: &Ranking) -> String {
    let only = only(trip);
    let state = asked.network.state().map_or(String::new(), |state| format!(", {state}"));
    let (from, to, name) = (trip.from().name(), trip.to().name(), asked.network.name());
    // A named state stands in the network's name already.
    let state = if name.ends_with(&state) { String::new() } else { state };
    format!("{from} to {to} ({name}{state})\n{only}scored by {}\n", ranking.weights())
}

/// What routes have to keep to, on a line of its own.
pub fn only(trip: &Trip<'_>) -> String {
    let constraints: Vec<String> = trip.constraints().iter().map(ToString::to_string).collect();
    if constraints.is_empty() { String::new() } else { format!("only routes: {}\n", constraints.join("; ")) }
}

fn rows(ranking: &Ranking) -> String {
    let header: Vec<&str> = ["#", "corridor"].into_iter().chain(COLUMNS.map(heading)).chain(["#score"]).collect();
    let mut table = Table::new(&header);
    for (place, row) in (1..).zip(ranking.rows()) {
        let costs = COLUMNS.map(|criterion| {
            let value = of_route(&row.route, criterion);
            match criterion {
                Criterion::Time | Criterion::Cost | Criterion::Risk => {
                    format!("{value} ({})", ranking.place_by(criterion, row))
                }
                _ => value,
            }
        });
        let score = ranking.score_ratio(row).map_or("-".to_owned(), |ratio| format!("{ratio:.2}x"));
        let cells = [format!("{place}."), row.name()].into_iter().chain(costs).chain([score]);
        if place == 1 { table.best(cells) } else { table.row(cells) }
    }
    table.text()
}

fn blocked(ranking: &Ranking) -> String {
    let header: Vec<&str> = ["corridor"].into_iter().chain(COLUMNS.map(heading)).chain(["closed"]).collect();
    let mut table = Table::new(&header);
    for row in ranking.blocked() {
        let costs = COLUMNS.map(|criterion| of_route(&row.route, criterion));
        let closed: Vec<String> = row.obstacles().iter().map(ToString::to_string).collect();
        table.faint([row.name().to_owned()].into_iter().chain(costs).chain([closed.join("; ")]));
    }
    table.text()
}
