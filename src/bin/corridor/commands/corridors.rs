//! `corridors`: all of them, or those that a text finds.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Query};
use crate::ask::Asked;
use crate::commands::{csv_of, holds, listed};
use crate::document::{AnswerDocument, CorridorDocument, Document, links_of};
use crate::table::Table;
use corridor::{Corridor, Link, exchange};

pub fn run(common: &Common, args: &Query) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let network = &asked.network;
    let fits = |corridor: &&Corridor| {
        holds(&args.query, [corridor.id(), corridor.name(), corridor.note().unwrap_or_default()])
    };
    let found: Vec<&Corridor> = network.corridors().filter(fits).collect();
    let corridors = || found.iter().copied();
    let texts = |corridor: &Corridor| {
        let status = corridor.status().to_string();
        vec![corridor.id().to_owned(), corridor.name().to_owned(), status, links_of(network, corridor).to_string()]
    };
    let text = match common.format {
        Format::Geojson => {
            let belongs =
                |link: &&Link| network.corridors_of(link).any(|of| corridors().any(|one| one.id() == of.id()));
            exchange::geojson::links(network, network.links().filter(belongs))
        }
        Format::Json => {
            let found = corridors().map(|corridor| CorridorDocument::new(network, corridor)).collect();
            Document::new(&asked, AnswerDocument::Corridors(found)).text()?
        }
        Format::Csv => csv_of(&["id", "name", "status", "links"], corridors().map(texts))?,
        Format::Table => {
            let mut table = Table::new(&["id", "name", "status", "#links"]);
            for corridor in corridors() {
                if corridor.status().is_open() { table.row(texts(corridor)) } else { table.faint(texts(corridor)) }
            }
            table.text()
        }
    };
    Ok(listed(text, found.len(), "corridor", &args.query))
}
