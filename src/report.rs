//! Draws what is wrong with a site. Nothing else knows how a diagnostic looks.
//!
//! In: [`Diagnostic`]s and a way to the sources that they speak of. Out: text for a terminal, or
//! records for machines; both show the same diagnostics in the same order. Nothing is read or
//! printed here, and no character of a source can command a terminal.

mod cut;
mod draw;
mod place;
pub(crate) mod prose;
mod record;

use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Note, Severity};
use crate::span::{FileId, Span};
use place::Lines;

pub use record::{NoteRecord, Record};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people at a terminal.
    Terminal {
        /// Whether it shows colours.
        color: bool,
        /// Its width in cells.
        width: usize,
    },
    /// For people, in a file or a log.
    Plain,
    /// For machines: one JSON array.
    Json,
}

/// A file that diagnostics speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceFile<'s> {
    /// Its path below the site's root.
    pub path: &'s str,
    /// Its text, without a byte order mark, unless it is not UTF-8.
    pub text: Option<&'s str>,
}

/// The way from the id of a file to the file.
pub type Sources<'f, 's> = &'f dyn Fn(FileId) -> Option<SourceFile<'s>>;

/// A diagnostic with the file that it speaks of.
struct Found<'s> {
    diagnostic: &'s Diagnostic,
    /// Its place, if the file is known.
    at: Option<(SourceFile<'s>, Span)>,
    /// The other places, whose files are known.
    notes: Vec<Noted<'s>>,
}

/// A place that explains a diagnostic.
struct Noted<'s> {
    file: SourceFile<'s>,
    span: Span,
    message: &'s str,
}

/// All of the diagnostics, sorted by path and place, as text in this style.
#[must_use]
pub fn report<'s>(diagnostics: &'s [Diagnostic], sources: Sources<'_, 's>, style: Style) -> String {
    match style {
        Style::Terminal { color, width } => draw::draw(diagnostics, sources, color, width),
        Style::Plain => draw::draw(diagnostics, sources, false, draw::PLAIN_WIDTH),
        Style::Json => to_json(&records(diagnostics, sources)),
    }
}

/// As many problems as anybody reads at once, errors first; machines are given all of them.
pub(crate) const MOST_SHOWN: usize = 50;

/// `value` as JSON for people who look at it too: what could command their terminal is escaped.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value);
    let json = json.expect("reports hold only texts, numbers and lists");
    if json.is_ascii() && !json.contains('\x7F') {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for char in json.chars() {
        // Line ends are between the texts: in them they are escaped.
        if char == '\n' || prose::visible(char) == char {
            escaped.push(char);
        } else {
            let units = char.encode_utf16(&mut [0; 2]).to_vec();
            for unit in units {
                _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

/// All of the diagnostics, sorted by path and place, for machines.
#[must_use]
pub fn records<'s>(diagnostics: &'s [Diagnostic], sources: Sources<'_, 's>) -> Vec<Record<'s>> {
    let mut records = Vec::with_capacity(diagnostics.len());
    each(diagnostics, sources, |found, lines| records.push(Record::new(found, lines)));
    records
}

/// The line of a text, from 1, in which this byte stands.
#[must_use]
pub fn line_number(text: &str, offset: u32) -> usize {
    text[..text.floor_char_boundary(offset as usize)].matches('\n').count() + 1
}

/// Visits the diagnostics in order, with the lines of their files, which are counted once a file.
fn each<'s>(
    diagnostics: &'s [Diagnostic],
    sources: Sources<'_, 's>,
    mut visit: impl FnMut(&Found<'s>, &Lines<'s>),
) {
    let mut found: Vec<Found<'s>> =
        diagnostics.iter().map(|diagnostic| Found::new(diagnostic, sources)).collect();
    found.sort_by_cached_key(Found::order);
    for same_file in found.chunk_by(|a, b| a.path() == b.path()) {
        let text = same_file[0].at.and_then(|(file, _)| file.text);
        let lines = Lines::of(text.unwrap_or_default());
        for found in same_file {
            visit(found, &lines);
        }
    }
}

impl<'s> Found<'s> {
    fn new(diagnostic: &'s Diagnostic, sources: Sources<'_, 's>) -> Self {
        let at = diagnostic.span.and_then(|span| Some((sources(span.file)?, span)));
        let notes = diagnostic.notes.iter().filter_map(|Note { span, message }| {
            Some(Noted { file: sources(span.file)?, span: *span, message })
        });
        Self { diagnostic, at, notes: notes.collect() }
    }

    fn path(&self) -> Option<&'s str> {
        self.at.map(|(file, _)| file.path)
    }

    /// What has no place comes last, where it is read first.
    fn order(&self) -> (bool, Option<&'s str>, u32, Severity, &'static str, &'s str) {
        let start = self.at.map_or(0, |(_, span)| span.start);
        let Diagnostic { severity, code, message, .. } = self.diagnostic;
        (self.at.is_none(), self.path(), start, *severity, code.name(), message)
    }
}

#[cfg(test)]
mod tests;
