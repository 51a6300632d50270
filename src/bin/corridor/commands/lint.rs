//! `lint`: everything that is wrong with data.

use crate::answer::{Answer, Failure};
use crate::args::{Common, Format, Lint as Args};
use crate::ask::Asked;
use crate::commands::csv_of;
use crate::document::{AnswerDocument, Document, LintDocument, NetworkDocument, ProblemDocument};
use corridor::{LoadError, Network, Problem};

pub fn run(common: &Common, args: &Args) -> Result<Answer, Failure> {
    if common.format == Format::Geojson {
        return Err(Failure::no_form("lint", common.format, "table, json or csv"));
    }
    common.refuse("lint", "name the folder and the files to check: corridor lint DIR FILE")?;
    let (problems, network) = match Asked::load(&args.paths)? {
        Ok(network) => (Vec::new(), Some(network)),
        Err(LoadError::Invalid(invalid)) => (invalid.problems().to_vec(), None),
        Err(other) => return Err(other.into()),
    };
    let warnings = network.as_ref().map(Network::length_warnings).unwrap_or_default();
    let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let verdict = match (&network, problems.len()) {
        (Some(network), _) => {
            let counts = [
                (network.nodes().len(), "place"),
                (network.links().len(), "link"),
                (network.crossings().len(), "crossing"),
                (network.corridors().len(), "corridor"),
            ];
            let counts = counts.map(|(count, what)| counted(count, what)).join(", ");
            format!("{}: no problem; {counts}", paths.join(", "))
        }
        (None, count) => format!("{}: {}", paths.join(", "), counted(count, "problem")),
    };
    let text = match common.format {
        Format::Json => {
            let documents = |of: &[Problem]| of.iter().map(document).collect();
            let answer =
                AnswerDocument::Lint(LintDocument { problems: documents(&problems), warnings: documents(&warnings) });
            // What is wrong is no network, and has no hash.
            let checked = network.as_ref().map(|network| NetworkDocument::new(network, network, None));
            Document::on(checked, answer).text()?
        }
        Format::Csv => {
            let row = |kind: &'static str| {
                move |problem: &Problem| {
                    let found = document(problem);
                    let line = found.line.map_or(String::new(), |line| line.to_string());
                    vec![kind.to_owned(), found.file.unwrap_or_default(), line, found.message]
                }
            };
            let rows = problems.iter().map(row("problem")).chain(warnings.iter().map(row("warning")));
            csv_of(&["kind", "file", "line", "message"], rows)?
        }
        _ => {
            let lines = problems.iter().map(|problem| format!("{problem}\n"));
            let warned = warnings.iter().map(|problem| format!("warning: {problem}\n"));
            let end = if network.is_some() { verdict.as_str() } else { "" };
            lines.chain(warned).collect::<String>() + end
        }
    };
    Ok(if network.is_some() { Answer::found(text) } else { Answer::wrong(text, verdict) })
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn document(problem: &Problem) -> ProblemDocument {
    let at = problem.location();
    let whole = problem.to_string();
    ProblemDocument {
        file: at.file().map(str::to_owned),
        line: at.file().map(|_| at.line()),
        message: whole.strip_prefix(&at.to_string()).unwrap_or(&whole).to_owned(),
    }
}
