//! From text to values: every parser takes a [`Source`] and returns all that it found wrong.
//!
//! In: the text of one file. Out: `Warned<T>`, with the byte range of every problem in that file.
//! No parser reads another file, knows an academy, or stops at the first error.

pub mod academy;
mod amounts;
pub mod directive;
mod doubts;
mod duration;
pub mod embedded;
pub mod fields;
pub mod frames;
pub mod glossary;
pub mod guide;
pub mod highlight;
pub mod identifier;
pub mod locale;
pub mod markdown;
pub mod metadata;
pub mod name;
pub mod personal;
pub mod phrase;
pub mod policy;
pub mod procedure;
pub mod screenshot;
pub mod shape;
pub mod site;
mod starter;
pub mod text_map;
pub mod theme;
pub mod typography;
pub mod url;
pub mod value;
pub mod yaml;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::site::Language;
use crate::span::{FileId, Span};

/// One text file of the site.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Its id, made of its path.
    pub id: FileId,
    /// Its path below the site's root.
    pub path: &'s str,
    /// Its text, without a byte order mark.
    pub text: &'s str,
}

/// The settings of `site.yaml` on which the parsing of other files depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Whose typography is applied.
    pub language: Language,
    /// Whether raw HTML may stand in Markdown.
    pub allow_html: bool,
}

/// That the file at `path` is not UTF-8.
#[must_use]
pub fn not_utf8(path: &str, bytes: &[u8]) -> Diagnostic {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..valid].split(|byte| *byte == b'\n').count();
    let span = Span::new(FileId::of(path), valid, valid);
    let message = format!("« {path} » n’est pas enregistré en UTF-8 (ligne {line}).");
    Diagnostic::error(Code::NotUtf8, span, message)
        .help("Enregistrez-le de nouveau en UTF-8 : menu « Enregistrer sous », codage « UTF-8 ».")
}

impl<'s> Source<'s> {
    /// The file at `path` with this text.
    #[must_use]
    pub fn new(path: &'s str, text: &'s str) -> Self {
        Self { id: FileId::of(path), path, text }
    }
}
