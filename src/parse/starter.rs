//! What the starter site says and nobody has replaced yet.
//!
//! In: the YAML of a file that the starter has too. Out: one warning that names the keys whose values are still
//! the starter's examples: legal notices, QR codes and contacts would show them.

use super::Source;
use super::fields::Reader;
use super::yaml::{Kind, Value, parse_yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The settings that `pasapas init` writes.
pub(super) const SITE: &str = include_str!("../../starter/site.yaml");
/// The académie that `pasapas init` writes.
pub(super) const ACADEMY: &str = include_str!("../../starter/academies/exemple/academy.yaml");
/// What tells an example from a value that is good for everybody.
const EXAMPLES: [&str; 3] = ["xemple", "votre", "00 00"];

impl<'s> Reader<'s> {
    /// Warns of the examples of `starter` that are left in `value`.
    pub(super) fn doubt_starter(&self, value: &Value<'s>, starter: &str) {
        if !EXAMPLES.iter().any(|example| self.source.text.contains(example)) {
            return;
        }
        let source = Source::new("starter", starter);
        let Some(starter) = parse_yaml(&source, 0..starter.len(), &mut Vec::new()) else { return };
        let mut left = Vec::new();
        find_left(value, &starter, &mut String::new(), &mut left);
        let Some((_, span)) = left.first() else { return };
        let names: Vec<_> = left.iter().map(|(name, _)| format!("« {name} »")).collect();
        let message =
            format!("Des exemples du site de départ seraient publiés : {}.", names.join(", "));
        let help = "Remplacez-les par ce qui est vrai pour vous, ou retirez ces clés.";
        self.report(Diagnostic::warning(Code::Unfinished, *span, message).help(help));
    }
}

/// The scalars that are the same in both, below the key `path`.
fn find_left(
    own: &Value<'_>,
    starter: &Value<'_>,
    path: &mut String,
    left: &mut Vec<(String, Span)>,
) {
    match (&own.kind, &starter.kind) {
        (Kind::Scalar(own_text), Kind::Scalar(text)) => {
            let example = EXAMPLES.iter().any(|example| text.text.contains(example));
            if example && own_text.text == text.text {
                left.push((path.clone(), own.span));
            }
        }
        (Kind::List(values), Kind::List(examples)) => {
            for (own, starter) in values.iter().zip(examples) {
                find_left(own, starter, path, left);
            }
        }
        (Kind::Map(entries), Kind::Map(examples)) => {
            for entry in entries {
                let same = examples.iter().find(|example| example.key.value == entry.key.value);
                let Some(same) = same else { continue };
                let length = path.len();
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&entry.key.value);
                find_left(&entry.value, &same.value, path, left);
                path.truncate(length);
            }
        }
        _ => {}
    }
}
