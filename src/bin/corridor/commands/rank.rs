//! `rank`: the corridors of a trip in order of score.

use crate::answer::{Answer, Failure};
use crate::args::{COLUMNS, Common, Format, Rank};
use crate::ask::{self, Asked};
use crate::document::{AnswerDocument, BlockedDocument, Document, RankDocument, RowDocument};
use crate::progress::Progress;
use crate::table::{Table, grouped, heading, of_route, unless_it_fits};
use corridor::{Constraint, Criterion, Ranking, Route, Trip, exchange};

pub fn run(common: &Common, args: &Rank) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&asked, &planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("ranking corridors");
    let ranking = trip.rank_corridors(weights);
    let reason = if ranking.best().is_some() { None } else { Some(ask::reason(&trip, weights)?) };
    drop(progress);
    let text = match common.format {
        Format::Table => table(&asked, &trip, &ranking),
        Format::Csv => exchange::csv::ranking(&ranking),
        Format::Geojson => exchange::geojson::ranking(trip.network(), &ranking),
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
    let (why, asked_for) = ("over 3 times the least distance and time, or no way to pass there", trip.constraints());
    let ruled_out = if asked_for.is_empty() { "" } else { " as the trip asks" };
    match ranking.left_out() {
        0 => {}
        1 => text.push_str(&format!("1 corridor is left out: {why}{ruled_out}\n")),
        several => text.push_str(&format!("{several} corridors are left out: {why}{ruled_out}\n")),
    }
    if let Some(best) = ranking.best() {
        text.push_str(&format!("\nThe best: {}\n{}", best.name(), leg_by_leg(&best.route)));
    }
    text + "\n" + &asked.attribution()
}

/// From where to where, under which constraints, by which weights.
pub fn title(asked: &Asked, trip: &Trip<'_>, ranking: &Ranking) -> String {
    let only = only(trip.constraints(), trip.counts_terminals());
    let state = asked.network.state().map_or(String::new(), |state| format!(", {state}"));
    let (from, to, name) = (trip.from().name(), trip.to().name(), asked.network.name());
    // A named state stands in the network's name already.
    let state = if name.ends_with(&state) { String::new() } else { state };
    format!("{from} to {to} ({name}{state})\n{only}scored by {}\n", ranking.weights())
}

/// What routes have to keep to, and what is charged at their ends, each on a line of its own.
pub fn only(constraints: &[Constraint], terminals: bool) -> String {
    let constraints: Vec<String> = constraints.iter().map(ToString::to_string).collect();
    let only =
        if constraints.is_empty() { String::new() } else { format!("only routes: {}\n", constraints.join("; ")) };
    only + if terminals { "with loading at the start and unloading at the end\n" } else { "" }
}

/// A route leg by leg; on a narrow terminal as a table of its own.
pub fn leg_by_leg(route: &Route) -> String {
    let whole = route.to_string();
    let mut legs = route.legs().iter().map(ToString::to_string).collect::<Vec<String>>().join("\n");
    legs.push('\n');
    let fitting = unless_it_fits(legs.clone(), || {
        let mut table = Table::new(&["leg", "by", "#km", "#days", "#US$", "on the way"]);
        for leg in route.legs() {
            let known = |value: f64, text: String| if value.is_nan() { "-".to_owned() } else { text };
            let (time, cost) = (leg.time(), leg.cost().value());
            let borders = leg.borders().join(", ");
            let way = leg.before().map(str::to_owned).into_iter().chain((!borders.is_empty()).then_some(borders));
            table.row([
                format!("{} - {}", leg.from(), leg.to()),
                leg.mode().to_string(),
                grouped(leg.distance().value()),
                known(time.value(), format!("{:.1}", time.days())),
                known(cost, grouped(cost)),
                way.collect::<Vec<String>>().join("; "),
            ]);
        }
        table.text()
    });
    whole.replacen(&legs, &fitting, 1)
}

fn rows(ranking: &Ranking) -> String {
    let whole = table_of(ranking, true);
    // A narrow terminal has room for values or for places by them.
    let told = whole.fits();
    let table = if told { whole } else { table_of(ranking, false) };
    let places = if told { "(in brackets: the place by that criterion alone)\n" } else { "" };
    table.text() + places
}

fn table_of(ranking: &Ranking, places: bool) -> Table {
    let header: Vec<&str> = ["#", "corridor"].into_iter().chain(COLUMNS.map(heading)).chain(["#score"]).collect();
    let mut table = Table::new(&header);
    for (place, row) in (1..).zip(ranking.rows()) {
        let costs = COLUMNS.map(|criterion| {
            let value = of_route(&row.route, criterion);
            match criterion {
                Criterion::Time | Criterion::Cost | Criterion::Risk if places => {
                    format!("{value} ({})", ranking.place_by(criterion, row))
                }
                _ => value,
            }
        });
        let score = ranking.score_ratio(row).map_or("-".to_owned(), |ratio| format!("{ratio:.2}x"));
        let cells = [format!("{place}."), row.name()].into_iter().chain(costs).chain([score]);
        if place == 1 { table.best(cells) } else { table.row(cells) }
    }
    table
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
