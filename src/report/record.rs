//! Diagnostics for machines.
//!
//! In: a diagnostic and its place. Out: a [`Record`], which `--format json` prints and the browser
//! overlay shows.

use serde::Serialize;

use super::cut::{Pieces, pieces};
use super::place::{Lines, Place};
use super::prose::french;
use super::{Found, Noted};
use crate::diagnostic::Severity;

/// How much of the line is given.
const SOURCE_LENGTH: usize = 200;

/// A diagnostic with the words and the numbers of its place. Lines and columns count from 1, columns
/// in characters; `start` and `end` are bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record<'s> {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The name of the rule.
    pub code: &'static str,
    /// The path below the site's root.
    pub file: Option<&'s str>,
    /// The line where it begins.
    pub line: Option<usize>,
    /// The column where it begins.
    pub column: Option<usize>,
    /// The line where it ends.
    pub end_line: Option<usize>,
    /// The column behind its end.
    pub end_column: Option<usize>,
    /// The first byte.
    pub start: Option<u32>,
    /// The byte behind the last.
    pub end: Option<u32>,
    /// The line where it begins, cut around the place if it is long.
    pub source: Option<String>,
    /// Which characters of `source` it is about: the first, and the one behind the last.
    pub mark: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that explain it.
    pub notes: Vec<NoteRecord<'s>>,
}

/// A place that explains a diagnostic; line and column as there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteRecord<'s> {
    /// The path below the site's root.
    pub file: &'s str,
    /// The line where it begins, unless the file has no text.
    pub line: Option<usize>,
    /// The column where it begins.
    pub column: Option<usize>,
    /// What is there.
    pub message: String,
}

impl<'s> Record<'s> {
    pub(super) fn new(found: &Found<'s>, lines: &Lines<'s>) -> Self {
        let diagnostic = found.diagnostic;
        let readable = found.at.filter(|(file, _)| file.text.is_some()).map(|(_, span)| span);
        let start = readable.map(|span| lines.place(span.start));
        let end = readable.map(|span| lines.place(span.end));
        let shown = start.zip(end).map(|(start, end)| shown_line(start, end));
        let (source, mark) = shown.unzip();
        Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.name(),
            file: found.path(),
            line: start.map(|place| place.number),
            column: start.map(|place| place.column),
            end_line: end.map(|place| place.number),
            end_column: end.map(|place| place.column),
            start: readable.map(|span| span.start),
            end: readable.map(|span| span.end),
            source,
            mark,
            message: french(&diagnostic.message),
            help: diagnostic.help.as_deref().filter(|help| !help.is_empty()).map(french),
            notes: found.notes.iter().map(NoteRecord::new).collect(),
        }
    }
}

impl<'s> NoteRecord<'s> {
    fn new(note: &Noted<'s>) -> Self {
        let lines = note.file.text.map(Lines::of);
        let place = lines.as_ref().map(|lines| lines.place(note.span.start));
        Self {
            file: note.file.path,
            line: place.map(|place| place.number),
            column: place.map(|place| place.column),
            message: french(note.message),
        }
    }
}

/// The line of `start`, cut around it, and the characters in it up to `end` or the end of the line.
fn shown_line(start: Place<'_>, end: Place<'_>) -> (String, (usize, usize)) {
    let Pieces { before, marked, after } = pieces(start, end, SOURCE_LENGTH, |_| 1);
    let first = before.concat().chars().count();
    let mark = (first, first + marked.chars().count());
    ([&before.concat(), marked, &after.concat()].concat(), mark)
}
