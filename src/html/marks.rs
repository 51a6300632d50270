//! Signs on the map: crossings with their hours, what is closed, ports, places where freight is handled; and what they mean.

use crate::html::escape::text;
use crate::html::paint::px;
use crate::html::projection::{Dot, View};
use crate::html::sheet::Sheet;
use crate::place::NodeKind;
use crate::report::grouped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Marks beyond this order have no name beside them: those of routes far down the table.
pub(crate) const LABELLED: usize = 3 * 9;

/// What is drawn at one point.
pub(crate) struct Mark {
    pub(crate) dot: Dot,
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) kind: Kind,
    /// Smaller is labelled earlier.
    pub(crate) order: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Crossing,
    Shut,
    Port,
    Place,
}

/// Crossings on the routes, ports where they change ships, what is closed, the ends of the trip and places where freight is handled.
pub(crate) fn marks(sheet: &Sheet<'_>, view: &View) -> Vec<Mark> {
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

pub(crate) fn sign(mark: &Mark, svg: &mut String) {
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

/// What the signs mean, and how long 500 km are.
pub(crate) fn legend(view: &View, svg: &mut String) {
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
