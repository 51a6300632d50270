//! The indicators of the field (CAREC's CPMM) for each corridor, beside those that were published.

use crate::html::escape::text;
use crate::html::sheet::Sheet;
use crate::indicators::measured::Indicators;
use crate::indicators::published::PublishedIndicators;
use crate::report::grouped;
use std::fmt::Write;

const HEADS: [(&str, &str); 5] = [
    ("TFI1 h", "hours at a border, both posts together"),
    ("TFI2 US$", "US$ at a border, both posts together"),
    ("TFI3 US$", "US$ for 500 km and 20 t"),
    ("SWD km/h", "speed with borders and stops"),
    ("SWOD km/h", "speed without them"),
];

/// One row for each corridor of the ranking, then the published averages; nothing where the network has neither.
pub(crate) fn table(sheet: &Sheet<'_>) -> String {
    let network = sheet.trip.planner.network();
    let mut html = String::from(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Indicators\"><table><caption>CAREC's indicators (CPMM), computed and published</caption><thead><tr>\
         <th scope=\"col\" class=\"name\">corridor</th>",
    );
    for (head, meaning) in HEADS {
        _ = write!(html, "<th scope=\"col\" title=\"{meaning}\">{head}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    for (place, row) in (1..).zip(&sheet.rows) {
        let name = format!("{place}. {}", sheet.name(row));
        push(&mut html, &name, "", computed(&sheet.routes[row.route].indicators()));
    }
    for set in network.published_indicators_now() {
        let name = format!("{} {}, {}: published average", set.programme(), set.year(), set.mode());
        push(&mut html, &name, " class=\"facts\"", published(set));
    }
    html + "</tbody></table></div><p class=\"facts\">TFI1 and TFI2: hours and US$ at a border, ours of both posts together, the published ones of each post by itself; TFI3: US$ for 500 km \
            and 20 t; SWD, SWOD: km/h with and without borders and stops.</p>"
}

fn push(html: &mut String, name: &str, class: &str, values: [Option<f64>; 5]) {
    _ = write!(html, "<tr{class}><th scope=\"row\" class=\"name\">{}</th>", text(name));
    for (column, value) in values.into_iter().enumerate() {
        let value = match value {
            None => "-".to_owned(),
            Some(money) if column == 1 || column == 2 => grouped(money),
            Some(other) => format!("{other:.1}"),
        };
        _ = write!(html, "<td>{value}</td>");
    }
    html.push_str("</tr>");
}

fn computed(of: &Indicators) -> [Option<f64>; 5] {
    let (hours, fees, cost) = (of.tfi1(), of.tfi2(), of.tfi3());
    [hours.map(|h| h.value()), fees.map(|m| m.value()), cost.map(|m| m.value()), of.swd(), of.swod()]
}

fn published(of: &PublishedIndicators) -> [Option<f64>; 5] {
    [of.tfi1(), of.tfi2(), of.tfi3(), of.swd(), of.swod()]
}
