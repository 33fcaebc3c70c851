//! The gate for personal data: what looks like somebody's is not published.
//!
//! In: what was found in the texts, names and pictures of a site. Out: an error for each that nobody has
//! declared: addresses and numbers of `contacts` and of the publisher are a service's, and
//! `not_personal` in `site.yaml` lists by name what is invented or belongs to nobody.

use std::collections::HashSet;
use std::sync::Arc;

use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::Inputs;
use crate::model::SiteConfig;
use crate::model::academy::{Academy, Contact};
use crate::parse::personal::{Composite, Suspect, SuspectKind, is_reserved};
use crate::span::FileId;

/// Reports what looks personal and is not declared.
pub fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let folders = parsed.folders.iter().map(|folder| &folder.found);
    let suspects: Vec<&Suspect> = folders.flat_map(|found| &found.suspects).collect();
    let composed = composed(parsed);
    report_all(parsed, suspects.into_iter().chain(&composed), diagnostics);
}

/// The same for what was found in the theme.
pub fn report_theme(parsed: &Parsed, suspects: &[Suspect], diagnostics: &mut Vec<Diagnostic>) {
    report_all(parsed, suspects.iter(), diagnostics);
}

/// Lets what looks personal wait while a file cannot be read that may declare it, or that it stands in: to
/// retract a contact because of a slip elsewhere would do harm. Such a file is an error itself, so that
/// nothing is published meanwhile.
pub fn wait(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    if !diagnostics.iter().any(|it| it.code == Code::PersonalData) {
        return;
    }
    let others = diagnostics.iter().filter(|it| it.is_error() && it.code != Code::PersonalData);
    let broken: HashSet<FileId> = others.filter_map(|it| Some(it.span?.file)).collect();
    let declares = |path: &str| path == "site.yaml" || path.ends_with("/academy.yaml");
    let mut paths = inputs.files.keys().filter(|path| declares(path));
    // What is missing has no place.
    let all = diagnostics.iter().any(|it| it.is_error() && it.span.is_none())
        || paths.any(|path| broken.contains(&FileId::of(path)));
    // A file that cannot be read as text, or as YAML, says nothing yet. With a warning it was read.
    let unread = diagnostics.iter().filter(|it| {
        it.is_error()
            && matches!(
                it.code,
                Code::YamlSyntax | Code::YamlTooComplex | Code::NotUtf8 | Code::UnknownKey
            )
    });
    let unread: HashSet<FileId> = unread.filter_map(|it| Some(it.span?.file)).collect();
    diagnostics.retain(|it| {
        it.code != Code::PersonalData
            || !all && !it.span.is_some_and(|span| unread.contains(&span.file))
    });
}

fn report_all<'s>(
    parsed: &Parsed,
    suspects: impl Iterator<Item = &'s Suspect>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut suspects = suspects.peekable();
    if suspects.peek().is_none() {
        return;
    }
    let contacts = parsed.academies.iter().flat_map(|academy| &academy.facts.contacts);
    let declared = declared(&parsed.config, contacts);
    let facts: Vec<&Academy> = parsed.academies.iter().map(|academy| &*academy.facts).collect();
    let undeclared = suspects.filter(|it| !is_declared(it, &declared, &facts));
    diagnostics.extend(undeclared.map(problem));
}

/// What values become together with what stands around them, for the académies where it is published.
fn composed(parsed: &Parsed) -> Vec<Suspect> {
    let mut suspects = Vec::new();
    for folder in &parsed.folders {
        let composites = &folder.found.composites;
        if composites.is_empty() {
            continue;
        }
        let owner = parsed.academies.iter().find(|academy| Arc::ptr_eq(&academy.folder, folder));
        let academies = owner.map_or(&parsed.academies[..], std::slice::from_ref);
        let mut seen = HashSet::new();
        for composite in composites {
            for academy in academies {
                suspects_of(composite, &academy.facts, &mut seen, &mut suspects);
            }
        }
    }
    suspects
}

fn suspects_of(
    composite: &Composite,
    facts: &Academy,
    seen: &mut HashSet<(usize, SuspectKind, Box<str>)>,
    suspects: &mut Vec<Suspect>,
) {
    let span = composite.span;
    for (kind, value) in composite.suspects(|name| facts.values.get(name).map(|value| &**value)) {
        if seen.insert((span.start as usize, kind, value.clone())) {
            suspects.push(Suspect { kind, value, span });
        }
    }
}

/// Whether it may be published; with a value in it, what it becomes for every academy.
fn is_declared(suspect: &Suspect, declared: &HashSet<String>, academies: &[&Academy]) -> bool {
    let has = |value: &str| declared.contains(&key(suspect.kind, value));
    if has(&suspect.value) || has_beginning(suspect, declared) {
        return true;
    }
    let mut filled = academies.iter().filter_map(|facts| fill(&suspect.value, facts)).peekable();
    let nobodys = |value: &str| has(value) || is_nobodys(value);
    suspect.value.contains("{{") && filled.peek().is_some() && filled.all(|value| nobodys(&value))
}

/// Whether this is the address of a domain that nobody can have.
fn is_nobodys(value: &str) -> bool {
    value.rsplit_once('@').is_some_and(|(_, host)| is_reserved(host))
}

/// Whether a number is declared which only other digits follow: a year, an hour.
fn has_beginning(suspect: &Suspect, declared: &HashSet<String>) -> bool {
    let mut value = &*suspect.value;
    while suspect.kind == SuspectKind::Phone
        && let Some((before, _)) = value.rsplit_once(' ')
    {
        value = before;
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 8 && declared.contains(&key(suspect.kind, value)) {
            return true;
        }
    }
    false
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
        for kind in [SuspectKind::Email, SuspectKind::Numen, SuspectKind::Phone] {
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
    match kind {
        SuspectKind::Phone => phone_key(value),
        SuspectKind::Email | SuspectKind::Secret => {
            value.split_whitespace().collect::<String>().to_lowercase()
        }
        SuspectKind::Numen | SuspectKind::SocialSecurity | SuspectKind::Account => {
            value.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase()
        }
    }
}

/// The digits of a number, as they are dialled in France where it is a number there.
fn phone_key(value: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut digits = digits(&value.replace("(0)", ""));
    let is_abroad =
        value.trim_start_matches(['(', ' ']).starts_with('+') || digits.starts_with("00");
    if digits.starts_with("00") {
        digits.drain(..2);
    }
    let french = ["33", "262", "590", "594", "596"].iter().find_map(|code| {
        let rest = digits.strip_prefix(code).filter(|_| is_abroad)?;
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        (rest.len() == 9).then(|| format!("0{rest}"))
    });
    french.unwrap_or(digits)
}

fn problem(suspect: &Suspect) -> Diagnostic {
    let value = &suspect.value;
    let (what, mend) = match suspect.kind {
        SuspectKind::Email => (
            "une adresse électronique",
            "L’adresse d’une personne se retire ; celle d’un service se déclare dans « contacts »",
        ),
        SuspectKind::Numen => ("un NUMEN", "Un NUMEN est confidentiel : retirez-le"),
        SuspectKind::SocialSecurity => {
            ("un numéro de sécurité sociale", "Ce numéro est confidentiel : retirez-le")
        }
        SuspectKind::Account => {
            ("un compte bancaire (IBAN)", "Ce numéro est confidentiel : retirez-le")
        }
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
