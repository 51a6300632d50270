//! Processor time of one thread, and the table in which it is printed.

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::Duration;

/// Microseconds for each question.
pub struct Times {
    pub name: &'static str,
    pub us: Vec<f64>,
}

impl Times {
    pub fn new(name: &'static str, questions: usize) -> Times {
        Times { name, us: vec![f64::INFINITY; questions] }
    }

    /// Times the answer to question `i` once more; the least counts.
    pub fn round<T>(&mut self, i: usize, answer: impl FnOnce() -> T) {
        self.us[i] = self.us[i].min(us(|| black_box(answer())).0);
    }

    pub fn quantile(&self, share: f64) -> f64 {
        quantile(self.us.clone(), share)
    }

    /// How many times as long as `other` this takes: the median over the questions.
    pub fn ratio(&self, other: &Times) -> f64 {
        quantile(self.us.iter().zip(&other.us).map(|(mine, theirs)| mine / theirs).collect(), 0.5)
    }
}

pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// Microseconds of processor time that something takes, and what comes of it.
pub fn us<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let began = ThreadTime::now();
    let made = run();
    (began.elapsed().as_secs_f64() * 1e6, made)
}

/// The least of several rounds, and what comes of the last.
pub fn least<T>(rounds: usize, mut run: impl FnMut() -> T) -> (f64, T) {
    let (mut least, mut made) = us(&mut run);
    for _ in 1..rounds {
        let (time, again) = us(&mut run);
        (least, made) = (least.min(time), again);
    }
    (least, made)
}

pub fn heading(title: &str) {
    println!("\n{title:<58} {:>11} {:>11} {:>9}", "median", "p95", "ratio");
}

pub fn time(us: f64) -> String {
    let time = Duration::from_secs_f64(us / 1e6);
    if us < 1e3 {
        format!("{us:.1} us")
    } else if us < 1e6 {
        format!("{:.2} ms", us / 1e3)
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}

/// A group: the first is corridor's, to which the others are compared.
pub fn group(title: &str, rows: &[&Times]) {
    heading(title);
    for row in rows {
        let (median, p95) = (time(row.quantile(0.5)), time(row.quantile(0.95)));
        println!("  {:<56} {median:>11} {p95:>11} {:>8.2}x", row.name, row.ratio(rows[0]));
    }
}

pub fn single(name: &str, us: f64) {
    println!("  {name:<56} {:>11}", time(us));
}

/// Targets, gathered to be printed at the end.
#[derive(Default)]
pub struct Targets(Vec<String>);

impl Targets {
    /// Times: less is better.
    pub fn below(&mut self, what: &str, us: f64, bar: f64, aim: f64) {
        self.push(what, time(us), time(bar), time(aim), us <= bar, us <= aim);
    }

    /// Times as fast as a peer: more is better.
    pub fn ahead(&mut self, what: &str, ratio: f64, bar: f64, aim: f64) {
        let times = |ratio: f64| format!("{ratio:.1}x");
        self.push(what, times(ratio), times(bar), times(aim), ratio >= bar, ratio >= aim);
    }

    fn push(&mut self, what: &str, found: String, bar: String, aim: String, bar_met: bool, aim_met: bool) {
        let verdict = |met: bool| if met { "met" } else { "MISSED" };
        let verdicts = (verdict(bar_met), verdict(aim_met));
        self.0.push(format!("  {what:<60} {found:>10} {bar:>10} {:<7} {aim:>10} {:<7}", verdicts.0, verdicts.1));
    }

    pub fn print(&self) {
        println!("\n{:<62} {:>10} {:>10} {:<7} {:>10} {:<7}", "targets", "found", "bar", "", "aim", "");
        self.0.iter().for_each(|line| println!("{line}"));
    }
}

/// Bytes of memory that this program holds, where Linux tells.
pub fn held() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split_ascii_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok())
        .map_or(f64::NAN, |pages| pages * 4096.0)
}
