//! Time against money: the routes that no other beats on both, and where each corridor stands.

use crate::cost::Criterion::{Cost, Time};
use crate::html::escape::text;
use crate::html::paint::{self, Labels, px};
use crate::html::sheet::Sheet;
use crate::report::grouped;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 66.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 44.0;

/// A scatter of days and US$; empty without figures for both.
pub(crate) fn plot(sheet: &Sheet<'_>) -> String {
    let front: Vec<(f64, f64)> = sheet.front.costs().map(|cost| (cost.value(Time) / 24.0, cost.value(Cost))).collect();
    let words = format!(
        "Days and US$ of the {} routes that no other route beats on both, and of the best route of each corridor by the weights, by its number in the table.",
        front.len()
    );
    let mut svg =
        paint::opening("front-plot", (WIDTH, HEIGHT), &format!("Time against money: {}", sheet.title()), &words);
    _ = write!(svg, "<rect class=\"strip\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>");
    if front.is_empty() {
        svg.push_str("<text x=\"20\" y=\"40\">The network has no figures for both.</text></svg>");
        return svg;
    }
    let at = |route: usize| {
        let cost = sheet.held.paths[route].cost();
        (cost.value(Time) / 24.0, cost.value(Cost))
    };
    let corridors: Vec<(f64, f64)> = sheet.rows.iter().map(|row| at(row.route)).collect();
    // The far end of the front is long; what no corridor comes near is cut.
    let most = |of: fn(&(f64, f64)) -> f64| corridors.iter().map(of).fold(0.0, f64::max) * 1.06;
    let least = |of: fn(&(f64, f64)) -> f64| corridors.iter().chain(&front).map(of).fold(f64::MAX, f64::min) * 0.94;
    let (days, usd) = ((least(|p| p.0), most(|p| p.0)), (least(|p| p.1), most(|p| p.1)));
    let span = |(low, high): (f64, f64)| (high - low).max(1e-9);
    let x = |value: f64| LEFT + (value - days.0) / span(days) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| HEIGHT - BOTTOM - (value - usd.0) / span(usd) * (HEIGHT - TOP - BOTTOM);
    for tick in ticks_between(usd) {
        _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {}H{}\"/><text class=\"tick\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text>",
            px(y(tick)),
            WIDTH - RIGHT,
            LEFT - 7.0,
            px(y(tick) + 4.0),
            grouped(tick)
        );
    }
    for tick in ticks_between(days) {
        _ = write!(
            svg,
            "<text class=\"tick\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{tick}</text>",
            px(x(tick)),
            HEIGHT - BOTTOM + 17.0
        );
    }
    _ = write!(
        svg,
        "<path class=\"axis\" d=\"M{LEFT} {TOP}V{b}H{r}\"/><text class=\"tick\" x=\"8\" y=\"{}\">US$ per FEU</text><text class=\"tick\" text-anchor=\"end\" x=\"{r}\" \
         y=\"{}\">days</text>",
        TOP - 14.0,
        HEIGHT - 9.0,
        b = HEIGHT - BOTTOM,
        r = WIDTH - RIGHT
    );
    let inside = |(d, u): &&(f64, f64)| (days.0..=days.1).contains(d) && (usd.0..=usd.1).contains(u);
    // By days, dearer ones are faster: a staircase that nothing lies below.
    let mut steps: Vec<(f64, f64)> = front.iter().filter(inside).copied().collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut line = String::new();
    let corners: Vec<(f64, f64)> =
        steps.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1), pair[1]]).collect();
    paint::path(&corners.iter().map(|(d, u)| (x(*d), y(*u))).collect::<Vec<_>>(), &mut line);
    if !line.is_empty() {
        _ = write!(svg, "<path class=\"frontline\" d=\"{line}\"/>");
    }
    for (d, u) in &steps {
        _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"3\"><title>{d:.1} days, {} US$: no route is faster and cheaper</title></circle>",
            px(x(*d)),
            px(y(*u)),
            grouped(*u)
        );
    }
    let mut labels = Labels::default();
    let mut order: Vec<usize> = (0..sheet.routes.len()).collect();
    order.sort_by_key(|route| sheet.place(*route).unwrap_or(usize::MAX));
    let mut groups: Vec<String> = Vec::new();
    for route in order {
        let here = at(route);
        if !inside(&&here) {
            continue;
        }
        let dot = (x(here.0), y(here.1));
        let space = |dot: (f64, f64)| [dot.0 - 8.5, dot.1 - 8.5, dot.0 + 8.5, dot.1 + 8.5];
        let place = sheet.place(route);
        let shifts =
            [(0.0, 0.0), (0.0, -17.0), (17.0, 0.0), (0.0, 17.0), (-17.0, 0.0), (17.0, -17.0), (34.0, 0.0), (0.0, 34.0)];
        let moved = shifts.map(|(dx, dy)| (dot.0 + dx, dot.1 + dy));
        let badge = moved.into_iter().find(|dot| place.is_none() || labels.free(space(*dot))).unwrap_or(dot);
        if place.is_some() {
            labels.keep(space(badge));
        }
        let name = place.map_or(String::new(), |place| sheet.name(&sheet.rows[place]));
        groups.push(format!(
            "<g class=\"{} badge\" data-route=\"{route}\"><title>{}: {:.1} days, {} US$</title><path class=\"axis\" d=\"M{} {}L{} {}\"/><circle cx=\"{}\" cy=\"{}\" \
             r=\"8\"/><text x=\"{}\" y=\"{}\">{}</text></g>",
            sheet.classes(route),
            text(&name),
            here.0,
            grouped(here.1),
            px(dot.0),
            px(dot.1),
            px(badge.0),
            px(badge.1),
            px(badge.0),
            px(badge.1),
            px(badge.0),
            px(badge.1 + 4.0),
            place.map_or(String::new(), |place| (place + 1).to_string())
        ));
    }
    groups.iter().rev().for_each(|group| svg.push_str(group));
    svg + "</svg>"
}

/// Round numbers between two, some five of them.
fn ticks_between((low, high): (f64, f64)) -> Vec<f64> {
    let steps = paint::ticks(high - low, 5.0);
    let step = steps.get(1).copied().unwrap_or(1.0);
    let first = (low / step).ceil() as i64;
    (first..=(high / step).floor() as i64).map(|tick| tick as f64 * step).collect()
}
