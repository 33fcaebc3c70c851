//! Password policies of an academy.
//!
//! In: the mapping under `policies:`. Out: the rules that `checker` applies, none of which contradicts
//! another.

use std::collections::BTreeMap;
use std::sync::Arc;

use pasapas_checker::class::{Class, class_of};
use pasapas_checker::{Forbidden, ForbiddenSet, Minimums};

use super::fields::{Fields, Reader};
use super::yaml::Value;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::academy::Policy;
use crate::span::Span;

type Values = BTreeMap<Box<str>, Arc<str>>;
type Rules = pasapas_checker::Policy<Box<str>>;

const FORBIDDEN: [(&str, Forbidden); 4] = [
    ("identifier", Forbidden::Identifier),
    ("dictionary", Forbidden::Dictionary),
    ("numen", Forbidden::Numen),
    ("birth_date", Forbidden::BirthDate),
];

impl<'s> Reader<'s> {
    /// Reads the mapping under `policies:`; each label becomes a value.
    pub fn policies(
        &self,
        value: &Value<'s>,
        values: &mut Values,
        refused: &mut Vec<Box<str>>,
    ) -> BTreeMap<Box<str>, Policy> {
        let mut policies = BTreeMap::new();
        let Some(fields) = self.fields(value, "Politiques de mot de passe") else {
            return policies;
        };
        for entry in fields.entries() {
            let Some(policy) = self.policy(&entry.value) else {
                refused.push(entry.key.value.as_ref().into());
                continue;
            };
            let name = format!("policies.{}.label", entry.key.value);
            values.insert(name.into(), (&*policy.label).into());
            policies.insert(entry.key.value.as_ref().into(), policy);
        }
        policies
    }

    fn policy(&self, value: &Value<'s>) -> Option<Policy> {
        let mut fields = self.fields(value, "Politique")?;
        let label = fields.need(self, "label").and_then(|value| self.label(value));
        let source = fields.get("source").and_then(|value| self.label(value));
        let known = self.diagnostics.borrow().len();
        let rules = self.policy_rules(&mut fields);
        let also = fields.get("also").map_or(&[][..], |value| self.list(value));
        let also: Vec<_> = also.iter().filter_map(|value| self.label(value)).collect();
        let places = Places::of(&mut fields);
        fields.refuse_empty(self);
        fields.finish(self);
        // What could not be read may be what is missing, or what does not contradict.
        if self.diagnostics.borrow().len() == known {
            self.contradictions(&rules, &places);
            self.without_rules(&rules, &also, &places);
        }
        Some(Policy { label: label?, source, rules, also })
    }

    fn policy_rules(&self, fields: &mut Fields<'_, 's>) -> Rules {
        let preset = fields.get("preset").map(|value| self.preset(value));
        let base = preset.unwrap_or_default();
        let mut count = |key| fields.get(key).and_then(|value| self.count(value));
        Rules {
            min_length: count("min_length").unwrap_or(base.min_length),
            max_length: count("max_length").or(base.max_length),
            max_bytes: count("max_bytes").or(base.max_bytes),
            // Moodle's 0 is no limit.
            max_consecutive_identical: count("max_consecutive_identical").filter(|most| *most > 0),
            min: fields.get("min").map_or(base.min, |value| self.minimums(value, base.min)),
            allowed_symbols: fields
                .get("allowed_symbols")
                .and_then(|value| Some(self.text(value)?.text.into())),
            runs_of_bytes: base.runs_of_bytes,
            forbid: self.forbidden(fields),
        }
    }

    fn preset(&self, value: &Value<'s>) -> Rules {
        if self.scalar(value).is_some_and(|name| name == "moodle") {
            return Rules::moodle();
        }
        self.wrong_type(value, "Le seul modèle connu est « moodle »").unwrap_or_default()
    }

    /// What is not written stays as the preset has it.
    fn minimums(&self, value: &Value<'s>, base: Minimums) -> Minimums {
        let Some(mut fields) = self.fields(value, "Minimums") else { return base };
        let mut count =
            |key, base| fields.get(key).and_then(|value| self.count(value)).unwrap_or(base);
        let minimums = Minimums {
            uppercase: count("uppercase", base.uppercase),
            lowercase: count("lowercase", base.lowercase),
            digit: count("digit", base.digit),
            symbol: count("symbol", base.symbol),
        };
        fields.refuse_empty(self);
        fields.finish(self);
        minimums
    }

    fn forbidden(&self, fields: &mut Fields<'_, 's>) -> ForbiddenSet {
        let values = fields.get("forbid").map_or(&[][..], |value| self.list(value));
        let forbidden = values.iter().filter_map(|value| {
            let name = self.scalar(value)?;
            let known = FORBIDDEN.iter().find(|(known, _)| known == name);
            if known.is_none() {
                self.report_unknown(value, name, FORBIDDEN.iter().map(|(known, _)| *known));
            }
            known.map(|(_, kind)| *kind)
        });
        forbidden.collect()
    }

    /// Reports what no password can keep.
    fn contradictions(&self, rules: &Rules, places: &Places) {
        let classes = rules.min;
        let minimums = [classes.uppercase, classes.lowercase, classes.digit, classes.symbol];
        let sum: u32 = minimums.iter().sum();
        let fewest = rules.min_length.max(sum).max(1);
        let limits = [
            ("max_length", rules.max_length, places.max_length, "caractères"),
            ("max_bytes", rules.max_bytes, places.max_bytes, "octets"),
        ];
        for (key, most, place, what) in limits {
            let Some(most) = most.filter(|most| *most < fewest) else { continue };
            let why = match most {
                0 => "il en faut bien un".to_owned(),
                _ if rules.min_length < sum => format!("« min » en demande {fewest}"),
                _ => format!("« min_length » est {fewest}"),
            };
            let message =
                format!("Aucun mot de passe ne convient : au plus {most} {what}, mais {why}.");
            let help = format!("Augmentez « {key} », ou diminuez l’autre.");
            self.contradiction(place, message, &help);
        }
        let symbols = rules.allowed_symbols.as_deref().unwrap_or_default();
        if let Some(odd) = symbols.chars().find(|char| class_of(*char) != Class::Symbol) {
            let message = format!("« {odd} » est une lettre ou un chiffre, pas un signe.");
            let help = "« allowed_symbols » ne limite que les signes : retirez les lettres et les chiffres.";
            self.contradiction(places.allowed_symbols, message, help);
        }
    }

    /// Reports that there is nothing to check.
    fn without_rules(&self, rules: &Rules, also: &[Box<str>], places: &Places) {
        if rules.rules().next().is_some() {
            return;
        }
        let (message, help) = if also.is_empty() {
            (
                "Cette politique ne contient aucune règle.",
                "Ajoutez par exemple « min_length: 12 », ou « preset: moodle ».",
            )
        } else {
            (
                "Cette politique ne contient aucune règle que la page puisse vérifier.",
                "Ajoutez par exemple « min_length: 12 » ; ou écrivez les règles de « also » dans le texte du guide, sans politique.",
            )
        };
        self.contradiction(places.head, message.to_owned(), help);
    }

    fn contradiction(&self, span: Span, message: String, help: &str) {
        self.report(Diagnostic::error(Code::BadPolicy, span, message).help(help));
    }
}

/// Where the rules of a policy stand; the whole policy for those that a preset brings.
struct Places {
    head: Span,
    max_length: Span,
    max_bytes: Span,
    allowed_symbols: Span,
}

impl Places {
    fn of(fields: &mut Fields<'_, '_>) -> Self {
        let head = fields.head();
        let mut place = |key| fields.get(key).map_or(head, |value| value.span);
        Self {
            head,
            max_length: place("max_length"),
            max_bytes: place("max_bytes"),
            allowed_symbols: place("allowed_symbols"),
        }
    }
}
