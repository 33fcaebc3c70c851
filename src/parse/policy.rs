//! Password policies and identifier formats of an academy.
//!
//! In: the mappings under `policies:` and `identifiers:`. Out: the rules that `checker` applies.

use std::collections::BTreeMap;
use std::sync::Arc;

use pasapas_checker::{Forbidden, Format, Minimums, Policy as Rules};

use super::fields::{Fields, Reader};
use super::name::did_you_mean;
use super::yaml::{Kind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::academy::{Identifier, Policy};

type Values = BTreeMap<Box<str>, Arc<str>>;

const KINDS: [&str; 7] = ["numen", "uai", "login", "mail", "date", "otp", "course-link"];

const FORBIDDEN: [(&str, Forbidden); 4] = [
    ("identifier", Forbidden::Identifier),
    ("dictionary", Forbidden::Dictionary),
    ("numen", Forbidden::Numen),
    ("birth_date", Forbidden::BirthDate),
];

impl<'s> Reader<'s> {
    /// Reads the mapping under `policies:`; each label becomes a value.
    pub fn policies(&self, value: &Value<'s>, values: &mut Values) -> BTreeMap<Box<str>, Policy> {
        let mut policies = BTreeMap::new();
        let Some(fields) = self.fields(value, "Politiques de mot de passe") else {
            return policies;
        };
        for entry in fields.entries() {
            if let Some(policy) = self.policy(&entry.value) {
                let name = format!("policies.{}.label", entry.key.value);
                values.insert(name.into(), (&*policy.label).into());
                policies.insert(entry.key.value.as_ref().into(), policy);
            }
        }
        policies
    }

    fn policy(&self, value: &Value<'s>) -> Option<Policy> {
        let mut fields = self.fields(value, "Politique")?;
        let label = fields.need(self, "label").and_then(|value| self.label(value));
        let source = fields.get("source").and_then(|value| self.label(value));
        let preset = fields.get("preset").map(|value| self.preset(value));
        let base = preset.unwrap_or_default();
        let mut count = |key| fields.get(key).and_then(|value| self.count(value));
        let mut rules = Rules {
            min_length: count("min_length").unwrap_or(base.min_length),
            max_length: count("max_length").or(base.max_length),
            max_bytes: count("max_bytes").or(base.max_bytes),
            max_consecutive_identical: count("max_consecutive_identical"),
            ..base
        };
        if let Some(value) = fields.get("min") {
            rules.min = self.minimums(value)?;
        }
        rules.allowed_symbols = fields.get("allowed_symbols").and_then(|value| self.literal(value));
        rules.forbid = self.forbidden(&mut fields);
        fields.finish(self);
        Some(Policy { label: label?, source, rules })
    }

    fn preset(&self, value: &Value<'s>) -> Rules {
        if self.scalar(value).is_some_and(|name| name == "moodle") {
            return Rules::moodle();
        }
        self.wrong_type(value, "Le seul modèle connu est « moodle »").unwrap_or_default()
    }

    fn minimums(&self, value: &Value<'s>) -> Option<Minimums> {
        let mut fields = self.fields(value, "Minimums")?;
        let mut count =
            |key| fields.get(key).and_then(|value| self.count(value)).unwrap_or_default();
        let minimums = Minimums {
            uppercase: count("uppercase"),
            lowercase: count("lowercase"),
            digit: count("digit"),
            symbol: count("symbol"),
        };
        fields.finish(self);
        Some(minimums)
    }

    fn forbidden(&self, fields: &mut Fields<'_, 's>) -> Vec<Forbidden> {
        let values = fields.get("forbid").map_or(&[][..], |value| self.list(value));
        let mut forbidden = Vec::new();
        for value in values {
            let Some(name) = self.scalar(value) else { continue };
            match FORBIDDEN.iter().find(|(known, _)| known == name) {
                Some((_, kind)) => forbidden.push(*kind),
                None => self.report_unknown(value, name, FORBIDDEN.iter().map(|(known, _)| *known)),
            }
        }
        forbidden
    }

    /// Reads the mapping under `identifiers:`; each label and hint becomes a value.
    pub fn identifiers(
        &self,
        value: &Value<'s>,
        domain: &str,
        values: &mut Values,
    ) -> BTreeMap<Box<str>, Identifier> {
        let mut identifiers = BTreeMap::new();
        let Some(fields) = self.fields(value, "Formats d’identifiant") else {
            return identifiers;
        };
        for entry in fields.entries() {
            let Some(identifier) = self.identifier(&entry.value, domain) else { continue };
            let key = &entry.key.value;
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
        let pattern = fields.get("pattern").and_then(|value| self.literal(value));
        let kind = fields.get("kind").and_then(|value| self.kind(value));
        let prefix = fields.get("prefix").and_then(|value| self.address(value));
        let written = fields.has("pattern") || fields.has("kind");
        if !written {
            let message = "Il faut « kind » ou « pattern » pour dire la forme de l’identifiant.";
            let help = format!("Formes connues : {}.", KINDS.join(", "));
            self.report(Diagnostic::error(Code::MissingKey, fields.head(), message).help(help));
        }
        let valid = self.examples(&mut fields, "valid");
        let invalid = self.examples(&mut fields, "invalid");
        fields.finish(self);
        let format = match (pattern, kind) {
            (Some(pattern), _) => Format::Pattern(pattern),
            (None, Some(kind)) => format_of(kind, domain, prefix),
            (None, None) => return None,
        };
        Some(Identifier { label: label?, hint, format, valid, invalid })
    }

    fn kind(&self, value: &Value<'s>) -> Option<&'static str> {
        let name = self.scalar(value)?;
        let known = KINDS.iter().find(|known| *known == name).copied();
        if known.is_none() {
            self.report_unknown(value, name, KINDS);
        }
        known
    }

    fn examples(&self, fields: &mut Fields<'_, 's>, key: &'static str) -> Vec<Box<str>> {
        let values = fields.get(key).map_or(&[][..], |value| self.list(value));
        values
            .iter()
            .filter(|value| !matches!(value.kind, Kind::Null))
            .filter_map(|value| self.literal(value))
            .collect()
    }

    fn report_unknown(
        &self,
        value: &Value<'s>,
        name: &str,
        known: impl IntoIterator<Item = &'static str> + Clone,
    ) {
        let message = format!("« {name} » n’existe pas ici.");
        let diagnostic = Diagnostic::error(Code::BadValue, value.span, message);
        self.report(diagnostic.help(did_you_mean(name, known).unwrap_or_default()));
    }
}

fn format_of(kind: &str, domain: &str, prefix: Option<Box<str>>) -> Format {
    match kind {
        "numen" => Format::Numen,
        "uai" => Format::Uai,
        "login" => Format::Login,
        "mail" => Format::Mail { domain: domain.into() },
        "date" => Format::Date,
        "otp" => Format::Otp,
        _ => Format::CourseLink { prefix: prefix.unwrap_or_default() },
    }
}
