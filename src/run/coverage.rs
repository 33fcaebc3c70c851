//! `pasapas coverage`: which academy offers which guide, and what is missing.
//!
//! In: its options. Out: a table or JSON on the standard output; problems of the site on the
//! standard error.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::End;
use super::build::{no_folder, problems};
use super::console::Console;
use super::load::load;
use crate::cli::{self, Format};
use crate::diagnostic::has_errors;
use crate::report::{Record, prose::french, records, report, to_json};
use crate::resolve::coverage::{Cell, Coverage};

const LEGEND: &str =
    "✓ proposé   propre : guide de l’académie   – non prévu   ✗ il manque quelque chose";

/// What `--format json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(flatten)]
    coverage: &'a Coverage,
    diagnostics: Vec<Record<'a>>,
}

pub(super) fn coverage(options: &cli::Coverage, console: &Console) -> io::Result<End> {
    let site = &options.site;
    if !site.root.is_dir() {
        return Ok(no_folder(&site.root, *console));
    }
    let loaded = load(site, false);
    let sources = loaded.sources(&loaded.diagnostics);
    let sources = |id| sources.get(id);
    let diagnostics = &loaded.diagnostics;
    let coverage = loaded.plan.coverage();
    let ok = !has_errors(diagnostics);
    match site.format {
        Format::Json => {
            let answer = Answer { ok, coverage, diagnostics: records(diagnostics, &sources) };
            console.out(&to_json(&answer))?;
        }
        Format::Text => {
            if !coverage.rows.is_empty() {
                console.out(&french(&draw(coverage, console.table_width())))?;
            }
            if !diagnostics.is_empty() {
                console.err(&report(diagnostics, &sources, console.style()));
                console.err(&problems(diagnostics));
            }
        }
    }
    Ok(if ok { End::Fine } else { End::Errors })
}

/// The tables, as many as the width asks for, and the list of what is missing.
fn draw(coverage: &Coverage, width: usize) -> String {
    let mut gaps = Vec::new();
    let cells = cells(coverage, &mut gaps);
    let titles = coverage.rows.iter().map(|row| row.title.width()).max().unwrap_or_default();
    let mut out = String::new();
    for columns in columns_that_fit(coverage, titles, width) {
        let header = std::iter::once("").chain(columns.clone().map(|at| &*coverage.academies[at]));
        let widths: Vec<usize> = std::iter::once(titles)
            .chain(columns.clone().map(|at| column_width(coverage, at)))
            .collect();
        draw_row(&mut out, header, &widths);
        for (row, cells) in coverage.rows.iter().zip(&cells) {
            let cells = columns.clone().map(|at| &*cells[at]);
            draw_row(&mut out, std::iter::once(&*row.title).chain(cells), &widths);
        }
        out.push('\n');
    }
    out.push_str(LEGEND);
    out.push('\n');
    draw_list(&mut out, "Il manque :", &gaps);
    draw_list(&mut out, "Liens qui mènent à la page commune du guide :", &detours(coverage));
    out
}

/// The text of each cell; what is missing goes to `gaps`, whose number the cell shows.
fn cells(coverage: &Coverage, gaps: &mut Vec<String>) -> Vec<Vec<String>> {
    let mut text = |title: &str, academy: &str, cell: &Cell| match cell {
        Cell::Offered { own: true } => "propre".to_owned(),
        Cell::Offered { own: false } => "✓".to_owned(),
        Cell::Excluded => "–".to_owned(),
        Cell::Missing { missing } => {
            gaps.push(format!("{title}, {academy} : {}", missing.join(" ; ")));
            format!("✗ {}", gaps.len())
        }
    };
    let rows = coverage.rows.iter().map(|row| {
        let cells = coverage.academies.iter().zip(&row.cells);
        cells.map(|(academy, cell)| text(&row.title, academy, cell)).collect()
    });
    rows.collect()
}

fn detours(coverage: &Coverage) -> Vec<String> {
    let detours = coverage.detours.iter();
    detours.map(|it| format!("{}/{} vers {}", it.academy, it.guide, it.target)).collect()
}

fn column_width(coverage: &Coverage, at: usize) -> usize {
    coverage.academies[at].width().max("propre".len())
}

/// Groups of columns, each as wide as the terminal at most, but never empty.
fn columns_that_fit(
    coverage: &Coverage,
    titles: usize,
    width: usize,
) -> Vec<std::ops::Range<usize>> {
    let mut groups = Vec::new();
    let (mut start, mut used) = (0, titles);
    for at in 0..coverage.academies.len() {
        let column = column_width(coverage, at) + 2;
        if at > start && used + column > width {
            groups.push(start..at);
            (start, used) = (at, titles);
        }
        used += column;
    }
    groups.push(start..coverage.academies.len());
    groups
}

fn draw_row<'t>(out: &mut String, texts: impl Iterator<Item = &'t str>, widths: &[usize]) {
    let mut row = String::new();
    for (text, width) in texts.zip(widths) {
        let space = width.saturating_sub(text.width()) + 2;
        row.push_str(text);
        row.extend(std::iter::repeat_n(' ', space));
    }
    out.push_str(row.trim_end());
    out.push('\n');
}

fn draw_list(out: &mut String, title: &str, entries: &[String]) {
    if entries.is_empty() {
        return;
    }
    out.push('\n');
    out.push_str(title);
    out.push('\n');
    for (number, entry) in (1..).zip(entries) {
        writeln!(out, "{number:>4}. {entry}").expect("a String takes every text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::coverage::{Detour, Row};

    fn example() -> Coverage {
        let missing = vec!["procédure « connexion »".to_owned(), "valeur « x »".to_owned()];
        Coverage {
            academies: vec!["creteil".to_owned(), "lille".to_owned()],
            rows: vec![
                Row {
                    guide: "se-connecter".to_owned(),
                    title: "Se connecter".to_owned(),
                    cells: vec![Cell::Offered { own: false }, Cell::Missing { missing }],
                },
                Row {
                    guide: "cle".to_owned(),
                    title: "Clé".to_owned(),
                    cells: vec![Cell::Excluded, Cell::Offered { own: true }],
                },
            ],
            detours: vec![Detour {
                academy: "lille".to_owned(),
                guide: "cle".to_owned(),
                target: "se-connecter".to_owned(),
            }],
        }
    }

    #[test]
    fn a_table_and_what_is_missing() {
        assert_eq!(
            draw(&example(), 80),
            format!(
                "              creteil  lille\n\
                 Se connecter  ✓        ✗ 1\n\
                 Clé           –        propre\n\n\
                 {LEGEND}\n\n\
                 Il manque :\n   \
                 1. Se connecter, lille : procédure « connexion » ; valeur « x »\n\n\
                 Liens qui mènent à la page commune du guide :\n   \
                 1. lille/cle vers se-connecter\n"
            )
        );
    }

    #[test]
    fn a_narrow_terminal_gets_several_tables() {
        let table = draw(&example(), 22);
        let headers: Vec<&str> =
            table.lines().filter(|line| line.starts_with("   ")).map(str::trim).collect();
        assert_eq!(headers[..2], ["creteil", "lille"]);
    }
}
