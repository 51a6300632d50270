//! How tipping points print: a sentence each, and what never changes anything.

use crate::cost::Criterion::{self, Cost, Time};
use crate::report::{grouped, one, short, shown};
use crate::tipping::points::{Subject, TippingPoint, TippingPoints};
use std::fmt;

/// Points listed.
const LISTED: usize = 20;
const NAME_WIDTH: usize = 60;

/// A value with as many digits as its distance from another one asks for, rounded away from that.
fn outward(value: f64, from: f64) -> String {
    let distance = (value - from).abs();
    let digits = (0..5).find(|digits| 10f64.powi(-digits) <= distance / 20.0).unwrap_or(5);
    let scale = 10f64.powi(digits);
    // What is a multiple already may be off by a float.
    let near = (value * scale).round();
    let steps = if (value * scale - near).abs() < 1e-6 {
        near
    } else if value > from {
        (value * scale).ceil()
    } else {
        (value * scale).floor()
    };
    number(steps / scale, digits as usize)
}

fn number(value: f64, digits: usize) -> String {
    if digits == 0 { grouped(value) } else { format!("{value:.digits$}") }
}

/// A value as it was given, without more digits than it has.
fn plain(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl fmt::Display for TippingPoint {
    /// `QTTA by Irkeshtam wins if the wait at Khunjerab (CN, inbound) rises above 31.2 h (now 12 h)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, unit) = match &self.subject {
            Subject::Figure(figure) => (figure.name().to_owned(), format!(" {}", figure.unit())),
            // Rates are told in US$ if these are what they are counted in.
            Subject::Rate(criterion) if *criterion != Cost && self.weights.rate(Cost) == 1.0 => {
                (format!("the value of {}", one(*criterion)), " US$".to_owned())
            }
            Subject::Rate(criterion) => (format!("the weight of {criterion}"), format!(" per {}", criterion.unit())),
        };
        let verb = if self.at > self.now { "rises above" } else { "falls below" };
        let verb = if self.at == 0.0 { "falls to" } else { verb };
        write!(
            f,
            "{} wins if {what} {verb} {}{unit} (now {})",
            short(&self.winner, NAME_WIDTH),
            outward(self.at, self.now),
            plain(self.now)
        )
    }
}

/// `2.1 days less, 450 US$ more`.
fn change(point: &TippingPoint, covered: impl Fn(Criterion) -> bool) -> String {
    let phrase = |criterion: Criterion, unit: &str| {
        let difference = point.difference(criterion);
        let amount = shown(difference.abs(), criterion);
        let word = if difference < 0.0 { "less" } else { "more" };
        let nothing = amount.chars().all(|digit| matches!(digit, '0' | '.'));
        (covered(criterion) && !nothing).then(|| format!("{amount} {unit} {word}"))
    };
    let parts: Vec<String> = [phrase(Time, "days"), phrase(Cost, "US$")].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("; it takes {}", parts.join(", ")) }
}

impl fmt::Display for TippingPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} to {} ({})", self.from, self.to, self.network.name())?;
        writeln!(f, "scored by {}", self.weights)?;
        let Some((best, cost)) = &self.best else {
            return writeln!(f, "no route is open, so that nothing can change the best");
        };
        let covers = |criterion: Criterion| self.network.covers(criterion);
        let told = [(Time, "days"), (Cost, "US$")].into_iter().filter(|(criterion, _)| covers(*criterion));
        let told: Vec<String> =
            told.map(|(criterion, unit)| format!("{} {unit}", shown(cost.value(criterion), criterion))).collect();
        let told = if told.is_empty() { String::new() } else { format!(", {}", told.join(", ")) };
        writeln!(f, "the best: {best}{told}")?;
        for (number, point) in (1..).zip(self.points().iter().take(LISTED)) {
            writeln!(f, "{number:>3}. {point}{}", change(point, covers))?;
        }
        let rest = self.points().len().saturating_sub(LISTED);
        if rest > 0 {
            writeln!(f, "     and {rest} more, farther off")?;
        }
        let (steady, all) = (self.steady().len(), self.figures().len());
        writeln!(
            f,
            "{steady} of {all} figures never change the best route within their plausible range (hours of waiting, fees: 0 to 4 times; all others: half to \
             twice; and whatever was published)"
        )?;
        if !self.steady_rates.is_empty() {
            let names: Vec<String> = self.steady_rates.iter().map(ToString::to_string).collect();
            writeln!(f, "nor do the weights of {} from a quarter to four times", names.join(", "))?;
        }
        if !self.undecided().is_empty() {
            writeln!(f, "undecided: {}", self.undecided().join("; "))?;
        }
        Ok(())
    }
}
