//! `reach`: the places within a budget.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Reach as Args};
use crate::ask::Asked;
use crate::commands::csv_of;
use crate::document::{AnswerDocument, CostsDocument, CountDocument, Document, ReachDocument, ReachedDocument, neat};
use crate::table::{Table, heading, shown};
use corridor::{Criterion, Network, Node, Reach, exchange};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let network = &asked.network;
    let reach = network.compile().reach(&args.from, args.within.amount)?;
    Ok(Answer::found(match common.format {
        Format::Table => table(&asked, &reach),
        Format::Csv => csv(network, &reach)?,
        Format::Geojson => exchange::geojson::places(network, reach.places().map(|(place, _)| place)),
        Format::Json => Document::new(&asked, AnswerDocument::Reach(document(network, &reach))).text()?,
    }))
}

fn table(asked: &Asked, reach: &Reach) -> String {
    let network = &asked.network;
    let criterion = reach.criterion();
    let unit = heading(criterion).trim_start_matches('#');
    let budget = shown(Some(reach.budget()), criterion);
    let (count, from) = (reach.places().len(), reach.from().name());
    let title = format!("within {budget} {unit} from {from}: {count} places ({})\n", network.name());
    let mut table = Table::new(&["country", "#places", heading(criterion), "the farthest", "and the nearest"]);
    for (code, count) in reach.by_country() {
        let here = || reach.places().filter(|(place, _)| network.country_of(place).id() == code);
        let (Some((nearest, _)), Some((farthest, cost))) = (here().next(), here().last()) else { continue };
        let country = network.country_of(nearest).name();
        table.row([
            country.to_owned(),
            count.to_string(),
            shown(Some(cost.value(criterion)), criterion),
            farthest.name().to_owned(),
            if count > 1 { nearest.name().to_owned() } else { String::new() },
        ]);
    }
    title + &table.text() + &asked.attribution()
}

fn document(network: &Network, reach: &Reach) -> ReachDocument {
    let place = |(place, cost): (&Node, &corridor::CostVector)| ReachedDocument {
        id: place.id().to_owned(),
        name: place.name().to_owned(),
        country: network.country_of(place).id().to_owned(),
        lat: place.position().0,
        lon: place.position().1,
        costs: CostsDocument::of_vector(network, cost),
    };
    let by_country = reach.by_country().into_iter();
    ReachDocument {
        from: reach.from().id().to_owned(),
        criterion: reach.criterion().name().to_owned(),
        unit: reach.criterion().unit().to_owned(),
        budget: reach.budget(),
        places: reach.places().map(place).collect(),
        by_country: by_country.map(|(country, places)| CountDocument { country: country.to_owned(), places }).collect(),
    }
}

fn csv(network: &Network, reach: &Reach) -> Result<String, Failure> {
    let header = [
        "id",
        "name",
        "country",
        "lat",
        "lon",
        "distance_km",
        "time_h",
        "cost_usd",
        "crossings",
        "risk_points",
        "emissions_kg_co2e",
    ];
    let rows = reach.places().map(|(place, cost)| {
        let (lat, lon) = place.position();
        let costs = Criterion::ALL.map(|criterion| {
            if network.covers(criterion) { neat(cost.value(criterion)).to_string() } else { String::new() }
        });
        let country = network.country_of(place).id();
        [place.id(), place.name(), country]
            .map(str::to_owned)
            .into_iter()
            .chain([lat, lon].map(|d| d.to_string()))
            .chain(costs)
            .collect()
    });
    csv_of(&header, rows)
}
