//! Tables for a terminal: aligned, as wide as it is, coloured where someone looks.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table as Comfy, TableStyle, Width,
};
use corridor::{Criterion, Route, km};
use std::io::IsTerminal;

/// A table whose text columns stand to the left and whose numbers stand to the right.
pub struct Table {
    header: Vec<String>,
    numbers: Vec<bool>,
    rows: Vec<(Option<Color>, Vec<String>)>,
}

/// Blanks between two columns.
const GAP: usize = 2;
/// A blank at which no line is broken.
const GLUE: &str = "\u{a0}";

impl Table {
    /// A table with these columns; `#` before a name says that it holds numbers.
    pub fn new(header: &[&str]) -> Table {
        Table {
            header: header.iter().map(|name| visible(name.trim_start_matches('#'))).collect(),
            numbers: header.iter().map(|name| name.starts_with('#')).collect(),
            rows: Vec::new(),
        }
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
        self.rows.push((colour, cells.into_iter().map(|cell| visible(&cell)).collect()));
    }

    /// Whether it has room side by side: numbers whole, texts wrapped between words.
    pub fn fits(&self) -> bool {
        let least: usize = (0..self.header.len()).map(|column| self.least(column) + GAP).sum();
        width().is_none_or(|width| least <= width + GAP)
    }

    /// The cells of a column, with its name.
    fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |(_, cells)| cells.get(column));
        cells.chain(self.header.get(column)).map(String::as_str)
    }

    /// The least width of a column.
    fn least(&self, column: usize) -> usize {
        let longest = |text: &str| match self.numbers[column] {
            true => text.chars().count(),
            false => text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0),
        };
        self.column(column).map(longest).max().unwrap_or(0)
    }

    /// The table as text, without blanks at the ends of lines; one row below the other where it has no room.
    pub fn text(self) -> String {
        if !self.fits() {
            return self.stacked(width().unwrap_or(usize::MAX));
        }
        let coloured = is_coloured();
        let mut table = Comfy::new();
        table.load_style(TableStyle::new());
        // A file is as wide as it needs; a terminal tells how wide it is.
        if let Some(width) = width() {
            // What is cut off are the blanks after the last column.
            table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width((width + GAP - 1).min(usize::from(u16::MAX)) as u16);
        }
        if coloured {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let cells = self.header.iter().zip(&self.numbers).map(|(name, number)| {
            let cell = aligned(name, *number);
            if coloured { cell.add_attribute(Attribute::Bold) } else { cell }
        });
        table.set_header(cells.collect::<Vec<Cell>>());
        for (colour, cells) in &self.rows {
            let cells = cells.iter().zip(self.numbers.iter().chain(std::iter::repeat(&true))).map(|(text, number)| {
                let cell = aligned(text, *number);
                match colour.filter(|_| coloured) {
                    Some(colour) => cell.fg(colour),
                    None => cell,
                }
            });
            table.add_row(cells.collect::<Vec<Cell>>());
        }
        for (column, number) in self.numbers.iter().enumerate() {
            let least = self.least(column) as u16 + if column == 0 { 1 } else { GAP as u16 };
            if let Some(column) = table.column_mut(column) {
                column.set_constraint(match number {
                    true => ColumnConstraint::ContentWidth,
                    false => ColumnConstraint::LowerBoundary(Width::Fixed(least)),
                });
            }
        }
        if let Some(first) = table.column_mut(0) {
            first.set_padding((0, 1));
        }
        table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// Each row as its name, and below it what the columns say, told by their names.
    fn stacked(&self, width: usize) -> String {
        let named = |cells: &[String]| {
            let name = self.numbers.iter().position(|number| !number).unwrap_or(0);
            let title: Vec<&str> =
                cells.iter().take(name + 1).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            let told = self.header.iter().zip(cells).skip(name + 1).filter(|(_, cell)| !cell.trim().is_empty());
            // What belongs together stays on a line, where there is room for it.
            let whole = |pair: String| if pair.chars().count() + 5 > width { pair } else { pair.replace(' ', GLUE) };
            let told: Vec<String> =
                told.map(|(name, cell)| whole(format!("{name} {}", cell.trim()).trim().to_owned())).collect();
            (title.join(" "), told.join("; "))
        };
        let mut text = String::new();
        for (colour, cells) in &self.rows {
            let (title, told) = named(cells);
            let title = if title.is_empty() { title } else { folded(&title, width, 4) + "\n" };
            let style = match colour.filter(|_| is_coloured()) {
                Some(Color::Green) => ("\u{1b}[32m", "\u{1b}[39m"),
                Some(_) => ("\u{1b}[90m", "\u{1b}[39m"),
                None => ("", ""),
            };
            let told = folded(&format!("    {told}"), width, 0).replace(GLUE, " ");
            text.push_str(&format!("{}{title}{told}\n{}", style.0, style.1));
        }
        text
    }
}

/// What data hold is shown, never obeyed.
fn visible(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// How wide a line may be: as `COLUMNS` says, else as the terminal is; a file has no limit.
pub fn width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let seen = || Comfy::new().width().filter(|_| std::io::stdout().is_terminal()).map(usize::from);
    said.filter(|columns| *columns > 0).or_else(seen).map(|width| width.max(20))
}

/// A text if it fits the terminal, or else a narrower one.
pub fn unless_it_fits(text: String, narrower: impl FnOnce() -> String) -> String {
    let fits = |width| text.lines().all(|line| line.chars().count() <= width);
    if width().is_none_or(fits) { text } else { narrower() }
}

/// A text whose lines fit the terminal: those that are too long go on below, set in.
pub fn fitted(text: &str) -> String {
    let Some(width) = width() else { return text.to_owned() };
    // A line with colours is of a table, which fits.
    let fits = |line: &str| line.contains('\u{1b}') || line.chars().count() <= width;
    let line = |line: &str| if fits(line) { line.to_owned() } else { folded(line, width, 2) };
    text.lines().map(|text| line(text) + "\n").collect()
}

/// A line broken between words, the rest set in by so much more than the first.
fn folded(line: &str, width: usize, hang: usize) -> String {
    let first = line.len() - line.trim_start().len();
    let (mut text, mut used) = (" ".repeat(first), first);
    let indent = first + hang;
    let mut fresh = true;
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let long = word.chars().count();
        if !fresh && used + 1 + long > width {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            (used, fresh) = (indent, true);
        }
        if !fresh {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        (used, fresh) = (used + long, false);
    }
    text
}

fn aligned(text: &str, number: bool) -> Cell {
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

/// A difference with its sign, `=` if there is none.
pub fn signed(value: f64, criterion: Criterion) -> String {
    let text = shown(Some(value), criterion);
    match text.chars().all(|digit| matches!(digit, '0' | '.' | '-')) {
        true => "=".to_owned(),
        false if value > 0.0 => format!("+{text}"),
        false => text,
    }
}

/// `1234.5` as `1,235`.
pub fn grouped(value: f64) -> String {
    km(value).to_string().trim_end_matches(" km").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(folded("borders: Torkham 54 h", 12, 2), "borders:\n  Torkham 54\n  h");
        assert_eq!(folded("  km 5,124; borders 4", 16, 2), "  km 5,124;\n    borders 4");
        assert_eq!(folded("Turkmenbashi", 4, 2), "Turkmenbashi");
    }

    #[test]
    fn rows_without_room_stand_below_each_other() {
        let mut table = Table::new(&["#", "corridor", "#km", "closed"]);
        table.row(["1.", "Over the Khyber Pass", "1,666", "Torkham"].map(str::to_owned));
        table.row(["", "", "7", ""].map(str::to_owned));
        let wanted = "1. Over the\n    Khyber Pass\n    km 1,666;\n    closed\n    Torkham\n    km 7\n";
        assert_eq!(table.stacked(15), wanted);
    }
}
