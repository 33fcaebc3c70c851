//! What all handouts of a theme share: its templates, its fonts, its texts.
//!
//! In: the files of the theme. Out: a [`Press`], which is got ready when the first handout is printed: a build
//! whose handouts are all there needs only its key.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use xxhash_rust::xxh3::Xxh3;

use super::super::pieces::is_invisible;
use super::job::file_id;
use crate::inputs::InputFile;
use crate::span;

/// After so many guides that were given up the template is at fault.
const TRIES: usize = 3;
/// The only control character of ASCII that JSON does not escape.
const DELETE: char = '\u{7F}';

/// Templates, fonts and texts.
pub struct Press {
    /// The hash of it all.
    pub(super) key: u128,
    /// The templates of the site's own theme.
    own: Vec<(String, span::FileId)>,
    /// The source files whose handouts, and those whose booklets, were given up.
    given_up: [Mutex<BTreeSet<span::FileId>>; 2],
    ready: LazyLock<Arc<Ready>, Box<dyn FnOnce() -> Arc<Ready> + Send>>,
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
    /// The files of the templates, and whether each is the site's own.
    pub(super) files: HashMap<FileId, (span::FileId, bool)>,
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
    let own = templates.iter().filter(|part| !part.file.is_built_in());
    let own = own.map(|part| (part.name.clone(), part.id)).collect();
    let get_ready = Box::new(move || Arc::new(get_ready(&templates, &fonts, &texts)));
    let given_up = Default::default();
    Press { key: key.digest128(), own, given_up, ready: LazyLock::new(get_ready) }
}

fn get_ready(templates: &[Part], fonts: &[Part], texts: &str) -> Ready {
    let font = |part: &Part| {
        let bytes = wuff::decompress_woff2(part.file.bytes()).ok()?;
        Font::new(Bytes::new(bytes), 0)
    };
    let fonts: Vec<Font> = fonts.iter().filter_map(font).collect();
    let (mut sources, mut files) = (HashMap::new(), HashMap::new());
    for part in templates {
        // What Typst cannot name, no template can.
        let Some(id) = file_id(&part.name) else { continue };
        let text = part.file.text().unwrap_or_default();
        sources.insert(id, Source::new(id, text.to_owned()));
        files.insert(id, (part.id, !part.file.is_built_in()));
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
    pub(super) fn ready(&self) -> &Arc<Ready> {
        &self.ready
    }

    /// The template of the site's own theme that is at fault when printing by `template` never ends; none when only
    /// the guide can be.
    pub(super) fn suspect(&self, template: &str) -> Option<(&str, span::FileId)> {
        let same = self.own.iter().find(|(name, _)| name == template);
        same.or(self.own.first()).map(|(name, id)| (&**name, *id))
    }

    /// Remembers that printing what is about `file` was given up.
    pub(super) fn give_up(&self, booklet: bool, file: span::FileId) {
        self.given_up(booklet).insert(file);
    }

    /// Whether it is no use to try with a template of the site's own theme: the same guide never ended before, or
    /// several others.
    pub(super) fn is_hopeless(&self, booklet: bool, file: span::FileId) -> bool {
        let given_up = self.given_up(booklet);
        !self.own.is_empty() && (given_up.len() >= TRIES || given_up.contains(&file))
    }

    fn given_up(&self, booklet: bool) -> MutexGuard<'_, BTreeSet<span::FileId>> {
        self.given_up[usize::from(booklet)].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ready {
    /// A text of JSON without the characters that no font has, and those: in a tagged PDF each must have its glyph
    /// (ISO 14289-1, 7.21.8).
    pub(super) fn printable<'t>(&self, json: &'t str) -> (Cow<'t, str>, Vec<char>) {
        let used: BTreeSet<char> = json.chars().filter(|char| !char.is_ascii()).collect();
        let (lost, gone): (Vec<char>, Vec<char>) = used
            .into_iter()
            .filter(|char| char.is_control() || !self.has(*char))
            .partition(|char| !char.is_control());
        let text = without_controls(json);
        if lost.is_empty() && gone.is_empty() && !text.contains(DELETE) {
            return (text, lost);
        }
        let left_out = [&lost[..], &gone[..], &[DELETE]].concat();
        (text.replace(&left_out[..], "").into(), lost)
    }

    fn has(&self, char: char) -> bool {
        is_invisible(char)
            || !is_private(char)
                && self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(char)))
    }
}

/// A text of JSON without the control characters in its strings, for which no font has a sign either: of those only
/// the end of a line and a tab say something.
fn without_controls(json: &str) -> Cow<'_, str> {
    if !json.contains("\\u00") && !json.contains("\\b") && !json.contains("\\f") {
        return json.into();
    }
    let mut kept = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        kept.push_str(before);
        let (length, is_control) = match escape.as_bytes().get(1) {
            Some(b'u') => (6, true),
            Some(b'b' | b'f') => (2, true),
            _ => (2, false),
        };
        let (escape, after) = escape.split_at(length);
        kept.push_str(if is_control { "" } else { escape });
        rest = after;
    }
    kept.push_str(rest);
    kept.into()
}

/// Characters for private use, to which a font may give a glyph, but nobody a meaning (ISO 14289-1, 7.21.7).
fn is_private(char: char) -> bool {
    matches!(char, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

impl fmt::Debug for Press {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Press({:032x})", self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::without_controls;

    #[test]
    fn control_characters_go_and_what_looks_like_them_stays() {
        for (json, expected) in [
            (r#"["a\u0001b\bc\f"]"#, r#"["abc"]"#),
            (r#"["a\\u0001b\n\t\"\\b"]"#, r#"["a\\u0001b\n\t\"\\b"]"#),
            (r#"["\\\u001f\\"]"#, r#"["\\\\"]"#),
            ("[\"é\"]", "[\"é\"]"),
        ] {
            assert_eq!(without_controls(json), expected);
        }
    }
}
