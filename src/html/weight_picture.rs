//! Who wins for which weights, as a picture: a strip for one free weight, a square for two, a triangle for three.
//!
//! Each piece of the picture is weighed with the routes that the report holds, which are all that win somewhere in its box.

use crate::cost::Criterion;
use crate::html::escape::text;
use crate::html::paint::{self, px};
use crate::html::sheet::Sheet;
use crate::report::one;
use crate::weight_box::{FACTOR, significant};
use std::collections::BTreeMap;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 460.0;
/// Pieces from one side to the other.
const PIECES: usize = 84;

/// Where the picture of a box lies, and what its points mean.
struct Place {
    /// Left, top, width and height of the area.
    area: [f64; 4],
    free: usize,
}

impl Place {
    fn of(free: usize) -> Place {
        let area = match free {
            1 => [60.0, 120.0, 520.0, 80.0],
            2 => [70.0, 30.0, 360.0, 360.0],
            _ => [40.0, 40.0, 410.0, 410.0 * 0.866],
        };
        Place { area, free }
    }

    /// By how much each free weight is multiplied at a point of the area, both coordinates from 0 to 1; `None` beside a triangle.
    fn factors(&self, (x, y): (f64, f64)) -> Option<Vec<f64>> {
        let side = |part: f64| FACTOR.powf(2.0 * part - 1.0);
        match self.free {
            1 => Some(vec![side(x)]),
            2 => Some(vec![side(x), side(1.0 - y)]),
            _ => {
                // The first weight at the top, the second at the left, the third at the right.
                let top = 1.0 - y;
                let right = x - top / 2.0;
                let shares = [top, 1.0 - top - right, right];
                let inside = shares.iter().all(|share| *share >= 0.0);
                inside.then(|| shares.iter().map(|share| FACTOR.powf(1.5 * (share - 1.0 / 3.0))).collect())
            }
        }
    }

    fn dot(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [left, top, wide, high] = self.area;
        (left + x * wide, top + y * high)
    }
}

/// The share of all positions of the sliders at which each corridor comes first, the largest first; by colour and name.
pub(crate) fn shares(sheet: &Sheet<'_>) -> Vec<(usize, String, f64)> {
    let sliders = &sheet.sliders.sliders;
    let counts: Vec<usize> = sliders.iter().map(|slider| slider.rates.len()).collect();
    let all: usize = counts.iter().product();
    let mut wins: BTreeMap<usize, usize> = BTreeMap::new();
    for position in 0..all {
        let mut rest = position;
        let rates = sliders.iter().map(|slider| {
            let rate = slider.rates[rest % slider.rates.len()];
            rest /= slider.rates.len();
            rate
        });
        if let Some(route) = winner(sheet, &rates.collect::<Vec<f64>>()) {
            *wins.entry(route).or_default() += 1;
        }
    }
    let mut by_name: Vec<(usize, String, f64)> = Vec::new();
    for (route, count) in wins {
        let (colour, name, share) = (colour(sheet, route), name(sheet, route), count as f64 / all as f64);
        match by_name.iter_mut().find(|(_, other, _)| *other == name) {
            Some(known) => known.2 += share,
            None => by_name.push((colour, name, share)),
        }
    }
    by_name.sort_by(|a, b| b.2.total_cmp(&a.2));
    by_name
}

/// The best of the held routes, the sliders at some rates.
fn winner(sheet: &Sheet<'_>, rates: &[f64]) -> Option<usize> {
    let rate = |criterion: Criterion| {
        let at = sheet.sliders.sliders.iter().position(|slider| slider.criterion == criterion);
        at.and_then(|at| rates.get(at).copied()).unwrap_or(sheet.weights.rate(criterion))
    };
    let rates = Criterion::ALL.map(|criterion| rate(criterion) / f64::from(criterion.ticks_per_unit()));
    let score = |route: &usize| {
        let ticks = sheet.held.paths[*route].cost().ticks();
        rates.iter().zip(ticks).map(|(rate, ticks)| rate * f64::from(ticks)).sum::<f64>()
    };
    sheet.held.best.iter().copied().min_by(|a, b| score(a).total_cmp(&score(b)))
}

fn corridors(sheet: &Sheet<'_>, route: usize) -> Vec<u16> {
    let holds = |(corridor, routes): &(u16, Vec<usize>)| routes.contains(&route).then_some(*corridor);
    sheet.held.corridors.iter().filter_map(holds).collect()
}

fn colour(sheet: &Sheet<'_>, route: usize) -> usize {
    let colours = corridors(sheet, route).into_iter().map(|corridor| sheet.colour(Some(corridor)));
    colours.min().unwrap_or_else(|| sheet.colour(None))
}

fn name(sheet: &Sheet<'_>, route: usize) -> String {
    let inner = sheet.trip.inner();
    let names: Vec<&str> =
        corridors(sheet, route).iter().map(|corridor| inner.corridors[*corridor as usize].name.as_str()).collect();
    if names.is_empty() { "no named corridor".to_owned() } else { names.join("; ") }
}

/// The picture; empty where no weight is free.
pub(crate) fn picture(sheet: &Sheet<'_>, shares: &[(usize, String, f64)]) -> String {
    let sliders = &sheet.sliders.sliders;
    let Some(first) = shares.first().filter(|_| !sliders.is_empty()) else { return String::new() };
    let place = Place::of(sliders.len());
    let what: Vec<&str> = sliders.iter().map(|slider| one(slider.criterion)).collect();
    let words = format!(
        "Which corridor is the best for which worth of {}; {} in {:.0} % of all positions of the sliders.",
        what.join(", "),
        first.1,
        first.2 * 100.0
    );
    let mut svg = paint::opening(
        "weight-map",
        (WIDTH, HEIGHT),
        &format!("Who wins for which weights: {}", sheet.title()),
        &words,
    );
    _ = write!(svg, "<rect class=\"strip\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>");
    let mut seen: BTreeMap<usize, (String, Vec<(f64, f64)>)> = BTreeMap::new();
    let rows = if place.free == 1 { 1 } else { PIECES };
    let mut cells: BTreeMap<usize, String> = BTreeMap::new();
    for row in 0..rows {
        let y = (row as f64 + 0.5) / rows as f64;
        let mut column = 0;
        while column < PIECES {
            let at = |column: usize| ((column as f64 + 0.5) / PIECES as f64, y);
            let won = |column: usize| {
                let factors = place.factors(at(column))?;
                let rates: Vec<f64> = sliders
                    .iter()
                    .zip(factors)
                    .map(|(slider, factor)| sheet.weights.rate(slider.criterion) * factor)
                    .collect();
                let route = winner(sheet, &rates)?;
                Some((colour(sheet, route), route))
            };
            let Some((own, route)) = won(column) else {
                column += 1;
                continue;
            };
            let run =
                (column + 1..PIECES).take_while(|next| won(*next).is_some_and(|(other, _)| other == own)).count() + 1;
            let (left, top) = place.dot((column as f64 / PIECES as f64, row as f64 / rows as f64));
            let (right, bottom) = place.dot(((column + run) as f64 / PIECES as f64, (row + 1) as f64 / rows as f64));
            let cell = cells.entry(own).or_default();
            _ = write!(cell, "M{} {}H{}V{}H{}z", px(left), px(top), px(right), px(bottom + 0.1), px(left));
            let known = seen.entry(own).or_insert_with(|| (name(sheet, route), Vec::new()));
            known.1.extend((column..column + run).map(at));
            column += run;
        }
    }
    for (colour, data) in &cells {
        _ = write!(svg, "<path class=\"cell k{colour}\" d=\"{data}\"><title>{}</title></path>", text(&seen[colour].0));
    }
    frame(&mut svg, sheet, &place);
    // Where the weights of the report stand.
    let here = if place.free == 3 { (0.5, 2.0 / 3.0) } else { (0.5, 0.5) };
    let (x, y) = place.dot(here);
    _ = write!(
        svg,
        "<circle class=\"here\" cx=\"{}\" cy=\"{}\" r=\"6\"><title>the weights of this report</title></circle>",
        px(x),
        px(y)
    );
    let mut top = 60.0;
    let left = if place.free == 1 { 60.0 } else { 462.0 };
    if place.free == 1 {
        top = 260.0;
    }
    for (colour, name, share) in shares.iter().take(9) {
        let short = crate::report::short(name, if place.free == 1 { 70 } else { 20 });
        let percent = if *share < 0.01 { "< 1".to_owned() } else { format!("{:.0}", share * 100.0) };
        _ = write!(
            svg,
            "<g><title>{}</title><rect class=\"cell k{colour}\" x=\"{left}\" y=\"{}\" width=\"12\" height=\"12\"/><text class=\"key\" x=\"{}\" y=\"{}\">{percent} % {}</text></g>",
            text(name),
            px(top - 10.0),
            left + 18.0,
            px(top),
            text(&short)
        );
        top += 20.0;
    }
    _ = write!(
        svg,
        "<circle class=\"here\" cx=\"{}\" cy=\"{}\" r=\"5\"/><text class=\"key\" x=\"{}\" y=\"{}\">this report</text>",
        left + 6.0,
        px(top - 3.0),
        left + 18.0,
        px(top + 1.0)
    );
    svg + "</svg>"
}

/// The edges of the area and what stands at their ends.
fn frame(svg: &mut String, sheet: &Sheet<'_>, place: &Place) {
    let sliders = &sheet.sliders.sliders;
    let unit = if sheet.weights.rate(Criterion::Cost) == 1.0 { " US$" } else { "" };
    let [left, top, wide, high] = place.area;
    let (right, bottom) = (left + wide, top + high);
    let mut label = |x: f64, y: f64, anchor: &str, words: &str| {
        _ = write!(svg, "<text class=\"tick\" text-anchor=\"{anchor}\" x=\"{}\" y=\"{}\">{words}</text>", px(x), px(y));
    };
    let worth = |index: usize, factor: f64| {
        let slider = &sliders[index];
        format!("{}{unit}", significant(sheet.weights.rate(slider.criterion) * factor))
    };
    let ratios = [1.0 / FACTOR, 0.5, 1.0, 2.0, FACTOR];
    if place.free < 3 {
        for (i, factor) in ratios.into_iter().enumerate() {
            label(left + wide * i as f64 / 4.0, bottom + 16.0, "middle", &worth(0, factor));
        }
        label(left + wide / 2.0, bottom + 34.0, "middle", &format!("what {} is worth", one(sliders[0].criterion)));
    }
    if place.free == 2 {
        for (i, factor) in ratios.into_iter().enumerate() {
            label(left - 6.0, bottom - high * i as f64 / 4.0 + 4.0, "end", &worth(1, factor));
        }
        label(left, top - 10.0, "start", &format!("what {} is worth", one(sliders[1].criterion)));
    }
    if place.free == 3 {
        // At a corner one weight counts as much as a slider allows, the two others half.
        let corner = |index: usize| format!("{} {}", one(sliders[index].criterion), worth(index, FACTOR));
        label((left + right) / 2.0, top - 8.0, "middle", &corner(0));
        label(left - 20.0, bottom + 18.0, "start", &corner(1));
        label(right + 20.0, bottom + 18.0, "end", &corner(2));
        label(
            (left + right) / 2.0,
            bottom + 40.0,
            "middle",
            "in a corner one counts four times as much, the others half",
        );
    }
    let outline = match place.free {
        3 => format!("M{} {}L{} {}H{}z", px((left + right) / 2.0), px(top), px(right), px(bottom), px(left)),
        _ => format!("M{left} {top}H{right}V{}H{left}z", px(bottom)),
    };
    _ = write!(svg, "<path class=\"axis\" d=\"{outline}\"/>");
}
