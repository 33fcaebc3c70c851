//! Diagnostics for people: the message, the line of the source, what to do.
//!
//! In: diagnostics and sources. Out: text, coloured or not.
//!
//! ```text
//! erreur[unknown-key]: Guide : la clé « titel » n’existe pas.
//!   ┌─ content/a.md:2:1
//!   │
//! 2 │ titel: X
//!   │ ━━━━━
//!   └ aide : Vouliez-vous dire « title » ?
//! ```
//!
//! Other places that explain it come between the line and the help, each after `├─`.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::cut::{Pieces, pieces};
use super::place::{Lines, Place};
use super::prose::{french, visible};
use super::{Found, MOST_SHOWN, Noted, SourceFile, Sources, each};
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;

/// The width where there is no terminal.
pub(super) const PLAIN_WIDTH: usize = 120;
/// Narrower than this, nothing useful can be shown of a line.
const LEAST_WIDTH: usize = 24;
/// A tabulation is shown as this many spaces, wherever it stands.
const TAB: usize = 4;

/// The colours of the parts, or no colours.
#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

/// What is drawn in one colour.
#[derive(Clone, Copy)]
enum Ink {
    Severity(Severity),
    Frame,
    Bold,
}

pub(super) fn draw<'s>(
    diagnostics: &'s [Diagnostic],
    sources: Sources<'_, 's>,
    color: bool,
    width: usize,
) -> String {
    let mut out = String::new();
    let mut room = Room::of(diagnostics);
    each(diagnostics, sources, |found, lines| {
        if !room.takes(found.diagnostic.severity) {
            return;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        draw_one(&mut out, found, lines, Paint { color }, width.max(LEAST_WIDTH));
    });
    if let Some(rest) = room.rest() {
        line(&mut out, "");
        line(&mut out, &french(&rest));
    }
    out
}

/// How many problems are still shown: errors before warnings.
struct Room {
    errors: usize,
    warnings: usize,
    left_out: usize,
}

impl Room {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let all = diagnostics.iter().filter(|it| it.is_error()).count();
        let errors = all.min(MOST_SHOWN);
        Self { errors, warnings: MOST_SHOWN - errors, left_out: 0 }
    }

    /// Whether one more is shown.
    fn takes(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        let taken = *left > 0;
        *left -= usize::from(taken);
        self.left_out += usize::from(!taken);
        taken
    }

    /// What is said of the others.
    fn rest(&self) -> Option<String> {
        match self.left_out {
            0 => None,
            1 => Some("… et un autre problème : corrigez d’abord ceux-ci.".to_owned()),
            more => Some(format!("… et {more} autres problèmes : corrigez d’abord ceux-ci.")),
        }
    }
}

fn draw_one(out: &mut String, found: &Found<'_>, lines: &Lines<'_>, paint: Paint, width: usize) {
    let Diagnostic { severity, code, message, help, .. } = found.diagnostic;
    let word = match severity {
        Severity::Error => "erreur",
        Severity::Warning => "avertissement",
    };
    let head = paint.ink(Ink::Severity(*severity), &format!("{word}[{}]", code.name()));
    let message = paint.ink(Ink::Bold, &plain_line(&french(message)));
    line(out, &format!("{head}: {message}"));
    let frame = Frame { paint, width, digits: digits(found, lines) };
    if let Some((file, span)) = found.at {
        frame.place(out, lines, (file, span), ("┌─", Ink::Severity(*severity), ""));
    }
    for Noted { file, span, message } in &found.notes {
        let words = format!("\u{A0}: {}", plain_line(&french(message)));
        let lines = other_lines(found, file, lines);
        frame.place(out, &lines, (*file, *span), ("├─", Ink::Frame, &words));
    }
    if let Some(help) = help.as_ref().filter(|help| !help.is_empty()) {
        let corner = paint.ink(Ink::Frame, "└");
        let margin = frame.margin();
        line(out, &format!("{margin} {corner} aide\u{A0}: {}", plain_line(&french(help))));
    }
}

/// The lines of the file of a note: those that are there already, if it is the same file.
fn other_lines<'l, 's>(
    found: &Found<'_>,
    file: &SourceFile<'s>,
    lines: &'l Lines<'s>,
) -> Cow<'l, Lines<'s>> {
    if found.path() == Some(file.path) {
        return Cow::Borrowed(lines);
    }
    Cow::Owned(Lines::of(file.text.unwrap_or_default()))
}

/// How many digits the longest line number takes that is shown.
fn digits(found: &Found<'_>, lines: &Lines<'_>) -> usize {
    let notes = found.notes.iter().map(|note| (note.file, note.span));
    let numbers = found.at.into_iter().chain(notes).filter(|(file, span)| has_line(file, *span));
    let lengths = numbers.map(|(file, span)| {
        other_lines(found, &file, lines).place(span.start).number.to_string().len()
    });
    lengths.max().unwrap_or(1)
}

/// Whether there is a line to show: a file as a whole has none.
fn has_line(file: &SourceFile<'_>, span: Span) -> bool {
    file.text.is_some() && (span.start, span.end) != (0, 0)
}

/// What is the same for all places of one diagnostic.
struct Frame {
    paint: Paint,
    width: usize,
    digits: usize,
}

impl Frame {
    /// The room that line numbers need.
    fn margin(&self) -> String {
        " ".repeat(self.digits)
    }

    /// Draws a path with words behind it and, if there is one, the line with marks in `ink`.
    fn place(
        &self,
        out: &mut String,
        lines: &Lines<'_>,
        (file, span): (SourceFile<'_>, Span),
        (corner, ink, words): (&str, Ink, &str),
    ) {
        let (paint, margin) = (self.paint, self.margin());
        let path = plain_line(file.path);
        let corner = paint.ink(Ink::Frame, corner);
        if !has_line(&file, span) {
            line(out, &format!("{margin} {corner} {path}{words}"));
            return;
        }
        let (start, end) = (lines.place(span.start), lines.place(span.end));
        let number = format!("{:>1$}", start.number, self.digits);
        let bar = paint.ink(Ink::Frame, "│");
        line(out, &format!("{margin} {corner} {path}:{}:{}{words}", start.number, start.column));
        line(out, &format!("{margin} {bar}"));
        let (shown, mark) = draw_line(start, end, self.width - self.digits - 3);
        line(out, &format!("{} {bar} {shown}", paint.ink(Ink::Frame, &number)));
        let (spaces, mark) = mark.split_at(mark.len() - mark.trim_start().len());
        line(out, &format!("{margin} {bar} {spaces}{}", paint.ink(ink, mark)));
    }
}

/// The line of `start`, and the marks under it up to `end` or the end of the line.
fn draw_line(start: Place<'_>, end: Place<'_>, cells: usize) -> (String, String) {
    let Pieces { before, marked, after } = pieces(start, end, cells, cells_of);
    let all = before.into_iter().chain([marked]).chain(after);
    let shown: String = all.flat_map(str::chars).flat_map(shown).collect();
    let indent: usize = before.into_iter().map(cells_in).sum();
    let mark = "━".repeat(cells_in(marked).max(1));
    (shown, format!("{}{mark}", " ".repeat(indent)))
}

fn cells_in(text: &str) -> usize {
    text.chars().map(cells_of).sum()
}

fn cells_of(char: char) -> usize {
    if char == '\t' { TAB } else { visible(char).width().unwrap_or(0) }
}

fn shown(char: char) -> impl Iterator<Item = char> {
    let (char, times) = if char == '\t' { (' ', TAB) } else { (visible(char), 1) };
    std::iter::repeat_n(char, times)
}

/// A text that cannot break out of its line.
fn plain_line(text: &str) -> String {
    let breaks = |char| matches!(char, '\n' | '\t' | '\u{2028}' | '\u{2029}');
    text.chars().map(|char| if breaks(char) { ' ' } else { visible(char) }).collect()
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{}", text.trim_end()).expect("a String takes every text");
}

impl Paint {
    fn ink(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Severity(Severity::Error) => "1;31",
            Ink::Severity(Severity::Warning) => "1;33",
            Ink::Frame => "34",
            Ink::Bold => "1",
        };
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
