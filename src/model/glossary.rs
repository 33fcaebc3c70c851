//! A word of the trade, explained.

use super::markup::SourceMarkup;

/// An entry of `content/glossary.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word, such as "NUMEN".
    pub term: Box<str>,
    /// The letters spelled out.
    pub expansion: Option<Box<str>>,
    /// What it means.
    pub definition: SourceMarkup,
}
