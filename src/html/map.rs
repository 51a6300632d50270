//! The map: coasts and borders, the network, routes by corridor, crossings and ports with their hours.

use crate::html::earth::{self, Line};
use crate::html::escape::text;
use crate::html::paint::{self, Labels, path, px};
use crate::html::projection::{Dot, View};
use crate::html::sheet::Sheet;
use crate::network::Inner;
use crate::place::NodeKind;
use crate::report::grouped;
use crate::route::Leg;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Pixels from left to right.
const WIDTH: f64 = 1000.0;
/// Height of the strip below the map that tells what the signs mean.
const STRIP: f64 = 64.0;
/// Marks beyond this order have no name beside them: those of routes far down the table.
const LABELLED: usize = 3 * 9;
/// Pixels beyond the edge to which lines are kept.
const EDGE: f64 = 20.0;

/// The courses of links, each looked up or drawn once.
struct Courses<'a> {
    inner: &'a Inner,
    view: View,
    drawn: Vec<OnceCell<Vec<Vec<Dot>>>>,
}

impl<'a> Courses<'a> {
    fn new(inner: &'a Inner, view: View) -> Courses<'a> {
        Courses { inner, view, drawn: vec![OnceCell::new(); inner.links.len()] }
    }

    /// Where a link runs from its first place to its second; on the great circle where nothing better is known.
    fn of(&self, link: u32) -> Vec<Line> {
        let link = &self.inner.links[link as usize];
        let place = |node: u32| {
            let node = &self.inner.nodes[node as usize];
            (node.lon, node.lat)
        };
        let (from, to) = (place(link.from), place(link.to));
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 2.0;
        // A network of the user's own may give the same id to another link.
        let known = earth::course(&link.id).filter(|lines| match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => {
                first.first().is_some_and(|at| near(*at, from)) && last.last().is_some_and(|at| near(*at, to))
            }
            _ => false,
        });
        known.map_or_else(|| vec![earth::great_circle(from, to)], <[Line]>::to_vec)
    }

    /// The same in pixels, in the direction of travel.
    fn dots(&self, link: u32, forward: bool) -> Vec<Vec<Dot>> {
        let dots = |line: &Line| line.iter().filter_map(|at| self.view.dot(*at)).collect::<Vec<Dot>>();
        let draw = || self.of(link).iter().map(dots).collect::<Vec<Vec<Dot>>>();
        let mut lines = self.drawn[link as usize].get_or_init(draw).clone();
        if !forward {
            lines.reverse();
            lines.iter_mut().for_each(|line| line.reverse());
        }
        lines
    }
}

/// One route on paper: its links in the direction of travel.
fn steps(sheet: &Sheet<'_>, route: usize) -> Vec<(u32, bool)> {
    let (inner, open) = (sheet.trip.inner(), sheet.trip.open());
    let step = |arc: &u32| {
        let link = open.graph.link(*arc);
        (link, inner.links[link as usize].from == open.state(open.graph.tail(*arc)).0)
    };
    sheet.held.paths[route].arcs().iter().map(step).collect()
}

/// Pieces of a line near the picture.
fn shown(view: &View, line: &[Dot]) -> Vec<Vec<Dot>> {
    let mut pieces: Vec<Vec<Dot>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let inside = view.shows(pair[0], EDGE) || view.shows(pair[1], EDGE) || crosses(view, pair[0], pair[1]);
        match pieces.last_mut().filter(|_| open && inside) {
            Some(piece) => piece.push(pair[1]),
            None if inside => pieces.push(pair.to_vec()),
            None => {}
        }
        open = inside;
    }
    pieces
}

/// Whether a long step may cross the picture although both its ends lie beside it.
fn crosses(view: &View, a: Dot, b: Dot) -> bool {
    let apart = |a: f64, b: f64, most: f64| (a < -EDGE && b < -EDGE) || (a > most + EDGE && b > most + EDGE);
    !apart(a.0, b.0, view.width) && !apart(a.1, b.1, view.height)
}

/// A ring cut at the edges of the picture (Sutherland and Hodgman 1974).
fn cut(view: &View, ring: Vec<Dot>) -> Vec<Dot> {
    let sides: [&dyn Fn(Dot) -> f64; 4] =
        [&|at| at.0 + EDGE, &|at| view.width + EDGE - at.0, &|at| at.1 + EDGE, &|at| view.height + EDGE - at.1];
    sides.into_iter().fold(ring, |ring, inside| {
        let mut kept = Vec::with_capacity(ring.len());
        for (i, to) in ring.iter().enumerate() {
            let from = ring[if i == 0 { ring.len() - 1 } else { i - 1 }];
            let (a, b) = (inside(from), inside(*to));
            if (a < 0.0) != (b < 0.0) {
                let part = a / (a - b);
                kept.push((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)));
            }
            if b >= 0.0 {
                kept.push(*to);
            }
        }
        kept
    })
}

/// What is drawn at one point.
struct Mark {
    dot: Dot,
    name: String,
    words: String,
    kind: Kind,
    /// Smaller is labelled earlier.
    order: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Crossing,
    Shut,
    Port,
    Place,
}

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
    let badges = badges(sheet, &courses, &every, &mut labels);
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
    for (code, at) in &earth::earth().names {
        let country = sheet.trip.inner().countries.iter().find(|country| country.id == *code);
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

/// Crossings on the routes, ports where they change ships, what is closed, the ends of the trip and places where freight is handled.
fn marks(sheet: &Sheet<'_>, view: &View) -> Vec<Mark> {
    let inner = sheet.trip.inner();
    let mut marks: Vec<Mark> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for node in sheet.ends() {
        if let Some(dot) = view.dot((node.lon, node.lat)) {
            known.insert(node.name.clone());
            marks.push(Mark { dot, name: node.name.clone(), words: node.name.clone(), kind: Kind::Place, order: 0 });
        }
    }
    let shown: Vec<usize> = sheet.rows.iter().map(|row| row.route).collect();
    let others = (0..sheet.routes.len()).filter(|route| !shown.contains(route));
    let mut hours: BTreeMap<&str, (usize, String, String)> = BTreeMap::new();
    for (rank, route) in shown.iter().copied().chain(others).enumerate() {
        for border in sheet.routes[route].borders() {
            let Some(id) = border.crossing() else { continue };
            let words = format!(
                "{}: {:.0} h, {} US$ at both posts",
                border.name(),
                border.time().value(),
                grouped(border.fee().value())
            );
            let name = format!("{} {:.0} h", border.name(), border.time().value());
            hours.entry(id).or_insert((rank, name.replace(" NaN h", ""), words));
        }
    }
    let blocking: Vec<&str> =
        sheet.ranking.blocked().iter().flat_map(|blocked| blocked.obstacles()).map(|obstacle| obstacle.id()).collect();
    for (index, crossing) in (0u16..).zip(inner.crossings.iter()) {
        let status = crossing.record.status(inner.month);
        let posts: Vec<(f64, f64)> = crossing
            .posts
            .iter()
            .filter_map(|post| post.place)
            .chain(inner.links.iter().filter(|link| link.crossing == Some(index)).flat_map(|link| [link.from, link.to]))
            .map(|node| (inner.nodes[node as usize].lon, inner.nodes[node as usize].lat))
            .take(2)
            .collect();
        let middle = |of: fn(&(f64, f64)) -> f64| posts.iter().map(of).sum::<f64>() / posts.len().max(1) as f64;
        let Some(dot) = view.dot((middle(|at| at.0), middle(|at| at.1))) else { continue };
        if posts.is_empty() || !view.shows(dot, -6.0) {
            continue;
        }
        let opening = crossing.opening_hours.as_ref().map_or(String::new(), |hours| format!("; open {hours}"));
        match hours.get(crossing.id.as_str()) {
            _ if !status.is_open() => {
                let words = inner.obstacle(&crossing.id, crossing.name.clone(), Some(&crossing.record)).to_string();
                let order = if blocking.contains(&crossing.id.as_str()) { 3 } else { LABELLED };
                marks.push(Mark { dot, name: crossing.name.clone(), words, kind: Kind::Shut, order });
            }
            Some((rank, name, words)) => {
                let order = 1 + rank * 3;
                marks.push(Mark {
                    dot,
                    name: name.clone(),
                    words: words.clone() + &opening,
                    kind: Kind::Crossing,
                    order,
                });
            }
            None => {}
        }
    }
    for (rank, route) in shown.iter().enumerate() {
        for transfer in sheet.routes[*route].transfers() {
            let node = inner.nodes.iter().find(|node| node.name == transfer.place());
            let Some((node, dot)) = node.and_then(|node| Some((node, view.dot((node.lon, node.lat))?))) else {
                continue;
            };
            if !known.insert(node.name.clone()) {
                continue;
            }
            let port = node.kind == NodeKind::Seaport;
            let clearance = node.port.as_ref().and_then(|post| post.hours(crate::crossing::Direction::Inbound));
            let clearance =
                clearance.map_or(String::new(), |hours| format!("; customs of the port {:.0} h", hours.value()));
            let words = format!("{}: {:.0} h of handling{clearance}", node.name, transfer.time().value());
            let kind = if port { Kind::Port } else { Kind::Place };
            marks.push(Mark { dot, name: node.name.clone(), words, kind, order: 2 + rank * 3 });
        }
    }
    marks
}

fn sign(mark: &Mark, svg: &mut String) {
    let (x, y) = mark.dot;
    _ = write!(svg, "<g role=\"img\" aria-label=\"{0}\"><title>{0}</title>", text(&mark.words));
    let diamond =
        |class: &str| format!("<path class=\"{class}\" d=\"M{} {}l4.5 4.5-4.5 4.5-4.5-4.5z\"/>", px(x), px(y - 4.5));
    svg.push_str(&match mark.kind {
        _ if mark.order == 0 => format!("<circle class=\"endpoint\" cx=\"{}\" cy=\"{}\" r=\"6\"/>", px(x), px(y)),
        Kind::Crossing => diamond("crossing"),
        Kind::Shut => {
            diamond("shut")
                + &format!("<path class=\"cross\" d=\"M{} {}l10 10m0-10l-10 10\"/>", px(x - 5.0), px(y - 5.0))
        }
        Kind::Port => {
            format!("<rect class=\"port\" x=\"{}\" y=\"{}\" width=\"8\" height=\"8\"/>", px(x - 4.0), px(y - 4.0))
        }
        Kind::Place => format!("<circle class=\"place\" cx=\"{}\" cy=\"{}\" r=\"2.6\"/>", px(x), px(y)),
    });
    svg.push_str("</g>");
}

/// The number of each route in the ranking, where it runs farthest from the others.
fn badges(sheet: &Sheet<'_>, courses: &Courses<'_>, every: &[Vec<(u32, bool)>], labels: &mut Labels) -> String {
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
        let apart = |dot: &Dot| {
            let others = shown.iter().filter(|other| **other != route).flat_map(|other| &samples[*other]);
            others.map(|other| (other.0 - dot.0).hypot(other.1 - dot.1)).fold(60.0, f64::min)
        };
        let space = |dot: &Dot| [dot.0 - 9.0, dot.1 - 9.0, dot.0 + 9.0, dot.1 + 9.0];
        let place = sheet.place(route);
        // Those that only other weights show need not lie quite as well.
        let few = if place.is_some() { 1 } else { 6 };
        let free = samples[route].iter().step_by(few).filter(|dot| place.is_none() || labels.free(space(dot)));
        let best = free.max_by(|a, b| apart(a).total_cmp(&apart(b))).or(samples[route].get(samples[route].len() / 2));
        let Some(dot) = best.copied() else { continue };
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

/// What the signs mean, and how long 500 km are.
fn legend(view: &View, svg: &mut String) {
    let top = view.height + 20.0;
    let mut x = 12.0;
    let mut put = |svg: &mut String, sign: &str, name: &str| {
        _ = write!(svg, "{sign}<text class=\"key\" x=\"{}\" y=\"{}\">{name}</text>", px(x + 36.0), px(top + 4.0));
        let next = x;
        x += 36.0 + name.chars().count() as f64 * 6.4 + 18.0;
        next
    };
    let mut line_at = 12.0;
    for mode in ["road", "rail", "sea", "ferry"] {
        let id = format!("key-{mode}");
        let ties = if mode == "rail" { format!("<use class=\"ties\" href=\"#{id}\"/>") } else { String::new() };
        let sign = format!(
            "<defs><path id=\"{id}\" d=\"M{} {}l28 0\"/></defs><g class=\"k7 on\"><g class=\"leg {mode}\"><use href=\"#{id}\"/>{ties}</g></g>",
            px(line_at),
            px(top)
        );
        put(svg, &sign, mode);
        line_at += 36.0 + mode.len() as f64 * 6.4 + 18.0;
    }
    for (kind, name) in [
        (Kind::Crossing, "border crossing, hours at both posts"),
        (Kind::Shut, "closed crossing"),
        (Kind::Port, "seaport"),
        (Kind::Place, "handling"),
    ] {
        let mark = Mark { dot: (line_at + 18.0, top), name: String::new(), words: name.to_owned(), kind, order: 1 };
        let mut sign_of = String::new();
        sign(&mark, &mut sign_of);
        put(svg, &sign_of, name);
        line_at += 36.0 + name.chars().count() as f64 * 6.4 + 18.0;
    }
    let km =
        [2000.0, 1000.0, 500.0, 200.0, 100.0, 50.0].into_iter().find(|km| view.pixels(*km) < 150.0).unwrap_or(20.0);
    let long = view.pixels(km);
    _ = write!(
        svg,
        "<path class=\"bar\" d=\"M12 {}v4h{}v-4\"/><text class=\"key\" x=\"{}\" y=\"{y}\">{km} km</text><text class=\"note\" x=\"{}\" y=\"{y}\">Land and borders: \
         Natural Earth (public domain). Borders are shown without taking a side; dashed where they are disputed or undefined.</text>",
        px(top + 25.0),
        px(long),
        px(20.0 + long),
        px(90.0 + long),
        y = px(top + 32.0)
    );
}
