//! The list of the files that pasapas put into an output folder.
//!
//! In: the text of `.pasapas-manifest`. Out: a [`Manifest`], and its text: one line a file, sorted,
//! with hash, length, for a handout the hash of what it was made of, and path. A path that could lead out of the
//! output is never taken over.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Share;

/// The name of the manifest in the output folder.
pub(super) const NAME: &str = ".pasapas-manifest";

const HEADER: &str = "pasapas-manifest 1";
/// Stands before the key of a handout.
const FINE: char = '+';
/// The same of one that had warnings.
const WARNED: char = '!';

/// What tells whether a file is still the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) hash: u128,
    pub(super) length: u64,
    /// What it was made of, where that is known without making it.
    pub(super) made_of: Option<MadeOf>,
}

/// What a handout was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MadeOf {
    /// The hash of it all.
    pub(super) key: u128,
    /// Whether there was something to warn about, which can be said again without making it.
    pub(super) warned: bool,
}

impl MadeOf {
    /// What stands before the key.
    fn sign(self) -> char {
        if self.warned { WARNED } else { FINE }
    }
}

/// Files by path below the output folder, with `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<Box<str>, Entry>);

impl Entry {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { hash: xxhash_rust::xxh3::xxh3_128(bytes), length: bytes.len() as u64, made_of: None }
    }
}

impl Manifest {
    /// Reads a manifest; none if this is not one of ours. Lines that cannot be trusted are dropped.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let ours = lines.next() == Some(HEADER);
        ours.then(|| Self(lines.filter_map(parse_line).collect()))
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::with_capacity(64 * (self.0.len() + 1));
        text.push_str(HEADER);
        text.push('\n');
        for (path, Entry { hash, length, made_of }) in &self.0 {
            let key = made_of.map(|it| format!("{}{:032x}", it.sign(), it.key));
            let key = key.unwrap_or_default();
            writeln!(text, "{hash:032x} {length}{key} {path}").expect("a String takes every text");
        }
        text
    }

    pub(super) fn get(&self, path: &str) -> Option<Entry> {
        self.0.get(path).copied()
    }

    pub(super) fn insert(&mut self, path: &str, entry: Entry) {
        self.0.insert(path.into(), entry);
    }

    /// Says of the file at `path` what `old` says.
    pub(super) fn set_back(&mut self, path: &str, old: &Self) {
        match old.get(path) {
            Some(entry) => self.insert(path, entry),
            None => _ = self.0.remove(path),
        }
    }

    /// Whether it lists the page of a guide in an academy.
    pub(super) fn has_guides(&self) -> bool {
        self.0.keys().any(|path| {
            let parts: Vec<&str> = path.split('/').collect();
            matches!(parts[..], [academy, _, "index.html"] if academy != "guides")
        })
    }

    /// The files of all other shares.
    pub(super) fn without(&self, share: Share<'_>) -> Self {
        let others = self.0.iter().filter(|(path, _)| !share.owns(path));
        Self(others.map(|(path, entry)| (path.clone(), *entry)).collect())
    }

    /// The files that `new` no longer has.
    pub(super) fn stale<'m>(&'m self, new: &'m Self) -> impl Iterator<Item = &'m str> {
        self.0.keys().filter(|path| !new.0.contains_key(*path)).map(|path| &**path)
    }
}

fn parse_line(line: &str) -> Option<(Box<str>, Entry)> {
    let mut parts = line.splitn(3, ' ');
    let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
    let length = parts.next()?;
    let (length, key) = length.split_at(length.find([FINE, WARNED]).unwrap_or(length.len()));
    let made_of = key.get(1..).and_then(|hash| u128::from_str_radix(hash, 16).ok());
    let made_of = made_of.map(|hash| MadeOf { key: hash, warned: key.starts_with(WARNED) });
    let length = length.parse().ok()?;
    let path = parts.next().filter(|path| stays_inside(path))?;
    Some((path.into(), Entry { hash, length, made_of }))
}

/// Whether `path` names a file below the output folder, and nothing of pasapas itself.
pub(super) fn stays_inside(path: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(is_plain)
        && !path.contains(['\\', ':'])
        && !path.contains(char::is_control)
        && !path.starts_with(".pasapas-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_being_written() {
        let mut manifest = Manifest::default();
        manifest.insert("lille/index.html", Entry::of(b"lille"));
        manifest.insert("a file with spaces.txt", Entry::of(b""));
        for (path, warned) in [("lille/a.pdf", false), ("lille/b.pdf", true)] {
            let made_of = Some(MadeOf { key: 7, warned });
            manifest.insert(path, Entry { made_of, ..Entry::of(b"") });
        }
        let text = manifest.to_text();
        assert_eq!(
            text,
            "pasapas-manifest 1\n\
             99aa06d3014798d86001c324468d497f 0 a file with spaces.txt\n\
             99aa06d3014798d86001c324468d497f 0+00000000000000000000000000000007 lille/a.pdf\n\
             99aa06d3014798d86001c324468d497f 0!00000000000000000000000000000007 lille/b.pdf\n\
             2d4c9571181a9b71a65fc53b57dc4b89 5 lille/index.html\n"
        );
        assert_eq!(Manifest::parse(&text), Some(manifest));
    }

    #[test]
    fn what_is_not_ours_or_leads_outside_is_not_taken_over() {
        assert_eq!(Manifest::parse(""), None);
        assert_eq!(Manifest::parse("pasapas-manifest 2\n"), None);
        let text = "pasapas-manifest 1\n00 1 /etc/passwd\n00 1 ../x\n00 1 a/../../x\n00 1 a//b\n\
                    00 1 C:\\x\n00 x y\n00 1 .pasapas-manifest\nnoise\n00 1 a/b.html\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!(manifest.0.keys().map(|path| &**path).collect::<Vec<_>>(), ["a/b.html"]);
    }
}
