//! Plain text with values in it: a title, a summary, the address of a link.

use crate::span::Span;

/// Plain text in which the academy's values will be put.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// The parts, in reading order.
    pub parts: Vec<Part>,
}

/// A part of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Text as it will be shown.
    Text(Box<str>),
    /// A value of the academy, by its dotted name, such as `services.portal.url`.
    Value(Box<str>),
}

/// A [`Phrase`] with the places of its values, one span for each, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePhrase {
    /// The phrase.
    pub phrase: Phrase,
    /// Where the whole of it was written.
    pub span: Span,
    /// Where each of its values was written.
    pub values: Vec<Span>,
}

impl Phrase {
    /// The names of its values, in order.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(&**name),
            Part::Text(_) => None,
        })
    }

    /// The text, with `value` giving the text of each name.
    pub fn fill<'a>(&'a self, mut value: impl FnMut(&'a str) -> &'a str) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Value(name) => value(name),
            })
            .collect()
    }
}
