//! Everything that a build depends on.
//!
//! In: bytes that `discover` read. Out: [`Inputs`], the only thing that `compile` takes. The same
//! inputs give the same site, byte for byte: an image may be read again when it is made, and then is what it
//! was, or an error.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_128;

/// The folders that belong to a site: read, and never written to. What lies beside them is none of
/// our business.
pub const FOLDERS: [&str; 3] = ["content", "academies", "themes"];

/// Where the files of the default theme stand.
pub const DEFAULT_THEME: &str = "themes/default/";

/// The files of a site and the few facts that come from outside.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Files by path below the site's root, with `/` between folders. The default theme stands
    /// under `themes/default/`, where the site has no file of its own.
    pub files: BTreeMap<Box<str>, InputFile>,
    /// The date of the build.
    pub today: Date,
    /// Whether guides marked `draft: true` are published.
    pub drafts: bool,
    /// Whether the contents of files stay once they are parsed. A build lets go of each, so that it takes less
    /// memory; who compiles again needs them.
    pub keep_contents: bool,
    /// Whether guides are made for paper as well.
    pub handouts: bool,
}

/// A file: its content, and the hash of that.
#[derive(Clone, Debug)]
pub struct InputFile {
    content: Content,
    /// How to read it again, if that is possible.
    again: Option<Again>,
    /// The hash of the content.
    pub hash: u128,
}

/// Where the content of a file is.
#[derive(Clone, Debug)]
enum Content {
    Here(Arc<Cow<'static, [u8]>>),
    /// It was let go of.
    Gone,
}

/// How to read a file again; none when it cannot be read.
#[derive(Clone)]
struct Again(Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>);

impl InputFile {
    /// A file with this content.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = xxh3_128(&bytes);
        Self { content: Content::Here(Arc::new(bytes)), again: None, hash }
    }

    /// The same, which `again` reads once more.
    #[must_use]
    pub fn or_again(self, again: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { again: Some(Again(Arc::new(again))), ..self }
    }

    /// Lets go of the content; its hash stays.
    pub fn forget(&mut self) {
        self.content = Content::Gone;
    }

    /// The same without its content, if that can be read again.
    #[must_use]
    pub fn light(&self) -> Self {
        let mut light = self.clone();
        if light.again.is_some() {
            light.forget();
        }
        light
    }

    /// Whether it came with the program.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        matches!(&self.content, Content::Here(bytes) if matches!(**bytes, Cow::Borrowed(_)))
    }

    /// The content, for who parses it; nothing once it was let go of.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Here(bytes) => bytes,
            Content::Gone => &[],
        }
    }

    /// The content, read again where it was let go of; none when it is no longer what it was, or cannot be read.
    #[must_use]
    pub fn content(&self) -> Option<Cow<'_, [u8]>> {
        match &self.content {
            Content::Here(bytes) => Some(Cow::Borrowed(bytes)),
            Content::Gone => {
                let again = (self.again.as_ref()?.0)();
                again.filter(|bytes| xxh3_128(bytes) == self.hash).map(Cow::Owned)
            }
        }
    }

    /// The content as text, without a byte order mark, if it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(self.bytes()).ok()?;
        Some(text.strip_prefix('\u{FEFF}').unwrap_or(text))
    }
}

impl fmt::Debug for Again {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_let_go_of_is_read_again_unless_it_has_changed() {
        let on_disk = |now: &'static str| move || Some(now.into());
        let file = InputFile::new(&b"an image"[..]);
        assert_eq!(file.light().content().as_deref(), Some(&b"an image"[..]));
        let same = file.clone().or_again(on_disk("an image")).light();
        assert!(same.bytes().is_empty());
        assert_eq!(same.content().as_deref(), Some(&b"an image"[..]));
        let other = file.or_again(on_disk("another")).light();
        assert_eq!(other.content(), None);
    }
}
