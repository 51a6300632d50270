//! `places`: all of them, or those that a text finds; with a base network its ports and rail terminals, too.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Query};
use crate::ask::Asked;
use crate::commands::{holds, listed};
use crate::document::{AnswerDocument, Document, PlaceDocument};
use crate::table::Table;
use corridor::{Node, exchange};

pub fn run(common: &Common, args: &Query) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let network = &asked.network;
    // What the planner itself understands by the text counts too: accents are forgiven there.
    let meant = args.query.as_ref().and_then(|query| network.find(query).ok()).map(Node::id);
    let fits = |node: &&Node| {
        let country = network.country_of(node);
        let texts = [node.id(), node.name(), node.locode().unwrap_or_default(), country.name()];
        let is_country = args.query.as_ref().is_some_and(|query| query.eq_ignore_ascii_case(country.id()));
        let aliases = node.aliases().iter().map(String::as_str);
        meant == Some(node.id()) || is_country || holds(&args.query, texts.into_iter().chain(aliases))
    };
    let beneath = asked.base()?.map(|base| base.places(network)).unwrap_or_default();
    let found: Vec<&Node> = network.nodes().chain(&beneath).filter(fits).collect();
    let places = || found.iter().copied();
    let text = match common.format {
        Format::Csv => exchange::csv::places(network, places()),
        Format::Geojson => exchange::geojson::places(network, places()),
        Format::Json => {
            let answer = AnswerDocument::Places(places().map(|node| PlaceDocument::new(network, node)).collect());
            Document::new(&asked, answer).text()?
        }
        Format::Table => {
            let mut table = Table::new(&["id", "name", "country", "kind", "locode", "gauges", "#lat", "#lon"]);
            for node in places() {
                let (lat, lon) = node.position();
                let gauges: Vec<String> = node.gauges().iter().map(|gauge| gauge.mm().to_string()).collect();
                let texts = [node.id(), node.name(), network.country_of(node).name()].map(str::to_owned);
                let locode = node.locode().unwrap_or_default().to_owned();
                let rest =
                    [node.kind().to_string(), locode, gauges.join(" "), format!("{lat:.2}"), format!("{lon:.2}")];
                table.row(texts.into_iter().chain(rest));
            }
            table.text()
        }
    };
    Ok(listed(text, found.len(), "place", &args.query))
}
