//! The gate for personal data: what looks like somebody's is not published.
//!
//! In: what was found in the texts, names and pictures of a site. Out: an error for each that nobody has
//! declared: addresses and numbers of `contacts` and of the publisher are a service's, and
//! `not_personal` in `site.yaml` lists by name what is invented or belongs to nobody.

use std::collections::HashSet;

use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::SiteConfig;
use crate::model::academy::{Academy, Contact};
use crate::parse::personal::{Suspect, SuspectKind};

/// Reports what looks personal and is not declared.
pub fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let suspects: Vec<&Suspect> =
        parsed.folders.iter().flat_map(|folder| &folder.suspects).collect();
    if suspects.is_empty() {
        return;
    }
    let contacts = parsed.academies.iter().flat_map(|academy| &academy.facts.contacts);
    let declared = declared(&parsed.config, contacts);
    let facts: Vec<&Academy> = parsed.academies.iter().map(|academy| &*academy.facts).collect();
    let undeclared = suspects.into_iter().filter(|it| !is_declared(it, &declared, &facts));
    diagnostics.extend(undeclared.map(problem));
}

/// Whether it may be published; with a value in it, what it becomes for every academy.
fn is_declared(suspect: &Suspect, declared: &HashSet<String>, academies: &[&Academy]) -> bool {
    let has = |value: &str| declared.contains(&key(suspect.kind, value));
    if has(&suspect.value) {
        return true;
    }
    let mut filled = academies.iter().filter_map(|facts| fill(&suspect.value, facts)).peekable();
    suspect.value.contains("{{") && filled.peek().is_some() && filled.all(|value| has(&value))
}

/// A text with the values of an academy, which may not have them.
fn fill(text: &str, facts: &Academy) -> Option<String> {
    let mut parts = text.split("{{");
    let mut filled = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}")?;
        filled.push_str(facts.values.get(name.trim())?);
        filled.push_str(rest);
    }
    Some(filled)
}

/// The addresses, numbers and examples that may be published.
fn declared<'a>(
    config: &SiteConfig,
    contacts: impl Iterator<Item = &'a Contact>,
) -> HashSet<String> {
    let mut declared = HashSet::new();
    let mut add = |value: Option<&str>| {
        let Some(value) = value else { return };
        for kind in [SuspectKind::Email, SuspectKind::Phone] {
            declared.insert(key(kind, value));
        }
    };
    for contact in contacts {
        add(contact.email.as_deref());
        add(contact.phone.as_deref());
    }
    add(config.publisher.email.as_deref());
    add(config.publisher.phone.as_deref());
    add(config.host.as_ref().and_then(|host| host.phone.as_deref()));
    add(config.accessibility.email.as_deref());
    config.not_personal.iter().for_each(|value| add(Some(value)));
    declared
}

/// A value without what may differ in writing: case and spaces, and how a phone number begins.
fn key(kind: SuspectKind, value: &str) -> String {
    if kind != SuspectKind::Phone {
        return value.split_whitespace().collect::<String>().to_lowercase();
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits.strip_prefix("0033").or_else(|| digits.strip_prefix("33"));
    match abroad.map(|rest| rest.strip_prefix('0').unwrap_or(rest)).filter(|it| it.len() == 9) {
        Some(rest) => format!("0{rest}"),
        None => digits,
    }
}

fn problem(suspect: &Suspect) -> Diagnostic {
    let value = &suspect.value;
    let (what, mend) = match suspect.kind {
        SuspectKind::Email => (
            "une adresse électronique",
            "L’adresse d’une personne se retire ; celle d’un service se déclare dans « contacts »",
        ),
        SuspectKind::Numen => ("un NUMEN", "Un NUMEN est confidentiel : retirez-le"),
        SuspectKind::Phone => (
            "un numéro de téléphone",
            "Le numéro d’une personne se retire ; celui d’un service se déclare dans « contacts »",
        ),
        SuspectKind::Secret => {
            ("une clé secrète", "Qui l’a peut agir à la place de quelqu’un : retirez-la")
        }
    };
    // A text has a place; a name and metadata have the file.
    let place = if suspect.span.start == suspect.span.end {
        ", dans le nom ou les métadonnées de cette image,"
    } else {
        ""
    };
    let message = format!("« {value} »{place} ressemble à {what} : cela ne peut pas être publié.");
    let help = format!(
        "{mend} ; si c’est un exemple inventé, ajoutez « {value} » à « not_personal » dans site.yaml."
    );
    Diagnostic::error(Code::PersonalData, suspect.span, message).help(help)
}
