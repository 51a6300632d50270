//! How a map of weights prints: the box, who wins in which part of it, how sure that is, and what would change it.

use super::{Breakpoint, CorridorShare, Robustness, WeightCell, WeightChange, WeightMap};
use crate::cost::Criterion;
use crate::report::{COLUMNS, Table, only, short, shown};
use crate::weight_box::significant;
use std::collections::BTreeMap;
use std::fmt;

/// Cells and corridors that are listed; the others are summed up.
const LISTED: usize = 12;
/// Corridors named in a row.
const NAME_WIDTH: usize = 60;

impl fmt::Display for WeightMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trip = &self.front.trip;
        let [from, to] = [trip.from, trip.to].map(|node| &trip.inner().nodes[node as usize].name);
        writeln!(f, "{from} to {to}: who wins for which weights ({})", trip.planner.network().name())?;
        only(&trip.asked(), f)?;
        writeln!(f, "box: {}", self.rates)?;
        writeln!(f, "(shares are of this box; every ratio of rates counts alike)\n")?;
        let names = Names::new(self);
        cells(self, &names, f)?;
        corridors(self, f)?;
        verdict(self, &names, f)?;
        writeln!(f, "\none weight changed alone, the others as they are:")?;
        let sentences = self.changes.iter().flat_map(|change| sentences(self, &names, change));
        sentences.into_iter().try_for_each(|sentence| writeln!(f, "   {sentence}"))
    }
}

/// The corridors of each route that is spoken of, and the number of its cell.
struct Names {
    corridors: BTreeMap<usize, String>,
    numbers: BTreeMap<usize, usize>,
}

impl Names {
    fn new(map: &WeightMap<'_>) -> Names {
        let ends = |change: &WeightChange| {
            let ends = |breakpoint: &Breakpoint| [breakpoint.below(), breakpoint.above()];
            [change.below(), change.above()].into_iter().flatten().flat_map(ends).collect::<Vec<usize>>()
        };
        let mut rows: Vec<usize> = map.cells.iter().map(|cell| cell.row).collect();
        rows.extend(map.changes.iter().flat_map(ends).chain([map.winner]));
        rows.sort_unstable();
        rows.dedup();
        let mut corridors: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for group in map.front.on_corridors(&rows) {
            for row in group.rows() {
                // Several routes may follow none: their countries tell them apart.
                let countries = map.front.route(*row).map_or(String::new(), |route| route.countries.join(" "));
                let name = group
                    .corridor()
                    .map_or_else(|| format!("{}: {countries}", group.name()), |_| group.name().to_owned());
                corridors.entry(*row).or_default().push(name);
            }
        }
        let joined = |(row, names): (usize, Vec<String>)| (row, short(&names.join("; "), NAME_WIDTH));
        let listed = in_order(map);
        let listed = listed.iter().take(listed_of(map)).enumerate();
        Names {
            corridors: corridors.into_iter().map(joined).collect(),
            numbers: listed.map(|(at, cell)| (cell.row, at + 1)).collect(),
        }
    }

    fn corridors(&self, row: usize) -> &str {
        self.corridors.get(&row).map_or("", String::as_str)
    }

    /// `no. 3 wins (QTTA by Torugart)`.
    fn wins(&self, row: usize) -> String {
        let who = self.numbers.get(&row).map_or("another route".to_owned(), |number| format!("no. {number}"));
        format!("{who} wins ({})", self.corridors(row))
    }
}

/// How many cells are listed: one free weight has a row for each step, more may have too many cells to read.
fn listed_of(map: &WeightMap<'_>) -> usize {
    if map.lines.free.len() == 1 { map.cells.len() } else { LISTED.min(map.cells.len()) }
}

/// As the free weight rises if there is only one, else the largest share first.
fn in_order<'a>(map: &'a WeightMap<'_>) -> Vec<&'a WeightCell> {
    let mut cells: Vec<&WeightCell> = map.cells.iter().collect();
    if map.lines.free.len() == 1 {
        cells.sort_by(|a, b| a.extent(0).0.total_cmp(&b.extent(0).0));
    }
    cells
}

fn percent(share: f64) -> String {
    if share < 0.0005 { "< 0.1 %".to_owned() } else { format!("{:.1} %", share * 100.0) }
}

fn cells(map: &WeightMap<'_>, names: &Names, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let columns: Vec<(Criterion, &str)> =
        COLUMNS.into_iter().filter(|column| map.front.criteria().contains(&column.0)).collect();
    let free = &map.lines.free;
    let mut header: Vec<String> = vec![String::new(), "share".to_owned()];
    header.extend(free.iter().map(|criterion| format!("{criterion} at")));
    header.extend(columns.iter().map(|column| column.1.to_owned()));
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<&str>>());
    let cells = in_order(map);
    let costs: Vec<_> = map.front.costs().collect();
    let listed = listed_of(map);
    for (at, cell) in cells[..listed].iter().enumerate() {
        let mark = if cell.row == map.winner { "*" } else { " " };
        let extents = (0..free.len()).map(|axis| {
            let (low, high) = cell.extent(axis);
            format!("{} - {}", significant(low), significant(high))
        });
        let figures = columns.iter().map(|(criterion, _)| shown(costs[cell.row].value(*criterion), *criterion));
        let start = [format!("{:>3}. {mark}", at + 1), percent(cell.share)];
        table.row(start.into_iter().chain(extents).chain(figures));
    }
    let lines = table.lines();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    writeln!(f, "{:<width$}  corridors", lines[0])?;
    for (line, cell) in lines[1..].iter().zip(&cells) {
        writeln!(f, "{line:<width$}  {}", names.corridors(cell.row))?;
    }
    if listed < cells.len() {
        let rest: f64 = cells[listed..].iter().map(|cell| cell.share).sum();
        writeln!(f, "     and {} more routes, with {} together", cells.len() - listed, percent(rest))?;
    }
    let at: Vec<String> = free
        .iter()
        .map(|criterion| format!("{criterion} {}", map.rates.shown(map.rates.rate(*criterion), *criterion)))
        .collect();
    let at = at.join(", ");
    match free.len() {
        1 => writeln!(f, "(* wins at {at})"),
        _ => writeln!(f, "(* wins at {at}; a cell need not fill the ranges given for it)"),
    }
}

fn corridors(map: &WeightMap<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "\nthe winner follows (it may follow several):")?;
    let shares = map.by_corridor();
    shares[..LISTED.min(shares.len())].iter().try_for_each(|corridor| {
        writeln!(f, "   {:>8} of the weightings in this box: {}", percent(corridor.share()), corridor.name())
    })?;
    if shares.len() > LISTED {
        writeln!(f, "   and {} more", shares.len() - LISTED)?;
    }
    Ok(())
}

fn verdict(map: &WeightMap<'_>, names: &Names, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let word = |verdict: Robustness| match verdict {
        Robustness::Robust => "robust",
        Robustness::Contested => "contested",
    };
    let share = map.share(map.winner);
    writeln!(f, "\n{}: {} in {} of this box", word(map.verdict()), names.wins(map.winner), percent(share))?;
    // Other routes of a corridor of its may win elsewhere.
    let follows = |corridor: &&CorridorShare| corridor.corridor().is_some() && corridor.rows().contains(&map.winner);
    let shares = map.by_corridor();
    match shares.iter().find(follows).filter(|corridor| corridor.rows().len() > 1) {
        Some(best) => writeln!(f, "{}: {} wins in {}", word(best.verdict()), best.name(), percent(best.share())),
        None => Ok(()),
    }
}

/// `time above 16.07 US$ per h (now 12.5): no. 3 wins (QTTA by Torugart)`.
fn sentences(map: &WeightMap<'_>, names: &Names, change: &WeightChange) -> Vec<String> {
    let (criterion, now) = (change.criterion(), significant(change.rate()));
    let shown = |rate: f64| map.rates.shown(rate, criterion);
    let (low, high) = change.range();
    let above = change
        .above()
        .map(|step| format!("{criterion} above {} (now {now}): {}", shown(step.rate()), names.wins(step.above())));
    let below = change
        .below()
        .map(|step| format!("{criterion} below {} (now {now}): {}", shown(step.rate()), names.wins(step.below())));
    let same =
        |from: f64, to: f64| format!("{criterion} {} to {} (now {now}): no change", significant(from), shown(to));
    match (below, above) {
        (None, None) => vec![same(low, high)],
        (below, above) => [below, above].into_iter().flatten().collect(),
    }
}
