//! An academy: `academies/<slug>/academy.yaml`.
//!
//! In: the file. Out: an [`Academy`], with every text that guides may take under its dotted name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Fields, Reader};
use super::starter::ACADEMY;
use super::url::check_address;
use super::yaml::{Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::academy::{Academy, Contact, Logo};
use crate::span::Span;

/// The texts that guides may take, by dotted name.
type Values = BTreeMap<Box<str>, Arc<str>>;

/// Reads the facts of the academy whose folder is `slug`.
#[must_use]
pub fn parse_academy(source: Source<'_>, rules: Rules, slug: &str) -> Warned<Option<Academy>> {
    let reader = Reader::new(source, rules);
    let mut academy = read_academy(&reader, slug);
    if let Some(academy) = &mut academy {
        academy.incomplete = reader.diagnostics.borrow().iter().any(hides_others);
    }
    Warned::new(academy, reader.into_diagnostics())
}

/// Whether what is wrong may be why something else is missing.
fn hides_others(diagnostic: &Diagnostic) -> bool {
    // Of rules and formats with a mistake in them, the names are known.
    diagnostic.is_error()
        && !matches!(diagnostic.code, Code::BadPolicy | Code::BadPattern | Code::BadExample)
}

fn read_academy(reader: &Reader<'_>, slug: &str) -> Option<Academy> {
    let value = reader.yaml(0..reader.source.text.len())?;
    let mut fields = reader.fields(&value, "Académie")?;
    reader.doubt_starter(&value, ACADEMY);
    let name = fields.need(reader, "name").and_then(|value| reader.label(value));
    let article = fields.get("article");
    let region = fields.get("region").and_then(|value| reader.label(value));
    let code = fields.get("code").and_then(|value| reader.literal(value));
    let domain = fields.need(reader, "mail_domain").and_then(|value| reader.domain(value));
    let name = name.unwrap_or_else(|| slug.into());
    let full_name: Box<str> = full_name(reader, &name, article).into();
    let mut values = Values::new();
    let facts = [
        ("name", Some(&name)),
        ("full_name", Some(&full_name)),
        ("region", region.as_ref()),
        ("code", code.as_ref()),
        ("mail_domain", domain.as_ref()),
    ];
    for (key, text) in facts {
        if let Some(text) = text {
            values.insert(key.into(), (&**text).into());
        }
    }
    if let Some(services) = fields.get("services") {
        read_services(reader, services, &mut values);
    }
    if let Some(own) = fields.get("values") {
        read_values(reader, own, "values", &mut values);
    }
    let color = reader.color_at(&mut fields, "color");
    let logo = fields.get("logo").and_then(|value| read_logo(reader, value));
    let contacts = read_contacts(reader, &mut fields);
    let mut refused = Vec::new();
    let policies =
        fields.get("policies").map(|value| reader.policies(value, &mut values, &mut refused));
    let domain = domain.unwrap_or_default();
    let identifiers = fields
        .get("identifiers")
        .map(|value| reader.identifiers(value, &domain, &mut values, &mut refused));
    fields.finish(reader);
    Some(Academy {
        slug: slug.into(),
        span: Span::start_of(reader.source.id),
        name,
        full_name,
        region,
        color,
        logo,
        contacts,
        policies: policies.unwrap_or_default(),
        identifiers: identifiers.unwrap_or_default(),
        refused,
        incomplete: false,
        values,
    })
}

/// "académie de Lille", "académie d’Aix-Marseille".
fn full_name(reader: &Reader<'_>, name: &str, article: Option<&Value<'_>>) -> String {
    let written = article.and_then(|value| Some((value, reader.literal(value)?)));
    let right = if name.starts_with(is_vowel) { "d’" } else { "de" };
    let Some((value, article)) = written else { return with_article(right, name) };
    let full_name = with_article(&article, name);
    // Before h and y either may be right, and « des » before anything.
    let certain = name.starts_with(|char: char| char.is_alphabetic() && !"HhYy".contains(char));
    let elided = article.ends_with(['’', '\'']);
    if certain && elided != name.starts_with(is_vowel) && !article.ends_with('s') {
        let message = format!("Cet article ne va pas devant ce nom : on lirait « {full_name} ».");
        let help = format!(
            "Retirez « article » : pasapas écrit « {} » de lui-même.",
            with_article(right, name)
        );
        reader.report(Diagnostic::warning(Code::BadValue, value.span, message).help(help));
    }
    full_name
}

fn with_article(article: &str, name: &str) -> String {
    let article = article.replace('\'', "’");
    let space = if article.ends_with('’') { "" } else { " " };
    format!("académie {article}{space}{name}")
}

fn is_vowel(char: char) -> bool {
    char.to_lowercase().any(|char| "aeiouyàâéèêëîïôûœ".contains(char))
}

fn read_services(reader: &Reader<'_>, value: &Value<'_>, values: &mut Values) {
    let Some(services) = reader.fields(value, "Services") else { return };
    for entry in services.entries() {
        let prefix = format!("services.{}", entry.key.value);
        let Some(mut fields) = reader.fields(&entry.value, "Service") else { continue };
        fields.need(reader, "name");
        fields.finish_open(reader);
        read_values(reader, &entry.value, &prefix, values);
    }
}

/// Every scalar below `value`, under its dotted name. A key `url` must be an address.
fn read_values(reader: &Reader<'_>, value: &Value<'_>, prefix: &str, values: &mut Values) {
    let Some(fields) = reader.fields(value, "Valeurs") else { return };
    for entry in fields.entries() {
        let name = format!("{prefix}.{}", entry.key.value);
        match &entry.value.kind {
            Kind::Map(_) => read_values(reader, &entry.value, &name, values),
            Kind::Null => {}
            _ => {
                let text = if entry.key.value.ends_with("url") {
                    reader.address(&entry.value)
                } else {
                    reader.label(&entry.value)
                };
                if let Some(text) = text {
                    values.insert(name.into(), (&*text).into());
                }
            }
        }
    }
}

fn read_logo(reader: &Reader<'_>, value: &Value<'_>) -> Option<Logo> {
    let mut fields = reader.fields(value, "Logo")?;
    let image = fields.need(reader, "image").and_then(|value| reader.image_path(value));
    let alt = fields.need(reader, "alt").and_then(|value| reader.label(value));
    fields.finish(reader);
    Some(Logo { image: image?, alt: alt? })
}

fn read_contacts<'s>(reader: &Reader<'s>, fields: &mut Fields<'_, 's>) -> Vec<Contact> {
    let contacts = fields.get("contacts").map_or(&[][..], |value| reader.list(value));
    contacts.iter().filter_map(|value| read_contact(reader, value)).collect()
}

fn read_contact(reader: &Reader<'_>, value: &Value<'_>) -> Option<Contact> {
    let mut fields = reader.fields(value, "Contact")?;
    let contact = Contact {
        label: fields.need(reader, "label").and_then(|v| reader.label(v)).unwrap_or_default(),
        purpose: fields.get("for").and_then(|value| reader.label(value)),
        phone: fields.get("phone").and_then(|value| reader.phone(value)),
        email: fields.get("email").and_then(|value| reader.email(value)),
        url: fields.get("url").and_then(|value| reader.address(value)),
        hours: fields.get("hours").and_then(|value| reader.label(value)),
    };
    fields.finish(reader);
    Some(contact)
}

impl<'s> Reader<'s> {
    /// A complete address of the web.
    pub fn address(&self, value: &Value<'s>) -> Option<Box<str>> {
        let address = self.literal(value)?;
        let problem = check_address(&address, value.span);
        let refused = problem.as_ref().is_some_and(Diagnostic::is_error);
        if let Some(problem) = problem {
            self.report(problem);
        }
        (!refused).then_some(address)
    }

    /// A mail address.
    pub fn email(&self, value: &Value<'s>) -> Option<Box<str>> {
        let address = self.literal(value)?;
        let well = address.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.contains('@')
        }) && !address.contains(char::is_whitespace);
        if well {
            return Some(address);
        }
        let message = format!("« {address} » n’est pas une adresse électronique.");
        self.report(
            Diagnostic::error(Code::BadValue, value.span, message)
                .help("Une adresse s’écrit « nom@domaine.fr », sans espace."),
        );
        None
    }

    /// What follows `@` in mail addresses.
    pub fn domain(&self, value: &Value<'s>) -> Option<Box<str>> {
        let domain = self.literal(value)?;
        let letter = |char: char| char.is_alphanumeric() || matches!(char, '.' | '-');
        if domain.contains('.') && domain.chars().all(letter) {
            return Some(domain);
        }
        let message = format!("« {domain} » n’est pas un domaine.");
        self.report(
            Diagnostic::error(Code::BadValue, value.span, message)
                .help("Écrivez ce qui suit l’arobase, par exemple ac-lille.fr."),
        );
        None
    }

    /// A phone number: digits, spaces, dots and a plus.
    fn phone(&self, value: &Value<'s>) -> Option<Box<str>> {
        let number = self.literal(value)?;
        let well = number.chars().all(|char| char.is_ascii_digit() || " .+()".contains(char))
            && number.chars().filter(char::is_ascii_digit).count() >= 2;
        if well {
            return Some(number.replace(' ', "\u{A0}").into());
        }
        let message = format!("« {number} » n’est pas un numéro de téléphone.");
        self.report(
            Diagnostic::error(Code::BadValue, value.span, message)
                .help("Des chiffres et des espaces, entre guillemets droits : \"03 20 00 00 00\"."),
        );
        None
    }
}
