//! YAML as a tree in which every value knows its place.
//!
//! In: the text of a file, or the front matter in it. Out: a [`Value`]; aliases are expanded, within
//! a budget. Types are not guessed: `no` is text until a field wants something else.

mod slips;

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as YamlSpan, options};

use super::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Located, Span};

/// The most values in one file, expanded aliases included: an alias bomb stops here.
const BUDGET: usize = 200_000;
/// The deepest nesting.
const DEPTH: usize = 64;

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
    let options = options! { emit_comments: false, emit_unresolved_aliases: true };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut tree = Tree { source, offset: range.start, anchors: Vec::new(), count: 0, diagnostics };
    let root = tree.document(parser);
    if root.is_none() && tree.diagnostics.is_empty() {
        let span = Span::new(source.id, range.start, range.start);
        return Some(Value { kind: Kind::Null, span });
    }
    root
}

/// The tree under construction.
struct Tree<'a, 's> {
    source: &'a Source<'s>,
    offset: usize,
    anchors: Vec<(usize, Value<'s>)>,
    count: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A collection that is not closed yet.
struct Open<'s> {
    anchor: usize,
    start: usize,
    values: Vec<Value<'s>>,
    map: bool,
}

impl<'s> Tree<'_, 's> {
    /// Reads events until the first document ends. Nothing after an error is kept.
    fn document(
        &mut self,
        events: impl Iterator<Item = Result<(Event<'s>, YamlSpan), ScanError>>,
    ) -> Option<Value<'s>> {
        let mut open: Vec<Open<'s>> = Vec::new();
        let mut root = None;
        for event in events {
            let (event, at) = match event {
                Ok(next) => next,
                Err(error) => {
                    self.syntax_error(&error);
                    return None;
                }
            };
            let range = at.byte_range().unwrap_or_default();
            let start = range.start;
            let value = match event {
                Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                    let map = matches!(event, Event::MappingStart(..));
                    open.push(Open { anchor, start, values: Vec::new(), map });
                    if open.len() > DEPTH {
                        return self.too_complex(start);
                    }
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(open.pop()?, range.end),
                Event::Scalar(text, style, anchor, _) => {
                    let value = self.scalar(text, style, range);
                    self.remember(anchor, &value);
                    value
                }
                Event::Alias(id) => {
                    let value = self.alias(id, range);
                    let (count, depth) = measure(&value);
                    self.count += count;
                    if open.len() + depth > DEPTH {
                        return self.too_complex(start);
                    }
                    value
                }
                Event::UnresolvedAlias(name) => self.unknown_alias(&name, range),
                Event::DocumentStart(..) if root.is_some() => {
                    return self.second_document(range, root);
                }
                _ => continue,
            };
            self.count += 1;
            if self.count > BUDGET {
                return self.too_complex(start);
            }
            match open.last_mut() {
                Some(parent) => parent.values.push(value),
                None => root = Some(value),
            }
        }
        root
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.source.id, self.offset + range.start, self.offset + range.end)
    }

    fn scalar(
        &self,
        text: Cow<'s, str>,
        style: ScalarStyle,
        range: std::ops::Range<usize>,
    ) -> Value<'s> {
        let plain = style == ScalarStyle::Plain;
        let null = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
        let kind = if null { Kind::Null } else { Kind::Scalar(Scalar { text, plain }) };
        Value { kind, span: self.span(range) }
    }

    fn close(&mut self, open: Open<'s>, end: usize) -> Value<'s> {
        let last = open
            .values
            .last()
            .map_or(end, |value| (value.span.end as usize).saturating_sub(self.offset));
        let span = self.span(open.start..last.max(open.start));
        let kind =
            if open.map { Kind::Map(self.entries(open.values)) } else { Kind::List(open.values) };
        let value = Value { kind, span };
        self.remember(open.anchor, &value);
        value
    }

    /// Pairs keys with values; a key that is no text or that occurs again is reported.
    fn entries(&mut self, values: Vec<Value<'s>>) -> Vec<Entry<'s>> {
        let mut entries: Vec<Entry<'s>> = Vec::with_capacity(values.len() / 2);
        let mut seen = std::collections::HashSet::new();
        let mut values = values.into_iter();
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            let Kind::Scalar(scalar) = key.kind else {
                let value = self.source.text[..key.span.start as usize].ends_with('{');
                let message = if value {
                    "Un texte qui commence par « {{ » doit être entre guillemets droits."
                } else {
                    "Une clé doit être un simple mot."
                };
                let help = "Écrivez par exemple « title: \"{{ name }} en ligne\" ».";
                let diagnostic = Diagnostic::error(Code::WrongType, key.span, message);
                self.diagnostics.push(diagnostic.help(if value { help } else { "" }));
                continue;
            };
            if seen.insert(scalar.text.clone()) {
                entries.push(Entry { key: Located::new(scalar.text, key.span), value });
            } else {
                let message = format!("La clé « {} » est écrite deux fois.", scalar.text);
                self.diagnostics.push(
                    Diagnostic::error(Code::DuplicateKey, key.span, message)
                        .help("Gardez une seule des deux lignes."),
                );
            }
        }
        entries
    }

    fn remember(&mut self, anchor: usize, value: &Value<'s>) {
        if anchor > 0 {
            self.anchors.push((anchor, value.clone()));
        }
    }

    fn alias(&self, id: usize, range: std::ops::Range<usize>) -> Value<'s> {
        let found = self.anchors.iter().rev().find(|(anchor, _)| *anchor == id);
        let nothing = || Value { kind: Kind::Null, span: self.span(range) };
        found.map_or_else(nothing, |(_, value)| value.clone())
    }

    fn unknown_alias(&mut self, name: &str, range: std::ops::Range<usize>) -> Value<'s> {
        let span = self.span(range);
        let message = format!(
            "Une étoile au début d’un texte est un renvoi : « *{name} » ne renvoie à rien."
        );
        self.diagnostics.push(
            Diagnostic::error(Code::YamlSyntax, span, message)
                .help("Mettez tout le texte entre guillemets droits."),
        );
        Value { kind: Kind::Null, span }
    }

    fn too_complex(&mut self, at: usize) -> Option<Value<'s>> {
        let message = format!(
            "Ce fichier est trop imbriqué ou contient trop de valeurs (au plus {DEPTH} niveaux et \
             {BUDGET} valeurs, alias compris)."
        );
        let span = self.span(at..at);
        self.diagnostics.push(
            Diagnostic::error(Code::YamlTooComplex, span, message)
                .help("Partagez-le en plusieurs fichiers, sans alias « * »."),
        );
        None
    }

    fn second_document(
        &mut self,
        range: std::ops::Range<usize>,
        root: Option<Value<'s>>,
    ) -> Option<Value<'s>> {
        let span = self.span(range);
        self.diagnostics.push(
            Diagnostic::error(Code::YamlSyntax, span, "Un fichier ne contient qu’un document.")
                .help("Retirez la ligne « --- » et ce qui la suit, ou faites-en un autre fichier."),
        );
        root
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let text = self.source.text;
        let at = self.offset + error.marker().byte_offset().unwrap_or_default();
        let at = text.floor_char_boundary(at.min(text.len()));
        let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
        // What was found in the line already says why the rest of it cannot be read.
        let told = |it: &Diagnostic| {
            it.span.is_some_and(|span| (line..=at).contains(&(span.start as usize)))
        };
        if self.diagnostics.iter().any(told) {
            return;
        }
        let (range, message, help) = slips::find_slip(text, at).unwrap_or_else(|| {
            let (at, message, help) = explain(error, self.offset, line, &text[..at], text);
            (at..text.ceil_char_boundary(at + 1), message, help)
        });
        let span = Span::new(self.source.id, range.start, range.end);
        self.diagnostics.push(Diagnostic::error(Code::YamlSyntax, span, message).help(help));
    }
}

/// How many values a tree holds, and how deep they nest.
fn measure(value: &Value<'_>) -> (usize, usize) {
    let add = |(count, depth): (usize, usize), value| {
        let inner = measure(value);
        (count + inner.0, depth.max(inner.1 + 1))
    };
    match &value.kind {
        Kind::Null | Kind::Scalar(_) => (1, 0),
        Kind::List(values) => values.iter().fold((1, 1), add),
        Kind::Map(entries) => {
            let values = entries.iter().map(|entry| &entry.value);
            values.fold((1 + entries.len(), 1), add)
        }
    }
}

/// What the scanner's complaint means to somebody who writes YAML rarely, and where to look: `read`
/// is the text up to the complaint, `line` where its line begins, `start` where the YAML begins.
fn explain(
    error: &ScanError,
    start: usize,
    line: usize,
    read: &str,
    text: &str,
) -> (usize, &'static str, &'static str) {
    let at = read.len();
    let written = text[line..].lines().next().unwrap_or_default();
    let indent = &written[..written.len() - written.trim_start().len()];
    if let Some(tab) = indent.find('\t') {
        let message = "Une tabulation sert de retrait, ce que YAML interdit.";
        return (line + tab, message, "Remplacez-la par des espaces, deux par niveau.");
    }
    match error.kind() {
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            (at, "Un crochet ou une accolade n’est pas refermé.", BRACKET_HELP)
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
            let read = &read[start..];
            let quote = read.rfind('"').or_else(|| read.rfind('\''));
            let at = quote.map_or(at, |quote| start + quote);
            (at, "Ce guillemet droit n’est pas refermé.", "Ajoutez le même à la fin du texte.")
        }
        _ if written.matches('"').count() > 2 => {
            (at, "Un guillemet droit ferme le texte avant sa fin.", QUOTE_HELP)
        }
        _ if written.matches(": ").count() > 1 => {
            let message =
                "Un texte qui contient « : » suivi d’une espace doit être entre guillemets.";
            (at, message, "Mettez tout le texte, après « clé: », entre guillemets droits.")
        }
        ErrorKind::UnexpectedCharacter { .. } => (
            at,
            "Un texte ne peut pas commencer par ce signe.",
            "Mettez-le entre guillemets droits.",
        ),
        ErrorKind::SimpleKeyExpected => {
            (at, "Il manque « : » et une valeur après cette clé.", "Écrivez « clé: valeur ».")
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry => {
            let message = "Cette ligne n’est pas alignée sur celles qui la précèdent.";
            (at, message, "Donnez-lui le même retrait, en espaces, qu’aux lignes de son niveau.")
        }
        _ => (at, "Ce YAML ne peut pas être lu.", GENERAL_HELP),
    }
}

const BRACKET_HELP: &str = "Ajoutez « ] » ou « } », ou mettez entre guillemets droits un texte qui \
    commence par « [ » ou « { ».";
const QUOTE_HELP: &str = "Dans un texte entre guillemets droits, citez entre « et ».";
const GENERAL_HELP: &str = "Vérifiez le retrait (des espaces, jamais de tabulation) et mettez entre \
    guillemets droits les textes qui contiennent « : » ou « # », ou qui commencent par « { », \
    « [ », « * », « & », « ! », « % » ou « @ ».";
