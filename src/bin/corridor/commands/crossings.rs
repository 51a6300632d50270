//! `crossings`: border crossings with their hours.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Query};
use crate::ask::Asked;
use crate::commands::{holds, listed};
use crate::document::{AnswerDocument, CrossingDocument, Document};
use crate::table::Table;
use corridor::{Crossing, Direction, Figure, Post, exchange};

pub fn run(common: &Common, args: &Query) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let network = &asked.network;
    let fits = |crossing: &&Crossing| {
        let countries = network.countries_of(crossing);
        let is_code = |code: &str| args.query.as_ref().is_some_and(|query| query.eq_ignore_ascii_case(code));
        let texts = [crossing.id(), crossing.name()].into_iter().chain(countries.map(|country| country.name()));
        countries.iter().any(|country| is_code(country.id())) || holds(&args.query, texts)
    };
    let found: Vec<&Crossing> = network.crossings().filter(fits).collect();
    let crossings = || found.iter().copied();
    let text = match common.format {
        Format::Csv => exchange::csv::crossings(network, crossings()),
        Format::Geojson => exchange::geojson::crossings(network, crossings()),
        Format::Json => {
            let found = crossings().map(|crossing| CrossingDocument::new(network, crossing)).collect();
            Document::new(&asked, AnswerDocument::Crossings(found)).text()?
        }
        Format::Table => {
            let mut table =
                Table::new(&["id", "name", "post", "mode", "#h out", "#h in", "#US$ out", "#US$ in", "status"]);
            for crossing in crossings() {
                let status = network.status_of_crossing(crossing);
                for (number, post) in crossing.posts().iter().enumerate() {
                    let first = |text: &str| if number == 0 { text.to_owned() } else { String::new() };
                    let mode = post.mode().map_or("any", |mode| mode.name());
                    let texts = [
                        first(crossing.id()),
                        first(crossing.name()),
                        network.seat_of(post).0.id().to_owned(),
                        mode.to_owned(),
                    ];
                    let cells = texts.into_iter().chain(figures(post)).chain([first(&status.to_string())]);
                    if status.is_open() { table.row(cells) } else { table.faint(cells) }
                }
            }
            table.text() + "(hours and US$ as published for that very post; - where a default of the country holds)"
        }
    };
    Ok(listed(text, found.len(), "crossing", &args.query))
}

fn figures(post: &Post) -> [String; 4] {
    let shown = |figure: Option<&Figure>| figure.map_or("-".to_owned(), |figure| figure.value().to_string());
    let [out, into] = [Direction::Outbound, Direction::Inbound];
    [shown(post.hours(out)), shown(post.hours(into)), shown(post.fee(out)), shown(post.fee(into))]
}
