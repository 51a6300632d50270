//! How a journey prints.

use super::journey::{Journey, JourneyStop};
use crate::cost::Criterion;
use crate::report::{Table, grouped, short};
use std::fmt;

/// Names longer than this are cut.
const NAME: usize = 26;

impl fmt::Display for Journey {
    /// One line of totals, then a row for each leg and each stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |criterion| self.cost.value(criterion);
        writeln!(
            f,
            "{} to {}: {}, {:.1} days, {}, {} border{}, risk {:.0}, {} kg CO2e",
            self.from,
            self.to,
            self.distance(),
            value(Criterion::Time) / 24.0,
            self.cost(),
            self.cost[Criterion::Crossings],
            if self.cost[Criterion::Crossings] == 1 { "" } else { "s" },
            value(Criterion::Risk),
            grouped(value(Criterion::Emissions)),
        )?;
        let mut table = Table::new(&["", "in", "from", "to", "km", "hours", "US$"]);
        let stop = |table: &mut Table, stop: &JourneyStop| {
            let name = stop.kind.name().to_owned();
            let cells = [short(&stop.name, NAME), String::new(), String::new()];
            let figures = [format!("{:.0}", stop.hours), grouped(stop.usd)];
            table.row([name, String::new()].into_iter().chain(cells).chain(figures));
        };
        for leg in &self.legs {
            leg.before.iter().for_each(|before| stop(&mut table, before));
            let country = leg.country.clone().unwrap_or_default();
            let ends = [short(&leg.from, NAME), short(&leg.to, NAME)];
            let distance = if leg.distance < 10.0 { format!("{:.1}", leg.distance) } else { grouped(leg.distance) };
            let figures = [distance, format!("{:.0}", leg.hours), grouped(leg.usd)];
            table.row([format!("  {}", leg.mode), country].into_iter().chain(ends).chain(figures));
        }
        self.at_end.iter().for_each(|at_end| stop(&mut table, at_end));
        for line in table.lines() {
            writeln!(f, "   {line}")?;
        }
        Ok(())
    }
}
