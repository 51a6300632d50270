//! What is typed, and what it means: rates, limits, things.

use corridor::{
    Amount, Criterion, Gauge, Mode, Network, Preset, QueryError, Stop, Tariff, Thing, Weights, days, hours, kg_co2e,
    km, points, usd,
};

/// A limit of one criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    pub criterion: Criterion,
    pub amount: Amount,
}

/// Several criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria(pub Vec<Criterion>);

/// `through` or `wagonload`.
pub fn tariff(text: &str) -> Result<Tariff, String> {
    let known = [Tariff::Through, Tariff::Wagonload];
    known.into_iter().find(|level| level.name() == text).ok_or_else(|| "give `through` or `wagonload`".to_owned())
}

/// `31.42,73.08` is a coordinate, anything else a place.
pub fn stop(text: &str) -> Result<Stop<'_>, QueryError> {
    let is_coordinate = text.split_once(',').is_some_and(|(lat, lon)| is_number(lat) && is_number(lon));
    if is_coordinate { text.parse().map(Stop::Point) } else { Ok(Stop::Place(text)) }
}

/// Places between commas, where two numbers side by side are one coordinate.
pub fn places(texts: &[String]) -> Vec<String> {
    let mut places = Vec::new();
    for text in texts {
        let mut parts = text.split(',').map(str::trim).peekable();
        while let Some(part) = parts.next() {
            match parts.next_if(|next| is_number(part) && is_number(next)) {
                Some(next) => places.push(format!("{part},{next}")),
                None => places.push(part.to_owned()),
            }
        }
    }
    places
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok()
}

/// A preset, or exchange rates such as `time=1,risk=0.5`.
pub fn weights(text: &str) -> Result<Weights, String> {
    if let Some(preset) = Preset::from_name(text) {
        return Ok(preset.weights());
    }
    let presets = || Preset::ALL.map(Preset::name).join(", ");
    let rate = |part: &str| {
        let (name, rate) = part
            .split_once('=')
            .ok_or_else(|| format!("`{part}` is neither a preset ({}) nor a rate such as `time=1`", presets()))?;
        Ok((criterion(name)?, number(rate)?))
    };
    let rates = text.split(',').map(rate).collect::<Result<Vec<_>, String>>()?;
    Weights::new(rates).map_err(|error| error.to_string())
}

/// `time`, `cost` and so on.
fn criterion(name: &str) -> Result<Criterion, String> {
    let known = || Criterion::ALL.map(Criterion::name).join(", ");
    Criterion::from_name(name.trim()).ok_or_else(|| format!("no criterion `{name}`; there are {}", known()))
}

/// `time,cost`, or `all`.
pub fn criteria(text: &str) -> Result<Criteria, String> {
    if text == "all" {
        return Ok(Criteria(Criterion::ALL.to_vec()));
    }
    text.split(',').map(criterion).collect::<Result<Vec<_>, String>>().map(Criteria)
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| format!("`{text}` is no number; write it as 1200 or 0.5"))
}

/// 1 or more.
pub fn count(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("`{text}` is no number of routes; give 1 or more"))
}

/// 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    let share = number(text)?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("give a share from 0 to 1, such as 0.5".to_owned()) }
}

/// `time=21d`, `cost=6000`, `crossings=3`.
pub fn limit(text: &str) -> Result<Limit, String> {
    let (name, amount) = text.split_once('=').ok_or("give a limit such as `time=21d` or `crossings=3`")?;
    let criterion = criterion(name)?;
    let amount = match criterion {
        Criterion::Time => duration(amount)?,
        Criterion::Crossings => {
            let count = amount.trim().parse::<u32>();
            count.map_err(|_| format!("`{amount}` is no whole number of borders; give one, such as 3"))?.into()
        }
        Criterion::Distance => km(number(amount)?).into(),
        Criterion::Cost => usd(number(amount)?).into(),
        Criterion::Risk => points(number(amount)?).into(),
        Criterion::Emissions => kg_co2e(number(amount)?).into(),
    };
    Ok(Limit { criterion, amount })
}

/// A limit, or a duration alone: `7d`.
pub fn budget(text: &str) -> Result<Limit, String> {
    if text.contains('=') {
        return limit(text);
    }
    let amount = duration(text).map_err(|wrong| format!("{wrong}, or another budget such as `distance=500`"))?;
    Ok(Limit { criterion: Criterion::Time, amount })
}

/// `7d`, `168h`, or hours without a unit.
fn duration(text: &str) -> Result<Amount, String> {
    let text = text.trim();
    let wrong = |_| format!("`{text}` is no duration; write `7d` or `168h`");
    Ok(match text.strip_suffix('d') {
        Some(number_of_days) => days(number(number_of_days).map_err(wrong)?).into(),
        None => hours(number(text.strip_suffix('h').unwrap_or(text)).map_err(wrong)?).into(),
    })
}

/// What `--avoid` and `--require` name: `AF`, `sea`, `1520`, `torkham`, or with its kind `country:AF`.
pub fn thing(network: &Network, text: &str) -> Result<Thing, String> {
    if let Some((kind, id)) = text.split_once(':') {
        return match kind {
            "country" => Ok(Thing::country(id)),
            "place" => Ok(Thing::place(id)),
            "crossing" => Ok(Thing::crossing(id)),
            "link" => Ok(Thing::link(id)),
            "corridor" => Ok(Thing::corridor(id)),
            "mode" => mode(id).ok_or_else(|| format!("no mode `{id}`; there are road, rail, sea, ferry")),
            "gauge" => gauge(id).ok_or_else(|| format!("`{id}` is no gauge in millimetres such as 1520")),
            _ => Err(format!(
                "no kind of thing `{kind}`; there are country, place, crossing, link, corridor, mode, gauge"
            )),
        };
    }
    if let Some(thing) = mode(text).or_else(|| gauge(text)) {
        return Ok(thing);
    }
    let found = [
        network.country(text).map(|country| ("country", Thing::country(country.id()))),
        network.crossing(text).map(|_| ("crossing", Thing::crossing(text))),
        network.corridor(text).map(|_| ("corridor", Thing::corridor(text))),
        network.link(text).map(|_| ("link", Thing::link(text))),
        network.node(text).map(|_| ("place", Thing::place(text))),
    ];
    let found: Vec<(&str, Thing)> = found.into_iter().flatten().collect();
    match &found[..] {
        // A place by its name.
        [] => match network.find(text) {
            Err(QueryError::UnknownPlace { suggestion, .. }) => {
                let kinds = "country, mode, gauge, place, crossing, link or corridor";
                let meant = suggestion.map_or_else(
                    || "`corridor places`, `crossings`, `links` and `corridors` list what there is".to_owned(),
                    |place| format!("did you mean the place `{place}`?"),
                );
                Err(format!("no {kinds} `{text}`; {meant}"))
            }
            _ => Ok(Thing::place(text)),
        },
        [(_, thing)] => Ok(thing.clone()),
        several => {
            let kinds: Vec<String> = several.iter().map(|(kind, _)| format!("{kind}:{text}")).collect();
            Err(format!("`{text}` names several things; say which: {}", kinds.join(", ")))
        }
    }
}

fn mode(text: &str) -> Option<Thing> {
    match text {
        "road" => Some(Mode::Road.into()),
        "rail" => Some(Thing::rail()),
        "sea" => Some(Mode::Sea.into()),
        "ferry" => Some(Mode::Ferry.into()),
        _ => None,
    }
}

fn gauge(text: &str) -> Option<Thing> {
    text.parse().ok().filter(|mm| (500..3000).contains(mm)).map(|mm| Gauge::new(mm).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_the_unit_of_their_criterion() {
        assert_eq!(limit("time=2d").map(|limit| limit.amount), Ok(hours(48).into()));
        assert_eq!(limit("time=48").map(|limit| limit.amount), Ok(hours(48).into()));
        assert_eq!(budget("36h").map(|limit| limit.amount), Ok(hours(36).into()));
        assert!(budget("500km").is_err_and(|error| error.contains("distance=500")));
        assert_eq!(limit("crossings=3").map(|limit| limit.amount), Ok(3.into()));
        assert!(limit("crossings=2.5").is_err_and(|error| error.contains("whole number")));
        assert!(limit("tme=3").is_err_and(|error| error.contains("no criterion `tme`")));
        assert!(count("0").is_err() && count("3") == Ok(3));
        assert!(weights("quickest").is_err_and(|error| error.contains("fastest")));
    }

    #[test]
    fn two_numbers_are_a_coordinate() {
        assert_eq!(stop("31.42, 73.08"), Ok(Stop::Point(corridor::point(31.42, 73.08))));
        assert_eq!(stop("Sarakhs, rail"), Ok(Stop::Place("Sarakhs, rail")));
        assert!(stop("31.42,173.08").is_ok() && stop("91,0").is_err() && stop("nan,0").is_err());
        let typed = ["karachi,31.42,73.08".to_owned(), "43.2,76.9, KZ".to_owned(), "7".to_owned()];
        assert_eq!(places(&typed), ["karachi", "31.42,73.08", "43.2,76.9", "KZ", "7"]);
    }

    #[test]
    fn what_is_ambiguous_is_asked_about() {
        let network = Network::bundled();
        assert_eq!(thing(&network, "af"), Ok(Thing::country("AF")));
        assert_eq!(thing(&network, "turkiye"), Ok(Thing::country("TR")));
        assert_eq!(thing(&network, "1520"), Ok(Gauge::RUSSIAN.into()));
        assert!(thing(&network, "khunjerab").is_ok());
        assert!(thing(&network, "train:af").is_err());
        assert!(thing(&network, "lorry").is_err_and(|error| error.contains("mode, gauge, place")));
        assert!(thing(&network, "karchi").is_err_and(|error| error.contains("`karachi`")));
    }
}
