//! The command line: `corridor rank karachi almaty`.

mod answer;
mod args;
mod ask;
mod commands;
mod document;
mod progress;
mod table;
mod words;

use answer::{Answer, Failure};
use args::{Cli, Command, Format};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::io::{self, ErrorKind as IoKind, Write};
use std::process::ExitCode;

/// A route, or whatever was asked, was found and written.
const FOUND: u8 = 0;
/// There is no route.
const NO_ROUTE: u8 = 1;
/// The input is wrong, or the answer cannot be written.
const WRONG: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match run(&cli) {
        Ok(answer) => write(&answer),
        Err(failure) => {
            complain(&failure.to_string());
            ExitCode::from(WRONG)
        }
    }
}

fn run(cli: &Cli) -> Result<Answer, Failure> {
    let mut answer = answered(cli)?;
    let is_table = cli.common.format == Format::Table;
    // Schemas and completions are for programs, and a problem in data stands on a line of its own.
    if is_table && !matches!(cli.command, Command::Schema | Command::Completions { .. } | Command::Lint(_)) {
        answer.text = table::fitted(&answer.text);
    }
    Ok(answer)
}

fn answered(cli: &Cli) -> Result<Answer, Failure> {
    let common = &cli.common;
    match &cli.command {
        Command::Rank(args) => commands::rank::run(common, args),
        Command::Journey(args) => commands::journey::run(common, args),
        Command::Front(args) => commands::front::run(common, args),
        Command::Why(args) => commands::why::run(common, args),
        Command::Alternatives(args) => commands::alternatives::run(common, args),
        Command::WhatIf(args) => commands::what_if::run(common, args),
        Command::Atlas(args) => commands::atlas::run(common, args),
        Command::Matrix(args) => commands::matrix::run(common, args),
        Command::Reach(args) => commands::reach::run(common, args),
        Command::Indicators(args) => commands::indicators::run(common, args),
        Command::Report(args) => commands::report::run(common, args),
        Command::Places(args) => commands::places::run(common, args),
        Command::Links(args) => commands::links::run(common, args),
        Command::Crossings(args) => commands::crossings::run(common, args),
        Command::Corridors(args) => commands::corridors::run(common, args),
        Command::Sources(args) => commands::sources::run(common, args),
        Command::Lint(args) => commands::lint::run(common, args),
        Command::Schema => {
            common.refuse("schema", "it is the same for all data")?;
            Ok(Answer::found(document::schema()))
        }
        Command::Completions { shell } => {
            common.refuse("completions", "they are the same for all data")?;
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "corridor", &mut text);
            Ok(Answer::found(String::from_utf8_lossy(&text).into_owned()))
        }
    }
}

/// Help and version are answers, the rest is wrong input.
fn usage(error: &clap::Error) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // Nothing is left to say where it cannot be printed.
    let _ = error.print();
    ExitCode::from(if asked { FOUND } else { WRONG })
}

/// The answer to standard output, the reason why there is no route to standard error.
fn write(answer: &Answer) -> ExitCode {
    let text = answer.text.trim_end_matches('\n');
    let mut out = io::stdout().lock();
    let written = if text.is_empty() { out.flush() } else { writeln!(out, "{text}").and_then(|()| out.flush()) };
    match written {
        Ok(()) => {}
        // A reader that has seen enough, such as `head`, is no fault.
        Err(error) if error.kind() == IoKind::BrokenPipe => {}
        Err(error) => {
            complain(&format!("the answer cannot be written: {error}; check where standard output leads"));
            return ExitCode::from(WRONG);
        }
    }
    if let Some(reason) = &answer.note {
        complain(reason);
    }
    ExitCode::from(answer.status)
}

fn complain(text: &str) {
    // Where standard error is closed there is no one to tell.
    let _ = writeln!(io::stderr(), "{text}");
}
