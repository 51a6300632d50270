//! `sources`: the publications behind the figures.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Query};
use crate::ask::Asked;
use crate::commands::{csv_of, holds, listed};
use crate::document::{AnswerDocument, Document, SourceDocument};
use crate::table::Table;
use corridor::Source;

pub fn run(common: &Common, args: &Query) -> Result<Answer, Failure> {
    if common.format == Format::Geojson {
        return Err(Failure::no_form("sources", common.format, "table, json or csv"));
    }
    let asked = Asked::new(common)?;
    let fits = |source: &&Source| {
        let texts =
            [source.id(), source.title(), source.publisher().unwrap_or_default(), source.url().unwrap_or_default()];
        holds(&args.query, texts)
    };
    let found: Vec<&Source> = asked.network.sources().filter(fits).collect();
    let sources = || found.iter().copied();
    let cells = |source: &Source| {
        let year = source.year().map_or(String::new(), |year| year.to_string());
        let publisher = source.publisher().unwrap_or_default().to_owned();
        let url = source.url().unwrap_or_default().to_owned();
        vec![source.id().to_owned(), source.title().to_owned(), publisher, year, url]
    };
    let text = match common.format {
        Format::Json => {
            let answer = AnswerDocument::Sources(sources().map(SourceDocument::new).collect());
            Document::new(&asked, answer).text()?
        }
        Format::Csv => csv_of(&["id", "title", "publisher", "year", "url"], sources().map(cells))?,
        _ => {
            let mut table = Table::new(&["id", "title", "publisher", "#year", "url"]);
            sources().for_each(|source| table.row(cells(source)));
            table.text()
        }
    };
    Ok(listed(text, found.len(), "source", &args.query))
}
