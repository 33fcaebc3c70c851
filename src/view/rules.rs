//! The rules of passwords and identifiers as sentences.
//!
//! In: rules of the `checker`. Out: a sentence each, in the language of the site.

use pasapas_checker::{Forbidden, Format, Policy};

use super::texts::Texts;
use crate::model::academy::Identifier;

/// The rules of a password.
#[must_use]
pub fn policy_rules(policy: &Policy, texts: &Texts) -> Vec<String> {
    let counts = [
        ("rule.min_length", policy.min_length),
        ("rule.uppercase", policy.min.uppercase),
        ("rule.lowercase", policy.min.lowercase),
        ("rule.digit", policy.min.digit),
        ("rule.symbol", policy.min.symbol),
        ("rule.max_length", policy.max_length.unwrap_or_default()),
        ("rule.max_bytes", policy.max_bytes.unwrap_or_default()),
        ("rule.max_consecutive_identical", policy.max_consecutive_identical.unwrap_or_default()),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0);
    let mut rules: Vec<String> = counts.map(|(key, n)| texts.count(key, n)).collect();
    if let Some(symbols) = &policy.allowed_symbols {
        rules.push(texts.with("rule.allowed_symbols", symbols));
    }
    rules.extend(
        policy.forbid.iter().map(|forbidden| texts.get(forbidden_key(*forbidden)).to_owned()),
    );
    rules
}

fn forbidden_key(forbidden: Forbidden) -> &'static str {
    match forbidden {
        Forbidden::Identifier => "rule.forbid.identifier",
        Forbidden::Dictionary => "rule.forbid.dictionary",
        Forbidden::Numen => "rule.forbid.numen",
        Forbidden::BirthDate => "rule.forbid.birth_date",
    }
}

/// The shape of an identifier, unless its hint says it already.
#[must_use]
pub fn format_rules(identifier: &Identifier, texts: &Texts) -> Vec<String> {
    if identifier.hint.is_some() {
        return Vec::new();
    }
    let rule = match &identifier.format {
        Format::Numen => texts.get("format.numen").to_owned(),
        Format::Uai => texts.get("format.uai").to_owned(),
        Format::Login => texts.get("format.login").to_owned(),
        Format::Date => texts.get("format.date").to_owned(),
        Format::Otp => texts.get("format.otp").to_owned(),
        Format::Mail { domain } => texts.with("format.mail", domain),
        Format::CourseLink { prefix } => texts.with("format.course_link", prefix),
        Format::Pattern(pattern) => texts.with("format.pattern", pattern),
    };
    vec![rule]
}
