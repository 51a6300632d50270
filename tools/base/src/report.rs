//! What the builder did, line by line: printed, and written beside the file.

#[derive(Default)]
pub struct Report {
    pub lines: Vec<String>,
    pub bar: Option<indicatif::ProgressBar>,
}

impl Report {
    pub fn say(&mut self, line: String) {
        match &self.bar {
            Some(bar) => bar.suspend(|| println!("{line}")),
            None => println!("{line}"),
        }
        self.lines.push(line);
    }
}
