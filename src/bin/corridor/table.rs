//! Tables for a terminal: aligned, as wide as it is, coloured where someone looks.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table as Comfy, TableStyle};
use corridor::{Criterion, Route, km};
use std::io::IsTerminal;

/// A table whose text columns stand to the left and whose numbers stand to the right.
pub struct Table {
    table: Comfy,
    numbers: Vec<bool>,
    coloured: bool,
}

impl Table {
    /// A table with these columns; `#` before a name says that it holds numbers.
    pub fn new(header: &[&str]) -> Table {
        let coloured = is_coloured();
        let mut table = Comfy::new();
        table.load_style(TableStyle::new());
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if !std::io::stdout().is_terminal() {
            // A file is as wide as it needs.
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
        if coloured {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let numbers: Vec<bool> = header.iter().map(|name| name.starts_with('#')).collect();
        let cells = header.iter().zip(&numbers).map(|(name, number)| {
            let cell = aligned(name.trim_start_matches('#'), *number);
            if coloured { cell.add_attribute(Attribute::Bold) } else { cell }
        });
        table.set_header(cells.collect::<Vec<Cell>>());
        Table { table, numbers, coloured }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.row_in(None, cells);
    }

    /// One more row that stands out: the best.
    pub fn best(&mut self, cells: impl IntoIterator<Item = String>) {
        self.row_in(Some(Color::Green), cells);
    }

    /// One more row that recedes: what is closed.
    pub fn faint(&mut self, cells: impl IntoIterator<Item = String>) {
        self.row_in(Some(Color::DarkGrey), cells);
    }

    fn row_in(&mut self, colour: Option<Color>, cells: impl IntoIterator<Item = String>) {
        let cells = cells.into_iter().zip(self.numbers.iter().chain(std::iter::repeat(&true))).map(|(text, number)| {
            let cell = aligned(&text, *number);
            match colour.filter(|_| self.coloured) {
                Some(colour) => cell.fg(colour),
                None => cell,
            }
        });
        self.table.add_row(cells.collect::<Vec<Cell>>());
    }

    /// The table as text, without blanks at the ends of lines.
    pub fn text(&self) -> String {
        let mut text: String = self.table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        // Each line begins with the padding of its first column.
        if text.lines().all(|line| line.is_empty() || line.starts_with(' ')) {
            text = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect();
        }
        text
    }
}

fn aligned(text: &str, number: bool) -> Cell {
    // What data hold is shown, never obeyed.
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    Cell::new(text).set_alignment(if number { CellAlignment::Right } else { CellAlignment::Left })
}

/// Only on a terminal, and not where `NO_COLOR` is set to something (no-color.org).
pub fn is_coloured() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stdout().is_terminal() && !refused
}

/// The unit over a column of one criterion.
pub fn heading(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Distance => "#km",
        Criterion::Time => "#days",
        Criterion::Cost => "#US$",
        Criterion::Crossings => "#borders",
        Criterion::Risk => "#risk",
        Criterion::Emissions => "#kg CO2e",
    }
}

/// A value as tables show it: days for hours, whole numbers otherwise, `-` where the network has none.
pub fn shown(value: Option<f64>, criterion: Criterion) -> String {
    match (value, criterion) {
        (None, _) => "-".to_owned(),
        (Some(value), Criterion::Time) => format!("{:.1}", value / 24.0),
        (Some(value), _) => grouped(value),
    }
}

/// A value of a route.
pub fn of_route(route: &Route, criterion: Criterion) -> String {
    shown(route.value(criterion), criterion)
}

/// `1234.5` as `1,235`.
pub fn grouped(value: f64) -> String {
    km(value).to_string().trim_end_matches(" km").to_owned()
}
