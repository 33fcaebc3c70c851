//! What all handouts of a theme share: its templates, its fonts, its texts.
//!
//! In: the files of the theme. Out: a [`Press`], which is got ready when the first handout is printed: a build
//! whose handouts are all there needs only its key.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use xxhash_rust::xxh3::Xxh3;

use super::job::file_id;
use crate::inputs::InputFile;
use crate::span;

/// Templates, fonts and texts.
pub struct Press {
    /// The hash of it all.
    pub(super) key: u128,
    ready: LazyLock<Ready, Box<dyn FnOnce() -> Ready + Send>>,
}

/// The same, ready to print with.
pub(super) struct Ready {
    pub(super) library: LazyHash<Library>,
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    /// The names of the fonts, in the order in which they are looked in for a character.
    pub(super) families: Vec<String>,
    /// The templates.
    pub(super) sources: HashMap<FileId, Source>,
    /// The files of the templates.
    pub(super) files: HashMap<FileId, span::FileId>,
    /// The texts of the interface, as JSON.
    pub(super) texts: Bytes,
}

/// A file of the theme that a press needs.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name, as templates import it.
    pub name: String,
    /// Its id.
    pub id: span::FileId,
    /// Its content.
    pub file: InputFile,
}

/// Makes a press from templates, fonts as WOFF2 in the order in which they are looked in, and the texts of the
/// interface as JSON.
#[must_use]
pub fn load_press(templates: Vec<Part>, fonts: Vec<Part>, texts: String) -> Press {
    let mut key = Xxh3::new();
    for part in templates.iter().chain(&fonts) {
        key.update(part.name.as_bytes());
        key.update(&part.file.hash.to_le_bytes());
    }
    key.update(texts.as_bytes());
    let get_ready = Box::new(move || get_ready(&templates, &fonts, &texts));
    Press { key: key.digest128(), ready: LazyLock::new(get_ready) }
}

fn get_ready(templates: &[Part], fonts: &[Part], texts: &str) -> Ready {
    let font = |part: &Part| {
        let bytes = wuff::decompress_woff2(part.file.bytes()).ok()?;
        Font::new(Bytes::new(bytes), 0)
    };
    let fonts: Vec<Font> = fonts.iter().filter_map(font).collect();
    let (mut sources, mut files) = (HashMap::new(), HashMap::new());
    for part in templates {
        let id = file_id(&part.name);
        let text = part.file.text().unwrap_or_default();
        sources.insert(id, Source::new(id, text.to_owned()));
        files.insert(id, part.id);
    }
    let mut book = FontBook::new();
    for font in &fonts {
        book.push(font.info().clone());
    }
    let mut families: Vec<String> = fonts.iter().map(|font| font.info().family.clone()).collect();
    families.dedup();
    let mut ready = Ready {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(book),
        fonts,
        families,
        sources,
        files,
        texts: Bytes::from_string(String::new()),
    };
    let texts = ready.printable(texts).0.into_owned();
    ready.texts = Bytes::from_string(texts);
    ready
}

impl Press {
    pub(super) fn ready(&self) -> &Ready {
        &self.ready
    }
}

impl Ready {
    /// A text without the characters that no font has, and those: in a tagged PDF each must have its glyph
    /// (ISO 14289-1, 7.21.8).
    pub(super) fn printable<'t>(&self, text: &'t str) -> (Cow<'t, str>, Vec<char>) {
        let used: BTreeSet<char> = text.chars().filter(|char| !char.is_ascii()).collect();
        let lost: Vec<char> = used.into_iter().filter(|char| !self.has(*char)).collect();
        let text = if lost.is_empty() { text.into() } else { text.replace(&lost[..], "").into() };
        (text, lost)
    }

    fn has(&self, char: char) -> bool {
        is_invisible(char)
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(char)))
    }
}

/// Characters that say how others are set, and have no glyph themselves.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

impl fmt::Debug for Press {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Press({:032x})", self.key)
    }
}
