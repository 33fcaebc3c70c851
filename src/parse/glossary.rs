//! The glossary: `content/glossary.yaml`, a list of words with their meaning.
//!
//! In: the file. Out: its [`Term`]s, in alphabetical order.

use super::fields::Reader;
use super::name::slug;
use super::yaml::Value;
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::glossary::Term;

/// Reads the glossary.
#[must_use]
pub fn parse_glossary(source: Source<'_>, rules: Rules) -> Warned<Vec<Term>> {
    let reader = Reader::new(source, rules);
    let root = reader.yaml(0..source.text.len());
    let values = root.as_ref().map_or(&[][..], |value| reader.list(value));
    let mut terms: Vec<Term> = Vec::new();
    for value in values {
        let Some(term) = read_term(&reader, value) else { continue };
        if slug(&term.term).is_empty() {
            let message = format!("« {} » ne contient ni lettre ni chiffre.", term.term);
            let help = "Un mot du glossaire en contient : l’adresse de sa définition en est faite.";
            reader.report(Diagnostic::error(Code::BadValue, value.span, message).help(help));
        } else if let Some(first) = terms.iter().find(|it| slug(&it.term) == slug(&term.term)) {
            let message = format!("Le mot « {} » est défini deux fois.", term.term);
            reader.report(
                Diagnostic::error(Code::DuplicateId, value.span, message)
                    .note(first.definition.span, "la première définition ici")
                    .help("Gardez une seule des deux définitions."),
            );
        }
        terms.push(term);
    }
    terms.sort_by_cached_key(|term| slug(&term.term));
    Warned::new(terms, reader.into_diagnostics())
}

fn read_term(reader: &Reader<'_>, value: &Value<'_>) -> Option<Term> {
    let mut fields = reader.fields(value, "Mot du glossaire")?;
    let term = fields.need(reader, "term").and_then(|value| reader.label(value));
    let expansion = fields.get("expansion").and_then(|value| reader.label(value));
    let definition = fields.need(reader, "definition").and_then(|value| reader.line(value));
    fields.finish(reader);
    Some(Term { term: term?, expansion, definition: definition? })
}
