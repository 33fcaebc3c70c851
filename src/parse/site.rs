//! `site.yaml`: the settings of the whole site.
//!
//! In: the file. Out: a [`SiteConfig`]; what is missing has the default that a reader expects.

use super::fields::{Fields, Reader};
use super::starter::SITE;
use super::url::base_address;
use super::yaml::{Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::Warned;
use crate::model::site::{
    Accessibility, Audit, Handouts, Host, Language, Minify, Paper, Publisher, SiteConfig,
};
use crate::span::Located;

/// Reads `site.yaml`.
#[must_use]
pub fn parse_site(source: Source<'_>) -> Warned<Option<SiteConfig>> {
    let mut reader = Reader::new(source, Rules { language: Language::French, allow_html: false });
    let value = reader.yaml(0..source.text.len());
    reader.rules.language = value.as_ref().map_or(Language::French, language_of);
    let config = value.and_then(|value| read_site(&reader, &value));
    Warned::new(config, reader.into_diagnostics())
}

/// The language must be known before the first text is read; problems are reported later.
fn language_of(value: &Value<'_>) -> Language {
    let Kind::Map(entries) = &value.kind else { return Language::French };
    let language = entries.iter().find(|entry| entry.key.value == "language");
    match language.map(|entry| &entry.value.kind) {
        Some(Kind::Scalar(scalar)) if scalar.text == "en" => Language::English,
        _ => Language::French,
    }
}

fn read_site(reader: &Reader<'_>, value: &Value<'_>) -> Option<SiteConfig> {
    let mut fields = reader.fields(value, "Site")?;
    reader.doubt_starter(value, SITE);
    let title = fields.need(reader, "title").and_then(|value| reader.label(value));
    let base_url = fields.need(reader, "base_url").and_then(|value| reader.base_url(value));
    if let Some(value) = fields.get("language") {
        check_language(reader, value);
    }
    let publisher =
        fields.need(reader, "publisher").and_then(|value| read_publisher(reader, value));
    let config = SiteConfig {
        title: title.unwrap_or_default(),
        description: fields.get("description").and_then(|value| reader.label(value)),
        base_url: base_url.unwrap_or_default(),
        language: reader.rules.language,
        theme: fields
            .get("theme")
            .and_then(|value| reader.id(value))
            .unwrap_or_else(|| Located::new("default".into(), fields.head())),
        publisher: publisher.unwrap_or_default(),
        host: fields.get("host").and_then(|value| read_host(reader, value)),
        accessibility: fields
            .get("accessibility")
            .and_then(|value| read_accessibility(reader, value))
            .unwrap_or_default(),
        not_personal: fields
            .get("not_personal")
            .map_or(&[][..], |value| reader.list(value))
            .iter()
            .filter_map(|value| reader.literal(value))
            .collect(),
        allow_html: fields
            .get("allow_html")
            .and_then(|value| reader.boolean(value))
            .unwrap_or(false),
        minify: fields
            .get("minify")
            .and_then(|value| read_minify(reader, value))
            .unwrap_or(Minify::Squeeze),
        handouts: fields
            .get("handouts")
            .map_or_else(|| Some(Handouts::default()), |value| read_handouts(reader, value)),
    };
    fields.finish(reader);
    Some(config)
}

fn check_language(reader: &Reader<'_>, value: &Value<'_>) {
    if !matches!(reader.scalar(value).map(|text| &**text), Some("fr" | "en")) {
        reader.wrong_type::<()>(value, "Les langues connues sont « fr » et « en »");
    }
}

fn read_minify(reader: &Reader<'_>, value: &Value<'_>) -> Option<Minify> {
    match reader.scalar(value).map(|text| &**text) {
        Some("squeeze") => Some(Minify::Squeeze),
        Some("full") => Some(Minify::Full),
        _ => reader.wrong_type(value, "Il faut ici « squeeze » ou « full »"),
    }
}

/// None where the site wants no handouts, or together with an error.
fn read_handouts(reader: &Reader<'_>, value: &Value<'_>) -> Option<Handouts> {
    if let Kind::Scalar(scalar) = &value.kind {
        return match &*scalar.text {
            "true" => Some(Handouts::default()),
            "false" => None,
            _ => reader.wrong_type(
                value,
                "Il faut ici « false », ou les clés « paper » et « large_print »",
            ),
        };
    }
    let mut fields = reader.fields(value, "Fiches à imprimer")?;
    let default = Handouts::default();
    let paper = fields.get("paper").and_then(|value| read_paper(reader, value));
    let large_print = fields.get("large_print").and_then(|value| reader.boolean(value));
    fields.finish(reader);
    Some(Handouts {
        paper: paper.unwrap_or(default.paper),
        large_print: large_print.unwrap_or(default.large_print),
    })
}

fn read_paper(reader: &Reader<'_>, value: &Value<'_>) -> Option<Paper> {
    match reader.scalar(value).map(|text| text.to_lowercase()).as_deref() {
        Some("a4") => Some(Paper::A4),
        Some("a5") => Some(Paper::A5),
        Some("letter") => Some(Paper::Letter),
        _ => reader.wrong_type(value, "Il faut ici « a4 », « a5 » ou « letter »"),
    }
}

fn read_publisher(reader: &Reader<'_>, value: &Value<'_>) -> Option<Publisher> {
    let mut fields = reader.fields(value, "Éditeur")?;
    let name = fields.need(reader, "name").and_then(|value| reader.label(value));
    let publisher = Publisher {
        name: name.unwrap_or_default(),
        address: fields.get("address").and_then(|value| reader.label(value)),
        email: fields.get("email").and_then(|value| reader.email(value)),
        phone: fields.get("phone").and_then(|value| reader.label(value)),
        director: fields.get("director").and_then(|value| reader.label(value)),
    };
    fields.finish(reader);
    Some(publisher)
}

fn read_host(reader: &Reader<'_>, value: &Value<'_>) -> Option<Host> {
    let mut fields = reader.fields(value, "Hébergeur")?;
    let name = fields.need(reader, "name").and_then(|value| reader.label(value));
    let host = Host {
        name: name.unwrap_or_default(),
        address: fields.get("address").and_then(|value| reader.label(value)),
        phone: fields.get("phone").and_then(|value| reader.label(value)),
    };
    fields.finish(reader);
    Some(host)
}

fn read_accessibility(reader: &Reader<'_>, value: &Value<'_>) -> Option<Accessibility> {
    let mut fields = reader.fields(value, "Accessibilité")?;
    let mut email = None;
    let mut url = None;
    if let Some(contact) = fields.get("contact") {
        let mut contact = reader.fields(contact, "Contact")?;
        email = contact.get("email").and_then(|value| reader.email(value));
        url = contact.get("url").and_then(|value| reader.address(value));
        contact.finish(reader);
    }
    let audit = fields.get("audit").and_then(|value| read_audit(reader, value));
    fields.finish(reader);
    Some(Accessibility { email, url, audit })
}

fn read_audit(reader: &Reader<'_>, value: &Value<'_>) -> Option<Audit> {
    let mut fields = reader.fields(value, "Audit")?;
    let date = fields.need(reader, "date").and_then(|value| reader.recent_date(value));
    let by = fields.need(reader, "by").and_then(|value| reader.label(value));
    let rate = fields.need(reader, "rate").and_then(|value| reader.integer(value, 0..=100));
    let version = fields.get("version").and_then(|value| reader.literal(value));
    let mut list = |key| labels(reader, &mut fields, key);
    let failures = list("failures");
    let derogations = list("derogations");
    let exempt = list("exempt");
    let environments = list("environments");
    let tools = list("tools");
    let pages = list("pages");
    fields.finish(reader);
    Some(Audit {
        date: date?,
        by: by?,
        rate: u8::try_from(rate?).ok()?,
        version: version.unwrap_or_else(|| "4.1.2".into()),
        failures,
        derogations,
        exempt,
        environments,
        tools,
        pages,
    })
}

fn labels<'s>(
    reader: &Reader<'s>,
    fields: &mut Fields<'_, 's>,
    key: &'static str,
) -> Vec<Box<str>> {
    let values = fields.get(key).map_or(&[][..], |value| reader.list(value));
    values.iter().filter_map(|value| reader.label(value)).collect()
}

impl<'s> Reader<'s> {
    /// The site's own address, ending in `/`.
    fn base_url(&self, value: &Value<'s>) -> Option<Box<str>> {
        let written = self.literal(value)?;
        let (address, problem) = match base_address(&written, value.span) {
            Ok((address, warning)) => (Some(address), warning),
            Err(refused) => (None, Some(refused)),
        };
        if let Some(problem) = problem {
            self.report(problem);
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_read_as_yaml_reads_it() {
        for (line, language) in [
            ("language: en", Language::English),
            ("language: \"en\" # for visitors", Language::English),
            ("language: 'en'", Language::English),
            ("\"language\": en\t# a tab before", Language::English),
            ("language:\n  en", Language::English),
            ("language: fr", Language::French),
            ("# language: en", Language::French),
            ("description: |\n  language: en", Language::French),
        ] {
            let text = format!("title: A\n{line}\n");
            let config = parse_site(Source::new("site.yaml", &text)).value.unwrap();
            assert_eq!(config.language, language, "{line}");
        }
    }
}
