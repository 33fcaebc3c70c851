//! Plain text with values: titles, summaries, image descriptions, link addresses.
//!
//! In: a text of a file. Out: a [`SourcePhrase`].

use super::fields::{Reader, Text};
use super::typography::typeset;
use super::value::{MOST, Run, Spot, mask};
use super::yaml::Value;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::phrase::{Part, Phrase, SourcePhrase};
use crate::span::Span;

impl<'s> Reader<'s> {
    /// Plain text for readers, on one line.
    pub fn phrase(&self, value: &Value<'s>) -> Option<SourcePhrase> {
        let text = self.text(value)?;
        Some(self.parse_phrase(&text))
    }

    fn parse_phrase(&self, text: &Text<'_>) -> SourcePhrase {
        let masked = mask(text.text);
        let one_line = masked.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let typeset = typeset(&one_line, self.rules.language);
        let mut phrase = Phrase::default();
        let mut values = Vec::new();
        for run in masked.literal_runs(&typeset) {
            match run {
                Run::Text(words) => phrase.parts.push(Part::Text(words.into())),
                Run::Spot(Spot::Value(name), range) => {
                    phrase.parts.push(Part::Value(name.into()));
                    values.push(text.map.place(range));
                }
                Run::Spot(_, range) => self.report(malformed_value(text.map.place(range))),
            }
        }
        if let Some(at) = masked.too_many {
            self.report(too_many_values(text.map.place(at..at)));
        }
        SourcePhrase { phrase, span: text.map.whole(), values }
    }
}

/// Braces that hold no name.
#[must_use]
pub fn malformed_value(span: Span) -> Diagnostic {
    let message = "Entre « {{ » et « }} » il faut un nom, comme « {{ services.portal.url }} ».";
    Diagnostic::error(Code::BadValueName, span, message)
        .help("Les noms se composent de lettres sans accent, de chiffres, de points et de tirets ; ils se trouvent dans academy.yaml. Pour montrer deux accolades, écrivez-en quatre : « {{{{ ».")
}

/// More values than a text may have.
#[must_use]
pub fn too_many_values(span: Span) -> Diagnostic {
    let message =
        format!("Ce texte a plus de {MOST} valeurs « {{{{ }}}} », adresses ou caractères privés.");
    Diagnostic::error(Code::TooLarge, span, message).help("Répartissez-le en plusieurs guides.")
}
