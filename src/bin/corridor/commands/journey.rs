//! `journey`: the best way over all roads, railways and lanes, or the best along each corridor.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Journey as Args};
use crate::ask::Asked;
use crate::document::{AnswerDocument, Document, JourneyDocument, JourneysDocument, ShutDocument};
use crate::progress::Progress;
use crate::words;
use corridor::engine::Workspace;
use corridor::{Journey, JourneyRanking, QueryError, exchange};

/// What was found: names of the caller's, with a journey each.
struct Found {
    named: Vec<(String, Vec<String>, Journey)>,
    ranking: Option<JourneyRanking>,
}

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_over_base()?;
    let weights = &args.rates.weights;
    if let Some(criterion) = weights.criteria().find(|criterion| !planner.network().covers(*criterion)) {
        return Err(QueryError::NoFigures { criterion }.into());
    }
    let progress = Progress::of("joining the corridors to the base network");
    let mut continent = planner.continent()?;
    drop(progress);
    let progress = Progress::of("looking for journeys");
    if let Some(file) = &args.hierarchy {
        continent = continent.with_hierarchy_in(file)?;
    }
    let trip = continent.trip(words::stop(&args.from)?, words::stop(&args.to)?)?;
    let memory = &mut Workspace::default();
    let ranking = if args.corridors { Some(trip.rank_corridors(weights, memory)?) } else { None };
    let named = match &ranking {
        Some(ranking) => {
            let row = |row: &corridor::RankedJourney| {
                (row.name(), row.corridors().map(str::to_owned).collect(), row.journey.clone())
            };
            ranking.rows().iter().map(row).collect()
        }
        None => {
            let found = trip.k_best(weights, args.count, memory);
            (1..)
                .zip(found)
                .map(|(place, journey): (usize, Journey)| (place.to_string(), Vec::new(), journey))
                .collect()
        }
    };
    drop(progress);
    let found = Found { named, ranking };
    let named = || found.named.iter().map(|(name, _, journey)| (name.as_str(), journey));
    let none = "no journey: the base network has no open way between these places".to_owned();
    let reason = found.named.is_empty().then(|| none.clone());
    let text = match common.format {
        Format::Table => table(&asked, &found),
        Format::Csv => exchange::csv::journeys(named()),
        Format::Geojson => exchange::geojson::journeys(planner.network(), named()),
        Format::Json => {
            let answer = AnswerDocument::Journey(document(&asked, &found, reason.clone()));
            Document::new(&asked, answer).by(weights).text()?
        }
    };
    Ok(match reason {
        Some(reason) => Answer::no_route(text, reason),
        None => Answer::found(text),
    })
}

fn table(asked: &Asked, found: &Found) -> String {
    let mut text = String::new();
    if let Some(ranking) = &found.ranking {
        text.push_str(&ranking.to_string());
        if let Some(best) = ranking.best() {
            text.push_str(&format!("\nThe best: {}\n", best.name()));
        }
    }
    let shown = if found.ranking.is_some() { 1 } else { found.named.len() };
    for (_, _, journey) in found.named.iter().take(shown) {
        text.push_str(&format!("{journey}\n"));
    }
    text + &asked.attribution()
}

fn document(asked: &Asked, found: &Found, no_route: Option<String>) -> JourneysDocument {
    let ranking = found.ranking.as_ref();
    let journeys =
        found.named.iter().map(|(_, corridors, journey)| JourneyDocument::new(&asked.network, corridors, journey));
    JourneysDocument {
        journeys: journeys.collect(),
        closed: ranking.map(|ranking| ranking.shut().iter().map(ShutDocument::new).collect()),
        doubling_back: ranking.map(|ranking| ranking.doubling_back().map(str::to_owned).collect()),
        left_out: ranking.map(JourneyRanking::left_out),
        no_route,
    }
}
