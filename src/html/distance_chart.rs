//! The time-distance and the cost-distance chart of UNESCAP: kilometres along x, hours or US$ up; a vertical step is a stop.

use crate::account::Station;
use crate::cost::Criterion;
use crate::html::escape::text;
use crate::html::paint::{self, Labels, px, ticks};
use crate::html::sheet::Sheet;
use crate::report::grouped;
use crate::route::Part;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 44.0;
/// Steps labelled on one route at the most.
const LABELLED: usize = 9;

/// What goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Up {
    Days,
    UsDollars,
}

impl Up {
    fn of(self, station: &Station) -> f64 {
        match self {
            Up::Days => station.hours / 24.0,
            Up::UsDollars => station.usd,
        }
    }

    fn criterion(self) -> Criterion {
        match self {
            Up::Days => Criterion::Time,
            Up::UsDollars => Criterion::Cost,
        }
    }
}

/// One line for each corridor; those of the chosen one are labelled.
pub(crate) fn chart(sheet: &Sheet<'_>, up: Up) -> String {
    let (id, name, unit) = match up {
        Up::Days => ("time-chart", "Time and distance", "days"),
        Up::UsDollars => ("cost-chart", "Cost and distance", "US$ per FEU"),
    };
    let best = sheet.rows.first().map_or(String::new(), |row| {
        let stops = stops(&sheet.stations[row.route], up);
        let stops: Vec<String> =
            stops.iter().take(4).map(|stop| format!("{} {}", stop.name, amount(stop.amount, up))).collect();
        format!("; the best route stops longest at {}", stops.join(", "))
    });
    let words = format!("How {unit} add up along the kilometres of each corridor; vertical steps are stops{best}.");
    let mut svg = paint::opening(id, (WIDTH, HEIGHT), &format!("{name}: {}", sheet.title()), &words);
    _ = write!(svg, "<rect class=\"strip\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>");
    if !sheet.trip.inner().covered[up.criterion() as usize] {
        _ = write!(svg, "<text x=\"20\" y=\"40\">The network has no figures for this.</text></svg>");
        return svg;
    }
    // Routes that are far longer than the others are cut at the edge.
    let last = |route: usize| sheet.stations[route].last();
    let most = |of: &dyn Fn(&Station) -> f64| {
        sheet.near().filter_map(|row| last(row.route)).map(of).fold(0.0, f64::max).max(1e-9) * 1.12
    };
    let (km, high) = (most(&|at| at.km), most(&|at| up.of(at)));
    let up_to = |most: f64| ticks(most, 6.0).into_iter().filter(move |tick| *tick <= most).collect::<Vec<f64>>();
    let (right, top) = (up_to(km), up_to(high));
    let x = |km_at: f64| LEFT + km_at / km * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| HEIGHT - BOTTOM - value / high * (HEIGHT - TOP - BOTTOM);
    axes(&mut svg, (&right, &x), (&top, &y), unit);
    let mut order: Vec<usize> = (0..sheet.routes.len()).collect();
    order.sort_by_key(|route| std::cmp::Reverse(sheet.place(*route).map_or(usize::MAX, |place| place)));
    let mut ends = Labels::default();
    let mut badges = String::new();
    let by_rank = order.iter().rev().copied();
    for route in by_rank {
        // Where it ends, or leaves the picture.
        let inside = |at: &&Station| at.km <= km && up.of(at) <= high;
        let Some(end) = sheet.stations[route].iter().take_while(inside).last() else { continue };
        let place = sheet.place(route);
        // Side by side where several corridors end at nearly the same point.
        let mut at = (x(end.km).min(WIDTH - 12.0), y(up.of(end)).max(12.0));
        let space = |at: (f64, f64)| [at.0 - 8.5, at.1 - 8.5, at.0 + 8.5, at.1 + 8.5];
        for (dx, dy) in [
            (0.0, 0.0),
            (0.0, -18.0),
            (0.0, 18.0),
            (-18.0, 0.0),
            (-18.0, -18.0),
            (-18.0, 18.0),
            (0.0, -36.0),
            (-36.0, 0.0),
        ] {
            let moved = (at.0 + dx, at.1 + dy);
            if place.is_none() || (ends.free(space(moved)) && moved.1 > 12.0) {
                at = moved;
                break;
            }
        }
        if place.is_some() {
            ends.keep(space(at));
        }
        _ = write!(
            badges,
            "<g class=\"{} badge\" data-route=\"{route}\"><circle cx=\"{}\" cy=\"{}\" r=\"8\"/><text x=\"{}\" y=\"{}\">{}</text></g>",
            sheet.classes(route),
            px(at.0),
            px(at.1),
            px(at.0),
            px(at.1 + 4.0),
            place.map_or(String::new(), |place| (place + 1).to_string())
        );
    }
    let frame = format!("{id}-frame");
    _ = write!(
        svg,
        "<clipPath id=\"{frame}\"><rect x=\"{LEFT}\" width=\"{}\" height=\"{}\"/></clipPath><g clip-path=\"url(#{frame})\">",
        WIDTH - LEFT,
        HEIGHT - BOTTOM
    );
    for route in order {
        _ = write!(svg, "<g class=\"{}\" data-route=\"{route}\"><path class=\"course\" d=\"", sheet.classes(route));
        let dots: Vec<(f64, f64)> = sheet.stations[route].iter().map(|at| (x(at.km), y(up.of(at)))).collect();
        paint::path(&dots, &mut svg);
        svg.push_str("\"/>");
        labels(&mut svg, &sheet.stations[route], up, &x, &y);
        svg.push_str("</g>");
    }
    _ = write!(svg, "</g><g aria-hidden=\"true\">{badges}</g></svg>");
    svg
}

type Scale<'a> = &'a dyn Fn(f64) -> f64;

fn axes(svg: &mut String, (right, x): (&[f64], Scale<'_>), (top, y): (&[f64], Scale<'_>), unit: &str) {
    let number = |value: &f64| if value.fract() == 0.0 { grouped(*value) } else { format!("{value}") };
    for tick in top {
        let at = px(y(*tick));
        _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {at}H{}\"/><text class=\"tick\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 7.0,
            px(y(*tick) + 4.0),
            number(tick)
        );
    }
    for tick in right {
        _ = write!(
            svg,
            "<text class=\"tick\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
            px(x(*tick)),
            HEIGHT - BOTTOM + 17.0,
            number(tick)
        );
    }
    _ = write!(
        svg,
        "<path class=\"axis\" d=\"M{LEFT} {TOP}V{}H{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\">{unit}</text><text class=\"tick\" text-anchor=\"end\" x=\"{}\" \
         y=\"{}\">km from the start</text>",
        HEIGHT - BOTTOM,
        WIDTH - RIGHT,
        8.0,
        TOP - 14.0,
        WIDTH - RIGHT,
        HEIGHT - 9.0
    );
}

/// A vertical step.
struct Stop<'a> {
    name: &'a str,
    km: f64,
    from: f64,
    amount: f64,
    border: bool,
}

/// The stops of a route, those with the largest step first; what follows at the same point is one stop.
fn stops(stations: &[Station], up: Up) -> Vec<Stop<'_>> {
    let mut stops: Vec<Stop<'_>> = Vec::new();
    for pair in stations.windows(2) {
        let Some((name, part)) = &pair[1].stop else { continue };
        let amount = up.of(&pair[1]) - up.of(&pair[0]);
        match stops.last_mut().filter(|stop| stop.name == name && stop.km == pair[1].km) {
            Some(stop) => stop.amount += amount,
            None => {
                stops.push(Stop { name, km: pair[1].km, from: up.of(&pair[0]), amount, border: *part == Part::Border })
            }
        }
    }
    stops.retain(|stop| stop.amount > 0.0);
    stops.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    stops
}

fn amount(amount: f64, up: Up) -> String {
    match up {
        Up::Days => Sheet::span(amount * 24.0),
        Up::UsDollars => format!("{} US$", grouped(amount)),
    }
}

/// The names of stops, to the left of their steps: a line that rises leaves that side free.
fn labels(svg: &mut String, stations: &[Station], up: Up, x: Scale<'_>, y: Scale<'_>) {
    svg.push_str("<g class=\"stops\" aria-hidden=\"true\">");
    let mut labels = Labels::default();
    let mut placed = 0;
    for stop in stops(stations, up) {
        let (at, middle) = (x(stop.km), y(stop.from + stop.amount / 2.0));
        if stop.border {
            _ = write!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"3\"/>", px(at), px(middle));
        }
        let words = format!("{} {}", stop.name, amount(stop.amount, up));
        let long = words.chars().count() as f64 * 6.1;
        let heights = [0.0, -9.0, 9.0, -16.0, 16.0, -24.0].map(|shift| middle + 4.0 + shift);
        let sides = heights.iter().flat_map(|y| [("end", at - 7.0 - long, *y), ("start", at + 7.0, *y)]);
        // Right of a step lies what comes next, so only above nothing of it: the last resort.
        let mut sides: Vec<(&str, f64, f64)> = sides.collect();
        sides.sort_by_key(|side| side.0 == "start");
        let free = sides.into_iter().find(|(_, left, y)| {
            let all = [*left, y - 10.0, left + long, y + 3.0];
            *left > LEFT + 2.0 && left + long < WIDTH - 2.0 && labels.free(all)
        });
        let Some((anchor, left, y)) = free.filter(|_| placed < LABELLED) else { continue };
        labels.keep([left, y - 10.0, left + long, y + 3.0]);
        placed += 1;
        let at = if anchor == "end" { left + long } else { left };
        _ = write!(
            svg,
            "<text{} x=\"{}\" y=\"{}\">{}</text>",
            if anchor == "end" { "" } else { " class=\"r\"" },
            px(at),
            px(y),
            text(&words)
        );
    }
    svg.push_str("</g>");
}
