//! Prose as each rendering wants it.
//!
//! In: a run of filled markup. Out: what its template takes: for a page a text of HTML, for paper a tree.

use serde::{Serialize, Serializer};

use super::html::markup::prose_html;
use super::pieces::pieces;
use crate::view::Prose;
use crate::view::chrome::Medium;

impl Serialize for Prose<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.medium {
            Medium::Page => serializer.serialize_str(&prose_html(self)),
            Medium::Paper => pieces(self).serialize(serializer),
        }
    }
}
