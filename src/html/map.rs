//! The map: coasts and borders, the network, routes by corridor, crossings and ports with their hours.

use crate::html::badges;
use crate::html::courses::{Courses, crosses, cut, shown, steps};
use crate::html::earth;
use crate::html::escape::text;
use crate::html::marks::{Kind, LABELLED, legend, marks, sign};
use crate::html::paint::{self, Labels, path, px};
use crate::html::projection::{Dot, View};
use crate::html::sheet::Sheet;
use crate::report::grouped;
use crate::route::Leg;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Pixels from left to right.
const WIDTH: f64 = 1000.0;
/// Height of the strip below the map that tells what the signs mean.
const STRIP: f64 = 64.0;

/// The map as an `svg` element.
pub(crate) fn map(sheet: &Sheet<'_>) -> String {
    let inner = sheet.trip.inner();
    let every: Vec<Vec<(u32, bool)>> = (0..sheet.routes.len()).map(|route| steps(sheet, route)).collect();
    let ends = sheet.ends().map(|node| (node.lon, node.lat));
    let blank = Courses::new(inner, View::of(&[], WIDTH));
    let mut extent: Vec<(f64, f64)> = ends.to_vec();
    for row in sheet.near() {
        every[row.route].iter().for_each(|(link, _)| extent.extend(blank.of(*link).into_iter().flatten()));
    }
    let view = View::of(&extent, WIDTH);
    let courses = Courses::new(inner, view);
    let size = (WIDTH, view.height + STRIP);
    let best = sheet.rows.first().map_or("no open route".to_owned(), |row| sheet.name(row));
    let words = format!(
        "The open routes of {} corridors; the best, {best}, is drawn thick. The table of corridors and the table of legs tell the same in words.",
        sheet.rows.len()
    );
    let mut svg = paint::opening("map", size, &format!("Map: {}", sheet.title()), &words);
    _ = write!(
        svg,
        "<clipPath id=\"frame\"><rect width=\"{WIDTH}\" height=\"{h}\"/></clipPath><rect class=\"strip\" width=\"{WIDTH}\" height=\"{}\"/>\
         <g clip-path=\"url(#frame)\"><rect class=\"sea\" width=\"{WIDTH}\" height=\"{h}\"/>",
        px(size.1),
        h = px(view.height)
    );
    ground(&view, &mut svg);
    let used: BTreeSet<u32> = every.iter().flatten().map(|(link, _)| *link).collect();
    let mut net = String::new();
    for index in 0..inner.links.len() as u32 {
        let link = &inner.links[index as usize];
        if !used.contains(&index) && !link.mode.is_afloat() && inner.status(link).is_open() {
            let dots = courses.dots(index, true);
            dots.iter().flat_map(|line| shown(&view, line)).for_each(|piece| path(&piece, &mut net));
        }
    }
    _ = write!(svg, "<path class=\"net\" d=\"{net}\"/>");
    let mut labels = Labels::default();
    let mut marks = marks(sheet, &view);
    marks.iter().filter(|mark| mark.kind != Kind::Place || mark.order == 0).for_each(|mark| {
        labels.keep([mark.dot.0 - 6.0, mark.dot.1 - 6.0, mark.dot.0 + 6.0, mark.dot.1 + 6.0]);
    });
    // The best on top, so last; routes that only other weights show are hidden until then.
    let mut order: Vec<usize> = (0..sheet.routes.len()).collect();
    order.sort_by_key(|route| std::cmp::Reverse(sheet.place(*route).map_or(usize::MAX, |place| place)));
    let (mut shapes, mut defs, mut groups) = (Shapes::new(), String::new(), String::new());
    for route in order {
        self::route(sheet, &courses, route, &every[route], (&mut shapes, &mut defs, &mut groups));
    }
    _ = write!(svg, "<defs>{defs}</defs><g id=\"routes\">{groups}</g>");
    let badges = badges::badges(sheet, &courses, &every, &mut labels);
    marks.sort_by_key(|mark| mark.order);
    let mut signs = String::new();
    let mut names = String::new();
    for mark in &marks {
        sign(mark, &mut signs);
        let size = if mark.order == 0 { 14.0 } else { 11.5 };
        if mark.order > LABELLED {
            continue;
        }
        if let Some((anchor, x, y)) = labels.place(mark.dot, 8.0, &mark.name, size, (view.width, view.height)) {
            let class = match mark.kind {
                _ if mark.order == 0 => "halo end",
                Kind::Shut => "halo shutname",
                _ => "halo",
            };
            _ = write!(
                names,
                "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{}\" y=\"{}\">{}</text>",
                px(x),
                px(y),
                text(&mark.name)
            );
        }
    }
    svg.push_str(&country_names(sheet, &view, &mut labels));
    _ = write!(svg, "<g id=\"signs\">{signs}</g><g aria-hidden=\"true\">{names}</g>{badges}</g>");
    legend(&view, &mut svg);
    svg + "</svg>"
}

/// Coasts and borders.
fn ground(view: &View, svg: &mut String) {
    let earth = earth::earth();
    let mut land = String::new();
    for ring in &earth.land {
        let dots: Vec<Dot> = ring.iter().filter_map(|at| view.dot(*at)).collect();
        // A ring that reaches the far side of the globe is not drawn.
        let near = dots.len() == ring.len() && dots.windows(2).any(|pair| crosses(view, pair[0], pair[1]));
        let cut = if near { cut(view, dots) } else { Vec::new() };
        if cut.len() > 2 {
            path(&cut, &mut land);
            land.push('z');
        }
    }
    _ = write!(svg, "<path class=\"land\" d=\"{land}\"/>");
    for (class, lines) in [("border", &earth.borders), ("disputed", &earth.disputed)] {
        let mut data = String::new();
        for line in lines {
            let dots: Vec<Dot> = line.iter().filter_map(|at| view.dot(*at)).collect();
            shown(view, &dots).iter().for_each(|piece| path(piece, &mut data));
        }
        _ = write!(svg, "<path class=\"{class}\" d=\"{data}\"/>");
    }
}

fn country_names(sheet: &Sheet<'_>, view: &View, labels: &mut Labels) -> String {
    let mut names = String::from("<g aria-hidden=\"true\">");
    let inner = sheet.trip.inner();
    for (code, at) in &earth::earth().names {
        let country = inner.countries.iter().position(|country| country.id == *code);
        // Countries that only have a hazard are no part of the network that is drawn.
        let has_places = |country: &usize| inner.nodes.iter().any(|node| usize::from(node.country) == *country);
        let country = country.filter(has_places).map(|country| &inner.countries[country]);
        let (Some(country), Some(dot)) = (country, view.dot(*at)) else { continue };
        let name = country.name.to_uppercase();
        let half = name.chars().count() as f64 * 4.2;
        let space = |dot: Dot| [dot.0 - half, dot.1 - 9.0, dot.0 + half, dot.1 + 3.0];
        let free = |dot: &Dot| {
            let all = space(*dot);
            view.shows(*dot, -12.0) && all[0] > 0.0 && all[2] < view.width && labels.free(all)
        };
        let shifts = [(0.0, 0.0), (0.0, -22.0), (0.0, 22.0), (-40.0, 0.0), (40.0, 0.0), (0.0, -44.0), (0.0, 44.0)];
        if let Some(dot) = shifts.map(|(x, y)| (dot.0 + x, dot.1 + y)).into_iter().find(free) {
            labels.keep(space(dot));
            _ = write!(
                names,
                "<text class=\"country halo\" x=\"{}\" y=\"{}\">{}</text>",
                px(dot.0),
                px(dot.1),
                text(&name)
            );
        }
    }
    names + "</g>"
}

/// What a leg is, in one line.
pub(crate) fn leg_words(leg: &Leg) -> String {
    let way = format!("{}, {} to {}: ", leg.mode(), leg.from(), leg.to());
    let figures = format!(
        "{} km, {:.0} h, {} US$",
        grouped(leg.distance().value()),
        leg.time().value(),
        grouped(leg.cost().value())
    );
    let before = leg.before.as_ref().map_or(String::new(), |before| format!("; before it {before}"));
    let borders = if leg.borders.is_empty() { String::new() } else { format!("; borders: {}", leg.borders.join(", ")) };
    way + &figures.replace("NaN", "-") + &before + &borders
}

/// The shapes of legs that are drawn, by their links: many routes share them.
type Shapes = BTreeMap<Vec<(u32, bool)>, usize>;

/// The legs of one route.
fn route(
    sheet: &Sheet<'_>,
    courses: &Courses<'_>,
    route: usize,
    steps: &[(u32, bool)],
    (shapes, defs, svg): (&mut Shapes, &mut String, &mut String),
) {
    _ = write!(svg, "<g class=\"{}\" data-route=\"{route}\">", sheet.classes(route));
    let mut at = 0;
    for leg in sheet.routes[route].legs() {
        let links = steps.iter().skip(at).take(leg.links().len()).copied().collect::<Vec<(u32, bool)>>();
        at += links.len();
        let new = shapes.len();
        let shape = *shapes.entry(links).or_insert_with_key(|links| {
            _ = write!(defs, "<path id=\"s{new}\" d=\"{}\"/>", shape(courses, links));
            new
        });
        let mode = leg.mode().name();
        // What only other weights show gets its words from the table when it is shown.
        let words = match sheet.place(route) {
            Some(_) => format!("<title>{}</title>", text(&leg_words(leg))),
            None => String::new(),
        };
        _ = write!(
            svg,
            "<g class=\"leg {mode}\" role=\"img\">{words}<use class=\"case\" href=\"#s{shape}\"/><use href=\"#s{shape}\"/>"
        );
        if mode == "rail" {
            _ = write!(svg, "<use class=\"ties\" href=\"#s{shape}\"/>");
        }
        svg.push_str("</g>");
    }
    svg.push_str("</g>");
}

/// The path data of some links, joined where they meet.
fn shape(courses: &Courses<'_>, links: &[(u32, bool)]) -> String {
    let mut pieces: Vec<Vec<Dot>> = Vec::new();
    for line in links.iter().flat_map(|(link, forward)| courses.dots(*link, *forward)) {
        let end = pieces.last().and_then(|piece| piece.last().copied());
        let joined = end.zip(line.first()).is_some_and(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1) < 4.0);
        match pieces.last_mut().filter(|_| joined) {
            Some(piece) => piece.extend(line),
            None => pieces.push(line),
        }
    }
    let mut data = String::new();
    pieces.iter().flat_map(|line| shown(&courses.view, line)).for_each(|piece| path(&piece, &mut data));
    data
}
