//! Tables of the page: the ranking, the legs of each route, what is closed, sources.

use crate::cost::Criterion::{self, Cost, Time};
use crate::html::escape::text;
use crate::html::sheet::Sheet;
use crate::rank::Obstacle;
use crate::report::{grouped, shown, times};
use crate::route::Route;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Columns of figures: what they are of, the head, and what it means. The script sorts by them.
const COLUMNS: [(Criterion, &str, &str); 6] = [
    (Criterion::Distance, "km", "kilometres"),
    (Time, "days", "days on the way, at borders and in handling"),
    (Cost, "US$", "US$ for one forty-foot container of 20 t"),
    (Criterion::Crossings, "borders", "controlled borders passed"),
    (Criterion::Risk, "risk", "points of exposure"),
    (Criterion::Emissions, "kg CO2e", "kilograms of CO2 equivalent, well to wheel"),
];

fn value(route: &Route, criterion: Criterion) -> String {
    route.value(criterion).map_or_else(|| "-".to_owned(), |value| shown(value, criterion))
}

/// The corridors in order of score.
pub(crate) fn ranking(sheet: &Sheet<'_>) -> String {
    let mut html = String::from(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of corridors\"><table id=\"ranking\"><caption>Corridors by score; a name shows its route in \
         all pictures, a head sorts</caption><thead><tr><th scope=\"col\" aria-sort=\"ascending\"><button type=\"button\" data-sort=\"place\">place</button></th>\
         <th scope=\"col\" class=\"name\">corridor</th>",
    );
    for (number, (_, head, meaning)) in COLUMNS.iter().enumerate() {
        _ = write!(
            html,
            "<th scope=\"col\"><button type=\"button\" data-sort=\"{number}\" title=\"{meaning}\">{head}</button></th>"
        );
    }
    html.push_str("<th scope=\"col\">score</th></tr></thead><tbody>");
    let best = sheet.rows.first().map_or(0, |row| row.score);
    for (place, row) in sheet.rows.iter().enumerate() {
        let (first, pressed) = if place == 0 { (" class=\"chosen\"", "true") } else { ("", "false") };
        _ = write!(
            html,
            "<tr data-route=\"{}\"{first}><td class=\"place\"><span class=\"dot k{}\"></span>{}</td><th scope=\"row\" class=\"name\"><button type=\"button\" \
             aria-pressed=\"{pressed}\">{}</button></th>",
            row.route,
            sheet.row_colour(row),
            place + 1,
            text(&sheet.name(row))
        );
        for (criterion, _, _) in COLUMNS {
            _ = write!(html, "<td>{}</td>", value(&sheet.routes[row.route], criterion));
        }
        _ = write!(html, "<td>{}</td></tr>", times(row.score, best));
    }
    html.push_str("</tbody></table></div>");
    html
}

/// The legs of every route that the page holds; all but those of the first are hidden.
pub(crate) fn legs(sheet: &Sheet<'_>) -> String {
    let mut html = String::from(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Legs\"><table><caption>Legs of the chosen route</caption><thead><tr><th scope=\"col\">by</th>\
         <th scope=\"col\" class=\"name\">from - to</th><th scope=\"col\">km</th><th scope=\"col\">h</th><th scope=\"col\">US$</th></tr></thead>",
    );
    for (number, route) in sheet.routes.iter().enumerate() {
        let hidden = if sheet.place(number) == Some(0) { "" } else { " hidden" };
        _ = write!(html, "<tbody class=\"legs\" data-route=\"{number}\"{hidden}>");
        for leg in route.legs() {
            let figure = |value: f64| if value.is_nan() { "-".to_owned() } else { grouped(value) };
            let mut notes: Vec<String> = Vec::new();
            notes.extend(leg.before.clone());
            if !leg.borders.is_empty() {
                notes.push(format!("borders: {}", leg.borders.join(", ")));
            }
            let notes =
                if notes.is_empty() { String::new() } else { format!(" <small>{}</small>", text(&notes.join("; "))) };
            _ = write!(
                html,
                "<tr><td>{}<td class=\"name\">{} - {}{notes}<td>{}<td>{}<td>{}",
                text(&leg.mode().to_string()),
                text(leg.from()),
                text(leg.to()),
                figure(leg.distance().value()),
                figure(leg.time().value()),
                figure(leg.cost().value())
            );
        }
        _ = write!(html, "<tr class=\"facts\"><td colspan=\"5\">{}</tbody>", facts(route));
    }
    html + "</table></div>"
}

/// What to know of a route beyond its legs.
fn facts(route: &Route) -> String {
    let (low, high) = route.time_range();
    let mut facts: Vec<String> = Vec::new();
    if low < high {
        let (low, high) = (low.days(), high.days());
        facts.push(format!("{low:.1} to {high:.1} days with every border as fast or slow as ever published"));
    }
    let known = [(Time, "time"), (Cost, "cost")].into_iter().filter(|(criterion, _)| route.value(*criterion).is_some());
    let shares: Vec<String> =
        known.map(|(criterion, name)| format!("{:.0} % of {name}", route.estimated_share(criterion) * 100.0)).collect();
    if !shares.is_empty() {
        facts.push(format!("estimated: {}", shares.join(", ")));
    }
    facts.push(format!("countries: {}", route.countries().join(" ")));
    let notes: Vec<String> =
        route.warnings().iter().map(|warning| format!("<li>{}", text(&warning.to_string()))).collect();
    let count = if notes.len() == 1 { "1 note".to_owned() } else { format!("{} notes", notes.len()) };
    let notes = match notes.is_empty() {
        true => String::new(),
        false => {
            format!("<details><summary>{count} before you rely on it</summary><ul>{}</ul></details>", notes.concat())
        }
    };
    format!("{}.{notes}", text(&facts.join("; ")))
}

fn obstacle(sheet: &Sheet<'_>, obstacle: &Obstacle) -> String {
    let mut words = format!("{}: {}", obstacle.name(), obstacle.status());
    if let Some(since) = obstacle.since() {
        _ = write!(words, " since {since}");
    }
    if let Some(source) = obstacle.source().and_then(|id| sheet.trip.inner().sources.iter().find(|s| s.id == id)) {
        _ = write!(words, " ({source})");
    }
    text(&words)
}

/// Corridors that carry no traffic: what is closed, since when, on whose word, and what they would change.
pub(crate) fn closed(sheet: &Sheet<'_>) -> String {
    let blocked = sheet.ranking.blocked();
    if blocked.is_empty() {
        return "<p>Nothing that is closed keeps a corridor from carrying this trip.</p>".to_owned();
    }
    let mut html = String::from(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Closed corridors\"><table><caption>Corridors that are closed, and what they would take if they were \
         open</caption><thead><tr><th scope=\"col\" class=\"name\">corridor, and what is closed</th><th scope=\"col\">km</th><th scope=\"col\">days</th><th \
         scope=\"col\">US$</th><th scope=\"col\">place</th></tr></thead><tbody>",
    );
    for blocked in blocked {
        const NAMED: usize = 4;
        let mut closed: Vec<String> =
            blocked.obstacles().iter().take(NAMED).map(|closed| obstacle(sheet, closed)).collect();
        let more = blocked.obstacles().len().saturating_sub(NAMED);
        closed.extend((more > 0).then(|| format!("and {more} more")));
        let score = sheet.weights.score(blocked.route.cost_vector());
        let place = 1 + sheet.rows.iter().filter(|row| row.score < score).count();
        _ = write!(
            html,
            "<tr><td class=\"name\"><b>{}</b><br><small>{}</small></td><td>{}</td><td>{}</td><td>{}</td><td>would be {place}.</td></tr>",
            text(blocked.name()),
            closed.join("<br>"),
            value(&blocked.route, Criterion::Distance),
            value(&blocked.route, Time),
            value(&blocked.route, Cost)
        );
    }
    html.push_str("</tbody></table></div>");
    html
}

/// The publications behind the figures of all rows, by id.
pub(crate) fn sources(sheet: &Sheet<'_>) -> String {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for row in &sheet.rows {
        for source in sheet.routes[row.route].sources() {
            let name = text(&source.to_string());
            // Only addresses of the web become links: the file may be anyone's.
            let url = source.url().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
            let name =
                url.map_or(name.clone(), |url| format!("<a href=\"{}\" rel=\"noreferrer\">{name}</a>", text(url)));
            all.entry(source.id()).or_insert(name);
        }
    }
    let items: Vec<String> = all.into_iter().map(|(id, name)| format!("<li><b>{}</b> {name}</li>", text(id))).collect();
    format!(
        "<details class=\"sources\"><summary>{} publications behind the figures of these corridors</summary><ul>{}</ul></details>",
        items.len(),
        items.join("")
    )
}
