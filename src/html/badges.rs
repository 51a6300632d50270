//! The numbers of routes on the map.

use crate::html::courses::Courses;
use crate::html::paint::{Labels, px};
use crate::html::projection::Dot;
use crate::html::sheet::Sheet;
use std::fmt::Write;

/// The number of each route in the ranking, where it is seen best.
pub(crate) fn badges(
    sheet: &Sheet<'_>,
    courses: &Courses<'_>,
    every: &[Vec<(u32, bool)>],
    labels: &mut Labels,
) -> String {
    const SAMPLES: usize = 60;
    let view = &courses.view;
    let sample = |steps: &Vec<(u32, bool)>| -> Vec<Dot> {
        let mut dots: Vec<Dot> = Vec::new();
        for line in steps.iter().flat_map(|(link, forward)| courses.dots(*link, *forward)) {
            for pair in line.windows(2) {
                let parts =
                    ((pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1) / 8.0).ceil().clamp(1.0, 50.0) as usize;
                dots.extend((0..parts).map(|part| {
                    let part = part as f64 / parts as f64;
                    (pair[0].0 + part * (pair[1].0 - pair[0].0), pair[0].1 + part * (pair[1].1 - pair[0].1))
                }));
            }
        }
        let inside: Vec<Dot> = dots.into_iter().filter(|dot| view.shows(*dot, -14.0)).collect();
        let every = (inside.len() / SAMPLES).max(1);
        inside.into_iter().step_by(every).collect()
    };
    let samples: Vec<Vec<Dot>> = every.iter().map(sample).collect();
    let shown: Vec<usize> = sheet.rows.iter().map(|row| row.route).collect();
    let mut svg = String::from("<g id=\"badges\" aria-hidden=\"true\">");
    let mut order: Vec<usize> = shown.clone();
    order.extend((0..samples.len()).filter(|route| !shown.contains(route)));
    for route in order {
        let place = sheet.place(route);
        // Better routes lie on top: the route shows where it is apart from them, and best where it is apart from all.
        let apart = |dot: &Dot| {
            let mut nearest = (30.0f64, 60.0f64);
            for (rank, other) in shown.iter().enumerate().filter(|(_, other)| **other != route) {
                for at in &samples[*other] {
                    let (x, y) = (at.0 - dot.0, at.1 - dot.1);
                    // Most are plainly farther, and a root for each of them would be most of the time of a map.
                    let far = nearest.0.max(nearest.1);
                    if x * x + y * y > far * far * 1.001 {
                        continue;
                    }
                    let distance = x.hypot(y);
                    nearest.1 = nearest.1.min(distance);
                    if place.is_none_or(|place| rank < place) {
                        nearest.0 = nearest.0.min(distance);
                    }
                }
            }
            3.0 * nearest.0 + nearest.1
        };
        let space = |dot: &Dot| [dot.0 - 9.0, dot.1 - 9.0, dot.0 + 9.0, dot.1 + 9.0];
        // Those that only other weights show need not lie quite as well.
        let few = if place.is_some() { 1 } else { 6 };
        let free = samples[route].iter().step_by(few).filter(|dot| place.is_none() || labels.free(space(dot)));
        let best = free.map(|dot| (apart(dot), *dot)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|best| best.1);
        let Some(dot) = best.or(samples[route].get(samples[route].len() / 2).copied()) else { continue };
        if place.is_some() {
            labels.keep(space(&dot));
        }
        _ = write!(
            svg,
            "<g class=\"{} badge\" data-route=\"{route}\"><circle cx=\"{}\" cy=\"{}\" r=\"8.5\"/><text x=\"{}\" y=\"{}\">{}</text></g>",
            sheet.classes(route),
            px(dot.0),
            px(dot.1),
            px(dot.0),
            px(dot.1 + 4.0),
            place.map_or(String::new(), |place| (place + 1).to_string())
        );
    }
    svg + "</g>"
}
