//! `matrix`: from each of some places to each of others.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Matrix as Args};
use crate::ask::{Asked, Only};
use crate::commands::{ASKED, asked_cells, csv_of, rank};
use crate::document::{AnswerDocument, Document, MatrixDocument};
use crate::progress::Progress;
use crate::table::{Table, shown};
use crate::words;
use corridor::exchange::{self, Costs};
use corridor::{Criterion, Matrix, Network, Node, NodeKind, QueryError, Stop};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let weights = &args.rates.weights;
    let (from, to) = (places(&asked.network, &args.from)?, places(&asked.network, &args.to)?);
    fn stops(texts: &[String]) -> Result<Vec<Stop<'_>>, QueryError> {
        texts.iter().map(|text| words::stop(text)).collect()
    }
    let (origins, destinations) = (stops(&from)?, stops(&to)?);
    let planner = asked.planner(&asked.network, &[&origins[..], &destinations[..]].concat(), &args.only)?;
    let only = Only::new(&asked, planner.network(), &args.only)?;
    let progress = Progress::of("from each place to each other");
    let matrix = planner.matrix_where(origins, destinations, weights, |trip| only.on(trip))?;
    drop(progress);
    let text = match common.format {
        Format::Json => Document::new(&asked, AnswerDocument::Matrix(document(&matrix))).by(weights).text()?,
        Format::Csv => csv(&matrix)?,
        Format::Geojson => exchange::geojson::matrix(&matrix),
        Format::Table => table(&asked, &matrix, &args.show.0),
    };
    let (rows, columns) = (matrix.origins().len(), matrix.destinations().len());
    let reached = (0..rows).any(|from| (0..columns).any(|to| matrix.cost(from, to).is_some()));
    Ok(match reached {
        true => Answer::found(text),
        false => Answer::no_route(
            text,
            "no route between any of these places; `corridor rank FROM TO` tells what is in the way of one".to_owned(),
        ),
    })
}

/// The places that are named; of a country its cities, ports and dry ports.
fn places(network: &Network, named: &[String]) -> Result<Vec<String>, Failure> {
    let trades = |kind: NodeKind| matches!(kind, NodeKind::City | NodeKind::Seaport | NodeKind::DryPort);
    let of = |name: &String| {
        if !network.countries().any(|country| country.id().eq_ignore_ascii_case(name)) {
            return vec![name.clone()];
        }
        let of = |node: &&Node| network.country_of(node).id().eq_ignore_ascii_case(name);
        let nodes = network.nodes().filter(|node| of(node) && trades(node.kind()));
        nodes.map(|node| node.id().to_owned()).collect()
    };
    let found: Vec<String> = words::places(named).iter().flat_map(of).collect();
    match found.is_empty() {
        true => {
            Err(Failure::said(format!("`{}` has no city or port to start from or go to; name places", named.join(","))))
        }
        false => Ok(found),
    }
}

fn table(asked: &Asked, matrix: &Matrix, show: &[Criterion]) -> String {
    let units: Vec<&str> =
        show.iter().map(|criterion| crate::table::heading(*criterion).trim_start_matches('#')).collect();
    let weights = matrix.weights();
    let only = rank::only(matrix.constraints(), matrix.counts_terminals());
    let title =
        format!("{} by the best routes ({})\n{only}scored by {weights}\n", units.join(" / "), asked.network.name());
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

fn document(matrix: &Matrix) -> MatrixDocument {
    let cell =
        |origin, destination| matrix.cost(origin, destination).map(|cost| Costs::of_vector(matrix.network(), cost));
    let width = matrix.destinations().len();
    MatrixDocument {
        constraints: matrix.constraints().iter().map(ToString::to_string).collect(),
        terminals: matrix.counts_terminals(),
        origins: matrix.origins().map(|node| node.id().to_owned()).collect(),
        destinations: matrix.destinations().map(|node| node.id().to_owned()).collect(),
        costs: (0..matrix.origins().len()).map(|origin| (0..width).map(|to| cell(origin, to)).collect()).collect(),
    }
}

/// One line for each pair.
fn csv(matrix: &Matrix) -> Result<String, Failure> {
    let header: Vec<&str> = ["from", "to"].into_iter().chain(Costs::FIELDS).chain(ASKED).collect();
    let asked = asked_cells(matrix.constraints(), matrix.counts_terminals());
    let rows = matrix.origins().enumerate().flat_map(|(origin, from)| {
        let asked = &asked;
        matrix.destinations().enumerate().map(move |(destination, to)| {
            let cost = matrix.cost(origin, destination);
            let costs = cost.map_or_else(Costs::none, |cost| Costs::of_vector(matrix.network(), cost));
            let ends = [from.id().to_owned(), to.id().to_owned()];
            ends.into_iter().chain(costs.cells()).chain(asked.clone()).collect()
        })
    });
    csv_of(&header, rows)
}
