//! How a front prints: every route of a short one, a summary of a long one.

use crate::cost::Criterion;
use crate::front::query::Front;
use crate::report::{COLUMNS, Table, none_open, only, short, shown};
use std::fmt;

/// More routes than this are summed up.
const LISTED: usize = 40;
/// Corridors named in a row.
const NAME_WIDTH: usize = 60;

impl fmt::Display for Front<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.trip.inner();
        let [from, to] = [self.trip.from, self.trip.to].map(|node| &inner.nodes[node as usize].name);
        let names: Vec<&str> = self.criteria.iter().map(|criterion| criterion.name()).collect();
        writeln!(f, "{from} to {to} by {} ({})", names.join(", "), self.trip.planner.network().name())?;
        let asked = self.trip.asked();
        only(&asked, f)?;
        if let Some(criterion) = self.missing {
            return writeln!(f, "no front: the network has no figures for {criterion}");
        }
        if self.criteria.is_empty() {
            return writeln!(f, "no front: no criterion was given");
        }
        if self.is_empty() && self.complete {
            return none_open(&asked, f);
        }
        if self.len() <= LISTED {
            listed(self, f)?
        } else {
            summed_up(self, f)?
        }
        if self.tolerant {
            writeln!(f, "(within the tolerance: routes that are hardly better are left out)")?;
        }
        if !self.complete {
            writeln!(f, "!! the search was cut by its limits: there may be more routes than these")?;
        }
        Ok(())
    }
}

fn columns(front: &Front<'_>) -> Vec<(Criterion, &'static str)> {
    COLUMNS.into_iter().filter(|(criterion, _)| front.criteria.contains(criterion)).collect()
}

/// The corridors of each route.
fn corridors(front: &Front<'_>) -> Vec<String> {
    let mut names: Vec<Vec<String>> = vec![Vec::new(); front.len()];
    for group in front.by_corridor() {
        group.rows().iter().for_each(|row| names[*row].push(group.name().to_owned()));
    }
    names.into_iter().map(|names| short(&names.join("; "), NAME_WIDTH)).collect()
}

fn listed(front: &Front<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let columns = columns(front);
    let header: Vec<&str> = [""].into_iter().chain(columns.iter().map(|column| column.1)).collect();
    let mut table = Table::new(&header);
    for (row, cost) in front.costs().enumerate() {
        let mark = if front.is_supported(row) { "*" } else { " " };
        let cells = columns.iter().map(|(criterion, _)| shown(cost.value(*criterion), *criterion));
        table.row([format!("{:>3}. {mark}", row + 1)].into_iter().chain(cells));
    }
    let lines = table.lines();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    writeln!(f, "{:<width$}  corridors", lines[0])?;
    for (line, names) in lines[1..].iter().zip(corridors(front)) {
        writeln!(f, "{line:<width$}  {names}")?;
    }
    writeln!(f, "(* as good as any for some weights; no weights choose the others)")
}

fn summed_up(front: &Front<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let columns = columns(front);
    writeln!(f, "{} routes; the best by each criterion, and the most of any:", front.len())?;
    let header: Vec<&str> = [""].into_iter().chain(columns.iter().map(|column| column.1)).collect();
    let mut table = Table::new(&header);
    let costs: Vec<_> = front.costs().collect();
    for criterion in columns.iter().map(|column| column.0) {
        let Some(best) = front.best_row(criterion) else { continue };
        let cells = columns.iter().map(|(other, _)| shown(costs[best].value(*other), *other));
        table.row([format!("   least {criterion}")].into_iter().chain(cells));
    }
    let most = columns.iter().map(|(criterion, _)| {
        let most = costs.iter().map(|cost| cost.value(*criterion)).fold(0.0, f64::max);
        shown(most, *criterion)
    });
    table.row(["   the most".to_owned()].into_iter().chain(most));
    table.lines().iter().try_for_each(|line| writeln!(f, "{line}"))?;
    writeln!(f, "by corridor (a route may follow several):")?;
    let mut groups = front.by_corridor();
    groups.sort_by_key(|group| (group.corridor().is_none(), std::cmp::Reverse(group.rows().len())));
    groups.iter().try_for_each(|group| writeln!(f, "{:>7}  {}", group.rows().len(), group.name()))
}
