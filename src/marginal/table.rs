//! How marginal values print: what an hour less is worth, the most first.

use crate::marginal::values::{DelayKind, MarginalValue, MarginalValues};
use crate::report::{Table, short};
use std::fmt;

/// Rows of a table.
const LISTED: usize = 10;
const NAME_WIDTH: usize = 52;

impl fmt::Display for DelayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            DelayKind::Post => "border post",
            DelayKind::Port => "port customs",
            DelayKind::Transfer => "transfer",
            DelayKind::Wait => "vessel",
            DelayKind::Terminal => "terminal",
        })
    }
}

impl fmt::Display for MarginalValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "an hour less, one thing at a time ({})", self.network.name())?;
        writeln!(f, "trips: {}, of which {} have a route; scored by {}", self.trips(), self.routed(), self.weights)?;
        let Some(best) = self.values().first() else {
            return writeln!(f, "an hour less is worth nothing anywhere");
        };
        let in_money = best.worth().is_some();
        let mut table =
            Table::new(&["", "", "hours now", "estimated", "trips", if in_money { "US$" } else { "worth" }]);
        for (number, value) in (1..).zip(self.values().iter().take(LISTED)) {
            table.row([
                format!("{number:>3}. {}", short(value.name(), NAME_WIDTH)),
                value.kind().to_string(),
                format!("{:.1}", value.hours().value()),
                format!("{:.0}%", 100.0 * value.estimated()),
                value.trips().len().to_string(),
                worth(value, best),
            ]);
        }
        table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
        let rest = self.values().len().saturating_sub(LISTED);
        if rest > 0 {
            writeln!(f, "     and {rest} more that are worth anything")?;
        }
        let money = if in_money {
            "US$: their gain together, one container each"
        } else {
            "worth: their gain, the first being 100"
        };
        writeln!(
            f,
            "(hours now: mean on the trips that gain; estimated: share of these hours without a published figure; trips: that gain; {money})"
        )
    }
}

fn worth(value: &MarginalValue, best: &MarginalValue) -> String {
    match value.worth() {
        Some(worth) => format!("{:.2}", worth.value()),
        // A score only compares.
        None => format!("{:.1}", 100.0 * value.score() as f64 / best.score().max(1) as f64),
    }
}
