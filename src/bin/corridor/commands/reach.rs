//! `reach`: the places within a budget.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Reach as Args};
use crate::ask::{Asked, Only};
use crate::commands::{ASKED, asked_cells, csv_of, rank};
use crate::document::{AnswerDocument, CountDocument, Document, ReachDocument, ReachedDocument};
use crate::progress::Progress;
use crate::table::{Table, heading, shown};
use crate::words;
use corridor::exchange::{self, Costs};
use corridor::{Node, Reach};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let from = words::stop(&args.from)?;
    let planner = asked.planner(&asked.network, &[from], &args.only)?;
    let only = Only::new(&asked, planner.network(), &args.only)?;
    let progress = Progress::of("looking how far that is");
    let reach = planner.reach_where(from, args.within.amount, |trip| only.on(trip))?;
    drop(progress);
    let text = match common.format {
        Format::Table => table(&asked, &reach),
        Format::Csv => csv(&reach)?,
        Format::Geojson => exchange::geojson::reach(&reach),
        Format::Json => Document::new(&asked, AnswerDocument::Reach(document(&reach))).text()?,
    };
    Ok(match reach.places().len() {
        0 => Answer::no_route(text, "no place is within that; give a larger budget or fewer constraints".to_owned()),
        _ => Answer::found(text),
    })
}

fn table(asked: &Asked, reach: &Reach) -> String {
    let network = reach.network();
    let criterion = reach.criterion();
    let unit = heading(criterion).trim_start_matches('#');
    let budget = shown(Some(reach.budget()), criterion);
    let (count, from) = (reach.places().len(), reach.from().name());
    let only = rank::only(reach.constraints(), reach.counts_terminals());
    let places = if count == 1 { "place" } else { "places" };
    let title = format!("within {budget} {unit} from {from}: {count} {places} ({})\n{only}", asked.network.name());
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

fn document(reach: &Reach) -> ReachDocument {
    let network = reach.network();
    let place = |(place, cost): (&Node, &corridor::CostVector)| ReachedDocument {
        id: place.id().to_owned(),
        name: place.name().to_owned(),
        country: network.country_of(place).id().to_owned(),
        lat: place.position().0,
        lon: place.position().1,
        costs: Costs::of_vector(network, cost),
    };
    let by_country = reach.by_country().into_iter();
    ReachDocument {
        from: reach.from().id().to_owned(),
        criterion: reach.criterion().name().to_owned(),
        unit: reach.criterion().unit().to_owned(),
        budget: reach.budget(),
        constraints: reach.constraints().iter().map(ToString::to_string).collect(),
        terminals: reach.counts_terminals(),
        places: reach.places().map(place).collect(),
        by_country: by_country.map(|(country, places)| CountDocument { country: country.to_owned(), places }).collect(),
    }
}

fn csv(reach: &Reach) -> Result<String, Failure> {
    let place = ["id", "name", "country", "lat", "lon"];
    let header: Vec<&str> = place.into_iter().chain(Costs::FIELDS).chain(ASKED).collect();
    let asked = asked_cells(reach.constraints(), reach.counts_terminals());
    let rows = reach.places().map(|(place, cost)| {
        let ((lat, lon), country) = (place.position(), reach.network().country_of(place).id());
        let place = [place.id(), place.name(), country].map(str::to_owned).into_iter();
        let costs = Costs::of_vector(reach.network(), cost).cells();
        place.chain([lat, lon].map(|degrees| degrees.to_string())).chain(costs).chain(asked.clone()).collect()
    });
    csv_of(&header, rows)
}
