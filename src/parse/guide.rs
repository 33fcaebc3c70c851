//! A guide: YAML front matter between two lines `---`, then Markdown.
//!
//! In: the file. Out: a [`Guide`]. What its links and names lead to is the business of `resolve`.

use std::ops::Range;

use jiff::civil::Date;

use super::duration::{self, Found};
use super::fields::{Fields, Reader};
use super::yaml::{Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Severity, Warned};
use crate::model::guide::{Duration, Guide};
use crate::model::markup::SourceMarkup;
use crate::model::phrase::SourcePhrase;
use crate::span::{Located, Span};

/// How durations are written.
const DURATIONS: &str = "Écrivez par exemple « 10 min », « 1 h 30 » ou « une matinée ».";
/// Before it, nothing here was online.
const FIRST_YEAR: i16 = 2000;

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
    let title = fields.need(reader, "title");
    if let Some(value) = title {
        reader.doubt_title(value);
    }
    let title = title.and_then(|value| reader.phrase(value));
    let guide = Guide {
        id: id.into(),
        span: Span::start_of(reader.source.id),
        title: title.unwrap_or_else(|| SourcePhrase {
            phrase: crate::model::Phrase::default(),
            span: value.span,
            values: Vec::new(),
        }),
        summary: plain(reader, &mut fields, "summary"),
        audience: plain(reader, &mut fields, "audience"),
        objectives: lines(reader, &mut fields, "objectives"),
        prerequisites: lines(reader, &mut fields, "prerequisites"),
        duration: fields.get("duration").and_then(|value| reader.duration(value)),
        verified: fields.get("verified").and_then(|value| reader.recent_date(value)),
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
    reader.doubt_body(&guide);
    reader.doubt_placeholders();
    Some(guide)
}

fn plain(
    reader: &Reader<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
) -> Option<SourcePhrase> {
    let value = fields.get(key)?;
    reader.doubt_plain(value);
    reader.phrase(value)
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

impl<'s> Reader<'s> {
    /// How long something takes.
    fn duration(&self, value: &Value<'s>) -> Option<Duration> {
        let words = self.label(value)?;
        let (message, help, minutes) = match duration::read(&words) {
            Found::Minutes(minutes) => return Some(Duration { words, minutes: Some(minutes) }),
            Found::Words => return Some(Duration { words, minutes: None }),
            Found::Almost(minutes) => {
                let help = "L’abréviation de minute est « min » : écrivez par exemple « 10 min ».";
                ("n’est pas écrite comme une durée", help, Some(minutes))
            }
            Found::NoUnit => ("ne dit pas en quoi elle compte", DURATIONS, None),
            Found::Nothing => ("n’en est pas une : il faut plus de 0 minute", DURATIONS, None),
            Found::TooLong => ("est trop longue : personne n’en a le temps", DURATIONS, None),
        };
        let message = format!("La durée « {words} » {message}.");
        let warning = Diagnostic::warning(Code::BadValue, value.span, message).help(help);
        if minutes.is_some() {
            self.report(warning);
            return Some(Duration { words, minutes });
        }
        self.report(Diagnostic { severity: Severity::Error, ..warning });
        None
    }

    /// A date on which somebody may have used a computer.
    pub(super) fn recent_date(&self, value: &Value<'s>) -> Option<Located<Date>> {
        let date = self.date(value)?;
        if date.year() >= FIRST_YEAR {
            return Some(Located::new(date, value.span));
        }
        let message = format!("L’année {} est trop ancienne pour être juste.", date.year());
        let help = "Écrivez année-mois-jour, par exemple 2026-10-01.";
        self.report(Diagnostic::error(Code::BadValue, value.span, message).help(help));
        None
    }
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
