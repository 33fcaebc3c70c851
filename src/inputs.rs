//! Everything that a build depends on, read once.
//!
//! In: bytes that `discover` read. Out: [`Inputs`], the only thing that `compile` takes. The same
//! inputs give the same site, byte for byte.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

/// The folders that belong to a site: read, and never written to. What lies beside them is none of
/// our business.
pub const FOLDERS: [&str; 3] = ["content", "academies", "themes"];

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
    /// Whether texts stay once they are parsed. A build lets go of each, so that it takes less memory;
    /// who compiles again needs them.
    pub keep_texts: bool,
    /// Whether guides are made for paper as well.
    pub handouts: bool,
}

/// A file's bytes and their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// The content.
    pub bytes: Arc<Cow<'static, [u8]>>,
    /// The hash of the content.
    pub hash: u128,
}

impl InputFile {
    /// A file with this content.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        Self { hash: xxhash_rust::xxh3::xxh3_128(&bytes), bytes: Arc::new(bytes) }
    }

    /// Lets go of the content; its hash stays.
    pub fn forget(&mut self) {
        self.bytes = Arc::default();
    }

    /// The content as text, without a byte order mark, if it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        Some(text.strip_prefix('\u{FEFF}').unwrap_or(text))
    }
}
