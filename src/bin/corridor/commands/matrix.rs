//! `matrix`: from each of some places to each of others.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Matrix as Args};
use crate::ask::Asked;
use crate::commands::csv_of;
use crate::document::{AnswerDocument, CostsDocument, Document, MatrixDocument, neat};
use crate::progress::Progress;
use crate::table::{Table, shown};
use corridor::{Criterion, Matrix, Network, Node, NodeKind};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    if common.format == Format::Geojson {
        return Err(Failure::no_form("matrix", common.format, "table, json or csv"));
    }
    let asked = Asked::new(common)?;
    let planner = asked.network.compile();
    let weights = &args.rates.weights;
    let progress = Progress::of("from each place to each other");
    let (origins, destinations) = (places(&asked.network, &args.from), places(&asked.network, &args.to));
    let matrix = planner.matrix(origins, destinations, weights)?;
    drop(progress);
    Ok(Answer::found(match common.format {
        Format::Json => Document::new(&asked, AnswerDocument::Matrix(document(&asked, &matrix))).by(weights).text()?,
        Format::Csv => csv(&matrix)?,
        _ => table(&asked, &matrix, &args.show.0),
    }))
}

/// The places that are named; of a country its cities, ports and dry ports.
fn places(network: &Network, named: &[String]) -> Vec<String> {
    let trades = |kind: NodeKind| matches!(kind, NodeKind::City | NodeKind::Seaport | NodeKind::DryPort);
    let of = |name: &String| {
        if !network.countries().any(|country| country.id().eq_ignore_ascii_case(name)) {
            return vec![name.clone()];
        }
        let of = |node: &&Node| network.country_of(node).id().eq_ignore_ascii_case(name);
        let nodes = network.nodes().filter(|node| of(node) && trades(node.kind()));
        nodes.map(|node| node.id().to_owned()).collect()
    };
    named.iter().flat_map(of).collect()
}

fn table(asked: &Asked, matrix: &Matrix, show: &[Criterion]) -> String {
    let units: Vec<&str> =
        show.iter().map(|criterion| crate::table::heading(*criterion).trim_start_matches('#')).collect();
    let weights = matrix.weights();
    let title = format!("{} by the best routes ({})\nscored by {weights}\n", units.join(" / "), asked.network.name());
    let names: Vec<String> = matrix.destinations().map(|node| format!("#{}", node.name())).collect();
    let header: Vec<&str> = ["from"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut table = Table::new(&header);
    for (origin, node) in matrix.origins().enumerate() {
        let cell = |destination: usize| {
            let values = show.iter().map(|criterion| shown(matrix.value(origin, destination, *criterion), *criterion));
            match matrix.cost(origin, destination) {
                Some(_) => values.collect::<Vec<String>>().join(" / "),
                None => "no route".to_owned(),
            }
        };
        table.row([node.name().to_owned()].into_iter().chain((0..names.len()).map(cell)));
    }
    title + &table.text() + &asked.attribution()
}

fn document(asked: &Asked, matrix: &Matrix) -> MatrixDocument {
    let cell = |origin, destination| {
        matrix.cost(origin, destination).map(|cost| CostsDocument::of_vector(&asked.network, cost))
    };
    let width = matrix.destinations().len();
    MatrixDocument {
        origins: matrix.origins().map(|node| node.id().to_owned()).collect(),
        destinations: matrix.destinations().map(|node| node.id().to_owned()).collect(),
        costs: (0..matrix.origins().len()).map(|origin| (0..width).map(|to| cell(origin, to)).collect()).collect(),
    }
}

/// One line for each pair.
fn csv(matrix: &Matrix) -> Result<String, Failure> {
    let header = ["from", "to", "distance_km", "time_h", "cost_usd", "crossings", "risk_points", "emissions_kg_co2e"];
    let rows = matrix.origins().enumerate().flat_map(|(origin, from)| {
        matrix.destinations().enumerate().map(move |(destination, to)| {
            let value = |criterion| matrix.value(origin, destination, criterion);
            let figures =
                Criterion::ALL.map(|criterion| value(criterion).map_or(String::new(), |v| neat(v).to_string()));
            [from.id().to_owned(), to.id().to_owned()].into_iter().chain(figures).collect()
        })
    });
    csv_of(&header, rows)
}
