//! Images and handouts that were made before, kept in a site's `.pasapas` folder.
//!
//! In: the key of a file, which tells everything that makes its bytes. Out: the bytes, if they are there
//! and are what was written. The folder may be deleted at any time, two builds may use it at once, and
//! what cannot be read or written there is made again: a cache never makes a build fail, and never
//! changes what comes out. It keeps at most so many bytes of each kind; what was not used for longest goes
//! first.

#![expect(
    clippy::disallowed_methods,
    reason = "the edge: keeps files, and looks when they were used"
)]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::xxh3_128;

use crate::diagnostic::{Diagnostic, Warned};
use crate::write::Render;

/// How many bytes of images are kept: some 4,000 screenshots with all that is made of them.
const IMAGES: u64 = 512 * 1024 * 1024;
/// How many bytes of handouts: some 1,000. An output folder knows besides what its handouts were made of.
const HANDOUTS: u64 = 256 * 1024 * 1024;
/// The folder in a site.
const FOLDER: &str = ".pasapas";
/// An entry is marked as used once in so long: a build only reads.
const FRESH: Duration = Duration::from_hours(24);
/// What a build that was killed left half written is removed after this time.
const ABANDONED: Duration = Duration::from_hours(1);
/// How many bytes of an entry tell whether the others are right.
const CHECKSUM: usize = 16;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Images of all sizes.
    Images,
    /// PDFs.
    Handouts,
}

/// What a site keeps of one kind.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    kind: Kind,
    limit: u64,
    /// Whether something was added, so that there may be too much.
    grown: AtomicBool,
}

/// All that a site keeps.
#[derive(Debug)]
pub struct Caches {
    images: Cache,
    handouts: Cache,
}

/// Tells apart what threads write at once.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// A plan whose images and handouts are looked up before they are made.
#[derive(Debug)]
pub struct Cached<'c, R> {
    plan: &'c R,
    caches: &'c Caches,
}

impl Caches {
    /// What the site whose folder is `root` keeps.
    #[must_use]
    pub fn of_site(root: &Path) -> Self {
        let [images, handouts] =
            [Kind::Images, Kind::Handouts].map(|kind| Cache::of_site(root, kind));
        Self { images, handouts }
    }

    /// A plan over what is kept.
    #[must_use]
    pub fn over<'c, R>(&'c self, plan: &'c R) -> Cached<'c, R> {
        Cached { plan, caches: self }
    }

    /// Removes what was not used for longest, as far as there is too much. After a build.
    pub fn trim(&self) {
        self.images.trim();
        self.handouts.trim();
    }
}

impl<R: Render> Render for Cached<'_, R> {
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.plan.paths()
    }

    fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        if let Some(key) = self.plan.image_key(path) {
            return self.caches.images.get_or_make(key, || self.plan.render(path));
        }
        if let Some(key) = self.plan.print_key(path) {
            let image = |path: &str| self.render(path);
            return self.caches.handouts.get_or_make(key, || self.plan.print(path, &image));
        }
        self.plan.render(path)
    }

    fn image_key(&self, path: &str) -> Option<u128> {
        self.plan.image_key(path)
    }

    fn print_key(&self, path: &str) -> Option<u128> {
        self.plan.print_key(path)
    }

    fn print_warnings(&self, path: &str) -> Vec<Diagnostic> {
        self.plan.print_warnings(path)
    }

    fn is_hollow(&self) -> bool {
        self.plan.is_hollow()
    }

    fn is_alone(&self, path: &str) -> bool {
        self.plan.is_alone(path)
    }
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Handouts => "handouts",
        }
    }

    fn limit(self) -> u64 {
        match self {
            Self::Images => IMAGES,
            Self::Handouts => HANDOUTS,
        }
    }
}

impl Cache {
    /// What the site whose folder is `root` keeps of this kind.
    #[must_use]
    pub fn of_site(root: &Path, kind: Kind) -> Self {
        Self::new(root.join(FOLDER), kind, kind.limit())
    }

    fn new(folder: PathBuf, kind: Kind, limit: u64) -> Self {
        Self { folder, kind, limit, grown: AtomicBool::default() }
    }

    /// What was kept for `key`, or else what `make` makes, which is kept unless something is wrong with it.
    pub fn get_or_make(
        &self,
        key: u128,
        make: impl FnOnce() -> Warned<Option<Vec<u8>>>,
    ) -> Warned<Option<Vec<u8>>> {
        if let Some(kept) = self.get(key) {
            return Warned::clean(Some(kept));
        }
        let new = make();
        if let Some(bytes) = new.value.as_ref().filter(|_| new.diagnostics.is_empty()) {
            self.put(key, bytes);
        }
        new
    }

    /// The bytes that were kept for `key`, if they are all there; the entry counts as used.
    #[must_use]
    pub fn get(&self, key: u128) -> Option<Vec<u8>> {
        let bytes = self.peek(key)?;
        mark_as_used(&self.path(key));
        Some(bytes)
    }

    /// The same without leaving a trace.
    #[must_use]
    pub fn peek(&self, key: u128) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.path(key)).ok()?;
        let (checksum, content) = bytes.split_at_checked(CHECKSUM)?;
        if checksum != xxh3_128(content).to_le_bytes() {
            return None;
        }
        bytes.drain(..CHECKSUM);
        Some(bytes)
    }

    /// Keeps the bytes for `key`, if that is possible.
    pub fn put(&self, key: u128, bytes: &[u8]) {
        self.grown.store(true, Ordering::Relaxed);
        _ = self.try_put(key, bytes);
    }

    fn try_put(&self, key: u128, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.folder);
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            // Nobody wants it under version control.
            fs::write(self.folder.join(".gitignore"), "*\n")?;
        }
        // With the key in its name: on a shared disk another machine may have the same numbers, and then
        // writes the same bytes.
        let (process, number) = (std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed));
        let half = folder.join(format!("{key:032x}-{process}-{number}.tmp"));
        let mut file = File::create_new(&half)?;
        file.write_all(&xxh3_128(bytes).to_le_bytes())?;
        file.write_all(bytes)?;
        drop(file);
        fs::rename(&half, &path).inspect_err(|_| _ = fs::remove_file(&half))
    }

    fn trim(&self) {
        if !self.grown.swap(false, Ordering::Relaxed) {
            return;
        }
        let mut entries = self.entries();
        entries.sort_by_key(|(used, ..)| *used);
        let mut size: u64 = entries.iter().map(|(_, size, _)| size).sum();
        for (_, bytes, path) in entries {
            if size <= self.limit {
                break;
            }
            if fs::remove_file(path).is_ok() {
                size -= bytes;
            }
        }
    }

    /// When each entry was used, its size and its path; what is half written and abandoned goes.
    fn entries(&self) -> Vec<(SystemTime, u64, PathBuf)> {
        let folders =
            fs::read_dir(self.folder.join(self.kind.folder())).into_iter().flatten().flatten();
        let files = folders.flat_map(|it| fs::read_dir(it.path()).into_iter().flatten().flatten());
        let entries = files.filter_map(|file| {
            let facts = file.metadata().ok()?;
            let used = facts.modified().ok()?;
            let path = file.path();
            let half = path.extension().is_some_and(|ending| ending == "tmp");
            if half && used.elapsed().is_ok_and(|age| age > ABANDONED) {
                _ = fs::remove_file(&path);
                return None;
            }
            Some((used, facts.len(), path))
        });
        entries.collect()
    }

    fn path(&self, key: u128) -> PathBuf {
        let name = format!("{key:032x}");
        self.folder.join(self.kind.folder()).join(&name[..2]).join(name)
    }
}

/// Sets the time of a file that was used again, unless it was set lately.
fn mark_as_used(path: &Path) {
    let lately = fs::metadata(path)
        .and_then(|facts| facts.modified())
        .is_ok_and(|used| used.elapsed().is_ok_and(|age| age < FRESH));
    if !lately && let Ok(file) = File::options().append(true).open(path) {
        _ = file.set_modified(SystemTime::now());
    }
}

#[cfg(test)]
mod tests;
