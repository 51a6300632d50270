//! How the difference between two routes prints: one sentence, then a table with bars for each criterion.

use crate::cost::Criterion;
use crate::report::{Table, grouped};
use crate::why::waterfall::{Step, Waterfall};
use std::fmt;

/// The order in which people ask: money and time first.
const ORDER: [Criterion; 6] = [
    Criterion::Cost,
    Criterion::Time,
    Criterion::Crossings,
    Criterion::Distance,
    Criterion::Risk,
    Criterion::Emissions,
];
/// Characters of the longest bar.
const BAR: usize = 12;
/// From here on differences of time read better in days.
const MANY_HOURS: f64 = 48.0;

impl Waterfall {
    /// The difference in one sentence: "B costs 1,240 US$ less and takes 3.2 days more than A."
    ///
    /// Differences that round to nothing are left out.
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = ORDER.into_iter().filter_map(|criterion| self.phrase(criterion)).collect();
        match parts.split_last() {
            None if ORDER.iter().all(|criterion| self.ticks(*criterion).unwrap_or(0) == 0) => {
                "A and B do not differ.".to_owned()
            }
            None => "A and B hardly differ.".to_owned(),
            Some((last, [])) => format!("B {last} than A."),
            Some((last, others)) => format!("B {} and {last} than A.", others.join(", ")),
        }
    }

    /// `takes 3.2 days more`.
    fn phrase(&self, criterion: Criterion) -> Option<String> {
        let difference = self.difference(criterion)?;
        let amount = match criterion {
            Criterion::Time if difference.abs() >= MANY_HOURS => format!("{:.1}", difference.abs() / 24.0),
            _ => shown(difference.abs(), criterion),
        };
        if is_nothing(&amount) {
            return None;
        }
        let more = if difference > 0.0 { "more" } else { "less" };
        Some(match criterion {
            Criterion::Cost => format!("costs {amount} US$ {more}"),
            Criterion::Time if difference.abs() >= MANY_HOURS => format!("takes {amount} days {more}"),
            Criterion::Time => format!("takes {amount} h {more}"),
            Criterion::Crossings => {
                let borders = if amount == "1" { "border" } else { "borders" };
                format!("passes {amount} {} {borders}", if difference > 0.0 { "more" } else { "fewer" })
            }
            Criterion::Distance => format!("is {amount} km {}", if difference > 0.0 { "longer" } else { "shorter" }),
            Criterion::Risk => {
                let points = if amount == "1.0" { "point" } else { "points" };
                format!("runs {amount} {} {points} of risk", if difference > 0.0 { "more" } else { "fewer" })
            }
            Criterion::Emissions => format!("emits {amount} kg CO2e {more}"),
        })
    }
}

impl fmt::Display for Waterfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = &self.names;
        writeln!(f, "A: {a}\nB: {b}\n{}\n", self.sentence())?;
        let mut table = Table::new(&["", "A", "B", "B - A", &bar(&["less", "more"])]);
        if let Some(weights) = self.weights {
            // Scores only compare, so they are shown against A's.
            let whole = weights.score(&self.costs[0]).max(1) as f64;
            let percent = |score: f64| format!("{:.1}", score * 100.0 / whole);
            section(&mut table, "score, A = 100", &self.score_steps(), &self.all_score_steps(), &percent);
        }
        let mut same = Vec::new();
        for criterion in ORDER.into_iter().filter(|criterion| self.covered[*criterion as usize]) {
            let steps = self.steps(criterion);
            if steps.is_empty() {
                same.push(format!("{criterion} ({})", shown(self.costs[0].value(criterion), criterion)));
                continue;
            }
            let title = match criterion {
                Criterion::Crossings => "borders passed".to_owned(),
                Criterion::Risk => "risk, points".to_owned(),
                _ => format!("{criterion}, {}", criterion.unit()),
            };
            section(&mut table, &title, &steps, &self.all_steps(criterion), &|value| shown(value, criterion));
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
        if !same.is_empty() {
            writeln!(f, "the same in A and B: {}", same.join(", "))?;
        }
        if let Some(weights) = self.weights {
            writeln!(f, "(scored by {weights})")?;
        }
        writeln!(f, "(figures are rounded here; unrounded, the steps add up exactly)")
    }
}

/// The rows of one criterion: its steps, what is the same on both sides, the total.
fn section(table: &mut Table, title: &str, steps: &[Step], all: &[Step], show: &dyn Fn(f64) -> String) {
    let row = |name: &str, [a, b]: [f64; 2], difference: f64| {
        [format!("  {name}"), show(a), show(b), signed(difference, show)]
    };
    let total = |steps: &[&Step]| {
        let sum = |of: fn(&Step) -> f64| steps.iter().map(|step| of(step)).sum::<f64>();
        ([sum(Step::a), sum(Step::b)], sum(Step::difference))
    };
    table.row([title.to_owned()]);
    let largest = steps.iter().map(|step| step.difference().abs()).fold(0.0, f64::max);
    for step in steps.iter().filter(|step| !is_hidden(step, show)) {
        let length = (step.difference().abs() / largest * BAR as f64).round().max(1.0) as usize;
        let marks = "#".repeat(length);
        let sides = if step.ticks() < 0 { [marks.as_str(), ""] } else { ["", marks.as_str()] };
        let cells = row(&step.reason().to_string(), [step.a(), step.b()], step.difference());
        table.row(cells.into_iter().chain([bar(&sides)]));
    }
    // So that the columns of A and B add up too, and no step of 0 is printed.
    let rest: Vec<&Step> = all.iter().filter(|step| is_hidden(step, show)).collect();
    let (sides, difference) = total(&rest);
    if sides.iter().any(|side| !is_nothing(&show(*side))) {
        let exact = rest.iter().all(|step| step.ticks() == 0);
        table.row(row(if exact { "the same" } else { "about the same" }, sides, difference));
    }
    let (sides, difference) = total(&all.iter().collect::<Vec<&Step>>());
    table.row(row("total", sides, difference));
    table.row([String::new()]);
}

/// Whether the difference would print as zero.
fn is_hidden(step: &Step, show: &dyn Fn(f64) -> String) -> bool {
    is_nothing(&show(step.difference().abs()))
}

/// A bar to the left or to the right of the middle, always as wide.
fn bar([less, more]: &[&str; 2]) -> String {
    format!("{less:>BAR$}|{more:<BAR$}")
}

/// A value in the unit of its criterion, as exactly as makes sense to read.
fn shown(value: f64, criterion: Criterion) -> String {
    match criterion {
        Criterion::Time | Criterion::Risk => format!("{value:.1}"),
        _ => grouped(value),
    }
}

/// `+1,240`, `-3.2`, or `=` where nothing would be seen.
fn signed(difference: f64, show: &dyn Fn(f64) -> String) -> String {
    let text = show(difference.abs());
    match text {
        text if is_nothing(&text) => "=".to_owned(),
        text if difference < 0.0 => format!("-{text}"),
        text => format!("+{text}"),
    }
}

fn is_nothing(text: &str) -> bool {
    !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

#[cfg(test)]
mod tests {
    use crate::cost::Criterion;
    use crate::weights::{Preset, Weights};
    use crate::{Gauge, Mode, Network, NetworkBuilder, Route, hours, km, lat, lon, usd};

    /// A port and a market with one road between them.
    fn road(metres: u32, seconds: u32) -> NetworkBuilder {
        let mut net = Network::builder();
        net.node("port", "PK", lat(24.85), lon(66.98));
        net.node("yard", "PK", lat(34.01), lon(71.52));
        net.node("market", "AF", lat(34.53), lon(69.17));
        let (length, time) = (km(f64::from(metres) / 1000.0), hours(f64::from(seconds) / 3600.0));
        net.link("port", "yard", Mode::Road).distance(km(1_390)).time(hours(56)).cost(usd(1_580));
        net.link("yard", "market", Mode::Road)
            .distance(length)
            .time(time)
            .cost(usd(520))
            .crossing("torkham", hours(48))
            .crossing_fee(usd(200));
        net
    }

    fn best(net: &NetworkBuilder) -> Route {
        let planner = net.build().expect("valid").compile();
        planner.trip("port", "market").expect("places").best(&Preset::Fastest.weights()).expect("a route")
    }

    #[test]
    fn a_sentence_says_what_can_be_seen() {
        let sentence = |metres, seconds| best(&road(290_000, 9 * 3600)).compared_with(&best(&road(metres, seconds)));
        assert_eq!(sentence(290_000, 9 * 3600).sentence(), "A and B do not differ.");
        assert_eq!(sentence(290_001, 9 * 3600 + 1).sentence(), "A and B hardly differ.");
        assert_eq!(sentence(300_000, 9 * 3600).sentence(), "B is 10 km longer than A.");
        assert_eq!(sentence(280_000, 57 * 3600).sentence(), "B takes 2.0 days more and is 10 km shorter than A.");
        assert_eq!(sentence(290_000, 8 * 3600).sentence(), "B takes 1.0 h less than A.");
    }

    #[test]
    fn a_table_adds_up_by_row_and_column() {
        let mut net = road(290_000, 9 * 3600);
        net.node("siding", "PK", lat(31.0), lon(66.4)).transfer(hours(8)).transfer_fee(usd(80));
        net.link("port", "siding", Mode::Rail(Gauge::BROAD)).distance(km(900)).time(hours(40)).cost(usd(400));
        net.link("siding", "market", Mode::Road)
            .distance(km(600))
            .time(hours(14))
            .cost(usd(300))
            .crossing("chaman", hours(48))
            .crossing_fee(usd(150));
        net.corridor("east", "Torkham", &[("yard", "market")]).corridor("west", "Chaman", &[("siding", "market")]);
        let planner = net.build().expect("valid").compile();
        let weights = Weights::new([(Criterion::Cost, 1.0), (Criterion::Time, 12.5)]).expect("rates");
        let ranking = planner.trip("port", "market").expect("places").rank_corridors(&weights);
        let row = |id| ranking.of_corridor(id).expect("open");
        insta::assert_snapshot!(ranking.why(row("east"), row("west")), @r#"
        A: Torkham
        B: Chaman
        B costs 1,370 US$ less, takes 3.0 h less and is 180 km shorter than A.

                                     A      B   B - A          less|more
        score, A = 100
          line haul by road       78.5   12.8   -65.7  ############|
          line haul by rail        0.0   24.2   +24.2              |####
          reloading road - rail    0.0    4.8    +4.8              |#
          land borders            21.5   20.2    -1.3             #|
          total                  100.0   62.1   -37.9

        cost, US$
          line haul by road      2,100    300  -1,800  ############|
          line haul by rail          0    400    +400              |###
          reloading road - rail      0     80     +80              |#
          land borders             200    150     -50             #|
          total                  2,300    930  -1,370

        time, h
          line haul by road       65.0   14.0   -51.0  ############|
          line haul by rail        0.0   40.0   +40.0              |#########
          reloading road - rail    0.0    8.0    +8.0              |##
          the same                48.0   48.0       =
          total                  113.0  110.0    -3.0

        distance, km
          line haul by road      1,680    600  -1,080  ############|
          line haul by rail          0    900    +900              |##########
          total                  1,680  1,500    -180

        the same in A and B: crossings (1)
        (scored by 12.5 per h, 1 per US$)
        (figures are rounded here; unrounded, the steps add up exactly)
        "#);
    }
}
