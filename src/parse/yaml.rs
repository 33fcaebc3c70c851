//! YAML as a tree in which every value knows its place.
//!
//! In: the text of a file, or the front matter in it. Out: a [`Value`]; aliases are expanded, within
//! a budget. Types are not guessed: `no` is text until a field wants something else.
//!
//! What people write wrongly is mended where one thing alone can be meant, and told; then reading goes on, so
//! that one slip hides no other.

mod edits;
mod explain;
mod lines;
mod numbers;
mod pairs;
mod quotes;
mod signs;
mod slips;
mod surface;
mod tree;

use std::borrow::Cow;

use granit_parser::{Parser, options};

use super::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Located, Span};
use edits::{Edit, Mended};
use slips::{Slip, Tries};
use surface::Found;
use tree::{End, Tree};

/// The most slips of syntax that are told of one file.
const MOST_SLIPS: usize = 20;

/// A YAML value and where it stands.
#[derive(Clone, Debug)]
pub struct Value<'s> {
    /// What it is.
    pub kind: Kind<'s>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of YAML value.
#[derive(Clone, Debug)]
pub enum Kind<'s> {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, a number, a boolean: anything that is written in one go.
    Scalar(Scalar<'s>),
    /// A list.
    List(Vec<Value<'s>>),
    /// Keys with their values, in the order of writing; a repeated key was reported and dropped.
    Map(Vec<Entry<'s>>),
}

/// A scalar as it is read and as it was written.
#[derive(Clone, Debug)]
pub struct Scalar<'s> {
    /// The text after unescaping and folding.
    pub text: Cow<'s, str>,
    /// Whether it was written without quotes on one line, and so may be a number or a boolean.
    pub plain: bool,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// The key.
    pub key: Located<Cow<'s, str>>,
    /// The value.
    pub value: Value<'s>,
}

/// Reads the bytes `start..end` of a file as one YAML document. Spans count from the beginning of
/// the file.
pub fn parse_yaml<'s>(
    source: &Source<'s>,
    range: std::ops::Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value<'s>> {
    let text = &source.text[range.clone()];
    let surface = surface::look(text);
    let file = File { source, offset: range.start };
    diagnostics.extend(surface.found.into_iter().map(|found| file.diagnostic(found)));
    if surface.hopeless {
        return None;
    }
    let value = file.read(text, surface.edits, diagnostics);
    value.filter(|_| !surface.guessed)
}

/// How far reading came.
enum Attempt<'s> {
    /// To its end, or to what no guess can mend.
    Done(Option<Value<'s>>),
    /// To a slip.
    Mended(Slip),
}

/// The YAML in a file.
struct File<'a, 's> {
    source: &'a Source<'s>,
    offset: usize,
}

impl<'s> File<'_, 's> {
    /// Reads `text`, mending one slip after the other until it can be read as a whole.
    fn read(
        &self,
        text: &'s str,
        mut edits: Vec<Edit>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Value<'s>> {
        let mut tries = Tries::new();
        let mut guessed = false;
        for _ in 0..=MOST_SLIPS {
            match self.attempt(text, &edits, &mut tries, diagnostics) {
                // What was guessed is good for finding more slips, not for being believed.
                Attempt::Done(value) => return value.filter(|_| !guessed),
                Attempt::Mended(slip) => {
                    diagnostics.push(self.diagnostic(slip.found));
                    edits.extend(slip.edits);
                    guessed = true;
                }
            }
        }
        None
    }

    /// Reads `text` after `edits`, up to its end or to the next slip.
    fn attempt(
        &self,
        text: &'s str,
        edits: &[Edit],
        tries: &mut Tries,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Attempt<'s> {
        let mended = (!edits.is_empty()).then(|| Mended::new(text, edits));
        let now = mended.as_ref().map_or(text, |mended| &mended.text);
        let mut tree = Tree::new(self.source, self.offset, mended.as_ref(), now);
        let end = match &mended {
            None => tree.document(parser(text), |text| text),
            Some(mended) => {
                tree.document(parser(&mended.text), |text| Cow::Owned(text.into_owned()))
            }
        };
        let error = match end {
            End::Document(root) => {
                diagnostics.append(&mut tree.diagnostics);
                let span = Span::new(self.source.id, self.offset, self.offset);
                return Attempt::Done(Some(root.unwrap_or(Value { kind: Kind::Null, span })));
            }
            End::Told(root) => {
                diagnostics.append(&mut tree.diagnostics);
                return Attempt::Done(root);
            }
            End::Syntax(error) => error,
        };
        let at = error.marker().byte_offset().unwrap_or_default().min(now.len());
        let at = now.floor_char_boundary(at);
        let line = now[..at].rfind('\n').map_or(0, |end| end + 1);
        let (line, stop) = (tree.span(line..line).start, tree.span(at..at).start);
        let told = |from: u32, found: &[Diagnostic]| {
            let mut spans = found.iter().filter_map(|it| it.span);
            spans.any(|span| (from..=stop).contains(&span.start))
        };
        // What was found in the line already says why the rest of it cannot be read.
        if told(line, &tree.diagnostics) {
            diagnostics.append(&mut tree.diagnostics);
            return Attempt::Done(None);
        }
        let back = |at| mended.as_ref().map_or(at, |mended| mended.back(at));
        if let Some(slip) = slips::find(now, at, tries) {
            return Attempt::Mended(slip.moved(back));
        }
        // Without an explanation it may well follow from what was told before it.
        if !told(0, diagnostics) {
            let found = explain::explain(error.kind(), now, at);
            diagnostics.push(self.diagnostic(found.moved(back)));
        }
        Attempt::Done(None)
    }

    fn diagnostic(&self, found: Found) -> Diagnostic {
        let span = |range: std::ops::Range<usize>| {
            Span::new(self.source.id, self.offset + range.start, self.offset + range.end)
        };
        let diagnostic = Diagnostic::error(Code::YamlSyntax, span(found.range), found.message);
        let diagnostic = match found.note {
            Some((range, message)) => diagnostic.note(span(range), message),
            None => diagnostic,
        };
        diagnostic.help(found.help)
    }
}

/// The events of `text`.
fn parser(text: &str) -> Parser<'_, granit_parser::StrInput<'_>> {
    let options = options! { emit_comments: false, emit_unresolved_aliases: true };
    Parser::new_from_str_with_options(text, options)
}

/// Where `text` cannot be read any further.
fn stops_at(text: &str) -> Option<usize> {
    let error = parser(text).find_map(Result::err)?;
    Some(error.marker().byte_offset().unwrap_or_default())
}
