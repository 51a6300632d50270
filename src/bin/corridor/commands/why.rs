//! `why`: one corridor against another, reason by reason.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Why as Args};
use crate::ask::{self, Asked};
use crate::commands::{csv_of, rank};
use crate::document::{AnswerDocument, Document, StepDocument, TippingDocument, WhyDocument};
use crate::progress::Progress;
use corridor::{Criterion, Ranked, Ranking, TippingPoint, Waterfall};

/// Changes told, nearest first.
const TOLD: usize = 5;

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    if common.format == Format::Geojson {
        return Err(Failure::no_form("why", common.format, "table, json or csv"));
    }
    let asked = Asked::new(common)?;
    let planner = asked.network.compile();
    let trip = ask::trip(&planner, &args.trip)?;
    let weights = &args.rates.weights;
    trip.check(weights)?;
    let progress = Progress::of("comparing corridors");
    let ranking = trip.rank_corridors(weights);
    let Some(best) = ranking.best() else {
        return Ok(Answer::no_route(String::new(), ask::reason(&trip, weights)?));
    };
    let a = args.of.as_deref().map_or(Ok(best), |id| row(&ranking, id))?;
    let second = ranking.rows().iter().find(|row| !std::ptr::eq(*row, a));
    let Some(b) = args.than.as_deref().map_or(Ok(second), |id| row(&ranking, id).map(Some))? else {
        let alone = "no second route: only one is open, so there is nothing to compare it with";
        return Ok(Answer::no_route(String::new(), alone.to_owned()));
    };
    let why = ranking.why(a, b);
    // They are asked of all routes, so that constraints would have to hold in each: the library tells of free trips only.
    let tipping = if trip.constraints().is_empty() { Some(trip.tipping_points(weights)?) } else { None };
    let points = tipping.iter().flat_map(|tipping| tipping.points()).take(TOLD);
    drop(progress);
    let text = match common.format {
        Format::Json => {
            let answer = AnswerDocument::Why(document(a, b, &why, points));
            Document::new(&asked, answer).of_trip(&trip).by(weights).text()?
        }
        Format::Csv => {
            let header = ["criterion", "unit", "reason", "a", "b", "difference"];
            let cells = |step: StepDocument| {
                let figures = [step.a, step.b, step.difference].map(|figure| figure.to_string());
                [step.criterion, step.unit, step.reason].into_iter().chain(figures).collect()
            };
            csv_of(&header, steps(&why).into_iter().map(cells))?
        }
        _ => {
            let mut text = rank::only(&trip) + &why.to_string();
            if !trip.constraints().is_empty() {
                text.push_str("\n(which changes would turn it is told for trips that ask nothing of their routes)\n");
            }
            let mut points = points.peekable();
            if points.peek().is_some() {
                text.push_str("\nThe nearest changes by which another route would be the best:\n");
                points.for_each(|point| text.push_str(&format!("  {point}\n")));
            }
            text + "\n" + &asked.attribution()
        }
    };
    Ok(Answer::found(text))
}

/// The row of a corridor, or what there is instead.
fn row<'a>(ranking: &'a Ranking, id: &str) -> Result<&'a Ranked, Failure> {
    if let Some(row) = ranking.of_corridor(id) {
        return Ok(row);
    }
    let known: Vec<&str> = ranking.rows().iter().flat_map(Ranked::corridors).collect();
    let blocked = ranking.blocked().iter().any(|blocked| blocked.corridor() == id);
    let why = if blocked { "is blocked" } else { "is not in the ranking" };
    Err(Failure::said(format!("the corridor `{id}` {why}; name one of {}", known.join(", "))))
}

fn steps(why: &Waterfall) -> Vec<StepDocument> {
    let of = |criterion: Criterion| {
        why.steps(criterion).into_iter().map(move |step| StepDocument {
            criterion: criterion.name().to_owned(),
            unit: criterion.unit().to_owned(),
            reason: step.reason().to_string(),
            a: step.a(),
            b: step.b(),
            difference: step.difference(),
        })
    };
    Criterion::ALL.into_iter().flat_map(of).collect()
}

fn document<'a>(
    a: &Ranked,
    b: &Ranked,
    why: &Waterfall,
    points: impl Iterator<Item = &'a TippingPoint>,
) -> WhyDocument {
    let tipping = points.map(|point| TippingDocument {
        sentence: point.to_string(),
        now: point.now(),
        at: point.at(),
        winner: point.winner().to_owned(),
    });
    WhyDocument {
        a: a.name(),
        b: b.name(),
        sentence: why.sentence(),
        steps: steps(why),
        tipping_points: tipping.collect(),
    }
}
