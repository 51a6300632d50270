//! `atlas`: closures one at a time.

use crate::answer::{Answer, Failure};
use crate::args::{Atlas as Args, Common, Format};
use crate::ask::{Asked, Only};
use crate::commands::{ASKED, asked_cells, csv_of, rank};
use crate::document::{
    AnswerDocument, AtlasDocument, AtlasTripDocument, ClosureDocument, Document, ExposureDocument, neat,
};
use crate::progress::Progress;
use crate::table::{Table, signed, unless_it_fits};
use crate::words;
use corridor::exchange::{self, Costs};
use corridor::{Closure, ClosureAtlas, Criterion, Stop, Weights};

/// Relations between main places of trade, chosen by hand: they weigh alike, whatever is carried on them.
const PAIRS: [(&str, &str); 30] = [
    ("xian", "duisburg"),
    ("chongqing", "malaszewicze"),
    ("urumqi", "warsaw"),
    ("shanghai", "rotterdam"),
    ("xian", "istanbul"),
    ("beijing", "moscow"),
    ("urumqi", "almaty"),
    ("xian", "tashkent"),
    ("kashgar", "osh"),
    ("lanzhou", "dushanbe"),
    ("urumqi", "tehran"),
    ("karachi", "almaty"),
    ("karachi", "tashkent"),
    ("karachi", "kabul"),
    ("lahore", "kashgar"),
    ("gwadar", "moscow"),
    ("islamabad", "istanbul"),
    ("mumbai", "moscow"),
    ("mumbai", "tashkent"),
    ("mumbai", "kabul"),
    ("bandar-abbas", "moscow"),
    ("bandar-abbas", "almaty"),
    ("tehran", "baku"),
    ("almaty", "moscow"),
    ("tashkent", "moscow"),
    ("tashkent", "istanbul"),
    ("ashgabat", "istanbul"),
    ("baku", "poti"),
    ("almaty", "rotterdam"),
    ("kabul", "mersin"),
];

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for pair in args.places.chunks(2) {
        match pair {
            [from, to] => pairs.push((from, to)),
            alone => {
                return Err(Failure::said(format!(
                    "`{}` has no place to go to; give two places for each trip",
                    alone.join("")
                )));
            }
        }
    }
    if pairs.is_empty() {
        pairs = PAIRS.to_vec();
    }
    let asked = Asked::new(common)?;
    let trips = pairs.into_iter().map(|(from, to)| Ok([words::stop(from)?, words::stop(to)?]));
    let trips = trips.collect::<Result<Vec<[Stop<'_>; 2]>, Failure>>()?;
    let planner = asked.planner(&asked.network, &trips.concat(), &args.only)?;
    let only = Only::new(&asked, planner.network(), &args.only)?;
    let weights = &args.rates.weights;
    let progress = Progress::of("closing one thing at a time");
    let atlas = planner.closure_atlas_where(
        trips.into_iter().map(|[from, to]| (from, to)),
        weights,
        |trip| only.on(trip),
        |done, total| progress.at(done, total),
    )?;
    drop(progress);
    let text = match common.format {
        Format::Csv => csv(&atlas)?,
        Format::Geojson => exchange::geojson::closures(&atlas),
        Format::Json => Document::new(&asked, AnswerDocument::Atlas(document(&asked, &atlas))).by(weights).text()?,
        Format::Table => {
            unless_it_fits(atlas.to_string(), || narrow(&asked, &atlas, weights)) + "\n" + &asked.attribution()
        }
    };
    Ok(match atlas.trips().any(|(.., cost)| cost.is_some()) {
        true => Answer::found(text),
        false => Answer::no_route(
            text,
            "no route for any of these trips; `corridor rank FROM TO` tells what is in the way of one".to_owned(),
        ),
    })
}

/// The worst closures and the countries that most hangs on, for a narrow terminal.
fn narrow(asked: &Asked, atlas: &ClosureAtlas, weights: &Weights) -> String {
    const LISTED: usize = 15;
    let (count, trips) = (atlas.closures().len(), atlas.trips().len());
    let routed = atlas.trips().filter(|(.., cost)| cost.is_some()).count();
    let only = rank::only(atlas.constraints(), atlas.counts_terminals());
    let mut text = format!(
        "single closures: {count}; trips: {trips}, of which {routed} have a route ({})\n{only}scored by {weights}\n",
        asked.network.name()
    );
    let more = |value: Option<f64>, criterion, trips: usize| match value {
        _ if trips == 0 => String::new(),
        None => "-".to_owned(),
        Some(value) => signed(value, criterion),
    };
    let mut table = Table::new(&["closed", "what", "#changed", "#cut off", "#days", "#US$"]);
    for closure in closures(atlas).take(LISTED) {
        table.row([
            closure.name().to_owned(),
            closure.kind().to_string(),
            closure.changed().len().to_string(),
            closure.impossible().len().to_string(),
            more(closure.added(Criterion::Time), Criterion::Time, closure.changed().len()),
            more(closure.added(Criterion::Cost), Criterion::Cost, closure.changed().len()),
        ]);
    }
    text.push_str(&table.text());
    let rest = closures(atlas).count().saturating_sub(LISTED);
    if rest > 0 {
        text.push_str(&format!("and {rest} more that change a trip; `--format csv` writes all\n"));
    }
    text.push_str("(changed, cut off: trips; days, US$: what the changed ones take more together)\n");
    text.push_str("\nby country, its crossings and ports one at a time, added up:\n");
    let mut table = Table::new(&["country", "#closures", "#changed", "#cut off", "#days", "#US$"]);
    for exposure in atlas.exposures().iter().take(LISTED) {
        table.row([
            exposure.name().to_owned(),
            exposure.closures().to_string(),
            exposure.changed().to_string(),
            exposure.impossible().to_string(),
            more(exposure.added(Criterion::Time), Criterion::Time, exposure.changed()),
            more(exposure.added(Criterion::Cost), Criterion::Cost, exposure.changed()),
        ]);
    }
    text + &table.text()
}

/// Those that do something.
fn closures(atlas: &ClosureAtlas) -> impl Iterator<Item = &Closure> {
    atlas.closures().iter().filter(|closure| !closure.changed().is_empty() || !closure.impossible().is_empty())
}

fn document(asked: &Asked, atlas: &ClosureAtlas) -> AtlasDocument {
    let trip = |(from, to, cost): (&str, &str, Option<&corridor::CostVector>)| AtlasTripDocument {
        from: from.to_owned(),
        to: to.to_owned(),
        today: cost.map(|cost| Costs::of_vector(&asked.network, cost)),
    };
    let closure = |closure: &Closure| ClosureDocument {
        kind: closure.kind().to_string(),
        id: closure.id().to_owned(),
        name: closure.name().to_owned(),
        changed: closure.changed().len(),
        cut_off: closure.impossible().to_vec(),
        added_time_h: closure.added(Criterion::Time).map(neat),
        added_cost_usd: closure.added(Criterion::Cost).map(neat),
    };
    let exposures = atlas.exposures().iter().map(|exposure| ExposureDocument {
        country: exposure.country().to_owned(),
        closures: exposure.closures(),
        changed: exposure.changed(),
        cut_off: exposure.impossible(),
        added_time_h: exposure.added(Criterion::Time).map(neat),
        added_cost_usd: exposure.added(Criterion::Cost).map(neat),
    });
    AtlasDocument {
        constraints: atlas.constraints().iter().map(ToString::to_string).collect(),
        terminals: atlas.counts_terminals(),
        trips: atlas.trips().map(trip).collect(),
        closures: closures(atlas).map(closure).collect(),
        countries: exposures.collect(),
        articulation_points: atlas.articulation_points().map(str::to_owned).collect(),
        bridges: atlas.bridges().map(str::to_owned).collect(),
    }
}

fn csv(atlas: &ClosureAtlas) -> Result<String, Failure> {
    let header = ["kind", "id", "name", "changed", "cut_off", "added_time_h", "added_cost_usd"];
    let header: Vec<&str> = header.into_iter().chain(ASKED).collect();
    let asked = asked_cells(atlas.constraints(), atlas.counts_terminals());
    let figure = |value: Option<f64>| value.map_or(String::new(), |value| neat(value).to_string());
    let row = |closure: &Closure| {
        let cells = [
            closure.kind().to_string(),
            closure.id().to_owned(),
            closure.name().to_owned(),
            closure.changed().len().to_string(),
            closure.impossible().len().to_string(),
            figure(closure.added(Criterion::Time)),
            figure(closure.added(Criterion::Cost)),
        ];
        cells.into_iter().chain(asked.clone()).collect()
    };
    csv_of(&header, closures(atlas).map(row))
}
