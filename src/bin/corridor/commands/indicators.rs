//! `indicators`: TFI1 to TFI4 of each corridor, beside published ones.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Indicators as Args};
use crate::ask::{self, Asked};
use crate::commands::{csv_of, rank};
use crate::document::{
    AllIndicatorsDocument, AnswerDocument, Document, IndicatorsDocument, IndicatorsRowDocument, ModeIndicatorsDocument,
    PublishedDocument, neat,
};
use crate::progress::Progress;
use crate::table::{Table, grouped};
use corridor::{Indicators, PublishedIndicators, Ranked, Ranking, exchange};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
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
        Format::Geojson => exchange::geojson::indicators(trip.network(), &ranking),
        Format::Json => {
            let answer = AnswerDocument::Indicators(document(&asked, &ranking, reason.clone()));
            Document::new(&asked, answer).of_trip(&trip).by(weights).text()?
        }
        Format::Csv => csv(&asked, &ranking)?,
        Format::Table => rank::title(&asked, &trip, &ranking) + &table(&asked, &ranking) + "\n" + &asked.attribution(),
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

/// TFI1, TFI2, TFI3, SWD, SWOD.
fn computed(of: &Indicators) -> [Option<f64>; 5] {
    let (hours, fees, cost) =
        (of.tfi1().map(|h| h.value()), of.tfi2().map(|m| m.value()), of.tfi3().map(|m| m.value()));
    [hours, fees, cost, of.swd(), of.swod()]
}

fn published(of: &PublishedIndicators) -> [Option<f64>; 5] {
    [of.tfi1(), of.tfi2(), of.tfi3(), of.swd(), of.swod()]
}

/// Hours and speeds with a decimal, money without.
fn shown(values: [Option<f64>; 5]) -> impl Iterator<Item = String> {
    values.into_iter().enumerate().map(|(i, value)| match value {
        None => "-".to_owned(),
        Some(value) if i == 1 || i == 2 => grouped(value),
        Some(value) => format!("{value:.1}"),
    })
}

fn table(asked: &Asked, ranking: &Ranking) -> String {
    let header = ["#", "corridor", "of", "#TFI1 h", "#TFI2 US$", "#TFI3 US$", "#SWD km/h", "#SWOD km/h"];
    let mut table = Table::new(&header);
    for (place, row) in (1..).zip(ranking.rows()) {
        let whole = shown(computed(&row.route.indicators()));
        table.row([format!("{place}."), row.name(), "the route".to_owned()].into_iter().chain(whole));
        for (mode, of_mode) in row.route.indicators_by_mode() {
            let blank = [String::new(), String::new(), mode.to_owned()];
            table.row(blank.into_iter().chain(shown(computed(&of_mode))));
        }
    }
    for set in asked.network.published_indicators_now() {
        let name = format!("{} {} (average, each post by itself)", set.programme(), set.year());
        table.best([String::new(), name, set.mode().to_owned()].into_iter().chain(shown(published(set))));
    }
    let mut text = table.text()
        + "TFI1, TFI2: hours and US$ at a border, both posts together; TFI3: US$ for 500 km and 20 t;\n\
           SWD, SWOD: km/h with and without borders and stops. A mode counts its own links, their borders, stops and changes of gauge.\n";
    for set in asked.network.published_indicators_now() {
        let source = asked.network.source_of_indicators(set);
        let title = source.map(|source| format!("{}, {}", source.title(), source.url().unwrap_or_default()));
        let told: Vec<String> = title.into_iter().chain(set.note().map(str::to_owned)).collect();
        if !told.is_empty() {
            let (programme, year, mode) = (set.programme(), set.year(), set.mode());
            text.push_str(&format!("{programme} {year}, {mode}: {}\n", told.join("; ").trim_end_matches(", ")));
        }
    }
    text
}

fn document(asked: &Asked, ranking: &Ranking, no_route: Option<String>) -> AllIndicatorsDocument {
    let row = |row: &Ranked| IndicatorsRowDocument {
        corridors: row.corridors().map(str::to_owned).collect(),
        name: row.name(),
        whole: IndicatorsDocument::new(&row.route.indicators()),
        by_mode: row
            .route
            .indicators_by_mode()
            .map(|(mode, of_mode)| ModeIndicatorsDocument {
                mode: mode.to_owned(),
                values: IndicatorsDocument::new(&of_mode),
            })
            .collect(),
    };
    let sets = asked.network.published_indicators_now().into_iter();
    AllIndicatorsDocument {
        rows: ranking.rows().iter().map(row).collect(),
        published: sets.map(|set| PublishedDocument::new(&asked.network, set)).collect(),
        no_route,
    }
}

fn csv(asked: &Asked, ranking: &Ranking) -> Result<String, Failure> {
    let header = ["corridors", "name", "of", "year", "tfi1_h", "tfi2_usd", "tfi3_usd", "swd_km_per_h", "swod_km_per_h"];
    let figures = |values: [Option<f64>; 5]| values.map(|value| value.map_or(String::new(), |v| neat(v).to_string()));
    let mut rows = Vec::new();
    for row in ranking.rows() {
        let ids: Vec<&str> = row.corridors().collect();
        let mut push = |of: &str, indicators: &Indicators| {
            let cells = [ids.join(" "), row.name(), of.to_owned(), String::new()];
            rows.push(cells.into_iter().chain(figures(computed(indicators))).collect());
        };
        push("route", &row.route.indicators());
        row.route.indicators_by_mode().for_each(|(mode, indicators)| push(mode, &indicators));
    }
    for set in asked.network.published_indicators_now() {
        let cells = [String::new(), set.programme().to_owned(), set.mode().to_owned(), set.year().to_string()];
        rows.push(cells.into_iter().chain(figures(published(set))).collect());
    }
    csv_of(&header, rows.into_iter())
}
