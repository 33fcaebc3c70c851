//! The texts of the interface: `locales/<language>.yaml` of a theme.
//!
//! In: the file, a mapping of keys to texts, nested or not. Out: the texts by dotted key, with the
//! typography of their language.

use std::collections::BTreeMap;

use super::fields::Reader;
use super::yaml::{Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::Warned;

/// Reads a locale.
#[must_use]
pub fn parse_locale(source: Source<'_>, rules: Rules) -> Warned<BTreeMap<String, String>> {
    let reader = Reader::new(source, rules);
    let mut texts = BTreeMap::new();
    if let Some(root) = reader.yaml(0..source.text.len()) {
        read_texts(&reader, &root, "", &mut texts);
    }
    Warned::new(texts, reader.into_diagnostics())
}

fn read_texts(
    reader: &Reader<'_>,
    value: &Value<'_>,
    prefix: &str,
    texts: &mut BTreeMap<String, String>,
) {
    let Some(fields) = reader.fields(value, "Textes") else { return };
    for entry in fields.entries() {
        let key = format!("{prefix}{}", entry.key.value);
        if matches!(entry.value.kind, Kind::Map(_)) {
            read_texts(reader, &entry.value, &format!("{key}."), texts);
        } else if let Some(text) = reader.label(&entry.value) {
            texts.insert(key, text.into());
        }
    }
}
