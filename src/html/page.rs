//! The page: everything of a report in one file, in the order in which people ask.

use crate::contest::SENSELESS;
use crate::cost::Criterion;
use crate::html::distance_chart::{self, Up};
use crate::html::escape::text;
use crate::html::sheet::Sheet;
use crate::html::{front_plot, indicator_table, map, paint, script_data, tables, waterfall_chart, weight_picture};
use crate::report::{one, shown};
use crate::weights::Preset;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Tipping points told.
const TOLD: usize = 10;

pub(crate) fn page(sheet: &Sheet<'_>) -> String {
    let network = sheet.trip.planner.network();
    let title = text(&sheet.title());
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\
         <link rel=\"icon\" href=\"data:,\"><title>{title}: freight corridors</title>\n<style>{}{STYLE}</style></head><body>\n\
         <a class=\"skip\" href=\"#table\">To the table</a><header><p class=\"over\">{}</p><h1>{title}</h1>",
        paint::page_rules(),
        text(network.name())
    );
    if let Some(state) = network.state() {
        _ = write!(html, "<p class=\"state\">State of the network: <b>{}</b></p>", text(&state.to_string()));
    }
    let wishes: Vec<String> = sheet.ranking.constraints.iter().map(|words| text(words)).collect();
    if !wishes.is_empty() {
        _ = write!(html, "<p>Only routes that {}.</p>", wishes.join("; "));
    }
    if sheet.trip.counts_terminals() {
        html.push_str("<p>With loading at the start and unloading at the end.</p>");
    }
    html.push_str("</header><main>");
    match sheet.rows.first() {
        Some(_) => answers(sheet, &mut html),
        None => {
            let why = sheet.trip.blockage(&sheet.weights).map_or(String::new(), |blockage| text(&blockage.to_string()));
            _ = write!(html, "<section><h2>No route is open</h2><pre>{why}</pre></section>");
            section(&mut html, "map-section", "Map", &figure(&map::map(sheet)));
        }
    }
    section(&mut html, "closed", "What is closed, and what it would change", &tables::closed(sheet));
    section(&mut html, "sources", "Where the figures come from", &provenance(sheet));
    html.push_str("</main>");
    _ = write!(
        html,
        "<script type=\"application/json\" id=\"data\">{}</script>\n<script>{SCRIPT}</script>\n</body></html>\n",
        script_data::data(sheet)
    );
    html
}

fn section(html: &mut String, id: &str, head: &str, body: &str) {
    _ = writeln!(
        html,
        "<section id=\"{id}\" aria-labelledby=\"{id}-head\"><h2 id=\"{id}-head\">{head}</h2>{body}</section>"
    );
}

fn figure(svg: &str) -> String {
    format!("<figure><div class=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"Picture\">{svg}</div></figure>")
}

fn answers(sheet: &Sheet<'_>, html: &mut String) {
    _ = write!(html, "<p id=\"answer\" aria-live=\"polite\">{}</p>", answer(sheet));
    let map = format!(
        "<div class=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{}</div><p id=\"leg\" role=\"status\">Point at a leg, or reach it with the Tab key, for its \
         figures.</p>",
        map::map(sheet)
    );
    _ = writeln!(
        html,
        "<div class=\"two map\"><section id=\"map-section\" aria-label=\"Map\">{map}</section><section id=\"legs\" aria-labelledby=\"legs-head\"><h2 \
         id=\"legs-head\">{}</h2>{}</section></div>",
        text(&sheet.name(&sheet.rows[0])),
        tables::legs(sheet)
    );
    section(html, "weights", "What counts", &controls(sheet));
    let mut below = String::new();
    let inner = sheet.trip.inner();
    if !sheet.held.undecided.is_empty() {
        let names: Vec<&str> =
            sheet.held.undecided.iter().map(|corridor| inner.corridors[*corridor as usize].name.as_str()).collect();
        _ = write!(
            below,
            "<p class=\"facts\">Undecided, since any way there crosses the way back: {}.</p>",
            text(&names.join("; "))
        );
    }
    if sheet.ranking.left_out() > 0 {
        _ = write!(
            below,
            "<p class=\"facts\">{} corridors are left out: over {SENSELESS} times the least distance and time, or no way to pass there.</p>",
            sheet.ranking.left_out()
        );
    }
    section(html, "table", "Corridors", &(tables::ranking(sheet) + &below));
    let charts = [Up::Days, Up::UsDollars].map(|up| figure(&distance_chart::chart(sheet, up)));
    let note = "<p class=\"facts\">Kilometres to the right, time or money upwards: a vertical step is a stop (UNESCAP's time/cost-distance method). The numbers are the \
                places in the table; the chosen corridor is labelled.</p>";
    section(
        html,
        "charts",
        "Time and money along the way",
        &format!("<div class=\"two\">{}</div>{note}", charts.concat()),
    );
    let shares = weight_picture::shares(sheet);
    let plot = format!(
        "<div><h3>Time against money</h3>{}<p class=\"facts\">Small dots: no route is faster and cheaper. Numbers: corridors, placed by the \
        weights above.</p></div>",
        figure(&front_plot::plot(sheet))
    );
    let picture = weight_picture::picture(sheet, &shares);
    let picture = if picture.is_empty() {
        String::new()
    } else {
        format!(
            "<div><h3>Who wins for which weights</h3>{}<p class=\"facts\">{}</p></div>",
            figure(&picture),
            robust(&shares)
        )
    };
    section(html, "front", "How much it depends on what counts", &format!("<div class=\"two\">{plot}{picture}</div>"));
    if let Some(why) = waterfall_chart::of_best_two(sheet) {
        let [best, second] = &why.names;
        let names = format!(
            "<p>The second, {}, beside the best, {}. Bars to the right: the second takes more.</p>",
            text(second),
            text(best)
        );
        section(
            html,
            "why",
            "Why the best and not the second",
            &(names + &figure(&waterfall_chart::chart(sheet, &why))),
        );
    }
    if let Some(tipping) = &sheet.tipping {
        section(html, "tipping", "What would have to change", &tipping_points(tipping));
    }
    if sheet.tipping.is_none() {
        let none = "<p>Not told: tipping points are found for trips that ask nothing of their routes.</p>";
        section(html, "tipping", "What would have to change", none);
    }
    section(html, "indicators", "The field's own indicators", &indicator_table::table(sheet));
}

fn answer(sheet: &Sheet<'_>) -> String {
    let Some(row) = sheet.rows.first() else { return String::new() };
    let route = &sheet.routes[row.route];
    let told = [(Criterion::Time, "days"), (Criterion::Cost, "US$"), (Criterion::Distance, "km")];
    let told = told.into_iter().filter_map(|(criterion, unit)| {
        route.value(criterion).map(|value| format!("{} {unit}", shown(value, criterion)))
    });
    let borders = if route.crossings() == 1 { "1 border".to_owned() } else { format!("{} borders", route.crossings()) };
    let told: Vec<String> = told.chain([borders]).collect();
    format!("Best: <b>{}</b>, {}.", text(&sheet.name(row)), told.join(", "))
}

fn controls(sheet: &Sheet<'_>) -> String {
    let unit = sheet.sliders.sliders.is_empty() || sheet.weights.rate(Criterion::Cost) != 1.0;
    let unit = if unit { "" } else { " US$" };
    let mut html = String::from("<div class=\"controls\">");
    for (number, slider) in sheet.sliders.sliders.iter().enumerate() {
        let name = one(slider.criterion);
        _ = write!(
            html,
            "<div class=\"slider\"><label for=\"slider-{number}\">{} is worth</label><output id=\"rate-{number}\" for=\"slider-{number}\">{}{unit}</output><input \
             type=\"range\" id=\"slider-{number}\" min=\"0\" max=\"{}\" step=\"1\" value=\"{}\" data-unit=\"{unit}\"></div>",
            capital(name),
            slider.rates[slider.rates.len() / 2],
            slider.rates.len() - 1,
            slider.rates.len() / 2
        );
    }
    html.push_str("</div><div class=\"presets\" role=\"group\" aria-label=\"Ready-made weights\"><button type=\"button\" data-preset=\"-1\" aria-pressed=\"true\">this report</button>");
    for (number, (preset, weights)) in sheet.sliders.presets.iter().enumerate() {
        if *weights != sheet.weights {
            _ = write!(
                html,
                "<button type=\"button\" data-preset=\"{number}\" aria-pressed=\"false\">{}</button>",
                text(&preset.name().replace('-', " "))
            );
        }
    }
    _ = write!(html, "</div><p class=\"facts\" id=\"scored\">Scored by {}.", text(&sheet.weights.to_string()));
    if sheet.weights == Preset::GeneralisedCost.weights() {
        html.push_str(" An hour, a border and a point of risk are put in US$, so that one sum compares all.");
    }
    html + "</p>"
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn robust(shares: &[(usize, String, f64)]) -> String {
    let parts: Vec<String> = shares
        .iter()
        .take(4)
        .filter(|share| share.2 >= 0.005)
        .map(|(_, name, share)| format!("{} in {:.0} %", text(name), share * 100.0))
        .collect();
    format!("Of all positions of the sliders the best is {}.", parts.join(", "))
}

fn tipping_points(tipping: &crate::tipping::points::TippingPoints) -> String {
    if tipping.points().is_empty() {
        return "<p>No single figure or weight changes the best route within its plausible range.</p>".to_owned();
    }
    let items: Vec<String> =
        tipping.points().iter().take(TOLD).map(|point| format!("<li>{}.</li>", text(&point.to_string()))).collect();
    let rest = tipping.points().len().saturating_sub(TOLD);
    let rest = if rest > 0 { format!(" {rest} more lie farther off.") } else { String::new() };
    format!(
        "<p>The nearest changes, each by itself, that would make another route the best:</p><ol>{}</ol><p class=\"facts\">{} of {} figures never change the best route \
         within their plausible range.{rest}</p>",
        items.concat(),
        tipping.steady().len(),
        tipping.figures().len()
    )
}

/// Sources, the share that is estimated, the data's hash and licence.
fn provenance(sheet: &Sheet<'_>) -> String {
    let network = sheet.trip.planner.network();
    let mut html = String::new();
    if let Some(row) = sheet.rows.first() {
        let route = &sheet.routes[row.route];
        let known = [(Criterion::Time, "time"), (Criterion::Cost, "cost")].into_iter();
        let known = known.filter(|(criterion, _)| route.value(*criterion).is_some());
        let share = |(criterion, name)| format!("{:.0} % of the {name}", route.estimated_share(criterion) * 100.0);
        let shares: Vec<String> = known.map(share).collect();
        if !shares.is_empty() {
            _ = write!(
                html,
                "<p>Of the best route {} rest on estimates; the rest is published. US$ are at the prices of their years, not deflated.</p>",
                shares.join(" and ")
            );
        }
        html += &tables::sources(sheet);
    }
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(edition) = network.edition() {
        facts.push(("Edition of the data", edition.to_string()));
    }
    if let Some(state) = network.state() {
        facts.push(("State of the network", state.to_string()));
    }
    match &sheet.dataset {
        Some(hash) => facts.push(("Hash of the data", hash.clone())),
        #[cfg(feature = "bundled")]
        None => facts.push(("Hash of the network", crate::html::fingerprint::of(network))),
        #[cfg(not(feature = "bundled"))]
        None => {}
    }
    facts.push(("Made by", format!("corridor {}", env!("CARGO_PKG_VERSION"))));
    if let Some(licence) = network.licence() {
        facts.push(("Licence of the data", licence.to_owned()));
    }
    html.push_str("<dl>");
    for (name, value) in facts {
        _ = write!(html, "<dt>{name}</dt><dd>{}</dd>", text(&value));
    }
    html.push_str("</dl><ul class=\"facts\">");
    for line in network.attribution() {
        _ = write!(html, "<li>{}</li>", text(line));
    }
    html + "<li>Land and borders: made with Natural Earth (public domain)</li></ul>"
}

#[cfg(test)]
mod tests {
    use crate::cost::Criterion::{Distance, Time};
    use crate::weights::Weights;
    use crate::{Mode, Network, hours, km, lat, lon};

    /// A network whose every name tries to become markup.
    fn page(name: &str, open: bool) -> String {
        let mut net = Network::builder();
        net.node("port", "PK", lat(24.85), lon(66.98)).name(name);
        net.node("pass", "PK", lat(34.0), lon(71.1)).name(name);
        net.node("market", "AF", lat(34.53), lon(69.17)).name(&format!("{name}2"));
        net.link("port", "pass", Mode::Road).distance(km(1_400)).time(hours(30));
        net.link("pass", "market", Mode::Road).distance(km(300)).time(hours(9)).crossing("torkham", hours(30));
        net.corridor("east", name, &[("port", "pass")]);
        let network = net.build().expect("valid");
        let network = match open {
            true => network,
            false => network.with(&crate::Scenario::new(name).close("torkham")).expect("a scenario"),
        };
        let planner = network.compile();
        let weights = Weights::new([(Time, 1.0), (Distance, 0.1)]).expect("weights");
        let report = planner.trip("port", "market").expect("places").report(&weights).expect("a report");
        [report.map_svg(), report.time_chart_svg(), report.cost_chart_svg()].iter().for_each(|svg| {
            assert!(!svg.contains("<script") && !svg.contains("<img"), "{svg}");
        });
        report.html()
    }

    #[test]
    fn names_never_become_markup() {
        for (name, open) in [
            ("</script><script>alert(1)</script>", true),
            ("\"><img src=x onerror='alert(1)'>", true),
            ("<script>", false),
        ] {
            let html = page(name, open);
            assert_eq!(html.matches("<script").count(), 2, "the page's own");
            assert_eq!(html.matches("</script").count(), 2);
            assert!(!html.contains("<img") && (html.contains("&lt;script&gt;") || html.contains("&lt;img")), "{html}");
        }
    }

    #[test]
    fn a_page_asks_nothing_of_anyone() {
        let html = page("Karachi", true);
        let links = html.matches("href=\"").count() - html.matches("href=\"#").count();
        assert_eq!(links, html.matches("href=\"data:").count() + html.matches("<a href=\"http").count());
        assert!(!html.contains("src=") && html.matches("url(").count() == html.matches("url(#").count());
        assert!(html.contains("Best: <b>Karachi</b>"));
        assert!(html.contains("TFI3 US$"));
    }

    #[test]
    fn without_a_route_it_tells_why() {
        let html = page("Karachi", false);
        assert!(html.contains("No route is open") && html.contains("torkham"), "{html}");
    }
}
