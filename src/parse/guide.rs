//! A guide: YAML front matter between two lines `---`, then Markdown.
//!
//! In: the file. Out: a [`Guide`]. What its links and names lead to is the business of `resolve`.

use std::ops::Range;

use super::fields::{Fields, Reader};
use super::yaml::Kind;
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::guide::Guide;
use crate::model::markup::SourceMarkup;
use crate::span::{Located, Span};

/// Reads a guide whose id is `id`.
#[must_use]
pub fn parse_guide(source: Source<'_>, rules: Rules, id: &str) -> Warned<Option<Guide>> {
    let reader = Reader::new(source, rules);
    let guide = read_guide(&reader, id);
    Warned::new(guide, reader.into_diagnostics())
}

fn read_guide(reader: &Reader<'_>, id: &str) -> Option<Guide> {
    let Some((front, body)) = split_front_matter(reader.source.text) else {
        report_no_front_matter(reader);
        return None;
    };
    let (body, blocks) = reader.body(body);
    let value = reader.yaml(front)?;
    let mut fields = reader.fields(&value, "Guide")?;
    let title = fields.need(reader, "title").and_then(|value| reader.phrase(value));
    let guide = Guide {
        id: id.into(),
        span: Span::start_of(reader.source.id),
        title: title.unwrap_or_else(|| crate::model::phrase::SourcePhrase {
            phrase: crate::model::Phrase::default(),
            span: value.span,
            values: Vec::new(),
        }),
        summary: fields.get("summary").and_then(|value| reader.phrase(value)),
        audience: fields.get("audience").and_then(|value| reader.phrase(value)),
        objectives: lines(reader, &mut fields, "objectives"),
        prerequisites: lines(reader, &mut fields, "prerequisites"),
        duration: fields.get("duration").and_then(|value| reader.label(value)),
        verified: fields.get("verified").and_then(|value| reader.date(value)),
        need: fields.get("need").and_then(|value| reader.label(value)),
        order: fields
            .get("order")
            .and_then(|value| reader.integer(value, -1_000_000..=1_000_000))
            .unwrap_or_default(),
        draft: fields.get("draft").and_then(|value| reader.boolean(value)).unwrap_or(false),
        academies: academies(reader, &mut fields),
        body,
        blocks,
    };
    fields.finish(reader);
    Some(guide)
}

fn lines(reader: &Reader<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<SourceMarkup> {
    let Some(value) = fields.get(key) else { return Vec::new() };
    reader.list(value).iter().filter_map(|value| reader.line(value)).collect()
}

fn academies(reader: &Reader<'_>, fields: &mut Fields<'_, '_>) -> Option<Vec<Located<Box<str>>>> {
    let value = fields.get("academies")?;
    if !matches!(value.kind, Kind::List(_)) {
        reader.list(value);
        return None;
    }
    let slugs = reader.list(value).iter();
    Some(slugs.filter_map(|slug| Some(Located::new(reader.literal(slug)?, slug.span))).collect())
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// The range of the front matter, and where the body begins.
fn split_front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next().filter(|line| is_fence(line))?;
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if is_fence(line) {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn report_no_front_matter(reader: &Reader<'_>) {
    let text = reader.source.text;
    let end = text.lines().next().map_or(0, |line| line.len().min(200));
    let end =
        (end..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len().min(end));
    let span = Span::new(reader.source.id, 0, end);
    let diagnostic = if text.lines().next().is_some_and(is_fence) {
        Diagnostic::error(Code::FrontMatter, span, "L’en-tête du guide n’est pas refermé.")
            .help("Ajoutez une ligne « --- » après la dernière clé de l’en-tête.")
    } else {
        Diagnostic::error(Code::FrontMatter, span, "Ce guide n’a pas d’en-tête.")
            .help("Commencez le fichier par trois lignes : « --- », « title: … », « --- ».")
    };
    reader.report(diagnostic);
}
