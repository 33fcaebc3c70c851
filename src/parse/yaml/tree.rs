//! The tree under construction: from the events of the parser to values.
//!
//! In: events. Out: a [`Value`] with all that is wrong in its structure, or where the text cannot be read any
//! further. Aliases are copied within a budget of values, of bytes and of depth, so that no file grows while it
//! is read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, ScalarStyle, ScanError, Span as YamlSpan};

use super::edits::Mended;
use super::signs::{is_gap, trim};
use super::{Kind, Scalar, Value, quotes};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::Source;
use crate::span::Span;

/// The most values in one file, expanded aliases included: an alias bomb stops here.
const BUDGET: usize = 200_000;
/// The most bytes that aliases may add to the texts of one file.
const BYTES: usize = 1 << 20;
/// The longest word that is told as lost.
const LONGEST_WORD: usize = 200;
/// The deepest nesting.
const DEPTH: usize = 64;

/// How a text of the parser becomes one that lives as long as the file.
pub(super) type Own<'t, 's> = fn(Cow<'t, str>) -> Cow<'s, str>;

/// A tree under construction.
pub(super) struct Tree<'a, 's> {
    /// The file.
    pub(super) source: &'a Source<'s>,
    /// Where the YAML begins in it.
    pub(super) offset: usize,
    /// The text that is read instead, if anything was mended.
    pub(super) mended: Option<&'a Mended<'a>>,
    /// What was found wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    anchors: HashMap<usize, Value<'s>>,
    aliases: bool,
    count: usize,
    copied: Size,
}

/// How reading ended.
pub(super) enum End<'s> {
    /// With the document.
    Document(Option<Value<'s>>),
    /// With something that was told.
    Told(Option<Value<'s>>),
    /// Because the text cannot be read any further.
    Syntax(ScanError),
}

/// A collection that is not closed yet.
struct Open<'s> {
    anchor: usize,
    start: usize,
    values: Vec<Value<'s>>,
    map: bool,
}

/// How much a value holds.
#[derive(Clone, Copy, Default)]
struct Size {
    values: usize,
    bytes: usize,
    depth: usize,
}

impl<'s> Tree<'_, 's> {
    /// An empty tree for the YAML at `offset` in `source`, of which `mended` is read instead.
    pub(super) fn new<'a>(
        source: &'a Source<'s>,
        offset: usize,
        mended: Option<&'a Mended<'a>>,
        text: &str,
    ) -> Tree<'a, 's> {
        Tree {
            source,
            offset,
            mended,
            diagnostics: Vec::new(),
            anchors: HashMap::new(),
            aliases: text.contains('*'),
            count: 0,
            copied: Size::default(),
        }
    }

    /// Reads events until the first document ends.
    pub(super) fn document<'t>(
        &mut self,
        events: impl Iterator<Item = Result<(Event<'t>, YamlSpan), ScanError>>,
        own: Own<'t, 's>,
    ) -> End<'s> {
        let mut open: Vec<Open<'s>> = Vec::new();
        let mut root = None;
        for event in events {
            let (event, at) = match event {
                Ok(next) => next,
                Err(error) => return End::Syntax(error),
            };
            let range = at.byte_range().unwrap_or_default();
            let start = range.start;
            let in_list = open.iter().nth_back(1).is_some_and(|parent| !parent.map);
            let values = match event {
                Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                    let map = matches!(event, Event::MappingStart(..));
                    open.push(Open { anchor, start, values: Vec::new(), map });
                    if open.len() > DEPTH {
                        return self.too_complex(start);
                    }
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(closed) = open.pop() else { return End::Document(None) };
                    self.close(closed, range.end, in_list)
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let value = self.scalar(own(text), style, range);
                    if tag.is_some() || anchor > 0 && !self.aliases {
                        self.lost_word(value.span);
                    }
                    self.remember(anchor, &value);
                    vec![value]
                }
                Event::Alias(id) => vec![self.alias(id, range)],
                Event::UnresolvedAlias(name) => vec![self.unknown_alias(&name, range)],
                Event::DocumentStart(..) if root.is_some() => {
                    return self.second_document(range, root);
                }
                _ => continue,
            };
            self.count += values.len();
            if self.is_full(open.len()) {
                return self.too_complex(start);
            }
            match open.last_mut() {
                Some(parent) => parent.values.extend(values),
                None => root = values.into_iter().next(),
            }
        }
        End::Document(root)
    }

    /// The bytes `range` of what is read, in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let back = |at| self.offset + self.mended.map_or(at, |mended| mended.back(at));
        Span::new(self.source.id, back(range.start), back(range.end))
    }

    /// What stands in the file at `span`.
    pub(super) fn written(&self, span: Span) -> &'s str {
        self.source.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn scalar(&mut self, text: Cow<'s, str>, style: ScalarStyle, range: Range<usize>) -> Value<'s> {
        let plain = style == ScalarStyle::Plain;
        let (text, range) =
            if plain && ends_oddly(&text) { trimmed(text, range) } else { (text, range) };
        let span = self.span(range);
        if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
            return Value { kind: Kind::Null, span };
        }
        // A text of several lines was folded, and so it is no part of the file.
        if plain && matches!(text, Cow::Owned(_)) && text.contains(" - ") {
            self.tell_swallowed_items(span);
        }
        let text = if plain { quotes::straighten(self, text, span) } else { text };
        Value { kind: Kind::Scalar(Scalar { text, plain }), span }
    }

    /// A collection that ends at `end`: one value, or more where dashes were forgotten.
    fn close(&mut self, open: Open<'s>, end: usize, in_list: bool) -> Vec<Value<'s>> {
        let last = open.values.last().map(|value| value.span.end);
        let mut span = self.span(open.start..end.max(open.start));
        if let Some(last) = last {
            span.end = last.max(span.start);
        }
        let values = if open.map {
            self.map(open.values, span, in_list)
        } else {
            vec![Value { kind: Kind::List(open.values), span }]
        };
        if let Some(value) = values.first() {
            self.remember(open.anchor, value);
        }
        values
    }

    /// Keeps what an alias may ask for. That is a copy too, and anchors nest.
    fn remember(&mut self, anchor: usize, value: &Value<'s>) {
        if anchor > 0 && self.aliases {
            self.copied.add(measure(value));
            if self.copied.values <= BUDGET && self.copied.bytes <= 4 * BYTES {
                self.anchors.insert(anchor, value.clone());
            }
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) -> Value<'s> {
        let Some(value) = self.anchors.get(&id) else {
            return Value { kind: Kind::Null, span: self.span(range) };
        };
        let size = measure(value);
        self.count += size.values;
        self.copied.add(Size { values: 0, ..size });
        self.copied.depth = size.depth;
        let room = self.count <= BUDGET && self.copied.bytes <= BYTES;
        if room { value.clone() } else { Value { kind: Kind::Null, span: value.span } }
    }

    /// Whether the file holds more than it may, `depth` collections being open.
    fn is_full(&mut self, depth: usize) -> bool {
        let deep = depth + std::mem::take(&mut self.copied.depth) > DEPTH;
        deep || self.count > BUDGET || self.copied.values > BUDGET || self.copied.bytes > BYTES
    }

    /// Tells of a word that begins with a sign of YAML and so vanished before the text at `span`.
    fn lost_word(&mut self, span: Span) {
        // No further than a word may be long, or one line could cost as much as its square.
        let text = self.source.text;
        let from = text.ceil_char_boundary(
            (span.start as usize).saturating_sub(LONGEST_WORD).max(self.offset),
        );
        let before = &text[from..span.start as usize];
        let line = before.trim_end().rfind('\n').map_or(0, |end| end + 1);
        let Some(at) = before[line..].rfind(['!', '&']).map(|at| line + at) else { return };
        let start = from + at;
        let word = text[start..].split(char::is_whitespace).next().unwrap_or_default();
        let message = format!(
            "« {word} » ne sera pas lu : « {} » au début d’un texte a un sens en YAML.",
            &word[..1]
        );
        let span = Span::new(span.file, start, start + word.len());
        self.diagnostics.push(
            Diagnostic::error(Code::YamlSyntax, span, message)
                .help("Mettez tout le texte entre guillemets droits."),
        );
    }

    /// Tells of lines that begin with a dash and still belong to the text at `span`.
    fn tell_swallowed_items(&mut self, span: Span) {
        let written = self.written(span);
        let mut at = 0;
        let found = written.split_inclusive('\n').find_map(|line| {
            let start = at + line.len() - line.trim_start().len();
            let first = at == 0;
            at += line.len();
            (!first && line.trim_start().starts_with("- "))
                .then(|| start..at - (line.len() - line.trim_end().len()))
        });
        let Some(range) = found else { return };
        let start = span.start as usize;
        let before = &self.source.text[..start];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let dash = before[line..].trim_start().starts_with('-');
        let help = if dash {
            "Mettez son tiret juste sous celui de l’élément d’avant. Si c’est bien la suite du texte, mettez tout \
             ce texte entre guillemets droits."
                .to_owned()
        } else {
            "Une clé a un texte ou une liste : retirez le texte qui suit la clé, ou mettez-le tout entier entre \
             guillemets droits."
                .to_owned()
        };
        let message =
            "Cette ligne est lue comme la suite du texte d’avant, pas comme un élément de liste.";
        let span = Span::new(span.file, start + range.start, start + range.end);
        self.diagnostics.push(Diagnostic::error(Code::YamlSyntax, span, message).help(help));
    }

    fn unknown_alias(&mut self, name: &str, range: Range<usize>) -> Value<'s> {
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

    fn too_complex(&mut self, at: usize) -> End<'s> {
        let span = self.span(at..at);
        let (message, help) = if self.copied.bytes > BYTES {
            let message = "Les renvois « * » de ce fichier répètent trop de texte (au plus un million de \
                           caractères en tout).";
            (
                message.to_owned(),
                "Écrivez les textes là où ils servent, sans renvois « & » et « * ».",
            )
        } else {
            let message = format!(
                "Ce fichier est trop imbriqué ou contient trop de valeurs (au plus {DEPTH} niveaux et \
                 {BUDGET} valeurs, alias compris)."
            );
            (message, "Partagez-le en plusieurs fichiers, sans alias « * ».")
        };
        self.diagnostics.push(Diagnostic::error(Code::YamlTooComplex, span, message).help(help));
        End::Told(None)
    }

    fn second_document(&mut self, range: Range<usize>, root: Option<Value<'s>>) -> End<'s> {
        let span = self.span(range);
        self.diagnostics.push(
            Diagnostic::error(Code::YamlSyntax, span, "Un fichier ne contient qu’un document.")
                .help("Retirez la ligne « --- » et ce qui la suit, ou faites-en un autre fichier."),
        );
        End::Told(root)
    }
}

impl Size {
    fn add(&mut self, other: Size) {
        self.values += other.values;
        self.bytes += other.bytes;
    }
}

/// Whether a text begins or ends with a space that YAML does not know as one.
fn ends_oddly(text: &str) -> bool {
    let odd = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii());
    (odd(text.as_bytes().first()) || odd(text.as_bytes().last()))
        && (text.starts_with(is_gap) || text.ends_with(is_gap))
}

fn trimmed(text: Cow<'_, str>, range: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let before = text.len() - text.trim_start_matches(is_gap).len();
    let after = text.len() - text.trim_end_matches(is_gap).len();
    let range = (range.start + before).min(range.end)..range.end;
    let range = range.start..range.end.saturating_sub(after).max(range.start);
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    };
    (text, range)
}

/// How much a tree holds, and how deep it nests.
fn measure(value: &Value<'_>) -> Size {
    let mut size = Size { values: 1, bytes: 0, depth: 0 };
    let mut inner = |value: &Value<'_>| {
        let inner = measure(value);
        size.add(inner);
        size.depth = size.depth.max(inner.depth + 1);
    };
    match &value.kind {
        Kind::Null => {}
        Kind::Scalar(scalar) => size.bytes = scalar.text.len(),
        Kind::List(values) => values.iter().for_each(inner),
        Kind::Map(entries) => {
            for entry in entries {
                inner(&entry.value);
            }
            size.values += entries.len();
            size.bytes += entries.iter().map(|entry| entry.key.value.len()).sum::<usize>();
        }
    }
    size
}
