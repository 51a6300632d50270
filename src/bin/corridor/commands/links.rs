//! `links`: all of them, or those that a text finds.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Query};
use crate::ask::Asked;
use crate::commands::{holds, listed};
use crate::document::{AnswerDocument, Document, LinkDocument};
use crate::table::{Table, grouped};
use corridor::{Crossing, Link, exchange};

pub fn run(common: &Common, args: &Query) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let network = &asked.network;
    let fits = |link: &&Link| {
        let (from, to) = network.ends_of(link);
        let crossing = network.crossing_of(link).map_or("", Crossing::id);
        let corridors = network.corridors_of(link).map(|corridor| corridor.id());
        holds(&args.query, [link.id(), from.name(), to.name(), crossing].into_iter().chain(corridors))
    };
    let found: Vec<&Link> = network.links().filter(fits).collect();
    let links = || found.iter().copied();
    let text = match common.format {
        Format::Csv => exchange::csv::links(network, links()),
        Format::Geojson => exchange::geojson::links(network, links()),
        Format::Json => {
            let answer = AnswerDocument::Links(links().map(|link| LinkDocument::new(network, link)).collect());
            Document::new(&asked, answer).text()?
        }
        Format::Table => {
            let mut table = Table::new(&["id", "from", "to", "mode", "#km", "crossing", "status"]);
            for link in links() {
                let (from, to) = network.ends_of(link);
                let cells = [
                    link.id().to_owned(),
                    from.name().to_owned(),
                    to.name().to_owned(),
                    link.mode().to_string(),
                    grouped(link.distance().value()),
                    network.crossing_of(link).map_or(String::new(), |crossing| crossing.id().to_owned()),
                    network.status_of(link).to_string(),
                ];
                if network.status_of(link).is_open() { table.row(cells) } else { table.faint(cells) }
            }
            table.text()
        }
    };
    Ok(listed(text, found.len(), "link", &args.query))
}
