//! `why`: one corridor against another, reason by reason.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Why as Args};
use crate::ask::{self, Asked};
use crate::commands::{csv_of, rank};
use crate::document::{AnswerDocument, Document, StepDocument, TippingDocument, WhyDocument, neat};
use crate::progress::Progress;
use crate::table::{Table, heading, shown, signed, unless_it_fits};
use corridor::{Criterion, Ranked, Ranking, Route, Step, TippingPoint, Trip, Waterfall, Weights, exchange};

/// Changes told, nearest first.
const TOLD: usize = 5;
/// Tipping points are asked of all routes, and each would have to keep to the constraints.
const FREE_TRIPS_ONLY: &str = "which changes would turn it is told for trips that ask nothing of their routes";

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    let asked = Asked::new(common)?;
    let planner = asked.planner_of(&args.trip)?;
    let trip = ask::trip(&asked, &planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("comparing corridors");
    let ranking = trip.rank_corridors(weights);
    let Some(best) = ranking.best() else {
        let reason = ask::reason(&trip, weights)?;
        return Ok(Answer::no_route(alone(&asked, common, (&trip, weights), None, &reason)?, reason));
    };
    let a = args.of.as_deref().map_or(Ok(best), |id| row(&ranking, id))?;
    let second = ranking.rows().iter().find(|row| !std::ptr::eq(*row, a));
    let Some(b) = args.than.as_deref().map_or(Ok(second), |id| row(&ranking, id).map(Some))? else {
        let reason = "no second route: only one is open, so there is nothing to compare it with; ask for less, or open another by `corridor what-if`";
        let text = alone(&asked, common, (&trip, weights), Some(a), reason)?;
        return Ok(Answer::no_route(text, reason.to_owned()));
    };
    let why = ranking.why(a, b);
    let tipping = trip.constraints().is_empty().then(|| trip.tipping_points(weights)).transpose()?;
    let points: Option<Vec<&TippingPoint>> = tipping.as_ref().map(|found| found.points().iter().take(TOLD).collect());
    drop(progress);
    let text = match common.format {
        Format::Json => {
            let tipping = points.map(|points| points.into_iter().map(tipping_point).collect());
            let answer = AnswerDocument::Why(WhyDocument {
                a: Some(a.name()),
                b: Some(b.name()),
                sentence: Some(why.sentence()),
                steps: steps(&why),
                no_tipping_points: tipping.is_none().then(|| FREE_TRIPS_ONLY.to_owned()),
                tipping_points: tipping,
                no_route: None,
            });
            Document::new(&asked, answer).of_trip(&trip).by(weights).text()?
        }
        Format::Csv => csv(&steps(&why))?,
        Format::Geojson => exchange::geojson::routes(trip.network(), [(&*a.name(), &a.route), (&*b.name(), &b.route)]),
        Format::Table => {
            let mut text = rank::only(trip.constraints(), trip.counts_terminals());
            text.push_str(&unless_it_fits(why.to_string(), || narrow(&why, [a, b])));
            match points {
                None => text.push_str(&format!("\n({FREE_TRIPS_ONLY})\n")),
                Some(points) if points.is_empty() => {}
                Some(points) => {
                    text.push_str("\nThe nearest changes by which another route would be the best:\n");
                    points.iter().for_each(|point| text.push_str(&format!("  {point}\n")));
                }
            }
            text + "\n" + &asked.attribution()
        }
    };
    Ok(Answer::found(text))
}

/// What is written where there are no two routes: one, or none.
fn alone(
    asked: &Asked,
    common: &Common,
    (trip, weights): (&Trip<'_>, &Weights),
    only: Option<&Ranked>,
    reason: &str,
) -> Result<String, Failure> {
    let route = only.map(|row| (row.name(), &row.route));
    Ok(match common.format {
        Format::Table => String::new(),
        Format::Csv => csv(&[])?,
        Format::Geojson => {
            exchange::geojson::routes(trip.network(), route.iter().map(|(name, route)| (name.as_str(), *route)))
        }
        Format::Json => {
            let answer = AnswerDocument::Why(WhyDocument {
                a: only.map(Ranked::name),
                b: None,
                sentence: None,
                steps: Vec::new(),
                tipping_points: None,
                no_tipping_points: None,
                no_route: Some(reason.to_owned()),
            });
            Document::new(asked, answer).of_trip(trip).by(weights).text()?
        }
    })
}

/// The difference without its bars, for a narrow terminal.
fn narrow(why: &Waterfall, [a, b]: [&Ranked; 2]) -> String {
    let mut text = format!("A: {}\nB: {}\n{}\n", a.name(), b.name(), why.sentence());
    for criterion in Criterion::ALL {
        let steps = why.steps(criterion);
        if steps.is_empty() {
            continue;
        }
        let name = heading(criterion).trim_start_matches('#');
        let mut table = Table::new(&[name, "#A", "#B", "#B - A"]);
        let mut row = |reason: String, a: f64, b: f64, difference: f64| {
            let figure = |value| shown(Some(value), criterion);
            table.row([reason, figure(a), figure(b), signed(difference, criterion)]);
        };
        for step in &steps {
            row(step.reason().to_string(), step.a(), step.b(), step.difference());
        }
        let total = |route: &Route| route.value(criterion).unwrap_or_default();
        let (from, to) = (total(&a.route), total(&b.route));
        let same = from - steps.iter().map(Step::a).sum::<f64>();
        if same > 1e-6 {
            row("the same".to_owned(), same, same, 0.0);
        }
        row("total".to_owned(), from, to, to - from);
        text.push_str(&format!("\n{}", table.text()));
    }
    text
}

/// The row of a corridor, or what there is instead.
fn row<'a>(ranking: &'a Ranking, id: &str) -> Result<&'a Ranked, Failure> {
    if let Some(row) = ranking.of_corridor(id) {
        return Ok(row);
    }
    let known: Vec<&str> = ranking.rows().iter().flat_map(Ranked::corridors).collect();
    let known = if known.is_empty() { "leave it out".to_owned() } else { format!("name one of {}", known.join(", ")) };
    let blocked = ranking.blocked().iter().any(|blocked| blocked.corridor() == id);
    let why = if blocked { "is blocked" } else { "is not in the ranking" };
    Err(Failure::said(format!("the corridor `{id}` {why}; {known}")))
}

fn steps(why: &Waterfall) -> Vec<StepDocument> {
    let of = |criterion: Criterion| {
        why.steps(criterion).into_iter().map(move |step| StepDocument {
            criterion: criterion.name().to_owned(),
            unit: criterion.unit().to_owned(),
            reason: step.reason().to_string(),
            a: neat(step.a()),
            b: neat(step.b()),
            difference: neat(step.difference()),
        })
    };
    Criterion::ALL.into_iter().flat_map(of).collect()
}

fn csv(steps: &[StepDocument]) -> Result<String, Failure> {
    let header = ["criterion", "unit", "reason", "a", "b", "difference"];
    let cells = |step: &StepDocument| {
        let figures = [step.a, step.b, step.difference].map(|figure| figure.to_string());
        let texts = [&step.criterion, &step.unit, &step.reason].map(String::clone);
        texts.into_iter().chain(figures).collect()
    };
    csv_of(&header, steps.iter().map(cells))
}

fn tipping_point(point: &TippingPoint) -> TippingDocument {
    let unit = match (point.figure(), point.weight()) {
        (Some(figure), _) => figure.unit().to_owned(),
        (None, weight) => weight.map_or(String::new(), |criterion| format!("per {}", criterion.unit())),
    };
    TippingDocument {
        sentence: point.to_string(),
        figure: point.figure().map(|figure| figure.id().to_owned()),
        weight: point.weight().map(|criterion| criterion.name().to_owned()),
        unit,
        now: neat(point.now()),
        at: neat(point.at()),
        winner: point.winner().to_owned(),
    }
}
