//! Identifier formats of an academy.
//!
//! In: the mapping under `identifiers:`. Out: formats whose pattern is compiled and whose examples were
//! tried: what should be accepted is, what should be refused is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use pasapas_checker::format::{Expected, Outcome};
use pasapas_checker::shape::Piece;
use pasapas_checker::{Typed, check_identifier};

use super::fields::{Fields, Reader};
use super::shape::{compile_kind, compile_pattern};
use super::yaml::{Kind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::academy::{Format, Identifier, IdentifierKind, Shape};

type Values = BTreeMap<Box<str>, Arc<str>>;

/// In words, that an identifier may end.
const NOTHING: &str = "rien de plus";

const KINDS: [&str; 7] = ["numen", "uai", "login", "mail", "date", "otp", "course-link"];

impl<'s> Reader<'s> {
    /// Reads the mapping under `identifiers:`; each label and hint becomes a value.
    pub fn identifiers(
        &self,
        value: &Value<'s>,
        domain: &str,
        values: &mut Values,
        refused: &mut Vec<Box<str>>,
    ) -> BTreeMap<Box<str>, Identifier> {
        let mut identifiers = BTreeMap::new();
        let Some(fields) = self.fields(value, "Formats d’identifiant") else {
            return identifiers;
        };
        for entry in fields.entries() {
            let key = &entry.key.value;
            let Some(identifier) = self.identifier(&entry.value, domain) else {
                refused.push(key.as_ref().into());
                continue;
            };
            values.insert(format!("identifiers.{key}.label").into(), (&*identifier.label).into());
            if let Some(hint) = &identifier.hint {
                values.insert(format!("identifiers.{key}.hint").into(), (&**hint).into());
            }
            identifiers.insert(key.as_ref().into(), identifier);
        }
        identifiers
    }

    fn identifier(&self, value: &Value<'s>, domain: &str) -> Option<Identifier> {
        let mut fields = self.fields(value, "Format d’identifiant")?;
        let label = fields.need(self, "label").and_then(|value| self.label(value));
        let hint = fields.get("hint").and_then(|value| self.label(value));
        let (kind, shape) = self.kind_and_shape(&mut fields, domain).unzip();
        let confidential = fields.get("confidential").and_then(|value| self.boolean(value));
        let examples = ["valid", "invalid"]
            .map(|key| fields.get(key).map_or(&[][..], |value| self.list(value)));
        fields.refuse_empty(self);
        fields.finish(self);
        let (kind, shape) = (kind?, shape?);
        let confidential = confidential.unwrap_or(kind.is_confidential());
        let mut identifier =
            Identifier { label: label?, hint, kind, shape, confidential, valid: Vec::new() };
        let format = identifier.format(&[]);
        let [valid, invalid] = examples.map(|values| self.examples(values));
        for (value, example) in &invalid {
            self.try_invalid(&format, value, example);
        }
        for (value, example) in valid {
            self.try_valid(&format, value, &example);
            identifier.valid.push(example);
        }
        Some(identifier)
    }

    fn kind_and_shape(
        &self,
        fields: &mut Fields<'_, 's>,
        domain: &str,
    ) -> Option<(IdentifierKind, Shape)> {
        let (pattern, kind) = (fields.get("pattern"), fields.get("kind"));
        match (pattern, kind) {
            (Some(pattern), Some(_)) => {
                let message = "« kind » et « pattern » disent la même chose, chacun à sa façon.";
                let help = "Gardez l’un des deux.";
                self.report(Diagnostic::error(Code::BadValue, pattern.span, message).help(help));
                None
            }
            (Some(pattern), None) => self.pattern(pattern),
            (None, Some(kind)) => {
                let kind = self.kind(kind, fields, domain)?;
                let shape = compile_kind(&kind)?;
                Some((kind, shape))
            }
            (None, None) => {
                let message =
                    "Il faut « kind » ou « pattern » pour dire la forme de l’identifiant.";
                let help = format!("Formes connues : {}.", KINDS.join(", "));
                self.report(Diagnostic::error(Code::MissingKey, fields.head(), message).help(help));
                None
            }
        }
    }

    fn pattern(&self, value: &Value<'s>) -> Option<(IdentifierKind, Shape)> {
        let text = self.text(value)?;
        match compile_pattern(text.text) {
            Ok(shape) => Some((IdentifierKind::Pattern(text.text.into()), shape)),
            Err(problem) => {
                let span = text.map.place(problem.range);
                let diagnostic = Diagnostic::error(Code::BadPattern, span, problem.message);
                self.report(diagnostic.help(problem.help));
                None
            }
        }
    }

    fn kind(
        &self,
        value: &Value<'s>,
        fields: &mut Fields<'_, 's>,
        domain: &str,
    ) -> Option<IdentifierKind> {
        Some(match self.scalar(value)?.as_ref() {
            "numen" => IdentifierKind::Numen,
            "uai" => IdentifierKind::Uai,
            "login" => IdentifierKind::Login,
            "mail" => {
                let own = fields.get("domain").and_then(|value| self.domain(value));
                IdentifierKind::Mail { domain: own.unwrap_or_else(|| domain.into()) }
            }
            "date" => IdentifierKind::Date,
            "otp" => IdentifierKind::Otp,
            "course-link" => {
                let prefixes = self.prefixes(fields.need(self, "prefix")?);
                return (!prefixes.is_empty()).then_some(IdentifierKind::CourseLink { prefixes });
            }
            name => {
                self.report_unknown(value, name, KINDS);
                return None;
            }
        })
    }

    /// One address, or a list of them.
    fn prefixes(&self, value: &Value<'s>) -> Vec<Box<str>> {
        let values = match &value.kind {
            Kind::List(values) => &values[..],
            _ => std::slice::from_ref(value),
        };
        values.iter().filter_map(|value| self.prefix(value)).collect()
    }

    /// The beginning of addresses: what follows is a page of the course's server.
    fn prefix(&self, value: &Value<'s>) -> Option<Box<str>> {
        let address = self.address(value)?;
        if address.ends_with('/') {
            return Some(address);
        }
        let message = "Le début des adresses d’un parcours se termine par une barre oblique.";
        let help = format!("Écrivez « {address}/ ».");
        self.report(Diagnostic::error(Code::BadValue, value.span, message).help(help));
        None
    }

    fn examples<'v>(&self, values: &'v [Value<'s>]) -> Vec<(&'v Value<'s>, Box<str>)> {
        let written = values.iter().filter(|value| !matches!(value.kind, Kind::Null));
        written.filter_map(|value| Some((value, self.literal(value)?))).collect()
    }

    fn try_valid(&self, format: &Format, value: &Value<'s>, example: &str) {
        let why = match check_identifier(format, &Typed::new(example), 0).outcome {
            Outcome::Unfinished { before, expected } => {
                let words = expected_words(format, &expected);
                format!("il manque, après le caractère {before} : {words}")
            }
            Outcome::Wrong { before, expected } => match &*expected_words(format, &expected) {
                NOTHING => format!("le caractère {} est de trop", before + 1),
                words => format!("il faut, au caractère {} : {words}", before + 1),
            },
            Outcome::Valid | Outcome::Empty => return,
        };
        let message = format!("« {example} » est donné comme exemple juste, mais {why}.");
        let help = "Corrigez l’exemple, ou la forme (« kind » ou « pattern »).";
        self.report(Diagnostic::error(Code::BadExample, value.span, message).help(help));
    }

    fn try_invalid(&self, format: &Format, value: &Value<'s>, example: &str) {
        if check_identifier(format, &Typed::new(example), 0).outcome != Outcome::Valid {
            return;
        }
        let message =
            format!("« {example} » est donné comme exemple faux, mais il a la bonne forme.");
        let help = "Corrigez l’exemple, ou la forme (« kind » ou « pattern »).";
        self.report(Diagnostic::error(Code::BadExample, value.span, message).help(help));
    }
}

/// What was expected, in words.
fn expected_words(format: &Format, expected: &Expected) -> String {
    let mut words = Vec::new();
    match expected {
        Expected::State(state) => {
            format.shape.expected(*state, &mut |piece| words.push(words_of(&piece)));
        }
        Expected::Letter(letter) => words.push(words_of(&Piece::Text(letter.clone()))),
        Expected::Day(days) => words.push(format!("un jour qui existe ; ce mois en a {days}")),
    }
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} ou {last}", words.join(", ")),
        None => NOTHING.to_owned(),
    }
}

fn words_of(piece: &Piece) -> String {
    match piece {
        Piece::Digit => "un chiffre".to_owned(),
        Piece::Upper => "une lettre majuscule".to_owned(),
        Piece::Lower => "une lettre minuscule".to_owned(),
        Piece::Letter => "une lettre".to_owned(),
        Piece::Between(first, last) => {
            format!("un caractère de {} à {}", char::from(*first), char::from(*last))
        }
        Piece::Text(text) => format!("« {} »", text.chars().collect::<String>()),
        Piece::Other => "une lettre accentuée ou un autre signe".to_owned(),
        Piece::End => NOTHING.to_owned(),
    }
}
