//! The gate for personal data: what looks like somebody's is not published.
//!
//! In: what was found in the texts, names and pictures of a site. Out: an error for each that nobody has
//! declared: addresses and numbers of `contacts` and of the publisher are a service's, and
//! `not_personal` in `site.yaml` lists by name what is invented or belongs to nobody.

use std::collections::HashSet;

use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::SiteConfig;
use crate::model::academy::Contact;
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
    let undeclared = suspects.into_iter().filter(|it| !declared.contains(&key(it.kind, &it.value)));
    diagnostics.extend(undeclared.map(problem));
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

/// A value without what may differ in writing: case, and the spaces of a phone number.
fn key(kind: SuspectKind, value: &str) -> String {
    if kind != SuspectKind::Phone {
        return value.to_lowercase();
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("33").filter(|rest| rest.len() == 9) {
        Some(rest) => format!("0{rest}"),
        None => digits,
    }
}

fn problem(suspect: &Suspect) -> Diagnostic {
    let value = &suspect.value;
    let (what, mend) = match suspect.kind {
        SuspectKind::Email => {
            ("une adresse électronique", "Une adresse de service se déclare dans « contacts »")
        }
        SuspectKind::Numen => ("un NUMEN", "Un NUMEN est confidentiel : retirez-le"),
        SuspectKind::Phone => {
            ("un numéro de téléphone", "Un numéro de service se déclare dans « contacts »")
        }
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
